import Jili

/// Phase 7: of an exclusive group only the highest is paid, net of what its rivals were paid.
extension Emitter {
  mutating func applyExclusives(_ lines: inout [LineSum]) {
    for group in plan.exclusives {
      let condition = group.condition.map { ofFirstRow(truth($0), as: "就高成立") } ?? .yes
      if condition.isNo { continue }
      clause = Clause(name: lineName(group.members[0]), span: group.span)
      sheet.begin("就高")
      var contest = Contest(group.members, lines, self)
      settle(&contest, condition, &lines)
    }
  }

  /// Whether a group holds is asked once for the company-year, of its first row.
  mutating func ofFirstRow(_ condition: Condition, as name: String) -> Condition {
    guard request.isKeyed, case .term = condition else { return condition }
    let found = term(kept(condition, as: name))
    let text = "FIRST_VALUE(\(found.text)) OVER \(window) ORDER BY \(dialect.identifier("行")))"
    return .term(sheet.define(name + "_首行", Term(text, of: [found])), mayBeUnknown: true)
  }

  /// The sums of one group in one company-year.
  private struct Contest {
    let members: [Int]
    /// Over the rows of the year.
    var lows: [End]
    var highs: [End]
    /// What each was paid before, and what its rivals were.
    var paid: [End] = []
    var rivals: [End] = []

    init(_ members: [Int], _ lines: [LineSum], _ emitter: Emitter) {
      self.members = members
      lows = members.map { lines[$0].low }
      highs = members.map { lines[$0].high }
    }
  }

  private mutating func settle(
    _ contest: inout Contest, _ condition: Condition, _ lines: inout [LineSum]
  ) {
    gather(&contest)
    let members = contest.members.indices
    let possible = members.map { not(isYes(holds(contest.highs[$0], "=", .constant(0)))) }
    let rivalry = members.map { member in
      or(possible[member], holds(contest.paid[member], "<>", .constant(0)))
    }
    let isContested = kept(
      and([mayBeTrue(condition), or(possible), atLeastTwo(rivalry)]), as: "就高_有争")
    if isContested.isNo { return }
    let winner = numbered(members.map { won($0, contest, possible) }, as: "就高_胜者")
    let can = members.map { kept(canWin($0, contest, possible), as: "就高_可胜") }
    let top = members.reduce(End.open) { best, member in
      greater(best, pick(can[member], contest.lows[member], .open), openWins: false)
    }
    let holder = numbered(
      members.map { and(can[$0], isYes(holds(contest.lows[$0], "=", top))) }, as: "就高_居首")
    let certain = kept(certainSum(contest, can), as: "就高_至少")
    for member in members {
      let line = contest.members[member]
      var found = settled(member, contest, lines[line], winner, holder, can[member], certain)
      found = hull(found, lines[line], condition)
      let old = lines[line]
      lines[line].low = pick(isContested, found.low, old.low)
      lines[line].high = pick(isContested, found.high, old.high)
      lines[line].isContested = or(old.isContested, and(isContested, found.isContested))
      lines[line].hangsOnGroup = or(old.hangsOnGroup, and(isContested, found.hangsOnGroup))
    }
    for line in contest.members {
      let name = lineName(line)
      keep(&lines[line], name + "_就高后")
      lines[line].isContested = kept(lines[line].isContested, as: name + "_未定胜负")
      lines[line].hangsOnGroup = kept(lines[line].hangsOnGroup, as: name + "_看组")
    }
  }

  private mutating func gather(_ contest: inout Contest) {
    for member in contest.members.indices {
      let line = contest.members[member]
      let name = lineName(line)
      let slot = plan.lines[line].isRenewal ? -1 : plan.lines[line].paidSlot
      contest.paid.append(kept(overYear(record(slot), name + "_已付合计"), as: name + "_已付"))
      contest.lows[member] = overYear(contest.lows[member], name + "_低合计")
      contest.highs[member] = overYear(contest.highs[member], name + "_高合计")
    }
    for member in contest.members.indices {
      var rivals = End.constant(0)
      for other in contest.members.indices where other != member {
        rivals = sum(rivals, contest.paid[other])
      }
      contest.rivals.append(kept(rivals, as: lineName(contest.members[member]) + "_对手已付"))
    }
  }

