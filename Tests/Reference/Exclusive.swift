/// Phase 7: of the members of a group only the highest is paid, over one company-year.
struct Contest {
  struct Member {
    let name: LineName
    /// The member's lines, in the order of the rows.
    let lines: [Line]
    /// What the other members were already paid.
    let rivalsPaid: Rational

    var worth: Sum { lines.reduce(.zero) { $0 + $1.sum } }
  }

  /// Members that may be worth something; one that is surely worth nothing is no rival.
  let members: [Member]

  init(_ members: [Member]) { self.members = members.filter { !$0.worth.isZero } }

  private func mayWin(_ index: Int) -> Bool {
    let high = members[index].worth.high
    return members.indices.allSatisfy { other in
      guard other != index, let high else { return true }
      let rival = members[other].worth.low
      return high > rival || (high == rival && index < other)
    }
  }

  private func hasWon(_ index: Int) -> Bool {
    let low = members[index].worth.low
    return members.indices.allSatisfy { other in
      if other == index { return true }
      guard let rival = members[other].worth.high else { return false }
      return low > rival || (low == rival && index < other)
    }
  }

  /// The lines as the contest leaves them.
  func outcome() -> [Line] {
    if let winner = members.indices.first(where: hasWon) {
      return members.indices.flatMap { index in
        index == winner ? net(members[index]) : members[index].lines.map(excluded)
      }
    }
    let candidates = members.indices.filter(mayWin)
    let leastWorth = candidates.map { members[$0].worth.low }.max() ?? .zero
    let certain =
      candidates.map { max(.zero, leastWorth - members[$0].rivalsPaid) }.min() ?? .zero
    let shown = candidates.first { members[$0].worth.low == leastWorth }
    return members.indices.flatMap { index -> [Line] in
      guard candidates.contains(index) else { return members[index].lines.map(excluded) }
      var left = index == shown ? certain : .zero
      return net(members[index]).map { line in
        var line = line
        line.sum.low = min(line.sum.low, left)
        left = left - line.sum.low
        line.isContested = true
        return line
      }
    }
  }

  /// What the rivals were paid is taken off row by row, the first row first.
  private func net(_ member: Member) -> [Line] {
    var before = Sum.zero
    return member.lines.map { line in
      var line = line
      let lowLeft = max(.zero, member.rivalsPaid - before.low)
      let highLeft = before.high.map { max(.zero, member.rivalsPaid - $0) } ?? .zero
      before = before + line.sum
      let low = max(.zero, line.sum.low - lowLeft)
      let high = line.sum.high.map { max(.zero, $0 - highLeft) }
      line.isExcluded = !line.sum.isZero && high == .zero
      line.sum = Sum(low: low, high: high)
      return line
    }
  }

  private func excluded(_ line: Line) -> Line {
    var line = line
    line.isExcluded = line.isExcluded || !line.sum.isZero
    line.sum = .zero
    return line
  }
}

extension Inquiry {
  /// Runs every group over one company-year, `rows`.
  func exclude(_ rows: [Int], _ lines: inout [LineName: [Line]]) {
    for group in program.groups {
      let condition =
        group.when.map { Scene(self, row: rows[0]).verdict($0) } ?? Verdict(true)
      guard condition.truth.mayHold else { continue }
      let outcome = Contest(group.members.map { member($0, group, rows, lines) }).outcome()
      for settled in outcome {
        guard let index = lines[settled.name]?.firstIndex(where: { $0.row == settled.row }),
          let line = lines[settled.name]?[index]
        else { continue }
        lines[settled.name]?[index] =
          condition.truth.isCertain ? settled : either(line, settled, condition.reasons)
      }
    }
  }

  private func member(
    _ name: LineName, _ group: Group, _ rows: [Int], _ lines: [LineName: [Line]]
  ) -> Contest.Member {
    let rivals = group.members.filter { $0 != name && !$0.isRenewal }
    let paid = rivals.flatMap { rival in
      rows.map { Scene(self, row: $0).known(rival.award, .paid) ?? .zero }
    }
    return Contest.Member(
      name: name, lines: (lines[name] ?? []).filter { rows.contains($0.row) },
      rivalsPaid: paid.reduce(.zero, +))
  }

  /// Both worlds, where it is open whether the group holds.
  private func either(_ free: Line, _ bound: Line, _ reasons: Set<String>) -> Line {
    var line = free
    line.sum = free.sum.hull(bound.sum)
    line.isContested = free.isContested || bound.isContested
    line.isExcluded = free.isExcluded
    if free.sum != bound.sum {
      line.reasons.formUnion(reasons)
      line.hangsOnGroup = true
    }
    return line
  }
}
