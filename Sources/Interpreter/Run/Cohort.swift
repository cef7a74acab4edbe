/// How a run is to be done.
package struct RunOptions: Sendable {
  /// The choice of each reading of the plan; empty: the first of each.
  package var choices: [Int]
  /// Whether reasons, failing conditions and notes are wanted for every line.
  package var explains: Bool
  /// Whether each alternative reading is tried as well.
  package var triesReadings: Bool
  /// Where the places of each quota end, with the readings as chosen and then for each probe, if
  /// the rows are only some of the run; else it is found among the rows.
  var edges: [QuotaEdges] = []

  package init(choices: [Int] = [], explains: Bool = true, triesReadings: Bool = true) {
    self.choices = choices
    self.explains = explains
    self.triesReadings = triesReadings
  }
}

/// Runs a plan on rows, in the order of the rows: phases 1 to 12 of the evaluation order, then
/// again for every alternative reading.
package func run(_ plan: Plan, _ rows: [Row], _ options: RunOptions = RunOptions()) -> [RowOutcome]
{
  let choices = plan.allChoices(options.choices)
  var cohort = Cohort(
    plan, rows, choices, explains: options.explains, edges: options.edges.first)
  cohort.run()
  var outcomes = cohort.outcomes()
  guard options.triesReadings else { return outcomes }
  let probes = plan.readingProbes(choices)
  // Where each row is a company, only those are computed again of which an operation changes.
  let changed =
    rows.allSatisfy { $0.key == nil } ? plan.rowsChanged(rows, by: probes, choices) : nil
  for (index, probe) in probes.enumerated() {
    let edges = options.edges.isEmpty ? nil : options.edges[index + 1]
    var other = Cohort(plan, rows, probe.choices, explains: false, edges: edges)
    if let changed {
      other.run(changed[index], as: cohort)
    } else {
      other.run()
    }
    noteReading(plan, probe, other, &outcomes)
  }
  return outcomes
}

extension Plan {
  /// A choice for each reading: the first where none is named.
  func allChoices(_ choices: [Int]) -> [Int] {
    choices + [Int](repeating: 0, count: max(0, readings.count - choices.count))
  }

  /// Whether any rule asks for this reading.
  func uses(reading: Int) -> Bool {
    operations.contains { operation in
      if case .reading(reading, _) = operation { return true }
      return false
    }
  }
}

/// All rows of a run while the phases pass over them, year by year.
struct Cohort {
  let plan: Plan
  let rows: [Row]
  let explains: Bool
  var machine: Machine
  var work: [RowWork?]
  var refinedHigh: [Exact?]
  var hasLooseHigh: [Bool]
  /// The rows before and after quotas, from which other readings start.
  private var evaluated: [RowWork?] = []
  private var drawn: [RowWork?] = []
  /// For each company, what earlier years were due of each award.
  private var history: [String: [Truth]] = [:]
  /// Where the places end, if that is known from elsewhere.
  private let edges: QuotaEdges?

  init(
    _ plan: Plan, _ rows: [Row], _ choices: [Int], explains: Bool, edges: QuotaEdges? = nil
  ) {
    self.plan = plan
    self.edges = edges
    self.rows = rows
    self.explains = explains
    machine = Machine(plan, choices: choices)
    work = [RowWork?](repeating: nil, count: rows.count)
    refinedHigh = [Exact?](repeating: nil, count: rows.count)
    hasLooseHigh = [Bool](repeating: false, count: rows.count)
  }

  mutating func run() {
    evaluated = work
    drawn = work
    for year in years() { runYear(year) }
  }

  /// Runs only the rows that are named and those that lose or win a place in a quota by them; the
  /// others, which stay as in `base`, are left out. Each row is a company.
  mutating func run(_ changed: [Int], as base: Cohort) {
    // Rows that are not at hand may have moved the edges.
    if changed.isEmpty, edges == nil { return }
    let isChanged = Set(changed)
    if !plan.hasQuotas {
      for index in changed {
        evaluate([index])
        settle([index])
      }
      return
    }
    for year in years() where edges != nil || year.contains(where: isChanged.contains) {
      for index in year where !isChanged.contains(index) { work[index] = base.evaluated[index] }
      for index in year where isChanged.contains(index) { evaluate([index]) }
      quotas(year)
      for index in year {
        if isChanged.contains(index) || isDrawn(index, unlike: base) {
          settle([index])
        } else {
          work[index] = nil
        }
      }
    }
  }

  private func isDrawn(_ index: Int, unlike base: Cohort) -> Bool {
    guard let mine = work[index], let other = base.drawn[index] else { return true }
    return plan.lines.indices.contains { line in
      let (one, two) = (mine.lines[line], other.lines[line])
      return one.low != two.low || one.high != two.high || one.isOverQuota != two.isOverQuota
        || one.isTied != two.isTied
    }
  }

