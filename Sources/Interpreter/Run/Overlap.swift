/// Phase 9: what is paid for the same matter under another policy, of this run or on record.
///
/// Of the policies of a run the highest sum stands first (equal: the policy named first). What
/// stands above a lower one is no less than its own sum, so that a top-up leaves nothing of it, as
/// `none` does; `stack` pays it whole. What is on record comes off afterwards: it was paid by
/// others, whichever policy of this run stands first.
func applyOverlap(_ plan: Plan, _ rows: inout [RowWork], _ records: [Records]) {
  for matter in plan.matters {
    guard let encounter = Encounter(matter, rows) else { continue }
    if let line = encounter.overflowing {
      rows[0].overflow = plan.qualifiedName(ofLine: line)
    }
    encounter.settle(plan, &rows)
  }
  applyRecords(plan, &rows, records)
}

/// The policies that pay for one matter in one company-year.
private struct Encounter {
  /// What a policy does where another stands above it.
  enum Conduct {
    /// It pays its sum all the same.
    case pays
    case yields(Overlap.Rule)
    /// It hangs on an open condition.
    case open(Overlap.Rule)
  }

  struct Member {
    let lines: [Int]
    let low: Exact
    let high: Exact?
    let conduct: Conduct
    /// The facts on which its conduct hangs.
    let missing: [Int]

    var mayYield: Bool {
      if case .pays = conduct { return false }
      return true
    }
  }

  let members: [Member]
  /// A line of a policy of which the rows together do not fit.
  let overflowing: Int?

  /// Nil where nothing can meet: at most one policy may pay, or all of them pay all the same.
  init?(_ matter: Matter, _ rows: [RowWork]) {
    var overflowing: Int?
    members = matter.members.map { member in
      var low = Exact.zero
      var high: Exact? = .zero
      for row in rows {
        for line in member.lines {
          let sum = low.adding(row.lines[line].low)
          if sum == nil { overflowing = line }
          low = sum ?? low
          high = high.flatMap { sum in row.lines[line].high.flatMap { sum.adding($0) } }
        }
      }
      return Member(
        lines: member.lines, low: low, high: high,
        conduct: Self.conduct(rows[0].policies[member.policy].overlapRules),
        missing: rows[0].policies[member.policy].overlapMissing)
    }
    self.overflowing = overflowing
    let possible = members.filter { $0.high.map { !$0.isZero } ?? true }
    guard possible.count > 1, possible.contains(where: \.mayYield) else { return nil }
  }

  private static func conduct(_ rules: [Overlap.Rule]) -> Conduct {
    guard let rule = rules.first(where: { $0 != .stack }) else { return .pays }
    return rules.contains(.stack) ? .open(rule) : .yields(rule)
  }

  func settle(_ plan: Plan, _ rows: inout [RowWork]) {
    let standings = Standings(sums: members.map { ($0.low, $0.high) })
    if let winner = standings.winner {
      for index in members.indices where index != winner { giveWay(index, to: winner, plan, &rows) }
      return
    }
    let possible = standings.possibleWinners
    guard let holder = standings.holder else { return }
    // Whoever stands first pays at least the highest certain sum, unless that is paid anyway.
    let isShown = possible.allSatisfy { members[$0].mayYield }
    for index in members.indices where members[index].mayYield {
      if possible.contains(index) {
        contest(index, keepsLow: isShown && index == holder, &rows)
      } else {
        giveWay(index, to: holder, plan, &rows)
      }
    }
    noteOpen(possible, &rows)
  }

  /// Takes a policy that stands below another to nothing, as far as its own rule says so.
  private func giveWay(_ index: Int, to winner: Int, _ plan: Plan, _ rows: inout [RowWork]) {
    let rival = leadingLine(members[winner], rows)
    switch members[index].conduct {
    case .pays: return
    case .open: contest(index, keepsLow: false, &rows)
    case .yields(let rule):
      let isEqual = members[index].low == members[winner].low && members[index].isSettled
      for row in rows.indices {
        for line in members[index].lines where rows[row].lines[line].isPossible {
          if isEqual, members[winner].isSettled {
            rows[row].notes.append(.equalSums(plan, rival, line))
          }
          rows[row].lines[line].lose(.otherPolicy(rule, sum: members[winner].low), to: rival)
        }
      }
    }
  }

  /// The line of a policy that pays most for the matter.
  private func leadingLine(_ member: Member, _ rows: [RowWork]) -> Int {
    func sum(_ line: Int) -> Exact {
      rows.reduce(.zero) { $0.adding($1.lines[line].low) ?? $0 }
    }
    var best = member.lines[0]
    for line in member.lines.dropFirst() where sum(line) > sum(best) { best = line }
    return best
  }

  /// Leaves open whether a policy pays.
  private func contest(_ index: Int, keepsLow: Bool, _ rows: inout [RowWork]) {
    for row in rows.indices {
      for line in members[index].lines where rows[row].lines[line].isPossible {
        if !keepsLow { rows[row].lines[line].low = .zero }
        rows[row].lines[line].hang(on: members[index].missing)
        rows[row].lines[line].isContested = true
      }
    }
  }

  /// Of the policies that certainly yield only the first is paid: their high ends do not add up.
  private func noteOpen(_ possible: [Int], _ rows: inout [RowWork]) {
    let yielding = possible.filter { index in
      if case .yields = members[index].conduct { return true }
      return false
    }
    guard yielding.count > 1 else { return }
    for row in rows.indices { rows[row].openMatters.append(yielding.map { members[$0].lines }) }
  }
}

extension Encounter.Member {
  fileprivate var isSettled: Bool { high == low }
}

// MARK: - What is on record

private func applyRecords(_ plan: Plan, _ rows: inout [RowWork], _ records: [Records]) {
  for row in rows.indices {
    for record in records[row].received {
      let policy = plan.policy(ofLine: record.line)
      if plan.policies[policy].overlap.rules.isEmpty { continue }
      take(record.sum, off: &rows[row].lines[record.line], rows[row].policies[policy])
    }
  }
}

private func take(_ received: Exact, off line: inout Work, _ policy: PolicyWork) {
  let before = line
  guard before.isPossible else { return }
  let results = policy.overlapRules.map { overlapped(before, $0, received) }
  let low = results.map(\.low).min() ?? .zero
  let highs = results.map(\.high)
  let high: Exact? = highs.contains { $0 == nil } ? nil : highs.compactMap { $0 }.max()
  if let high, high.isZero {
    line.lose(.overlap)
  } else {
    if low != before.low || high != before.high { line.lostBy = .overlap }
    line.low = low
    line.high = high
    if policy.overlapRules.count > 1 { line.hang(on: policy.overlapMissing) }
  }
}

private func overlapped(
  _ work: Work, _ rule: Overlap.Rule, _ received: Exact
) -> (low: Exact, high: Exact?) {
  switch rule {
  case .stack: (work.low, work.high)
  case .none: (.zero, .zero)
  case .topUp:
    (
      max(.zero, work.low.subtracting(received) ?? .zero),
      work.high.map { max(.zero, $0.subtracting(received) ?? .zero) }
    )
  }
}
