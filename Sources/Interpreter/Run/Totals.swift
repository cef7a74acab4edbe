import JiliLexer

/// Phase 12: the total of a row. The low end is the sum of the lines; nil where it does not fit.
func totalLow(_ row: RowWork) -> Exact? { sum(row.lines.map(\.low)) }

/// Whether every line has a bound, so that the high end has one unless it does not fit.
func hasBound(_ row: RowWork) -> Bool { row.lines.allSatisfy { countedHigh($0) != nil } }

/// The high end counts an exclusive group once and a joint ceiling once, and leaves unspecified
/// lines out.
func totalHigh(_ phases: Phases, _ row: RowWork) -> Exact? {
  // A group of which a joint ceiling holds some members is tried winner by winner: the ceiling
  // has only what is left of it.
  var endings: [[Int]] = [[]]
  var tried: [Int] = []
  for (index, isDivided) in phases.isDivided.enumerated()
  where isDivided && row.groupConditions[index].isYes {
    let members = phases.plan.exclusives[index].members
    guard endings.count * members.count <= Limits.splitCases else { continue }
    tried.append(index)
    endings = endings.flatMap { lost in
      members.map { winner in lost + members.filter { $0 != winner } }
    }
  }
  var best: Exact? = .zero
  for lost in endings {
    guard let high = totalHigh(phases.plan, row, without: lost, settled: tried) else { return nil }
    best = best.map { max($0, high) }
  }
  return best
}

/// The same where some lines have lost to others of their group.
private func totalHigh(
  _ plan: Plan, _ row: RowWork, without lost: [Int], settled: [Int]
) -> Exact? {
  var units = Units(row, without: lost)
  // No line is in two groups that hold at once: the checker refuses such groups.
  for index in plan.exclusives.indices
  where row.groupConditions[index].isYes && !settled.contains(index) {
    let members = plan.exclusives[index].members
    let high = members.reduce(Exact?.some(.zero)) { best, member in
      guard let best, let high = units.highs[member] else { return nil }
      return max(best, high)
    }
    units.join(members, high: high)
  }
  for rivals in row.openMatters { units.unite(rivals) }
  for (index, joint) in plan.joints.enumerated()
  where row.jointRooms.indices.contains(index) {
    if let cap = row.jointRooms[index] { units.hold(joint.members, under: cap) }
  }
  return sum(units.highs)
}

/// Lines that count once together, each named after its first line.
private struct Units {
  /// By line: its unit.
  private var unit: [Int]
  /// By line: the high end of the unit that is named after it, 0 where there is none.
  private(set) var highs: [Exact?]

  init(_ row: RowWork, without lost: [Int]) {
    unit = Array(row.lines.indices)
    highs = row.lines.map(countedHigh)
    for line in lost { highs[line] = .zero }
  }

  mutating func join(_ lines: [Int], high: Exact?) {
    for line in lines {
      highs[line] = .zero
      unit[line] = lines[0]
    }
    highs[lines[0]] = high
  }

  /// Of policies that pay for one matter only one is paid. A line that shares a ceiling or a group
  /// with others of its policy stays with them: the high end is then not the lowest possible.
  mutating func unite(_ rivals: [[Int]]) {
    let alone = rivals.filter { lines in
      lines.allSatisfy { line in unit.count { $0 == unit[line] } == 1 }
    }
    guard alone.count > 1 else { return }
    join(alone.flatMap(\.self), high: greatest(alone.map { lines in sum(lines.map { highs[$0] }) }))
  }

  /// Lets the units that lie in a joint ceiling have no more than its room together.
  mutating func hold(_ members: [Int], under room: Exact) {
    let inside = members.filter { line in
      unit.indices.allSatisfy { unit[$0] != unit[line] || members.contains($0) }
    }
    guard Set(inside.map { unit[$0] }).count > 1 else { return }
    let total = sum(Set(inside.map { unit[$0] }).sorted().map { highs[$0] })
    join(inside, high: total.map { min($0, room) } ?? room)
  }
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
  for rivals in row.openMatters {
    let open = rivals.flatMap(\.self).filter { !counted[$0] && !row.lines[$0].isSettled }
    for line in open { counted[line] = true }
    let low = open.reduce(Exact.zero) { $0.adding(row.lines[$1].low) ?? $0 }
    let high = greatest(rivals.map { lines in sum(lines.map { row.lines[$0].high }) })
    effects.add(high.flatMap { $0.subtracting(low) }, to: open.flatMap { row.lines[$0].missing })
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
