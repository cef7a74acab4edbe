import JiliLexer

/// Benefits and limits: what a policy grants or demands besides money.
extension Parser {
  private static let clauseWords: [Keyword] = [.when, .except, .period, .cite, .note]

  /// `人才名额 for 国家级小巨人 "每年两名" when new; cite "三（一）"`
  mutating func benefit(_ parts: inout Attachments) throws(Unreadable) -> BenefitDeclaration {
    let name = try name(zh: "优待的名称", en: "the name of a benefit")
    let title = take(.for) ? try self.name(zh: "称号", en: "a title") : nil
    if at(.equal) { throw fail(.benefitWithSum(name.text, at: current.span)) }
    let text = current.kind == .string ? try quoted(zh: "优待的内容", en: "its words") : nil
    return BenefitDeclaration(name: name, title: title, text: text, scope: try scope(&parts))
  }

  /// `融资担保费率 <= 1% when 担保业务`, `自筹比例 in 30% .. 50%`
  mutating func limit(_ parts: inout Attachments) throws(Unreadable) -> LimitDeclaration {
    let first = position
    let test = try condition()
    let subject: Expression
    switch test.kind {
    case .comparison(.less, let left, _), .comparison(.lessEqual, let left, _),
      .comparison(.greater, let left, _), .comparison(.greaterEqual, let left, _),
      .inRange(let left, _, _):
      subject = left
    case .comparison, .inList, .not, .and, .or, .cap: throw fail(.limitForm(at: test.span))
    case .number, .date, .text, .name, .fact, .negative, .arithmetic, .choice, .match, .upTo,
      .atLeast, .range, .unspecified, .share, .tiers, .lastYear, .peak, .yearsSince:
      throw expected(zh: "`<=`、`>=` 或 `属于 A 至 B`", en: "`<=`, `>=` or `in A .. B`")
    }
    let name = limitName(of: subject, from: first)
    return LimitDeclaration(name: name, test: test, subject: subject, scope: try scope(&parts))
  }

  /// A limit is called what stands on its left, as it is written, on one line.
  private func limitName(of subject: Expression, from first: Int) -> Name {
    if case .name(let name) = subject.kind { return name }
    let written = tokens.all[tokens.significant[first]...].prefix {
      $0.span.end <= subject.span.end
    }
    return Name(tokens.onOneLine(written), subject.span)
  }

  /// Whom and when it concerns, and what every statement may carry, in any order.
  private mutating func scope(_ parts: inout Attachments) throws(Unreadable) -> ScopeClauses {
    var scope = ScopeClauses()
    var firstSpans = FirstSpans()
    while !isAtStatement {
      if take(.semicolon) { continue }
      if try attachment(&parts) { continue }
      if at(.when) {
        try once(.when, &firstSpans)
        scope.when = try condition()
      } else if at(.except) {
        try once(.except, &firstSpans)
        scope.except = try condition()
      } else if at(.period) {
        try once(.period, &firstSpans)
        _ = take(.equal)
        scope.period = try period()
      } else {
        throw unknownClause(known: Self.clauseWords)
      }
    }
    return scope
  }
}
