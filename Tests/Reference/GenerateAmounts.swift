extension Author {
  /// A plain sum such as a text names, sometimes one that leaves odd 分 when it is split.
  mutating func makeSum() -> Expression { .literal(makeSumValue(), .money) }

  mutating func makeSumValue() -> Rational {
    if dice.chance(12) {
      return dice.pick([
        Rational(12_345_679, over: 100), Rational(333_333, over: 1), Rational(1, over: 100),
        Rational(99_999_999, over: 100), Rational(100_001, over: 100),
      ])
    }
    return Rational(dice.pick([5, 10, 20, 30, 50, 100, 150, 200, 300]) * 10_000)
  }

  mutating func makeShare() -> Expression {
    if dice.chance(15), program.parameters.contains(where: { $0.name == "支持比例" }) {
      return .parameter("支持比例")
    }
    if dice.chance(8), let field = names(.percent).first { return .field(field) }
    return .literal(
      dice.pick([
        Rational(20, over: 100), Rational(10, over: 100), Rational(5, over: 100),
        Rational(33, over: 100), Rational(125, over: 1000), Rational(5, over: 1000),
      ]), .percent)
  }

  mutating func makeBase() -> Expression {
    let fields = moneyFields
    if dice.chance(15), program.definition("总投入") != nil { return .definition("总投入") }
    if dice.chance(15), program.definition("合格投入") != nil { return .definition("合格投入") }
    if asksAwards, dice.chance(15), let sum = makeAwardSum() { return sum }
    if dice.chance(20), fields.count > 1 {
      let operation: Operation = dice.chance(80) ? .add : .subtract
      return .binary(operation, .field(fields[0]), .field(fields[1]))
    }
    if dice.chance(12), program.field("营业收入") != nil {
      return .binary(.subtract, .field("营业收入"), .lastYear("营业收入"))
    }
    if dice.chance(6) {
      let parts = (Expression.field(dice.pick(fields)), makeSum())
      return .negative(.binary(.subtract, parts.1, parts.0))
    }
    return .field(dice.pick(fields))
  }

  mutating func makeCap() -> Expression {
    if dice.chance(20), hasParameter("扶持上限") {
      return .parameter("扶持上限")
    }
    return makeSum()
  }

  mutating func makeProportion() -> Expression {
    let share = makeShare()
    let base = makeBase()
    let proportion =
      dice.chance(75)
      ? Expression.share(share, of: base) : .binary(.multiply, base, share)
    guard dice.chance(55) else { return proportion }
    let cap = makeCap()
    if case .literal(let rate, _) = share, case .literal(let sum, _) = cap {
      edges.money.append(sum / rate)
    }
    return .capped(proportion, by: cap)
  }

  /// A sum that leaves nothing to the authority.
  mutating func makeMoney(_ depth: Int) -> Expression {
    let counts = names(.number)
    switch dice.roll(12) {
    case 0...4: return makeSum()
    case 5...7: return makeProportion()
    case 8 where depth > 0:
      guard let condition = makeCondition(1, allowsDefinitions: true) else { return makeSum() }
      return .choose(
        condition, then: makeMoney(depth - 1), otherwise: makeMoney(depth - 1))
    case 9 where depth > 0: return makeMatch { $0.makeMoney(depth - 1) }
    case 10 where !counts.isEmpty:
      return .binary(.multiply, makeSum(), .field(dice.pick(counts)))
    case 11 where !counts.isEmpty && dice.chance(40):
      return .binary(.divide, makeBase(), .field(dice.pick(counts)))
    default: return dice.chance(30) ? makeCapped() : makeSum()
    }
  }

  /// A ceiling over a part only.
  private mutating func makeCapped() -> Expression {
    let part = Expression.capped(.share(makeShare(), of: makeBase()), by: makeCap())
    return .binary(dice.chance(70) ? .add : .subtract, part, makeSum())
  }

  /// A sum of another award: what it comes to, its renewal, or what is on record.
  private mutating func makeAwardSum() -> Expression? {
    guard !program.awards.isEmpty else { return nil }
    let award = dice.pick(program.awards)
    if dice.chance(30) {
      return .awardFact(award.name, dice.pick([.approved, .paid, .received]))
    }
    return .awardSum(dice.pick(award.lineNames))
  }

  mutating func makeAmount() -> Expression {
    switch dice.roll(22) {
    case 0...3: return .upTo(dice.chance(70) ? makeSum() : makeProportion())
    case 4: return .atLeast(.share(makeShare(), of: makeBase()))
    case 5:
      return .shareBetween(.percent(5), .percent(20), of: .field(dice.pick(moneyFields)))
    case 6: return .between(makeMoneyBelow(100_000), .money(500_000))
    case 7: return .unspecified
    case 8...11 where !annualFields.isEmpty: return .tiers(makeTiers())
    case 12...13:
      guard let condition = makeCondition(1, allowsDefinitions: true) else { return makeSum() }
      return .choose(condition, then: makeDiscretion(), otherwise: makeDiscretion())
    case 14: return makeMatch { $0.makeDiscretion() }
    case 15: return makeMixedDiscretion()
    default: return makeMoney(2)
    }
  }

  /// One branch of an amount, which may leave something to the authority.
  private mutating func makeDiscretion() -> Expression {
    switch dice.roll(5) {
    case 0...1: .upTo(makeSum())
    case 2: .unspecified
    case 3: .between(makeMoneyBelow(100_000), .money(300_000))
    default: makeSum()
    }
  }

  /// A sum left to the authority within a greater one.
  private mutating func makeMixedDiscretion() -> Expression {
    switch dice.roll(4) {
    case 0: return .binary(.add, .upTo(makeSum()), makeSum())
    case 1: return .share(makeShare(), of: .upTo(makeSum()))
    case 2:
      let range = Expression.shareBetween(
        .percent(5), .percent(20), of: .field(dice.pick(moneyFields)))
      return .capped(range, by: makeCap())
    default: return .binary(.subtract, makeSum(), .between(makeMoneyBelow(10_000), .money(20_000)))
    }
  }

  private mutating func makeMoneyBelow(_ yuan: Int) -> Expression {
    .money(dice.pick([yuan / 10, yuan / 2, yuan]))
  }

  private mutating func makeTiers() -> Tiers {
    let field = dice.pick(annualFields)
    let isMoney = program.field(field)?.kind == .money
    let thresholds = (isMoney ? [500_000_000, 1_000_000_000, 5_000_000_000] : [60, 80, 100])
      .map { Rational($0) }
    if isMoney { edges.money += thresholds } else { edges.numbers += thresholds }
    let steps = thresholds.prefix(dice.roll(1...3)).enumerated().map { index, threshold in
      let sum = Expression.money((index + 1) * dice.pick([100_000, 300_000]))
      return Tiers.Step(threshold, dice.chance(10) ? .upTo(sum) : sum)
    }
    var mode: Tiers.Mode = dice.chance(50) ? .each : .highest
    if let reading = program.readings.first(where: { $0.name == "跨档" }), dice.chance(70) {
      mode = .reading(name: reading.name, choice: reading.choices[1], then: false)
    } else if dice.chance(15), let condition = makeCondition(0, allowsDefinitions: true) {
      mode = .condition(condition, then: dice.chance(50))
    }
    var tiers = Tiers(field, Array(steps), mode)
    tiers.exceeds = dice.chance(25)
    return tiers
  }
}
