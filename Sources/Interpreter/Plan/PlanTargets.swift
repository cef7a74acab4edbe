/// The plan of a policy that also asks each row what the targets of the policy count.
package struct CountingPlan: Sendable {
  package var plan: Plan
  /// In the order of the program's targets.
  let targets: [CountedTarget]
  /// Everything that is counted, each once for every place that names it.
  let subjects: [CountedSubject]
  /// The first day of the policy's period.
  let start: OperationID?
}

/// What one target counts: indices into the subjects of the plan.
struct CountedTarget: Sendable {
  var subjects: [Int]
  var each: Int?
  /// What the share of each milestone is of.
  var populations: [Int?]
}

/// What is asked of a row for one subject of a target.
enum CountedSubject: Sendable {
  case title(slot: Int)
  /// Index of the award.
  case award(Int)
  /// The slots of the titles that the condition names.
  case condition(OperationID, titles: [Int])
  /// `isYearly`: the same in every row of a company-year.
  case sum(OperationID, isYearly: Bool)
  case label
}

/// Plans a policy together with what its targets count. Total, as planning is.
package func countingPlan(_ program: CheckedProgram) -> CountingPlan {
  var planner = Planner(program)
  var plan = planner.plan()
  var subjects: [CountedSubject] = []
  func add(_ subject: CheckedTarget.Subject) -> Int {
    subjects.append(planner.counted(subject))
    return subjects.count - 1
  }
  let targets = program.targets.map { target in
    CountedTarget(
      subjects: target.subjects.map(add), each: target.each.map(add),
      populations: target.milestones.map { milestone in
        guard case .population(let subject)? = milestone.of else { return nil }
        return add(subject)
      })
  }
  let start = program.period.map { planner.number($0.start) }
  plan.facts = planner.facts
  plan.slotCount = planner.slotFacts.count
  plan.slotFacts = planner.slotFacts
  plan.operations = planner.operations
  return CountingPlan(plan: plan, targets: targets, subjects: subjects, start: start)
}

extension CheckedTarget.Subject {
  /// The titles that stand in a condition, or the title itself, in the order of the text.
  var titles: [FactID] {
    switch self {
    case .title(let id): return [id]
    case .award, .sum, .label: return []
    case .companies(_, let typed):
      var found: [FactID] = []
      forEachTerm(typed) { term in
        if case .status(let id, _) = term.kind, !found.contains(id) { found.append(id) }
      }
      return found
    }
  }
}

extension Planner {
  fileprivate mutating func counted(_ subject: CheckedTarget.Subject) -> CountedSubject {
    switch subject {
    case .title(let id): return .title(slot: slot(id))
    case .award(let index): return .award(index)
    case .companies(_, let typed):
      var titles: [Int] = []
      for id in subject.titles { titles.append(slot(id)) }
      return .condition(condition(typed), titles: titles)
    case .sum(_, let typed):
      let slots = slots(typed)
      let isYearly = !slots.isEmpty && slots.allSatisfy { facts[slotFacts[$0]].isByYear }
      return .sum(number(typed), isYearly: isYearly)
    case .label: return .label
    }
  }
}
