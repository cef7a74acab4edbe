import JiliTestSupport
import Testing

@testable import Jili

/// What a quota keeps of the scores is what sorting all of them gives.
@Suite struct BestScoresTests {
  private static func score(_ random: inout SeededRandom) -> Score {
    let whole = Int128(random.int(-5...5))
    let great = Int128(Int64.max) + Int128(random.int(1...3))
    return switch random.int(1...12) {
    case 1: .lowest
    case 2: .highest
    // Beyond 64 bits above and below the line.
    case 3: .exact(Exact(great, over: 1) ?? .zero)
    case 4: .exact(Exact(-great, over: 1) ?? .zero)
    case 5: .exact(Exact(1, over: great) ?? .zero)
    case 6...8: .exact(Exact(whole, over: Int128(random.int(1...7))) ?? .zero)
    default: .exact(Exact(whole, over: 1) ?? .zero)
    }
  }

  @Test(arguments: 0...3, [0, 1, 2, 3, 10, 40])
  func theBestAreKept(_ keys: Int, _ most: Int) {
    var random = SeededRandom(seed: UInt64(keys * 100 + most))
    for _ in 1...40 {
      var all: [[Score]] = []
      var (one, other) = (BestScores(Int128(most)), BestScores(Int128(most)))
      for _ in 0..<random.int(0...60) {
        let score = (0..<keys).map { _ in Self.score(&random) }
        all.append(score)
        if random.once(in: 3) { other.add(score) } else { one.add(score) }
        // However they were gathered.
        if random.once(in: 10) {
          one.add(other)
          other = BestScores(Int128(most))
        }
      }
      one.add(other)
      let best = all.sorted { $1.lexicographicallyPrecedes($0) }
      #expect(one.last == (most > 0 && best.count >= most ? best[most - 1] : nil))
      let isAlmostFull = most > 1 && best.count >= most - 1
      #expect(one.lastButOne == (isAlmostFull ? best[most - 2] : nil), "\(best.count)")
    }
  }
}
