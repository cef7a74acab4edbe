/// What became of some rows of files that are held in memory.
package struct StretchResult: Sendable {
  /// Rows of the results.
  package var output: ArraySlice<UInt8>
  package var rejects: [RejectedRow]
}

extension ChunkRun {
  /// Computes the rows of files that are held in memory, workbooks or JSON, where rows stand alone:
  /// of what was computed only `give` keeps something.
  package func computeHeld(
    _ give: (StretchResult) throws -> Void
  ) throws -> RunTally {
    var reading = self.reading
    var tally = RunTally()
    for index in reading.files.indices {
      let columns = HeldColumns(self, index)
      var failure: (any Error)?
      func isGiven(_ reading: inout IngestRun, _ rows: [TypedRow]) -> Bool {
        if failure != nil { return false }
        do { try give(try stretch(rows, of: index, &reading, columns, &tally)) } catch {
          failure = error
        }
        return failure == nil
      }
      if case .delimited = reading.files[index].form {
        try reading.readRows(of: index, stretch: ColumnBatch.capacity) { _ = isGiven(&$0, []) }
      } else {
        try reading.cutRows(of: index, stretch: ColumnBatch.capacity, isGiven)
      }
      if let failure { throw failure }
    }
    try options.watch.check()
    var rest = RunTally()
    rest.outside = reading.outside
    rest.magnitudes = reading.magnitudes
    try tally.add(rest)
    return tally
  }

  /// Rows that columns settle, and the others one by one, in the order of the file. Rows that were
  /// read before are taken over.
  private func stretch(
    _ rows: [TypedRow], of file: Int, _ reading: inout IngestRun, _ columns: HeldColumns?,
    _ tally: inout RunTally
  ) throws -> StretchResult {
    let isSettled = try columns?.compute(rows, into: &tally) ?? rows.map { _ in false }
    let isAccepted = zip(rows, isSettled).map { !$1 && reading.accepts($0, of: file) }
    var found = reading.takeRows()
    let outcomes = runRows(plan, &found, options)
    try options.watch.check()
    let results = PolicyResults(plan: plan, outcomes: outcomes)
    var part = RunTally()
    part.counts = found.counts
    part.written = outcomes.count
    try tally.add(part)
    try tally.add(try summarise(found, results, by: splits))
    guard let columns, isSettled.contains(true) else {
      let bytes =
        layout == .wide
        ? try writeWide(found, results, options: output)
        : try writeLong(found, results, options: output)
      return StretchResult(output: bytes.dropFirst(resultHead.count), rejects: found.rejects)
    }
    let (bytes, ends) = try writeWideRows(found, results, options: output)
    var next = 0
    for index in rows.indices {
      if isSettled[index] {
        columns.write(index)
      } else if isAccepted[index] {
        let start = next == 0 ? resultHead.count : ends[next - 1]
        columns.output.append(Array(bytes[start..<ends[next]]))
        next += 1
      }
    }
    return StretchResult(output: columns.takeOutput()[...], rejects: found.rejects)
  }
}
