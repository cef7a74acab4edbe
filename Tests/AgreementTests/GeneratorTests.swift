import JiliReference
import Testing

@Suite struct GeneratorTests {
  @Test func aSeedGivesTheSameTrial() {
    for seed in UInt64(1)...20 {
      let (first, second) = (generate(seed: seed), generate(seed: seed))
      #expect(first.rules == second.rules)
      #expect(first.csv == second.csv)
      #expect(first.arguments == second.arguments)
    }
    #expect(generate(seed: 1).csv != generate(seed: 2).csv)
  }

  /// A generator that never reaches a state would leave it unjudged.
  @Test func everyStateOccurs() {
    var seen: [State: Int] = [:]
    for seed in UInt64(1)...40 {
      for row in generate(seed: seed).expected {
        for line in row.lines { seen[line.state, default: 0] += 1 }
      }
    }
    for state: State in [
      .notDue, .overQuota, .excluded, .undetermined, .unspecified, .upTo, .due,
    ] {
      #expect(seen[state, default: 0] >= 1, "\(state.rawValue): \(seen[state, default: 0])")
    }
  }

  /// What is seldom generated is seldom judged: every construct in one program of a hundred.
  @Test func everyConstructOccursOften() {
    var counts: [Construct: Int] = [:]
    for seed in UInt64(1)...500 {
      for construct in generate(seed: seed).constructs { counts[construct, default: 0] += 1 }
    }
    for construct in Construct.allCases {
      let count = counts[construct, default: 0]
      #expect(count >= 5, "\(construct.rawValue): \(count) of 500")
    }
  }

  /// Lines to which nothing can come agree too easily.
  @Test func linesAreMostlyWorthALook() {
    var (all, open, paid) = (0, 0, 0)
    for seed in UInt64(1)...60 {
      for line in generate(seed: seed).expected.flatMap(\.lines) {
        all += 1
        if line.sum.low > .zero { paid += 1 }
        if line.sum.low != line.sum.high { open += 1 }
      }
    }
    #expect((paid + open) * 100 >= all * 30, "\(paid) paid, \(open) open of \(all)")
    #expect(paid * 100 >= all * 10, "\(paid) of \(all)")
  }

  @Test func everySpellingOccurs() {
    let source = (1...300).map { generate(seed: UInt64($0)).rules }.joined()
    for words in [
      " of ", " 的 ", "名额", "拨付", "就高", "合并", "；", "，", "、", "％", "≥", "×", "对应", "满年数",
      "个月", "「", "`", "首次超过", "各档", "取高", "复评", "有效",
    ] {
      #expect(source.contains(words), "\(words)")
    }
  }

  @Test func oneRangeHoldsEveryRow() {
    for seed in UInt64(200)...240 {
      for row in generate(seed: seed).expected {
        for line in row.lines {
          #expect(line.sum.low >= .zero)
          #expect(line.sum.high.map { $0 >= line.sum.low } ?? true, "seed \(seed)")
        }
        #expect(row.total.high.map { $0 >= row.total.low } ?? true, "seed \(seed)")
      }
    }
  }

  @Test func shrinkingKeepsTheFailureAndLittleElse() throws {
    let fails = { (trial: Trial) in
      trial.expected.contains { $0.lines.contains { $0.state == .excluded } }
    }
    let trial = try #require(
      (1...200).lazy.map { generate(seed: UInt64($0)) }.first {
        fails($0) && $0.table.rows.count > 5
      })
    let small = shrink(trial, while: fails)
    #expect(fails(small))
    #expect(small.table.rows.count <= 2)
    #expect(small.program.awards.count <= 2)
    #expect(small.style == .plain)
  }
}