  /// The sum over the rows of the company's year; without bound where one row is.
  mutating func overYear(_ end: End, _ name: String) -> End {
    guard request.isKeyed, case .term(let term, let mayBeOpen, let isNatural, _) = end else {
      return end
    }
    return .term(
      sheet.define(name, summed(term, mayBeOpen, window + ")")), mayBeOpen: mayBeOpen,
      isNatural: isNatural, size: proved(manyRows(end.size)))
  }

  /// The sum over the rows of the company's year before this one, 0 in the first.
  mutating func overRowsBefore(_ end: End, _ name: String) -> End {
    guard request.isKeyed else { return .constant(0) }
    guard case .term(let term, let mayBeOpen, let isNatural, let size) = end else {
      if end == .constant(0) { return end }
      let each = sheet.define(name + "_此", value(end))
      return overRowsBefore(
        .term(each, mayBeOpen: end == .open, isNatural: end.isNatural, size: end.size), name)
    }
    let total = summed(term, mayBeOpen, before)
    // No row before: nothing. A row without bound before: nothing bounds the sum.
    let text =
      mayBeOpen
      ? "CASE WHEN COUNT(*) OVER \(before) = 0 THEN \(dialect.constant(0)) ELSE \(total.text) END"
      : "COALESCE(\(total.text), \(dialect.constant(0)))"
    return .term(
      sheet.define(name, Term(text, of: [total])), mayBeOpen: mayBeOpen, isNatural: isNatural,
      size: proved(manyRows(size)))
  }

  private func summed(_ term: Term, _ mayBeOpen: Bool, _ window: String) -> Term {
    let sum = "CAST(SUM(\(term.text)) OVER \(window) AS \(dialect.wide))"
    guard mayBeOpen else { return Term(sum, of: [term]) }
    return Term(
      "CASE WHEN MIN(CASE WHEN \(term.inner) IS NULL THEN 0 ELSE 1 END) OVER \(window) = 1 "
        + "THEN \(sum) END", of: [term])
  }

  /// A company has fewer than a million rows a year.
  private func manyRows(_ size: Int128) -> Int128? { multiplied(size, 1_000_000) }

  /// At least two of these hold.
  private func atLeastTwo(_ tests: [Condition]) -> Condition {
    let certain = tests.count { $0.isYes }
    if certain > 1 { return .yes }
    let terms = tests.filter { !$0.isYes && !$0.isNo }.map(term)
    if terms.count + certain < 2 { return .no }
    let counted = terms.map { "CASE WHEN \($0.text) THEN 1 ELSE 0 END" }.joined(separator: " + ")
    return .term(Term("\(counted) >= \(2 - certain)", of: terms), mayBeUnknown: false)
  }

  /// The first of these that holds, by its place; NULL where none does.
  private mutating func numbered(_ tests: [Condition], as name: String) -> Term {
    let terms = tests.map(term)
    let cases = zip(terms.indices, terms).map { "WHEN \($1.text) THEN \($0)" }
    return sheet.define(
      name, Term("CASE \(cases.joined(separator: " ")) ELSE -1 END", of: terms))
  }

  private func won(_ member: Int, _ contest: Contest, _ possible: [Condition]) -> Condition {
    var tests = [possible[member]]
    for other in contest.members.indices where other != member {
      let sign = member < other ? ">=" : ">"
      tests.append(
        or(not(possible[other]), isYes(holds(contest.lows[member], sign, contest.highs[other]))))
    }
    return and(tests)
  }

