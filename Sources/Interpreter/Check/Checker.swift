import JiliLexer
import JiliParser

/// The checker: collects declarations, resolves names, finds types, builds the program.
struct Checker {
  /// What a name outside awards stands for.
  enum Meaning {
    case fact(FactID)
    case reading(Int)
    case define(Int)
  }

  struct Definition {
    let name: Name
    let expression: Expression
    var typed: Typed?
    var extent = Extent()
  }

  var loaded: Loaded
  var parts = ProgramParts()
  var diagnostics: [Diagnostic] = []
  var names: [String: Meaning] = [:]
  /// Where each name was declared, for "first stated here".
  var places: [String: Span] = [:]
  var awardPlaces: [String: Span] = [:]
  var policyPlace: Span?
  /// Names of statements that could not be read: a use of one is no second mistake.
  private(set) var unreadNames: Set<String> = []
  /// Where a draft removed a name.
  private(set) var removals: [String: Span] = [:]
  /// What has been reported: awards of one statement share their clauses.
  private var reported: Set<Finding> = []
  var definitions: [Definition] = []
  /// Definitions being checked, one inside the other.
  var openDefinitions: [Int] = []
  var awardIndex: [String: Int] = [:]
  /// The award statement of each award, in the order of `parts.awards`.
  var awardStatements: [AwardStatement] = []
  var benefitPlaces: [String: Span] = [:]
  /// The statements of `parts.benefits` and `parts.limits`, in the same order.
  var benefitStatements: [BenefitStatement] = []
  var limitStatements: [LimitStatement] = []
  /// The text of the policy without blanks, if a source is given.
  var policyText: PolicyText?
  /// Quoted words that the policy's text does not have.
  var unfoundQuotes: Set<Span> = []
  /// Everything that quotes the policy's text.
  var quoting: [QuotingRule] = []
  /// The title that a bare status speaks of.
  var statusTitle: FactID?
  /// The award's title is in error, which is reported already.
  var isTitleUnknown = false
  /// Inside a renewal a bare share is of the award's own amount.
  var isRenewal = false
  /// `up to`, ranges and `unspecified` stand only in the amounts of awards.
  var allowsDiscretion = false
  var texts: [String: Int] = [:]
  var policyEntries: [PolicyBlock.Entry] = []
  /// Words that the grammar takes for names and that are words of the language where they stand.
  var words: [(place: Span, keyword: Keyword)] = []
  /// `also 核定 "…"` clauses by award.
  var alsoHeaders: [Int: [(Name, QuotedText)]] = [:]

  struct AwardStatement {
    let item: AwardDeclaration.Item
    let declaration: AwardDeclaration
    let cites: [Cite]
    let notes: [QuotedText]
    let span: Span
    let isDraft: Bool
  }

  /// What words run together may consist of, and how much was declared when it was gathered.
  var spellings: (declared: [Int], words: Set<String>)?

  private struct Finding: Hashable {
    let code: String
    let span: Span
  }

  var watch: Watch?

  init(_ loaded: Loaded) {
    self.loaded = loaded
    for file in loaded.files { unreadNames.formUnion(file.tree.unreadNames) }
  }

  mutating func report(_ diagnostic: Diagnostic) {
    guard reported.insert(Finding(code: diagnostic.code, span: diagnostic.span)).inserted else {
      return
    }
    diagnostics.append(diagnostic)
  }

  /// Reports a name that nothing declares, unless its statement is in error itself.
  mutating func reportUnknown(_ name: Name, _ diagnostic: Diagnostic) {
    if unreadNames.contains(name.text) { return }
    guard let removal = removals[name.text] else { return report(diagnostic) }
    report(diagnostic.labelled(removal, zh: "在这里删除了", en: "removed here"))
  }

  /// Names among which to look for the one that was meant. Findings that nobody is shown make no
  /// suggestion: thousands of unknown names among thousands of known ones would take minutes.
  func suggestable(_ names: @autoclosure () -> [String]) -> [String] {
    diagnostics.count < Limits.diagnostics ? names() : []
  }

