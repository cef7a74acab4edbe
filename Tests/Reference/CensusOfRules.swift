extension Program {
  /// The constructs that the rules hold, however they are spelled.
  package var constructs: Set<Construct> {
    var found = declared.union(policy.map(constructs) ?? [])
    let walk = Walk { expression in
      found.formUnion(constructs(of: expression))
    } condition: { condition in
      found.formUnion(constructs(of: condition))
    }
    walk.visit(self)
    if !benefits.isEmpty { found.insert(.benefit) }
    if benefits.contains(where: { $0.title != nil }) { found.insert(.benefitOfTitle) }
    for limit in limits {
      if case .within = limit.bound { found.insert(.limitRange) } else { found.insert(.limit) }
    }
    if !targets.isEmpty { found.insert(.target) }
    for award in awards { found.formUnion(constructs(of: award)) }
    return found.union(grouped)
  }

  private var declared: Set<Construct> {
    var found: Set<Construct> = []
    for field in fields {
      switch field.kind {
      case .text: found.insert(.textField)
      case .date: found.insert(.dateField)
      case .percent: found.insert(.percentField)
      case .choice(_, _?): found.insert(.other)
      case .number where field.isByYear: found.insert(.countByYear)
      case .money, .number, .flag, .choice: break
      }
      if field.isByYear { found.insert(.annualField) }
      if field.low != nil { found.insert(.bounds) }
      if field.also != nil { found.insert(.also) }
      if field.peakHeader != nil { found.insert(.peakHeader) }
      if let blank = field.blank { found.insert(blank == .none ? .blankNone : .blankValue) }
    }
    if titles.contains(where: { $0.validMonths != nil }) { found.insert(.valid) }
    for parameter in parameters {
      found.insert(parameter.low == nil ? .freeParameter : .boundedParameter)
      if parameter.value != nil { found.insert(.settledParameter) }
    }
    for definition in definitions {
      switch definition.body {
      case .condition(let body):
        found.insert(.definedCondition)
        if case .and(.definition, _) = body { found.insert(.nestedDefinition) }
      case .quantity: found.insert(.definedValue)
      }
    }
    return found
  }

  private func constructs(_ policy: Policy) -> Set<Construct> {
    var found: Set<Construct> = []
    if let rounding = policy.rounding { found.insert(rounding.down ? .roundingDown : .rounding) }
    switch policy.overlap {
    case .always: found.insert(.overlap)
    case .reading: found.insert(.overlapByReading)
    case nil: break
    }
    if policy.applies != nil { found.insert(.applies) }
    if !policy.fundings.isEmpty { found.insert(.policyFunding) }
    if policy.fundings.contains(where: { $0.when != nil }) { found.insert(.conditionalFunding) }
    if policy.fundings.count > 1 { found.insert(.severalFundings) }
    policy.period.map { _ = found.insert(construct(of: $0)) }
    return found
  }

  private func construct(of period: Period) -> Construct {
    switch period {
    case .between: .between
    case .years: .years
    case .lasting: .lasting
    case .starting: .starting
    case .from: .from
    }
  }

  private func constructs(of condition: Condition) -> Set<Construct> {
    switch condition {
    case .title: [.titleAlone]
    case .text(_, let values, _): values.count > 1 ? [.textIs, .member] : [.textIs]
    case .choice(_, let values, _): values.count > 1 ? [.member] : []
    case .status(nil, _, _): [.bareStatus]
    case .status(_, .again, _): [.again]
    case .status(_, _, negated: true): [.statusIsNot]
    case .due: [.dueOfAward]
    case .instalment: [.instalmentOfAward]
    case .compareYear: [.dateBesideYear]
    case .within: [.within]
    case .compare(.binary(.subtract, .evaluationDate, _), _, _): [.daysBetween]
    case .flag, .flagIs, .status, .reading, .compare, .and, .or, .not, .definition: []
    }
  }

  private func constructs(of expression: Expression) -> Set<Construct> {
    switch expression {
    case .lastYear: return [.lastYear]
    case .peak: return [.peak]
    case .evaluationYear: return [.evaluationYear]
    case .evaluationDate: return [.evaluationDate]
    case .yearsSince: return [.yearsSince]
    case .awardFact(_, .approved): return [.approvedOfAward]
    case .awardFact(_, .paid): return [.paidOfAward]
    case .awardFact(_, .received): return [.receivedOfAward]
    case .awardFact(_, .instalment): return [.instalmentOfAward]
    case .awardSum(let name): return [name.isRenewal ? .renewalOfAward : .amountOfAward]
    case .negative: return [.negative]
    case .shifted: return [.movedDate]
    case .binary(let operation, let left, let right):
      var found: Set<Construct> = operation == .divide ? [.division] : []
      for part in [left, right] {
        switch part {
        case .capped: found.insert(.capInside)
        case .upTo, .between: found.insert(.mixed)
        default: break
        }
      }
      return found
    case .share(_, of: .upTo): return [.mixed]
    case .upTo: return [.upTo]
    case .atLeast: return [.atLeast]
    case .between: return [.range]
    case .shareBetween: return [.shareRange]
    case .unspecified: return [.unspecified]
    case .choose(_, let then, let otherwise):
      return [then, otherwise].contains(.unspecified) ? [.choose, .unspecifiedInside] : [.choose]
    case .match(let subject, let arms, let otherwise):
      return constructs(ofMatch: subject, arms, otherwise)
    case .tiers(let tiers): return constructs(of: tiers)
    case .literal, .field, .parameter, .definition, .share, .capped: return []
    }
  }

  private func constructs(
    ofMatch subject: Subject, _ arms: [Arm], _ otherwise: Expression?
  ) -> Set<Construct> {
    var found: Set<Construct> = otherwise == nil ? [.matchWithoutElse] : []
    switch subject {
    case .quantity: break
    case .choice: found.insert(.matchChoice)
    case .text: found.insert(.matchText)
    case .flag: found.insert(.matchFlag)
    case .title: found.insert(.matchTitle)
    case .reading: found.insert(.matchReading)
    case .instalment: found.insert(.matchInstalment)
    }
    for arm in arms {
      if arm.value == .unspecified { found.insert(.unspecifiedInside) }
      switch arm.pattern {
      case .choices(let values) where values.count > 1: found.insert(.matchList)
      case .choices, .flag, .status, .equals: found.insert(.matchValue)
      case .compare: found.insert(.matchComparison)
      case .within: found.insert(.matchRange)
      }
    }
    return found
  }

  private func constructs(of tiers: Tiers) -> Set<Construct> {
    var found: Set<Construct> = [tiers.exceeds ? .exceeds : .tiers]
    switch tiers.mode {
    case .each: found.insert(.each)
    case .highest: found.insert(.highest)
    case .reading: found.insert(.modeByReading)
    case .condition: found.insert(.modeByCondition)
    }
    if tiers.steps.contains(where: { if case .upTo = $0.amount { true } else { false } }) {
      found.insert(.upToTier)
    }
    return found
  }

  private func constructs(of award: Award) -> Set<Construct> {
    let clauses = award.clauses
    var found: Set<Construct> = []
    switch clauses.renewal {
    case nil: break
    case .literal(_, .money): found.formUnion([.renewal, .renewalSum])
    case .choose, .match: found.formUnion([.renewal, .renewalBranch])
    case .capped: found.formUnion([.renewal, .cappedRenewal])
    default: found.insert(.renewal)
    }
    if clauses.once { found.insert(.once) }
    if clauses.less != nil { found.insert(.less) }
    if clauses.cap != nil { found.insert(.cap) }
    if clauses.yearlyCap != nil { found.insert(.yearlyCap) }
    if clauses.except != nil { found.insert(.except) }
    if let quota = clauses.quota {
      found.insert(.quota)
      if quota.keys.count > 1 { found.insert(.secondKey) }
      if case .parameter = quota.places { found.insert(.openQuota) }
    }
    if !clauses.payment.isEmpty { found.insert(.payment) }
    if !clauses.fundings.isEmpty { found.insert(.awardFunding) }
    if clauses.period != nil { found.insert(.awardPeriod) }
    if let title = award.title, title != award.name { found.insert(.foreignTitle) }
    return found
  }

  private var grouped: Set<Construct> {
    var found: Set<Construct> = []
    for group in groups {
      found.insert(.exclusive)
      if group.when != nil { found.insert(.exclusiveWhen) }
      if group.members.contains(where: \.isRenewal) { found.insert(.exclusiveRenewal) }
    }
    if groups.count > 1 { found.insert(.partedByReading) }
    for ceiling in ceilings {
      found.insert(.together)
      if case .parameter = ceiling.cap { found.insert(.openCeiling) }
      if groups.contains(where: { !Set($0.members).isDisjoint(with: ceiling.members) }) {
        found.insert(.jointOverGroup)
      }
    }
    return found
  }
}
