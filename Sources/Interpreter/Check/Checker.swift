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
    var isOpen = false
  }

  var loaded: Loaded
  var parts = ProgramParts()
  var diagnostics: [Diagnostic] = []
  var names: [String: Meaning] = [:]
  /// Where each name was declared, for "first stated here".
  var places: [String: Span] = [:]
  var definitions: [Definition] = []
  var awardIndex: [String: Int] = [:]
  /// The award statement of each award, in the order of `parts.awards`.
  var awardStatements: [AwardStatement] = []
  /// The text of the policy without blanks, if a source is given.
  var policyText: PolicyText?
  /// The title that a bare status speaks of.
  var statusTitle: FactID?
  /// Inside a renewal a bare share is of the award's own amount.
  var isRenewal = false
  /// `up to`, ranges and `unspecified` stand only in the amounts of awards.
  var allowsDiscretion = false
  var texts: [String: Int] = [:]
  var policyEntries: [PolicyBlock.Entry] = []
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

  init(_ loaded: Loaded) { self.loaded = loaded }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func run() {
    let statements = merged()
    policyBlocks(statements)
    declare(statements)
    collectAwards(statements)
    checkPolicyEntries()
    for index in definitions.indices { _ = definition(index) }
    for index in awardStatements.indices { checkAward(index) }
    for statement in statements { checkGroup(statement) }
    createAwardFacts()
    findAwardCycles()
    for statement in statements { checkExample(statement) }
    warnUnchecked()
  }

  // MARK: - Statements of all files

  /// One statement with what the run knows of its file.
  struct Placed {
    let statement: Statement
    let isDraft: Bool
    let file: Int
  }

  /// All statements in order, drafts last; removed awards and names gone.
  private mutating func merged() -> [Placed] {
    var all: [Placed] = []
    for (index, file) in loaded.files.enumerated() {
      for statement in file.tree.statements {
        if case .remove(let names) = statement.kind {
          for name in names { remove(name, from: &all) }
        } else {
          all.append(Placed(statement: statement, isDraft: file.isDraft, file: index))
        }
      }
    }
    return all
  }

  private mutating func remove(_ name: Name, from all: inout [Placed]) {
    var found = false
    all.removeAll { placed in
      let declares = Self.declaredNames(placed.statement)
      guard declares == [name.text] else { return false }
      found = true
      return true
    }
    if !found {
      let known = all.flatMap { Self.declaredNames($0.statement) }
      report(.nothingToRemove(name.text, known: known, at: name.span))
    }
  }

  static func declaredNames(_ statement: Statement) -> [String] {
    switch statement.kind {
    case .field(let field): [field.name.text]
    case .title(let title): [title.name.text]
    case .parameter(let parameter): [parameter.name.text]
    case .reading(let reading): [reading.name.text]
    case .define(let name, _): [name.text]
    case .award(let award): award.items.map(\.name.text)
    case .use, .amends, .policy, .exclusive, .together, .remove, .omit, .example: []
    }
  }

  /// Notes a name, reporting a second statement of it; a draft replaces silently.
  mutating func claim(_ name: Name, kind: String, isDraft: Bool) -> Bool {
    let key = kind + name.text
    if let first = places[key], !isDraft || first.file == name.span.file {
      report(.statedTwice(name.text, first: first, at: name.span))
      return false
    }
    places[key] = name.span
    return true
  }

  // MARK: - Citations

  /// Checks the quoted words against the policy's source.
  mutating func citations(_ cites: [Cite]) -> [Citation] {
    cites.map { cite in
      if let quote = cite.quote, let text = policyText, !text.contains(quote.text) {
        report(.quoteNotFound(quote.text, nearest: text.nearest(quote.text), at: quote.span))
      }
      if cite.quote != nil { hasQuotes = true }
      return Citation(article: cite.article.text, quote: cite.quote?.text)
    }
  }

  private(set) var hasQuotes = false

  private mutating func warnUnchecked() {
    guard hasQuotes, policyText == nil, let file = loaded.files.last else { return }
    guard loaded.policyTexts.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) else {
      return
    }
    report(
      .quotesUnchecked(at: Span(file: UInt16(file.tree.tokens.all[0].span.file), start: 0, end: 0)))
  }
}

/// The text of a policy without blanks and line breaks, in which quoted words are looked up.
struct PolicyText {
  private let letters: String

  init(_ bytes: [UInt8]) {
    letters = Self.withoutBlanks(String(decoding: bytes, as: UTF8.self))
  }

  func contains(_ quote: String) -> Bool {
    let wanted = Self.withoutBlanks(quote)
    return !wanted.isEmpty && Array(letters.utf8).containsRun(Array(wanted.utf8))
  }

  /// The longest beginning of the quote that does occur, to show where it departs.
  func nearest(_ quote: String) -> String {
    let wanted = Array(Self.withoutBlanks(quote))
    let text = Array(letters.utf8)
    var low = 0
    var high = wanted.count
    while high > low {
      let middle = (low + high + 1) / 2
      if text.containsRun(Array(String(wanted[..<middle]).utf8)) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return String(wanted[..<low])
  }

  private static func withoutBlanks(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isBlank(scalar) && scalar != "\u{FEFF}" {
      kept.append(scalar)
    }
    return String(kept)
  }
}

extension Array where Element == UInt8 {
  /// Whether the bytes occur somewhere in a row.
  func containsRun(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    guard wanted.count <= count else { return false }
    for start in 0...(count - wanted.count) where self[start] == first {
      if self[start..<start + wanted.count].elementsEqual(wanted) { return true }
    }
    return false
  }
}
