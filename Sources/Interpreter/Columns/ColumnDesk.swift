import CBytes
import JiliLexer

/// What one thread needs to compute the rows of one file by columns: the batch, the machine, and
/// the cells that were read before.
final class ColumnDesk {
  let file: ChunkFile
  private let reading: IngestRun
  private(set) var batch: ColumnBatch
  private(set) var machine: ColumnMachine
  private var memories: [CellMemory] = []
  private var blanks: [CellMemory.Meaning] = []
  private var turned: TurnedCells
  /// The first row of the batch in its chunk.
  private(set) var firstRow = 0
  /// Where each row of the batch begins, and which of the chunk's cells is its first.
  let starts: UnsafeMutablePointer<Int>
  let firsts: UnsafeMutablePointer<Int>
  /// Takes the cells that are only checked.
  private let unread: UnsafeMutablePointer<Int64>
  private let unreadBytes: UnsafeMutablePointer<UInt8>
  /// The rows whose cells a quick reader leaves.
  private let others: UnsafeMutablePointer<UInt16>
  /// The first column and those that name the company: where a row of totals says so.
  private let names: [UInt32]

  init?(_ file: ChunkFile, _ reading: IngestRun) {
    guard let program = file.program else { return nil }
    self.file = file
    self.reading = reading
    batch = ColumnBatch(
      numberColumns: program.numberColumns, codeColumns: program.codeColumns)
    machine = ColumnMachine(program)
    starts = .allocate(capacity: ColumnBatch.capacity)
    firsts = .allocate(capacity: ColumnBatch.capacity)
    unread = .allocate(capacity: ColumnBatch.capacity)
    unreadBytes = .allocate(capacity: ColumnBatch.capacity)
    others = .allocate(capacity: ColumnBatch.capacity)
    names = [0] + file.identity.compactMap { $0 }.filter { $0 > 0 }.map { UInt32($0) }
    turned = TurnedCells(file.fillers.map(\.column), width: file.width)
    for filler in file.fillers {
      memories.append(CellMemory())
      var blank = meaning(of: filler.blank, filler, row: 0)
      if filler.isOddWhereEmpty { blank.isOdd = true }
      blanks.append(blank)
    }
  }

  deinit {
    starts.deallocate()
    firsts.deallocate()
    unread.deallocate()
    unreadBytes.deallocate()
    others.deallocate()
  }

  /// Computes rows of a chunk. Afterwards `batch.odd` marks those that columns do not settle.
  func run(_ chunk: ChunkBytes, _ shape: borrowing ChunkShape, rows: Range<Int>, from start: Int) {
    batch.count = rows.count
    firstRow = rows.lowerBound
    place(chunk, shape, rows, start)
    turned.turn(shape.cellEnds, starts, firsts, batch.odd, rows.count)
    for (index, filler) in file.fillers.enumerated() {
      let cells = turned.cells(ofColumn: filler.column, chunk.start, rows.count)
      if filler.readsDigits {
        fillNumbers(filler, index, cells)
      } else {
        fillWords(filler, index, cells)
      }
      if blanks[index].isOdd { markEmpty(cells) }
    }
    if jili_greatest(batch.odd, rows.count) != 0 {
      for row in 0..<rows.count where batch.odd[row] != 0 { clear(row) }
    }
    machine.run(&batch)
  }

  /// How many settled rows have a value outside the bounds of a fact, by fact.
  func outside() -> [(fact: Int, rows: Int)] {
    file.fillers.compactMap { filler in
      guard let bounds = filler.bounds else { return nil }
      let (numbers, states) = numberColumn(filler.place)
      var rows = 0
      for row in 0..<batch.count
      where batch.odd[row] == 0 && states[row] == ColumnBatch.stated
        && (numbers[row] < bounds.least || numbers[row] > bounds.most)
      {
        rows += 1
      }
      return rows == 0 ? nil : (bounds.fact, rows)
    }
  }

  /// Counts the amounts of the settled rows by their size, where anything is asked of it.
  func countMagnitudes(_ magnitudes: inout Magnitudes?, _ empty: Magnitudes) {
    for filler in file.fillers {
      guard let slot = filler.magnitude else { continue }
      var found = magnitudes ?? empty
      magnitudes = nil
      let (numbers, states) = numberColumn(filler.place)
      for row in 0..<batch.count
      where batch.odd[row] == 0 && states[row] == ColumnBatch.stated {
        found.add(fen: numbers[row], slot: slot)
      }
      magnitudes = found
    }
  }

  private func clear(_ row: Int) {
    for column in 0..<batch.numberColumns {
      batch.numbers[column * ColumnBatch.capacity + row] = 0
      batch.states[column * ColumnBatch.capacity + row] = 0
    }
    for column in 0..<batch.codeColumns {
      batch.codes[column * ColumnBatch.capacity + row] = 0
    }
  }

  // MARK: - Rows

