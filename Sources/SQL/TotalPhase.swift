import Jili
import JiliLexer

/// Phase 12: the total of a row.
extension Emitter {
  mutating func totals(_ lines: [LineSum], rooms: [End]) -> (low: End, high: End) {
    sheet.begin("合计")
    clause = Clause(name: "合计", span: plan.lines.first?.span ?? clause.span)
    var low = End.constant(0)
    for line in lines { low = sum(low, line.low) }
    low = kept(low, as: "合计")
    let high = totalHigh(lines, rooms)
    return (low, kept(greater(high, low, openWins: true), as: "上限合计"))
  }

  /// Exclusive groups that certainly hold count once, and joint ceilings; a group of which a
  /// ceiling holds some members and leaves others out is tried winner by winner.
  private mutating func totalHigh(_ lines: [LineSum], _ rooms: [End]) -> End {
    let highs = lines.enumerated().map { index, line in
      kept(countedHigh(line), as: lineName(index) + "_计入")
    }
    var holding: [Int] = []
    var open: [(group: Int, condition: Condition)] = []
    for (index, group) in plan.exclusives.enumerated() {
      let condition = group.condition.map { groupHolds($0) } ?? .yes
      if condition.isYes { holding.append(index) }
      if !condition.isYes, !condition.isNo { open.append((index, condition)) }
    }
    if open.count > 4 {
      clause = Clause(name: "合计", span: plan.exclusives[open[0].group].span)
      refuse(.openGroups)
      return .constant(0)
    }
    return totalHigh(highs, holding, open[...], rooms)
  }

  /// The high end with each of the open groups holding and not, whichever the row says.
  private mutating func totalHigh(
    _ highs: [End], _ holding: [Int], _ open: ArraySlice<(group: Int, condition: Condition)>,
    _ rooms: [End]
  ) -> End {
    guard let next = open.first else { return totalHigh(highs, holding.sorted(), rooms) }
    let with = totalHigh(highs, holding + [next.group], open.dropFirst(), rooms)
    let without = totalHigh(highs, holding, open.dropFirst(), rooms)
    return kept(pick(next.condition, with, without), as: "上限合计_看组")
  }

  private mutating func totalHigh(_ highs: [End], _ holding: [Int], _ rooms: [End]) -> End {
    var endings: [[Int]] = [[]]
    var tried: [Int] = []
    for index in holding where isDivided(plan.exclusives[index]) {
      let members = plan.exclusives[index].members
      guard endings.count * members.count <= Limits.splitCases else { continue }
      tried.append(index)
      endings = endings.flatMap { lost in
        members.map { winner in lost + members.filter { $0 != winner } }
      }
    }
    var best = End.constant(0)
    for lost in endings {
      let groups = holding.filter { !tried.contains($0) }
      best = greater(best, totalHigh(highs, without: lost, groups, rooms), openWins: true)
    }
    return best
  }

  private mutating func groupHolds(_ operation: OperationID) -> Condition {
    isYes(ofFirstRow(truth(operation), as: "就高成立"))
  }

  private func isDivided(_ group: ExclusiveGroup) -> Bool {
    plan.joints.contains { joint in
      group.members.contains(where: joint.members.contains)
        && !group.members.allSatisfy(joint.members.contains)
    }
  }

  /// A line without a sum in the text is never counted beyond what is certain.
  private func countedHigh(_ line: LineSum) -> End {
    pick(isYes(line.unspecified), line.low, line.high)
  }

