package import JiliLexer

/// Checked policies as one list of operations, ready to run on rows. Immutable and shared freely.
///
/// The operations are in single assignment form and in order: each reads only earlier ones, so one
/// walk from first to last computes a row, and the same walk over columns computes many. Phases 3
/// to 5 of the evaluation order are operations; the later phases, which look across awards and
/// rows, are described by the lines, groups and entries.
package struct Plan: Sendable {
  /// In the order given. A single policy is the case of one.
  package var policies: [PolicyPart]
  /// Facts that the rules read, then parameters.
  package var facts: [Fact]
  /// How many values a row has.
  package var slotCount: Int
  /// The fact that each slot belongs to.
  package var slotFacts: [Int]
  /// Texts that rules compare text facts with; a cell that is none of them has code -1.
  package var texts: [String]
  /// For each slot of a text fact the texts that rules ask for.
  package var textCodes: [Int: [Int]] = [:]
  package var readings: [Reading]
  package var operations: [Operation]
  package var lines: [Line]
  package var exclusives: [ExclusiveGroup]
  package var joints: [JointCap]
  package var benefits: [Benefit] = []
  package var limits: [Limit] = []
  /// What several policies pay for.
  package var matters: [Matter] = []
  /// Every rule file of the policies, in the order of the spans' file numbers.
  package var sources: [Source]
  /// By line: its conditions one after the other; empty where nobody counts who fails where.
  package var steps: [LineSteps] = []

  /// Whether there is anything to compute.
  package var isEmpty: Bool { lines.isEmpty && benefits.isEmpty && limits.isEmpty }
}

package typealias OperationID = Int

/// A doubt in the text with its possible readings; the first is the default.
package struct Reading: Sendable {
  /// Among several policies with the policy in front.
  package var name: String
  /// The name that the policy itself gives it, where that is another.
  package var bareName: String? = nil
  package var choices: [String]
  package var note: String?
  package var cites: [Citation]
}

/// An article and, where given, the exact words.
package struct Citation: Hashable, Sendable {
  package var article: String
  package var quote: String?
}

/// One award, or its renewal, as outcomes and result columns show it.
package struct Line: Sendable {
  package var award: Int
  package var isRenewal: Bool
  /// The name of the award, without the renewal.
  package var name: String
  /// The fact that is the award's title.
  package var title: Int?
  package var span: Span
  package var cites: [Citation]
  package var notes: [String]
  /// Phase 3: applies, in force, when and except.
  package var condition: OperationID
  /// The condition without what earlier rows of the company bar.
  package var claim: OperationID
  /// The sum if the condition holds: 0 where there is no amount.
  package var gross: OperationID
  /// Phases 4 and 5: the sum of the line, 0 where it is not due, whole rounding units.
  package var sum: OperationID
  /// Before the condition: the amount as written, for explanations.
  package var amount: OperationID
  /// The floor and the ceiling differ: the sum is left to the authority.
  package var isDiscretionary: Bool
  /// Whether the sum comes from `unspecified`: neither where nothing fits; nil where it never does.
  package var unspecified: OperationID?
  package var once: Bool
  package var isTierTable: Bool
  package var quota: Quota?
  package var capPerYear: OperationID?
  package var payment: [Instalment]
  package var funding: [Funding]
  /// Slots of the award's own facts; -1 where no clause asks for one.
  package var approvedSlot: Int
  package var receivedSlot: Int
  package var paidSlot: Int
  package var instalmentSlot: Int
  /// Indices of the facts that conditions and amounts read, in rule order.
  package var reads: [Int]
  /// `when` and `except` as written, for explanations.
  package var test: ConditionTree?
  /// The amount as written, and for a renewal its share.
  package var amountText: String
  package var renewalText: String?
  /// The branches of the amount, of a renewal those of its share, for explanations.
  package var branches: [AmountBranch] = []
  /// The tiers of the amount's tables, for explanations.
  package var tiers: [TierMark] = []
  /// Whether the award is in force, by its own period or the policy's.
  package var inForce: OperationID

  /// The name in result columns: `国家级小巨人.复评`, `.renewal` in English files.
  package func column(_ language: Language) -> String {
    isRenewal ? name + "." + Keywords.spelling(.renewal, language) : name
  }
}

/// One branch of an amount: when it is taken, how the text writes it, of which facts it is made.
package struct AmountBranch: Sendable {
  package var operation: OperationID
  package var text: String
  package var slots: [Int]
  /// A share of the award's own amount, in its renewal.
  package var isShareOfOwn: Bool
}

