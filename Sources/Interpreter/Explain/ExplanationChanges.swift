import JiliLexer

/// What would win what was missed, and what is not money, for readers.
extension ExplanationPage {
  func add(_ changes: Changes, _ outcome: LineOutcome?, _ part: inout Part) {
    for set in changes.sets {
      part.add(word("可得", "would win"), words(set), gain(set))
    }
    if changes.hasMore {
      part.add(word("可得", "would win"), word("还有别的办法", "there are other ways"))
    }
    if changes.sets.isEmpty {
      part.add(
        word("可得", "would win"),
        changes.isComplete
          ? word("改变企业的情况也得不到", "no change of the facts wins it")
          : word("没有找到，条件太多，未全部试过", "none was found; not everything was tried"))
    }
  }

  /// `投资额 480万 → 500万（差 20万）；重点 否 → 是`
  private func words(_ set: ChangeSet) -> String {
    set.changes.map(words).joined(separator: word("；", "; "))
  }

  private func words(_ change: FactChange) -> String {
    let place = change.slot.map { ChangePlace.slot($0) } ?? .evaluationDate
    let old = plan.words(of: change.old, at: place).text(language)
    var new = change.new.map { plan.words(of: $0, at: place).text(language) }
      .joined(separator: word(" 或 ", " or "))
    var gap = ""
    if let beyond = change.beyond {
      let value: SlotValue =
        change.slot == nil ? change.new[0] : .number(beyond.edge)
      let edge = plan.words(of: value, at: place).text(language)
      new = beyond.isAbove ? word("超过 \(edge)", "above \(edge)") : word("低于 \(edge)", "below \(edge)")
    }
    if let distance = change.distance, !distance.isZero, let type = type(of: change) {
      let size = gapText(distance, type)
      gap = distance.isNegative ? word("（减 \(size)）", " (\(size) less)")
        : word("（差 \(size)）", " (short by \(size))")
    }
    return plan.factName(change.fact, language) + " " + old + " → " + new + gap
  }

  /// A day is shown, not how far it is.
  private func type(of change: FactChange) -> ValueType? {
    guard let slot = change.slot, case .number = change.new[0] else { return nil }
    return plan.facts[plan.slotFacts[slot]].valueType
  }

  /// `合计 +500,000.00`, and what becomes of the award where it is won and not paid.
  private func gain(_ set: ChangeSet) -> String {
    guard let gain = set.gain else { return "" }
    func signed(_ sum: Exact) -> String { (sum > .zero ? "+" : "") + sum.groupedYuanText }
    var words = word("合计 ", "total ") + signed(gain.low)
    if let high = gain.high {
      if high != gain.low { words += " .. " + signed(high) }
    } else {
      words += word(" 起", " or more")
    }
    if let after = set.after, after.state != .due {
      words += word("（届时\(after.state.label.zh)）", " (then \(after.state.label.en))")
    }
    return words
  }

  // MARK: - Benefits and limits

  func part(_ benefit: BenefitExplanation) -> Part {
    let outcome = benefit.outcome
    let info = plan.benefits[outcome.benefit]
    var part = Part(
      head: plan.benefitName(outcome.benefit) + word("：", ": ")
        + outcome.state.label.text(language))
    part.add(word("内容", "text"), info.text ?? "")
    add(outcome.reason, outcome.failing, benefit.conditions, &part)
    if let changes = benefit.changes { add(changes, nil, &part) }
    for effect in outcome.readings {
      part.add(
        word("若按", "reading"),
        "\(effect.reading) = \(effect.choice)" + word("：", ": ") + effect.state.label.text(language))
    }
    add(info.cites, info.notes, &part)
    return part
  }

  func part(_ limit: LimitExplanation) -> Part {
    let outcome = limit.outcome
    let info = plan.limits[outcome.limit]
    var part = Part(
      head: plan.limitName(outcome.limit) + word("：", ": ") + outcome.state.label.text(language))
    part.add(word("内容", "text"), info.text)
    add(outcome.reason, outcome.failing, limit.conditions, &part)
    if let changes = limit.changes { add(changes, nil, &part) }
    for effect in outcome.readings {
      part.add(
        word("若按", "reading"),
        "\(effect.reading) = \(effect.choice)" + word("：", ": ") + effect.state.label.text(language))
    }
    add(info.cites, info.notes, &part)
    return part
  }

  private func add(
    _ reason: Explanation, _ failing: [FailingCondition], _ conditions: [MetCondition],
    _ part: inout Part
  ) {
    if failing.isEmpty { part.add(word("原因", "reason"), reason.text(language)) }
    for condition in failing { part.add(word("不足", "fails"), condition.line(language)) }
    if !failing.isEmpty { return }
    for met in conditions where met.truth.isYes {
      part.add(word("满足", "holds"), met.words(language))
    }
  }
}
