/// Which characters are letters, blanks, digits and twins. ASCII and full-width forms mean the same.

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
  // Symbols that CJK text uses as letters: 〇 々 and the middle dot inside names is not one.
  case 0x3007, 0x3005: true
  default: scalar.properties.isAlphabetic
  }
}

package func isPoint(_ scalar: Unicode.Scalar?) -> Bool { scalar == "." || scalar == "．" }

/// Control, bidirectional, invisible and unassigned look-alike characters are forbidden everywhere,
/// strings and comments included; so are digits that are neither ASCII nor full-width.
package func isPermitted(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D: true
  case 0x00..<0x20, 0x7F..<0xA0: false
  case 0x20..<0x7F: true
  case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: false
  case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0: false
  case 0xFE00...0xFE0F, 0xFFF0...0xFFFD, 0xE0000...0xE0FFF: false
  case 0xE000...0xF8FF, 0xF0000...0x10FFFF: false
  default:
    !(scalar.properties.generalCategory == .decimalNumber && digitValue(scalar) == nil)
      && scalar.properties.generalCategory != .control
      && scalar.properties.generalCategory != .format
  }
}

/// Folds full-width letters and digits to ASCII; everything else stays.
package func foldedASCII(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) }) else {
    return text
  }
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
      ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
  }
}

let singleSymbols: [Unicode.Scalar: Symbol] = [
  "{": .braceOpen, "}": .braceClose, "(": .parenOpen, ")": .parenClose, "[": .bracketOpen,
  "]": .bracketClose, ",": .comma, ";": .semicolon, ":": .colon, ".": .dot, "=": .equal,
  "≠": .notEqual, "<": .lessThan, "≤": .lessEqual, ">": .greaterThan, "≥": .greaterEqual, "+": .plus,
  "-": .minus, "*": .times, "×": .times, "/": .divide, "÷": .divide, "%": .percentSign,
  "‰": .permilleSign,
]

/// Offset of the first byte that does not fit UTF-8, if any.
package func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar): offset += UTF8.width(scalar)
    case .emptyInput: return nil
    case .error: return offset
    }
  }
}
