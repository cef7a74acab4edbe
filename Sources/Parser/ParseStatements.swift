import JiliLexer

/// Statements, in the order of the language reference.
extension Parser {
  mutating func file() -> [Statement] {
    var statements: [Statement] = []
    // What could not be read counts as well: a file of garbage is not read to its end.
    var count = 0
    while current.kind != .end, !hasEnded {
      if take(.semicolon) { continue }
      count += 1
      guard count <= Limits.statements else {
        diagnostics.append(.tooManyStatements(at: current.span))
        isCutShort = true
        break
      }
      let before = position
      if let statement = statement() {
        statements.append(statement)
        if case .award(let award) = statement.kind { count += max(award.items.count, 1) - 1 }
      }
      if position == before { advance() }
    }
    return statements
  }

  /// One statement, or nil where it could not be read; the cursor then stands at the next one.
  private mutating func statement() -> Statement? {
    let start = current.span
    let first = position
    guard isAtStatement || takeMisspelledStatement() else {
      if current.kind != .invalid { diagnostics.append(notAStatement()) }
      advance()
      skipStatement()
      noteUnread(from: first)
      return nil
    }
    var parts = Attachments()
    do {
      let word = current
      let kind = try statementKind(&parts)
      try trailing(&parts, known: clauseWords(of: word.keywords))
      return Statement(
        kind: kind, span: start.union(previousSpan), cites: parts.cites, notes: parts.notes)
    } catch {
      skipStatement()
      noteUnread(from: first)
      return nil
    }
  }

  private static let statementWords = Keywords.table.filter {
    Keywords.statementStarts.has($0.keyword)
  }.flatMap { $0.chinese + ($0.english.map { [$0] } ?? []) }

  private static let knownStatementWords = KnownNames(statementWords)

  private func notAStatement() -> Diagnostic {
    if let spaced = runTogetherStatement {
      return .runTogetherStatement(text(current), spaced: spaced, at: current.span)
    }
    return .notAStatement(text(current), known: Self.statementWords, at: current.span)
  }

  /// `奖励 国家级小巨人` for a line that begins `奖励国家级小巨人 =`.
  private var runTogetherStatement: String? {
    guard current.kind == .word, current.keywords.isEmpty, isFirstOnLine,
      peek().symbol == .equal || peek().symbol == .colon || peek().kind == .string
    else { return nil }
    let word = text(current)
    let starts = Self.statementWords.filter { word.hasPrefix($0) && !isASCII($0) }
    return starts.max { $0.count < $1.count }.map { $0 + " " + word.dropFirst($0.count) }
  }

  private func isASCII(_ word: String) -> Bool { word.utf8.allSatisfy { $0 < 0x80 } }

  /// The statement's word that a word at the beginning of a line nearly is.
  private var misspelledStatement: String? {
    guard current.kind == .word, current.keywords.isEmpty, isFirstOnLine else { return nil }
    return nearestName(to: text(current), among: Self.knownStatementWords)
  }

  /// Where skipping ends: what follows a mistake may be a statement whose first word is misspelled.
  var isAtNextStatement: Bool {
    if isAtStatement { return true }
    if runTogetherStatement != nil { return true }
    guard misspelledStatement != nil else { return false }
    return [.word, .quotedName, .string].contains(peek().kind)
  }

  /// Reports a nearly right first word of a statement, and has it read as the right one.
  private mutating func takeMisspelledStatement() -> Bool {
    guard runTogetherStatement == nil, let meant = misspelledStatement,
      let keywords = Keywords.bySpelling[meant]
    else {
      return false
    }
    diagnostics.append(notAStatement())
    meantWords[position] = keywords
    return true
  }

  /// Notes the names that the statement just left would have declared: the second word, and every
  /// word before `=` or `:`.
  mutating func noteUnread(from first: Int) {
    for index in first..<position {
      let token = tokens.all[tokens.significant[index]]
      guard token.kind == .word || token.kind == .quotedName else { continue }
      let next = tokens.all[tokens.significant[index + 1]]
      guard index == first + 1 || next.symbol == .equal || next.symbol == .colon else { continue }
      unreadNames.insert(token.kind == .word ? foldedASCII(text(token)) : inner(token))
    }
  }

  /// The clauses that a statement may have, for suggestions.
  private func clauseWords(of statement: KeywordSet) -> [Keyword] {
    if statement.has(.field) { return [.also, .peak, .blank, .other, .cite, .note] }
    if statement.has(.title) { return [.also, .valid, .cite, .note] }
    if statement.has(.exclusive) { return [.when, .cite, .note] }
    return [.cite, .note]
  }

  /// What every statement may carry.
  struct Attachments {
    var cites: [Cite] = []
    var notes: [QuotedText] = []
  }

