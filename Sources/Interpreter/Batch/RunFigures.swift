/// What became of one line over all rows. Every row is in exactly one of the counts.
package struct LineFates: Hashable, Sendable {
  /// By step: rows whose first condition that does not hold is this one.
  package var failing: [Int]
  /// The conditions hold or may hold, and the sum is 0.
  package var nothing = 0
  package var overQuota = 0
  /// Another award, a ceiling or another policy took the sum.
  package var excluded = 0
  /// It hangs on missing facts, a tie or the authority, and nothing is certain.
  package var open = 0
  /// Something is certain.
  package var paid = 0

  package init(steps: Int) { failing = [Int](repeating: 0, count: steps) }

  package var rows: Int {
    failing.reduce(0, +) + nothing + overQuota + excluded + open + paid
  }

  mutating func add(_ other: LineFates) {
    for step in failing.indices { failing[step] += other.failing[step] }
    nothing += other.nothing
    overQuota += other.overQuota
    excluded += other.excluded
    open += other.open
    paid += other.paid
  }
}

/// Companies between two sums, and what they certainly get.
package struct SumBin: Hashable, Sendable {
  package var companies = 0
  package var low = Exact.zero

  package init(companies: Int = 0, low: Exact = .zero) {
    self.companies = companies
    self.low = low
  }

  mutating func add(_ other: SumBin) throws(OutputRefusal) {
    companies += other.companies
    low = try sum(low, other.low)
  }
}

/// The figures of a report beyond those of the summary: how the sums are spread over the
/// companies, and where companies fail. Stretches of rows that were counted apart are added up.
package struct RunFigures: Hashable, Sendable {
  /// Upper ends of the bins in 万元, each belonging to its bin; the first bin is nothing at all,
  /// the last has no end.
  package static let ends: [Int] = [0, 1, 5, 10, 50, 100, 500, 1000, 5000]

  package var bins = [SumBin](repeating: SumBin(), count: ends.count + 1)
  /// How many companies get so many awards.
  package var byAwards: [Int] = []
  /// By line of the plan.
  package var fates: [LineFates]

  package init(_ plan: Plan) { fates = plan.steps.map { LineFates(steps: $0.steps.count) } }

  mutating func add(_ other: RunFigures) throws(OutputRefusal) {
    for bin in bins.indices { try bins[bin].add(other.bins[bin]) }
    for (awards, companies) in other.byAwards.enumerated() { count(awards, companies) }
    for line in fates.indices { fates[line].add(other.fates[line]) }
  }

  mutating func count(_ awards: Int, _ companies: Int) {
    if companies == 0 { return }
    while byAwards.count <= awards { byAwards.append(0) }
    byAwards[awards] += companies
  }

  /// The bin of a sum, which is at least 0.
  static func bin(of sum: Exact) -> Int {
    ends.firstIndex { sum <= Exact($0 * 10_000) } ?? ends.count
  }
}

/// The figures of rows with their outcomes; nil where the plan lays out no steps.
func runFigures(
  _ input: Ingested, _ results: PolicyResults
) throws(OutputRefusal) -> RunFigures? {
  guard !results.plan.steps.isEmpty else { return nil }
  var figures = RunFigures(results.plan)
  var companies: [(low: Exact, awards: Set<Int>)] = []
  var places: [String: Int] = [:]
  for (row, outcome) in zip(input.rows, results.outcomes) {
    for (line, found) in outcome.lines.enumerated() { figures.fates[line].add(found) }
    var place = companies.count
    if let key = row.row.key {
      place = places[key] ?? place
      places[key] = place
    }
    if place == companies.count { companies.append((.zero, [])) }
    companies[place].low = try sum(companies[place].low, outcome.totalLow)
    companies[place].awards.formUnion(
      outcome.lines.indices.filter { !outcome.lines[$0].low.isZero })
  }
  for (low, awards) in companies {
    try figures.bins[RunFigures.bin(of: low)].add(SumBin(companies: 1, low: low))
    figures.count(awards.count, 1)
  }
  return figures
}

extension LineFates {
  fileprivate mutating func add(_ line: LineOutcome) {
    if let step = line.failedStep {
      failing[step] += 1
    } else if !line.low.isZero {
      paid += 1
    } else {
      switch line.state {
      case .notDue, .due: nothing += 1
      case .overQuota: overQuota += 1
      case .excluded: excluded += 1
      case .undetermined, .unspecified, .upTo: open += 1
      }
    }
  }
}
