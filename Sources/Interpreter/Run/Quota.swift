/// Phase 6: so many a year, the highest scores first; a tie at the edge is never settled silently.
///
/// One quota in one evaluation year. Selection runs on conditions, before exclusion.
struct QuotaDraw {
  /// A row that takes part, as an index into the rows of the run.
  struct Candidate: Equatable {
    let row: Int
    let isCertain: Bool
    let count: Bounds
    let keys: [Bounds]
  }

  enum Verdict { case selected, out, open }

  let year: Int?
  /// The line, and its place among those with quotas.
  let line: Int
  let place: Int
  private let candidates: [Candidate]
  private let verdicts: [Int: Verdict]

  init(year: Int?, line: Int, place: Int, _ candidates: [Candidate]) {
    self.year = year
    self.line = line
    self.place = place
    self.candidates = candidates
    let ranking = Ranking(candidates)
    var verdicts: [Int: Verdict] = [:]
    if let count = candidates.first?.count {
      for candidate in candidates {
        verdicts[candidate.row] = ranking.verdict(candidate, places: count)
      }
    }
    self.verdicts = verdicts
  }

  var rows: [Int] { candidates.map(\.row) }

  func isLike(_ other: QuotaDraw, _ row: Int) -> Bool { verdicts[row] == other.verdicts[row] }

  /// The draw where some rows have changed; `candidate` gives what they are now.
  func redrawn(for changed: [Int], candidate: (Int) -> Candidate?) -> QuotaDraw {
    var now: [Int: Candidate] = [:]
    for row in changed { now[row] = candidate(row) }
    let isChanged = Set(changed)
    let before = candidates.filter { isChanged.contains($0.row) }
    if before.count == now.count, before.allSatisfy({ now[$0.row] == $0 }) { return self }
    let kept = candidates.filter { !isChanged.contains($0.row) }
    return QuotaDraw(
      year: year, line: line, place: place, (kept + now.values).sorted { $0.row < $1.row })
  }

  /// Takes the sums of the rows, where they are, to what the draw leaves them.
  func apply(to work: inout [RowWork?]) {
    for (row, verdict) in verdicts where verdict != .selected {
      guard work[row]?.lines[line].isPossible == true else { continue }
      work[row]?.lines[line].low = .zero
      if verdict == .out {
        work[row]?.lines[line].high = .zero
        work[row]?.lines[line].isOverQuota = true
      } else {
        work[row]?.lines[line].isTied = true
      }
    }
  }
}

/// The candidates of one quota in one year, sorted for counting who may stand before whom.
private struct Ranking {
  typealias Candidate = QuotaDraw.Candidate
  typealias Verdict = QuotaDraw.Verdict

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
