import Jili
import JiliLexer

/// Looks at the companies that have several rows for what they bring to the quotas.
///
/// Where awards ask what earlier years were due, one look is not enough: it leaves companies behind
/// at the first year in which they may have a place. The first of these years is then fully known,
/// so that each look ends at least one more year; most companies have no place and need one look.
final class QuotaPass: @unchecked Sendable {
  /// Companies of one hash that were left behind, as rows of a shelf.
  private struct Behind {
    let shelf: UInt32
    let start: UInt32
    let count: UInt32
    let year: Int32

    var rows: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  private let run: ChunkRun
  private let source: RowSource
  private let rows: SeveralRows
  private var found: QuotaFindings

  // Under `gate`.
  private let gate = Gate()
  /// nil: every company is looked at.
  private var behind: [Behind]?
  private var left: [Behind] = []
  private var shelf = 0
  private var next = 0
  private var stop: ChunkPipeline.Stop?

  /// `found` is what companies of one row bring.
  init(_ run: ChunkRun, _ source: RowSource, _ rows: SeveralRows, _ found: QuotaFindings) {
    self.run = run
    self.source = source
    self.rows = rows
    self.found = found
  }

  func look(threads: Int) throws(ChunkPipeline.Stop) -> QuotaFindings {
    var settledYear: Int?
    repeat {
      let (before, year) = (found, settledYear)
      (left, shelf, next) = ([], 0, 0)
      Workers.run(threads) { [self] in work(CompanySurvey(run, before, settledYear: year)) }
      if let stop { throw stop }
      behind = left
      settledYear = left.map { Int($0.year) }.min()
    } while settledYear != nil
    return found
  }

  private func work(_ survey: CompanySurvey) {
    while let batch = gate.holding({ takeBatch() }) {
      do {
        let later = try look(at: batch, survey)
        gate.holding { left += later }
      } catch {
        gate.holding { if stop == nil { stop = source.reason(error) } }
      }
    }
    let mine = survey.found
    gate.holding { found.add(mine) }
  }

  private func look(at batch: [Behind], _ survey: CompanySurvey) throws -> [Behind] {
    var keyed: [(row: KeyedRow, bundle: Int)] = []
    for (index, bundle) in batch.enumerated() {
      for row in rows.shelves[Int(bundle.shelf)][bundle.rows] { keyed.append((row, index)) }
    }
    keyed.sort { $0.row.place < $1.row.place }
    var bundles = batch.map { one in
      CompanySurvey.Bundle(
        rows: [], seenYear: one.year == Self.unseen ? nil : Int(one.year))
    }
    for (place, entry) in keyed.enumerated() { bundles[entry.bundle].rows.append(place) }
    let years = try survey.look(at: try keyed.map { try source.row($0.row) }, bundles)
    return zip(batch, years).compactMap { one, year in
      year.map {
        Behind(shelf: one.shelf, start: one.start, count: one.count, year: Int32(clamping: $0))
      }
    }
  }

  // MARK: - Batches

  /// No year of a company was taken in.
  private static let unseen = Int32.min

  private func takeBatch() -> [Behind]? {
    if stop != nil { return nil }
    var batch: [Behind] = []
    var count = 0
    while count < RowSource.rowsAtOnce, let one = takeOne() {
      batch.append(one)
      count += Int(one.count)
    }
    return batch.isEmpty ? nil : batch
  }

  private func takeOne() -> Behind? {
    if let behind {
      guard next < behind.count else { return nil }
      next += 1
      return behind[next - 1]
    }
    while shelf < rows.shelves.count, next == rows.shelves[shelf].count {
      (shelf, next) = (shelf + 1, 0)
    }
    guard shelf < rows.shelves.count else { return nil }
    let start = next
    next = rows.endOfHash(inShelf: shelf, from: start)
    return Behind(
      shelf: UInt32(shelf), start: UInt32(start), count: UInt32(next - start), year: Self.unseen)
  }
}
