import JiliLexer

/// A header as names are compared: no blanks, full-width letters, digits and brackets folded.
func normalizedHeader(_ text: String) -> String {
  // What blanks, marks and full-width letters that are no ASCII begin with.
  if text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0xC2 && $0 != 0xE3 && $0 != 0xEF }) { return text }
  var kept = String.UnicodeScalarView()
  for scalar in text.unicodeScalars where !isBlank(scalar) && scalar != "\u{FEFF}" {
    kept.append(scalar)
  }
  return foldedASCII(String(kept))
}

/// A header taken apart: the name, the unit of the cells and the year they are of.
struct HeaderParts: Hashable {
  var name: String
  var unit: HeaderUnit?
  var year: Int?

  /// Every way to read a header, the one that takes most of it as the name first.
  static func readings(of header: String) -> [HeaderParts] {
    var found = [HeaderParts(name: header)]
    var next = 0
    while next < found.count {
      let parts = found[next]
      next += 1
      if parts.unit == nil, let shorter = parts.withoutUnit() { found.append(shorter) }
      if parts.year == nil {
        if let shorter = parts.withoutYearBehind() { found.append(shorter) }
        if let shorter = parts.withoutYearInFront() { found.append(shorter) }
      }
    }
    return found
  }

  /// `（万元）`, `[万元]`, `_万元`, `/万元`, `:万元` at the end; the header is folded already.
  private func withoutUnit() -> HeaderParts? {
    guard let (base, text) = splitSuffix(name), let unit = headerUnit(text), self.unit == nil
    else { return nil }
    return HeaderParts(name: base, unit: unit, year: year)
  }

  /// `营业收入2024`, `营业收入_2024`, `营业收入(2024年)`, `营业收入2024年`.
  private func withoutYearBehind() -> HeaderParts? {
    var base = name[...]
    if base.hasSuffix(")"), let open = base.lastIndex(of: "(") {
      guard let year = yearNumber(base[base.index(after: open)...].dropLast()) else { return nil }
      return with(name: base[..<open], year: year)
    }
    if base.hasSuffix("年度") {
      base = base.dropLast(2)
    } else if base.hasSuffix("年") {
      base = base.dropLast()
    }
    guard let year = yearNumber(base.suffix(4)) else { return nil }
    base = base.dropLast(4)
    if base.last == "_" || base.last == "/" || base.last == "-" { base = base.dropLast() }
    if base.last?.isNumber == true { return nil }
    return with(name: base, year: year)
  }

  /// `2024年营业收入`, `2024年度营业收入`, `2024营业收入`.
  private func withoutYearInFront() -> HeaderParts? {
    guard let year = yearNumber(name.prefix(4)) else { return nil }
    var base = name.dropFirst(4)
    if base.first?.isNumber == true { return nil }
    if base.hasPrefix("年度") {
      base = base.dropFirst(2)
    } else if base.hasPrefix("年") {
      base = base.dropFirst()
    }
    if base.first == "_" { base = base.dropFirst() }
    return with(name: base, year: year)
  }

  private func with(name: Substring, year: Int) -> HeaderParts? {
    name.isEmpty ? nil : HeaderParts(name: String(name), unit: unit, year: year)
  }
}

/// A name and what stands behind it in brackets or behind `_`, `/` or `:`.
func splitSuffix(_ header: String) -> (name: String, suffix: String)? {
  guard header.utf8.contains(where: mayEndName) else { return nil }
  let pairs: [(close: Character, open: Character)] = [(")", "("), ("]", "[")]
  for (close, open) in pairs where header.last == close {
    guard let start = header.lastIndex(of: open), start != header.startIndex else { return nil }
    return (String(header[..<start]), String(header[header.index(after: start)...].dropLast()))
  }
  guard let mark = header.lastIndex(where: { $0 == "_" || $0 == "/" || $0 == ":" }),
    mark != header.startIndex
  else { return nil }
  return (String(header[..<mark]), String(header[header.index(after: mark)...]))
}

private func mayEndName(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "/"),
    UInt8(ascii: ":"):
    true
  default: false
  }
}

/// A calendar year in four digits, `年` behind it allowed.
private func yearNumber(_ text: Substring) -> Int? {
  var digits = text
  if digits.hasSuffix("年度") { digits = digits.dropLast(2) }
  if digits.hasSuffix("年") { digits = digits.dropLast() }
  guard digits.count == 4, digits.utf8.count == 4, let year = Int(digits),
    (1900...2199).contains(year)
  else { return nil }
  return year
}
