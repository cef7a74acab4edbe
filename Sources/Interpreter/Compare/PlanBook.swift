import JiliLexer

/// Gives equal rules of several plans one number, so that plans can be held against each other:
/// what is numbered alike is the same function of a company's facts, whatever its place.
struct PlanBook {
  /// What the numbers of one plan are.
  struct Page {
    /// By line: what decides its sum, groups and other awards left aside.
    var lines: [Int] = []
    /// By line: the same with everything that stands beside it: groups, joint ceilings, overlap.
    var settled: [Int] = []
    /// By line: whether other lines of its row can take its money.
    var hasRivals: [Bool] = []
    /// Everything that bears on sums, payers, benefits and limits.
    var whole = 0
  }

  private struct SlotName: Hashable {
    var fact: String
    var part: Int
    var kind: String
    var labels: [String]
    var isParameter: Bool
    var blank: Fact.Blank
    var bounds: Bounds
    var headers: [String]
  }

  private enum Part: Hashable {
    case number(Int)
    case text(String)
    case sum(Exact)
    case operation(Operation)
    case slot(SlotName)
    case list([Int])
  }

  private var numbers: [Part: Int] = [:]

  private mutating func number(_ part: Part) -> Int {
    if let known = numbers[part] { return known }
    numbers[part] = numbers.count
    return numbers.count - 1
  }

  private mutating func number(_ parts: [Int]) -> Int { number(.list(parts)) }

  private mutating func number(_ text: String?) -> Int { number(.text(text ?? "\u{0}")) }

  mutating func page(_ plan: Plan, choices: [Int]) -> Page {
    let slots = (0..<plan.slotCount).map { slot in number(.slot(slotName(slot, plan))) }
    let awards = awardNames(plan)
    var operations: [Int] = []
    for operation in plan.operations {
      operations.append(
        number(.operation(renumbered(operation, operations, slots, awards, plan, choices))))
    }
    var page = Page()
    for line in plan.lines { page.lines.append(self.line(line, operations, slots)) }
    let policy = plan.policies.map { overlap($0.overlap, operations) }
    page.hasRivals = [Bool](repeating: false, count: plan.lines.count)
    var groups = [[Int]](repeating: [], count: plan.lines.count)
    for (isJoint, members, terms) in companions(plan) {
      let number = number(
        [isJoint ? 1 : 0, terms.map { operations[$0] } ?? -1] + members.map { page.lines[$0] })
      for member in members {
        groups[member].append(number)
        page.hasRivals[member] = true
      }
    }
    for line in plan.lines.indices {
      page.settled.append(
        number([page.lines[line], policy[plan.policy(ofLine: line)]] + groups[line]))
    }
    page.whole = whole(plan, page, operations)
    return page
  }

  private func companions(_ plan: Plan) -> [(isJoint: Bool, members: [Int], terms: Int?)] {
    plan.exclusives.map { (false, $0.members, $0.condition) }
      + plan.joints.map { (true, $0.members, Optional($0.cap)) }
  }

  // MARK: - Facts

  private func slotName(_ slot: Int, _ plan: Plan) -> SlotName {
    let fact = plan.facts[plan.slotFacts[slot]]
    var labels: [String] = []
    let kind: String
    switch fact.kind {
    case .money: kind = "money"
    case .number: kind = "number"
    case .percent: kind = "percent"
    case .date: kind = "date"
    case .flag: kind = "flag"
    case .text:
      kind = "text"
      labels = plan.texts
    case .category(let values, let other):
      kind = "category \(other ?? -1)"
      labels = values
    case .title(let months): kind = "title \(months ?? -1)"
    case .approved: kind = "approved"
    case .received: kind = "received"
    case .paid: kind = "paid"
    case .instalment(_, let own):
      kind = "instalment"
      labels = own
    }
    let part = slot == fact.slot ? 0 : slot == fact.lastYearSlot ? 1 : 2
    return SlotName(
      fact: fact.name, part: part, kind: kind, labels: labels, isParameter: fact.isParameter,
      blank: fact.blank, bounds: fact.bounds, headers: fact.aliases + fact.peakAliases)
  }

  private mutating func awardNames(_ plan: Plan) -> [Int] {
    var names = [Int](repeating: 0, count: plan.awardCount)
    for line in plan.lines { names[line.award] = number(line.name) }
    return names
  }

  // MARK: - Operations

