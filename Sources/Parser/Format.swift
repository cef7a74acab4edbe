import JiliLexer

/// The text of a rule file in the one layout; nil where the file has mistakes of words or grammar,
/// which leave no doubt only once they are mended.
///
/// Names, numbers, strings and comments stay as they are; every token stays. A comment stays beside
/// or above what it stood beside or above. Laying out twice changes nothing.
package func formatted(_ tree: SyntaxTree) -> String? {
  guard !tree.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
  var page = Page(tree)
  page.fill()
  return page.text
}

/// The lines of a file as they come to be.
private struct Page {
  /// Comments further right than this stand where they may.
  private static let widestAligned = 70

  /// Names of fields wider than this push no others aside.
  private static let widestName = 24

  private let tree: SyntaxTree
  private let lexemes: [Lexeme]
  private var typesetter: Typesetter
  private var lines: [LaidLine] = []

  init(_ tree: SyntaxTree) {
    self.tree = tree
    lexemes = tree.tokens.lexemes()
    typesetter = Typesetter(tree, lexemes)
  }

  mutating func fill() {
    let starts = tree.statements.map { typesetter.outline.start($0.span) }
    let end = lexemes.count - 1
    let first = starts.first ?? end
    typesetter.padding = fieldPadding(starts)
    // Semicolons before the first statement belong to none.
    for place in 0..<first { loose(place) }
    for (index, statement) in tree.statements.enumerated() {
      let next = index + 1 < starts.count ? starts[index + 1] : end
      remarks(above: starts[index])
      typesetter.statement(statement, starts[index]..<next)
      lines += LineBreaker.lines(of: typesetter.marks)
    }
    remarks(above: end)
    alignRemarks()
  }

  /// Fields that stand closely are a table: their types begin in one column.
  private func fieldPadding(_ starts: [Int]) -> [Int: Int] {
    var padding: [Int: Int] = [:]
    var names: [Int] = []
    func align() {
      let widths = names.map { displayWidth(lexemes[$0].text) }
      let widest = widths.filter { $0 <= Self.widestName }.max() ?? 0
      for (name, width) in zip(names, widths) where width < widest {
        padding[name + 1] = widest - width
      }
      names = []
    }
    for (statement, start) in zip(tree.statements, starts) {
      let isApart = lexemes[start].isBehindEmptyLine || !lexemes[start].above.isEmpty
      guard case .field = statement.kind else {
        align()
        continue
      }
      if isApart { align() }
      names.append(start + 1)
    }
    align()
    return padding
  }

  private mutating func loose(_ place: Int) {
    remarks(above: place)
    var line = LaidLine()
    line.code = typesetter.spelling(place)
    line.remark = lexemes[place].beside
    lines.append(line)
  }

  /// The comments above a statement, with the empty lines that part them.
  private mutating func remarks(above place: Int) {
    for remark in lexemes[place].above {
      if remark.isBehindEmptyLine { part() }
      var line = LaidLine()
      line.code = remark.text
      lines.append(line)
    }
    if lexemes[place].isBehindEmptyLine, lexemes[place].token.kind != .end { part() }
  }

  /// One empty line, but none at the beginning.
  private mutating func part() {
    if let last = lines.last, !last.isEmpty { lines.append(LaidLine()) }
  }

  // MARK: - Comments at the ends of lines

  /// Comments of neighbouring lines begin in one column.
  private mutating func alignRemarks() {
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, goesOn(lines[end - 1], lines[end]) { end += 1 }
      let widths = lines[start..<end].filter { $0.remark != nil }.map { $0.indent + $0.width }
      let column = widths.filter { $0 <= Self.widestAligned }.max() ?? 0
      for index in start..<end where lines[index].remark != nil {
        let width = lines[index].indent + lines[index].width
        let blanks = max(2, column + 2 - width)
        lines[index].code += String(repeating: " ", count: blanks) + (lines[index].remark ?? "")
      }
      start = end
    }
  }

  private func goesOn(_ one: LaidLine, _ other: LaidLine) -> Bool {
    !one.isEmpty && !other.isEmpty && one.width > 0 && other.width > 0
      && one.indent == other.indent
  }

  var text: String {
    lines.map { line in
      line.isEmpty ? "\n" : String(repeating: " ", count: line.indent) + trimmed(line.code) + "\n"
    }.joined()
  }

  private func trimmed(_ code: String) -> String {
    var scalars = code.unicodeScalars[...]
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}
