import JiliLexer

/// Computes the chunks of a comparison, one after another: one a thread. Rows that the columns of
/// every plan settle are compared as whole numbers of 分, the others row by row.
final class ComparedWorker {
  private let chunks: ComparedChunks
  private let compare: CompareRun
  private let sides: [CompareSide]
  /// The file that the desks are for.
  private var desks: (file: Int, all: [ColumnDesk], sharing: [Int], isOutside: [Bool])?
  private var lines: [UInt8] = []

  init(_ chunks: ComparedChunks) {
    self.chunks = chunks
    compare = chunks.compare
    sides = chunks.sides
  }

  func compute(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, _ file: Int, _ result: inout ChunkResult
  ) throws {
    if desks?.file != file { openDesks(file) }
    var found = ComparedTally(tally: ComparisonTally(compare))
    found.tally.rows = shape.rows
    var settled: SettledComparison?
    if let desks, !desks.all.isEmpty {
      settled = try SettledComparison(chunks, desks.all, file)
    }
    var start = 0
    for first in stride(from: 0, to: shape.rows, by: ColumnBatch.capacity) {
      let rows = first..<min(shape.rows, first + ColumnBatch.capacity)
      lines = []
      if let desks, var known = settled {
        settled = nil
        run(desks.all, desks.sharing, chunk, shape, rows, from: start)
        try computeBatch(&known, desks.all, chunk, shape, file, rows, &found, &result)
        if desks.isOutside[0] { found.rowsOutside.before += known.rowsInBatch }
        if desks.isOutside[1] { found.rowsOutside.after += known.rowsInBatch }
        settled = known
      } else {
        let touched = try computeRows(
          chunk, shape, file, Array(rows), nil, &found, &result)
        for row in touched { take(row, &found) }
      }
      lines.withUnsafeBytes { result.output.append($0) }
      start = chunk.nextRow(behind: shape.end(ofRow: rows.upperBound - 1))
    }
    if let settled {
      try result.tally.add(settled.before.summary())
      try found.draft.add(settled.after.summary())
      try settled.finish(&found.tally)
    }
    result.tally.comparison = found
  }

  /// Desks for a file: those of one way to read share what is filled in.
  private func openDesks(_ file: Int) {
    let all = chunks.runs.compactMap { ColumnDesk($0.files[file], $0.reading) }
    guard all.count == chunks.runs.count else {
      desks = (file, [], [], [])
      return
    }
    let sharing = all.indices.map { index in
      (0..<index).first { other in
        compare.readsAlike(sides[other], sides[index]) && all[index].fillsAlike(all[other])
      } ?? index
    }
    let isOutside = [0, 1].map { sides[$0].isOutside(on: all[$0].file.date) }
    desks = (file, all, sharing, isOutside)
  }

  private func run(
    _ all: [ColumnDesk], _ sharing: [Int], _ chunk: ChunkBytes, _ shape: borrowing ChunkShape,
    _ rows: Range<Int>, from start: Int
  ) {
    for index in all.indices {
      if sharing[index] == index {
        all[index].run(chunk, shape, rows: rows, from: start)
      } else {
        all[index].run(filledBy: all[sharing[index]])
      }
    }
    // A row that one of them cannot settle is compared by the row evaluator.
    for index in all.indices where sharing[index] == index && index > 0 {
      for row in rows.indices.map({ $0 - rows.lowerBound }) where all[index].batch.odd[row] != 0 {
        all[0].batch.odd[row] = 1
      }
    }
    for index in all.indices.dropFirst() { all[index].mark(as: all[0]) }
  }

  // MARK: - Batches

