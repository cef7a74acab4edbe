import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// On rules made at random a sweep says what every value of the fact pays: between two places on a
/// straight line, at each place what it says, and no jump anywhere else.
@Suite("a sweep of rules made at random")
struct SweepPropertyTests {
  @Test(arguments: 0..<60)
  func everyValuePaysWhatTheSweepSays(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) &* 7919 &+ 17)
    let rules = program(&random)
    let compiled = compile(Array(rules.utf8), named: "某市.rules", read: { _ in nil })
    let plan = try #require(compiled.plan, "\(rules)\n\(compiled.diagnostics.map(\.message.en))")
    var options = InputOptions()
    options.date = Days(year: 2026)
    let facts = ["销售额": "\(Int.random(in: 0...900, using: &random))万"]
    let row = try readCompany(facts, layout: RowLayout(plan), options: options)
    let sweeper = Sweeper(plan, row, choices: [])
    guard case .number(let fact) = try sweeper.thing("投资额") else { return }
    let sweep = try sweeper.sweep(fact, SweepWish(name: "投资额", from: "0元", to: "1000万"))
    #expect(sweep.isExact, "\(rules)")
    try check(sweep, sweeper, rules, &random)
  }

  private func check(
    _ sweep: FactSweep, _ sweeper: Sweeper, _ rules: String, _ random: inout SeededRandom
  ) throws {
    var run = SweepRun(sweeper.plan, sweep.fact, sweeper.row, choices: [], dropsRounding: false)
    var places: [Exact] = (0..<150).map { _ in
      Exact(Int128(Int.random(in: 0...1_000_000_000, using: &random)), over: 100) ?? .zero
    }
    // What is next to a place is where a jump would be missed.
    for place in sweep.places.map(\.at) where place > .zero && place < Exact(10_000_000) {
      let whole = Exact(((place.multiplied(by: Exact(100)))?.floor ?? 0), over: 100) ?? place
      places += [whole, whole.adding(.fen) ?? whole, whole.subtracting(.fen) ?? whole, place]
    }
    // Each award is rounded by itself.
    let slack = Exact(Int128(sweep.plan.lines.count + 1), over: 100) ?? .zero
    for place in places {
      let paid = try run.paid(at: place)
      for line in [nil] + sweep.plan.lines.indices.map({ Optional($0) }) {
        let said = try #require(sweep.said(at: place, of: line))
        // Which of two rivals wins is settled by rounded sums: near where they are equal the award
        // may change a little earlier, the total never.
        if line != nil, sweep.isNearPlace(place) { continue }
        let gap = try #require(paid[line].low.subtracting(said))
        #expect(
          (gap.isNegative ? gap.negated : gap) <= slack,
          "\(plainNumber(place)): \(paid[line].low), not \(said)\n\(rules)")
      }
    }
    for jump in sweep.jumps(of: nil) where jump.change != .zero && jump.side == .reaching {
      let below = try #require(jump.at.subtracting(.fen))
      if below < .zero { continue }
      let (one, two) = (try run.paid(at: below), try run.paid(at: jump.at))
      #expect(one.total != two.total, "\(plainNumber(jump.at)) is no jump\n\(rules)")
    }
  }

  // MARK: - Rules

  private func program(_ random: inout SeededRandom) -> String {
    var text = "field 投资额 : money\nfield 销售额 : money\n"
    let count = Int.random(in: 1...4, using: &random)
    for index in 0..<count {
      text += "award 奖\(index) = \(amount(&random)) when \(condition(&random))\n"
    }
    if count > 1, Bool.random(using: &random) { text += "exclusive 奖0, 奖1\n" }
    if count > 3, Bool.random(using: &random) {
      text += "together 奖2, 奖3; cap \(Int.random(in: 5...60, using: &random))万 per year\n"
    } else if count == 2, Bool.random(using: &random), !text.contains("exclusive") {
      text += "together 奖0, 奖1; cap \(Int.random(in: 5...60, using: &random))万 per year\n"
    }
    return text
  }

  private func wan(_ random: inout SeededRandom, _ range: ClosedRange<Int> = 1...900) -> String {
    "\(Int.random(in: range, using: &random))万"
  }

  private func amount(_ random: inout SeededRandom, depth: Int = 0) -> String {
    let share = "\(Int.random(in: 1...30, using: &random))%"
    switch Int.random(in: 0..<(depth < 2 ? 7 : 4), using: &random) {
    case 0: return wan(&random, 1...80)
    case 1: return "\(share) of 投资额"
    case 2: return "\(share) of 投资额 cap \(wan(&random, 5...90))"
    case 3: return "(投资额 - \(wan(&random))) / 7"
    case 4:
      return "(if \(condition(&random)) then \(amount(&random, depth: depth + 1)) else "
        + "\(amount(&random, depth: depth + 1)))"
    case 5:
      return "(\(amount(&random, depth: depth + 1))) + (\(amount(&random, depth: depth + 1)))"
    default:
      return "match 投资额 { >= \(wan(&random, 500...900)): \(wan(&random)); "
        + "> \(wan(&random, 100...499)): \(share) of 投资额; else: 0元 }"
    }
  }

  private func condition(_ random: inout SeededRandom) -> String {
    let signs = [">=", ">", "<=", "<"]
    let sign = signs[Int.random(in: 0..<4, using: &random)]
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return "投资额 * 3 \(sign) 销售额"
    case 1: return "投资额 \(sign) \(wan(&random)) and 销售额 >= \(wan(&random))"
    case 2: return "(投资额 < \(wan(&random, 1...300)) or 投资额 > \(wan(&random, 300...900)))"
    case 3: return "投资额 + 销售额 \(sign) \(wan(&random))"
    default: return "投资额 \(sign) \(wan(&random))"
    }
  }
}

extension FactSweep {
  /// Within a 元 of a place, not at it.
  fileprivate func isNearPlace(_ value: Exact) -> Bool {
    places.contains { place in
      guard let way = place.at.subtracting(value) else { return false }
      return !way.isZero && (way.isNegative ? way.negated : way) < .one
    }
  }

  /// What it says of a value.
  fileprivate func said(at place: Exact, of line: Int?) -> Exact? {
    if let known = places.first(where: { $0.at == place }) { return known.here[line].low }
    guard let stretch = stretches.first(where: { $0.from < place && place < $0.to }),
      let slope = stretch.slope(of: line), let way = place.subtracting(stretch.from),
      let rise = slope.multiplied(by: way)
    else { return nil }
    return stretch.start[line].low.adding(rise)
  }
}
