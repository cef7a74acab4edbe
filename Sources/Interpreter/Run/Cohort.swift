/// Rows while the phases pass over them, year by year: those of one company, or all rows where
/// companies compete.
struct Cohort {
  let phases: Phases
  let rows: [Row]
  let choices: [Int]
  let depth: EvaluationDepth
  var work: [RowWork?]
  var refinedHigh: [Exact?]
  var hasLooseHigh: [Bool]
  /// What earlier rows of its company were due, by row; empty where no row has a company.
  private(set) var earlier: [EarlierRows] = []
  /// By row what it brought to each quota, and the edges by which it was judged.
  private var candidates: [[QuotaCandidate?]] = []
  private(set) var edges = QuotaEdges()
  /// Where the places end, if that is known from elsewhere.
  private let given: QuotaEdges?
  /// For each company, what earlier years were due of each award.
  private var history: [String: [Truth]] = [:]

  var plan: Plan { phases.plan }

  /// `due` is what the company of the rows was due in the years before, where they are one.
  init(
    _ phases: Phases, _ rows: [Row], _ choices: [Int], _ depth: EvaluationDepth,
    edges given: QuotaEdges? = nil, behind due: [Truth] = []
  ) {
    self.phases = phases
    self.given = given
    self.rows = rows
    self.choices = choices
    self.depth = depth
    work = [RowWork?](repeating: nil, count: rows.count)
    refinedHigh = [Exact?](repeating: nil, count: rows.count)
    hasLooseHigh = [Bool](repeating: false, count: rows.count)
    if rows.contains(where: { $0.key != nil }) {
      earlier = [EarlierRows](repeating: .none, count: rows.count)
    }
    if !due.isEmpty, let key = rows.first?.key { history[key] = due }
  }

  /// What a company was due so far, by award.
  func due(ofCompany key: String) -> [Truth] { history[key] ?? [] }

  /// `refinesTotals`: whether unknown facts that feed several lines are tried value by value.
  mutating func run(_ machine: inout Machine, refinesTotals: Bool = true) {
    machine.choices = choices
    for year in years() { runYear(year, &machine, refinesTotals) }
  }

  /// Runs only the rows that are named and those that lose or win a place in a quota by them; the
  /// others, which stay as in `base`, are left out. Each row is a company.
  mutating func run(_ machine: inout Machine, _ changed: [Int], unlike base: Cohort) {
    machine.choices = choices
    for index in changed where phases.allowsRow() { evaluate([index], &machine) }
    var rerun = changed
    if phases.hasQuotas {
      candidates = base.candidates
      for index in changed { candidates[index] = candidates(of: index) }
      let isSame = changed.allSatisfy { candidates[$0] == base.candidates[$0] }
      edges = given ?? (isSame ? base.edges : draw(Array(rows.indices)).edges)
      for index in rows.indices
      where work[index] == nil && verdicts(index) != base.verdicts(index) && phases.allowsRow() {
        evaluate([index], &machine)
        rerun.append(index)
      }
      for index in rerun { judge(index) }
    }
    for index in rerun where phases.mayGoOn {
      settle([index], &machine) { $0.differs(from: base.work[index]) }
    }
  }

