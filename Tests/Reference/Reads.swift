/// The facts that a clause reads, through definitions too.
package struct Reads {
  private let program: Program

  package init(_ program: Program) { self.program = program }

  /// Everything that an award reads, its renewal included.
  package func facts(of award: Award) -> Set<Fact> {
    award.lineNames.reduce([]) { $0.union(facts(of: award, isRenewal: $1.isRenewal)) }
  }

  /// Everything that decides whether and how much a line of an award pays.
  package func facts(of award: Award, isRenewal: Bool) -> Set<Fact> {
    let clauses = award.clauses
    var result = facts(award.amount)
    var expressions = [clauses.less, clauses.cap]
    if isRenewal { expressions.append(clauses.renewal) }
    if !isRenewal { expressions += clauses.quota?.keys ?? [] }
    for expression in expressions {
      if let expression { result.formUnion(facts(expression)) }
    }
    for condition in [program.policy?.applies, clauses.when, clauses.except] {
      if let condition { result.formUnion(facts(condition, title: award.title)) }
    }
    if isRenewal, let title = award.title { result.insert(.title(title)) }
    return result
  }

  package func facts(_ expression: Expression) -> Set<Fact> {
    switch expression {
    case .literal, .parameter, .evaluationYear, .evaluationDate, .unspecified: []
    case .field(let name), .lastYear(let name), .peak(let name): [.field(name)]
    case .tiers(let tiers):
      tiers.steps.reduce(Set<Fact>([.field(tiers.field)])) { $0.union(facts($1.amount)) }
        .union(facts(tiers.mode))
    case .yearsSince(let title): [.title(title)]
    case .awardFact(let award, let fact): [.award(award, fact)]
    case .awardSum(let name): facts(of: name)
    case .negative(let inner), .shifted(let inner, _): facts(inner)
    case .definition(let name): defined(name)
    case .binary(_, let left, let right), .share(let left, of: let right),
      .capped(let left, by: let right), .between(let left, let right):
      facts(left).union(facts(right))
    case .shareBetween(let low, let high, let whole):
      facts(low).union(facts(high)).union(facts(whole))
    case .choose(let condition, let first, let second):
      facts(condition, title: nil).union(facts(first)).union(facts(second))
    case .match(let subject, let arms, let otherwise):
      arms.reduce(facts(subject).union(otherwise.map { facts($0) } ?? [])) {
        $0.union(facts($1.value)).union(facts($1.pattern))
      }
    case .upTo(let inner), .atLeast(let inner): facts(inner)
    }
  }

  /// What another award's own sum hangs on.
  private func facts(of name: LineName) -> Set<Fact> {
    program.awards.first { $0.name == name.award }
      .map { facts(of: $0, isRenewal: name.isRenewal) } ?? []
  }

  private func facts(_ mode: Tiers.Mode) -> Set<Fact> {
    if case .condition(let condition, _) = mode { return facts(condition, title: nil) }
    return []
  }

  private func facts(_ subject: Subject) -> Set<Fact> {
    switch subject {
    case .quantity(let value): facts(value)
    case .choice(let name), .text(let name), .flag(let name): [.field(name)]
    case .title(let name): [.title(name)]
    case .reading: []
    case .instalment(let award): [.award(award, .instalment)]
    }
  }

  private func facts(_ pattern: Pattern) -> Set<Fact> {
    switch pattern {
    case .choices, .flag, .status: []
    case .equals(let value), .compare(_, let value): facts(value)
    case .within(let low, let high): facts(low).union(facts(high))
    }
  }

  private func defined(_ name: String) -> Set<Fact> {
    switch program.definition(name)?.body {
    case .condition(let body): facts(body, title: nil)
    case .quantity(let body): facts(body)
    case nil: []
    }
  }

  package func facts(_ condition: Condition, title: String?) -> Set<Fact> {
    switch condition {
    case .flag(let name), .flagIs(let name, _), .choice(let name, _, _), .text(let name, _, _):
      [.field(name)]
    case .reading: []
    case .due(let award): facts(of: LineName(award))
    case .instalment(let award, _, _): [.award(award, .instalment)]
    case .compareYear(let day, _, _): facts(day)
    case .title(let name): [.title(name)]
    case .status(let name, _, _): (name ?? title).map { [.title($0)] } ?? []
    case .compare(let left, _, let right): facts(left).union(facts(right))
    case .within(let value, let low, let high):
      facts(value).union(facts(low)).union(facts(high))
    case .and(let left, let right), .or(let left, let right):
      facts(left, title: title).union(facts(right, title: title))
    case .not(let inner): facts(inner, title: title)
    case .definition(let name): defined(name)
    }
  }
}
