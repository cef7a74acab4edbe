package import JiliLexer

/// What a value is. Money is in 元; dates are days; a condition is yes, no or unknown.
package enum ValueType: Hashable, Sendable {
  case money, number, percent, date
  /// A length of time, in months.
  case duration
  case condition
  case category(FactID)
  case title(FactID)
  case text(FactID)
  case reading(Int)
  /// Already reported; fits everything so that one mistake gives one diagnostic.
  case broken

  var isNumeric: Bool { self == .money || self == .number || self == .percent }
}

package typealias FactID = Int

/// A checked expression: every name resolved, every type known.
package struct Typed: Sendable {
  package indirect enum Kind: Sendable {
    case constant(Exact)
    case day(Days)
    case months(Int)
    case fact(FactID)
    case lastYear(FactID)
    case peak(FactID)
    case evaluationDate
    case evaluationYear
    case negative(Typed)
    case arithmetic(ArithmeticKind, Typed, Typed)
    case share(Typed, of: Typed)
    case cap(Typed, Typed)
    case choice(Typed, Typed, Typed)
    /// The first whose condition holds; nothing fits: there is no such amount.
    case firstFit([(condition: Typed, value: Typed)])
    case upTo(Typed)
    case atLeast(Typed)
    case range(Typed, Typed)
    case unspecified
    case tiers(TypedTiers)
    /// The award's own amount, in its renewal.
    case ownAmount
    /// The sum of another award before exclusion.
    case awardAmount(Int, isRenewal: Bool)
    case yearsSince(FactID)

    case truth(Bool)
    case flag(FactID, Bool)
    case code(FactID, [Int], isNot: Bool)
    case status(FactID, TitleStatus)
    case readingIs(Int, Int)
    case awardDue(Int, isRenewal: Bool)
    case compare(Comparison, Typed, Typed)
    case and(Typed, Typed)
    case or(Typed, Typed)
    case not(Typed)
    /// A definition by its name: explanations show the name and look inside.
    case defined(String, Typed)
    case broken
  }

  package enum ArithmeticKind: Sendable { case add, subtract, multiply, divide }

  package let kind: Kind
  package let type: ValueType
  package let span: Span

  package init(_ kind: Kind, _ type: ValueType, _ span: Span) {
    self.kind = kind
    self.type = type
    self.span = span
  }

  static func broken(_ span: Span) -> Typed { Typed(.broken, .broken, span) }
}

/// A tier table of a by-year fact.
package struct TypedTiers: Sendable {
  package indirect enum Mode: Sendable {
    case each, highest
    case choice(Typed, Mode, Mode)
  }
  package let fact: FactID
  package let exceeds: Bool
  package let tiers: [(threshold: Typed, amount: Typed)]
  package let mode: Mode
}

/// An award as the planner needs it.
package struct CheckedAward: Sendable {
  package var name: String
  package var title: FactID?
  package var amount: Typed
  package var when: Typed?
  package var except: Typed?
  package var renewal: Typed?
  package var renewalCites: [Citation] = []
  package var once = false
  package var less: Typed?
  package var cap: Typed?
  package var capPerYear: Typed?
  package var quota: (count: Typed, keys: [Typed])?
  package var payment: [Instalment] = []
  package var period: CheckedPeriod?
  package var funding: [CheckedFunding] = []
  package var approved: FactID?
  package var received: FactID?
  package var paid: FactID?
  package var instalment: FactID?
  package var cites: [Citation] = []
  package var notes: [String] = []
  package var span: Span
}

package struct CheckedPeriod: Sendable {
  package var start: Typed
  package var end: Typed?
  /// Months from `end`, or from `start`.
  package var months: Int?
}

package struct CheckedFunding: Sendable {
  package var payers: [Funding.Payer]
  package var condition: Typed?
}

package struct CheckedGroup: Sendable {
  package var members: [(award: Int, isRenewal: Bool)]
  package var condition: Typed?
  package var cap: Typed?
  package var cites: [Citation]
  package var span: Span
}

