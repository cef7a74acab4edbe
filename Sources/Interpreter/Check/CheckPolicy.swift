import JiliLexer
import JiliParser

/// The policy block, exclusive groups, joint ceilings and examples.
extension Checker {
  /// Collects the policy's entries: a later file's entry replaces all of its kind, except that
  /// several `funding` entries of one block stand together.
  mutating func policyBlocks(_ statements: [Placed]) {
    for placed in statements {
      guard case .policy(let block) = placed.statement.kind else { continue }
      if let first = policyPlace, first.file == placed.statement.span.file || !placed.isDraft {
        report(.twoPolicies(first: first, at: block.name.span))
        continue
      }
      policyPlace = block.name.span
      parts.place = block.name.span
      parts.policyName = block.name.text
      let kinds = Set(block.entries.map { Self.kind($0) })
      policyEntries.removeAll { kinds.contains(Self.kind($0)) }
      policyEntries += block.entries
    }
    if parts.policyName.isEmpty, let file = loaded.files.last {
      // A name in a rule file is held to what a reader can see; that of a file is not.
      parts.policyName = visible(Self.fileStem(file.tree.source.name))
    }
    var text: [UInt8] = []
    var names: Set<String> = []
    let texts = loaded.policyTexts.sorted {
      ($0.entry.file, $0.entry.start) < ($1.entry.file, $1.entry.start)
    }
    for source in texts.map(\.text) where names.insert(source.name).inserted {
      text += source.bytes
    }
    if !text.isEmpty { policyText = PolicyText(text) }
  }

  /// The texts that the policy names as its own; a draft's text takes the place of the adopted one.
  func policyTexts() -> [Source] {
    var names: Set<String> = []
    return policyEntries.compactMap { entry in
      guard case .source(let path) = entry.kind,
        let text = loaded.policyTexts.first(where: { $0.entry == path.span })?.text,
        names.insert(text.name).inserted
      else { return nil }
      return text
    }
  }

  private static func kind(_ entry: PolicyBlock.Entry) -> Int {
    switch entry.kind {
    case .name: 0
    case .source: 1
    case .status: 2
    case .period: 3
    case .applies: 4
    case .overlap: 5
    case .funding: 6
    case .rounding: 7
    }
  }

  static func fileStem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  mutating func checkPolicyEntries() {
    var seen: [Int: Span] = [:]
    for entry in policyEntries {
      let cites = citations(entry.cites)
      let kind = Self.kind(entry)
      if kind != 6, let first = seen[kind], first.file == entry.span.file {
        let words = loaded.text(entry.span).unicodeScalars.prefix(while: isLetter)
        report(.statedTwice(String(words), first: first, at: entry.span))
      }
      seen[kind] = entry.span
      switch entry.kind {
      case .name, .source, .status: break
      case .period(let period): parts.period = self.period(period)
      case .applies(let expression): parts.applies = condition(expression)
      case .overlap(let rule):
        parts.overlap = flat(rule, under: nil)
        parts.overlapCites = cites
      case .funding(let rule): parts.funding.append(funding(rule))
      case .rounding(let unit, let down):
        guard let exact = Self.roundingUnits[unit.text] else {
          report(.unknownRounding(unit.text, at: unit.span))
          continue
        }
        parts.rounding = exact
        parts.roundsDown = down
      }
    }
  }

  private static let roundingUnits: [String: Exact] = [
    "分": .fen, "角": Exact(1, over: 10) ?? .fen, "元": Exact(1), "百元": Exact(100),
    "千元": Exact(1000), "万元": Exact(10000),
  ]

  /// `if R = v then none else top-up` as a list of conditions, first fit.
  private mutating func flat(
    _ rule: OverlapRule, under condition: Typed?
  ) -> [(condition: Typed?, rule: Overlap.Rule)] {
    func both(_ test: Typed) -> Typed {
      condition.map { Typed(.and($0, test), .condition, test.span) } ?? test
    }
    switch rule.kind {
    case .topUp: return [(condition, .topUp)]
    case .none: return [(condition, .none)]
    case .stack: return [(condition, .stack)]
    case .choice(let expression, let then, let otherwise):
      let test = self.condition(expression)
      return flat(then, under: both(test)) + flat(otherwise, under: condition)
    }
  }

