/// What a company would get were some facts of one of its rows other than they are. What was tried
/// once is not tried again.
final class RowTrials {
  struct Result {
    /// The lines of the changed row.
    var lines: [LineOutcome]
    /// Of all rows of the company.
    var total: (low: Exact, high: Exact?)
  }

  /// As the company is.
  let total: (low: Exact, high: Exact?)
  private let explainer: Explainer
  private let rows: [Row]
  private let index: Int
  private let told: [RowOutcome]
  /// Which lines have a place in their quotas.
  private let placed: Set<Int>
  private var results: [ChangeSearch.Found: Result] = [:]
  private var sums: [ChangeSearch.Found: [LineOutcome]] = [:]

  init(
    _ explainer: Explainer, _ rows: [Row], _ index: Int, _ cohort: Cohort, _ told: [RowOutcome]
  ) {
    self.explainer = explainer
    self.rows = rows
    self.index = index
    self.told = told
    total = Self.total(told)
    placed = Set(
      explainer.phases.quotaLines.filter { line in
        guard let work = cohort.work[index]?.lines[line] else { return false }
        return work.condition.mayBeTrue && !work.isOverQuota
      })
  }

  func result(of changes: ChangeSearch.Found) -> Result {
    let key = canonical(changes)
    if let known = results[key] { return known }
    let outcomes = run(key, refinesTotals: true)
    let result = Result(lines: outcomes[index].lines, total: Self.total(outcomes))
    results[key] = result
    return result
  }

  /// A line alone, which no refinement of the total touches.
  func sum(of line: Int, with place: ChangePlace, _ value: SlotValue) -> LineOutcome {
    let key = canonical([place: value])
    if let known = sums[key] { return known[line] }
    let lines = run(key, refinesTotals: false)[index].lines
    sums[key] = lines
    return lines[line]
  }

  private func run(_ changes: ChangeSearch.Found, refinesTotals: Bool) -> [RowOutcome] {
    guard explainer.mayTry(rows.count) else { return told }
    var changed = rows
    changed[index] = rows[index].with(changes)
    var cohort = Cohort(
      explainer.phases, changed, explainer.options.choices, .facts, edges: edges(changed[index]))
    cohort.run(&explainer.machine, refinesTotals: refinesTotals)
    return cohort.outcomes()
  }

  /// Of words that no rule tells from each other the first stands for all.
  private func canonical(_ changes: ChangeSearch.Found) -> ChangeSearch.Found {
    var row = rows[index].with(changes)
    var found = changes
    for (place, value) in changes {
      guard case .slot(let slot) = place, value.measure == nil,
        let readers = explainer.readers[slot]
      else { continue }
      let known = explainer.machine.readings(readers, of: row)
      let same = words(slot).first { word in
        row.values[slot] = word
        return explainer.machine.readings(readers, of: row) == known
      }
      row.values[slot] = same ?? value
      found[place] = same ?? value
    }
    return found
  }

  /// Words that any cell of a slot may hold.
  private func words(_ slot: Int) -> [SlotValue] {
    let plan = explainer.plan
    let fact = plan.facts[plan.slotFacts[slot]]
    if case .title(_, _, let recognised) = rows[index].values[slot] {
      return SharedUnknowns.values(plan, fact, .title(.unknown, event: nil, recognised: recognised))
    }
    return SharedUnknowns.values(plan, fact, .unknown)
  }

  /// Where the places of quotas end once the row has changed: one that was no candidate takes the
  /// place of another, perhaps of its own company. nil where the rows at hand draw for themselves.
  private func edges(_ changed: Row) -> QuotaEdges? {
    guard var edges = explainer.options.edges.first else { return nil }
    let year = changed.quotaYear
    for line in explainer.phases.quotaLines {
      if placed.contains(line), year == rows[index].quotaYear { continue }
      guard let quota = explainer.plan.lines[line].quota else { continue }
      let place = QuotaEdges.Place(line: line, year: year)
      let edge = edges.edges[place] ?? .ofNobody(explainer.machine.numbers[quota.count])
      edges.edges[place] = edge.entered
    }
    return edges
  }

  private static func total(_ outcomes: [RowOutcome]) -> (low: Exact, high: Exact?) {
    outcomes.reduce((low: Exact.zero, high: Exact?.some(.zero))) { sum, outcome in
      (
        sum.low.adding(outcome.totalLow) ?? sum.low,
        sum.high.flatMap { high in outcome.totalHigh.flatMap { high.adding($0) } }
      )
    }
  }
}
