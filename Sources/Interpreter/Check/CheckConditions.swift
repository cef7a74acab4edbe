import JiliLexer
import JiliParser

/// Conditions: comparisons, membership and logic.
extension Checker {
  /// Checks an expression that must be yes or no; a bare title is "in force".
  mutating func condition(_ expression: Expression) -> Typed {
    let outer = isRenewal
    isRenewal = false
    defer { isRenewal = outer }
    let typed = withoutDiscretion { checker in checker.value(expression) }
    return asCondition(typed)
  }

  mutating func asCondition(_ typed: Typed) -> Typed {
    switch typed.type {
    case .condition, .broken: return typed
    case .title(let id):
      return Typed(.status(id, .inForce), .condition, typed.span)
    case .money, .number, .percent, .date, .duration, .category, .text, .reading:
      return wrong(typed, ("条件", "a condition"))
    }
  }

  mutating func logical(_ expression: Expression) -> Typed {
    let span = expression.span
    switch expression.kind {
    case .not(let inner): return Typed(.not(condition(inner)), .condition, span)
    case .and(let left, let right):
      return Typed(.and(condition(left), condition(right)), .condition, span)
    case .or(let left, let right):
      return Typed(.or(condition(left), condition(right)), .condition, span)
    case .comparison(let operation, let left, let right):
      let subject = withoutDiscretion { checker in checker.value(left) }
      return compare(operation, subject, right, span)
    case .inRange(let subject, let low, let high):
      let typed = withoutDiscretion { checker in checker.value(subject) }
      return within(typed, low, high, span)
    case .inList(let subject, let values):
      let typed = withoutDiscretion { checker in checker.value(subject) }
      return member(typed, values, span)
    default: return .broken(span)
    }
  }

  /// Compares; the right side resolves first among the values of the left.
  mutating func compare(
    _ operation: ComparisonOperator, _ left: Typed, _ right: Expression, _ span: Span
  ) -> Typed {
    switch left.type {
    case .broken: return .broken(span)
    case .category, .text, .title, .reading, .condition:
      guard operation == .equal || operation == .notEqual else {
        return wrong(left, ("数", "a number"))
      }
      return equals(left, right, span, negated: operation == .notEqual)
    case .date: return compareDates(operation, left, right, span)
    case .money, .number, .percent, .duration:
      let bound = withoutDiscretion { checker in checker.bound(right, beside: left) }
      if bound.type == .broken { return .broken(span) }
      let plain: [ValueType] = [.number, .percent]
      guard
        left.type == bound.type || (plain.contains(left.type) && plain.contains(bound.type))
      else { return differ(left, bound, span) }
      return Typed(.compare(Self.comparison(operation), left, bound), .condition, span)
    }
  }

  /// What a number is compared with; beside a plain number `3 年` counts years.
  private mutating func bound(_ expression: Expression, beside left: Typed) -> Typed {
    if left.type == .number, case .number(let literal) = expression.kind,
      literal.suffix == .unit(.years),
      let years = Exact(digits: literal.digits, timesTenTo: -literal.decimals)
    {
      return Typed(.constant(years), .number, expression.span)
    }
    return value(expression)
  }

  static func comparison(_ operation: ComparisonOperator) -> Comparison {
    switch operation {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    }
  }

  /// `F = v` where the values of F are names.
  private mutating func equals(
    _ left: Typed, _ right: Expression, _ span: Span, negated: Bool
  ) -> Typed {
    switch left.type {
    case .category(let id):
      guard let code = categoryCode(right, id) else { return .broken(span) }
      return Typed(.code(id, [code], isNot: negated), .condition, span)
    case .text(let id):
      guard let code = textCode(right) else { return .broken(span) }
      return Typed(.code(id, [code], isNot: negated), .condition, span)
    case .title(let id):
      guard let status = titleStatus(right, id) else { return .broken(span) }
      let wanted = negated ? TitleStatus.unknown.subtracting(status) : status
      return Typed(.status(id, wanted), .condition, span)
    case .reading(let index):
      guard let choice = readingChoice(right, index) else { return .broken(span) }
      let test = Typed(.readingIs(index, choice), .condition, span)
      return negated ? Typed(.not(test), .condition, span) : test
    default: return equalsFlag(left, right, span, negated: negated)
    }
  }

  /// `已落地 = 是`; with `blank = none` both `= 是` and `= 否` are false.
  private mutating func equalsFlag(
    _ left: Typed, _ right: Expression, _ span: Span, negated: Bool
  ) -> Typed {
    guard case .name(let name) = right.kind,
      name.keywords.has(.yes) || name.keywords.has(.no)
    else {
      if case .name(let name) = right.kind, names[name.text] == nil,
        Self.status(name.keywords) == nil, !unreadNames.contains(name.text)
      {
        let subject = loaded.text(left.span)
        report(.unknownValue(name.text, of: subject, known: ["是", "否"], at: name.span))
        return .broken(span)
      }
      let other = value(right)
      return other.type == .broken ? .broken(span) : wrong(other, ("是或否", "yes or no"))
    }
    note(name.keywords.has(.yes) ? .yes : .no, name)
    let wanted = name.keywords.has(.yes) != negated
    if case .flag(let id, let isYes) = left.kind {
      return Typed(.flag(id, wanted == isYes), .condition, span)
    }
    return wanted ? left : Typed(.not(left), .condition, span)
  }

