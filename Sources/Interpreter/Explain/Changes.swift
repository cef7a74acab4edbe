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
enum ChangeGoal: Hashable {
  /// An award line that is surely due as far as its own rule and its quota say so.
  case line(Int)
  /// A condition that surely holds.
  case condition(OperationID)
  /// A limit that surely is not broken, whoever it concerns.
  case limit(Int)
}

/// Looks for the smallest sets of facts that reach a goal, by trying them on the machine.
///
/// What must be so falls into parts that have no fact in common: each is won on its own, and the
/// smallest set is the smallest of each together. Within a part the search takes a condition that
/// fails, changes one of its facts, and goes on from there, with one change more at a time: what it
/// finds first is smallest. A number is tried at every value at which a comparison turns, given the
/// other facts as they stand by then; of values that nothing tells from each other one is tried.
struct ChangeSearch {
  typealias Found = [ChangePlace: SlotValue]

  /// Something that must be so.
  fileprivate enum Demand {
    case condition(OperationID, Bool)
    /// The sum of the line, apart from its condition, is more than nothing.
    case sum(Int)
    /// The line has a place in its quota.
    case place(Int)
  }

  /// Demands that have facts in common, and the facts that may be changed for them.
  private struct Part {
    var demands: [Demand]
    var places: Set<ChangePlace>
  }

  let plan: Plan
  private(set) var cone: ChangeCone
  private var machine: Machine
  private let demands: [Demand]
  private let base: Row
  private let earlier: EarlierRows
  private let edges: QuotaEdges
  /// What may be changed at all, if not everything.
  private var within: Set<ChangePlace>?
  /// Whether what a company cannot change by itself may be changed as well: days, records.
  private var changesRecords = false
  private var runs = 0
  private var found: [Found] = []
  private var seen: Set<Found> = []
  /// Another change might still have helped.
  private var isCut = false
  private(set) var isComplete = true

  /// `machine` and `cone` are those of the goal, whatever rows they have seen.
  init(
    _ goal: ChangeGoal, _ cone: ChangeCone, _ machine: Machine, _ row: Row, earlier: EarlierRows,
    edges: QuotaEdges
  ) {
    plan = machine.plan
    self.cone = cone
    self.machine = machine
    base = row
    self.earlier = earlier
    self.edges = edges
    switch goal {
    case .condition(let operation): demands = plan.demands(operation, true)
    case .limit(let index):
      let limit = plan.limits[index]
      demands = plan.demands(limit.exceeded, false)
      within = Set(cone.places(of: [limit.actual] + limit.sides.map(\.bound)))
    case .line(let index):
      let line = plan.lines[index]
      let quota = line.quota.map { _ in [Demand.place(index)] } ?? []
      demands = plan.demands(line.condition, true) + [.sum(index)] + quota
      if let quota = line.quota,
        case .score(let marks)? = edges.edges[.init(line: index, year: row.quotaYear)]?.entry
      {
        self.cone.aim(quota, at: marks)
      }
    }
  }

  /// The smallest ways, of values that nothing tells from each other one; none where no change of
  /// facts helps.
  mutating func smallest() -> [Found] {
    for records in [false, true] {
      changesRecords = records
      runs = 0
      let ways = ways()
      if !ways.isEmpty { return ways }
    }
    return []
  }

  private mutating func ways() -> [Found] {
    machine.run(base, earlier: earlier)
    let open = parts().filter { !$0.demands.allSatisfy { isMet($0, base) } }
    var found = [[Found]](repeating: [], count: open.count)
    // A part that cannot be won is found soonest among the small ones.
    for index in open.indices.sorted(by: { open[$0].places.count < open[$1].places.count }) {
      found[index] = smallest(open[index])
      if found[index].isEmpty { return [] }
    }
    var ways: [Found] = [[:]]
    for part in found {
      let joined = ways.flatMap { way in part.map { way.merging($0) { $1 } } }
      ways = Array(joined.prefix(Limits.changeWays))
    }
    return ways.filter { way in
      let row = base.with(way)
      machine.run(row, earlier: earlier)
      return machine.overflow == nil && demands.allSatisfy { isMet($0, row) }
    }
  }

  // MARK: - One part

  private func parts() -> [Part] {
    demands.reduce(into: []) { parts, demand in
      var part = Part(demands: [demand], places: Set(places(of: demand).filter(mayChange)))
      let shared = parts.indices.filter { !parts[$0].places.isDisjoint(with: part.places) }
      guard let first = shared.first else { return parts.append(part) }
      part.demands = shared.flatMap { parts[$0].demands } + part.demands
      for index in shared { part.places.formUnion(parts[index].places) }
      parts[first] = part
      for index in shared.dropFirst().reversed() { parts.remove(at: index) }
    }
  }

  private mutating func smallest(_ part: Part) -> [Found] {
    for size in 1...Limits.changedFacts {
      (found, seen, isCut) = ([], [], false)
      search(part, base, [:], size)
      if !found.isEmpty || !isCut { return found }
      if runs > Limits.changeTrials { return [] }
    }
    return []
  }

