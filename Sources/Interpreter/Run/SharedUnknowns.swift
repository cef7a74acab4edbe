import JiliLexer

/// The unknown facts of a row that feed several open lines, and the values to try.
///
/// Flags, categories and titles are split into their values while the number of cases stays within
/// the limit; numbers, and what does not fit, leave the high end of the total not tight.
struct SharedUnknowns {
  /// The slots to split, each with its values: a case has one of each. Those with few values stand
  /// first, so that what many values come to alike is asked of the last slot alone.
  private(set) var splits: [(slot: Int, values: [SlotValue])] = []
  /// The high ends may not all be reached at once.
  private(set) var isLoose = false

  /// `deciding`: the facts on which the total hangs. The others take part in the number of cases,
  /// which the limit is about, but need no cases of their own.
  init(_ phases: Phases, _ work: RowWork, _ row: Row, deciding: [Int]) {
    let plan = phases.plan
    let hanging = Self.hanging(work)
    var count = 1
    for fact in phases.sharedFacts {
      let slot = plan.facts[fact].slot
      let values = Self.values(plan, plan.facts[fact], row.values[slot])
      guard values.count > 1 else { continue }
      guard count * values.count <= Limits.splitCases else {
        isLoose = isLoose || hanging.contains(fact)
        continue
      }
      count *= values.count
      if deciding.contains(fact) { splits.append((slot, values)) }
    }
    splits.sort { $0.values.count < $1.values.count }
    // Earlier years stand below the number of the date; they are amounts.
    isLoose =
      isLoose
      || hanging.contains {
        $0 < Plan.evaluationDateFact || $0 >= 0 && !plan.facts[$0].isDiscrete
      }
  }

  /// Facts on which two or more open lines hang.
  private static func hanging(_ work: RowWork) -> Set<Int> {
    var counts: [Int: Int] = [:]
    for line in work.lines where !line.isSettled {
      for fact in line.missing { counts[fact, default: 0] += 1 }
    }
    return Set(counts.filter { $0.value > 1 }.keys)
  }

  /// The values that an unknown discrete fact may have; one or none where it is known.
  static func values(_ plan: Plan, _ fact: Fact, _ value: SlotValue) -> [SlotValue] {
    switch (fact.kind, value) {
    case (.flag, .unknown): [.flag(true), .flag(false)]
    case (.category(let values, _), .unknown): values.indices.map { .code($0) }
    // One of the texts that rules ask for, or any other.
    case (.text, .unknown): (plan.textCodes[fact.slot] ?? []).map { .code($0) } + [.code(-1)]
    case (.title, .title(let statuses, let event, let recognised)):
      titleCases(statuses, event, recognised)
    case (.title, .unknown): titleCases(.unknown, nil, nil)
    default: []
    }
  }

  private static func titleCases(
    _ statuses: TitleStatus, _ event: Days?, _ recognised: Days?
  ) -> [SlotValue] {
    (0..<6).map { TitleStatus(rawValue: 1 << $0) }.filter { statuses.contains($0) }
      .map { .title($0, event: event, recognised: recognised) }
  }
}

extension Fact {
  /// Known to be one of a few values.
  var isDiscrete: Bool {
    switch kind {
    case .flag, .category, .title, .text: true
    case .money, .number, .percent, .date, .approved, .received, .paid, .instalment: false
    }
  }
}
