import JiliLexer
import JiliParser

extension Session {
  /// Words that may stand behind `before`: values behind `NAME =`, names of facts where facts are
  /// changed, words of the statement inside one, and at the start of an entry what begins one.
  package func completions(behind before: String, prefix: String) -> [String] {
    let tokens = lex(Source(name: "", text: before))
    let seen = tokens.significant.dropLast().map { tokens.all[$0] }
    let start = seen.firstIndex { !Keywords.statementStarts.isDisjoint(with: $0.keywords) }
    let found: [String]
    if let last = seen.last, last.symbol == .equal || last.keywords.has(.is),
      start != 0 || seen.count > 3,
      case let values = values(of: seen.dropLast().last.map { name($0, tokens) } ?? ""),
      !values.isEmpty
    {
      return values.filter { $0.hasPrefix(prefix) }
    } else if let start, start == 0 {
      found = words(in: Array(seen), prefix, tokens)
    } else if let first = seen.first, asks(first, tokens) {
      found = ruleNames
    } else if seen.contains(where: { $0.keywords.has(.with) }) || tokens.beginsWhatIf {
      found = statable
    } else {
      found = names + (seen.isEmpty ? Self.beginnings : expressionWords(prefix))
    }
    var known: Set<String> = []
    return found.filter { $0.hasPrefix(prefix) && known.insert($0).inserted }.sorted()
  }

  /// Names of awards, benefits and everything else that stands in the rules.
  package var ruleNames: [String] { scope.names }

  private var names: [String] { scope.names + plan.facts.filter(\.isOfAward).map(\.name) }

  /// What can be given a value.
  private var statable: [String] {
    layout.facts.map(\.name) + plan.readings.map(\.name)
      + [Keywords.spelling(.date, .zh), Keywords.spelling(.date, .en)]
  }

  /// What an entry begins with.
  private static let beginnings: [String] =
    spellings(Keywords.statementWords) + PromptWord.need.sorted() + PromptWord.why.sorted()
    + PromptWord.whyNot.sorted() + ["what if", "why not"] + spellings([.with, .total])

  private static func spellings(_ keywords: some Sequence<Keyword>) -> [String] {
    keywords.flatMap { keyword in
      [Keywords.spelling(keyword, .en), Keywords.spelling(keyword, .zh)].filter { !$0.isEmpty }
    }
  }

  private func asks(_ token: Token, _ tokens: Tokens) -> Bool {
    let text = tokens.text(token)
    return PromptWord.why.contains(text) || PromptWord.whyNot.contains(text)
  }

  // MARK: - Inside a statement

  /// Names and words of the statement, in its own language until something of a word is typed.
  private func words(in seen: [Token], _ prefix: String, _ tokens: Tokens) -> [String] {
    let statement = seen[0]
    let language: Language =
      tokens.text(statement).utf8.allSatisfy { $0 < 0x80 } ? .en : .zh
    if statement.keywords.has(.remove) { return ruleNames }
    // The name that is stated: one that stands already is stated again.
    if seen.count == 1 { return ruleNames }
    let own = Self.clauses.first { statement.keywords.has($0.statement) }?.words ?? []
    let more = prefix.isEmpty ? [] : expressionWords(prefix)
    return names
      + (prefix.isEmpty ? own.map { Keywords.spelling($0, language) } : Self.spellings(own))
      + more
  }

  /// Words of sums and conditions, once something of one is typed: they are many.
  private func expressionWords(_ prefix: String) -> [String] {
    if prefix.isEmpty { return Self.spellings([.with]) }
    return Keywords.table.filter { !Keywords.statementWords.contains($0.keyword) }.flatMap {
      $0.chinese + ($0.english.map { [$0] } ?? [])
    }
  }

  /// Clauses and other words that belong to a statement.
  private static let clauses: [(statement: Keyword, words: [Keyword])] = [
    (
      .award,
      [
        .when, .except, .renewal, .once, .less, .cap, .quota, .payment, .funding, .period, .cite,
        .note, .for, .upTo, .atLeast, .unspecified, .of, .if, .match, .new, .first, .renewed,
        .relocated, .held, .firstReaches, .also,
      ]
    ),
    (
      .policy,
      [
        .name, .source, .status, .period, .applies, .overlap, .funding, .rounding, .cite, .draft,
        .adopted, .topUp, .stack,
      ]
    ),
    (
      .field,
      [
        .money, .number, .percent, .date, .flag, .text, .oneOf, .byYear, .also, .blank, .other,
        .peak,
      ]
    ),
    (.title, [.also, .valid, .years]),
    (.parameter, [.money, .number, .percent, .date, .in, .cite]),
    (.reading, [.or, .cite, .note]), (.define, [.and, .or, .not, .if]),
    (.exclusive, [.when, .cite]), (.together, [.cap, .perYear, .cite]),
    (.benefit, [.when, .except, .for, .cite]), (.limit, [.when, .except, .cite]),
    (.target, [.until, .perYear, .about, .new, .cite]), (.omit, [.because]),
    (.example, [.otherwiseNone, .expect, .total, .date, .year]),
  ]

  // MARK: - Values

  private func name(_ token: Token, _ tokens: Tokens) -> String {
    let text = tokens.text(token)
    return token.kind == .quotedName ? String(text.dropFirst().dropLast()) : text
  }

  /// The words that a fact or a reading can be.
  private func values(of name: String) -> [String] {
    if let reading = plan.readings.first(where: { $0.name == name }) { return reading.choices }
    let index = places.index
    guard let target = index.targets(of: name).first else { return [] }
    return layout.facts[target.fact].kind.words(layout.texts)
  }
}

extension Tokens {
  /// `what if …`
  fileprivate var beginsWhatIf: Bool {
    let first = significant.prefix(2).map { text(all[$0]) }
    return first == [PromptWord.what, Keywords.spelling(.if, .en)]
  }
}