/// One tier of a table: whether it pays, and how the text names it.
package struct TierMark: Sendable {
  package var operation: OperationID
  package var slot: Int
  package var threshold: String
  package var amount: String
  package var exceeds: Bool
}

/// A condition as written, each leaf with the operation that decides it.
package indirect enum ConditionTree: Sendable {
  case leaf(Leaf)
  case all([ConditionTree])
  case any([ConditionTree])
  case named(String, ConditionTree)

  package struct Leaf: Sendable {
    package var operation: OperationID
    package var text: String
    /// What a company file says about it: slots for actual values, sides of a comparison for gaps.
    package var slots: [Int]
    package var comparison: (Comparison, left: OperationID, right: OperationID, type: ValueType)?
  }
}

/// So many a year, the highest scores first.
package struct Quota: Sendable {
  package var count: OperationID
  package var keys: [OperationID]
}

/// One part of a payment schedule; share nil is the rest, which takes what rounding leaves.
package struct Instalment: Sendable {
  package var label: String
  package var share: Exact?
}

/// Who pays which share when the condition holds; the last payer takes what rounding leaves.
package struct Funding: Sendable {
  package struct Payer: Sendable {
    package var name: String
    package var share: Exact
  }
  package var payers: [Payer]
  package var condition: OperationID?
}

/// `exclusive A, B when C`: only the highest is paid.
package struct ExclusiveGroup: Sendable {
  package var members: [Int]
  package var condition: OperationID?
  package var cites: [Citation]
  package var span: Span
}

/// `together A, B; cap 500万 per year`: a joint ceiling.
package struct JointCap: Sendable {
  package var members: [Int]
  package var cap: OperationID
  package var cites: [Citation]
  package var span: Span
}

/// What happens where the same matter was paid under another policy. A rule may hang on a reading.
package struct Overlap: Sendable {
  package enum Rule: Sendable { case topUp, none, stack }
  /// The first whose condition holds; the last has none.
  package var rules: [(condition: OperationID?, rule: Rule)]
  package var cites: [Citation]
}

package enum Comparison: UInt8, Hashable, Sendable {
  case equal, notEqual, less, lessEqual, greater, greaterEqual
}

/// One step of a plan. Numbers are exact; 元 for money, days since 1970 for dates.
package enum Operation: Hashable, Sendable {
  // Numbers: results are `Bounds`.
  case constant(Bounds)
  /// A number of the row; `bounds` is what is known of it where the row does not say.
  case number(slot: Int, bounds: Bounds)
  case day(slot: Int, bounds: Bounds)
  case evaluationDate
  /// The date of this year's event of the title where it is known, else the evaluation date.
  case eventDate(slot: Int)
  /// The date of the title's last recognition, unknown where no date is given.
  case recognitionDate(slot: Int)
  case evaluationYear
  case add(OperationID, OperationID)
  case subtract(OperationID, OperationID)
  case multiply(OperationID, OperationID)
  case divide(OperationID, OperationID)
  case minimum(OperationID, OperationID)
  case maximum(OperationID, OperationID)
  case addMonths(OperationID, Int)
  case yearsBetween(OperationID, OperationID)
  case choose(OperationID, OperationID, OperationID)
  /// The approved sum within floor and ceiling, or everything between them.
  case approve(slot: Int, floor: OperationID, ceiling: OperationID)
  /// Absent becomes 0, less than 0 becomes 0.
  case notBelowZero(OperationID)
  case round(OperationID, unit: Exact, down: Bool)

  // Conditions: results are `Truth`.
  case truth(Truth)
  case flag(slot: Int, is: Bool)
  /// A category or text is one of these, or, with `isNot`, exists and is none of them.
  /// `among` that holds every value of the fact is met by an unknown one too.
  case code(slot: Int, among: [Int], isNot: Bool, coversAll: Bool)
  /// Whether the row asks for one of these instalments; naming none, it asks for no part.
  case instalment(slot: Int, among: [Int])
  case title(slot: Int, among: TitleStatus)
  /// Whether an earlier row of the same company was due the base line of this award.
  case earlierDue(award: Int)
  /// Whether an earlier row of the company's same year was due the award or its renewal.
  case earlierThisYear(award: Int, isRenewal: Bool)
  /// Whether a reading has this choice.
  case reading(Int, choice: Int)
  case and(OperationID, OperationID)
  case or(OperationID, OperationID)
  case not(OperationID)
  case compare(Comparison, OperationID, OperationID)
  case chooseTruth(OperationID, OperationID, OperationID)
}
