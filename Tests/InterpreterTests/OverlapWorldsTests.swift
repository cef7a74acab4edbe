import Jili
import JiliLexer
import JiliTestSupport
import Testing

/// The rule said once more, for sums that are settled: a second evaluator of phase 9.
private func paid(_ sums: [Int], _ rules: [String]) -> [Int] {
  sums.indices.map { index in
    if rules[index] == "stack" { return sums[index] }
    let stands = sums.indices.allSatisfy { other in
      other == index || sums[other] < sums[index] || sums[other] == sums[index] && index < other
    }
    return stands ? sums[index] : 0
  }
}

/// Two or three policies that leave their sum to the authority: what the ranges promise holds in
/// every world, that is for every sum that may be approved.
@Suite("overlap of ranges, world by world") struct OverlapWorldsTests {
  private struct Trial {
    var ranges: [(low: Int, high: Int)]
    var rules: [String]

    init(seed: UInt64) {
      var random = SeededRandom(seed: seed)
      let count = Int.random(in: 2...3, using: &random)
      ranges = (0..<count).map { _ in
        let low = Int.random(in: 0...3, using: &random)
        return (low, low + Int.random(in: 0...3, using: &random))
      }
      let all = ["top-up", "none", "stack"]
      rules = (0..<count).map { _ in all[Int.random(in: 0...2, using: &random)] }
    }

    var texts: [String] {
      zip(["甲市", "乙市", "丙市"], zip(ranges, rules)).map { name, given in
        let (range, rule) = given
        let sum = range.low == range.high ? "\(range.low)万" : "\(range.low)万 .. \(range.high)万"
        return "policy \(name) { overlap \(rule) }\naward 小巨人 = \(sum) when new"
      }
    }

    /// Every way in which the sums may be approved, in 万.
    var worlds: [[Int]] {
      ranges.reduce([[]]) { known, range in
        known.flatMap { sums in (range.low...range.high).map { sums + [$0] } }
      }
    }
  }

  @Test func rangesHoldInEveryWorld() throws {
    for seed in UInt64(1)...150 {
      let trial = Trial(seed: seed)
      let plan = try #require(compile(Cities.files(trial.texts)).plan)
      let open = try outcome(plan, [:])
      let worlds = trial.worlds.map { paid($0, trial.rules) }
      for index in trial.ranges.indices {
        let high = worlds.map { $0[index] }.max() ?? 0
        #expect(open.lines[index].high == yuan(high), "seed \(seed), policy \(index + 1)")
      }
      let totals = worlds.map { $0.reduce(0, +) }
      let (least, most) = (yuan(totals.min() ?? 0), yuan(totals.max() ?? 0))
      if trial.rules.contains("stack") {
        #expect(open.totalLow <= least, "seed \(seed)")
        #expect(open.totalHigh.map { $0 >= most } == true, "seed \(seed)")
      } else {
        #expect(open.totalLow == least, "seed \(seed)")
        #expect(open.totalHigh == most, "seed \(seed)")
      }
    }
  }

  /// Approved sums leave nothing open.
  @Test func aWorldIsWhatTheRuleSays() throws {
    for seed in UInt64(1)...60 {
      let trial = Trial(seed: seed)
      let plan = try #require(compile(Cities.files(trial.texts)).plan)
      for world in trial.worlds.shuffled(using: seed).prefix(3) {
        var facts: [String: String] = [:]
        for (index, sum) in world.enumerated() {
          guard trial.ranges[index].low < trial.ranges[index].high else { continue }
          facts[plan.policies[index].name + ".小巨人.核定"] = "\(sum)万"
        }
        let found = try outcome(plan, facts)
        let wanted = paid(world, trial.rules)
        #expect(found.lines.map(\.low) == wanted.map(yuan), "seed \(seed), \(world)")
        #expect(found.totalHigh == found.totalLow, "seed \(seed), \(world)")
      }
    }
  }

  /// Where another award of the group wins, 甲市 pays 5万 for it and 乙市 its 3万 for the matter
  /// that both pay for: 8万, although of that matter only one city pays.
  @Test func aGroupMayLeaveTheMatterToAnother() throws {
    let texts = [
      """
      policy 甲市 { overlap none }
      award 小巨人 = 0万 .. 2万 when new
      award 示范企业 = 0万 .. 5万
      exclusive 小巨人, 示范企业
      """,
      "policy 乙市 { overlap none }\naward 小巨人 = 0万 .. 3万 when new",
    ]
    let plan = try #require(compile(Cities.files(texts)).plan)
    let open = try outcome(plan, [:])
    #expect(open.lines.map(\.high) == [yuan(2), yuan(5), yuan(3)])
    #expect((open.totalLow, open.totalHigh) == (.zero, yuan(8)))
  }

  private func outcome(_ plan: Plan, _ facts: [String: String]) throws -> RowOutcome {
    var options = InputOptions()
    options.date = Days(year: 2026)
    let row = try readCompany(
      facts.merging(["小巨人": "新认定"]) { $1 }, layout: RowLayout(plan), options: options)
    return run(plan, [row], RunOptions(triesReadings: false))[0]
  }

  private func yuan(_ sum: Int) -> Exact { Exact(sum * 10_000) }
}

extension Array {
  fileprivate func shuffled(using seed: UInt64) -> [Element] {
    var random = SeededRandom(seed: seed)
    return shuffled(using: &random)
  }
}
