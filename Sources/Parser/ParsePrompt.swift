package import JiliLexer

/// What was typed at a prompt: rules, or facts and questions one behind the other.
package struct PromptEntry: Sendable {
  package enum Item: Sendable {
    /// `NAME = VALUE`, also with 为; without a value `NAME =` takes the fact back.
    case fact(Expression, value: Expression?, span: Span)
    case question(Expression, with: [Change])
    /// `why A`, `why not A.renewal`
    case why(AwardLine, isNegative: Bool, with: [Change])
    /// `what if F = V, …`, 若改: what is now, what would be, and the difference.
    case whatIf([Change], span: Span)
  }

  /// `台州营收 = 12亿` behind `with`: what a question takes to be so.
  package struct Change: Sendable {
    package let target: Expression
    package let value: Expression
  }

  /// The entry is rules; they are parsed as a file is.
  package let isRules: Bool
  /// Facts and questions, parted by `;`. Empty for rules and where nothing could be read.
  package let items: [Item]
  package let diagnostics: [Diagnostic]
  /// All that is wrong is that the text ends: a prompt asks for more.
  package let isIncomplete: Bool
  /// Braces that are still open.
  package let openBraces: Int
}

/// Words that only a prompt knows; elsewhere they are names like any other.
package enum PromptWord {
  package static let why: Set<String> = ["why", "为何", "为什么"]
  package static let whyNot: Set<String> = ["为何不", "为什么不"]
  package static let what = "what"
  package static let need: Set<String> = ["need", "还缺"]
}

/// Parses what was typed at a prompt. Like `parse` it cannot fail.
package func parsePrompt(_ source: Source, file: UInt16 = 0) -> PromptEntry {
  let tokens = lex(source, file: file)
  var parser = Parser(tokens)
  let isRules = parser.isAtStatement && parser.current.kind != .end
  parser.isQuestion = !isRules
  let items = isRules ? [] : parser.promptItems()
  if isRules { _ = parser.file() }
  let diagnostics = (tokens.diagnostics + parser.diagnostics).sorted {
    $0.span.start < $1.span.start
  }
  let braces = tokens.significant.reduce(0) { depth, index in
    let symbol = tokens.all[index].symbol
    return symbol == .braceOpen ? depth + 1 : symbol == .braceClose ? max(0, depth - 1) : depth
  }
  return PromptEntry(
    isRules: isRules, items: items, diagnostics: diagnostics,
    isIncomplete: parser.isIncomplete && diagnostics.count == parser.truncationCount,
    openBraces: braces)
}

/// Whether a line goes on with the rule of the lines before it, which could also end there.
package func continuesRule(_ line: String, behindSemicolon: Bool) -> Bool {
  let parser = Parser(lex(Source(name: "", text: line)))
  let first = parser.current
  switch first.kind {
  case .end:
    // A comment between two clauses parts nothing, an empty line does.
    return line.contains { !$0.isWhitespace }
  case .symbol: return !startsItem(first.symbol)
  case .word:
    let words = first.keywords
    if words.isDisjoint(with: Keywords.reserved) == false {
      let starts: [Keyword] = [.not, .if, .match]
      return words.isDisjoint(with: Keywords.statementStarts)
        && (behindSemicolon || !starts.contains { words.has($0) })
    }
    guard clauseWords.contains(where: { words.has($0) }) else { return false }
    return behindSemicolon || !isEqualSign(parser.peek())
  // The words of a benefit; nothing that is asked begins with a string.
  case .string: return true
  case .quotedName, .number, .unit, .date, .comment, .blank, .invalid: return false
  }
}

/// Words that begin a clause behind `;` and are names elsewhere.
private let clauseWords: [Keyword] = [
  .renewal, .once, .less, .quota, .payment, .funding, .period, .cite, .note, .also, .valid, .blank,
  .other, .peak,
]

private func startsItem(_ symbol: Symbol) -> Bool { symbol == .parenOpen || symbol == .minus }

private func isEqualSign(_ token: Token) -> Bool {
  token.kind == .end || token.symbol == .equal || token.keywords.has(.is)
}

