/// Turns a text into UTF-8 piece by piece; a character may lie across two pieces.
package struct TextConverter {
  /// What stands in the text where bytes do not fit its encoding: it fits UTF-8 no more than they
  /// did, so that whoever checks the text finds the place. Nothing is converted behind it.
  static let broken: [UInt8] = [0xFF]

  private let encoding: TextEncoding
  /// The beginning of a character that goes on in the next piece.
  private var rest: [UInt8] = []
  private var isAtStart = true
  private(set) var isBroken = false

  package init(_ encoding: TextEncoding) { self.encoding = encoding }

  /// The text of the next piece; of the last one a character must not go on.
  package mutating func convert(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
    if isBroken { return [] }
    let bytes = rest.isEmpty ? piece : rest + piece
    var (text, end) = converted(bytes)
    rest = Array(bytes[end...])
    // No character has more than four bytes: what three or less begin may still become one.
    if isLast ? !rest.isEmpty : rest.count > 3 {
      isBroken = true
      text += Self.broken
    }
    return text
  }

  /// As much as can be converted, and where it ends.
  private mutating func converted(_ bytes: [UInt8]) -> (text: [UInt8], end: Int) {
    switch encoding {
    case .utf8: return (bytes, bytes.count)
    case .gb18030:
      let (text, bad) = GB18030.standard.decode(bytes)
      return (text, bad ?? bytes.count)
    case .utf16le, .utf16be: return utf16(bytes, isBigEndian: encoding == .utf16be)
    }
  }

  private mutating func utf16(
    _ bytes: [UInt8], isBigEndian: Bool
  ) -> (text: [UInt8], end: Int) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 3 / 2)
    func unit(at offset: Int) -> UInt32? {
      guard offset + 1 < bytes.count else { return nil }
      let high = UInt32(bytes[isBigEndian ? offset : offset + 1])
      return high << 8 | UInt32(bytes[isBigEndian ? offset + 1 : offset])
    }
    var offset = 0
    while let first = unit(at: offset) {
      var value = first
      var width = 2
      if (0xD800..<0xDC00).contains(first) {
        guard let second = unit(at: offset + 2), (0xDC00..<0xE000).contains(second) else { break }
        value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        width = 4
      }
      guard let scalar = Unicode.Scalar(value) else { break }
      // The byte order mark at the beginning is no part of the text.
      if !isAtStart || value != 0xFEFF {
        if value < 0x80 {
          text.append(UInt8(value))
        } else {
          text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        }
      }
      isAtStart = false
      offset += width
    }
    return (text, offset)
  }
}

extension TextEncoding {
  /// What a file is in by its first bytes, as far as they tell: UTF-8 may turn out not to be.
  package static func guess(_ front: [UInt8], isWhole: Bool) -> TextEncoding {
    if front.starts(with: [0xFF, 0xFE]) { return .utf16le }
    if front.starts(with: [0xFE, 0xFF]) { return .utf16be }
    guard !front.starts(with: [0xEF, 0xBB, 0xBF]),
      let bad = firstByteOutsideUTF8(front, from: 0)
    else { return .utf8 }
    // At the end of what was read a character may go on.
    return !isWhole && bad + 3 >= front.count ? .utf8 : .gb18030
  }
}
