/// What a question came to for one company.
package struct AnsweredValue: Sendable {
  package enum Value: Sendable {
    /// Everything between the ends; `isUnspecified`: the text names no sum.
    case number(Bounds, ValueType, isUnspecified: Bool)
    case truth(Truth)
    /// A category, a title or a text as the company has it.
    case fact(Fact, SlotValue)
    /// The reading chosen.
    case choice(String)
    /// A number left the exact range.
    case overflow
  }

  package let value: Value
  /// Names of the facts on which the answer hangs, in both languages.
  package let missing: [Explanation]
}

extension PlannedQuestion {
  /// Answers the question for a row of this plan.
  func answer(_ row: Row, choices: [Int]) -> AnsweredValue {
    var machine = Machine(plan, choices: choices)
    machine.run(row, earlier: .none)
    if machine.overflow != nil { return AnsweredValue(value: .overflow, missing: []) }
    var tracer = Tracer(machine, row)
    switch answer {
    case .truth(let id):
      return AnsweredValue(value: .truth(machine.truths[id]), missing: names(&tracer, [id]))
    case .fact(let fact):
      let value = row.values[plan.facts[fact].slot]
      let missing = value.isSettled ? [] : [name(fact)]
      return AnsweredValue(value: .fact(plan.facts[fact], value), missing: missing)
    case .reading(let reading):
      let chosen = plan.readings[reading].choices[choices[reading]]
      return AnsweredValue(value: .choice(chosen), missing: [])
    case .number(let floor, let ceiling, let unspecified):
      let bounds = Self.between(machine.numbers[floor], machine.numbers[ceiling])
      let isOpen = unspecified.map { machine.truths[$0].mayBeTrue } ?? false
      return AnsweredValue(
        value: .number(bounds, type, isUnspecified: isOpen),
        missing: names(&tracer, [floor, ceiling]))
    }
  }

  private static func between(_ floor: Bounds, _ ceiling: Bounds) -> Bounds {
    guard floor.isPresent, ceiling.isPresent else { return .absent }
    return Bounds(
      low: floor.low, high: ceiling.high, mayBeAbsent: floor.mayBeAbsent || ceiling.mayBeAbsent)
  }

  private func names(_ tracer: inout Tracer, _ operations: [OperationID]) -> [Explanation] {
    var facts: [Int] = []
    for operation in operations {
      for fact in tracer.missing(operation).facts where !facts.contains(fact) { facts.append(fact) }
    }
    return facts.map(name)
  }

  private func name(_ fact: Int) -> Explanation {
    Explanation(zh: plan.factName(fact, .zh), en: plan.factName(fact, .en))
  }
}

extension SlotValue {
  /// Nothing about the value is left open.
  var isSettled: Bool {
    switch self {
    case .unknown, .atLeast: false
    case .title(let status, _, _): status.isSettled
    case .date(let days): days.isExact
    case .absent, .number, .flag, .code: true
    }
  }
}
