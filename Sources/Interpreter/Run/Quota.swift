/// Phase 6: so many a year, the highest scores first; a tie at the edge is never settled silently.
///
/// `rows` are the rows of one evaluation year. Selection runs on conditions, before exclusion.
func applyQuotas(_ plan: Plan, _ rows: inout [RowWork], asksFirst: [[Bool]]) {
  for (index, line) in plan.lines.enumerated() where line.quota != nil {
    let candidates = rows.indices.filter { row in
      asksFirst[row][index] && rows[row].lines[index].condition.mayBeTrue
    }
    guard let first = candidates.first, let count = rows[first].quotaCounts[index] else { continue }
    let ranking = Ranking(
      candidates.map { row in
        Ranking.Candidate(
          row: row, isCertain: rows[row].lines[index].condition.isYes,
          keys: rows[row].quotaKeys[index] ?? [])
      })
    for candidate in ranking.candidates {
      let verdict = ranking.verdict(candidate, places: count)
      if verdict == .selected || !rows[candidate.row].lines[index].isPossible { continue }
      rows[candidate.row].lines[index].low = .zero
      if verdict == .out {
        rows[candidate.row].lines[index].high = .zero
        rows[candidate.row].lines[index].isOverQuota = true
      } else {
        rows[candidate.row].lines[index].isTied = true
      }
    }
  }
}

/// The candidates of one quota in one year, sorted for counting who may stand before whom.
private struct Ranking {
  struct Candidate {
    let row: Int
    let isCertain: Bool
    let keys: [Bounds]
  }

  enum Verdict { case selected, out, open }

  let candidates: [Candidate]
  /// Highest and lowest possible scores, ascending.
  private let highs: [[Edge]]
  private let certainLows: [[Edge]]

  /// A score or what stands for a missing one; ordered.
  enum Edge: Comparable {
    case lowest
    case score(Exact)
    case highest
  }

  init(_ candidates: [Candidate]) {
    self.candidates = candidates
    highs = candidates.map { Self.high($0) }.sorted { $0.lexicographicallyPrecedes($1) }
    certainLows = candidates.filter(\.isCertain).map { Self.low($0) }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func high(_ candidate: Candidate) -> [Edge] {
    candidate.keys.map { key in
      key.isPresent ? key.high.map { .score($0) } ?? .highest : .lowest
    }
  }

  private static func low(_ candidate: Candidate) -> [Edge] {
    candidate.keys.map { key in
      key.isPresent && !key.mayBeAbsent ? key.low.map { .score($0) } ?? .lowest : .lowest
    }
  }

  func verdict(_ candidate: Candidate, places: Bounds) -> Verdict {
    let low = Self.low(candidate)
    let high = Self.high(candidate)
    // Others that may stand before it or level with it; itself is always among them.
    let mayBeBefore = highs.count - firstIndex(in: highs) { !$0.lexicographicallyPrecedes(low) } - 1
    // Certain others that surely stand before it.
    let surelyBefore =
      certainLows.count
      - firstIndex(in: certainLows) { high.lexicographicallyPrecedes($0) }
    if let fewest = places.low, Exact(mayBeBefore + 1) <= fewest { return .selected }
    if let most = places.high, Exact(surelyBefore) >= most { return .out }
    return .open
  }

  /// The first index from which the condition holds, by bisection.
  private func firstIndex(in list: [[Edge]], where condition: ([Edge]) -> Bool) -> Int {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if condition(list[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
