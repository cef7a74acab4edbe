import CBytes

/// Where the cells of a batch end, column by column: the columns that a file's fillers read and
/// those before them, where their cells begin.
struct TurnedCells: ~Copyable {
  /// Not a power of two, so that columns do not share the same places of the processor's memory.
  private static let stride = ColumnBatch.capacity + 16

  /// The first column of each group of eight.
  private let groups: [UInt32]
  private let ends: UnsafeMutablePointer<UInt32>
  /// Where the first cell of each row begins, less one.
  private let starts: UnsafeMutablePointer<UInt32>
  /// The ends of empty cells alone, for rows that are odd.
  private let nothing: [UInt32]

  init(_ columns: [Int], width: Int) {
    var groups: [UInt32] = []
    for column in Set(columns + columns.map { max(0, $0 - 1) }).sorted() {
      if let last = groups.last, column < Int(last) + 8 { continue }
      groups.append(UInt32(column))
    }
    self.groups = groups
    nothing = (0..<width + 8).map { UInt32($0) + 1 }
    ends = .allocate(capacity: max(1, groups.count * 8 * Self.stride))
    ends.initialize(repeating: 0, count: groups.count * 8 * Self.stride)
    starts = .allocate(capacity: Self.stride)
    starts.initialize(repeating: 0, count: Self.stride)
  }

  deinit {
    ends.deallocate()
    starts.deallocate()
  }

  /// Takes the rows of a batch, with the offsets of their first bytes and first cells.
  mutating func turn(
    _ cellEnds: UnsafePointer<UInt32>, _ begins: UnsafePointer<Int>,
    _ firsts: UnsafePointer<Int>, _ odd: UnsafePointer<UInt8>, _ rows: Int
  ) {
    jili_turn(
      cellEnds, firsts, odd, nothing, rows, groups, groups.count, ends, Self.stride)
    if groups.first != 0 { return }
    for row in 0..<rows {
      starts[row] = odd[row] != 0 ? 0 : UInt32(truncatingIfNeeded: begins[row]) &- 1
    }
  }

  func cells(ofColumn column: Int, _ bytes: UnsafePointer<UInt8>, _ rows: Int) -> jili_cells {
    let before = column == 0 ? UnsafePointer(starts) : end(ofColumn: column - 1)
    return jili_cells(bytes: bytes, before: before, ends: end(ofColumn: column), rows: rows)
  }

  private func end(ofColumn column: Int) -> UnsafePointer<UInt32> {
    let group = groups.lastIndex { Int($0) <= column } ?? 0
    return UnsafePointer(ends) + (group * 8 + column - Int(groups[group])) * Self.stride
  }
}

extension jili_cells {
  /// Where the cell of a row lies.
  func place(_ row: Int) -> (start: Int, count: Int) {
    let start = before[row] &+ 1
    return (Int(start), Int(ends[row] &- start))
  }
}

extension jili_units {
  init(_ units: (Int64, Int64, Int64)) {
    // Beyond that the exact reader looks whether the number fits.
    func most(_ unit: Int64) -> Int64 { unit == 0 ? -1 : ((1 << 62) - 1) / unit }
    self.init(parts: units, most: (most(units.0), most(units.1), most(units.2)))
  }
}
