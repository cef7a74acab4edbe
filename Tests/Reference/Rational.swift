package import BigInt

/// An exact fraction in lowest terms with a positive denominator.
package struct Rational: Hashable, Comparable, Sendable {
  package let numerator: BigInt
  package let denominator: BigInt

  package static let zero = Rational(0)

  package init(_ value: Int) {
    numerator = BigInt(value)
    denominator = 1
  }

  package init(_ numerator: BigInt, over denominator: BigInt) {
    precondition(denominator != 0, "a fraction needs a denominator")
    if denominator == 1 {
      self.numerator = numerator
      self.denominator = 1
      return
    }
    let sign: BigInt = denominator < 0 ? -1 : 1
    let divisor = numerator.greatestCommonDivisor(with: denominator)
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  package init(_ numerator: Int, over denominator: Int) {
    self.init(BigInt(numerator), over: BigInt(denominator))
  }

  /// Reads a plain decimal such as `-12.50`; anything else is nil.
  package init?(decimal text: String) {
    let negative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2 else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard let digits = BigInt(String(whole + fraction), radix: 10) else { return nil }
    let scale = BigInt(10).power(fraction.count)
    self.init(negative ? -digits : digits, over: scale)
  }

  package static func < (left: Rational, right: Rational) -> Bool {
    if left.denominator == right.denominator { return left.numerator < right.numerator }
    return left.numerator * right.denominator < right.numerator * left.denominator
  }

  package static func + (left: Rational, right: Rational) -> Rational {
    if left.denominator == right.denominator {
      return Rational(left.numerator + right.numerator, over: left.denominator)
    }
    return Rational(
      left.numerator * right.denominator + right.numerator * left.denominator,
      over: left.denominator * right.denominator)
  }

  package static prefix func - (value: Rational) -> Rational {
    Rational(-value.numerator, over: value.denominator)
  }

  package static func - (left: Rational, right: Rational) -> Rational { left + -right }

  package static func * (left: Rational, right: Rational) -> Rational {
    Rational(
      left.numerator * right.numerator, over: left.denominator * right.denominator)
  }

  package static func / (left: Rational, right: Rational) -> Rational {
    Rational(
      left.numerator * right.denominator, over: left.denominator * right.numerator)
  }

  /// The greatest whole number that is not above the value.
  package var floor: Rational {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return Rational(remainder < 0 ? quotient - 1 : quotient, over: 1)
  }

  /// Rounds to a multiple of `unit`, half up unless `down` is asked for.
  package func rounded(to unit: Rational, down: Bool = false) -> Rational {
    let count = self / unit
    return (down ? count.floor : (count + Rational(1, over: 2)).floor) * unit
  }

  /// The shortest plain decimal; nil where the expansion has no end within 12 digits.
  package var decimal: String? {
    var places = 0
    var scaled = self
    while scaled.denominator != 1 {
      guard places < 12 else { return nil }
      scaled = scaled * Rational(10)
      places += 1
    }
    var digits = String(scaled.numerator.magnitude)
    if places > 0 {
      digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places))
    }
    return numerator < 0 ? "-" + digits : digits
  }

  /// The value with two decimals, as result files write money.
  package var money: String {
    let fen = (self * Rational(100)).decimal ?? "?"
    guard !fen.contains("."), !fen.contains("?") else { return decimal ?? "\(self)" }
    let negative = fen.hasPrefix("-")
    var digits = String(fen.drop { $0 == "-" })
    digits = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -2))
    return negative ? "-" + digits : digits
  }
}
