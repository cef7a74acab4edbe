import ArgumentParser
import Jili
import JiliLexer
import JiliSQL

/// `jili sql RULES --dialect D`: the plan as one query, and company files as the table it reads.
struct SQLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Write the rules as one query for a database, exact to the 分.",
    discussion: """
      The query reads a table of typed facts, one row a company (with --key a company's rows, with \
      --date-column one year at a time beside what was due in years before). --tables writes the \
      CREATE TABLE statements; --companies turns company files into the rows of that table, read \
      as `jili batch` reads them. What a dialect cannot do exactly is refused, clause by clause.
      """)

  @OptionGroup var rules: RuleOptions

  @Option(
    help: ArgumentHelp(
      "For which database: duckdb, postgresql or spark.", valueName: "duckdb|postgresql|spark"))
  var dialect = Dialect.duckdb

  @Flag(help: "Write the CREATE TABLE statements instead of the query.")
  var tables = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Write these company files as rows of the fact table instead of the query.",
      valueName: "file"), completion: .companies)
  var companies: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where it goes.", valueName: "out"), completion: .file())
  var output = Files.standard

  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if tables, !companies.isEmpty {
      throw usage(
        zh: "--tables 和 --companies 只能给一个", en: "--tables and --companies exclude each other")
    }
  }

  func run() throws {
    let console = speech.console
    let (plan, compiled) = try rules.plan(console)
    let protected = compiled.sources.map(\.name) + companies + [input.map].compactMap { $0 }
    try PendingFiles.protect(protected, from: [output])
    let settled: (plan: Plan, request: SQLRequest)
    do throws(InputRefusal) {
      let plan = try plan.settled(facts.settings)
      settled = (plan, try request(plan))
    } catch {
      throw console.refuse(error)
    }
    if !companies.isEmpty { return try writeRows(settled.plan, console) }
    let (sql, refusals) = emitSQL(settled.plan, settled.request)
    guard let sql else {
      console.report(refusals, sources: compiled.sources)
      throw ExitCode.rulesInError
    }
    let text = tables ? sql.tables : sql.query
    try PendingFiles.save([InputFile(name: output, bytes: Array(text.utf8))])
  }
}

extension SQLCommand {
  /// What options settle for all companies.
  private func request(_ plan: Plan) throws(InputRefusal) -> SQLRequest {
    var options = InputOptions()
    options.settings = facts.settings
    options.date = .unknown
    let template = try readCompany([:], layout: RowLayout(plan), options: options)
    return SQLRequest(
      dialect: dialect, choices: try plan.choices(facts.readings), parameters: template.values,
      isKeyed: input.key != nil, hasHistory: input.key != nil && input.dateColumn != nil)
  }

  /// The rows of the files go to their place as they are read; where the run ends early, nothing of
  /// them is left.
  private func writeRows(_ plan: Plan, _ console: Console) throws {
    let files = try companies.map { path in
      InputFile(name: path, bytes: try Files.read(path, limit: Limits.companyBytes))
    }
    let pending = PendingFiles()
    let target = try pending.create(output)
    let table = FactRows(plan, isKeyed: input.key != nil)
    var writing = FactWriting(table, to: target)
    do {
      let read = try ingest(
        files, plan: plan, options: input.options(facts, map: try? input.mapFile())
      ) { stretch throws(InputRefusal) in
        writing.add(stretch)
      }
      if let fault = writing.fault { throw fault }
      for notice in read.notices {
        console.report(notice, notice.isPlainNote ? .note : .warning)
      }
      try save(writing.rejects, pending, console)
    } catch {
      pending.discard()
      if let refusal = error as? InputRefusal { throw console.refuse(refusal) }
      throw error
    }
    if !writing.rejects.isEmpty { throw ExitCode.rowsRejected }
  }

  private func save(
    _ rejects: [RejectedRow], _ pending: PendingFiles, _ console: Console
  ) throws {
    var options = OutputOptions()
    options.language = speech.resultLanguage
    options.hasMark = false
    let list = writeRejects(rejects, options: options)
    if output != Files.standard {
      let name = output.hasSuffix(".csv") ? String(output.dropLast(4)) : output
      try list.hand(to: pending.create(name + ".rejects.csv").write)
    } else if !rejects.isEmpty {
      console.say(String(decoding: list, as: UTF8.self))
    }
    try pending.commit()
  }
}

/// Rows of company files on their way to the fact table.
private struct FactWriting {
  private let table: FactRows
  private let target: PendingFile
  /// Companies so far.
  private var rows = 0
  private(set) var rejects: [RejectedRow] = []
  private(set) var fault: FileFault?

  init(_ table: FactRows, to target: PendingFile) {
    (self.table, self.target) = (table, target)
    write(FactRows.line(table.headers))
  }

  mutating func add(_ stretch: Ingested) {
    var bytes: [UInt8] = []
    var rejects = stretch.rejects
    for row in stretch.rows {
      rows += 1
      let made = table.cells(row.row, number: rows, company: row.company)
      guard let column = made.misfit else {
        bytes += FactRows.line(made.cells)
        continue
      }
      rejects.append(
        RejectedRow(
          file: stretch.inputs[row.file].file, number: row.number, outsideTable: column))
    }
    // Those that the table cannot hold stand among those that could not be read.
    let order = stretch.inputs.map(\.file)
    func place(_ reject: RejectedRow) -> (file: Int, row: Int) {
      (order.firstIndex(of: reject.file) ?? 0, reject.number)
    }
    self.rejects += rejects.sorted { place($0) < place($1) }
    write(bytes)
  }

  private mutating func write(_ bytes: [UInt8]) {
    if fault != nil { return }
    do throws(FileFault) { try bytes.hand(to: target.write) } catch { fault = error }
  }
}

extension Dialect: ExpressibleByArgument {}
