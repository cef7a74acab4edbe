import JiliLexer

/// What the phases left, as outcomes.
extension Cohort {
  func outcomes() -> [RowOutcome] {
    rows.indices.map { index in
      guard let row = work[index] else {
        return RowOutcome(
          lines: [], totalLow: .zero, totalHigh: .zero, missing: [], notes: [], policies: [])
      }
      return outcome(index, row)
    }
  }

  private func outcome(_ index: Int, _ row: RowWork) -> RowOutcome {
    let lines = plan.lines.indices.map { line -> LineOutcome in
      let state = state(row.lines[line], approvedSlot: plan.lines[line].approvedSlot)
      return lineOutcome(line, state, row.lines[line], row)
    }
    let sum = totalLow(row)
    let low = sum ?? .zero
    let high = refinedHigh[index].map { max($0, low) }
    let fits = sum != nil && (high != nil || !hasBound(row))
    var outcome = RowOutcome(
      lines: lines, totalLow: low, totalHigh: high,
      missing: missingFacts(plan, row, totalLow: low, totalHigh: high),
      notes: notes(index, row, lines),
      overflow: row.overflow ?? (fits ? nil : Keywords.spelling(.total, .zh)),
      policies: row.policies.map { PolicyStanding(inForce: $0.inForce, applies: $0.applies) },
      benefits: row.benefitOutcomes(plan, rows[index], depth),
      limits: row.limitOutcomes(plan, rows[index], depth))
    if depth.explains(isNotDue: false) {
      let reasons = Reasons(plan: plan, row: rows[index], work: row)
      for line in outcome.lines.indices
      where depth.explains(isNotDue: outcome.lines[line].state == .notDue) {
        outcome.lines[line].reason = reasons.reason(line, outcome.lines[line].state)
      }
    }
    return outcome
  }

  private func lineOutcome(
    _ line: Int, _ state: LineState, _ work: Work, _ row: RowWork
  ) -> LineOutcome {
    LineOutcome(
      line: line, state: state, low: work.low, high: work.high, lostTo: work.lostTo,
      missing: work.isSettled ? [] : work.missing, reason: .nothing,
      instalments: depth.explains(isNotDue: false) ? instalments(line, work) : [],
      funding: funding(line, work, row), readings: [],
      failing: state == .notDue ? work.grounds?.failing ?? [] : [],
      trail: work.grounds?.trail ?? [], lostBy: work.lostBy, failedStep: work.failedStep)
  }

  /// The first state that fits, in the order of the formats page.
  private func state(_ work: Work, approvedSlot: Int) -> LineState {
    if !work.wasPossible { return .notDue }
    if work.isOverQuota { return .overQuota }
    // An instalment that is nothing because more was paid already is no loss to a rival.
    if !work.isPossible { return work.whole.high.map { $0 > .zero } ?? true ? .notDue : .excluded }
    if work.isContested || work.isTied { return .undetermined }
    if work.isSettled { return .due }
    let approval = approvedSlot >= 0 ? plan.slotFacts[approvedSlot] : Int.min
    let hangs =
      work.missing.contains { $0 != approval } || work.isTied || work.isContested
      || work.hangsOnEarlier || work.hangsOnGroup || work.dividesByZero
    if hangs { return .undetermined }
    if work.unspecified.mayBeTrue { return .unspecified }
    // What is open for neither a fact nor an approval hangs on other rows.
    return work.missing.contains(approval) ? .upTo : .undetermined
  }

  private func instalments(_ line: Int, _ work: Work) -> [Part] {
    let payment = plan.lines[line].payment
    guard !payment.isEmpty, work.whole.high.map({ $0 > .zero }) ?? true else { return [] }
    return payment.indices.map { index in
      let part = InstalmentRange(index, of: payment).ends(work.whole.low, work.whole.high)
      return Part(label: payment[index].label, low: part.low, high: part.high)
    }
  }

  private func funding(_ line: Int, _ work: Work, _ row: RowWork) -> [Part] {
    let policy = plan.policy(ofLine: line)
    if !plan.lines[line].funding.isEmpty {
      return fundingParts(
        plan.lines[line].funding, row.policies[policy].fundingConditions(ofLine: line),
        low: work.low, high: work.high)
    }
    return fundingParts(
      plan.policies[policy].funding, row.policies[policy].fundingConditions, low: work.low,
      high: work.high)
  }

  // MARK: - Notes

