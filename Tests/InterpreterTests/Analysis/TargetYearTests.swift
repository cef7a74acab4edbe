import Testing

@testable import Jili

@Suite("what is missing falls on the years left")
struct TargetYearTests {
  @Test(arguments: [
    (7, 3, [2, 2, 3]), (6, 3, [2, 2, 2]), (2, 3, [0, 0, 2]), (0, 2, [0, 0]), (5, 1, [5]),
  ])
  func evenlyWithTheRemainderOnTheLast(_ count: Int, _ size: Int, _ wanted: [Int]) {
    let segment = TargetSegment(years: 2027...2026 + size, count: count...count)
    #expect(segment.spread.map(\.count) == wanted.map { $0...$0 })
    #expect(segment.spread.map(\.year) == Array(2027...2026 + size))
  }

  /// Of a range each year has the least and the most that any count of it lays on the year.
  @Test func rangesHoldEveryCount() {
    for size in 1...4 {
      for low in 0...9 {
        for high in low...low + 9 {
          let whole = TargetSegment(years: 1...size, count: low...high).spread.map(\.count)
          let each = (low...high).map { count in
            TargetSegment(years: 1...size, count: count...count).spread.map(\.count.lowerBound)
          }
          for year in 0..<size {
            let counts = each.map { $0[year] }
            #expect(whole[year] == (counts.min() ?? 0)...(counts.max() ?? 0))
          }
        }
      }
    }
  }

  @Test func aNumberPerYearIsNeededEachYear() {
    let segment = TargetSegment(years: 2027...2029, count: 2...3, isEachYear: true)
    #expect(segment.spread.map(\.count) == [2...3, 2...3, 2...3])
    #expect(segment.total == 6...9)
  }
}
