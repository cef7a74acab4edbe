import JiliLexer
import JiliParser

/// Fields, titles, parameters, readings and definitions.
extension Checker {
  mutating func declare(_ statements: [Placed]) {
    for placed in statements where mayGoOn {
      switch placed.statement.kind {
      case .field(let field): declare(field, placed)
      case .title(let title): declare(title, placed)
      case .parameter(let parameter): declare(parameter, placed)
      case .reading(let reading): declare(reading, placed)
      case .define(let name, let expression):
        guard claim(name, isDraft: placed.isDraft) else { continue }
        if case .define(let index)? = names[name.text] {
          definitions[index] = Definition(name: name, expression: expression)
        } else {
          names[name.text] = .define(definitions.count)
          definitions.append(Definition(name: name, expression: expression))
        }
        _ = citations(placed.statement.cites)
      case .omit(let words, _):
        hasQuotes = true
        if let nearest = departure(of: words) {
          report(.quoteNotFound(words.text, nearest: nearest, at: words.span))
        }
      case .use, .amends, .policy, .award, .exclusive, .together, .benefit, .limit, .target,
        .remove, .removeTarget,
        .example:
        break
      }
    }
  }

  /// Adds a fact, or replaces the one of this name where a draft restates it.
  mutating func add(_ fact: Fact) -> FactID {
    if case .fact(let id)? = names[fact.name] {
      parts.facts[id] = fact
      return id
    }
    let id = parts.facts.count
    names[fact.name] = .fact(id)
    parts.facts.append(fact)
    return id
  }

  private mutating func declare(_ field: FieldDeclaration, _ placed: Placed) {
    guard claim(field.name, isDraft: placed.isDraft) else { return }
    var fact = Fact(name: field.name.text, kind: kind(field.type, other: field.other))
    fact.place = field.name.span
    fact.isByYear = field.type.isByYear
    fact.aliases = field.also.map(\.text)
    fact.peakAliases = field.peak.map(\.text)
    fact.bounds = bounds(field.type)
    if !fact.isByYear, let header = field.peak.first {
      report(.notByYear(fact.name, at: header.span))
    }
    let id = add(fact)
    if let blank = field.blank { parts.facts[id].blank = blankValue(blank, of: id) }
    _ = citations(placed.statement.cites)
  }

  private mutating func declare(_ title: TitleDeclaration, _ placed: Placed) {
    guard claim(title.name, isDraft: placed.isDraft) else { return }
    var fact = Fact(name: title.name.text, kind: .title(validMonths: title.validMonths))
    fact.place = title.name.span
    fact.aliases = title.also.map(\.text)
    _ = add(fact)
    _ = citations(placed.statement.cites)
  }

  private mutating func declare(_ parameter: ParameterDeclaration, _ placed: Placed) {
    guard claim(parameter.name, isDraft: placed.isDraft) else { return }
    var fact = Fact(name: parameter.name.text, kind: kind(parameter.type, other: nil))
    fact.isParameter = true
    fact.bounds = bounds(parameter.type)
    let id = add(fact)
    if let value = parameter.value {
      parts.facts[id].blank = blankValue(value, of: id)
      checkBounds(of: id, at: value.span)
    }
    _ = citations(placed.statement.cites)
  }

  /// The value of a parameter must lie within its own bounds.
  private mutating func checkBounds(of id: FactID, at span: Span) {
    let (low, high): (Exact?, Exact?)
    switch parts.facts[id].blank {
    case .value(.number(let exact)): (low, high) = (exact, exact)
    case .value(.date(let days)):
      (low, high) = (days.first.map { Exact($0) }, days.last.map { Exact($0) })
    case .standard, .absent, .value: return
    }
    let bounds = parts.facts[id].bounds
    let isBelow = bounds.low.map { lowest in high.map { $0 < lowest } ?? false } ?? false
    let isAbove = bounds.high.map { highest in low.map { $0 > highest } ?? false } ?? false
    if isBelow || isAbove { report(.outOfBounds(parts.facts[id].name, at: span)) }
  }

  private mutating func declare(_ reading: ReadingDeclaration, _ placed: Placed) {
    guard claim(reading.name, isDraft: placed.isDraft) else { return }
    var seen: [String: Span] = [:]
    for choice in reading.choices {
      if let first = seen[choice.text] {
        report(.statedTwice(choice.text, first: first, at: choice.span))
      }
      seen[choice.text] = choice.span
    }
    findLookalikes(among: reading.choices)
    let made = Reading(
      name: reading.name.text, choices: reading.choices.map(\.text),
      note: placed.statement.notes.first?.text, cites: citations(placed.statement.cites))
    if case .reading(let index)? = names[reading.name.text] {
      parts.readings[index] = made
    } else {
      names[reading.name.text] = .reading(parts.readings.count)
      parts.readings.append(made)
    }
  }

