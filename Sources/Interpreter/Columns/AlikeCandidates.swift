/// What rows bring to the quotas of which columns cannot tell: rows that are alike in what the
/// quotas ask bring the same, and only the first of them are computed.
final class AlikeCandidates {
  private let run: ChunkRun
  private let desk: ColumnDesk
  private let signs: RowSigns
  private var book = SignBook<QuotaSurvey.Candidates>()

  /// nil where quotas ask for more than columns hold.
  init?(_ run: ChunkRun, _ desk: ColumnDesk) {
    guard let asked = desk.file.program?.askedByQuotas, desk.holdsAll else { return nil }
    (self.run, self.desk) = (run, desk)
    signs = RowSigns(asked: asked)
  }

  /// Takes in those of the rows of the batch whose like was met before; the answer is the others.
  func add(_ rows: [Int], to survey: inout QuotaSurvey) -> [Int] {
    rows.filter { row in
      guard desk.isRead(row) else { return true }
      let place = book.place(signs.sign(row, desk)) {
        survey.candidates(of: run.rowAlone(row, of: desk))
      }
      guard let place else { return true }
      survey.add(book.found[place], year: desk.file.date.year ?? .max)
      return false
    }
  }
}
