/// What a number of a plan is around a place: one polynomial of the swept fact over another.
struct Ratio: Hashable, Sendable {
  let above: Polynomial
  let below: Polynomial

  init(_ number: Exact) { self.init(Polynomial(number)) }

  init(_ whole: Polynomial) { self.init(above: whole, below: Polynomial(.one)) }

  private init(above: Polynomial, below: Polynomial) {
    self.above = above
    self.below = below
  }

  private init?(_ above: Polynomial?, over below: Polynomial?) {
    guard let above, let below, !below.isZero else { return nil }
    guard let divisor = below.constant, divisor != .one else {
      self.init(above: above, below: below)
      return
    }
    guard let turned = Exact.one.divided(by: divisor),
      let whole = above.multiplied(by: Polynomial(turned))
    else { return nil }
    self.init(whole)
  }

  /// A polynomial, of this degree at most.
  func isPolynomial(ofDegree degree: Int) -> Bool {
    below.constant != nil && above.degree <= degree
  }

  var constant: Exact? { below.constant == .one ? above.constant : nil }

  func adding(_ other: Ratio) -> Ratio? {
    if below == other.below { return Ratio(above.adding(other.above), over: below) }
    guard let one = above.multiplied(by: other.below), let two = other.above.multiplied(by: below)
    else { return nil }
    return Ratio(one.adding(two), over: below.multiplied(by: other.below))
  }

  var negated: Ratio { Ratio(above.negated, over: below) ?? self }

  func multiplied(by other: Ratio) -> Ratio? {
    Ratio(above.multiplied(by: other.above), over: below.multiplied(by: other.below))
  }

  var turned: Ratio? { Ratio(below, over: above) }

  func value(at place: Exact) -> Exact? {
    guard let above = above.value(at: place), let below = below.value(at: place) else { return nil }
    return above.divided(by: below)
  }
}

/// `Bounds` around a place.
struct Germ: Hashable, Sendable {
  var low: Ratio?
  var high: Ratio?
  var isPresent = true
  var mayBeAbsent = false

  static let absent = Germ(low: nil, high: nil, isPresent: false, mayBeAbsent: true)

  init(low: Ratio?, high: Ratio?, isPresent: Bool = true, mayBeAbsent: Bool = false) {
    self.low = low
    self.high = high
    self.isPresent = isPresent
    self.mayBeAbsent = mayBeAbsent
  }

  init(_ ratio: Ratio) { self.init(low: ratio, high: ratio) }

  init(_ bounds: Bounds) {
    self.init(
      low: bounds.low.map { Ratio($0) }, high: bounds.high.map { Ratio($0) },
      isPresent: bounds.isPresent, mayBeAbsent: bounds.mayBeAbsent)
  }

  func isPolynomial(ofDegree degree: Int) -> Bool {
    [low, high].allSatisfy { $0?.isPolynomial(ofDegree: degree) ?? true }
  }
}

/// The differences whose signs decided something at a place: until one of them is 0, everything is
/// decided as it is there.
struct Decisions {
  let place: Exact
  private(set) var differences: Set<Polynomial> = []
  /// Something could not be followed; what is said beyond the place is no more than a guess.
  private(set) var isLost = false

  init(at place: Exact) { self.place = place }

  mutating func lose() { isLost = true }

  /// Whether one is below the other here, which is kept in mind. Unbounded is nil.
  mutating func isLess(_ one: Ratio, _ other: Ratio) -> Bool {
    if one == other { return false }
    if let left = one.constant, let right = other.constant { return left < right }
    guard let left = one.above.multiplied(by: other.below),
      let right = other.above.multiplied(by: one.below),
      let difference = left.subtracting(right), let mine = one.value(at: place),
      let theirs = other.value(at: place)
    else {
      lose()
      return false
    }
    note(difference)
    note(one.below)
    note(other.below)
    return mine < theirs
  }

  mutating func note(_ difference: Polynomial) {
    if difference.degree > 0 { differences.insert(difference) }
  }

  // MARK: - The arithmetic of bounds

  mutating func lesser(_ one: Ratio?, _ two: Ratio?, nilIsLow: Bool) -> Ratio? {
    guard let one else { return nilIsLow ? nil : two }
    guard let two else { return nilIsLow ? nil : one }
    return isLess(two, one) ? two : one
  }

  mutating func greater(_ one: Ratio?, _ two: Ratio?, nilIsLow: Bool) -> Ratio? {
    guard let one else { return nilIsLow ? two : nil }
    guard let two else { return nilIsLow ? one : nil }
    return isLess(one, two) ? two : one
  }

  mutating func adding(_ one: Germ, _ two: Germ) -> Germ {
    joined(
      one, two, low: both(one.low, two.low) { $0.adding($1) },
      high: both(one.high, two.high) { $0.adding($1) })
  }

