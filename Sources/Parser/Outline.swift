import JiliLexer

/// An expression as the formatter sees it: which tokens it spans and which of them are operands.
struct Operand {
  enum Kind {
    case plain
    /// Operators of one level in a row: the line may break before each.
    case chain(Level)
    case choice, match, tiers, negative
    case share, yearsSince
  }

  enum Level { case or, and, sum, product, cap }

  let kind: Kind
  /// Places in `Tokens.significant`.
  let range: Range<Int>
  let operands: [Operand]
  /// How many pairs of parentheses stand around it.
  let parentheses: Int
}

/// Finds the places of the tokens of spans and expressions.
struct Outline {
  private let tokens: Tokens
  private var starts: [UInt32: Int] = [:]
  private var ends: [UInt32: Int] = [:]

  init(_ tokens: Tokens) {
    self.tokens = tokens
    for (place, index) in tokens.significant.enumerated() where tokens.all[index].kind != .end {
      starts[tokens.all[index].span.start] = place
      ends[tokens.all[index].span.end] = place + 1
    }
  }

  func start(_ span: Span) -> Int { starts[span.start] ?? 0 }

  func range(_ span: Span) -> Range<Int> {
    let first = start(span)
    return first..<max(first, ends[span.end] ?? first)
  }

  func operand(_ expression: Expression) -> Operand {
    let range = range(expression.span)
    let operands = expression.operands.map(operand).sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    let end = operands.first?.range.lowerBound ?? range.upperBound
    let parentheses = (range.lowerBound..<max(range.lowerBound, end)).prefix {
      tokens.all[tokens.significant[$0]].symbol == .parenOpen
    }.count
    return Operand(
      kind: expression.outlineKind, range: range, operands: operands, parentheses: parentheses)
  }
}

extension Expression {
  fileprivate var outlineKind: Operand.Kind {
    switch kind {
    case .or: .chain(.or)
    case .and: .chain(.and)
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _): .chain(.sum)
    case .arithmetic(.multiply, _, _), .arithmetic(.divide, _, _): .chain(.product)
    case .cap: .chain(.cap)
    case .choice: .choice
    case .match: .match
    case .tiers: .tiers
    case .negative: .negative
    case .share: .share
    case .yearsSince: .yearsSince
    case .number, .date, .text, .name, .fact, .comparison, .inRange, .inList, .not, .upTo,
      .atLeast, .range, .unspecified, .lastYear, .peak:
      .plain
    }
  }

  /// The expressions that it is made of.
  fileprivate var operands: [Expression] {
    switch kind {
    case .number, .date, .text, .name, .fact, .unspecified, .yearsSince: []
    case .negative(let inner), .not(let inner), .upTo(let inner), .atLeast(let inner),
      .lastYear(let inner), .peak(let inner):
      [inner]
    case .arithmetic(_, let one, let two), .comparison(_, let one, let two), .and(let one, let two),
      .or(let one, let two), .range(let one, let two), .share(let one, of: let two),
      .cap(let one, let two):
      [one, two]
    case .inRange(let one, let two, let three), .choice(let one, let two, let three):
      [one, two, three]
    case .inList(let one, let values): [one] + values
    case .match(let subject, let arms): [subject] + arms.flatMap { $0.pattern.operands + [$0.body] }
    case .tiers(let table):
      [table.subject] + table.tiers.flatMap { [$0.threshold, $0.amount] }
        + (table.mode?.conditions ?? [])
    }
  }
}

extension Arm.Pattern {
  fileprivate var operands: [Expression] {
    switch self {
    case .value(let one), .comparison(_, let one): [one]
    case .range(let one, let two): [one, two]
    case .list(let values): values
    case .otherwise: []
    }
  }
}

extension Tiers.Mode {
  fileprivate var conditions: [Expression] {
    switch self {
    case .each, .highest: []
    case .choice(let condition, let then, let otherwise):
      [condition] + then.conditions + otherwise.conditions
    }
  }
}

extension Statement {
  /// The outermost expressions of the statement.
  var expressions: [Expression] {
    switch kind {
    case .use, .amends, .title, .reading, .remove, .removeTarget, .omit: []
    case .policy(let block): block.entries.flatMap(\.kind.expressions)
    case .field(let field): field.type.expressions + [field.blank].compactMap(\.self)
    case .parameter(let parameter):
      parameter.type.expressions + [parameter.value].compactMap(\.self)
    case .define(_, let value): [value]
    case .award(let award): award.expressions
    case .exclusive(_, let condition): [condition].compactMap(\.self)
    case .together(_, let cap): [cap].compactMap(\.self)
    case .benefit(let benefit): benefit.scope.expressions
    case .limit(let limit): [limit.test] + limit.scope.expressions
    case .target(let target): target.goal.expressions
    case .example(let example):
      example.settings.map(\.value) + example.expectations.map(\.value)
    }
  }
}

extension PolicyBlock.Entry.Kind {
  fileprivate var expressions: [Expression] {
    switch self {
    case .name, .source, .status, .rounding: []
    case .period(let period): period.expressions
    case .applies(let condition): [condition]
    case .overlap(let rule): rule.conditions
    case .funding(let rule): rule.expressions
    }
  }
}

extension OverlapRule {
  fileprivate var conditions: [Expression] {
    switch kind {
    case .topUp, .none, .stack: []
    case .choice(let condition, let then, let otherwise):
      [condition] + then.conditions + otherwise.conditions
    }
  }
}

extension Period {
  fileprivate var expressions: [Expression] { [start] + [end].compactMap(\.self) }
}

extension FundingRule {
  fileprivate var expressions: [Expression] {
    payers.map(\.share) + [condition].compactMap(\.self)
  }
}

extension ScopeClauses {
  fileprivate var expressions: [Expression] {
    [when, except].compactMap(\.self) + (period?.expressions ?? [])
  }
}

extension TargetDeclaration.Goal {
  fileprivate var expressions: [Expression] {
    switch self {
    case .single(let value, _): [value]
    case .path(let milestones): milestones.map(\.value)
    }
  }
}

extension TypeName {
  fileprivate var expressions: [Expression] { bounds.map { [$0.low, $0.high] } ?? [] }
}

extension AwardDeclaration {
  fileprivate var expressions: [Expression] {
    items.map(\.amount) + [when, except].compactMap(\.self) + clauses.flatMap(\.kind.expressions)
  }
}

extension AwardClause.Kind {
  fileprivate var expressions: [Expression] {
    switch self {
    case .once, .also: []
    case .renewal(let value), .less(let value), .cap(let value, _): [value]
    case .quota(let quota): [quota.count] + quota.keys
    case .payment(let parts): parts.compactMap(\.share)
    case .period(let period): period.expressions
    case .funding(let rule): rule.expressions
    }
  }
}
