/// Computes rows of a workbook or a JSON file by columns: their cells are laid out as delimited
/// text, in which a desk reads them. Rows whose cells are no such text are left to the row
/// evaluator.
final class HeldColumns {
  let output = ChunkBytes()
  private let run: ChunkRun
  private let file: Int
  private let desks: DeskBook
  private let chunk = ChunkBytes()
  private var shape = ChunkShape()
  private let placed: PlacedRows
  private let dates: RowDates
  /// By column of the file what its cells are read for, each once.
  private let uses: [[CellUse]]
  /// By column, whether a row that does not speak of it is one with an empty cell there.
  private let isEmptyWhereMissing: [Bool]
  private var seats: [DeskBook.Seat] = []
  private var places: [(seat: Int, row: Int)] = []

  init?(_ run: ChunkRun, _ file: Int) {
    guard run.columns != nil else { return nil }
    self.run = run
    self.file = file
    desks = DeskBook(run, isAlone: true)
    placed = PlacedRows(run.files[file])
    dates = RowDates(run, file)
    let form = run.reading.files[file]
    var uses = [[CellUse]](repeating: [], count: form.headers.count)
    for column in form.columns {
      for (_, _, use) in column.targets where !uses[column.place].contains(use) {
        uses[column.place].append(use)
      }
    }
    if let date = run.files[file].dateColumn, !uses[date].contains(.date) {
      uses[date].append(.date)
    }
    self.uses = uses
    isEmptyWhereMissing = run.files[file].emptyWhereMissing(columns: uses.count)
  }

  /// Which of the rows, at most `ColumnBatch.capacity`, are settled.
  func compute(_ rows: [TypedRow], into tally: inout RunTally) throws -> [Bool] {
    var isText = [Bool](repeating: false, count: rows.count)
    chunk.count = 0
    for (index, row) in rows.enumerated() { isText[index] = layOut(row) }
    shape.split(chunk, separator: UInt8(ascii: ","))
    seats.removeAll(keepingCapacity: true)
    places = rows.map { _ in (-1, 0) }
    guard shape.rows == rows.count, !shape.hasOpenQuote else { return rows.map { _ in false } }
    placed.place(chunk, shape, 0..<rows.count, from: 0)
    var picks: [Days: [Int]] = [:]
    for row in rows.indices where isText[row] && placed.odd[row] == 0 {
      if let date = dates.date(row, placed, chunk, shape) { picks[date, default: []].append(row) }
    }
    for (date, found) in picks {
      guard let seat = try desks.seat(file, date, rows: found.count) else { continue }
      seat.desk.fill(chunk, shape, found, of: placed)
      seat.desk.compute()
      seat.begin()
      seat.count(run, into: &tally)
      try seat.split(chunk, shape)
      for (place, row) in found.enumerated() where seat.desk.batch.odd[place] == 0 {
        places[row] = (seats.count, place)
      }
      seats.append(seat)
    }
    var part = RunTally()
    try desks.take(into: &part)
    part.number { rows[$0 - 1].number }
    try tally.add(part)
    return places.map { $0.seat >= 0 }
  }

  /// Writes a settled row of those that were computed last.
  func write(_ row: Int) {
    let (seat, place) = places[row]
    seats[seat].rows.write(place..<place + 1, seats[seat].desk, chunk, shape, to: output)
  }

  func takeOutput() -> [UInt8] {
    defer { output.count = 0 }
    return Array(output.bytes)
  }

  // MARK: - Rows as text

  /// Lays a row out behind the others; false where the row evaluator must do it, whose place an
  /// empty row takes.
  private func layOut(_ row: TypedRow) -> Bool {
    let texts = uses.indices.map { text(row, $0) }
    let isText =
      row.fault(width: uses.count) == nil && !row.isEmpty && !texts.contains { $0 == nil }
    var writer = DelimitedWriter(
      separator: UInt8(ascii: ","), hasMark: false, escapesFormulas: false)
    if isText { for text in texts { writer.text(text ?? "") } }
    writer.endRow()
    chunk.append(writer.bytes)
    return isText
  }

  /// The one text that a cell is for all its readers; nil where it is none.
  private func text(_ row: TypedRow, _ place: Int) -> String? {
    let shown = row.shown(place)
    if !uses[place].isEmpty, row.cells.indices.contains(place), row.cells[place] == .missing {
      return isEmptyWhereMissing[place] ? "" : nil
    }
    for use in uses[place] {
      guard let text = try? row.text(place, for: use), text == shown else { return nil }
    }
    return shown
  }
}

extension ChunkFile {
  /// By column, whether an empty cell says no more than none at all: what it fills is the same.
  fileprivate func emptyWhereMissing(columns count: Int) -> [Bool] {
    guard let values = template?.values else { return Array(repeating: false, count: count) }
    var isEmpty = [Bool](repeating: true, count: count)
    for filler in fillers where filler.slot >= 0 && filler.blank != values[filler.slot] {
      isEmpty[filler.column] = false
    }
    return isEmpty
  }
}
