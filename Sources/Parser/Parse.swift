package import JiliLexer

/// A parsed rule file: its tokens, its statements and everything that was wrong.
package struct SyntaxTree: Sendable {
  package let tokens: Tokens
  package let statements: [Statement]
  package let diagnostics: [Diagnostic]
  /// The text ends inside a statement: an editor or prompt should ask for more.
  package let isIncomplete: Bool
  /// The rest of the file was not read: what it would have declared is not known.
  package let isCutShort: Bool
  /// Names that statements with a mistake would have declared: a use of one is no second mistake.
  package let unreadNames: Set<String>
  /// The words of the language, each by the place of its first token in `tokens.significant`.
  package let words: [Int: WordUse]

  package var source: Source { tokens.source }

  /// A tree of these statements, which may stand in several files.
  package func with(_ statements: [Statement]) -> SyntaxTree {
    SyntaxTree(
      tokens: tokens, statements: statements, diagnostics: [], isIncomplete: false,
      isCutShort: false, unreadNames: [], words: [:])
  }
}

/// What a word, a phrase of two words or a sign was taken for: 按 may be `by` or `match`, `金额`
/// `money` or `amount`. A word that is a name stands for nothing of the language.
package struct WordUse: Hashable, Sendable {
  package let keyword: Keyword
  /// How many tokens spell it.
  package let count: Int
}

/// Parses one rule file. Cannot fail: what does not fit is a diagnostic, and the next statement is
/// read all the same. `isEnded` as for `lex`.
package func parse(_ source: Source, file: UInt16 = 0, isEnded: IsEnded? = nil) -> SyntaxTree {
  let tokens = lex(source, file: file, isEnded: isEnded)
  var parser = Parser(tokens)
  parser.isEnded = isEnded
  let statements = parser.file()
  return SyntaxTree(
    tokens: tokens, statements: statements,
    diagnostics: (tokens.diagnostics + parser.diagnostics).sorted { $0.span.start < $1.span.start },
    isIncomplete: parser.isIncomplete, isCutShort: parser.isCutShort,
    unreadNames: parser.unreadNames, words: parser.words)
}

/// Parses one expression that is the whole text, as asked at a prompt.
package func parseExpression(_ source: Source, file: UInt16 = 0)
  -> (expression: Expression?, diagnostics: [Diagnostic])
{
  let tokens = lex(source, file: file)
  var parser = Parser(tokens)
  let expression = parser.wholeExpression()
  return (expression, tokens.diagnostics + parser.diagnostics)
}

/// Ends the reading of a clause or statement; its diagnostic is already recorded.
struct Unreadable: Error {}

/// The cursor over the significant tokens, shared by all productions.
struct Parser {
  /// What `不超过` means where it stands.
  enum Mode { case amount, condition, plain }

  let tokens: Tokens
  var position = 0 { didSet { current = token(at: position) } }
  var depth = 0
  var mode = Mode.plain
  var diagnostics: [Diagnostic] = []
  /// How many of the findings only say that the text ends too early.
  var truncationCount = 0
  var isIncomplete: Bool { truncationCount > 0 }
  var unreadNames: Set<String> = []
  /// Between brackets a comma separates values, however the digits stand.
  var isInBrackets = false
  var words: [Int: WordUse] = [:]
  /// At a prompt a question may be followed by `with`.
  var isQuestion = false
  var isEnded: IsEnded?
  /// A second reading may have moved the cursor back since.
  private(set) var hasEnded = false
  /// More statements or faults than a file may have.
  var isCutShort = false

  init(_ tokens: Tokens) {
    self.tokens = tokens
    current = tokens.all[tokens.significant[0]]
    words.reserveCapacity(tokens.significant.count / 2)
  }

  // MARK: - Tokens

  /// What a misspelled word at a place was meant to be.
  var meantWords: [Int: KeywordSet] = [:] { didSet { current = token(at: position) } }

  /// The token at the position: it is looked at ten times before the parser moves on.
  private(set) var current: Token

  private func token(at position: Int) -> Token {
    var token = tokens.all[tokens.significant[position]]
    if !meantWords.isEmpty, let meant = meantWords[position] { token.keywords = meant }
    return token
  }

  func peek(_ distance: Int = 1) -> Token {
    let index = min(position + distance, tokens.significant.count - 1)
    return tokens.all[tokens.significant[index]]
  }

  var previousSpan: Span {
    position > 0 ? tokens.all[tokens.significant[position - 1]].span : current.span
  }

  func text(_ token: Token) -> String { tokens.text(token) }

  mutating func advance() {
    if position < tokens.significant.count - 1 { position += 1 }
    if diagnostics.count >= Limits.grammarDiagnostics, !hasEnded {
      diagnostics.append(.tooManyFaults(at: current.span))
      isCutShort = true
      end()
    }
    if position % 1024 == 0, isEnded?() == true { end() }
  }

  private mutating func end() {
    hasEnded = true
    position = tokens.significant.count - 1
  }

  /// Moves behind a word of the language, and notes what it was taken for.
  mutating func consume(_ keyword: Keyword, count: Int = 1) {
    words[position] = WordUse(keyword: keyword, count: count)
    for _ in 0..<count { advance() }
  }

  func at(_ keyword: Keyword) -> Bool { current.kind == .word && current.keywords.has(keyword) }