/// Whom and when a benefit or a limit concerns.
package struct CheckedScope: Sendable {
  package var when: Typed?
  package var except: Typed?
  package var period: CheckedPeriod?
}

/// What a policy grants besides money.
package struct CheckedBenefit: Sendable {
  package var name: String
  package var title: FactID?
  package var text: String?
  package var scope = CheckedScope()
  package var cites: [Citation] = []
  package var notes: [String] = []
  package var span: Span
}

/// A bound on somebody that is checked and pays nothing.
package struct CheckedLimit: Sendable {
  package var name: String
  /// The left side as written, which several limits may share.
  package var subject: String
  /// The whole limit as written.
  package var text: String
  package var actual: Typed
  /// The limit is kept while each of these holds of `actual`.
  package var sides: [(comparison: Comparison, bound: Typed)]
  package var scope: CheckedScope
  package var cites: [Citation]
  package var notes: [String]
  package var span: Span
}

/// An `example`: what it states and what it expects, ready to run.
package struct CheckedExample: Sendable {
  package struct Setting: Sendable {
    package var name: String
    package var fact: String?
    package var part: ExamplePart
    /// The value as a cell of a company file would hold it.
    package var cell: String
    package var span: Span
  }
  package struct Expectation: Sendable {
    /// nil is the total.
    package var line: (award: Int, isRenewal: Bool)?
    package var low: Exact
    package var high: Exact?
    package var span: Span
  }
  /// What is expected of a benefit or a limit.
  package struct Verdict: Sendable {
    package enum Subject: Sendable {
      case benefit(Int)
      case limit(Int)
    }
    package var subject: Subject
    /// Held or kept, not so, or open; nil: the limit does not apply.
    package var truth: Truth?
    package var span: Span
  }
  package var label: String
  package var span: Span
  package var otherwiseNone: Bool
  package var settings: [Setting]
  package var expectations: [Expectation]
  package var verdicts: [Verdict] = []
}

package enum ExamplePart: Sendable { case plain, lastYear, peak }

/// A policy in which every name is known and every type fits. Only the checker makes one, so that
/// nothing unchecked can be planned.
package struct CheckedProgram: Sendable {
  package let policyName: String
  /// Where the policy is named; the head of its file where nothing names it.
  package let place: Span
  /// The number of the policy's own file among the sources.
  package let firstSource: Int
  package let facts: [Fact]
  package let texts: [String]
  package let readings: [Reading]
  package let awards: [CheckedAward]
  package let exclusives: [CheckedGroup]
  package let joints: [CheckedGroup]
  package let benefits: [CheckedBenefit]
  package let limits: [CheckedLimit]
  package let overlap: [(condition: Typed?, rule: Overlap.Rule)]
  package let overlapCites: [Citation]
  package let funding: [CheckedFunding]
  package private(set) var period: CheckedPeriod?
  package private(set) var applies: Typed?
  package let rounding: Exact
  package let roundsDown: Bool
  package let examples: [CheckedExample]
  package let targets: [CheckedTarget]
  package let sources: [Source]
  /// Of its own files.
  let tokens: [Tokens]
  package let warnings: [Diagnostic]

  /// The same program for a company to which the policy applies.
  package var applyingAlways: CheckedProgram { CheckedProgram(applyingAlways: self) }

  /// The same program for whomever, whenever: its awards with their own conditions alone.
  package var withoutScope: CheckedProgram {
    var copy = applyingAlways
    copy.period = nil
    return copy
  }

  /// The same program as if it were in force for ever.
  var withoutPeriod: CheckedProgram {
    var copy = self
    copy.period = nil
    return copy
  }

  private init(applyingAlways other: CheckedProgram) {
    self = other
    applies = nil
  }

  fileprivate init(_ parts: ProgramParts, _ loaded: Loaded, warnings: [Diagnostic]) {
    policyName = parts.policyName
    firstSource = loaded.firstSource
    place = parts.place ?? Span(file: UInt16(firstSource), start: 0, end: 0)
    facts = parts.facts
    texts = parts.texts
    readings = parts.readings
    awards = parts.awards
    exclusives = parts.exclusives
    joints = parts.joints
    benefits = parts.benefits
    limits = parts.limits
    overlap = parts.overlap
    overlapCites = parts.overlapCites
    funding = parts.funding
    period = parts.period
    applies = parts.applies
    rounding = parts.rounding
    roundsDown = parts.roundsDown
    examples = parts.examples
    targets = parts.targets
    sources = loaded.sources
    tokens = loaded.files.map(\.tree.tokens)
    self.warnings = warnings
  }
}

