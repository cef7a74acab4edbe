import JiliLexer

/// What a change may touch: a value of a row, or the day on which it is judged.
enum ChangePlace: Hashable {
  case slot(Int)
  case evaluationDate
}

/// One fact that would have to be another.
package struct FactChange: Sendable {
  /// As `Plan.factName` understands it.
  package var fact: Int
  /// The slot of the fact; nil is the evaluation date.
  package var slot: Int?
  package var old: SlotValue
  /// Any of these; numbers have one, the nearest.
  package var new: [SlotValue]
  /// How far a number is off; nil where it was not known, or is none.
  package var distance: Exact?
  /// The number lies just beyond an end that does not count itself.
  package var beyond: Beyond?

  package struct Beyond: Hashable, Sendable {
    package var isAbove: Bool
    package var edge: Exact
  }
}

/// Facts that together win what was missed, and what the company gains by it.
package struct ChangeSet: Sendable {
  package var changes: [FactChange]
  /// The line as it would then be; nil for what is not money.
  package var after: LineOutcome?
  /// By how much the total of the company rises: the certain sum, and the high end where both
  /// totals have one.
  package var gain: SumDifference?
}

/// Every smallest way to win what was missed.
package struct Changes: Sendable {
  package var sets: [ChangeSet]
  /// There are more of the same size than are shown.
  package var hasMore: Bool
  /// The search looked at everything; otherwise smaller ones may exist, or some at all.
  package var isComplete: Bool
}

/// What a search is for.
enum ChangeGoal {
  /// An award line that is surely due as far as its own rule and its quota say so.
  case line(Int)
  /// A condition that surely holds, or surely does not.
  case condition(OperationID, Bool)
}

/// Looks for the smallest sets of facts that reach a goal, by trying them on the machine.
///
/// Of conditions that must all hold and do not, each needs a change among the facts it reads. So
/// the search takes one that fails, changes one of its facts, and goes on from there, with one
/// change more at a time: what it finds first is smallest. A number is tried at every value at
/// which a comparison turns, given the other facts as they stand by then.
struct ChangeSearch {
  typealias Found = [ChangePlace: SlotValue]

  let plan: Plan
  let goal: ChangeGoal
  private(set) var cone: ChangeCone
  private var machine: Machine
  private let base: Row
  private let earlier: EarlierRows
  private let edges: QuotaEdges?
  /// Whether what a company cannot change by itself may be changed as well: days, records.
  private var changesRecords = false
  private var runs = 0
  private var found: [Found] = []
  private(set) var isComplete = true

  init(
    _ plan: Plan, _ goal: ChangeGoal, _ choices: [Int], _ row: Row, earlier: EarlierRows,
    edges: QuotaEdges?
  ) {
    self.plan = plan
    self.goal = goal
    cone = ChangeCone(plan, plan.asked(by: goal))
    machine = Machine(plan, choices: choices)
    base = row
    self.earlier = earlier
    self.edges = edges
    if case .line(let line) = goal, let quota = plan.lines[line].quota,
      case .score(let marks)? = edges?.edges[.init(line: line, year: row.quotaYear)]?.entry
    {
      cone.aim(quota, at: marks)
    }
  }

  /// The smallest ways; none where no change of facts helps.
  mutating func smallest() -> [Found] {
    for records in [false, true] {
      changesRecords = records
      for size in 1...Limits.changedFacts {
        found = []
        search(base, [:], size)
        if !found.isEmpty { return found }
        if runs > Limits.changeTrials { break }
      }
      if runs > Limits.changeTrials {
        isComplete = false
        runs = 0
      }
    }
    return []
  }

  private mutating func search(_ row: Row, _ changed: Found, _ left: Int) {
    runs += 1
    if runs > Limits.changeTrials {
      isComplete = false
      return
    }
    machine.run(row, earlier: earlier)
    if isReached(row) {
      if !found.contains(changed) { found.append(changed) }
      return
    }
    guard left > 0, fewestChanges(beside: changed) <= left else { return }
    let open = cone.places(of: blocking(row)).filter { changed[$0] == nil && mayChange($0) }
    let values = cone.candidates(open, machine, row)
    for (place, value) in values {
      var next = changed
      next[place] = value
      search(row.with(place, value), next, left - 1)
      if runs > Limits.changeTrials { return }
    }
  }

  // MARK: - The goal

  private func isReached(_ row: Row) -> Bool {
    if machine.overflow != nil { return false }
    switch goal {
    case .condition(let operation, let wanted):
      return wanted ? machine.truths[operation].isYes : machine.truths[operation].isNo
    case .line(let index): return isDue(index, row)
    }
  }

