import CBytes
import JiliLexer

/// What is settled before the first row of a list is read.
package struct ListReading: Sendable {
  /// Cuts the file into chunks of whole rows; its results are wanted by nobody.
  package let run: ChunkRun
  let shape: ListShape

  /// `head` is the file up to its header at least; nil where the file must be read whole.
  package init?(_ rules: ListRules, _ head: InputFile, options: InputOptions) throws {
    let options = rules.reading(options)
    let run = try ChunkRun(
      rules.everything, [head], input: options, run: RunOptions(), output: OutputOptions(),
      layout: .wide)
    guard let run else { return nil }
    self.run = run
    var shape = ListShape(
      rules.everything, run.reading, options: options, file: run.files[0])
    let header = head.bytes[..<run.beginning(of: 0).offset]
    shape.headFile = InputFile(name: head.name, bytes: Array(header))
    shape.separator = run.files[0].separator
    self.shape = shape
  }

  /// The file in UTF-8, where it was in another encoding; nil for a workbook or JSON, which has no
  /// delimited rows.
  package static func decoded(
    _ rules: ListRules, _ file: InputFile, options: InputOptions
  ) throws(InputRefusal) -> (file: InputFile, options: InputOptions)? {
    var options = rules.reading(options)
    let run = try IngestRun([file], layout: RowLayout(rules.everything), options: options)
    guard case .delimited(let text, _) = run.files[0].form else { return nil }
    options.encoding = .utf8
    return (InputFile(name: file.name, bytes: Array(text.bytes[text.start...])), options)
  }

  /// The list of a file whose rows are not delimited text. Rows that cannot be read are left out:
  /// where there are any, only what the rules read now is read, as in a batch.
  package static func list(
    _ rules: ListRules, _ file: InputFile, options: InputOptions
  ) throws(InputRefusal) -> (list: CompanyList, tally: RunTally, notices: [InputProblem]) {
    let options = rules.reading(options)
    var plan = rules.everything
    var run = try IngestRun([file], layout: RowLayout(plan), options: options)
    let head = run
    try run.readRows(of: 0)
    var shape = ListShape(plan, head, options: options)
    if run.result.counts.rejected > 0 {
      plan = rules.plan
      run = try IngestRun([file], layout: RowLayout(plan), options: options)
      shape = ListShape(plan, run, options: options)
      try run.readRows(of: 0)
    }
    shape.isNarrow = run.result.counts.rejected > 0
    let read = run.finished()
    let columns = shape.textColumns
    var texts: [Int: [String?]] = [:]
    if !columns.isEmpty {
      try run.files[0].eachRow { row in
        texts[row.number] = columns.map { column in
          column.flatMap { try? row.text($0.place, for: $0.use) }.map { trimmed($0) }
        }
      }
    }
    var list = CompanyList(name: file.name, shape: shape)
    list.add(ListPart(read, shape, texts: texts))
    var tally = RunTally()
    tally.counts = read.counts
    return (list, tally, read.notices)
  }

  /// A list without rows.
  package func list(named name: String) -> CompanyList { CompanyList(name: name, shape: shape) }
}

/// What was read of one chunk.
package struct ListPart: Sendable {
  package enum Failure: Sendable { case notUTF8, openQuote }

  var pieces: [ListPiece] = []
  var texts: [TextBook] = []
  package var emptyRows = 0
  package var tally = RunTally()
  /// The file must be read whole, which says what is wrong with it.
  package var failure: Failure?
}

extension ListPart {
  /// Rows that were read whole.
  init(_ read: Ingested, _ shape: ListShape, texts: [Int: [String?]]) {
    self.texts = shape.textSlots.map { _ in TextBook() }
    for first in stride(from: 0, to: read.rows.count, by: ColumnBatch.capacity) {
      let rows = read.rows[first..<min(read.rows.count, first + ColumnBatch.capacity)]
      let batch = ColumnBatch(
        numberColumns: shape.numberColumns, codeColumns: shape.codeColumns)
      var numbers = shape.textSlots.map { _ in [Int](repeating: 0, count: rows.count) }
      var builder = PieceBuilder(shape)
      for (place, row) in rows.enumerated() {
        let found = ReadRow(
          own: .row(row.row, texts: texts[row.number] ?? []), row: row.row,
          identity: row.identity,
          texts: texts[row.number] ?? shape.textSlots.map { _ in nil })
        builder.take(found, place, batch, &numbers, &self.texts)
      }
      pieces.append(builder.piece(batch, numbers))
    }
    emptyRows = read.counts.empty
  }
}

