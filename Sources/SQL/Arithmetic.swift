import Jili
import JiliLexer

/// Arithmetic on ranges: each range is what the machine's is, end by end.
extension Emitter {
  func constant(_ bounds: Bounds) -> Number {
    guard bounds.isPresent else { return .absent }
    let scale = leastCommonMultiple(bounds.low?.denominator ?? 1, bounds.high?.denominator ?? 1)
    func end(_ exact: Exact?) -> End {
      exact.map { .constant($0.numerator * (scale / $0.denominator)) } ?? .open
    }
    return Number(scale: scale, low: end(bounds.low), high: end(bounds.high))
  }

  mutating func sum(_ one: Number, _ two: Number) -> Number {
    ends(one, two) { ($0.sum($1.low, $2.low), $0.sum($1.high, $2.high)) }
  }

  mutating func difference(_ one: Number, _ two: Number) -> Number {
    ends(one, two) { ($0.difference($1.low, $2.high), $0.difference($1.high, $2.low)) }
  }

  mutating func lesser(_ one: Number, _ two: Number) -> Number {
    ends(one, two) {
      ($0.lesser($1.low, $2.low, openWins: true), $0.lesser($1.high, $2.high, openWins: false))
    }
  }

  mutating func greater(_ one: Number, _ two: Number) -> Number {
    ends(one, two) {
      (
        $0.greater($1.low, $2.low, openWins: false),
        $0.greater($1.high, $2.high, openWins: true)
      )
    }
  }

  /// Both in parts of one scale; absent where either is.
  private mutating func ends(
    _ one: Number, _ two: Number,
    _ make: (inout Emitter, Number, Number) -> (low: End, high: End)
  ) -> Number {
    if one.presence == .never || two.presence == .never { return .absent }
    let (left, right, scale) = aligned(one, two)
    let made = make(&self, left, right)
    var result = Number(
      scale: scale, low: made.low, high: made.high, presence: both(one.presence, two.presence),
      mayCross: one.mayCross || two.mayCross)
    result.divisor = left.divisor
    return result
  }

  mutating func aligned(_ one: Number, _ two: Number) -> (Number, Number, Int128) {
    let scale = leastCommonMultiple(one.scale, two.scale)
    guard scale > 0, scale <= dialect.largest else {
      refuse(.tooLarge)
      return (one, two, 1)
    }
    let (left, right) = (rescaled(one, scale), rescaled(two, scale))
    if left.divisor == right.divisor { return (left, right, scale) }
    return (
      over(left, right.divisor, left.divisor), over(right, left.divisor, left.divisor), scale
    )
  }

  /// Both sides over the product of their divisors, written alike.
  private mutating func over(_ number: Number, _ other: End?, _ first: End?) -> Number {
    var result = number
    if let other {
      result.low = product(number.low, other)
      result.high = number.isPoint ? result.low : product(number.high, other)
      result.divisor =
        number.divisor.map {
          $0 == first ? product($0, other) : product(other, $0)
        } ?? other
    }
    return result
  }

  mutating func rescaled(_ number: Number, _ scale: Int128) -> Number {
    if number.scale == scale { return number }
    var result = number
    result.scale = scale
    result.low = scaled(number.low, by: scale / number.scale)
    result.high = number.isPoint ? result.low : scaled(number.high, by: scale / number.scale)
    return result
  }

  private func both(_ one: Presence, _ two: Presence) -> Presence {
    switch and(presence(one), presence(two)) {
    case .constant(let truth): truth.isYes ? .always : .never
    case .term(let term, _): .when(term)
    }
  }

  // MARK: - Products and quotients

  mutating func product(_ one: Number, _ two: Number) -> Number {
    if one.presence == .never || two.presence == .never { return .absent }
    guard let scale = multiplied(one.scale, two.scale), scale <= dialect.largest else {
      refuse(.tooLarge)
      return .zero
    }
    var result = Number(
      scale: scale, low: .open, high: .open, presence: both(one.presence, two.presence))
    result.divisor = [one.divisor, two.divisor].compactMap(\.self).reduce(nil) { all, next in
      all.map { product($0, next) } ?? next
    }
    if let factor = factor(one) ?? factor(two) {
      let other = factor.isFirst(one) ? two : one
      let ends = (scaled(other.low, by: factor.value), scaled(other.high, by: factor.value))
      (result.low, result.high) = factor.value < 0 ? (ends.1, ends.0) : ends
      if factor.value == 0 { (result.low, result.high) = (.constant(0), .constant(0)) }
      result.mayCross = other.mayCross
      return reduced(result)
    }
    if one.mayCross || two.mayCross {
      refuse(.floorAboveCeiling)
      return .zero
    }
    if one.isPoint, two.isPoint {
      result.low = product(one.low, two.low)
      result.high = result.low
    } else if one.low.isNatural, two.low.isNatural, !one.low.mayBeOpen, !two.low.mayBeOpen {
      result.low = product(one.low, two.low)
      result.high = product(one.high, two.high)
    } else {
      (result.low, result.high) = corners(one, two)
    }
    return result
  }

