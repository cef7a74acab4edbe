import JiliLexer
import JiliParser

/// One rule of a policy as it stands after every draft: the unit in which two versions differ.
struct PolicyPiece {
  /// An entry of the policy block that bears on sums.
  enum Entry: Hashable { case period, applies, overlap, funding, rounding }

  /// What tells one rule from another: its kind and its name.
  enum Key: Hashable {
    case entry(Entry)
    case field(String)
    case title(String)
    case parameter(String)
    case reading(String)
    case define(String)
    case award(String)
    case benefit(String)
    /// Several limits may have one left side, several groups the same members.
    case limit(String, number: Int)
    case group(isExclusive: Bool, members: Set<String>, number: Int)
  }

  enum Content {
    case statement(Statement)
    case entries([PolicyBlock.Entry])
  }

  var key: Key
  var content: Content
  /// The tokens of the rule. Rules with the same tokens are the same rule.
  var words: [String]
  var span: Span
  var cites: [Cite]

  /// A declaration that pays nothing by itself.
  var isDeclaration: Bool {
    switch key {
    case .field, .title, .parameter, .reading, .define: true
    case .entry, .award, .benefit, .limit, .group: false
    }
  }
}

/// The rules of one policy, drafts resolved, in their order.
struct PolicyPieces {
  private(set) var all: [PolicyPiece] = []
  /// The policy block's name; nil where no block names the policy.
  private(set) var name: Name?
  /// The tree in whose place rules are put together anew.
  private let tree: SyntaxTree?
  private let sources: [Source]
  private var places: [PolicyPiece.Key: Int] = [:]

  /// `sources` holds at least the sources of the policy.
  init(_ loaded: Loaded, sources: [Source]) {
    self.sources = sources
    tree = loaded.files.last?.tree
    var checker = Checker(loaded)
    let placed = checker.merged()
    let words = RuleWords(loaded)
    let removed = Set(checker.removals.keys)
    for place in placed { take(place.statement, words, removed) }
  }

  subscript(key: PolicyPiece.Key) -> PolicyPiece? { places[key].map { all[$0] } }

  private mutating func put(_ piece: PolicyPiece) {
    if let place = places[piece.key] {
      all[place] = piece
    } else {
      places[piece.key] = all.count
      all.append(piece)
    }
  }

  private mutating func take(_ statement: Statement, _ words: RuleWords, _ removed: Set<String>) {
    func piece(_ key: PolicyPiece.Key) -> PolicyPiece {
      PolicyPiece(
        key: key, content: .statement(statement), words: words.of(statement.span),
        span: statement.span, cites: statement.cites)
    }
    switch statement.kind {
    case .field(let field): put(piece(.field(field.name.text)))
    case .title(let title): put(piece(.title(title.name.text)))
    case .parameter(let parameter): put(piece(.parameter(parameter.name.text)))
    case .reading(let reading): put(piece(.reading(reading.name.text)))
    case .define(let name, _): put(piece(.define(name.text)))
    case .benefit(let benefit): put(piece(.benefit(benefit.name.text)))
    case .award(let award):
      for item in award.items {
        var alone = award
        alone.items = [item]
        var own = piece(.award(item.name.text))
        own.content = .statement(statement.with(.award(alone)))
        own.span = item.span
        // Awards of one statement share its clauses, not their sums.
        let others = award.items.filter { $0.span != item.span }.map(\.span)
        own.words = words.of(statement.span, without: others)
        put(own)
      }
    case .limit(let limit):
      var number = 0
      while self[.limit(limit.name.text, number: number)] != nil { number += 1 }
      put(piece(.limit(limit.name.text, number: number)))
    case .exclusive, .together: takeGroup(statement, words, removed)
    case .policy(let block): takeBlock(block, words)
    case .use, .amends, .target, .remove, .removeTarget, .omit, .example: break
    }
  }

  /// What a draft removed has left its groups.
  private mutating func takeGroup(
    _ statement: Statement, _ words: RuleWords, _ removed: Set<String>
  ) {
    guard let kept = statement.withoutAwards(removed.subtracting(awardNames)) else { return }
    let members = Set(kept.groupMembers)
    let isWhole = members.count == statement.groupMembers.count
    var number = 0
    func key() -> PolicyPiece.Key {
      .group(isExclusive: statement.isExclusive, members: members, number: number)
    }
    while self[key()] != nil { number += 1 }
    let dropped = isWhole ? [] : statement.groupLines.filter { removed.contains($0.award.text) }
    put(
      PolicyPiece(
        key: key(), content: .statement(kept),
        words: words.of(statement.span, without: dropped.map(\.span)), span: statement.span,
        cites: statement.cites))
  }

