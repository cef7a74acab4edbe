import CBytes
import JiliLexer

/// The objects of a JSON file whose bytes come piece by piece.
///
/// A flat object, whose keys come in the order of the headers, is walked byte by byte and only its
/// places are noted; any other is read as `JSONRows` does it.
struct JSONFeed {
  enum Step {
    /// Its members are in `members`.
    case flat
    case other(JSONRows.Object)
    /// What comes next is not there yet.
    case needsMore
    case end
  }

  /// A fault of syntax behind which nothing can be told apart, or bytes that are not UTF-8. Reading
  /// the file as a whole says which.
  struct Broken: Error {}

  struct Member {
    enum Kind { case string, escaped, number, yes, no, null }

    /// Index into the headers.
    var place: Int
    var kind: Kind
    /// Where its text lies in `bytes`, quotes left out.
    var start: Int
    var end: Int
  }

  private let name: String
  private(set) var bytes: [UInt8] = []
  /// Where the next object begins, or what stands before it.
  private var offset = 0
  /// The line there.
  private(set) var line = 1
  /// Letters of that line before `bytes`.
  private var lettersBefore = 0
  private var isWhole = false
  /// How far the bytes are known to be UTF-8.
  private var checked = 0
  private var isArray: Bool?
  private var isFirst = true
  private var isAtEnd = false
  /// The line of a broken object is passed over, to the next that begins one.
  private var isLost = false
  /// The members of a flat object in the order of their places.
  private(set) var members: [Member] = []
  private(set) var headers: JSONHeaders
  /// How the file writes the key of each header that has no parts; nil: not known yet.
  private var spellings: [[UInt8]?]

  init(_ name: String, _ headers: JSONHeaders = JSONHeaders()) {
    self.name = name
    self.headers = headers
    spellings = headers.all.map { _ in nil }
  }

  /// Adds what comes next in the file; nothing is its end.
  mutating func append(_ piece: UnsafeRawBufferPointer) throws(Broken) {
    let dropped = bytes[..<offset]
    if let feed = dropped.lastIndex(of: 0x0A) {
      lettersBefore = letters(dropped[(feed + 1)...])
    } else {
      lettersBefore += letters(dropped)
    }
    bytes.removeSubrange(..<offset)
    checked -= offset
    offset = 0
    bytes += piece
    isWhole = piece.isEmpty
    if bytes.count > Limits.rowBytes + piece.count { throw Broken() }
    try checkEncoding()
  }

