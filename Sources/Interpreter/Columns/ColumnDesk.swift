import CBytes
import JiliLexer

/// What one thread needs to compute the rows of one file by columns: the batch, the machine, and
/// the cells that were read before.
final class ColumnDesk {
  let file: ChunkFile
  private let reading: IngestRun
  private(set) var batch: ColumnBatch
  private(set) var machine: ColumnMachine
  /// The codes that the machine last ran on.
  private(set) var codes: UnsafeMutablePointer<UInt8>
  private var memories: [CellMemory] = []
  private var blanks: [CellMemory.Meaning] = []
  private var turned: TurnedCells
  /// The first row of the batch in its chunk.
  private(set) var firstRow = 0
  /// Where each row of the batch begins, and which of the chunk's cells is its first.
  private(set) var starts: UnsafeMutablePointer<Int>
  private var firsts: UnsafeMutablePointer<Int>
  private let placed: PlacedRows
  /// The rows of the chunk that are in the batch, where they do not stand behind each other.
  private var picks: [Int] = []
  /// Where picked rows begin, and their first cells.
  private let pickedStarts: UnsafeMutablePointer<Int>
  private let pickedFirsts: UnsafeMutablePointer<Int>
  /// By row the year in which the history of its company begins; 0 where none rests on that.
  let beginnings: UnsafeMutablePointer<Int32>
  /// Takes the cells that are only checked.
  private let unread: UnsafeMutablePointer<Int64>
  private let unreadBytes: UnsafeMutablePointer<UInt8>
  /// The rows whose cells a quick reader leaves.
  private let others: UnsafeMutablePointer<UInt16>
  /// Not 0 where a cell was not read, or holds what columns cannot.
  private let unreadable: UnsafeMutablePointer<UInt8>

  /// `edges` as the columns' machine takes them.
  init?(_ file: ChunkFile, _ reading: IngestRun, edges: [QuotaEdges] = []) {
    guard let program = file.program else { return nil }
    self.file = file
    self.reading = reading
    batch = ColumnBatch(
      numberColumns: program.numberColumns, codeColumns: program.codeColumns)
    machine = ColumnMachine(program, edges: edges, year: file.date.year ?? .max)
    codes = batch.codes
    placed = PlacedRows(file)
    (starts, firsts) = (placed.starts, placed.firsts)
    pickedStarts = .allocate(capacity: ColumnBatch.capacity)
    pickedFirsts = .allocate(capacity: ColumnBatch.capacity)
    beginnings = .allocate(capacity: ColumnBatch.capacity)
    beginnings.initialize(
      repeating: Int32(file.beginning ?? 0), count: ColumnBatch.capacity)
    unread = .allocate(capacity: ColumnBatch.capacity)
    unreadBytes = .allocate(capacity: ColumnBatch.capacity)
    others = .allocate(capacity: ColumnBatch.capacity)
    unreadable = .allocate(capacity: ColumnBatch.capacity)
    unreadable.initialize(repeating: 1, count: ColumnBatch.capacity)
    turned = TurnedCells(file.fillers.map(\.column), width: file.width)
    for filler in file.fillers {
      memories.append(CellMemory())
      var blank = meaning(of: filler.blank, filler, row: 0)
      if filler.isOddWhereEmpty { blank.isOdd = true }
      blanks.append(blank)
    }
  }

  deinit {
    pickedStarts.deallocate()
    pickedFirsts.deallocate()
    beginnings.deallocate()
    unread.deallocate()
    unreadBytes.deallocate()
    others.deallocate()
    unreadable.deallocate()
  }

  /// Computes rows of a chunk. Afterwards `batch.odd` marks those that columns do not settle.
  func run(_ chunk: ChunkBytes, _ shape: borrowing ChunkShape, rows: Range<Int>, from start: Int) {
    placed.place(chunk, shape, rows, from: start)
    (starts, firsts) = (placed.starts, placed.firsts)
    (firstRow, batch.count, picks) = (rows.lowerBound, rows.count, [])
    batch.odd.update(from: placed.odd, count: rows.count)
    fill(chunk, shape)
    compute()
  }

  /// Takes some of the rows that were placed, of which none is odd; `compute` does the rest.
  func fill(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, _ rows: [Int], of placed: PlacedRows
  ) {
    (starts, firsts) = (pickedStarts, pickedFirsts)
    (firstRow, batch.count, picks) = (rows.first ?? 0, rows.count, rows)
    for (index, row) in rows.enumerated() {
      starts[index] = placed.starts[row - placed.firstRow]
      firsts[index] = placed.firsts[row - placed.firstRow]
      batch.odd[index] = 0
    }
    fill(chunk, shape)
  }

