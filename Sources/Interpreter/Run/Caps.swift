/// Phase 8: `cap … per year` of one award and the joint ceilings of several, over the rows of one
/// company-year in their order.
func applyCaps(_ phases: Phases, _ rows: inout [RowWork]) {
  let plan = phases.plan
  for (place, capped) in phases.cappedLines.enumerated()
  where !plan.lines[capped.line].isRenewal {
    guard let ceiling = Ceiling(rows[0].yearlyCaps[place]) else {
      refuse(&rows, plan.qualifiedName(ofLine: capped.line))
      continue
    }
    let places = rows.indices.flatMap { row in capped.award.map { (row: row, line: $0) } }
    fill(&rows, places, upTo: ceiling, .capPerYear)
  }
  for (index, joint) in plan.joints.enumerated() {
    guard let ceiling = Ceiling(rows[0].jointCaps[index]) else {
      refuse(&rows, plan.qualifiedName(ofLine: joint.members[0]))
      return
    }
    noteRooms(&rows, joint, ceiling)
    let places = rows.indices.flatMap { row in joint.members.map { (row: row, line: $0) } }
    fill(&rows, places, upTo: ceiling, .joint)
  }
}

/// A ceiling that does not fit leaves no row of the company-year a result.
private func refuse(_ rows: inout [RowWork], _ name: String) {
  for row in rows.indices { rows[row].overflow = name }
}

/// What a ceiling is at the least and at the most, and the missing facts on which it hangs.
private struct Ceiling {
  /// One that there is not bounds nothing.
  let isPresent: Bool
  let low: Exact
  /// nil where there may be none.
  let high: Exact?
  let missing: [Int]

  /// nil where it does not fit.
  init?(_ work: CeilingWork) {
    guard let low = Self.inWholeFen(work.cap.low ?? .zero),
      let high = Self.inWholeFen(work.cap.high ?? .zero)
    else { return nil }
    (isPresent, missing) = (work.cap.isPresent, work.missing)
    self.low = low
    self.high = work.cap.mayBeAbsent || work.cap.high == nil ? nil : high
  }

  /// The sums below it are rounded already: what of it is less than a 分 lets nothing through.
  private static func inWholeFen(_ end: Exact) -> Exact? {
    if end.isNegative { return .zero }
    guard let fen = end.rounded(to: .fen, down: true), fen.inFen != nil else { return nil }
    return fen
  }
}

/// What the certain sums of earlier rows leave of a joint ceiling in each row.
private func noteRooms(_ rows: inout [RowWork], _ joint: JointCap, _ ceiling: Ceiling) {
  var spent = Exact.zero
  for row in rows.indices {
    rows[row].jointRooms.append(ceiling.high.map { $0.subtracting(min(spent, $0)) ?? .zero })
    // What does not fit is more than any ceiling.
    for line in joint.members {
      spent = spent.adding(rows[row].lines[line].low) ?? ceiling.high ?? spent
    }
  }
}

/// Lets the sums through one after the other until the ceiling is full.
private func fill(
  _ rows: inout [RowWork], _ places: [(row: Int, line: Int)], upTo ceiling: Ceiling,
  _ loss: Work.Loss
) {
  guard ceiling.isPresent else { return }
  var lowBefore = Exact.zero
  for place in places {
    let work = rows[place.row].lines[place.line]
    // What does not fit is more than any ceiling.
    let lowAfter = lowBefore.adding(work.low) ?? ceiling.high ?? ceiling.low
    let shown = min(lowAfter, ceiling.low).subtracting(min(lowBefore, ceiling.low)) ?? .zero
    let room = ceiling.high.map { $0.subtracting(min(lowBefore, $0)) ?? .zero }
    let high = lesser(work.high, room)
    if let high, high.isZero, work.isPossible {
      rows[place.row].lines[place.line].lose(loss)
    } else {
      if high != work.high || shown != work.low {
        rows[place.row].lines[place.line].lostBy = loss
        rows[place.row].lines[place.line].hang(on: ceiling.missing)
      }
      rows[place.row].lines[place.line].low = shown
      rows[place.row].lines[place.line].high = high
    }
    lowBefore = lowAfter
  }
}

private func lesser(_ one: Exact?, _ two: Exact?) -> Exact? {
  guard let one else { return two }
  guard let two else { return one }
  return min(one, two)
}
