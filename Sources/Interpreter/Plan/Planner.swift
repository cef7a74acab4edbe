import JiliLexer

/// Turns a checked program into a plan. Total: a checked program can always be planned.
package func plan(_ program: CheckedProgram) -> Plan { plan([program]) }

/// Turns the checked programs of several policies that agree into one plan.
/// Where the watch stops it, the plan lacks lines and must not be run.
package func plan(_ programs: [CheckedProgram], watch: Watch? = nil) -> Plan {
  var planner = Planner(programs)
  planner.watch = watch
  return planner.plan()
}

/// The operations so far and what they were made from.
struct Planner {
  /// An amount that the authority may decide between a floor and a ceiling.
  struct Amount {
    var floor: OperationID
    var ceiling: OperationID
    /// Whether the text names no sum; nil where it always does.
    var unspecified: OperationID?
  }

  private let programs: [CheckedProgram]
  /// The program at hand, and what its numbers are in the plan.
  private(set) var program: CheckedProgram
  private var numbers: UnitedFacts.Numbers
  private let united: UnitedFacts
  var operations: [Operation] = []
  /// Equal operations are one: the index of each.
  private var known: [Operation: OperationID] = [:]
  var facts: [Fact]
  var slotFacts: [Int] = []
  /// In a renewal the title counts as new; its statuses are then settled.
  var renewedTitle: FactID?
  /// The award's amount under that supposition.
  var ownAmount: Amount?
  var baseLines: [Int: Line] = [:]
  var renewalLines: [Int: Line] = [:]
  /// The facts that the line at hand reads, in rule order, whatever folding leaves of them.
  var touched: [Int] = []
  var watch: Watch?
  /// The tiers met while an amount is lowered, and the branches that lead to them.
  var tierMarks: [TierMark] = []
  var branch: [OperationID] = []
  var inForce = 0
  var applies = 0

  init(_ program: CheckedProgram) { self.init([program], first: program) }

  init(_ programs: [CheckedProgram]) { self.init(programs, first: programs[0]) }

  private init(_ programs: [CheckedProgram], first: CheckedProgram) {
    self.programs = programs
    program = first
    united = UnitedFacts(programs)
    numbers = united.numbers[0]
    facts = united.facts
    known.reserveCapacity(500)
  }

  mutating func plan() -> Plan {
    var plan = emptyPlan()
    for (index, program) in programs.enumerated() {
      self.program = program
      numbers = united.numbers[index]
      (baseLines, renewalLines) = ([:], [:])
      add(to: &plan)
    }
    plan.facts = facts
    (plan.slotCount, plan.slotFacts) = (slotFacts.count, slotFacts)
    plan.operations = operations
    plan.textCodes = textCodes()
    if watch?.stopped == nil { plan.matters = plan.policies.matters(plan.lines) }
    return plan
  }

  /// Everything that is known before the first operation.
  func emptyPlan() -> Plan {
    Plan(
      policies: [], facts: [], slotCount: 0, slotFacts: [], texts: united.texts,
      readings: united.readings, operations: [], lines: [], exclusives: [], joints: [],
      sources: programs.last?.sources ?? [])
  }

  /// Adds the program at hand.
  private mutating func add(to plan: inout Plan) {
    applies = program.applies.map { condition($0) } ?? truth(.yes)
    inForce = program.period.map { period($0, on: emit(.evaluationDate)) } ?? truth(.yes)
    let first = (plan.lines.count, plan.benefits.count, plan.limits.count)
    var lineIndex: [Int: Int] = [:]
    for index in program.awards.indices {
      guard watch.allows(steps: 1) else { return }
      lineIndex[index] = plan.lines.count
      plan.lines.append(baseLine(index))
      if let renewal = renewalLine(index) { plan.lines.append(renewal) }
    }
    func line(_ member: (award: Int, isRenewal: Bool)) -> Int {
      (lineIndex[member.award] ?? 0) + (member.isRenewal ? 1 : 0)
    }
    plan.exclusives += program.exclusives.map { group in
      ExclusiveGroup(
        members: group.members.map(line), condition: group.condition.map { condition($0) },
        cites: group.cites, span: group.span)
    }
    plan.joints += program.joints.map { group in
      JointCap(
        members: group.members.map(line), cap: group.cap.map { number($0) } ?? constant(.zero),
        cites: group.cites, span: group.span)
    }
    let overlap = Overlap(
      rules: program.overlap.map { ($0.condition.map { condition($0) }, $0.rule) },
      cites: program.overlapCites)
    let funding = self.funding(program.funding)
    plan.benefits += benefits()
    plan.limits += limits()
    plan.policies.append(
      PolicyPart(
        name: program.policyName, lines: first.0..<plan.lines.count,
        benefits: first.1..<plan.benefits.count, limits: first.2..<plan.limits.count,
        overlap: overlap, funding: funding, inForce: inForce, applies: applies,
        lastDay: lastDay(), lastDayOperation: lastDayOperation()))
  }

  // MARK: - Numbers of the program at hand in the plan

  func fact(_ id: FactID) -> Int { numbers.facts[id] }

  func award(_ index: Int) -> Int { numbers.firstAward + index }

  func reading(_ index: Int) -> Int { numbers.firstReading + index }

  /// The values of a category, or the texts that a text fact is compared with.
  func codes(_ codes: [Int], of id: FactID) -> [Int] {
    if case .text = facts[fact(id)].kind { return codes.map { numbers.texts[$0] } }
    return numbers.values[id].map { values in codes.map { values[$0] } } ?? codes
  }

  /// The texts that are asked for of each text fact.
  private func textCodes() -> [Int: [Int]] {
    var found: [Int: Set<Int>] = [:]
    for operation in operations {
      guard case .code(let slot, let codes, _, _) = operation,
        case .text = facts[slotFacts[slot]].kind
      else { continue }
      found[slot, default: []].formUnion(codes)
    }
    return found.mapValues { $0.sorted() }
  }

