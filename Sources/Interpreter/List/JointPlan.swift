import JiliLexer

/// The operations of two plans as one list in which equal operations are one, whichever plan they
/// come from: what differs between the plans is what has different numbers, and what they share is
/// computed once.
struct JointPlan {
  /// What tells one slot from another.
  private struct SlotKey: Hashable {
    var name: String
    var kind: Fact.Kind
    var role: Int
    /// The slot of the list; else the value that all rows have.
    var held: Int?
    var value: SlotValue?
    /// What an empty cell of a text means, and which words for "empty" are texts.
    var blank: SlotValue?
    var words: [String] = []
  }

  private(set) var plan: Plan
  private(set) var template: [SlotValue] = []
  /// By slot: the slot of the list.
  private(set) var held: [Int?] = []
  /// By text slot: which plan says what its texts mean.
  private(set) var bindings: [Int: ListBinding] = [:]
  private var known: [Operation: OperationID] = [:]
  private var slots: [SlotKey: Int] = [:]
  private var textBook = TextBook()
  private var awards: [String: Int] = [:]
  let yes: OperationID

  init() {
    plan = Plan(
      policies: [], facts: [], slotCount: 0, slotFacts: [], texts: [], readings: [],
      operations: [], lines: [], exclusives: [], joints: [], sources: [])
    yes = 0
    _ = emit(.truth(.yes))
  }

  mutating func emit(_ operation: Operation) -> OperationID {
    if let found = known[operation] { return found }
    plan.operations.append(operation)
    known[operation] = plan.operations.count - 1
    return plan.operations.count - 1
  }

  /// Adds the operations of a plan; their numbers here, by their numbers there.
  mutating func add(_ binding: ListBinding) -> [OperationID] {
    let other = binding.rules.plan
    let slots = (0..<other.slotCount).map { slot($0, binding) }
    let texts = other.texts.map { textBook.number(of: $0) }
    var ids: [OperationID] = []
    for operation in other.operations {
      ids.append(emit(moved(operation, binding, slots, texts, ids)))
    }
    return ids
  }

  /// The slot of a plan here; -1 stays.
  mutating func slot(_ slot: Int, _ binding: ListBinding) -> Int {
    if slot < 0 { return slot }
    let other = binding.rules.plan
    let fact = other.facts[other.slotFacts[slot]]
    let role = slot == fact.slot ? 0 : slot == fact.lastYearSlot ? 1 : 2
    var key = SlotKey(name: fact.name, kind: fact.kind, role: role, held: binding.slots[slot])
    var value = binding.template[slot]
    if case .text = fact.kind, case .code(let code) = value, code >= 0 {
      value = .code(textBook.number(of: other.texts[code]))
    }
    if key.held == nil { key.value = value }
    if case .text = fact.kind, key.held != nil {
      key.words = other.texts.filter(isEmptyWord).sorted()
      key.blank = fact.blankMeaning
    }
    if let known = slots[key] { return known }
    let made = template.count
    slots[key] = made
    template.append(value)
    held.append(key.held)
    var own = Fact(name: fact.name, kind: fact.kind)
    own.slot = made
    own.blank = fact.blank
    plan.facts.append(own)
    plan.slotFacts.append(made)
    plan.slotCount = made + 1
    if case .text = fact.kind {
      plan.textCodes[made] = []
      bindings[made] = binding
    }
    return made
  }

  mutating func award(_ name: String) -> Int {
    if let known = awards[name] { return known }
    awards[name] = awards.count
    return awards.count - 1
  }

  private mutating func moved(
    _ operation: Operation, _ binding: ListBinding, _ slots: [Int], _ texts: [Int],
    _ ids: [OperationID]
  ) -> Operation {
    switch operation {
    case .code(let slot, let codes, let isNot, let coversAll):
      let place = slots[slot]
      guard case .text = plan.facts[place].kind else {
        return .code(slot: place, among: codes, isNot: isNot, coversAll: coversAll)
      }
      let own = codes.map { $0 < 0 ? $0 : texts[$0] }
      let asked = Set((plan.textCodes[place] ?? []) + own)
      plan.textCodes[place] = asked.sorted()
      return .code(slot: place, among: own, isNot: isNot, coversAll: coversAll)
    case .earlierDue(let award):
      return .earlierDue(award: self.award(binding.rules.plan.awardName(award)))
    case .earlierThisYear(let award, let isRenewal):
      let name = binding.rules.plan.awardName(award)
      return .earlierThisYear(award: self.award(name), isRenewal: isRenewal)
    case .reading(let reading, let choice):
      return .truth(Truth(binding.rules.choices[reading] == choice))
    default: return operation.moved(slot: { slots[$0] }, operand: { ids[$0] })
    }
  }

