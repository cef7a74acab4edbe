import ArgumentParser
import Jili
import JiliLexer

/// `jili forecast RULES --companies FILE`: the targets against the file, and what it costs to meet
/// them.
struct Forecasting: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Hold the targets of a policy against a company file; budget what is missing.",
    discussion: """
      What is missing falls evenly on the years after the year of evaluation, the remainder on \
      the last, each at the sum that its award pays for a new recognition in that year. The year \
      of evaluation is that of --year or --date, else the last one in the file.
      """)

  @OptionGroup var policy: PolicyOptions
  @OptionGroup var companies: CompanyArguments
  @OptionGroup var report: ReportArguments
  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    let compiled = try policy.file.compile()
    console.report(compiled.diagnostics.filter { $0.severity > .note }, sources: compiled.sources)
    guard let program = compiled.program else { throw ExitCode.rulesInError }
    try PendingFiles.protect(
      companies.companies + compiled.sources.map(\.name) + [input.map].compactMap { $0 },
      from: [report.output])
    var options = try input.options(facts, map: input.mapFile())
    // Rows with dates of their own keep them; the option then says how far the file is looked at.
    if input.dateColumn != nil { options.date = nil }
    let asOf = try facts.days()?.year
    var counting = countingPlan(program)
    let choices: [Int]
    do throws(InputRefusal) {
      counting.plan = try counting.plan.settled(facts.settings)
      choices = try counting.plan.choices(facts.readings)
    } catch {
      throw console.refuse(error)
    }
    let rows = try companies.read(counting.plan, options, console)
    let found: Forecast
    do throws(InputRefusal) {
      found = try forecast(
        program, counting, rows, choices: choices, settings: facts.settings, asOf: asOf)
    } catch {
      throw console.refuse(error)
    }
    let results = ForecastReport(program, found, language: speech.resultLanguage)
    let shown = ForecastReport(program, found, language: console.language)
    try report.write(
      page: { shown.page }, delimited: results.delimited, document: { results.document })
    if !rows.rejects.isEmpty { throw ExitCode.rowsRejected }
  }
}
