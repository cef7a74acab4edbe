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
    for line in plan.lines {
      var operations = [line.condition, line.sum]
      if let quota = line.quota { operations += [quota.count] + quota.keys }
      operations += [line.capPerYear].compactMap(\.self)
      operations += line.funding.compactMap(\.condition)
      var facts = walk.facts(operations)
      for slot in [line.approvedSlot, line.receivedSlot, line.paidSlot, line.instalmentSlot]
      where slot >= 0 {
        facts.insert(plan.slotFacts[slot])
      }
      add(Wording(zh: line.name, en: line.name), line.cites, facts)
    }
    for group in plan.exclusives {
      let facts = walk.facts([group.condition].compactMap(\.self))
      add(Keyword.exclusive.wording, group.cites, facts)
    }
    for group in plan.joints { add(Keyword.together.wording, group.cites, walk.facts([group.cap])) }
    for benefit in plan.benefits {
      add(
        Wording(zh: benefit.name, en: benefit.name), benefit.cites,
        walk.facts([benefit.scope.condition]))
    }
    for limit in plan.limits {
      add(Wording(zh: limit.name, en: limit.name), limit.cites, walk.facts([limit.exceeded]))
    }
  }

  /// What concerns the policy as a whole.
  private mutating func addWhole(_ plan: Plan, _ walk: FactWalk) {
    add(Keyword.applies.wording, [], Set(plan.slots(of: plan.applies).map { plan.slotFacts[$0] }))
    add(Keyword.funding.wording, [], walk.facts(plan.funding.compactMap(\.condition)))
    add(
      Keyword.overlap.wording, plan.overlap.cites,
      walk.facts(plan.overlap.rules.compactMap(\.condition)))
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

/// The facts that operations read, those apart that only decide whether the policy applies.
private struct FactWalk {
  let plan: Plan

  func facts(_ operations: [OperationID]) -> Set<Int> {
    var found: Set<Int> = []
    var open = operations
    var seen: Set<OperationID> = [plan.applies, plan.inForce]
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
  fileprivate var wording: Wording {
    Wording(zh: Keywords.spelling(self, .zh), en: Keywords.spelling(self, .en))
  }
}
