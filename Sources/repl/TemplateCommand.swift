import ArgumentParser
import Jili
import JiliLexer

/// `jili template RULES -o FILE`: an empty company file with exactly the columns that the rules
/// read.
struct Template: ParsableCommand {
  enum Format: String, ExpressibleByArgument { case csv, tsv, json }

  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Make an empty company file with exactly the columns that the rules read.",
    discussion: """
      Facts by year get the columns of --year, else of the last year of the policy. --guide says \
      for each column what it means, what may be filled in and what an empty cell is: beside OUT \
      as OUT.guide.md, on standard output in place of the file.
      """)

  @OptionGroup var rules: RuleOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the file goes; its ending says csv, tsv or json.", valueName: "out"),
    completion: .file())
  var output = Files.standard

  @Option(
    help: ArgumentHelp(
      "csv or tsv for batch; json: one company for eval.", valueName: "csv|tsv|json"),
    completion: .list(["csv", "tsv", "json"]))
  var format: Format?

  @Flag(help: "Say what each column means.")
  var guide = false

  @Option(help: ArgumentHelp("The year of evaluation.", valueName: "year"))
  var year: String?

  @Flag(help: "No byte order mark at the head of CSV files.")
  var noBom = false

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if format == nil, output != Files.standard, chosenFormat == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .csv、.tsv 或 .json 结尾，或用 --format 说明格式",
        en: "-o: `\(output)` must end in .csv, .tsv or .json, or --format must say the form")
    }
    _ = try evaluationYear()
  }

  private var chosenFormat: Format? {
    if let format { return format }
    if output == Files.standard { return .csv }
    return Format(rawValue: output.split(separator: ".").last?.lowercased() ?? "")
  }

  private func evaluationYear() throws -> Int? {
    guard let year else { return nil }
    guard let text = DateText(year), text.month == nil else {
      throw usage(zh: "--year：`\(year)` 不是年份", en: "--year: `\(year)` is no year")
    }
    return text.year
  }

  func run() throws {
    let console = speech.console
    let (plan, compiled) = try rules.plan(console)
    let evaluation = try evaluationYear() ?? plan.lastDay?.year
    let columns = templateColumns(plan, year: evaluation)
    let isFile = output != Files.standard
    let format = chosenFormat ?? .csv
    let guidePage = TemplateGuide(plan, columns, language: speech.resultLanguage).page
    if guide, !isFile { return console.show(guidePage.text(width: displayWidth)) }
    let bytes =
      format == .json
      ? templateRecord(columns).document
      : writeTemplate(columns, isTabbed: format == .tsv, hasMark: isFile && !noBom)
    var outputs = [InputFile(name: output, bytes: bytes)]
    if guide {
      outputs.append(InputFile(name: output + ".guide.md", bytes: Array(guidePage.markdown.utf8)))
    }
    try PendingFiles.protect(compiled.sources.map(\.name), from: outputs.map(\.name))
    try PendingFiles.save(outputs)
    console.tell(said(columns.count, evaluation).text(console.language) + "\n")
  }

  private func said(_ count: Int, _ year: Int?) -> Wording {
    let years = year.map {
      Wording(zh: "，逐年的数按 \($0) 年", en: ", facts by year for \($0)")
    }
    return Wording(
      zh: "规则读 \(count) 列" + (years?.zh ?? ""),
      en: "the rules read \(count) columns" + (years?.en ?? ""))
  }
}
