import JiliLexer
import JiliParser

/// Numbers, amounts and names: what an expression is worth.
extension Checker {
  /// Checks an expression of any type.
  mutating func value(_ expression: Expression) -> Typed {
    let span = expression.span
    switch expression.kind {
    case .number(let literal): return number(literal, span)
    case .date(let date): return Typed(.day(Days(date)), .date, span)
    case .text:
      report(.wrongType(wanted: ("数或条件", "a number or condition"), found: .text(0), at: span))
      return .broken(span)
    case .name(let name): return named(name)
    case .fact(let award, let fact): return awardFact(award, fact, span)
    case .negative(let inner):
      let typed = value(inner)
      if typed.type == .broken { return typed }
      guard typed.type.isNumeric else { return wrong(typed, ("数", "a number")) }
      return Typed(.negative(typed), typed.type, span)
    case .arithmetic(let operation, let left, let right):
      return arithmetic(operation, value(left), value(right), span)
    case .share(let share, let base): return self.share(value(share), of: value(base), span)
    case .cap(let amount, let limit): return cap(amount, limit, span)
    case .choice(let condition, let then, let otherwise):
      let test = self.condition(condition)
      return unify(value(then), value(otherwise), span) { .choice(test, $0, $1) }
    case .match(let subject, let arms): return match(subject, arms, span)
    case .unspecified:
      let word = Name(loaded.text(span), span)
      if names[word.text] != nil { return named(word) }
      noteAmongNames(.unspecified, word)
      return discretion(expression)
    case .upTo, .atLeast, .range: return discretion(expression)
    case .tiers(let table): return tiers(table, span)
    case .lastYear(let inner): return byYear(inner, span) { .lastYear($0) }
    case .peak(let inner): return byYear(inner, span) { .peak($0) }
    case .yearsSince(let name): return yearsSince(name, span)
    case .comparison, .inRange, .inList, .not, .and, .or: return logical(expression)
    }
  }

  mutating func wrong(_ typed: Typed, _ wanted: (zh: String, en: String)) -> Typed {
    if typed.type != .broken {
      report(.wrongType(wanted: wanted, found: typed.type, at: typed.span))
    }
    return .broken(typed.span)
  }

  private mutating func number(_ literal: NumberLiteral, _ span: Span) -> Typed {
    var power = -literal.decimals
    var type = ValueType.number
    switch literal.suffix {
    case .none: break
    case .unit(.count(let ten)): power += ten
    case .percent: (power, type) = (power - 2, .percent)
    case .permille: (power, type) = (power - 3, .percent)
    case .unit(.money(let ten)): (power, type) = (power + ten, .money)
    case .unit(.years), .unit(.months):
      guard literal.decimals == 0, literal.digits <= 1200 else {
        // `2026年` is a year, which only dates know what to do with.
        return literal.decimals == 0 && literal.digits <= 9999
          ? Typed(.day(Days(year: Int(literal.digits))), .date, span) : overflow(span)
      }
      let months = Int(literal.digits) * (literal.suffix == .unit(.years) ? 12 : 1)
      return Typed(.months(months), .duration, span)
    case .unit(.days): break
    }
    guard let exact = Exact(digits: literal.digits, timesTenTo: power) else {
      return overflow(span)
    }
    return Typed(.constant(exact), type, span)
  }

  private mutating func overflow(_ span: Span) -> Typed {
    report(.numberTooLarge(at: span))
    return .broken(span)
  }

  // MARK: - Names

  mutating func named(_ name: Name) -> Typed {
    if let meaning = names[name.text] {
      switch meaning {
      case .fact(let id): return fact(id, name.span)
      case .reading(let index): return Typed(.truth(true), .reading(index), name.span)
      case .define(let index):
        let typed = definition(index)
        return Typed(.defined(name.text, typed), typed.type, name.span)
      }
    }
    if name.keywords.has(.year) {
      noteAmongNames(.year, name)
      return Typed(.evaluationYear, .number, name.span)
    }
    if name.keywords.has(.date) {
      noteAmongNames(.date, name)
      return Typed(.evaluationDate, .date, name.span)
    }
    if name.keywords.has(.yes) || name.keywords.has(.no) {
      let isYes = name.keywords.has(.yes)
      noteAmongNames(isYes ? .yes : .no, name)
      return Typed(.truth(isYes), .condition, name.span)
    }
    if let (word, status) = Self.statusWord(name.keywords) {
      noteAmongNames(word, name)
      guard let title = statusTitle else {
        if isTitleUnknown { return .broken(name.span) }
        report(.statusWithoutTitle(name.text, at: name.span))
        return .broken(name.span)
      }
      return Typed(.status(title, status), .condition, name.span)
    }
    return unknown(name)
  }

