/// Phase 8: `cap … per year` of one award and the joint ceilings of several, over the rows of one
/// company-year in their order.
func applyCaps(_ phases: Phases, _ rows: inout [RowWork]) {
  let plan = phases.plan
  for (place, capped) in phases.cappedLines.enumerated()
  where !plan.lines[capped.line].isRenewal {
    let places = rows.indices.flatMap { row in capped.award.map { (row: row, line: $0) } }
    fill(&rows, places, upTo: rows[0].yearlyCaps[place], .capPerYear)
  }
  for (index, joint) in plan.joints.enumerated() {
    noteRooms(&rows, joint, rows[0].jointCaps[index].cap)
    let places = rows.indices.flatMap { row in joint.members.map { (row: row, line: $0) } }
    fill(&rows, places, upTo: rows[0].jointCaps[index], .joint)
  }
}

/// What the certain sums of earlier rows leave of a joint ceiling in each row.
private func noteRooms(_ rows: inout [RowWork], _ joint: JointCap, _ cap: Bounds) {
  var spent = Exact.zero
  for row in rows.indices {
    let ceiling = ends(cap).high
    rows[row].jointRooms.append(ceiling.map { $0.subtracting(min(spent, $0)) ?? .zero })
    // What does not fit is more than any ceiling.
    for line in joint.members {
      spent = spent.adding(rows[row].lines[line].low) ?? ceiling ?? spent
    }
  }
}

/// Lets the sums through one after the other until the ceiling is full.
private func fill(
  _ rows: inout [RowWork], _ places: [(row: Int, line: Int)], upTo ceiling: CeilingWork,
  _ loss: Work.Loss
) {
  guard ceiling.cap.isPresent else { return }
  let (ceilingLow, ceilingHigh) = ends(ceiling.cap)
  var lowBefore = Exact.zero
  for place in places {
    let work = rows[place.row].lines[place.line]
    // What does not fit is more than any ceiling.
    let lowAfter = lowBefore.adding(work.low) ?? ceilingHigh ?? ceilingLow
    let shown =
      min(lowAfter, ceilingLow).subtracting(min(lowBefore, ceilingLow)) ?? .zero
    let room = ceilingHigh.map { $0.subtracting(min(lowBefore, $0)) ?? .zero }
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

/// What a ceiling is at the least and at the most: one that there may not be bounds nothing.
private func ends(_ cap: Bounds) -> (low: Exact, high: Exact?) {
  (max(.zero, cap.low ?? .zero), cap.mayBeAbsent ? nil : cap.high.map { max(.zero, $0) })
}

private func lesser(_ one: Exact?, _ two: Exact?) -> Exact? {
  guard let one else { return two }
  guard let two else { return one }
  return min(one, two)
}