extension Parser {
  fileprivate mutating func promptItems() -> [PromptEntry.Item] {
    var items: [PromptEntry.Item] = []
    do {
      while take(.semicolon) {}
      while current.kind != .end {
        items.append(try promptItem())
        guard current.kind == .end || at(.semicolon) else {
          throw expected(zh: "结尾", en: "the end")
        }
        while take(.semicolon) {}
      }
      return items
    } catch {
      return []
    }
  }

  private mutating func promptItem() throws(Unreadable) -> PromptEntry.Item {
    if let whatIf = try whatIf() { return whatIf }
    if let why = try why() { return why }
    if let target = retraction() { return .fact(target, value: nil, span: target.span) }
    let isParenthesized = at(.parenOpen)
    let expression = try expression(.plain)
    let changes = try changes()
    guard changes.isEmpty, !isParenthesized,
      case .comparison(.equal, let target, let value) = expression.kind,
      target.isStatable
    else { return .question(expression, with: changes) }
    return .fact(target, value: value, span: expression.span)
  }

  /// `with F = V, A.核定 = W`
  private mutating func changes() throws(Unreadable) -> [PromptEntry.Change] {
    guard take(.with) else { return [] }
    return try changeList()
  }

  /// `what if F = V, …` or 若改 before a name: two words in a row are nothing else.
  private mutating func whatIf() throws(Unreadable) -> PromptEntry.Item? {
    let start = current.span
    let next = peek()
    if text(current) == PromptWord.what, next.kind == .word, next.keywords.has(.if) {
      advance()
    } else if !at(.with) || next.kind != .word && next.kind != .quotedName || next.keywords.has(.is)
    {
      return nil
    }
    advance()
    return .whatIf(try changeList(), span: start.union(previousSpan))
  }

  private mutating func changeList() throws(Unreadable) -> [PromptEntry.Change] {
    try list { parser throws(Unreadable) in
      let target = try parser.capped()
      guard target.isStatable else { throw parser.fail(.notChangeable(at: target.span)) }
      if !parser.take(.is) { try parser.require(.equal, "=") }
      return PromptEntry.Change(target: target, value: try parser.arithmetic())
    }
  }

  /// `why A`, `why not A`, `为何 A`, `为何不 A`, where a name follows: two words in a row are nothing
  /// else.
  private mutating func why() throws(Unreadable) -> PromptEntry.Item? {
    guard current.kind == .word else { return nil }
    let word = text(current)
    var isNegative = PromptWord.whyNot.contains(word)
    guard isNegative || PromptWord.why.contains(word) else { return nil }
    let next = peek()
    if next.kind == .word, next.keywords.has(.not) {
      isNegative = true
      advance()
    } else {
      let isName =
        next.kind == .quotedName
        || next.kind == .word && next.keywords.isDisjoint(with: Keywords.reserved)
      guard isName else { return nil }
    }
    advance()
    return .why(try awardLine(), isNegative: isNegative, with: try changes())
  }

  /// `NAME =` and nothing behind it.
  private mutating func retraction() -> Expression? {
    let start = (position, diagnostics.count, truncationCount)
    if let target = try? capped(), target.isStatable, at(.equal) || at(.is) {
      let next = peek()
      if next.kind == .end || next.symbol == .semicolon {
        advance()
        return target
      }
    }
    position = start.0
    diagnostics.removeSubrange(start.1...)
    truncationCount = start.2
    return nil
  }
}

extension Expression {
  /// The name of something that can be stated, rather than computed.
  fileprivate var isStatable: Bool {
    switch kind {
    case .name, .fact: true
    case .lastYear(let inner), .peak(let inner):
      if case .name = inner.kind { true } else { false }
    case .number, .date, .text, .negative, .arithmetic, .comparison, .inRange, .inList, .not, .and,
      .or, .choice, .match, .upTo, .atLeast, .range, .unspecified, .share, .cap, .tiers,
      .yearsSince:
      false
    }
  }
}
