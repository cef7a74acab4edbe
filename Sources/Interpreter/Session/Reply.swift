package import JiliLexer

/// What a session answers to one entry. Findings of error severity mean that nothing was changed.
package struct Reply: Sendable {
  package enum Part: Sendable {
    case rule(RuleChange)
    case stated(name: Wording, value: String)
    /// A fact was taken back; false: there was none.
    case forgotten(name: Wording, wasStated: Bool)
    /// A fact that the changed rules no longer take.
    case dropped(name: Wording)
    /// The evaluation date; nil: nothing gives one.
    case date(Days, isStated: Bool)
    case value(AnsweredValue)
    /// Lines of the outcome.
    case awards(PolicyOutcome)
    case total(PolicyOutcome)
    /// The same lines explained.
    case explanation(PolicyOutcome, CompanyExplanation, isNegative: Bool)
    case need(PolicyOutcome)
    case whatIf(WhatIf)
    case sweep(Sweep)
    case swept(FactSweep)
    case sweptValues(ListedSweep)
    case example(ExampleResult)
    /// What is known of the company at hand, then the names of facts not given.
    case facts([(name: Wording, value: String)], notGiven: [Explanation])
    /// Readings with the choice made of each.
    case readings([Reading], [Int])
    /// What the draft changes in the adopted files of these names.
    case differences([RuleDifference], adopted: [String])
    case question(InterviewQuestion, PolicyOutcome)
    /// The interview is at its end; `skipped`: facts that were left open.
    case interviewed(PolicyOutcome, skipped: Int)
    /// What is new in files that were read again.
    case reloaded([RuleDifference])
    case undone(String)
    case redone(String)
    case nothingToUndo
    case nothingToRedo
    case cleared
  }

  package var parts: [Part] = []
  package var diagnostics: [Diagnostic] = []
  package var sources: [Source] = []
  /// The rules in force changed: whoever holds companies computes them anew.
  package var edit: PlanEdit?

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

/// An edit of the rules as its two plans, so that its effect on a list of companies can be shown.
package struct PlanEdit: Sendable {
  package let before: Plan
  package let after: Plan
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
