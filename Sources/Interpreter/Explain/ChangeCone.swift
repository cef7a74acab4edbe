/// Everything that a result is computed from, and the values of its facts at which it turns.
struct ChangeCone {
  private let plan: Plan
  private var reached: Set<OperationID> = []
  private var places: [OperationID: Set<ChangePlace>] = [:]
  /// The operations that read a slot themselves.
  private var readers: [Int: [OperationID]] = [:]
  private var comparisons: [(left: OperationID, right: OperationID)] = []
  /// Sums that must be more than nothing, and by how much at least.
  private var sums: [(operation: OperationID, least: Exact)] = []
  private var titlesOfDays: Set<Int> = []
  /// Scores of a quota, and what must be passed.
  private var scores: [(operation: OperationID, mark: Exact)] = []

  init(_ plan: Plan, _ results: [OperationID]) {
    self.plan = plan
    var open = results
    while let next = open.popLast() {
      if reached.insert(next).inserted { open += plan.operations[next].operands }
    }
    for operation in reached.sorted() { add(operation) }
  }

  private mutating func add(_ id: OperationID) {
    let operation = plan.operations[id]
    var own: Set<ChangePlace> = []
    if let slot = operation.slot, slot >= 0 {
      own.insert(.slot(slot))
      readers[slot, default: []].append(id)
    }
    switch operation {
    case .evaluationDate, .evaluationYear, .eventDate: own.insert(.evaluationDate)
    case .recognitionDate(let slot): titlesOfDays.insert(slot)
    case .compare(_, let left, let right): comparisons.append((left, right))
    case .round(_, let unit, _): sums.append((id, unit))
    default: break
    }
    places[id] = operation.operands.reduce(own) { $0.union(places[$1] ?? []) }
  }

  /// What a row must score to take the last place of a quota.
  mutating func aim(_ quota: Quota, at marks: [Score]) {
    for (key, score) in zip(quota.keys, marks) {
      if case .exact(let mark) = score { scores.append((key, mark)) }
    }
  }

  func placeSet(of operation: OperationID) -> Set<ChangePlace> { places[operation] ?? [] }

  /// Slots in their order, the date last.
  func places(of operations: [OperationID]) -> [ChangePlace] {
    let all = operations.reduce(Set<ChangePlace>()) { $0.union(placeSet(of: $1)) }
    return all.sorted { $0.order < $1.order }
  }

  // MARK: - Values to try

  /// Those of some places; nil: of all.
  private func turningPoints(
    _ machine: Machine, _ row: Row, of wanted: Set<ChangePlace>? = nil
  ) -> TurningPoints {
    func mayTurn(_ operation: OperationID) -> Bool {
      wanted.map { !$0.isDisjoint(with: placeSet(of: operation)) } ?? true
    }
    var turns = TurningPoints(plan, machine, row)
    for comparison in comparisons {
      if mayTurn(comparison.left), let right = machine.numbers[comparison.right].exact {
        turns.solve(comparison.left, right)
      }
      if mayTurn(comparison.right), let left = machine.numbers[comparison.left].exact {
        turns.solve(comparison.right, left)
      }
    }
    for score in scores where mayTurn(score.operation) {
      turns.solve(score.operation, score.mark)
    }
    if wanted != nil {
      for sum in sums where mayTurn(sum.operation) { turns.solve(sum.operation, sum.least) }
    }
    return turns
  }

  /// What to try in each of the places, given what the machine has found of the row.
  func candidates(
    _ places: [ChangePlace], _ machine: Machine, _ row: Row
  ) -> [(ChangePlace, SlotValue)] {
    let turns = turningPoints(machine, row, of: Set(places))
    return places.flatMap { place in
      values(place, turns, row).filter { $0 != row.value(place) }.map { (place, $0) }
    }
  }

  /// Of values that the cone does not tell from each other one, and none that it does not tell from
  /// what the row has.
  func distinctCandidates(
    _ places: [ChangePlace], _ machine: Machine, _ row: Row
  ) -> [(ChangePlace, SlotValue)] {
    var told: [ChangePlace: Set<[Machine.Reading]>] = [:]
    return candidates(places, machine, row).filter { place, value in
      guard case .slot(let slot) = place, value.measure == nil, let own = readers[slot] else {
        return true
      }
      let before = told[place] ?? [machine.readings(own, of: row)]
      told[place] = before.union([machine.readings(own, of: row.with(place, value))])
      return told[place]?.count != before.count
    }
  }

