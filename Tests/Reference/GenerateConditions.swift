extension Author {
  /// A condition over the declared facts; nil where there is nothing to ask about.
  mutating func makeCondition(_ depth: Int, allowsDefinitions: Bool) -> Condition? {
    guard depth > 0, dice.chance(55) else { return makeQuestion(allowsDefinitions) }
    guard let left = makeCondition(depth - 1, allowsDefinitions: allowsDefinitions),
      let right = makeCondition(depth - 1, allowsDefinitions: allowsDefinitions)
    else { return nil }
    switch dice.roll(5) {
    case 0, 1: return .and(left, right)
    case 2, 3: return .or(left, right)
    default: return .not(left)
    }
  }

  private mutating func makeQuestion(_ allowsDefinitions: Bool) -> Condition? {
    var questions: [Condition] = names(.flag).flatMap { name in
      [Condition.flag(name), .flag(name), .flagIs(name, dice.chance(60))]
    }
    questions += wordQuestions() + titleQuestions()
    for reading in program.readings where dice.chance(40) {
      questions.append(.reading(reading.name, dice.pick(reading.choices)))
    }
    if allowsDefinitions {
      for definition in program.definitions {
        if case .condition = definition.body { questions.append(.definition(definition.name)) }
      }
    }
    for _ in 0..<3 {
      if let comparison = makeComparison(allowsDefinitions) { questions.append(comparison) }
    }
    if asksAwards, dice.chance(35), let question = makeAwardQuestion() { return question }
    return questions.isEmpty ? nil : dice.pick(questions)
  }

  private mutating func wordQuestions() -> [Condition] {
    var questions: [Condition] = []
    for field in program.fields {
      switch field.kind {
      case .choice(let values, _):
        questions.append(.choice(field.name, [dice.pick(values)], negated: dice.chance(25)))
        let several = dice.some(values, atMost: 3)
        if several.count > 1 { questions.append(.choice(field.name, several, negated: false)) }
      case .text:
        let isNegated = dice.chance(25)
        questions.append(.text(field.name, [dice.pick(Author.places)], negated: isNegated))
        let several = dice.some(Author.places, atMost: 2)
        if several.count > 1 { questions.append(.text(field.name, several, negated: false)) }
      case .money, .number, .percent, .date, .flag: continue
      }
    }
    return questions
  }

  static let places = ["示例市", "邻市", "东区"]

  private mutating func titleQuestions() -> [Condition] {
    program.titles.map(\.name).flatMap { title -> [Condition] in
      let word = dice.pick(StatusWord.allCases)
      return [.title(title), .status(title, word, negated: dice.chance(20))]
    }
  }

  /// What another award came to, or what is on record of it.
  private mutating func makeAwardQuestion() -> Condition? {
    guard let award = program.awards.isEmpty ? nil : dice.pick(program.awards) else { return nil }
    let how: Comparison = dice.pick([.atLeast, .under, .above])
    let edge = Expression.literal(makeSumValue(), .money)
    switch dice.roll(7) {
    case 0...1: return .due(award.name)
    case 2: return .not(.due(award.name))
    case 3: return .compare(.awardSum(dice.pick(award.lineNames)), how, edge)
    case 4:
      let fact = dice.pick([AwardFact.approved, .paid, .received])
      return .compare(.awardFact(award.name, fact), how, edge)
    default:
      let staged = program.awards.filter { !$0.clauses.payment.isEmpty }
      guard let other = staged.isEmpty ? nil : dice.pick(staged) else {
        return .due(award.name)
      }
      let label = dice.pick(other.clauses.payment).label
      return .instalment(other.name, label, negated: dice.chance(25))
    }
  }

  // MARK: Comparisons

  private mutating func makeComparison(_ allowsDefinitions: Bool) -> Condition? {
    if dice.chance(25), let question = makeDateQuestion() { return question }
    var subjects: [(Expression, Kind)] = []
    for field in program.fields {
      switch field.kind {
      case .money, .number, .percent, .date: subjects.append((.field(field.name), field.kind))
      case .flag, .choice, .text: continue
      }
      if field.isByYear, dice.chance(50) { subjects.append((.lastYear(field.name), field.kind)) }
      if field.isByYear, dice.chance(30) { subjects.append((.peak(field.name), field.kind)) }
    }
    if allowsDefinitions {
      for (name, kind) in [("总投入", Kind.money), ("合格投入", .money), ("综合得分", .number)]
      where program.definition(name) != nil {
        subjects.append((.definition(name), kind))
      }
    }
    guard !subjects.isEmpty else { return nil }
    let (subject, kind) = dice.pick(subjects)
    if kind == .money, hasParameter("扶持上限"), dice.chance(8) {
      return .compare(subject, .atLeast, .parameter("扶持上限"))
    }
    let first = makeEdge(kind)
    if dice.chance(15) {
      let second = makeEdge(kind)
      let (low, high) = (min(first, second), max(first, second))
      return .within(subject, .literal(low, kind), .literal(high, kind))
    }
    let how: Comparison =
      dice.chance(85)
      ? dice.pick([.atLeast, .atLeast, .above, .atMost, .under]) : dice.pick([.equal, .unequal])
    return .compare(subject, how, .literal(first, kind))
  }

  /// Something about the evaluation date, a year, a distance of time or an anniversary.
  private mutating func makeDateQuestion() -> Condition? {
    let how: Comparison = dice.pick([.atLeast, .under, .above, .atMost])
    let dates = names(.date)
    switch dice.roll(6) {
    case 0: return .compare(.evaluationYear, how, .literal(Rational(2027), .number))
    case 1:
      let day = Day(2027, dice.roll(1...12), dice.roll(1...28))
      return .compare(.evaluationDate, how, .literal(Rational(day.number), .date))
    case 2 where !dates.isEmpty:
      let any: Comparison = dice.pick(Comparison.allCases)
      return .compareYear(.field(dice.pick(dates)), any, dice.roll(2015...2026))
    case 3 where !dates.isEmpty:
      let months = dice.pick([6, 12, 18, 36, 120])
      return .compare(
        .shifted(.field(dice.pick(dates)), months: months), how, .evaluationDate)
    case 4 where !dates.isEmpty:
      let days = Expression.binary(.subtract, .evaluationDate, .field(dice.pick(dates)))
      return .compare(days, how, .literal(Rational(dice.pick([30, 365, 1000, 3000])), .number))
    default:
      guard let title = program.titles.isEmpty ? nil : dice.pick(program.titles) else {
        return .compareYear(.evaluationDate, how, 2027)
      }
      return .compare(.yearsSince(title.name), how, .literal(Rational(dice.roll(1...4)), .number))
    }
  }

  /// A value to compare with, remembered so that companies can stand exactly on it.
  mutating func makeEdge(_ kind: Kind) -> Rational {
    switch kind {
    case .money:
      let value = Rational(dice.pick([500, 1000, 2000, 50, 100, 10_000]) * 10_000)
      edges.money.append(value)
      return value
    case .percent:
      let value = Rational(dice.pick([5, 10, 20, 3, 15]), over: 100)
      edges.percents.append(value)
      return value
    case .date:
      let value = Rational(Day(dice.roll(2015...2025), dice.roll(1...12), 1).number)
      edges.days.append(value)
      return value
    case .number, .flag, .choice, .text:
      let value = Rational(dice.pick([1, 2, 3, 5, 60, 80]))
      edges.numbers.append(value)
      return value
    }
  }
}
