import JiliLexer

/// Expressions, loosest binding on top. One function per level of the grammar.
extension Parser {
  mutating func wholeExpression() -> Expression? {
    do {
      let value = try expression(.plain)
      if current.kind != .end { throw expected(zh: "结尾", en: "the end") }
      return value
    } catch {
      return nil
    }
  }

  mutating func condition() throws(Unreadable) -> Expression { try expression(.condition) }

  mutating func amount() throws(Unreadable) -> Expression { try expression(.amount) }

  mutating func expression(_ mode: Mode) throws(Unreadable) -> Expression {
    let outer = self.mode
    self.mode = mode
    defer { self.mode = outer }
    return try nested { parser throws(Unreadable) in try parser.disjunction() }
  }

  /// `A or B`
  private mutating func disjunction() throws(Unreadable) -> Expression {
    try chain(
      .or, next: { parser throws(Unreadable) in try parser.conjunction() },
      join: { .or($0, $1) })
  }

  /// `A and B`
  private mutating func conjunction() throws(Unreadable) -> Expression {
    try chain(
      .and, next: { parser throws(Unreadable) in try parser.negation() },
      join: { .and($0, $1) })
  }

  private mutating func chain(
    _ keyword: Keyword, next: (inout Parser) throws(Unreadable) -> Expression,
    join: (Expression, Expression) -> Expression.Kind
  ) throws(Unreadable) -> Expression {
    var left = try next(&self)
    let outer = depth
    defer { depth = outer }
    while take(keyword) {
      depth += 1
      guard depth <= Limits.depth else { throw fail(.tooDeep(at: current.span)) }
      let right = try next(&self)
      left = Expression(join(left, right), left.span.union(right.span))
    }
    return left
  }

  /// `not C`
  private mutating func negation() throws(Unreadable) -> Expression {
    guard at(.not) else { return try comparison() }
    let start = current.span
    consume(.not)
    let value = try nested { parser throws(Unreadable) in try parser.negation() }
    return Expression(.not(value), start.union(value.span))
  }

  /// `投资额 >= 500万`, `行业 is 新材料`, `行业 in [A, B]`, `投资额 in 1万 .. 2万`
  private mutating func comparison() throws(Unreadable) -> Expression {
    let left = try range()
    if take(.in) { return try membership(left) }
    if at(.not), peek().kind == .word, peek().keywords.has(.in) {
      throw fail(.notBehind(at: current.span))
    }
    if mode == .condition, at(.range) || at(.through) {
      throw fail(.rangeOutside(at: current.span))
    }
    guard let operation = takeComparison() else { return left }
    let right = try range()
    if mode == .condition, at(.range) || at(.through) {
      throw fail(.rangeOutside(at: current.span))
    }
    let result = Expression(.comparison(operation, left, right), left.span.union(right.span))
    let next = current.span
    if takeComparison() != nil { throw fail(.comparisonChain(at: next)) }
    return result
  }

  private mutating func membership(_ left: Expression) throws(Unreadable) -> Expression {
    if take(.bracketOpen) {
      let values = try bracketed()
      return Expression(.inList(left, values), left.span.union(previousSpan))
    }
    let low = try capped()
    guard takeRange() else { throw expected(zh: "`..` 和上限", en: "`..` and an upper bound") }
    let high = try capped()
    return Expression(.inRange(left, low, high), left.span.union(high.span))
  }

  /// The values of a list, its opening bracket taken.
  mutating func bracketed() throws(Unreadable) -> [Expression] {
    let outer = isInBrackets
    isInBrackets = true
    defer { isInBrackets = outer }
    let values = try list { parser throws(Unreadable) in try parser.arithmetic() }
    try require(.bracketClose, "]")
    return values
  }

  /// Reads what stands in parentheses or braces inside a list: its commas are its own.
  mutating func withoutBrackets<Value>(
    _ body: (inout Parser) throws(Unreadable) -> Value
  ) throws(Unreadable) -> Value {
    let outer = isInBrackets
    isInBrackets = false
    defer { isInBrackets = outer }
    return try body(&self)
  }

  /// `else` of the `if` that begins at `start`.
  mutating func requireElse(_ start: Span) throws(Unreadable) {
    if take(.else) { return }
    if current.kind == .end { truncationCount += 1 }
    throw fail(.missingElse(at: start))
  }

  mutating func takeRange() -> Bool {
    guard at(.range) || at(.through) else { return false }
    consume(.through)
    return true
  }

  /// A comparison sign or its word; `不超过` only where a condition stands.
  mutating func takeComparison() -> ComparisonOperator? {
    if current.kind == .symbol { return takeComparisonSign() }
    guard current.kind == .word else { return nil }
    if take(.is, .not, or: .isNot) { return .notEqual }
    if take(.is) { return .equal }
    if take(.reach) || take(.notBelow) { return .greaterEqual }
    if take(.above) { return .greater }
    if take(.below) { return .less }
    if mode == .condition, take(.notOver) { return .lessEqual }
    return nil
  }

  private static func comparison(
    _ sign: Symbol
  ) -> (operation: ComparisonOperator, word: Keyword?)? {
    switch sign {
    case .equal: (.equal, nil)
    case .notEqual: (.notEqual, nil)
    case .lessThan: (.less, .below)
    case .lessEqual: (.lessEqual, .notOver)
    case .greaterThan: (.greater, .above)
    case .greaterEqual: (.greaterEqual, .notBelow)
    default: nil
    }
  }