  private mutating func unknown(_ name: Name) -> Typed {
    if unreadNames.contains(name.text) { return .broken(name.span) }
    if let spaced = spacedSpelling(name.text) {
      report(.runTogether(name.text, spaced: spaced, at: name.span))
    } else if awardIndex[name.text] != nil {
      report(.awardAsValue(name.text, at: name.span))
    } else if benefitPlaces[name.text] != nil {
      report(.benefitHasNoSum(name.text, at: name.span))
    } else if let field = onlyField(with: name.text) {
      report(.valueAlone(name.text, field: field, at: name.span))
    } else {
      let known = suggestable(knownWords)
      reportUnknown(name, .unknownName(name.text, known: known, at: name.span))
    }
    return .broken(name.span)
  }

  /// What may stand where a value is wanted: names, and the statuses of an award's title.
  private var knownWords: [String] {
    guard statusTitle != nil else { return names.keys.sorted() }
    let statuses: [Keyword] = [.new, .first, .renewed, .relocated, .held]
    return names.keys.sorted()
      + statuses.flatMap { [Keywords.spelling($0, .zh), Keywords.spelling($0, .en)] }
  }

  /// The one field or reading that has a value of this name.
  private func onlyField(with value: String) -> String? {
    var found = parts.readings.filter { $0.choices.contains(value) }.map(\.name)
    for fact in parts.facts {
      if case .category(let values, _) = fact.kind, values.contains(value) {
        found.append(fact.name)
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  func fact(_ id: FactID, _ span: Span) -> Typed {
    switch parts.facts[id].kind {
    case .money, .approved, .received, .paid: Typed(.fact(id), .money, span)
    case .number: Typed(.fact(id), .number, span)
    case .percent: Typed(.fact(id), .percent, span)
    case .date: Typed(.fact(id), .date, span)
    case .flag: Typed(.flag(id, true), .condition, span)
    case .text: Typed(.fact(id), .text(id), span)
    case .category, .instalment: Typed(.fact(id), .category(id), span)
    case .title: Typed(.fact(id), .title(id), span)
    }
  }

  private static let statuses: [(word: Keyword, status: TitleStatus)] = [
    (.new, .new), (.first, .newFirst), (.renewed, .renewed), (.relocated, .relocated),
    (.held, .held), (.none, .none),
  ]

  static func statusWord(_ keywords: KeywordSet) -> (word: Keyword, status: TitleStatus)? {
    statuses.first { keywords.has($0.word) }
  }

  static func status(_ keywords: KeywordSet) -> TitleStatus? { statusWord(keywords)?.status }

  mutating func definition(_ index: Int) -> Typed {
    if let typed = definitions[index].typed { return typed }
    let definition = definitions[index]
    if let start = openDefinitions.firstIndex(of: index) {
      let circle = (openDefinitions[start...] + [index]).map { definitions[$0].name.text }
      report(.definitionCycle(circle, at: definition.name.span))
      definitions[index].typed = .broken(definition.name.span)
      return .broken(definition.name.span)
    }
    openDefinitions.append(index)
    defer { openDefinitions.removeLast() }
    guard openDefinitions.count <= Limits.depth else {
      report(.tooLarge(definition.name.text, at: definition.name.span))
      return .broken(definition.name.span)
    }
    // A definition is the same wherever it is used: no award's statuses, no renewal.
    let outer = (statusTitle, isRenewal, allowsDiscretion)
    (statusTitle, isRenewal, allowsDiscretion) = (nil, false, false)
    let typed = bounded(
      value(definition.expression), definition.name.text, at: definition.name.span)
    (statusTitle, isRenewal, allowsDiscretion) = outer
    if definitions[index].typed == nil {
      definitions[index].typed = typed
      definitions[index].extent = extent(of: typed)
    }
    return definitions[index].typed ?? typed
  }

  private mutating func byYear(
    _ inner: Expression, _ span: Span, _ make: (FactID) -> Typed.Kind
  ) -> Typed {
    let typed = value(inner)
    if typed.type == .broken { return typed }
    guard case .fact(let id) = typed.kind, parts.facts[id].isByYear else {
      report(.notByYear(loaded.text(inner.span), at: inner.span))
      return .broken(span)
    }
    return Typed(make(id), typed.type, span)
  }

  private mutating func yearsSince(_ name: Name, _ span: Span) -> Typed {
    guard let id = title(name) else { return .broken(span) }
    return Typed(.yearsSince(id), .number, span)
  }
}

extension Loaded {
  /// The words of a span as written.
  func text(_ span: Span) -> String { sources[Int(span.file)].text(span) }

  /// The same on one line, without comments.
  func words(_ span: Span) -> String { files.map(\.tree.tokens).words(span, sources) }
}

extension [Tokens] {
  /// The words of a span on one line, without comments. A span that crosses tokens, or is of none
  /// of these files, is split anew.
  func words(_ span: Span, _ sources: [Source]) -> String {
    for tokens in self {
      if let words = tokens.words(span) { return words }
    }
    return sources[Int(span.file)].words(span)
  }
}

extension Source {
  fileprivate func words(_ span: Span) -> String {
    let words = lex(Source(name: "", text: text(span)))
    return words.onOneLine(words.all.dropLast())
  }
}
