import CBytes

/// Loops over the rows of a batch. Nothing is checked in them: the sizes of the operands were
/// looked at before. The common ones are C, which has a form for each kind of processor.
enum Kernel {
  enum Number {
    /// `states` nil: every row has a number.
    case vector(UnsafePointer<Int64>, states: UnsafePointer<UInt8>?)
    case constant(Int64)
    case open(UInt8)

    static func vector(
      _ numbers: UnsafeMutablePointer<Int64>, states: UnsafePointer<UInt8>?
    ) -> Number { .vector(UnsafePointer(numbers), states: states) }

    var states: UnsafePointer<UInt8>? {
      if case .vector(_, let states) = self { return states }
      return nil
    }

    /// The state of every row, where it is one.
    var openState: UInt8? {
      if case .open(let state) = self { return state }
      return nil
    }

    /// A state for each row, whether or not they differ.
    var stateRow: UnsafePointer<UInt8> {
      switch self {
      case .vector(_, let states?): states
      case .vector, .constant: StateRows.shared.stated
      case .open(let state):
        state == ColumnBatch.absent ? StateRows.shared.absent : StateRows.shared.unknown
      }
    }
  }

  enum Truth {
    case vector(UnsafePointer<UInt8>)
    case constant(UInt8)

    static func vector(_ truths: UnsafeMutablePointer<UInt8>) -> Truth {
      .vector(UnsafePointer(truths))
    }
  }

  typealias Numbers = UnsafeMutablePointer<Int64>
  typealias Bytes = UnsafeMutablePointer<UInt8>

  /// A bound on the size of the numbers: at most twice the greatest of them.
  static func size(_ numbers: UnsafePointer<Int64>, _ count: Int) -> UInt64 {
    let bits = jili_size_bits(numbers, count)
    if bits == 0 { return 1 }
    let zeros = UInt64(bits.leadingZeroBitCount)
    return zeros == 0 ? .max : (UInt64.max >> zeros) + 1
  }

  static func any(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    jili_greatest(bytes, count) != 0
  }

  // MARK: - Numbers

  @inline(__always)
  static func map(
    _ one: Number, _ into: Numbers, _ count: Int, _ body: (Int64) -> Int64
  ) {
    switch one {
    case .vector(let values, _): for row in 0..<count { into[row] = body(values[row]) }
    case .constant(let value): into.update(repeating: body(value), count: count)
    case .open: into.update(repeating: 0, count: count)
    }
  }

  /// Two numbers, each times its factor.
  static func calculate(
    _ operation: jili_operation, _ one: Number, _ left: Int64, _ two: Number, _ right: Int64,
    _ into: Numbers, _ count: Int
  ) {
    guard let first = one.times(left), let second = two.times(right) else {
      into.update(repeating: 0, count: count)
      return
    }
    jili_calculate(operation, into, first, second, count)
  }

  /// What is absent or unknown in either is so in the result, the unknown before the absent.
  static func joinStates(_ one: Number, _ two: Number, _ into: Bytes, _ count: Int) -> Bool {
    if let state = one.openState ?? two.openState {
      into.update(repeating: max(state, ColumnBatch.unknown), count: count)
      return true
    }
    switch (one.states, two.states) {
    case (nil, nil): return false
    case (let states?, nil), (nil, let states?): into.update(from: states, count: count)
    case (let left?, let right?): jili_join_states(into, left, right, count)
    }
    return true
  }

  static func copyStates(_ one: Number, _ into: Bytes, _ count: Int) -> Bool {
    if let state = one.openState {
      into.update(repeating: state, count: count)
      return true
    }
    guard let states = one.states else { return false }
    into.update(from: states, count: count)
    return true
  }

  /// Where nothing is stated, what is on record by default; false: every row has a number.
  static func record(
    _ one: Number, _ record: Int64, _ into: Numbers, _ intoStates: Bytes, _ count: Int
  ) -> Bool {
    guard case .vector(let numbers, let states?) = one else {
      map(one, into, count) { $0 }
      return false
    }
    for row in 0..<count {
      let isUnknown = states[row] == ColumnBatch.unknown
      into[row] = isUnknown ? record : numbers[row]
      intoStates[row] = isUnknown ? ColumnBatch.stated : states[row]
    }
    return true
  }

