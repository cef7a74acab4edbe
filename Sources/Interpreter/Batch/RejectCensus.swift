package import JiliLexer

/// Why rows were sent back, added up by column and reason: of thousands of rejected rows a reader
/// wants to know the few reasons.
package struct RejectCensus: Sendable {
  private struct Reason: Hashable {
    var column: String
    var code: String
  }

  private struct Found {
    var count = 0
    var first: RejectLine
    var order: Int
  }

  private var found: [Reason: Found] = [:]
  private var rows = 0
  /// Reasons that are told; the others are only counted.
  private static let shown = 5

  package init() {}

  /// Adds rejected rows in the order of the files.
  package mutating func add(_ lines: some Sequence<RejectLine>) {
    for line in lines {
      let reason = Reason(column: line.column, code: line.code)
      let order = found.count
      found[reason, default: Found(first: line, order: order)].count += 1
      rows += 1
    }
  }

  /// A line for each of the most frequent reasons; empty where no row was sent back.
  package func text(_ language: Language) -> String {
    func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
    if rows == 0 { return "" }
    let reasons = found.sorted {
      ($1.value.count, $0.value.order) < ($0.value.count, $1.value.order)
    }
    var text = word("退回的原因：\n", "reasons for rejecting:\n")
    for (reason, found) in reasons.prefix(Self.shown) {
      let title = Self.title(reason.code)?.text(language) ?? found.first.cause
      let row = found.first.shownNumber
      let file = visible(quoted(found.first.file))
      let isWhole = reason.column.isEmpty
      let column = isWhole ? "" : "`\(visible(quoted(reason.column)))` "
      let value = isWhole ? "" : "`\(visible(quoted(found.first.value)))`"
      text += word(
        "  \(found.count) 行：\(column)\(title)，如 \(file) 第 \(row) 行\(isWhole ? "" : "的 ")\(value)\n",
        "  \(found.count): \(column)\(title), such as \(value)\(isWhole ? "" : " in ")"
          + "row \(row) of \(file)\n")
    }
    if reasons.count > Self.shown {
      let rest = reasons.dropFirst(Self.shown).reduce(0) { $0 + $1.value.count }
      text += word("  另有 \(rest) 行是别的原因\n", "  \(rest) more for other reasons\n")
    }
    return text
  }

  private static func title(_ code: String) -> Wording? {
    (DiagnosticGuide.cells + DiagnosticGuide.rows).first { $0.code == code }?.title
  }
}
