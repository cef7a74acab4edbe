import JiliLexer
import JiliParser

/// What the program itself says of a token: the judge of what an editor shows.
enum ExpectedScope: Equatable {
  /// The innermost scope begins with one of these.
  case scope([String])
  /// A word that may be a name, read as a word of the language.
  case contextualWord
  /// A word of the language, read as a name.
  case contextualName
  /// A name of a status or another fixed value; the checker, not the grammar, tells it from others.
  case value

  func holds(_ scope: String) -> Bool {
    switch self {
    case .scope(let all): all.contains { scope == $0 || scope.hasPrefix($0 + ".") }
    case .contextualWord: isShown(scope)
    case .contextualName: !isShown(scope)
    case .value: scope.hasPrefix("constant.language") || scope.hasPrefix("variable.language")
    }
  }

  var isContextual: Bool {
    if case .scope = self { return false }
    return true
  }

  /// Whether the grammar has its say. In a file with mistakes the parser guesses what was meant,
  /// and does not come to every word; what the lexer says holds there too.
  var comesFromParser: Bool {
    guard case .scope(let all) = self else { return true }
    return all.contains {
      $0.hasPrefix("entity") || $0.hasPrefix("variable") || $0 == "support.variable.fact"
    }
  }

  private func isShown(_ scope: String) -> Bool {
    ["keyword", "constant.language", "variable.language", "support", "storage"]
      .contains { scope.hasPrefix($0) }
  }
}

/// The tokens of a rule file that a reader sees, each with what it must be shown as.
func expectedScopes(of tree: SyntaxTree) -> [(token: Token, expected: ExpectedScope)] {
  let names = NamesInTree(tree)
  var behindDot = false
  var behindNumber = false
  var found: [(Token, ExpectedScope)] = []
  for token in tree.tokens.all where token.kind != .blank && token.kind != .end {
    let expected: ExpectedScope
    switch token.kind {
    case .comment:
      expected = .scope(["comment.line.number-sign", "punctuation.definition.comment"])
    case .string: expected = .scope(["string.quoted.double", "punctuation.definition.string"])
    case .number: expected = .scope(["constant.numeric"])
    case .unit: expected = .scope(["keyword.other.unit"])
    case .date: expected = .scope(["constant.other.date"])
    case .invalid: expected = .scope(["invalid.illegal"])
    case .symbol: expected = .scope(["keyword.operator", "punctuation", "keyword.other.unit"])
    case .quotedName:
      let scope = names.declared[token.span] ?? "variable.other.quoted"
      expected = .scope([scope, "punctuation.definition.string"])
    case .word:
      let isUnit = behindNumber && Unit(spelling: tree.tokens.text(token)) != nil
      expected =
        isUnit ? .scope(["keyword.other.unit"]) : names.expected(of: token, behindDot: behindDot)
    case .blank, .end: continue
    }
    if token.kind != .comment {
      behindDot = token.kind == .symbol && token.symbol == .dot
      behindNumber = token.kind == .number
    }
    found.append((token, expected))
  }
  return found
}

/// What the parser read as names, and which of them are declared where they stand.
private struct NamesInTree {
  var read: Set<Span> = []
  var declared: [Span: String] = [:]
  /// Facts of an award, which stand behind a dot and behind `also`.
  var facts: Set<Span> = []

  init(_ tree: SyntaxTree) {
    for statement in tree.statements {
      collect(statement.kind)
      switch statement.kind {
      case .field(let field): declare(field.name, "entity.name.type")
      case .title(let title): declare(title.name, "entity.name.type")
      case .parameter(let parameter): declare(parameter.name, "entity.name.type")
      case .reading(let reading): declare(reading.name, "entity.name.type")
      case .policy(let policy): declare(policy.name, "entity.name.type")
      case .define(let name, _): declare(name, "entity.name.function")
      case .award(let award):
        for item in award.items { declare(item.name, "entity.name.function") }
        for clause in award.clauses {
          if case .also(let fact, _) = clause.kind { facts.insert(fact.span) }
        }
      case .benefit(let benefit): declare(benefit.name, "entity.name.function")
      case .use, .amends, .exclusive, .together, .limit, .target, .remove, .removeTarget, .omit,
        .example:
        break
      }
    }
  }

  private mutating func declare(_ name: Name, _ scope: String) {
    declared[name.span] = scope
  }

  /// Every name below a node of the tree.
  private mutating func collect(_ node: Any) {
    if let name = node as? Name { read.insert(name.span) }
    for child in Mirror(reflecting: node).children { collect(child.value) }
  }

  func expected(of word: Token, behindDot: Bool) -> ExpectedScope {
    if behindDot || facts.contains(word.span) { return .scope(["support.variable.fact"]) }
    if let scope = declared[word.span] { return .scope([scope]) }
    if !word.keywords.isDisjoint(with: Keywords.statementStarts) { return .scope(["storage.type"]) }
    // `one of` names a type.
    if !word.keywords.isDisjoint(with: Keywords.reserved) {
      return .scope(["keyword", "support.type"])
    }
    guard read.contains(word.span) else { return .contextualWord }
    if word.keywords.isEmpty { return .scope(["variable.other"]) }
    return word.keywords.isDisjoint(with: Self.values) ? .contextualName : .value
  }

  private static let values = KeywordSet([
    .new, .first, .renewed, .relocated, .held, .none, .again, .yes, .no, .year, .date, .draft,
    .adopted, .repealed, .renewal, .valid,
  ])
}

extension KeywordSet {
  fileprivate init(_ keywords: [Keyword]) {
    self = keywords.reduce(into: []) { $0.insert(KeywordSet($1)) }
  }
}
