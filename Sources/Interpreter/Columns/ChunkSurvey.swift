import CBytes

/// Looks through chunks of a run before any of it is computed: one a thread.
package final class SurveyWorker {
  /// What a look is for.
  package enum Subject: Sendable {
    /// Which companies have several rows.
    case keys
    /// What rows bring to the quotas, but for those of companies that have several.
    case quotas(except: SeveralRows?)
  }

  private let run: ChunkRun
  private let subject: Subject
  private var shape = ChunkShape()
  private var quotas: QuotaSurvey?
  private var keys = KeyIndex()

  package init(_ run: ChunkRun, _ subject: Subject) {
    self.run = run
    self.subject = subject
    if case .quotas = subject {
      quotas = QuotaSurvey(run.plan, run.options, hasKey: run.hasKey)
    }
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
    switch subject {
    case .keys:
      run.addKeys(chunk, shape, of: file, at: offset, to: &keys)
      return nil
    case .quotas(let several):
      let rows =
        several.map { run.rowsAlone(chunk, shape, of: file, $0) } ?? Array(0..<shape.rows)
      return lookForCandidates(chunk, file, rows)
    }
  }

  private func lookForCandidates(
    _ chunk: ChunkBytes, _ file: Int, _ rows: [Int]
  ) -> ChunkResult.Failure? {
    for first in stride(from: 0, to: rows.count, by: ColumnBatch.capacity) {
      let batch = Array(rows[first..<min(rows.count, first + ColumnBatch.capacity)])
      var reading = run.reading
      do {
        try reading.readRows(
          shape.rowBytes(chunk, batch), separator: run.files[file].separator,
          of: file)
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
  /// nil where they were not looked at.
  package fileprivate(set) var quotas: QuotaFindings?
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
