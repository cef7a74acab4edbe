import JiliLexer

/// The policy block and the entries it shares with awards.
extension Parser {
  /// `嘉兴市2026 { name "…" period A .. B … }`
  mutating func policy() throws(Unreadable) -> PolicyBlock {
    let name = try name(zh: "政策名", en: "the name of the policy")
    try require(.braceOpen, "{")
    var entries: [PolicyBlock.Entry] = []
    while !at(.braceClose) {
      if take(.semicolon) { continue }
      if isAtStatement { throw expected(zh: "`}`", en: "`}`") }
      let first = position
      do {
        entries.append(try entry())
      } catch {
        // The rest of the entry is lost; the next one is read all the same. Where the text ends,
        // that is all there is to say.
        if current.kind == .end { throw Unreadable() }
        if position == first { advance() }
        skipEntry()
      }
    }
    try require(.braceClose, "}")
    return PolicyBlock(name: name, entries: entries)
  }

  private static let entryWords: [Keyword] = [
    .name, .source, .status, .period, .applies, .overlap, .funding, .rounding,
  ]

  private mutating func entry() throws(Unreadable) -> PolicyBlock.Entry {
    let start = current.span
    guard let kind = try entryKind() else { throw unknownClause(known: Self.entryWords) }
    var parts = Attachments()
    let span = start.union(previousSpan)
    while try attachment(&parts) {}
    while take(.semicolon) {
      while try attachment(&parts) {}
    }
    return .init(kind: kind, span: span, cites: parts.cites, notes: parts.notes)
  }

  /// Moves before the next entry that begins a line or stands behind `;`, or the end of the block.
  private mutating func skipEntry() {
    var braces = 0
    var isBehindSemicolon = false
    while !isAtNextStatement {
      if isBehindSemicolon || isFirstOnLine, Self.entryWords.contains(where: { at($0) }) { return }
      if at(.braceOpen) { braces += 1 }
      if at(.braceClose) {
        if braces == 0 { return }
        braces -= 1
      }
      isBehindSemicolon = at(.semicolon)
      advance()
    }
  }

  private mutating func entryKind() throws(Unreadable) -> PolicyBlock.Entry.Kind? {
    if take(.name) { return .name(try quoted(zh: "政策全称", en: "the full name")) }
    if take(.source) { return .source(try quoted(zh: "文件名", en: "a file name")) }
    if take(.status) {
      guard at(.draft) || at(.adopted) || at(.repealed) else {
        throw expected(zh: "`草案`、`现行` 或 `废止`", en: "`draft`, `adopted` or `repealed`")
      }
      let word: Keyword = at(.draft) ? .draft : at(.adopted) ? .adopted : .repealed
      let place = position
      let status = try name(zh: "状态", en: "a status")
      words[place] = WordUse(keyword: word, count: 1)
      return .status(status)
    }
    if take(.period) { return .period(try period()) }
    if take(.applies) {
      _ = take(.when)
      return .applies(try condition())
    }
    if take(.overlap) { return .overlap(try overlap()) }
    if take(.funding) { return .funding(try funding()) }
    if take(.rounding) {
      let unit = try name(zh: "单位", en: "a unit")
      return .rounding(unit, down: take(.down))
    }
    return nil
  }

  /// `A .. B`, `D for 3 years`, `C .. D for 3 years`, `from D`; `自 D`, `D 起 3 年`
  mutating func period() throws(Unreadable) -> Period {
    let first = current.span
    let isOpen = take(.from)
    let start = try arithmetic()
    let end = takeRange() ? try arithmetic() : nil
    var months: Int?
    if at(.for) {
      consume(.starting)
      months = try duration()
    } else if take(.starting), !isOpen || current.kind == .number {
      // `自 D 起` is open, `自 D 起 3 年` is not.
      months = try duration()
    }
    if !isOpen, end == nil, months == nil {
      throw expected(zh: "`..` 或 `起 3 年`", en: "`..` or `for 3 years`")
    }
    return Period(start: start, end: end, months: months, span: first.union(previousSpan))
  }

  /// `top-up`, `none`, `stack`, `if R = v then none else top-up`
  private mutating func overlap() throws(Unreadable) -> OverlapRule {
    let start = current.span
    if take(.topUp) { return OverlapRule(kind: .topUp, span: start) }
    if at(.none) || at(.noDouble) {
      consume(.noDouble)
      return OverlapRule(kind: .none, span: start)
    }
    if take(.stack) { return OverlapRule(kind: .stack, span: start) }
    guard take(.if) else {
      throw expected(zh: "`补差`、`不重复` 或 `叠加`", en: "`top-up`, `none` or `stack`")
    }
    return try nested { parser throws(Unreadable) in
      let condition = try parser.condition()
      try parser.require(.then)
      let then = try parser.overlap()
      try parser.requireElse(start)
      let otherwise = try parser.overlap()
      return OverlapRule(
        kind: .choice(condition, then, otherwise), span: start.union(otherwise.span))
    }
  }

  /// `市 50%, 区 50% when 财政归属 = 市本级`
  mutating func funding() throws(Unreadable) -> FundingRule {
    let start = current.span
    let payers = try list { parser throws(Unreadable) in
      let name = try parser.name(zh: "出资方", en: "a payer")
      return FundingRule.Payer(name: name, share: try parser.arithmetic())
    }
    let condition = take(.when) ? try condition() : nil
    return FundingRule(payers: payers, condition: condition, span: start.union(previousSpan))
  }
}
