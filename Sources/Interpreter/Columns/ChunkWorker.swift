import CBytes

/// Computes chunks of a run, one after another: one a thread.
package final class ChunkWorker {
  private let run: ChunkRun
  private var shape = ChunkShape()
  private let desks: DeskBook
  /// The file that the rows are placed for.
  private var placed: (file: Int, rows: PlacedRows, dates: RowDates)?
  /// The seats that settle rows of the batch; by row which of them, -1 for none, and the place
  /// there.
  private var seats: [DeskBook.Seat] = []
  private var places = [(seat: Int, row: Int)](repeating: (-1, 0), count: ColumnBatch.capacity)
  private var result: ChunkResult
  private let compared: ComparedWorker?
  /// Rows of the chunk that were computed before, by row.
  private var pieces: [Int: RowPiece] = [:]

  package init(_ run: ChunkRun) {
    self.run = run
    compared = run.comparison.map { ComparedWorker($0) }
    desks = DeskBook(run, isAlone: true)
    result = ChunkResult(output: ChunkBytes())
  }

  /// The results of a chunk's rows, which are whole, in `output`, whose bytes are dropped.
  /// `settled` are rows of it that were computed before, in order.
  package func compute(
    _ chunk: ChunkBytes, of file: Int, into output: ChunkBytes, settled: [SettledPiece] = []
  ) -> ChunkResult {
    output.count = 0
    result = ChunkResult(output: output)
    shape.split(chunk, separator: run.files[file].separator)
    result.rows = shape.rows
    if let failure = shape.failure(chunk) {
      result.failure = failure
    } else {
      do {
        place(settled, chunk)
        try computeRows(chunk, file)
        if !pieces.isEmpty { result.rejects.sort { $0.number < $1.number } }
      } catch let refusal as OutputRefusal {
        result.failure = .output(refusal)
      } catch let refusal as InputRefusal {
        result.failure = .input(refusal)
      } catch {}
    }
    return result
  }

  private func computeRows(_ chunk: ChunkBytes, _ file: Int) throws {
    if let compared { return try compared.compute(chunk, shape, file, &result) }
    var start = 0
    for first in stride(from: 0, to: shape.rows, by: ColumnBatch.capacity) {
      let rows = first..<min(shape.rows, first + ColumnBatch.capacity)
      _ = run.options.watch.allows(steps: rows.count)
      try run.options.watch.check()
      if run.columns != nil {
        try computeColumns(chunk, file, rows, from: start)
      } else {
        try computeOdd(chunk, file, rows)
      }
      start = shape.start(ofRow: rows.upperBound, chunk)
    }
    try desks.take(into: &result.tally)
  }

  // MARK: - Rows that columns settle

  private func computeColumns(
    _ chunk: ChunkBytes, _ file: Int, _ rows: Range<Int>, from start: Int
  ) throws {
    seats.removeAll(keepingCapacity: true)
    for row in 0..<rows.count { places[row] = (-1, 0) }
    if run.files[file].dateColumn == nil {
      try seat(chunk, file, rows, from: start)
    } else {
      try seatByDate(chunk, file, rows, from: start)
    }
    let odd = rows.filter { places[$0 - rows.lowerBound].seat < 0 && pieces[$0] == nil }
    let others = odd.isEmpty ? nil : try computeOdd(chunk, file, odd)
    var (row, position) = (0, 0)
    while row < rows.count {
      let (seat, first) = places[row]
      if seat >= 0 {
        let start = row
        repeat { row += 1 } while row < rows.count && places[row].seat == seat
        seats[seat].rows.write(
          first..<first + row - start, seats[seat].desk, chunk, shape, seats[seat].alike,
          to: result.output)
        continue
      }
      row += 1
      if !pieces.isEmpty, put(rows.lowerBound + row - 1) { continue }
      if let others {
        let piece = others.bytes[others.places[position]..<others.places[position + 1]]
        piece.withUnsafeBytes { result.output.append($0) }
      }
      position += 1
    }
  }

  /// Computes rows of one date.
  private func seat(
    _ chunk: ChunkBytes, _ file: Int, _ rows: Range<Int>, from start: Int
  ) throws {
    let date = run.reading.date(ofAllRowsIn: file) ?? .unknown
    guard let seat = try desks.seat(file, date, rows: rows.count) else { return }
    seat.desk.run(chunk, shape, rows: rows, from: start)
    if !pieces.isEmpty {
      for row in rows where pieces[row] != nil {
        seat.desk.batch.odd[row - rows.lowerBound] = 1
      }
    }
    try place(rows.count, at: seat, chunk) { $0 }
  }

  /// Computes the rows of each date at a desk of their own.
  private func seatByDate(
    _ chunk: ChunkBytes, _ file: Int, _ rows: Range<Int>, from start: Int
  ) throws {
    if placed?.file != file {
      placed = (file, PlacedRows(run.files[file]), RowDates(run, file))
    }
    guard let (_, placed, dates) = placed else { return }
    placed.place(chunk, shape, rows, from: start)
    var picks: [Days: [Int]] = [:]
    for row in rows where placed.odd[row - rows.lowerBound] == 0 {
      if !pieces.isEmpty, pieces[row] != nil { continue }
      if let date = dates.date(row - rows.lowerBound, placed, chunk, shape) {
        picks[date, default: []].append(row)
      }
    }
    for (date, found) in picks {
      guard let seat = try desks.seat(file, date, rows: found.count) else { continue }
      seat.desk.fill(chunk, shape, found, of: placed)
      seat.desk.compute()
      try place(found.count, at: seat, chunk) { found[$0] - rows.lowerBound }
    }
  }

  /// Takes what a desk has settled; `row` is where a row of its batch stands in that of the chunk.
  private func place(
    _ count: Int, at seat: DeskBook.Seat, _ chunk: ChunkBytes, _ row: (Int) -> Int
  ) throws {
    seat.begin()
    seat.count(run, into: &result.tally)
    try seat.split(chunk, shape)
    for place in 0..<count where seat.desk.batch.odd[place] == 0 {
      places[row(place)] = (seats.count, place)
    }
    if let alike = seat.alike, pieces.isEmpty {
      try alike.find()
      seat.countCells(alike.rows, run, into: &result.tally)
      for place in alike.rows { places[row(place)] = (seats.count, place) }
    }
    seats.append(seat)
  }

  // MARK: - Rows that were computed before

  private func place(_ settled: [SettledPiece], _ chunk: ChunkBytes) {
    pieces.removeAll(keepingCapacity: true)
    var (start, next) = (0, 0)
    for row in 0..<shape.rows {
      if next == settled.count { return }
      if settled[next].offset == start {
        pieces[row] = settled[next].piece
        next += 1
      }
      start = chunk.nextRow(behind: shape.end(ofRow: row))
    }
  }

  /// Puts down what a row came to before; false where it is still to be computed.
  private func put(_ row: Int) -> Bool {
    switch pieces[row] {
    case nil: return false
    case .nothing: break
    case .result(let bytes): result.output.append(bytes)
    case .reject(var line):
      line.number = row + 1
      result.rejects.append(line)
    }
    return true
  }

  // MARK: - Rows for the row evaluator

  /// Rows behind each other, none of which columns settle, straight to the output.
  private func computeOdd(
    _ chunk: ChunkBytes, _ file: Int, _ rows: Range<Int>
  ) throws {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let isPiece = !pieces.isEmpty && put(row)
      var end = row + 1
      if !isPiece {
        while end < rows.upperBound, pieces[end] == nil { end += 1 }
        _ = try computeOdd(chunk, file, Array(row..<end), isAlone: true)
      }
      row = end
    }
  }

  /// The results of rows one by one, and where those of each begin, empty where it has none;
  /// with `isAlone` they go straight to the output.
  private func computeOdd(
    _ chunk: ChunkBytes, _ file: Int, _ rows: [Int], isAlone: Bool = false
  ) throws -> (bytes: [UInt8], places: [Int]) {
    var reading = run.reading
    try reading.readRows(
      shape.rowBytes(chunk, rows), separator: run.files[file].separator, of: file)
    var found = reading.joined()
    let outcomes = runRows(run.plan, &found, run.options)
    try run.options.watch.check()
    let results = PolicyResults(plan: run.plan, outcomes: outcomes)
    var part = RunTally()
    part.counts = found.counts
    part.outside = reading.outside
    part.magnitudes = reading.magnitudes
    part.written = outcomes.count
    try result.tally.add(part)
    var summary = try summarise(found, results, by: run.splits)
    summary.breakdown?.number { rows[$0 - 1] + 1 }
    summary.breakdown = summary.breakdown?.closed
    try result.tally.add(summary)
    for var reject in found.rejects {
      reject.number = rows[reject.number - 1] + 1
      result.rejects.append(reject.line(run.output.language))
    }
    switch run.layout {
    case .long:
      let bytes = try writeLong(found, results, options: run.output)
      result.output.append(Array(bytes.dropFirst(run.resultHead.count)))
      return ([], [])
    case .explained:
      for bytes in explainedRows(
        found, results, run.options, run.output, places: rows)
      {
        result.output.append(bytes)
      }
      return ([], [])
    case .wide: break
    }
    let (bytes, ends) = try writeWideRows(found, results, options: run.output)
    if isAlone {
      result.output.append(Array(bytes.dropFirst(run.resultHead.count)))
      return ([], [])
    }
    var places = [run.resultHead.count]
    var next = 0
    for row in rows.indices {
      let isThere = found.rows.indices.contains(next) && found.rows[next].number == row + 1
      places.append(isThere ? ends[next] : places[places.count - 1])
      if isThere { next += 1 }
    }
    return (bytes, places)
  }
}

extension ChunkShape {
  /// Where a row begins in a chunk that begins with the first.
  borrowing func start(ofRow row: Int, _ chunk: ChunkBytes) -> Int {
    row == 0 ? 0 : chunk.nextRow(behind: end(ofRow: row - 1))
  }

  /// The rows behind each other, each with a line feed: what a chunk ends with may be no line
  /// break, and a lone carriage return before a line feed would be one with it.
  borrowing func rowBytes(_ chunk: ChunkBytes, _ rows: [Int]) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in rows {
      let start = start(ofRow: row, chunk)
      bytes += UnsafeBufferPointer(
        start: chunk.start + start, count: end(ofRow: row) - start)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
