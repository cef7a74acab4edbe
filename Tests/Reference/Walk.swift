/// Visits every expression and condition of a program, nested ones too.
package struct Walk {
  private let expression: (Expression) -> Void
  private let condition: (Condition) -> Void

  package init(
    expression: @escaping (Expression) -> Void, condition: @escaping (Condition) -> Void
  ) {
    self.expression = expression
    self.condition = condition
  }

  package func visit(_ program: Program) {
    program.policy?.applies.map(visit)
    program.policy?.fundings.compactMap(\.when).forEach(visit)
    for definition in program.definitions {
      switch definition.body {
      case .condition(let body): visit(body)
      case .quantity(let body): visit(body)
      }
    }
    program.awards.forEach(visit)
    program.groups.compactMap(\.when).forEach(visit)
    program.ceilings.map(\.cap).forEach(visit)
    for scope in program.benefits.map(\.scope) + program.limits.map(\.scope) {
      scope.when.map(visit)
      scope.except.map(visit)
    }
    for limit in program.limits {
      visit(limit.subject)
      switch limit.bound {
      case .compare(_, let bound): visit(bound)
      case .within(let low, let high): [low, high].forEach(visit)
      }
    }
  }

  package func visit(_ award: Award) {
    visit(award.amount)
    let clauses = award.clauses
    for inner in [clauses.when, clauses.except] + clauses.fundings.map(\.when) {
      inner.map(visit)
    }
    for inner in [clauses.renewal, clauses.less, clauses.cap, clauses.yearlyCap] {
      inner.map(visit)
    }
    if let quota = clauses.quota { ([quota.places] + quota.keys).forEach(visit) }
  }

  package func visit(_ outer: Expression) {
    expression(outer)
    switch outer {
    case .literal, .field, .lastYear, .peak, .parameter, .definition, .evaluationYear,
      .evaluationDate, .yearsSince, .awardFact, .awardSum, .unspecified:
      break
    case .negative(let inner), .shifted(let inner, _), .upTo(let inner), .atLeast(let inner):
      visit(inner)
    case .binary(_, let left, let right), .share(let left, of: let right),
      .capped(let left, by: let right), .between(let left, let right):
      visit(left)
      visit(right)
    case .shareBetween(let low, let high, let whole): [low, high, whole].forEach(visit)
    case .choose(let test, let then, let otherwise):
      visit(test)
      visit(then)
      visit(otherwise)
    case .match(let subject, let arms, let otherwise):
      if case .quantity(let value) = subject { visit(value) }
      for arm in arms { visit(arm.value) }
      otherwise.map(visit)
    case .tiers(let tiers):
      tiers.steps.map(\.amount).forEach(visit)
      if case .condition(let test, _) = tiers.mode { visit(test) }
    }
  }

  package func visit(_ outer: Condition) {
    condition(outer)
    switch outer {
    case .flag, .flagIs, .choice, .text, .reading, .due, .instalment, .title, .status,
      .definition:
      break
    case .compare(let left, _, let right):
      visit(left)
      visit(right)
    case .within(let value, let low, let high): [value, low, high].forEach(visit)
    case .compareYear(let day, _, _): visit(day)
    case .and(let left, let right), .or(let left, let right):
      visit(left)
      visit(right)
    case .not(let inner): visit(inner)
    }
  }
}

extension Program {
  /// The texts that rules ask a field for, which are the cases that an unknown one splits into.
  package func texts(askedOf field: String) -> [String] {
    var found: Set<String> = []
    let walk = Walk { expression in
      guard case .match(.text(field), let arms, _) = expression else { return }
      for arm in arms { if case .choices(let values) = arm.pattern { found.formUnion(values) } }
    } condition: { condition in
      if case .text(field, let values, _) = condition { found.formUnion(values) }
    }
    walk.visit(withoutUnusedDefinitions)
    return found.sorted()
  }

  /// What no rule reads, through other definitions either, asks for nothing.
  private var withoutUnusedDefinitions: Program {
    var used = self
    used.definitions = []
    while true {
      var named: Set<String> = []
      let walk = Walk { expression in
        if case .definition(let name) = expression { named.insert(name) }
      } condition: { condition in
        if case .definition(let name) = condition { named.insert(name) }
      }
      walk.visit(used)
      let reached = definitions.filter { named.contains($0.name) }
      if reached.count == used.definitions.count { return used }
      used.definitions = reached
    }
  }

  /// The awards of which other awards' clauses speak.
  package var awardsAskedOf: Set<String> {
    var found: Set<String> = []
    let walk = Walk { expression in
      switch expression {
      case .awardFact(let award, _): found.insert(award)
      case .awardSum(let name): found.insert(name.award)
      case .match(.instalment(let award), _, _): found.insert(award)
      default: break
      }
    } condition: { condition in
      switch condition {
      case .due(let award), .instalment(let award, _, _): found.insert(award)
      default: break
      }
    }
    walk.visit(self)
    return found
  }
}