  private struct Factor {
    let value: Int128
    let number: Number

    func isFirst(_ other: Number) -> Bool { number == other }
  }

  private func factor(_ number: Number) -> Factor? {
    guard number.isPoint, number.divisor == nil, let value = number.low.constant else {
      return nil
    }
    return Factor(value: value, number: number)
  }

  /// The least and the greatest of the four products.
  private mutating func corners(_ one: Number, _ two: Number) -> (End, End) {
    let (one, two) = (kept(one, as: "因数"), kept(two, as: "因数"))
    var products: [Term] = []
    var size: Int128 = 0
    for left in [one.low, one.high] {
      for right in [two.low, two.high] {
        let made = product(left, right)
        size = max(size, made.size)
        products.append(value(made))
      }
    }
    let all = products.map(\.text).joined(separator: ", ")
    // Below: minus infinity times what may be above 0, or infinity times what may be below.
    let below = [
      endless(one.low, two.high, ">"), endless(two.low, one.high, ">"),
      endless(one.high, two.low, "<"), endless(two.high, one.low, "<"),
    ]
    let above = [
      endless(one.high, two.high, ">"), endless(two.high, one.high, ">"),
      endless(one.low, two.low, "<"), endless(two.low, one.low, "<"),
    ]
    return (
      bounded("LEAST(\(all))", products, or(below), size),
      bounded("GREATEST(\(all))", products, or(above), size)
    )
  }

  /// Whether one end is open and the other on this side of 0, or open itself.
  private func endless(_ open: End, _ other: End, _ sign: String) -> Condition {
    and(isOpen(open), or(isOpen(other), holds(other, sign, .constant(0))))
  }

  func isOpen(_ end: End) -> Condition {
    guard end.mayBeOpen, let number = operand(end) else { return end.mayBeOpen ? .yes : .no }
    return .term(Term(number.inner + " IS NULL", of: [number]), mayBeUnknown: false)
  }

  private func bounded(
    _ text: String, _ parts: [Term], _ endless: Condition, _ size: Int128
  ) -> End {
    if endless.isYes { return .open }
    let all = Term(text, of: parts, isAtom: true)
    if endless.isNo { return .term(all, mayBeOpen: false, isNatural: false, size: size) }
    let test = term(endless)
    return .term(
      Term("CASE WHEN NOT COALESCE(\(test.text), FALSE) THEN \(all.text) END", of: [test, all]),
      mayBeOpen: true, isNatural: false, size: size)
  }

  /// A quotient by a number that is the same in every row has another scale, one by a number of
  /// each row has that as its divisor.
  mutating func quotient(_ one: Number, _ two: Number) -> Number {
    if one.presence == .never || two.presence == .never { return .absent }
    guard let factor = factor(two), two.presence == .always else { return overRow(one, two) }
    if factor.value == 0 {
      return Number(scale: 1, low: .open, high: .open, presence: one.presence)
    }
    let sign: Int128 = factor.value < 0 ? -1 : 1
    let inverse = Number(
      .constant(sign * two.scale), scale: sign * factor.value, presence: .always)
    return product(one, reduced(inverse))
  }

  /// A divisor that may be 0 leaves the quotient unknown.
  private mutating func overRow(_ one: Number, _ two: Number) -> Number {
    guard two.isPoint, two.divisor == nil, case .term(let below, _, _, let size) = two.low else {
      refuse(.varyingDivisor)
      return .zero
    }
    let isUsable = isYes(holds(two.low, "<>", .constant(0)))
    let amount = End.term(
      Term("ABS(\(below.text))", of: [below], isAtom: true), mayBeOpen: false, isNatural: true,
      size: size)
    let sign = pick(
      isYes(holds(two.low, "<", .constant(0))), .constant(-two.scale), .constant(two.scale))
    var inverse = Number(pick(isUsable, sign, .open), scale: 1, presence: two.presence)
    inverse = kept(inverse, as: "倒数")
    let divisor = kept(pick(isUsable, amount, .constant(1)), as: "除数")
    var result = product(one, inverse)
    // Even 0 divided by what may be 0 is unknown, where 0 times what is unknown would be 0.
    let isPoint = result.isPoint
    result.low = pick(isUsable, result.low, .open)
    result.high = isPoint ? result.low : pick(isUsable, result.high, .open)
    result.divisor = result.divisor.map { product($0, divisor) } ?? divisor
    return result
  }