  /// Finds the cells of each row; one of another shape than the header's is odd, and one that is
  /// empty or of totals, as far as quick looks tell.
  private func place(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, _ rows: Range<Int>, _ start: Int
  ) {
    var cells = jili_chunk(
      bytes: chunk.start, count: chunk.count, cell_ends: shape.cellEnds, row_ends: shape.rowEnds)
    jili_place(
      &cells, rows.lowerBound, rows.count, start, file.width, Limits.cellBytes, names,
      names.count, starts, firsts, batch.odd)
    if let key = file.keyColumn {
      for row in 0..<rows.count
      where batch.odd[row] == 0 && !isSurelyText(row, key, chunk.start, shape.cellEnds) {
        batch.odd[row] = 1
      }
    }
    for knot in shape.firstKnot(from: rows.lowerBound)..<shape.knotCount {
      let row = Int(shape.knots[knot]) - rows.lowerBound
      if row >= rows.count { break }
      if batch.odd[row] == 0, !isWellQuoted(row, chunk.start, shape.cellEnds) {
        batch.odd[row] = 1
      }
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
            !file.fillers.contains(where: { $0.column == column })
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
    let ends = ends + firsts[row] + column
    return (column == 0 ? starts[row] : Int(ends[-1]) + 1, Int(ends[0]))
  }

  // MARK: - Cells

  private func fillNumbers(_ filler: ColumnFiller, _ index: Int, _ cells: jili_cells) {
    let (numbers, states) = numberColumn(filler.place)
    let blank = blanks[index]
    numbers.update(repeating: blank.number, count: cells.rows)
    states.update(repeating: blank.state, count: cells.rows)
    var (cells, units) = (cells, jili_units(filler.units))
    let left = jili_read_numbers(&cells, &units, numbers, states, others)
    for row in UnsafeBufferPointer(start: others, count: left).lazy.map({ Int($0) }) {
      let (start, count) = cells.place(row)
      let meaning = self.meaning(cells.bytes + start, count, filler, index, row: row)
      numbers[row] = meaning.number
      states[row] = meaning.state
      if meaning.isOdd { batch.odd[row] = 1 }
    }
  }

  private func fillWords(_ filler: ColumnFiller, _ index: Int, _ cells: jili_cells) {
    let blank = blanks[index]
    let memory = memories[index]
    let (numbers, states) = numberColumn(filler.place)
    var codes: UnsafeMutablePointer<UInt8>?
    if case .code(let column) = filler.place {
      codes = batch.codes + column * ColumnBatch.capacity
    }
    codes?.update(repeating: UInt8(truncatingIfNeeded: blank.number), count: cells.rows)
    if codes == nil {
      numbers.update(repeating: blank.number, count: cells.rows)
      states.update(repeating: blank.state, count: cells.rows)
    }
    var cells = cells
    let left = jili_read_words(
      &cells, memory.words, codes, numbers, states, batch.odd, others)
    for row in UnsafeBufferPointer(start: others, count: left).lazy.map({ Int($0) }) {
      let (start, count) = cells.place(row)
      let cell = cells.bytes + start
      var meaning = memory.meaning(cell, count)
      if meaning == nil {
        let found = self.meaning(cell, count, filler, index, row: row)
        memory.keep(cell, count, found)
        meaning = found
      }
      guard let meaning else { continue }
      if let codes {
        codes[row] = UInt8(truncatingIfNeeded: meaning.number)
      } else {
        numbers[row] = meaning.number
        states[row] = meaning.state
      }
      if meaning.isOdd { batch.odd[row] = 1 }
    }
  }

  private func markEmpty(_ cells: jili_cells) {
    for row in 0..<cells.rows where cells.place(row).count == 0 { batch.odd[row] = 1 }
  }

  private func numberColumn(
    _ place: ColumnPlace
  ) -> (numbers: UnsafeMutablePointer<Int64>, states: UnsafeMutablePointer<UInt8>) {
    guard case .number(let column, _) = place else { return (unread, unreadBytes) }
    let start = column * ColumnBatch.capacity
    return (batch.numbers + start, batch.states + start)
  }

  /// What the cell readers make of a cell.
  @inline(never)
  private func meaning(
    _ cell: UnsafePointer<UInt8>, _ count: Int, _ filler: ColumnFiller, _ index: Int,
    row: Int
  ) -> CellMemory.Meaning {
    let isQuoted = count > 1 && cell[0] == UInt8(ascii: "\"")
    let text = String(
      decoding: UnsafeBufferPointer(
        start: isQuoted ? cell + 1 : cell, count: isQuoted ? count - 2 : count), as: UTF8.self)
    guard let value = try? filler.value(text, reading, date: file.date) else {
      return CellMemory.Meaning(isOdd: true)
    }
    return value == filler.blank ? blanks[index] : meaning(of: value, filler, row: row)
  }

  /// A value as its column holds it.
  private func meaning(
    of value: SlotValue, _ filler: ColumnFiller, row: Int
  ) -> CellMemory.Meaning {
    guard batch.put(value, row: row, at: filler.place, texts: filler.texts) else {
      return CellMemory.Meaning(isOdd: true)
    }
    switch filler.place {
    case .none: return CellMemory.Meaning()
    case .number(let column, _):
      let place = column * ColumnBatch.capacity + row
      return CellMemory.Meaning(number: batch.numbers[place], state: batch.states[place])
    case .code(let column):
      return CellMemory.Meaning(number: Int64(batch.codes[column * ColumnBatch.capacity + row]))
    }
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
