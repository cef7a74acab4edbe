/// Phase 12 for what is not money: benefits and limits. They look at one row and take part in no
/// sum, so that nothing of them stands in the phases before.

/// Whom a benefit or a limit concerns, as far as a row says it.
struct ScopeWork {
  var condition: Truth
  var inForce: Truth
  /// The conditions that stand against it, where explanations are wanted.
  var failing: [FailingCondition] = []
}

struct BenefitWork {
  var scope: ScopeWork
  var missing: [Int] = []

  var state: BenefitState {
    scope.condition.isYes ? .benefit : scope.condition.isNo ? .notDue : .undetermined
  }
}

struct LimitWork {
  var scope: ScopeWork
  var exceeded: Truth
  var actual: Bounds
  var bounds: [Bounds]
  var missing: [Int] = []

  /// What cannot be broken is kept, whether it concerns the company or not: no fact would change
  /// what there is to do.
  var state: LimitState {
    let isThere = actual.isPresent && bounds.allSatisfy(\.isPresent)
    if scope.condition.isNo || !isThere { return .notApplicable }
    return exceeded.isYes ? .exceeded : exceeded.isNo ? .kept : .undetermined
  }
}

extension Machine {
  /// What the operations of a row, which has just been run, say of the benefits.
  func benefitWork(_ tracer: inout Tracer, _ depth: EvaluationDepth) -> [BenefitWork] {
    // A benefit has many parts, each of which would be retained for a copy of it.
    plan.benefits.indices.map { index in
      var work = BenefitWork(scope: scopeWork(plan.benefits[index].scope, tracer, depth))
      if depth.hasFacts, work.state == .undetermined {
        work.missing = tracer.missing(plan.benefits[index].scope.condition).facts
      }
      return work
    }
  }

  func limitWork(_ tracer: inout Tracer, _ depth: EvaluationDepth) -> [LimitWork] {
    plan.limits.map { limit in
      var work = LimitWork(
        scope: scopeWork(limit.scope, tracer, depth), exceeded: truths[limit.exceeded],
        actual: numbers[limit.actual], bounds: limit.sides.map { numbers[$0.bound] })
      if depth.hasFacts, work.state == .undetermined {
        work.missing = tracer.missing(limit.exceeded).facts
      }
      return work
    }
  }

  private func scopeWork(
    _ scope: PlannedScope, _ tracer: Tracer, _ depth: EvaluationDepth
  ) -> ScopeWork {
    var work = ScopeWork(condition: truths[scope.condition], inForce: truths[scope.inForce])
    if work.condition.isNo, depth.explains(isNotDue: true), let test = scope.test {
      work.failing = tracer.failing(test)
    }
    return work
  }
}

// MARK: - Outcomes

package enum BenefitState: String, Sendable, CaseIterable {
  case notDue = "not-due"
  case undetermined
  case benefit
}

package enum LimitState: String, Sendable, CaseIterable {
  case notApplicable = "not-applicable"
  case undetermined
  case kept
  case exceeded = "limit-exceeded"
}

/// The state under another choice of a reading.
package struct StateEffect<State: Sendable>: Sendable {
  package var reading: String
  package var choice: String
  package var state: State
}

/// One benefit for one row.
package struct BenefitOutcome: Sendable {
  /// Index into the plan's benefits.
  package var benefit: Int
  package var state: BenefitState
  /// Indices into the plan's facts on which it hangs.
  package var missing: [Int]
  package var reason: Explanation
  package var failing: [FailingCondition]
  package var readings: [StateEffect<BenefitState>] = []
}

/// One limit for one row.
package struct LimitOutcome: Sendable {
  /// Index into the plan's limits.
  package var limit: Int
  package var state: LimitState
  /// The left side as it would be written; nil where it is not settled.
  package var actual: String?
  package var missing: [Int]
  package var reason: Explanation
  package var failing: [FailingCondition]
  /// The row gives a fact that stands in it.
  package var hasGivenFact: Bool
  package var readings: [StateEffect<LimitState>] = []
}

extension RowWork {
  func benefitOutcomes(_ plan: Plan, _ row: Row, _ depth: EvaluationDepth) -> [BenefitOutcome] {
    if benefits.isEmpty { return [] }
    return benefits.enumerated().map { index, work in
      var outcome = BenefitOutcome(
        benefit: index, state: work.state, missing: work.missing, reason: .nothing,
        failing: work.scope.failing)
      if depth.explains(isNotDue: work.state == .notDue) {
        let applies = policies[plan.policy(ofBenefit: index)].applies
        outcome.reason = BenefitReasons(plan: plan, row: row, applies: applies)
          .reason(plan.benefits[index], work)
      }
      return outcome
    }
  }

  /// What is broken has its reason always: it stands among the notes of the wide table.
  func limitOutcomes(_ plan: Plan, _ row: Row, _ depth: EvaluationDepth) -> [LimitOutcome] {
    if limits.isEmpty { return [] }
    return limits.enumerated().map { index, work in
      let limit = plan.limits[index]
      var outcome = LimitOutcome(
        limit: index, state: work.state,
        actual: work.actual.exact.map { numberText($0, limit.type) },
        missing: work.missing, reason: .nothing, failing: work.scope.failing,
        hasGivenFact: limit.slots.contains { plan.isGiven(row.values[$0], slot: $0) })
      let isUnsaid = work.state == .notApplicable || work.state == .kept
      if work.state == .exceeded || depth.explains(isNotDue: isUnsaid) {
        let applies = policies[plan.policy(ofLimit: index)].applies
        outcome.reason = BenefitReasons(plan: plan, row: row, applies: applies)
          .reason(limit, work)
      }
      return outcome
    }
  }
}

extension Plan {
  /// Whether a row says anything of a fact of the company.
  fileprivate func isGiven(_ value: SlotValue, slot: Int) -> Bool {
    if facts[slotFacts[slot]].isParameter { return false }
    return value != .unknown && value != .title(.unknown, event: nil)
  }
}

extension Explanation {
  static let nothing = Explanation(zh: "", en: "")
}

// MARK: - Readings

/// Notes the benefits and limits whose state another choice of a reading changes.
func noteReading(
  _ plan: Plan, _ name: String, _ choice: String, _ changed: RowWork, _ outcome: inout RowOutcome
) {
  var zh: [String] = []
  var en: [String] = []
  for (index, work) in changed.benefits.enumerated()
  where work.state != outcome.benefits[index].state {
    outcome.benefits[index].readings.append(
      StateEffect(reading: name, choice: choice, state: work.state))
    zh.append(plan.benefitName(index) + " " + work.state.label.zh)
    en.append(plan.benefitName(index) + " " + work.state.label.en)
  }
  for (index, work) in changed.limits.enumerated() where work.state != outcome.limits[index].state {
    outcome.limits[index].readings.append(
      StateEffect(reading: name, choice: choice, state: work.state))
    zh.append(plan.limitName(index) + " " + work.state.label.zh)
    en.append(plan.limitName(index) + " " + work.state.label.en)
  }
  if zh.isEmpty { return }
  outcome.notes.append(
    Explanation(
      zh: "若 \(name) = \(choice)，\(zh.joined(separator: "、"))",
      en: "if \(name) = \(choice), \(en.joined(separator: ", "))"))
}
