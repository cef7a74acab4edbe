import JiliLexer

/// Two plans over the same company: what the difference of their results can be, where an unknown
/// fact is the same fact on both sides.
struct SideBySide: Sendable {
  let base: Plan
  let draft: Plan
  let pairs: LinePairs
  /// By pair: both lines are the same function of the company's facts, rivals included.
  private let isSame: [Bool]
  /// By pair: the line of one side stands in a group, so that its sum alone says little.
  private let hasRivals: [Bool]
  /// By pair: nothing but the approved sum stands between both lines.
  private let approvesAlike: [Bool]
  private let options: (base: RunOptions, draft: RunOptions)
  /// Rows stand alone, so that one can be tried again under a supposition.
  private let standsAlone: Bool

  init(
    _ base: Plan, _ draft: Plan, _ pairs: LinePairs, _ book: inout PlanBook,
    choices: (base: [Int], draft: [Int]), readsAlike: Bool, standsAlone: Bool
  ) {
    self.base = base
    self.draft = draft
    self.pairs = pairs
    self.standsAlone = standsAlone
    let (one, two) = (
      book.page(base, choices: choices.base), book.page(draft, choices: choices.draft)
    )
    isSame = pairs.all.map { pair in
      guard readsAlike, let before = pair.before, let after = pair.after else { return false }
      return one.settled[before] == two.settled[after]
    }
    hasRivals = pairs.all.map { pair in
      (pair.before.map { one.hasRivals[$0] } ?? false)
        || (pair.after.map { two.hasRivals[$0] } ?? false)
    }
    approvesAlike = pairs.all.map { pair in
      guard readsAlike, let before = pair.before, let after = pair.after else { return false }
      return base.approvesPlainly(before) && draft.approvesPlainly(after)
    }
    options = (
      RunOptions(choices: choices.base, explains: false, triesReadings: false),
      RunOptions(choices: choices.draft, explains: false, triesReadings: false)
    )
  }

  /// The range of the difference of both totals.
  func change(
    _ before: (row: Row, outcome: RowOutcome), _ after: (row: Row, outcome: RowOutcome)
  ) throws(OutputRefusal) -> ChangeRange {
    let found = try lineByLine(before, after)
    if found.isSettled || !standsAlone { return found }
    let cases = supposed(before, after)
    guard cases.count > 1 else { return found }
    var hull: ChangeRange?
    for (one, two) in cases {
      let left = run(base, [one], options.base)[0]
      let right = run(draft, [two], options.draft)[0]
      guard left.overflow == nil, right.overflow == nil else { return found }
      let part = try lineByLine((one, left), (two, right))
      hull = hull?.hull(part) ?? part
    }
    return hull.map { found.narrowed(by: $0) } ?? found
  }

  /// Line by line, narrowed by what the totals allow.
  private func lineByLine(
    _ before: (row: Row, outcome: RowOutcome), _ after: (row: Row, outcome: RowOutcome)
  ) throws(OutputRefusal) -> ChangeRange {
    var found = ChangeRange.zero
    var rivals = (before: SumRange.zero, after: SumRange.zero)
    for (place, pair) in pairs.all.enumerated() {
      let one = pair.before.map { before.outcome.lines[$0] }
      let two = pair.after.map { after.outcome.lines[$0] }
      let left = one?.range ?? .zero
      let right = two?.range ?? .zero
      if isSame[place], left == right { continue }
      if hasRivals[place] {
        try rivals.before.add(left)
        try rivals.after.add(right)
      } else if let one, let two, approvesAlike[place],
        base.isApprovalAlone(one, before.row), draft.isApprovalAlone(two, after.row)
      {
        try found.add(approval(from: left, to: right))
      } else {
        try found.add(ChangeRange(from: left, to: right))
      }
    }
    try found.add(ChangeRange(from: rivals.before, to: rivals.after))
    return found.narrowed(
      by: try ChangeRange(from: before.outcome.total, to: after.outcome.total))
  }

