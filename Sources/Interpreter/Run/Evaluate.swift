/// Phases 1 to 5 for one row: runs the machine and keeps what the later phases need.
extension Machine {
  mutating func evaluate(_ row: Row, earlier: EarlierRows, explains: Bool) -> RowWork {
    run(row, earlier: earlier)
    var tracer = Tracer(self, row)
    var work = RowWork(
      lines: [], groupConditions: plan.exclusives.map { $0.condition.map { truths[$0] } ?? .yes },
      jointCaps: plan.joints.map { numbers[$0.cap] },
      policies: plan.policies.map { policyWork($0, &tracer) })
    work.groupMissing = plan.exclusives.map { group in
      group.condition.map { tracer.missing($0).facts } ?? []
    }
    work.jointMissing = plan.joints.map { tracer.missing($0.cap).facts }
    work.lines.reserveCapacity(plan.lines.count)
    for index in plan.lines.indices {
      work.lines.append(lineWork(index, row, &tracer, explains))
      if let quota = plan.lines[index].quota {
        work.quotaPlaces[index] = numbers[quota.count]
        work.quotaKeys[index] = quota.keys.map { numbers[$0] }
      }
      if let cap = plan.lines[index].capPerYear {
        work.capsPerYear[index] = numbers[cap]
        work.capMissing[index] = tracer.missing(cap).facts
      }
      if !plan.lines[index].funding.isEmpty {
        work.lineFunding[index] = plan.lines[index].funding.map { entry in
          entry.condition.map { truths[$0] } ?? .yes
        }
      }
    }
    work.benefits = benefitWork(&tracer, explains: explains)
    work.limits = limitWork(&tracer, explains: explains)
    if let overflow { work.overflow = overflowingLine(overflow) }
    return work
  }

  private func lineWork(
    _ index: Int, _ row: Row, _ tracer: inout Tracer, _ explains: Bool
  ) -> Work {
    let sum = numbers[plan.lines[index].sum]
    let low = sum.low ?? .zero
    var work = Work(
      low: low, high: sum.high, condition: truths[plan.lines[index].condition],
      claim: claim(index), unspecified: unspecified(index, row), missing: [],
      hangsOnEarlier: false, wasPossible: sum.high.map { $0 > .zero } ?? true,
      whole: (low, sum.high))
    work.grossLow = low
    if plan.lines[index].isDiscretionary {
      work.approvalLimit = numbers[plan.lines[index].amount].high
    }
    if !work.isSettled {
      let open = tracer.missing(plan.lines[index].sum)
      (work.missing, work.hangsOnEarlier) = (open.facts, open.hangsOnEarlier)
      work.dividesByZero = open.dividesByZero
      // A sum that the text leaves open is no missing fact of the company.
      let approved = plan.lines[index].approvedSlot
      if let unspecified = plan.lines[index].unspecified, truths[unspecified].mayBeTrue,
        approved >= 0
      {
        let approval = plan.slotFacts[approved]
        work.missing.removeAll { $0 == approval }
      }
    }
    guard explains else { return work }
    let line = plan.lines[index]
    work.branch = line.branches.firstIndex { truths[$0.operation].isYes }
    work.tiersPaid = line.tiers.indices.filter { truths[line.tiers[$0].operation].isYes }
    if work.condition.mayBeFalse, let test = line.test {
      work.failing = tracer.failing(test)
    }
    return work
  }

  /// A sum that is surely 0 was never due; a missing amount may not have been.
  private func claim(_ index: Int) -> Truth {
    let amount = numbers[plan.lines[index].amount]
    if numbers[plan.lines[index].gross].high?.isZero ?? false { return .no }
    return truths[plan.lines[index].claim].and(
      Truth(mayBeTrue: amount.isPresent, mayBeFalse: !amount.isPresent || amount.mayBeAbsent))
  }

  /// An approved sum settles what the text leaves open.
  private func unspecified(_ index: Int, _ row: Row) -> Truth {
    let approved = plan.lines[index].approvedSlot
    if approved >= 0, case .number = row.values[approved] { return .no }
    return plan.lines[index].unspecified.map { truths[$0] } ?? .no
  }

  private func policyWork(_ policy: PolicyPart, _ tracer: inout Tracer) -> PolicyWork {
    let conditions = policy.overlap.rules.compactMap(\.condition)
    return PolicyWork(
      overlapRules: overlapRules(policy.overlap),
      overlapMissing: conditions.flatMap { tracer.missing($0).facts },
      fundingConditions: policy.funding.map { $0.condition.map { truths[$0] } ?? .yes },
      inForce: truths[policy.inForce], applies: truths[policy.applies])
  }

  private func overlapRules(_ overlap: Overlap) -> [Overlap.Rule] {
    var found: [Overlap.Rule] = []
    for entry in overlap.rules {
      let test = entry.condition.map { truths[$0] } ?? .yes
      if test.mayBeTrue { found.append(entry.rule) }
      if test.isYes { break }
    }
    return found.isEmpty ? [.stack] : found
  }

  /// The name of the first line, benefit or limit that reads an operation which overflowed.
  private func overflowingLine(_ operation: OperationID) -> String {
    func named(_ name: String, _ policy: Int) -> String { plan.qualified(name, policy) }
    for (index, line) in plan.lines.enumerated() where reaches(line.sum, operation) {
      return named(line.name, plan.policy(ofLine: index))
    }
    for (index, benefit) in plan.benefits.enumerated()
    where reaches(benefit.scope.condition, operation) {
      return named(benefit.name, plan.policy(ofBenefit: index))
    }
    for (index, limit) in plan.limits.enumerated() where reaches(limit.exceeded, operation) {
      return named(limit.name, plan.policy(ofLimit: index))
    }
    return plan.policies[0].name
  }

  private func reaches(_ from: OperationID, _ target: OperationID) -> Bool {
    if from == target { return true }
    if from < target { return false }
    return plan.operations[from].operands.contains { reaches($0, target) }
  }
}
