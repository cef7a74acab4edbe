/// Drops whatever a failing trial does not need: awards, clauses, rows, columns, declarations.
package func shrink(
  _ trial: Trial, budget: Int = 400, while fails: (Trial) -> Bool
) -> Trial {
  var best = trial
  var left = budget
  var hasShrunk = true
  while hasShrunk && left > 0 {
    hasShrunk = false
    for candidate in smaller(best) where left > 0 {
      left -= 1
      guard fails(candidate) else { continue }
      best = candidate
      hasShrunk = true
      break
    }
  }
  return best
}

/// Every trial that is one step smaller, the greatest steps first.
private func smaller(_ trial: Trial) -> [Trial] {
  var result: [Trial] = []
  let add = { (change: (inout Trial) -> Void) in
    var copy = trial
    change(&copy)
    if copy != trial { result.append(copy) }
  }
  add { $0.layout = Layout() }
  add { $0.layout.adopted = nil }
  add { $0.layout.sharesVocabulary = false }
  let rows = trial.table.rows
  if rows.count > 2 {
    add { $0.table.rows = Array(rows.prefix(rows.count / 2)) }
    add { $0.table.rows = Array(rows.suffix(rows.count / 2)) }
  }
  let asked = trial.program.awardsAskedOf
  for award in trial.program.awards
  where trial.program.awards.count > 1 && !asked.contains(award.name) {
    add { drop(award.name, from: &$0) }
  }
  for index in rows.indices where rows.count > 1 { add { $0.table.rows.remove(at: index) } }
  // A draft can take back awards, but no groups, entries or declarations.
  let isDraft = trial.layout.adopted != nil
  if !isDraft {
    add { $0.program.targets = [] }
    for index in trial.program.benefits.indices { add { $0.program.benefits.remove(at: index) } }
    for index in trial.program.limits.indices { add { $0.program.limits.remove(at: index) } }
    for index in trial.program.groups.indices { add { $0.program.groups.remove(at: index) } }
    for index in trial.program.ceilings.indices {
      add { $0.program.ceilings.remove(at: index) }
    }
  }
  for index in trial.program.awards.indices {
    for thin in thinner(trial.program.awards[index].clauses) {
      add { $0.program.awards[index].clauses = thin }
    }
    for amount in simpler(trial.program.awards[index].amount) {
      add { $0.program.awards[index].amount = amount }
    }
    add { $0.program.awards[index].headers = [:] }
  }
  for index in trial.table.columns.indices {
    add { $0.table.columns.remove(at: index) }
  }
  addOptionSteps(trial, add)
  if !isDraft {
    addPolicySteps(trial, add)
    addDeclarationSteps(trial, add)
  }
  add { $0.style = .plain }
  return result
}

private func drop(_ award: String, from trial: inout Trial) {
  trial.program.awards.removeAll { $0.name == award }
  for index in trial.program.groups.indices {
    trial.program.groups[index].members.removeAll { $0.award == award }
  }
  trial.program.groups.removeAll { $0.members.count < 2 }
  for index in trial.program.ceilings.indices {
    trial.program.ceilings[index].members.removeAll { $0.award == award }
  }
  trial.program.ceilings.removeAll { $0.members.count < 2 }
  trial.table.columns.removeAll { column in
    if case .award(award, _) = column.fact { true } else { false }
  }
}

private func thinner(_ clauses: Clauses) -> [Clauses] {
  var result: [Clauses] = []
  let add = { (change: (inout Clauses) -> Void) in
    var copy = clauses
    change(&copy)
    if copy != clauses { result.append(copy) }
  }
  add { $0.except = nil }
  add { $0.once = false }
  add { $0.less = nil }
  add { $0.cap = nil }
  add { $0.yearlyCap = nil }
  add { $0.quota = nil }
  add { $0.payment = [] }
  add { $0.fundings = [] }
  add { $0.period = nil }
  add { $0.cite = nil }
  for part in clauses.except.map(parts) ?? [] { add { $0.except = part } }
  if let when = clauses.when {
    if !when.namesStatus { add { $0.when = nil } }
    for part in parts(when) where part.namesStatus == when.namesStatus {
      add { $0.when = part }
    }
  }
  return result
}

