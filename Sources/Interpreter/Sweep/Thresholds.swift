import JiliLexer

/// Who stands near the thresholds of the conditions.
package struct NearThresholds: Sendable {
  package struct Neighbour: Sendable {
    package var company: String
    package var value: Exact
    package var threshold: Exact
    /// What it would get more at the threshold; the certain sum.
    package var gain: Exact
  }

  package struct Threshold: Sendable {
    package var fact: SweptFact
    /// nil where it hangs on other facts, so that each company has its own.
    package var place: Exact?
    /// What counts is to be above it, not to reach it.
    package var exceeds: Bool
    /// Lines whose condition or sum asks.
    package var lines: [Int]
    package var below = 0
    package var at = 0
    package var above = 0
    /// Companies for which no such place was found: a fact is missing, or none stands in its way.
    package var unknown = 0
    /// What those below would get more together if they reached it.
    package var gain: Exact = .zero
    package var gaining = 0
    package var losing = 0
    /// The nearest below.
    package var nearest: [Neighbour] = []
  }

  package var thresholds: [Threshold]
  package var companies: Int
  package var within: Exact
}

/// Counts companies one after another; what it keeps does not grow with them.
package struct ThresholdCount {
  private struct Question {
    let operation: OperationID
    let left: OperationID
    let right: OperationID
    /// The threshold it belongs to.
    let threshold: Int
    let place: Exact?
  }

  private let plan: Plan
  private let top: Int
  private let choices: [Int]
  private var questions: [Question] = []
  private var walks: [Int: GermWalk] = [:]
  private var machine: Machine
  private var runner: Runner
  private let moving: Bool
  package private(set) var result: NearThresholds

  /// Counts for the thresholds of one fact, or of all.
  package init(
    _ plan: Plan, choices: [Int], fact wanted: SweptFact?, facts: [SweptFact], within: Exact,
    top: Int
  ) {
    self.plan = plan
    self.top = top
    self.choices = choices
    machine = Machine(plan, choices: plan.allChoices(choices))
    runner = Runner(
      plan, RunOptions(choices: choices, explains: false, triesReadings: false))
    var thresholds: [NearThresholds.Threshold] = []
    var questions: [Question] = []
    let readers = LineReaders(plan)
    for fact in facts where wanted == nil || wanted?.slot == fact.slot {
      let slots = SlotReach(plan)
      for (id, operation) in plan.operations.enumerated() {
        guard case .compare(let comparison, let left, let right) = operation,
          slots.reads(fact.slot, id)
        else { continue }
        let lines = readers.lines(reading: id)
        if lines.isEmpty { continue }
        let isAlone = slots.readsOnly(fact.slot, id)
        let place = isAlone ? Self.place(plan, fact, choices, left, right) : nil
        if isAlone, place == nil { continue }
        let exceeds = Self.exceeds(comparison, turned: slots.reads(fact.slot, right))
        let known = thresholds.firstIndex { other in
          other.fact.slot == fact.slot && other.place != nil && other.place == place
            && other.exceeds == exceeds
        }
        if let known {
          thresholds[known].lines += lines.filter { !thresholds[known].lines.contains($0) }
          continue
        }
        questions.append(
          Question(
            operation: id, left: left, right: right, threshold: thresholds.count, place: place))
        thresholds.append(
          NearThresholds.Threshold(fact: fact, place: place, exceeds: exceeds, lines: lines))
      }
    }
    self.questions = questions
    moving = questions.contains { $0.place == nil }
    for threshold in thresholds where threshold.place == nil {
      walks[threshold.fact.slot] = GermWalk(plan.unrounded(all: true), slot: threshold.fact.slot)
    }
    result = NearThresholds(thresholds: thresholds, companies: 0, within: within)
  }

  /// `F > T`, and `F <= T`, which holds up to it: both turn above T.
  private static func exceeds(_ comparison: Comparison, turned: Bool) -> Bool {
    switch comparison {
    case .greater, .lessEqual: !turned
    case .less, .greaterEqual: turned
    case .equal, .notEqual: false
    }
  }

  /// The one place at which both sides are equal, where they read nothing else.
  private static func place(
    _ plan: Plan, _ fact: SweptFact, _ choices: [Int], _ left: OperationID, _ right: OperationID
  ) -> Exact? {
    let values = [SlotValue](repeating: .unknown, count: plan.slotCount)
    return place(
      Row(values: values, date: .unknown), plan, fact, choices, left, right, around: .one)
  }

  private static func place(
    _ row: Row, _ plan: Plan, _ fact: SweptFact, _ choices: [Int], _ left: OperationID,
    _ right: OperationID, around value: Exact
  ) -> Exact? {
    var machine = Machine(plan, choices: plan.allChoices(choices))
    return place(
      row, GermWalk(plan.unrounded(all: true), slot: fact.slot), &machine, fact, left, right,
      around: value)
  }

  private static func place(
    _ row: Row, _ walk: GermWalk, _ machine: inout Machine, _ fact: SweptFact,
    _ left: OperationID, _ right: OperationID, around value: Exact
  ) -> Exact? {
    var changed = row
    changed.values[fact.slot] = .number(value)
    machine.run(changed, earlier: .none)
    guard let difference = walk.difference(machine, left, right, at: value),
      let end = Exact(digits: 1, timesTenTo: 16)
    else { return nil }
    return difference.roots(between: end.negated, and: end, grid: fact.grid)?.map(\.place)
      .min { distance($0, value) < distance($1, value) }
  }

  private static func distance(_ one: Exact, _ two: Exact) -> Exact {
    let way = one.subtracting(two) ?? .zero
    return way.isNegative ? way.negated : way
  }

  // MARK: - Companies

  /// One company; it is taken by itself, whatever other rows it has.
  package mutating func add(_ row: Row, named company: String) {
    result.companies += 1
    var alone = row
    alone.key = nil
    var own: FactSweep.Sums?
    for question in questions {
      let fact = result.thresholds[question.threshold].fact
      guard case .number(let value) = row.values[fact.slot] else {
        result.thresholds[question.threshold].unknown += 1
        continue
      }
      var place = question.place
      if place == nil, let walk = walks[fact.slot] {
        place = Self.place(
          alone, walk, &machine, fact, question.left, question.right, around: value)
      }
      guard let place else {
        result.thresholds[question.threshold].unknown += 1
        continue
      }
      note(alone, company, value, place, question.threshold, &own)
    }
  }

  private mutating func note(
    _ row: Row, _ company: String, _ value: Exact, _ place: Exact, _ index: Int,
    _ own: inout FactSweep.Sums?
  ) {
    let size = place.isNegative ? place.negated : place
    guard let reach = size.multiplied(by: result.within), let way = place.subtracting(value),
      (way.isNegative ? way.negated : way) <= reach
    else { return }
    if way.isNegative {
      result.thresholds[index].above += 1
      return
    }
    let exceeds = result.thresholds[index].exceeds
    if way.isZero { result.thresholds[index].at += 1 }
    // Who stands exactly at it has reached it, unless it is to be exceeded.
    if way.isZero && !exceeds { return }
    if !way.isZero { result.thresholds[index].below += 1 }
    let fact = result.thresholds[index].fact
    guard let target = exceeds ? place.adding(fact.grid) : place,
      let before = own ?? sums(row)
    else { return }
    own = before
    var changed = row
    changed.values[fact.slot] = .number(target)
    guard let after = sums(changed), let gain = after.total.low.subtracting(before.total.low) else {
      return
    }
    if gain > .zero { result.thresholds[index].gaining += 1 }
    if gain < .zero { result.thresholds[index].losing += 1 }
    result.thresholds[index].gain =
      result.thresholds[index].gain.adding(gain) ?? result.thresholds[index].gain
    keep(
      .init(company: company, value: value, threshold: place, gain: gain), of: index)
  }

  private mutating func keep(_ neighbour: NearThresholds.Neighbour, of index: Int) {
    func way(_ one: NearThresholds.Neighbour) -> Exact { Self.distance(one.threshold, one.value) }
    var list = result.thresholds[index].nearest
    let place = list.firstIndex { way(neighbour) < way($0) } ?? list.count
    guard place < top else { return }
    list.insert(neighbour, at: place)
    if list.count > top { list.removeLast() }
    result.thresholds[index].nearest = list
  }

  private mutating func sums(_ row: Row) -> FactSweep.Sums? {
    let outcome = runner.outcomes(of: [row])[0]
    return outcome.overflow == nil ? FactSweep.Sums(outcome) : nil
  }
}

