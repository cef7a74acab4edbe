import ArgumentParser
import Jili
import JiliLexer

/// `jili batch RULES… --companies FILE… [-o OUT]`: whole files.
struct Batch: ParsableCommand {
  enum Layout: String, ExpressibleByArgument { case wide, long }

  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Compute the awards of whole company files.",
    discussion: """
      Beside OUT stand OUT.rejects.csv with the rows that could not be read, and \
      OUT.receipt.json, enough to replay the run. All files appear whole or not at all.
      """)

  @OptionGroup var rules: RuleOptions

  @OptionGroup var files: CompanyArguments

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the results go; its ending says csv, tsv, jsonl or xlsx.",
      valueName: "out"), completion: .file())
  var output = Files.standard

  @Option(
    help: ArgumentHelp("wide: a row a company; long: a row an award.", valueName: "wide|long"),
    completion: .list(["wide", "long"]))
  var layout = Layout.wide

  @Option(
    help: ArgumentHelp(
      "The form of the results where OUT does not say.", valueName: "csv|tsv|jsonl|xlsx"),
    completion: .list(["csv", "tsv", "jsonl", "xlsx"]))
  var format: OutputOptions.Format?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var results: ResultArguments
  @OptionGroup var speech: SpeechOptions

  var companies: [String] { files.companies }

  func validate() throws {
    if format == nil, output != Files.standard, chosenFormat == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .csv、.tsv、.jsonl 或 .xlsx 结尾，或用 --format 说明格式",
        en: "-o: `\(output)` must end in .csv, .tsv, .jsonl or .xlsx, or --format must say the form"
      )
    }
  }

  /// A result in the place of what the run reads would destroy it.
  private func protectInputs(_ compiled: Compiled) throws(FileFault) {
    let read = Set(
      (companies + compiled.sources.map(\.name) + [input.map].compactMap { $0 })
        .compactMap(Files.identity))
    let places = places
    let results = [
      output, places.list, places.workbook, results.summary, results.html, places.receipt,
    ]
    for case let path? in results where path != Files.standard {
      if let place = Files.identity(path), read.contains(place) { throw .overwritesInput(path) }
    }
  }

  func inputOptions(_ map: InputFile?) -> InputOptions {
    var options = input.options(facts, map: map)
    options.groupBy = results.splitNames
    options.keepsRejectedCells = places.workbook != nil
    return options
  }

  var chosenFormat: OutputOptions.Format? {
    if let format { return format }
    if output == Files.standard { return .csv }
    let ending = output.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return OutputOptions.Format(rawValue: ending)
  }

  func run() throws {
    if try execute(speech.console) { throw ExitCode.rowsRejected }
  }

  /// Does the run; whether rows were rejected.
  func execute(_ console: Console) throws -> Bool {
    let (written, compiled) = try rules.plan(console)
    let plan = counting(written)
    try protectInputs(compiled)
    if let path = chosenFormat == .xlsx ? output : places.workbook {
      try requireWorkbookWriter(for: path)
    }
    let map = try input.mapFile()
    if needsAllRows(plan, inputOptions(map)) {
      return try executeWhole(plan, compiled, map, console)
    }
    var results: BatchResults
    do {
      let choices = try plan.choices(facts.readings)
      let work = BatchWork(
        plan: plan, input: inputOptions(map),
        run: RunOptions(
          choices: choices, explains: layout == .long, leavesOutNotDue: true),
        output: tableOptions,
        layout: layout == .wide ? .wide : .long, table: output, rejects: places.list,
        beside: [
          places.workbook, self.results.summary, self.results.html, places.receipt,
        ].compactMap(\.self),
        companies: companies,
        isHashed: self.results.html != nil || isWorkbook
          || !self.results.noReceipt && output != Files.standard,
        threads: threads.count, splits: splits, isWorkbook: isWorkbook,
        keepsRejects: places.workbook != nil)
      results = try work.results(console)
    } catch let refusal as InputRefusal {
      throw console.refuse(refusal)
    } catch let refusal as OutputRefusal {
      throw console.refuse(refusal)
    }
    do {
      try finish(&results, plan, compiled, map, console)
    } catch let refusal as OutputRefusal {
      throw console.refuse(refusal)
    } catch let refusal as InputRefusal {
      throw console.refuse(refusal)
    }
    return results.rejectCount > 0
  }

  private var isWorkbook: Bool { chosenFormat == .xlsx }

  /// How the table is written; a workbook is made of delimited text, cell by cell.
  private var tableOptions: OutputOptions {
    var options = outputOptions
    options.isForCells = isWorkbook
    if isWorkbook { options.format = .csv }
    return options
  }

  /// The names of `--by` where the sums are split by them or by payers.
  var splits: [String]? {
    results.payers || isWorkbook || !results.splitNames.isEmpty ? results.splitNames : nil
  }

  private func executeWhole(
    _ plan: Plan, _ compiled: Compiled, _ map: InputFile?, _ console: Console
  ) throws -> Bool {
    let files = try companies.map { path in
      InputFile(name: path, bytes: try Files.read(path, limit: Limits.companyBytes))
    }
    var done: (input: Ingested, outcomes: [RowOutcome])
    do throws(InputRefusal) {
      let choices = try plan.choices(facts.readings)
      done = try runBatch(
        plan, files, input: inputOptions(map),
        run: RunOptions(
          choices: choices, explains: layout == .long, leavesOutNotDue: true))
    } catch {
      throw console.refuse(error)
    }
    for notice in done.input.notices {
      console.report(notice, notice.isPlainNote ? .note : .warning)
    }
    shortenNames(&done.input)
    do {
      try write(plan, compiled, files, map, done, console)
    } catch let refusal as OutputRefusal {
      throw console.refuse(refusal)
    } catch let refusal as InputRefusal {
      throw console.refuse(refusal)
    }
    return !done.input.rejects.isEmpty
  }

  /// Results name company files without their folders, which are one machine's, unless two files
  /// share a name.
  private func shortenNames(_ input: inout Ingested) {
    func shown(_ path: String) -> String {
      let name = fileName(path)
      return companies.count { fileName($0) == name } == 1 ? name : path
    }
    for index in input.inputs.indices { input.inputs[index].file = shown(input.inputs[index].file) }
    for index in input.rejects.indices {
      input.rejects[index].file = shown(input.rejects[index].file)
    }
  }
}

extension OutputOptions.Format: ExpressibleByArgument {}

extension InputProblem {
  /// What is said to be known, not to be mended.
  var isPlainNote: Bool { code == "J4304" || code == "J4308" }
}