  func at(_ symbol: Symbol) -> Bool { current.kind == .symbol && current.symbol == symbol }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    consume(keyword)
    return true
  }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  /// Takes an English phrase, or its one-word Chinese twin.
  mutating func take(_ first: Keyword, _ second: Keyword, or twin: Keyword) -> Bool {
    if take(twin) { return true }
    guard at(first), peek().kind == .word, peek().keywords.has(second) else { return false }
    consume(twin, count: 2)
    return true
  }

  var isAtStatement: Bool {
    current.kind == .end
      || current.kind == .word && !current.keywords.isDisjoint(with: Keywords.statementStarts)
  }

  /// Whether the current token is the first of its line.
  var isFirstOnLine: Bool {
    let index = tokens.significant[position]
    guard index > 0 else { return true }
    let before = tokens.all[index - 1]
    return before.kind == .blank
      && text(before).unicodeScalars.contains { $0 == "\n" || $0 == "\r" }
  }

  /// `with F = …` in a rule, where no question stands.
  var isAtChanges: Bool {
    guard !isQuestion, at(.with) else { return false }
    let next = peek()
    return next.kind == .quotedName
      || next.kind == .word && next.keywords.isDisjoint(with: Keywords.reserved)
  }

  // MARK: - Mistakes

  mutating func fail(_ diagnostic: Diagnostic) -> Unreadable {
    if current.kind == .end, diagnostic.span.start >= previousSpan.end { truncationCount += 1 }
    diagnostics.append(diagnostic)
    return Unreadable()
  }

  /// What was expected here, and what stands here instead.
  mutating func expected(zh: String, en: String) -> Unreadable {
    let token = current
    if token.kind == .invalid {
      // The lexer has said what is wrong with it.
      return Unreadable()
    }
    if isAtChanges { return fail(.onlyInQuestions(text(token), at: token.span)) }
    let isEnd = token.kind == .end
    if !isEnd, isFirstOnLine, isAtStatement {
      // The mistake is in the statement above, which its next word has overtaken.
      let place = previousSpan.after
      return fail(.unfinished(zh: zh, en: en, at: place))
    }
    let span = isEnd ? previousSpan.after : token.span
    return fail(.expected(zh: zh, en: en, found: isEnd ? nil : text(token), at: span))
  }

  mutating func require(_ symbol: Symbol, _ spelling: String) throws(Unreadable) {
    guard take(symbol) else { throw expected(zh: "`\(spelling)`", en: "`\(spelling)`") }
  }

  mutating func require(_ keyword: Keyword) throws(Unreadable) {
    guard take(keyword) else {
      let zh = Keywords.spelling(keyword, .zh)
      let en = Keywords.spelling(keyword, .en)
      throw expected(zh: "`\(zh)`", en: "`\(en)`")
    }
  }

  /// Moves behind the next `;` of this statement, or before the next statement.
  mutating func skipClause() {
    var braces = 0
    while !isAtNextStatement {
      if at(.braceOpen) { braces += 1 }
      if at(.braceClose) {
        if braces == 0 { return }
        braces -= 1
      }
      if braces == 0, at(.semicolon) { return }
      advance()
    }
  }

  mutating func skipStatement() {
    while !isAtNextStatement { advance() }
  }

  /// Counts one level of nesting; operator chains count too, since releasing them recurses.
  mutating func nested<Value>(
    _ body: (inout Parser) throws(Unreadable) -> Value
  ) throws(Unreadable) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.depth else { throw fail(.tooDeep(at: current.span)) }
    return try body(&self)
  }

  // MARK: - Names and texts

  mutating func name(zh: String, en: String) throws(Unreadable) -> Name {
    let token = current
    switch token.kind {
    case .word:
      guard token.keywords.isDisjoint(with: Keywords.reserved) else {
        throw reservedWord(zh: zh, en: en)
      }
      // A second reading of the same words may take for a name what the first did not.
      words[position] = nil
      advance()
      return Name(foldedASCII(text(token)), token.span, keywords: token.keywords)
    case .quotedName:
      advance()
      return Name(inner(token), token.span)
    case .number, .unit, .date, .string, .symbol, .comment, .blank, .invalid, .end:
      throw expected(zh: zh, en: en)
    }
  }

  /// A reserved word where a name should stand: the next statement, or a name that needs its marks.
  private mutating func reservedWord(zh: String, en: String) -> Unreadable {
    let token = current
    let isStatementWord = !token.keywords.isDisjoint(with: Keywords.statementStarts)
    if isStatementWord, isFirstOnLine { return expected(zh: zh, en: en) }
    let mistake = fail(.reservedName(text(token), at: token.span))
    // Otherwise the word would begin a statement of its own.
    advance()
    return mistake
  }

  mutating func quoted(zh: String, en: String) throws(Unreadable) -> QuotedText {
    guard current.kind == .string else { throw expected(zh: zh, en: en) }
    let token = current
    advance()
    return QuotedText(text: inner(token), span: token.span)
  }

  /// The text of a quoted token without its first and last character.
  func inner(_ token: Token) -> String {
    // By scalars: a quote and a combining mark behind it are one character.
    String(Substring(text(token).unicodeScalars.dropFirst().dropLast()))
  }

  mutating func list<Value>(
    _ element: (inout Parser) throws(Unreadable) -> Value
  ) throws(Unreadable) -> [Value] {
    var values = [try element(&self)]
    while take(.comma) { values.append(try element(&self)) }
    return values
  }
}
