import Jili
import JiliLexer
import WorkbookWriter

/// The results of a run as a workbook: the table, the summary with its chart, a sheet for each
/// `--by`, and how to read them.
struct ResultWorkbook {
  private let options: OutputOptions
  private let path: String
  private let book: Workbook

  init(options: OutputOptions, named path: String) throws(FileFault) {
    self.options = options
    self.path = path
    let title = Wording(zh: "激励兑付结果", en: "awards")
    book = try workbook(titled: title.text(options.language), named: path)
  }

  func bytes() throws -> [UInt8] { try book.bytes(named: path) }

  /// Ends the workbook and hands its bytes over.
  func finish(
    _ take: (UnsafeRawBufferPointer) throws(FileFault) -> Void
  ) throws(FileFault) {
    if let fault = try book.finish(take) { throw .notWritten(path, fault) }
  }

  // MARK: - The table

  /// A table that is longer than a sheet goes on on the next one.
  func add(_ table: ResultSheet, frozenColumns: Int) throws {
    if table.names.count > WorkbookSheet.columnLimit {
      throw OutputRefusal.tooManyColumns(table.names.count, limit: WorkbookSheet.columnLimit)
    }
    var rows = table.rows[...]
    repeat {
      let sheet = try beginTable(table.names, frozenColumns: frozenColumns)
      for row in rows.prefix(WorkbookSheet.rowLimit - 1) { sheet.add(row) }
      rows = rows.dropFirst(WorkbookSheet.rowLimit - 1)
      sheet.finishTable(columns: table.names.count)
    } while !rows.isEmpty
  }

  /// A sheet for rows of the table.
  func beginTable(_ names: [String], frozenColumns: Int) throws(FileFault) -> WorkbookSheet {
    try begin(word("结果", "results"), names, frozenColumns: frozenColumns)
  }

  /// A table on a sheet of its own.
  func add(_ table: ResultSheet, named name: String) throws {
    let sheet = try begin(name, table.names)
    for row in table.rows { sheet.add(row) }
    sheet.finishTable(columns: table.names.count)
  }

  /// The numbers of a report, a sheet for each of its parts.
  func add(_ report: PolicyReport) throws {
    for part in report.sheets {
      let sheet = try begin(part.name, part.sheet.names)
      for (place, row) in part.sheet.rows.enumerated() {
        sheet.add(row, isTotal: part.isTotalled && place == part.sheet.rows.count - 1)
      }
      sheet.finishTable(columns: part.sheet.names.count)
    }
  }

  // MARK: - The summary

  func add(_ summary: RunSummary, _ input: Ingested, _ context: ReceiptContext) throws {
    var options = options
    options.showsPayers = summary.breakdown?.payers.names.isEmpty == false
    var whole = summary
    whole.breakdown = summary.breakdown?.withoutSplits
    let table = summarySheet(whole, options: options)
    let sheet = try begin(word("汇总", "summary"), table.names, frozenColumns: 0)
    for row in table.rows { sheet.add(row, isTotal: row == table.rows.last) }
    // Policy, award, companies, sum, the payers, ceiling.
    let figures = [3, table.names.count - 1].map { ($0, table.names[$0]) }
    sheet.barChart(
      title: word("各奖项预算（元）", "budget by award (元)"), rows: 1..<1 + summary.awards.count,
      names: 1, figures: figures, at: (0, table.names.count + 1))
    add(counts(summary), to: sheet)
    add(origin(input, context), to: sheet)
    sheet.fitColumns()
    sheet.printsOnOnePageAcross()
    for split in summary.breakdown?.splits ?? [] {
      let table = splitSheet(split, of: summary, options: options)
      let sheet = try begin(word("按", "by ") + split.name, table.names, frozenColumns: 1)
      for (place, row) in table.rows.enumerated() {
        // The total of each value stands below its awards.
        sheet.add(row, isTotal: (place + 1) % (summary.awards.count + 1) == 0)
      }
      sheet.finishTable(columns: table.names.count)
      sheet.printsOnOnePageAcross()
    }
  }

  /// What was counted over the run.
  private func counts(_ summary: RunSummary) -> [(String, [ResultCell])] {
    let rows = summary.counts
    var lines: [(String, [ResultCell])] = [
      (word("输入行数", "rows"), [.count(rows.rows)]), (word("读入", "read"), [.count(rows.accepted)]),
      (word("退回", "rejected"), [.count(rows.rejected)]),
      (word("空行", "empty"), [.count(rows.empty)]),
    ]
    lines += summary.benefits.map {
      (word("享受优待的企业", "companies with the benefit"), [.text($0.name), .count($0.companies)])
    }
    lines += summary.limits.map {
      (word("超过限额的企业", "companies that break the limit"), [.text($0.name), .count($0.companies)])
    }
    return lines
  }