  private mutating func totalHigh(
    _ highs: [End], without lost: [Int], _ groups: [Int], _ rooms: [End]
  ) -> End {
    var units = Units(highs, without: lost)
    var isCounted: Set<Int> = []
    for index in groups {
      let members = plan.exclusives[index].members.filter { !isCounted.contains($0) }
      guard let first = members.first else { continue }
      isCounted.formUnion(members)
      let most = members.reduce(End.constant(0)) {
        greater($0, units.highs[$1], openWins: true)
      }
      units.join(members, into: first, high: most)
    }
    for (joint, room) in zip(plan.joints, rooms) {
      if room.mayBeOpen, room != .open, plan.joints.count > 1 {
        clause = Clause(name: lineName(joint.members[0]), span: joint.span)
        refuse(.openCap)
      }
      if room != .open { hold(&units, joint.members, under: room) }
    }
    return units.highs.reduce(End.constant(0)) { sum($0, $1) }
  }

  /// Lets the units that lie in a joint ceiling have no more than its room together.
  private mutating func hold(_ units: inout Units, _ members: [Int], under room: End) {
    let inside = members.filter { line in
      units.unit.indices.allSatisfy {
        units.unit[$0] != units.unit[line] || members.contains($0)
      }
    }
    let names = Set(inside.map { units.unit[$0] }).sorted()
    guard names.count > 1, let first = inside.first else { return }
    let total = names.reduce(End.constant(0)) { sum($0, units.highs[$1]) }
    units.join(inside, into: first, high: lesser(total, room, openWins: false))
  }

  /// Lines that count once together, each named after its first line.
  private struct Units {
    var unit: [Int]
    var highs: [End]

    init(_ highs: [End], without lost: [Int]) {
      unit = Array(highs.indices)
      self.highs = highs
      for line in lost { self.highs[line] = .constant(0) }
    }

    mutating func join(_ lines: [Int], into first: Int, high: End) {
      for line in lines {
        highs[line] = .constant(0)
        unit[line] = first
      }
      highs[first] = high
    }
  }

  /// Whether an open line and an unknown fact that several lines read leave room for cases that
  /// the interpreter tries one by one: they may lower the high end of the total.
  mutating func mayBeLower(_ lines: [LineSum]) -> Condition {
    let isOpen = or(lines.map { not(isYes(holds($0.low, "=", $0.high))) })
    if isOpen.isNo { return .no }
    let shared = plan.facts.indices.filter { fact in
      plan.facts[fact].slot >= 0 && plan.facts[fact].isShared
        && plan.lines.count { $0.reads.contains(fact) } > 1
    }
    return and(isOpen, or(shared.map { isUnsettled(plan.facts[$0]) }))
  }

  private mutating func isUnsettled(_ fact: Fact) -> Condition {
    let name = fact.name
    switch fact.kind {
    case .title:
      let bits = title(fact.slot, .none)
      return or(isUnknown(bits), hasSeveral(fact.slot))
    case .flag, .category, .text:
      guard let column = table.column(fact.slot, .value) else { return .no }
      let own = read(name, raw(column))
      var isNull = Condition.term(Term(own.inner + " IS NULL", of: [own]), mayBeUnknown: false)
      if let state = table.column(fact.slot, .state) {
        let text = "COALESCE(\(raw(state)) <> \(dialect.text("无")), TRUE)"
        isNull = and(isNull, .term(read(name + "_有", text), mayBeUnknown: false))
      }
      return isNull
    case .money, .number, .percent, .date, .approved, .received, .paid, .instalment: return .no
    }
  }

  /// Whether a title may have more than one status.
  private mutating func hasSeveral(_ slot: Int) -> Condition {
    let single = (0..<6).map { String(1 << $0) }.joined(separator: ", ")
    let column = raw(table.column(slot, .statuses) ?? "")
    let bits = read(plan.slotName(slot), "COALESCE(\(column), \(TitleStatus.unknown.rawValue))")
    return .term(Term("\(bits.inner) NOT IN (\(single))", of: [bits]), mayBeUnknown: false)
  }
}

extension Fact {
  /// Known to be one of a few values.
  fileprivate var isShared: Bool {
    switch kind {
    case .flag, .category, .title, .text: true
    case .money, .number, .percent, .date, .approved, .received, .paid, .instalment: false
    }
  }
}
