/// An exact rational number: 元, counts, shares and days alike. Never binary floating point.
///
/// Always in lowest terms with a positive denominator, so equal numbers are equal values.
/// Every operation that leaves 128 bits gives nil; callers report it as overflow, never a wrap.
package struct Exact: Hashable, Sendable {
  package let numerator: Int128
  package let denominator: Int128

  package static let zero = Exact(0)
  package static let one = Exact(1)

  package init(_ whole: Int) {
    numerator = Int128(whole)
    denominator = 1
  }

  private init(lowest numerator: Int128, _ denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// `numerator / denominator` in lowest terms; nil where the denominator is 0 or does not fit.
  package init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let sign: Int128 = denominator < 0 ? -1 : 1
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    self.numerator = sign * (numerator / Int128(divisor))
    self.denominator = sign * (denominator / Int128(divisor))
  }

  /// `digits × 10^power`: 15.5万 is `Exact(digits: 155, timesTenTo: 3)`.
  package init?(digits: Int128, timesTenTo power: Int) {
    guard abs(power) <= 36, let scale = powerOfTen(abs(power)) else { return nil }
    if power >= 0 {
      let (product, overflow) = digits.multipliedReportingOverflow(by: scale)
      guard !overflow, product != .min else { return nil }
      self.init(lowest: product, 1)
    } else {
      self.init(digits, over: scale)
    }
  }

  package var isZero: Bool { numerator == 0 }
  package var isNegative: Bool { numerator < 0 }
  package var isWhole: Bool { denominator == 1 }

  package func adding(_ other: Exact) -> Exact? {
    if denominator == other.denominator {
      let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
      // The least number of 128 bits has no opposite.
      guard !overflow, sum != .min else { return nil }
      return denominator == 1 ? Exact(lowest: sum, 1) : Exact(sum, over: denominator)
    }
    let shared = Int128(greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
    let parts = other.denominator / shared
    let (left, first) = numerator.multipliedReportingOverflow(by: parts)
    let (right, second) = other.numerator.multipliedReportingOverflow(by: denominator / shared)
    let (sum, third) = left.addingReportingOverflow(right)
    let (below, fourth) = denominator.multipliedReportingOverflow(by: parts)
    guard !first, !second, !third, !fourth else { return nil }
    return Exact(sum, over: below)
  }

  package var negated: Exact { Exact(lowest: -numerator, denominator) }

  package func subtracting(_ other: Exact) -> Exact? { adding(other.negated) }

  package func multiplied(by other: Exact) -> Exact? {
    if denominator == 1, other.denominator == 1 {
      let (product, overflow) = numerator.multipliedReportingOverflow(by: other.numerator)
      return overflow || product == .min ? nil : Exact(lowest: product, 1)
    }
    // Cross-cancelling first keeps products of amounts and shares far inside 128 bits.
    let one = greatestCommonDivisor(numerator.magnitude, other.denominator.magnitude)
    let two = greatestCommonDivisor(other.numerator.magnitude, denominator.magnitude)
    let (above, first) = (numerator / Int128(one)).multipliedReportingOverflow(
      by: other.numerator / Int128(two))
    let (below, second) = (denominator / Int128(two)).multipliedReportingOverflow(
      by: other.denominator / Int128(one))
    guard !first, !second, above != .min else { return nil }
    return Exact(lowest: above, below)
  }

  /// nil where `other` is 0 as well as on overflow; callers test for 0 first.
  package func divided(by other: Exact) -> Exact? {
    guard other.numerator != 0,
      let turned = Exact(other.denominator, over: other.numerator)
    else { return nil }
    return multiplied(by: turned)
  }

  /// Rounds to a multiple of `unit`: half away from 0, or towards 0.
  package func rounded(to unit: Exact, down: Bool) -> Exact? {
    if denominator == 1, unit.numerator == 1 { return self }
    guard let ratio = divided(by: unit) else { return nil }
    var whole = ratio.numerator / ratio.denominator
    let rest = ratio.numerator - whole * ratio.denominator
    if !down, rest.magnitude >= (ratio.denominator.magnitude + 1) / 2, rest != 0 {
      whole += ratio.numerator < 0 ? -1 : 1
    }
    return Exact(whole, over: 1)?.multiplied(by: unit)
  }
}

extension Exact: Comparable {
  /// Compares by cross products of full width: never overflows.
  package static func < (one: Exact, other: Exact) -> Bool {
    if one.denominator == other.denominator { return one.numerator < other.numerator }
    let left = one.numerator.multipliedFullWidth(by: other.denominator)
    let right = other.numerator.multipliedFullWidth(by: one.denominator)
    return left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension Exact {
  /// One 分 in 元.
  package static let fen = Exact(lowest: 1, 100)

  /// Counted in 分; nil where it is no whole number of them, or does not fit. Of two sums that have
  /// it the lesser can always be taken off the other.
  package var inFen: Int128? {
    guard 100 % denominator == 0 else { return nil }
    let (fen, overflow) = numerator.multipliedReportingOverflow(by: 100 / denominator)
    return overflow ? nil : fen
  }

  /// Whether a sum that is not below 0 has room for its 分.
  package var hasRoomForFen: Bool {
    numerator.magnitude / denominator.magnitude < Int128.max.magnitude / 100
  }

  /// A share of a sum, half up to the 分: no more than the whole, so that it fits where that does.
  package func part(_ share: Exact) -> Exact? {
    guard !isNegative, !share.isNegative, share <= .one else { return nil }
    guard let fen = inFen else { return multiplied(by: share)?.rounded(to: .fen, down: false) }
    let product = fen.magnitude.multipliedFullWidth(by: share.numerator.magnitude)
    let divisor = share.denominator.magnitude
    let (whole, rest) = divisor.dividingFullWidth((product.high, product.low))
    return Exact(Int128(whole + (rest >= divisor - rest ? 1 : 0)), over: 100)
  }

  /// The sum in 元 with two decimals: `1500000.00`. The number must be whole 分.
  package var yuanText: String {
    // The largest sums have no room for a hundredfold, so only what is left over becomes 分.
    let parts = denominator.magnitude
    let (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: parts)
    let fen = rest * (100 / parts)
    return (numerator < 0 ? "-" : "") + String(whole) + (fen < 10 ? ".0" : ".") + String(fen)
  }
}

func powerOfTen(_ power: Int) -> Int128? {
  guard (0...38).contains(power) else { return nil }
  var value: Int128 = 1
  for _ in 0..<power { value *= 10 }
  return value
}

func greatestCommonDivisor(_ one: UInt128, _ other: UInt128) -> UInt128 {
  // Most numbers here are small; 64-bit division is several times faster than 128-bit.
  if let small = UInt64(exactly: one), let little = UInt64(exactly: other) {
    var (a, b) = (small, little)
    while b != 0 { (a, b) = (b, a % b) }
    return max(1, UInt128(a))
  }
  var (a, b) = (one, other)
  while b != 0 { (a, b) = (b, a % b) }
  return max(1, a)
}

extension Exact {
  /// The whole number below it or equal to it.
  var floor: Int128 {
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    return rest < 0 ? whole - 1 : whole
  }

  /// The whole number above it or equal to it.
  var ceiling: Int128 { isWhole ? numerator : floor + 1 }
}
