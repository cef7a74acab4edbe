import Jili
import JiliLexer

/// The page that `--html` asks for.
extension Batch {
  /// The plan as it is run: a report counts where companies fail.
  func counting(_ plan: Plan) -> Plan { results.html == nil ? plan : plan.countingSteps }

  /// Quotas and companies of several rows are shown from all rows at once.
  func needsAllRows(_ plan: Plan, _ input: InputOptions) -> Bool {
    results.html != nil && ChunkRun.needsSurvey(plan, input)
  }

  /// What a run that was computed in chunks leaves for the report.
  func report(
    _ found: BatchResults, _ plan: Plan, _ compiled: Compiled, _ map: InputFile?,
    _ console: Console
  ) throws -> PolicyReport {
    var data = data(plan, found.summary, found.heading, map)
    let options = input.options(facts, map: map)
    // A front that ends within quotes cannot be read, and is no fault of the file.
    if let front = try companyFront(companies, options),
      let rows = try? ingest([front], plan: plan, options: options).rows
    {
      let settled = try plan.withoutSteps.settled(options.settings)
      data.curve = PaymentCurve(settled, rows, choices: try plan.choices(facts.readings))
    }
    let notPriced = try price(plan, map, nil, &data, console)
    for stream in found.streams { try stream.confirmPlace() }
    return report(data, compiled, found.inputs, found.notices, notPriced)
  }

  /// What a run over whole files leaves for the report.
  func report(
    _ results: PolicyResults, _ summary: RunSummary, _ input: Ingested, _ files: [InputFile],
    _ compiled: Compiled, _ map: InputFile?, _ console: Console
  ) throws -> PolicyReport {
    var data = data(results.plan, summary, input, map)
    let choices = try results.plan.choices(facts.readings)
    data.curve = PaymentCurve(results.plan, input.rows, choices: choices)
    data.quotas = results.quotaMargins(input, choices: choices)
    let notPriced = try price(results.plan, map, files, &data, console)
    let inputs = zip(companies.shownNames, files).map {
      HashedFile(name: $0, sha256: SHA256.hexadecimal(of: $1.bytes))
    }
    return report(data, compiled, inputs, input.notices, notPriced)
  }

  private func data(
    _ plan: Plan, _ summary: RunSummary, _ heading: Ingested, _ map: InputFile?
  ) -> RunReportData {
    var data = RunReportData(plan, summary, heading, files: rules.rules.map(fileName))
    if input.dateColumn != nil {
      data.date = nil
    } else if let date = (try? facts.days()) ?? nil {
      data.date = date.text
    }
    return data
  }

  /// Whether readings could not be priced.
  private func price(
    _ plan: Plan, _ map: InputFile?, _ files: [InputFile]?, _ data: inout RunReportData,
    _ console: Console
  ) throws -> Bool {
    guard plan.policies.count == 1 else { return false }
    let choices = try plan.choices(facts.readings)
    guard
      let run = try CompareRun(
        pricing: plan, choices: choices, input: input.options(facts, map: map))
    else { return false }
    let pass = ReadingPass(companies: companies, threads: threads.count)
    if let files {
      data.readings = try pass.prices(run, files, console)
    } else if let found = try pass.prices(run, console) {
      data.readings = found
    } else {
      return true
    }
    return false
  }

  private func report(
    _ data: RunReportData, _ compiled: Compiled, _ inputs: [HashedFile],
    _ notices: [InputProblem], _ isWithoutPrices: Bool
  ) -> PolicyReport {
    let language = speech.resultLanguage
    var said = notices.map { $0.message.text(language) }
    if isWithoutPrices { said.append(ReadingPass.notPriced.text(language)) }
    let others = [output, results.html, results.summary, results.rejects, input.map]
    let paths = rules.rules + rules.include + companies + others.compactMap(\.self)
    let source = ReportSource(compiled.sources, paths)
    return data.report(from: source.origin(inputs), notices: said, language)
  }
}