/// Parts of an amount that could stand for the whole, and at last a plain sum.
private func simpler(_ amount: Expression) -> [Expression] {
  let plain = Expression.money(100_000)
  if case .literal = amount { return [] }
  switch amount {
  case .binary(_, let left, let right): return [plain, left, right]
  case .choose(_, let left, let right): return [plain, left, right]
  case .capped(let inner, _), .upTo(let inner), .atLeast(let inner), .negative(let inner),
    .share(_, of: let inner):
    return [plain, inner]
  case .match(let subject, let arms, let otherwise):
    let fewer = arms.indices.dropFirst().map { index -> Expression in
      var less = arms
      less.remove(at: index)
      return .match(subject, less, otherwise: otherwise)
    }
    return [plain] + arms.map(\.value) + [otherwise].compactMap { $0 } + fewer
  case .tiers(var tiers) where tiers.steps.count > 1:
    tiers.steps.removeLast()
    return [plain, .tiers(tiers)]
  default: return [plain]
  }
}

private func parts(_ condition: Condition) -> [Condition] {
  switch condition {
  case .and(let left, let right), .or(let left, let right): [left, right]
  case .not(let inner): [inner]
  case .flag, .flagIs, .choice, .text, .reading, .due, .instalment, .title, .status, .compare,
    .within, .compareYear, .definition:
    []
  }
}

private func addPolicySteps(_ trial: Trial, _ add: ((inout Trial) -> Void) -> Void) {
  add { $0.program.policy?.applies = nil }
  add { $0.program.policy?.overlap = nil }
  add { $0.program.policy?.fundings = [] }
  add { $0.program.policy?.rounding = nil }
  if trial.options.date != .policy { add { $0.program.policy?.period = nil } }
}

private func addOptionSteps(_ trial: Trial, _ add: ((inout Trial) -> Void) -> Void) {
  for index in trial.options.settings.indices {
    add { $0.options.settings.remove(at: index) }
  }
  add { $0.options.treatsAbsentAsBlank = false }
  add { $0.table.hasByteOrderMark = false }
  add { $0.table.endsLinesWithReturn = false }
}

/// Declarations go last, and only those that nothing mentions any more.
private func addDeclarationSteps(_ trial: Trial, _ add: ((inout Trial) -> Void) -> Void) {
  let read = readNames(trial)
  let columns = Set(trial.table.columns.map(\.fact))
  for field in trial.program.fields
  where !read.contains(.field(field.name)) && !columns.contains(.field(field.name)) {
    add { $0.program.fields.removeAll { $0.name == field.name } }
  }
  for title in trial.program.titles
  where !read.contains(.title(title.name)) && !columns.contains(.title(title.name))
    && !trial.program.awards.contains(where: { $0.title == title.name })
  {
    add { $0.program.titles.removeAll { $0.name == title.name } }
  }
  let source = print(trial.program)
  let isNamedOnce = { (name: String) in
    source.split(separator: name, omittingEmptySubsequences: false).count == 2
  }
  for definition in trial.program.definitions where isNamedOnce(definition.name) {
    add { $0.program.definitions.removeAll { $0.name == definition.name } }
  }
  for reading in trial.program.readings where isNamedOnce(reading.name) {
    add {
      $0.program.readings.removeAll { $0.name == reading.name }
      $0.options.readings[reading.name] = nil
    }
  }
  for parameter in trial.program.parameters where isNamedOnce(parameter.name) {
    add {
      $0.program.parameters.removeAll { $0.name == parameter.name }
      $0.options.settings.removeAll { $0.name == parameter.name }
    }
  }
}

private func readNames(_ trial: Trial) -> Set<Fact> {
  let reads = Reads(trial.program)
  var result = trial.program.awards.reduce(into: Set<Fact>()) {
    $0.formUnion(reads.facts(of: $1))
    for when in $1.clauses.fundings.compactMap(\.when) {
      $0.formUnion(reads.facts(when, title: $1.title))
    }
  }
  for definition in trial.program.definitions {
    switch definition.body {
    case .condition(let body): result.formUnion(reads.facts(body, title: nil))
    case .quantity(let body): result.formUnion(reads.facts(body))
    }
  }
  for condition in trial.program.groups.map(\.when)
    + (trial.program.policy?.fundings.map(\.when) ?? [])
  {
    if let condition { result.formUnion(reads.facts(condition, title: nil)) }
  }
  for scope in trial.program.benefits.map(\.scope) + trial.program.limits.map(\.scope) {
    for condition in [scope.when, scope.except] {
      if let condition { result.formUnion(reads.facts(condition, title: nil)) }
    }
  }
  for limit in trial.program.limits {
    result.formUnion(reads.facts(limit.subject))
  }
  return result
}
