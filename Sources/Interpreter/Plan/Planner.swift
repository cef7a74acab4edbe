import JiliLexer

/// Turns a checked program into a plan. Total: a checked program can always be planned.
package func plan(_ program: CheckedProgram) -> Plan {
  var planner = Planner(program)
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

  let program: CheckedProgram
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
  var touched: [FactID] = []
  /// The tiers met while an amount is lowered, and the branches that lead to them.
  var tierMarks: [TierMark] = []
  var branch: [OperationID] = []
  var inForce = 0
  var applies = 0

  init(_ program: CheckedProgram) {
    self.program = program
    facts = program.facts
  }

  mutating func plan() -> Plan {
    applies = program.applies.map { condition($0) } ?? truth(.yes)
    inForce = program.period.map { period($0, on: emit(.evaluationDate)) } ?? truth(.yes)
    var lines: [Line] = []
    var lineIndex: [Int: Int] = [:]
    for index in program.awards.indices {
      lineIndex[index] = lines.count
      lines.append(baseLine(index))
      if let renewal = renewalLine(index) { lines.append(renewal) }
    }
    func line(_ member: (award: Int, isRenewal: Bool)) -> Int {
      (lineIndex[member.award] ?? 0) + (member.isRenewal ? 1 : 0)
    }
    let exclusives = program.exclusives.map { group in
      ExclusiveGroup(
        members: group.members.map(line), condition: group.condition.map { condition($0) },
        cites: group.cites, span: group.span)
    }
    let joints = program.joints.map { group in
      JointCap(
        members: group.members.map(line), cap: group.cap.map { number($0) } ?? constant(.zero),
        cites: group.cites, span: group.span)
    }
    let overlap = Overlap(
      rules: program.overlap.map { ($0.condition.map { condition($0) }, $0.rule) },
      cites: program.overlapCites)
    let funding = self.funding(program.funding)
    let (benefits, limits) = (self.benefits(), self.limits())
    let lastDayOperation = self.lastDayOperation()
    return Plan(
      policyName: program.policyName, facts: facts, slotCount: slotFacts.count,
      slotFacts: slotFacts, texts: program.texts, textCodes: textCodes(),
      readings: program.readings, operations: operations, lines: lines, exclusives: exclusives,
      joints: joints, benefits: benefits, limits: limits,
      overlap: overlap, funding: funding, inForce: inForce, applies: applies,
      lastDay: lastDay(), lastDayOperation: lastDayOperation, sources: program.sources)
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
    if let found = known[operation] { return found }
    let id = operations.count
    operations.append(operation)
    known[operation] = id
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

  mutating func touch(fact: FactID) {
    if !touched.contains(fact) { touched.append(fact) }
  }

  /// The slot of a fact's own value, given out on first use.
  mutating func slot(_ fact: FactID) -> Int {
    touch(fact: fact)
    if facts[fact].slot < 0 { facts[fact].slot = newSlot(fact) }
    return facts[fact].slot
  }

  mutating func lastYearSlot(_ fact: FactID) -> Int {
    touch(fact: fact)
    if facts[fact].lastYearSlot < 0 { facts[fact].lastYearSlot = newSlot(fact) }
    return facts[fact].lastYearSlot
  }

  mutating func peakSlot(_ fact: FactID) -> Int {
    touch(fact: fact)
    if facts[fact].peakSlot < 0 { facts[fact].peakSlot = newSlot(fact) }
    return facts[fact].peakSlot
  }

  private mutating func newSlot(_ fact: FactID) -> Int {
    slotFacts.append(fact)
    return slotFacts.count - 1
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
