package import JiliLexer

/// In which form a prompt answers: for readers, or for other programs.
package enum ReplyForm: String, CaseIterable, Sendable { case table, csv, json, markdown }

extension Reply {
  /// The answer in words; findings are shown apart from it.
  package func text(_ language: Language, _ form: ReplyForm = .table) -> String {
    let page = ReplyPage(language: language)
    return parts.map { part in
      switch form {
      case .table: page.blocks(part).map { $0.text(language) }.joined()
      case .markdown: page.blocks(part).map { $0.markdown(language) }.joined()
      case .csv: page.blocks(part).map { $0.csv(language) }.joined()
      case .json: json(part, language)
      }
    }.joined()
  }

  /// What was done, where the answers are for other programs, which want nothing else.
  package func remarks(_ language: Language, _ form: ReplyForm) -> String {
    guard form == .csv || form == .json else { return "" }
    let page = ReplyPage(language: language)
    return parts.flatMap { page.blocks($0) }.map { block in
      if case .remark(let words) = block { words } else { "" }
    }.joined()
  }

  private func json(_ part: Part, _ language: Language) -> String {
    guard let document = part.document(language) else { return "" }
    var bytes: [UInt8] = []
    document.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}

/// A piece of an answer.
enum ReplyBlock {
  /// What an entry did: lines that only a reader wants.
  case remark(String)
  /// Lines, and the same as one cell.
  case words(String, cell: String)
  case table(ReplyTable)
  /// A table for files of what readers are told in words.
  case data(ReplyTable)
  /// Shown to readers because it says in words what a table holds.
  case reading(String)
  /// The same, laid out for each of the two forms that readers see.
  case page(String, markdown: String)
}

struct ReplyTable {
  struct Column {
    /// A range of sums fills two columns of a file, the second under `highTitle`.
    enum Kind {
      case text, number
      case range(highTitle: Wording)
    }
    let title: Wording
    var kind = Kind.text
  }

  enum Cell {
    case text(String)
    /// A sum, or nothing where nothing bounds it.
    case sum(Exact?)
    case range(Exact, Exact?)
    case difference(SumDifference)
  }

  let columns: [Column]
  let rows: [[Cell]]
  /// Readers of a terminal know the columns without a head.
  var hasHead = true
}

// MARK: - For readers

extension ReplyBlock {
  func text(_ language: Language) -> String {
    switch self {
    case .remark(let words), .words(let words, _), .reading(let words), .page(let words, _):
      return words
    case .data: return ""
    case .table(let table):
      if table.rows.isEmpty { return "" }
      let rows = table.rows.map { $0.map { $0.text(language) } }
      let head = table.hasHead ? [table.columns.map { $0.title.text(language) }] : []
      return tableText(head + rows, alignRight: table.numbers, width: displayWidth)
    }
  }

  /// A table between bars, straight in a terminal too; everything else as lines of their own.
  func markdown(_ language: Language) -> String {
    if case .page(_, let words) = self { return words }
    guard case .table(let table) = self else {
      return text(language).split(separator: "\n").map { escaped($0) + "  \n" }.joined()
    }
    if table.rows.isEmpty { return "" }
    let head = table.columns.map { escaped($0.title.text(language)) }
    let rows = table.rows.map { $0.map { escaped($0.text(language)) } }
    let numbers = table.numbers
    let widths = head.indices.map { column in
      max(3, ([head] + rows).map { displayWidth($0[column]) }.max() ?? 0)
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - displayWidth(cell))
        return numbers.contains(column) ? blanks + cell : cell + blanks
      }
      return "| " + padded.joined(separator: " | ") + " |\n"
    }
    let rule = widths.enumerated().map { column, width in
      let dashes = String(repeating: "-", count: width - 1)
      return numbers.contains(column) ? dashes + ":" : dashes + "-"
    }
    return "\n" + line(head) + line(rule) + rows.map(line).joined() + "\n"
  }

  private func escaped(_ text: some StringProtocol) -> String {
    text.map { "|\\`*_<".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

extension ReplyTable {
  /// The columns that are set to the right.
  var numbers: Set<Int> {
    Set(
      columns.indices.filter { index in
        if case .text = columns[index].kind { false } else { true }
      })
  }
}

extension ReplyTable.Cell {
  func text(_ language: Language) -> String {
    func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    switch self {
    case .text(let text): return text
    case .sum(let sum): return sum?.groupedYuanText ?? word("不封顶", "unbounded")
    case .range(let low, let high): return sumRangeText(low, high, language)
    case .difference(let difference):
      let low = signed(difference.low)
      guard let high = difference.high else { return low + word("，上限不定", ", high end open") }
      return high == difference.low ? low : low + word("，最高 ", ", at most ") + signed(high)
    }
  }

  private func signed(_ sum: Exact) -> String {
    sum > .zero ? "+" + sum.groupedYuanText : sum.groupedYuanText
  }
}

// MARK: - For other programs

extension ReplyBlock {
  func csv(_ language: Language) -> String {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: false)
    switch self {
    case .remark, .reading, .page: return ""
    case .words(_, let cell): writer.row([cell])
    case .table(let table), .data(let table):
      writer.row(
        table.columns.flatMap { column in
          let title = column.title.text(language)
          guard case .range(let high) = column.kind else { return [title] }
          return [title, high.text(language)]
        })
      for row in table.rows {
        for cell in row { cell.write(to: &writer) }
        writer.endRow()
      }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension ReplyTable.Cell {
  fileprivate func write(to writer: inout DelimitedWriter) {
    switch self {
    case .text(let text): writer.text(text)
    case .sum(let sum): writer.sum(sum)
    case .range(let low, let high):
      writer.sum(low)
      writer.sum(high)
    case .difference(let difference):
      writer.sum(difference.low)
      writer.sum(difference.high)
    }
  }
}