  static func notBelowZero(
    _ one: Number, _ into: Numbers, _ intoStates: Bytes, _ count: Int
  ) -> Bool {
    guard case .vector(let numbers, let states?) = one else {
      calculate(jili_most, one, 1, .constant(0), 1, into, count)
      return copyStates(one, intoStates, count)
    }
    jili_settle_absent(into, intoStates, numbers, states, count)
    return true
  }

  /// Numbers that are not below 0.
  static func round(
    _ one: Number, _ into: Numbers, _ count: Int, divisor: Int64, unit: Int64, down: Bool
  ) {
    let reciprocal = Reciprocal(UInt64(divisor))
    func rounded(_ numbers: UnsafePointer<Int64>, _ into: Numbers, _ count: Int) {
      jili_round(
        into, numbers, count, UInt64(divisor), reciprocal.factor, UInt32(reciprocal.shift), unit,
        down)
    }
    switch one {
    case .vector(let numbers, _): rounded(numbers, into, count)
    case .constant(var number):
      rounded(&number, into, 1)
      into.update(repeating: into[0], count: count)
    case .open: into.update(repeating: 0, count: count)
    }
  }

  static func choose(
    _ test: Truth, _ one: Number, _ left: Int64, _ two: Number, _ right: Int64, _ into: Numbers,
    _ intoStates: Bytes, _ count: Int
  ) -> Bool {
    guard case .vector(let tests) = test else {
      into.update(repeating: 0, count: count)
      intoStates.update(repeating: ColumnBatch.unknown, count: count)
      return true
    }
    if let first = one.times(left), let second = two.times(right) {
      jili_choose(into, tests, first, second, count)
      let isSettled = one.states == nil && two.states == nil
      if isSettled, jili_greatest(tests, count) < ColumnTruth.unknown { return false }
    } else {
      let (side, factor) = one.openState == nil ? (one, left) : (two, right)
      map(side, into, count) { $0 &* factor }
    }
    return chooseStates(tests, one, two, intoStates, count)
  }

  private static func chooseStates(
    _ tests: UnsafePointer<UInt8>, _ one: Number, _ two: Number, _ into: Bytes, _ count: Int
  ) -> Bool {
    return jili_choose_states(into, tests, one.stateRow, two.stateRow, count) != 0
  }

  /// The approved sum within floor and ceiling; where none is stated, what both ends agree on.
  static func approve(
    _ approved: Number, _ floor: Number, _ ceiling: Number, _ into: Numbers, _ intoStates: Bytes,
    _ count: Int
  ) -> Bool {
    for row in 0..<count {
      let (low, lowState) = floor.value(row)
      let (high, highState) = ceiling.value(row)
      let (sum, state) = approved.value(row)
      if max(lowState, highState) != ColumnBatch.stated {
        into[row] = 0
        intoStates[row] = ColumnBatch.unknown
      } else if state == ColumnBatch.stated {
        into[row] = max(min(sum, high), low)
        intoStates[row] = ColumnBatch.stated
      } else {
        into[row] = low
        intoStates[row] = low == high ? ColumnBatch.stated : ColumnBatch.unknown
      }
    }
    return true
  }

  /// A title that was never held has no day of recognition; that of another is not in the columns.
  static func recognition(
    _ statuses: UnsafePointer<UInt8>, _ into: Numbers, _ intoStates: Bytes, _ count: Int
  ) {
    for row in 0..<count {
      into[row] = 0
      intoStates[row] =
        statuses[row] == TitleStatus.none.rawValue ? ColumnBatch.absent : ColumnBatch.unknown
    }
  }
}

extension Kernel.Number {
  func value(_ row: Int) -> (number: Int64, state: UInt8) {
    switch self {
    case .vector(let numbers, let states): (numbers[row], states.map { $0[row] } ?? 0)
    case .constant(let value): (value, ColumnBatch.stated)
    case .open(let state): (0, state)
    }
  }
}

/// One state for a whole batch, as vectors.
private struct StateRows: @unchecked Sendable {
  static let shared = StateRows()

  let stated: UnsafePointer<UInt8>
  let absent: UnsafePointer<UInt8>
  let unknown: UnsafePointer<UInt8>

  init() {
    func row(_ state: UInt8) -> UnsafePointer<UInt8> {
      let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: ColumnBatch.capacity)
      bytes.initialize(repeating: state, count: ColumnBatch.capacity)
      return UnsafePointer(bytes)
    }
    stated = row(ColumnBatch.stated)
    absent = row(ColumnBatch.absent)
    unknown = row(ColumnBatch.unknown)
  }
}

