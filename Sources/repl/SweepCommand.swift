import ArgumentParser
import Glibc
import Jili
import JiliLexer

/// `jili sweep RULES FACT=FROM..TO`: what is paid along a fact, and where a step more costs or
/// gains.
struct SweepCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument { case text, csv, json, markdown, svg }

  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Draw what is paid along one fact or two, and find the cliffs.",
    discussion: """
      The cliffs are found from the conditions of the rules, exactly, not by trying values. Two \
      facts give a grid. FACT=VALUE states another fact of the company. Over a company file, \
      --companies counts who stands near each threshold.
      """)

  @Argument(
    help: ArgumentHelp(
      "The rule files, then facts: 投资额, 投资额=100万..2000万, 重点=是.", valueName: "rules fact"),
    completion: .rules)
  var names: [String]

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  @Option(
    help: ArgumentHelp("The company as one JSON object; - is standard input.", valueName: "file"),
    completion: .company)
  var company: String?

  @Option(help: ArgumentHelp("An award instead of the total.", valueName: "award"))
  var award: String?

  @Flag(help: "Show the stretches between the cliffs as well.")
  var steps = false

  @Option(
    help: ArgumentHelp("How it is shown.", valueName: "text|csv|json|markdown|svg"),
    completion: .list(["text", "csv", "json", "markdown", "svg"]))
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where it goes; the ending csv, json, md, svg or txt says its form.", valueName: "out"),
    completion: .file())
  var output = Files.standard

  @Flag(help: "No byte order mark at the head of CSV files.")
  var noBom = false

  @OptionGroup var near: NearArguments
  @OptionGroup var facts: FactOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if rules.isEmpty {
      throw usage(zh: "先写规则文件，再写事实", en: "the rule files come first, then the facts")
    }
    if wishes.count > 2 {
      throw usage(zh: "一次最多扫描两项事实", en: "a sweep has two facts at most")
    }
    if wishes.contains(where: { $0.step != nil }) {
      throw usage(
        zh: "断点不按步长找，范围后面不写步长；--steps 列出断点之间的每一段",
        en: "cliffs are found without steps: a range has none; --steps lists the stretches")
    }
    if format == nil, output != Files.standard, formOfEnding == nil {
      throw usage(
        zh: "-o：`\(output)` 应以 .csv、.json、.md、.svg 或 .txt 结尾，或用 --format 说明格式",
        en: "-o: `\(output)` must end in .csv, .json, .md, .svg or .txt, or --format must say it")
    }
  }

  // MARK: - What was asked

  var rules: [String] {
    Array(names.prefix { $0.hasSuffix(".rules") || $0 == names[0] && !$0.contains("=") })
  }

  private var asked: [String] { Array(names.dropFirst(rules.count)) }

  /// Facts to be swept: those without a value of their own.
  var wishes: [SweepWish] { asked.compactMap { SweepWish($0) } }

  /// Facts of the company among them.
  private var stated: [Setting] {
    asked.filter { SweepWish($0) == nil }.compactMap { text in
      guard let sign = text.firstIndex(where: { $0 == "=" || $0 == "＝" }) else { return nil }
      return Setting(
        name: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
    }
  }

  private var formOfEnding: Format? {
    switch output.split(separator: ".").last?.lowercased() {
    case "csv": .csv
    case "json": .json
    case "md": .markdown
    case "svg": .svg
    case "txt": .text
    default: nil
    }
  }

  private var form: Format { format ?? (output == Files.standard ? nil : formOfEnding) ?? .text }

  private var language: Language {
    switch form {
    case .csv, .json: speech.resultLanguage
    case .text, .markdown, .svg: speech.console.language
    }
  }

  // MARK: - Doing it

  func run() throws {
    let console = speech.console
    var options = RuleOptions()
    (options.rules, options.include) = (rules, include)
    let (written, compiled) = try options.plan(console)
    try PendingFiles.protect(
      [company].compactMap { $0 } + near.companies + compiled.sources.map(\.name),
      from: [output])
    let plan: Plan
    let choices: [Int]
    do throws(InputRefusal) {
      plan = try written.settled(facts.settings + stated)
      choices = try plan.choices(facts.readings)
    } catch {
      throw console.refuse(error)
    }
    let row = try row(plan, console)
    let sweeper = Sweeper(plan, row, choices: choices)
    if !near.companies.isEmpty {
      if try !countNear(sweeper, console) { throw ExitCode.rowsRejected }
      return
    }
    let line = try line(of: plan)
    let bytes: [UInt8]
    do {
      bytes = try drawn(sweeper, line)
    } catch let fault as SweepFault {
      throw refusal(fault, console)
    }
    try PendingFiles.save([InputFile(name: output, bytes: bytes)])
  }

  private func drawn(_ sweeper: Sweeper, _ line: Int?) throws -> [UInt8] {
    guard let wish = wishes.first else {
      throw usage(
        zh: "没有写扫描哪项事实，如 投资额 或 投资额=100万..2000万",
        en: "no fact to sweep, such as 投资额 or 投资额=100万..2000万")
    }
    if wishes.count == 2 { return try grid(sweeper, line) }
    switch try sweeper.thing(wish.name) {
    case .number(let fact):
      return write(SweepReport(try sweeper.sweep(fact, wish), line: line, language: language))
    case .values(let fact):
      return write(
        ListedReport(try sweeper.sweep(fact, wish, language), line: line, language: language))
    }
  }

  private func grid(_ sweeper: Sweeper, _ line: Int?) throws -> [UInt8] {
    guard case .number(let across) = try sweeper.thing(wishes[0].name),
      case .number(let upwards) = try sweeper.thing(wishes[1].name)
    else {
      throw usage(
        zh: "两项事实成格，都要是金额、数或比例",
        en: "both facts of a grid must be sums, numbers or percentages")
    }
    let grid = try sweeper.grid((across, wishes[0]), (upwards, wishes[1]), line: line)
    let report = GridReport(grid, line: line, language: language)
    switch form {
    case .text: return Array(report.page.text(width: displayWidth).utf8)
    case .markdown: return Array(report.page.markdown.utf8)
    case .csv: return report.delimited(hasMark: hasMark)
    case .json: return report.document.document
    case .svg: return Array(report.chart.svg(language).utf8)
    }
  }

  /// Counts over company files who stands near which threshold.
  private func countNear(_ sweeper: Sweeper, _ console: Console) throws -> Bool {
    var fact: SweptFact?
    if let wish = wishes.first {
      do {
        if case .number(let swept) = try sweeper.thing(wish.name) { fact = swept }
      } catch {
        throw refusal(error, console)
      }
    }
    var files = CompanyArguments()
    files.companies = near.companies
    var settings = input.options(facts, map: try input.mapFile())
    settings.settings += stated
    let rows = try files.read(sweeper.plan, settings, console)
    var count = ThresholdCount(
      sweeper.plan, choices: sweeper.choices, fact: fact, facts: sweeper.numbers,
      within: near.share ?? .zero, top: near.top)
    for row in rows.rows { count.add(row.row, named: row.company) }
    let report = ThresholdReport(count.result, sweeper.plan, language: language)
    let bytes: [UInt8]
    switch form {
    case .text: bytes = Array(report.page.text(width: displayWidth).utf8)
    case .markdown: bytes = Array(report.page.markdown.utf8)
    case .csv: bytes = report.delimited(hasMark: hasMark)
    case .json: bytes = report.document.document
    case .svg:
      throw usage(zh: "--companies 的结果没有 svg", en: "--companies gives no svg")
    }
    try PendingFiles.save([InputFile(name: output, bytes: bytes)])
    return rows.rejects.isEmpty
  }

  private func write(_ report: SweepReport) -> [UInt8] {
    switch form {
    case .text: Array(report.text(width: Console.width, hasSteps: steps).utf8)
    case .markdown: Array(report.markdown.utf8)
    case .csv: report.delimited(hasMark: hasMark)
    case .json: report.document.document
    case .svg: Array(report.chart.svg(language).utf8)
    }
  }

  private func write(_ report: ListedReport) -> [UInt8] {
    switch form {
    case .text: Array(report.page.text(width: displayWidth).utf8)
    case .markdown: Array(report.page.markdown.utf8)
    case .csv: report.delimited(hasMark: hasMark)
    case .json: report.document.document
    case .svg: Array(report.chart.svg(language).utf8)
    }
  }

  private var hasMark: Bool { output != Files.standard && !noBom }

  private func row(_ plan: Plan, _ console: Console) throws -> Row {
    var options = InputOptions()
    options.settings = facts.settings + stated
    options.date = try? facts.days()
    let layout = RowLayout(plan)
    do {
      guard let company else { return try readCompany([:], layout: layout, options: options) }
      let bytes = try Files.read(company, limit: Limits.recordBytes)
      return try readCompany(
        InputFile(name: company, bytes: bytes), layout: layout, options: options)
    } catch let refusal as InputRefusal {
      throw console.refuse(refusal)
    }
  }

  /// The line of `--award`; nil is the total.
  private func line(of plan: Plan) throws -> Int? {
    guard let award, !["合计", "total"].contains(award) else { return nil }
    if let line = plan.line(named: award) { return line }
    throw usage(
      zh: "--award：规则里没有奖项 `\(award)`", en: "--award: the rules have no award `\(award)`")
  }

  private func refusal(_ fault: SweepFault, _ console: Console) -> any Error {
    switch fault {
    case .unknown(let name, let nearest):
      return usage(
        zh: "规则里没有事实 `\(name)`" + (nearest.map { "；是否 `\($0)`？" } ?? ""),
        en: "the rules have no fact `\(name)`" + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
    case .notRead(let name):
      return usage(
        zh: "没有规则读 `\(name)`，它怎样变都不影响金额",
        en: "no rule reads `\(name)`: no sum hangs on it")
    case .badRange(let range):
      return usage(
        zh: "范围 `\(range)` 读不了：写作 100万..2000万，从小到大",
        en: "the range `\(range)` cannot be read: write 100万..2000万, from low to high")
    case .cell(let fault):
      console.report(fault.reason, code: fault.code, .error)
      return ExitCode.rowsRejected
    }
  }
}

extension Console {
  /// The cells of a line that results are shown on: `COLUMNS` where it is set, else what the
  /// terminal says, else 80.
  static var width: Int {
    if let columns = variable("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// The companies of which those near a threshold are counted.
struct NearArguments: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Company files: counts who stands near each threshold.", valueName: "file"),
    completion: .companies)
  var companies: [String] = []

  @Option(help: ArgumentHelp("How near, of the threshold.", valueName: "percent"))
  var within = "5%"

  @Option(
    help: ArgumentHelp(
      "How many companies are named below each threshold, the nearest first.",
      valueName: "number"))
  var top = 3

  func validate() throws {
    if top < 0 { throw usage(zh: "--top 不能小于 0", en: "--top cannot be below 0") }
    if share == nil {
      throw usage(
        zh: "--within：`\(within)` 不是 0% 到 100% 之间的比例，写作 5%",
        en: "--within: `\(within)` is no percentage up to 100%; write 5%")
    }
  }

  /// As a share.
  var share: Exact? {
    guard within.hasSuffix("%") || within.hasSuffix("％"),
      let digits = DecimalDigits(String(within.dropLast())),
      let share = Exact(digits: Int128(digits.digits), timesTenTo: -digits.decimals - 2),
      share > .zero, share <= .one
    else { return nil }
    return share
  }
}

/// `2.5`
private struct DecimalDigits {
  let digits: Int
  let decimals: Int

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), text.count <= 10,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let digits = Int(parts.joined())
    else { return nil }
    self.digits = digits
    decimals = parts.count == 2 ? parts[1].count : 0
  }
}