  /// The values that the cone does not tell from the one that a changed row has.
  func alike(_ place: ChangePlace, _ machine: Machine, _ row: Row) -> [SlotValue] {
    guard case .slot(let slot) = place, row.values[slot].measure == nil, let own = readers[slot]
    else { return [row.value(place)] }
    let known = machine.readings(own, of: row)
    let others = values(place, turningPoints(machine, row, of: [place]), row)
    let found = others.filter { machine.readings(own, of: row.with(place, $0)) == known }
    return found.contains(row.value(place)) ? found : [row.value(place)] + found
  }

  private func values(_ place: ChangePlace, _ turns: TurningPoints, _ row: Row) -> [SlotValue] {
    let numbers = turns.found[place] ?? []
    guard case .slot(let slot) = place else { return days(numbers).map { .date($0) } }
    let fact = plan.facts[plan.slotFacts[slot]]
    switch fact.kind {
    case .flag: return [.flag(true), .flag(false)]
    case .category(let values, _): return values.indices.map { .code($0) }
    case .text: return (plan.textCodes[slot] ?? []).map { .code($0) } + [.code(-1)]
    case .title: return statuses(slot, row) + (turns.titles[slot] ?? [])
    case .date: return days(numbers).map { .date($0) }
    case .money, .paid, .received, .approved, .number, .percent:
      return self.numbers(numbers, fact, row.values[slot]).map { .number($0) }
    case .instalment: return []
    }
  }

  /// The end that a number lies just beyond, where the end does not count itself.
  func beyond(
    _ place: ChangePlace, _ number: Exact, from old: Exact, in machine: Machine, _ row: Row
  ) -> FactChange.Beyond? {
    let points = turningPoints(machine, row).found[place] ?? []
    guard case .slot(let slot) = place, !points.contains(number) else { return nil }
    let fact = plan.facts[plan.slotFacts[slot]]
    for step in fact.steps {
      let back = number > old ? number.subtracting(step) : number.adding(step)
      if let back, points.contains(back) { return .init(isAbove: number > old, edge: back) }
    }
    return nil
  }

  private func days(_ numbers: [Exact]) -> [Days] {
    var found: [Days] = []
    for number in numbers where number.isWhole {
      for step in [0, 1, -1] {
        let day = Int(clamping: number.numerator) + step
        let days = Days(first: day, last: day)
        if !found.contains(days) { found.append(days) }
      }
    }
    return found
  }

  /// At, above and below every turning point, as a cell would hold it.
  private func numbers(_ turns: [Exact], _ fact: Fact, _ old: SlotValue) -> [Exact] {
    var points = turns
    // Nothing is known of it: a comparison of two such has no turning point yet.
    if case .number = old {} else if points.isEmpty { points = [.zero, .one, Exact(1_000_000)] }
    var found: [Exact] = []
    for point in points {
      for step in fact.steps {
        guard let steps = point.divided(by: step)?.floor,
          let low = Exact(steps, over: 1)?.multiplied(by: step)
        else { continue }
        let near = [low, low.adding(step), low.subtracting(step)].compactMap { $0 }
        for number in near where !found.contains(number) && fact.allows(number) {
          found.append(number)
        }
      }
    }
    return found
  }

  /// The words of a cell: `new` says less than `first`, and is tried before it.
  private func statuses(_ slot: Int, _ row: Row) -> [SlotValue] {
    guard case .title(_, _, let recognised) = row.values[slot] else {
      return [.title(.new, event: nil)]
    }
    let words: [TitleStatus] = [.new, .newFirst, .newAgain, .renewed, .relocated, .held, .none]
    return words.map { status in
      let isNew = !status.isDisjoint(with: .new)
      let day = titlesOfDays.contains(slot) ? isNew ? row.date : recognised : nil
      return .title(status, event: nil, recognised: status == .none ? nil : day)
    }
  }
}

