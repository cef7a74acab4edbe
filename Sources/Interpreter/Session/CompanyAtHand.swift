import JiliLexer

/// What the rules give to the company of which the prompt knows the facts.
extension Session {
  package func outcome() throws(CellFault) -> PolicyOutcome { outcome(of: try row()) }

  func row() throws(CellFault) -> Row { try facts.row(placesOfPlan, lastDay: lastDay) }

  func outcome(of row: Row) -> PolicyOutcome {
    let options = RunOptions(choices: facts.choices(plan.readings))
    var outcome = PolicyOutcome(plan: plan, outcome: run(plan, [row], options)[0])
    outcome.choices = options.choices
    return outcome
  }

  /// The last day of the policy's period, also where a parameter that was stated ends it.
  var lastDay: Days {
    if let day = plan.lastDay, day != .unknown { return day }
    guard let row = try? facts.row(placesOfPlan, lastDay: .unknown) else { return .unknown }
    return plan.settled(by: row).lastDay ?? .unknown
  }

  /// The evaluation date, stated or the last day of the policy's period.
  var dateAtHand: Reply.Part { .date(facts.date ?? lastDay, isStated: facts.date != nil) }

  package func dateReply() -> Reply { Reply(parts: [dateAtHand]) }

  /// Sets the evaluation date; nil takes it back.
  package mutating func setDate(_ date: Days?) -> Reply {
    facts.date = date
    return Reply(parts: [dateAtHand])
  }

  /// What was stated, and what the rules read that was not.
  package func factsAtHand() -> Reply {
    let row = try? row()
    let notGiven = plan.facts.filter { fact in
      // Nothing on record of payments and receipts is an answer.
      guard fact.isRead, !fact.isRecord, fact.slot >= 0 else { return false }
      return row?.values[fact.slot] == .unknown || row?.values[fact.slot] == .openTitle
    }
    return Reply(parts: [
      dateAtHand,
      .facts(
        facts.shown(places, plan.readings),
        notGiven: notGiven.map { Explanation(zh: $0.shownName(.zh), en: $0.shownName(.en)) }),
    ])
  }

  /// Every award with its state and reason.
  package func awardsAtHand() -> Reply {
    var reply = Reply()
    if let outcome = outcomeAtHand(&reply) { reply.parts.append(.awards(outcome)) }
    return reply
  }

  /// The outcome, or why there is none: commands have no place in a text to point at.
  func outcomeAtHand(_ reply: inout Reply) -> PolicyOutcome? {
    let nowhere = Span(file: UInt16(rules.sources.count), start: 0, end: 0)
    reply.sources = rules.sources + [Source(name: "", text: "")]
    do throws(CellFault) {
      let outcome = try outcome()
      guard let award = outcome.outcome.overflow else { return outcome }
      reply.diagnostics.append(.outcomeOverflows(award, at: nowhere))
    } catch {
      reply.diagnostics.append(.factsDisagree(error, at: nowhere))
    }
    return nil
  }

  // MARK: - Readings

  /// Every reading with its choices, the one in use marked.
  package func readingsAtHand() -> Reply {
    Reply(parts: [.readings(plan.readings, facts.choices(plan.readings))])
  }
}

extension Fact {
  fileprivate var isRecord: Bool {
    switch kind {
    case .received, .paid, .instalment: true
    case .money, .number, .percent, .date, .flag, .text, .category, .title, .approved: false
    }
  }
}

extension SlotValue {
  fileprivate static let openTitle = SlotValue.title(.unknown, event: nil)
}
