import Glibc

/// The number of a cell as people typed it: the shortest decimal of at most 15 digits of its
/// double, in plain digits. Spreadsheets store doubles, and show no more digits than these.
///
/// nil where the text is no number.
func decimalText(_ stored: [UInt8]) -> String? {
  var digits = 0
  var points = 0
  var isPlain = true
  for (place, byte) in stored.enumerated() {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
    case UInt8(ascii: "."):
      points += 1
      if place + 1 == stored.count { isPlain = false }
    case UInt8(ascii: "-"): if place > 0 || stored.count == 2 { isPlain = false }
    case UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"): isPlain = false
    // `nan`, `inf` and hexadecimal numbers are none here.
    default: return nil
    }
  }
  guard digits > 0, stored.count <= 400 else { return nil }
  // No two decimals of at most 15 digits have the same double: this is the one that was typed.
  if isPlain, digits <= 15, points <= 1 { return String(decoding: stored, as: UTF8.self) }
  return roundedText(String(decoding: stored, as: UTF8.self))
}

/// Rounded from the exact value of the double to 15 digits.
private func roundedText(_ stored: String) -> String? {
  guard let number = Double(stored), number.isFinite else { return nil }
  var room = [CChar](repeating: 0, count: 32)
  // 14 digits behind the first one.
  let count = withVaList([number]) { vsnprintf(&room, room.count, "%.14e", $0) }
  let text = room.prefix(Int(count)).map { UInt8(bitPattern: $0) }
  guard let mark = text.firstIndex(of: UInt8(ascii: "e")),
    let power = Int(String(decoding: text[(mark + 1)...], as: UTF8.self))
  else { return nil }
  var digits = text[..<mark].filter { $0 >= UInt8(ascii: "0") }
  while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
  if digits == [UInt8(ascii: "0")] { return "0" }
  let isNegative = text.first == UInt8(ascii: "-")
  return (isNegative ? "-" : "") + plain(String(decoding: digits, as: UTF8.self), power: power)
}

/// Digits of which the first has the weight 10 to the power.
private func plain(_ digits: String, power: Int) -> String {
  func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
  if power < 0 { return "0." + zeros(-power - 1) + digits }
  let whole = power + 1
  if digits.count <= whole { return digits + zeros(whole - digits.count) }
  return digits.prefix(whole) + "." + digits.dropFirst(whole)
}
