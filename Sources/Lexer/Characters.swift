/// Which characters are letters, blanks, digits and twins; ASCII and full-width mean the same.

package func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case " ", "\t", "\n", "\r", "\u{A0}", "\u{3000}": true
  default: false
  }
}

/// The value of an ASCII or full-width digit.
package func digitValue(_ scalar: Unicode.Scalar) -> Int? {
  switch scalar.value {
  case 0x30...0x39: Int(scalar.value - 0x30)
  case 0xFF10...0xFF19: Int(scalar.value - 0xFF10)
  default: nil
  }
}

package func isLetter(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x41...0x5A, 0x61...0x7A, 0x4E00...0x9FFF, 0x3400...0x4DBF: true
  case 0..<0x80: false
  // Radicals are symbols by Unicode, but stand in for ideographs in what comes out of PDF files.
  case 0x2E80...0x2FDF: plainIdeograph(for: scalar) != nil
  default: scalar.properties.isAlphabetic && !isMark(scalar)
  }
}

/// The letters of nearly every word, ASCII and the ideographs of the first block: they are no twins
/// of others, and words of them are equal where their bytes are.
func isPlainLetter(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x80 || (0x4E00...0x9FFF).contains(scalar.value)
}

/// What may stand in a word behind its first letter. The low line joins the parts of a header.
package func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
  if isLetter(scalar) || digitValue(scalar) != nil { return true }
  if scalar == "_" || scalar == "＿" { return true }
  // The vowel signs of some scripts are marks that belong to the letter before them.
  return scalar.value > 0x7F && scalar.properties.isAlphabetic
}

private func isMark(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark: true
  default: false
  }
}

package func isPoint(_ scalar: Unicode.Scalar?) -> Bool { scalar == "." || scalar == "．" }

/// Why a character may stand nowhere in a rule file, strings and comments included.
package enum ForbiddenCharacter: Sendable {
  case control, invisible, bidirectional, oddBlank, privateUse, lost, noncharacter
  /// A digit that is neither ASCII nor full-width, with its value.
  case foreignDigit(Int)
}

/// The reason why a character is forbidden, nil where it is allowed.
package func forbidden(_ scalar: Unicode.Scalar) -> ForbiddenCharacter? {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D, 0x20..<0x7F, 0xA0, 0x3000...0x3163, 0x3165...0x9FFF, 0xFF01...0xFF5E:
    return nil
  case 0x00..<0x20, 0x7F..<0xA0: return .control
  case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return .bidirectional
  case 0x2028, 0x2029, 0x2800, 0x1D159, 0xFFF9...0xFFFB: return .invisible
  case 0xFFFD: return .lost
  case 0xFDD0...0xFDEF: return .noncharacter
  case let value where value & 0xFFFE == 0xFFFE: return .noncharacter
  default: break
  }
  let properties = scalar.properties
  switch properties.generalCategory {
  case .format: return .invisible
  case .privateUse: return .privateUse
  case .spaceSeparator: return .oddBlank
  case .decimalNumber: return .foreignDigit(Int(properties.numericValue ?? 0))
  default: return properties.isDefaultIgnorableCodePoint ? .invisible : nil
  }
}

package func isPermitted(_ scalar: Unicode.Scalar) -> Bool { forbidden(scalar) == nil }

/// What was probably meant by a character that the language does not have.
func intendedSymbol(_ scalar: Unicode.Scalar) -> String? {
  switch scalar {
  case "−", "–", "‐", "‑", "‒", "﹣": "-"
  case "【", "〔", "〖": "["
  case "】", "〕", "〗": "]"
  case "﹙": "("
  case "﹚": ")"
  case "﹪": "%"
  case "﹐": ","
  case "﹔", "。", "｡": ";"
  case "﹕", "∶": ":"
  case "∗": "*"
  case "～", "〜", "~": ".."
  case "‘", "’", "'", "＇", "”", "„", "〝", "〞": "\""
  case "⩾": "≥"
  case "⩽": "≤"
  default: nil
  }
}

/// Folds full-width letters and digits to ASCII; everything else stays.
package func foldedASCII(_ text: String) -> String {
  guard holdsFullWidth(text.utf8) else { return text }
  var folded = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { folded.append(foldedSymbol(scalar)) }
  return String(folded)
}

/// Whether there may be letters from U+FF01 to U+FF5E, all of which begin with this byte.
func holdsFullWidth(_ bytes: some Sequence<UInt8>) -> Bool {
  bytes.withContiguousStorageIfAvailable { $0.contains(0xEF) } ?? bytes.contains(0xEF)
}

/// A sign by the ASCII twins of its full-width and CJK forms.
package func foldedSign(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
  var folded = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { folded.append(foldedSymbol(scalar)) }
  return String(folded)
}

/// The ASCII twin of a full-width or CJK punctuation mark, or the character itself.
package func foldedSymbol(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar {
  case "、": ","
  case "≥", "≧": "≥"
  case "≤", "≦": "≤"
  default:
    (0xFF01...0xFF5E).contains(scalar.value)
      ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar
  }
}

/// The symbol that one sign spells.
func singleSymbol(_ sign: Unicode.Scalar) -> Symbol {
  switch sign {
  case "{": .braceOpen
  case "}": .braceClose
  case "(": .parenOpen
  case ")": .parenClose
  case "[": .bracketOpen
  case "]": .bracketClose
  case ",": .comma
  case ";": .semicolon
  case ":": .colon
  case ".": .dot
  case "=": .equal
  case "≠": .notEqual
  case "<": .lessThan
  case "≤": .lessEqual
  case ">": .greaterThan
  case "≥": .greaterEqual
  case "+": .plus
  case "-": .minus
  case "*", "×": .times
  case "/", "÷": .divide
  case "%": .percentSign
  case "‰": .permilleSign
  default: .noSymbol
  }
}

/// The scalar at an offset of valid UTF-8, which becomes the offset behind it.
func nextScalar(_ bytes: [UInt8], _ offset: inout Int) -> Unicode.Scalar {
  let lead = bytes[offset]
  let width = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  var value = UInt32(width == 1 ? lead : lead & (0xFF >> UInt8(width + 1)))
  for next in bytes[offset + 1..<offset + width] { value = value << 6 | UInt32(next & 0x3F) }
  offset += width
  return Unicode.Scalar(value) ?? "\u{FFFD}"
}

/// Offset of the first byte that does not fit UTF-8, if any.
package func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
  // Nearly every text is valid, which the library sees much faster than where one is not.
  if String(validating: bytes, as: UTF8.self) != nil { return nil }
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar): offset += UTF8.width(scalar)
    // There is a byte that does not fit, so that the end is never read.
    case .error, .emptyInput: return offset
    }
  }
}
