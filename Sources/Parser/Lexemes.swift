import JiliLexer

/// A significant token with the comments that belong to it.
struct Lexeme {
  struct Remark {
    let text: String
    let isBehindEmptyLine: Bool
  }

  let token: Token
  let text: String
  /// Comments on lines of their own that stand before the token.
  var above: [Remark]
  /// An empty line stands straight before the token, behind its comments.
  var isBehindEmptyLine: Bool
  /// The comment that ends the token's line.
  var beside: String?
}

extension Tokens {
  /// The significant tokens, the end included; together with their comments they are the file.
  func lexemes() -> [Lexeme] {
    var found: [Lexeme] = []
    found.reserveCapacity(significant.count)
    var above: [Lexeme.Remark] = []
    var lineBreaks = 0
    for token in all {
      switch token.kind {
      case .blank: lineBreaks += self.lineBreaks(in: token)
      case .comment:
        let words = withoutTrailingBlanks(text(token))
        if lineBreaks == 0, above.isEmpty, !found.isEmpty, found[found.count - 1].beside == nil {
          found[found.count - 1].beside = words
        } else {
          above.append(Lexeme.Remark(text: words, isBehindEmptyLine: lineBreaks > 1))
        }
        lineBreaks = 0
      case .word, .quotedName, .number, .unit, .date, .string, .symbol, .invalid, .end:
        found.append(
          Lexeme(
            token: token, text: text(token), above: above, isBehindEmptyLine: lineBreaks > 1))
        above = []
        lineBreaks = 0
      }
    }
    return found
  }

  /// Line breaks of a blank; a comment before it leaves its own to the blank.
  private func lineBreaks(in token: Token) -> Int {
    var count = 0
    var isBehindReturn = false
    for scalar in text(token).unicodeScalars {
      if scalar == "\r" || scalar == "\n" && !isBehindReturn { count += 1 }
      isBehindReturn = scalar == "\r"
    }
    return count
  }

  private func withoutTrailingBlanks(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    return String(scalars)
  }
}
