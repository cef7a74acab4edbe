/// One step over the columns of a batch.
///
/// Numbers lie in vectors of 64-bit parts with a byte of state a row, conditions in vectors of
/// bytes (`ColumnTruth`). A step is plain data, so that a walk over the steps counts no references.
struct ColumnInstruction: Sendable {
  enum Kind: Sendable {
    // Numbers.
    /// 0 where nothing is on record.
    case record
    case add(Int64, Int64)
    case subtract(Int64, Int64)
    /// Times a constant that is whole.
    case scale(Int64)
    case multiply
    case minimum(Int64, Int64)
    case maximum(Int64, Int64)
    /// Third operand: the condition.
    case choose(Int64, Int64)
    case notBelowZero
    /// Divides by a whole number and multiplies by another, half up or down.
    case round(divisor: Int64, unit: Int64, down: Bool)
    /// The approved sum within floor and ceiling. Third operand: the approved sum.
    case approve
    /// The statuses of a title: absent where it was never held, else unknown.
    case recognition

    // Conditions.
    case flag(UInt8)
    /// Whether a code is among those of a table of the pass.
    case code(table: Int)
    case title(TitleStatus)
    case and, or, not
    case compare(Comparison, Int64, Int64)
    /// `a / b` against a constant: `a * left` against `b * right`.
    case compareQuotient(Comparison, left: Int64, right: Int64)
    /// Third operand: the condition.
    case chooseTruth
  }

  var kind: Kind
  var result: Int
  var one = ColumnOperand.none
  var two = ColumnOperand.none
  var three = ColumnOperand.none
}

/// Where an instruction finds a value: a register, a column of the batch, or a constant.
enum ColumnOperand: Hashable, Sendable {
  case none
  case register(Int)
  case column(Int)
  case number(Int64)
  /// A number that is absent or not settled in every row.
  case state(UInt8)
  case truth(UInt8)
}

/// Which codes meet a condition.
struct ColumnCodes: Hashable, Sendable {
  /// The answer for each of the 256 codes.
  var table: [UInt8]
}

/// Truths as bytes: may be true, may be false, and a mark that more might be known row by row.
enum ColumnTruth {
  static let yes: UInt8 = 1
  static let no: UInt8 = 2
  static let unknown: UInt8 = 3
  /// A condition on numbers that columns do not settle; the row evaluator may know bounds.
  static let doubtful: UInt8 = 7

  static func of(_ truth: Truth) -> UInt8 {
    (truth.mayBeTrue ? yes : 0) | (truth.mayBeFalse ? no : 0)
  }

  static func and(_ one: UInt8, _ two: UInt8) -> UInt8 {
    settle((one & two & yes) | ((one | two) & no), one | two)
  }

  static func or(_ one: UInt8, _ two: UInt8) -> UInt8 {
    settle(((one | two) & yes) | (one & two & no), one | two)
  }

  static func not(_ one: UInt8) -> UInt8 {
    ((one & yes) << 1) | ((one & no) >> 1) | (one & 4)
  }

  /// A doubt stays only where the result is open.
  private static func settle(_ truth: UInt8, _ doubts: UInt8) -> UInt8 {
    truth | (doubts & ((truth & (truth << 1)) << 1) & 4)
  }
}
