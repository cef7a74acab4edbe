import CBytes

/// Where the cells and rows of a chunk end: `DelimitedReader` for many rows at a time.
struct ChunkShape: ~Copyable {
  private(set) var rows = 0
  /// A quote is open at the end, in the last row.
  private(set) var hasOpenQuote = false
  /// Offset behind each cell.
  private(set) var cellEnds: UnsafeMutablePointer<UInt32>
  /// How many cells there are up to the end of each row.
  private(set) var rowEnds: UnsafeMutablePointer<UInt32>
  /// Rows with cells that are more than plain text or plain text in quotes.
  private(set) var knots: UnsafeMutablePointer<UInt32>
  private(set) var knotCount = 0
  private var capacity: Int

  /// No chunk is larger: places are kept in 32 bits.
  static let largest = Int(Int32.max)

  init() {
    capacity = 1 << 12
    (cellEnds, rowEnds, knots) = Self.room(capacity)
  }

  deinit { release() }

  private func release() {
    for pointer in [cellEnds, rowEnds, knots] { pointer.deallocate() }
  }

  private static func room(_ count: Int) -> (
    UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>
  ) {
    (
      .allocate(capacity: count + 64), .allocate(capacity: count + 64),
      .allocate(capacity: count + 64)
    )
  }

  /// Splits bytes that begin with a row and hold no half rows.
  mutating func split(_ chunk: ChunkBytes, separator: UInt8) {
    if chunk.count > capacity {
      release()
      capacity = chunk.count
      (cellEnds, rowEnds, knots) = Self.room(capacity)
    }
    let shape = jili_index(chunk.start, chunk.count, separator, cellEnds, rowEnds, knots)
    rows = shape.rows
    hasOpenQuote = shape.is_open
    knotCount = shape.knotty
  }

  /// The first cell of a row.
  func firstCell(ofRow row: Int) -> Int { row == 0 ? 0 : Int(rowEnds[row - 1]) }

  /// Index of the first knotty row that is none before `row`.
  func firstKnot(from row: Int) -> Int {
    var low = 0
    var high = knotCount
    while low < high {
      let middle = (low + high) / 2
      if Int(knots[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Offset behind the text of a row, its line break left out.
  func end(ofRow row: Int) -> Int { Int(cellEnds[Int(rowEnds[row]) - 1]) }
}

/// Offset behind the last whole row of bytes that begin with a row and may go on; 0 where no row
/// is whole.
func wholeRows(_ chunk: ChunkBytes, separator: UInt8) -> Int {
  jili_whole_rows(chunk.start, chunk.count, separator)
}
