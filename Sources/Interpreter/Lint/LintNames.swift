import JiliLexer
import JiliParser

/// What is declared and used by nothing.
extension Linter {
  /// Only of the file at hand: a vocabulary that it uses serves other files too, as does a file
  /// that states no rule.
  mutating func lintNames() {
    let hasRules =
      !program.awards.isEmpty || !program.benefits.isEmpty || !program.limits.isEmpty
      || !program.targets.isEmpty
    guard hasRules else { return }
    let used = UsedNames(loaded).found
    for file in loaded.files where !file.isIncluded {
      for statement in file.tree.statements {
        switch statement.kind {
        case .reading(let reading) where !used.contains(reading.name.text):
          report(.readingUnused(reading.name.text, at: reading.name.span))
        case .parameter(let parameter) where !used.contains(parameter.name.text):
          unused("参数", "parameter", parameter.name)
        case .define(let name, _) where !used.contains(name.text):
          unused("定义", "definition", name)
        case .field(let field) where !used.contains(field.name.text):
          unused("字段", "field", field.name)
        case .title(let title) where !used.contains(title.name.text):
          unused("称号", "title", title.name)
        default: break
        }
      }
    }
  }

  private mutating func unused(_ zh: String, _ en: String, _ name: Name) {
    report(.unused(name.text, kind: Wording(zh: zh, en: en), at: name.span))
  }
}

/// Every name that a rule speaks of. Examples are no rules: what they alone set is unused.
private struct UsedNames {
  private let loaded: Loaded
  private(set) var found: Set<String> = []

  init(_ loaded: Loaded) {
    self.loaded = loaded
    for statement in loaded.files.flatMap(\.tree.statements) { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .use, .amends, .field, .title, .parameter, .reading, .remove, .removeTarget, .omit,
      .example:
      break
    case .policy(let block): for entry in block.entries { visit(entry) }
    case .define(_, let expression): visit(expression)
    case .award(let award):
      for item in award.items {
        found.insert(item.name.text)
        if let title = item.title { found.insert(title.text) }
        visit(item.amount)
      }
      visit([award.when, award.except])
      for clause in award.clauses { visit(clause) }
    case .exclusive(_, let condition): visit([condition])
    case .together(_, let cap): visit([cap])
    case .benefit(let benefit):
      found.insert(benefit.name.text)
      if let title = benefit.title { found.insert(title.text) }
      visit(benefit.scope)
    case .limit(let limit):
      visit(limit.test)
      visit(limit.scope)
    case .target(let target): visit(target)
    }
  }

  private mutating func visit(_ entry: PolicyBlock.Entry) {
    switch entry.kind {
    case .name, .source, .status, .rounding: break
    case .period(let period): visit(period)
    case .applies(let condition): visit(condition)
    case .overlap(let rule): visit(rule)
    case .funding(let rule): visit(rule)
    }
  }

  private mutating func visit(_ rule: OverlapRule) {
    guard case .choice(let condition, let then, let otherwise) = rule.kind else { return }
    visit(condition)
    visit(then)
    visit(otherwise)
  }

  private mutating func visit(_ rule: FundingRule) {
    visit(rule.payers.map(\.share) + [rule.condition])
  }

  private mutating func visit(_ period: Period) { visit([period.start, period.end]) }

  private mutating func visit(_ scope: ScopeClauses) {
    visit([scope.when, scope.except])
    if let period = scope.period { visit(period) }
  }

  private mutating func visit(_ clause: AwardClause) {
    switch clause.kind {
    case .once, .also: break
    case .renewal(let expression), .less(let expression), .cap(let expression, _):
      visit(expression)
    case .quota(let quota): visit([quota.count] + quota.keys)
    case .payment(let parts): visit(parts.map(\.share))
    case .period(let period): visit(period)
    case .funding(let rule): visit(rule)
    }
  }

  private mutating func visit(_ target: TargetDeclaration) {
    for subject in target.subjects + [target.each].compactMap(\.self) {
      if case .name(let name) = subject { found.insert(name.text) }
    }
    switch target.goal {
    case .single(let value, _): visit(value)
    case .path(let milestones): visit(milestones.map(\.value))
    }
  }

  private mutating func visit(_ expressions: [Expression?]) {
    for case .some(let expression) in expressions { visit(expression) }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .number, .date, .text: break
    // The word may be a name all the same.
    case .unspecified: found.insert(loaded.text(expression.span))
    case .name(let name), .fact(let name, _), .yearsSince(let name): found.insert(name.text)
    case .negative(let inner), .not(let inner), .upTo(let inner), .atLeast(let inner),
      .lastYear(let inner), .peak(let inner):
      visit(inner)
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
      .and(let left, let right), .or(let left, let right), .range(let left, let right),
      .share(let left, of: let right), .cap(let left, let right):
      visit([left, right])
    case .inRange(let one, let two, let three), .choice(let one, let two, let three):
      visit([one, two, three])
    case .inList(let subject, let values): visit([subject] + values)
    case .match(let subject, let arms):
      visit(subject)
      for arm in arms {
        visit(arm.pattern)
        visit(arm.body)
      }
    case .tiers(let table):
      visit(table.subject)
      for tier in table.tiers { visit([tier.threshold, tier.amount]) }
      if let mode = table.mode { visit(mode) }
    }
  }

  private mutating func visit(_ pattern: Arm.Pattern) {
    switch pattern {
    case .value(let value), .comparison(_, let value): visit(value)
    case .range(let low, let high): visit([low, high])
    case .list(let values): visit(values)
    case .otherwise: break
    }
  }

  private mutating func visit(_ mode: Tiers.Mode) {
    guard case .choice(let condition, let then, let otherwise) = mode else { return }
    visit(condition)
    visit(then)
    visit(otherwise)
  }
}
