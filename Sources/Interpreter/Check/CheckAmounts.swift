import JiliLexer
import JiliParser

/// Arithmetic, shares, caps, ranges, matches and tier tables.
extension Checker {
  mutating func arithmetic(
    _ operation: ArithmeticOperator, _ left: Typed, _ right: Typed, _ span: Span
  ) -> Typed {
    if left.type == .broken || right.type == .broken { return .broken(span) }
    switch operation {
    case .add, .subtract:
      if let dated = dateArithmetic(operation, left, right, span) { return dated }
      guard left.type.isNumeric, left.type == right.type else { return differ(left, right, span) }
      let kind: Typed.ArithmeticKind = operation == .add ? .add : .subtract
      return Typed(.arithmetic(kind, left, right), left.type, span)
    case .multiply:
      guard left.type.isNumeric, right.type.isNumeric else { return differ(left, right, span) }
      if left.type == .money, right.type == .money {
        report(.moneyTimesMoney(at: span))
        return .broken(span)
      }
      let type: ValueType =
        left.type == .money || right.type == .money
        ? .money : left.type == .percent && right.type == .percent ? .percent : .number
      return Typed(.arithmetic(.multiply, left, right), type, span)
    case .divide:
      guard left.type.isNumeric, right.type.isNumeric,
        !(right.type == .money && left.type != .money)
      else { return differ(left, right, span) }
      if constant(right)?.isZero == true {
        report(.divisionByZero(at: right.span))
        return .broken(span)
      }
      let type: ValueType =
        left.type == .money && right.type != .money
        ? .money : left.type == .percent && right.type == .number ? .percent : .number
      return Typed(.arithmetic(.divide, left, right), type, span)
    }
  }

  private mutating func dateArithmetic(
    _ operation: ArithmeticOperator, _ left: Typed, _ right: Typed, _ span: Span
  ) -> Typed? {
    guard left.type == .date else { return nil }
    let kind: Typed.ArithmeticKind = operation == .add ? .add : .subtract
    if right.type == .duration { return Typed(.arithmetic(kind, left, right), .date, span) }
    // A plain number is days, as the difference of two dates is.
    if right.type == .number { return Typed(.arithmetic(kind, left, right), .date, span) }
    if right.type == .date, operation == .subtract {
      return Typed(.arithmetic(.subtract, left, right), .number, span)
    }
    return nil
  }

  /// The plain number that an amount consists of, `30` in `up to 30`.
  private func bareConstant(_ typed: Typed) -> Typed? {
    switch typed.kind {
    case .upTo(let inner), .atLeast(let inner): bareConstant(inner)
    default: constant(typed) == nil || isCounted(typed) ? nil : typed
    }
  }

  /// `5家` has a unit, though none of money.
  private func isCounted(_ typed: Typed) -> Bool {
    let unit = loaded.text(typed.span).drop { !$0.isLetter }
    guard case .count = Unit(spelling: String(unit)) else {
      return false
    }
    return true
  }

  mutating func differ(_ left: Typed, _ right: Typed, _ span: Span) -> Typed {
    if let bare = bareNumber(left, right) {
      report(.missingUnit(loaded.text(bare.span), at: bare.span))
    } else {
      report(.typesDiffer(left.type, right.type, at: span))
    }
    return .broken(span)
  }

  /// The plain number of a pair whose other half is money.
  private func bareNumber(_ left: Typed, _ right: Typed) -> Typed? {
    if left.type == .money, right.type == .number, case .constant = right.kind {
      return isCounted(right) ? nil : right
    }
    if right.type == .money, left.type == .number, case .constant = left.kind {
      return isCounted(left) ? nil : left
    }
    return nil
  }

  /// `20% of 投资额`; the share may be a range left to the authority.
  mutating func share(_ share: Typed, of base: Typed, _ span: Span) -> Typed {
    if share.type == .broken || base.type == .broken { return .broken(span) }
    if share.type == .money, base.type == .percent {
      report(.shareReversed(at: span))
      return .broken(span)
    }
    guard share.type == .percent || share.type == .number else {
      return wrong(share, ("比例", "a percent"))
    }
    guard base.type.isNumeric else { return wrong(base, ("金额", "an amount")) }
    return Typed(.share(share, of: base), base.type, span)
  }

