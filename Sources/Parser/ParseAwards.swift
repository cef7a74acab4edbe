import JiliLexer

/// Awards and examples.
extension Parser {
  private static let clauseWords: [Keyword] = [
    .when, .except, .renewal, .once, .less, .cap, .quota, .payment, .period, .funding, .also,
    .cite, .note,
  ]

  /// `A = 300万, B = 150万 when new; renewal = 20%; cite "三（一）"`
  mutating func award(_ parts: inout Attachments) throws(Unreadable) -> AwardDeclaration {
    let first = position - 1
    var award = AwardDeclaration(items: [])
    var firstSpans = FirstSpans()
    do {
      repeat { award.items.append(try awardItem()) } while takeComma()
    } catch {
      award.isComplete = false
      skipMistake(from: first)
      noteUnread(from: first)
    }
    while !isAtNextStatement {
      let start = position
      do {
        try awardPart(&award, &parts, &firstSpans)
      } catch {
        award.isComplete = false
        // A second `when` where a value should stand is no condition of its own.
        if position == start || at(.when) || at(.except), !isAtStatement { advance() }
        skipMistake(from: start)
        noteUnread(from: start)
      }
    }
    return award
  }

  /// The rest of the clause is lost; the next clause, or a condition, is read all the same. `start`
  /// is where the clause began: a `;` within its braces ends nothing.
  private mutating func skipMistake(from start: Int) {
    var open = 0
    for index in start..<max(start, position) {
      let symbol = tokens.all[tokens.significant[index]].symbol
      if symbol == .braceOpen { open += 1 }
      if symbol == .braceClose { open -= 1 }
    }
    while open > 0, !isAtNextStatement {
      if at(.braceOpen) { open += 1 }
      if at(.braceClose) { open -= 1 }
      advance()
    }
    while !isAtNextStatement, !at(.semicolon), !at(.when), !at(.except) {
      if at(.braceOpen) { skipBraces() } else { advance() }
    }
  }

  private mutating func skipBraces() {
    var open = 0
    while !isAtNextStatement {
      if at(.braceOpen) { open += 1 }
      if at(.braceClose) { open -= 1 }
      advance()
      if open == 0 { return }
    }
  }

  /// A comma begins the next award: whoever sets one before a clause would get an award by the name
  /// of the clause, worth what was meant for another.
  private mutating func takeComma() -> Bool {
    let comma = current.span
    guard take(.comma) else { return false }
    guard let clause = clause(current) else { return true }
    refuse(comma, before: clause)
    return false
  }

  /// The clause that a word begins, or was meant to where no `=` makes it the name of an award.
  private func clause(_ word: Token) -> Keyword? {
    guard word.kind == .word else { return nil }
    if let keyword = Self.clauseWords.first(where: { word.keywords.has($0) }) { return keyword }
    let isName = peek(word.span == current.span ? 1 : 2).symbol == .equal
    return isName ? nil : DraftingWords.keyword(meantBy: text(word), among: Self.clauseWords)
  }

  /// Reports the comma, and has the word behind it read as the clause.
  private mutating func refuse(_ comma: Span, before clause: Keyword) {
    diagnostics.append(.commaBeforeClause(text(current), comma: comma, clause, at: current.span))
    meantWords[position] = KeywordSet(clause)
  }

  private mutating func awardItem() throws(Unreadable) -> AwardDeclaration.Item {
    let name = try name(zh: "奖项名", en: "the name of an award")
    let title = take(.for) ? try self.name(zh: "称号", en: "a title") : nil
    try require(.equal, "=")
    let amount = try amount()
    return AwardDeclaration.Item(
      name: name, title: title, amount: amount, span: name.span.union(amount.span))
  }

  private mutating func awardPart(
    _ award: inout AwardDeclaration, _ parts: inout Attachments,
    _ firstSpans: inout FirstSpans
  ) throws(Unreadable) {
    if take(.semicolon) { return }
    let comma = current.span
    if at(.comma), let clause = clause(peek()) {
      advance()
      refuse(comma, before: clause)
    }
    if try attachment(&parts) { return }
    let start = current.span
    for keyword in [Keyword.when, .except] where at(keyword) {
      try once(keyword, &firstSpans)
      let value = try condition()
      // What could not be read may belong to the condition, which is then not the one meant.
      guard endsClause else { throw unknownClause(known: Self.clauseWords) }
      if keyword == .when { award.when = value } else { award.except = value }
      parts.cites += try citesHere()
      return
    }
    guard let kind = try clauseKind(&firstSpans) else {
      throw unknownClause(known: Self.clauseWords)
    }
    let span = start.union(previousSpan)
    award.clauses.append(AwardClause(kind: kind, span: span, cites: try citesHere()))
  }

  private var endsClause: Bool {
    isAtNextStatement || at(.semicolon) || Self.clauseWords.contains { at($0) } || at(.notOver)
      || at(.comma) && clause(peek()) != nil
  }

  /// Where clauses that may stand only once began: few, so that a list finds them soonest.
  struct FirstSpans {
    private var found: [(keyword: Keyword, span: Span)] = []

    subscript(keyword: Keyword) -> Span? {
      get { found.first { $0.keyword == keyword }?.span }
      set {
        found.removeAll { $0.keyword == keyword }
        if let newValue { found.append((keyword, newValue)) }
      }
    }
  }

