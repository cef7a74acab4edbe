import Jili
import JiliLexer
import WorkbookWriter

/// The run of a comparison over company files, and what it writes.
struct ComparedFiles {
  let result: CompareResult
  private let pending = PendingFiles()

  /// Reads and compares everything; the companies that are touched are written, but not yet in
  /// their place.
  init(_ run: CompareRun, _ command: Compare, _ console: Console) throws {
    var place: PendingFile?
    if let path = command.terms.output { place = try pending.create(path) }
    var options = OutputOptions()
    options.format = command.terms.chosenFormat ?? .csv
    options.language = command.speech.resultLanguage
    options.hasMark = command.terms.output != nil && !command.terms.noBom
    let files = try command.companies.companies.map { path in
      InputFile(name: path, bytes: try Files.read(path, limit: Limits.companyBytes))
    }
    var table = TouchedTable(options: options, wantsRows: place != nil)
    let progress = Progress(console, isLong: files.reduce(0) { $0 + $1.bytes.count } >= 1 << 20)
    defer { progress.clear() }
    result = try run.compare(
      files,
      touched: { company, identity in table.add(company, identity) },
      begin: { table.begin(run, identity: $0) },
      progress: { done, count in
        progress.show(Wording(zh: "第 \(done)/\(count) 遍", en: "run \(done) of \(count)"))
      })
    progress.clear()
    for notice in result.notices {
      console.report(notice, notice.isPlainNote ? .note : .warning)
    }
    if !result.rejects.isEmpty {
      var form = OutputOptions()
      form.language = console.language
      console.say(String(decoding: writeRejects(result.rejects, options: form), as: UTF8.self))
    }
    if let place, let path = command.terms.output {
      try table.bytes(path, result.comparison).hand(to: place.write)
    }
  }

  /// Shows the report and moves the results into place, all or none.
  func commit(report: [UInt8], _ console: Console) throws {
    let output = try pending.create(Files.standard)
    try report.hand(to: output.write)
    try pending.commit()
  }
}

/// The companies that are touched, in the form that was asked for.
private struct TouchedTable {
  let options: OutputOptions
  let wantsRows: Bool
  private var form: TouchedSheet?
  private var sheet = ResultSheet(names: [])

  init(options: OutputOptions, wantsRows: Bool) {
    self.options = options
    self.wantsRows = wantsRows
  }

  mutating func begin(_ run: CompareRun, identity: [String]) {
    let form = TouchedSheet(run, identity: identity, language: options.language)
    sheet = ResultSheet(names: form.names)
    self.form = form
  }

  mutating func add(_ company: ComparedCompany, _ identity: [String]) {
    guard wantsRows, let form else { return }
    sheet.rows.append(form.cells(company, identity))
  }

  func bytes(_ path: String, _ comparison: PolicyComparison) throws -> [UInt8] {
    guard options.format == .xlsx else { return sheet.written(options) }
    let book = try ResultWorkbook(options: options, named: path)
    let report = CompareReport(comparison, language: options.language)
    try book.add(sheet, frozenColumns: 1)
    let name = Wording(zh: "对比", en: "comparison").text(options.language)
    try book.add(try report.sheet(), named: name)
    return try book.bytes()
  }
}