  private mutating func kind(_ type: TypeName, other: Name?) -> Fact.Kind {
    if let other {
      if case .oneOf = type.kind {} else { report(.otherWithoutValues(at: other.span)) }
    }
    switch type.kind {
    case .money: return .money
    case .number: return .number
    case .percent: return .percent
    case .date: return .date
    case .flag: return .flag
    case .text: return .text
    case .oneOf(let values):
      var seen: [String: Span] = [:]
      for value in values where mayGoOn {
        if let first = seen[value.text] {
          report(.statedTwice(value.text, first: first, at: value.span))
        }
        seen[value.text] = value.span
      }
      findLookalikes(among: values)
      let texts = values.map(\.text)
      var index: Int?
      if let other {
        index = texts.firstIndex(of: other.text)
        if index == nil {
          report(.unknownValue(other.text, of: "取值", known: suggestable(texts), at: other.span))
        }
      }
      return .category(values: texts, other: index)
    }
  }

  /// `in A .. B` of a type; dates may be known only to the year.
  private mutating func bounds(_ type: TypeName) -> Bounds {
    guard let bounds = type.bounds else { return .unknown }
    let wanted = valueType(of: type)
    guard let low = bound(bounds.low, wanted, isLow: true),
      let high = bound(bounds.high, wanted, isLow: false)
    else { return .unknown }
    if high < low { report(.rangeReversed(at: bounds.low.span.union(bounds.high.span))) }
    return Bounds(low: low, high: high)
  }

  private func valueType(of type: TypeName) -> ValueType {
    switch type.kind {
    case .money: .money
    case .number: .number
    case .percent: .percent
    case .date: .date
    case .flag, .text, .oneOf: .broken
    }
  }

  private mutating func bound(
    _ expression: Expression, _ wanted: ValueType, isLow: Bool
  ) -> Exact? {
    if wanted == .date {
      guard let days = dateLiteral(expression) else {
        let typed = value(expression)
        _ = wrong(typed, ("确定的日期", "a fixed date"))
        return nil
      }
      return (isLow ? days.first : days.last).map { Exact($0) }
    }
    let typed = value(expression)
    if typed.type == .broken { return nil }
    guard typed.type == wanted, let constant = constant(typed) else {
      report(
        .wrongType(
          wanted: ("与字段同类的固定值", "a fixed value of the field's type"), found: typed.type,
          at: expression.span))
      return nil
    }
    return constant
  }

  /// `blank = 0元`, `blank = no`, `blank = none`; also the value that a draft gives a parameter.
  private mutating func blankValue(_ expression: Expression, of id: FactID) -> Fact.Blank {
    let fact = parts.facts[id]
    if case .text = fact.kind, let words = textWords(expression) {
      return .value(.code(textCode(of: words)))
    }
    if case .name(let name) = expression.kind {
      if case .category(let values, _) = fact.kind, let index = values.firstIndex(of: name.text) {
        return .value(.code(index))
      }
      if name.keywords.has(.none) {
        noteAmongValues(.none, name, of: fact)
        return .absent
      }
      switch fact.kind {
      case .flag:
        if name.keywords.has(.yes) || name.keywords.has(.no) {
          note(name.keywords.has(.yes) ? .yes : .no, name)
          return .value(.flag(name.keywords.has(.yes)))
        }
      case .category(let values, _):
        report(.unknownValue(name.text, of: fact.name, known: suggestable(values), at: name.span))
        return .standard
      case .money, .number, .percent, .date, .text, .title, .approved, .received, .paid,
        .instalment:
        break
      }
    }
    if case .date = fact.kind, let days = dateLiteral(expression) { return .value(.date(days)) }
    let typed = value(expression)
    if typed.type == .broken { return .standard }
    let fits =
      switch fact.kind {
      case .money: typed.type == .money
      case .number: typed.type == .number
      case .percent: typed.type == .percent
      case .date, .flag, .text, .category, .title, .approved, .received, .paid, .instalment: false
      }
    guard fits, let number = constant(typed) else {
      report(
        .wrongType(
          wanted: ("与字段同类的固定值", "a fixed value of the field's type"), found: typed.type,
          at: expression.span))
      return .standard
    }
    return .value(.number(number))
  }

  /// The words that a text field holds: a string, or a name that is no `none`.
  private func textWords(_ expression: Expression) -> String? {
    switch expression.kind {
    case .text(let words): words
    case .name(let name) where !name.keywords.has(.none): name.text
    default: nil
    }
  }

  /// Names that differ only in look-alike letters are errors: a reader cannot tell them apart.
  mutating func findLookalikes() {
    let all = [places, awardPlaces, benefitPlaces]
    if all.allSatisfy({ $0.keys.allSatisfy(isOwnSkeleton) }) { return }
    let named = places.merging(awardPlaces) { one, _ in one }
    let declared = named.merging(benefitPlaces) { one, _ in one }.sorted {
      ($0.value.file, $0.value.start) < ($1.value.file, $1.value.start)
    }
    findLookalikes(among: declared.map { Name($0.key, $0.value) })
  }

  /// The same within the values of one field or reading.
  private mutating func findLookalikes(among names: [Name]) {
    var bySkeleton: [String: (name: String, span: Span)] = [:]
    bySkeleton.reserveCapacity(names.count)
    for (name, span) in names.map({ ($0.text, $0.span) }) where mayGoOn {
      let skeleton = confusableSkeleton(name)
      if let other = bySkeleton[skeleton], other.name.utf8.elementsEqual(name.utf8) == false {
        report(.looksAlike(name, other.name, first: other.span, at: span))
      }
      bySkeleton[skeleton] = (name, span)
    }
  }
}