  /// Takes a clause word that may stand only once.
  mutating func once(
    _ keyword: Keyword, _ firstSpans: inout FirstSpans
  ) throws(Unreadable) {
    if let first = firstSpans[keyword] {
      throw fail(.clauseTwice(text(current), first: first, at: current.span))
    }
    firstSpans[keyword] = current.span
    consume(keyword)
  }

  private mutating func clauseKind(
    _ firstSpans: inout FirstSpans
  ) throws(Unreadable) -> AwardClause.Kind? {
    if at(.renewal) {
      try once(.renewal, &firstSpans)
      try require(.equal, "=")
      return .renewal(try amount())
    }
    if at(.once) {
      try once(.once, &firstSpans)
      return .once
    }
    if at(.less) {
      try once(.less, &firstSpans)
      return .less(try amount())
    }
    if at(.cap) || at(.notOver) {
      let word = current
      let (value, perYear) = try capClause()
      // A ceiling for the year and one for each sum may stand side by side.
      let key: Keyword = perYear ? .perYear : .cap
      if let first = firstSpans[key] {
        diagnostics.append(.clauseTwice(text(word), first: first, at: word.span))
      }
      firstSpans[key] = word.span
      return .cap(value, perYear: perYear)
    }
    if at(.quota) {
      try once(.quota, &firstSpans)
      return .quota(try quota())
    }
    if at(.payment) {
      try once(.payment, &firstSpans)
      try require(.equal, "=")
      return .payment(try list { parser throws(Unreadable) in try parser.payment() })
    }
    if at(.period) {
      try once(.period, &firstSpans)
      _ = take(.equal)
      return .period(try period())
    }
    if take(.funding) {
      _ = take(.equal)
      return .funding(try funding())
    }
    if take(.also) {
      let fact = try factName()
      return .also(fact, try quoted(zh: "表头", en: "a header"))
    }
    return nil
  }

  /// `= 50 per year by K, K2`, `= 每年 50 按 K`
  private mutating func quota() throws(Unreadable) -> AwardClause.Quota {
    try require(.equal, "=")
    var perYear = take(.perYear)
    let count = try arithmetic()
    if take(.per, .year, or: .perYear) { perYear = true }
    guard perYear else { throw expected(zh: "`每年`", en: "`per year`") }
    var keys: [Expression] = []
    if take(.by) {
      keys = try list { parser throws(Unreadable) in try parser.arithmetic() }
    }
    return AwardClause.Quota(count: count, keys: keys)
  }

  /// `50% at 期初`, `rest at 期末`, `期初 50%`, `期末 其余`
  private mutating func payment() throws(Unreadable) -> AwardClause.Payment {
    if take(.rest) {
      try requireAt()
      return .init(label: try name(zh: "期次", en: "a label"), share: nil)
    }
    if current.kind == .word || current.kind == .quotedName {
      let label = try name(zh: "期次", en: "a label")
      return .init(label: label, share: take(.rest) ? nil : try arithmetic())
    }
    let share = try arithmetic()
    try requireAt()
    return .init(label: try name(zh: "期次", en: "a label"), share: share)
  }

  private mutating func requireAt() throws(Unreadable) {
    if take(.at) { return }
    throw expected(zh: " `at` 和期次，中文先写期次，如“期初 50%”", en: "`at` and a label")
  }

  // MARK: - Examples

  /// `"复评小巨人" otherwise none { 国家级小巨人 = renewed; expect total = 30万 }`
  mutating func example() throws(Unreadable) -> ExampleDeclaration {
    let label = try quoted(zh: "算例的名称", en: "the name of the example")
    let otherwiseNone = take(.otherwise, .none, or: .otherwiseNone)
    try require(.braceOpen, "{")
    var settings: [ExampleDeclaration.Setting] = []
    var expectations: [ExampleDeclaration.Expectation] = []
    while !at(.braceClose) {
      if take(.semicolon) || take(.comma) { continue }
      if isAtStatement, isFirstOnLine { throw expected(zh: "`}`", en: "`}`") }
      do {
        if at(.expect) {
          expectations.append(try expectation())
        } else {
          settings.append(try setting())
        }
        if !at(.semicolon), !at(.comma), !at(.braceClose), !at(.expect) {
          throw expected(zh: "`;` 或 `}`", en: "`;` or `}`")
        }
      } catch {
        // The rest of the line is lost; the next one is read all the same.
        skipClause()
        if isAtStatement { throw Unreadable() }
      }
    }
    try require(.braceClose, "}")
    return ExampleDeclaration(
      label: label, otherwiseNone: otherwiseNone, settings: settings, expectations: expectations)
  }

  private mutating func expectation() throws(Unreadable) -> ExampleDeclaration.Expectation {
    let start = current.span
    consume(.expect)
    let line = take(.total) ? nil : try awardLine()
    try require(.equal, "=")
    let value = try expression(.amount)
    return .init(line: line, value: value, span: start.union(value.span))
  }

  private mutating func setting() throws(Unreadable) -> ExampleDeclaration.Setting {
    let name = try name(zh: "事实", en: "a fact")
    var fact: Name?
    if take(.dot) { fact = try factName() }
    var part = ExampleDeclaration.Setting.Part.plain
    if take(.last, .year, or: .lastYear) { part = .lastYear } else if take(.peak) { part = .peak }
    if !take(.is) { try require(.equal, "=") }
    let value = try arithmetic()
    return .init(
      name: name, fact: fact, part: part, value: value, span: name.span.union(value.span))
  }
}
