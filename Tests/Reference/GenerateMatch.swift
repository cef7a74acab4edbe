/// Tables of cases, with every kind of pattern.
extension Author {
  mutating func makeMatch(_ value: (inout Author) -> Expression) -> Expression {
    var subjects: [Subject] = []
    for field in program.fields where !field.isByYear {
      switch field.kind {
      case .choice: subjects.append(.choice(field.name))
      case .text: subjects += [.text(field.name), .text(field.name)]
      case .flag: subjects.append(.flag(field.name))
      case .money, .number, .percent, .date: subjects.append(.quantity(.field(field.name)))
      }
    }
    subjects += program.titles.map { .title($0.name) } + program.readings.map { .reading($0.name) }
    for award in program.awards where asksAwards && !award.clauses.payment.isEmpty {
      subjects += [Subject](repeating: .instalment(award.name), count: 4)
    }
    let subject = dice.pick(subjects)
    let arms = patterns(of: subject).map { Arm($0, value(&self)) }
    return .match(subject, arms, otherwise: dice.chance(60) ? value(&self) : nil)
  }

  private mutating func patterns(of subject: Subject) -> [Pattern] {
    switch subject {
    case .quantity(.field(let name)):
      return numberPatterns(program.field(name)?.kind ?? .money)
    case .quantity: return numberPatterns(.number)
    case .choice(let name):
      guard case .choice(let values, _) = program.field(name)?.kind else { return [] }
      return wordPatterns(values)
    case .text: return wordPatterns(Author.places)
    case .flag:
      return dice.chance(50) ? [.flag(true), .flag(false)] : [.flag(dice.chance(50))]
    case .title:
      return dice.shuffled(StatusWord.allCases).prefix(dice.roll(1...3)).map { .status($0) }
    case .reading(let name):
      return wordPatterns(program.readings.first { $0.name == name }?.choices ?? [])
    case .instalment(let name):
      let award = program.awards.first { $0.name == name }
      return wordPatterns(award?.clauses.payment.map(\.label) ?? [])
    }
  }

  private mutating func wordPatterns(_ values: [String]) -> [Pattern] {
    let first = Pattern.choices([values[0]])
    let rest = Array(values.dropFirst().prefix(2))
    return rest.isEmpty || dice.chance(30) ? [first] : [first, .choices(rest)]
  }

  /// A value, a range and a comparison, in an order in which each can be the first to fit.
  private mutating func numberPatterns(_ kind: Kind) -> [Pattern] {
    let (low, high) =
      switch kind {
      case .money: (Rational(10_000_000), Rational(100_000_000))
      case .percent: (Rational(5, over: 100), Rational(15, over: 100))
      case .date: (Rational(Day(2018, 1, 1).number), Rational(Day(2023, 6, 30).number))
      case .number, .flag, .choice, .text: (Rational(3), Rational(5))
      }
    switch kind {
    case .money: edges.money += [low, high]
    case .percent: edges.percents += [low, high]
    case .date: edges.days += [low, high]
    case .number, .flag, .choice, .text: edges.numbers += [low, high]
    }
    let (least, most) = (Expression.literal(low, kind), Expression.literal(high, kind))
    let all: [Pattern] = [
      .equals(least), .within(least, most),
      .compare(dice.pick([.above, .atLeast]), dice.chance(50) ? most : least),
      .compare(dice.pick([.under, .atMost]), least),
    ]
    return Array(dice.shuffled(all).prefix(dice.roll(1...3)))
  }
}