  mutating func subtracting(_ one: Germ, _ two: Germ) -> Germ {
    var turned = two
    (turned.low, turned.high) = (two.high?.negated, two.low?.negated)
    return adding(one, turned)
  }

  mutating func multiplying(_ one: Germ, _ two: Germ) -> Germ {
    guard one.isPresent, two.isPresent else { return .absent }
    guard let low = one.low, let high = one.high, let least = two.low, let most = two.high else {
      return unbounded(one, two)
    }
    if low == high, least == most {
      let product = both(low, least) { $0.multiplied(by: $1) }
      return joined(one, two, low: product, high: product)
    }
    let pairs = [(low, least), (low, most), (high, least), (high, most)]
    let products = pairs.compactMap { pair in both(pair.0, pair.1) { $0.multiplied(by: $1) } }
    guard let first = products.first, products.count == 4 else { return joined(one, two) }
    var ends = (first, first)
    for product in products.dropFirst() {
      if isLess(product, ends.0) { ends.0 = product }
      if isLess(ends.1, product) { ends.1 = product }
    }
    return joined(one, two, low: ends.0, high: ends.1)
  }

  /// A factor without a bound: what is left is the sign of the other.
  private mutating func unbounded(_ one: Germ, _ two: Germ) -> Germ {
    let zero = Ratio(.zero)
    func isAboveZero(_ germ: Germ, _ decisions: inout Decisions) -> Bool {
      germ.low.map { !decisions.isLess($0, zero) } ?? false
    }
    guard isAboveZero(one, &self), isAboveZero(two, &self) else {
      lose()
      return joined(one, two)
    }
    let high =
      one.high == nil || two.high == nil ? nil : both(one.high, two.high) { $0.multiplied(by: $1) }
    // 0 times unbounded is 0.
    let isNothing = [one, two].contains { $0.high == zero && $0.low == zero }
    return joined(
      one, two, low: both(one.low, two.low) { $0.multiplied(by: $1) },
      high: isNothing ? zero : high)
  }

  mutating func dividing(_ one: Germ, by two: Germ) -> Germ {
    guard one.isPresent, two.isPresent else { return .absent }
    let zero = Ratio(.zero)
    let isPositive = two.low.map { isLess(zero, $0) } ?? false
    let isNegative = two.high.map { isLess($0, zero) } ?? false
    guard isPositive || isNegative else { return joined(one, two) }
    for case let end? in [two.low, two.high] { note(end.above) }
    var turned = two
    turned.low = two.high.map { $0.turned ?? zero } ?? zero
    turned.high = two.low.map { $0.turned ?? zero } ?? zero
    return multiplying(one, turned)
  }

  mutating func minimum(_ one: Germ, _ two: Germ) -> Germ {
    joined(
      one, two, low: lesser(one.low, two.low, nilIsLow: true),
      high: lesser(one.high, two.high, nilIsLow: false))
  }

  mutating func maximum(_ one: Germ, _ two: Germ) -> Germ {
    joined(
      one, two, low: greater(one.low, two.low, nilIsLow: true),
      high: greater(one.high, two.high, nilIsLow: false))
  }

  mutating func notBelowZero(_ one: Germ) -> Germ {
    let zero = Ratio(.zero)
    guard one.isPresent else { return Germ(zero) }
    let floor = one.mayBeAbsent ? zero : greater(zero, one.low ?? zero, nilIsLow: false)
    return Germ(low: floor, high: one.high.map { greater(zero, $0, nilIsLow: false) ?? $0 })
  }

  mutating func hull(_ one: Germ, _ two: Germ) -> Germ {
    guard one.isPresent, two.isPresent else {
      var result = one.isPresent ? one : two
      result.mayBeAbsent = true
      return result
    }
    return Germ(
      low: lesser(one.low, two.low, nilIsLow: true),
      high: greater(one.high, two.high, nilIsLow: false),
      mayBeAbsent: one.mayBeAbsent || two.mayBeAbsent)
  }

  /// Keeps in mind what would settle a comparison otherwise.
  mutating func compare(_ one: Germ, _ two: Germ) {
    for case (let left?, let right?) in [(one.low, two.high), (one.high, two.low)] {
      _ = isLess(left, right)
    }
  }

  private func joined(
    _ one: Germ, _ two: Germ, low: Ratio? = nil, high: Ratio? = nil
  ) -> Germ {
    guard one.isPresent, two.isPresent else { return .absent }
    return Germ(low: low, high: high, mayBeAbsent: one.mayBeAbsent || two.mayBeAbsent)
  }

  private mutating func both(
    _ one: Ratio?, _ two: Ratio?, _ make: (Ratio, Ratio) -> Ratio?
  ) -> Ratio? {
    guard let one, let two else { return nil }
    if let made = make(one, two) { return made }
    lose()
    return nil
  }
}
