/// What a number may still be: every number from `low` to `high`, and perhaps no number at all.
///
/// nil is "no bound on this side". `mayBeAbsent` is for what does not exist: a field with
/// `blank = none`, a `match` where nothing fits. With `isPresent` false it is certainly absent.
package struct Bounds: Hashable, Sendable {
  package var low: Exact?
  package var high: Exact?
  package var isPresent: Bool
  package var mayBeAbsent: Bool

  package static let unknown = Bounds(low: nil, high: nil)
  package static let absent = Bounds(low: nil, high: nil, isPresent: false, mayBeAbsent: true)
  package static let zero = Bounds(.zero)
  /// Above every sum that can be approved: a ceiling that never binds.
  package static let noCeiling = Bounds(low: Exact(digits: 1, timesTenTo: 24), high: nil)

  package init(low: Exact?, high: Exact?, isPresent: Bool = true, mayBeAbsent: Bool = false) {
    self.low = low
    self.high = high
    self.isPresent = isPresent
    self.mayBeAbsent = mayBeAbsent
  }

  package init(_ value: Exact) { self.init(low: value, high: value) }

  /// By one end alone, which tells nearly all of them apart: the planner asks for every operation.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(Int64(truncatingIfNeeded: (high ?? low)?.numerator ?? -1))
  }

  /// No sum of money comes up to it, as none does to a share of what has no ceiling.
  package var isAboveEverySum: Bool {
    guard isPresent, !mayBeAbsent, let low else { return false }
    return low >= Exact(100_000_000_000_000_000)
  }

  /// The one number this is, if it is settled.
  package var exact: Exact? {
    guard isPresent, !mayBeAbsent, let low, let high, low == high else { return nil }
    return low
  }

  /// Settled: one number, or certainly absent.
  package var isSettled: Bool { !isPresent || exact != nil }

  /// Everything that either may be.
  package func hull(_ other: Bounds) -> Bounds {
    guard isPresent else {
      var result = other
      result.mayBeAbsent = true
      return result
    }
    guard other.isPresent else {
      var result = self
      result.mayBeAbsent = true
      return result
    }
    let lows = low.flatMap { mine in other.low.map { min(mine, $0) } }
    let highs = high.flatMap { mine in other.high.map { max(mine, $0) } }
    return Bounds(
      low: lows, high: highs, isPresent: true, mayBeAbsent: mayBeAbsent || other.mayBeAbsent)
  }
}
