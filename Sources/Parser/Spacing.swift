package import JiliLexer

extension Tokens {
  /// Whether a blank stands between two tokens on a line. A sign is told from an operator by what
  /// stands before it, which two tokens do not show.
  static func hasBlank(between left: Token, _ right: Token) -> Bool {
    switch right.symbol {
    case .comma, .semicolon, .colon, .parenClose, .bracketClose, .dot, .percentSign,
      .permilleSign:
      return false
    case .noSymbol, .braceOpen, .braceClose, .parenOpen, .bracketOpen, .range, .equal, .notEqual,
      .lessThan, .lessEqual, .greaterThan, .greaterEqual, .plus, .minus, .times, .divide:
      break
    }
    if right.kind == .unit { return false }
    if left.symbol == .braceOpen, right.symbol == .braceClose { return false }
    return left.symbol != .parenOpen && left.symbol != .bracketOpen && left.symbol != .dot
  }

  /// The words of some significant tokens as one line shows them, however they are laid out.
  package func onOneLine(_ tokens: some Sequence<Token>) -> String {
    var text = ""
    var last: Token?
    var isSign = false
    for token in tokens {
      if let last, !isSign, Self.hasBlank(between: last, token) { text += " " }
      text += token.kind == .symbol ? foldedSign(self.text(token)) : foldedASCII(self.text(token))
      isSign = token.symbol == .minus && !(last.map(Self.endsOperand) ?? false)
      last = token
    }
    return text
  }

  private static func endsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .word: token.keywords.isDisjoint(with: Keywords.reserved)
    case .quotedName, .number, .unit, .date, .string: true
    case .symbol:
      [.parenClose, .bracketClose, .braceClose, .percentSign, .permilleSign].contains(token.symbol)
    case .comment, .blank, .invalid, .end: false
    }
  }
}