extension Sweeper {
  /// Every number that rules read.
  package var numbers: [SweptFact] {
    plan.facts.compactMap { fact in
      guard fact.slot >= 0, !fact.isParameter else { return nil }
      switch fact.kind {
      case .money, .number, .percent:
        guard case .number(let swept)? = try? thing(fact.name) else { return nil }
        return swept
      default: return nil
      }
    }
  }
}

/// Which slots an operation hangs on.
private struct SlotReach {
  private var slots: [Set<Int>] = []

  init(_ plan: Plan) {
    for operation in plan.operations {
      var own = operation.operands.reduce(into: Set<Int>()) { $0.formUnion(slots[$1]) }
      if let slot = operation.slot, slot >= 0 { own.insert(slot) }
      switch operation {
      case .evaluationDate, .evaluationYear, .eventDate, .earlierDue, .earlierThisYear:
        own.insert(Int.max)
      default: break
      }
      slots.append(own)
    }
  }

  func reads(_ slot: Int, _ operation: OperationID) -> Bool { slots[operation].contains(slot) }

  func readsOnly(_ slot: Int, _ operation: OperationID) -> Bool { slots[operation] == [slot] }
}

/// Which lines hang on an operation.
private struct LineReaders {
  private let reached: [(line: Int, operations: Set<OperationID>)]

  init(_ plan: Plan) {
    reached = plan.lines.enumerated().map { index, line in
      var seen: Set<OperationID> = []
      var open = [line.condition, line.sum]
      while let next = open.popLast() {
        if seen.insert(next).inserted { open += plan.operations[next].operands }
      }
      return (index, seen)
    }
  }

  func lines(reading operation: OperationID) -> [Int] {
    reached.filter { $0.operations.contains(operation) }.map(\.line)
  }
}
