/// A JSON value whose numbers keep their digits and whose objects keep their order.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// The number as written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// A string, or null where there is none.
  package static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// A sum in 元 with two decimals; null where nothing bounds it.
  static func yuan(_ sum: Exact?) -> JSONValue { text(sum?.yuanText) }
}

package struct JSONMember: Hashable, Sendable {
  package var key: String
  package var value: JSONValue

  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// One line: `{"a": 1, "b": []}`.
  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let digits): bytes += digits.utf8
    case .string(let text): appendQuoted(text, to: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        item.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        member.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// A document for readers: members of the object on lines of their own, and of its lists of
  /// objects each entry.
  package var document: [UInt8] {
    var bytes: [UInt8] = []
    guard case .object(let members) = self else {
      append(to: &bytes)
      return bytes + "\n".utf8
    }
    bytes += "{\n".utf8
    for (index, member) in members.enumerated() {
      bytes += "  ".utf8
      if case .array(let items) = member.value, items.count > 0, items.allSatisfy(\.isObject) {
        appendQuoted(member.key, to: &bytes)
        bytes += ": [\n".utf8
        for (place, item) in items.enumerated() {
          bytes += "    ".utf8
          item.append(to: &bytes)
          bytes += (place + 1 < items.count ? ",\n" : "\n").utf8
        }
        bytes += "  ]".utf8
      } else {
        member.append(to: &bytes)
      }
      bytes += (index + 1 < members.count ? ",\n" : "\n").utf8
    }
    return bytes + "}\n".utf8
  }

  private var isObject: Bool {
    if case .object = self { return true }
    return false
  }
}

extension JSONMember {
  fileprivate func append(to bytes: inout [UInt8]) {
    appendQuoted(key, to: &bytes)
    bytes += ": ".utf8
    value.append(to: &bytes)
  }
}

private func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
  let digits = Array("0123456789abcdef".utf8)
  bytes.append(UInt8(ascii: "\""))
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x0D: bytes += "\\r".utf8
    case 0x09: bytes += "\\t".utf8
    case 0..<0x20, 0x7F:
      bytes += "\\u00".utf8
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
  bytes.append(UInt8(ascii: "\""))
}
