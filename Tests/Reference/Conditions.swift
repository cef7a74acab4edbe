/// Three-valued conditions on one row.
extension Scene {
  package func verdict(_ condition: Condition) -> Verdict {
    switch condition {
    case .flag(let name): flag(name, is: true)
    case .flagIs(let name, let wanted): flag(name, is: wanted)
    case .choice(let name, let values, let negated): category(name, values, negated)
    case .text(let name, let values, let negated): words(name, values, negated)
    case .reading(let name, let wanted): Verdict(choice(ofReading: name) == wanted)
    case .due(let award): isDue(award)
    case .instalment(let award, let label, let negated): asks(award, label, negated)
    case .title(let name): statusVerdict(name, Set(Status.allCases).subtracting([.none]))
    case .status(let name, let word, let negated): status(name, word, negated)
    case .compare(let left, let comparison, let right):
      compare(quantity(left), comparison, quantity(right))
    case .within(let value, let low, let high):
      within(quantity(value), quantity(low), quantity(high))
    case .compareYear(let day, let how, let year): compare(quantity(day), how, year: year)
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

  private func words(_ name: String, _ values: [String], _ negated: Bool) -> Verdict {
    switch settled(name) {
    case .text(let value): Verdict(values.contains(value) != negated)
    case .empty: Verdict(false)
    default: Verdict(.unknown, [name])
    }
  }

  /// A row that names no instalment asks for none in particular: every comparison fails.
  private func asks(_ award: String, _ label: String, _ negated: Bool) -> Verdict {
    guard case .label(let asked) = given(.award(award, .instalment)) else { return Verdict(false) }
    return Verdict((asked == label) != negated)
  }

  /// An award is due where something comes of it.
  private func isDue(_ award: String) -> Verdict {
    guard let line = inquiry.line(LineName(award), row: index) else { return Verdict(false) }
    return Verdict(
      Truth(mayHold: !line.sum.isZero, mayFail: line.sum.low == .zero), line.reasons)
  }

  /// A year stands for all of its days.
  private func compare(_ day: Quantity, _ how: Comparison, year: Int) -> Verdict {
    let first = Quantity(Rational(Day(year, 1, 1).number))
    let last = Quantity(Rational(Day(year, 12, 31).number))
    switch how {
    case .atLeast: return compare(day, .atLeast, first)
    case .under: return compare(day, .under, first)
    case .above: return compare(day, .above, last)
    case .atMost: return compare(day, .atMost, last)
    case .equal: return compare(day, .atLeast, first) && compare(day, .atMost, last)
    case .unequal: return compare(day, .under, first) || compare(day, .above, last)
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
    case (.text(let name), .choices(let values)): words(name, values, false)
    case (.reading(let name), .choices(let values)):
      Verdict(choice(ofReading: name).map(values.contains) ?? false)
    case (.instalment(let award), .choices(let values)):
      values.dropFirst().reduce(asks(award, values[0], false)) { $0 || asks(award, $1, false) }
    case (.flag(let name), .flag(let wanted)): flag(name, is: wanted)
    case (.title(let name), .status(let word)): status(name, word, false)
    case (.quantity(let value), .equals(let other)):
      compare(quantity(value), .equal, quantity(other))
    case (.quantity(let value), .compare(let how, let other)):
      compare(quantity(value), how, quantity(other))
    case (.quantity(let value), .within(let low, let high)):
      within(quantity(value), quantity(low), quantity(high))
    default: Verdict(false)
    }
  }
}
