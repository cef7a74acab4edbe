/// Phase 7: of an exclusive group only the highest is paid, net of what its rivals were paid.
///
/// `rows` are the rows of one company-year; `records` says what was paid in each.
func applyExclusives(_ plan: Plan, _ rows: inout [RowWork], _ records: [Records]) {
  for (index, group) in plan.exclusives.enumerated() {
    let condition = rows[0].groupConditions[index]
    guard condition.mayBeTrue else { continue }
    var contest = Contest(group.members, rows, records)
    if let line = contest.overflowing {
      rows[0].overflow = plan.qualifiedName(ofLine: line)
    }
    guard contest.isContested else { continue }
    if condition.isYes {
      contest.settle(&rows)
    } else {
      let before = rows
      contest.settle(&rows)
      hull(&rows, before, group.members, rows[0].groupMissing[index])
    }
  }
}

/// With an unknown condition both outcomes are possible.
private func hull(
  _ rows: inout [RowWork], _ before: [RowWork], _ members: [Int], _ missing: [Int]
) {
  for row in rows.indices {
    for line in members {
      var free = before[row].lines[line]
      let bound = rows[row].lines[line]
      if bound.low != free.low || bound.high != free.high {
        free.missing += missing.filter { !free.missing.contains($0) }
        free.hangsOnGroup = true
      }
      free.low = min(bound.low, free.low)
      free.isContested = free.isContested || bound.isContested
      rows[row].lines[line] = free
    }
  }
}

/// One group in one company-year.
private struct Contest {
  struct Member {
    let line: Int
    let low: Exact
    let high: Exact?
    /// What the rivals were paid before, which the winner is net of.
    let paidToRivals: Exact
    let paid: Exact

    /// Whether even the whole of this may be nothing.
    var isNothing: Bool { high?.isZero ?? false }
  }

  let members: [Member]
  /// A line of which the rows together do not fit.
  private(set) var overflowing: Int?

  init(_ lines: [Int], _ rows: [RowWork], _ records: [Records]) {
    var overflowing: Int?
    // Most companies have no records, and this is asked in each case of what is unknown.
    let hasRecords = records.contains { !$0.paid.isEmpty }
    func paid(_ line: Int) -> Exact {
      hasRecords ? records.reduce(Exact.zero) { $0.adding($1.paid(line)) ?? $0 } : .zero
    }
    let total = hasRecords ? lines.reduce(Exact.zero) { $0.adding(paid($1)) ?? $0 } : .zero
    members = lines.map { line in
      let paid = paid(line)
      var low = Exact.zero
      var high: Exact? = .zero
      for row in rows {
        let sum = low.adding(row.lines[line].low)
        if sum == nil { overflowing = line }
        low = sum ?? low
        high = high.flatMap { sum in row.lines[line].high.flatMap { sum.adding($0) } }
      }
      return Member(
        line: line, low: low, high: high,
        paidToRivals: total.subtracting(paid) ?? .zero, paid: paid)
    }
    self.overflowing = overflowing
  }

  /// Some member is possible, and there is a rival: possible too, or paid before.
  var isContested: Bool {
    members.contains { !$0.isNothing }
      && members.count { !$0.isNothing || !$0.paid.isZero } > 1
  }

  mutating func settle(_ rows: inout [RowWork]) {
    let standings = Standings(sums: members.map { ($0.low, $0.high) })
    if let winner = standings.winner {
      for index in members.indices where index != winner { lose(index, to: winner, &rows) }
      reduce(winner, &rows)
      return
    }
    let possible = standings.possibleWinners
    guard let holder = standings.holder else { return }
    for index in members.indices where !possible.contains(index) { lose(index, to: holder, &rows) }
    let lowest = certainSum(possible)
    for index in possible {
      reduce(index, &rows)
      raise(index, to: index == holder ? lowest : .zero, &rows)
    }
  }

  /// What the company gets whoever wins.
  private func certainSum(_ possible: [Int]) -> Exact {
    let floor = members.reduce(Exact.zero) { max($0, $1.low) }
    var least: Exact?
    for index in possible {
      let sum = max(.zero, floor.subtracting(members[index].paidToRivals) ?? .zero)
      least = least.map { min($0, sum) } ?? sum
    }
    return least ?? .zero
  }

  private func lose(_ index: Int, to winner: Int, _ rows: inout [RowWork]) {
    for row in rows.indices {
      rows[row].lines[members[index].line].lose(.exclusive, to: members[winner].line)
    }
  }

  /// Takes off what the rivals were paid, from the first row on.
  private func reduce(_ index: Int, _ rows: inout [RowWork]) {
    let line = members[index].line
    var lowLeft = members[index].paidToRivals
    var highLeft = lowLeft
    guard !lowLeft.isZero else { return }
    let rival = members.first { $0.line != line && !$0.paid.isZero }?.line
    for row in rows.indices {
      let low = rows[row].lines[line].low
      let lowCut = min(low, lowLeft)
      rows[row].lines[line].low = low.subtracting(lowCut) ?? .zero
      lowLeft = lowLeft.subtracting(lowCut) ?? .zero
      guard let high = rows[row].lines[line].high else {
        // Without a bound this row may bear all of it.
        highLeft = .zero
        continue
      }
      let highCut = min(high, highLeft)
      rows[row].lines[line].high = high.subtracting(highCut) ?? .zero
      highLeft = highLeft.subtracting(highCut) ?? .zero
      if !highCut.isZero {
        rows[row].lines[line].lostTo = rival
        rows[row].lines[line].lostBy = .paidBefore
      }
    }
  }

  /// Shows a certain sum at this member, its rows filled from the first.
  private func raise(_ index: Int, to sum: Exact, _ rows: inout [RowWork]) {
    let line = members[index].line
    var left = sum
    for row in rows.indices {
      let shown = min(left, rows[row].lines[line].low)
      rows[row].lines[line].low = shown
      left = left.subtracting(shown) ?? .zero
      if rows[row].lines[line].isPossible { rows[row].lines[line].isContested = true }
    }
  }
}
