import ArgumentParser
import Jili
import JiliLexer

/// `jili compare BASE DRAFT --companies FILE`: what a draft costs, who gains, who loses and why.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Hold a draft against the policy in force: budget, winners and losers, and why.",
    discussion: """
      Shows the budget by award, payer and part of payment before and after, the companies that \
      gain and lose, and what each changed clause does alone. DRAFT may amend BASE, be a changed \
      copy of it, or be another policy altogether. -o writes the companies that are touched, \
      --html the report as one page with charts.
      """)

  @Argument(help: ArgumentHelp("The policy in force.", valueName: "base"), completion: .rules)
  var base: String

  @Argument(
    help: ArgumentHelp("The draft, or another policy.", valueName: "draft"), completion: .rules)
  var draft: String

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  @OptionGroup var companies: CompanyArguments
  @OptionGroup var terms: ComparedTerms
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    let (before, after) = try policies(console)
    try PendingFiles.protect(
      companies.companies + after.sources.map(\.name) + [input.map].compactMap { $0 },
      from: [terms.output, terms.html].compactMap { $0 })
    if terms.chosenFormat == .xlsx, let path = terms.output {
      try requireWorkbookWriter(for: path)
    }
    let map = try input.mapFile()
    var run: CompareRun
    do throws(InputRefusal) {
      run = try CompareRun(
        before, after, files: (fileName(base), fileName(draft)), request(map))
      if hasReport { run = run.countingSteps }
    } catch {
      throw console.refuse(error)
    }
    if run.isEmpty {
      let start = Span(file: 0, start: 0, end: 0)
      console.report([.nothingToRun(at: start)], sources: after.sources)
      throw ExitCode.rulesInError
    }
    var work = work
    if hasReport {
      let paths = [base, draft, terms.html, terms.output, input.map].compactMap { $0 }
      work.source = ReportSource(after.sources, paths + companies.companies)
    }
    let done: ComparedFiles
    do {
      done = try ComparedFiles(run, work, console)
    } catch let refusal as InputRefusal {
      throw console.refuse(refusal)
    } catch let refusal as OutputRefusal {
      throw console.refuse(refusal)
    }
    try write(done, work.source, console)
    if !done.result.rejects.isEmpty { throw ExitCode.rowsRejected }
  }

  /// Whether somebody gets the numbers of the report: as a page, or as sheets of the workbook.
  private var hasReport: Bool { terms.html != nil || terms.chosenFormat == .xlsx }

  /// Both policies, the draft behind the sources of the other; ends the run where one is in error.
  private func policies(_ console: Console) throws -> (before: Checked, after: Checked) {
    let one = try RuleFiles(path: base, include: include).file()
    let two = try RuleFiles(path: draft, include: include).file()
    let checked = check([one, two])
    let sources = checked[1].sources
    var found: [Diagnostic] = []
    for policy in checked { found += policy.diagnostics.filter { $0.severity > .note } }
    console.report(found.filter { isFirst($0, sources) }, sources: sources)
    if let code = found.firstError { console.offerExplanation(of: code) }
    guard checked.allSatisfy({ $0.program != nil }) else { throw ExitCode.rulesInError }
    return (checked[0], checked[1])
  }

  /// A file that both policies hold is read twice; what is wrong with it is said once.
  private func isFirst(_ diagnostic: Diagnostic, _ sources: [Source]) -> Bool {
    let number = Int(diagnostic.span.file)
    return sources.firstIndex { $0.name == sources[number].name } == number
  }

  private func request(_ map: InputFile?) -> CompareRequest {
    var request = CompareRequest()
    request.input = input.options(facts, map: map)
    request.input.groupBy = terms.groups
    request.settings = facts.settings
    request.readings = facts.readings
    request.baseDate = terms.baseDays
    request.ignoresPeriods = terms.ignorePeriod
    request.pairs = terms.pairs
    request.top = terms.top
    return request
  }

  private var work: CompareWork {
    var options = OutputOptions()
    options.format = terms.chosenFormat ?? .csv
    options.language = speech.resultLanguage
    options.hasMark = terms.output != nil && !terms.noBom
    return CompareWork(
      companies: companies.companies, table: terms.output, output: options,
      threads: threads.count)
  }

  private func page(
    _ done: ComparedFiles, _ source: ReportSource?
  ) throws(OutputRefusal) -> (path: String, html: String)? {
    guard let path = terms.html, let source else { return nil }
    let language = speech.resultLanguage
    var notices = done.result.said(language)
    if done.result.isWithoutPrices { notices.append(ReadingPass.notPriced.text(language)) }
    let report = CompareReport(done.result.comparison, language: language)
    return (path, try report.report(from: source.origin(done.inputs), notices: notices).html)
  }

  private func write(
    _ done: ComparedFiles, _ source: ReportSource?, _ console: Console
  ) throws {
    let language =
      terms.summaryText
      ?? (terms.format == .csv || terms.format == .json
        ? speech.resultLanguage : console.language)
    let report = CompareReport(done.result.comparison, language: language)
    let bytes: [UInt8]
    let page: (path: String, html: String)?
    do throws(OutputRefusal) {
      page = try self.page(done, source)
      if terms.summaryText != nil {
        bytes = Array(report.paragraph.utf8)
      } else {
        switch terms.format {
        case .table: bytes = Array(try report.page().text(width: displayWidth).utf8)
        case .markdown: bytes = Array(try report.page().markdown.utf8)
        case .csv: bytes = try report.delimited(hasMark: false)
        case .json: bytes = try report.document().document
        }
      }
    } catch {
      throw console.refuse(error)
    }
    try done.commit(report: page?.path == Files.standard ? [] : bytes, page: page)
  }
}