  mutating func period(_ period: Period) -> CheckedPeriod {
    // In `C .. D for 3 years` the years count from D, which is then no last day.
    let isEnd = period.months == nil
    let made = CheckedPeriod(
      start: date(period.start, isEnd: false), end: period.end.map { date($0, isEnd: isEnd) },
      months: period.months)
    if case .day(let first) = made.start.kind, case .day(let last)? = made.end?.kind,
      let start = first.first, let end = last.last, end < start
    {
      report(.rangeReversed(at: period.span))
    }
    return made
  }

  /// A date of a period; a year as an end is its last day.
  private mutating func date(_ expression: Expression, isEnd: Bool) -> Typed {
    if let days = dateLiteral(expression) {
      let day = isEnd ? days.last : days.first
      return Typed(.day(Days(first: day, last: day)), .date, expression.span)
    }
    let typed = value(expression)
    if typed.type == .date || typed.type == .broken { return typed }
    return wrong(typed, ("日期", "a date"))
  }

  // MARK: - Groups

  mutating func checkGroup(_ placed: Placed) {
    let statement = placed.statement
    switch statement.kind {
    case .exclusive(let members, let expression):
      guard let lines = lines(members, placed) else { return }
      let made = CheckedGroup(
        members: lines, condition: expression.map { condition($0) }, cap: nil,
        cites: citations(statement.cites), span: statement.span)
      checkSharedMembers(made, members)
      parts.exclusives.append(made)
    case .together(let members, let cap):
      guard let lines = lines(members, placed) else { return }
      parts.joints.append(
        CheckedGroup(
          members: lines, condition: nil, cap: cap.map { amount($0) },
          cites: citations(statement.cites), span: statement.span))
    default: break
    }
  }

  /// The lines of a group; nil where a draft has left it with fewer than two.
  private mutating func lines(
    _ members: [AwardLine], _ placed: Placed
  ) -> [(award: Int, isRenewal: Bool)]? {
    var found: [(award: Int, isRenewal: Bool)] = []
    var first: [Span] = []
    var isReduced = false
    for member in members {
      if let removal = removals[member.award.text], awardIndex[member.award.text] == nil,
        removal.file != member.span.file
      {
        isReduced = true
        continue
      }
      guard let line = line(member) else { continue }
      if let earlier = found.firstIndex(where: { $0 == line }) {
        report(.statedTwice(member.award.text, first: first[earlier], at: member.span))
      } else {
        found.append(line)
        first.append(member.span)
      }
    }
    if members.count < 2 { report(.onlyOneMember(at: placed.statement.span)) }
    return isReduced && found.count < 2 ? nil : found
  }

  /// The award line of a name, reported where there is none.
  mutating func line(_ member: AwardLine) -> (award: Int, isRenewal: Bool)? {
    guard let index = awardIndex[member.award.text] else {
      reportNoAward(member.award)
      return nil
    }
    if member.isRenewal, parts.awards[index].renewal == nil {
      report(.noRenewal(member.award.text, at: member.span))
      return nil
    }
    return (index, member.isRenewal)
  }

  /// One group per award, unless the groups ask for different values of one reading.
  private mutating func checkSharedMembers(_ group: CheckedGroup, _ members: [AwardLine]) {
    for other in parts.exclusives where !excludeEachOther(group.condition, other.condition) {
      for member in group.members where other.members.contains(where: { $0 == member }) {
        report(.twoGroups(parts.awards[member.award].name, first: other.span, at: group.span))
        return
      }
    }
  }

