/// Sums that compete: which is certainly the highest, which may be. Of equal sums the first counts.
struct Standings {
  let sums: [(low: Exact, high: Exact?)]

  /// The one that is the highest whatever the open ones come to.
  var winner: Int? { sums.indices.first(where: hasCertainlyWon) }

  /// Those that may be the highest.
  var possibleWinners: [Int] { sums.indices.filter(canWin) }

  /// The possible winner that shows what is certain, whoever wins.
  var holder: Int? { holder(among: possibleWinners) }

  func holder(among possible: [Int]) -> Int? {
    var best: Int?
    for index in possible where best.map({ sums[index].low > sums[$0].low }) ?? true {
      best = index
    }
    return best
  }

  /// Whether even the whole of this may be nothing.
  private func isNothing(_ index: Int) -> Bool { sums[index].high?.isZero ?? false }

  private func hasCertainlyWon(_ index: Int) -> Bool {
    if isNothing(index) { return false }
    return sums.indices.allSatisfy { other in
      guard other != index, !isNothing(other) else { return true }
      guard let high = sums[other].high else { return false }
      return sums[index].low > high || sums[index].low == high && index < other
    }
  }

  private func canWin(_ index: Int) -> Bool {
    if isNothing(index) { return false }
    return sums.indices.allSatisfy { other in
      guard other != index, let high = sums[index].high else { return true }
      return high > sums[other].low || high == sums[other].low && index < other
    }
  }
}
