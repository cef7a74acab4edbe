import JiliLexer

/// What would win what was missed, and what is not money, for readers.
extension ExplanationPage {
  func add(_ changes: Changes, _ part: inout Part) {
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
  func words(_ set: ChangeSet) -> String {
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
      new =
        beyond.isAbove ? word("超过 \(edge)", "above \(edge)") : word("低于 \(edge)", "below \(edge)")
    }
    if let distance = change.distance, !distance.isZero, let type = type(of: change) {
      let size = gapText(distance, type)
      gap =
        distance.isNegative
        ? word("（减 \(size)）", " (\(size) less)")
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
  func gain(_ set: ChangeSet) -> String {
    guard let gain = set.gain else { return "" }
    func signed(_ sum: Exact) -> String { (sum > .zero ? "+" : "") + sum.groupedYuanText }
    var words = word("合计 ", "total ") + signed(gain.low)
    if let high = gain.high {
      if high != gain.low { words += " .. " + signed(high) }
    } else {
      words += word(" 起", " or more")
    }
    if let after = set.after { words += fate(after) }
    return words
  }

  /// What becomes of an award that is won and not simply paid.
  private func fate(_ after: LineOutcome) -> String {
    switch after.state {
    case .due: return ""
    case .upTo: return word("（待核定）", " (to be approved)")
    case .excluded:
      let rival = after.lostTo.map { plan.lineName($0, seenFrom: after.line, language) }
      guard let rival else { return word("（让位）", " (excluded)") }
      return word("（让给 \(rival)）", " (lost to \(rival))")
    case .notDue, .overQuota, .undetermined, .unspecified:
      return word("（\(after.state.label.zh)）", " (\(after.state.label.en))")
    }
  }

  /// The same one a line, as the prompt shows them.
  func lines(_ changes: Changes) -> String {
    var part = Part(head: "")
    add(changes, &part)
    return part.lines.map { line in
      let sum = line.sum.isEmpty ? "" : word("，", ", ") + line.sum
      return "    " + line.label + " " + line.words + sum + "\n"
    }.joined()
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
    if let changes = benefit.changes { add(changes, &part) }
    for effect in outcome.readings {
      part.add(
        word("若按", "reading"),
        "\(effect.reading) = \(effect.choice)" + word("：", ": ") + effect.state.label.text(language)
      )
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
    if let changes = limit.changes { add(changes, &part) }
    for effect in outcome.readings {
      part.add(
        word("若按", "reading"),
        "\(effect.reading) = \(effect.choice)" + word("：", ": ") + effect.state.label.text(language)
      )
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

/// What would win the awards of an answer that were missed.
func waysToWin(_ answer: PolicyOutcome, _ row: Row, _ language: Language) -> String {
  let missed = answer.outcome.lines.filter { $0.state == .notDue || $0.state == .overQuota }
  if missed.isEmpty { return "" }
  let options = RunOptions(choices: answer.choices, triesReadings: false)
  let asked = ExplainedAward.Found(lines: missed.map(\.line))
  let company = Explainer(answer.plan, options, asked: .only(asked))
    .explanation(of: 0, in: [row], run(answer.plan, [row], options)[0])
  let page = ExplanationPage(answer.plan, language)
  return company.awards.compactMap { $0.changes.map(page.lines) }.joined()
}
