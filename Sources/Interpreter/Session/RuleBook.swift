package import JiliLexer
import JiliParser

/// One rule as it is written: a statement, an award of one, an entry of the policy's block.
struct WrittenRule: Sendable {
  let key: RuleKey
  /// The rule alone, without the awards that share its statement.
  let text: String
  /// The word of its statement, for readers: 奖励, award.
  let word: Keyword
  /// The statement it stands in, with how many rules, and its own part of it.
  let statement: Span
  let sharers: Int
  let span: Span

  var file: UInt16 { span.file }
}

/// The rules that hold, each as it is written: those of files, and what drafts put in their place.
struct RuleBook: Sendable {
  private(set) var rules: [WrittenRule] = []
  /// The name of the policy's block.
  private(set) var policy: String?

  /// The rules of these files, drafts last, as the checker merges them.
  init(_ files: some Sequence<Loaded.File>, _ sources: [Source]) {
    for file in files { take(file.tree, sources) }
  }

  private mutating func take(_ tree: SyntaxTree, _ sources: [Source]) {
    for statement in tree.statements {
      let removed = Set(RuleKey.removed(by: statement))
      if !removed.isEmpty {
        rules.removeAll { removed.contains($0.key.name ?? "") }
        continue
      }
      let source = sources[Int(statement.span.file)]
      if case .policy(let block) = statement.kind { policy = block.name.text }
      for rule in Self.written(statement, source) { put(rule) }
    }
  }

  /// A rule takes the place of those that earlier files state under its key.
  private mutating func put(_ rule: WrittenRule) {
    let place = rules.firstIndex { $0.key == rule.key && $0.file != rule.file }
    rules.removeAll { $0.key == rule.key && $0.file != rule.file }
    rules.insert(rule, at: place ?? rules.count)
  }

  private static func written(_ statement: Statement, _ source: Source) -> [WrittenRule] {
    let keys = RuleKey.stated(by: statement, in: source)
    func rule(_ key: RuleKey, _ text: String, _ span: Span) -> WrittenRule {
      WrittenRule(
        key: key, text: text, word: statement.kind.word, statement: statement.span,
        sharers: keys.count, span: span)
    }
    switch statement.kind {
    case .policy(let block):
      return zip(keys, block.entries.indices).map { key, entry in
        let span = block.span(ofEntry: entry, in: statement, source)
        return rule(key, source.text(span), span)
      }
    case .award(let award) where award.items.count > 1:
      let start = statement.span.start
      let head = source.text(start..<award.items[0].span.start)
      let end = award.items[award.items.count - 1].span.end
      let clauses = source.text(end..<statement.span.end)
      return zip(keys, award.items).map { key, item in
        rule(key, head + source.text(item.span) + clauses, item.span)
      }
    default:
      return keys.map { rule($0, source.text(statement.span), statement.span) }
    }
  }
}

extension PolicyBlock {
  /// An entry with what is cited behind it: up to the next one, or to the end of the block.
  fileprivate func span(
    ofEntry index: Int, in statement: Statement, _ source: Source
  ) -> Span {
    let entry = entries[index].span
    let isLast = index + 1 == entries.count
    let end = isLast ? statement.brace(in: source) : entries[index + 1].span.start
    let text = source.text(entry.start..<end)
    let blanks = text.reversed().prefix { $0.isWhitespace }.reduce(0) { $0 + $1.utf8.count }
    return Span(file: entry.file, start: entry.start, end: end - UInt32(blanks))
  }
}

extension Statement {
  /// Where the brace stands that ends the statement's block.
  func brace(in source: Source) -> UInt32 {
    let text = source.text(span)
    guard let brace = text.lastIndex(where: { $0 == "}" || $0 == "｝" }) else { return span.end }
    return span.start + UInt32(text[..<brace].utf8.count)
  }
}

extension Statement.Kind {
  /// The word that begins the statement.
  var word: Keyword {
    switch self {
    case .use: .use
    case .amends: .amends
    case .policy: .policy
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
    case .remove, .removeTarget: .remove
    case .omit: .omit
    case .example: .example
    }
  }
}

// MARK: - Two books

/// What a draft does to one rule; nil where there is none.
package struct RuleDifference: Sendable {
  /// The word of the statement in both languages and the name of the rule.
  package let word: Wording
  package let name: String
  /// The rule before and after, laid out.
  package let old: String?
  package let new: String?
  let key: RuleKey
  let before: [WrittenRule]
  let after: [WrittenRule]
}

extension RuleBook {
  /// What differs between the books, in the order of the older one, what is new behind it.
  func differences(to newer: RuleBook) -> [RuleDifference] {
    var keys: [RuleKey] = []
    var seen: Set<RuleKey> = []
    for rule in rules + newer.rules where seen.insert(rule.key).inserted { keys.append(rule.key) }
    let old = Dictionary(grouping: rules, by: \.key)
    let new = Dictionary(grouping: newer.rules, by: \.key)
    return keys.compactMap { key in
      let (before, after) = (old[key] ?? [], new[key] ?? [])
      let (was, becomes) = (before.map(laidOut), after.map(laidOut))
      guard was != becomes, let any = (after + before).first else { return nil }
      return RuleDifference(
        word: any.word.wording,
        name: key.shownName,
        old: was.isEmpty ? nil : was.joined(separator: "\n"),
        new: becomes.isEmpty ? nil : becomes.joined(separator: "\n"), key: key, before: before,
        after: after)
    }
  }

  private func laidOut(_ rule: WrittenRule) -> String {
    if case .entry = rule.key { return rule.text }
    let tree = parse(Source(name: "", text: rule.text))
    return formatted(tree).map { String($0.trimmingSuffix("\n")) } ?? rule.text
  }
}

extension RuleKey {
  var shownName: String {
    switch self {
    case .use(let name), .amends(let name), .declaration(let name), .award(let name),
      .benefit(let name), .limit(let name, _), .omit(let name), .example(let name):
      name
    case .entry(let keyword): Keywords.spelling(keyword, .zh)
    case .target(let subjects): subjects.joined(separator: "、")
    case .group(let group): group.members.sorted().joined(separator: "、")
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: Character) -> Substring {
    var rest = self[...]
    while rest.last == suffix { rest.removeLast() }
    return rest
  }
}
