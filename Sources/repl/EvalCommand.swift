import ArgumentParser
import Jili
import JiliLexer

/// `jili eval RULES… [--company FILE.json]`: one company, each award with its reason.
struct Eval: ParsableCommand {
  enum Format: String, ExpressibleByArgument { case table, json }

  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Compute the awards of one company.")

  @OptionGroup var rules: RuleOptions

  @Option(
    help: ArgumentHelp("The company as one JSON object; - is standard input.", valueName: "file"),
    completion: .company)
  var company: String?

  @OptionGroup var facts: FactOptions

  @Flag(help: "Say for every award why, why not, and on what it hangs.")
  var explain = false

  @Option(
    help: ArgumentHelp("table, for readers; or json.", valueName: "table|json"),
    completion: .list(["table", "json"]))
  var format = Format.table

  @OptionGroup var speech: SpeechOptions

  func run() throws { _ = try Evaluation(self).run() }
}

/// What `jili eval` is asked for. The groups of options that declare the same to the parser of
/// arguments take half a million instructions to make.
struct Evaluation {
  struct Facts: FactWords {
    var date: String?
    var year: String?
    var set: [String] = []
    var reading: [String] = []
  }

  var rules: [String] = []
  var include: [String] = []
  var company: String?
  var facts = Facts()
  var explain = false
  var format = Eval.Format.table
  var language: Language?
  var hasNoColour = false
  var isQuiet = false

  init(_ command: Eval) {
    (rules, include, company) = (command.rules.rules, command.rules.include, command.company)
    let given = command.facts
    facts = Facts(date: given.date, year: given.year, set: given.set, reading: given.reading)
    (explain, format, language) = (command.explain, command.format, command.speech.lang)
    (hasNoColour, isQuiet) = (command.speech.noColor, command.speech.quiet)
  }

  /// Shows the outcome, and hands it over with what it was made of.
  func run() throws -> (outcome: PolicyOutcome, rules: Compiled) {
    let console = Console.current(language: language, noColour: hasNoColour, isQuiet: isQuiet)
    let (written, compiled) = try RuleFiles.plan(rules, include, console)
    let plan: Plan
    let outcome: RowOutcome
    let row: Row
    let choices: [Int]
    do throws(InputRefusal) {
      plan = try written.settled(facts.settings)
      row = try self.row(plan, console)
      choices = try plan.choices(facts.readings)
      outcome = Jili.run(plan, [row], RunOptions(choices: choices))[0]
    } catch {
      throw console.refuse(error)
    }
    if let line = outcome.overflow {
      let fault = CellFault.overflow(line)
      console.report(fault.reason, code: fault.code, .error)
      throw ExitCode.rowsRejected
    }
    if facts.date == nil, facts.year == nil, let lastDay = plan.lastDay, row.date == lastDay {
      console.report(.defaultDate(lastDay, inFile: false), .note)
    }
    let answer = PolicyOutcome(plan: plan, outcome: outcome)
    var explained: CompanyExplanation?
    if explain {
      explained = Explainer(plan, RunOptions(choices: choices))
        .explanation(of: 0, in: [row], outcome)
    }
    switch format {
    case .json:
      let language = self.language ?? .zh
      let document =
        explained.map { ExplanationDocument(plan, language).document($0) }
        ?? outcomeDocument(answer, date: row.date, language: language)
      var bytes: [UInt8] = []
      document.append(to: &bytes)
      console.show(String(decoding: bytes, as: UTF8.self) + "\n")
    case .table:
      var text = outcomeTable(
        answer, language: console.language, isBrief: explain, width: displayWidth)
      if let explained {
        text += "\n" + ExplanationPage(plan, console.language).text(explained)
      }
      console.show(text)
    }
    return (answer, compiled)
  }

  private func row(_ plan: Plan, _ console: Console) throws(InputRefusal) -> Row {
    var options = InputOptions()
    options.settings = facts.settings
    options.date = try? facts.days()
    let layout = RowLayout(plan)
    guard let company else { return try readCompany([:], layout: layout, options: options) }
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try Files.read(company, limit: Limits.recordBytes)
    } catch {
      console.report(error)
      Command.end(error.exitCode)
    }
    return try readCompany(
      InputFile(name: company, bytes: bytes), layout: layout, options: options)
  }
}

extension Evaluation {
  /// The same of words that are plain: rule files, options with their value behind them, each at
  /// most once unless it may be repeated, no value that begins with a hyphen. nil for any others,
  /// faulty ones too, which the parser of arguments reads: it takes 12 million instructions, half
  /// of what all the rest takes, and this not one million.
  init?(plain words: [String]) {
    var seen: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.utf8.first == Self.hyphen else {
        if word.isEmpty { return nil }
        rules.append(word)
        continue
      }
      guard !seen.contains(word) else { return nil }
      if word == "--explain" {
        explain = true
      } else {
        guard let value = rest.popFirst(), !value.isEmpty, value.utf8.first != Self.hyphen,
          take(word, value)
        else { return nil }
      }
      if word != "--set", word != "--reading" { seen.append(word) }
    }
    guard (1...Limits.policies).contains(rules.count), (try? facts.check()) != nil else {
      return nil
    }
  }

  private static let hyphen = UInt8(ascii: "-")

  /// Takes an option with its value; false where there is no such option or value.
  private mutating func take(_ option: String, _ value: String) -> Bool {
    switch option {
    case "--company": company = value
    case "--date": facts.date = value
    case "--year": facts.year = value
    case "--set": facts.set.append(value)
    case "--reading": facts.reading.append(value)
    case "--format":
      guard let known = Eval.Format(rawValue: value) else { return false }
      format = known
    case "--lang":
      guard let known = Language(rawValue: value) else { return false }
      language = known
    default: return false
    }
    return true
  }
}