  private func excludeEachOther(_ one: Typed?, _ other: Typed?) -> Bool {
    guard let one, let other else { return false }
    for (reading, choice) in requiredChoices(one) {
      for (second, value) in requiredChoices(other) where reading == second && choice != value {
        return true
      }
    }
    return false
  }

  private func requiredChoices(_ typed: Typed) -> [(Int, Int)] {
    switch typed.kind {
    case .readingIs(let reading, let choice): [(reading, choice)]
    case .and(let left, let right): requiredChoices(left) + requiredChoices(right)
    case .defined(_, let inner): requiredChoices(inner)
    default: []
    }
  }

  // MARK: - Cycles between awards

  /// `A.amount` in B and `B.amount` in A can have no value.
  mutating func findAwardCycles() {
    var state = [Int](repeating: 0, count: parts.awards.count)
    for index in parts.awards.indices where mayGoOn {
      var path: [Int] = []
      visit(index, &state, &path)
    }
  }

  private mutating func visit(_ index: Int, _ state: inout [Int], _ path: inout [Int]) {
    if state[index] == 2 { return }
    guard path.count < Limits.awardChain else {
      // The planner follows such a chain to its end.
      report(.tooLarge(parts.awards[index].name, at: parts.awards[index].span))
      state[index] = 2
      return
    }
    path.append(index)
    defer { path.removeLast() }
    if state[index] == 1 {
      let start = path.firstIndex(of: index) ?? 0
      let chain = path[start...].map { parts.awards[$0].name }
      report(.awardCycle(chain, at: parts.awards[index].span))
      state[index] = 2
      return
    }
    state[index] = 1
    for next in awardsRead(parts.awards[index]) { visit(next, &state, &path) }
    state[index] = 2
  }

  private func awardsRead(_ award: CheckedAward) -> [Int] {
    var found: [Int] = []
    for term in terms(of: award) {
      forEachTerm(term) { typed in
        switch typed.kind {
        case .awardAmount(let index, _), .awardDue(let index, _): found.append(index)
        default: break
        }
      }
    }
    return found
  }
}

extension Checker {
  /// Everything that the sum of an award hangs on, the policy's own conditions included.
  func terms(of award: CheckedAward) -> [Typed] {
    var terms = [award.amount]
    let period = award.period ?? parts.period
    for part in [
      award.when, award.except, award.renewal, award.less, award.cap, award.capPerYear,
      parts.applies, period?.start, period?.end,
    ] {
      if let part { terms.append(part) }
    }
    return terms + (award.quota.map { [$0.count] + $0.keys } ?? [])
  }
}

/// Visits a typed expression and everything below it.
func forEachTerm(_ typed: Typed, _ visit: (Typed) -> Void) {
  visit(typed)
  for child in children(typed) { forEachTerm(child, visit) }
}

/// The direct parts of a typed expression.
func children(_ typed: Typed) -> [Typed] {
  switch typed.kind {
  case .constant, .day, .months, .fact, .lastYear, .peak, .evaluationDate, .evaluationYear,
    .unspecified, .ownAmount, .awardAmount, .yearsSince, .truth, .flag, .code, .status, .readingIs,
    .awardDue, .broken:
    return []
  case .negative(let inner), .upTo(let inner), .atLeast(let inner), .not(let inner),
    .defined(_, let inner):
    return [inner]
  case .arithmetic(_, let left, let right), .share(let left, of: let right),
    .cap(let left, let right), .range(let left, let right), .compare(_, let left, let right),
    .and(let left, let right), .or(let left, let right):
    return [left, right]
  case .choice(let one, let two, let three): return [one, two, three]
  case .firstFit(let arms): return arms.flatMap { [$0.condition, $0.value] }
  case .tiers(let table):
    return table.tiers.flatMap { [$0.threshold, $0.amount] } + tests(of: table.mode)
  }
}

private func tests(of mode: TypedTiers.Mode) -> [Typed] {
  switch mode {
  case .each, .highest: []
  case .choice(let test, let then, let otherwise): [test] + tests(of: then) + tests(of: otherwise)
  }
}
