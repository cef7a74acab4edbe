/// Splits a source into tokens. Cannot fail: what is no token becomes `.invalid` with a diagnostic.
///
/// `file` is the number of the source in its run; every span carries it. Where `isEnded` says so
/// the rest of the text is left unread: what comes of it is good for nothing.
package func lex(_ source: Source, file: UInt16 = 0, isEnded: IsEnded? = nil) -> Tokens {
  var scanner = Scanner(source: source, file: file, isEnded: isEnded)
  scanner.run()
  return Tokens(source: source, all: scanner.tokens, diagnostics: scanner.findings())
}

/// Asked again and again, some thousand steps apart: true gives up what is being read.
package typealias IsEnded = () -> Bool

private struct Scanner {
  let source: Source
  let file: UInt16
  let isEnded: IsEnded?
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// The scalars of the text with the offset of each; the last entry is the end.
  private var scalars: [Unicode.Scalar] = []
  private var offsets: [UInt32] = []
  private var position = 0
  /// Faults found after the limit.
  private var uncounted = 0

  init(source: Source, file: UInt16, isEnded: IsEnded?) {
    self.source = source
    self.file = file
    self.isEnded = isEnded
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
    while position < scalars.count {
      if tokens.count % 1024 == 0, isEnded?() == true { break }
      scanToken()
    }
    let end = UInt32(source.bytes.count)
    tokens.append(Token(.end, Span(file: file, start: end, end: end)))
  }

  /// What was found, in the order of the text.
  func findings() -> [Diagnostic] {
    var sorted = diagnostics.enumerated().sorted {
      ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
    }.map(\.element)
    if uncounted > 0, let last = sorted.last { sorted.append(.tooManyFaults(after: last.span)) }
    return sorted
  }

