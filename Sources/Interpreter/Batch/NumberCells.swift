import JiliLexer

/// A number as a cell writes it: `digits × 10^-decimals` and the unit behind it.
private struct WrittenNumber {
  var digits: Int128 = 0
  var decimals = 0
  var unit = ""

  /// Plain digits, shifted to the left by so many places: how messages show the number.
  func text(timesTenTo power: Int) -> String {
    let places = decimals - power
    let plain = String(digits.magnitude)
    let sign = digits < 0 ? "-" : ""
    if digits == 0 { return "0" }
    if places <= 0 { return sign + plain + String(repeating: "0", count: -places) }
    let padded = String(repeating: "0", count: max(0, places + 1 - plain.count)) + plain
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }
}

private let moneyUnits: [String: Int] = [
  "元": 0, "千元": 3, "万": 4, "万元": 4, "百万": 6, "百万元": 6, "亿": 8, "亿元": 8,
]
private let shareUnits: [String: Int] = ["%": -2, "‰": -3]
private let countUnits: Set<String> = ["家", "个", "项", "年"]

/// The unit that a header names, if it is one.
func headerUnit(_ text: String) -> HeaderUnit? {
  if let power = moneyUnits[text] { return .money(power: power) }
  if let power = shareUnits[text] { return .share(power: power) }
  switch text {
  case "百分": return .share(power: -2)
  case "千分": return .share(power: -3)
  default: return countUnits.contains(text) ? .count : nil
  }
}

/// 元, exact. The unit is the cell's, else the header's, else 元.
func moneyValue(_ text: String, unit: HeaderUnit?) throws(CellFault) -> Exact {
  let written = try readNumber(text)
  var power = 0
  if !written.unit.isEmpty {
    guard let known = moneyUnits[written.unit] else {
      throw .unknownUnit(written.unit, known: "元 千元 万元 百万元 亿元")
    }
    power = known
  } else if case .money(let given)? = unit {
    power = given
  }
  guard written.decimals - power <= Limits.moneyDecimals else { throw .tooManyDecimals }
  return try exact(written, power: power)
}

/// A count, with 家, 个, 项 or 年 behind it or nothing.
func countValue(_ text: String) throws(CellFault) -> Exact {
  let written = try readNumber(text)
  guard written.unit.isEmpty || countUnits.contains(written.unit) else {
    throw .unknownUnit(written.unit, known: "家 个 项 年")
  }
  return try exact(written, power: 0)
}

/// A share of one: 20% is a fifth. Without any unit nobody can tell 0.2 from 0.2%.
func shareValue(_ text: String, unit: HeaderUnit?) throws(CellFault) -> Exact {
  let written = try readNumber(text)
  if !written.unit.isEmpty {
    guard let power = shareUnits[written.unit] else {
      throw .unknownUnit(written.unit, known: "% ‰")
    }
    return try exact(written, power: power)
  }
  guard case .share(let power)? = unit else {
    throw .percentWithoutUnit(
      written.text(timesTenTo: 0), times100: written.text(timesTenTo: 2))
  }
  return try exact(written, power: power)
}

private func exact(_ written: WrittenNumber, power: Int) throws(CellFault) -> Exact {
  guard let value = Exact(digits: written.digits, timesTenTo: power - written.decimals) else {
    throw .tooManyDigits
  }
  return value
}

/// Reads sign, currency mark, digits in threes or none, decimals and what stands behind them.
private func readNumber(_ text: String) throws(CellFault) -> WrittenNumber {
  var scan = NumberScan(text)
  let isNegative = scan.skipSignAndCurrency()
  let isBracketed = scan.peek == "("
  if isBracketed { scan.advance() }
  try scan.readWhole()
  try scan.readDecimals()
  if isBracketed { throw scan.digitCount > 0 && scan.peek == ")" ? .bracketed : .notNumber }
  guard scan.digitCount > 0 else { throw .notNumber }
  var written = WrittenNumber()
  written.unit = try scan.readUnit()
  guard scan.significant <= Limits.digits else { throw .tooManyDigits }
  written.digits = isNegative ? -scan.value : scan.value
  written.decimals = scan.decimals
  return written
}

/// A walk over the characters of one number, full-width twins folded on the way.
private struct NumberScan {
  private var rest: Substring.UnicodeScalarView
  private(set) var value: Int128 = 0
  private(set) var decimals = 0
  private(set) var digitCount = 0
  /// Digits without leading zeros and without zeros at the end of the decimals.
  private(set) var significant = 0

  init(_ text: String) { rest = text[...].unicodeScalars }

  var peek: Unicode.Scalar? { rest.first.map(foldedSymbol) }

  mutating func advance() { rest.removeFirst() }

  /// True where a minus sign was read. The currency mark may stand before or behind the sign.
  mutating func skipSignAndCurrency() -> Bool {
    var isNegative = false
    var sawSign = false
    var sawCurrency = false
    while let scalar = peek {
      switch scalar {
      case "-" where !sawSign, "+" where !sawSign:
        sawSign = true
        isNegative = scalar == "-"
      case "¥" where !sawCurrency, "￥" where !sawCurrency: sawCurrency = true
      case _ where sawCurrency && isBlank(scalar): break
      default: return isNegative
      }
      advance()
    }
    return isNegative
  }

  mutating func readWhole() throws(CellFault) {
    var group = 0
    var sawComma = false
    while let scalar = rest.first {
      if let digit = digitValue(scalar) {
        try take(digit)
        group += 1
      } else if scalar == "," || scalar == "，" {
        guard sawComma ? group == 3 : (1...3).contains(group) else { throw .commas }
        sawComma = true
        group = 0
      } else {
        break
      }
      rest.removeFirst()
    }
    if sawComma, group != 3 { throw .commas }
  }

  mutating func readDecimals() throws(CellFault) {
    guard isPoint(rest.first) else { return }
    rest.removeFirst()
    var zeros = 0
    var count = 0
    while let scalar = rest.first, let digit = digitValue(scalar) {
      rest.removeFirst()
      count += 1
      if digit == 0 {
        zeros += 1
        continue
      }
      for _ in 0..<zeros { try take(0) }
      try take(digit)
      decimals += zeros + 1
      zeros = 0
    }
    guard count > 0 else { throw .notNumber }
    digitCount += count
  }

  /// What stands behind the digits; blanks before it are allowed.
  mutating func readUnit() throws(CellFault) -> String {
    if let next = rest.first, next == "e" || next == "E", let after = rest.dropFirst().first,
      after == "+" || after == "-" || digitValue(after) != nil
    {
      throw .scientific
    }
    while let scalar = rest.first, isBlank(scalar) { rest.removeFirst() }
    guard !rest.isEmpty else { return "" }
    let unit = foldedASCII(String(rest))
    let isWord = unit.unicodeScalars.allSatisfy { isLetter($0) || $0 == "%" || $0 == "‰" }
    guard isWord else { throw .notNumber }
    return unit
  }

  private mutating func take(_ digit: Int) throws(CellFault) {
    if significant > 0 || digit != 0 { significant += 1 }
    digitCount += 1
    // Far beyond the limit of digits, so that the sum itself cannot leave 128 bits.
    guard significant <= 30, decimals <= 30 else { throw .tooManyDigits }
    value = value * 10 + Int128(digit)
  }
}
