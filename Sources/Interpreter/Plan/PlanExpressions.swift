/// Expressions as operations.
extension Planner {
  /// A number without discretion.
  mutating func number(_ typed: Typed) -> OperationID {
    let amount = self.amount(typed)
    return amount.ceiling
  }

  mutating func amount(_ typed: Typed) -> Amount {
    switch typed.kind {
    case .constant(let exact): return same(constant(exact))
    case .day(let days):
      return same(
        emit(
          .constant(
            Bounds(low: days.first.map { Exact($0) }, high: days.last.map { Exact($0) }))))
    case .months(let count): return same(constant(Exact(count)))
    case .fact(let id): return same(read(id, slot: slot(id)))
    case .lastYear(let id): return same(read(id, slot: lastYearSlot(id)))
    case .peak(let id): return same(read(id, slot: peakSlot(id)))
    case .evaluationDate: return same(emit(.evaluationDate))
    case .evaluationYear: return same(emit(.evaluationYear))
    case .yearsSince(let id):
      let recognised = emit(.recognitionDate(slot: slot(id)))
      return same(emit(.yearsBetween(recognised, emit(.evaluationDate))))
    case .negative(let inner):
      let value = amount(inner)
      let zero = constant(.zero)
      return pair(value, low: emit(.subtract(zero, value.ceiling))) { planner in
        planner.emit(.subtract(zero, value.floor))
      }
    case .arithmetic(let kind, let left, let right): return arithmetic(kind, left, right)
    case .share(let share, let base):
      return combine(amount(share), amount(base)) { .multiply($0, $1) }
    case .cap(let inner, let limit):
      let bound = number(limit)
      return map(amount(inner)) { .minimum($0, bound) }
    case .choice(let test, let then, let otherwise):
      let picked = condition(test)
      let one = within(picked) { $0.amount(then) }
      let two = within(not(picked)) { $0.amount(otherwise) }
      return choose(picked, one, two)
    case .firstFit(let arms): return firstFit(arms)
    case .upTo(let inner): return Amount(floor: constant(.zero), ceiling: number(inner))
    case .atLeast(let inner):
      return Amount(floor: number(inner), ceiling: noCeiling())
    case .range(let low, let high): return Amount(floor: number(low), ceiling: number(high))
    case .unspecified:
      return Amount(
        floor: constant(.zero), ceiling: noCeiling(),
        unspecified: truth(.yes))
    case .tiers(let table): return tiers(table)
    case .ownAmount: return ownAmount ?? same(constant(.zero))
    case .awardAmount(let index, let isRenewal):
      return same(sum(ofAward: index, isRenewal: isRenewal))
    case .defined(_, let inner): return amount(inner)
    case .truth, .flag, .code, .status, .readingIs, .awardDue, .compare, .and, .or, .not, .broken:
      return same(constant(.zero))
    }
  }

  private mutating func noCeiling() -> OperationID { emit(.constant(.noCeiling)) }

  /// What another award comes to by itself. Whoever reads it reads what it hangs on.
  private mutating func sum(ofAward index: Int, isRenewal: Bool) -> OperationID {
    guard let line = isRenewal ? renewalLine(index) : baseLine(index) else {
      return constant(.zero)
    }
    for fact in line.reads { touch(fact: fact) }
    guard line.title != nil else { return line.sum }
    // An award of a title pays once a company-year, so it is due in the first row alone.
    let paid = emit(.earlierThisYear(award: award(index), isRenewal: isRenewal))
    return choose(not(paid), line.sum, constant(.zero))
  }

  private func same(_ id: OperationID) -> Amount { Amount(floor: id, ceiling: id) }

  private mutating func read(_ id: FactID, slot: Int) -> OperationID {
    let fact = facts[fact(id)]
    switch fact.kind {
    case .date: return emit(.day(slot: slot, bounds: fact.bounds))
    case .paid, .received: return record(slot)
    case .money, .number, .percent, .flag, .text, .category, .title, .approved, .instalment:
      return emit(.number(slot: slot, bounds: fact.bounds))
    }
  }

  /// What was paid or received: nothing on record is 0元.
  mutating func record(_ slot: Int) -> OperationID {
    emit(.number(slot: slot, bounds: .zero))
  }

  private mutating func pair(
    _ value: Amount, low: OperationID, high: (inout Planner) -> OperationID
  ) -> Amount {
    value.floor == value.ceiling
      ? same(low) : Amount(floor: low, ceiling: high(&self), unspecified: value.unspecified)
  }

  private mutating func map(_ value: Amount, _ make: (OperationID) -> Operation) -> Amount {
    let low = emit(make(value.floor))
    guard value.floor != value.ceiling else { return same(low) }
    return Amount(floor: low, ceiling: emit(make(value.ceiling)), unspecified: value.unspecified)
  }

