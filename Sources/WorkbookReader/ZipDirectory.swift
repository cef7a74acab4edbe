/// One file of an archive, as the archive's directory describes it.
struct ZipEntry {
  /// How its bytes are packed: all other numbers of the format are refused.
  enum Method { case stored, deflated, other }

  var name: String
  var method: Method
  var isEncrypted: Bool
  /// CRC-32 of the unpacked bytes.
  var checksum: UInt32
  var packedSize: Int
  var size: Int
  /// Where its header begins, behind which the packed bytes lie.
  var place: Int
}

/// Why the directory of an archive is not used.
enum ZipFault: Error {
  /// What it says of itself does not hold.
  case damaged
  case tooManyEntries
}

/// The directory at the end of a zip archive, also of one of 64 bits (APPNOTE.TXT 4.3 and 4.5). It
/// alone says what is in the archive; what else lies between the files is not looked at.
struct ZipDirectory {
  private let bytes: UnsafeRawBufferPointer

  /// `bytes` must live as long as the directory does.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Its files, at most `limit` of them.
  func entries(limit: Int) throws(ZipFault) -> [ZipEntry] {
    let end = try end()
    if end.count > limit { throw .tooManyEntries }
    var entries: [ZipEntry] = []
    entries.reserveCapacity(end.count)
    var place = end.place
    for _ in 0..<end.count {
      guard let (entry, next) = entry(at: place), next <= end.place + end.size else {
        throw .damaged
      }
      entries.append(entry)
      place = next
    }
    // A directory that goes on behind its last file hides some.
    guard place == end.place + end.size else { throw .damaged }
    return entries
  }

  /// The packed bytes of a file.
  func packed(_ entry: ZipEntry) -> UnsafeRawBufferPointer? {
    guard number(at: entry.place, 4) == Mark.file,
      let name = number(at: entry.place + 26, 2), let extra = number(at: entry.place + 28, 2)
    else { return nil }
    let start = entry.place + 30 + name + extra
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<(start + entry.packedSize)])
  }

  // MARK: - Its end

  private enum Mark {
    static let file = 0x0403_4B50
    static let entry = 0x0201_4B50
    static let end = 0x0605_4B50
    static let longEnd = 0x0606_4B50
    static let longEndPlace = 0x0706_4B50
  }

  private struct End {
    var count: Int
    var size: Int
    var place: Int
  }

  /// The last record that ends a directory; a comment of at most 65 535 bytes may stand behind it.
  private func end() throws(ZipFault) -> End {
    var place = bytes.count - 22
    while place >= 0, place >= bytes.count - 22 - 0xFFFF {
      if number(at: place, 4) == Mark.end, let end = end(at: place) { return end }
      place -= 1
    }
    throw .damaged
  }

  private func end(at place: Int) -> End? {
    guard let disk = number(at: place + 4, 2), let first = number(at: place + 6, 2),
      let here = number(at: place + 8, 2), let count = number(at: place + 10, 2),
      let size = number(at: place + 12, 4), let start = number(at: place + 16, 4),
      let comment = number(at: place + 20, 2), comment <= bytes.count - place - 22
    else { return nil }
    if here == 0xFFFF || count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF,
      number(at: place - 20, 4) == Mark.longEndPlace
    {
      return number(at: place - 12, 8).flatMap { longEnd(at: $0, before: place - 20) }
    }
    // An archive in several volumes cannot be read from one.
    guard disk == 0, first == 0, here == count, size <= place, start <= place - size else {
      return nil
    }
    return End(count: count, size: size, place: start)
  }

  private func longEnd(at place: Int, before limit: Int) -> End? {
    guard place <= limit - 56, number(at: place, 4) == Mark.longEnd,
      number(at: place + 16, 4) == 0, number(at: place + 20, 4) == 0,
      let here = number(at: place + 24, 8), let count = number(at: place + 32, 8),
      let size = number(at: place + 40, 8), let start = number(at: place + 48, 8),
      here == count, size <= place, start <= place - size
    else { return nil }
    return End(count: count, size: size, place: start)
  }

  // MARK: - Its files

  private func entry(at place: Int) -> (ZipEntry, next: Int)? {
    guard number(at: place, 4) == Mark.entry, let flags = number(at: place + 8, 2),
      let method = number(at: place + 10, 2), let checksum = number(at: place + 16, 4),
      let packed = number(at: place + 20, 4), let size = number(at: place + 24, 4),
      let nameLength = number(at: place + 28, 2), let extraLength = number(at: place + 30, 2),
      let commentLength = number(at: place + 32, 2), let start = number(at: place + 42, 4)
    else { return nil }
    let extra = place + 46 + nameLength
    let next = extra + extraLength + commentLength
    guard next <= bytes.count else { return nil }
    var entry = ZipEntry(
      name: name(bytes[(place + 46)..<extra]),
      method: method == 0 ? .stored : method == 8 ? .deflated : .other,
      isEncrypted: flags & 1 != 0, checksum: UInt32(checksum), packedSize: packed, size: size,
      place: start)
    guard widen(&entry, by: extra..<(extra + extraLength)) else { return nil }
    return (entry, next)
  }

  /// Numbers that do not fit 32 bits are all ones, and stand in an extra field, in this order.
  private func widen(_ entry: inout ZipEntry, by extra: Range<Int>) -> Bool {
    let full = 0xFFFF_FFFF
    guard entry.size == full || entry.packedSize == full || entry.place == full else { return true }
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound, let kind = number(at: place, 2),
      let length = number(at: place + 2, 2)
    {
      let end = place + 4 + length
      guard end <= extra.upperBound else { return false }
      guard kind == 1 else {
        place = end
        continue
      }
      place += 4
      for field in [\ZipEntry.size, \.packedSize, \.place] where entry[keyPath: field] == full {
        guard place + 8 <= end, let long = number(at: place, 8) else { return false }
        entry[keyPath: field] = long
        place += 8
      }
      return true
    }
    return false
  }

  /// In UTF-8, as workbooks have it; bytes that are none each stand for a character, so that names
  /// that differ stay different.
  private func name(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    if let name = String(validating: bytes, as: UTF8.self) { return name }
    var name = ""
    for byte in bytes { name.unicodeScalars.append(Unicode.Scalar(byte)) }
    return name
  }

  /// A number of so many bytes, the least first; nil where it lies outside, or passes 63 bits.
  private func number(at place: Int, _ width: Int) -> Int? {
    guard place >= 0, place <= bytes.count - width else { return nil }
    var number: UInt64 = 0
    for offset in (0..<width).reversed() { number = number << 8 | UInt64(bytes[place + offset]) }
    return Int(exactly: number)
  }
}
