package import JiliLexer

/// What a session answers to one entry. Findings of error severity mean that nothing was changed.
package struct Reply: Sendable {
  package enum Part: Sendable {
    case rule(RuleChange)
    case stated(name: String, value: String)
    /// A fact was taken back; false: there was none.
    case forgotten(name: String, wasStated: Bool)
    /// A fact that the changed rules no longer take.
    case dropped(name: String)
    /// The evaluation date; nil: nothing gives one.
    case date(Days, isStated: Bool)
    case value(AnsweredValue)
    /// Lines of the outcome.
    case awards(PolicyOutcome)
    case total(PolicyOutcome)
    case explanation(PolicyOutcome, isNegative: Bool)
    case need(PolicyOutcome)
    case example(ExampleResult)
    /// What is known of the company at hand, then the names of facts not given.
    case facts([(name: String, value: String)], notGiven: [Explanation])
    case cleared
  }

  package var parts: [Part] = []
  package var diagnostics: [Diagnostic] = []
  package var sources: [Source] = []

  package var isRefused: Bool { diagnostics.contains { $0.severity == .error } }

  /// Refused, or an example that does not hold: a script stops here.
  package var hasFailed: Bool {
    isRefused
      || parts.contains { part in
        if case .example(let result) = part { return !result.failures.isEmpty }
        return false
      }
  }
}

/// What an entry of rules did.
package struct RuleChange: Sendable {
  package enum Kind: Sendable { case added, replaced, removed }
  package var kind: Kind
  /// The word of the statement: 奖励, award.
  package var word: Wording
  package var name: String
  /// Where the rule stood that is replaced.
  package var earlier: String?
}