extension CompanyFile {
  /// Every row of a workbook or of JSON below the header.
  fileprivate func eachRow(_ body: (any CellRow) -> Void) throws(InputRefusal) {
    switch form {
    case .delimited: break
    case .json(_, let table):
      var rows = table.rows()
      while let object = try rows.next() { body(table.headers.row(object)) }
    case .sheet(let sheet):
      for row in sheet.rows where row.number > headerRow && row.number <= sheet.lastRow {
        body(row)
      }
    }
  }
}

/// Reads chunks of a list, one after another: one a thread.
package final class ListReader {
  private let reading: ListReading
  private let shape: ListShape
  private let columns: [(place: Int, use: CellUse)?]
  private let desk: ColumnDesk?
  private var rows = ChunkShape()
  private var memories: [CellMemory]
  /// The number of the empty text in the part.
  private var blanks: [Int?] = []
  private var part = ListPart()
  private let file: ChunkFile

  package init(_ reading: ListReading) {
    self.reading = reading
    shape = reading.shape
    columns = shape.textColumns
    file = reading.run.files[0]
    desk = shape.hasAllColumns ? ColumnDesk(file, reading.run.reading) : nil
    memories = []
  }

  /// Reads rows, which are whole.
  package func read(_ chunk: ChunkBytes) -> ListPart {
    part = ListPart()
    part.texts = shape.textSlots.map { _ in TextBook() }
    memories = shape.textSlots.map { _ in CellMemory() }
    blanks = shape.textSlots.map { _ in nil }
    rows.split(chunk, separator: file.separator)
    if jili_utf8_fault(chunk.start, chunk.count) < chunk.count {
      part.failure = .notUTF8
    } else if rows.hasOpenQuote {
      part.failure = .openQuote
    } else {
      var start = 0
      for first in stride(from: 0, to: rows.rows, by: ColumnBatch.capacity) {
        let range = first..<min(rows.rows, first + ColumnBatch.capacity)
        if let desk {
          readColumns(desk, chunk, range, from: start)
        } else {
          readRows(chunk, range, from: start)
        }
        start = chunk.nextRow(behind: rows.end(ofRow: range.upperBound - 1))
      }
    }
    return part
  }

  // MARK: - Columns

  private func readColumns(
    _ desk: ColumnDesk, _ chunk: ChunkBytes, _ range: Range<Int>, from start: Int
  ) {
    desk.run(chunk, rows, rows: range, from: start)
    var texts = shape.textSlots.map { _ in [Int](repeating: 0, count: range.count) }
    for (index, column) in columns.enumerated() {
      guard let place = column?.place else { continue }
      for row in 0..<range.count where desk.batch.odd[row] == 0 {
        let (start, end) = desk.cell(row, place, rows.cellEnds)
        texts[index][row] = number(chunk.start + start, end - start, index)
      }
    }
    let odd = range.indices.filter { desk.batch.odd[$0 - range.lowerBound] != 0 }
    let found = readOdd(odd, chunk) { desk.starts[$0 - desk.firstRow] }
    var builder = PieceBuilder(shape)
    var next = 0
    for row in 0..<range.count {
      if desk.batch.odd[row] == 0 {
        builder.rows.append(row)
        for case let place? in file.identity {
          let (start, end) = desk.cell(row, place, rows.cellEnds)
          builder.identity.append(unquoted(chunk.start + start, end - start))
        }
        for case nil in file.identity { builder.identity.append([]) }
      } else {
        builder.take(found[next], row, desk.batch, &texts, &part.texts)
        next += 1
      }
    }
    part.emptyRows += range.count - builder.rows.count
    let settled = desk.settledRows
    desk.countMagnitudes(&part.tally.magnitudes, reading.run.reading.magnitudes, settled)
    for (fact, rows) in desk.outside(settled) { part.tally.outside[fact, default: 0] += rows }
    part.pieces.append(builder.piece(desk.batch, texts))
  }

  /// The number of a text in the part.
  private func number(_ cell: UnsafeMutablePointer<UInt8>, _ count: Int, _ column: Int) -> Int {
    let memory = memories[column]
    if count == 0, let known = blanks[column] { return known }
    if count > 0, let known = memory.meaning(cell, count) { return Int(known.number) }
    let text = trimmed(String(decoding: unquoted(cell, count), as: UTF8.self))
    let number = part.texts[column].number(of: text)
    if count == 0 { blanks[column] = number }
    memory.keep(cell, count, CellMemory.Meaning(number: Int64(number)))
    return number
  }

  /// The desk left only cells without doubled quotes, but for those that no rule reads.
  private func unquoted(_ cell: UnsafeMutablePointer<UInt8>, _ count: Int) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard count > 1, cell[0] == quote else {
      return Array(UnsafeBufferPointer(start: cell, count: count))
    }
    var bytes: [UInt8] = []
    var place = 1
    while place < count - 1 {
      bytes.append(cell[place])
      place += cell[place] == quote ? 2 : 1
    }
    return bytes
  }

  // MARK: - Rows one by one

  private func readRows(_ chunk: ChunkBytes, _ range: Range<Int>, from start: Int) {
    var starts: [Int] = []
    var start = start
    for row in range {
      starts.append(start)
      start = chunk.nextRow(behind: rows.end(ofRow: row))
    }
    let found = readOdd(Array(range), chunk) { starts[$0 - range.lowerBound] }
    let batch = ColumnBatch(
      numberColumns: shape.numberColumns, codeColumns: shape.codeColumns)
    var texts = shape.textSlots.map { _ in [Int](repeating: 0, count: range.count) }
    var builder = PieceBuilder(shape)
    for row in found.indices { builder.take(found[row], row, batch, &texts, &part.texts) }
    part.emptyRows += range.count - builder.rows.count
    part.pieces.append(builder.piece(batch, texts))
  }

  private func readOdd(
    _ odd: [Int], _ chunk: ChunkBytes, start: (Int) -> Int
  ) -> [ReadRow] {
    var bytes: [UInt8] = []
    var found: [ReadRow] = []
    for row in odd {
      let start = start(row)
      let own = Array(
        UnsafeBufferPointer(start: chunk.start + start, count: rows.end(ofRow: row) - start))
      bytes += own + [UInt8(ascii: "\n")]
      found.append(ReadRow(own: .bytes(own)))
    }
    if odd.isEmpty { return [] }
    var reading = shape.head
    guard (try? reading.readRows(bytes, separator: file.separator, of: 0)) != nil else {
      return found
    }
    for row in reading.result.rows { found[row.number - 1].row = row.row }
    var reader = DelimitedReader(bytes, from: 0, separator: file.separator)
    var record = DelimitedRecord()
    while reader.next(&record) {
      let row = DelimitedRow(record: record, reader: reader)
      found[record.number - 1].isEmpty = row.isEmpty
      found[record.number - 1].identity = file.identity.map { $0.map { row.shown($0) } ?? "" }
      found[record.number - 1].texts = columns.map { column in
        guard let place = column?.place, record.fields.indices.contains(place) else { return nil }
        return trimmed(row.shown(place))
      }
    }
    return found
  }
}

