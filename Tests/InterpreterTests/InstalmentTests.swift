import Testing

@testable import Jili

/// One part of a payment whose sum is open, against every sum between its ends.
@Suite struct InstalmentTests {
  private func payment(_ shares: [Exact?]) -> [Instalment] {
    (shares + [nil]).map { Instalment(label: "期", share: $0) }
  }

  private func percent(_ number: Int128, tenths: Int = 0) throws -> Exact {
    try #require(Exact(digits: number, timesTenTo: -2 - tenths))
  }

  private func yuan(_ fen: Int) throws -> Exact { try #require(Exact(Int128(fen), over: 100)) }

  @Test func theEndsAreThoseOfAnySumBetween() throws {
    for shares in [[33, 33], [30, 30, 30], [5, 45, 45], [50, 50], [40, 60], [1, 1, 97]] {
      let parts = payment(try shares.map { try percent(Int128($0)) })
      for (low, high) in [(0, 7), (99, 140), (100_001, 100_002), (200_004, 200_009), (5, 5)] {
        for index in parts.indices {
          let all = try (low...high).map { schedule(parts, try yuan($0))[index] }
          let ends = InstalmentRange(index, of: parts).ends(try yuan(low), try yuan(high))
          #expect(ends.low == all.min(), "\(shares) \(index) of \(low) to \(high)")
          #expect(ends.high == all.max(), "\(shares) \(index) of \(low) to \(high)")
        }
      }
    }
  }

  @Test func withoutAnUpperEndThereIsNoMost() throws {
    let parts = payment([try percent(30), try percent(30), try percent(30)])
    let ends = InstalmentRange(3, of: parts).ends(try yuan(200_004), nil)
    #expect(ends.low == (try yuan(19_999)))
    #expect(ends.high == nil)
  }

  /// A ten-millionth is left: 2 分 are what two parts can take from it or leave to it.
  @Test func whatIsTooFarToTryIsBounded() throws {
    let parts = payment([try percent(3_333_333, tenths: 5), try percent(6_666_666, tenths: 5)])
    let range = InstalmentRange(2, of: parts)
    #expect(range.reach > 10_000)
    let ends = range.ends(try yuan(100_000), try yuan(200_000))
    #expect(ends.low == .zero)
    #expect(ends.high == (try yuan(2)))
    #expect(range.ends(try yuan(100_000), nil).high == nil)
  }
}
