package import JiliLexer
import JiliParser

/// A statement, or an entry of the policy block, with the words of the policy that it quotes.
package struct QuotingRule: Sendable {
  /// Words of the policy as a rule file has them.
  package struct Quote: Sendable {
    /// The article of a `cite`; the full name of a policy and omitted words have none.
    package let article: String?
    package let words: String
    package let span: Span
  }

  /// `奖励 国家级小巨人、省级隐形冠军`
  package let label: Wording
  /// The whole statement.
  package let span: Span
  package let quotes: [Quote]
  /// Why the words are no rule, where they are omitted.
  package let because: String?

  package var isOmission: Bool { because != nil }
}

extension Checker {
  /// Everything that quotes the policy, in the order of the files. What a draft removes is gone;
  /// what it replaces still stands for the words that it quotes.
  func quotingRules(_ statements: [Placed]) -> [QuotingRule] {
    let entries = policyEntries.compactMap(Self.quotingRule)
    return entries + statements.compactMap { Self.quotingRule($0.statement) }
  }

  private static func quotingRule(_ statement: Statement) -> QuotingRule? {
    if case .omit(let words, let because) = statement.kind {
      let word = Keyword.omit
      return QuotingRule(
        label: label(word, []), span: statement.span,
        quotes: [.init(article: nil, words: words.text, span: words.span)],
        because: because.text)
    }
    let quotes = quotes(allCites(statement))
    guard !quotes.isEmpty, let word = word(statement) else { return nil }
    return QuotingRule(
      label: label(word, subjects(statement)), span: statement.span, quotes: quotes, because: nil)
  }

  private static func quotingRule(_ entry: PolicyBlock.Entry) -> QuotingRule? {
    var quotes = quotes(entry.cites)
    if case .name(let words) = entry.kind {
      quotes.append(.init(article: nil, words: words.text, span: words.span))
    }
    guard !quotes.isEmpty else { return nil }
    return QuotingRule(
      label: label(.policy, [Keywords.wording(word(entry))]), span: entry.span, quotes: quotes,
      because: nil)
  }

  /// The cites of a statement and of its clauses.
  static func allCites(_ statement: Statement) -> [Cite] {
    guard case .award(let award) = statement.kind else { return statement.cites }
    return statement.cites + award.clauses.flatMap(\.cites)
  }

  private static func quotes(_ cites: [Cite]) -> [QuotingRule.Quote] {
    cites.compactMap { cite in
      cite.quote.map { .init(article: cite.article.text, words: $0.text, span: $0.span) }
    }
  }

  // MARK: - What a statement is called

  private static func label(_ word: Keyword, _ subjects: [Wording]) -> Wording {
    let word = Keywords.wording(word)
    guard !subjects.isEmpty else { return word }
    return Wording(
      zh: word.zh + " " + subjects.map(\.zh).joined(separator: "、"),
      en: word.en + " " + subjects.map(\.en).joined(separator: ", "))
  }

  private static func word(_ statement: Statement) -> Keyword? {
    switch statement.kind {
    case .field: .field
    case .title: .title
    case .parameter: .parameter
    case .reading: .reading
    case .define: .define
    case .award: .award
    case .exclusive: .exclusive
    case .together: .together
    case .benefit: .benefit
    case .limit: .limit
    case .target: .target
    case .omit: .omit
    case .example: .example
    case .use, .amends, .policy, .remove, .removeTarget: nil
    }
  }

  private static func word(_ entry: PolicyBlock.Entry) -> Keyword {
    switch entry.kind {
    case .name: .name
    case .source: .source
    case .status: .status
    case .period: .period
    case .applies: .applies
    case .overlap: .overlap
    case .funding: .funding
    case .rounding: .rounding
    }
  }

  private static func subjects(_ statement: Statement) -> [Wording] {
    let names: [String] =
      switch statement.kind {
      case .exclusive(let lines, _), .together(let lines, _): lines.map(\.award.text)
      case .limit(let limit): [limit.name.text]
      case .target(let target): target.subjects.map(\.text)
      case .example(let example): [example.label.text]
      case .field, .title, .parameter, .reading, .define, .award, .benefit, .use, .amends,
        .policy, .remove, .removeTarget, .omit:
        declaredNames(statement)
      }
    return names.map { Wording(zh: $0, en: $0) }
  }
}

extension Keywords {
  fileprivate static func wording(_ word: Keyword) -> Wording {
    Wording(zh: spelling(word, .zh), en: spelling(word, .en))
  }
}
