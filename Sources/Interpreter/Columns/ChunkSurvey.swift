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
  private let desks: DeskBook
  /// The file that the rows are placed for.
  private var placed: (file: Int, rows: PlacedRows, dates: RowDates)?

  package init(_ run: ChunkRun, _ subject: Subject) {
    self.run = run
    self.subject = subject
    desks = DeskBook(run, isAlone: true)
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
      var isAlone = [Bool](repeating: several == nil, count: shape.rows)
      if let several {
        for row in run.rowsAlone(chunk, shape, of: file, several) { isAlone[row] = true }
      }
      do {
        try lookForCandidates(chunk, file, isAlone)
        return nil
      } catch let refusal as OutputRefusal {
        return .output(refusal)
      } catch let refusal as InputRefusal {
        return .input(refusal)
      } catch {
        return nil
      }
    }
  }

  private func lookForCandidates(
    _ chunk: ChunkBytes, _ file: Int, _ isAlone: [Bool]
  ) throws {
    var start = 0
    for first in stride(from: 0, to: shape.rows, by: ColumnBatch.capacity) {
      let rows = first..<min(shape.rows, first + ColumnBatch.capacity)
      let odd = try lookByColumns(chunk, file, rows, from: start, isAlone)
      var reading = run.reading
      try reading.readRows(
        shape.rowBytes(chunk, odd), separator: run.files[file].separator, of: file)
      // A company of one row has its history in that row.
      for accepted in reading.joined().rows { quotas?.add(accepted.row) }
      start = shape.start(ofRow: rows.upperBound, chunk)
    }
  }

  /// Takes in rows of which columns can tell; the answer is the others.
  private func lookByColumns(
    _ chunk: ChunkBytes, _ file: Int, _ rows: Range<Int>, from start: Int, _ isAlone: [Bool]
  ) throws(OutputRefusal) -> [Int] {
    if placed?.file != file {
      placed = (file, PlacedRows(run.files[file]), RowDates(run, file))
    }
    guard let (_, placed, dates) = placed, run.columns != nil else {
      return rows.filter { isAlone[$0] }
    }
    placed.place(chunk, shape, rows, from: start)
    var (picks, odd): ([Days: [Int]], [Int]) = ([:], [])
    for row in rows where isAlone[row] {
      let place = row - rows.lowerBound
      if placed.odd[place] == 0, let date = dates.date(place, placed, chunk, shape) {
        picks[date, default: []].append(row)
      } else {
        odd.append(row)
      }
    }
    desks.release()
    for (date, found) in picks {
      guard let seat = try desks.seat(file, date, rows: found.count) else {
        odd += found
        continue
      }
      seat.desk.fill(chunk, shape, found, of: placed)
      seat.desk.computeContests()
      quotas?.add(seat.desk)
      var left = found.indices.filter { seat.desk.batch.odd[$0] != 0 }
      if let candidates = seat.candidates, var survey = quotas {
        quotas = nil
        left = candidates.add(left, to: &survey)
        quotas = survey
      }
      odd += left.map { found[$0] }
    }
    return odd.sorted()
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