  private mutating func combine(
    _ one: Amount, _ two: Amount, _ make: (OperationID, OperationID) -> Operation
  ) -> Amount {
    let low = emit(make(one.floor, two.floor))
    let isSettled = one.floor == one.ceiling && two.floor == two.ceiling
    let high = isSettled ? low : emit(make(one.ceiling, two.ceiling))
    return Amount(
      floor: low, ceiling: high, unspecified: either(one.unspecified, two.unspecified))
  }

  private mutating func either(_ one: OperationID?, _ two: OperationID?) -> OperationID? {
    guard let one else { return two }
    guard let two else { return one }
    return or(one, two)
  }

  private mutating func arithmetic(
    _ kind: Typed.ArithmeticKind, _ left: Typed, _ right: Typed
  ) -> Amount {
    if right.type == .duration {
      return same(shifted(number(left), by: right, kind == .add ? 1 : -1))
    }
    let one = amount(left)
    let two = amount(right)
    switch kind {
    case .add: return combine(one, two) { .add($0, $1) }
    case .multiply: return combine(one, two) { .multiply($0, $1) }
    case .subtract:
      let turned = Amount(floor: two.ceiling, ceiling: two.floor, unspecified: two.unspecified)
      return combine(one, turned) { .subtract($0, $1) }
    case .divide:
      let turned = Amount(floor: two.ceiling, ceiling: two.floor, unspecified: two.unspecified)
      return combine(one, turned) { .divide($0, $1) }
    }
  }

  /// A day moved by a length of time, which may hang on a condition.
  private mutating func shifted(
    _ day: OperationID, by length: Typed, _ sign: Int
  ) -> OperationID {
    switch length.kind {
    case .months(let count): return emit(.addMonths(day, sign * count))
    case .defined(_, let inner): return shifted(day, by: inner, sign)
    case .choice(let test, let then, let otherwise):
      return choose(
        condition(test), shifted(day, by: then, sign), shifted(day, by: otherwise, sign))
    case .firstFit(let arms):
      return arms.reversed().reduce(emit(.constant(.absent))) { rest, arm in
        choose(condition(arm.condition), shifted(day, by: arm.value, sign), rest)
      }
    // No other expression is a length of time.
    case .constant, .day, .fact, .lastYear, .peak, .evaluationDate, .evaluationYear, .negative,
      .arithmetic, .share, .cap, .upTo, .atLeast, .range, .unspecified, .tiers, .ownAmount,
      .awardAmount, .yearsSince, .truth, .flag, .code, .status, .readingIs, .awardDue, .compare,
      .and, .or, .not, .broken:
      return day
    }
  }

  /// Lowers a branch; tiers met in it count only where the branch is taken.
  private mutating func within(
    _ test: OperationID, _ body: (inout Planner) -> Amount
  ) -> Amount {
    branch.append(test)
    defer { branch.removeLast() }
    return body(&self)
  }

  private mutating func choose(_ test: OperationID, _ one: Amount, _ two: Amount) -> Amount {
    if case .truth(let value) = operations[test] {
      if value.isYes { return one }
      if value.isNo { return two }
    }
    let low = choose(test, one.floor, two.floor)
    let isSettled = one.floor == one.ceiling && two.floor == two.ceiling
    let high = isSettled ? low : choose(test, one.ceiling, two.ceiling)
    guard one.unspecified != nil || two.unspecified != nil else {
      return Amount(floor: low, ceiling: high)
    }
    return Amount(
      floor: low, ceiling: high,
      unspecified: emit(.chooseTruth(test, unspecified(one), unspecified(two))))
  }

  private mutating func unspecified(_ amount: Amount) -> OperationID {
    amount.unspecified ?? absence(of: amount.ceiling) ?? truth(.no)
  }

  /// Where nothing fits there is nothing to have a figure or none; nil where something always does.
  private mutating func absence(of operation: OperationID) -> OperationID? {
    switch operations[operation] {
    case .constant(.absent): return truth(.neither)
    case .choose(let test, let one, let two):
      let (first, second) = (absence(of: one), absence(of: two))
      if first == nil, second == nil { return nil }
      return emit(.chooseTruth(test, first ?? truth(.no), second ?? truth(.no)))
    case .minimum(let one, let two), .maximum(let one, let two), .add(let one, let two),
      .subtract(let one, let two), .multiply(let one, let two), .divide(let one, let two):
      return either(absence(of: one), absence(of: two))
    default: return nil
    }
  }

  private mutating func choose(
    _ test: OperationID, _ one: OperationID, _ two: OperationID
  ) -> OperationID {
    one == two ? one : emit(.choose(test, one, two))
  }

  /// Nothing fits: there is no such amount, and the award is not due.
  private mutating func firstFit(_ arms: [(condition: Typed, value: Typed)]) -> Amount {
    var result = same(emit(.constant(.absent)))
    for arm in arms.reversed() {
      result = choose(condition(arm.condition), amount(arm.value), result)
    }
    return result
  }

  // MARK: - Tiers

