import JiliLexer

/// Phase 12: the total of a row. The low end is the sum of the lines; the high end counts an
/// exclusive group once and a joint ceiling once, and leaves unspecified lines out.
func totalHigh(_ plan: Plan, _ row: RowWork) -> Exact? {
  // A group of which a joint ceiling holds some members is tried winner by winner: the ceiling
  // has only what is left of it.
  var endings = [Set<Int>()]
  var tried = Set<Int>()
  for (index, group) in plan.exclusives.enumerated()
  where row.groupConditions[index].isYes && plan.isDivided(group.members)
    && endings.count * group.members.count <= Limits.splitCases
  {
    tried.insert(index)
    endings = endings.flatMap { lost in
      group.members.map { winner in lost.union(group.members.filter { $0 != winner }) }
    }
  }
  return greatest(endings.map { totalHigh(plan, row, without: $0, settled: tried) })
}

extension Plan {
  /// Whether a joint ceiling holds some of these lines and leaves others out.
  fileprivate func isDivided(_ members: [Int]) -> Bool {
    joints.contains { joint in
      members.contains(where: joint.members.contains)
        && !members.allSatisfy(joint.members.contains)
    }
  }
}

/// The same where some lines have lost to others of their group.
private func totalHigh(
  _ plan: Plan, _ row: RowWork, without lost: Set<Int>, settled: Set<Int>
) -> Exact? {
  let highs = row.lines.enumerated().map { index, work in
    lost.contains(index) ? .zero : countedHigh(work)
  }
  var counted = [Bool](repeating: false, count: plan.lines.count)
  var units: [(lines: [Int], high: Exact?)] = []
  for (index, group) in plan.exclusives.enumerated()
  where row.groupConditions[index].isYes && !settled.contains(index) {
    let members = group.members.filter { !counted[$0] }
    if members.isEmpty { continue }
    for member in members { counted[member] = true }
    units.append((members, greatest(members.map { highs[$0] })))
  }
  for index in plan.lines.indices where !counted[index] {
    units.append(([index], highs[index]))
  }
  for (index, joint) in plan.joints.enumerated() {
    let inside = units.filter { unit in unit.lines.allSatisfy(joint.members.contains) }
    guard inside.count > 1, row.jointRooms.indices.contains(index),
      let cap = row.jointRooms[index]
    else { continue }
    units.removeAll { unit in unit.lines.allSatisfy(joint.members.contains) }
    units.append((inside.flatMap(\.lines), lesser(sum(inside.map(\.high)), cap)))
  }
  return sum(units.map(\.high))
}

/// A line without a sum in the text is named, never counted beyond what is certain. Where it hangs
/// on a fact whether there is one, the total may hold it.
private func countedHigh(_ work: Work) -> Exact? {
  work.unspecified.isYes ? work.low : work.high
}

private func sum(_ highs: [Exact?]) -> Exact? {
  highs.reduce(Exact?.some(.zero)) { total, high in
    guard let total, let high else { return nil }
    return total.adding(high)
  }
}

private func greatest(_ highs: [Exact?]) -> Exact? {
  highs.reduce(Exact?.some(.zero)) { best, high in
    guard let best, let high else { return nil }
    return max(best, high)
  }
}

private func lesser(_ one: Exact?, _ two: Exact) -> Exact? { one.map { min($0, two) } ?? two }

/// The missing facts of a row, widest effect first. The effect of a fact is the width of the lines
/// that hang on it, at most the width of the total.
func missingFacts(_ plan: Plan, _ row: RowWork, totalLow: Exact, totalHigh: Exact?) -> [MissingFact]
{
  var effects = Effects()
  var counted = [Bool](repeating: false, count: plan.lines.count)
  for (index, group) in plan.exclusives.enumerated() where row.groupConditions[index].isYes {
    let open = group.members.filter { !row.lines[$0].isSettled }
    for member in group.members { counted[member] = true }
    guard !open.isEmpty else { continue }
    let facts = open.flatMap { row.lines[$0].missing }
    let low = group.members.reduce(Exact.zero) { $0.adding(row.lines[$1].low) ?? $0 }
    let high = greatest(open.map { row.lines[$0].high })
    effects.add(high.flatMap { $0.subtracting(low) }, to: facts)
  }
  for (index, work) in row.lines.enumerated() where !counted[index] && !work.isSettled {
    effects.add(work.high.flatMap { $0.subtracting(work.low) }, to: work.missing)
  }
  let width = totalHigh.flatMap { $0.subtracting(totalLow) }
  let ranked = effects.all.map { found in
    MissingFact(
      fact: found.fact, effect: found.width.map { known in width.map { min($0, known) } ?? known })
  }
  return byEffect(ranked.filter { $0.effect?.isZero != true }, ruleOrder(plan, row))
}

/// How much hangs on each fact, in the order in which facts are met; nil is without bound.
private struct Effects {
  private(set) var all: [(fact: Int, width: Exact?)] = []

  /// Counts each of the facts once for this width.
  mutating func add(_ width: Exact?, to facts: [Int]) {
    var seen = Set<Int>()
    for fact in facts where seen.insert(fact).inserted {
      guard let place = all.firstIndex(where: { $0.fact == fact }) else {
        all.append((fact, width))
        continue
      }
      if let known = all[place].width, let width {
        all[place].width = known.adding(width)
      } else {
        all[place].width = nil
      }
    }
  }
}

/// The order in which awards read the facts.
private func ruleOrder(_ plan: Plan, _ row: RowWork) -> [Int: Int] {
  var order: [Int: Int] = [:]
  for work in row.lines {
    for fact in work.missing where order[fact] == nil { order[fact] = order.count }
  }
  return order
}

private func byEffect(_ facts: [MissingFact], _ order: [Int: Int]) -> [MissingFact] {
  facts.sorted { one, two in
    switch (one.effect, two.effect) {
    case (nil, nil): break
    case (nil, _): return true
    case (_, nil): return false
    case (let left?, let right?) where left != right: return left > right
    default: break
    }
    return (order[one.fact] ?? 0) < (order[two.fact] ?? 0)
  }
}
