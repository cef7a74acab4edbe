/// How a run is to be done.
package struct RunOptions: Sendable {
  /// The choice of each reading of the plan; empty: the first of each.
  package var choices: [Int]
  /// Whether reasons, failing conditions and notes are wanted.
  package var explains: Bool
  /// Whether those of awards that are plainly not due may be left out, as the long result does.
  package var leavesOutNotDue: Bool
  /// Whether each alternative reading is tried as well.
  package var triesReadings: Bool
  /// What the host of the library allows, if it limits anything.
  package var watch: Watch?
  /// Where the places of each quota end, with the readings as chosen and then for each probe, if
  /// the rows are only some of the run; else it is found among the rows.
  var edges: [QuotaEdges] = []

  package init(
    choices: [Int] = [], explains: Bool = true, leavesOutNotDue: Bool = false,
    triesReadings: Bool = true, watch: Watch? = nil
  ) {
    self.choices = choices
    self.explains = explains
    self.leavesOutNotDue = leavesOutNotDue
    self.triesReadings = triesReadings
    self.watch = watch
  }

  fileprivate var depth: EvaluationDepth {
    explains ? leavesOutNotDue ? .shownReasons : .reasons : .facts
  }
}

/// Runs a plan on rows, in the order of the rows: phases 1 to 12 of the evaluation order, then
/// again for every alternative reading. Where the options' watch ends the run, some outcomes are
/// missing, and whoever gave the watch asks it.
package func run(_ plan: Plan, _ rows: [Row], _ options: RunOptions = RunOptions()) -> [RowOutcome]
{
  var runner = Runner(plan, options)
  return runner.outcomes(of: rows)
}

/// One run over rows. What stands alone is computed from its first to its last phase: a company,
/// or, where companies compete for a quota, all of them.
struct Runner {
  private let phases: Phases
  private let choices: [Int]
  private let depth: EvaluationDepth
  private let probes: [ReadingProbe]
  /// As the options give them.
  private let edges: [QuotaEdges]
  private var machine: Machine

  init(_ plan: Plan, _ options: RunOptions) {
    choices = plan.allChoices(options.choices)
    edges = options.edges
    phases = Phases(plan, options.watch)
    depth = options.depth
    probes = options.triesReadings ? plan.readingProbes(choices) : []
    machine = Machine(plan, choices: choices)
    machine.watch = options.watch
  }

  mutating func outcomes(of rows: [Row]) -> [RowOutcome] {
    if phases.hasQuotas, edges.isEmpty { return outcomes(ofAll: rows) }
    if rows.allSatisfy({ $0.key == nil }) {
      return rows.flatMap { phases.mayGoOn ? outcomes(ofAll: [$0]) : [] }
    }
    var byRow = [RowOutcome?](repeating: nil, count: rows.count)
    for company in companies(rows) where phases.mayGoOn {
      let found = outcomes(ofAll: company.map { rows[$0] })
      // A company that was stopped has no outcomes.
      for (index, outcome) in zip(company, found) { byRow[index] = outcome }
    }
    return byRow.compactMap(\.self)
  }

  /// What becomes of a row that is its company's only one of its year, and what the company was due
  /// by then; `due` is what it was due before. nil where an alternative reading would need the rows
  /// before.
  mutating func outcome(
    of row: Row, behind due: [Truth]
  ) -> (outcome: RowOutcome, due: [Truth])? {
    guard probes.isEmpty, let key = row.key else { return nil }
    var cohort = Cohort(phases, [row], choices, depth, edges: edges.first, behind: due)
    cohort.run(&machine)
    guard phases.mayGoOn, let outcome = cohort.outcomes().first else { return nil }
    return (outcome, cohort.due(ofCompany: key))
  }

  /// Row indices by company; rows without a key are companies of their own.
  private func companies(_ rows: [Row]) -> [[Int]] {
    var companies: [[Int]] = []
    var byKey: [String: Int] = [:]
    for (index, row) in rows.enumerated() {
      if let key = row.key {
        if let known = byKey[key] {
          companies[known].append(index)
          continue
        }
        byKey[key] = companies.count
      }
      companies.append([index])
    }
    return companies
  }

  private mutating func outcomes(ofAll rows: [Row]) -> [RowOutcome] {
    var cohort = Cohort(phases, rows, choices, depth, edges: edges.first)
    cohort.run(&machine)
    guard phases.mayGoOn else { return [] }
    var outcomes = cohort.outcomes()
    keep(outcomes)
    let changed = changedRows(rows, cohort)
    let standAlone = rows.allSatisfy { $0.key == nil }
    for (index, probe) in probes.enumerated() {
      // Rows that are not at hand may have moved the edges.
      let changed = changed[index]
      if changed.isEmpty, edges.isEmpty { continue }
      var other = Cohort(
        phases, rows, probe.choices, .sums, edges: edges.isEmpty ? nil : edges[index + 1])
      if standAlone {
        other.run(&machine, changed, unlike: cohort)
      } else {
        other.run(&machine)
      }
      noteReading(phases.plan, probe, other, &outcomes)
    }
    return outcomes
  }

  private func keep(_ outcomes: [RowOutcome]) {
    guard let watch = phases.watch else { return }
    for outcome in outcomes {
      _ = watch.allows(
        bytes: MemoryLayout<RowOutcome>.stride
          + outcome.lines.count * MemoryLayout<LineOutcome>.stride)
    }
  }

  /// By probe the rows of which something changes.
  private mutating func changedRows(_ rows: [Row], _ cohort: Cohort) -> [[Int]] {
    var changed = [[Int]](repeating: [], count: probes.count)
    for (index, row) in rows.enumerated() {
      let earlier = cohort.earlier.isEmpty ? EarlierRows.none : cohort.earlier[index]
      for (place, probe) in probes.enumerated() where phases.allowsRow() {
        let reach = machine.reach(
          of: probe.choices, insteadOf: choices, in: row, earlier: earlier)
        let needed: Wiring.Reach = row.key == nil ? .results : .company
        if reach >= needed { changed[place].append(index) }
      }
    }
    return changed
  }
}