  /// Where a row of the batch stands in its chunk.
  func chunkRow(_ row: Int) -> Int { picks.isEmpty ? firstRow + row : picks[row] }

  private func fill(_ chunk: ChunkBytes, _ shape: borrowing ChunkShape) {
    turned.turn(shape.cellEnds, starts, firsts, batch.odd, batch.count)
    for (index, filler) in file.fillers.enumerated() {
      let cells = turned.cells(ofColumn: filler.column, chunk.start, batch.count)
      if filler.readsDigits {
        fillNumbers(filler, index, cells)
      } else {
        fillWords(filler, index, cells)
      }
      if blanks[index].isOdd { markEmpty(cells) }
    }
  }

  /// Runs the steps on what was filled in.
  func compute() {
    clearOdd()
    unreadable.update(from: batch.odd, count: batch.count)
    machine.run(&batch)
  }

  /// Whether the columns of the batch that was computed hold all that the row says.
  func isRead(_ row: Int) -> Bool { unreadable[row] == 0 }

  /// Whether the columns can hold all that rows of the file say.
  var holdsAll: Bool { file.fillers.allSatisfy { $0.slot < 0 || $0.place != .none } }

  /// From the next batch on it is known which lines may come to something.
  func tellPossible() { machine.tellsPossible = true }

  /// Runs them for what the rows bring to the quotas alone.
  func computeContests() {
    clearOdd()
    unreadable.update(from: batch.odd, count: batch.count)
    machine.runContests(&batch)
  }

  private func clearOdd() {
    if jili_greatest(batch.odd, batch.count) == 0 { return }
    for row in 0..<batch.count where batch.odd[row] != 0 { clear(row) }
  }

  /// A row of the batch for the row evaluator.
  func values(ofRow row: Int) -> [SlotValue] {
    guard let program = file.program, var values = file.template?.values else { return [] }
    let plan = program.plan
    for (slot, place) in program.places.enumerated() {
      let kind = plan.facts[plan.slotFacts[slot]].kind
      switch place {
      case .none: continue
      case .number(let column, let scale):
        let index = column * ColumnBatch.capacity + row
        values[slot] = kind.value(
          ofNumber: batch.numbers[index], batch.states[index], scale: scale)
      case .code(let column):
        values[slot] = kind.value(
          ofCode: batch.codes[column * ColumnBatch.capacity + row], texts: plan.textCodes[slot])
      }
    }
    return values
  }

  /// Whether another desk fills its columns just so.
  func fillsAlike(_ other: ColumnDesk) -> Bool {
    guard let program = file.program, let its = other.file.program else { return false }
    return program.places == its.places && file.fillers.count == other.file.fillers.count
      && zip(file.fillers, other.file.fillers).allSatisfy { $0.fillsAlike($1) }
  }

  /// Computes the rows that another desk has filled in; its marks tell which are not settled.
  func run(filledBy other: ColumnDesk) {
    machine.run(&other.batch)
    codes = other.codes
    batch.count = other.batch.count
    firstRow = other.firstRow
  }

  /// Takes over which rows are not settled.
  func mark(as other: ColumnDesk) { batch.odd.update(from: other.batch.odd, count: batch.count) }

  /// The rows of the batch that are not odd.
  var settledRows: [Int] { (0..<batch.count).filter { batch.odd[$0] == 0 } }

  /// How many of some rows have a value outside the bounds of a fact, by fact.
  func outside(_ rows: [Int]) -> [(fact: Int, rows: Int)] {
    file.fillers.compactMap { filler in
      guard let bounds = filler.bounds else { return nil }
      let (numbers, states) = numberColumn(filler.place)
      let count = rows.count { row in
        states[row] == ColumnBatch.stated
          && (numbers[row] < bounds.least || numbers[row] > bounds.most)
      }
      return count == 0 ? nil : (bounds.fact, count)
    }
  }

  /// Counts the amounts of some rows by their size, where anything is asked of it.
  func countMagnitudes(_ magnitudes: inout Magnitudes?, _ empty: Magnitudes, _ rows: [Int]) {
    for filler in file.fillers {
      guard let slot = filler.magnitude else { continue }
      var found = magnitudes ?? empty
      magnitudes = nil
      let (numbers, states) = numberColumn(filler.place)
      for row in rows where states[row] == ColumnBatch.stated {
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

  @inline(__always)
  func cell(
    _ row: Int, _ column: Int, _ ends: UnsafeMutablePointer<UInt32>
  ) -> (start: Int, end: Int) {
    ends.cell(column, start: starts[row], first: firsts[row])
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
