/// Sums that compete: which is certainly the highest, which may be. Of equal sums the first counts.
struct Standings {
  let sums: [(low: Exact, high: Exact?)]

  /// The first of those with the highest certain sum: what beats it beats all, so that groups of
  /// thousands are settled in one walk.
  private let leader: Int?

  init(sums: [(low: Exact, high: Exact?)]) {
    self.sums = sums
    var best: Int?
    for (index, sum) in sums.enumerated() where !Self.isNothing(sum) {
      if best.map({ sum.low > sums[$0].low }) ?? true { best = index }
    }
    leader = best
  }

  /// The one that is the highest whatever the open ones come to.
  var winner: Int? {
    guard let leader else { return nil }
    let sum = sums[leader].low
    let hasWon = sums.indices.allSatisfy { other in
      guard other != leader, !Self.isNothing(sums[other]) else { return true }
      guard let high = sums[other].high else { return false }
      return sum > high || sum == high && leader < other
    }
    return hasWon ? leader : nil
  }

  /// Those that may be the highest.
  var possibleWinners: [Int] { sums.indices.filter(canWin) }

  /// The possible winner that shows what is certain, whoever wins.
  var holder: Int? { leader }

  /// Whether even the whole of this may be nothing.
  private static func isNothing(_ sum: (low: Exact, high: Exact?)) -> Bool {
    sum.high?.isZero ?? false
  }

  private func canWin(_ index: Int) -> Bool {
    guard let leader, !Self.isNothing(sums[index]) else { return false }
    guard index != leader, let high = sums[index].high else { return true }
    return high > sums[leader].low || high == sums[leader].low && index < leader
  }
}
