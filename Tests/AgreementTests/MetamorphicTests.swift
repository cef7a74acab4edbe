import JiliReference
import Testing

/// What must not matter does not, and more generous rules never give less: on generated programs,
/// without a second evaluator.
@Suite struct MetamorphicTests {
  /// How many programs each relation is tried on; each has about 13 rows.
  private static let wanted = max(25, Pairs.wanted / 500)

  /// Tries the relation on generated programs; where it says nil, it says nothing of one.
  private func hold(
    _ about: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ relation: (Trial) -> [String]?
  ) {
    var (looked, failures) = (0, 0)
    var seed = Pairs.firstSeed
    let last = seed + UInt64(100 * Self.wanted)
    while looked < Self.wanted, failures < 3, seed < last {
      defer { seed += 1 }
      let trial = generate(seed: seed)
      guard let differences = relation(trial) else { continue }
      looked += 1
      guard let first = differences.first else { continue }
      failures += 1
      Issue.record(
        "seed \(seed), \(about): \(first)\n\(trial.rules)\n\(trial.csv)\n\(trial.arguments)",
        sourceLocation: sourceLocation)
    }
    #expect(
      looked == Self.wanted || failures > 0, "\(looked) programs", sourceLocation: sourceLocation)
  }

  /// The two answers are the same, rows in the order given.
  private func differences(_ one: ProductAnswer, _ two: ProductAnswer) -> [String]? {
    switch (one, two) {
    case (.rows(let one), .rows(let two)):
      if one.count != two.count { return ["\(two.count) rows, not \(one.count)"] }
      return zip(one, two).enumerated().filter { $1.0 != $1.1 }.map { row, pair in
        "row \(row + 1): \(pair.1), not \(pair.0)"
      }
    // The file has nothing that the rules read.
    case (.failure, .failure): return nil
    default: return ["\(two), not \(one)"]
    }
  }

  private func answer(_ trial: Trial, _ tables: [String]? = nil, files: RuleFiles? = nil)
    -> ProductAnswer
  {
    batch(files ?? trial.files, tables ?? [trial.csv], trial.arguments)
  }

  // MARK: - The company file

  @Test func theOrderOfRowsDoesNotMatter() {
    hold("rows in reverse") { trial in
      // Rows of one company are looked at in their order.
      if trial.options.usesKey { return nil }
      var turned = trial
      turned.table.rows.reverse()
      guard case .rows(let rows) = answer(turned) else {
        return differences(answer(trial), answer(turned))
      }
      return differences(answer(trial), .rows(rows.reversed()))
    }
  }

  @Test func theOrderOfColumnsDoesNotMatter() {
    hold("columns in reverse") { trial in
      var turned = trial
      turned.table.columns.reverse()
      return differences(answer(trial), answer(turned))
    }
  }

  @Test func aFileMayBeSplit() {
    hold("two files") { trial in
      var (first, second) = (trial, trial)
      let half = trial.table.rows.count / 2
      first.table.rows = Array(trial.table.rows[..<half])
      second.table.rows = Array(trial.table.rows[half...])
      if first.table.rows.isEmpty { return nil }
      return differences(answer(trial), answer(trial, [first.csv, second.csv]))
    }
  }

  @Test func unitsDoNotMatter() {
    hold("元 against 万元") { trial in
      guard let yuan = trial.inUnit("元", 1), let wan = trial.inUnit("万元", 10_000) else {
        return nil
      }
      return differences(answer(yuan), answer(wan))
    }
  }

  @Test func whatNobodyReadsDoesNotMatter() {
    hold("one more column, one more field") { trial in
      var more = trial
      let name = "没有人读的数"
      var field = Field(name, .money)
      field.low = Rational(0)
      more.program.fields.append(field)
      more.layout = Layout()
      var plain = trial
      plain.layout = Layout()
      for row in more.table.rows.indices {
        let value = Rational(row * 7 + 1)
        more.table.rows[row].put(.field(name), .number(value), "\(row * 7 + 1)")
      }
      more.table.columns.insert(Column(.field(name), name), at: 0)
      return differences(answer(plain), answer(more))
    }
  }

  // MARK: - More generous rules

  /// Awards whose lines hang on no other award, nor on the rows of others.
  private func standsAlone(_ award: Award, in program: Program) -> Bool {
    let lines = program.groups.flatMap(\.members) + program.ceilings.flatMap(\.members)
    // The last instalment is what the others, rounded, leave: of 0.02 in thirds nothing, of 0.01
    // all of it.
    return award.clauses.quota == nil && !award.clauses.once && award.clauses.payment.isEmpty
      && !lines.contains { $0.award == award.name }
  }

  /// Lines of the award that get less than before; nil where the file is refused.
  private func losses(_ name: String, _ before: ProductAnswer, _ after: ProductAnswer)
    -> [String]?
  {
    guard case .rows(let before) = before else { return nil }
    guard case .rows(let after) = after else { return ["refused: \(after)"] }
    return zip(before, after).enumerated().flatMap { row, pair in
      zip(pair.0.lines, pair.1.lines).filter { old, new in
        old.award == name && (fen(new.low) < fen(old.low) || fen(new.high) < fen(old.high))
      }.map { "row \(row + 1): \($1), before \($0)" }
    }
  }

  /// Result files write 分 as two places; no high end is above all.
  private func fen(_ money: String?) -> Int128 {
    money.map { Int128($0.filter { $0 != "." }) ?? 0 } ?? .max
  }

  /// Each award that can be made more generous, one after the other.
  private func holdForAwards(
    _ about: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ generous: @escaping (Clauses) -> Clauses?
  ) {
    hold(about, sourceLocation: sourceLocation) { trial in
      // Rows of one company hang together.
      if trial.options.usesKey { return nil }
      var plain = trial
      plain.layout = Layout()
      var found: [String]?
      for (index, award) in plain.program.awards.enumerated() {
        guard standsAlone(award, in: plain.program), let clauses = generous(award.clauses) else {
          continue
        }
        var more = plain
        more.program.awards[index].clauses = clauses
        guard let losses = losses(award.name, answer(plain), answer(more)) else { continue }
        found = (found ?? []) + losses
      }
      return found
    }
  }

  @Test func aHigherCapTakesNothingAway() {
    holdForAwards("the cap doubled") { clauses in
      guard case .literal(let cap, let kind)? = clauses.cap, cap > .zero else { return nil }
      var clauses = clauses
      clauses.cap = .literal(cap * Rational(2), kind)
      return clauses
    }
  }

  @Test func aMilderThresholdTakesNothingAway() {
    holdForAwards("the threshold made milder") { clauses in
      guard let milder = clauses.when?.withMilderThreshold else { return nil }
      var clauses = clauses
      clauses.when = milder
      return clauses
    }
  }
}

