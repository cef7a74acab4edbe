import CBytes

/// The numbers of one column of a piece in as few bytes as they need: what years and amounts of
/// whole 万 have in common is kept once.
struct PackedNumbers: Sendable {
  private enum Parts: Sendable {
    case none
    case bytes([UInt8])
    case halves([UInt16])
    case words([UInt32])
    case whole([Int64])
  }

  /// The greatest size of a number.
  let size: UInt64
  /// Number = base + factor × part.
  private let base: Int64
  private let factor: Int64
  private let parts: Parts
  /// Empty where every row has a number.
  private let states: [UInt8]

  /// `numbers` hold 0 where the state is none of a number.
  init(_ numbers: [Int64], states: [UInt8]) {
    self.states = states.allSatisfy { $0 == ColumnBatch.stated } ? [] : states
    let least = numbers.min() ?? 0
    let most = numbers.max() ?? 0
    size = max(least.magnitude, most.magnitude)
    let (width, overflow) = most.subtractingReportingOverflow(least)
    guard !overflow, width < 1 << 62 else {
      (base, factor, parts) = (0, 1, .whole(numbers))
      return
    }
    var divisor: Int64 = 0
    for number in numbers {
      var rest = number - least
      if divisor > 1, rest % divisor == 0 { continue }
      while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
      if divisor == 1 { break }
    }
    let step = max(1, divisor)
    base = least
    factor = step
    func packed<Part: FixedWidthInteger>(_: Part.Type) -> [Part] {
      numbers.map { Part(truncatingIfNeeded: ($0 - least) / step) }
    }
    switch width / step {
    case 0: parts = .none
    case ...Int64(UInt8.max): parts = .bytes(packed(UInt8.self))
    case ...Int64(UInt16.max): parts = .halves(packed(UInt16.self))
    case ...Int64(UInt32.max): parts = .words(packed(UInt32.self))
    default: parts = .whole(packed(Int64.self))
    }
  }

  var bytes: Int {
    let width =
      switch parts {
      case .none: 0
      case .bytes(let parts): parts.count
      case .halves(let parts): 2 * parts.count
      case .words(let parts): 4 * parts.count
      case .whole(let parts): 8 * parts.count
      }
    return width + states.count
  }

  func number(_ row: Int) -> (number: Int64, state: UInt8) {
    let part =
      switch parts {
      case .none: Int64(0)
      case .bytes(let parts): Int64(parts[row])
      case .halves(let parts): Int64(parts[row])
      case .words(let parts): Int64(parts[row])
      case .whole(let parts): parts[row]
      }
    return (base &+ factor &* part, states.isEmpty ? ColumnBatch.stated : states[row])
  }

  func unpack(
    _ rows: borrowing RowChoice, into numbers: UnsafeMutablePointer<Int64>,
    states into: UnsafeMutablePointer<UInt8>
  ) {
    unpack(rows, into: numbers)
    if states.isEmpty {
      into.update(repeating: ColumnBatch.stated, count: rows.count)
    } else {
      rows.copy(states, into: into) { $0 }
    }
  }

  func unpack(_ rows: borrowing RowChoice, into numbers: UnsafeMutablePointer<Int64>) {
    switch parts {
    case .none: numbers.update(repeating: base, count: rows.count)
    case .bytes(let parts): spread(parts, rows, into: numbers)
    case .halves(let parts): spread(parts, rows, into: numbers)
    case .words(let parts): spread(parts, rows, into: numbers)
    case .whole(let parts): spread(parts, rows, into: numbers)
    }
  }

  @inline(__always)
  private func spread<Part: FixedWidthInteger>(
    _ parts: [Part], _ rows: borrowing RowChoice, into numbers: UnsafeMutablePointer<Int64>
  ) {
    let (base, factor) = (base, factor)
    if rows.isAll {
      let width = UInt32(MemoryLayout<Part>.size)
      jili_unpack(numbers, parts, width, base, factor, min(rows.count, parts.count))
    } else {
      rows.copy(parts, into: numbers) { base &+ factor &* Int64(truncatingIfNeeded: $0) }
    }
  }
}

/// Some rows of a piece, in their order.
struct RowChoice: ~Copyable {
  private(set) var count: Int
  private(set) var isAll: Bool
  private let rows: UnsafeMutablePointer<Int>

  init() {
    (count, isAll) = (0, false)
    rows = .allocate(capacity: ColumnBatch.capacity)
    rows.initialize(repeating: 0, count: ColumnBatch.capacity)
  }

  deinit { rows.deallocate() }

  /// The first rows, one after the other.
  mutating func takeAll(_ count: Int) { (self.count, isAll) = (count, true) }

  /// Those of the first rows for which it is said.
  @inline(__always)
  mutating func choose(among all: Int, _ isChosen: (Int) -> Bool) {
    var found = 0
    for row in 0..<all {
      rows[found] = row
      found += isChosen(row) ? 1 : 0
    }
    (count, isAll) = (found, found == all)
  }

  /// The rows, counted from another.
  func copy(from first: Int, into places: UnsafeMutablePointer<Int>) {
    if isAll {
      for row in 0..<count { places[row] = first + row }
    } else {
      for place in 0..<count { places[place] = first + rows[place] }
    }
  }

  @inline(__always)
  func copy<Part, Value>(
    _ parts: [Part], into values: UnsafeMutablePointer<Value>, _ value: (Part) -> Value
  ) {
    parts.withUnsafeBufferPointer { parts in
      if isAll {
        for row in 0..<min(count, parts.count) { values[row] = value(parts[row]) }
      } else {
        for place in 0..<count { values[place] = value(parts[rows[place]]) }
      }
    }
  }
}