  mutating func cap(_ amount: Expression, _ limit: Expression, _ span: Span) -> Typed {
    let inner = value(amount)
    let bound = withoutDiscretion { checker in checker.value(limit) }
    if inner.type == .broken || bound.type == .broken { return .broken(span) }
    // In a renewal a bare share may be capped by a sum: it is of the award's own amount.
    let coerced = isRenewal && bound.type == .money ? ownShare(inner) : inner
    guard coerced.type == bound.type, coerced.type.isNumeric else {
      return differ(coerced, bound, span)
    }
    return Typed(.cap(coerced, bound), coerced.type, span)
  }

  mutating func withoutDiscretion<Result>(_ body: (inout Checker) -> Result) -> Result {
    let outer = allowsDiscretion
    allowsDiscretion = false
    defer { allowsDiscretion = outer }
    return body(&self)
  }

  /// `up to A`, `at least A`, `A .. B`, `unspecified`: sums that the authority decides.
  mutating func discretion(_ expression: Expression) -> Typed {
    let span = expression.span
    guard allowsDiscretion else {
      report(.onlyAsAmount(loaded.text(span), at: span))
      return .broken(span)
    }
    switch expression.kind {
    case .unspecified: return Typed(.unspecified, .money, span)
    case .upTo(let inner):
      let typed = value(inner)
      guard typed.type.isNumeric else { return wrong(typed, ("金额", "an amount")) }
      return Typed(.upTo(typed), typed.type, span)
    case .atLeast(let inner):
      let typed = value(inner)
      guard typed.type.isNumeric else { return wrong(typed, ("金额", "an amount")) }
      return Typed(.atLeast(typed), typed.type, span)
    case .range(let low, let high):
      let (first, last) = (value(low), value(high))
      checkOrder(first, last, span)
      return unify(first, last, span) { .range($0, $1) }
    default: return .broken(span)
    }
  }

  /// The lower end of a range must not lie above the upper.
  mutating func checkOrder(_ low: Typed, _ high: Typed, _ span: Span) {
    if case .day(let first) = low.kind, case .day(let last) = high.kind {
      if let begin = first.first, let end = last.last, end < begin {
        report(.rangeReversed(at: span))
      }
    } else if low.type == high.type, let first = constant(low), let last = constant(high),
      last < first
    {
      report(.rangeReversed(at: span))
    }
  }

  /// Two branches of one type; in a renewal a bare share counts as money.
  mutating func unify(
    _ one: Typed, _ other: Typed, _ span: Span, _ make: (Typed, Typed) -> Typed.Kind
  ) -> Typed {
    var (left, right) = (one, other)
    if isRenewal, left.type == .money || right.type == .money {
      (left, right) = (ownShare(left), ownShare(right))
    }
    if left.type != right.type { (left, right) = (heldTitle(left), heldTitle(right)) }
    if left.type == .broken || right.type == .broken { return .broken(span) }
    guard left.type == right.type else { return differ(left, right, span) }
    return Typed(make(left, right), left.type, span)
  }

  /// A bare title beside a condition is one.
  private func heldTitle(_ typed: Typed) -> Typed {
    guard case .title(let id) = typed.type else { return typed }
    return Typed(.status(id, .inForce), .condition, typed.span)
  }

  /// A bare share in a renewal is of the award's own amount.
  func ownShare(_ typed: Typed) -> Typed {
    guard typed.type == .percent else { return typed }
    return Typed(
      .share(typed, of: Typed(.ownAmount, .money, typed.span)), .money, typed.span)
  }

  // MARK: - Match

  mutating func match(_ subject: Expression, _ arms: [Arm], _ span: Span) -> Typed {
    let on = value(subject)
    if on.type == .broken {
      for arm in arms { _ = value(arm.body) }
      return .broken(span)
    }
    var made: [(condition: Typed, value: Typed)] = []
    var isBroken = false
    for arm in arms {
      if case .otherwise? = made.isEmpty ? nil : arms[made.count - 1].pattern {
        report(.armAfterElse(at: arm.patternSpan))
      }
      let test = pattern(arm, on)
      var body = value(arm.body)
      if isRenewal { body = ownShare(body) }
      if let first = made.first?.value, first.type != body.type {
        body = heldTitle(body)
        if heldTitle(first).type == body.type {
          made[0].value = heldTitle(first)
        } else {
          body = differ(first, body, arm.body.span)
        }
      }
      isBroken = isBroken || body.type == .broken || test.type == .broken
      made.append((test, body))
    }
    guard !isBroken, let type = made.first?.value.type else { return .broken(span) }
    return Typed(.firstFit(made), type, span)
  }

