/// Computes companies that have several rows, wherever these stand: one a thread.
package final class CompanyWorker {
  /// One row of a company, as it is cut out of its file.
  package struct Source: Sendable {
    package var file: Int
    /// As a spreadsheet counts.
    package var number: Int
    package var bytes: [UInt8]

    package init(file: Int, number: Int, bytes: [UInt8]) {
      self.file = file
      self.number = number
      self.bytes = bytes
    }

    struct Place: Hashable {
      var file: Int
      var number: Int
    }

    static func places(_ rows: [Source]) -> [Place: Int] {
      var places: [Place: Int] = [:]
      for (index, row) in rows.enumerated() {
        places[Place(file: row.file, number: row.number)] = index
      }
      return places
    }
  }

  private let run: ChunkRun
  private let columns: CompanyColumns?
  private let fileNumbers: [String: Int]
  package private(set) var tally = RunTally()

  package init(_ run: ChunkRun) {
    self.run = run
    columns = CompanyColumns(run)
    let names = run.heading.inputs.map(\.file)
    fileNumbers = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  /// What becomes of each of the rows, which are all of their companies and stand in the order of
  /// the files.
  package func compute(_ rows: [Source]) throws -> [RowPiece] {
    var pieces = [RowPiece](repeating: .nothing, count: rows.count)
    var others = Array(rows.indices)
    if let columns {
      let found = try columns.compute(rows, into: &tally)
      try run.options.watch.check()
      for (index, bytes) in found.enumerated() {
        if let bytes { pieces[index] = .result(bytes) }
      }
      others = found.indices.filter { found[$0] == nil }
    }
    if others.isEmpty { return pieces }
    for (index, piece) in zip(others, try computeRows(others.map { rows[$0] })) {
      pieces[index] = piece
    }
    return pieces
  }

  /// The same, row by row.
  private func computeRows(_ rows: [Source]) throws -> [RowPiece] {
    var reading = try run.read(rows)
    var found = reading.joined()
    let outcomes = runRows(run.plan, &found, run.options)
    try run.options.watch.check()
    let results = PolicyResults(plan: run.plan, outcomes: outcomes)
    var part = RunTally()
    part.counts = found.counts
    part.outside = reading.outside
    part.magnitudes = reading.magnitudes
    part.written = outcomes.count
    try tally.add(part)
    var summary = try summarise(found, results, by: run.splits)
    summary.breakdown = summary.breakdown?.closed
    try tally.add(summary)
    let places = Source.places(rows)
    var pieces = [RowPiece](repeating: .nothing, count: rows.count)
    for (row, bytes) in zip(found.rows, try bytes(ofRows: found, results)) {
      guard let index = places[Source.Place(file: row.file, number: row.number)] else { continue }
      pieces[index] = .result(bytes)
    }
    for reject in found.rejects {
      guard let file = fileNumbers[reject.file],
        let index = places[Source.Place(file: file, number: reject.number)]
      else { continue }
      pieces[index] = .reject(reject.line(run.output.language))
    }
    return pieces
  }

  /// What each row gives the table.
  private func bytes(
    ofRows found: Ingested, _ results: PolicyResults
  ) throws(OutputRefusal) -> [[UInt8]] {
    var start = run.resultHead.count
    if case .explained = run.layout {
      return explainedRows(found, results, run.options, run.output)
    }
    if case .wide = run.layout {
      let (bytes, ends) = try writeWideRows(found, results, options: run.output)
      return ends.map { end in
        defer { start = end }
        return Array(bytes[start..<end])
      }
    }
    var pieces: [[UInt8]] = []
    var alone = found
    for (row, outcome) in zip(found.rows, results.outcomes) {
      alone.rows = [row]
      let bytes = try writeLong(
        alone, PolicyResults(plan: run.plan, outcomes: [outcome]), options: run.output)
      pieces.append(Array(bytes[start...]))
    }
    return pieces
  }
}

extension ChunkRun {
  /// Reads rows that stand in the order of the files.
  func read(_ rows: [CompanyWorker.Source]) throws -> IngestRun {
    var reading = self.reading
    var next = 0
    while next < rows.count {
      let file = rows[next].file
      let end = rows[next...].firstIndex { $0.file != file } ?? rows.count
      var bytes: [UInt8] = []
      for row in rows[next..<end] { bytes += row.bytes + [UInt8(ascii: "\n")] }
      try reading.readRows(
        bytes, separator: files[file].separator, of: file,
        numbers: rows[next..<end].map(\.number))
      next = end
    }
    return reading
  }
}

/// What became of a row that was computed before its chunk.
package enum RowPiece: Hashable, Sendable {
  /// Its rows of the table.
  case result([UInt8])
  case reject(RejectLine)
  /// An empty row.
  case nothing
}

/// The same, with where the row begins in its chunk.
package struct SettledPiece: Sendable {
  package var offset: Int
  package var piece: RowPiece

  package init(offset: Int, piece: RowPiece) {
    self.offset = offset
    self.piece = piece
  }
}
