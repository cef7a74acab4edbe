import JiliLexer

/// What would win what was missed, and what is not money, for readers.
extension ExplanationPage {
  /// What changes are for: to be granted something, or to keep within a limit.
  enum Purpose { case toWin, toKeep }

  func add(_ changes: Changes, _ purpose: Purpose, _ part: inout Part) {
    let label =
      purpose == .toWin ? word("可得", "would win") : word("可符合", "would keep it")
    for set in changes.sets { part.add(label, words(set), gain(set)) }
    if changes.hasMore { part.add(label, word("还有别的办法", "there are other ways")) }
    guard changes.sets.isEmpty else { return }
    if !changes.isComplete {
      part.add(label, word("没有找到，条件太多，未全部试过", "none was found; not everything was tried"))
    } else {
      part.add(
        label,
        purpose == .toWin
          ? word("改变企业的情况也得不到", "no change of the facts wins it")
          : word("改变企业的情况也不能符合", "no change of the facts keeps it"))
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
    var words = word("合计 ", "total ")
    if let high = gain.high {
      words += signed(min(gain.low, high))
      if high != gain.low { words += " .. " + signed(max(gain.low, high)) }
    } else {
      words += signed(gain.low) + word(" 起", " or more")
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

  // MARK: - Benefits and limits

  func part(_ benefit: BenefitExplanation) -> Part {
    let outcome = benefit.outcome
    let info = plan.benefits[outcome.benefit]
    return part(
      Unpaid(
        name: plan.benefitName(outcome.benefit), state: outcome.state.label,
        text: info.text ?? "", reason: outcome.reason, failing: outcome.failing,
        conditions: benefit.conditions, changes: benefit.changes, purpose: .toWin,
        readings: outcome.readings.map { ($0.reading, $0.choice, $0.state.label) },
        cites: info.cites, notes: info.notes, span: info.span))
  }

  func part(_ limit: LimitExplanation) -> Part {
    let outcome = limit.outcome
    let info = plan.limits[outcome.limit]
    return part(
      Unpaid(
        name: plan.limitName(outcome.limit), state: outcome.state.label, text: info.text,
        reason: outcome.reason, failing: outcome.failing, conditions: limit.conditions,
        changes: limit.changes, purpose: .toKeep,
        readings: outcome.readings.map { ($0.reading, $0.choice, $0.state.label) },
        cites: info.cites, notes: info.notes, span: info.span))
  }

  /// What benefits and limits have in common.
  private struct Unpaid {
    var name: String
    var state: Wording
    var text: String
    var reason: Explanation
    var failing: [FailingCondition]
    var conditions: [MetCondition]
    var changes: Changes?
    var purpose: Purpose
    var readings: [(name: String, choice: String, state: Wording)]
    var cites: [Citation]
    var notes: [String]
    var span: Span
  }

  private func part(_ unpaid: Unpaid) -> Part {
    var part = Part(head: unpaid.name + word("：", ": ") + unpaid.state.text(language))
    part.add(word("内容", "text"), unpaid.text)
    add(unpaid.reason, unpaid.failing, &part)
    if unpaid.failing.isEmpty {
      for met in unpaid.conditions where met.truth.isYes {
        part.add(word("满足", "holds"), met.words(language))
      }
    }
    if let changes = unpaid.changes { add(changes, unpaid.purpose, &part) }
    for reading in unpaid.readings {
      part.add(
        word("若按", "reading"),
        "\(reading.name) = \(reading.choice)" + word("：", ": ") + reading.state.text(language))
    }
    add(unpaid.cites, unpaid.notes, &part)
    part.add(word("规则", "rule"), plan.place(of: unpaid.span))
    return part
  }
}
