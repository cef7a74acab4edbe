import ArgumentParser
import Jili
import JiliLexer
import WorkbookReader

/// How company files are read.
struct InputArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The column that holds the evaluation date of each row.", valueName: "column"))
  var dateColumn: String?

  @Option(
    help: ArgumentHelp(
      "The column that names the company; its rows are one company.", valueName: "column"))
  var key: String?

  @Option(help: ArgumentHelp("The row that holds the headers, counted from 1.", valueName: "row"))
  var headerRow = 1

  @Option(
    help: ArgumentHelp(
      "2: the header has two rows, groups above and their members below.", valueName: "rows"))
  var headerRows = 1

  @Option(
    help: ArgumentHelp(
      "The encoding of the company files: utf-8, gb18030, utf-16le or utf-16be.",
      valueName: "encoding"), completion: .list(TextEncoding.allCases.map(\.rawValue)))
  var encoding: String?

  @Option(
    help: ArgumentHelp("The sheet of a workbook, by name or number.", valueName: "name|number"))
  var sheet: String?

  @Option(
    help: ArgumentHelp(
      "A table that says which fact each header stands for: 表头,事实,单位,年份.", valueName: "file"),
    completion: .file())
  var map: String?

  @Option(
    help: ArgumentHelp("blank: a missing column is a column of empty cells.", valueName: "blank"))
  var absent: String?

  @Option(help: ArgumentHelp("The identifying columns of the results, A,B.", valueName: "columns"))
  var keep: String?

  func validate() throws {
    if let absent, absent != "blank" {
      throw usage(zh: "--absent 只能是 blank", en: "--absent takes `blank`")
    }
    if headerRow < 1 {
      throw usage(zh: "--header-row 从 1 数起", en: "--header-row is counted from 1")
    }
    if !(1...2).contains(headerRows) {
      throw usage(zh: "--header-rows 只能是 1 或 2", en: "--header-rows takes 1 or 2")
    }
    if let encoding, TextEncoding(name: encoding) == nil {
      let known = TextEncoding.allCases.map(\.rawValue)
      throw usage(
        zh: "--encoding：没有 `\(encoding)`，只有 \(known.joined(separator: "、"))",
        en: "--encoding: there is no `\(encoding)`; it takes \(known.joined(separator: ", "))")
    }
  }

  /// The table that `--map` names.
  func mapFile() throws(FileFault) -> InputFile? {
    guard let map else { return nil }
    return InputFile(name: map, bytes: try Files.read(map, limit: Limits.mapBytes))
  }

  func options(_ facts: FactOptions, map: InputFile?) -> InputOptions {
    var options = options(map: map)
    options.date = try? facts.days()
    options.settings = facts.settings
    return options
  }

  /// Without a date and without values for all rows.
  func options(map: InputFile?) -> InputOptions {
    var options = InputOptions()
    options.headerRow = headerRow
    options.headerRows = headerRows
    options.encoding = encoding.flatMap { TextEncoding(name: $0) }
    options.sheet = sheet
    options.map = map
    options.openWorkbook = { file, sheet throws(InputRefusal) in try openSheet(file, sheet) }
    options.absentIsBlank = absent != nil
    options.dateColumn = dateColumn
    options.key = key
    options.keep = keep.map(names)
    return options
  }

  func receiptEntries() -> [(name: String, value: String)] {
    var entries: [(name: String, value: String)] = []
    if let dateColumn { entries.append(("date-column", dateColumn)) }
    if let key { entries.append(("key", key)) }
    if headerRow != 1 { entries.append(("header-row", String(headerRow))) }
    if headerRows != 1 { entries.append(("header-rows", String(headerRows))) }
    if let encoding { entries.append(("encoding", encoding)) }
    if let sheet { entries.append(("sheet", sheet)) }
    if let absent { entries.append(("absent", absent)) }
    if let keep { entries.append(("keep", keep)) }
    return entries
  }
}

/// What results hold and where they go.
struct ResultArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which columns, in which order; awards stands for all awards.", valueName: "columns"))
  var columns: String?

  @Flag(help: "What each payer bears, behind every sum.")
  var payers = false

  @Option(
    help: ArgumentHelp(
      "Split the summary by the values of a column or fact, A,B; may be repeated.",
      valueName: "columns"))
  var by: [String] = []

  @Option(help: ArgumentHelp("Write the summary as CSV.", valueName: "file"), completion: .file())
  var summary: String?

  @Option(
    help: ArgumentHelp(
      "Write a report as one page for a browser, with charts and their data.",
      valueName: "file"), completion: .file())
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Where the rejected rows go; to a file.xlsx with all their cells, to be mended.",
      valueName: "file"), completion: .file())
  var rejects: String?

  @Flag(help: "Write no receipt.")
  var noReceipt = false

  @Flag(help: "No byte order mark at the head of CSV files.")
  var noBom = false

  var columnNames: [String]? { columns.map(names) }

  var splitNames: [String] { by.flatMap(names) }

  func validate() throws {
    if columnNames?.isEmpty == true {
      throw usage(zh: "--columns 没有写列名", en: "--columns names no column")
    }
    if by.contains(where: { names($0).isEmpty }) {
      throw usage(zh: "--by 没有写列名", en: "--by names no column")
    }
    try requireEachOnce(splitNames, "--by")
  }

  /// Everything that the results hang on. Files are named without their folders, which are one
  /// machine's.
  func receiptEntries() -> [(name: String, value: String)] {
    var entries: [(name: String, value: String)] = []
    if let columns { entries.append(("columns", columns)) }
    if payers { entries.append(("payers", "true")) }
    for columns in by { entries.append(("by", columns)) }
    if let summary { entries.append(("summary", fileName(summary))) }
    if let rejects { entries.append(("rejects", fileName(rejects))) }
    // A workbook then has the sheets of the page.
    if let html { entries.append(("html", fileName(html))) }
    if noBom { entries.append(("no-bom", "true")) }
    return entries
  }
}

/// A path without its folders.
func fileName(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

/// `A,B`, `A、B`, `A，B` as names, without blanks around them.
func names(_ list: String) -> [String] {
  list.split { [",", "，", "、"].contains($0) }
    .map { $0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed() }
    .map { String($0) }.filter { !$0.isEmpty }
}
