package import JiliLexer

/// What a comparison leaves: the figures and what is said of the input.
package struct CompareResult: Sendable {
  package var comparison: PolicyComparison
  package var rejects: [RejectLine]
  package var notices: [InputProblem]
  /// The files could not be read once more, for other readings.
  package var isWithoutPrices = false

  /// What a report repeats of what was said aloud.
  package func said(_ language: Language) -> [String] { notices.map { $0.message.text(language) } }
}

extension CompareRun {
  /// Compares files that are read whole. `touched` is given every company that gets another sum,
  /// in the order of the file, after `begin` was given the headers of what identifies it;
  /// `progress` hears of each run before it begins.
  package func compare(
    _ inputs: [InputFile], saying language: Language,
    touched: (ComparedCompany, [String]) -> Void,
    begin: ([String]) -> Void = { _ in }, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> CompareResult {
    let count = 2 + variants.count
    progress(1, count)
    let before = try WholeSide(base, inputs)
    progress(2, count)
    let after = try WholeSide(draft, inputs)
    var others: [WholeSide] = []
    for (index, variant) in variants.enumerated() {
      progress(3 + index, count)
      let known = [(base, before), (draft, after)].first { readsAlike($0.0, variant.side) }?.1
      others.append(try WholeSide(variant.side, inputs, rows: known?.read))
    }
    begin(after.input.identityHeaders)
    var meeting = RowMeeting(self, before, after, others)
    try meeting.addRows()
    let tally = try meeting.finish(touched)
    let one = try summarise(before.input, before.results)
    let two = try summarise(after.input, after.results)
    let heading = SideHeadings(
      before: before.input, after: after.input, rowsOutside: meeting.rowsOutside,
      rowsOneSided: meeting.rowsOneSided)
    var found = try comparison(tally, one, two, heading)
    if !draft.plan.steps.isEmpty {
      found.before.quotas = before.results.quotaMargins(before.input, choices: base.choices)
      found.after.curve = PaymentCurve(
        draft.plan.withoutSteps, after.input.rows, choices: draft.choices)
      found.after.quotas = after.results.quotaMargins(after.input, choices: draft.choices)
    }
    return CompareResult(
      comparison: found,
      rejects: joined(before.input.rejects, after.input.rejects).map { $0.line(language) },
      notices: said(before.input.notices, after.input.notices) + warnings(found))
  }

  /// What both sides say, each once.
  func joined<Said: Hashable>(_ one: [Said], _ two: [Said]) -> [Said] {
    var seen = Set(one)
    return one + two.filter { seen.insert($0).inserted }
  }

  /// What both sides say of the input, each once. A column that one of them reads is no slip of the
  /// pen, and what no column gives stands in the report.
  func said(_ one: [InputProblem], _ two: [InputProblem]) -> [InputProblem] {
    joined(one, two).filter { problem in
      switch problem.code {
      case "J4301": one.contains(problem) && two.contains(problem)
      case "J4303": false
      default: true
      }
    }
  }

  /// A policy that is not in force pays nothing, which is no effect of the draft.
  func warnings(_ comparison: PolicyComparison) -> [InputProblem] {
    [comparison.before, comparison.after].filter { $0.rowsOutside > 0 }
      .map { .outOfForce($0.policy, rows: $0.rowsOutside) }
  }
}

/// One policy over the whole files.
struct WholeSide {
  /// As read, before rows without a result were taken out.
  let read: Ingested
  let input: Ingested
  let results: PolicyResults

  init(
    _ side: CompareSide, _ files: [InputFile], rows: Ingested? = nil
  ) throws(InputRefusal) {
    if let rows {
      self.init(side, read: rows)
    } else {
      self.init(side, read: try ingest(files, plan: side.plan, options: side.input))
    }
  }

  init(_ side: CompareSide, read: Ingested) {
    self.read = read
    var input = read
    results = PolicyResults(
      plan: side.plan, outcomes: runRows(side.plan, &input, side.run))
    self.input = input
  }
}

/// The rows of both sides, row by row, gathered to companies.
struct RowMeeting {
  private struct Place: Hashable, Comparable {
    var file: Int
    var number: Int

    static func < (one: Place, other: Place) -> Bool {
      (one.file, one.number) < (other.file, other.number)
    }
  }

  let run: CompareRun
  let before: WholeSide
  let after: WholeSide
  let others: [WholeSide]
  private(set) var rowsOutside = (before: 0, after: 0)
  private(set) var rowsOneSided = 0
  private(set) var tally: ComparisonTally
  /// The companies, each with the number of its first row.
  private(set) var entries: [(entry: ComparedEntry, identity: [String], number: Int)] = []
  private var byKey: [String: Int] = [:]
  /// By split, where rows of one company may have several values: the company in each of them.
  private var parts: [[ComparedEntry]]
  private var byPart: [[PartKey: Int]]

  private struct PartKey: Hashable {
    var company: String
    var value: GroupValue
  }

