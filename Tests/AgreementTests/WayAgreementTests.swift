import Jili
import JiliReference
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
}
