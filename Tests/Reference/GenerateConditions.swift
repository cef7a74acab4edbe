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
    for field in program.fields {
      if case .choice(let values, _) = field.kind {
        questions.append(.choice(field.name, [dice.pick(values)], negated: dice.chance(25)))
        let several = dice.some(values, atMost: 3)
        if several.count > 1 { questions.append(.choice(field.name, several, negated: false)) }
      }
    }
    for title in program.titles.map(\.name) {
      questions.append(.title(title))
      questions.append(.status(title, dice.pick(StatusWord.allCases), negated: dice.chance(20)))
    }
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
    return questions.isEmpty ? nil : dice.pick(questions)
  }

  private mutating func makeComparison(_ allowsDefinitions: Bool) -> Condition? {
    var subjects: [(Expression, Kind)] = []
    for field in program.fields {
      switch field.kind {
      case .money, .number, .percent, .date: subjects.append((.field(field.name), field.kind))
      case .flag, .choice: continue
      }
      if field.isByYear, dice.chance(50) { subjects.append((.lastYear(field.name), .money)) }
      if field.isByYear, dice.chance(30) { subjects.append((.peak(field.name), .money)) }
    }
    if allowsDefinitions, program.definition("总投入") != nil {
      subjects.append((.definition("总投入"), .money))
    }
    if dice.chance(8) {
      let how: Comparison = dice.pick([.atLeast, .under])
      return .compare(.evaluationYear, how, .literal(Rational(2027), .number))
    }
    guard !subjects.isEmpty else { return nil }
    let (subject, kind) = dice.pick(subjects)
    let hasCeiling = program.parameters.contains { $0.name == "扶持上限" }
    if kind == .money, hasCeiling, dice.chance(8) {
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
    case .number, .flag, .choice:
      let value = Rational(dice.pick([1, 2, 3, 5, 60, 80]))
      edges.numbers.append(value)
      return value
    }
  }
}
