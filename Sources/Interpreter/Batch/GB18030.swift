/// GB18030, of which GBK and GB2312 are parts: bytes to UTF-8.
///
/// Characters have one byte (ASCII), two, or four. Those of two bytes are a table; those of four
/// are all others of the basic plane in their order, then the further planes in theirs.
struct GB18030 {
  static let standard = GB18030()

  /// By lead and trail byte.
  private var pairs: [UInt32] = []
  /// What the four bytes from 81 30 81 30 on stand for.
  private var fours: [UInt16] = []

  /// Trail bytes of two-byte characters: 40 to FE without 7F.
  private static let trails = 190

  private init() {
    var listed = gb18030Characters.unicodeScalars.lazy.filter { $0 != "\n" }.makeIterator()
    pairs.reserveCapacity(126 * Self.trails)
    for lead in UInt32(0x81)...0xFE {
      for place in 0..<UInt32(Self.trails) {
        let own = Self.userCharacter(lead: lead, place: place)
        pairs.append(own ?? listed.next()?.value ?? 0xFFFD)
      }
    }
    fours = Self.fourByteCharacters(pairs)
  }

  /// The four bytes were dealt out when some pairs still stood for characters of the private use
  /// area. These pairs have real characters since; their old ones never got four bytes, and the
  /// real ones kept theirs. U+1E3F alone changed places with the private character of its pair.
  private static func fourByteCharacters(_ pairs: [UInt32]) -> [UInt16] {
    let former: [ClosedRange<Int>] = [
      0xE78D...0xE796, 0xE816...0xE818, 0xE81E...0xE81E, 0xE826...0xE826, 0xE82B...0xE82C,
      0xE831...0xE832, 0xE83B...0xE83B, 0xE843...0xE843, 0xE854...0xE855, 0xE864...0xE864,
    ]
    let kept: [ClosedRange<Int>] = [0x9FB4...0x9FBB, 0xFE10...0xFE19]
    let (letter, user) = (0x1E3F, 0xE7C7)
    var isPair = [Bool](repeating: false, count: 0x10000)
    for scalar in pairs where scalar < 0x10000 { isPair[Int(scalar)] = true }
    for scalar in kept.joined() { isPair[scalar] = false }
    for scalar in former.joined() { isPair[scalar] = true }
    isPair[letter] = false
    isPair[user] = true
    return (0x80..<0x10000).filter { !(0xD800..<0xE000).contains($0) && !isPair[$0] }
      .map { UInt16($0 == letter ? user : $0) }
  }

  /// The areas whose characters users define, in the order of the private use area.
  private static func userCharacter(lead: UInt32, place: UInt32) -> UInt32? {
    // Place 96 is the trail byte A1, which begins the right half of a row.
    let right = place < 96 ? nil : place - 96
    switch lead {
    case 0xAA...0xAF: return right.map { 0xE000 + (lead - 0xAA) * 94 + $0 }
    case 0xF8...0xFE: return right.map { 0xE234 + (lead - 0xF8) * 94 + $0 }
    case 0xA1...0xA7: return right == nil ? 0xE4C6 + (lead - 0xA1) * 96 + place : nil
    default: return nil
    }
  }

  /// The text in UTF-8, up to the first byte that does not fit.
  func decode(_ bytes: [UInt8], from start: Int = 0) -> (text: [UInt8], bad: Int?) {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count - start) * 3 / 2)
    let bad = bytes.withUnsafeBufferPointer { buffer -> Int? in
      var offset = start
      while offset < buffer.count {
        let lead = buffer[offset]
        if lead < 0x80 {
          text.append(lead)
          offset += 1
          continue
        }
        guard let (scalar, width) = character(in: buffer, at: offset) else { return offset }
        append(scalar, to: &text)
        offset += width
      }
      return nil
    }
    return (text, bad)
  }

  private func character(
    in buffer: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (scalar: UInt32, width: Int)? {
    let lead = buffer[offset]
    guard (0x81...0xFE).contains(lead), offset + 1 < buffer.count else { return nil }
    let second = buffer[offset + 1]
    switch second {
    case 0x40...0x7E, 0x80...0xFE:
      let place = Int(second) - (second > 0x7F ? 0x41 : 0x40)
      return (pairs[(Int(lead) - 0x81) * Self.trails + place], 2)
    case 0x30...0x39:
      guard offset + 3 < buffer.count, (0x81...0xFE).contains(buffer[offset + 2]),
        (0x30...0x39).contains(buffer[offset + 3])
      else { return nil }
      let high = (Int(lead) - 0x81) * 10 + Int(second) - 0x30
      let low = (Int(buffer[offset + 2]) - 0x81) * 10 + Int(buffer[offset + 3]) - 0x30
      return fourByteScalar(high * 1260 + low).map { ($0, 4) }
    default: return nil
    }
  }

  private func fourByteScalar(_ number: Int) -> UInt32? {
    if fours.indices.contains(number) { return UInt32(fours[number]) }
    // 90 30 81 30 is the first character behind the basic plane.
    let further = number - (0x90 - 0x81) * 12_600
    return (0..<0x100000).contains(further) ? 0x10000 + UInt32(further) : nil
  }

  private func append(_ scalar: UInt32, to text: inout [UInt8]) {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
    switch scalar {
    case ..<0x80: text.append(UInt8(scalar))
    case ..<0x800:
      text.append(UInt8(0xC0 | scalar >> 6))
      text.append(tail(0))
    case ..<0x10000:
      text.append(UInt8(0xE0 | scalar >> 12))
      text.append(tail(6))
      text.append(tail(0))
    default:
      text.append(UInt8(0xF0 | scalar >> 18))
      text.append(tail(12))
      text.append(tail(6))
      text.append(tail(0))
    }
  }
}