  /// Row indices by evaluation year, earlier years first, rows without a settled year last.
  private func years() -> [[Int]] {
    var byYear: [Int: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      byYear[row.quotaYear, default: []].append(index)
    }
    return byYear.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func runYear(_ indices: [Int]) {
    var companies: [[Int]] = []
    var byKey: [String: Int] = [:]
    for index in indices {
      // Without a date column all rows have one date, known or not.
      if let key = rows[index].key, rows[index].date.year != nil || !rows[index].hasHistory {
        if let known = byKey[key] {
          companies[known].append(index)
          continue
        }
        byKey[key] = companies.count
      }
      companies.append([index])
    }
    for company in companies { evaluate(company) }
    if plan.hasQuotas {
      for index in indices { evaluated[index] = work[index] }
      quotas(indices)
      for index in indices { drawn[index] = work[index] }
    }
    for company in companies { settle(company) }
  }

  // MARK: - Phases 1 to 6

  private mutating func evaluate(_ company: [Int]) {
    let found = evaluated(company, replacing: nil)
    for (position, index) in company.enumerated() { work[index] = found[position] }
  }

  /// The rows of one company-year, one perhaps under a supposition; earlier rows bar later ones
  /// where a rule says so.
  private mutating func evaluated(
    _ company: [Int], replacing supposed: (position: Int, row: Row)?
  ) -> [RowWork] {
    var earlier = EarlierRows()
    earlier.awards = rows[company[0]].key.flatMap { history[$0] } ?? []
    var found: [RowWork] = []
    for (position, index) in company.enumerated() {
      let isSupposed = supposed?.position == position
      var row = machine.evaluate(
        isSupposed ? supposed?.row ?? rows[index] : rows[index], earlier: earlier,
        explains: explains && supposed == nil)
      payTitlesOnce(&row, found)
      found.append(row)
      if position + 1 < company.count { earlier.add(plan, row) }
    }
    return found
  }

  /// An award of a title pays once a company-year: in the first row that has it.
  private func payTitlesOnce(_ row: inout RowWork, _ before: [RowWork]) {
    if before.isEmpty { return }
    for line in plan.lines.indices where plan.lines[line].title != nil {
      for earlier in before {
        let claim = earlier.lines[line].claim
        row.lines[line].condition = row.lines[line].condition.and(claim.not)
        if claim.isYes {
          row.lines[line].lose(.titleOnce, to: line)
          row.lines[line].wasPossible = false
        } else if claim.mayBeTrue {
          row.lines[line].low = .zero
          row.lines[line].hangsOnEarlier = true
        }
      }
    }
  }

  /// Phase 6 for the rows of one year.
  private mutating func quotas(_ indices: [Int]) {
    guard plan.hasQuotas, let first = indices.first else { return }
    let year = rows[first].quotaYear
    let edges = edges ?? draw(indices).edges
    for line in plan.lines.indices where plan.lines[line].quota != nil {
      guard let edge = edges.edges[QuotaEdges.Place(line: line, year: year)] else { continue }
      for index in indices {
        guard let candidate = candidate(index, line) else { continue }
        work[index]?.judge(line, edge.verdict(candidate))
      }
    }
  }

  /// The candidates among the rows, all of one year.
  private func draw(_ indices: [Int]) -> QuotaDraw {
    var draw = QuotaDraw()
    for line in plan.lines.indices where plan.lines[line].quota != nil {
      for index in indices {
        guard let candidate = candidate(index, line) else { continue }
        draw.add(candidate, line: line, year: rows[index].quotaYear)
      }
    }
    return draw
  }

  private func candidate(_ index: Int, _ line: Int) -> QuotaCandidate? {
    work[index]?.candidate(line, asksFirst: (instalment(index, line) ?? 0) == 0)
  }

  // MARK: - Phases 7 to 12

  private mutating func settle(_ company: [Int]) {
    var after = company.compactMap { work[$0] }
    // What was drawn before is asked again only where something is left open.
    let isOpen = after.contains { row in row.lines.contains { !$0.isSettled } }
    let before = isOpen ? after : []
    if !isOpen { for index in company { work[index] = nil } }
    settle(&after, company)
    for (position, index) in company.enumerated() {
      work[index] = after[position]
      refinedHigh[index] = totalHigh(plan, after[position])
    }
    if isOpen { for position in company.indices { refine(company, position, before) } }
    if let key = rows[company[0]].key {
      history[key] = after.reduce(history[key] ?? []) { plan.adding($1, to: $0, \.wasDue) }
    }
  }

  /// Phases 7 to 10 on the rows of one company-year.
  private func settle(_ rows: inout [RowWork], _ company: [Int]) {
    let paid = company.map { index in plan.lines.indices.map { self.paid(index, $0) ?? .zero } }
    let received = company.map { index in plan.lines.indices.map { self.received(index, $0) } }
    // Whether a group holds is asked once for the company-year, of its first row.
    for position in rows.indices { rows[position].groupConditions = rows[0].groupConditions }
    applyExclusives(plan, &rows, paid: paid)
    applyCaps(plan, &rows)
    applyOverlap(plan, &rows, received: received)
    for (position, index) in company.enumerated() {
      for line in plan.lines.indices {
        let (low, high) = (rows[position].lines[line].low, rows[position].lines[line].high)
        rows[position].lines[line].whole = (low, high)
        guard let asked = instalment(index, line), rows[position].lines[line].isPossible else {
          continue
        }
        let payment = plan.lines[line].payment
        let note = rows[position].lines[line].cut(
          toInstalment: asked, of: payment, paid: record(index, line))
        rows[position].lines[line].instalment = payment[asked].label
        if let note { rows[position].notes.append(note) }
      }
    }
  }

  // MARK: - Facts of awards in a row

  func instalment(_ index: Int, _ line: Int) -> Int? {
    plan.lines[line].instalment(of: rows[index])
  }

  private func paid(_ index: Int, _ line: Int) -> Exact? {
    plan.lines[line].isRenewal ? nil : record(index, line)
  }

  /// What is on record as paid; nil where nothing is.
  private func record(_ index: Int, _ line: Int) -> Exact? {
    let slot = plan.lines[line].paidSlot
    guard slot >= 0, case .number(let sum) = rows[index].values[slot] else { return nil }
    return sum
  }

  private func received(_ index: Int, _ line: Int) -> Exact {
    let slot = plan.lines[line].receivedSlot
    guard slot >= 0, case .number(let sum) = rows[index].values[slot] else { return .zero }
    return sum
  }

  // MARK: - Correlated unknowns

  /// Unknown facts that feed several lines are tried value by value, so that what excludes each
  /// other is not added up.
  private mutating func refine(_ company: [Int], _ position: Int, _ before: [RowWork]) {
    let index = company[position]
    let indices = company
    guard let row = work[index], row.lines.contains(where: { !$0.isSettled }) else { return }
    let split = SharedUnknowns(plan, row, rows[index])
    hasLooseHigh[index] = split.isLoose
    guard !split.cases.isEmpty else { return }
    var best: Exact? = .zero
    for values in split.cases {
      var changed = rows[index]
      for (slot, value) in values { changed.values[slot] = value }
      var company = evaluated(indices, replacing: (position, changed))
      keepVerdicts(of: before, in: &company)
      settle(&company, indices)
      guard let one = best, let two = totalHigh(plan, company[position]) else {
        best = nil
        break
      }
      best = max(one, two)
    }
    if let known = refinedHigh[index] {
      refinedHigh[index] = best.map { min($0, known) } ?? known
    } else {
      refinedHigh[index] = best
    }
  }

  /// A supposition about one row leaves the quota as it was drawn.
  private func keepVerdicts(of before: [RowWork], in company: inout [RowWork]) {
    for row in company.indices {
      for line in company[row].lines.indices {
        let drawn = before[row].lines[line]
        if drawn.isOverQuota { company[row].lines[line].high = .zero }
        if drawn.isOverQuota || drawn.isTied { company[row].lines[line].low = .zero }
      }
    }
  }
}

extension Plan {
  /// What a company was due so far, one truth an award, with one more row.
  func adding(
    _ row: RowWork, to earlier: [Truth], _ due: KeyPath<Work, Truth>, isRenewal: Bool = false
  ) -> [Truth] {
    var result = earlier.isEmpty ? [Truth](repeating: .no, count: awardCount) : earlier
    for (index, line) in lines.enumerated() where line.isRenewal == isRenewal {
      result[line.award] = result[line.award].or(row.lines[index][keyPath: due])
    }
    return result
  }

  package var hasQuotas: Bool { lines.contains { $0.quota != nil } }

  var awardCount: Int { (lines.map(\.award).max() ?? -1) + 1 }
}

extension Line {
  /// The instalment that a row asks for.
  func instalment(of row: Row) -> Int? {
    guard instalmentSlot >= 0, !isRenewal, !payment.isEmpty,
      case .code(let code) = row.values[instalmentSlot]
    else { return nil }
    return code
  }
}

extension Row {
  /// The year in whose quotas the row takes part; rows without a settled year have their own.
  var quotaYear: Int { date.year ?? Int.max }
}
