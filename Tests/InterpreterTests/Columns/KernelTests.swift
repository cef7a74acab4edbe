import CBytes
import JiliTestSupport
import Testing

@testable import Jili

/// Runs a test in each form of the loops that this processor has, the widest at last. Other tests
/// may run meanwhile: they get the same from each form.
func inEachForm(_ work: (jili_form) throws -> Void) rethrows {
  for form in [jili_form_plain, jili_form_avx2, jili_form_avx512] where jili_has_form(form) {
    jili_use_form(form)
    try work(form)
  }
}

@Suite("loops over columns", .serialized)
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
      let numbers = (edges + multiples + [(1 << 62) - 1]).filter { $0 < 1 << 62 }
      let signed = numbers.map { Int64(bitPattern: $0) }
      inEachForm { form in
        var found = signed
        jili_round(
          &found, signed, signed.count, divisor, reciprocal.factor, UInt32(reciprocal.shift), 1,
          true)
        #expect(found == numbers.map { Int64($0 / divisor) }, "\(divisor) \(form)")
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

  /// An open condition leaves every row open, and says so.
  @Test func anOpenChoiceIsOpenInEveryRow() {
    var (numbers, states) = ([Int64](repeating: 9, count: 3), [UInt8](repeating: 0, count: 3))
    states = states.map { _ in ColumnBatch.stated }
    let hasStates = Kernel.choose(
      .constant(ColumnTruth.unknown), .constant(1), 1, .constant(2), 1, &numbers, &states, 3)
    #expect(hasStates)
    #expect(states == [UInt8](repeating: ColumnBatch.unknown, count: 3))
  }

  /// What is absent is nothing from then on; what is unknown stays so.
  @Test func whatIsAbsentIsNothing() {
    let given: [Int64] = [5, -3, 9, 7]
    let (stated, absent, unknown) = (ColumnBatch.stated, ColumnBatch.absent, ColumnBatch.unknown)
    let before = [stated, stated, absent, unknown]
    var (numbers, states) = ([Int64](repeating: 1, count: 4), [UInt8](repeating: 9, count: 4))
    given.withUnsafeBufferPointer { row in
      before.withUnsafeBufferPointer { known in
        guard let row = row.baseAddress, let known = known.baseAddress else { return }
        #expect(Kernel.notBelowZero(.vector(row, states: known), &numbers, &states, 4))
      }
    }
    #expect(numbers.prefix(3) == [5, 0, 0])
    #expect(states == [stated, stated, stated, unknown])
  }

  /// A quotient by nothing, or by less, is the row evaluator's.
  @Test func divisorsAboveNothingAloneAreSure() {
    let numbers: [Int64] = [-1, 0, 1, 7]
    var truths = [UInt8](repeating: ColumnTruth.yes, count: 4)
    numbers.withUnsafeBufferPointer { row in
      if let divisors = row.baseAddress {
        Kernel.doubtDivisors(.vector(divisors, states: nil), &truths, 4)
      }
    }
    let (sure, doubtful) = (ColumnTruth.yes, ColumnTruth.doubtful)
    #expect(truths == [doubtful, doubtful, sure, sure])
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

  // MARK: - Forms

  /// Numbers as any kernel may meet them, the edges of 64 bits among them.
  private func numbers(_ count: Int, _ random: inout SeededRandom) -> [Int64] {
    (0..<count).map { _ in
      random.once(in: 4)
        ? random.pick([0, 1, -1, 7, .max, .min, 1 << 32])
        : Int64(random.int(-5_000_000_000...5_000_000_000))
    }
  }

  @Test func numbersAreCalculatedAlikeInEachForm() {
    var random = SeededRandom(seed: 11)
    for count in [0, 1, 3, 8, 15, 64, 100] {
      let (left, right) = (numbers(count, &random), numbers(count, &random))
      let tests = (0..<count).map { _ in random.pick([1, 2, 3, 7] as [UInt8]) }
      for (first, second) in [(1, 1), (100, 1), (1, 3), (0, -7)] as [(Int64, Int64)] {
        for shape in 0..<4 {
          let one = shape & 1 == 0 ? left.map { $0 &* first } : left.map { _ in 12 &* first }
          let two = shape & 2 == 0 ? right.map { $0 &* second } : left.map { _ in -5 &* second }
          left.withUnsafeBufferPointer { x in
            right.withUnsafeBufferPointer { y in
              let a = jili_numbers(
                rows: shape & 1 == 0 ? x.baseAddress : nil, value: 12, factor: first)
              let b = jili_numbers(
                rows: shape & 2 == 0 ? y.baseAddress : nil, value: -5, factor: second)
              check(a, b, one, two, tests)
            }
          }
        }
      }
    }
  }

  private func check(
    _ a: jili_numbers, _ b: jili_numbers, _ one: [Int64], _ two: [Int64], _ tests: [UInt8]
  ) {
    let count = one.count
    let pairs = Array(zip(one, two))
    inEachForm { _ in
      var found = one
      let wanted: [(jili_operation, (Int64, Int64) -> Int64)] = [
        (jili_plus, { $0 &+ $1 }), (jili_minus, { $0 &- $1 }), (jili_times, { $0 &* $1 }),
        (jili_least, { min($0, $1) }), (jili_most, { max($0, $1) }),
      ]
      for (operation, body) in wanted {
        jili_calculate(operation, &found, a, b, count)
        #expect(found == pairs.map(body))
      }
      jili_choose(&found, tests, a, b, count)
      #expect(found == zip(tests, pairs).map { $0 == 1 ? $1.0 : $1.1 })
      var truths = tests
      let relations: [(jili_relation, (Int64, Int64) -> Bool)] = [
        (jili_less, { $0 < $1 }), (jili_less_equal, { $0 <= $1 }), (jili_equal_to, { $0 == $1 }),
      ]
      for (relation, holds) in relations {
        jili_compare(relation, false, &truths, a, b, count)
        #expect(truths == pairs.map { holds($0, $1) ? 1 : 2 })
        jili_compare(relation, true, &truths, a, b, count)
        #expect(truths == pairs.map { holds($0, $1) ? 2 : 1 })
      }
    }
  }

  @Test func conditionsAreJoinedAlikeInEachForm() {
    let values: [UInt8] = [1, 2, 3, 7]
    let one = values.flatMap { value in values.map { _ in value } }
    let two = values.flatMap { _ in values }
    let answers = (0..<256).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    inEachForm { _ in
      var found = one
      jili_join(jili_both, &found, one, two, one.count)
      #expect(found == zip(one, two).map(ColumnTruth.and))
      jili_join(jili_either, &found, one, two, one.count)
      #expect(found == zip(one, two).map(ColumnTruth.or))
      jili_look_up(&found, two, answers, two.count)
      #expect(found == two.map { answers[Int($0)] })
      for count in 0...one.count {
        #expect(jili_greatest(one, count) == one[..<count].max() ?? 0)
      }
    }
  }

  @Test func codesAreReadAlikeInEachForm() {
    let bytes = (0..<256).map { UInt8($0) } + [0, 1, 255]
    inEachForm { _ in
      var found = bytes
      for wanted in [0, 1] as [UInt8] {
        jili_test_flags(&found, bytes, wanted, bytes.count)
        #expect(found == bytes.map { $0 == wanted ? 1 : $0 == ColumnBatch.unknownCode ? 3 : 2 })
      }
      for wanted in [1, 6, 0x3F] as [UInt8] {
        jili_test_statuses(&found, bytes, wanted, bytes.count)
        #expect(found == bytes.map { ($0 & wanted != 0 ? 1 : 0) | ($0 & ~wanted != 0 ? 2 : 0) })
      }
      let truths = bytes.map { [1, 2, 3, 7][Int($0 & 3)] as UInt8 }
      jili_negate(&found, truths, truths.count)
      #expect(found == truths.map(ColumnTruth.not))
      let answers = (0..<256).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      jili_look_up(&found, bytes, answers, bytes.count)
      #expect(found == bytes.map { answers[Int($0)] })
    }
  }

  /// What is absent makes a comparison false, what is unknown leaves it in doubt; a sum that is
  /// absent is 0.
  @Test func statesAreKeptAlikeInEachForm() {
    let states = [ColumnBatch.stated, ColumnBatch.absent, ColumnBatch.unknown]
    let truths: [UInt8] = [1, 2, 3, 7]
    var cases: [(UInt8, UInt8, UInt8)] = []
    for one in states { for two in states { cases += truths.map { (one, two, $0) } } }
    let (one, two, tests) = (cases.map(\.0), cases.map(\.1), cases.map(\.2))
    let numbers = cases.indices.map { Int64($0) - 10 }
    inEachForm { _ in
      var found = one
      jili_join_states(&found, one, two, cases.count)
      #expect(found == cases.map { max($0.0, $0.1) })
      let most = jili_choose_states(&found, tests, one, two, cases.count)
      #expect(found == cases.map { $0.2 == 1 ? $0.0 : $0.2 == 2 ? $0.1 : ColumnBatch.unknown })
      #expect(most == ColumnBatch.unknown)
      found = tests
      jili_doubt(&found, one, two, cases.count)
      for (row, (one, two, truth)) in cases.enumerated() {
        let open = max(one, two) == ColumnBatch.absent ? ColumnTruth.no : ColumnTruth.doubtful
        #expect(found[row] == (max(one, two) == ColumnBatch.stated ? truth : open))
      }
      var sums = numbers
      jili_settle_absent(&sums, &found, numbers, one, cases.count)
      #expect(found == one.map { $0 == ColumnBatch.absent ? ColumnBatch.stated : $0 })
      #expect(sums == zip(numbers, one).map { $1 == ColumnBatch.absent ? 0 : max(0, $0) })
    }
  }

  @Test func sumsAreAddedUpAlikeInEachForm() {
    var random = SeededRandom(seed: 12)
    for count in [0, 1, 15, 16, 17, 100] {
      let columns = (0..<3).map { _ in
        (0..<count).map { _ in random.once(in: 3) ? Int64(random.int(0...Int.max >> 1)) : 0 }
      }
      let odd = (0..<count).map { _ in random.once(in: 3) ? UInt8(4) : 0 }
      let rivals = (0..<count).filter { row in columns.count { $0[row] != 0 } > 1 }
      inEachForm { _ in
        let every = jili_tally_up(columns[0], nil, count)
        #expect(Int(every.due) == columns[0].count { $0 != 0 })
        let some = jili_tally_up(columns[0], odd, count)
        let kept = zip(columns[0], odd).map { $1 == 0 ? $0 : 0 }
        #expect(Int(some.due) == kept.count { $0 != 0 })
        #expect(
          Int128(some.high) << 32 + Int128(some.low) == kept.reduce(Int128(0)) { $0 + Int128($1) })
        var (marks, totals) = ([UInt64](repeating: 1, count: count), columns[1])
        jili_mark_due(&marks, columns[0], 63, count)
        #expect(marks == columns[0].map { $0 == 0 ? 1 : 1 | 1 << 63 })
        jili_add_to(&totals, columns[0], count)
        #expect(totals == zip(columns[1], columns[0]).map { $0 &+ $1 })
        var rows = [UInt16](repeating: 0, count: count + 1)
        columns[0].withUnsafeBufferPointer { a in
          columns[1].withUnsafeBufferPointer { b in
            columns[2].withUnsafeBufferPointer { c in
              let pointers = [a.baseAddress, b.baseAddress, c.baseAddress]
              if count == 0 { return }
              let found = jili_rivals(pointers, 3, &rows, count)
              #expect(rows[..<found].map { Int($0) } == rivals)
            }
          }
        }
      }
    }
  }

  /// Who rises, who falls, and the sum of all differences, the greatest among them.
  @Test func totalsAreTurnedOverAlikeInEachForm() {
    var random = SeededRandom(seed: 13)
    for count in [0, 1, 15, 16, 17, 100] {
      let most = Int.max >> 2
      let totals = (0..<count).map { _ in random.once(in: 3) ? 0 : Int64(random.int(0...most)) }
      let after = totals.map { total in
        random.once(in: 3) ? total : random.once(in: 3) ? 0 : Int64(random.int(0...most))
      }
      let differences = zip(after, totals).map { $0 - $1 }
      let pairs = zip(totals, after)
      inEachForm { _ in
        var found = totals
        let turn = jili_turn_over(&found, differences, count)
        #expect(found == after)
        #expect(Int(turn.rising) == pairs.count { $0 < $1 })
        #expect(Int(turn.falling) == pairs.count { $0 > $1 })
        #expect(Int(turn.from_nothing) == pairs.count { $0 == 0 && $1 > 0 })
        #expect(Int(turn.to_nothing) == pairs.count { $0 > 0 && $1 == 0 })
        let sum = differences.reduce(Int128(0)) { $0 + Int128($1) }
        #expect(Int128(turn.high) << 32 + Int128(turn.low) == sum)
      }
    }
  }

  @Test func numbersAreUnpackedAlikeInEachForm() {
    let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 89) }
    inEachForm { _ in
      func check(_ parts: [some FixedWidthInteger & UnsignedInteger], _ width: UInt32) {
        for (base, factor) in [(0, 1), (-7, 100), (1 << 40, 1_000_000)] as [(Int64, Int64)] {
          var found = [Int64](repeating: 0, count: parts.count)
          parts.withUnsafeBytes {
            jili_unpack(&found, $0.baseAddress, width, base, factor, parts.count)
          }
          #expect(found == parts.map { base + factor * Int64($0) })
        }
      }
      check(bytes, 1)
      check(bytes.map { UInt16($0) << 8 | 5 }, 2)
      check(bytes.map { UInt32($0) << 24 | 5 }, 4)
      check(bytes.map { UInt64($0) << 30 | 5 }, 8)
    }
  }
}