  mutating func run() {
    let statements = merged()
    // What a phase leaves undone when it is stopped, the next one must not look for.
    for phase in Self.phases where mayGoOn { phase(&self, statements) }
  }

  private static let phases: [@Sendable (inout Checker, [Placed]) -> Void] = [
    { $0.policyBlocks($1) },
    { $0.countQuotes($1) },
    { $0.declare($1) },
    { $0.collectAwards($1) },
    { $0.collectBenefits($1) },
    { $0.collectLimits($1) },
    { checker, _ in checker.nameTitles() },
    { checker, _ in checker.findLookalikes() },
    { checker, _ in checker.checkPolicyEntries() },
    { checker, _ in checker.each(checker.definitions.indices) { _ = $0.definition($1) } },
    { checker, _ in checker.each(checker.awardStatements.indices) { $0.checkAward($1) } },
    { checker, _ in checker.each(checker.benefitStatements.indices) { $0.checkBenefit($1) } },
    { checker, _ in checker.each(checker.limitStatements) { $0.checkLimit($1) } },
    { checker, _ in checker.checkSizes() },
    { $0.each($1) { $0.checkGroup($1) } },
    { $0.each($1) { $0.checkTarget($1) } },
    { checker, _ in checker.warnOfContradictions() },
    { checker, _ in checker.createAwardFacts() },
    { checker, _ in checker.findAwardCycles() },
    // The examples of an amended or used file state what that file pays.
    { checker, statements in
      let own = statements.filter { !checker.loaded.files[$0.file].isIncluded }
      checker.each(own) { $0.checkExample($1) }
    },
    { $0.checkFigures($1) },
    { $0.quoting = $0.quotingRules($1) },
    { checker, _ in checker.warnUnchecked() },
  ]

  /// Whether the host lets the check go on.
  var mayGoOn: Bool { watch.allows(steps: 1) }

  private mutating func each<Items: Sequence>(
    _ items: Items, _ check: (inout Checker, Items.Element) -> Void
  ) {
    for item in items where mayGoOn { check(&self, item) }
  }

  // MARK: - Statements of all files

  /// One statement with what the run knows of its file.
  struct Placed {
    let statement: Statement
    let isDraft: Bool
    let file: Int
  }

  /// All statements in order, drafts last; removed awards and names gone.
  mutating func merged() -> [Placed] {
    var all: [Placed] = []
    for (index, file) in loaded.files.enumerated() {
      for statement in file.tree.statements {
        let placed = Placed(statement: statement, isDraft: file.isDraft, file: index)
        if case .remove(let names) = statement.kind {
          for name in names { remove(name, from: &all) }
        } else if case .removeTarget(let subjects) = statement.kind {
          removeTarget(subjects, from: &all)
        } else {
          if file.isDraft { dropTargets(replacedBy: placed, from: &all) }
          all.append(placed)
        }
      }
    }
    return all
  }

  /// Removes every statement of a name; an award leaves those that share its statement.
  private mutating func remove(_ name: Name, from all: inout [Placed]) {
    // A limit is called after a fact, which stays.
    if removeLimits(name, from: &all) { return }
    let count = all.count
    var isShared = false
    all = all.compactMap { placed in
      let declares = Self.declaredNames(placed.statement)
      guard declares.contains(name.text) else { return placed }
      guard case .award(var award) = placed.statement.kind, declares.count > 1 else { return nil }
      isShared = true
      award.items.removeAll { $0.name.text == name.text }
      return Placed(
        statement: placed.statement.with(.award(award)), isDraft: placed.isDraft,
        file: placed.file)
    }
    guard all.count == count, !isShared else {
      removals[name.text] = name.span
      all.removeAll { Self.target($0, countsOnly: name.text) }
      return
    }
    let known = suggestable(
      all.flatMap { Self.declaredNames($0.statement) } + limitNames(all).sorted())
    reportUnknown(name, .nothingToRemove(name.text, known: known, at: name.span))
  }