  /// A letter may be cut at the end of what is there.
  private mutating func checkEncoding() throws(Broken) {
    let count = bytes.count - checked
    let fault = bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { jili_utf8_fault($0 + checked, count) } ?? count
    }
    if fault < count, isWhole || !isCut(at: checked + fault) { throw Broken() }
    checked += fault
  }

  /// Whether the bytes end within a letter that begins there.
  private func isCut(at place: Int) -> Bool {
    let length =
      switch bytes[place] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    return bytes.count - place < length
      && bytes[(place + 1)...].allSatisfy { $0 & 0xC0 == 0x80 }
  }

  private func letters(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }

  /// The next object, which begins on `line`.
  mutating func next() throws(Broken) -> Step {
    if isLost, !findObject() { return isAtEnd ? .end : .needsMore }
    skipBlanks()
    guard offset < bytes.count || isWhole else { return .needsMore }
    if isArray == nil {
      isArray = offset < bytes.count && bytes[offset] == UInt8(ascii: "[")
      if isArray == true {
        offset += 1
        skipBlanks()
        guard offset < bytes.count || isWhole else { return .needsMore }
      }
    }
    if isArray == true, isFirst, offset < bytes.count, bytes[offset] == UInt8(ascii: "]") {
      offset += 1
      isAtEnd = true
      skipBlanks()
    }
    if isAtEnd {
      if offset < bytes.count { throw Broken() }
      return isWhole ? .end : .needsMore
    }
    guard offset < bytes.count else {
      if !isWhole { return .needsMore }
      if isArray == true { throw Broken() }
      return .end
    }
    isFirst = false
    if let end = walkFlat(), isArray == false || takesComma(behind: end) {
      if isArray == false { move(to: end) }
      return .flat
    }
    return try readOther()
  }

  /// Takes the headers of the object that came last, where they are not known yet.
  mutating func note(_ object: JSONRows.Object) {
    headers.note(object.members)
    while spellings.count < headers.all.count { spellings.append(nil) }
  }

  // MARK: - Between objects

  private mutating func skipBlanks() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x0A: line += 1
      case 0x20, 0x0D, 0x09: break
      default: return
      }
      offset += 1
    }
  }

  /// Passes over everything up to a place, counting lines.
  private mutating func move(to end: Int) {
    for byte in bytes[offset..<end] where byte == 0x0A { line += 1 }
    offset = end
  }

  /// Whether an object of an array is followed by another, or by the end of the array; then the
  /// place is behind that.
  private mutating func takesComma(behind end: Int) -> Bool {
    var place = end
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
    guard place < bytes.count else { return false }
    switch bytes[place] {
    case UInt8(ascii: ","): break
    case UInt8(ascii: "]"): isAtEnd = true
    default: return false
    }
    lineOfObject = line
    move(to: place + 1)
    return true
  }

  /// Passes over lines until one begins an object.
  private mutating func findObject() -> Bool {
    while let feed = bytes[offset...].firstIndex(of: 0x0A) {
      guard feed + 1 < bytes.count else {
        if isWhole { break }
        return false
      }
      move(to: feed + 1)
      if bytes[offset] == UInt8(ascii: "{") {
        isLost = false
        return true
      }
    }
    if isWhole {
      move(to: bytes.count)
      isAtEnd = true
    } else if let last = bytes.indices.last, bytes[last] != 0x0A {
      // What is not known to be UTF-8 yet is looked at once more.
      move(to: checked)
    }
    return false
  }

  /// The line on which the object that came last begins.
  private(set) var lineOfObject = 1

  // MARK: - Any object

  /// Reads an object as a whole file is read. A fault near the end of what is there may be none.
  private mutating func readOther() throws(Broken) -> Step {
    var reader = JSONReader(file: name, bytes: bytes, offset: offset)
    reader.toleratesRepeats = true
    reader.begin(line: line, lettersBefore: lettersBefore)
    var object = JSONRows.Object(line: line)
    do throws(InputProblem) {
      if case .object(let members) = try reader.value(depth: 0) {
        object.members = members
      } else {
        if mayGoOn(reader) { return .needsMore }
        object.fault = .notObject(JSONRows.noObject)
      }
      if let key = reader.repeatedKey { object.fault = .repeatedKey(key) }
      if isArray == true {
        if reader.skip(",") {
        } else if reader.skip("]") {
          isAtEnd = true
        } else {
          if mayGoOn(reader) { return .needsMore }
          throw reader.wrong("缺 , 或 ]", "`,` or `]` is missing")
        }
      }
    } catch {
      if mayGoOn(reader) { return .needsMore }
      if isArray == true { throw Broken() }
      object.members = []
      object.fault = .notObject(error.message)
      lineOfObject = line
      isLost = true
      return .other(object)
    }
    lineOfObject = line
    move(to: reader.offset)
    return .other(object)
  }

  private func mayGoOn(_ reader: JSONReader) -> Bool {
    !isWhole && reader.offset + 12 > bytes.count
  }

  // MARK: - Flat objects

  /// Notes the members of a flat object and says where it ends; nil where it is another, or is not
  /// all there.
  private mutating func walkFlat() -> Int? {
    lineOfObject = line
    guard !headers.all.isEmpty, bytes[offset] == UInt8(ascii: "{") else { return nil }
    members.removeAll(keepingCapacity: true)
    let window = bytes
    return window.withUnsafeBufferPointer { bytes in
      var walk = FlatWalk(bytes: bytes, place: offset + 1)
      var header = 0
      while true {
        walk.skipBlanks()
        guard let key = walk.string(), let place = place(of: key.range, in: bytes, from: header)
        else { return nil }
        header = place + 1
        walk.skipBlanks()
        guard walk.take(UInt8(ascii: ":")) else { return nil }
        walk.skipBlanks()
        guard let (kind, range) = walk.value() else { return nil }
        members.append(
          Member(place: place, kind: kind, start: range.lowerBound, end: range.upperBound))
        walk.skipBlanks()
        if walk.take(UInt8(ascii: ",")) { continue }
        return walk.take(UInt8(ascii: "}")) ? walk.place : nil
      }
    }
  }

  /// The header that a key is, where it comes at `first` or behind it.
  private mutating func place(
    of key: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, from first: Int
  ) -> Int? {
    for place in first..<headers.all.count {
      guard let spelling = spellings[place], spelling.count == key.count else { continue }
      if isSame(spelling, bytes, key.lowerBound) { return place }
    }
    var text: [UInt8] = []
    guard JSONText.append(UnsafeBufferPointer(rebasing: bytes[key]), to: &text),
      let place = headers.place(of: String(decoding: text, as: UTF8.self)), place >= first
    else { return nil }
    spellings[place] = Array(bytes[key])
    return place
  }

  private func isSame(
    _ spelling: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> Bool {
    for (index, byte) in spelling.enumerated() where bytes[start + index] != byte { return false }
    return true
  }
}