  private mutating func renumbered(
    _ operation: Operation, _ ids: [Int], _ slots: [Int], _ awards: [Int], _ plan: Plan,
    _ choices: [Int]
  ) -> Operation {
    func numbered(_ slot: Int) -> Int { slot < 0 ? -1 : slots[slot] }
    switch operation {
    case .constant, .evaluationDate, .evaluationYear, .truth: return operation
    case .number(let slot, let bounds): return .number(slot: slots[slot], bounds: bounds)
    case .day(let slot, let bounds): return .day(slot: slots[slot], bounds: bounds)
    case .eventDate(let slot): return .eventDate(slot: slots[slot])
    case .recognitionDate(let slot): return .recognitionDate(slot: slots[slot])
    case .add(let one, let two): return .add(ids[one], ids[two])
    case .subtract(let one, let two): return .subtract(ids[one], ids[two])
    case .multiply(let one, let two): return .multiply(ids[one], ids[two])
    case .divide(let one, let two): return .divide(ids[one], ids[two])
    case .minimum(let one, let two): return .minimum(ids[one], ids[two])
    case .maximum(let one, let two): return .maximum(ids[one], ids[two])
    case .addMonths(let one, let months): return .addMonths(ids[one], months)
    case .yearsBetween(let one, let two): return .yearsBetween(ids[one], ids[two])
    case .choose(let test, let one, let two): return .choose(ids[test], ids[one], ids[two])
    case .approve(let slot, let floor, let ceiling):
      return .approve(slot: numbered(slot), floor: ids[floor], ceiling: ids[ceiling])
    case .notBelowZero(let one): return .notBelowZero(ids[one])
    case .round(let one, let unit, let down): return .round(ids[one], unit: unit, down: down)
    case .flag(let slot, let isSet): return .flag(slot: slots[slot], is: isSet)
    case .code(let slot, let among, let isNot, let covers):
      return .code(slot: slots[slot], among: among, isNot: isNot, coversAll: covers)
    case .instalment(let slot, let among): return .instalment(slot: slots[slot], among: among)
    case .title(let slot, let among): return .title(slot: slots[slot], among: among)
    case .earlierDue(let award): return .earlierDue(award: awards[award])
    case .earlierThisYear(let award, let isRenewal):
      return .earlierThisYear(award: awards[award], isRenewal: isRenewal)
    case .reading(let reading, let choice):
      // What was chosen is chosen for all rows.
      return .truth(Truth(choices[reading] == choice))
    case .and(let one, let two): return .and(ids[one], ids[two])
    case .or(let one, let two): return .or(ids[one], ids[two])
    case .not(let one): return .not(ids[one])
    case .compare(let comparison, let one, let two):
      return .compare(comparison, ids[one], ids[two])
    case .chooseTruth(let test, let one, let two):
      return .chooseTruth(ids[test], ids[one], ids[two])
    }
  }

  // MARK: - Rules

  private mutating func line(_ line: Line, _ operations: [Int], _ slots: [Int]) -> Int {
    func slot(_ slot: Int) -> Int { slot < 0 ? -1 : slots[slot] }
    var parts = [
      operations[line.claim], operations[line.condition], operations[line.sum],
      line.capPerYear.map { operations[$0] } ?? -1,
      line.unspecified.map { operations[$0] } ?? -1, line.once ? 1 : 0,
      line.isTierTable ? 1 : 0, slot(line.approvedSlot), slot(line.receivedSlot),
      slot(line.paidSlot), slot(line.instalmentSlot),
    ]
    if let quota = line.quota { parts += ([quota.count] + quota.keys).map { operations[$0] } }
    for part in line.payment {
      parts.append(number(part.label))
      parts.append(part.share.map { number(.sum($0)) } ?? -1)
    }
    return number(parts)
  }

  private mutating func overlap(_ overlap: Overlap, _ operations: [Int]) -> Int {
    var parts: [Int] = []
    for (condition, rule) in overlap.rules {
      parts.append(condition.map { operations[$0] } ?? -1)
      switch rule {
      case .topUp: parts.append(0)
      case .none: parts.append(1)
      case .stack: parts.append(2)
      }
    }
    return number(parts)
  }

  private mutating func funding(_ entries: [Funding], _ operations: [Int]) -> Int {
    var parts: [Int] = []
    for entry in entries {
      parts.append(entry.condition.map { operations[$0] } ?? -1)
      for payer in entry.payers { parts += [number(payer.name), number(.sum(payer.share))] }
    }
    return number(parts)
  }

  private mutating func whole(_ plan: Plan, _ page: Page, _ operations: [Int]) -> Int {
    var parts: [Int] = []
    for policy in plan.policies {
      parts += [
        funding(policy.funding, operations), operations[policy.inForce],
        operations[policy.applies],
      ]
    }
    for (index, line) in plan.lines.enumerated() {
      parts += [
        number(line.name), line.isRenewal ? 1 : 0, page.settled[index],
        funding(line.funding, operations),
      ]
    }
    for benefit in plan.benefits {
      parts += [number(benefit.name), number(benefit.text), operations[benefit.scope.condition]]
    }
    for limit in plan.limits {
      parts += [
        number(limit.name), operations[limit.scope.condition], operations[limit.exceeded],
      ]
    }
    return number(parts)
  }
}
