import JiliLexer
import JiliParser

/// What a rule is known by: one that is stated again has the key of the one that it replaces.
enum RuleKey: Hashable, Sendable {
  case use(String)
  case amends(String)
  /// An entry of the policy's block: name, period, overlap …
  case entry(Keyword)
  /// A field, title, parameter, reading or definition.
  case declaration(String)
  case award(String)
  case benefit(String)
  /// A limit has the name of its left side; those of one name differ in whom they concern.
  case limit(String, scope: String)
  case target([String])
  case group(GroupName)
  case omit(String)
  case example(String)

  /// The keys of what a statement states, in its order: an award each. A removal states nothing.
  static func stated(by statement: Statement, in source: Source) -> [RuleKey] {
    switch statement.kind {
    case .use(let path): [.use(path.text)]
    case .amends(let path): [.amends(path.text)]
    case .policy(let block): block.entries.map { .entry($0.kind.keyword) }
    case .field(let field): [.declaration(field.name.text)]
    case .title(let title): [.declaration(title.name.text)]
    case .parameter(let parameter): [.declaration(parameter.name.text)]
    case .reading(let reading): [.declaration(reading.name.text)]
    case .define(let name, _): [.declaration(name.text)]
    case .award(let award): award.items.map { .award($0.name.text) }
    case .benefit(let benefit): [.benefit(benefit.name.text)]
    case .limit(let limit): [.limit(limit.name.text, scope: limit.scope.words(in: source))]
    case .target(let target): [.target(target.subjects.map(\.text).sorted())]
    case .exclusive, .together: GroupName(statement).map { [.group($0)] } ?? []
    case .omit(let words, _): [.omit(words.text)]
    case .example(let example): [.example(example.label.text)]
    case .remove, .removeTarget: []
    }
  }

  static func stated(by source: Source) -> [RuleKey] {
    parse(source).statements.flatMap { stated(by: $0, in: source) }
  }

  /// The names that the removals of a text take away.
  static func removed(by source: Source) -> [String] {
    parse(source).statements.flatMap { removed(by: $0) }
  }

  static func removed(by statement: Statement) -> [String] {
    switch statement.kind {
    case .remove(let names): names.map(\.text)
    case .removeTarget(let subjects):
      [RuleKey.target(subjects.map(\.text).sorted()).name ?? ""]
    case .use, .amends, .policy, .field, .title, .parameter, .reading, .define, .award,
      .exclusive, .together, .benefit, .limit, .target, .omit, .example:
      []
    }
  }

  /// The name by which `remove` takes the rule away.
  var name: String? {
    switch self {
    case .declaration(let name), .award(let name), .benefit(let name), .limit(let name, _): name
    case .target(let subjects): subjects.joined(separator: "、")
    case .use, .amends, .entry, .group, .omit, .example: nil
    }
  }
}

extension ScopeClauses {
  fileprivate func words(in source: Source) -> String {
    [when, except].map { condition in
      condition.map { source.text($0.span).filter { !$0.isWhitespace } } ?? ""
    }.joined(separator: "|")
  }
}

extension PolicyBlock.Entry.Kind {
  var keyword: Keyword {
    switch self {
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
}

/// What tells one exclusive group or joint ceiling from another: its kind and its members.
struct GroupName: Hashable, Sendable {
  let isExclusive: Bool
  let members: Set<String>

  init?(_ statement: Statement) {
    switch statement.kind {
    case .exclusive(let lines, _): (isExclusive, members) = (true, Self.names(lines))
    case .together(let lines, _): (isExclusive, members) = (false, Self.names(lines))
    case .use, .amends, .policy, .field, .title, .parameter, .reading, .define, .award, .benefit,
      .limit, .target, .remove, .removeTarget, .omit, .example:
      return nil
    }
  }

  private static func names(_ lines: [AwardLine]) -> Set<String> {
    Set(lines.map { $0.award.text + ($0.isRenewal ? "." : "") })
  }
}