  private func computeBatch(
    _ settled: inout SettledComparison, _ all: [ColumnDesk], _ chunk: ChunkBytes,
    _ shape: borrowing ChunkShape, _ file: Int, _ rows: Range<Int>,
    _ found: inout ComparedTally, _ result: inout ChunkResult
  ) throws {
    let marks = all[0].batch.odd
    let odd = rows.filter { marks[$0 - rows.lowerBound] != 0 }
    try settled.add(all, chunk, shape)
    count(all, rows.count - odd.count, &found, &result)
    var touched = settled.touched(all, chunk, shape, found.tally)
    if !odd.isEmpty {
      touched += try computeRows(chunk, shape, file, odd, all[0], &found, &result)
      touched.sort { $0.row < $1.row }
    }
    for row in touched { take(row, &found) }
  }

  private func take(_ row: TouchedRow, _ found: inout ComparedTally) {
    found.tally.rank(row.company)
    if let output = chunks.output { lines += chunks.sheet.row(row.company, row.identity, output) }
  }

  private func count(
    _ all: [ColumnDesk], _ rows: Int, _ found: inout ComparedTally, _ result: inout ChunkResult
  ) {
    if rows == 0 { return }
    for (index, desk) in all.prefix(2).enumerated() {
      var part = RunTally()
      part.counts.rows = rows
      part.counts.accepted = rows
      part.written = rows
      if desks?.sharing[index] == index {
        let settled = desk.settledRows
        desk.countMagnitudes(&part.magnitudes, chunks.runs[index].reading.magnitudes, settled)
        for fact in desk.file.outside { part.outside[fact, default: 0] += rows }
        for (fact, count) in desk.outside(settled) { part.outside[fact, default: 0] += count }
      }
      // Nothing but counts: no sum can grow too large.
      if index == 0 { try? result.tally.add(part) } else { try? found.draft.add(part) }
    }
  }

  // MARK: - Rows for the row evaluator

  /// Compares rows one by one; those that are touched, by their places in the batch.
  private func computeRows(
    _ chunk: ChunkBytes, _ shape: borrowing ChunkShape, _ file: Int, _ rows: [Int],
    _ desk: ColumnDesk?, _ found: inout ComparedTally, _ result: inout ChunkResult
  ) throws -> [TouchedRow] {
    let bytes = shape.rowBytes(chunk, rows)
    let first = desk?.firstRow ?? rows[0]
    var wholes: [WholeSide] = []
    for (index, run) in chunks.runs.enumerated() {
      let side = sides[index]
      let known = index < 2 ? nil : wholes.indices.first { compare.readsAlike(sides[$0], side) }
      if let known {
        wholes.append(WholeSide(side, read: wholes[known].read))
        continue
      }
      var reading = run.reading
      try reading.readRows(bytes, separator: run.files[file].separator, of: file)
      wholes.append(WholeSide(side, read: reading.result))
      if index > 1 { continue }
      var part = RunTally()
      part.counts = wholes[index].input.counts
      part.outside = reading.outside
      part.magnitudes = reading.magnitudes
      part.written = wholes[index].results.outcomes.count
      try part.add(try summarise(wholes[index].input, wholes[index].results))
      if index == 0 { try result.tally.add(part) } else { try found.draft.add(part) }
    }
    var meeting = RowMeeting(compare, wholes[0], wholes[1], Array(wholes.dropFirst(2)))
    try meeting.addRows()
    found.rowsOneSided += meeting.rowsOneSided
    found.rowsOutside.before += meeting.rowsOutside.before
    found.rowsOutside.after += meeting.rowsOutside.after
    var touched: [TouchedRow] = []
    for (entry, identity, number) in meeting.entries {
      var entry = entry
      entry.row = rows[number - 1]
      guard let company = try found.tally.add(entry) else { continue }
      touched.append(TouchedRow(row: entry.row - first, company: company, identity: identity))
    }
    try found.tally.merge(meeting.tally)
    let rejects = compare.joined(wholes[0].input.rejects, wholes[1].input.rejects)
    for var reject in rejects.sorted(by: { $0.number < $1.number }) {
      reject.number = rows[reject.number - 1] + 1
      result.rejects.append(reject.line(chunks.base.output.language))
    }
    return touched
  }
}