  private mutating func statementKind(
    _ parts: inout Attachments
  ) throws(Unreadable) -> Statement.Kind {
    let word = current
    if let start = Keywords.statementWords.first(where: { at($0) }) { consume(start) }
    if word.keywords.has(.use) { return .use(try quoted(zh: "文件名", en: "a file name")) }
    if word.keywords.has(.amends) { return .amends(try quoted(zh: "文件名", en: "a file name")) }
    if word.keywords.has(.policy) { return .policy(try policy()) }
    if word.keywords.has(.field) { return .field(try field(&parts)) }
    if word.keywords.has(.title) { return .title(try title(&parts)) }
    if word.keywords.has(.parameter) { return .parameter(try parameter()) }
    if word.keywords.has(.reading) { return .reading(try reading()) }
    if word.keywords.has(.define) {
      let name = try name(zh: "定义的名称", en: "the name defined")
      try require(.equal, "=")
      return .define(name, try expression(.plain))
    }
    if word.keywords.has(.award) { return .award(try award(&parts)) }
    if word.keywords.has(.exclusive) {
      let members = try list { parser throws(Unreadable) in try parser.awardLine() }
      return .exclusive(members, condition: take(.when) ? try condition() : nil)
    }
    if word.keywords.has(.together) { return try together() }
    if word.keywords.has(.benefit) { return .benefit(try benefit(&parts)) }
    if word.keywords.has(.limit) { return .limit(try limit(&parts)) }
    if word.keywords.has(.target) { return .target(try target()) }
    if word.keywords.has(.remove) {
      if take(.target) { return .removeTarget(try targetSubjects()) }
      return .remove(
        try list { parser throws(Unreadable) in try parser.name(zh: "名称", en: "a name") })
    }
    if word.keywords.has(.omit) {
      let words = try quoted(zh: "原文", en: "the exact words")
      try require(.because)
      return .omit(words, because: try quoted(zh: "原因", en: "the reason"))
    }
    return .example(try example())
  }

  // MARK: - What statements carry

  /// `cite "三（一）": "exact words"`
  mutating func cite() throws(Unreadable) -> Cite {
    let start = current.span
    try require(.cite)
    let article = try quoted(zh: "条款，如 \"三（一）\"", en: "an article, as \"三（一）\"")
    let quote = take(.colon) ? try quoted(zh: "原文", en: "the exact words") : nil
    return Cite(article: article, quote: quote, span: start.union(previousSpan))
  }

  mutating func citesHere() throws(Unreadable) -> [Cite] {
    var cites: [Cite] = []
    while at(.cite) { cites.append(try cite()) }
    return cites
  }

  /// Takes `cite` or `note` if one stands here.
  mutating func attachment(_ parts: inout Attachments) throws(Unreadable) -> Bool {
    if at(.cite) {
      parts.cites.append(try cite())
      return true
    }
    if take(.note) {
      parts.notes.append(try quoted(zh: "说明", en: "a note"))
      return true
    }
    return false
  }

  /// The clauses that any statement may end with; a trailing `;` is allowed.
  private mutating func trailing(
    _ parts: inout Attachments, known: [Keyword]
  ) throws(Unreadable) {
    while !isAtNextStatement {
      if take(.semicolon) { continue }
      guard try attachment(&parts) else { throw unknownClause(known: known) }
    }
  }

  mutating func unknownClause(known: [Keyword]) -> Unreadable {
    guard current.kind == .word else {
      return expected(zh: "`;` 或下一条规则", en: "`;` or a statement")
    }
    if isAtChanges { return fail(.onlyInQuestions(text(current), at: current.span)) }
    if runTogetherStatement != nil { return fail(notAStatement()) }
    if takeMisspelledStatement() { return Unreadable() }
    let spellings = known.flatMap {
      [Keywords.spelling($0, .zh), Keywords.spelling($0, .en)]
    }
    let word = text(current)
    let meant = DraftingWords.keyword(meantBy: word, among: known)
    return fail(.unknownClause(word, meant: meant, known: spellings, at: current.span))
  }

  // MARK: - Declarations

  /// `台州营收 : money by year; also "…", peak "…"; blank = none; other = 其他`
  private mutating func field(
    _ parts: inout Attachments
  ) throws(Unreadable) -> FieldDeclaration {
    let name = try name(zh: "字段名", en: "the name of a field")
    try require(.colon, ":")
    var result = FieldDeclaration(name: name, type: try typeName())
    var firstSpans = FirstSpans()
    while true {
      if take(.semicolon) || take(.comma) { continue }
      if take(.also) {
        repeat {
          if take(.peak) {
            result.peak.append(try quoted(zh: "表头", en: "a header"))
          } else {
            result.also.append(try quoted(zh: "表头", en: "a header"))
          }
        } while take(.comma)
      } else if at(.peak), peek().kind == .string {
        consume(.peak)
        result.peak.append(try quoted(zh: "表头", en: "a header"))
      } else if at(.blank) {
        try once(.blank, &firstSpans)
        try require(.equal, "=")
        result.blank = try arithmetic()
      } else if at(.other) {
        try once(.other, &firstSpans)
        try require(.equal, "=")
        result.other = try self.name(zh: "取值", en: "a value")
      } else if try !attachment(&parts) {
        break
      }
    }
    return result
  }

