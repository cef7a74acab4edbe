/// The encodings that `--encoding` names.
package enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case gb18030
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"

  /// GBK and GB2312 are parts of GB18030.
  package init?(name: String) {
    let plain = name.lowercased()
    self.init(rawValue: ["gbk", "gb2312", "cp936"].contains(plain) ? "gb18030" : plain)
  }
}

/// A company file as UTF-8 bytes, whatever it was before.
struct DecodedText {
  /// Why bytes that nobody named were taken for GB18030, and whether all of them fit.
  struct Guess {
    /// The row of the first byte that is not UTF-8.
    var rowOutsideUTF8: Int
    /// The row of the first byte that is not GB18030 either.
    var rowOutsideGB18030: Int?
  }

  var bytes: [UInt8]
  /// Offset of the first byte behind a byte order mark.
  var start: Int
  var encoding: TextEncoding
  /// Holds only if one of the first rows names a fact.
  var guess: Guess?

  /// Of a file whose rows are laid out elsewhere.
  static let empty = DecodedText(bytes: [], start: 0, encoding: .utf8)
}

/// By the option, else by byte order mark, else UTF-8 where every byte fits, else as GB18030, which
/// whoever asks must confirm by what the headers say.
func decode(
  _ file: InputFile, as encoding: TextEncoding? = nil
) throws(InputRefusal) -> DecodedText {
  let bytes = file.bytes
  if let original = file.original {
    return DecodedText(bytes: bytes, start: 0, encoding: original)
  }
  switch encoding {
  case .utf16le, .utf16be: return try decodeUTF16(file, isBigEndian: encoding == .utf16be)
  case .gb18030:
    let (text, bad) = GB18030.standard.decode(bytes)
    if bad != nil {
      throw InputRefusal(.file, [.notGB18030(file.name, row: row(of: text.count, in: text))])
    }
    return DecodedText(bytes: text, start: 0, encoding: .gb18030)
  case nil where bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]):
    return try decodeUTF16(file, isBigEndian: bytes[0] == 0xFE)
  case .utf8, nil: break
  }
  let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  guard let bad = firstByteOutsideUTF8(bytes, from: start) else {
    return DecodedText(bytes: bytes, start: start, encoding: .utf8)
  }
  let badRow = row(of: bad, in: bytes, from: start)
  if encoding == .utf8 || start > 0 {
    throw InputRefusal(.file, [.notUTF8(file.name, row: badRow)])
  }
  let (text, badAsWell) = GB18030.standard.decode(bytes)
  return DecodedText(
    bytes: text, start: 0, encoding: .gb18030,
    guess: .init(
      rowOutsideUTF8: badRow,
      rowOutsideGB18030: badAsWell.map { _ in row(of: text.count, in: text) }))
}

extension DecodedText {
  /// Refuses a guess that no header bears out, and bytes that fit neither encoding.
  func confirm(_ name: String, namesFact: Bool) throws(InputRefusal) {
    guard let guess else { return }
    guard namesFact else {
      throw InputRefusal(.file, [.notUTF8(name, row: guess.rowOutsideUTF8)])
    }
    if let row = guess.rowOutsideGB18030 {
      throw InputRefusal(.file, [.notGB18030(name, row: row)])
    }
  }
}

private func decodeUTF16(_ file: InputFile, isBigEndian: Bool) throws(InputRefusal) -> DecodedText {
  let encoding = isBigEndian ? TextEncoding.utf16be : .utf16le
  var converter = TextConverter(encoding)
  let text = converter.convert(file.bytes, isLast: true)
  if converter.isBroken {
    let end = text.count - TextConverter.broken.count
    throw InputRefusal(.file, [.notUTF16(file.name, row: row(of: end, in: Array(text[..<end])))])
  }
  return DecodedText(bytes: text, start: 0, encoding: encoding)
}

/// The spreadsheet row in which a byte stands.
private func row(of offset: Int, in bytes: [UInt8], from start: Int = 0) -> Int {
  // What does not fit may be the first byte of a row of which nothing was decoded.
  let whole = offset < bytes.count ? bytes : bytes + [0x20]
  var reader = DelimitedReader(whole, from: start, separator: UInt8(ascii: ","))
  var record = DelimitedRecord()
  while reader.next(&record) {
    if reader.offset > offset { return record.number }
  }
  return max(1, reader.rowNumber)
}

/// Offset of the first byte that does not fit strict UTF-8: no overlong forms, no surrogates.
func firstByteOutsideUTF8(_ bytes: [UInt8], from start: Int) -> Int? {
  bytes.withUnsafeBufferPointer { buffer in
    var offset = start
    while offset < buffer.count {
      if buffer[offset] < 0x80 {
        offset += 1
        continue
      }
      let width = sequenceWidth(buffer, at: offset)
      if width == 0 { return offset }
      offset += width
    }
    return nil
  }
}

/// How many bytes the character at `offset` has; 0 where they do not fit.
private func sequenceWidth(_ buffer: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
  let lead = buffer[offset]
  let width: Int
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch lead {
  case 0xC2...0xDF: width = 2
  case 0xE0...0xEF:
    width = 3
    if lead == 0xE0 { second = 0xA0...0xBF }
    if lead == 0xED { second = 0x80...0x9F }
  case 0xF0...0xF4:
    width = 4
    if lead == 0xF0 { second = 0x90...0xBF }
    if lead == 0xF4 { second = 0x80...0x8F }
  default: return 0
  }
  guard offset + width <= buffer.count, second.contains(buffer[offset + 1]) else { return 0 }
  for place in (offset + 2)..<max(offset + 2, offset + width) where buffer[place] & 0xC0 != 0x80 {
    return 0
  }
  return width
}
