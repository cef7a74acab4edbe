import JiliLexer

/// Which awards, benefits and limits read a fact, and in which articles.
struct FactReaders {
  private struct Reader {
    var name: Wording
    var cites: [Citation]
    var facts: Set<Int>
  }

  private var all: [Reader] = []

  init(_ plan: Plan) {
    let walk = FactWalk(plan: plan)
    addWhole(plan, walk)
    for (index, line) in plan.lines.enumerated() {
      var operations = [line.condition, line.sum]
      if let quota = line.quota { operations += [quota.count] + quota.keys }
      operations += [line.capPerYear].compactMap(\.self)
      operations += line.funding.compactMap(\.condition)
      var facts = walk.facts(operations)
      for slot in [line.approvedSlot, line.receivedSlot, line.paidSlot, line.instalmentSlot]
      where slot >= 0 {
        facts.insert(plan.slotFacts[slot])
      }
      let name = plan.qualified(line.name, plan.policy(ofLine: index))
      add(Wording(zh: name, en: name), line.cites, facts)
    }
    for group in plan.exclusives {
      let facts = walk.facts([group.condition].compactMap(\.self))
      add(Keyword.exclusive.wording, group.cites, facts)
    }
    for group in plan.joints { add(Keyword.together.wording, group.cites, walk.facts([group.cap])) }
    for (index, benefit) in plan.benefits.enumerated() {
      let name = plan.benefitName(index)
      add(
        Wording(zh: name, en: name), benefit.cites,
        walk.facts([benefit.scope.condition]))
    }
    for (index, limit) in plan.limits.enumerated() {
      let name = plan.limitName(index)
      add(Wording(zh: name, en: name), limit.cites, walk.facts([limit.exceeded]))
    }
  }

  /// What concerns each policy as a whole.
  private mutating func addWhole(_ plan: Plan, _ walk: FactWalk) {
    for (index, part) in plan.policies.enumerated() {
      func name(_ keyword: Keyword) -> Wording {
        Wording(
          zh: plan.qualified(Keywords.spelling(keyword, .zh), index),
          en: plan.qualified(Keywords.spelling(keyword, .en), index))
      }
      let applying = plan.slots(of: part.applies).map { plan.slotFacts[$0] }
      add(name(.applies), [], Set(applying))
      add(name(.funding), [], walk.facts(part.funding.compactMap(\.condition)))
      add(
        name(.overlap), part.overlap.cites,
        walk.facts(part.overlap.rules.compactMap(\.condition)))
    }
  }

  private mutating func add(_ name: Wording, _ cites: [Citation], _ facts: Set<Int>) {
    if let last = all.indices.last, all[last].name == name {
      all[last].cites += cites
      all[last].facts.formUnion(facts)
    } else {
      all.append(Reader(name: name, cites: cites, facts: facts))
    }
  }

  func names(of facts: [Int], _ language: Language) -> String {
    var names: [String] = []
    for reader in readers(of: facts) {
      let name = reader.name.text(language)
      if !names.contains(name) { names.append(name) }
    }
    return names.joined(separator: ResultWord.nameJoint.text(language))
  }

  func articles(of facts: [Int], _ language: Language) -> String {
    readers(of: facts).flatMap(\.cites).articles(language)
  }

  private func readers(of facts: [Int]) -> [Reader] {
    all.filter { !$0.facts.isDisjoint(with: facts) }
  }
}

/// The facts that operations read, those apart that only decide whether a policy applies.
private struct FactWalk {
  let plan: Plan

  func facts(_ operations: [OperationID]) -> Set<Int> {
    var found: Set<Int> = []
    var open = operations
    var seen = Set(plan.policies.flatMap { [$0.applies, $0.inForce] })
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      let operation = plan.operations[next]
      if let slot = operation.slot, slot >= 0 { found.insert(plan.slotFacts[slot]) }
      open += operation.operands
    }
    return found
  }
}

extension Keyword {
  var wording: Wording {
    Wording(zh: Keywords.spelling(self, .zh), en: Keywords.spelling(self, .en))
  }
}