  init(_ run: CompareRun, _ before: WholeSide, _ after: WholeSide, _ others: [WholeSide]) {
    self.run = run
    self.before = before
    self.after = after
    self.others = others
    tally = ComparisonTally(run)
    parts = tally.splits.map { _ in [] }
    byPart = tally.splits.map { _ in [:] }
  }

  private func place(_ row: AcceptedRow) -> Place { Place(file: row.file, number: row.number) }

  mutating func addRows() throws(OutputRefusal) {
    let (left, right) = (before.input.rows, after.input.rows)
    let places = others.map { side in
      Dictionary(
        side.input.rows.enumerated().map { (place($1), $0) }, uniquingKeysWith: { one, _ in one })
    }
    var (one, two) = (0, 0)
    while one < left.count || two < right.count {
      let first = one < left.count ? place(left[one]) : nil
      let second = two < right.count ? place(right[two]) : nil
      guard let next = [first, second].compactMap({ $0 }).min() else { break }
      let found = zip(others, places).map { side, places in
        places[next].map { side.results.outcomes[$0].total }
      }
      try add(first == next ? one : nil, second == next ? two : nil, found)
      if first == next { one += 1 }
      if second == next { two += 1 }
    }
  }

  private mutating func add(
    _ one: Int?, _ two: Int?, _ variants: [SumRange?]
  ) throws(OutputRefusal) {
    let left = one.map { (before.input.rows[$0], before.results.outcomes[$0]) }
    let right = two.map { (after.input.rows[$0], after.results.outcomes[$0]) }
    guard let row = right?.0 ?? left?.0 else { return }
    var entry = ComparedEntry(name: row.company, groups: row.groups)
    entry.row = entries.count
    entry.before = left?.1.total ?? .zero
    entry.after = right?.1.total ?? .zero
    entry.variants = variants
    if let left, let right {
      entry.change = try run.sides.change(
        (left.0.row, left.1), (right.0.row, right.1))
      entry.awards = run.sides.awardsChanged(left.1, right.1)
    } else {
      entry.isOneSided = true
      rowsOneSided += 1
    }
    if let left, left.1.policies[0].inForce.isNo { rowsOutside.before += 1 }
    if let right, right.1.policies[0].inForce.isNo { rowsOutside.after += 1 }
    try tally.pay(left.map { ($0.0.row, $0.1) }, run.base.plan, isBefore: true)
    try tally.pay(right.map { ($0.0.row, $0.1) }, run.draft.plan, isBefore: false)
    guard let key = row.row.key else {
      return entries.append((entry, row.identity, row.number))
    }
    for split in parts.indices {
      let part = PartKey(company: key, value: entry.groups[split])
      if let known = byPart[split][part] {
        try parts[split][known].join(entry)
      } else {
        byPart[split][part] = parts[split].count
        parts[split].append(entry)
      }
    }
    if let known = byKey[key] {
      try entries[known].entry.join(entry)
    } else {
      byKey[key] = entries.count
      entry.isSplitApart = true
      entries.append((entry, row.identity, row.number))
    }
  }

  /// Counts the companies and gives away those that are touched.
  mutating func finish(
    _ touched: (ComparedCompany, [String]) -> Void
  ) throws(OutputRefusal) -> ComparisonTally {
    for (entry, identity, _) in entries {
      guard let company = try tally.add(entry) else { continue }
      tally.rank(company)
      touched(company, identity)
    }
    for split in parts.indices {
      for part in parts[split] { try tally.add(part, to: split) }
    }
    return tally
  }
}

extension ComparedEntry {
  /// A further row of the same company.
  fileprivate mutating func join(_ other: ComparedEntry) throws(OutputRefusal) {
    try before.add(other.before)
    try after.add(other.after)
    isOneSided = isOneSided || other.isOneSided
    try change.add(other.change)
    for index in variants.indices {
      variants[index] = try Self.sum(variants[index], other.variants[index])
    }
    awards += other.awards.filter { !awards.contains($0) }
    awards.sort()
  }

  private static func sum(_ one: SumRange?, _ two: SumRange?) throws(OutputRefusal) -> SumRange? {
    guard var sum = one, let two else { return nil }
    try sum.add(two)
    return sum
  }
}

extension ComparisonTally {
  /// The certain sums of a row by the parts of their schedules.
  mutating func pay(
    _ found: (row: Row, outcome: RowOutcome)?, _ plan: Plan, isBefore: Bool
  ) throws(OutputRefusal) {
    guard let (row, outcome) = found else { return }
    let year = row.date.year
    for (index, line) in outcome.lines.enumerated() where !line.low.isZero {
      let schedule = plan.lines[index].payment
      let slot = plan.lines[index].instalmentSlot
      var asked: Int?
      if slot >= 0, case .code(let code) = row.values[slot] { asked = code }
      let parts =
        schedule.isEmpty || asked != nil ? [line.low] : Jili.schedule(schedule, line.low)
      for (place, part) in parts.enumerated() {
        let label = schedule.isEmpty ? nil : schedule[asked ?? place].label
        try pay(
          Payment(year: year, label: label), before: isBefore ? part : .zero,
          after: isBefore ? .zero : part)
      }
    }
  }
}
