import Testing

@testable import Jili

@Suite("loops over columns")
struct KernelTests {
  /// Divisors of one bit, next to it, of all bits, and those of money, against division itself.
  @Test func quotientsAreExact() {
    var divisors: [UInt64] = [2, 3, 5, 7, 10, 100, 500, 10_000, 1_000_000_007]
    for bits in 2...60 {
      let power: UInt64 = 1 << UInt64(bits)
      divisors += [power - 1, power, power + 1]
    }
    var generator = SystemRandomNumberGenerator()
    for divisor in divisors {
      let reciprocal = Reciprocal(divisor)
      let edges: [UInt64] = [0, 1, divisor - 1, divisor, divisor + 1]
      let multiples = (0..<200).flatMap { _ -> [UInt64] in
        let number = UInt64.random(in: 1..<(1 << 62), using: &generator)
        let multiple = number / divisor * divisor
        return [number, multiple, multiple == 0 ? 0 : multiple - 1]
      }
      for number in edges + multiples + [(1 << 62) - 1] where number < 1 << 62 {
        #expect(reciprocal.quotient(number) == number / divisor, "\(number) / \(divisor)")
      }
    }
  }

  /// Half a 分 goes up, less goes down; 下舍 cuts.
  @Test(arguments: [
    (49, 100, false, 0), (50, 100, false, 1), (149, 100, false, 1), (150, 100, false, 2),
    (2, 5, false, 0), (3, 5, false, 1), (1, 2, false, 1), (199, 100, true, 1), (0, 7, false, 0),
  ])
  func sumsRoundHalfUp(_ parts: Int64, _ divisor: Int64, _ down: Bool, _ whole: Int64) {
    var result: Int64 = 0
    Kernel.round(.constant(parts), &result, 1, divisor: divisor, unit: 1, down: down)
    #expect(result == whole)
  }

  /// The bound is never below the number, the least of all numbers included.
  @Test(arguments: [0, 1, -1, 7, -8, 1 << 40, -(1 << 40), Int64.max, Int64.min])
  func sizesBoundNumbers(_ number: Int64) {
    var numbers = [number, 0]
    #expect(Kernel.size(&numbers, 2) >= number.magnitude)
  }

  /// Kleene's tables; a doubt is kept only where the result is open.
  @Test func conditionsAreThreeValued() {
    let (yes, no, unknown, doubt) = (UInt8(1), UInt8(2), UInt8(3), UInt8(7))
    #expect(ColumnTruth.and(yes, unknown) == unknown && ColumnTruth.and(no, doubt) == no)
    #expect(ColumnTruth.and(unknown, doubt) == doubt && ColumnTruth.or(no, unknown) == unknown)
    #expect(ColumnTruth.or(yes, doubt) == yes && ColumnTruth.or(no, doubt) == doubt)
    #expect(ColumnTruth.not(yes) == no && ColumnTruth.not(doubt) == doubt)
  }
}
