import CBytes

/// Looks through chunks of a run before any of it is computed: one a thread.
package final class SurveyWorker {
  private let run: ChunkRun
  private var shape = ChunkShape()
  private var survey: QuotaSurvey

  package init(_ run: ChunkRun) {
    self.run = run
    survey = QuotaSurvey(run.plan, run.options)
  }

  /// What was found in all chunks so far.
  package var found: QuotaFindings { survey.found }

  /// Rows of the chunk that was looked at last.
  package var rows: Int { shape.rows }

  /// Takes a chunk of whole rows in; the answer is why its rows cannot be read.
  package func look(at chunk: ChunkBytes, of file: Int) -> ChunkResult.Failure? {
    shape.split(chunk, separator: run.files[file].separator)
    if let failure = shape.failure(chunk) { return failure }
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
      for accepted in reading.result.rows { survey.add(accepted.row) }
    }
    return nil
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