  private func notes(_ index: Int, _ row: RowWork, _ lines: [LineOutcome]) -> [Explanation] {
    var notes = zip(plan.policies, row.policies).compactMap { policy, work -> Explanation? in
      let name = policy.name
      if work.applies.isNo {
        return .doesNotApply(name)
      }
      guard work.inForce.isNo, lines[policy.lines].allSatisfy({ $0.state == .notDue }) else {
        return nil
      }
      return .outsidePeriod(of: name)
    }
    for line in lines.indices where mayBeSaid(line, row.lines[line], lines[line].state) {
      let (work, outcome) = (row.lines[line], lines[line])
      let name = plan.lineName(line, .zh)
      let english = plan.lineName(line, .en)
      if work.isTied {
        let reason = Explanation.tied
        notes.append(
          Explanation(zh: "\(name)：\(reason.zh)", en: "\(english): \(reason.en)"))
      }
      if outcome.state == .undetermined, work.dividesByZero {
        let reason = Explanation.zeroDivisor
        notes.append(
          Explanation(zh: "\(name)：\(reason.zh)", en: "\(english): \(reason.en)"))
      }
      if outcome.state != .notDue, let note = approvalNote(index, line, name, english) {
        notes.append(note)
      }
    }
    if hasLooseHigh[index] {
      notes.append(
        Explanation(zh: "上限合计未必能同时达到", en: "the high ends may not all be reached at once"))
    }
    return notes + row.notes + equalSums(row)
  }

  private func mayBeSaid(_ line: Int, _ work: Work, _ state: LineState) -> Bool {
    work.isTied || work.dividesByZero && state == .undetermined
      || plan.lines[line].isDiscretionary && state != .notDue
  }

  /// Says where the approved sum lies above the ceiling.
  private func approvalNote(
    _ index: Int, _ line: Int, _ name: String, _ english: String
  ) -> Explanation? {
    let description = plan.lines[line]
    guard description.isDiscretionary, description.approvedSlot >= 0,
      case .number(let approved) = rows[index].values[description.approvedSlot],
      let high = work[index]?.lines[line].approvalLimit, approved > high
    else { return nil }
    return Explanation(
      zh: "\(name)：核定 \(moneyText(approved)) 超过上限，按 \(moneyText(high)) 计",
      en:
        "\(english): approved \(moneyText(approved)) is above the ceiling \(moneyText(high))"
    )
  }

  /// Equal sums in an exclusive group: the first named pays, and it is said.
  private func equalSums(_ row: RowWork) -> [Explanation] {
    plan.exclusives.enumerated().compactMap { index, group in
      guard row.groupConditions[index].isYes,
        let winner = group.members.first(where: { row.lines[$0].low > .zero }),
        let loser = group.members.first(where: { member in
          row.lines[member].lostBy == .exclusive && row.lines[member].lostTo == winner
            && row.lines[member].grossLow == row.lines[winner].grossLow
        })
      else { return nil }
      return .equalSums(plan, winner, loser)
    }
  }
}

extension Explanation {
  static func doesNotApply(_ policy: String) -> Explanation {
    Explanation(zh: "不适用\(policy)", en: "\(policy) does not apply")
  }

  static func outsidePeriod(of policy: String) -> Explanation {
    Explanation(zh: "不在\(policy)有效期内", en: "outside the period of \(policy)")
  }

  /// Equal sums: the first named pays, and it is said.
  static func equalSums(_ plan: Plan, _ one: Int, _ other: Int) -> Explanation {
    Explanation(
      zh: "\(plan.lineName(one, .zh)) 与 \(plan.lineName(other, .zh)) 金额相同，按先列的计",
      en: "\(plan.lineName(one, .en)) and \(plan.lineName(other, .en)) are equal; "
        + "the first named pays")
  }
}

/// Notes where another choice of a reading changes a sum, line by line and for the total.
/// Rows that the other choice leaves as they are have no work in `other`.
func noteReading(
  _ plan: Plan, _ probe: ReadingProbe, _ other: Cohort, _ outcomes: inout [RowOutcome]
) {
  let name = plan.readings[probe.reading].name
  let word = plan.readings[probe.reading].choices[probe.choice]
  for row in outcomes.indices {
    guard let changed = other.work[row] else { continue }
    var differs = false
    for line in outcomes[row].lines.indices {
      let (low, high) = (changed.lines[line].low, changed.lines[line].high)
      let before = outcomes[row].lines[line]
      if low == before.low, high == before.high { continue }
      differs = true
      outcomes[row].lines[line].readings.append(
        ReadingEffect(reading: name, choice: word, low: low, high: high))
    }
    defer { noteReading(plan, name, word, changed, &outcomes[row]) }
    guard differs else { continue }
    guard let low = totalLow(changed) else { continue }
    let high = other.refinedHigh[row].map { max($0, low) }
    let zh = rangeText(low, high, "至", "不封顶")
    let en = rangeText(low, high, "to", "unbounded")
    outcomes[row].notes.append(
      Explanation(zh: "若 \(name) = \(word)，合计 \(zh)", en: "if \(name) = \(word), total \(en)"))
  }
}

private func rangeText(_ low: Exact, _ high: Exact?, _ to: String, _ open: String) -> String {
  guard let high else { return "\(moneyText(low)) \(to) \(open)" }
  return low == high ? moneyText(low) : "\(moneyText(low)) \(to) \(moneyText(high))"
}
