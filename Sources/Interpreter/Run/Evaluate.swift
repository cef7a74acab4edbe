/// Phases 1 to 5 for one row: runs the machine and keeps what the later phases need.
extension Machine {
  mutating func evaluate(_ row: Row, earlier: EarlierRows, explains: Bool) -> RowWork {
    run(row, earlier: earlier)
    var tracer = Tracer(self, row)
    var work = RowWork(
      lines: [], groupConditions: plan.exclusives.map { $0.condition.map { truths[$0] } ?? .yes },
      jointCaps: plan.joints.map { numbers[$0.cap] }, overlapRules: overlapRules(),
      fundingConditions: plan.funding.map { $0.condition.map { truths[$0] } ?? .yes },
      inForce: truths[plan.inForce], applies: truths[plan.applies])
    work.groupMissing = plan.exclusives.map { group in
      group.condition.map { tracer.missing($0).facts } ?? []
    }
    work.jointMissing = plan.joints.map { tracer.missing($0.cap).facts }
    work.lines.reserveCapacity(plan.lines.count)
    for (index, line) in plan.lines.enumerated() {
      work.lines.append(lineWork(line, row, &tracer, explains))
      if let quota = line.quota {
        work.quotaCounts[index] = numbers[quota.count]
        work.quotaKeys[index] = quota.keys.map { numbers[$0] }
      }
      if let cap = line.capPerYear {
        work.capsPerYear[index] = numbers[cap]
        work.capMissing[index] = tracer.missing(cap).facts
      }
      if !line.funding.isEmpty {
        work.lineFunding[index] = line.funding.map { $0.condition.map { truths[$0] } ?? .yes }
      }
    }
    work.benefits = benefitWork(&tracer, explains: explains)
    work.limits = limitWork(&tracer, explains: explains)
    if let overflow { work.overflow = overflowingLine(overflow) }
    return work
  }

  private func lineWork(
    _ line: Line, _ row: Row, _ tracer: inout Tracer, _ explains: Bool
  ) -> Work {
    let sum = numbers[line.sum]
    let low = sum.low ?? .zero
    var work = Work(
      low: low, high: sum.high, condition: truths[line.condition], claim: claim(line),
      unspecified: unspecified(line, row), missing: [],
      hangsOnEarlier: false, wasPossible: sum.high.map { $0 > .zero } ?? true,
      whole: (low, sum.high))
    work.grossLow = low
    if line.isDiscretionary { work.approvalLimit = numbers[line.amount].high }
    if !work.isSettled {
      let open = tracer.missing(line.sum)
      (work.missing, work.hangsOnEarlier) = (open.facts, open.hangsOnEarlier)
      work.dividesByZero = open.dividesByZero
      // A sum that the text leaves open is no missing fact of the company.
      if let unspecified = line.unspecified, truths[unspecified].mayBeTrue, line.approvedSlot >= 0 {
        let approval = plan.slotFacts[line.approvedSlot]
        work.missing.removeAll { $0 == approval }
      }
    }
    if explains {
      work.branch = line.branches.firstIndex { truths[$0.operation].isYes }
      work.tiersPaid = line.tiers.indices.filter { truths[line.tiers[$0].operation].isYes }
    }
    if explains, work.condition.mayBeFalse, let test = line.test {
      work.failing = tracer.failing(test)
    }
    return work
  }

  /// A sum that is surely 0 was never due; a missing amount may not have been.
  private func claim(_ line: Line) -> Truth {
    let amount = numbers[line.amount]
    if numbers[line.gross].high?.isZero ?? false { return .no }
    return truths[line.claim].and(
      Truth(mayBeTrue: amount.isPresent, mayBeFalse: !amount.isPresent || amount.mayBeAbsent))
  }

  /// An approved sum settles what the text leaves open.
  private func unspecified(_ line: Line, _ row: Row) -> Truth {
    if line.approvedSlot >= 0, case .number = row.values[line.approvedSlot] { return .no }
    return line.unspecified.map { truths[$0] } ?? .no
  }

  private func overlapRules() -> [Overlap.Rule] {
    var found: [Overlap.Rule] = []
    for entry in plan.overlap.rules {
      let test = entry.condition.map { truths[$0] } ?? .yes
      if test.mayBeTrue { found.append(entry.rule) }
      if test.isYes { break }
    }
    return found.isEmpty ? [.stack] : found
  }

  /// The name of the first line, benefit or limit that reads an operation which overflowed.
  private func overflowingLine(_ operation: OperationID) -> String {
    for line in plan.lines where reaches(line.sum, operation) { return line.name }
    for benefit in plan.benefits where reaches(benefit.scope.condition, operation) {
      return benefit.name
    }
    for limit in plan.limits where reaches(limit.exceeded, operation) { return limit.name }
    return plan.policyName
  }

  private func reaches(_ from: OperationID, _ target: OperationID) -> Bool {
    if from == target { return true }
    if from < target { return false }
    return plan.operations[from].operands.contains { reaches($0, target) }
  }
}
