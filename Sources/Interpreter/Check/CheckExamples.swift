import JiliLexer
import JiliParser

/// Examples: what they set must be something that the rules know, what they expect a constant.
extension Checker {
  mutating func checkExample(_ placed: Placed) {
    guard case .example(let example) = placed.statement.kind else { return }
    _ = citations(placed.statement.cites)
    var made = CheckedExample(
      label: example.label.text, span: placed.statement.span,
      otherwiseNone: example.otherwiseNone, settings: [], expectations: [])
    for setting in example.settings {
      if let checked = self.setting(setting) { made.settings.append(checked) }
    }
    for expectation in example.expectations where !checkVerdict(expectation, into: &made) {
      if let checked = self.expectation(expectation) { made.expectations.append(checked) }
    }
    parts.examples.append(made)
  }

  private mutating func setting(
    _ setting: ExampleDeclaration.Setting
  ) -> CheckedExample.Setting? {
    guard isKnown(setting) else {
      let words = setting.name.text + (setting.fact.map { "." + $0.text } ?? "")
      let span = setting.fact.map { setting.name.span.union($0.span) } ?? setting.name.span
      let known = suggestable(
        names.keys.sorted() + (setting.fact == nil ? [] : awardIndex.keys.sorted()))
      reportUnknown(setting.name, .exampleSetting(words, known: known, at: span))
      return nil
    }
    if setting.part != .plain, !isByYear(setting.name) {
      report(.notByYear(setting.name.text, at: setting.name.span))
      return nil
    }
    checkChoice(setting)
    if setting.fact == nil, names[setting.name.text] == nil {
      noteAmongNames(setting.name.keywords.has(.date) ? .date : .year, setting.name)
    }
    let word = settingWord(setting)
    let part: ExamplePart
    switch setting.part {
    case .plain: part = .plain
    case .lastYear: part = .lastYear
    case .peak: part = .peak
    }
    return CheckedExample.Setting(
      name: setting.name.text, fact: setting.fact?.text, part: part,
      cell: word.map { Keywords.spelling($0, .zh) } ?? cellText(setting.value),
      span: setting.span)
  }

  private mutating func isKnown(_ setting: ExampleDeclaration.Setting) -> Bool {
    if let fact = setting.fact {
      guard awardIndex[setting.name.text] != nil else { return false }
      return [Keyword.approved, .received, .paid, .instalment].contains { fact.keywords.has($0) }
    }
    switch names[setting.name.text] {
    case .fact, .reading: return true
    case .define: return false
    case nil: return setting.name.keywords.has(.date) || setting.name.keywords.has(.year)
    }
  }

  private func isByYear(_ name: Name) -> Bool {
    if case .fact(let id)? = names[name.text] { return parts.facts[id].isByYear }
    return false
  }

  /// A choice, value or status that does not exist is a mistake before any example runs.
  private mutating func checkChoice(_ setting: ExampleDeclaration.Setting) {
    guard setting.fact == nil, case .name(let value) = setting.value.kind else { return }
    switch names[setting.name.text] {
    case .reading(let index)?: _ = readingChoice(setting.value, index)
    case .fact(let id)?:
      if case .category(let values, _) = parts.facts[id].kind {
        guard !values.contains(value.text), !value.keywords.has(.none) else { return }
        let name = parts.facts[id].name
        report(.unknownValue(value.text, of: name, known: suggestable(values), at: value.span))
      }
    case .define?, nil: break
    }
  }

  /// The word of the language that a setting gives as its value; a value of the fact comes first.
  private mutating func settingWord(_ setting: ExampleDeclaration.Setting) -> Keyword? {
    guard setting.fact == nil, case .name(let value) = setting.value.kind,
      case .fact(let id)? = names[setting.name.text]
    else { return nil }
    let fact = parts.facts[id]
    let answer: Keyword? =
      value.keywords.has(.yes) ? .yes : value.keywords.has(.no) ? .no : nil
    switch fact.kind {
    case .title:
      guard let word = Self.statusValue(value.keywords)?.word ?? answer else { return nil }
      note(word, value)
      return word
    case .flag:
      if let answer { note(answer, value) }
      return answer
    case .text, .instalment: return nil
    case .category(let values, _) where values.contains(value.text): return nil
    case .category, .money, .number, .percent, .date, .approved, .received, .paid:
      guard value.keywords.has(.none) else { return nil }
      noteAmongValues(.none, value, of: fact)
      return Keyword.none
    }
  }

  /// The value as a cell would hold it; names and strings without their marks.
  private func cellText(_ expression: Expression) -> String {
    switch expression.kind {
    case .name(let name): name.text
    case .text(let words): words
    default:
      String(
        loaded.text(expression.span).unicodeScalars.filter { !isBlank($0) }.map(Character.init))
    }
  }

  private mutating func expectation(
    _ expectation: ExampleDeclaration.Expectation
  ) -> CheckedExample.Expectation? {
    var target: (award: Int, isRenewal: Bool)?
    if let named = expectation.line {
      guard let line = line(named) else { return nil }
      target = line
    }
    let low: Typed
    var high: Typed?
    if case .range(let first, let second) = expectation.value.kind {
      low = amount(first)
      let last = amount(second)
      checkOrder(low, last, expectation.value.span)
      high = last
    } else {
      low = amount(expectation.value)
    }
    guard low.type != .broken, high?.type != .broken else { return nil }
    guard let lowest = constant(low), let highest = constant(high ?? low) else {
      report(.exampleValue(at: expectation.span))
      return nil
    }
    return CheckedExample.Expectation(
      line: target, low: lowest, high: highest, span: expectation.span)
  }
}
