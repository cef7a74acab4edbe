import JiliLexer

/// The unknown facts of a row that feed several open lines, and the cases to try.
///
/// Flags, categories and titles are split into their values while the number of cases stays within
/// the limit; numbers, and what does not fit, leave the high end of the total not tight.
struct SharedUnknowns {
  /// For each case the values of the split slots.
  private(set) var cases: [[(slot: Int, value: SlotValue)]] = []
  /// The high ends may not all be reached at once.
  private(set) var isLoose = false

  init(_ plan: Plan, _ work: RowWork, _ row: Row) {
    let shared = Self.shared(plan, work)
    guard !shared.isEmpty else { return }
    var found: [[(slot: Int, value: SlotValue)]] = [[]]
    for fact in shared {
      guard fact >= 0, let values = Self.values(plan.facts[fact], row),
        found.count * values.count <= Limits.splitCases
      else {
        isLoose = true
        continue
      }
      let slot = plan.facts[fact].slot
      found = found.flatMap { known in values.map { known + [(slot, $0)] } }
    }
    if found.count > 1 { cases = found }
  }

  /// Facts, in their order, on which two or more lines hang.
  private static func shared(_ plan: Plan, _ work: RowWork) -> [Int] {
    var counts: [Int: Int] = [:]
    for line in work.lines where !line.isSettled {
      for fact in line.missing { counts[fact, default: 0] += 1 }
    }
    return counts.filter { $0.value > 1 }.keys.sorted()
  }

  /// The values that an unknown discrete fact may have.
  private static func values(_ fact: Fact, _ row: Row) -> [SlotValue]? {
    guard fact.slot >= 0 else { return nil }
    switch fact.kind {
    case .flag: return [.flag(true), .flag(false)]
    case .category(let values, _):
      let absent: [SlotValue] = fact.blank == .absent ? [.absent] : []
      return values.indices.map { .code($0) } + absent
    case .title:
      guard case .title(let statuses, let event) = row.values[fact.slot] else {
        return titleCases(.unknown, nil)
      }
      return titleCases(statuses, event)
    case .money, .number, .percent, .date, .text, .approved, .received, .paid, .instalment:
      return nil
    }
  }

  private static func titleCases(_ statuses: TitleStatus, _ event: Days?) -> [SlotValue] {
    (0..<6).map { TitleStatus(rawValue: 1 << $0) }.filter { statuses.contains($0) }
      .map { .title($0, event: event) }
  }
}
