/// The desks of one thread: one for each date of each company file. Where rows have more dates than
/// there are desks, the desk that was longest without rows goes.
final class DeskBook {
  final class Seat {
    let file: Int
    let date: Days
    let desk: ColumnDesk
    let rows: SettledRows
    var tally: SettledTally
    fileprivate let payers: SettledPayers?
    /// Rows that columns do not settle; nil where they are for the row evaluator.
    let alike: AlikeRows?
    let candidates: AlikeCandidates?
    /// Where somebody asks for the sums split.
    fileprivate var breakdown: SettledBreakdown?
    /// It has rows that were not counted yet.
    fileprivate(set) var isInUse = false
    fileprivate var lastUse = 0

    fileprivate init(
      _ file: Int, _ date: Days, _ desk: ColumnDesk, _ columns: [WideTable.Column],
      _ run: ChunkRun, isAlone: Bool
    ) throws(OutputRefusal) {
      (self.file, self.date, self.desk) = (file, date, desk)
      payers = run.output.showsPayers ? SettledPayers(run.plan) : nil
      rows = SettledRows(columns, run.plan, desk.machine, options: run.output, payers: payers)
      tally = try SettledTally(run.plan, run.heading)
      alike = isAlone ? try AlikeRows(run, desk, columns) : nil
      candidates = isAlone ? AlikeCandidates(run, desk) : nil
      breakdown = run.splits.map { SettledBreakdown(run, $0, desk, file) }
    }
  }

  private static let most = 8

  private let run: ChunkRun
  private let isAlone: Bool
  private var seats: [Seat] = []
  /// Rows of these dates are no rows for columns.
  private var refused: [Int: Set<Days>] = [:]
  private var uses = 0

  /// `isAlone`: each row is all of its company.
  init(_ run: ChunkRun, isAlone: Bool) {
    self.run = run
    self.isAlone = isAlone
  }

  /// The desk for so many rows of a date; nil where they are for the row evaluator.
  func seat(_ file: Int, _ date: Days, rows count: Int) throws(OutputRefusal) -> Seat? {
    uses += 1
    if let known = seats.first(where: { $0.file == file && $0.date == date }) {
      (known.lastUse, known.isInUse) = (uses, true)
      return known
    }
    if refused[file]?.contains(date) == true { return nil }
    let isOnlyDate = run.files[file].dateColumn == nil
    if !isOnlyDate, count < run.fewestRowsOfDate { return nil }
    if seats.count >= Self.most {
      let idle = seats.indices.filter { !seats[$0].isInUse }
      guard let oldest = idle.min(by: { seats[$0].lastUse < seats[$1].lastUse }) else {
        return nil
      }
      seats.remove(at: oldest)
    }
    let dated = run.file(file, on: date, isAlone: isAlone)
    guard let columns = run.columns,
      let desk = ColumnDesk(dated, run.reading, edges: run.options.edges)
    else {
      if refused[file, default: []].count < 1 << 10 { refused[file, default: []].insert(date) }
      return nil
    }
    let seat = try Seat(file, date, desk, columns, run, isAlone: isAlone)
    (seat.lastUse, seat.isInUse) = (uses, true)
    seats.append(seat)
    return seat
  }

  /// The desks have no rows that are to be counted.
  func release() { for seat in seats { seat.isInUse = false } }

  /// Adds up what the desks counted, which begin anew.
  func take(into tally: inout RunTally) throws(OutputRefusal) {
    for seat in seats where seat.isInUse {
      var summary = seat.tally.summary()
      summary.breakdown = try seat.breakdown?.breakdown()
      try tally.add(summary)
      try seat.alike?.take(into: &tally)
      seat.tally.clear()
      seat.breakdown = run.splits.map { SettledBreakdown(run, $0, seat.desk, seat.file) }
      seat.isInUse = false
    }
  }
}

extension DeskBook.Seat {
  /// Takes the sums of the rows that its desk has computed, to be written.
  func begin() {
    payers?.take(desk)
    rows.begin(desk.batch.count)
  }

  /// Splits the sums of the rows of the batch that are not odd, where somebody asks for it.
  func split(_ chunk: ChunkBytes, _ shape: borrowing ChunkShape) throws(OutputRefusal) {
    try breakdown?.add(desk, chunk, shape)
  }

  /// Counts the rows of the batch that are not odd; each is a company.
  func count(_ run: ChunkRun, into tally: inout RunTally) {
    self.tally.add(desk)
    countCells(run, into: &tally)
  }

  /// Counts the rows of the batch that are not odd, and what their cells say.
  func countCells(_ run: ChunkRun, into tally: inout RunTally) {
    countCells(desk.settledRows, run, into: &tally)
  }

  /// Counts rows of the batch, and what their cells say.
  func countCells(_ rows: [Int], _ run: ChunkRun, into tally: inout RunTally) {
    tally.counts.rows += rows.count
    tally.counts.accepted += rows.count
    tally.written += rows.count
    if rows.isEmpty { return }
    desk.countMagnitudes(&tally.magnitudes, run.reading.magnitudes, rows)
    for fact in desk.file.outside { tally.outside[fact, default: 0] += rows.count }
    for (fact, rows) in desk.outside(rows) { tally.outside[fact, default: 0] += rows }
  }
}

/// The dates of the rows of one file, by their cells.
final class RowDates {
  private let memory = CellMemory()
  private let reading: IngestRun
  private let column: Int?
  /// Where no column gives one.
  private let common: Days
  private var dates: [Days] = []
  private var numbers: [Days: Int] = [:]

  init(_ run: ChunkRun, _ file: Int) {
    reading = run.reading
    column = run.files[file].dateColumn
    common = run.reading.date(ofAllRowsIn: file) ?? .unknown
  }

  /// nil where the cell is no date.
  func date(
    _ row: Int, _ placed: PlacedRows, _ chunk: ChunkBytes, _ shape: borrowing ChunkShape
  ) -> Days? {
    guard let column else { return common }
    let (start, end) = placed.cell(row, column, shape.cellEnds)
    if start == end { return .unknown }
    let cell = chunk.start + start
    if let known = memory.meaning(cell, end - start) {
      return known.isOdd ? nil : dates[Int(known.number)]
    }
    let found = try? reading.date(ofCell: chunk.cellText(start, end))
    var meaning = CellMemory.Meaning(isOdd: found == nil)
    if let found {
      let number = numbers[found] ?? dates.count
      if number == dates.count {
        dates.append(found)
        numbers[found] = number
      }
      meaning.number = Int64(number)
    }
    memory.keep(cell, end - start, meaning)
    return found
  }
}
