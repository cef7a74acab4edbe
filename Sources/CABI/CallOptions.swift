import CJili
import Jili
import JiliLexer

/// What a call says beside its data: a JSON object whose members mean what the options of the
/// command line mean.
struct CallOptions {
  var input = InputOptions()
  var output = OutputOptions()
  var readings: [Setting] = []
  var layout = ChunkRun.Layout.wide
  /// The names of `by`.
  var groups: [String] = []

  /// The members that a call for one company may have, and those for many.
  private static let ofOne = ["date", "year", "set", "readings", "lang"]
  private static let ofMany =
    ofOne + [
      "key", "date_column", "keep", "columns", "by", "payers", "layout", "format", "encoding",
      "header_row", "header_rows", "absent", "map",
    ]

  init(_ text: jili_text, isTable: Bool) throws {
    guard let bytes = text.content else { throw CallFailure(.missing("options")) }
    if bytes.isEmpty { return }
    guard case .object(let members) = try readJSON(bytes, named: "options") else {
      throw CallFailure(.badOption("options", Wording(zh: " JSON 对象", en: "a JSON object")))
    }
    let known = isTable ? Self.ofMany : Self.ofOne
    for member in members {
      guard known.contains(member.key) else {
        throw CallFailure(
          .unknownOption(member.key, nearest: nearestName(to: member.key, among: known)))
      }
      try take(member.key, member.value)
    }
  }

  private mutating func take(_ name: String, _ value: JSONValue) throws {
    switch name {
    case "date", "year":
      guard let date = DateText(try text(name, value)), name == "date" || date.month == nil else {
        throw CallFailure(.badOption(name, Wording(zh: "日期", en: "a date")))
      }
      input.date = Days(date)
    case "set": input.settings = try settings(name, value)
    case "readings": readings = try settings(name, value)
    case "lang":
      guard let language = Language(rawValue: try text(name, value)) else {
        throw CallFailure(.badOption(name, Wording(zh: " zh 或 en", en: "zh or en")))
      }
      output.language = language
    default: try takeOfTable(name, value)
    }
  }

  private mutating func takeOfTable(_ name: String, _ value: JSONValue) throws {
    switch name {
    case "key": input.key = try text(name, value)
    case "date_column": input.dateColumn = try text(name, value)
    case "keep": input.keep = try names(name, value)
    case "columns": output.columns = try names(name, value)
    case "by": groups = try names(name, value)
    case "payers":
      guard case .bool(let isWanted) = value else {
        throw CallFailure(.badOption(name, Wording(zh: " true 或 false", en: "true or false")))
      }
      output.showsPayers = isWanted
    case "layout": layout = try choice(name, value, ["wide": .wide, "long": .long])
    case "format": output.format = try choice(name, value, ["csv": .csv, "tsv": .tsv, "jsonl": .jsonl])
    case "encoding":
      guard let encoding = TextEncoding(rawValue: try text(name, value)) else {
        throw CallFailure(.badOption(name, Wording(zh: "编码", en: "an encoding")))
      }
      input.encoding = encoding
    case "header_row": input.headerRow = try number(name, value, atMost: 1_000_000)
    case "header_rows": input.headerRows = try number(name, value, atMost: 2)
    case "absent": input.absentIsBlank = try choice(name, value, ["blank": true, "unknown": false])
    case "map": input.map = InputFile(name: "map", bytes: Array(try text(name, value).utf8))
    default: break
    }
  }

  // MARK: - Values

  private func text(_ name: String, _ value: JSONValue) throws -> String {
    switch value {
    case .string(let text): return text
    case .number(let digits): return digits
    case .null, .bool, .array, .object:
      throw CallFailure(.badOption(name, Wording(zh: "文字", en: "a text")))
    }
  }

  private func names(_ name: String, _ value: JSONValue) throws -> [String] {
    guard case .array(let items) = value else { return [try text(name, value)] }
    return try items.map { try text(name, $0) }
  }

  private func number(_ name: String, _ value: JSONValue, atMost most: Int) throws -> Int {
    guard let number = Int(try text(name, value)), (1...most).contains(number) else {
      throw CallFailure(
        .badOption(name, Wording(zh: " 1 到 \(most) 的整数", en: "a whole number of 1 to \(most)")))
    }
    return number
  }

  private func choice<Choice>(
    _ name: String, _ value: JSONValue, _ choices: [String: Choice]
  ) throws -> Choice {
    guard let choice = choices[try text(name, value)] else {
      let words = choices.keys.sorted().joined(separator: ", ")
      throw CallFailure(.badOption(name, Wording(zh: "这些之一：\(words)", en: "one of \(words)")))
    }
    return choice
  }

  /// Names with values as cells hold them.
  private func settings(_ name: String, _ value: JSONValue) throws -> [Setting] {
    guard case .object(let members) = value else {
      throw CallFailure(.badOption(name, Wording(zh: "名称和值的对象", en: "an object of names and values")))
    }
    return try members.map { member in
      if case .bool(let flag) = member.value {
        return Setting(name: member.key, value: flag ? "是" : "否")
      }
      return Setting(name: member.key, value: try text(name, member.value))
    }
  }
}
