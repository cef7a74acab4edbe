/// A question as operations: a plan without awards, and where its answer stands.
package struct PlannedQuestion: Sendable {
  enum Answer: Sendable {
    /// The two ends of an amount; equal operations where nothing is left to the authority.
    case number(floor: OperationID, ceiling: OperationID, unspecified: OperationID?)
    case truth(OperationID)
    /// A fact whose values are words: what the row says of it.
    case fact(Int)
    case reading(Int)
  }

  let plan: Plan
  let answer: Answer
  let type: ValueType
}

/// Turns a question into operations. Total, as planning is.
package func plan(_ question: CheckedQuestion) -> PlannedQuestion {
  var planner = Planner(question.program)
  return planner.plan(question.value)
}

/// The layout of a row that holds every fact that can be stated, read by the rules or not.
package func layoutOfAllFacts(_ program: CheckedProgram) -> RowLayout {
  var planner = Planner(program)
  planner.giveSlotsToAllFacts()
  return RowLayout(
    facts: planner.facts, slotCount: planner.slotFacts.count, texts: program.texts,
    lastDay: planner.lastDay())
}

/// A plan without awards whose rows hold every fact that can be stated, read by the rules or not.
func planOfAllFacts(_ program: CheckedProgram) -> Plan {
  var planner = Planner(program)
  return planner.planOfAllFacts()
}

extension Planner {
  fileprivate mutating func planOfAllFacts() -> Plan {
    let holds = truth(.yes)
    giveSlotsToAllFacts()
    var plan = emptyPlan()
    plan.facts = facts
    (plan.slotCount, plan.slotFacts) = (slotFacts.count, slotFacts)
    plan.operations = operations
    for slot in slotFacts.indices {
      if case .text = facts[slotFacts[slot]].kind { plan.textCodes[slot] = [] }
    }
    plan.readings = []
    plan.policies = [
      PolicyPart(
        name: program.policyName, lines: 0..<0, overlap: Overlap(rules: [], cites: []),
        funding: [], inForce: holds, applies: holds, lastDay: lastDay())
    ]
    return plan
  }

  fileprivate mutating func plan(_ value: Typed) -> PlannedQuestion {
    applies = program.applies.map { condition($0) } ?? truth(.yes)
    inForce = program.period.map { period($0, on: emit(.evaluationDate)) } ?? truth(.yes)
    let answer = answer(value)
    giveSlotsToAllFacts()
    var plan = emptyPlan()
    plan.facts = facts
    (plan.slotCount, plan.slotFacts) = (slotFacts.count, slotFacts)
    plan.operations = operations
    plan.policies = [
      PolicyPart(
        name: program.policyName, lines: 0..<0, overlap: Overlap(rules: [], cites: []),
        funding: [], inForce: inForce, applies: applies, lastDay: lastDay())
    ]
    return PlannedQuestion(plan: plan, answer: answer, type: value.type)
  }

  private mutating func answer(_ value: Typed) -> PlannedQuestion.Answer {
    switch value.type {
    case .condition: return .truth(condition(value))
    case .category(let fact), .title(let fact), .text(let fact):
      _ = slot(fact)
      return .fact(self.fact(fact))
    case .reading(let id): return .reading(reading(id))
    case .money, .number, .percent, .date, .duration, .broken:
      let amount = amount(value)
      return .number(
        floor: amount.floor, ceiling: amount.ceiling, unspecified: amount.unspecified)
    }
  }

  mutating func giveSlotsToAllFacts() {
    for fact in program.facts.indices {
      _ = slot(fact)
      guard facts[self.fact(fact)].isByYear else { continue }
      _ = lastYearSlot(fact)
      _ = peakSlot(fact)
    }
  }
}
