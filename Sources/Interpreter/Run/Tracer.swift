/// Finds on which missing facts a result really hangs: what is already settled hides its operands.
struct Tracer {
  let machine: Machine
  let row: Row
  private var found: [Int] = []
  /// What is still to be looked at, the next one last. Tables of thousands of tiers are choices in
  /// choices, deeper than the stack of a thread.
  private var open: [Step] = []
  private var hangsOnEarlier = false
  private var dividesByZero = false

  /// What keeps a result open.
  struct Openness {
    /// Missing facts in rule order, conditions before amounts, facts of awards last.
    var facts: [Int]
    /// Whether an earlier row of the company was due the award is open.
    var hangsOnEarlier: Bool
    /// A divisor is known, and is 0.
    var dividesByZero: Bool
  }

  private enum Step {
    case operation(OperationID)
    /// A fact that stands behind what was looked at before it.
    case note(slot: Int)
  }

  init(_ machine: Machine, _ row: Row) {
    self.machine = machine
    self.row = row
  }

  mutating func missing(_ operation: OperationID) -> Openness {
    found.removeAll(keepingCapacity: true)
    (hangsOnEarlier, dividesByZero) = (false, false)
    machine.marks.begin()
    look(at: operation)
    return Openness(
      facts: inRuleOrder(found), hangsOnEarlier: hangsOnEarlier, dividesByZero: dividesByZero)
  }

  /// Every missing fact on which any of the results hangs, in no order of meaning.
  mutating func missing(ofAll operations: [OperationID]) -> [Int] {
    found.removeAll(keepingCapacity: true)
    machine.marks.begin()
    for operation in operations { look(at: operation) }
    return found
  }

  private func inRuleOrder(_ found: [Int]) -> [Int] {
    let plan = machine.plan
    func isOfAward(_ fact: Int) -> Bool { fact >= 0 && plan.facts[fact].isOfAward }
    guard found.contains(where: isOfAward) else { return found }
    return found.filter { !isOfAward($0) } + found.filter(isOfAward)
  }

  private mutating func note(_ slot: Int) {
    let fact = machine.plan.missingFact(ofSlot: slot)
    if !found.contains(fact) { found.append(fact) }
  }

  /// A title whose status is known lacks only the day of its recognition.
  private mutating func noteRecognition(_ slot: Int) {
    guard case .title = row.values[slot] else { return note(slot) }
    let day = machine.plan.missingPart(ofSlot: slot)
    if !found.contains(day) { found.append(day) }
  }

  private mutating func noteDate() {
    if !found.contains(Plan.evaluationDateFact) { found.append(Plan.evaluationDateFact) }
  }

  private mutating func look(at id: OperationID) {
    open.append(.operation(id))
    while let step = open.popLast() {
      switch step {
      case .operation(let id):
        let first = open.count
        visit(id)
        open[first...].reverse()
      case .note(let slot): note(slot)
      }
    }
  }

  /// Puts its operands behind each other as they stand in the rules.
  private mutating func visit(_ id: OperationID) {
    let operation = machine.plan.operations[id]
    if operation.isCondition {
      guard machine.truths[id].isUnknown, machine.marks.insert(id) else { return }
      visitCondition(operation)
    } else {
      guard !machine.numbers[id].isSettled, machine.marks.insert(id) else { return }
      visitNumber(operation)
    }
  }

  private mutating func later(_ id: OperationID) { open.append(.operation(id)) }

  private mutating func visitCondition(_ operation: Operation) {
    switch operation {
    case .flag(let slot, _), .code(let slot, _, _, _), .title(let slot, _): note(slot)
    case .earlierDue, .earlierThisYear: hangsOnEarlier = true
    case .and(let one, let two), .or(let one, let two), .compare(_, let one, let two):
      later(one)
      later(two)
    case .not(let one): later(one)
    case .chooseTruth(let test, let one, let two): visitChoice(test, one, two)
    default: break
    }
  }

  private mutating func visitNumber(_ operation: Operation) {
    switch operation {
    case .number(let slot, _), .day(let slot, _): note(slot)
    case .evaluationDate, .evaluationYear: noteDate()
    case .eventDate(let slot):
      if case .title(_, let event?, _) = row.values[slot], !event.isExact {
        note(slot)
      } else {
        noteDate()
      }
    case .recognitionDate(let slot): noteRecognition(slot)
    case .divide(let one, let two):
      if machine.numbers[two].exact?.isZero ?? false { dividesByZero = true }
      later(one)
      later(two)
    case .add(let one, let two), .subtract(let one, let two), .multiply(let one, let two),
      .yearsBetween(let one, let two):
      later(one)
      later(two)
    case .minimum(let one, let two): visitExtreme(one, two, isMinimum: true)
    case .maximum(let one, let two): visitExtreme(one, two, isMinimum: false)
    case .addMonths(let one, _), .notBelowZero(let one), .round(let one, _, _): later(one)
    case .choose(let test, let one, let two):
      // Of two ceilings that never bind it does not matter which it is.
      let neverBinds = machine.numbers[one].isAboveEverySum && machine.numbers[two].isAboveEverySum
      visitChoice(test, one, two, isSame: neverBinds)
    case .approve(let slot, let floor, let ceiling):
      later(floor)
      later(ceiling)
      if slot >= 0, case .number = row.values[slot] { return }
      if slot >= 0 { open.append(.note(slot: slot)) }
    default: break
    }
  }

  private mutating func visitChoice(
    _ test: OperationID, _ one: OperationID, _ two: OperationID, isSame: Bool = false
  ) {
    let truth = machine.truths[test]
    if !isSame { later(test) }
    if truth.mayBeTrue { later(one) }
    if truth.mayBeFalse { later(two) }
  }

  /// Of a minimum only what may be the smaller counts.
  private mutating func visitExtreme(_ one: OperationID, _ two: OperationID, isMinimum: Bool) {
    let comparison: Comparison = isMinimum ? .greaterEqual : .lessEqual
    let left = machine.numbers[one]
    let right = machine.numbers[two]
    if !left.compared(comparison, right).isYes { later(one) }
    if !right.compared(comparison, left).isYes { later(two) }
  }
}
