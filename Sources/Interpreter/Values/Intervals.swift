/// Interval arithmetic on `Bounds`. Every function is the exact hull; nil means overflow.

private enum Edge {
  case minusInfinity, plusInfinity
  case finite(Exact)
}

extension Bounds {
  /// Joins what both sides say about absence; absent where either certainly is.
  private func joined(_ other: Bounds, low: Exact?, high: Exact?) -> Bounds {
    guard isPresent, other.isPresent else { return .absent }
    return Bounds(low: low, high: high, mayBeAbsent: mayBeAbsent || other.mayBeAbsent)
  }

  package func adding(_ other: Bounds) -> Bounds? {
    guard isPresent, other.isPresent else { return .absent }
    var lows: Exact?
    var highs: Exact?
    if let low, let second = other.low {
      guard let sum = low.adding(second) else { return nil }
      lows = sum
    }
    if let high, let second = other.high {
      guard let sum = high.adding(second) else { return nil }
      highs = sum
    }
    return joined(other, low: lows, high: highs)
  }

  package var negated: Bounds {
    Bounds(
      low: high?.negated, high: low?.negated, isPresent: isPresent, mayBeAbsent: mayBeAbsent)
  }

  package func subtracting(_ other: Bounds) -> Bounds? { adding(other.negated) }

  package func multiplied(by other: Bounds) -> Bounds? {
    guard isPresent, other.isPresent else { return .absent }
    var lows: Edge = .plusInfinity
    var highs: Edge = .minusInfinity
    for left in [edge(low, .minusInfinity), edge(high, .plusInfinity)] {
      for right in [edge(other.low, .minusInfinity), edge(other.high, .plusInfinity)] {
        guard let product = product(left, right) else { return nil }
        if isLess(product, lows) { lows = product }
        if isLess(highs, product) { highs = product }
      }
    }
    return joined(other, low: value(lows), high: value(highs))
  }

  /// A divisor that may be 0 leaves the quotient unknown.
  package func divided(by other: Bounds) -> Bounds? {
    guard isPresent, other.isPresent else { return .absent }
    let isPositive = other.low.map { $0 > .zero } ?? false
    let isNegative = other.high.map { $0 < .zero } ?? false
    guard isPositive || isNegative else { return joined(other, low: nil, high: nil) }
    // Of an end that there is not it is 0; of a number other than 0 it always fits.
    func inverse(_ number: Exact?) -> Exact {
      number.flatMap { Exact.one.divided(by: $0) } ?? .zero
    }
    return multiplied(
      by: Bounds(
        low: inverse(other.high), high: inverse(other.low), mayBeAbsent: other.mayBeAbsent))
  }

  package func minimum(_ other: Bounds) -> Bounds {
    joined(
      other, low: lesser(low, other.low, nilIsLow: true),
      high: lesser(high, other.high, nilIsLow: false))
  }

  package func maximum(_ other: Bounds) -> Bounds {
    joined(
      other, low: greater(low, other.low, nilIsLow: true),
      high: greater(high, other.high, nilIsLow: false))
  }

  /// Absent is 0; what is below 0 is 0.
  package var notBelowZero: Bounds {
    guard isPresent else { return .zero }
    let floor = mayBeAbsent ? Exact.zero : max(.zero, low ?? .zero)
    return Bounds(low: floor, high: high.map { max(.zero, $0) })
  }

  package func rounded(to unit: Exact, down: Bool) -> Bounds? {
    var result = self
    if let low {
      guard let whole = low.rounded(to: unit, down: down) else { return nil }
      result.low = whole
    }
    if let high {
      guard let whole = high.rounded(to: unit, down: down) else { return nil }
      result.high = whole
    }
    return result
  }

  /// A comparison with something absent is false.
  package func compared(_ comparison: Comparison, _ other: Bounds) -> Truth {
    guard isPresent, other.isPresent else { return .no }
    let certain: Truth
    switch comparison {
    case .less: certain = isBelow(other, orEqual: false)
    case .lessEqual: certain = isBelow(other, orEqual: true)
    case .greater: certain = other.isBelow(self, orEqual: false)
    case .greaterEqual: certain = other.isBelow(self, orEqual: true)
    case .equal: certain = isEqual(other)
    case .notEqual: certain = isEqual(other).not
    }
    let mayBeNothing = mayBeAbsent || other.mayBeAbsent
    return Truth(mayBeTrue: certain.mayBeTrue, mayBeFalse: certain.mayBeFalse || mayBeNothing)
  }

  private func isBelow(_ other: Bounds, orEqual: Bool) -> Truth {
    var mayBeTrue = true
    var mayBeFalse = true
    if let low, let top = other.high { mayBeTrue = orEqual ? low <= top : low < top }
    if let high, let bottom = other.low { mayBeFalse = orEqual ? high > bottom : high >= bottom }
    return Truth(mayBeTrue: mayBeTrue, mayBeFalse: mayBeFalse)
  }

  private func isEqual(_ other: Bounds) -> Truth {
    if let low, let high, low == high, other.low == low, other.high == low { return .yes }
    if let low, let top = other.high, low > top { return .no }
    if let high, let bottom = other.low, high < bottom { return .no }
    return .unknown
  }
}

private func edge(_ number: Exact?, _ infinity: Edge) -> Edge {
  number.map { .finite($0) } ?? infinity
}

private func value(_ edge: Edge) -> Exact? {
  if case .finite(let number) = edge { return number }
  return nil
}

/// 0 times unbounded is 0: the factor is a real number, however large.
private func product(_ one: Edge, _ two: Edge) -> Edge? {
  switch (one, two) {
  case (.finite(let left), .finite(let right)): left.multiplied(by: right).map { .finite($0) }
  case (.finite(let number), .plusInfinity), (.plusInfinity, .finite(let number)):
    number.isZero ? .finite(.zero) : number.isNegative ? .minusInfinity : .plusInfinity
  case (.finite(let number), .minusInfinity), (.minusInfinity, .finite(let number)):
    number.isZero ? .finite(.zero) : number.isNegative ? .plusInfinity : .minusInfinity
  case (.plusInfinity, .plusInfinity), (.minusInfinity, .minusInfinity): .plusInfinity
  case (.plusInfinity, .minusInfinity), (.minusInfinity, .plusInfinity): .minusInfinity
  }
}

private func isLess(_ one: Edge, _ two: Edge) -> Bool {
  switch (one, two) {
  case (.finite(let left), .finite(let right)): left < right
  case (.minusInfinity, .minusInfinity), (.plusInfinity, _): false
  case (.minusInfinity, _): true
  case (.finite, .plusInfinity): true
  case (.finite, .minusInfinity): false
  }
}

private func lesser(_ one: Exact?, _ two: Exact?, nilIsLow: Bool) -> Exact? {
  guard let one else { return nilIsLow ? nil : two }
  guard let two else { return nilIsLow ? nil : one }
  return min(one, two)
}

private func greater(_ one: Exact?, _ two: Exact?, nilIsLow: Bool) -> Exact? {
  guard let one else { return nilIsLow ? two : nil }
  guard let two else { return nilIsLow ? one : nil }
  return max(one, two)
}