  /// Smaller factors where a constant and the scale share one.
  private func reduced(_ number: Number) -> Number {
    guard let low = number.low.constant, let high = number.high.constant else { return number }
    let shared = greatestCommonFactor(greatestCommonFactor(low, high), number.scale)
    if shared <= 1 { return number }
    var result = number
    result.scale /= shared
    (result.low, result.high) = (.constant(low / shared), .constant(high / shared))
    return result
  }

  /// (a/s) / (b/t) against a number v/w of all rows: where b is above 0, a·t·w against v·b·s.
  mutating func comparedQuotient(
    _ comparison: Comparison, _ one: OperationID, _ two: OperationID
  ) -> Condition? {
    if case .divide(let above, let below) = plan.operations[one] {
      return compared(comparison, number(above), divisor(below), number(two))
    }
    if case .divide(let above, let below) = plan.operations[two] {
      return compared(comparison.mirrored, number(above), divisor(below), number(one))
    }
    return nil
  }

  private mutating func compared(
    _ comparison: Comparison, _ above: Number, _ below: Number, _ limit: Number
  ) -> Condition? {
    guard factor(below) == nil, let value = factor(limit), limit.presence == .always,
      above.isPoint, below.isPoint, above.divisor == nil, below.divisor == nil,
      below.presence != .never, above.presence != .never
    else { return nil }
    // A divisor that may be 0 leaves the quotient unknown; below 0 the sides change.
    let left = scaled(above.low, by: below.scale * limit.scale)
    let right = scaled(below.low, by: above.scale * value.value)
    func test(_ comparison: Comparison) -> Condition { holds(left, comparison.sign, right) }
    let isAbove = isYes(holds(below.low, ">", .constant(0)))
    let isBelow = isYes(holds(below.low, "<", .constant(0)))
    let unknown = Condition.constant(.unknown)
    let found = choice(
      isAbove, test(comparison), choice(isBelow, test(comparison.mirrored), unknown))
    return and([presence(above.presence), presence(below.presence), found])
  }

  // MARK: - The rest

  mutating func choice(_ test: Condition, _ one: Number, _ two: Number) -> Number {
    let (left, right, scale) =
      one.presence == .never
      ? (one, two, two.scale) : two.presence == .never ? (one, two, one.scale) : aligned(one, two)
    var result = Number(
      scale: scale, low: .open, high: .open, mayCross: one.mayCross || two.mayCross)
    result.divisor = one.presence == .never ? right.divisor : left.divisor
    let (isOne, isTwo) = (isYes(test), isYes(not(test)))
    result.presence = chosenPresence(test, left.presence, right.presence)
    func end(_ a: End, _ b: End, _ hull: End) -> End {
      if left.presence == .never, right.presence == .never { return .open }
      if left.presence == .never { return b }
      if right.presence == .never { return a }
      if !test.mayBeUnknown { return pick(test, a, b) }
      // What is certainly absent leaves the other alone.
      let (hasOne, hasTwo) = (
        mayBeTrue(presence(left.presence)), mayBeTrue(presence(right.presence))
      )
      let both = pick(hasOne, pick(hasTwo, hull, a), b)
      if both == b { return pick(isOne, a, b) }
      if both == a { return pick(isTwo, b, a) }
      return pick(isOne, a, pick(isTwo, b, both))
    }
    result.low = end(left.low, right.low, lesser(left.low, right.low, openWins: true))
    let isPoint = left.isPoint && right.isPoint && !test.mayBeUnknown
    result.high =
      isPoint
      ? result.low
      : end(left.high, right.high, greater(left.high, right.high, openWins: true))
    return result
  }

  private func chosenPresence(_ test: Condition, _ one: Presence, _ two: Presence) -> Presence {
    if one == two { return one }
    switch choice(test, presence(one), presence(two)) {
    case .constant(let truth): return truth.isYes ? .always : .never
    case .term(let term, _): return .when(term)
    }
  }