  private func canWin(_ member: Int, _ contest: Contest, _ possible: [Condition]) -> Condition {
    var tests = [possible[member]]
    for other in contest.members.indices where other != member {
      let sign = member < other ? ">=" : ">"
      tests.append(mayBeTrue(holds(contest.highs[member], sign, contest.lows[other])))
    }
    return and(tests)
  }

  /// What the company gets whoever wins.
  private mutating func certainSum(_ contest: Contest, _ can: [Condition]) -> End {
    let floor = contest.lows.reduce(End.constant(0)) { greater($0, $1, openWins: false) }
    let keptFloor = kept(floor, as: "就高_最高下限")
    var least = End.open
    for member in contest.members.indices {
      let net = greater(
        difference(keptFloor, contest.rivals[member]), .constant(0), openWins: false)
      least = lesser(least, pick(can[member], net, .open), openWins: false)
    }
    return filled(least, .constant(0))
  }

  private mutating func settled(
    _ member: Int, _ contest: Contest, _ line: LineSum, _ winner: Term, _ holder: Term,
    _ can: Condition, _ certain: End
  ) -> LineSum {
    let name = lineName(contest.members[member])
    func `is`(_ term: Term, _ sign: String, _ number: Int) -> Condition {
      .term(Term("\(term.inner) \(sign) \(number)", of: [term]), mayBeUnknown: false)
    }
    var net = line
    let rivals = contest.rivals[member]
    net.low = kept(lessened(line.low, by: rivals, name + "_减对手低"), as: name + "_净低")
    net.high =
      line.low == line.high
      ? net.low : kept(lessened(line.high, by: rivals, name + "_减对手高"), as: name + "_净高")
    let isHolder = `is`(holder, "=", member)
    let share = pick(isHolder, certain, .constant(0))
    let left = greater(
      difference(share, overRowsBefore(net.low, name + "_先前净低")), .constant(0), openWins: false)
    let raised = natural(lesser(left, net.low, openWins: false), size: net.low.size)
    let (hasWinner, isWinner) = (`is`(winner, ">=", 0), `is`(winner, "=", member))
    let hasHolder = `is`(holder, ">=", 0)
    var found = line
    found.low = pick(
      hasWinner, pick(isWinner, net.low, .constant(0)),
      pick(can, raised, pick(hasHolder, .constant(0), line.low)))
    found.high = pick(
      hasWinner, pick(isWinner, net.high, .constant(0)),
      pick(can, net.high, pick(hasHolder, .constant(0), line.high)))
    found.isContested = and([not(hasWinner), can, isPositive(net.high)])
    return found
  }

  /// Takes off what the rivals were paid, from the first row on.
  private mutating func lessened(_ end: End, by rivals: End, _ name: String) -> End {
    if rivals == .constant(0) || end == .open { return end }
    // Behind a row without bound nothing is left: it may bear all of it.
    let before = overRowsBefore(end, name)
    let left = filled(
      greater(difference(rivals, before), .constant(0), openWins: true), .constant(0))
    let rest = request.isKeyed ? left : rivals
    let net = difference(end, lesser(end, rest, openWins: true))
    return natural(net, size: added(end.size, rivals.size))
  }

  /// With an unknown condition both outcomes are possible.
  private func hull(_ bound: LineSum, _ free: LineSum, _ condition: Condition) -> LineSum {
    if condition.isYes { return bound }
    let isOpen = isUnknown(condition)
    var result = bound
    let low = lesser(bound.low, free.low, openWins: false)
    result.low = pick(isOpen, low, bound.low)
    result.high = pick(isOpen, free.high, bound.high)
    result.hangsOnGroup = and(
      isOpen, or(differs(bound.low, free.low), differs(bound.high, free.high)))
    return result
  }

  /// Without a bound on both sides they are the same.
  private func differs(_ one: End, _ two: End) -> Condition {
    if one == two { return .no }
    let (left, right) = (value(one), value(two))
    return .term(
      Term("\(left.inner) IS DISTINCT FROM \(right.inner)", of: [left, right]),
      mayBeUnknown: false)
  }
}
