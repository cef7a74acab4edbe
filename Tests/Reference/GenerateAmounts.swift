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
    if dice.chance(20), fields.count > 1 {
      let operation: Operation = dice.chance(80) ? .add : .subtract
      return .binary(operation, .field(fields[0]), .field(fields[1]))
    }
    if dice.chance(12), let annual = annualFields.first {
      return .binary(.subtract, .field(annual), .lastYear(annual))
    }
    return .field(dice.pick(fields))
  }

  mutating func makeCap() -> Expression {
    if dice.chance(12), program.parameters.contains(where: { $0.name == "扶持上限" }) {
      return .parameter("扶持上限")
    }
    return makeSum()
  }

  private mutating func makeProportion() -> Expression {
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
    case 9 where depth > 0: return makeMatch(depth - 1)
    case 10 where !counts.isEmpty:
      return .binary(.multiply, makeSum(), .field(dice.pick(counts)))
    case 11 where !counts.isEmpty && dice.chance(40):
      return .binary(.divide, makeBase(), .field(dice.pick(counts)))
    default: return makeSum()
    }
  }

  private mutating func makeMatch(_ depth: Int) -> Expression {
    let otherwise = dice.chance(60) ? makeMoney(depth) : nil
    for field in dice.shuffled(program.fields) {
      switch field.kind {
      case .choice(let values, _):
        var arms = [Arm(.choices([values[0]]), makeMoney(depth))]
        let rest = Array(values.dropFirst().prefix(2))
        if dice.chance(70) { arms.append(Arm(.choices(rest), makeMoney(depth))) }
        return .match(.choice(field.name), arms, otherwise: otherwise)
      case .number:
        let arms = [
          Arm(.equals(.literal(Rational(2), .number)), makeMoney(depth)),
          Arm(
            .within(.literal(Rational(3), .number), .literal(Rational(5), .number)),
            makeMoney(depth)),
        ]
        edges.numbers += [Rational(2), Rational(3), Rational(5)]
        return .match(.quantity(.field(field.name)), arms, otherwise: otherwise)
      case .money where !field.isByYear:
        let (low, high) = (Rational(10_000_000), Rational(100_000_000))
        edges.money += [low, high]
        let arms = [
          Arm(.compare(.atLeast, .literal(high, .money)), makeMoney(depth)),
          Arm(.compare(.above, .literal(low, .money)), makeMoney(depth)),
        ]
        return .match(.quantity(.field(field.name)), arms, otherwise: otherwise)
      case .money, .percent, .date, .flag: continue
      }
    }
    return makeSum()
  }

  mutating func makeAmount() -> Expression {
    switch dice.roll(20) {
    case 0...3: return .upTo(dice.chance(70) ? makeSum() : makeProportion())
    case 4: return .atLeast(.share(makeShare(), of: makeBase()))
    case 5:
      return .shareBetween(.percent(5), .percent(20), of: .field(dice.pick(moneyFields)))
    case 6: return .between(makeMoneyBelow(100_000), .money(500_000))
    case 7, 13: return .unspecified
    case 8...11 where !annualFields.isEmpty: return .tiers(makeTiers())
    case 12:
      guard let condition = makeCondition(1, allowsDefinitions: true) else { return makeSum() }
      return .choose(condition, then: .upTo(makeSum()), otherwise: makeSum())
    default: return makeMoney(2)
    }
  }

  private mutating func makeMoneyBelow(_ yuan: Int) -> Expression {
    .money(dice.pick([yuan / 10, yuan / 2, yuan]))
  }

  private mutating func makeTiers() -> Tiers {
    let thresholds = [Rational(500_000_000), Rational(1_000_000_000), Rational(5_000_000_000)]
    edges.money += thresholds
    let steps = thresholds.prefix(dice.roll(1...3)).enumerated().map { index, threshold in
      Tiers.Step(threshold, Rational((index + 1) * dice.pick([100_000, 300_000])))
    }
    var mode: Tiers.Mode = dice.chance(50) ? .each : .highest
    if let reading = program.readings.first(where: { $0.name == "跨档" }), dice.chance(70) {
      mode = .reading(name: reading.name, choice: reading.choices[1], then: false)
    }
    var tiers = Tiers(annualFields[0], Array(steps), mode)
    tiers.exceeds = dice.chance(25)
    return tiers
  }
}
