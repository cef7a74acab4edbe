import JiliLexer

/// Targets: what a policy wants to have reached, and by when.
extension Parser {
  /// `A, B = new 75 by 2023`, `A >= 12`, `A = { 2023: base 200; 2024: 270 }`
  mutating func target() throws(Unreadable) -> TargetDeclaration {
    let subjects = try targetSubjects()
    var relation = try targetRelation()
    if at(.braceOpen) {
      return TargetDeclaration(
        subjects: subjects, relation: relation, kind: .cumulative, each: nil,
        goal: .path(try path()))
    }
    var pace = Pace()
    while true {
      if !pace.isNew, at(.new), startsOperand(peek()) {
        consume(.new)
        pace.isNew = true
      } else if relation == .equal, at(.about), startsOperand(peek()) {
        consume(.about)
        relation = .about
      } else if try !takePace(&pace) {
        break
      }
    }
    let value = try targetValue()
    while try takePace(&pace) {}
    let year = takeBy() ? try targetYear() : nil
    return TargetDeclaration(
      subjects: subjects, relation: relation,
      kind: pace.perYear != nil ? .perYear : pace.isNew ? .new : .cumulative, each: pace.each,
      goal: .single(value, by: year))
  }

  /// `国家级小巨人, "“揭榜挂帅”活动"`
  mutating func targetSubjects() throws(Unreadable) -> [TargetDeclaration.Subject] {
    try list { parser throws(Unreadable) in try parser.targetSubject() }
  }

  private mutating func targetSubject() throws(Unreadable) -> TargetDeclaration.Subject {
    if current.kind == .string { return .label(try quoted(zh: "", en: "")) }
    return .name(
      try name(zh: "称号、奖项等名称，或引号里的说法", en: "the name of a title or award, or a quoted label"))
  }

  private mutating func targetRelation() throws(Unreadable) -> TargetDeclaration.Relation {
    let sign = current
    switch takeComparison() {
    case .equal: return .equal
    case .greaterEqual: return .atLeast
    case .greater: return .above
    case .notEqual, .less, .lessEqual:
      throw fail(
        .expected(
          zh: " `=`、`>=` 或 `>`", en: "`=`, `>=` or `>`", found: text(sign), at: sign.span))
    case nil: throw expected(zh: " `=`、`>=` 或 `>`", en: "`=`, `>=` or `>`")
    }
  }

  // MARK: - Values

  /// The words around a value that say how it is counted.
  private struct Pace {
    var isNew = false
    /// Where `per year` stands.
    var perYear: Span?
    /// `per "重点产业链"`
    var each: TargetDeclaration.Subject?
  }

  /// `per year`, `每年`, `per "重点产业链"`, `每个 "重点产业链"`: before the value or behind it.
  private mutating func takePace(_ pace: inout Pace) throws(Unreadable) -> Bool {
    let word = current
    if take(.per, .year, or: .perYear) {
      let span = word.span.union(previousSpan)
      if let first = pace.perYear {
        throw fail(.clauseTwice(tokens.source.text(span), first: first, at: span))
      }
      pace.perYear = span
      return true
    }
    guard pace.each == nil, take(.per) else { return false }
    pace.each = try targetSubject()
    return true
  }

  /// `300`, `1 .. 2`, `100% of 国家级小巨人`, `unspecified`
  private mutating func targetValue() throws(Unreadable) -> Expression {
    let low = try arithmetic()
    guard takeRange() else { return low }
    let high = try arithmetic()
    return Expression(.range(low, high), low.span.union(high.span))
  }

  /// `by 2028`, `到 2028`. The Chinese word for the other `by`, 按, says something else.
  private mutating func takeBy() -> Bool {
    guard at(.until) || at(.by) && !at(.match) else { return false }
    consume(.until)
    return true
  }

  /// `2028`, `2028年`
  private mutating func targetYear() throws(Unreadable) -> TargetDeclaration.Year {
    guard current.kind == .number || current.kind == .date else {
      throw expected(zh: "年份", en: "a year")
    }
    let value = try primary()
    switch value.kind {
    case .number(let literal)
    where literal.decimals == 0
      && (literal.suffix == .none || literal.suffix == .unit(.years)):
      return .init(number: Int(clamping: literal.digits), span: value.span)
    default:
      let words = tokens.source.text(value.span)
      throw fail(.expected(zh: "年份", en: "a year", found: words, at: value.span))
    }
  }

  /// `{ 2023: base 200; 2024: 270; 2026: 400 }`
  private mutating func path() throws(Unreadable) -> [TargetDeclaration.Milestone] {
    try require(.braceOpen, "{")
    var milestones: [TargetDeclaration.Milestone] = []
    repeat {
      let year = try targetYear()
      try require(.colon, ":")
      var isBase = false
      if at(.base), startsOperand(peek()) {
        consume(.base)
        isBase = true
      }
      let value = try targetValue()
      milestones.append(.init(year: year, value: value, isBase: isBase))
      if !take(.semicolon), !at(.braceClose) {
        throw expected(zh: "`;` 或 `}`", en: "`;` or `}`")
      }
    } while !take(.braceClose)
    return milestones
  }
}
