package import JiliLexer

/// Whom and when a benefit or a limit concerns, as operations.
package struct PlannedScope: Sendable {
  /// Applies, in force, when and except.
  package var condition: OperationID
  package var inForce: OperationID
  /// `when` and `except` as written, for explanations.
  package var test: ConditionTree?
}

/// What a policy grants besides money.
package struct Benefit: Sendable {
  package var name: String
  package var text: String?
  /// The fact that is the benefit's title.
  package var title: Int?
  package var span: Span
  package var cites: [Citation]
  package var notes: [String]
  package var scope: PlannedScope
}

/// A bound on somebody that is checked and pays nothing.
package struct Limit: Sendable {
  package struct Side: Sendable {
    package var comparison: Comparison
    package var bound: OperationID
    package var type: ValueType
  }
  package var name: String
  /// The left side as written, which several limits may share.
  package var subject: String
  /// The whole limit as written.
  package var text: String
  package var span: Span
  package var cites: [Citation]
  package var notes: [String]
  package var scope: PlannedScope
  package var actual: OperationID
  package var type: ValueType
  /// The limit is kept while each of these holds of `actual`.
  package var sides: [Side]
  /// Whether it concerns the company and one of the sides does not hold.
  package var exceeded: OperationID
  /// The facts that stand in it, by their slots; those of the policy's own conditions apart.
  package var slots: [Int]
}

extension Planner {
  mutating func benefits() -> [Benefit] {
    program.benefits.map { benefit in
      Benefit(
        name: benefit.name, text: benefit.text, title: benefit.title, span: benefit.span,
        cites: benefit.cites, notes: benefit.notes, scope: scope(benefit.scope, benefit.title))
    }
  }

  mutating func limits() -> [Limit] { program.limits.map { limit($0) } }

  private mutating func limit(_ limit: CheckedLimit) -> Limit {
    let scope = scope(limit.scope, nil)
    let actual = number(limit.actual)
    let sides = limit.sides.map { side in
      Limit.Side(comparison: side.comparison, bound: number(side.bound), type: side.bound.type)
    }
    var broken = truth(.no)
    for side in sides {
      broken = or(broken, emit(.compare(side.comparison.opposite, actual, side.bound)))
    }
    let parts =
      [limit.actual] + limit.sides.map(\.bound)
      + [limit.scope.when, limit.scope.except].compactMap(\.self)
    var slots: [Int] = []
    for slot in parts.flatMap({ self.slots($0) }) where !slots.contains(slot) {
      slots.append(slot)
    }
    return Limit(
      name: limit.name, subject: limit.subject, text: limit.text, span: limit.span,
      cites: limit.cites, notes: limit.notes, scope: scope, actual: actual,
      type: limit.actual.type, sides: sides, exceeded: and(scope.condition, broken), slots: slots)
  }

  private mutating func scope(_ scope: CheckedScope, _ title: FactID?) -> PlannedScope {
    var inForce = truth(.yes)
    if let period = scope.period ?? program.period {
      inForce = self.period(period, on: dayInForce(title))
    }
    let test = self.test(when: scope.when, except: scope.except)
    return PlannedScope(
      condition: and(and(applies, inForce), test), inForce: inForce,
      test: tree(when: scope.when, except: scope.except))
  }
}

extension Comparison {
  /// What holds of two numbers where this one does not.
  var opposite: Comparison {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterEqual
    case .lessEqual: .greater
    case .greater: .lessEqual
    case .greaterEqual: .less
    }
  }
}
