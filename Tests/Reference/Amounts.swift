/// An amount before approval: what is paid at least and at most, each with its own uncertainty.
package struct Amount {
  package var floor: Quantity
  package var ceiling: Quantity
  package var isUnspecified = false

  init(floor: Quantity, ceiling: Quantity, isUnspecified: Bool = false) {
    self.floor = floor
    self.ceiling = ceiling
    self.isUnspecified = isUnspecified
  }

  init(_ exact: Quantity) { self.init(floor: exact, ceiling: exact) }

  static let absent = Amount(.absent)
  static let zero = Quantity(.zero)
  static let boundless = Quantity(Extent(.above, .above))

  func hull(_ other: Amount, open: Set<String>) -> Amount {
    Amount(
      floor: floor.hull(other.floor, open: open),
      ceiling: ceiling.hull(other.ceiling, open: open),
      isUnspecified: isUnspecified || other.isUnspecified)
  }

  func map(_ change: (Quantity) -> Quantity) -> Amount {
    Amount(floor: change(floor), ceiling: change(ceiling), isUnspecified: isUnspecified)
  }
}

extension Scene {
  package func quantity(_ expression: Expression) -> Quantity {
    switch expression {
    case .literal(let value, _): Quantity(value)
    case .field(let name): field(name)
    case .lastYear(let name): lastYear(name)
    case .peak(let name): peak(name)
    case .parameter(let name): parameter(name)
    case .definition(let name): definedQuantity(name)
    case .evaluationYear: evaluationYear
    case .binary(let operation, let left, let right):
      calculate(operation, quantity(left), quantity(right))
    case .share(let part, let whole): quantity(part).combined(quantity(whole), *)
    case .tiers(let tiers): self.tiers(tiers)
    case .capped, .choose, .match, .upTo, .atLeast, .between, .shareBetween, .unspecified:
      amount(expression).floor
    }
  }

  private var evaluationYear: Quantity {
    guard let date else { return Quantity(.everything, ["date"]) }
    let years = Extent(Rational(date.first.civil.year), Rational(date.last.civil.year))
    return Quantity(years, ["date"])
  }

  private func definedQuantity(_ name: String) -> Quantity {
    guard case .quantity(let body) = program.definition(name)?.body else { return .absent }
    return quantity(body)
  }

  private func calculate(_ operation: Operation, _ a: Quantity, _ b: Quantity) -> Quantity {
    switch operation {
    case .add: return a.combined(b, +)
    case .subtract: return a.combined(b, -)
    case .multiply: return a.combined(b, *)
    case .divide:
      let quotient = a.combined(b, /)
      guard quotient.range == .everything else { return quotient }
      // A quotient by zero hangs on no fact, yet it is open and must say so.
      return Quantity(
        .everything, mayBeAbsent: quotient.mayBeAbsent,
        quotient.reasons.union(["division by zero"]))
    }
  }

  package func amount(_ expression: Expression) -> Amount {
    switch expression {
    case .upTo(let ceiling): Amount(floor: Amount.zero, ceiling: quantity(ceiling))
    case .atLeast(let floor): Amount(floor: quantity(floor), ceiling: Amount.boundless)
    case .between(let low, let high): Amount(floor: quantity(low), ceiling: quantity(high))
    case .shareBetween(let low, let high, let whole):
      Amount(
        floor: quantity(low).combined(quantity(whole), *),
        ceiling: quantity(high).combined(quantity(whole), *))
    case .unspecified:
      Amount(floor: Amount.zero, ceiling: Amount.boundless, isUnspecified: true)
    case .capped(let inner, let cap): amount(inner).map { capped($0, by: quantity(cap)) }
    case .choose(let condition, let first, let second):
      choose(verdict(condition), amount(first), amount(second))
    case .match(let subject, let arms, let otherwise):
      match(subject, arms, otherwise: otherwise) { amount($0) }
    case .literal, .field, .lastYear, .peak, .parameter, .definition, .evaluationYear, .binary,
      .share, .tiers:
      Amount(quantity(expression))
    }
  }

  package func capped(_ value: Quantity, by cap: Quantity) -> Quantity {
    value.combined(cap) { $0.capped(by: $1) }
  }

  private func choose(_ verdict: Verdict, _ first: Amount, _ second: Amount) -> Amount {
    guard verdict.truth.mayFail else { return first }
    guard verdict.truth.mayHold else { return second }
    return first.hull(second, open: verdict.reasons)
  }

  private func match(
    _ subject: Subject, _ arms: [Arm], otherwise: Expression?, value: (Expression) -> Amount
  ) -> Amount {
    var reached: [Amount] = []
    var open: Set<String> = []
    var isSettled = false
    for arm in arms where !isSettled {
      let verdict = fits(subject, arm.pattern)
      open.formUnion(verdict.reasons)
      if verdict.truth.mayHold { reached.append(value(arm.value)) }
      isSettled = verdict.truth.isCertain
    }
    if !isSettled { reached.append(otherwise.map(value) ?? .absent) }
    return reached.dropFirst().reduce(reached[0]) { $0.hull($1, open: open) }
  }

  /// The amount of a renewal; a bare share, in a branch too, is of the award's own amount.
  package func renewalAmount(_ expression: Expression, of award: Award) -> Amount {
    switch expression {
    case .choose(let condition, let first, let second):
      return choose(
        verdict(condition), renewalAmount(first, of: award), renewalAmount(second, of: award))
    case .match(let subject, let arms, let otherwise):
      return match(subject, arms, otherwise: otherwise) { renewalAmount($0, of: award) }
    default:
      guard isShare(expression) else { return amount(expression) }
      let part = quantity(expression)
      return amount(award.amount).map { part.combined($0, *) }
    }
  }

  private func isShare(_ expression: Expression) -> Bool {
    switch expression {
    case .literal(_, .percent): true
    case .parameter(let name): program.parameters.first { $0.name == name }?.kind == .percent
    case .field(let name), .lastYear(let name), .peak(let name):
      program.field(name)?.kind == .percent
    case .definition(let name):
      if case .quantity(let body) = program.definition(name)?.body { isShare(body) } else { false }
    case .capped(let inner, _): isShare(inner)
    default: false
    }
  }
}
