import Jili
import JiliReference
import JiliTestSupport
import Testing

/// The threads and chunks of `jili batch` change no byte of what it leaves of generated programs.
@Suite struct WayAgreementTests {
  /// Odd sizes cut rows everywhere; the last takes the file at once.
  private static let sizes = [1, 3, 17, 113, 401, 1 << 20]
  private static let threads = [1, 2, 7]

  @Test func chunksAndThreadsAgree() throws {
    // Each is run three times through files, which takes as long as thirty in memory.
    let wanted = max(500, Pairs.wanted / 10)
    var seed = Pairs.firstSeed
    var (pairs, refused) = (0, 0)
    while pairs < wanted {
      defer { seed += 1 }
      let trial = generate(seed: seed)
      guard let plan = compiledPlan(trial.files) else { continue }
      let layout = seed % 2 == 0 ? "wide" : "long"
      let ways = try BothWays(
        plan, [("公司.csv", Array(trial.csv.utf8))], trial.arguments + ["--layout", layout])
      let size = Self.sizes[Int(seed / 2 % UInt64(Self.sizes.count))]
      let threads = Self.threads[Int(seed / 12 % UInt64(Self.threads.count))]
      pairs += trial.table.rows.count
      if try ways.agree("seed \(seed)", sizes: [(size, threads)]) == 0 {
        // A file of which the rules read no column is refused by its header, before it is cut.
        #expect(try !ways.whole().problems.isEmpty, "seed \(seed): not in chunks")
        refused += 1
      }
    }
    print("ways: seeds \(Pairs.firstSeed) to \(seed - 1), \(pairs) pairs, \(refused) files refused")
  }

  /// Companies that are much alike come to what they come to one by one.
  @Test func alikeRowsAgree() throws {
    let wanted = max(2_000, Pairs.wanted / 4)
    var seed = Pairs.firstSeed
    var pairs = 0
    while pairs < wanted {
      defer { seed += 1 }
      var trial = generate(seed: seed, handfuls: 2)
      trial.table.mix(times: 12, seed: seed)
      trial.options.usesKey = trial.options.usesKey && seed % 3 == 0
      guard let plan = compiledPlan(trial.files) else { continue }
      let ways = try BothWays(plan, [("公司.csv", Array(trial.csv.utf8))], trial.arguments)
      pairs += trial.table.rows.count
      try ways.agree("seed \(seed)", sizes: [seed % 2 == 0 ? (2_003, 2) : (1 << 20, 1)])
    }
    print("alike: seeds \(Pairs.firstSeed) to \(seed - 1), \(pairs) pairs")
  }
}

extension Table {
  /// Makes so many companies of each, under names of their own; here and there one has a cell of
  /// another.
  fileprivate mutating func mix(times: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let originals = rows
    rows = []
    for copy in 0..<times {
      for original in originals {
        var row = original
        row.key += "·\(copy)"
        for column in columns where random.once(in: 12) {
          row.texts[column.fact] = random.pick(originals).texts[column.fact]
        }
        rows.append(row)
      }
    }
  }
}
