/// Builds a delimited file: LF, quotes where needed, text that a spreadsheet would run escaped.
struct DelimitedWriter {
  private(set) var bytes: [UInt8] = []
  private let separator: UInt8
  private let escapesFormulas: Bool
  private var isRowStart = true
  private var rowStart = 0

  init(separator: UInt8, hasMark: Bool, escapesFormulas: Bool = true) {
    self.separator = separator
    self.escapesFormulas = escapesFormulas
    if hasMark { bytes += [0xEF, 0xBB, 0xBF] }
    rowStart = bytes.count
  }

  mutating func text(_ text: String) {
    separate()
    var isQuoted = false
    for byte in text.utf8 where byte == separator || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      isQuoted = true
      break
    }
    if isQuoted { bytes.append(0x22) }
    if escapesFormulas, let first = text.utf8.first, isFormulaStart(first) {
      bytes.append(UInt8(ascii: "'"))
    }
    if isQuoted {
      for byte in text.utf8 {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    } else {
      bytes += text.utf8
    }
  }

  /// A sum in 元 with two decimals; nothing where there is none.
  mutating func sum(_ sum: Exact?) {
    separate()
    if let sum { appendYuan(sum, to: &bytes) }
  }

  mutating func count(_ number: Int) {
    separate()
    bytes += String(number).utf8
  }

  /// A number as it is written, which no spreadsheet takes for a formula.
  mutating func bare(_ digits: String) {
    separate()
    bytes += digits.utf8
  }

  /// A row of one empty cell would be an empty line, which readers skip.
  mutating func endRow() {
    if bytes.count == rowStart { bytes += [0x22, 0x22] }
    bytes.append(0x0A)
    isRowStart = true
    rowStart = bytes.count
  }

  mutating func row(_ texts: [String]) {
    for text in texts { self.text(text) }
    endRow()
  }

  private mutating func separate() {
    if !isRowStart { bytes.append(separator) }
    isRowStart = false
  }

  private func isFormulaStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      true
    default: false
    }
  }
}

/// `1500000.00`, without making a string of it: results have tens of millions of sums.
func appendYuan(_ sum: Exact, to bytes: inout [UInt8]) {
  guard sum.isWhole, let whole = Int64(exactly: sum.numerator), whole >= 0 else {
    bytes += sum.yuanText.utf8
    return
  }
  var digits: (rest: Int64, start: Int) = (whole, bytes.count)
  repeat {
    bytes.append(UInt8(ascii: "0") + UInt8(digits.rest % 10))
    digits.rest /= 10
  } while digits.rest > 0
  bytes[digits.start...].reverse()
  bytes += [UInt8(ascii: "."), UInt8(ascii: "0"), UInt8(ascii: "0")]
}
