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
  /// The answer has a divisor of 0.
  package var dividesByZero = false
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
      return opened(.truth(machine.truths[id]), &tracer, [id])
    case .fact(let fact):
      let value = row.values[plan.facts[fact].slot]
      let missing = value.isSettled ? [] : [name(fact)]
      return AnsweredValue(value: .fact(plan.facts[fact], value), missing: missing)
    case .reading(let reading):
      let chosen = plan.readings[reading].choices[choices[reading]]
      return AnsweredValue(value: .choice(chosen), missing: [])
    case .number(let floor, let ceiling, let unspecified):
      let bounds = Self.between(machine.numbers[floor], machine.numbers[ceiling])
      let isOpen = bounds.isPresent && unspecified.map { machine.truths[$0].mayBeTrue } ?? false
      return opened(
        .number(bounds, type, isUnspecified: isOpen), &tracer, [floor, ceiling])
    }
  }

  private static func between(_ floor: Bounds, _ ceiling: Bounds) -> Bounds {
    guard floor.isPresent, ceiling.isPresent else { return .absent }
    return Bounds(
      low: floor.low, high: ceiling.high, mayBeAbsent: floor.mayBeAbsent || ceiling.mayBeAbsent)
  }

  /// A value with what keeps it open.
  private func opened(
    _ value: AnsweredValue.Value, _ tracer: inout Tracer, _ operations: [OperationID]
  ) -> AnsweredValue {
    var facts: [Int] = []
    var dividesByZero = false
    for operation in operations {
      let open = tracer.missing(operation)
      dividesByZero = dividesByZero || open.dividesByZero
      for fact in open.facts where !facts.contains(fact) { facts.append(fact) }
    }
    return AnsweredValue(value: value, missing: facts.map(name), dividesByZero: dividesByZero)
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
