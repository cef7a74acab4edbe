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

  package init(
    choices: [Int] = [], explains: Bool = true, leavesOutNotDue: Bool = false,
    triesReadings: Bool = true
  ) {
    self.choices = choices
    self.explains = explains
    self.leavesOutNotDue = leavesOutNotDue
    self.triesReadings = triesReadings
  }

  fileprivate var depth: EvaluationDepth {
    explains ? leavesOutNotDue ? .shownReasons : .reasons : .facts
  }
}

/// Runs a plan on rows, in the order of the rows: phases 1 to 12 of the evaluation order, then
/// again for every alternative reading.
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
  private var machine: Machine

  init(_ plan: Plan, _ options: RunOptions) {
    var choices = options.choices
    while choices.count < plan.readings.count { choices.append(0) }
    self.choices = choices
    phases = Phases(plan)
    depth = options.depth
    probes = options.triesReadings ? plan.readingProbes(choices) : []
    machine = Machine(plan, choices: choices)
  }

  mutating func outcomes(of rows: [Row]) -> [RowOutcome] {
    if phases.hasQuotas { return outcomes(ofAll: rows) }
    if rows.allSatisfy({ $0.key == nil }) { return rows.flatMap { outcomes(ofAll: [$0]) } }
    var byRow = [RowOutcome?](repeating: nil, count: rows.count)
    for company in companies(rows) {
      let found = outcomes(ofAll: company.map { rows[$0] })
      for (position, index) in company.enumerated() { byRow[index] = found[position] }
    }
    return byRow.compactMap(\.self)
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
    var cohort = Cohort(phases, rows, choices, depth)
    cohort.run(&machine)
    var outcomes = cohort.outcomes()
    let standAlone = rows.allSatisfy { $0.key == nil }
    for probe in probes {
      if standAlone {
        // Where each row is a company, only those are computed again of which something changes.
        let changed = rows.indices.filter { index in
          machine.differs(rows[index], from: choices, choosing: probe.choices)
        }
        if changed.isEmpty { continue }
        var other = Cohort(phases, rows, probe.choices, .sums)
        other.run(&machine, changed, unlike: cohort)
        noteReading(phases.plan, probe, other, &outcomes)
      } else {
        var other = Cohort(phases, rows, probe.choices, .sums)
        other.run(&machine)
        noteReading(phases.plan, probe, other, &outcomes)
      }
    }
    return outcomes
  }
}
