import ArgumentParser
import Jili
import JiliLexer

/// `jili batch RULES… --companies FILE… [-o OUT]`: whole files.
struct Batch: ParsableCommand {
  enum Layout: String, ExpressibleByArgument { case wide, long }

  static let configuration = CommandConfiguration(
    abstract: "Compute the awards of whole company files.",
    discussion: """
      Beside OUT stand OUT.rejects.csv with the rows that could not be read, and \
      OUT.receipt.json, enough to replay the run. All files appear whole or not at all.
      """)

  @OptionGroup var rules: RuleOptions

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Company files: CSV, TSV, JSON, XLSX; - is standard input.", valueName: "file"))
  var companies: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where the results go; its ending says csv, tsv or jsonl.", valueName: "out")
  )
  var output = Files.standard

  @Option(
    help: ArgumentHelp("wide: a row a company; long: a row an award.", valueName: "wide|long"))
  var layout = Layout.wide

  @Option(
    help: ArgumentHelp(
      "The form of the results where OUT does not say.", valueName: "csv|tsv|jsonl"))
  var format: OutputOptions.Format?

  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var results: ResultArguments
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if let twice = companies.indices.first(where: { companies[..<$0].contains(companies[$0]) }) {
      throw usage(
        zh: "--companies：`\(companies[twice])` 写了两次",
        en: "--companies: `\(companies[twice])` is named twice")
    }
    if format == nil, output != Files.standard, chosenFormat == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .csv、.tsv 或 .jsonl 结尾，或用 --format 说明格式",
        en: "-o: `\(output)` must end in .csv, .tsv or .jsonl, or --format must say the form")
    }
  }

  /// A result in the place of what the run reads would destroy it.
  private func protectInputs(_ compiled: Compiled) throws(FileFault) {
    let read = Set(
      (companies + compiled.sources.map(\.name) + [input.map].compactMap { $0 })
        .compactMap(Files.identity))
    let results = [output, results.rejects, results.summary, besideOutput(".rejects.csv")]
    let receipt = self.results.noReceipt ? nil : besideOutput(".receipt.json")
    for case let path? in results + [receipt] where path != Files.standard {
      if let place = Files.identity(path), read.contains(place) { throw .overwritesInput(path) }
    }
  }

  private var chosenFormat: OutputOptions.Format? {
    if let format { return format }
    if output == Files.standard { return .csv }
    let ending = output.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return OutputOptions.Format(rawValue: ending)
  }

  func run() throws {
    let console = speech.console
    let (plan, compiled) = try rules.plan(console)
    try protectInputs(compiled)
    let files = try companies.map { path in
      InputFile(name: path, bytes: try Files.read(path, limit: Limits.companyBytes))
    }
    let map = try input.mapFile()
    var done: (input: Ingested, outcomes: [RowOutcome])
    do throws(InputRefusal) {
      let choices = try plan.choices(facts.readings)
      done = try runBatch(
        plan, files, input: input.options(facts, map: map),
        run: RunOptions(choices: choices, explains: layout == .long))
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
    }
    if !done.input.rejects.isEmpty { throw ExitCode.rowsRejected }
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

  // MARK: - Results

  private func write(
    _ plan: Plan, _ compiled: Compiled, _ files: [InputFile], _ map: InputFile?,
    _ done: (input: Ingested, outcomes: [RowOutcome]), _ console: Console
  ) throws {
    var options = OutputOptions()
    options.format = chosenFormat ?? .csv
    options.language = speech.resultLanguage
    options.columns = self.results.columnNames
    options.hasMark = output != Files.standard && !self.results.noBom
    let results = PolicyResults(plan: plan, outcomes: done.outcomes)
    let table =
      layout == .wide
      ? try writeWide(done.input, results, options: options)
      : try writeLong(done.input, results, options: options)
    let summary = try summarise(done.input, results)
    guard done.input.counts.addUp(done.outcomes.count, done.input.rejects.count) else {
      throw FileFault.countsDiffer
    }
    var outputs = [InputFile(name: output, bytes: table)]
    let rejects = writeRejects(done.input.rejects, options: options)
    if let path = self.results.rejects ?? besideOutput(".rejects.csv") {
      outputs.append(InputFile(name: path, bytes: rejects))
    } else if !done.input.rejects.isEmpty {
      console.say(String(decoding: rejects, as: UTF8.self))
    }
    if let path = self.results.summary {
      outputs.append(InputFile(name: path, bytes: writeSummary(summary, options: options)))
    }
    if !self.results.noReceipt, let path = besideOutput(".receipt.json") {
      let context = ReceiptContext(
        version: version, options: receiptOptions(), rules: ruleInputs(compiled), inputs: files,
        map: map.map { InputFile(name: fileName($0.name), bytes: $0.bytes) },
        outputs: outputs.map { InputFile(name: fileName($0.name), bytes: $0.bytes) })
      let receipt = writeReceipt(done.input, summary, context: context) {
        SHA256.hexadecimal(of: $0)
      }
      outputs.append(InputFile(name: path, bytes: receipt))
    }
    try PendingFiles.save(outputs)
    console.tell(summaryText(summary, language: console.language, width: displayWidth))
  }

  /// OUT less its ending, with another.
  private func besideOutput(_ ending: String) -> String? {
    guard output != Files.standard else { return nil }
    let start = output.lastIndex(of: "/").map { output.index(after: $0) } ?? output.startIndex
    let name = output[start...]
    let stem = name.lastIndex(of: ".").map { $0 > name.startIndex ? name[..<$0] : name } ?? name
    return output[..<start] + stem + ending
  }

  private func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private func ruleInputs(_ compiled: Compiled) -> [InputFile] {
    // What several policies use is one file.
    var seen: Set<String> = []
    return compiled.sources.filter { seen.insert($0.name).inserted }
      .map { InputFile(name: fileName($0.name), bytes: $0.bytes) }
  }

  private func receiptOptions() -> [(name: String, value: String)] {
    facts.receiptEntries() + input.receiptEntries() + results.receiptEntries()
      + (format.map { [("format", $0.rawValue)] } ?? [])
      + (layout == .wide ? [] : [("layout", layout.rawValue)])
      + (speech.lang.map { [("lang", $0.rawValue)] } ?? [])
  }
}

extension OutputOptions.Format: ExpressibleByArgument {}

extension RowCounts {
  /// The program's own check: every input row is once in the results, once in the rejects or empty.
  fileprivate func addUp(_ results: Int, _ rejects: Int) -> Bool {
    accepted == results && rejected == rejects && rows == accepted + rejected + empty
  }
}

extension InputProblem {
  /// What is said to be known, not to be mended.
  var isPlainNote: Bool { code == "J4304" || code == "J4308" }
}
