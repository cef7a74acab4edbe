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
      let start = current.span
      guard let kind = try entryKind() else {
        throw unknownClause(known: [
          .name, .source, .status, .period, .applies, .overlap, .funding, .rounding,
        ])
      }
      var parts = Attachments()
      let span = start.union(previousSpan)
      while try attachment(&parts) {}
      while at(.semicolon) {
        advance()
        while try attachment(&parts) {}
      }
      entries.append(.init(kind: kind, span: span, cites: parts.cites, notes: parts.notes))
    }
    try require(.braceClose, "}")
    return PolicyBlock(name: name, entries: entries)
  }

  private mutating func entryKind() throws(Unreadable) -> PolicyBlock.Entry.Kind? {
    if take(.name) { return .name(try quoted(zh: "政策全称", en: "the full name")) }
    if take(.source) { return .source(try quoted(zh: "文件名", en: "a file name")) }
    if take(.status) {
      guard at(.draft) || at(.adopted) || at(.repealed) else {
        throw expected(zh: "`草案`、`现行` 或 `废止`", en: "`draft`, `adopted` or `repealed`")
      }
      return .status(try name(zh: "状态", en: "a status"))
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
    if take(.from) {
      let start = try arithmetic()
      _ = take(.starting)
      return Period(start: start, end: nil, months: nil, span: first.union(previousSpan))
    }
    let start = try arithmetic()
    let end = takeRange() ? try arithmetic() : nil
    var months: Int?
    if take(.for) || take(.starting) { months = try duration() }
    if end == nil, months == nil {
      throw expected(zh: "`..` 或 `起 3 年`", en: "`..` or `for 3 years`")
    }
    return Period(start: start, end: end, months: months, span: first.union(previousSpan))
  }

  /// `top-up`, `none`, `stack`, `if R = v then none else top-up`
  private mutating func overlap() throws(Unreadable) -> OverlapRule {
    let start = current.span
    if take(.topUp) { return OverlapRule(kind: .topUp, span: start) }
    if take(.none) || take(.noDouble) { return OverlapRule(kind: .none, span: start) }
    if take(.stack) { return OverlapRule(kind: .stack, span: start) }
    guard take(.if) else {
      throw expected(zh: "`补差`、`不重复` 或 `叠加`", en: "`top-up`, `none` or `stack`")
    }
    return try nested { parser throws(Unreadable) in
      let condition = try parser.condition()
      try parser.require(.then)
      let then = try parser.overlap()
      guard parser.take(.else) else { throw parser.missingElse(start) }
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
