/// What became of some rows of files that are held in memory.
package struct StretchResult: Sendable {
  /// Rows of the results.
  package var output: ArraySlice<UInt8>
  package var rejects: [RejectedRow]
}

extension ChunkRun {
  /// Rows that are read before they are computed and forgotten.
  private static let stretch = 512

  /// Computes the rows of files that are held in memory, workbooks or JSON, where rows stand alone:
  /// of what was computed only `give` keeps something.
  package func computeHeld(
    _ give: (StretchResult) throws -> Void
  ) throws -> RunTally {
    var reading = self.reading
    var tally = RunTally()
    var failure: (any Error)?
    for index in reading.files.indices {
      try reading.readRows(of: index, stretch: Self.stretch) { reading in
        guard failure == nil else { return }
        do {
          try give(try stretch(reading.takeRows(), &tally))
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
    }
    try options.watch.check()
    tally.outside = reading.outside
    tally.magnitudes = reading.magnitudes
    return tally
  }

  private func stretch(
    _ read: Ingested, _ tally: inout RunTally
  ) throws -> StretchResult {
    var found = read
    let outcomes = runRows(plan, &found, options)
    try options.watch.check()
    let results = PolicyResults(plan: plan, outcomes: outcomes)
    var part = RunTally()
    part.counts = found.counts
    part.written = outcomes.count
    try tally.add(part)
    try tally.add(try summarise(found, results, by: splits))
    let bytes =
      layout == .wide
      ? try writeWide(found, results, options: output)
      : try writeLong(found, results, options: output)
    return StretchResult(
      output: bytes.dropFirst(resultHead.count), rejects: found.rejects)
  }
}