/// A row that was read by itself.
struct ReadRow {
  var own: ListPiece.OddRow
  /// nil where it is rejected.
  var row: Row?
  var isEmpty = false
  var identity: [String] = []
  /// By text column; nil where the row does not speak of it.
  var texts: [String?] = []
}

/// Rows of a batch on their way into a piece.
struct PieceBuilder {
  private let shape: ListShape
  /// Their places in the batch.
  var rows: [Int] = []
  private var oddRows: [Int: ListPiece.OddRow] = [:]
  var identity: IdentityCells

  init(_ shape: ListShape) {
    self.shape = shape
    identity = IdentityCells(width: shape.head.identity[0].count)
  }

  /// A row that was read by itself; in columns where they can hold it.
  mutating func take(
    _ found: ReadRow, _ row: Int, _ batch: borrowing ColumnBatch, _ texts: inout [[Int]],
    _ books: inout [TextBook]
  ) {
    if found.isEmpty { return }
    for cell in found.identity { identity.append(cell.utf8) }
    if let read = found.row, put(read, found.texts, row, batch) {
      for (column, text) in found.texts.enumerated() {
        texts[column][row] = books[column].number(of: text ?? "")
      }
    } else {
      oddRows[rows.count] = found.own
    }
    rows.append(row)
  }

  private func put(
    _ read: Row, _ texts: [String?], _ row: Int, _ batch: borrowing ColumnBatch
  ) -> Bool {
    var fits =
      read.key == nil && shape.date == read.date && shape.hasAllColumns
      && texts.allSatisfy { $0 != nil }
    for slot in shape.varying where fits && !shape.textSlots.contains(slot) {
      fits = batch.put(read.values[slot], row: row, at: shape.places[slot])
    }
    if fits { return true }
    for column in 0..<batch.numberColumns {
      batch.numbers[column * ColumnBatch.capacity + row] = 0
      batch.states[column * ColumnBatch.capacity + row] = 0
    }
    for column in 0..<batch.codeColumns {
      batch.codes[column * ColumnBatch.capacity + row] = 0
    }
    return false
  }

  func piece(_ batch: borrowing ColumnBatch, _ texts: [[Int]]) -> ListPiece {
    ListPiece(batch, rows: rows, texts: texts, oddRows: oddRows, identity: identity)
  }
}
