import CBytes

/// Looks through chunks of a run before any of it is computed: one a thread.
package final class SurveyWorker {
  private let run: ChunkRun
  private var shape = ChunkShape()
  private var quotas: QuotaSurvey?
  private var keys = KeyIndex()

  package init(_ run: ChunkRun) {
    self.run = run
    if run.plan.hasQuotas { quotas = QuotaSurvey(run.plan, run.options) }
  }

  /// Hands over what was found in all chunks.
  package func takeFindings() -> SurveyFindings {
    defer { keys = KeyIndex() }
    return SurveyFindings(quotas: quotas?.found, keys: keys)
  }

  /// Rows of the chunk that was looked at last.
  package var rows: Int { shape.rows }

  /// Takes a chunk of whole rows in, which stands at `offset` in the text of its file; the answer
  /// is why its rows cannot be read.
  package func look(
    at chunk: ChunkBytes, of file: Int, offset: Int
  ) -> ChunkResult.Failure? {
    shape.split(chunk, separator: run.files[file].separator)
    if let failure = shape.failure(chunk) { return failure }
    _ = run.options.watch.allows(steps: shape.rows)
    do throws(InputRefusal) { try run.options.watch.check() } catch { return .input(error) }
    run.addKeys(chunk, shape, of: file, at: offset, to: &keys)
    return quotas == nil ? nil : lookForCandidates(chunk, file)
  }

  private func lookForCandidates(_ chunk: ChunkBytes, _ file: Int) -> ChunkResult.Failure? {
    var start = 0
    for first in stride(from: 0, to: shape.rows, by: ColumnBatch.capacity) {
      let last = min(shape.rows, first + ColumnBatch.capacity) - 1
      let end = min(chunk.count, chunk.nextRow(behind: shape.end(ofRow: last)))
      let bytes = Array(chunk.bytes[start..<end])
      start = end
      var reading = run.reading
      do {
        try reading.readRows(bytes, separator: run.files[file].separator, of: file)
      } catch {
        return .input(error)
      }
      // A company of one row has its history in that row.
      for accepted in reading.joined().rows { quotas?.add(accepted.row) }
    }
    return nil
  }
}

/// What a look at all rows found.
package struct SurveyFindings: Sendable {
  /// nil where no rule has a quota.
  fileprivate(set) var quotas: QuotaFindings?
  package var keys: KeyIndex

  package mutating func add(_ other: SurveyFindings) {
    if let found = other.quotas { quotas?.add(found) }
    keys.add(other.keys)
  }
}

extension ChunkShape {
  /// Why the rows of a chunk cannot be read at all.
  func failure(_ chunk: ChunkBytes) -> ChunkResult.Failure? {
    let fault = jili_utf8_fault(chunk.start, chunk.count)
    if fault < chunk.count {
      let row = (0..<rows).first { end(ofRow: $0) >= fault } ?? 0
      return .notUTF8(row: row + 1)
    }
    return hasOpenQuote ? .openQuote(row: rows) : nil
  }
}
