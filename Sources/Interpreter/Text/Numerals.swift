import JiliLexer

/// A number in digits or in Chinese numerals, without its unit.
struct Numeral {
  let range: Range<Int>
  /// nil where it is no one number: `2026.5.1`, or too many digits.
  let value: Exact?
  let isChinese: Bool
  /// How many digits it has, for numbers in digits.
  let digits: Int
}

/// Reads the number in digits that begins at a place: `1,234.5`, `１５０`, `2.0`.
func digitNumeral(_ text: [Unicode.Scalar], at start: Int) -> Numeral? {
  var index = start
  var number: Int128 = 0
  var digits = 0
  func digit(_ place: Int) -> Int? { text.indices.contains(place) ? digitValue(text[place]) : nil }
  func take() {
    while let value = digit(index) {
      // What is longer is a telephone number or nonsense, and has no value.
      if digits < Limits.digits { number = number * 10 + Int128(value) }
      digits += 1
      index += 1
    }
  }
  take()
  guard digits > 0 else { return nil }
  // Commas in threes belong to the number; other commas stand between numbers.
  while digits <= Limits.digits, text.indices.contains(index), text[index] == ",",
    (1...3).allSatisfy({ digit(index + $0) != nil }), digit(index + 4) == nil
  {
    index += 1
    take()
  }
  let whole = digits
  var points = 0
  while text.indices.contains(index), isPoint(text[index]), digit(index + 1) != nil {
    points += 1
    index += 1
    take()
  }
  let isNumber = points <= 1 && digits <= Limits.digits
  return Numeral(
    range: start..<index,
    value: isNumber ? Exact(digits: number, timesTenTo: whole - digits) : nil, isChinese: false,
    digits: digits)
}

/// Reads the run of Chinese numerals that begins at a place: `三`, `一百五十万`, `二〇二六`.
func chineseNumeral(_ text: [Unicode.Scalar], at start: Int) -> Numeral? {
  var end = start
  while text.indices.contains(end), chineseDigit(text[end]) != nil || tenfold(text[end]) != nil {
    end += 1
  }
  guard end > start else { return nil }
  return Numeral(
    range: start..<end, value: chineseValue(text[start..<end]), isChinese: true, digits: 0)
}

func chineseDigit(_ scalar: Unicode.Scalar) -> Int? {
  switch scalar {
  case "零", "〇": 0
  case "一", "壹": 1
  case "二", "贰", "两": 2
  case "三", "叁": 3
  case "四", "肆": 4
  case "五", "伍": 5
  case "六", "陆": 6
  case "七", "柒": 7
  case "八", "捌": 8
  case "九", "玖": 9
  default: nil
  }
}

/// The power of ten that a character stands for: 十 百 千 万 亿.
func tenfold(_ scalar: Unicode.Scalar) -> Int? {
  switch scalar {
  case "十", "拾": 1
  case "百", "佰": 2
  case "千", "仟": 3
  case "万": 4
  case "亿": 8
  default: nil
  }
}

private func chineseValue(_ text: ArraySlice<Unicode.Scalar>) -> Exact? {
  guard text.count <= Limits.digits else { return nil }
  // 二〇二六 is read digit by digit.
  if text.count > 1, text.allSatisfy({ tenfold($0) == nil }) {
    let digits = text.reduce(Int128(0)) { $0 * 10 + Int128(chineseDigit($1) ?? 0) }
    return Exact(digits, over: 1)
  }
  var total: Int128 = 0
  var section: Int128 = 0
  var digit: Int128?
  for scalar in text {
    if let value = chineseDigit(scalar) {
      digit = Int128(value)
      continue
    }
    guard let power = tenfold(scalar), let scale = powerOfTen(power) else { return nil }
    if power < 4 {
      section += (digit ?? 1) * scale
    } else {
      let below = section + (digit ?? 0)
      total = total + below == 0 ? scale : (total + below) * scale
      section = 0
      guard total < Int128(1) << 96 else { return nil }
    }
    digit = nil
  }
  return Exact(total + section + (digit ?? 0), over: 1)
}