  private func isDue(_ index: Int, _ row: Row) -> Bool {
    let line = plan.lines[index]
    guard machine.truths[line.condition].isYes else { return false }
    let sum = machine.numbers[line.sum]
    if sum.low.map({ $0 > .zero }) != true {
      // Left to the authority, or to nobody: open for no other reason than that.
      guard sum.high.map({ $0 > .zero }) ?? true else { return false }
      var tracer = Tracer(machine, row)
      let open = tracer.missing(line.sum)
      let approval = line.approvedSlot >= 0 ? plan.slotFacts[line.approvedSlot] : nil
      if open.dividesByZero || open.hangsOnEarlier { return false }
      if open.facts.contains(where: { $0 != approval }) { return false }
    }
    return hasPlace(line, index, row)
  }

  /// A row that has no place yet takes one from the last who has.
  private func hasPlace(_ line: Line, _ index: Int, _ row: Row) -> Bool {
    guard let quota = line.quota, (line.instalment(of: row) ?? 0) == 0 else { return true }
    let candidate = QuotaCandidate(
      keys: quota.keys.map { machine.numbers[$0] }, isCertain: true,
      places: machine.numbers[quota.count])
    let place = QuotaEdges.Place(line: index, year: row.quotaYear)
    if let edge = edges?.edges[place] { return edge.admits(candidate) }
    return candidate.places.low.map { $0 >= .one } ?? false
  }

  // MARK: - What stands in the way

  /// One condition that fails, or may, of those that must all hold.
  private func blocking(_ row: Row) -> [OperationID] {
    switch goal {
    case .condition(let operation, let wanted):
      return [wanted ? failing(operation) : operation]
    case .line(let index):
      let line = plan.lines[index]
      if !machine.truths[line.condition].isYes { return [failing(line.condition)] }
      let sum = machine.numbers[line.sum]
      if sum.low.map({ $0 > .zero }) == true || sum.high == nil, let quota = line.quota {
        return quota.keys
      }
      return [line.gross] + (line.quota?.keys ?? [])
    }
  }

  private func failing(_ operation: OperationID) -> OperationID {
    guard case .and(let one, let two) = plan.operations[operation] else { return operation }
    if machine.truths[one].isNo { return failing(one) }
    if machine.truths[two].isNo { return failing(two) }
    return failing(machine.truths[one].isYes ? two : one)
  }

  /// Conditions that fail and have no fact in common each need a change of their own; one whose
  /// facts are all changed, or not to be changed, is lost.
  private func fewestChanges(beside changed: Found) -> Int {
    let whole: OperationID
    switch goal {
    case .condition(let operation, true): whole = operation
    case .condition(_, false): return 1
    case .line(let index): whole = plan.lines[index].condition
    }
    var taken: Set<ChangePlace> = []
    var count = 0
    var open = [whole]
    while let next = open.popLast() {
      if machine.truths[next].isYes { continue }
      if case .and(let one, let two) = plan.operations[next] {
        open += [one, two]
        continue
      }
      let places = cone.placeSet(of: next).filter { changed[$0] == nil && mayChange($0) }
      if places.isEmpty { return .max }
      if taken.isDisjoint(with: places) {
        count += 1
        taken.formUnion(places)
      }
    }
    return max(count, 1)
  }

  /// What a company can change, or what is not known of it. The rest comes second.
  private func mayChange(_ place: ChangePlace) -> Bool {
    guard case .slot(let slot) = place else { return changesRecords }
    let fact = plan.facts[plan.slotFacts[slot]]
    let isUnknown = base.values[slot] == .unknown
    switch fact.kind {
    case .approved, .received, .instalment: return false
    case .paid: return changesRecords
    case .money, .number, .percent, .date, .flag, .text, .category, .title:
      if fact.isParameter { return isUnknown && changesRecords }
      return fact.slot == slot || isUnknown || changesRecords
    }
  }
}

extension Row {
  /// The row with something else in one place.
  func with(_ place: ChangePlace, _ value: SlotValue) -> Row {
    var row = self
    switch place {
    case .slot(let slot): row.values[slot] = value
    case .evaluationDate: if case .date(let days) = value { row.date = days }
    }
    return row
  }

  func value(_ place: ChangePlace) -> SlotValue {
    switch place {
    case .slot(let slot): values[slot]
    case .evaluationDate: .date(date)
    }
  }
}

extension Plan {
  /// The operations that decide whether a goal is reached.
  fileprivate func asked(by goal: ChangeGoal) -> [OperationID] {
    switch goal {
    case .condition(let operation, _): [operation]
    case .line(let line):
      [lines[line].sum, lines[line].condition] + (lines[line].quota?.keys ?? [])
    }
  }
}