  /// The authority approves one sum; each side holds it to its own floor and ceiling. What the two
  /// differ by is widest at one of these.
  private func approval(
    from before: SumRange, to after: SumRange
  ) throws(OutputRefusal) -> ChangeRange {
    func held(_ sum: Exact, _ range: SumRange) -> Exact {
      max(range.low, range.high.map { min(sum, $0) } ?? sum)
    }
    var found: ChangeRange?
    for approved in [before.low, after.low, before.high, after.high] {
      guard let approved else { continue }
      let change = try sum(held(approved, after), held(approved, before).negated)
      let point = ChangeRange(low: change, high: change)
      found = found?.hull(point) ?? point
    }
    var result = found ?? .zero
    if before.high == nil, after.high != nil { result.low = nil }
    if before.high != nil, after.high == nil { result.high = nil }
    return result
  }

  // MARK: - Suppositions

  /// Flags, categories and titles that are unknown on both sides, value by value, in both rows.
  private func supposed(
    _ before: (row: Row, outcome: RowOutcome), _ after: (row: Row, outcome: RowOutcome)
  ) -> [(Row, Row)] {
    var cases = [(before.row, after.row)]
    for fact in hanging(base, before.outcome) where fact >= 0 {
      let info = base.facts[fact]
      guard info.isDiscrete, info.slot >= 0,
        let other = draft.facts.first(where: { $0.name == info.name }), other.slot >= 0,
        other.kind == info.kind
      else { continue }
      let values = SharedUnknowns.values(base, info, before.row.values[info.slot])
      guard values.count > 1, before.row.values[info.slot] == after.row.values[other.slot],
        cases.count * values.count <= Limits.comparedCases
      else { continue }
      if case .text = info.kind { continue }
      cases = cases.flatMap { one, two in
        values.map { value in
          var (left, right) = (one, two)
          left.values[info.slot] = value
          right.values[other.slot] = value
          return (left, right)
        }
      }
    }
    return cases
  }

  /// The facts on which open lines hang that differ.
  private func hanging(_ plan: Plan, _ outcome: RowOutcome) -> [Int] {
    var found: [Int] = []
    for line in outcome.lines where !isSame[pairs.ofBefore[line.line]] {
      found += line.missing.filter { !found.contains($0) }
    }
    return found
  }

  /// The awards that come to another sum.
  func awardsChanged(_ before: RowOutcome, _ after: RowOutcome) -> [Int] {
    pairs.all.indices.filter { place in
      let pair = pairs.all[place]
      return (pair.before.map { before.lines[$0].range } ?? .zero)
        != (pair.after.map { after.lines[$0].range } ?? .zero)
    }
  }
}

extension LineOutcome {
  var range: SumRange { SumRange(low: low, high: high) }
}

extension RowOutcome {
  var total: SumRange { SumRange(low: totalLow, high: totalHigh) }
}

extension Plan {
  /// The sum of the line is the approved one within its floor and ceiling, nothing taken off.
  fileprivate func approvesPlainly(_ line: Int) -> Bool {
    guard lines[line].isDiscretionary, lines[line].capPerYear == nil,
      case .round(let whole, _, _) = operations[lines[line].gross],
      case .notBelowZero(let sum) = operations[whole]
    else { return false }
    switch operations[sum] {
    case .approve, .minimum: return true
    default: return false
    }
  }

  /// Nothing is open but what the authority approves, and the row has no record that changes it.
  fileprivate func isApprovalAlone(_ outcome: LineOutcome, _ row: Row) -> Bool {
    let line = lines[outcome.line]
    if line.instalmentSlot >= 0, case .code = row.values[line.instalmentSlot] { return false }
    if line.receivedSlot >= 0, case .number(let sum) = row.values[line.receivedSlot], !sum.isZero {
      return false
    }
    return outcome.state == .upTo || outcome.state == .due
  }
}
