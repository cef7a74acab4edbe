import JiliLexer
import JiliParser

extension Session {
  /// Words that may stand behind `before`: values behind `NAME =`, else names and keywords; at the
  /// start of an entry also what begins one.
  package func completions(behind before: String, prefix: String) -> [String] {
    let tokens = lex(Source(name: "", text: before))
    let seen = tokens.significant.dropLast().map { tokens.all[$0] }
    if let last = seen.last, last.symbol == .equal || last.keywords.has(.is) {
      let subject = seen.dropLast().last.map { name($0, tokens) } ?? ""
      let values = values(of: subject)
      if !values.isEmpty { return values }
    }
    var found = scope.names + plan.facts.filter(\.isOfAward).map(\.name)
    if seen.isEmpty {
      found += PromptWord.need.sorted() + PromptWord.why.sorted() + PromptWord.whyNot.sorted()
    }
    // Keywords are many: they are offered once something of them is typed.
    if !prefix.isEmpty {
      for row in Keywords.table { found += row.chinese + (row.english.map { [$0] } ?? []) }
    }
    var known: Set<String> = []
    return found.filter { $0.hasPrefix(prefix) && known.insert($0).inserted }.sorted()
  }

  private func name(_ token: Token, _ tokens: Tokens) -> String {
    let text = tokens.text(token)
    return token.kind == .quotedName ? String(text.dropFirst().dropLast()) : text
  }

  /// The words that a fact or a reading can be.
  private func values(of name: String) -> [String] {
    if let reading = plan.readings.first(where: { $0.name == name }) { return reading.choices }
    let index = HeaderIndex(layout, includesParameters: true)
    guard let target = index.targets(of: name).first else { return [] }
    switch layout.facts[target.fact].kind {
    case .category(let values, _): return values
    case .instalment(_, let labels): return labels
    case .flag: return ["是", "否", "yes", "no"]
    case .title:
      return [
        "新认定", "首次", "再次", "通过复评", "新引进", "有效期内", "无", "new", "first", "again", "renewed",
        "relocated", "held", "none",
      ]
    case .text: return layout.texts
    case .money, .number, .percent, .date, .approved, .received, .paid: return []
    }
  }
}
