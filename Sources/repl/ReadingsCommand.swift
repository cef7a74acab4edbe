import ArgumentParser
import Jili
import JiliLexer

/// `jili readings RULES --companies FILE`: what each undecided reading of the text costs.
struct Readings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readings",
    abstract: "Show what each reading of a doubtful clause costs over a company file.",
    discussion: """
      Each choice of each reading is run alone, the others as they stand: the total, the \
      difference, and the companies whose total changes.
      """)

  @OptionGroup var rules: RuleOptions
  @OptionGroup var companies: CompanyArguments

  @Option(
    help: ArgumentHelp(
      "How many companies are named under each choice, the widest change first.",
      valueName: "number"))
  var top = 5

  @OptionGroup var report: ReportArguments
  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if top < 0 { throw usage(zh: "--top 不能小于 0", en: "--top cannot be below 0") }
  }

  func run() throws {
    let console = speech.console
    let (written, compiled) = try rules.plan(console)
    try PendingFiles.protect(
      companies.companies + compiled.sources.map(\.name) + [input.map].compactMap { $0 },
      from: [report.output])
    let plan: Plan
    let choices: [Int]
    do throws(InputRefusal) {
      plan = try written.settled(facts.settings)
      choices = try plan.choices(facts.readings)
    } catch {
      throw console.refuse(error)
    }
    let rows = try companies.read(plan, input.options(facts, map: input.mapFile()), console)
    let costs: ReadingCosts
    let progress = Progress(console, rows: rows.rows.count)
    do throws(OutputRefusal) {
      costs = try readingCosts(plan, rows, choices: choices, naming: top) { run, count in
        progress.show(Wording(zh: "第 \(run)/\(count) 遍", en: "run \(run) of \(count)"))
      }
      progress.clear()
    } catch {
      progress.clear()
      throw console.refuse(error)
    }
    let results = ReadingsReport(plan, costs, language: speech.resultLanguage)
    let shown = ReadingsReport(plan, costs, language: console.language)
    try report.write(
      page: { shown.page }, delimited: results.delimited, document: { results.document })
    if !rows.rejects.isEmpty { throw ExitCode.rowsRejected }
  }
}
