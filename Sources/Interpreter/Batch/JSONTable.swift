import JiliLexer

/// The keys of the objects of a JSON file, which are its headers.
package struct JSONHeaders: Sendable {
  /// A key, or a member of the object that stands under a key: `{"2025": "8亿"}`,
  /// `{"状态": "renewed"}`.
  struct Header: Hashable {
    var key: String
    var part: String?
  }

  /// In the order in which they first come up.
  private(set) var all: [Header] = []
  private var places: [Header: Int] = [:]

  /// Takes in the keys of an object.
  mutating func note(_ members: [JSONMember]) {
    for member in members {
      guard case .object(let parts) = member.value else {
        note(Header(key: member.key))
        continue
      }
      for part in parts { note(Header(key: member.key, part: part.key)) }
    }
  }

  private mutating func note(_ header: Header) {
    if places[header] != nil { return }
    places[header] = all.count
    all.append(header)
  }

  /// The header of a key that has no parts.
  func place(of key: String) -> Int? { places[Header(key: key)] }

  /// The members of an object under the headers.
  func row(_ object: JSONRows.Object) -> TypedRow {
    var row = TypedRow(
      number: object.line, cells: Array(repeating: .missing, count: all.count),
      rowFault: object.fault)
    for member in object.members {
      guard case .object(let parts) = member.value else {
        fill(&row, Header(key: member.key), member.value)
        continue
      }
      for part in parts { fill(&row, Header(key: member.key, part: part.key), part.value) }
    }
    return row
  }

  private func fill(_ row: inout TypedRow, _ header: Header, _ value: JSONValue) {
    guard let place = places[header] else { return }
    switch value {
    case .null: row.cells[place] = .text("")
    case .bool(let flag): row.cells[place] = .boolean(flag)
    case .number(let digits): row.cells[place] = .number(digits)
    case .string(let text): row.cells[place] = .text(text)
    case .array, .object: row.cells[place] = .structure
    }
  }
}

/// A JSON array of objects, or JSON Lines: each object is a row, its keys are the headers.
///
/// The file is walked twice, once for its keys and once for its rows, so that not all are held.
struct JSONTable {
  private let name: String
  private let bytes: [UInt8]
  private let start: Int
  private(set) var headers = JSONHeaders()

  /// Walks the file for its keys.
  init(_ name: String, _ text: DecodedText) throws(InputRefusal) {
    self.name = name
    bytes = text.bytes
    start = text.start
    var rows = JSONRows(name, bytes, from: start)
    var count = 0
    while let row = try rows.next() {
      count += 1
      headers.note(row.members)
      if headers.all.count > Limits.columns {
        throw InputRefusal(.file, [.tooManyColumns(name)])
      }
    }
    if count == 0 { throw InputRefusal(.file, [.noObjects(name)]) }
  }

  /// A file whose objects are laid out elsewhere: it has no rows of its own.
  init(_ name: String, _ headers: JSONHeaders) {
    self.name = name
    self.headers = headers
    (bytes, start) = ([], 0)
  }

  func rows() -> JSONRows { JSONRows(name, bytes, from: start) }
}

/// The objects of a file one after the other.
struct JSONRows {
  struct Object {
    /// The line on which it begins.
    var line: Int
    var members: [JSONMember] = []
    var fault: TypedRowFault?
  }

  static let noObject = Wording(zh: "应是 {…}", en: "it should be {…}")

  private let isArray: Bool
  private var reader: JSONReader
  private var isAtEnd = false

  init(_ name: String, _ bytes: [UInt8], from start: Int) {
    reader = JSONReader(file: name, bytes: bytes, offset: start)
    reader.toleratesRepeats = true
    reader.skipBlanks()
    isArray = reader.peek == UInt8(ascii: "[")
    if isArray {
      _ = reader.skip("[")
      isAtEnd = reader.skip("]")
    }
  }

  /// The next object; nil at the end. A fault of syntax in an array leaves nothing behind it that
  /// could be told apart; in JSON Lines only its own line is lost.
  mutating func next() throws(InputRefusal) -> Object? {
    reader.skipBlanks()
    if isAtEnd || (!isArray && reader.peek == nil) {
      if isArray, reader.peek != nil {
        throw InputRefusal(.file, [reader.wrong("数组的后面还有内容", "there is more behind the array")])
      }
      return nil
    }
    var object = Object(line: reader.countLines())
    reader.repeatedKey = nil
    let beginning = reader.offset
    do throws(InputProblem) {
      if case .object(let members) = try reader.value(depth: 0) {
        object.members = members
      } else {
        object.fault = .notObject(Self.noObject)
      }
      if let key = reader.repeatedKey { object.fault = .repeatedKey(key) }
      if isArray, !reader.skip(",") {
        guard reader.skip("]") else { throw reader.wrong("缺 , 或 ]", "`,` or `]` is missing") }
        isAtEnd = true
      }
    } catch {
      if isArray { throw InputRefusal(.file, [error]) }
      object.members = []
      object.fault = .notObject(error.message)
      skipLine(from: beginning)
    }
    return object
  }

  /// To the next line that begins an object.
  private mutating func skipLine(from beginning: Int) {
    var offset = beginning
    let bytes = reader.bytes
    while let feed = bytes[offset...].firstIndex(of: 0x0A) {
      offset = feed + 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "{") { break }
    }
    let found = offset < bytes.count && offset > beginning && bytes[offset] == UInt8(ascii: "{")
    reader.offset = found ? offset : bytes.count
  }
}
