/// Up to `capacity` rows of one company file by columns: one column for each slot of the plan that
/// differs from row to row.
///
/// Numbers are whole multiples of 1/scale: 分 for money. What is no number is one byte: the index
/// of a value, or the set of statuses that a title may have. A row that columns cannot hold is
/// `odd` and 0 in every column; the row evaluator does it.
package struct ColumnBatch: ~Copyable {
  package static let capacity = 1024

  /// The number is there.
  package static let stated: UInt8 = 0
  /// There is no such number: `blank = none`.
  package static let absent: UInt8 = 1
  /// The number is not known.
  package static let unknown: UInt8 = 2

  /// A text that no rule asks for.
  package static let otherCode: UInt8 = 253
  package static let absentCode: UInt8 = 254
  package static let unknownCode: UInt8 = 255
  /// How many values one byte tells apart.
  package static let codes = 250

  package let numberColumns: Int
  package let codeColumns: Int
  /// Rows in it.
  package var count = 0
  /// `column * capacity + row`
  package let numbers: UnsafeMutablePointer<Int64>
  package let states: UnsafeMutablePointer<UInt8>
  package let codes: UnsafeMutablePointer<UInt8>
  /// Not 0 where the row evaluator must do the row.
  package let odd: UnsafeMutablePointer<UInt8>

  package init(numberColumns: Int, codeColumns: Int) {
    self.numberColumns = numberColumns
    self.codeColumns = codeColumns
    let rows = Self.capacity
    numbers = .allocate(capacity: max(1, numberColumns * rows))
    states = .allocate(capacity: max(1, numberColumns * rows))
    codes = .allocate(capacity: max(1, codeColumns * rows))
    odd = .allocate(capacity: rows)
    numbers.initialize(repeating: 0, count: numberColumns * rows)
    states.initialize(repeating: 0, count: numberColumns * rows)
    codes.initialize(repeating: 0, count: codeColumns * rows)
    odd.initialize(repeating: 0, count: rows)
  }

  deinit {
    numbers.deallocate()
    states.deallocate()
    codes.deallocate()
    odd.deallocate()
  }
}

/// Where the values of a slot lie in a batch.
package enum ColumnPlace: Hashable, Sendable {
  /// A number of so many parts a unit: 分 have scale 100.
  case number(column: Int, scale: Int64)
  /// A flag (0 or 1), a category or an instalment: the index of its value. A text: its index among
  /// the texts that rules ask this slot for, or `otherCode`. A title: the bits of its statuses.
  case code(column: Int)
  /// One value for all rows, or none that a column could hold.
  case none
}

extension Fact.Kind {
  /// How a column holds values of this kind; nil where none can.
  func column(at column: (number: Int, code: Int), texts: Int) -> ColumnPlace? {
    switch self {
    case .money, .approved, .received, .paid: .number(column: column.number, scale: 100)
    case .number: .number(column: column.number, scale: 10_000)
    case .percent: .number(column: column.number, scale: 1_000_000)
    case .date: .number(column: column.number, scale: 1)
    case .flag, .title, .instalment: .code(column: column.code)
    case .category(let values, _):
      values.count <= ColumnBatch.codes ? .code(column: column.code) : nil
    case .text: texts <= ColumnBatch.codes ? .code(column: column.code) : nil
    }
  }
}

/// A value as a column holds it.
enum ColumnValue {
  case number(Int64, state: UInt8)
  case code(UInt8)
}

extension ColumnPlace {
  /// A value of a row as its column holds it; nil where the column cannot.
  func holding(_ value: SlotValue, texts: [Int]?) -> ColumnValue? {
    switch self {
    case .none: return nil
    case .number(_, let scale):
      switch value {
      case .unknown: return .number(0, state: ColumnBatch.unknown)
      case .absent: return .number(0, state: ColumnBatch.absent)
      case .number(let number):
        return number.parts(of: scale).map { .number($0, state: ColumnBatch.stated) }
      case .date(let days):
        guard let first = days.first, first == days.last else { return nil }
        return .number(Int64(first), state: ColumnBatch.stated)
      case .atLeast, .flag, .code, .title: return nil
      }
    case .code: return code(value, texts).map { .code($0) }
    }
  }

  private func code(_ value: SlotValue, _ texts: [Int]?) -> UInt8? {
    switch value {
    case .unknown: ColumnBatch.unknownCode
    case .absent: ColumnBatch.absentCode
    case .flag(let isSet): isSet ? 1 : 0
    case .code(let code):
      if let texts {
        texts.firstIndex(of: code).map { UInt8($0) } ?? ColumnBatch.otherCode
      } else {
        (0..<ColumnBatch.codes).contains(code) ? UInt8(code) : nil
      }
    case .title(let status, event: nil, recognised: nil): status.rawValue
    case .title, .number, .atLeast, .date: nil
    }
  }
}

extension ColumnBatch {
  /// Puts a value of a row in its column; false where the column cannot hold it.
  package func put(
    _ value: SlotValue, row: Int, at place: ColumnPlace, texts: [Int]? = nil
  ) -> Bool {
    switch (place, place.holding(value, texts: texts)) {
    case (.none, _): return true
    case (.number(let column, _), .number(let number, let state)?):
      numbers[column * Self.capacity + row] = number
      states[column * Self.capacity + row] = state
      return true
    case (.code(let column), .code(let code)?):
      codes[column * Self.capacity + row] = code
      return true
    default: return false
    }
  }
}

extension Exact {
  /// The number in parts of 1/scale, where it is whole there and far from the end of 64 bits.
  func parts(of scale: Int64) -> Int64? {
    guard Int128(scale) % denominator == 0, numerator.magnitude < 1 << 60 else { return nil }
    let (parts, overflow) = numerator.multipliedReportingOverflow(by: Int128(scale) / denominator)
    guard !overflow, parts.magnitude < 1 << 62 else { return nil }
    return Int64(parts)
  }
}
