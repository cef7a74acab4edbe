import JiliLexer

/// Reads one JSON document: strict syntax, exact digits, no key twice, bounded depth.
func readJSON(_ name: String, _ text: DecodedText) throws(InputRefusal) -> JSONValue {
  var reader = JSONReader(file: name, bytes: text.bytes, offset: text.start)
  do throws(InputProblem) {
    let value = try reader.value(depth: 0)
    try reader.expectEnd()
    return value
  } catch {
    throw InputRefusal(.file, [error])
  }
}

/// The same of bytes that are UTF-8.
package func readJSON(_ bytes: [UInt8], named name: String) throws(InputRefusal) -> JSONValue {
  try readJSON(name, try decode(InputFile(name: name, bytes: bytes), as: .utf8))
}

extension InputProblem: Error {}

struct JSONReader {
  let file: String
  let bytes: [UInt8]
  var offset: Int
  /// A key given twice is remembered, the first of them, where it is no reason to stop.
  var toleratesRepeats = false
  var repeatedKey: String?
  private var counted = (offset: 0, line: 1)
  /// Letters of the first line before the bytes.
  private var lettersBefore = 0

  init(file: String, bytes: [UInt8], offset: Int) {
    self.file = file
    self.bytes = bytes
    self.offset = offset
  }

  mutating func value(depth: Int) throws(InputProblem) -> JSONValue {
    guard depth <= Limits.jsonDepth else {
      throw wrong(
        "嵌套超过 \(Limits.jsonDepth) 层", "nested more than \(Limits.jsonDepth) levels deep")
    }
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"): return try number()
    case let byte? where isDigit(byte): return try number()
    default: break
    }
    for (word, value) in [("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false))]
    {
      if bytes[offset...].starts(with: word.utf8) {
        offset += word.utf8.count
        return value
      }
    }
    throw wrong("这里应是一个值", "a value is expected here")
  }

  mutating func expectEnd() throws(InputProblem) {
    skipBlanks()
    if peek != nil { throw wrong("值的后面还有内容", "there is more behind the value") }
  }

  var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func object(depth: Int) throws(InputProblem) -> JSONValue {
    offset += 1
    var members: [JSONMember] = []
    var keys = Set<String>()
    if skip("}") { return .object([]) }
    repeat {
      skipBlanks()
      guard peek == UInt8(ascii: "\"") else { throw wrong("这里应是一个键", "a key is expected here") }
      let key = try string()
      if !keys.insert(key).inserted {
        guard toleratesRepeats else { throw .repeatedKey(file, line: line, key: key) }
        repeatedKey = repeatedKey ?? key
      }
      guard skip(":") else { throw wrong("键的后面缺 :", "`:` is missing behind the key") }
      members.append(JSONMember(key, try value(depth: depth + 1)))
    } while skip(",")
    guard skip("}") else { throw wrong("缺 , 或 }", "`,` or `}` is missing") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(InputProblem) -> JSONValue {
    offset += 1
    var items: [JSONValue] = []
    if skip("]") { return .array([]) }
    repeat { items.append(try value(depth: depth + 1)) } while skip(",")
    guard skip("]") else { throw wrong("缺 , 或 ]", "`,` or `]` is missing") }
    return .array(items)
  }

  private mutating func number() throws(InputProblem) -> JSONValue {
    let start = offset
    if peek == UInt8(ascii: "-") { offset += 1 }
    let whole = skipDigits()
    let hasZeroInFront = whole > 1 && bytes[offset - whole] == UInt8(ascii: "0")
    guard whole > 0, !hasZeroInFront else { throw wrong("不是 JSON 数字", "not a JSON number") }
    if peek == UInt8(ascii: ".") {
      offset += 1
      guard skipDigits() > 0 else { throw wrong("小数点后缺数字", "digits are missing behind the point") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      throw wrong("请写出全部数字，不用科学计数法", "write the number in full, without an exponent")
    }
    return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = peek, isDigit(byte) { offset += 1 }
    return offset - start
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private mutating func string() throws(InputProblem) -> String {
    offset += 1
    var text: [UInt8] = []
    while let byte = peek {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20:
        offset -= 1
        throw wrong("文字里有控制字符", "a control character inside a string")
      default: text.append(byte)
      }
    }
    throw wrong("文字没有结束", "the string is not closed")
  }

  private mutating func escape() throws(InputProblem) -> [UInt8] {
    let letter = peek
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter ?? 0]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return try unicodeEscape()
    default:
      offset -= 1
      throw wrong("不认识的转义", "unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(InputProblem) -> [UInt8] {
    var value = try fourDigits()
    if (0xD800..<0xDC00).contains(value), bytes[offset...].starts(with: "\\u".utf8) {
      offset += 2
      let second = try fourDigits()
      guard (0xDC00..<0xE000).contains(second) else { throw wrong("不成对的代理", "lone surrogate") }
      value = 0x10000 + (value - 0xD800) << 10 + (second - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw wrong("不成对的代理", "lone surrogate") }
    return Array(String(scalar).utf8)
  }

  private mutating func fourDigits() throws(InputProblem) -> UInt32 {
    let digits = bytes[offset...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16)
    else { throw wrong("\\u 后面须有四位十六进制数", "four hexadecimal digits must follow \\u") }
    offset += 4
    return value
  }

  /// The bytes are those of a file from a place in this line on.
  mutating func begin(line: Int, lettersBefore: Int) {
    counted = (offset, line)
    self.lettersBefore = lettersBefore
  }

  /// The line at hand; places are counted from here on, not from the beginning of the file.
  mutating func countLines() -> Int {
    counted = (offset, line)
    return counted.line
  }

  private var line: Int {
    let end = max(counted.offset, min(offset, bytes.count))
    return bytes[counted.offset..<end].count { $0 == 0x0A } + counted.line
  }

  /// A whole file may be one line: how long it is so far is asked for a message alone.
  private var column: Int {
    let end = min(offset, bytes.count)
    let start = bytes[..<end].lastIndex(of: 0x0A).map { $0 + 1 }
    // A byte order mark is no letter of the line.
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return String(decoding: bytes[(start ?? min(mark, end))..<end], as: UTF8.self)
      .unicodeScalars.count + 1 + (start == nil ? lettersBefore : 0)
  }

  func wrong(_ zh: String, _ en: String) -> InputProblem {
    .badJSON(file, line: line, column: column, zh: zh, en: en)
  }
}