// MARK: - Conditions

extension Kernel {
  static func join(
    _ joint: jili_joint, _ one: Truth, _ two: Truth, _ into: Bytes, _ count: Int
  ) {
    let body = joint == jili_both ? ColumnTruth.and : ColumnTruth.or
    switch (one, two) {
    case (.vector(let left), .vector(let right)): jili_join(joint, into, left, right, count)
    case (.vector(let truths), .constant(let value)), (.constant(let value), .vector(let truths)):
      for row in 0..<count { into[row] = body(truths[row], value) }
    case (.constant(let left), .constant(let right)):
      into.update(repeating: body(left, right), count: count)
    }
  }

  static func look(
    _ codes: UnsafePointer<UInt8>, _ wanted: ColumnCodes, _ into: Bytes, _ count: Int
  ) {
    wanted.table.withUnsafeBufferPointer { table in
      jili_look_up(into, codes, table.baseAddress, count)
    }
  }

  static func choose(_ test: Truth, _ one: Truth, _ two: Truth, _ into: Bytes, _ count: Int) {
    for row in 0..<count {
      let (first, second) = (one.value(row), two.value(row))
      switch test.value(row) {
      case ColumnTruth.yes: into[row] = first
      case ColumnTruth.no: into[row] = second
      case let open:
        let hull = (first | second) & ColumnTruth.unknown
        into[row] = hull == ColumnTruth.unknown ? hull | ((first | second | open) & 4) : hull
      }
    }
  }

  static func compare(
    _ comparison: Comparison, _ one: Number, _ left: Int64, _ two: Number, _ right: Int64,
    _ into: Bytes, _ count: Int
  ) {
    guard let first = one.times(left), let second = two.times(right) else {
      into.update(repeating: ColumnTruth.doubtful, count: count)
      return
    }
    let (relation, isNegated) = comparison.relation
    jili_compare(relation, isNegated, into, first, second, count)
    if one.states == nil, two.states == nil { return }
    // Absent on a side: the comparison is false. Unknown: the row evaluator may know bounds.
    jili_doubt(into, one.stateRow, two.stateRow, count)
  }

  /// A divisor of 0 leaves the quotient unknown; below 0 the comparison would turn round.
  static func doubtDivisors(_ divisor: Number, _ into: Bytes, _ count: Int) {
    guard case .vector(let numbers, _) = divisor else { return }
    for row in 0..<count where numbers[row] <= 0 { into[row] = ColumnTruth.doubtful }
  }
}

extension Kernel.Number {
  /// As the loops take it; nil where no row has a number.
  fileprivate func times(_ factor: Int64) -> jili_numbers? {
    switch self {
    case .vector(let rows, _): jili_numbers(rows: rows, value: 0, factor: factor)
    case .constant(let value): jili_numbers(rows: nil, value: value, factor: factor)
    case .open: nil
    }
  }
}

extension Comparison {
  /// Three of the comparisons are the others turned round.
  fileprivate var relation: (jili_relation, isNegated: Bool) {
    switch self {
    case .equal: (jili_equal_to, false)
    case .notEqual: (jili_equal_to, true)
    case .less: (jili_less, false)
    case .greaterEqual: (jili_less, true)
    case .lessEqual: (jili_less_equal, false)
    case .greater: (jili_less_equal, true)
    }
  }
}

extension Kernel.Truth {
  func value(_ row: Int) -> UInt8 {
    switch self {
    case .vector(let truths): truths[row]
    case .constant(let value): value
    }
  }
}

/// Division by a constant of at least 2 as a multiplication, for numbers below 2^62.
///
/// With 2^(l-1) < d ≤ 2^l the factor ⌈2^(62+l) / d⌉ fits 64 bits, and the product divided by
/// 2^(62+l) is the exact quotient (Granlund and Montgomery, 1994).
struct Reciprocal {
  let factor: UInt64
  let shift: UInt64

  init(_ divisor: UInt64) {
    guard divisor > 2 else {
      (factor, shift) = (1 << 63, 0)
      return
    }
    shift = UInt64(62 - (divisor - 1).leadingZeroBitCount)
    let (quotient, rest) = divisor.dividingFullWidth((1 << shift, 0))
    factor = quotient + (rest == 0 ? 0 : 1)
  }
}
