import CBytes

/// Computes chunks of a run, one after another: one a thread.
package final class ChunkWorker {
  private let run: ChunkRun
  private var shape = ChunkShape()
  /// The file that the desk is for.
  private var desk: (file: Int, columns: ColumnDesk?)?
  /// What the desk's rows go to, once there are any.
  private var settled: (rows: SettledRows, tally: SettledTally)?
  private var result: ChunkResult
  private let compared: ComparedWorker?
  /// Rows of the chunk that were computed before, by row.
  private var pieces: [Int: RowPiece] = [:]

  package init(_ run: ChunkRun) {
    self.run = run
    compared = run.comparison.map { ComparedWorker($0) }
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
    if desk?.file != file {
      desk = (file, ColumnDesk(run.files[file], run.reading))
      settled = nil
    }
    settled?.tally.clear()
    var start = 0
    for first in stride(from: 0, to: shape.rows, by: ColumnBatch.capacity) {
      let rows = first..<min(shape.rows, first + ColumnBatch.capacity)
      _ = run.options.watch.allows(steps: rows.count)
      try run.options.watch.check()
      if let columns = desk?.columns {
        try computeColumns(columns, chunk, file, rows, from: start)
      } else {
        try computeOdd(chunk, file, rows, from: start)
      }
      start = chunk.nextRow(behind: shape.end(ofRow: rows.upperBound - 1))
    }
    if let tally = settled?.tally { try result.tally.add(tally.summary()) }
  }

  // MARK: - Rows that columns settle

  private func computeColumns(
    _ desk: ColumnDesk, _ chunk: ChunkBytes, _ file: Int, _ rows: Range<Int>, from start: Int
  ) throws {
    desk.run(chunk, shape, rows: rows, from: start)
    if !pieces.isEmpty {
      for row in rows where pieces[row] != nil { desk.batch.odd[row - rows.lowerBound] = 1 }
    }
    if settled == nil, let columns = run.columns {
      settled = (
        SettledRows(columns, run.plan, desk.machine, options: run.output),
        try SettledTally(run.plan, run.heading)
      )
    }
    guard let writer = settled?.rows else { return }
    settled?.tally.add(desk)
    writer.begin(rows.count)
    let marks = desk.batch.odd
    let odd = rows.filter { marks[$0 - rows.lowerBound] != 0 }
    let open = pieces.isEmpty ? odd : odd.filter { pieces[$0] == nil }
    let others = open.isEmpty ? nil : try computeOdd(chunk, file, open, from: start, desk)
    countSettled(desk, rows.count - odd.count)
    var (next, position) = (0, 0)
    for row in odd {
      let place = row - rows.lowerBound
      writer.write(next..<place, desk, chunk, shape, to: result.output)
      next = place + 1
      if !pieces.isEmpty, put(row) { continue }
      if let others {
        let piece = others.bytes[others.places[position]..<others.places[position + 1]]
        piece.withUnsafeBytes { result.output.append($0) }
      }
      position += 1
    }
    writer.write(next..<rows.count, desk, chunk, shape, to: result.output)
  }

  private func countSettled(_ desk: ColumnDesk, _ count: Int) {
    result.tally.counts.rows += count
    result.tally.counts.accepted += count
    result.tally.written += count
    if count == 0 { return }
    desk.countMagnitudes(&result.tally.magnitudes, run.reading.magnitudes)
    for fact in desk.file.outside { result.tally.outside[fact, default: 0] += count }
    for (fact, rows) in desk.outside() { result.tally.outside[fact, default: 0] += rows }
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
    _ chunk: ChunkBytes, _ file: Int, _ rows: Range<Int>, from start: Int
  ) throws {
    var (row, start) = (rows.lowerBound, start)
    while row < rows.upperBound {
      let isPiece = !pieces.isEmpty && put(row)
      var end = row + 1
      if !isPiece {
        while end < rows.upperBound, pieces[end] == nil { end += 1 }
        _ = try computeOdd(chunk, file, Array(row..<end), from: start, isAlone: true)
      }
      start = chunk.nextRow(behind: shape.end(ofRow: end - 1))
      row = end
    }
  }

  /// The results of rows one by one, and where those of each begin, empty where it has none;
  /// with `isAlone` they go straight to the output.
  private func computeOdd(
    _ chunk: ChunkBytes, _ file: Int, _ rows: [Int], from start: Int, _ desk: ColumnDesk? = nil,
    isAlone: Bool = false
  ) throws -> (bytes: [UInt8], places: [Int]) {
    var reading = run.reading
    try reading.readRows(
      rowBytes(chunk, rows, from: start, desk), separator: run.files[file].separator, of: file)
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
    try result.tally.add(summarise(found, results))
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

  /// The rows behind each other, each with a line feed: what a chunk ends with may be no line
  /// break, and a lone carriage return before a line feed would be one with it.
  private func rowBytes(
    _ chunk: ChunkBytes, _ rows: [Int], from start: Int, _ desk: ColumnDesk?
  ) -> [UInt8] {
    shape.rowBytes(chunk, rows, from: start, desk)
  }
}

extension ChunkShape {
  /// The rows behind each other, each with a line feed.
  borrowing func rowBytes(
    _ chunk: ChunkBytes, _ rows: [Int], from start: Int, _ desk: ColumnDesk?
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var start = start
    let first = rows[0]
    for row in rows {
      if let desk {
        start = desk.starts[row - desk.firstRow]
      } else if row > first {
        start = chunk.nextRow(behind: end(ofRow: row - 1))
      }
      bytes += UnsafeBufferPointer(
        start: chunk.start + start, count: end(ofRow: row) - start)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
