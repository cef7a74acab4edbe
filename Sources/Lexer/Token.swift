/// What a stretch of text is, before anything is known of its meaning.
package enum TokenKind: UInt8, Sendable {
  /// `award`, `国家级小巨人`: letters, CJK and digits, a letter first; keywords are words too.
  case word
  /// A name in backticks or 「」 that is no plain word.
  case quotedName
  /// `150`, `1.5`, `１５０`: digits alone.
  case number
  /// The run of letters straight behind a number: `万`, `亿元`, `年`.
  case unit
  /// `2026-05-01`, `2026年5月`, `2026-05`.
  case date
  /// `"…"` or `“…”` with its quotes.
  case string
  /// Punctuation or an operator, full-width twins folded; see `Symbol`.
  case symbol
  /// `# …` to the end of the line.
  case comment
  /// Blanks and line breaks.
  case blank
  /// Bytes that are no token; a diagnostic says why.
  case invalid
  /// The end of the text, empty.
  case end
}

/// Punctuation and operators by meaning, whatever their width.
package enum Symbol: UInt8, Sendable {
  case noSymbol
  case braceOpen, braceClose, parenOpen, parenClose, bracketOpen, bracketClose
  case comma, semicolon, colon, dot, range
  case equal, notEqual, lessThan, lessEqual, greaterThan, greaterEqual
  case plus, minus, times, divide, percentSign, permilleSign
}

/// One token: where it stands, what it is and, for words and symbols, which.
package struct Token: Sendable {
  package var kind: TokenKind
  package var symbol: Symbol
  /// Every keyword that this word spells; empty for other tokens.
  package var keywords: KeywordSet
  package var span: Span

  package init(
    _ kind: TokenKind, _ span: Span, symbol: Symbol = .noSymbol,
    keywords: KeywordSet = KeywordSet()
  ) {
    self.kind = kind
    self.symbol = symbol
    self.keywords = keywords
    self.span = span
  }

  /// Blanks and comments carry no meaning and are skipped by the grammar.
  package var isTrivia: Bool { kind == .blank || kind == .comment }
}

/// The lossless token list of one source: the texts of the tokens joined are the file.
package struct Tokens: Sendable {
  package let source: Source
  package let all: [Token]
  /// Indices into `all` of the tokens that the grammar sees, the end included.
  package let significant: [Int]
  package let diagnostics: [Diagnostic]

  package init(source: Source, all: [Token], diagnostics: [Diagnostic]) {
    self.source = source
    self.all = all
    self.diagnostics = diagnostics
    significant = all.indices.filter { !all[$0].isTrivia }
  }

  package func text(_ token: Token) -> String { source.text(token.span) }
}
