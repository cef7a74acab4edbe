import JiliLexer

/// The tightest level: literals, names, parentheses, `if`, `match`, tier tables.
extension Parser {
  mutating func primary() throws(Unreadable) -> Expression {
    let token = current
    switch token.kind {
    case .number: return try number()
    case .date:
      advance()
      // The lexer has reported a date that does not exist.
      guard let date = DateText(text(token)) else { throw Unreadable() }
      return Expression(.date(date), token.span)
    case .string:
      advance()
      return Expression(.text(inner(token)), token.span)
    case .quotedName:
      return try named()
    case .word:
      if at(.if) { return try nested { parser throws(Unreadable) in try parser.choice() } }
      if at(.match) { return try nested { parser throws(Unreadable) in try parser.match() } }
      return try phraseOrName()
    case .symbol where token.symbol == .parenOpen:
      return try parenthesized()
    case .symbol, .unit, .comment, .blank, .invalid, .end:
      throw expected(zh: "名称、数或金额", en: "a name, number or amount")
    }
  }

  private mutating func parenthesized() throws(Unreadable) -> Expression {
    let start = current.span
    advance()
    // Within the parentheses of an amount `不超过` is still a cap.
    let value = try withoutBrackets { parser throws(Unreadable) in
      try parser.expression(parser.mode)
    }
    try require(.parenClose, ")")
    return Expression(value.kind, start.union(previousSpan))
  }

  private mutating func phraseOrName() throws(Unreadable) -> Expression {
    let start = current.span
    let reserved = current.keywords.intersection(Keywords.reserved)
    if !reserved.isEmpty, reserved.isDisjoint(with: Keywords.statementStarts) {
      // A clause or operator follows a missing value more likely than it is a name.
      throw expected(zh: "名称、数或金额", en: "a name, number or amount")
    }
    if at(.unspecified), !isFact {
      advance()
      return Expression(.unspecified, start)
    }
    if at(.years), peek().kind == .word, peek().keywords.has(.since) {
      consume(.yearsSince, count: 2)
      let title = try name(zh: "称号", en: "a title")
      return Expression(.yearsSince(title), start.union(title.span))
    }
    return try named()
  }

  private var isFact: Bool { peek().kind == .symbol && peek().symbol == .dot }

  /// `F`, `A.fact`
  private mutating func named() throws(Unreadable) -> Expression {
    let first = try name(zh: "名称、数或金额", en: "a name, number or amount")
    guard take(.dot) else { return Expression(.name(first), first.span) }
    let second = try factName()
    return Expression(.fact(first, second), first.span.union(second.span))
  }

  /// The word behind the dot of `A.核定`; any word may stand there.
  mutating func factName() throws(Unreadable) -> Name {
    guard current.kind == .word else {
      throw expected(zh: "奖项的事实", en: "a fact of the award")
    }
    let token = current
    let facts: [Keyword] = [
      .approved, .received, .paid, .instalment, .amount, .due, .renewal,
    ]
    if let fact = facts.first(where: { at($0) }) { consume(fact) } else { advance() }
    return Name(foldedASCII(text(token)), token.span, keywords: token.keywords)
  }

  /// `150万`, `20%`, `3 年`
  private mutating func number() throws(Unreadable) -> Expression {
    let token = current
    advance()
    var span = token.span
    let digits = groupedDigits(behind: token, &span)
    var suffix = NumberLiteral.Suffix.none
    if current.kind == .unit {
      if let unit = Unit(spelling: text(current)) { suffix = .unit(unit) }
      span = span.union(current.span)
      advance()
    } else if at(.percentSign) || at(.permilleSign) {
      suffix = at(.percentSign) ? .percent : .permille
      span = span.union(current.span)
      advance()
    } else if current.kind == .word, let unit = Unit(spelling: text(current)) {
      // A blank before the unit is allowed: `3 年`, `150 万元`.
      suffix = .unit(unit)
      span = span.union(current.span)
      advance()
    } else if current.kind == .invalid {
      throw Unreadable()
    }
    return Expression(.number(try literal(digits, suffix)), span)
  }

  /// The digits of a number, also of one written `1,000`, which is reported and read as meant.
  private mutating func groupedDigits(behind token: Token, _ span: inout Span) -> String {
    var digits = text(token)
    while !isInBrackets, at(.comma), current.span.start == span.end, text(current) != "、",
      peek().kind == .number, peek().span.start == current.span.end,
      text(peek()).unicodeScalars.prefix(while: { digitValue($0) != nil }).count == 3
    {
      digits += text(peek())
      span = span.union(peek().span)
      advance()
      advance()
    }
    if span != token.span {
      let written = tokens.source.text(span)
      diagnostics.append(.groupedDigits(written, plain: foldedASCII(digits), at: span))
    }
    return digits
  }

