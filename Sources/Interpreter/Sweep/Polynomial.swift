/// A polynomial of the swept fact with exact coefficients. nil is "leaves 128 bits".
struct Polynomial: Hashable, Sendable {
  /// The lowest power first; the last one is not 0.
  let coefficients: [Exact]

  /// Products of more than two facts that all move are given up.
  static let highestDegree = 6
  static let swept = Polynomial([.zero, .one])

  init(_ coefficients: [Exact]) {
    var kept = coefficients
    while kept.last?.isZero ?? false { kept.removeLast() }
    self.coefficients = kept
  }

  init(_ number: Exact) { self.init([number]) }

  var degree: Int { max(0, coefficients.count - 1) }
  var isZero: Bool { coefficients.isEmpty }
  /// The number that this is everywhere.
  var constant: Exact? { degree > 0 ? nil : coefficients.first ?? .zero }

  func adding(_ other: Polynomial) -> Polynomial? {
    var sums: [Exact] = []
    for power in 0..<max(coefficients.count, other.coefficients.count) {
      guard let sum = self[power].adding(other[power]) else { return nil }
      sums.append(sum)
    }
    return Polynomial(sums)
  }

  var negated: Polynomial { Polynomial(coefficients.map(\.negated)) }

  func subtracting(_ other: Polynomial) -> Polynomial? { adding(other.negated) }

  func multiplied(by other: Polynomial) -> Polynomial? {
    if isZero || other.isZero { return Polynomial([]) }
    guard degree + other.degree <= Self.highestDegree else { return nil }
    var sums = [Exact](repeating: .zero, count: degree + other.degree + 1)
    for (one, left) in coefficients.enumerated() {
      for (two, right) in other.coefficients.enumerated() {
        guard let product = left.multiplied(by: right), let sum = sums[one + two].adding(product)
        else { return nil }
        sums[one + two] = sum
      }
    }
    return Polynomial(sums)
  }

  func value(at place: Exact) -> Exact? {
    var value = Exact.zero
    for coefficient in coefficients.reversed() {
      guard let raised = value.multiplied(by: place), let sum = raised.adding(coefficient) else {
        return nil
      }
      value = sum
    }
    return value
  }

  private subscript(power: Int) -> Exact {
    coefficients.indices.contains(power) ? coefficients[power] : .zero
  }

  private var slope: Polynomial? {
    var found: [Exact] = []
    for (power, coefficient) in coefficients.enumerated().dropFirst() {
      guard let product = coefficient.multiplied(by: Exact(power)) else { return nil }
      found.append(product)
    }
    return Polynomial(found)
  }
}

/// A place where something turns. Roots that are no fractions lie between two steps of the grid;
/// the upper one stands for them.
struct Turn: Hashable, Sendable {
  var place: Exact
  var isExact: Bool
}

extension Polynomial {
  /// Where it is 0, in order, between two places; both left out.
  func roots(between low: Exact, and high: Exact, grid: Exact) -> [Turn]? {
    switch degree {
    case 0: return []
    case 1:
      guard let root = coefficients[0].negated.divided(by: coefficients[1]) else { return nil }
      return low < root && root < high ? [Turn(place: root, isExact: true)] : []
    default:
      if degree == 2, let exact = rationalRoots {
        return exact.filter { low < $0 && $0 < high }.map { Turn(place: $0, isExact: true) }
      }
      return isolated(between: low, and: high, grid: grid)
    }
  }

  /// Both roots of a quadratic, where they are fractions.
  private var rationalRoots: [Exact]? {
    let (free, linear, square) = (coefficients[0], coefficients[1], coefficients[2])
    guard let squared = linear.multiplied(by: linear),
      let product = square.multiplied(by: free)?.multiplied(by: Exact(4)),
      let inside = squared.subtracting(product)
    else { return nil }
    if inside.isNegative { return [] }
    guard let above = wholeRoot(inside.numerator), let below = wholeRoot(inside.denominator),
      let root = Exact(above, over: below), let twice = square.multiplied(by: Exact(2)),
      let one = linear.negated.subtracting(root)?.divided(by: twice),
      let two = linear.negated.adding(root)?.divided(by: twice)
    else { return nil }
    return one == two ? [one] : [min(one, two), max(one, two)]
  }

  /// Between two neighbouring roots of its slope it rises or falls, and halving finds its root.
  private func isolated(between low: Exact, and high: Exact, grid: Exact) -> [Turn]? {
    guard let slope, let turns = slope.roots(between: low, and: high, grid: grid) else {
      return nil
    }
    var found: [Turn] = []
    let ends = [low] + turns.map(\.place) + [high]
    for (from, to) in zip(ends, ends.dropFirst()) where from < to {
      guard let first = value(at: from), let last = value(at: to) else { return nil }
      if last.isZero, to < high { found.append(Turn(place: to, isExact: true)) }
      if first.isZero || last.isZero || first.isNegative == last.isNegative { continue }
      guard let root = halved(from, to, startsBelow: first.isNegative, grid: grid) else {
        return nil
      }
      if low < root.place, root.place < high { found.append(root) }
    }
    return found
  }

  private func halved(_ from: Exact, _ to: Exact, startsBelow: Bool, grid: Exact) -> Turn? {
    guard let first = from.divided(by: grid)?.floor, let last = to.divided(by: grid)?.ceiling
    else { return nil }
    var (low, high) = (first, last)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      guard let place = Exact(middle, over: 1)?.multiplied(by: grid),
        let value = value(at: place)
      else { return nil }
      if value.isZero { return Turn(place: place, isExact: true) }
      if value.isNegative == startsBelow { low = middle } else { high = middle }
    }
    return Exact(high, over: 1)?.multiplied(by: grid).map { Turn(place: $0, isExact: false) }
  }
}

/// The whole number whose square this is; nil where there is none.
private func wholeRoot(_ square: Int128) -> Int128? {
  if square < 2 { return square }
  var (low, high): (Int128, Int128) = (1, min(square, 13_043_817_825_332_782_212))
  while low < high {
    let middle = low + (high - low + 1) / 2
    let (product, overflow) = middle.multipliedReportingOverflow(by: middle)
    if overflow || product > square { high = middle - 1 } else { low = middle }
  }
  return low * low == square ? low : nil
}