  /// A sign is noted as the word that says the same; `<=` has one only in a condition.
  private mutating func takeComparisonSign() -> ComparisonOperator? {
    guard let sign = Self.comparison(current.symbol) else { return nil }
    if let word = sign.word, word != .notOver || mode == .condition {
      consume(word)
    } else {
      advance()
    }
    return sign.operation
  }

  /// `up to A`, `at least A`, `A .. B`
  private mutating func range() throws(Unreadable) -> Expression {
    let start = current.span
    if isPhrase(.up, .to, or: .upTo) {
      _ = take(.up, .to, or: .upTo)
      let value = try nested { parser throws(Unreadable) in try parser.capped() }
      return Expression(.upTo(value), start.union(value.span))
    }
    if isPhrase(.at, .least, or: .atLeast) {
      _ = take(.at, .least, or: .atLeast)
      let value = try nested { parser throws(Unreadable) in try parser.capped() }
      return Expression(.atLeast(value), start.union(value.span))
    }
    let low = try capped()
    guard mode != .condition, takeRange() else { return low }
    let high = try capped()
    return Expression(.range(low, high), low.span.union(high.span))
  }

  /// A phrase that begins an expression: its Chinese twin must not itself be a name here.
  private func isPhrase(_ first: Keyword, _ second: Keyword, or twin: Keyword) -> Bool {
    if at(twin) { return startsOperand(peek()) }
    return at(first) && peek().kind == .word && peek().keywords.has(second)
  }

  func startsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .word:
      token.keywords.isDisjoint(with: Keywords.reserved) || token.keywords.has(.if)
        || token.keywords.has(.match)
    case .quotedName, .number, .date, .string: true
    case .symbol: token.symbol == .parenOpen || token.symbol == .minus
    case .unit, .comment, .blank, .invalid, .end: false
    }
  }

  /// `A cap B`
  mutating func capped() throws(Unreadable) -> Expression {
    var value = try arithmetic()
    let outer = depth
    defer { depth = outer }
    while at(.cap) || at(.notOver) {
      let (start, found) = (position, diagnostics.count)
      if at(.notOver), !at(.cap) {
        if mode == .condition { break }
        if mode == .plain { throw fail(.notOverOutside(at: current.span)) }
      }
      if isPerYear(peek()) { break }
      consume(.cap)
      depth += 1
      guard depth <= Limits.depth else { throw fail(.tooDeep(at: current.span)) }
      let limit = try arithmetic()
      if isPerYear(current) || at(.per) {
        // `cap 10万 per year` is a clause, not a cap of what stands before it.
        position = start
        diagnostics.removeSubrange(found...)
        break
      }
      value = Expression(.cap(value, limit), value.span.union(limit.span))
    }
    return value
  }

  /// `封顶 每年 10万` is a clause.
  private func isPerYear(_ token: Token) -> Bool {
    token.kind == .word && token.keywords.has(.perYear)
  }

  /// `A + B - C`
  mutating func arithmetic() throws(Unreadable) -> Expression {
    try operators(
      { $0 == .plus ? .add : $0 == .minus ? .subtract : nil },
      next: { parser throws(Unreadable) in
        try parser.operators(
          { $0 == .times ? .multiply : $0 == .divide ? .divide : nil },
          next: { parser throws(Unreadable) in try parser.share() })
      })
  }

  private mutating func operators(
    _ meaning: (Symbol) -> ArithmeticOperator?,
    next: (inout Parser) throws(Unreadable) -> Expression
  ) throws(Unreadable) -> Expression {
    var left = try next(&self)
    let outer = depth
    defer { depth = outer }
    while current.kind == .symbol, let operation = meaning(current.symbol) {
      advance()
      depth += 1
      guard depth <= Limits.depth else { throw fail(.tooDeep(at: current.span)) }
      let right = try next(&self)
      left = Expression(.arithmetic(operation, left, right), left.span.union(right.span))
    }
    return left
  }

  /// `20% of 投资额`, `投资额 的 20%`
  private mutating func share() throws(Unreadable) -> Expression {
    var left = try unary()
    let outer = depth
    defer { depth = outer }
    while at(.of) {
      let isReversed = text(current) == "的"
      consume(.of)
      depth += 1
      guard depth <= Limits.depth else { throw fail(.tooDeep(at: current.span)) }
      let right = try unary()
      let span = left.span.union(right.span)
      left =
        isReversed
        ? Expression(.share(right, of: left), span) : Expression(.share(left, of: right), span)
    }
    return left
  }

  private mutating func unary() throws(Unreadable) -> Expression {
    guard at(.minus) else { return try postfix() }
    let start = current.span
    advance()
    let value = try nested { parser throws(Unreadable) in try parser.unary() }
    return Expression(.negative(value), start.union(value.span))
  }

  /// `营收 last year`, `营收 peak`, `营收 first reaches { … } each`, `小巨人 满年数`
  private mutating func postfix() throws(Unreadable) -> Expression {
    var value = try primary()
    let outer = depth
    defer { depth = outer }
    while current.kind == .word {
      guard depth <= Limits.depth else { throw fail(.tooDeep(at: current.span)) }
      depth += 1
      if take(.last, .year, or: .lastYear) {
        value = Expression(.lastYear(value), value.span.union(previousSpan))
      } else if take(.peak) {
        value = Expression(.peak(value), value.span.union(previousSpan))
      } else if take(.first, .reaches, or: .firstReaches) {
        return try tiers(value, exceeds: false)
      } else if take(.first, .exceeds, or: .firstExceeds) {
        return try tiers(value, exceeds: true)
      } else if at(.yearsSince), case .name(let name) = value.kind {
        consume(.yearsSince)
        value = Expression(.yearsSince(name), value.span.union(previousSpan))
      } else {
        break
      }
    }
    return value
  }
}
