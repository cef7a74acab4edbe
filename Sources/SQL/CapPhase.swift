import Jili

/// Phase 8: `cap … per year` of one award and the joint ceilings of several, over the rows of one
/// company-year in their order.
extension Emitter {
  /// What earlier rows leave of each joint ceiling, for the total.
  mutating func applyCaps(_ lines: inout [LineSum]) -> [End] {
    sheet.begin("封顶")
    for index in plan.lines.indices where !plan.lines[index].isRenewal {
      guard let cap = plan.lines[index].capPerYear else { continue }
      enter(index)
      let award = plan.lines.indices.filter { plan.lines[$0].award == plan.lines[index].award }
      _ = fill(award, upTo: cap, lineName(index) + "_封顶后", &lines)
    }
    return plan.joints.map { joint in
      clause = Clause(name: lineName(joint.members[0]), span: joint.span)
      return fill(joint.members, upTo: joint.cap, "合并后", &lines)
    }
  }

  /// A ceiling at the least and at the most: one that there may not be bounds nothing.
  private struct Ceiling {
    let low: End
    let high: End
    /// Otherwise sums go through as they are.
    let isThere: Condition
  }

  private mutating func ceiling(_ operation: OperationID, _ name: String) -> Ceiling? {
    var cap = number(operation)
    if cap.presence == .never { return nil }
    let shared = greatestCommonFactor(cap.scale, 100)
    guard cap.divisor == nil,
      cap.scale == shared || cap.low.constant.map({ $0 % (cap.scale / shared) == 0 }) == true
    else {
      refuse(.brokenCap)
      return nil
    }
    if cap.scale != shared {
      cap.low = .constant((cap.low.constant ?? 0) / (cap.scale / shared))
      guard let high = cap.high.constant, high % (cap.scale / shared) == 0 else {
        refuse(.brokenCap)
        return nil
      }
      cap.high = .constant(high / (cap.scale / shared))
      cap.scale = shared
    }
    cap = rescaled(cap, 100)
    let low = greater(filled(cap.low, .constant(0)), .constant(0), openWins: false)
    let isSure = isYes(presence(cap.presence))
    let high = pick(isSure, greater(cap.high, .constant(0), openWins: true), .open)
    let isThere = mayBeTrue(presence(cap.presence))
    return Ceiling(
      low: ofFirstRow(low, name + "_低"), high: ofFirstRow(high, name + "_高"),
      isThere: request.isKeyed ? ofFirstRow(isThere, as: name + "_有") : isThere)
  }

  private mutating func ofFirstRow(_ end: End, _ name: String) -> End {
    guard request.isKeyed, case .term(let term, let mayBeOpen, let isNatural, let size) = end
    else { return end }
    let text = "FIRST_VALUE(\(term.text)) OVER \(window) ORDER BY \(dialect.identifier("行")))"
    return .term(
      sheet.define(name, Term(text, of: [term])), mayBeOpen: mayBeOpen, isNatural: isNatural,
      size: size)
  }

  /// Lets the sums through one after the other until the ceiling is full. Gives what earlier rows
  /// leave of it.
  private mutating func fill(
    _ members: [Int], upTo operation: OperationID, _ name: String, _ lines: inout [LineSum]
  ) -> End {
    guard let ceiling = ceiling(operation, name) else { return .open }
    var inRow = End.constant(0)
    for line in members { inRow = sum(inRow, lines[line].low) }
    let earlier = overRowsBefore(kept(inRow, as: name + "_本行"), name + "_先前")
    var before = earlier
    let room = left(of: ceiling.high, behind: earlier)
    var filled: [(low: End, high: End)] = []
    for line in members {
      let after = kept(sum(before, lines[line].low), as: lineName(line) + "_累计")
      let shown = difference(
        lesser(after, ceiling.low, openWins: false), lesser(before, ceiling.low, openWins: false))
      let high = lesser(lines[line].high, left(of: ceiling.high, behind: before), openWins: false)
      let isNothing = isYes(holds(high, "=", .constant(0)))
      filled.append((pick(isNothing, .constant(0), shown), high))
      before = after
    }
    for (line, ends) in zip(members, filled) {
      let (low, high) = (lines[line].low, lines[line].high)
      lines[line].low = pick(ceiling.isThere, natural(ends.low, size: low.size), low)
      let size = high == .open ? ceiling.high.size : high.size
      lines[line].high = pick(
        ceiling.isThere, natural(ends.high, size: max(size, ceiling.high.size)), high)
      keep(&lines[line], lineName(line) + "_" + (name == "合并后" ? name : "封顶后"))
    }
    return kept(pick(ceiling.isThere, natural(room), .open), as: name + "_余额")
  }

  private mutating func left(of ceiling: End, behind before: End) -> End {
    difference(ceiling, lesser(before, ceiling, openWins: true))
  }

  /// What is never below 0 and, where it is said, never above what it was made from.
  mutating func natural(_ end: End, size: Int128? = nil) -> End {
    guard case .term(let term, let mayBeOpen, _, let known) = end else { return end }
    return .term(term, mayBeOpen: mayBeOpen, isNatural: true, size: size ?? known)
  }
}

/// Phase 9: what was received elsewhere for the same matter.
extension Emitter {
  mutating func applyOverlap(_ lines: inout [LineSum]) {
    sheet.begin("重叠")
    if let matter = plan.matters.first, let line = matter.members.first?.lines.first {
      enter(line)
      refuse(.severalPolicies)
    }
    for index in plan.lines.indices where plan.lines[index].receivedSlot >= 0 {
      let overlap = plan.policies[plan.policy(ofLine: index)].overlap
      if overlap.rules.isEmpty { continue }
      enter(index)
      takeReceived(overlap, index, &lines[index])
    }
  }

  private mutating func takeReceived(_ overlap: Overlap, _ index: Int, _ line: inout LineSum) {
    let received = kept(record(plan.lines[index].receivedSlot), as: lineName(index) + "_已得")
    var rest = Condition.yes
    var low = End.open
    var high = End.constant(0)
    var mayHold: [Condition] = []
    for (condition, rule) in overlap.rules {
      let test = truth(condition)
      let may = and(rest, mayBeTrue(test))
      if may.isNo { continue }
      rest = and(rest, not(isYes(test)))
      mayHold.append(may)
      let found = overlapped(line, rule, received)
      low = lesser(low, pick(may, found.low, .open), openWins: false)
      high = greater(high, pick(may, found.high, .constant(0)), openWins: true)
    }
    // Where no rule holds, both are paid.
    let none = not(or(mayHold))
    low = pick(none, line.low, filled(low, .constant(0)))
    high = pick(none, line.high, high)
    low = pick(isYes(holds(high, "=", .constant(0))), .constant(0), low)
    let isTaken = and(
      [isPositive(line.high), holds(received, "<>", .constant(0))])
    line.low = pick(isTaken, natural(low), line.low)
    line.high = pick(isTaken, natural(high), line.high)
    keep(&line, lineName(index) + "_重叠后")
  }

  private mutating func overlapped(
    _ line: LineSum, _ rule: Overlap.Rule, _ received: End
  ) -> (low: End, high: End) {
    switch rule {
    case .stack: (line.low, line.high)
    case .none: (.constant(0), .constant(0))
    case .topUp:
      (
        greater(difference(line.low, received), .constant(0), openWins: false),
        greater(difference(line.high, received), .constant(0), openWins: true)
      )
    }
  }
}
