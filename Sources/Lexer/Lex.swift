/// Splits a source into tokens. Cannot fail: what is no token becomes `.invalid` with a diagnostic.
///
/// `file` is the number of the source in its run; every span carries it.
package func lex(_ source: Source, file: UInt16 = 0) -> Tokens {
  var scanner = Scanner(source: source, file: file)
  scanner.run()
  return Tokens(source: source, all: scanner.tokens, diagnostics: scanner.diagnostics)
}

private struct Scanner {
  let source: Source
  let file: UInt16
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// The scalars of the text with the offset of each; the last entry is the end.
  private var scalars: [Unicode.Scalar] = []
  private var offsets: [UInt32] = []
  private var position = 0

  init(source: Source, file: UInt16) {
    self.source = source
    self.file = file
  }

  mutating func run() {
    guard source.bytes.count <= Limits.ruleFileBytes else {
      refuse(.fileTooLong(at: Span(file: file, start: 0, end: 0)))
      return
    }
    if let bad = firstInvalidByte(source.bytes) {
      refuse(.invalidUTF8(at: Span(file: file, start: UInt32(bad), end: UInt32(bad) + 1)))
      return
    }
    decode()
    if current == "\u{FEFF}" {
      add(.blank, from: 0, to: 1)
      position = 1
    }
    while position < scalars.count { scanToken() }
    let end = UInt32(source.bytes.count)
    tokens.append(Token(.end, Span(file: file, start: end, end: end)))
  }

  /// Refuses the whole file: one invalid token and the end.
  private mutating func refuse(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
    let end = UInt32(source.bytes.count)
    if end > 0 { tokens.append(Token(.invalid, Span(file: file, start: 0, end: end))) }
    tokens.append(Token(.end, Span(file: file, start: end, end: end)))
  }

  private mutating func decode() {
    let text = String(decoding: source.bytes, as: UTF8.self)
    scalars.reserveCapacity(source.bytes.count)
    var offset: UInt32 = 0
    for scalar in text.unicodeScalars {
      scalars.append(scalar)
      offsets.append(offset)
      offset += UInt32(UTF8.width(scalar))
      if !isPermitted(scalar), !(scalar == "\u{FEFF}" && scalars.count == 1) {
        let span = Span(file: file, start: offsets[offsets.count - 1], end: offset)
        diagnostics.append(.forbiddenCharacter(scalar, at: span))
      }
    }
    offsets.append(offset)
  }

  // MARK: - Reading

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  private func span(from start: Int, to end: Int) -> Span {
    Span(file: file, start: offsets[start], end: offsets[end])
  }

