extension Clerk {
  mutating func makeCell(_ fact: Fact) -> (Cell, Kind?) {
    switch fact {
    case .field(let name):
      guard let field = program.field(name) else { return (.empty, nil) }
      return (makeCell(field.kind), field.kind)
    case .year(let name, _), .peak(let name):
      let kind = program.field(name)?.kind ?? .money
      return (dice.chance(20) ? .empty : makeCell(kind), kind)
    // 无 under a title is a status, as it is a value of a flag.
    case .title: return (makeStatus(), .flag)
    case .titleDate, .titleMark: return (.empty, nil)
    case .award(let name, .instalment): return (makeLabel(name), nil)
    case .award(_, .approved):
      return (dice.chance(40) ? .empty : .number(makeRecord()), .money)
    case .award: return (dice.chance(65) ? .empty : .number(makeRecord()), .money)
    }
  }

  private mutating func makeCell(_ kind: Kind) -> Cell {
    dice.chance(12) ? .empty : makeValue(kind)
  }

  mutating func makeValue(_ kind: Kind) -> Cell {
    switch kind {
    case .money: return .number(makeMoney())
    case .number: return .number(makeNumber())
    case .percent: return .number(makePercent())
    case .date: return .date(makeDate())
    case .flag: return .flag(dice.chance(65))
    case .choice(let values, _): return .choice(dice.pick(values))
    case .text: return .text(dice.pick(Author.places + ["西乡"]))
    }
  }

  private mutating func makeMoney() -> Rational {
    let steps = [
      Rational(0), Rational(0), Rational(1, over: 100), Rational(-1, over: 100), Rational(1),
    ]
    if !edges.money.isEmpty, dice.chance(55) {
      // Cells hold at most four decimals of 元, which a quotient of two literals may exceed.
      let edge = dice.pick(edges.money).rounded(to: Rational(1, over: 100))
      return edge + dice.pick(steps)
    }
    switch dice.roll(20) {
    case 0: return .zero
    case 1: return Rational(-dice.roll(1...5_000_000), over: 100)
    case 2...4: return Rational(dice.roll(1...900_000_000), over: 10_000)
    case 5...9: return Rational(dice.roll(1...3_000_000_00), over: 100)
    default: return Rational(dice.roll(1...6000) * 10_000)
    }
  }

  private mutating func makeNumber() -> Rational {
    if !edges.numbers.isEmpty, dice.chance(55) {
      return dice.pick(edges.numbers)
        + dice.pick([Rational(0), Rational(0), Rational(1), Rational(-1)])
    }
    return dice.chance(15) ? Rational(dice.roll(0...199), over: 2) : Rational(dice.roll(0...6))
  }

  private mutating func makePercent() -> Rational {
    if !edges.percents.isEmpty, dice.chance(50) {
      return dice.pick(edges.percents)
        + dice.pick([Rational(0), Rational(1, over: 10_000), Rational(-1, over: 10_000)])
    }
    return Rational(dice.roll(0...3000), over: 10_000)
  }

  private mutating func makeDate() -> DaySpan {
    if let edge = edges.days.first, dice.chance(50) {
      return DaySpan(Day(number: Int(edge.numerator) + dice.roll(-1...1)))
    }
    let (year, month) = (dice.roll(2014...2026), dice.roll(1...12))
    switch dice.roll(4) {
    case 0: return DaySpan(year: year)
    case 1: return DaySpan(year: year, month: month)
    default: return DaySpan(Day(year, month, dice.roll(1...28)))
    }
  }

  mutating func makeStatus() -> Cell {
    switch dice.roll(100) {
    case 0..<16: .empty
    case 16..<20: .status([.none])
    case 20..<23: .lapsed
    case 23..<50: .status([.firstNew, .newAgain])
    case 50..<58: .status([.firstNew])
    case 58..<63: .status([.newAgain])
    case 63..<76: .status([.renewed])
    case 76..<85: .status([.relocated])
    case 85..<91: .status([.held])
    case 91..<95: .status(Set(Status.allCases).subtracting([.none]))
    default: .status(Set(Status.allCases))
    }
  }

  mutating func makeLabel(_ award: String) -> Cell {
    let payment = program.awards.first { $0.name == award }?.clauses.payment ?? []
    guard let part = payment.isEmpty ? nil : dice.pick(payment), dice.chance(65) else {
      return .empty
    }
    return .label(part.label)
  }

  /// A sum on record, exact to the 分 and often around a ceiling or an award.
  mutating func makeRecord() -> Rational {
    if dice.chance(10) { return .zero }
    let sums = program.awards.flatMap { figures($0.amount) }
    if !sums.isEmpty, dice.chance(60) {
      let step = dice.pick([Rational(0), Rational(1, over: 100), Rational(-1, over: 100)])
      let share = dice.pick([Rational(1), Rational(1), Rational(1, over: 2)])
      return max(.zero, dice.pick(sums) * share + step).rounded(to: Rational(1, over: 100))
    }
    return Rational(dice.roll(1...40_000_000), over: 100)
  }

  private func figures(_ expression: Expression) -> [Rational] {
    switch expression {
    case .literal(let value, .money): [value]
    case .upTo(let inner), .atLeast(let inner): figures(inner)
    case .capped(_, let cap): figures(cap)
    case .between(let low, let high): figures(low) + figures(high)
    case .choose(_, let then, let otherwise): figures(then) + figures(otherwise)
    default: []
    }
  }
}