  private mutating func tiers(_ table: TypedTiers) -> Amount {
    let current = read(table.fact, slot: slot(table.fact))
    let peak = read(table.fact, slot: peakSlot(table.fact))
    let zero = same(constant(.zero))
    let comparison: Comparison = table.exceeds ? .greater : .greaterEqual
    let paid = table.tiers.map { tier in
      let threshold = number(tier.threshold)
      let now = emit(.compare(comparison, current, threshold))
      let before = emit(.compare(comparison, peak, threshold))
      let crossed = and(now, not(before))
      tierMarks.append(
        TierMark(
          operation: branch.reduce(crossed) { and($0, $1) }, slot: slot(table.fact),
          threshold: text(tier.threshold.span), amount: text(tier.amount.span),
          exceeds: table.exceeds))
      return choose(crossed, amount(tier.amount), zero)
    }
    return byMode(table.mode, paid)
  }

  private mutating func byMode(_ mode: TypedTiers.Mode, _ tiers: [Amount]) -> Amount {
    let zero = same(constant(.zero))
    switch mode {
    case .each: return tiers.dropFirst().reduce(tiers.first ?? zero) { sum(&self, $0, $1) }
    case .highest: return tiers.dropFirst().reduce(tiers.first ?? zero) { top(&self, $0, $1) }
    case .choice(let test, let then, let otherwise):
      let picked = condition(test)
      return choose(picked, byMode(then, tiers), byMode(otherwise, tiers))
    }
  }

  private func sum(_ planner: inout Planner, _ one: Amount, _ two: Amount) -> Amount {
    planner.combine(one, two) { .add($0, $1) }
  }

  private func top(_ planner: inout Planner, _ one: Amount, _ two: Amount) -> Amount {
    planner.combine(one, two) { .maximum($0, $1) }
  }

  // MARK: - Conditions

  mutating func condition(_ typed: Typed) -> OperationID {
    switch typed.kind {
    case .truth(let value): return truth(Truth(value))
    case .flag(let id, let wanted): return emit(.flag(slot: slot(id), is: wanted))
    case .code(let id, let codes, let isNot):
      if case .instalment(_, let labels) = facts[fact(id)].kind {
        // Naming no instalment a row asks for none, which is nothing unknown.
        let asked = labels.indices.filter { codes.contains($0) != isNot }
        return emit(.instalment(slot: slot(id), among: asked))
      }
      return emit(
        .code(
          slot: slot(id), among: self.codes(codes, of: id).sorted(), isNot: isNot,
          coversAll: covers(id, codes)))
    case .status(let id, let wanted):
      if id == renewedTitle { return truth(Truth(wanted.contains(.newFirst))) }
      return emit(.title(slot: slot(id), among: wanted))
    case .fact(let id):
      if id == renewedTitle { return truth(.yes) }
      return emit(.title(slot: slot(id), among: .inForce))
    case .readingIs(let id, let choice): return emit(.reading(reading(id), choice: choice))
    case .awardDue(let index, _):
      return emit(.compare(.greater, sum(ofAward: index, isRenewal: false), constant(.zero)))
    case .compare(let comparison, let left, let right):
      return emit(.compare(comparison, number(left), number(right)))
    case .and(let left, let right): return and(condition(left), condition(right))
    case .or(let left, let right): return or(condition(left), condition(right))
    case .not(let inner): return not(condition(inner))
    case .choice(let test, let then, let otherwise):
      return emit(.chooseTruth(condition(test), condition(then), condition(otherwise)))
    case .firstFit(let arms):
      var result = truth(.no)
      for arm in arms.reversed() {
        result = emit(.chooseTruth(condition(arm.condition), condition(arm.value), result))
      }
      return result
    case .defined(_, let inner): return condition(inner)
    case .constant, .day, .months, .lastYear, .peak, .evaluationDate, .evaluationYear, .negative,
      .arithmetic, .share, .cap, .upTo, .atLeast, .range, .unspecified, .tiers, .ownAmount,
      .awardAmount, .yearsSince, .broken:
      return truth(.no)
    }
  }

  /// Whether the codes are all values that a fact can have.
  private func covers(_ id: FactID, _ codes: [Int]) -> Bool {
    guard case .category(let values, _) = facts[fact(id)].kind else { return false }
    return values.indices.allSatisfy(codes.contains)
  }

  mutating func and(_ one: OperationID, _ two: OperationID) -> OperationID {
    if case .truth(let value) = operations[one] {
      if value.isYes { return two }
      if value.isNo { return one }
    }
    if case .truth(let value) = operations[two] {
      if value.isYes { return one }
      if value.isNo { return two }
    }
    return one == two ? one : emit(.and(one, two))
  }

  mutating func or(_ one: OperationID, _ two: OperationID) -> OperationID {
    if case .truth(let value) = operations[one] {
      if value.isNo { return two }
      if value.isYes { return one }
    }
    if case .truth(let value) = operations[two] {
      if value.isNo { return one }
      if value.isYes { return two }
    }
    return one == two ? one : emit(.or(one, two))
  }

  mutating func not(_ one: OperationID) -> OperationID {
    if case .truth(let value) = operations[one] { return truth(value.not) }
    if case .not(let inner) = operations[one] { return inner }
    return emit(.not(one))
  }
}
