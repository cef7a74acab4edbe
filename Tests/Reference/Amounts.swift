/// An amount before approval: what is paid at least and at most, each with its own uncertainty.
package struct Amount: Hashable {
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

  /// Either of two amounts. What is left without a figure on either side has none, but a branch
  /// that pays nothing at all says nothing about that.
  func hull(_ other: Amount, open: Set<String>) -> Amount {
    let branches = [self, other].filter { $0.ceiling.range != nil }
    return Amount(
      floor: floor.hull(other.floor, open: open),
      ceiling: ceiling.hull(other.ceiling, open: open),
      isUnspecified: !branches.isEmpty && branches.allSatisfy(\.isUnspecified))
  }

  /// Both ends with the same ends of another amount.
  func combined(_ other: Amount, _ operation: (Extent, Extent) -> Extent) -> Amount {
    Amount(
      floor: floor.combined(other.floor, operation),
      ceiling: ceiling.combined(other.ceiling, operation),
      isUnspecified: isUnspecified || other.isUnspecified)
  }

  /// The least where the other is greatest: for what is taken off.
  var turned: Amount { Amount(floor: ceiling, ceiling: floor, isUnspecified: isUnspecified) }

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
    case .evaluationDate: Quantity(date?.range ?? .everything, ["date"])
    case .yearsSince(let title): yearsSince(title)
    case .awardFact(let award, let fact): record(award, fact)
    case .awardSum(let name): sum(of: name)
    case .shifted(let day, let months): quantity(day).map { $0.adding(months: months) }
    case .negative, .binary, .share, .tiers, .capped, .choose, .match, .upTo, .atLeast, .between,
      .shareBetween, .unspecified:
      amount(expression).floor
    }
  }

  /// Whole years since the title was last recognised. A title never held has none; of one that has
  /// lapsed only its day is unknown.
  private func yearsSince(_ title: String) -> Quantity {
    let found = evidence(title)
    guard let date, let day = found.recognition(date) else {
      let now = status(title)
      if now == [.none], !found.wasHeld { return .absent }
      return Quantity(.everything, mayBeAbsent: now.count > 1 && now.contains(.none), [title])
    }
    let years = Extent(
      Rational(day.last.wholeYears(until: date.first)),
      Rational(day.first.wholeYears(until: date.last)))
    return Quantity(years, [title, "date"])
  }

  /// Nothing on record is 0元; a sum that is not approved is unknown.
  private func record(_ award: String, _ fact: AwardFact) -> Quantity {
    if let known = known(award, fact) { return Quantity(known) }
    return fact == .approved
      ? Quantity(.everything, [Fact.award(award, fact).name]) : Quantity(.zero)
  }

  private func sum(of name: LineName) -> Quantity {
    guard let line = inquiry.line(name, row: index) else { return Quantity(.zero) }
    return Quantity(
      Extent(.exact(line.sum.low), line.sum.high.map(Bound.exact) ?? .above), line.reasons)
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

  private func calculate(_ operation: Operation, _ a: Amount, _ b: Amount) -> Amount {
    switch operation {
    case .add: a.combined(b, +)
    case .subtract: a.combined(b.turned, -)
    case .multiply: a.combined(b, *)
    // A quotient by zero hangs on no fact, yet it is open and must say so.
    case .divide:
      a.combined(b.turned, /).map { quotient in
        guard quotient.range == .everything else { return quotient }
        return Quantity(
          .everything, mayBeAbsent: quotient.mayBeAbsent,
          quotient.reasons.union(["division by zero"]))
      }
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
    case .negative(let inner):
      calculate(.subtract, Amount(Amount.zero), amount(inner))
    case .binary(let operation, let left, let right):
      calculate(operation, amount(left), amount(right))
    case .share(let part, let whole): amount(part).combined(amount(whole), *)
    case .tiers(let tiers): self.tiers(tiers)
    case .literal, .field, .lastYear, .peak, .parameter, .definition, .evaluationYear,
      .evaluationDate, .yearsSince, .awardFact, .awardSum, .shifted:
      Amount(quantity(expression))
    }
  }

  package func capped(_ value: Quantity, by cap: Quantity) -> Quantity {
    value.extreme(cap) {
      $0.capped(by: $1)
    } hides: {
      $0.high <= $1.low
    }
  }

  func choose(_ verdict: Verdict, _ first: Amount, _ second: Amount) -> Amount {
    guard verdict.truth.mayFail else { return first }
    guard verdict.truth.mayHold else { return second }
    // What comes to the same either way does not hang on the choice.
    if first == second { return first }
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
    if reached.allSatisfy({ $0 == reached[0] }) { return reached[0] }
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
    case .capped(let inner, let cap) where isShare(inner) && !isShare(cap):
      return renewalAmount(inner, of: award).map { capped($0, by: quantity(cap)) }
    default:
      guard isShare(expression) else { return amount(expression) }
      return amount(expression).combined(amount(award.amount), *)
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
