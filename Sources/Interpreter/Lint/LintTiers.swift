import JiliLexer

/// Tiers: bounds that leave something out or hold it twice, tiers that nothing reaches, sums that
/// fall where they should rise.
extension Linter {
  mutating func lintTiers() {
    for award in program.awards {
      let terms = [
        award.amount, award.renewal, award.less, award.cap, award.capPerYear, award.when,
        award.except,
      ]
      for case .some(let term) in terms { lintTiers(in: term) }
    }
    for scope in program.benefits.map(\.scope) + program.limits.map(\.scope) {
      for case .some(let term) in [scope.when, scope.except] { lintTiers(in: term) }
    }
  }

  private mutating func lintTiers(in typed: Typed) {
    // A branch is looked at with the choice that it hangs on.
    var seen: [Typed] = []
    forEachTerm(typed) { term in
      switch term.kind {
      case .firstFit, .tiers, .choice: seen.append(term)
      default: break
      }
    }
    for term in seen {
      switch term.kind {
      case .firstFit(let arms): lintArms(arms)
      case .tiers(let table): lintTable(table)
      case .choice: lintBranches(term)
      default: break
      }
    }
  }

  // MARK: - match

  private mutating func lintArms(_ arms: [(condition: Typed, value: Typed)]) {
    lintUnreachable(arms)
    var measure: Measure?
    var parts: [[Stretch]] = []
    for arm in arms {
      if case .truth(true) = arm.condition.kind {
        parts.append([.everything])
        continue
      }
      guard let (subject, stretches) = Stretch.all(of: arm.condition),
        measure == nil || measure == subject
      else { return }
      measure = subject
      parts.append(stretches)
    }
    guard let measure else { return }
    lintGaps(arms.map(\.condition), parts, measure)
    lintSharedBounds(arms.map(\.condition), parts, measure)
    lintOrder(arms, parts)
  }

  /// An arm whose every value fits one before it.
  private mutating func lintUnreachable(_ arms: [(condition: Typed, value: Typed)]) {
    for (index, arm) in arms.enumerated() where index > 0 {
      tierPairs -= index
      guard tierPairs > 0 else { return }
      let before = arms[..<index].map(\.condition)
      if let earlier = before.first(where: { implication.holds(arm.condition, $0) }) {
        report(.armNeverReached(covered: earlier.span, at: arm.condition.span))
      } else if areCovered(arm.condition, by: before), let last = before.last {
        report(.armNeverReached(covered: before[0].span.union(last.span), at: arm.condition.span))
      }
    }
  }

  /// Whether several conditions together leave nothing for this one.
  private func areCovered(_ condition: Typed, by others: [Typed]) -> Bool {
    let known = others.compactMap { Stretch.all(of: $0) }
    if let subject = known.first?.subject, known.allSatisfy({ $0.subject == subject }) {
      let whole = known.flatMap(\.parts)
      if case .truth(true) = condition.kind { return [.everything].areWithin(whole) }
      guard let (measure, parts) = Stretch.all(of: condition), measure == subject else {
        return false
      }
      return parts.areWithin(whole)
    }
    guard case .truth(true) = condition.kind else { return false }
    return isEveryValueNamed(others)
  }

  /// Whether conditions name every value of one field or reading: `else` is for none.
  private func isEveryValueNamed(_ conditions: [Typed]) -> Bool {
    var codes: [FactID: Set<Int>] = [:]
    var choices: [Int: Set<Int>] = [:]
    for condition in conditions {
      switch condition.plain.kind {
      case .code(let fact, let named, isNot: false): codes[fact, default: []].formUnion(named)
      case .readingIs(let reading, let choice): choices[reading, default: []].insert(choice)
      default: return false
      }
    }
    if codes.isEmpty, choices.count == 1, let (reading, named) = choices.first {
      return named.count == program.readings[reading].choices.count
    }
    guard choices.isEmpty, codes.count == 1, let (id, named) = codes.first,
      case .category(let values, _) = program.facts[id].kind,
      // `blank = none`: an empty cell has none of the values, and `else` is for it.
      program.facts[id].blank != .absent
    else { return false }
    return named.count == values.count
  }

  private mutating func lintGaps(_ arms: [Typed], _ parts: [[Stretch]], _ measure: Measure) {
    let whole = parts.flatMap(\.self).joined
    for (lower, upper) in zip(whole, whole.dropFirst()) {
      // Single values, as levels of a certificate, are no ladder.
      guard let high = lower.high, let low = upper.low, !lower.isPoint || !upper.isPoint else {
        continue
      }
      let isNext =
        lower.hasHigh && upper.hasLow
        && low.subtracting(high).map { isStep($0, from: high, measure) } ?? false
      if isNext { continue }
      let below = parts.firstIndex {
        $0.contains { $0.high == high && $0.hasHigh == lower.hasHigh }
      }
      let above = parts.firstIndex { $0.contains { $0.low == low && $0.hasLow == upper.hasLow } }
      guard let below, let above else { continue }
      let type = type(of: measure)
      report(
        .gapBetweenArms(
          Self.hole(lower, upper, type), above: arms[above].span, at: arms[below].span))
    }
  }

