import JiliLexer

/// A company file in memory, for hosts that have no files: computed chunk by chunk where that can
/// be, else as a whole. Both leave the same bytes, those of a batch over the same file.
package struct MemoryRun {
  package struct Results: Sendable {
    package var table: [UInt8]
    package var rejects: [UInt8]
    package var summary: RunSummary
    package var counts: RowCounts
    package var notices: [InputProblem]
  }

  private static let chunkSize = 1 << 18

  let plan: Plan
  let file: InputFile
  let input: InputOptions
  let run: RunOptions
  let output: OutputOptions
  let layout: ChunkRun.Layout
  /// The names of `--by`; nil where nobody wants the sums split.
  let splits: [String]?

  package init(
    _ plan: Plan, _ file: InputFile, input: InputOptions, run: RunOptions, output: OutputOptions,
    layout: ChunkRun.Layout, splits: [String]?
  ) {
    (self.plan, self.file, self.input, self.run) = (plan, file, input, run)
    (self.output, self.layout, self.splits) = (output, layout, splits)
  }

  package func results() throws -> Results {
    if !ChunkRun.needsSurvey(plan, input), let found = try inChunks() { return found }
    return try whole()
  }

  // MARK: - As a whole

  private func whole() throws -> Results {
    let (found, outcomes) = try runBatch(plan, [file], input: input, run: run)
    let results = PolicyResults(plan: try plan.settled(input.settings), outcomes: outcomes)
    return Results(
      table: layout == .wide
        ? try writeWide(found, results, options: output)
        : try writeLong(found, results, options: output),
      rejects: writeRejects(found.rejects, options: output),
      summary: try summarise(found, results, by: splits), counts: found.counts,
      notices: found.notices)
  }

  // MARK: - In chunks

  /// nil where the file must be read as a whole, which also says what is wrong with it.
  private func inChunks() throws -> Results? {
    guard let (run, text) = laidOut() ?? delimited() else { return nil }
    var results = Results(
      table: run.resultHead, rejects: run.rejectHead, summary: try run.summary(RunTally()),
      counts: RowCounts(), notices: [])
    var tally = RunTally()
    let worker = ChunkWorker(run)
    let (chunk, output) = (ChunkBytes(), ChunkBytes())
    var (place, rows) = run.beginning(of: 0)
    var cutter = RowCutter(run, file: 0, rest: ChunkBytes())
    while true {
      let cut = cutter.next(into: chunk, size: Self.chunkSize) { room in
        let count = min(room.count, text.count - place)
        room.copyBytes(from: text[place..<place + count])
        place += count
        return count
      }
      if case .end = cut { break }
      guard case .chunk = cut else { return nil }
      let done = worker.compute(chunk, of: 0, into: output)
      switch done.failure {
      case nil: break
      case .notUTF8, .openQuote: return nil
      case .output(let refusal): throw refusal
      case .input(let refusal): throw refusal
      }
      var part = done.tally
      part.number(behind: rows)
      try tally.add(part)
      results.table += run.counted(done.output, behind: rows).bytes
      guard self.run.watch.allows(bytes: done.output.count) else { try self.run.watch.check(); break }
      results.rejects += run.rejectRows(
        done.rejects.map { reject in
          var reject = reject
          (reject.file, reject.number) = (file.name, reject.number + rows)
          return reject
        })
      rows += done.rows
    }
    try self.run.watch.check()
    results.summary = try run.summary(tally)
    (results.counts, results.notices) = (tally.counts, run.notices(tally))
    return results
  }

  private func chunks(_ head: InputFile) -> ChunkRun? {
    var input = input
    input.watch = run.watch
    return try? ChunkRun(
      plan, [head], input: input, run: run, output: output, layout: layout, splits: splits)
  }

  /// Rows of text, in UTF-8.
  private func delimited() -> (ChunkRun, [UInt8])? {
    let encoding = input.encoding ?? .guess(file.bytes, isWhole: true)
    var text = file.bytes
    if encoding != .utf8 {
      var converter = TextConverter(encoding)
      text = converter.convert(text, isLast: true)
    }
    guard !ChunkRun.isReadWhole(file.bytes), let length = ChunkRun.headLength(text, input: input)
    else { return nil }
    let head = InputFile(
      name: file.name, bytes: Array(text[..<length]),
      original: encoding == .utf8 ? nil : encoding)
    return chunks(head).map { ($0, text) }
  }

  /// The rows of a JSON file.
  private func laidOut() -> (ChunkRun, [UInt8])? {
    let bytes = file.bytes
    guard ChunkRun.isReadWhole(bytes), !ChunkRun.isWorkbook(bytes),
      (input.encoding ?? .guess(bytes, isWhole: true)) == .utf8
    else { return nil }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    /// Gives the file away piece by piece, then nothing.
    func pieces(_ take: (UnsafeRawBufferPointer) -> Bool) -> Bool {
      bytes.withUnsafeBytes { bytes in
        for first in stride(from: start, to: bytes.count, by: Self.chunkSize) {
          let piece = bytes[first..<min(bytes.count, first + Self.chunkSize)]
          if !take(UnsafeRawBufferPointer(rebasing: piece)) { return false }
        }
        return take(UnsafeRawBufferPointer(start: nil, count: 0))
      }
    }
    var keys = JSONKeys(file.name)
    guard pieces({ keys.take($0) }), keys.isTable else { return nil }
    var head = InputFile(name: file.name, bytes: [])
    head.opened = .json(keys.headers)
    guard let run = chunks(head) else { return nil }
    let text = ChunkBytes()
    var layout = JSONLayout(file.name, keys.headers)
    guard pieces({ layout.take($0, into: text) }) else { return nil }
    return (run, Array(text.bytes))
  }
}
