import ArgumentParser
import Jili
import JiliLexer

/// `jili explain RULES AWARD|all --company FILE`: why, why not, and what would change it.
struct Explain: ParsableCommand {
  enum Format: String, ExpressibleByArgument { case text, json, jsonl, markdown }

  static let configuration = CommandConfiguration(
    abstract: "Explain what companies get: why, why not, and what would change it.",
    discussion: """
      For each award: the sum step by step with the facts put in, the conditions that hold, the \
      article and its words; for one that lost, the rival; for one that was missed, the fewest \
      changes that would win it and what the company gains; for a range, what decides it. \
      Without --company the facts come from --set. JSON has one company a line.
      """)

  @Argument(
    help: ArgumentHelp(
      "The rule files, and last the award, benefit or limit; all stands for everything.",
      valueName: "rules… award|all"), completion: .rules)
  var words: [String]

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  @Option(
    name: [.customLong("company"), .customLong("companies")], parsing: .upToNextOption,
    help: ArgumentHelp(
      "Company files: CSV, TSV, JSON, XLSX; - is standard input.", valueName: "file"),
    completion: .companies)
  var companies: [String] = []

  @Option(
    help: ArgumentHelp("Only this company, by its name or key.", valueName: "name|key"))
  var only: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the explanations go; the ending txt, json, jsonl or md says their form.",
      valueName: "out"), completion: .file())
  var output = Files.standard

  @Option(
    help: ArgumentHelp("The form of the explanations.", valueName: "text|json|jsonl|markdown"),
    completion: .list(["text", "json", "jsonl", "markdown"]))
  var format: Format?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if words.count < 2 {
      throw usage(
        zh: "还要写奖项：jili explain 规则 奖项，要看全部写 all",
        en: "the award is missing: jili explain RULES AWARD, or all for everything")
    }
    try requireEachOnce(companies, "--company")
    if only != nil, companies.isEmpty {
      throw usage(zh: "--only 要和 --company 一起用", en: "--only needs --company")
    }
    if format == nil, output != Files.standard, formOfEnding == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .txt、.json、.jsonl 或 .md 结尾，或用 --format 说明格式",
        en: "-o: `\(output)` must end in .txt, .json, .jsonl or .md, or --format must say the form")
    }
  }

  private var formOfEnding: Format? {
    switch output.split(separator: ".").last?.lowercased() {
    case "txt": .text
    case "json": .json
    case "jsonl": .jsonl
    case "md": .markdown
    default: nil
    }
  }

  /// Explanations are results: Chinese unless asked otherwise, but to a reader in his language.
  private func form(_ plan: Plan, _ console: Console) throws(InputRefusal) -> OutputOptions {
    var options = OutputOptions()
    options.format = .jsonl
    options.explained.asked = try plan.explained(words[words.count - 1])
    options.explained.sought = only.map { SoughtCompany($0) }
    switch format ?? formOfEnding ?? .text {
    case .text: options.explained.shape = .text
    case .json, .jsonl: options.explained.shape = .json
    case .markdown: options.explained.shape = .markdown
    }
    let isRead = options.explained.shape == .text && output == Files.standard
    options.language = isRead ? console.language : speech.resultLanguage
    return options
  }

  func run() throws {
    let console = speech.console
    let (written, compiled) = try RuleFiles.plan(words.dropLast(), include, console)
    try PendingFiles.protect(
      companies + compiled.sources.map(\.name) + [input.map].compactMap { $0 }, from: [output])
    do {
      let plan = try written.settled(facts.settings)
      let form = try form(plan, console)
      let run = RunOptions(choices: try plan.choices(facts.readings))
      if companies.isEmpty {
        try explainFacts(plan, run, form, console)
      } else if try explainFiles(plan, run, form, console) {
        throw ExitCode.rowsRejected
      }
    } catch let refusal as InputRefusal {
      throw console.refuse(refusal)
    } catch let refusal as OutputRefusal {
      throw console.refuse(refusal)
    }
  }

  /// The facts of the options alone.
  private func explainFacts(
    _ plan: Plan, _ run: RunOptions, _ form: OutputOptions, _ console: Console
  ) throws {
    var options = InputOptions()
    options.settings = facts.settings
    options.date = try facts.days()
    let row = try readCompany([:], layout: RowLayout(plan), options: options)
    let outcome = Jili.run(plan, [row], run)[0]
    if let line = outcome.overflow {
      let fault = CellFault.overflow(line)
      console.report(fault.reason, code: fault.code, .error)
      throw ExitCode.rowsRejected
    }
    let bytes = writeExplained(plan, row, outcome, run, options: form)
    try PendingFiles.save([InputFile(name: output, bytes: bytes)])
  }

  /// Whether rows were rejected.
  private func explainFiles(
    _ plan: Plan, _ run: RunOptions, _ form: OutputOptions, _ console: Console
  ) throws -> Bool {
    var options = input.options(facts, map: try input.mapFile())
    options.keepsCells = true
    let work = BatchWork(
      plan: plan, input: options, run: run, output: form, layout: .explained, table: output,
      companies: companies, isHashed: false, threads: threads.count,
      chunkSize: 1 << 16)
    let found = try work.results(console)
    guard found.addsUp else { throw FileFault.countsDiffer }
    if let unsaved = found.rejectsWithoutFile {
      console.say(rejects: unsaved)
    }
    if let refusal = form.explained.sought?.refusal {
      found.pending.discard()
      throw refusal
    }
    try found.pending.commit()
    return found.rejectCount > 0
  }
}
