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

  private func writeRows(_ plan: Plan, _ console: Console) throws {
    let files = try companies.map { path in
      InputFile(name: path, bytes: try Files.read(path, limit: Limits.companyBytes))
    }
    let read: Ingested
    do throws(InputRefusal) {
      read = try ingest(
        files, plan: plan, options: input.options(facts, map: try? input.mapFile()))
    } catch {
      throw console.refuse(error)
    }
    for notice in read.notices {
      console.report(notice, notice.isPlainNote ? .note : .warning)
    }
    let table = FactRows(plan, isKeyed: input.key != nil)
    var bytes = FactRows.line(table.headers)
    var rejects = read.rejects
    for (index, row) in read.rows.enumerated() {
      let made = table.cells(row.row, number: index + 1, company: row.company)
      guard let column = made.misfit else {
        bytes += FactRows.line(made.cells)
        continue
      }
      rejects.append(
        RejectedRow(
          file: read.inputs[row.file].file, number: row.number, outsideTable: column))
    }
    try save(rejects, beside: bytes, console)
    if !rejects.isEmpty { throw ExitCode.rowsRejected }
  }

  private func save(_ rejects: [RejectedRow], beside bytes: [UInt8], _ console: Console) throws {
    var options = OutputOptions()
    options.language = speech.resultLanguage
    options.hasMark = false
    let list = writeRejects(rejects, options: options)
    var outputs = [InputFile(name: output, bytes: bytes)]
    if output != Files.standard {
      let name = output.hasSuffix(".csv") ? String(output.dropLast(4)) : output
      outputs.append(InputFile(name: name + ".rejects.csv", bytes: list))
    } else if !rejects.isEmpty {
      console.say(String(decoding: list, as: UTF8.self))
    }
    try PendingFiles.save(outputs)
  }
}

extension Dialect: ExpressibleByArgument {}
