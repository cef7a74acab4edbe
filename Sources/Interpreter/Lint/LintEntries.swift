import JiliLexer
import JiliParser

/// What a policy that pays should say of itself and does not.
extension Linter {
  /// One note for all: who pays, for how long, and what goes with another policy.
  mutating func lintEntries() {
    guard !program.awards.isEmpty, let place = policyPlace else { return }
    var missing: [Wording] = []
    if program.period == nil, !program.awards.contains(where: { $0.period != nil }) {
      missing.append(Wording(zh: "有效期", en: "its period"))
    } else if let open = openDates {
      missing.append(open)
    }
    if program.overlap.isEmpty {
      missing.append(Wording(zh: "与其他政策重叠时怎样办", en: "how it goes with other policies"))
    }
    if program.funding.isEmpty, !program.awards.contains(where: { !$0.funding.isEmpty }) {
      missing.append(Wording(zh: "钱由谁出", en: "who pays"))
    }
    if !missing.isEmpty { report(.entriesMissing(missing, at: place)) }
  }

  /// The name of the policy block; a file without one is no whole policy.
  private var policyPlace: Span? {
    for statement in statements.reversed() {
      if case .policy(let block) = statement.kind { return block.name.span }
    }
    return nil
  }

  /// Dates of the period that are parameters without a value, where the text shows no blank.
  private var openDates: Wording? {
    guard let period = program.period else { return nil }
    var names: [String] = []
    for case .some(let typed) in [period.start, period.end] {
      guard case .fact(let id) = typed.plain.kind, program.facts[id].isParameter,
        program.facts[id].blank == .standard, !isBlankInText(program.facts[id].name)
      else { continue }
      names.append(program.facts[id].name)
    }
    guard !names.isEmpty else { return nil }
    return Wording(
      zh: "有效期的起止日（" + names.joined(separator: "、") + "）",
      en: "the dates of its period (" + names.joined(separator: ", ") + ")")
  }
}
