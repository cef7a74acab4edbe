/// Three-valued conditions on one row.
extension Scene {
  package func verdict(_ condition: Condition) -> Verdict {
    switch condition {
    case .flag(let name): flag(name, is: true)
    case .flagIs(let name, let wanted): flag(name, is: wanted)
    case .choice(let name, let values, let negated): category(name, values, negated)
    case .reading(let name, let wanted): Verdict(choice(ofReading: name) == wanted)
    case .title(let name): statusVerdict(name, Set(Status.allCases).subtracting([.none]))
    case .status(let name, let word, let negated): status(name, word, negated)
    case .compare(let left, let comparison, let right):
      compare(quantity(left), comparison, quantity(right))
    case .within(let value, let low, let high):
      within(quantity(value), quantity(low), quantity(high))
    case .and(let left, let right): verdict(left) && verdict(right)
    case .or(let left, let right): verdict(left) || verdict(right)
    case .not(let inner): !verdict(inner)
    case .definition(let name): definedVerdict(name)
    }
  }

  private func definedVerdict(_ name: String) -> Verdict {
    guard case .condition(let body) = program.definition(name)?.body else {
      return Verdict(false)
    }
    return verdict(body)
  }

  private func flag(_ name: String, is wanted: Bool) -> Verdict {
    switch settled(name) {
    case .flag(let value): Verdict(value == wanted)
    case .empty: Verdict(false)
    default: Verdict(.unknown, [name])
    }
  }

  /// Every comparison with an absent value fails, the negated one too.
  private func category(_ name: String, _ values: [String], _ negated: Bool) -> Verdict {
    switch settled(name) {
    case .choice(let value): return Verdict(values.contains(value) != negated)
    case .empty: return Verdict(false)
    default:
      guard case .choice(let all, _) = program.field(name)?.kind else { return Verdict(false) }
      let wanted = all.filter { values.contains($0) != negated }
      return Verdict(
        Truth(mayHold: !wanted.isEmpty, mayFail: wanted.count < all.count), [name])
    }
  }

  private func status(_ name: String?, _ word: StatusWord, _ negated: Bool) -> Verdict {
    guard let name = name ?? title else { return Verdict(false) }
    let statuses =
      negated ? Set(Status.allCases).subtracting(word.statuses) : word.statuses
    return statusVerdict(name, statuses)
  }

  package func statusVerdict(_ name: String, _ wanted: Set<Status>) -> Verdict {
    let possible = status(name)
    return Verdict(
      Truth(
        mayHold: !possible.isDisjoint(with: wanted), mayFail: !possible.isSubset(of: wanted)),
      [name])
  }

  package func compare(_ left: Quantity, _ how: Comparison, _ right: Quantity) -> Verdict {
    guard let a = left.range, let b = right.range else { return Verdict(false) }
    let mayFailByAbsence = left.mayBeAbsent || right.mayBeAbsent
    let (mayHold, mayFail): (Bool, Bool)
    let apart = a.high < b.low || b.high < a.low
    let same = a.isPoint && a == b
    switch how {
    case .atLeast: (mayHold, mayFail) = (a.high >= b.low, a.low < b.high)
    case .atMost: (mayHold, mayFail) = (a.low <= b.high, a.high > b.low)
    case .above: (mayHold, mayFail) = (a.high > b.low, a.low <= b.high)
    case .under: (mayHold, mayFail) = (a.low < b.high, a.high >= b.low)
    case .equal: (mayHold, mayFail) = (!apart, !same)
    case .unequal: (mayHold, mayFail) = (!same, !apart)
    }
    return Verdict(
      Truth(mayHold: mayHold, mayFail: mayFail || mayFailByAbsence),
      left.reasons.union(right.reasons))
  }

  private func within(_ value: Quantity, _ low: Quantity, _ high: Quantity) -> Verdict {
    compare(value, .atLeast, low) && compare(value, .atMost, high)
  }

  package func fits(_ subject: Subject, _ pattern: Pattern) -> Verdict {
    switch (subject, pattern) {
    case (.choice(let name), .choices(let values)): category(name, values, false)
    case (.quantity(let value), .equals(let other)):
      compare(quantity(value), .equal, quantity(other))
    case (.quantity(let value), .compare(let how, let other)):
      compare(quantity(value), how, quantity(other))
    case (.quantity(let value), .within(let low, let high)):
      within(quantity(value), quantity(low), quantity(high))
    case (.choice, _), (.quantity, .choices): Verdict(false)
    }
  }
}
