/// What became of one award line for one row.
package enum LineState: String, Sendable, CaseIterable {
  case notDue = "not-due"
  case overQuota = "over-quota"
  case excluded
  case undetermined
  case unspecified
  case upTo = "up-to"
  case due
}

/// One award, or its renewal, for one row. Sums in 元, whole 分; `high` nil is unbounded.
package struct LineOutcome: Sendable {
  /// Index into the plan's lines.
  package var line: Int
  package var state: LineState
  package var low: Exact
  package var high: Exact?
  /// The line that took the money: exclusive, together, overlap; an index into the plan's lines.
  package var lostTo: Int?
  /// Indices into the plan's facts, parameters behind them, on which the line hangs.
  package var missing: [Int]
  /// Why, in both languages, shortest useful form.
  package var reason: Explanation
  package var instalments: [Part]
  package var funding: [Part]
  package var readings: [ReadingEffect]
  /// The smallest set of conditions that stand against the line.
  package var failing: [FailingCondition] = []
  /// The sum behind the rules of the award itself, and behind each later phase that changed it.
  package var trail: [SumStage] = []
  /// By which rule it came to less, or to nothing.
  var lostBy: Work.Loss? = nil
  /// The first step of the plan at which the line certainly fails, where its steps are laid out.
  package var failedStep: Int? = nil
}

/// A sum as a phase of the evaluation order left it.
package struct SumStage: Hashable, Sendable {
  package enum Phase: String, Sendable {
    case rules, quota, exclusive, ceiling, overlap, instalment
  }

  package var phase: Phase
  package var low: Exact
  package var high: Exact?
}

/// A labelled part of a sum: an instalment or a payer's share. Label nil: not split.
package struct Part: Sendable {
  package var label: String?
  package var low: Exact
  package var high: Exact?
}

/// The sum that a line would have under another choice of a reading.
package struct ReadingEffect: Sendable {
  package var reading: String
  package var choice: String
  package var low: Exact
  package var high: Exact?
}

/// A text in both languages.
package struct Explanation: Hashable, Sendable {
  package var zh: String
  package var en: String

  package init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }
}

/// A missing fact and how much of the total hangs on it; nil is "nothing bounds it".
package struct MissingFact: Sendable {
  package var fact: Int
  package var effect: Exact?
}

/// Whether a policy holds for a row at all.
package struct PolicyStanding: Sendable {
  package var inForce: Truth
  package var applies: Truth

  package init(inForce: Truth, applies: Truth) {
    self.inForce = inForce
    self.applies = applies
  }
}

/// Everything that one row gets.
package struct RowOutcome: Sendable {
  package var lines: [LineOutcome]
  package var totalLow: Exact
  package var totalHigh: Exact?
  package var missing: [MissingFact]
  package var notes: [Explanation]
  /// Set where a number left the exact range: the line's name; the row has no result.
  package var overflow: String?
  /// In the order of the plan's policies.
  package var policies: [PolicyStanding]
  package var benefits: [BenefitOutcome] = []
  package var limits: [LimitOutcome] = []
}
