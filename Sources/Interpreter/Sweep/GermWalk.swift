/// Follows the operations that hang on a swept fact around one place: what each number is as a
/// polynomial of the fact, and which differences decided it.
///
/// Between two neighbouring places at which one of the differences is 0 every condition and every
/// cap is as it is here; so the walk, taken in each stretch, finds every place where anything
/// turns.
struct GermWalk: Sendable {
  private let plan: Plan
  private let slot: Int
  /// The operations that hang on the fact, in order, and which they are.
  private let moving: [OperationID]
  private let isMoving: [Bool]
  /// Lines that meet in a later phase, by pairs: rivals, and those that pay for one matter.
  private let pairs: [(Int, Int)]
  let movingLines: [Int]

  init(_ plan: Plan, slot: Int) {
    self.plan = plan
    self.slot = slot
    var isMoving = [Bool](repeating: false, count: plan.operations.count)
    for (index, operation) in plan.operations.enumerated() {
      isMoving[index] =
        operation.slot == slot || operation.operands.contains { isMoving[$0] }
    }
    self.isMoving = isMoving
    moving = plan.operations.indices.filter { isMoving[$0] }
    movingLines = plan.lines.indices.filter { isMoving[plan.lines[$0].sum] }
    let groups = plan.exclusives.map(\.members) + plan.matters.map { $0.members.flatMap(\.lines) }
    pairs = groups.flatMap { members in
      members.indices.flatMap { one in
        members[(one + 1)...].map { (members[one], $0) }
      }
    }
  }

  /// What is decided at a place, and the sums of the moving lines around it. The machine has just
  /// run the row in which the fact stands there.
  func look(_ machine: Machine, at place: Exact) -> (Decisions, [Int: Germ]) {
    var decisions = Decisions(at: place)
    let germs = germs(machine, &decisions)
    func germ(_ id: OperationID) -> Germ { germs[id] ?? Germ(machine.numbers[id]) }
    var sums: [Int: Germ] = [:]
    for line in movingLines { sums[line] = germ(plan.lines[line].sum) }
    for (one, two) in pairs where sums[one] != nil || sums[two] != nil {
      meet(germ(plan.lines[one].sum), germ(plan.lines[two].sum), &decisions)
    }
    return (decisions, sums)
  }

  /// What the moving numbers are around the place of the decisions.
  private func germs(_ machine: Machine, _ decisions: inout Decisions) -> [Germ?] {
    var germs = [Germ?](repeating: nil, count: plan.operations.count)
    func germ(_ id: OperationID) -> Germ { germs[id] ?? Germ(machine.numbers[id]) }
    for id in moving {
      let operation = plan.operations[id]
      if operation.isCondition {
        if case .compare(_, let one, let two) = operation {
          decisions.compare(germ(one), germ(two))
        }
        continue
      }
      germs[id] = follow(operation, machine, germ, &decisions)
    }
    return germs
  }

  /// One number less another around a place, where both are settled.
  func difference(
    _ machine: Machine, _ left: OperationID, _ right: OperationID, at place: Exact
  ) -> Polynomial? {
    var decisions = Decisions(at: place)
    let germs = germs(machine, &decisions)
    func germ(_ id: OperationID) -> Germ { germs[id] ?? Germ(machine.numbers[id]) }
    let (one, two) = (germ(left), germ(right))
    guard one.isPresent, two.isPresent, let mine = one.low, let theirs = two.low,
      one.high == mine, two.high == theirs
    else { return nil }
    return mine.adding(theirs.negated)?.above
  }

  private func meet(_ one: Germ, _ two: Germ, _ decisions: inout Decisions) {
    let ends = [one.low, one.high].compactMap(\.self)
    for left in ends {
      for case let right? in [two.low, two.high] { _ = decisions.isLess(left, right) }
    }
    for case let end? in [one.low, one.high, two.low, two.high] {
      _ = decisions.isLess(Ratio(.zero), end)
    }
  }

  private func follow(
    _ operation: Operation, _ machine: Machine, _ germ: (OperationID) -> Germ,
    _ decisions: inout Decisions
  ) -> Germ {
    switch operation {
    case .number: return Germ(Ratio(.swept))
    case .add(let one, let two): return decisions.adding(germ(one), germ(two))
    case .subtract(let one, let two): return decisions.subtracting(germ(one), germ(two))
    case .multiply(let one, let two): return decisions.multiplying(germ(one), germ(two))
    case .divide(let one, let two): return decisions.dividing(germ(one), by: germ(two))
    case .minimum(let one, let two): return decisions.minimum(germ(one), germ(two))
    case .maximum(let one, let two): return decisions.maximum(germ(one), germ(two))
    case .choose(let test, let one, let two):
      let truth = machine.truths[test]
      if truth.isYes { return germ(one) }
      if truth.isNo { return germ(two) }
      return decisions.hull(germ(one), germ(two))
    case .approve(let slot, let floor, let ceiling):
      return approve(slot, germ(floor), germ(ceiling), &decisions)
    case .notBelowZero(let one): return decisions.notBelowZero(germ(one))
    case .round(let one, let unit, let down):
      let inner = germ(one)
      return Germ(
        low: inner.low.map { rounded($0, unit, down, &decisions) },
        high: inner.high.map { rounded($0, unit, down, &decisions) },
        isPresent: inner.isPresent, mayBeAbsent: inner.mayBeAbsent)
    default:
      decisions.lose()
      return .absent
    }
  }

  private func approve(
    _ slot: Int, _ floor: Germ, _ ceiling: Germ, _ decisions: inout Decisions
  ) -> Germ {
    guard floor.isPresent, ceiling.isPresent else { return .absent }
    if slot == self.slot {
      let kept = decisions.minimum(Germ(Ratio(.swept)), ceiling)
      return decisions.maximum(kept, floor)
    }
    return Germ(
      low: floor.low, high: ceiling.high, mayBeAbsent: floor.mayBeAbsent || ceiling.mayBeAbsent)
  }

  /// Rounding to 分 was taken out of the plan; coarser units make steps of their own.
  private func rounded(
    _ ratio: Ratio, _ unit: Exact, _ down: Bool, _ decisions: inout Decisions
  ) -> Ratio {
    guard let value = ratio.value(at: decisions.place),
      let whole = value.rounded(to: unit, down: down)
    else {
      decisions.lose()
      return ratio
    }
    if ratio.constant != nil { return Ratio(whole) }
    guard let half = unit.divided(by: Exact(2)),
      let floor = down ? whole : whole.subtracting(half), let ceiling = floor.adding(unit)
    else {
      decisions.lose()
      return ratio
    }
    _ = decisions.isLess(ratio, Ratio(floor))
    _ = decisions.isLess(ratio, Ratio(ceiling))
    return Ratio(whole)
  }
}

extension Plan {
  /// The plan without its rounding, which would hide a straight line behind steps: of a 分, or of
  /// whatever unit where all of it is to go.
  func unrounded(all: Bool) -> Plan {
    var copy = self
    for (index, operation) in operations.enumerated() {
      guard case .round(let one, let unit, _) = operation, all || unit <= .fen else { continue }
      // What is rounded is cut at 0 already: cutting it again changes nothing.
      copy.operations[index] = .notBelowZero(one)
    }
    return copy
  }

  /// The widest unit that sums are rounded to, where it is more than a 分.
  var coarseUnit: Exact? {
    operations.compactMap { operation in
      guard case .round(_, let unit, _) = operation, unit > .fen else { return nil }
      return unit
    }.max()
  }
}