  // MARK: - Operations

  mutating func emit(_ operation: Operation) -> OperationID {
    // Both looks in one: hashing an operation takes longer than most of what is done with it.
    let id = known[orNew: operation, operations.count]
    if id == operations.count { operations.append(operation) }
    return id
  }

  mutating func truth(_ value: Truth) -> OperationID { emit(.truth(value)) }

  mutating func constant(_ value: Exact) -> OperationID { emit(.constant(Bounds(value))) }

  /// Notes the facts that an operation made earlier reads.
  mutating func touch(_ operation: OperationID) {
    var open = [operation]
    var seen: Set<OperationID> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      if let slot = operations[next].slot, slot >= 0 { touch(fact: slotFacts[slot]) }
      open += operations[next].operands
    }
  }

  mutating func touch(fact: Int) {
    if !touched.contains(fact) { touched.append(fact) }
  }

  /// The slot of a fact's own value, given out on first use.
  mutating func slot(_ id: FactID) -> Int {
    let fact = touching(id)
    return Self.slot(&facts[fact].slot, fact, &slotFacts)
  }

  mutating func lastYearSlot(_ id: FactID) -> Int {
    let fact = touching(id)
    return Self.slot(&facts[fact].lastYearSlot, fact, &slotFacts)
  }

  mutating func peakSlot(_ id: FactID) -> Int {
    let fact = touching(id)
    return Self.slot(&facts[fact].peakSlot, fact, &slotFacts)
  }

  private mutating func touching(_ id: FactID) -> Int {
    let fact = fact(id)
    touch(fact: fact)
    return fact
  }

  private static func slot(_ slot: inout Int, _ fact: Int, _ slotFacts: inout [Int]) -> Int {
    if slot < 0 {
      slot = slotFacts.count
      slotFacts.append(fact)
    }
    return slot
  }

  // MARK: - Periods and funding

  /// Whether a day lies in a period; both ends are in.
  mutating func period(_ period: CheckedPeriod, on day: OperationID) -> OperationID {
    and(begun(period, on: day), notOver(period, on: day))
  }

  mutating func begun(_ period: CheckedPeriod, on day: OperationID) -> OperationID {
    emit(.compare(.lessEqual, number(period.start), day))
  }

  mutating func notOver(_ period: CheckedPeriod, on day: OperationID) -> OperationID {
    if let months = period.months {
      let past = emit(.addMonths(number(period.end ?? period.start), months))
      return emit(.compare(.less, day, past))
    }
    guard let end = period.end else { return truth(.yes) }
    return emit(.compare(.lessEqual, day, number(end)))
  }

  /// The last day of the policy's period where its text settles it.
  func lastDay() -> Days {
    guard let period = program.period else { return .unknown }
    func day(_ typed: Typed?) -> Int? {
      guard let typed, case .day(let days) = typed.kind else { return nil }
      return days.last
    }
    if let months = period.months {
      guard let from = day(period.end ?? period.start) else { return .unknown }
      return Days(first: from, last: from).adding(months: months).adding(days: -1)
    }
    guard let last = day(period.end) else { return .unknown }
    return Days(first: last, last: last)
  }

  /// The last day as an operation; nil where the policy has no end.
  private mutating func lastDayOperation() -> OperationID? {
    guard let period = program.period else { return nil }
    guard let months = period.months else { return period.end.map { number($0) } }
    let past = emit(.addMonths(number(period.end ?? period.start), months))
    return emit(.subtract(past, constant(.one)))
  }

  mutating func funding(_ entries: [CheckedFunding]) -> [Funding] {
    entries.map { entry in
      Funding(payers: entry.payers, condition: entry.condition.map { condition($0) })
    }
  }

}

extension Operation {
  /// The slot that an operation reads, if any.
  package var slot: Int? {
    switch self {
    case .number(let slot, _), .day(let slot, _), .eventDate(let slot), .recognitionDate(let slot),
      .approve(let slot, _, _),
      .flag(let slot, _), .code(let slot, _, _, _),
      .instalment(let slot, _), .title(let slot, _):
      slot
    case .constant, .evaluationDate, .evaluationYear, .add, .subtract, .multiply, .divide,
      .minimum, .maximum, .addMonths, .yearsBetween, .choose, .notBelowZero, .round, .truth,
      .earlierDue, .earlierThisYear, .reading, .and, .or, .not, .compare, .chooseTruth:
      nil
    }
  }

  /// The earlier operations that an operation reads.
  package var operands: [OperationID] {
    switch self {
    case .constant, .number, .day, .evaluationDate, .eventDate, .recognitionDate, .evaluationYear,
      .truth, .flag,
      .code, .instalment, .title, .earlierDue, .earlierThisYear, .reading:
      []
    case .addMonths(let one, _), .notBelowZero(let one), .round(let one, _, _), .not(let one):
      [one]
    case .add(let one, let two), .subtract(let one, let two), .multiply(let one, let two),
      .divide(let one, let two), .minimum(let one, let two), .maximum(let one, let two),
      .yearsBetween(let one, let two), .and(let one, let two), .or(let one, let two),
      .compare(_, let one, let two), .approve(_, let one, let two):
      [one, two]
    case .choose(let one, let two, let three), .chooseTruth(let one, let two, let three):
      [one, two, three]
    }
  }
}

extension Dictionary {
  /// The value of a key; a key that is not there gets this one.
  subscript(orNew key: Key, value: @autoclosure () -> Value) -> Value {
    mutating get {
      { (place: inout Value) in place }(&self[key, default: value()])
    }
  }
}