  private mutating func pattern(_ arm: Arm, _ on: Typed) -> Typed {
    let span = arm.patternSpan
    switch arm.pattern {
    case .otherwise: return Typed(.truth(true), .condition, span)
    case .value(let value): return compare(.equal, on, value, span)
    case .comparison(let operation, let bound): return compare(operation, on, bound, span)
    case .range(let low, let high): return within(on, low, high, span)
    case .list(let values): return member(on, values, span)
    }
  }

  // MARK: - Tiers

  mutating func tiers(_ table: Tiers, _ span: Span) -> Typed {
    if table.mode == nil { report(.tiersWithoutMode(at: span)) }
    let subject = value(table.subject)
    if subject.type == .broken { return subject }
    guard case .fact(let id) = subject.kind, parts.facts[id].isByYear else {
      report(.notByYear(loaded.text(table.subject.span), at: table.subject.span))
      return .broken(span)
    }
    var made: [(threshold: Typed, amount: Typed)] = []
    for tier in table.tiers {
      let threshold = withoutDiscretion { checker in checker.value(tier.threshold) }
      let amount = self.amount(tier.amount)
      guard threshold.type != .broken, amount.type != .broken else { return .broken(span) }
      guard threshold.type == subject.type else { return differ(subject, threshold, span) }
      made.append((threshold, amount))
    }
    guard let mode = table.mode else { return .broken(span) }
    return Typed(
      .tiers(
        TypedTiers(fact: id, exceeds: table.exceeds, tiers: made, mode: tierMode(mode))),
      .money, span)
  }

  private mutating func tierMode(_ mode: Tiers.Mode) -> TypedTiers.Mode {
    switch mode {
    case .each: return .each
    case .highest: return .highest
    case .choice(let condition, let then, let otherwise):
      return .choice(self.condition(condition), tierMode(then), tierMode(otherwise))
    }
  }

  /// An amount of money; a bare share is one only in a renewal.
  mutating func amount(_ expression: Expression) -> Typed {
    var typed = value(expression)
    if isRenewal { typed = ownShare(typed) }
    switch typed.type {
    case .money, .broken: return typed
    case .percent:
      report(.barePercent(at: typed.span))
    case .number:
      if let bare = bareConstant(typed) {
        report(.missingUnit(loaded.text(bare.span), at: bare.span))
      } else {
        _ = wrong(typed, ("金额", "an amount of money"))
      }
    case .date, .duration, .condition, .category, .title, .text, .reading:
      report(.wrongType(wanted: ("金额", "an amount of money"), found: typed.type, at: typed.span))
    }
    return .broken(typed.span)
  }

  // MARK: - Constants

  func constant(_ typed: Typed) -> Exact? { typed.fixed }

  /// A date literal, a year as a plain number of four digits included.
  func dateLiteral(_ expression: Expression) -> Days? {
    switch expression.kind {
    case .date(let date): Days(date)
    case .number(let literal)
    where literal.decimals == 0 && (1000...9999).contains(literal.digits)
      && (literal.suffix == .none || literal.suffix == .unit(.years)):
      Days(year: Int(literal.digits))
    default: nil
    }
  }
}

extension Typed {
  /// The number that an expression is whatever the company; nil where it hangs on anything.
  var fixed: Exact? {
    switch kind {
    case .constant(let exact): return exact
    case .negative(let inner): return inner.fixed?.negated
    case .defined(_, let inner): return inner.fixed
    case .arithmetic(let operation, let left, let right):
      guard let one = left.fixed, let two = right.fixed else { return nil }
      switch operation {
      case .add: return one.adding(two)
      case .subtract: return one.subtracting(two)
      case .multiply: return one.multiplied(by: two)
      case .divide: return one.divided(by: two)
      }
    case .share(let share, let base):
      guard let one = share.fixed, let two = base.fixed else { return nil }
      return one.multiplied(by: two)
    case .cap(let amount, let limit):
      guard let one = amount.fixed, let two = limit.fixed else { return nil }
      return min(one, two)
    default: return nil
    }
  }
}
