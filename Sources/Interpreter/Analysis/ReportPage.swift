import JiliLexer

/// A report for readers, in the order in which it is read: shown on a terminal or as Markdown.
package struct ReportPage: Sendable {
  private enum Block {
    case heading(String)
    case words(String)
    case bullets([String])
    case table([[String]], alignRight: Set<Int>)

    var isHeading: Bool {
      if case .heading = self { return true }
      return false
    }

    /// An empty line stands above a heading and above a list.
    var beginsPart: Bool {
      switch self {
      case .heading, .bullets: true
      case .words, .table: false
      }
    }
  }

  private var blocks: [Block] = []

  package init() {}

  mutating func heading(_ text: String) { blocks.append(.heading(text)) }

  /// A paragraph; nothing where there is nothing to say.
  mutating func words(_ text: String) {
    if !text.isEmpty { blocks.append(.words(text)) }
  }

  mutating func bullets(_ texts: [String]) {
    if !texts.isEmpty { blocks.append(.bullets(texts)) }
  }

  /// The first row holds the headers.
  mutating func table(_ rows: [[String]], alignRight: Set<Int>) {
    blocks.append(.table(rows, alignRight: alignRight))
  }

  /// For a terminal: what came from files cannot move its cursor.
  package func text(width: (String) -> Int) -> String {
    var text = ""
    for (index, block) in blocks.enumerated() {
      if index > 0, block.beginsPart, !blocks[index - 1].isHeading { text += "\n" }
      switch block {
      case .heading(let words), .words(let words): text += visible(words) + "\n"
      case .bullets(let all): text += all.map { "- " + visible($0) + "\n" }.joined()
      case .table(let rows, let right):
        text += tableText(rows.map { $0.map(visible) }, alignRight: right, width: width)
      }
    }
    return text
  }

  package var markdown: String {
    blocks.map { block in
      switch block {
      case .heading(let words): "## \(Self.plain(words))\n"
      case .words(let words): Self.plain(words) + "\n"
      case .bullets(let all): all.map { "- " + Self.plain($0) + "\n" }.joined()
      case .table(let rows, let right): Self.table(rows, right)
      }
    }.joined(separator: "\n")
  }

  private static func table(_ rows: [[String]], _ right: Set<Int>) -> String {
    guard let headers = rows.first else { return "" }
    let rule = headers.indices.map { right.contains($0) ? "---:" : "---" }
    return ([headers.map(plain), rule] + rows.dropFirst().map { $0.map(plain) }).map { row in
      "| " + row.joined(separator: " | ") + " |\n"
    }.joined()
  }

  /// Text that Markdown shows as it stands.
  static func plain(_ text: String) -> String {
    var shown = ""
    for character in visible(text) {
      if "\\`*_[]<>|#".contains(character) { shown.append("\\") }
      shown.append(character)
    }
    return shown
  }
}

/// A sum or the range it lies in, for readers.
func shownRange(_ low: Exact, _ high: Exact?, _ language: Language) -> String {
  guard let high else {
    return low.groupedYuanText + Wording(zh: " 起", en: " or more").text(language)
  }
  return low == high
    ? low.groupedYuanText : low.groupedYuanText + " .. " + high.groupedYuanText
}

extension JSONValue {
  /// Both ends of a sum: the high one null where nothing bounds it.
  static func range(_ low: Exact, _ high: Exact?) -> [JSONMember] {
    [JSONMember("low", .yuan(low)), JSONMember("high", .yuan(high))]
  }

  static func count(_ number: Int) -> JSONValue { .number(String(number)) }

  /// An article with its quoted words, as in the answer for one company.
  static func cites(_ cites: [Citation]) -> JSONValue {
    .array(
      cites.map { cite in
        .object([
          JSONMember("article", .string(cite.article)), JSONMember("quote", .text(cite.quote)),
        ])
      })
  }
}