  mutating func notBelowZero(_ one: Number) -> Number {
    if one.presence == .never { return .zero }
    let isThere = isYes(presence(one.presence))
    let mayBeThere = mayBeTrue(presence(one.presence))
    var result = one
    result.presence = .always
    result.low = pick(
      isThere, greater(filled(one.low, .constant(0)), .constant(0), openWins: false),
      .constant(0))
    let top = greater(one.high, .constant(0), openWins: true)
    result.high = pick(mayBeThere, top, .constant(0))
    if one.isPoint, !one.low.mayBeOpen, one.presence == .always { result.high = result.low }
    return result
  }

  /// Half up, or cut off; only sums that cannot be below 0 are rounded.
  mutating func rounded(_ one: Number, _ unit: Exact, down: Bool) -> Number {
    if one.presence == .never { return .absent }
    guard one.low.isNatural || one.low == .open, one.high == .open || one.high.isNatural,
      (unit.numerator * 100) % unit.denominator == 0
    else {
      refuse(.tooLarge)
      return .zero
    }
    let fen = unit.numerator * 100 / unit.denominator
    var result = one
    result.scale = 100
    result.divisor = nil
    result.low = rounded(one.low, one.scale, fen, down: down, over: one.divisor)
    result.high =
      one.isPoint
      ? result.low : rounded(one.high, one.scale, fen, down: down, over: one.divisor)
    return result
  }

  /// A number of parts of a scale as 分, rounded to a unit of so many 分.
  mutating func rounded(
    _ end: End, _ scale: Int128, _ fen: Int128, down: Bool, over divisor: End? = nil
  ) -> End {
    if end == .open { return .open }
    // x/s 元 are 100·x/(s·fen) units.
    let shared = greatestCommonFactor(100, scale * fen)
    let (factor, parts) = (100 / shared, scale * fen / shared)
    let below = scaled(divisor ?? .constant(1), by: down ? parts : 2 * parts)
    var above = scaled(end, by: down ? factor : 2 * factor)
    if !down { above = sum(above, scaled(divisor ?? .constant(1), by: parts)) }
    if let number = end.constant, let whole = below.constant {
      let counted = down ? factor * number : 2 * factor * number + parts
      return .constant(counted / whole * fen)
    }
    if parts == 1, divisor == nil { return scaled(scaled(end, by: factor), by: fen) }
    // What Spark divides has 6 decimals beside its whole digits.
    if dialect == .spark, above.size > power(31) { refuse(.tooLarge) }
    guard let number = operand(above), let unit = operand(below) else { return .open }
    let units = End.term(
      Term(dialect.quotient(number.text, unit.inner), of: [number, unit]),
      mayBeOpen: end.mayBeOpen, isNatural: true,
      size: above.size / max(1, below.constant ?? 1) + 1)
    return scaled(units, by: fen)
  }

  /// The approved sum within floor and ceiling; without one everything between them.
  mutating func approved(
    _ slot: Int, _ floor: Number, _ ceiling: Number, isOrdered: Bool
  ) -> Number {
    if floor.presence == .never || ceiling.presence == .never { return .absent }
    let (low, high, scale) = aligned(floor, ceiling)
    var open = Number(
      scale: scale, low: low.low, high: high.high,
      presence: both(floor.presence, ceiling.presence), mayCross: !isOrdered)
    open.divisor = low.divisor
    guard slot >= 0 else { return open }
    let (sum, isKnown) = approvedSum(slot)
    let held = greater(lesser(sum, ceiling), floor)
    let (known, other, common) = aligned(held, open)
    var result = Number(
      scale: common, low: pick(isKnown, known.low, other.low),
      high: pick(isKnown, known.high, other.high), presence: open.presence,
      mayCross: open.mayCross)
    result.divisor = known.divisor
    return result
  }
}

extension Comparison {
  var sign: String {
    switch self {
    case .equal: "="
    case .notEqual: "<>"
    case .less: "<"
    case .lessEqual: "<="
    case .greater: ">"
    case .greaterEqual: ">="
    }
  }
}

func greatestCommonFactor(_ one: Int128, _ two: Int128) -> Int128 {
  var (a, b) = (one.magnitude, two.magnitude)
  while b != 0 { (a, b) = (b, a % b) }
  return a == 0 ? 1 : Int128(a)
}

func leastCommonMultiple(_ one: Int128, _ two: Int128) -> Int128 {
  multiplied(one / greatestCommonFactor(one, two), two) ?? 0
}
