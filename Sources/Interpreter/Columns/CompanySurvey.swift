/// Looks at companies that have several rows for what they bring to the quotas: one a thread.
package final class CompanySurvey {
  /// Companies of one hash, which are looked at together.
  package struct Bundle: Sendable {
    /// By place among the rows that are given.
    package var rows: [Int]
    /// The year through which they were taken in before.
    package var seenYear: Int?

    package init(rows: [Int], seenYear: Int?) {
      self.rows = rows
      self.seenYear = seenYear
    }
  }

  private let run: ChunkRun
  private let known: KnownPlaces
  private var quotas: QuotaSurvey
  private let columns: CompanyColumns?

  /// `before` was found so far, of the years through `settledYear` all.
  package init(_ run: ChunkRun, _ before: QuotaFindings, settledYear: Int?) {
    self.run = run
    known = before.known(through: settledYear)
    quotas = QuotaSurvey(run.plan, run.options, hasKey: run.hasKey)
    columns = quotas.asksEarlierYears ? nil : CompanyColumns(run)
  }

  package var found: QuotaFindings { quotas.found }

  /// Takes in rows, which stand in the order of the files and are all of their companies. The
  /// answer is by bundle the year through which it was taken in; nil where that is all of it.
  package func look(
    at rows: [CompanyWorker.Source], _ bundles: [Bundle]
  ) throws -> [Int?] {
    let isOdd = try columns?.look(at: rows, for: &quotas)
    let rest = isOdd.map { isOdd in rows.indices.filter { isOdd[$0] }.map { rows[$0] } } ?? rows
    if rest.isEmpty { return bundles.map { _ in nil } }
    var reading = try run.read(rest)
    let places = CompanyWorker.Source.places(rows)
    var bundleOf = [Int](repeating: 0, count: rows.count)
    for (index, bundle) in bundles.enumerated() {
      for row in bundle.rows { bundleOf[row] = index }
    }
    var byBundle = [[Row]](repeating: [], count: bundles.count)
    for accepted in reading.joined().rows {
      let place = CompanyWorker.Source.Place(file: accepted.file, number: accepted.number)
      if let index = places[place] { byBundle[bundleOf[index]].append(accepted.row) }
    }
    let years = zip(bundles, byBundle).map { bundle, rows in
      quotas.add(companies: rows, behind: bundle.seenYear, known)
    }
    try run.options.watch.check()
    return years
  }
}