/// What the checker collects.
struct ProgramParts {
  var policyName = ""
  var place: Span?
  var facts: [Fact] = []
  var texts: [String] = []
  var readings: [Reading] = []
  var awards: [CheckedAward] = []
  var exclusives: [CheckedGroup] = []
  var joints: [CheckedGroup] = []
  var benefits: [CheckedBenefit] = []
  var limits: [CheckedLimit] = []
  var overlap: [(condition: Typed?, rule: Overlap.Rule)] = []
  var overlapCites: [Citation] = []
  var funding: [CheckedFunding] = []
  var period: CheckedPeriod?
  var applies: Typed?
  var rounding = Exact.fen
  var roundsDown = false
  var examples: [CheckedExample] = []
  var targets: [CheckedTarget] = []
}

/// The result of checking: a program where no error was found, and every finding.
package struct Checked: Sendable {
  package let program: CheckedProgram?
  package let diagnostics: [Diagnostic]
  /// The trees of the files, in which faults of drafting are looked for.
  let loaded: Loaded
  /// What quotes the policy's own texts, and those texts.
  package let quoting: [QuotingRule]
  package let texts: [Source]
  /// Words that the grammar takes for names and that are words of the language where they stand.
  package let words: [(place: Span, keyword: Keyword)]
  /// The names of every limit, which are words of the rules, in the order of the limits.
  package let limitNames: [[String]]

  package var sources: [Source] { loaded.sources }
}

/// Checks the trees of one policy: base, used files and drafts as loaded.
package func check(_ loaded: Loaded, watch: Watch? = nil) -> Checked {
  checking(loaded, watch).checked
}

/// Checks a policy and, where it holds no error, keeps its names for questions.
package func checkWithNames(_ loaded: Loaded) -> (checked: Checked, scope: Scope?) {
  let (checked, checker) = checking(loaded, nil)
  return (checked, checked.program == nil ? nil : Scope(checker))
}

private func checking(_ loaded: Loaded, _ watch: Watch?) -> (checked: Checked, checker: Checker) {
  var checker = Checker(loaded)
  checker.watch = watch
  // What the unread rest of a file declares would be missed everywhere.
  if !loaded.files.contains(where: \.tree.isCutShort) { checker.run() }
  // A host that ended the call is not kept waiting by what was found before.
  let read = loaded.diagnostics.map { checker.mayGoOn ? checker.withSpacing($0) : $0 }
  let found = (read + checker.diagnostics)
    .enumerated().sorted { one, two in
      let (first, second) = (one.element.span, two.element.span)
      return (Int(first.file), Int(first.start), one.offset)
        < (Int(second.file), Int(second.start), two.offset)
    }.map(\.element)
  let hasError = found.contains { $0.severity == .error }
  let checked = Checked(
    program: hasError || watch?.stopped != nil
      ? nil : CheckedProgram(checker.parts, loaded, warnings: found),
    diagnostics: found, loaded: loaded, quoting: checker.quoting, texts: checker.policyTexts(),
    words: checker.words, limitNames: checker.limitSpellings)
  return (checked, checker)
}

extension Checker {
  /// What was collected, as a program; only asked where no error was found.
  var program: CheckedProgram {
    CheckedProgram(parts, loaded, warnings: [])
  }
}