  private func literal(
    _ text: String, _ suffix: NumberLiteral.Suffix
  ) throws(Unreadable) -> NumberLiteral {
    var digits: Int128 = 0
    var decimals = 0
    var count = 0
    var isBehindPoint = false
    for scalar in text.unicodeScalars {
      guard let value = digitValue(scalar) else {
        isBehindPoint = true
        continue
      }
      count += 1
      // The lexer has reported a number that is too long.
      guard count <= Limits.digits + 2 else { throw Unreadable() }
      digits = digits * 10 + Int128(value)
      if isBehindPoint { decimals += 1 }
    }
    return NumberLiteral(digits: digits, decimals: decimals, suffix: suffix)
  }

  /// `if C then A else B`
  private mutating func choice() throws(Unreadable) -> Expression {
    let start = current.span
    consume(.if)
    let condition = try condition()
    try require(.then)
    let then = try expression(mode)
    try requireElse(start)
    let otherwise = try expression(mode)
    return Expression(
      .choice(condition: condition, then: then, otherwise: otherwise),
      start.union(otherwise.span))
  }

  /// `match E { pattern: value; … }`
  private mutating func match() throws(Unreadable) -> Expression {
    let start = current.span
    consume(.match)
    let subject = try arithmetic()
    try require(.braceOpen, "{")
    var arms: [Arm] = []
    repeat {
      arms.append(try withoutBrackets { parser throws(Unreadable) in try parser.arm() })
      if !take(.semicolon), !at(.braceClose) {
        throw expected(zh: "`;` 或 `}`", en: "`;` or `}`")
      }
    } while !take(.braceClose)
    return Expression(.match(subject, arms), start.union(previousSpan))
  }

  private mutating func arm() throws(Unreadable) -> Arm {
    let start = current.span
    let pattern = try pattern()
    let patternSpan = start.union(previousSpan)
    try require(.colon, ":")
    let body = try expression(mode)
    return Arm(pattern: pattern, patternSpan: patternSpan, body: body)
  }

  private mutating func pattern() throws(Unreadable) -> Arm.Pattern {
    let outer = mode
    mode = .condition
    defer { mode = outer }
    if take(.else) { return .otherwise }
    if take(.in) {
      if take(.bracketOpen) { return .list(try bracketed()) }
      let low = try arithmetic()
      guard takeRange() else { throw expected(zh: "`..` 和上限", en: "`..` and an upper bound") }
      return .range(low, try arithmetic())
    }
    if let operation = takeComparison() { return .comparison(operation, try arithmetic()) }
    return .value(try arithmetic())
  }

  /// `{ 10亿: 30万; 50亿: 100万 } each`
  mutating func tiers(_ subject: Expression, exceeds: Bool) throws(Unreadable) -> Expression {
    try require(.braceOpen, "{")
    var tiers: [Tiers.Tier] = []
    repeat {
      let threshold = try arithmetic()
      try require(.colon, ":")
      tiers.append(Tiers.Tier(threshold: threshold, amount: try amount()))
      if !take(.semicolon), !at(.braceClose) {
        throw expected(zh: "`;` 或 `}`", en: "`;` or `}`")
      }
    } while !take(.braceClose)
    _ = take(.comma)
    let mode = try tierMode()
    let table = Tiers(subject: subject, exceeds: exceeds, tiers: tiers, mode: mode)
    return Expression(.tiers(table), subject.span.union(previousSpan))
  }

  /// `each`, `highest`, `if R = v then highest else each`
  private mutating func tierMode() throws(Unreadable) -> Tiers.Mode? {
    if take(.each) { return .each }
    if take(.highest) { return .highest }
    guard at(.if) else { return nil }
    return try nested { parser throws(Unreadable) in
      let start = parser.current.span
      parser.consume(.if)
      let condition = try parser.condition()
      try parser.require(.then)
      guard let then = try parser.tierMode() else {
        throw parser.expected(zh: "`各档` 或 `取高`", en: "`each` or `highest`")
      }
      try parser.requireElse(start)
      guard let otherwise = try parser.tierMode() else {
        throw parser.expected(zh: "`各档` 或 `取高`", en: "`each` or `highest`")
      }
      return .choice(condition, then, otherwise)
    }
  }
}