  static func declaredNames(_ statement: Statement) -> [String] {
    switch statement.kind {
    case .field(let field): [field.name.text]
    case .title(let title): [title.name.text]
    case .parameter(let parameter): [parameter.name.text]
    case .reading(let reading): [reading.name.text]
    case .define(let name, _): [name.text]
    case .award(let award): award.items.map(\.name.text)
    case .benefit(let benefit): [benefit.name.text]
    case .use, .amends, .policy, .exclusive, .together, .limit, .target, .remove, .removeTarget,
      .omit, .example:
      []
    }
  }

  /// Names of each kind are told apart by where they stand.
  enum NameKind { case value, award, benefit }

  /// Notes a name, reporting a second statement of it; a draft replaces silently.
  mutating func claim(
    _ name: Name, in places: NameKind = .value, isDraft: Bool
  ) -> Bool {
    let known =
      switch places {
      case .value: self.places[name.text]
      case .award: awardPlaces[name.text]
      case .benefit: benefitPlaces[name.text]
      }
    if let first = known, !isDraft || first.file == name.span.file {
      report(.statedTwice(name.text, first: first, at: name.span))
      return false
    }
    switch places {
    case .value: self.places[name.text] = name.span
    case .award: awardPlaces[name.text] = name.span
    case .benefit: benefitPlaces[name.text] = name.span
    }
    return true
  }

  // MARK: - Citations

  /// Checks the quoted words against the policy's source.
  mutating func citations(_ cites: [Cite]) -> [Citation] {
    cites.map { cite in
      if let quote = cite.quote, let nearest = departure(of: quote) {
        unfoundQuotes.insert(quote.span)
        report(.quoteNotFound(quote.text, nearest: nearest, at: quote.span))
      }
      if cite.quote != nil { hasQuotes = true }
      return Citation(article: cite.article.text, quote: cite.quote?.text)
    }
  }

  var hasQuotes = false

  /// As much of a quote as the policy's text has, nil where it has all.
  func departure(of quote: QuotedText) -> String? { policyText?.departure(of: quote.text) }

  /// So many quotes of so long a text that it would take minutes are looked for nowhere.
  private mutating func countQuotes(_ statements: [Placed]) {
    let quotes = quotingRules(statements).flatMap(\.quotes)
    guard let text = policyText, let first = quotes.first,
      quotes.count * text.count > Limits.quotationSteps
    else { return }
    report(.tooManyQuotes(at: first.span))
    policyText = nil
  }

  private mutating func warnUnchecked() {
    guard hasQuotes, policyText == nil, let file = loaded.files.last else { return }
    guard loaded.policyTexts.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) else {
      return
    }
    let number = file.tree.tokens.all.first?.span.file ?? 0
    report(.quotesUnchecked(at: Span(file: number, start: 0, end: 0)))
  }
}

/// The text of a policy without blanks and line breaks, in which quoted words are looked up.
struct PolicyText {
  private let letters: [UInt8]

  init(_ bytes: [UInt8]) {
    letters = Array(Self.withoutBlanks(String(decoding: bytes, as: UTF8.self)).utf8)
  }

  /// Letters looked at for each quote.
  var count: Int { letters.count }

  /// nil where the quote occurs, else its longest beginning that does, to show where it departs.
  func departure(of quote: String) -> String? {
    let wanted = Self.withoutBlanks(quote)
    if wanted.isEmpty { return "" }
    let bytes = Array(wanted.utf8)
    let held = RunSearch(bytes).longest(in: letters)
    if held == bytes.count { return nil }
    var kept = String.UnicodeScalarView()
    var size = 0
    for scalar in wanted.unicodeScalars {
      size += UTF8.width(scalar)
      if size > held { break }
      kept.append(scalar)
    }
    return String(kept)
  }

  private static func withoutBlanks(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isBlank(scalar) && scalar != "\u{FEFF}" {
      kept.append(scalar)
    }
    return String(kept)
  }
}
