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

  /// The words of some tokens as one line shows them, however they are laid out.
  package func onOneLine(_ tokens: ArraySlice<Token>) -> String {
    var text = ""
    var last: Token?
    var isSign = false
    for token in tokens where !token.isTrivia {
      if let last, !isSign, Self.hasBlank(between: last, token) { text += " " }
      text += token.kind == .symbol ? foldedSign(self.text(token)) : foldedASCII(self.text(token))
      isSign = token.symbol == .minus && !(last.map(Self.endsOperand) ?? false)
      last = token
    }
    return text
  }

  /// The words of a span on one line, without comments; nil where it does not begin and end with
  /// tokens of this source.
  package func words(_ span: Span) -> String? {
    let tokens = all[place(span.start)..<place(span.end)]
    guard let first = tokens.first?.span, let last = tokens.last?.span,
      first.file == span.file, first.start == span.start, last.end == span.end
    else { return nil }
    return onOneLine(tokens)
  }

  /// The index of the first token that begins there or behind.
  private func place(_ offset: UInt32) -> Int {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].span.start < offset { low = middle + 1 } else { high = middle }
    }
    return low
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
