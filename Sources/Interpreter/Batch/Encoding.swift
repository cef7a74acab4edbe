/// A company file as UTF-8 bytes, whatever it was before.
struct DecodedText {
  var bytes: [UInt8]
  /// Offset of the first byte behind a byte order mark.
  var start: Int
  /// As the receipt names it.
  var encoding: String
}

/// By byte order mark, else UTF-8 where every byte fits; anything else refuses the file.
func decode(_ file: InputFile) throws(InputRefusal) -> DecodedText {
  let bytes = file.bytes
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    return try decodeUTF16(file, isBigEndian: bytes[0] == 0xFE)
  }
  if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
    throw InputRefusal(.file, [.workbook(file.name)])
  }
  let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  if let bad = firstByteOutsideUTF8(bytes, from: start) {
    throw InputRefusal(.file, [.notUTF8(file.name, row: row(of: bad, in: bytes, from: start))])
  }
  return DecodedText(bytes: bytes, start: start, encoding: "utf-8")
}

private func decodeUTF16(_ file: InputFile, isBigEndian: Bool) throws(InputRefusal) -> DecodedText {
  let bytes = file.bytes
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count)
  var offset = 2
  var isBroken = bytes.count % 2 != 0
  func unit(at offset: Int) -> UInt32? {
    guard offset + 1 < bytes.count else { return nil }
    let high = UInt32(bytes[isBigEndian ? offset : offset + 1])
    return high << 8 | UInt32(bytes[isBigEndian ? offset + 1 : offset])
  }
  while let first = unit(at: offset) {
    offset += 2
    var value = first
    if (0xD800..<0xDC00).contains(first), let second = unit(at: offset),
      (0xDC00..<0xE000).contains(second)
    {
      value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
      offset += 2
    }
    guard let scalar = Unicode.Scalar(value) else {
      isBroken = true
      break
    }
    text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
  }
  if isBroken {
    throw InputRefusal(.file, [.notUTF16(file.name, row: row(of: text.count, in: text, from: 0))])
  }
  return DecodedText(bytes: text, start: 0, encoding: isBigEndian ? "utf-16be" : "utf-16le")
}

/// The spreadsheet row in which a byte stands.
private func row(of offset: Int, in bytes: [UInt8], from start: Int) -> Int {
  var reader = DelimitedReader(bytes, from: start, separator: UInt8(ascii: ","))
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
