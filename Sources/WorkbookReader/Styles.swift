import Jili

/// How each style of a workbook shows numbers: as dates, as percentages or as they are.
final class Styles: PartReader {
  private(set) var looks: [TypedCell.Look] = []
  private var codes: [Int: String] = [:]
  private var isInFormats = false

  var takesText: Bool { false }
  var fault: InputProblem? { nil }

  func start(_ name: ElementName, _ attributes: Attributes) {
    switch name {
    case "numFmt":
      guard let id = attributes["numFmtId"].flatMap({ Int($0) }) else { return }
      codes[id] = attributes["formatCode"] ?? ""
    case "cellXfs": isInFormats = true
    case "xf" where isInFormats:
      let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      looks.append(look(id))
    default: break
    }
  }

  func end(_ name: ElementName) {
    if "cellXfs" ~= name { isInFormats = false }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {}

  /// The numbers below 164 have fixed meanings, some of them only in East Asian editions.
  private func look(_ id: Int) -> TypedCell.Look {
    if let code = codes[id] { return Self.look(ofCode: code) }
    switch id {
    case 9, 10: return .percent
    case 14...17, 22, 27...31, 34...36, 50...54, 57...58: return .date
    default: return .plain
    }
  }

  /// `yyyy"年"m"月"`, `0.00%`; what stands in quotes or brackets or behind a backslash is shown as
  /// it is. Hours and minutes alone are no date.
  static func look(ofCode code: String) -> TypedCell.Look {
    var letters = ""
    var closing: Character?
    var isEscaped = false
    for character in code.lowercased() {
      if isEscaped {
        isEscaped = false
      } else if let end = closing {
        if character == end { closing = nil }
      } else if character == "\"" {
        closing = "\""
      } else if character == "[" {
        closing = "]"
      } else if character == "\\" || character == "_" || character == "*" {
        isEscaped = true
      } else {
        letters.append(character)
      }
    }
    if letters.contains("%") { return .percent }
    let hasDigits = letters.contains("0") || letters.contains("#")
    let isDay = letters.contains("y") || letters.contains("d") || letters.contains("e")
    return isDay && !hasDigits && !letters.contains("general") ? .date : .plain
  }
}