  private func text(from start: Int, to end: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<end])
    return String(text)
  }

  private mutating func add(_ kind: TokenKind, from start: Int, to end: Int) {
    tokens.append(Token(kind, span(from: start, to: end)))
  }

  private mutating func advance(while condition: (Unicode.Scalar) -> Bool) {
    while position < scalars.count, condition(scalars[position]) { position += 1 }
  }

  // MARK: - Tokens

  private mutating func scanToken() {
    let start = position
    let scalar = scalars[position]
    if isBlank(scalar) {
      advance(while: isBlank)
      add(.blank, from: start, to: position)
    } else if scalar == "#" || scalar == "＃" {
      advance { $0 != "\n" && $0 != "\r" }
      add(.comment, from: start, to: position)
    } else if digitValue(scalar) != nil {
      scanNumber()
    } else if isLetter(scalar) {
      scanWord()
    } else if scalar == "\"" || scalar == "“" || scalar == "＂" {
      scanQuoted(closer: scalar == "“" ? "”" : scalar, kind: .string)
    } else if scalar == "`" || scalar == "「" {
      scanQuoted(closer: scalar == "`" ? "`" : "」", kind: .quotedName)
    } else {
      scanSymbol()
    }
  }

  private mutating func scanWord() {
    let start = position
    advance { isLetter($0) || digitValue($0) != nil || $0 == "_" }
    // `top-up` alone has a hyphen.
    if text(from: start, to: position) == "top", peek(0) == "-", peek(1) == "u", peek(2) == "p",
      !(peek(3).map { isLetter($0) || digitValue($0) != nil } ?? false)
    {
      position += 3
    }
    let spelling = foldedASCII(text(from: start, to: position))
    tokens.append(
      Token(
        .word, span(from: start, to: position), keywords: Keywords.bySpelling[spelling] ?? []))
  }

  private mutating func scanNumber() {
    let start = position
    if scanDate() { return }
    advance { digitValue($0) != nil }
    if isPoint(current), peek(1).flatMap(digitValue) != nil {
      position += 1
      advance { digitValue($0) != nil }
    }
    if position - start > Limits.digits + 1 {
      diagnostics.append(.numberTooLong(at: span(from: start, to: position)))
    }
    add(.number, from: start, to: position)
    scanUnit()
  }

  /// A unit is the whole run of letters behind the digits; anything but a known unit is an error.
  private mutating func scanUnit() {
    guard let scalar = current, isLetter(scalar) else { return }
    let start = position
    advance { isLetter($0) || digitValue($0) != nil }
    let spelling = text(from: start, to: position)
    if let unit = Unit(spelling: spelling) {
      _ = unit
      add(.unit, from: start, to: position)
    } else {
      diagnostics.append(.unknownUnit(spelling, at: span(from: start, to: position)))
      add(.invalid, from: start, to: position)
    }
  }

  /// `2026-05-01`, `2026-05`, `2026年5月1日`, `2026年5月`; true where one was read.
  private mutating func scanDate() -> Bool {
    let start = position
    guard let end = dateEnd() else { return false }
    position = end
    add(.date, from: start, to: end)
    let words = text(from: start, to: end)
    if DateText(words) == nil {
      diagnostics.append(.noSuchDate(words, at: span(from: start, to: end)))
    }
    return true
  }

  private func dateEnd() -> Int? {
    func digits(_ from: Int) -> Int {
      var index = from
      while index < scalars.count, digitValue(scalars[index]) != nil { index += 1 }
      return index
    }
    func at(_ index: Int) -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
    let year = digits(position)
    guard year - position == 4 else { return nil }
    if at(year) == "-" || at(year) == "－" {
      let month = digits(year + 1)
      guard month - year == 3 else { return nil }
      guard at(month) == "-" || at(month) == "－" else {
        return (at(month).map(isLetter) ?? false) ? nil : month
      }
      let day = digits(month + 1)
      return day - month == 3 ? day : nil
    }
    guard at(year) == "年" else { return nil }
    let month = digits(year + 1)
    guard month > year + 1, month - year <= 3, at(month) == "月" else { return nil }
    let day = digits(month + 1)
    if day > month + 1, day - month <= 3, at(day) == "日" { return day + 1 }
    return month + 1
  }

  /// A string or quoted name closes only with the partner of its opener, on the same line.
  private mutating func scanQuoted(closer: Unicode.Scalar, kind: TokenKind) {
    let start = position
    position += 1
    advance { $0 != closer && $0 != "\n" && $0 != "\r" }
    guard current == closer else {
      diagnostics.append(
        kind == .string
          ? .unterminatedString(closer: closer, at: span(from: start, to: position))
          : .unterminatedName(closer: closer, at: span(from: start, to: position)))
      add(.invalid, from: start, to: position)
      return
    }
    position += 1
    if kind == .quotedName, position - start == 2 {
      diagnostics.append(.emptyName(at: span(from: start, to: position)))
    }
    add(kind, from: start, to: position)
  }

  private mutating func scanSymbol() {
    let start = position
    let scalar = scalars[position]
    let folded = foldedSymbol(scalar)
    let next = peek(1).map(foldedSymbol)
    var length = 1
    var symbol = singleSymbols[folded] ?? .noSymbol
    switch (folded, next) {
    case (".", "."): (symbol, length) = (.range, 2)
    case (">", "="): (symbol, length) = (.greaterEqual, 2)
    case ("<", "="): (symbol, length) = (.lessEqual, 2)
    case ("!", "="): (symbol, length) = (.notEqual, 2)
    default: break
    }
    position += length
    let place = span(from: start, to: position)
    if symbol == .noSymbol {
      if isPermitted(scalar) { diagnostics.append(.unknownCharacter(scalar, at: place)) }
      tokens.append(Token(.invalid, place))
    } else {
      tokens.append(Token(.symbol, place, symbol: symbol))
    }
  }
}
