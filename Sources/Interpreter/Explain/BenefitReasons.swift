import JiliLexer

/// The reason of a benefit or a limit in one short sentence, in both languages.
struct BenefitReasons {
  let plan: Plan
  let row: Row
  /// Whether the policy applies.
  let applies: Truth

  func reason(_ benefit: Benefit, _ work: BenefitWork) -> Explanation {
    switch work.state {
    case .benefit: benefit.scope.test.map(held) ?? .nothing
    case .undetermined: missing(work.missing)
    case .notDue: against(work.scope)
    }
  }

  func reason(_ limit: Limit, _ work: LimitWork) -> Explanation {
    switch work.state {
    case .exceeded: broken(limit, work)
    case .kept: kept(limit, work)
    case .undetermined: missing(work.missing)
    case .notApplicable: work.scope.condition.isNo ? against(work.scope) : absent(limit)
    }
  }

  // MARK: - Whom it concerns

  /// `国家级小巨人 新认定，投资额 600万`: what the conditions that hold have met.
  private func held(_ test: ConditionTree) -> Explanation {
    values(heldSlots(test).prefix(6).map(\.self))
  }

  private func heldSlots(_ tree: ConditionTree) -> [Int] {
    switch tree {
    case .leaf(let leaf): leaf.slots
    case .all(let parts), .any(let parts): parts.flatMap(heldSlots)
    case .named(_, let inner): heldSlots(inner)
    }
  }

  private func values(_ slots: [Int]) -> Explanation {
    var known: [Int] = []
    for slot in slots where row.values[slot] != .unknown && !known.contains(slot) {
      known.append(slot)
    }
    return plan.values(of: row, known)
  }

  private func against(_ scope: ScopeWork) -> Explanation {
    if applies.isNo { return Explanation(zh: "不适用本政策", en: "the policy does not apply") }
    if scope.inForce.isNo { return Explanation(zh: "不在有效期内", en: "outside the period") }
    if scope.failing.isEmpty { return Explanation(zh: "条件不满足", en: "a condition fails") }
    return Explanation(
      zh: scope.failing.map(\.sentence.zh).joined(separator: "；"),
      en: scope.failing.map(\.sentence.en).joined(separator: "; "))
  }

  private func missing(_ facts: [Int]) -> Explanation {
    if facts.isEmpty { return Explanation(zh: "未定", en: "not settled") }
    return plan.missing(facts)
  }

  // MARK: - Bounds

  /// There is no such thing: `blank = none`.
  private func absent(_ limit: Limit) -> Explanation {
    let slots = limit.slots.filter { row.values[$0] == .absent }
    if slots.isEmpty { return Explanation(zh: "没有可比的数", en: "there is nothing to compare") }
    return values(slots)
  }

  /// `1.5% 超过 1%，超 0.5%`
  private func broken(_ limit: Limit, _ work: LimitWork) -> Explanation {
    let actual = words(work.actual, limit.type)
    for (side, bound) in zip(limit.sides, work.bounds)
    where work.actual.compared(side.comparison.opposite, bound).isYes {
      let wanted = words(bound, side.type)
      let distance = gap(work.actual, bound, limit.type)
      // At the very edge of a strict bound there is no distance.
      let relation = distance == nil ? side.comparison.brokenAtEdge : side.comparison.broken
      return Explanation(
        zh: "\(actual.zh) \(relation.zh) \(wanted.zh)"
          + (distance.map { "，\(side.comparison.isCeiling ? "超" : "差") \($0)" } ?? ""),
        en: "\(actual.en) is \(relation.en) \(wanted.en)" + (distance.map { " by \($0)" } ?? ""))
    }
    return Explanation(zh: "\(actual.zh) 不符", en: "\(actual.en) is out of bounds")
  }

  /// `0.8% 不超过 1%`
  private func kept(_ limit: Limit, _ work: LimitWork) -> Explanation {
    let actual = words(work.actual, limit.type)
    let parts = zip(limit.sides, work.bounds).map { side, bound in
      let wanted = words(bound, side.type)
      return Explanation(
        zh: "\(side.comparison.kept.zh) \(wanted.zh)", en: "\(side.comparison.kept.en) \(wanted.en)"
      )
    }
    return Explanation(
      zh: actual.zh + " " + parts.map(\.zh).joined(separator: "，"),
      en: actual.en + " is " + parts.map(\.en).joined(separator: " and "))
  }

  private func gap(_ actual: Bounds, _ bound: Bounds, _ type: ValueType) -> String? {
    guard let actual = actual.exact, let bound = bound.exact,
      let distance = actual.subtracting(bound), !distance.isZero
    else { return nil }
    return gapText(distance, type)
  }

  private func words(_ bounds: Bounds, _ type: ValueType) -> Explanation {
    let low = bounds.low.map { numberText($0, type) }
    let high = bounds.high.map { numberText($0, type) }
    switch (low, high) {
    case (nil, nil): return Explanation(zh: "未知", en: "what is unknown")
    case (let low?, nil): return Explanation(zh: "至少 \(low)", en: "at least \(low)")
    case (nil, let high?): return Explanation(zh: "至多 \(high)", en: "at most \(high)")
    case (let low?, let high?):
      if low == high { return Explanation(zh: low, en: low) }
      return Explanation(zh: "\(low) 至 \(high)", en: "\(low) to \(high)")
    }
  }
}

extension Comparison {
  fileprivate var isCeiling: Bool { self == .less || self == .lessEqual }

  fileprivate var kept: Explanation {
    switch self {
    case .less: Explanation(zh: "低于", en: "below")
    case .lessEqual: Explanation(zh: "不超过", en: "at most")
    case .greater: Explanation(zh: "超过", en: "above")
    case .greaterEqual: Explanation(zh: "不低于", en: "at least")
    case .equal: Explanation(zh: "等于", en: "equal to")
    case .notEqual: Explanation(zh: "不等于", en: "other than")
    }
  }

  fileprivate var broken: Explanation {
    isCeiling ? Explanation(zh: "超过", en: "above") : Explanation(zh: "低于", en: "below")
  }

  fileprivate var brokenAtEdge: Explanation {
    switch self {
    case .less: Explanation(zh: "不低于", en: "not below")
    case .greater: Explanation(zh: "不超过", en: "not above")
    case .lessEqual, .greaterEqual, .equal, .notEqual: broken
    }
  }
}
