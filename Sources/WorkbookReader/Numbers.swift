import Glibc

/// The number of a cell as people typed it: the shortest decimal of at most 15 digits of its
/// double, in plain digits. Spreadsheets store doubles, and show no more digits than these.
///
/// nil where the text is no number.
func decimalText(_ stored: String) -> String? {
  // `nan`, `inf` and hexadecimal numbers are none here.
  let signs: Set<Character> = ["+", "-", ".", "e", "E"]
  guard !stored.isEmpty, stored.utf8.count <= 400,
    stored.allSatisfy({ $0.isASCII && $0.isNumber || signs.contains($0) }),
    let number = Double(stored), number.isFinite
  else { return nil }
  var room = [CChar](repeating: 0, count: 32)
  // 14 digits behind the first one: 15 in all, rounded from the exact value of the double.
  let count = withVaList([number]) { vsnprintf(&room, room.count, "%.14e", $0) }
  let text = String(decoding: room.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  let parts = text.split(separator: "e")
  guard parts.count == 2, let power = Int(parts[1]) else { return nil }
  let isNegative = parts[0].hasPrefix("-")
  var digits = parts[0].filter(\.isNumber)
  while digits.count > 1, digits.last == "0" { digits.removeLast() }
  if digits == "0" { return "0" }
  return (isNegative ? "-" : "") + plain(digits, power: power)
}

/// Digits of which the first has the weight 10 to the power.
private func plain(_ digits: String, power: Int) -> String {
  func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
  if power < 0 { return "0." + zeros(-power - 1) + digits }
  let whole = power + 1
  if digits.count <= whole { return digits + zeros(whole - digits.count) }
  return digits.prefix(whole) + "." + digits.dropFirst(whole)
}
