import CBytes
import JiliLexer

/// Where up to `ColumnBatch.capacity` rows of a chunk and their cells begin.
final class PlacedRows {
  private let file: ChunkFile
  /// The first column and those that name the company: where a row of totals says so.
  private let names: [UInt32]
  /// The first row in its chunk.
  private(set) var firstRow = 0
  private(set) var count = 0
  /// Where each row begins, and which of the chunk's cells is its first.
  let starts: UnsafeMutablePointer<Int>
  let firsts: UnsafeMutablePointer<Int>
  /// Not 0 where the row evaluator must do the row.
  let odd: UnsafeMutablePointer<UInt8>

  init(_ file: ChunkFile) {
    self.file = file
    names = [0] + file.identity.compactMap { $0 }.filter { $0 > 0 }.map { UInt32($0) }
    starts = .allocate(capacity: ColumnBatch.capacity)
    firsts = .allocate(capacity: ColumnBatch.capacity)
    odd = .allocate(capacity: ColumnBatch.capacity)
  }

  deinit {
    starts.deallocate()
    firsts.deallocate()
    odd.deallocate()
  }

  /// Finds the cells of each row; one of another shape than the header's is odd, and one that is
  /// empty or of totals, as far as quick looks tell.
  func place(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, _ rows: Range<Int>, from start: Int
  ) {
    (firstRow, count) = (rows.lowerBound, rows.count)
    var cells = jili_chunk(
      bytes: chunk.start, count: chunk.count, cell_ends: shape.cellEnds, row_ends: shape.rowEnds)
    jili_place(
      &cells, rows.lowerBound, rows.count, start, file.width, Limits.cellBytes, names,
      names.count, starts, firsts, odd)
    if let key = file.keyColumn {
      for row in 0..<rows.count
      where odd[row] == 0 && !isSurelyText(row, key, chunk.start, shape.cellEnds) {
        odd[row] = 1
      }
    }
    if let signs = file.signs { markTyped(signs, chunk, shape) }
    for knot in shape.firstKnot(from: rows.lowerBound)..<shape.knotCount {
      let row = Int(shape.knots[knot]) - rows.lowerBound
      if row >= rows.count { break }
      if odd[row] == 0, !isWellQuoted(row, chunk.start, shape.cellEnds) { odd[row] = 1 }
    }
  }

  /// Cells with a type of their own, which are not what they show, are the row evaluator's.
  private func markTyped(
    _ signs: LaidOutSigns, _ chunk: ChunkBytes, _ shape: borrowing ChunkShape
  ) {
    for row in 0..<count where odd[row] == 0 {
      let (start, end) = cell(row, file.width - LaidOutRow.ownCells, shape.cellEnds)
      let cell = UnsafeBufferPointer(start: chunk.start + start, count: end - start)
      if !signs.arePlain(cell) { odd[row] = 1 }
    }
  }

  /// A cell with more than blanks in it, as far as a quick look tells.
  private func isSurelyText(
    _ row: Int, _ column: Int, _ bytes: UnsafeMutablePointer<UInt8>,
    _ ends: UnsafeMutablePointer<UInt32>
  ) -> Bool {
    var (start, end) = cell(row, column, ends)
    if start < end, bytes[start] == UInt8(ascii: "\"") { (start, end) = (start + 1, end - 1) }
    guard start < end else { return false }
    // Blanks beyond ASCII begin with C2, E1, E2, E3 or EF; common ideographs with E4 to E9.
    switch bytes[start] {
    case 0x21...0x7E, 0xE4...0xE9: return true
    default: return false
    }
  }

  /// Every quoted cell ends with its quote, and only cells that no rule reads hold doubled ones.
  private func isWellQuoted(
    _ row: Int, _ bytes: UnsafeMutablePointer<UInt8>, _ ends: UnsafeMutablePointer<UInt32>
  ) -> Bool {
    for column in 0..<file.width {
      let (start, end) = cell(row, column, ends)
      let quote = UInt8(ascii: "\"")
      if start == end || bytes[start] != quote { continue }
      guard end - start > 1, bytes[end - 1] == quote else { return false }
      var place = start + 1
      while place < end - 1 {
        if bytes[place] == quote {
          guard place + 1 < end - 1, bytes[place + 1] == quote,
            !file.readColumns.contains(column)
          else { return false }
          place += 1
        }
        place += 1
      }
    }
    return true
  }

  @inline(__always)
  func cell(
    _ row: Int, _ column: Int, _ ends: UnsafeMutablePointer<UInt32>
  ) -> (start: Int, end: Int) {
    ends.cell(column, start: starts[row], first: firsts[row])
  }
}

extension UnsafeMutablePointer<UInt32> {
  /// Of the ends of all cells: where the cell of a column lies in the row that begins at `start`
  /// with the cell `first`.
  @inline(__always)
  func cell(_ column: Int, start: Int, first: Int) -> (start: Int, end: Int) {
    let ends = self + first + column
    return (column == 0 ? start : Int(ends[-1]) + 1, Int(ends[0]))
  }
}

extension ChunkBytes {
  /// Where the row behind a row ends; its line break is one byte or two.
  @inline(__always)
  func nextRow(behind end: Int) -> Int {
    let isPair =
      end + 1 < count && start[end] == UInt8(ascii: "\r") && start[end + 1] == UInt8(ascii: "\n")
    return end + (isPair ? 2 : 1)
  }
}