  /// What lies between two stretches.
  private static func hole(_ lower: Stretch, _ upper: Stretch, _ type: ValueType) -> Wording {
    guard let high = lower.high, let low = upper.low else { return Wording(zh: "", en: "") }
    let (first, last) = (numberText(high, type), numberText(low, type))
    if high == low { return Wording(zh: "恰好 \(first)", en: "exactly \(first)") }
    return Wording(
      zh: (lower.hasHigh ? "超过 \(first)" : "从 \(first) 起")
        + (upper.hasLow ? "、不到 \(last)" : "、到 \(last)"),
      en: (lower.hasHigh ? "above \(first)" : "from \(first)")
        + (upper.hasLow ? " and below \(last)" : " to \(last)"))
  }

  /// Whether nothing lies between two numbers of one kind: money is whole 分, a count whole.
  private func isStep(_ distance: Exact, from low: Exact, _ measure: Measure) -> Bool {
    switch type(of: measure) {
    case .money: distance <= .fen
    case .number: low.isWhole && distance.isWhole && distance <= .one
    case .date: distance <= .one
    default: false
    }
  }

  private func type(of measure: Measure) -> ValueType {
    switch measure {
    case .year, .yearsSince: return .number
    case .day: return .date
    case .fact(let id), .lastYear(let id), .peak(let id):
      switch program.facts[id].kind {
      case .money, .approved, .received, .paid: return .money
      case .percent: return .percent
      case .date: return .date
      case .number, .flag, .text, .category, .title, .instalment: return .number
      }
    }
  }

  /// `<= 100` and `>= 100`: what is exactly there fits both, and the order decides.
  private mutating func lintSharedBounds(
    _ arms: [Typed], _ parts: [[Stretch]], _ measure: Measure
  ) {
    for (index, later) in parts.enumerated() where later.count == 1 && !later[0].isPoint {
      for (before, earlier) in parts[..<index].enumerated()
      where earlier.count == 1 && !earlier[0].isPoint {
        guard let both = later[0].common(with: earlier[0]), both.isPoint, let point = both.low
        else {
          continue
        }
        report(
          .boundInBoth(
            numberText(point, type(of: measure)), first: arms[before].span, at: arms[index].span))
      }
    }
  }

  // MARK: - Sums

  private typealias Step = (bound: Exact, boundSpan: Span, sum: Exact?, sumSpan: Span)

  /// Arms in the order of their numbers: their sums should all rise or all fall (a rank).
  private mutating func lintOrder(
    _ arms: [(condition: Typed, value: Typed)], _ parts: [[Stretch]]
  ) {
    var steps: [Step] = []
    for (arm, stretches) in zip(arms, parts) {
      if case .truth(true) = arm.condition.kind { continue }
      guard stretches.count == 1, let bound = stretches[0].low ?? stretches[0].high else { return }
      steps.append((bound, arm.condition.span, arm.value.ceiling, arm.value.span))
    }
    // `>= 1亿`, `>= 5000万` hold the number from which they begin, `<= 10`, `<= 50` where they end.
    steps.sort { $0.bound < $1.bound }
    lintSums(steps, mayFall: true)
  }

  private mutating func lintSums(_ steps: [Step], mayFall: Bool) {
    let pairs = zip(steps, steps.dropFirst()).filter { $0.sum != nil && $1.sum != nil }
    let falls = pairs.filter { ($1.sum ?? .zero) < ($0.sum ?? .zero) }
    let rises = pairs.filter { ($0.sum ?? .zero) < ($1.sum ?? .zero) }
    if mayFall, rises.isEmpty || falls.isEmpty { return }
    let isFalling = mayFall && falls.count > rises.count
    for (lower, upper) in isFalling ? rises : falls {
      report(.sumsTurn(isFalling: isFalling, first: lower.sumSpan, at: upper.sumSpan))
    }
  }

  // MARK: - first reaches

  private mutating func lintTable(_ table: TypedTiers) {
    var steps: [Step] = []
    for tier in table.tiers {
      guard let bound = tier.threshold.fixed else { return }
      steps.append((bound, tier.threshold.span, tier.amount.ceiling, tier.amount.span))
      if let most = program.facts[table.fact].bounds.high,
        most < bound || (table.exceeds && most == bound)
      {
        report(
          .tierBeyondField(
            program.facts[table.fact].name, numberText(most, tier.threshold.type),
            at: tier.threshold.span))
      }
    }
    let pairs = Array(zip(steps, steps.dropFirst()))
    let isFalling = pairs.allSatisfy { $1.bound < $0.bound }
    for (earlier, later) in pairs where !isFalling && later.bound <= earlier.bound {
      report(
        .tierOutOfOrder(
          isSame: later.bound == earlier.bound, first: earlier.boundSpan,
          at: later.boundSpan))
    }
    lintSums(steps.sorted { $0.bound < $1.bound }, mayFall: false)
  }

  // MARK: - if

  /// `if A then … else if B then …` where B is never true without A.
  private mutating func lintBranches(_ choice: Typed) {
    guard case .choice(let test, _, let otherwise) = choice.kind else { return }
    var next = otherwise
    while case .choice(let later, _, let rest) = next.kind {
      if implication.holds(later, test) {
        report(.branchNeverReached(first: test.span, at: later.span))
      }
      next = rest
    }
  }
}