  /// From what the figures were made: with this another run can be held against them.
  private func origin(_ input: Ingested, _ context: ReceiptContext) -> [(String, [ResultCell])] {
    var lines: [(String, [ResultCell])] = []
    for file in context.rules + context.usedRules {
      lines.append((word("规则", "rules"), hashed(file.name, file)))
    }
    for (report, file) in zip(input.inputs, context.inputs) {
      lines.append((word("企业文件", "companies"), hashed(report.file, file)))
    }
    if let date = input.defaultDate?.text {
      lines.append((word("计算日期", "date"), [.text(date)]))
    }
    for option in context.options {
      lines.append((word("选项", "option"), [.text("--\(option.name) \(option.value)")]))
    }
    lines.append((word("程序版本", "version"), [.text("jili \(context.version)")]))
    return lines
  }

  private func hashed(_ name: String, _ file: HashedFile) -> [ResultCell] {
    [.text(name), .text("sha256 " + file.sha256)]
  }

  private func add(_ lines: [(String, [ResultCell])], to sheet: WorkbookSheet) {
    sheet.endRow()
    for (label, cells) in lines {
      sheet.text(label)
      sheet.add(cells)
    }
  }

  // MARK: - How to read it

  func addNotes(isLong: Bool) throws {
    let sheet = try begin(word("说明", "notes"))
    sheet.text(word("怎样读这份结果", "How to read these results"), .title)
    sheet.endRow()
    for note in workbookNotes(isLong: isLong) {
      sheet.endRow()
      let words = note.words.text(options.language)
      sheet.height(lines: displayWidth(words) / 76 + 1)
      sheet.text(note.head.text(options.language), .prose)
      sheet.text(words, .prose)
    }
    sheet.width(20, of: 0)
    sheet.width(80, of: 1)
    sheet.printsOnOnePageAcross()
  }

  // MARK: -

  private func word(_ zh: String, _ en: String) -> String {
    Wording(zh: zh, en: en).text(options.language)
  }

  /// A new sheet, with a header that stays in sight where it has columns.
  private func begin(
    _ name: String, _ names: [String] = [], frozenColumns: Int = 0
  ) throws(FileFault) -> WorkbookSheet {
    let sheet: WorkbookSheet
    do throws(WorkbookFault) { sheet = try book.sheet(name) } catch {
      throw .notWritten(path, error)
    }
    guard !names.isEmpty else { return sheet }
    for name in names { sheet.text(name, .header) }
    sheet.endRow()
    sheet.freeze(rows: 1, columns: frozenColumns)
    return sheet
  }
}

/// Rejected rows with all their cells: mended, the workbook is a company file again.
func mendingWorkbook(
  _ sheets: [MendingSheet], _ language: Language, named path: String
) throws(FileFault) -> Workbook {
  let title = Wording(zh: "退回的行", en: "rejected rows")
  let book = try workbook(titled: title.text(language), named: path)
  for rejects in sheets {
    let name = sheets.count == 1 ? Wording(zh: "退回", en: "rejected").text(language) : rejects.file
    let sheet: WorkbookSheet
    do throws(WorkbookFault) { sheet = try book.sheet(name) } catch {
      throw .notWritten(path, error)
    }
    for (column, header) in rejects.headers.enumerated() {
      sheet.text(header, column < rejects.ownCount ? .header : .addedHeader)
    }
    sheet.endRow()
    for row in rejects.rows {
      for (column, cell) in row.cells.enumerated() {
        let isOwn = column < rejects.ownCount
        sheet.text(cell, column == row.fault ? .fault : isOwn ? .verbatim : .plain)
      }
      sheet.endRow()
    }
    sheet.freeze(rows: 1, columns: 1)
    sheet.finishTable(columns: rejects.headers.count)
  }
  return book
}

/// Finds out that workbooks cannot be written before a long run, not behind it.
func requireWorkbookWriter(for path: String) throws(FileFault) {
  do throws(WorkbookFault) { try Workbook.probe() } catch { throw .notWritten(path, error) }
}

private func workbook(
  titled title: String, named path: String
) throws(FileFault) -> Workbook {
  do throws(WorkbookFault) {
    return try Workbook(title: title)
  } catch {
    throw .notWritten(path, error)
  }
}

extension Workbook {
  /// Ends the workbook; its bytes.
  func bytes(named path: String) throws(FileFault) -> [UInt8] {
    var bytes: [UInt8] = []
    if let fault = finish({ bytes += $0 }) { throw .notWritten(path, fault) }
    return bytes
  }
}

extension WorkbookSheet {
  /// Sums are numbers; what is not settled stays empty.
  func add(_ cells: [ResultCell], isTotal: Bool = false) {
    for cell in cells {
      switch cell {
      case .text(let text): self.text(text, isTotal ? .totalText : .plain)
      case .sum(let sum?): number(sum.yuanText, isTotal ? .totalSum : .sum)
      case .sum(nil): text("", isTotal ? .totalSum : .plain)
      case .count(let count): self.count(count, isTotal ? .totalCount : .count)
      }
    }
    endRow()
  }

  func finishTable(columns: Int) {
    filter(from: 0, columns: columns)
    fitColumns()
  }
}