  private mutating func takeBlock(_ block: PolicyBlock, _ words: RuleWords) {
    name = block.name
    var entries: [PolicyPiece.Entry: [PolicyBlock.Entry]] = [:]
    for entry in block.entries {
      if let kind = PolicyPiece.Entry(entry.kind) { entries[kind, default: []].append(entry) }
    }
    for (kind, own) in entries.sorted(by: { $0.value[0].span.start < $1.value[0].span.start }) {
      put(
        PolicyPiece(
          key: .entry(kind), content: .entries(own), words: own.flatMap { words.of($0.span) },
          span: own[0].span, cites: own.flatMap(\.cites)))
    }
  }

  var awardNames: Set<String> {
    Set(
      all.compactMap { piece in
        if case .award(let name) = piece.key { return name }
        return nil
      })
  }

  /// The policy that these rules make, ready to be checked.
  func loaded(_ pieces: [PolicyPiece]) -> Loaded? {
    guard let tree else { return nil }
    var statements: [Statement] = []
    var entries: [PolicyBlock.Entry] = []
    for piece in pieces {
      switch piece.content {
      case .statement(let statement): statements.append(statement)
      case .entries(let own): entries += own
      }
    }
    if let name {
      let block = Statement.Kind.policy(PolicyBlock(name: name, entries: entries))
      statements.insert(Statement(kind: block, span: name.span, cites: [], notes: []), at: 0)
    }
    var loaded = Loaded()
    loaded.sources = sources
    loaded.files = [.init(tree: tree.with(statements), isDraft: false, isIncluded: true)]
    return loaded
  }
}

/// The tokens of rules, blanks and comments left out.
private struct RuleWords {
  /// By file number.
  private var tokens: [UInt16: (source: Source, tokens: [Token])] = [:]

  init(_ loaded: Loaded) {
    for file in loaded.files {
      let all = file.tree.tokens
      guard let number = all.all.first?.span.file else { continue }
      tokens[number] = (all.source, all.significant.map { all.all[$0] })
    }
  }

  func of(_ span: Span, without others: [Span] = []) -> [String] {
    guard let (source, tokens) = tokens[span.file] else { return [] }
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].span.start < span.start { low = middle + 1 } else { high = middle }
    }
    var words: [String] = []
    for token in tokens[low...] where token.span.start < span.end {
      let isOther = others.contains { $0.start <= token.span.start && token.span.end <= $0.end }
      // With what is left out the commas around it go.
      if isOther || !others.isEmpty && token.symbol == .comma { continue }
      words.append(source.text(token.span))
    }
    while words.last == ";" || words.last == "；" { words.removeLast() }
    return words
  }
}

extension PolicyPiece.Entry {
  init?(_ kind: PolicyBlock.Entry.Kind) {
    switch kind {
    case .period: self = .period
    case .applies: self = .applies
    case .overlap: self = .overlap
    case .funding: self = .funding
    case .rounding: self = .rounding
    case .name, .source, .status: return nil
    }
  }

  var keyword: Keyword {
    switch self {
    case .period: .period
    case .applies: .applies
    case .overlap: .overlap
    case .funding: .funding
    case .rounding: .rounding
    }
  }
}

extension Statement {
  var isExclusive: Bool {
    if case .exclusive = kind { return true }
    return false
  }

  /// The awards of an exclusive group or a joint ceiling.
  var groupLines: [AwardLine] {
    if case .exclusive(let lines, _) = kind { return lines }
    if case .together(let lines, _) = kind { return lines }
    return []
  }

  var groupMembers: [String] {
    groupLines.map { $0.award.text + ($0.isRenewal ? "." : "") }
  }

  /// The same group without these awards; nil where fewer than two are left of more.
  func withoutAwards(_ names: Set<String>) -> Statement? {
    let kept = groupLines.filter { !names.contains($0.award.text) }
    if kept.count == groupLines.count { return self }
    if kept.count < 2 { return nil }
    if case .exclusive(_, let condition) = kind {
      return with(.exclusive(kept, condition: condition))
    }
    if case .together(_, let cap) = kind { return with(.together(kept, cap: cap)) }
    return self
  }
}
