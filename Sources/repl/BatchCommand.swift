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
    help: ArgumentHelp("Company files, CSV or TSV; - is standard input.", valueName: "file"))
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

  @Option(
    help: ArgumentHelp(
      "How many threads compute; else as many as there are cores.", valueName: "number"))
  var threads: Int?

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
    if let threads, !(1...Limits.threads).contains(threads) {
      throw usage(
        zh: "--threads：要 1 到 \(Limits.threads)", en: "--threads: 1 to \(Limits.threads)")
    }
    if format == nil, output != Files.standard, chosenFormat == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .csv、.tsv 或 .jsonl 结尾，或用 --format 说明格式",
        en: "-o: `\(output)` must end in .csv, .tsv or .jsonl, or --format must say the form")
    }
  }

  /// A result in the place of what the run reads would destroy it.
  private func protectInputs(_ compiled: Compiled) throws(FileFault) {
    let read = Set((companies + compiled.sources.map(\.name)).compactMap(Files.identity))
    let results = [output, results.rejects, results.summary, besideOutput(".rejects.csv")]
    for case let path? in results + [receiptPath] where path != Files.standard {
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
    var results: BatchResults
    do {
      let choices = try plan.choices(facts.readings)
      let work = BatchWork(
        plan: plan, input: input.options(facts),
        run: RunOptions(choices: choices, explains: layout == .long), output: outputOptions,
        layout: layout == .wide ? .wide : .long, table: output,
        rejects: self.results.rejects ?? besideOutput(".rejects.csv"),
        beside: [self.results.summary, receiptPath].compactMap(\.self), companies: companies,
        isHashed: !self.results.noReceipt && output != Files.standard,
        threads: threads ?? Workers.available)
      results = try work.results(console)
    } catch let refusal as InputRefusal {
      throw console.refuse(refusal)
    } catch let refusal as OutputRefusal {
      throw console.refuse(refusal)
    }
    try finish(&results, compiled, console)
    if results.rejectCount > 0 { throw ExitCode.rowsRejected }
  }

  // MARK: - Results

  private var outputOptions: OutputOptions {
    var options = OutputOptions()
    options.format = chosenFormat ?? .csv
    options.language = speech.resultLanguage
    options.columns = results.columnNames
    options.hasMark = output != Files.standard && !results.noBom
    return options
  }

  /// Writes what stands beside the table, then moves everything into place.
  private func finish(
    _ found: inout BatchResults, _ compiled: Compiled, _ console: Console
  ) throws {
    let summary = found.summary
    guard found.addsUp else { throw FileFault.countsDiffer }
    if let unsaved = found.rejectsWithoutFile {
      console.say(String(decoding: unsaved, as: UTF8.self))
    }
    if let path = results.summary {
      try found.write(writeSummary(summary, options: outputOptions), to: path)
    }
    if let path = receiptPath {
      let context = ReceiptContext(
        version: version, options: receiptOptions(), rules: ruleInputs(compiled),
        inputs: found.inputs,
        outputs: found.files.map {
          HashedFile(name: fileName($0.path), sha256: $0.file.sha256 ?? "")
        })
      try found.write(writeReceipt(found.heading, summary, context: context), to: path)
    }
    try found.pending.commit()
    console.tell(summaryText(summary, language: console.language, width: displayWidth))
  }

  private var receiptPath: String? {
    results.noReceipt ? nil : besideOutput(".receipt.json")
  }

  /// OUT less its ending, with another.
  private func besideOutput(_ ending: String) -> String? {
    guard output != Files.standard else { return nil }
    let start = output.lastIndex(of: "/").map { output.index(after: $0) } ?? output.startIndex
    let name = output[start...]
    let stem = name.lastIndex(of: ".").map { $0 > name.startIndex ? name[..<$0] : name } ?? name
    return output[..<start] + stem + ending
  }

  private func ruleInputs(_ compiled: Compiled) -> [HashedFile] {
    // What several policies use is one file.
    var seen: Set<String> = []
    return compiled.sources.filter { seen.insert($0.name).inserted }
      .map { HashedFile(name: fileName($0.name), sha256: SHA256.hexadecimal(of: $0.bytes)) }
  }

  private func receiptOptions() -> [(name: String, value: String)] {
    facts.receiptEntries() + input.receiptEntries() + results.receiptEntries()
      + (format.map { [("format", $0.rawValue)] } ?? [])
      + (layout == .wide ? [] : [("layout", layout.rawValue)])
      + (speech.lang.map { [("lang", $0.rawValue)] } ?? [])
  }
}

extension OutputOptions.Format: ExpressibleByArgument {}

extension InputProblem {
  /// What is said to be known, not to be mended.
  var isPlainNote: Bool { code == "J4304" }
}