/// The values of facts at which numbers reach what they are held against, found backwards through
/// the operations with every other operand as it stands.
private struct TurningPoints {
  let plan: Plan
  let machine: Machine
  let row: Row
  private(set) var found: [ChangePlace: [Exact]] = [:]
  /// Titles as they are, on another day.
  private(set) var titles: [Int: [SlotValue]] = [:]

  init(_ plan: Plan, _ machine: Machine, _ row: Row) {
    self.plan = plan
    self.machine = machine
    self.row = row
  }

  private mutating func note(_ place: ChangePlace, _ value: Exact) {
    if found[place]?.contains(value) != true { found[place, default: []].append(value) }
  }

  mutating func solve(_ id: OperationID, _ target: Exact) {
    func exact(_ operation: OperationID) -> Exact? { machine.numbers[operation].exact }
    switch plan.operations[id] {
    case .number(let slot, _), .day(let slot, _): note(.slot(slot), target)
    case .evaluationDate: note(.evaluationDate, target)
    case .eventDate(let slot):
      if case .title(_, .some, _) = row.values[slot] {
        move(slot, to: target, isEvent: true)
      } else {
        note(.evaluationDate, target)
      }
    case .recognitionDate(let slot): move(slot, to: target, isEvent: false)
    case .evaluationYear:
      note(.evaluationDate, Exact(dayNumber(year: Int(clamping: target.floor), month: 1, day: 1)))
    case .add(let one, let two):
      if let two = exact(two), let rest = target.subtracting(two) { solve(one, rest) }
      if let one = exact(one), let rest = target.subtracting(one) { solve(two, rest) }
    case .subtract(let one, let two):
      if let two = exact(two), let sum = target.adding(two) { solve(one, sum) }
      if let one = exact(one), let rest = one.subtracting(target) { solve(two, rest) }
    case .multiply(let one, let two):
      if let two = exact(two), let part = target.divided(by: two) { solve(one, part) }
      if let one = exact(one), let part = target.divided(by: one) { solve(two, part) }
    case .divide(let one, let two):
      if let two = exact(two), let whole = target.multiplied(by: two) { solve(one, whole) }
      if let one = exact(one), let part = one.divided(by: target) { solve(two, part) }
    case .minimum(let one, let two), .maximum(let one, let two), .choose(_, let one, let two),
      .approve(_, let one, let two):
      solve(one, target)
      solve(two, target)
    case .notBelowZero(let one), .round(let one, _, _): solve(one, target)
    case .addMonths(let one, let months): shift(one, target, months: -months)
    case .yearsBetween(let from, let to):
      let months = Int(clamping: target.floor.multipliedReportingOverflow(by: 12).partialValue)
      if let day = exact(to) { shift(from, day, months: -months) }
      if let day = exact(from) { shift(to, day, months: months) }
    default: break
    }
  }

  private mutating func shift(_ id: OperationID, _ day: Exact, months: Int) {
    guard abs(months) < 12_000 else { return }
    let start = Days(first: Int(clamping: day.floor), last: nil)
    if let moved = start.adding(months: months).first { solve(id, Exact(moved)) }
  }

  private mutating func move(_ slot: Int, to day: Exact, isEvent: Bool) {
    guard case .title(let status, let event, let recognised) = row.values[slot] else { return }
    for step in [0, 1, -1] {
      let day = Int(clamping: day.floor) + step
      let days = Days(first: day, last: day)
      titles[slot, default: []].append(
        isEvent
          ? .title(status, event: days, recognised: recognised)
          : .title(status, event: event, recognised: days))
    }
  }
}

extension ChangePlace {
  var order: Int {
    switch self {
    case .slot(let slot): slot
    case .evaluationDate: .max
    }
  }
}

extension Fact {
  /// The smallest steps between two values of a cell; of counts whole ones first.
  var steps: [Exact] {
    let hundredth = Exact(1, over: 100) ?? .one
    switch kind {
    case .percent: return [Exact(1, over: 10000) ?? .one]
    case .number: return [.one, hundredth]
    default: return [hundredth]
    }
  }

  fileprivate func allows(_ number: Exact) -> Bool {
    if let low = bounds.low, number < low { return false }
    if let high = bounds.high, number > high { return false }
    return true
  }
}