  private mutating func categoryCode(_ expression: Expression, _ id: FactID) -> Int? {
    let fact = parts.facts[id]
    let values: [String]
    switch fact.kind {
    case .category(let all, _): values = all
    case .instalment(_, let labels): values = labels
    default: return nil
    }
    let text: String
    switch expression.kind {
    case .name(let name): text = name.text
    case .text(let words): text = words
    default: text = loaded.text(expression.span)
    }
    if let index = values.firstIndex(of: text) { return index }
    report(.unknownValue(text, of: fact.name, known: suggestable(values), at: expression.span))
    return nil
  }

  private mutating func textCode(_ expression: Expression) -> Int? {
    let text: String
    switch expression.kind {
    case .name(let name): text = name.text
    case .text(let words): text = words
    default:
      report(.wrongType(wanted: ("文字", "a text"), found: .number, at: expression.span))
      return nil
    }
    return textCode(of: text)
  }

  /// The code of a text that rules ask for.
  mutating func textCode(of text: String) -> Int {
    if let code = texts[text] { return code }
    let code = parts.texts.count
    texts[text] = code
    parts.texts.append(text)
    return code
  }

  private mutating func titleStatus(_ expression: Expression, _ id: FactID) -> TitleStatus? {
    let known = ["新认定", "首次", "通过复评", "新引进", "有效期内", "无"]
    guard case .name(let name) = expression.kind else {
      report(
        .unknownValue(
          loaded.text(expression.span), of: parts.facts[id].name, known: known,
          at: expression.span))
      return nil
    }
    if let (word, status) = Self.statusValue(name.keywords) {
      note(word, name)
      return status
    }
    report(
      .unknownValue(name.text, of: parts.facts[id].name, known: suggestable(known), at: name.span))
    return nil
  }

  /// Behind `=` and `为` 复评 and 有效 are statuses too.
  static func statusValue(_ keywords: KeywordSet) -> (word: Keyword, status: TitleStatus)? {
    if let found = statusWord(keywords) { return found }
    if keywords.has(.renewal) { return (.renewed, .renewed) }
    if keywords.has(.valid) { return (.held, .held) }
    if keywords.has(.again) { return (.again, .newAgain) }
    return nil
  }

  mutating func readingChoice(_ expression: Expression, _ index: Int) -> Int? {
    let reading = parts.readings[index]
    let text = loaded.text(expression.span)
    var word = text
    if case .name(let name) = expression.kind { word = name.text }
    if let choice = reading.choices.firstIndex(of: word) { return choice }
    report(
      .unknownValue(
        word, of: reading.name, known: suggestable(reading.choices), at: expression.span))
    return nil
  }

  // MARK: - Ranges and lists

  /// `F in A .. B`, both ends in.
  mutating func within(
    _ left: Typed, _ low: Expression, _ high: Expression, _ span: Span
  ) -> Typed {
    if left.type == .broken { return .broken(span) }
    let lower = compare(.greaterEqual, left, low, span)
    let upper = compare(.lessEqual, left, high, span)
    if lower.type == .broken || upper.type == .broken { return .broken(span) }
    if case .compare(_, _, let first) = lower.kind, case .compare(_, _, let last) = upper.kind {
      checkOrder(first, last, low.span.union(high.span))
    }
    return Typed(.and(lower, upper), .condition, span)
  }

  /// `F in [A, B]`
  mutating func member(_ left: Typed, _ values: [Expression], _ span: Span) -> Typed {
    var codes: [Int] = []
    var whole: Typed?
    for value in values {
      let one = compare(.equal, left, value, span)
      if one.type == .broken { return one }
      if case .code(_, let found, _) = one.kind { codes += found }
      whole = whole.map { Typed(.or($0, one), .condition, span) } ?? one
    }
    switch left.type {
    case .category(let id), .text(let id):
      return Typed(.code(id, codes, isNot: false), .condition, span)
    case .money, .number, .percent, .date, .duration, .condition, .title, .reading, .broken: break
    }
    return whole ?? .broken(span)
  }

  // MARK: - Dates

  /// A year or month on the right is all its days: `>= 2025` from the first, `<= 2025` to the last.
  private mutating func compareDates(
    _ operation: ComparisonOperator, _ left: Typed, _ right: Expression, _ span: Span
  ) -> Typed {
    guard let days = dateLiteral(right) else {
      let bound = withoutDiscretion { checker in checker.value(right) }
      if bound.type == .broken { return .broken(span) }
      guard bound.type == .date else { return differ(left, bound, span) }
      return Typed(.compare(Self.comparison(operation), left, bound), .condition, span)
    }
    func day(_ number: Int?) -> Typed {
      Typed(.day(Days(first: number, last: number)), .date, right.span)
    }
    func test(_ comparison: Comparison, _ number: Int?) -> Typed {
      Typed(.compare(comparison, left, day(number)), .condition, span)
    }
    switch operation {
    case .greaterEqual: return test(.greaterEqual, days.first)
    case .less: return test(.less, days.first)
    case .lessEqual: return test(.lessEqual, days.last)
    case .greater: return test(.greater, days.last)
    case .equal:
      return Typed(
        .and(test(.greaterEqual, days.first), test(.lessEqual, days.last)), .condition, span)
    case .notEqual:
      // Not the opposite of the above: where there is no such day, every comparison fails.
      return Typed(
        .or(test(.less, days.first), test(.greater, days.last)), .condition, span)
    }
  }
}