  /// Row indices by evaluation year, earlier years first, rows without a settled year last.
  func years() -> [[Int]] {
    if rows.count == 1 { return [[0]] }
    var byYear: [Int: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      byYear[row.quotaYear, default: []].append(index)
    }
    return byYear.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func runYear(
    _ indices: [Int], _ machine: inout Machine, _ refinesTotals: Bool
  ) {
    let companies = companies(of: indices)
    for company in companies where phases.allowsRow() { evaluate(company, &machine) }
    quotas(indices)
    for company in companies where phases.mayGoOn {
      settle(company, &machine) { _ in refinesTotals }
    }
  }

  /// The rows of one year by company.
  private func companies(of indices: [Int]) -> [[Int]] {
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
    return companies
  }

  // MARK: - One year after the other

  /// Phases 1 to 5 of a year whose places may still be open: what its rows bring to which quota.
  mutating func enter(
    _ year: [Int], _ machine: inout Machine
  ) -> [(line: Int, candidate: QuotaCandidate)] {
    machine.choices = choices
    for company in companies(of: year) where phases.allowsRow() { evaluate(company, &machine) }
    if candidates.isEmpty { candidates = Array(repeating: [], count: rows.count) }
    var found: [(line: Int, candidate: QuotaCandidate)] = []
    for index in year {
      candidates[index] = candidates(of: index)
      for (line, candidate) in zip(phases.quotaLines, candidates[index]) {
        if let candidate { found.append((line, candidate)) }
      }
    }
    return found
  }

  /// The rest of a year that was entered: its sums, which later years ask for, no more.
  mutating func leave(_ year: [Int], _ known: QuotaEdges, _ machine: inout Machine) {
    edges = known
    for index in year { judge(index) }
    for company in companies(of: year) where phases.mayGoOn {
      settle(company, &machine) { _ in false }
    }
  }

  // MARK: - Phases 1 to 6

  private mutating func evaluate(_ company: [Int], _ machine: inout Machine) {
    let found = evaluated(company, replacing: nil, &machine)
    for (position, index) in company.enumerated() where !earlier.isEmpty {
      earlier[index] = earlierRows(company, before: position, found)
    }
    for (position, index) in company.enumerated() { work[index] = found[position] }
  }

  /// The rows of one company-year, one perhaps under a supposition; earlier rows bar later ones
  /// where a rule says so.
  private func evaluated(
    _ company: [Int], replacing supposed: (position: Int, row: Row)?, _ machine: inout Machine
  ) -> [RowWork] {
    var found: [RowWork] = []
    for (position, index) in company.enumerated() {
      let supposition = supposed.flatMap { $0.position == position ? $0.row : nil }
      var row = machine.evaluate(
        supposition ?? rows[index],
        earlier: earlierRows(company, before: position, found),
        depth: supposed == nil ? depth : .total)
      payTitlesOnce(&row, found)
      found.append(row)
    }
    return found
  }

  /// What a row of a company's year finds: the years before, and the rows before it.
  private func earlierRows(
    _ company: [Int], before position: Int, _ found: [RowWork]
  ) -> EarlierRows {
    guard let key = rows[company[0]].key else { return .none }
    var earlier = EarlierRows()
    earlier.awards = history[key] ?? []
    for row in found[..<position] { earlier.add(plan, row) }
    return earlier
  }

  /// An award of a title pays once a company-year: in the first row that has it.
  private func payTitlesOnce(_ row: inout RowWork, _ before: [RowWork]) {
    if before.isEmpty { return }
    for line in phases.titleLines {
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
    guard phases.hasQuotas else { return }
    if candidates.isEmpty { candidates = Array(repeating: [], count: rows.count) }
    for index in indices { candidates[index] = candidates(of: index) }
    edges.add(given ?? draw(indices).edges)
    for index in indices { judge(index) }
  }

  /// What a row brings to each quota; nil where it takes no part.
  private func candidates(of index: Int) -> [QuotaCandidate?] {
    guard let row = work[index] else { return [] }
    return phases.quotaLines.enumerated().map { place, line in
      row.candidate(
        line, place: place, asksFirst: (phases.instalment(rows[index], line) ?? 0) == 0)
    }
  }

  private func draw(_ indices: [Int]) -> QuotaDraw {
    var draw = QuotaDraw()
    for index in indices {
      for (line, candidate) in zip(phases.quotaLines, candidates[index]) {
        if let candidate { draw.add(candidate, line: line, year: rows[index].quotaYear) }
      }
    }
    return draw
  }

  private func verdicts(_ index: Int) -> [QuotaEdge.Verdict?] {
    zip(phases.quotaLines, candidates[index]).map { line, candidate in
      let place = QuotaEdges.Place(line: line, year: rows[index].quotaYear)
      return candidate.flatMap { edges.edges[place]?.verdict($0) }
    }
  }

  /// Takes from the lines of a row what the quotas do not leave them.
  private mutating func judge(_ index: Int) {
    for (line, verdict) in zip(phases.quotaLines, verdicts(index)) {
      if let verdict { work[index]?.judge(line, verdict) }
    }
  }

  // MARK: - Phases 7 to 12

  /// `isAsked` says of a settled row whether its total is wanted.
  private mutating func settle(
    _ company: [Int], _ machine: inout Machine, where isAsked: (RowWork) -> Bool
  ) {
    var after: [RowWork] = []
    for index in company {
      if let row = work[index] { after.append(row) }
      work[index] = nil
    }
    // What was drawn before is asked again only where something is left open.
    let isOpen = after.contains { row in row.lines.contains { !$0.isSettled } }
    let drawn = isOpen ? after.map { DrawnLine.all(in: $0, phases.quotaLines) } : []
    settle(&after, company)
    for (position, index) in company.enumerated() {
      refinedHigh[index] = totalHigh(phases, after[position])
      work[index] = after[position]
    }
    for position in company.indices where isOpen && isAsked(after[position]) && phases.mayGoOn {
      refine(company, position, drawn, &machine)
    }
    if let key = rows[company[0]].key {
      history[key] = after.reduce(history[key] ?? []) { plan.adding($1, to: $0, \.wasDue) }
    }
  }

  /// Phases 7 to 10 on the rows of one company-year.
  private func settle(_ rows: inout [RowWork], _ company: [Int]) {
    let records = company.map { phases.records(self.rows[$0]) }
    // Whether a group holds is asked once for the company-year, of its first row.
    for position in rows.indices.dropFirst() {
      rows[position].groupConditions = rows[0].groupConditions
    }
    note(.quota, in: &rows)
    applyExclusives(plan, &rows, records)
    note(.exclusive, in: &rows)
    applyCaps(phases, &rows)
    note(.ceiling, in: &rows)
    applyOverlap(plan, &rows, records)
    note(.overlap, in: &rows)
    for (position, index) in company.enumerated() {
      for line in plan.lines.indices {
        let (low, high) = (rows[position].lines[line].low, rows[position].lines[line].high)
        rows[position].lines[line].whole = (low, high)
      }
      for line in phases.instalmentLines where rows[position].lines[line].isPossible {
        guard let asked = phases.instalment(self.rows[index], line) else { continue }
        let note = rows[position].lines[line].cut(
          toInstalment: asked, of: plan.lines[line].payment,
          paid: phases.paid(self.rows[index], line))
        rows[position].lines[line].instalment = asked
        if let note { rows[position].notes.append(note) }
      }
    }
    note(.instalment, in: &rows)
  }

  /// How sums came about is told where all reasons are wanted.
  private func note(_ phase: SumStage.Phase, in rows: inout [RowWork]) {
    guard depth == .reasons else { return }
    for row in rows.indices {
      for line in plan.lines.indices { rows[row].lines[line].note(phase) }
    }
  }

  // MARK: - Correlated unknowns

  /// Unknown facts that feed several lines are tried value by value, so that what excludes each
  /// other is not added up.
  private mutating func refine(
    _ company: [Int], _ position: Int, _ drawn: [[DrawnLine]], _ machine: inout Machine
  ) {
    let index = company[position]
    guard let row = work[index], row.lines.contains(where: { !$0.isSettled }) else { return }
    let deciding = deciding(company, position, &machine)
    let split = SharedUnknowns(phases, row, rows[index], deciding: deciding)
    hasLooseHigh[index] = split.isLoose
    guard !split.splits.isEmpty else { return }
    var best: Exact? = .zero
    let trial = Trial(company: company, position: position, drawn: drawn)
    guard raise(&best, trial, split.splits[...], rows[index], &machine) else { return }
    if let known = refinedHigh[index] {
      refinedHigh[index] = best.map { min($0, known) } ?? known
    } else {
      refinedHigh[index] = best
    }
  }

  /// Raises `best` to the most that a row comes to with one of the values in each open slot; nil is
  /// without bound. False once that is no less than without suppositions: more it cannot be.
  ///
  /// What comes to most with the other slots still open is tried first, and what comes to no more
  /// than is known by then is left out with all that hangs on it: of 64 cases of the yardstick 48.
  private mutating func raise(
    _ best: inout Exact?, _ trial: Trial, _ open: ArraySlice<(slot: Int, values: [SlotValue])>,
    _ row: Row, _ machine: inout Machine
  ) -> Bool {
    guard let split = open.first else { return true }
    let index = trial.company[trial.position]
    let isCase = open.count == 1
    var branches: [(row: Row, found: [RowWork], most: Exact?)] = []
    for value in split.values where phases.allowsRow() {
      var supposed = row
      supposed.values[split.slot] = value
      let isBounded = trial.isAlone && (isCase || phases.isMonotonic)
      guard isCase || isBounded else {
        branches.append((supposed, [], nil))
        continue
      }
      var found = evaluated(trial.company, replacing: (trial.position, supposed), &machine)
      trial.keepDrawn(in: &found)
      branches.append((supposed, found, isBounded ? bound(found[0], isCase: isCase) : nil))
    }
    branches.sort { one, two in two.most.map { two in one.most.map { $0 > two } ?? true } ?? false }
    for var branch in branches {
      // The later phases only take: what comes to no more before them needs none, and most do not.
      if let known = best, let most = branch.most, most <= known { continue }
      guard isCase else {
        guard raise(&best, trial, open.dropFirst(), branch.row, &machine) else { return false }
        if best == nil { return true }
        continue
      }
      settle(&branch.found, trial.company)
      guard let one = best, let two = totalHigh(phases, branch.found[trial.position]) else {
        best = nil
        return true
      }
      best = max(one, two)
      if let known = refinedHigh[index], max(one, two) >= known { return false }
    }
    return true
  }

  /// What no case of a row comes to more than, before the later phases. A sum that the text leaves
  /// open counts with its low end, which a supposition may raise.
  private func bound(_ row: RowWork, isCase: Bool) -> Exact? {
    guard isCase || row.lines.allSatisfy({ $0.isSettled || !$0.unspecified.isYes }) else {
      return nil
    }
    return totalHigh(phases, row)
  }
}

/// Whose row it is of which missing facts are supposed.
private struct Trial {
  let company: [Int]
  let position: Int
  /// What the quotas said, for each row of the company.
  let drawn: [[DrawnLine]]

  /// Whether what the row comes to hangs on no other rows.
  var isAlone: Bool { company.count == 1 }

  func keepDrawn(in found: inout [RowWork]) {
    for (row, lines) in drawn.enumerated() { for line in lines { line.keep(in: &found[row]) } }
  }
}

extension Cohort {
  /// The missing facts of a row on which its total hangs: the others change nothing in it.
  private func deciding(
    _ company: [Int], _ position: Int, _ machine: inout Machine
  ) -> [Int] {
    let row = rows[company[position]]
    machine.run(row, earlier: earlier.isEmpty ? .none : earlier[company[position]])
    var tracer = Tracer(machine, row)
    return tracer.missing(
      ofAll: phases.totalOperations + (company.count > 1 ? phases.claimOperations : []))
  }
}

/// What a quota said of a line: a supposition about one row leaves the quota as it was drawn.
private struct DrawnLine {
  let line: Int
  let isOverQuota: Bool

  static func all(in row: RowWork, _ lines: [Int]) -> [DrawnLine] {
    lines.filter { row.lines[$0].isOverQuota || row.lines[$0].isTied }
      .map { DrawnLine(line: $0, isOverQuota: row.lines[$0].isOverQuota) }
  }

  func keep(in row: inout RowWork) {
    if isOverQuota { row.lines[line].high = .zero }
    row.lines[line].low = .zero
  }
}

extension Plan {
  /// Whether any rule asks for this reading.
  func uses(reading: Int) -> Bool {
    operations.contains { operation in
      if case .reading(reading, _) = operation { return true }
      return false
    }
  }

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

  /// A choice for each reading: the first where none is named.
  func allChoices(_ choices: [Int]) -> [Int] {
    choices + [Int](repeating: 0, count: max(0, readings.count - choices.count))
  }

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
