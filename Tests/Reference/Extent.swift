/// One end of a range; the cases stand in ascending order.
package enum Bound: Hashable, Comparable, Sendable {
  case below
  case exact(Rational)
  case above

  package var value: Rational? {
    if case .exact(let value) = self { return value }
    return nil
  }

  fileprivate var sign: Int {
    switch self {
    case .below: -1
    case .above: 1
    case .exact(let value): value == .zero ? 0 : value < .zero ? -1 : 1
    }
  }

  fileprivate static func * (left: Bound, right: Bound) -> Bound {
    if case .exact(let a) = left, case .exact(let b) = right { return .exact(a * b) }
    let sign = left.sign * right.sign
    return sign == 0 ? .exact(.zero) : sign < 0 ? .below : .above
  }

  /// An unbounded end swallows whatever is added to it.
  fileprivate static func + (left: Bound, right: Bound) -> Bound {
    switch (left, right) {
    case (.exact(let a), .exact(let b)): .exact(a + b)
    case (.exact, _): right
    case (_, .exact), (.below, _), (.above, _): left
    }
  }

  fileprivate static prefix func - (bound: Bound) -> Bound {
    switch bound {
    case .below: .above
    case .above: .below
    case .exact(let value): .exact(-value)
    }
  }

  fileprivate var reciprocal: Bound {
    switch self {
    case .below, .above: .exact(.zero)
    case .exact(let value): .exact(Rational(1) / value)
    }
  }
}

/// All values from `low` to `high`, both ends included where they are finite.
package struct Extent: Hashable, Sendable {
  package let low: Bound
  package let high: Bound

  package static let everything = Extent(.below, .above)

  package init(_ low: Bound, _ high: Bound) {
    self.low = low
    self.high = high
  }

  package init(_ value: Rational) { self.init(.exact(value), .exact(value)) }
  package init(_ low: Rational, _ high: Rational) { self.init(.exact(low), .exact(high)) }

  package var isPoint: Bool { low == high && low.value != nil }

  package func hull(_ other: Extent) -> Extent {
    Extent(min(low, other.low), max(high, other.high))
  }

  package static func + (left: Extent, right: Extent) -> Extent {
    Extent(left.low + right.low, left.high + right.high)
  }

  package static func - (left: Extent, right: Extent) -> Extent {
    left + Extent(-right.high, -right.low)
  }

  package static func * (left: Extent, right: Extent) -> Extent {
    let products = [
      left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high,
    ]
    return products.dropFirst().reduce(Extent(products[0], products[0])) {
      $0.hull(Extent($1, $1))
    }
  }

  /// Nothing is known of a quotient whose divisor may be zero.
  package static func / (left: Extent, right: Extent) -> Extent {
    if right.low <= .exact(.zero) && right.high >= .exact(.zero) { return .everything }
    return left * Extent(right.high.reciprocal, right.low.reciprocal)
  }

  package func capped(by cap: Extent) -> Extent {
    Extent(min(low, cap.low), min(high, cap.high))
  }
}

/// A number that a program may read: a range, perhaps absent, and what keeps it open.
package struct Quantity: Hashable, Sendable {
  /// Nil where the value is certainly absent.
  package let range: Extent?
  package let mayBeAbsent: Bool
  package let reasons: Set<String>

  package static let absent = Quantity(nil, mayBeAbsent: true)

  package init(_ range: Extent?, mayBeAbsent: Bool = false, _ reasons: Set<String> = []) {
    self.range = range
    self.mayBeAbsent = mayBeAbsent || range == nil
    let settled = range.map { $0.isPoint && !mayBeAbsent } ?? true
    self.reasons = settled ? [] : reasons
  }

  package init(_ value: Rational) { self.init(Extent(value)) }

  /// Applies an operation to two values; what is absent on either side is absent after it.
  package func combined(
    _ other: Quantity, _ operation: (Extent, Extent) -> Extent
  ) -> Quantity {
    guard let left = range, let right = other.range else { return .absent }
    return Quantity(
      operation(left, right), mayBeAbsent: mayBeAbsent || other.mayBeAbsent,
      reasons.union(other.reasons))
  }

  /// Both ends moved alike.
  package func map(_ change: (Day) -> Day) -> Quantity {
    func moved(_ bound: Bound) -> Bound {
      bound.value.map { .exact(Rational(change(Day(number: Int($0.numerator))).number)) } ?? bound
    }
    return Quantity(
      range.map { Extent(moved($0.low), moved($0.high)) }, mayBeAbsent: mayBeAbsent, reasons)
  }

  /// The smaller or greater of two values. What `hides` the other is it whatever the other is.
  package func extreme(
    _ other: Quantity, _ operation: (Extent, Extent) -> Extent,
    hides: (Extent, Extent) -> Bool
  ) -> Quantity {
    guard let left = range, let right = other.range else { return .absent }
    let isSure = !mayBeAbsent && !other.mayBeAbsent
    var open = reasons.union(other.reasons)
    if isSure && hides(left, right) { open = reasons }
    if isSure && hides(right, left) { open = hides(left, right) ? [] : other.reasons }
    return Quantity(
      operation(left, right), mayBeAbsent: mayBeAbsent || other.mayBeAbsent, open)
  }

  package func higher(_ other: Quantity) -> Quantity {
    extreme(other) {
      Extent(max($0.low, $1.low), max($0.high, $1.high))
    } hides: {
      $0.low >= $1.high
    }
  }

  /// Either of two values, for a choice that `open` keeps undecided.
  package func hull(_ other: Quantity, open: Set<String>) -> Quantity {
    let all = reasons.union(other.reasons).union(open)
    guard let left = range else { return Quantity(other.range, mayBeAbsent: true, all) }
    guard let right = other.range else { return Quantity(left, mayBeAbsent: true, all) }
    return Quantity(
      left.hull(right), mayBeAbsent: mayBeAbsent || other.mayBeAbsent, all)
  }
}