extension Trial {
  /// Every column of money in the unit, its cells plain numbers; nil where one does not fit a cell.
  fileprivate func inUnit(_ unit: String, _ size: Int) -> Trial? {
    var trial = self
    var isChanged = false
    for (place, column) in table.columns.enumerated() where isMoney(column.fact) {
      let bare = column.unit.map { withoutUnit(column.header, $0) } ?? column.header
      trial.table.columns[place].header = "\(bare)（\(unit)）"
      for row in trial.table.rows.indices {
        guard case .number(let yuan)? = table.rows[row].cells[column.fact] else { continue }
        guard let text = (yuan / Rational(size)).decimal, text.count <= 15 else { return nil }
        trial.table.rows[row].texts[column.fact] = text
        isChanged = true
      }
    }
    return isChanged ? trial : nil
  }

  private func isMoney(_ fact: Fact) -> Bool {
    switch fact {
    case .field(let name), .year(let name, _), .peak(let name):
      program.field(name)?.kind == .money
    case .award(_, let fact): fact != .instalment
    case .title, .titleDate, .titleMark: false
    }
  }

  private func withoutUnit(_ header: String, _ unit: String) -> String {
    for (open, close) in [("（", "）"), ("(", ")"), ("[", "]"), ("【", "】")] {
      let end = open + unit + close
      if header.hasSuffix(end) { return String(header.dropLast(end.count)) }
    }
    return header
  }
}

extension Condition {
  /// The same with the first threshold of money or shares half as high where it must be reached,
  /// twice as high where it must not be passed; nil where there is none.
  fileprivate var withMilderThreshold: Condition? {
    switch self {
    case .compare(let subject, let comparison, .literal(let value, let kind))
    where [.money, .percent].contains(kind) && value > .zero:
      switch comparison {
      case .atLeast, .above:
        return .compare(subject, comparison, .literal(value / Rational(2), kind))
      case .atMost, .under:
        return .compare(subject, comparison, .literal(value * Rational(2), kind))
      case .equal, .unequal: return nil
      }
    case .and(let left, let right):
      if let milder = left.withMilderThreshold { return .and(milder, right) }
      return right.withMilderThreshold.map { .and(left, $0) }
    case .or(let left, let right):
      if let milder = left.withMilderThreshold { return .or(milder, right) }
      return right.withMilderThreshold.map { .or(left, $0) }
    default: return nil
    }
  }
}