/// A walk over the bytes of one object.
private struct FlatWalk {
  let bytes: UnsafeBufferPointer<UInt8>
  var place: Int

  mutating func skipBlanks() {
    while place < bytes.count {
      let byte = bytes[place]
      if byte > 0x20 || ![0x20, 0x0A, 0x0D, 0x09].contains(byte) { return }
      place += 1
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  /// A string without its quotes, escapes as they stand.
  mutating func string() -> (range: Range<Int>, isEscaped: Bool)? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = place
    var isEscaped = false
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        place += 1
        return (start..<place - 1, isEscaped)
      }
      if byte < 0x20 { return nil }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        place += 1
        guard JSONText.escaped(bytes, &place) != nil else { return nil }
      } else {
        place += 1
      }
    }
    return nil
  }

  mutating func value() -> (JSONFeed.Member.Kind, Range<Int>)? {
    guard place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "\""):
      guard let (range, isEscaped) = string() else { return nil }
      return (isEscaped ? .escaped : .string, range)
    case UInt8(ascii: "n"): return word("null").map { (.null, $0) }
    case UInt8(ascii: "t"): return word("true").map { (.yes, $0) }
    case UInt8(ascii: "f"): return word("false").map { (.no, $0) }
    default: return number().map { (.number, $0) }
    }
  }

  private mutating func word(_ word: StaticString) -> Range<Int>? {
    let count = word.utf8CodeUnitCount
    guard place + count <= bytes.count else { return nil }
    for index in 0..<count where bytes[place + index] != word.utf8Start[index] { return nil }
    place += count
    return place - count..<place
  }

  private mutating func number() -> Range<Int>? {
    let start = place
    _ = take(UInt8(ascii: "-"))
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else { return nil }
    if take(UInt8(ascii: ".")), digits() == 0 { return nil }
    return start..<place
  }

  private mutating func digits() -> Int {
    let start = place
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
    return place - start
  }
}

/// The text of a JSON string.
enum JSONText {
  /// Adds what stands between the quotes, its escapes resolved; false where one is none.
  static func append(_ raw: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) -> Bool {
    var place = 0
    while place < raw.count {
      let byte = raw[place]
      place += 1
      if byte != UInt8(ascii: "\\") {
        text.append(byte)
      } else if let letter = escaped(raw, &place) {
        text += UTF8.encode(letter) ?? .encodedReplacementCharacter
      } else {
        return false
      }
    }
    return true
  }

  /// What the escape stands for whose `\` is before the place; nil where it is none.
  static func escaped(
    _ raw: UnsafeBufferPointer<UInt8>, _ place: inout Int
  ) -> Unicode.Scalar? {
    guard place < raw.count else { return nil }
    let letter = raw[place]
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return scalar(raw, &place)
    default: return nil
    }
  }

  /// The letter of one escape, or of two that are a pair.
  private static func scalar(
    _ raw: UnsafeBufferPointer<UInt8>, _ place: inout Int
  ) -> Unicode.Scalar? {
    guard let first = unit(raw, &place) else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard place + 1 < raw.count, raw[place] == UInt8(ascii: "\\"),
      raw[place + 1] == UInt8(ascii: "u")
    else { return nil }
    place += 2
    guard let second = unit(raw, &place), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private static func unit(_ raw: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> UInt32? {
    guard place + 4 <= raw.count else { return nil }
    var value: UInt32 = 0
    for byte in raw[place..<place + 4] {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    place += 4
    return value
  }
}