  /// A file of garbage has millions of faults; what nobody reads is not kept.
  private mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Limits.lexerDiagnostics {
      diagnostics.append(diagnostic)
    } else {
      uncounted += 1
    }
  }

  /// Refuses the whole file: one invalid token and the end.
  private mutating func refuse(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
    let end = UInt32(source.bytes.count)
    if end > 0 { tokens.append(Token(.invalid, Span(file: file, start: 0, end: end))) }
    tokens.append(Token(.end, Span(file: file, start: end, end: end)))
  }

  /// The bytes are those of a text: `run` refuses any others.
  private mutating func decode() {
    scalars.reserveCapacity(source.bytes.count)
    offsets.reserveCapacity(source.bytes.count + 1)
    var offset = 0
    while offset < source.bytes.count {
      let start = UInt32(offset)
      let scalar = nextScalar(source.bytes, &offset)
      scalars.append(scalar)
      offsets.append(start)
      if isPlainLetter(scalar), scalar.value >= 0x20, scalar.value != 0x7F { continue }
      if let reason = forbidden(scalar), !(scalar == "\u{FEFF}" && start == 0) {
        let span = Span(file: file, start: start, end: UInt32(offset))
        report(.forbiddenCharacter(scalar, reason, at: span))
      }
    }
    offsets.append(UInt32(source.bytes.count))
  }

  // MARK: - Reading

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  private func span(from start: Int, to end: Int) -> Span {
    Span(file: file, start: offsets[start], end: offsets[end])
  }

  private func text(from start: Int, count: Int) -> String {
    text(from: min(start, scalars.count), to: min(start + count, scalars.count))
  }

  private func text(from start: Int, to end: Int) -> String {
    String(decoding: source.bytes[Int(offsets[start])..<Int(offsets[end])], as: UTF8.self)
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
    } else if scalar == "`" || scalar == "｀" || scalar == "「" {
      scanQuoted(closer: scalar == "「" ? "」" : scalar, kind: .quotedName)
    } else {
      scanSymbol()
    }
  }

  private mutating func scanWord() {
    let start = position
    advance(while: isWordPart)
    if refusesLength(from: start) { return }
    if !isHyphen(current), scalars[start..<position].allSatisfy(isPlainLetter) {
      // Most words are plain: they fold to themselves and look like nothing else.
      let place = span(from: start, to: position)
      let bytes = source.bytes[Int(place.start)..<Int(place.end)]
      tokens.append(Token(.word, place, keywords: Keywords.spelled(by: bytes)))
      return
    }
    var spelling = foldedASCII(text(from: start, to: position))
    // `top-up` alone has a hyphen.
    if spelling == "top", isHyphen(peek(0)),
      foldedASCII(text(from: position + 1, count: 2)) == "up",
      !(peek(3).map(isWordPart) ?? false)
    {
      position += 3
      spelling = "top-up"
    }
    let place = span(from: start, to: position)
    let keywords = Keywords.bySpelling[spelling] ?? KeywordSet()
    tokens.append(Token(.word, place, keywords: keywords))
    if let plain = plainSpelling(from: start, to: position) {
      report(.strangeIdeograph(text(from: start, to: position), plain: plain, at: place))
    } else if keywords.isEmpty, let keyword = Keywords.looking(like: spelling) {
      report(.looksLikeKeyword(spelling, keyword: keyword, at: place))
    }
  }

  /// Whether a name is longer than any name is; then it is no token, for every message about it
  /// would be as long.
  private mutating func refusesLength(from start: Int) -> Bool {
    guard position - start > Limits.nameLetters else { return false }
    let place = span(from: start, to: position)
    report(.nameTooLong(at: place))
    tokens.append(Token(.invalid, place))
    return true
  }

  /// The name with plain ideographs for radicals and compatibility ideographs, if it has any.
  private func plainSpelling(from start: Int, to end: Int) -> String? {
    guard scalars[start..<end].contains(where: { plainIdeograph(for: $0) != nil }) else {
      return nil
    }
    var plain = String.UnicodeScalarView()
    for scalar in scalars[start..<end] { plain.append(plainIdeograph(for: scalar) ?? scalar) }
    return String(plain)
  }

  private mutating func scanNumber() {
    let start = position
    if scanDate() { return }
    advance { digitValue($0) != nil }
    var digits = position - start
    if isPoint(current), peek(1).flatMap(digitValue) != nil {
      position += 1
      let point = position
      advance { digitValue($0) != nil }
      digits += position - point
    }
    if digits > Limits.digits {
      report(.numberTooLong(at: span(from: start, to: position)))
    }
    add(.number, from: start, to: position)
    scanUnit()
  }

  /// A unit is the whole run of letters behind the digits; anything but a known unit is an error.
  private mutating func scanUnit() {
    guard let scalar = current, isLetter(scalar) else { return }
    let start = position
    advance(while: isWordPart)
    let spelling = text(from: start, to: position)
    if Unit(spelling: spelling) != nil {
      add(.unit, from: start, to: position)
    } else {
      report(.unknownUnit(spelling, at: span(from: start, to: position)))
      add(.invalid, from: start, to: position)
    }
  }

  /// `2026-05-01`, `2026-05`, `2026年5月1日`, `2026年5月`; true where one was read.
  private mutating func scanDate() -> Bool {
    let start = position
    guard let end = dateEnd() else { return scanLooseDate() }
    position = end
    add(.date, from: start, to: end)
    let words = text(from: start, to: end)
    if DateText(words) == nil {
      report(.noSuchDate(words, at: span(from: start, to: end)))
    }
    return true
  }

  private func dateEnd() -> Int? {
    let year = digitsEnd(position)
    guard year - position == 4 else { return nil }
    if isHyphen(at(year)) {
      let month = digitsEnd(year + 1)
      guard month - year == 3 else { return nil }
      guard isHyphen(at(month)) else {
        return (at(month).map(isLetter) ?? false) ? nil : month
      }
      let day = digitsEnd(month + 1)
      return day - month == 3 ? day : nil
    }
    guard at(year) == "年" else { return nil }
    let month = digitsEnd(year + 1)
    guard month > year + 1, month - year <= 3, at(month) == "月" else { return nil }
    let day = digitsEnd(month + 1)
    if day > month + 1, day - month <= 3, at(day) == "日" { return day + 1 }
    return month + 1
  }

  /// `2026-5-1` and `2026/5/1` would be arithmetic, which nobody means: a date that needs mending.
  private mutating func scanLooseDate() -> Bool {
    let year = digitsEnd(position)
    guard year - position == 4, let separator = at(year),
      ["-", "/"].contains(foldedSymbol(separator))
    else { return false }
    let month = digitsEnd(year + 1)
    guard (2...3).contains(month - year), at(month) == separator else { return false }
    let day = digitsEnd(month + 1)
    guard (2...3).contains(day - month),
      let date = DateText(text(from: position, to: day)), (1900...2199).contains(date.year)
    else { return false }
    let place = span(from: position, to: day)
    report(.looseDate(text(from: position, to: day), date, at: place))
    add(.date, from: position, to: day)
    position = day
    return true
  }

  private func digitsEnd(_ from: Int) -> Int {
    var index = from
    while index < scalars.count, digitValue(scalars[index]) != nil { index += 1 }
    return index
  }

  private func at(_ index: Int) -> Unicode.Scalar? {
    index < scalars.count ? scalars[index] : nil
  }

  private func isHyphen(_ scalar: Unicode.Scalar?) -> Bool { scalar == "-" || scalar == "－" }

  /// A string or quoted name closes only with the partner of its opener, on the same line.
  private mutating func scanQuoted(closer: Unicode.Scalar, kind: TokenKind) {
    let start = position
    position += 1
    advance { $0 != closer && $0 != "\n" && $0 != "\r" }
    guard current == closer else {
      let place = span(from: start, to: position)
      if kind == .string {
        let wrong = scalars[start + 1..<position].last { "\"“”＂".unicodeScalars.contains($0) }
        report(.unterminatedString(opener: scalars[start], closer: closer, wrong: wrong, at: place))
      } else {
        report(.unterminatedName(closer: closer, at: place))
      }
      add(.invalid, from: start, to: position)
      return
    }
    position += 1
    let place = span(from: start, to: position)
    if kind == .quotedName, refusesLength(from: start) { return }
    tokens.append(Token(kind, place))
    guard kind == .quotedName else { return }
    if scalars[start + 1..<position - 1].allSatisfy(isBlank) {
      report(.emptyName(at: place))
    } else if let plain = plainSpelling(from: start, to: position) {
      report(.strangeIdeograph(text(from: start, to: position), plain: plain, at: place))
    }
  }

  private mutating func scanSymbol() {
    let start = position
    let scalar = scalars[position]
    let folded = foldedSymbol(scalar)
    let next = peek(1).map(foldedSymbol)
    var length = 1
    var symbol = singleSymbol(folded)
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
      if isPermitted(scalar) { report(.unknownCharacter(scalar, at: place)) }
      tokens.append(Token(.invalid, place))
    } else {
      tokens.append(Token(.symbol, place, symbol: symbol))
    }
  }
}