  private mutating func search(_ part: Part, _ row: Row, _ changed: Found, _ left: Int) {
    guard seen.insert(changed).inserted else { return }
    runs = machine.watch.allows(steps: plan.operations.count) ? runs + 1 : .max
    if runs > Limits.changeTrials {
      (isComplete, isCut) = (false, true)
      return
    }
    machine.run(row, earlier: earlier)
    guard let blocking = part.demands.first(where: { !isMet($0, row) }) else {
      if machine.overflow == nil { found.append(changed) }
      return
    }
    let fewest = fewestChanges(part, row, beside: changed)
    if fewest == .max { return }
    guard fewest <= left else {
      isCut = true
      return
    }
    let open = places(of: blocking).filter { changed[$0] == nil && mayChange($0) }
    for (place, value) in cone.distinctCandidates(open, machine, row) {
      var next = changed
      next[place] = value
      search(part, row.with(place, value), next, left - 1)
      if runs > Limits.changeTrials { return }
    }
  }

  /// Conditions that fail and have no fact in common each need a change of their own; one whose
  /// facts are all changed, or not to be changed, is lost.
  private func fewestChanges(_ part: Part, _ row: Row, beside changed: Found) -> Int {
    var taken: Set<ChangePlace> = []
    var count = 0
    for demand in part.demands where !isMet(demand, row) {
      let places = places(of: demand).filter { changed[$0] == nil && mayChange($0) }
      if places.isEmpty { return .max }
      if taken.isDisjoint(with: places) {
        count += 1
        taken.formUnion(places)
      }
    }
    return count
  }

  // MARK: - What must be so

  private func places(of demand: Demand) -> [ChangePlace] {
    switch demand {
    case .condition(let operation, _): return cone.places(of: [operation])
    case .sum(let line): return cone.places(of: [plan.lines[line].gross])
    case .place(let line):
      let quota = plan.lines[line].quota
      let places = cone.places(of: [quota?.count].compactMap(\.self) + (quota?.keys ?? []))
      // Each year has places of its own.
      return places.contains(.evaluationDate) ? places : places + [.evaluationDate]
    }
  }

  private func isMet(_ demand: Demand, _ row: Row) -> Bool {
    switch demand {
    case .condition(let operation, let wanted):
      wanted ? machine.truths[operation].isYes : machine.truths[operation].isNo
    case .sum(let line): hasSum(plan.lines[line], row)
    case .place(let line): hasPlace(plan.lines[line], line, row)
    }
  }

  private func hasSum(_ line: Line, _ row: Row) -> Bool {
    let sum = machine.numbers[line.gross]
    if sum.low.map({ $0 > .zero }) == true { return true }
    // Left to the authority, or to nobody: open for no other reason than that.
    guard sum.high.map({ $0 > .zero }) ?? true else { return false }
    var tracer = Tracer(machine, row)
    let open = tracer.missing(line.gross)
    let approval = line.approvedSlot >= 0 ? plan.slotFacts[line.approvedSlot] : nil
    if open.dividesByZero || open.hangsOnEarlier { return false }
    return !open.facts.contains { $0 != approval }
  }

  /// A row that has no place yet takes one from the last who has.
  private func hasPlace(_ line: Line, _ index: Int, _ row: Row) -> Bool {
    guard let quota = line.quota, (line.instalment(of: row) ?? 0) == 0 else { return true }
    let candidate = QuotaCandidate(
      keys: quota.keys.map { machine.numbers[$0] }, isCertain: true,
      places: machine.numbers[quota.count])
    let edge = edges.edges[QuotaEdges.Place(line: index, year: row.quotaYear)]
    return (edge ?? .ofNobody(candidate.places)).admits(candidate)
  }

  /// What a company can change, or what is not known of it. The rest comes second.
  private func mayChange(_ place: ChangePlace) -> Bool {
    if let within, !within.contains(place) { return false }
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

extension Plan {
  /// What must all hold, or must all not, for a condition to be as it is wanted.
  fileprivate func demands(_ operation: OperationID, _ wanted: Bool) -> [ChangeSearch.Demand] {
    switch operations[operation] {
    case .and(let one, let two) where wanted, .or(let one, let two) where !wanted:
      demands(one, wanted) + demands(two, wanted)
    case .not(let one): demands(one, !wanted)
    default: [.condition(operation, wanted)]
    }
  }

  /// The operations that decide whether a goal is reached.
  func asked(by goal: ChangeGoal) -> [OperationID] {
    switch goal {
    case .condition(let operation): [operation]
    case .limit(let limit):
      [limits[limit].exceeded, limits[limit].actual] + limits[limit].sides.map(\.bound)
    case .line(let line):
      [lines[line].sum, lines[line].condition]
        + (lines[line].quota.map { [$0.count] + $0.keys } ?? [])
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

  func with(_ changes: ChangeSearch.Found) -> Row {
    changes.reduce(self) { $0.with($1.key, $1.value) }
  }

  func value(_ place: ChangePlace) -> SlotValue {
    switch place {
    case .slot(let slot): values[slot]
    case .evaluationDate: .date(date)
    }
  }
}
