package import JiliLexer

/// Why one company gets what it gets: the one form from which text, Markdown and JSON are made.
package struct CompanyExplanation: Sendable {
  /// The name in its file; nil where the facts were given without one.
  package var company: String?
  package var place: RowOrigin?
  package var date: Days
  package var outcome: RowOutcome
  package var awards: [AwardExplanation]
  package var benefits: [BenefitExplanation]
  package var limits: [LimitExplanation]
  /// What the rules read and the input gives, in the order of the rules.
  package var facts: [GivenFact]
  /// Everything is explained, and not some awards alone.
  package var isWhole: Bool

  /// What is to be said of the company as a whole; of records that are not there once for all
  /// awards.
  package var notes: [Explanation] {
    outcome.notes + (awards.contains(where: \.lacksRecord) ? [.nothingOnRecord] : [])
  }
}

extension Explanation {
  static let nothingOnRecord = Explanation(
    zh: "没有“已得”“已付”记录的奖项，按没有得过、付过（0 元）计",
    en: "receipts and payments that are not on record count as 0元")
}

/// A row of a company file.
package struct RowOrigin: Hashable, Sendable {
  package var file: String
  /// As a spreadsheet counts; in a chunk, from its first row on.
  package var row: Int
  /// The rows before the chunk are counted when it is written.
  package var isOfChunk = false

  /// Between the marks of a chunk, which no text of a file can hold here.
  var rowText: String { isOfChunk ? "\u{1}\(row)\u{1}" : String(row) }
}

/// A fact as it was understood, and the cell it was read from.
package struct GivenFact: Sendable {
  package var fact: Int
  package var value: SlotValue
  /// Header and cell as they stand in the file; none where an option or a rule gives the value.
  package var cells: [CellOrigin]
}

/// One cell that was read for a fact.
package struct CellOrigin: Hashable, Sendable {
  package var fact: Int
  package var header: String
  package var text: String
}

/// One award line of one company.
package struct AwardExplanation: Sendable {
  package var outcome: LineOutcome
  /// What the rule asks, each condition with what it met.
  package var conditions: [MetCondition]
  /// How the sum came about; empty where the award's own rule gives nothing.
  package var steps: [SumStep]
  package var rival: Rival?
  /// What was paid of it before, and received elsewhere for the same matter.
  package var records: [Explanation]
  /// A payment or receipt counts as nothing because there is no record of it.
  package var lacksRecord: Bool
  /// Of an award that was missed: what would win it.
  package var changes: Changes?
  /// Of a range: what decides it.
  package var deciding: [DecidingFact]
}

package struct BenefitExplanation: Sendable {
  package var outcome: BenefitOutcome
  package var conditions: [MetCondition]
  package var changes: Changes?
}

package struct LimitExplanation: Sendable {
  package var outcome: LimitOutcome
  package var conditions: [MetCondition]
  package var changes: Changes?
}

/// One condition as written, whether it holds, and what it met.
package struct MetCondition: Sendable {
  package var text: String
  package var truth: Truth
  package var actual: Explanation
}

/// One step to a sum.
package struct SumStep: Sendable {
  package enum Kind: String, Sendable {
    case amount, approval, cap, less, rounding, quota, exclusive, ceiling, overlap, instalment
  }

  package var kind: Kind
  package var words: Explanation
  package var low: Exact
  package var high: Exact?
}

/// What took the money, and why.
package struct Rival: Sendable {
  package var line: Int
  package var own: SumStage
  package var other: SumStage
  package var why: Explanation
  package var cites: [Citation]
  /// The rule that sets the two against each other.
  package var span: Span?
}

/// A missing fact of a range, and what it may make of it.
package struct DecidingFact: Sendable {
  package struct Case: Sendable {
    package var value: Explanation
    package var low: Exact
    package var high: Exact?
  }

  package var fact: Int
  /// How much of the company's total hangs on it; nil: no bound, or nothing of it.
  package var effect: Exact?
  /// Empty where the sum goes with the number step by step.
  package var cases: [Case]
}
