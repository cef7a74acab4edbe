import JiliLexer

/// The words that a fuzzer puts together, in libFuzzer's own form: Fuzz/rules.dict.
func fuzzDictionary() -> String {
  var lines = [
    "# Made from the table of keywords by JILI_UPDATE=1 swift test --filter GeneratedTests."
  ]
  func section(_ title: String, _ words: [String]) {
    lines.append("\n# \(title)")
    for word in words {
      let isPlain = word.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
      if !isPlain { lines.append("# \(word)") }
      lines.append("\"\(word.utf8.map(escaped).joined())\"")
    }
  }
  section("Keywords", Keywords.table.flatMap { [$0.english].compactMap { $0 } + $0.chinese }.unique)
  section("Phrases", phrases)
  section("Units", Unit.spellings)
  section("Signs", signs)
  section("Names, values and files", values)
  // Characters that nobody can see would not survive in a comment.
  lines.append("\n# Characters that are refused, or look like others")
  for character in oddities { lines.append("\"\(character.utf8.map(hex).joined())\"") }
  return lines.joined(separator: "\n") + "\n"
}

private let phrases = [
  "up to", "at least", "per year", "one of", "by year", "last year", "years since",
  "first reaches {", "first exceeds {", "otherwise none {", "is not", "in [",
]

private let signs = [
  "{", "}", "(", ")", "[", "]", ",", ";", ":", ".", "..", "=", "!=", "<", "<=", ">", ">=", "+",
  "-", "*", "/", "#", "\"", "`", "≠", "≤", "≥", "×", "÷", "＝", "＞", "＜", "；", "，", "、", "：",
  "（", "）", "｛", "｝", "％", "．", "＃", "＂", "｀", "“", "”", "「", "」", "\n", "\r\n",
]

private let values = [
  "150万", "20%", "5‰", "1.5亿", "１５０", "0", "999999999999999", "2026-05-01", "2026年5月1日",
  "2026-5-1", "3 years", "\"vocabulary.rules\"", "\"base.rules\"", "\"policy.txt\"", "国家级小巨人",
  "投资额", "甲", "award 甲 = 1元 when new", "example \"甲\" { 甲 = new; expect total = 1元 }",
]

private let oddities = [
  "\u{FEFF}", "\u{200B}", "\u{00AD}", "\u{202E}", "\u{2028}", "\u{3164}", "\u{3000}", "\u{0}",
  "\u{E0041}", "\u{FE0F}", "\u{301}", "\u{661}", "\u{430}", "\u{2F6C}", "\u{1F600}", "\u{20BB7}",
]

private func escaped(_ byte: UInt8) -> String {
  switch byte {
  case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(Unicode.Scalar(byte))
  case 0x20..<0x7F: String(Unicode.Scalar(byte))
  default: hex(byte)
  }
}

private func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "\\x" + (digits.count < 2 ? "0" : "") + digits
}

extension [String] {
  /// Each text once, in the order of the first.
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
