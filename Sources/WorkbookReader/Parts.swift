import Jili
import JiliLexer

/// `_rels/….rels`: which parts belong to a part, by what they are.
final class Relations: PartReader {
  private(set) var targets: [(id: String, kind: String, target: String)] = []

  var takesText: Bool { false }
  var fault: InputProblem? { nil }

  func start(_ name: ElementName, _ attributes: Attributes) {
    guard "Relationship" ~= name, let target = attributes["Target"] else { return }
    let kind = attributes["Type"]?.split(separator: "/").last.map(String.init) ?? ""
    targets.append((attributes["Id"] ?? "", kind, target))
  }

  func end(_ name: ElementName) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}

  func target(_ kind: String) -> String? { targets.first { $0.kind == kind }?.target }
}

/// `xl/workbook.xml`: the sheets in the order of their tabs, and how days are counted.
final class WorkbookPart: PartReader {
  struct Tab {
    var name: String
    var relation: String
    var isHidden: Bool
  }

  private(set) var tabs: [Tab] = []
  private(set) var countsFrom1904 = false

  var takesText: Bool { false }
  var fault: InputProblem? { nil }

  func start(_ name: ElementName, _ attributes: Attributes) {
    switch name {
    case "workbookPr": countsFrom1904 = isTrue(attributes["date1904"])
    case "sheet":
      let state = attributes["state"] ?? "visible"
      tabs.append(
        Tab(
          name: attributes["name"] ?? "", relation: attributes["id"] ?? "",
          isHidden: state != "visible"))
    default: break
    }
  }

  func end(_ name: ElementName) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}
}

func isTrue(_ text: String?) -> Bool { text == "1" || text == "true" }

/// `xl/sharedStrings.xml`: the texts of the cells, runs of different looks joined. How a text is
/// pronounced is no part of it.
final class SharedStrings: PartReader {
  private(set) var texts: [String] = []
  private var bytes: [UInt8] = []
  private var isInText = false
  private var isInPhonetic = false

  var takesText: Bool { isInText && !isInPhonetic }
  var fault: InputProblem? { nil }

  func start(_ name: ElementName, _ attributes: Attributes) {
    switch name {
    case "si": bytes.removeAll(keepingCapacity: true)
    case "t": isInText = true
    case "rPh": isInPhonetic = true
    default: break
    }
  }

  func end(_ name: ElementName) {
    switch name {
    case "si": texts.append(unescaped(bytes))
    case "t": isInText = false
    case "rPh": isInPhonetic = false
    default: break
    }
  }

  func text(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }
}

/// `_x000D_` stands for a character that XML cannot hold; `_x005F_` keeps such a text apart.
func unescaped(_ bytes: [UInt8]) -> String {
  let text = String(decoding: bytes, as: UTF8.self)
  guard bytes.contains(UInt8(ascii: "_")), text.contains("_x") else { return text }
  var result = ""
  var rest = text[...]
  while let mark = rest.firstRange(of: "_x") {
    result += rest[..<mark.lowerBound]
    let digits = rest[mark.upperBound...].prefix(4)
    let behind = rest[digits.endIndex...]
    if digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), behind.first == "_",
      let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
    {
      result.unicodeScalars.append(scalar)
      rest = behind.dropFirst()
    } else {
      result += "_x"
      rest = rest[mark.upperBound...]
    }
  }
  return result + rest
}