/// What is compared and how it is shown.
struct ComparedTerms: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the companies go that get another sum; its ending says csv, tsv, jsonl or xlsx.",
      valueName: "out"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Also write the report as one page for a browser, with charts and their data.",
      valueName: "file"), completion: .file())
  var html: String?

  @Option(
    help: ArgumentHelp("The form of the report.", valueName: "table|csv|json|markdown"),
    completion: .list(["table", "csv", "json", "markdown"]))
  var format = ReportArguments.Format.table

  @Option(
    help: ArgumentHelp(
      "Split the companies by the values of columns or facts; may be repeated.",
      valueName: "columns"))
  var by: [String] = []

  @Option(
    help: ArgumentHelp(
      "An award of the base and the one that stands for it in the draft; may be repeated.",
      valueName: "old=new"))
  var pair: [String] = []

  @Option(
    help: ArgumentHelp(
      "The evaluation date of the base, where it is another than that of the draft.",
      valueName: "date"))
  var baseDate: String?

  @Flag(help: "Compare the clauses whatever the periods of both policies.")
  var ignorePeriod = false

  @Option(
    help: ArgumentHelp(
      "How many companies the report names, the widest change first.", valueName: "number"))
  var top = 10

  @Option(
    help: ArgumentHelp(
      "Show the paragraph for the explanatory note instead of the report.", valueName: "zh|en"))
  var summaryText: Language?

  @Flag(help: "No byte order mark at the head of CSV files.")
  var noBom = false

  var groups: [String] { by.flatMap(names) }

  var pairs: [(old: String, new: String)] {
    pair.compactMap { text in
      guard let sign = text.firstIndex(where: { $0 == "=" || $0 == "＝" }) else { return nil }
      return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
  }

  var baseDays: Days? { baseDate.flatMap { DateText($0) }.map { Days($0) } }

  var chosenFormat: OutputOptions.Format? {
    guard let output else { return .csv }
    let ending = output.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return OutputOptions.Format(rawValue: ending)
  }

  func validate() throws {
    if let wrong = pair.first(where: { !$0.contains("=") && !$0.contains("＝") }) {
      throw usage(zh: "--pair：`\(wrong)` 应写成 旧名=新名", en: "--pair: `\(wrong)` is no OLD=NEW")
    }
    if let baseDate, baseDays == nil {
      throw usage(
        zh: "--base-date：`\(baseDate)` 不是日期，写作 2026-05-01、2026-05 或 2026",
        en: "--base-date: `\(baseDate)` is no date; write 2026-05-01, 2026-05 or 2026")
    }
    if top < 0 { throw usage(zh: "--top 不能小于 0", en: "--top cannot be below 0") }
    try requireEachOnce(groups, "--by")
    if let output, chosenFormat == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .csv、.tsv、.jsonl 或 .xlsx 结尾",
        en: "-o: `\(output)` must end in .csv, .tsv, .jsonl or .xlsx")
    }
  }
}