  /// The text that a code of a text slot stands for.
  func text(_ code: Int) -> String { textBook.texts[code] }

  mutating func finish(_ lines: [Line], _ exclusives: [ExclusiveGroup], _ joints: [JointCap]) {
    (plan.lines, plan.exclusives, plan.joints) = (lines, exclusives, joints)
    plan.texts = textBook.texts
    plan.policies = [
      PolicyPart(
        name: "", lines: lines.indices, overlap: Overlap(rules: [], cites: []), funding: [],
        inForce: yes, applies: yes, lastDay: .unknown)
    ]
  }
}

extension Plan {
  /// The operations on which some of them hang, these included.
  func cone(of roots: [OperationID]) -> [Bool] {
    var isUsed = [Bool](repeating: false, count: operations.count)
    for operation in roots { isUsed[operation] = true }
    for index in operations.indices.reversed() where isUsed[index] {
      for operand in operations[index].operands { isUsed[operand] = true }
    }
    return isUsed
  }

  /// The operations by which the lines are computed in columns.
  var lineRoots: [OperationID] {
    lines.flatMap { line in
      [line.sum, line.amount, line.condition] + [line.capPerYear].compactMap(\.self)
        + line.funding.compactMap(\.condition)
    } + exclusives.compactMap(\.condition) + joints.map(\.cap)
  }

  fileprivate func awardName(_ award: Int) -> String {
    lines.first { $0.award == award }?.name ?? "\(award)"
  }
}

extension Operation {
  /// The same with other slots and operands.
  func moved(slot: (Int) -> Int, operand: (Int) -> Int) -> Operation {
    switch self {
    case .constant, .evaluationDate, .evaluationYear, .truth, .earlierDue, .earlierThisYear,
      .reading:
      self
    case .number(let from, let bounds): .number(slot: slot(from), bounds: bounds)
    case .day(let from, let bounds): .day(slot: slot(from), bounds: bounds)
    case .eventDate(let from): .eventDate(slot: slot(from))
    case .recognitionDate(let from): .recognitionDate(slot: slot(from))
    case .flag(let from, let wanted): .flag(slot: slot(from), is: wanted)
    case .code(let from, let codes, let isNot, let coversAll):
      .code(slot: slot(from), among: codes, isNot: isNot, coversAll: coversAll)
    case .instalment(let from, let codes): .instalment(slot: slot(from), among: codes)
    case .title(let from, let statuses): .title(slot: slot(from), among: statuses)
    case .approve(let from, let floor, let ceiling):
      .approve(
        slot: from < 0 ? from : slot(from), floor: operand(floor), ceiling: operand(ceiling))
    case .add(let one, let two): .add(operand(one), operand(two))
    case .subtract(let one, let two): .subtract(operand(one), operand(two))
    case .multiply(let one, let two): .multiply(operand(one), operand(two))
    case .divide(let one, let two): .divide(operand(one), operand(two))
    case .minimum(let one, let two): .minimum(operand(one), operand(two))
    case .maximum(let one, let two): .maximum(operand(one), operand(two))
    case .addMonths(let one, let months): .addMonths(operand(one), months)
    case .yearsBetween(let one, let two): .yearsBetween(operand(one), operand(two))
    case .choose(let test, let one, let two):
      .choose(operand(test), operand(one), operand(two))
    case .notBelowZero(let one): .notBelowZero(operand(one))
    case .round(let one, let unit, let down): .round(operand(one), unit: unit, down: down)
    case .and(let one, let two): .and(operand(one), operand(two))
    case .or(let one, let two): .or(operand(one), operand(two))
    case .not(let one): .not(operand(one))
    case .compare(let comparison, let one, let two):
      .compare(comparison, operand(one), operand(two))
    case .chooseTruth(let test, let one, let two):
      .chooseTruth(operand(test), operand(one), operand(two))
    }
  }
}
