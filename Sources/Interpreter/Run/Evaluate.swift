/// How much is wanted of a row beside its sums.
enum EvaluationDepth {
  /// The sums alone: suppositions about a row.
  case total
  /// Benefits and limits as well: other choices of readings.
  case sums
  /// The missing facts on which open ones hang.
  case facts
  /// What reasons are made of, too; of all lines, or of those that results show.
  case shownReasons, reasons

  var hasFacts: Bool { self != .total && self != .sums }

  /// Whether the reason of a line is wanted.
  func explains(isNotDue: Bool) -> Bool {
    switch self {
    case .total, .sums, .facts: false
    case .shownReasons: !isNotDue
    case .reasons: true
    }
  }
}

/// Phases 1 to 5 for one row: runs the machine and keeps what the later phases need.
extension Machine {
  mutating func evaluate(
    _ row: Row, earlier: EarlierRows, depth: EvaluationDepth
  ) -> RowWork {
    run(row, earlier: earlier)
    var tracer = Tracer(self, row)
    var work = RowWork(
      lines: [], groupConditions: plan.exclusives.map { truth($0.condition) },
      policies: plan.policies.map { policyWork($0, &tracer, depth) })
    work.groupMissing = plan.exclusives.map { group in
      depth.hasFacts ? group.condition.map { tracer.missing($0).facts } ?? [] : []
    }
    work.jointCaps = plan.joints.map { ceiling($0.cap, &tracer, depth) }
    work.lines.reserveCapacity(plan.lines.count)
    var depth = depth
    for index in plan.lines.indices {
      // What nobody waits for any more needs sums alone.
      if index % 256 == 255, !watch.allows(steps: 0) { depth = .total }
      work.lines.append(lineWork(index, row, &tracer, depth))
      if let quota = plan.lines[index].quota {
        work.quotas.append(
          QuotaWork(count: numbers[quota.count], keys: quota.keys.map { numbers[$0] }))
      }
      if let cap = plan.lines[index].capPerYear {
        work.yearlyCaps.append(ceiling(cap, &tracer, depth))
      }
    }
    if depth != .total {
      work.benefits = benefitWork(&tracer, depth)
      work.limits = limitWork(&tracer, depth)
    }
    work.overflow = overflow.map { overflowingLine($0) } ?? lineBeyondFen(work)
    return work
  }

  /// The first line with a sum that does not fit when it is counted in 分, as the later phases do.
  private func lineBeyondFen(_ work: RowWork) -> String? {
    let line = work.lines.firstIndex { line in
      !line.low.hasRoomForFen || line.high.map { !$0.hasRoomForFen } ?? false
    }
    return line.map { plan.qualifiedName(ofLine: $0) }
  }

  /// What has no condition holds.
  private func truth(_ condition: OperationID?) -> Truth { condition.map { truths[$0] } ?? .yes }

  private func ceiling(
    _ cap: OperationID, _ tracer: inout Tracer, _ depth: EvaluationDepth
  ) -> CeilingWork {
    CeilingWork(cap: numbers[cap], missing: depth.hasFacts ? tracer.missing(cap).facts : [])
  }

  private func lineWork(
    _ index: Int, _ row: Row, _ tracer: inout Tracer, _ depth: EvaluationDepth
  ) -> Work {
    let sum = numbers[plan.lines[index].sum]
    let low = sum.low ?? .zero
    var work = Work(
      low: low, high: sum.high, condition: truths[plan.lines[index].condition],
      claim: claim(index), unspecified: unspecified(index, row), missing: [],
      hangsOnEarlier: false, wasPossible: sum.high.map { $0 > .zero } ?? true,
      whole: (low, sum.high))
    work.grossLow = low
    if !plan.steps.isEmpty {
      work.failedStep = plan.steps[index].steps.firstIndex { truths[$0.prefix].isNo }
    }
    if plan.lines[index].isDiscretionary {
      work.approvalLimit = numbers[plan.lines[index].amount].high
    }
    if depth.hasFacts, !work.isSettled {
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
    if depth.explains(isNotDue: !work.wasPossible) {
      work.grounds = grounds(plan.lines[index], work, tracer)
    }
    return work
  }

  private func grounds(_ line: Line, _ work: Work, _ tracer: Tracer) -> Work.Grounds {
    var grounds = Work.Grounds()
    grounds.inForce = truths[line.inForce]
    grounds.branch = line.branches.firstIndex { truths[$0.operation].isYes }
    grounds.tiersPaid = line.tiers.indices.filter { truths[line.tiers[$0].operation].isYes }
    grounds.trail = [SumStage(phase: .rules, low: work.low, high: work.high)]
    if work.condition.mayBeFalse, let test = line.test { grounds.failing = tracer.failing(test) }
    return grounds
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
    // Where nothing fits there is nothing that could lack a figure.
    if !numbers[plan.lines[index].amount].isPresent { return .no }
    return plan.lines[index].unspecified.map { truths[$0] } ?? .no
  }

  private func policyWork(
    _ policy: PolicyPart, _ tracer: inout Tracer, _ depth: EvaluationDepth
  ) -> PolicyWork {
    var work = PolicyWork(
      overlapRules: overlapRules(policy.overlap), overlapMissing: [],
      fundingConditions: policy.funding.map { truth($0.condition) }, lineFunding: [],
      inForce: truths[policy.inForce], applies: truths[policy.applies])
    if depth.hasFacts {
      for case let condition? in policy.overlap.rules.map(\.condition) {
        work.overlapMissing += tracer.missing(condition).facts
      }
      for line in policy.lines where !plan.lines[line].funding.isEmpty {
        work.lineFunding.append(
          LineFunding(
            line: line, conditions: plan.lines[line].funding.map { truth($0.condition) }))
      }
    }
    return work
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
    for index in plan.lines.indices where reaches(plan.lines[index].sum, operation) {
      return plan.qualifiedName(ofLine: index)
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