  private static let plainTypes: [(Keyword, TypeName.Kind)] = [
    (.money, .money), (.number, .number), (.percent, .percent), (.date, .date), (.flag, .flag),
    (.text, .text),
  ]

  /// `money by year in 1万 .. 1万亿`, `one of A, B`
  private mutating func typeName() throws(Unreadable) -> TypeName {
    let start = current.span
    let kind: TypeName.Kind
    if take(.one, .of, or: .oneOf) {
      kind = .oneOf(
        try list { parser throws(Unreadable) in try parser.name(zh: "取值", en: "a value") })
    } else {
      guard let found = Self.plainTypes.first(where: { at($0.0) }) else {
        throw expected(
          zh: "类型（金额、数、比例、日期、是否、文字、取值）",
          en: "a type (money, number, percent, date, flag, text, one of)")
      }
      consume(found.0)
      kind = found.1
    }
    let isByYear = take(.by, .year, or: .byYear)
    var bounds: (low: Expression, high: Expression)?
    if take(.in) {
      let low = try arithmetic()
      guard takeRange() else { throw expected(zh: "`..` 和上限", en: "`..` and an upper bound") }
      bounds = (low, try arithmetic())
    }
    return TypeName(
      kind: kind, isByYear: isByYear, bounds: bounds, span: start.union(previousSpan))
  }

  /// `国家级小巨人; also "…"; valid 3 years`
  private mutating func title(
    _ parts: inout Attachments
  ) throws(Unreadable) -> TitleDeclaration {
    var result = TitleDeclaration(name: try name(zh: "称号", en: "the name of a title"))
    var firstSpans = FirstSpans()
    while true {
      if take(.semicolon) || take(.comma) { continue }
      if take(.also) {
        result.also += try list { parser throws(Unreadable) in
          try parser.quoted(zh: "表头", en: "a header")
        }
      } else if at(.valid) {
        try once(.valid, &firstSpans)
        result.validMonths = try duration()
      } else if try !attachment(&parts) {
        break
      }
    }
    return result
  }

  /// `3 years`, `18 个月`, in months.
  mutating func duration() throws(Unreadable) -> Int {
    let start = current.span
    let value = try primary()
    if case .number(let literal) = value.kind, literal.decimals == 0, literal.digits <= 1200 {
      if case .unit(.years) = literal.suffix { return Int(literal.digits) * 12 }
      if case .unit(.months) = literal.suffix { return Int(literal.digits) }
    }
    throw fail(.lengthExpected(at: start.union(previousSpan)))
  }

  private mutating func parameter() throws(Unreadable) -> ParameterDeclaration {
    let name = try name(zh: "参数名", en: "the name of a parameter")
    try require(.colon, ":")
    let type = try typeName()
    let value = take(.equal) ? try arithmetic() : nil
    return ParameterDeclaration(name: name, type: type, value: value)
  }

  /// `跨档 = 各档都给 or 只给最高`
  private mutating func reading() throws(Unreadable) -> ReadingDeclaration {
    let name = try name(zh: "理解的名称", en: "the name of a reading")
    try require(.equal, "=")
    var choices = [try self.name(zh: "一种理解", en: "a choice")]
    // A doubt has two sides at least.
    repeat {
      try require(.or)
      choices.append(try self.name(zh: "一种理解", en: "a choice"))
    } while at(.or)
    return ReadingDeclaration(name: name, choices: choices)
  }

  /// `A` or `A.renewal`
  mutating func awardLine() throws(Unreadable) -> AwardLine {
    let award = try name(zh: "奖项", en: "an award")
    var isRenewal = false
    if take(.dot) {
      try require(.renewal)
      isRenewal = true
    }
    return AwardLine(award: award, isRenewal: isRenewal, span: award.span.union(previousSpan))
  }

  /// `together A, B; cap 500万 per year`
  private mutating func together() throws(Unreadable) -> Statement.Kind {
    let members = try list { parser throws(Unreadable) in try parser.awardLine() }
    while take(.semicolon) {}
    guard at(.cap) || at(.notOver) else {
      throw expected(zh: "`封顶 每年 …`", en: "`cap … per year`")
    }
    let (cap, perYear) = try capClause()
    guard perYear else { throw expected(zh: "`每年`", en: "`per year`") }
    return .together(members, cap: cap)
  }

  /// `cap 10万 per year`, `封顶 每年 10万`, `cap 10万`
  mutating func capClause() throws(Unreadable) -> (Expression, perYear: Bool) {
    consume(.cap)
    var perYear = take(.perYear)
    let value = try expression(.amount)
    if take(.per, .year, or: .perYear) { perYear = true }
    return (value, perYear)
  }
}
