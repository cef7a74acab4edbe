import ArgumentParser
import Jili
import JiliLexer

/// How the program speaks.
struct SpeechOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Language of messages and of result files: zh or en.", valueName: "zh|en"))
  var lang: Language?

  @Flag(name: .customLong("no-color"), help: "No colours, as with NO_COLOR.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "No progress and no summary.")
  var quiet = false

  /// Messages follow the locale unless `--lang` is given.
  var console: Console { .current(language: lang, noColour: noColor, isQuiet: quiet) }

  /// Result files are Chinese unless `--lang en`.
  var resultLanguage: Language { lang ?? .zh }
}

extension Language: ExpressibleByArgument {}

/// Which rules.
struct RuleOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The rule file of the policy; several are one run over several policies.",
      valueName: "rules"), completion: .rules)
  var rules: [String]

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  func validate() throws {
    if rules.count > Limits.policies {
      throw usage(
        zh: "一次最多计算 \(Limits.policies) 份政策",
        en: "a run has at most \(Limits.policies) policies")
    }
  }
}

/// Which policy, for questions that are asked of one.
struct PolicyOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The rule file of the policy.", valueName: "rules"), completion: .rules)
  var rules: String

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  var file: RuleFiles { RuleFiles(path: rules, include: include) }
}

/// What holds for a run: dates, parameters, readings.
struct FactOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The evaluation date: 2026-05-01, 2026-05 or 2026.", valueName: "date"))
  var date: String?

  @Option(help: ArgumentHelp("The evaluation date, known to the year.", valueName: "year"))
  var year: String?

  @Option(
    help: ArgumentHelp(
      "A parameter, or a fact where the input gives none; may be repeated.",
      valueName: "name=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Which reading of a doubtful clause; may be repeated.", valueName: "name=choice"))
  var reading: [String] = []

  func validate() throws { try check() }
}

/// Words that say what holds for a run, as options or otherwise.
protocol FactWords {
  var date: String? { get }
  var year: String? { get }
  var set: [String] { get }
  var reading: [String] { get }
}

extension FactOptions: FactWords {}

extension FactWords {
  func check() throws {
    if date != nil, year != nil {
      throw usage(zh: "--date 和 --year 只能给一个", en: "--date and --year exclude each other")
    }
    for (option, texts) in [("--set", set), ("--reading", reading)] {
      for text in texts where setting(text) == nil {
        throw usage(
          zh: "\(option)：`\(text)` 应写成 名称=值", en: "\(option): `\(text)` is no NAME=VALUE")
      }
    }
    _ = try days()
  }

  var settings: [Setting] { self.set.compactMap(setting) }

  var readings: [Setting] { reading.compactMap(setting) }

  /// The evaluation date that the options give.
  func days() throws -> Days? {
    if let date {
      guard let text = DateText(date) else {
        throw usage(
          zh: "--date：`\(date)` 不是日期，写作 2026-05-01、2026-05 或 2026",
          en: "--date: `\(date)` is no date; write 2026-05-01, 2026-05 or 2026")
      }
      return Days(text)
    }
    guard let year else { return nil }
    guard let text = DateText(year), text.month == nil else {
      throw usage(zh: "--year：`\(year)` 不是年份", en: "--year: `\(year)` is no year")
    }
    return Days(text)
  }

  private func setting(_ text: String) -> Setting? {
    guard let sign = text.firstIndex(where: { $0 == "=" || $0 == "＝" }), sign > text.startIndex
    else {
      return nil
    }
    return Setting(
      name: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
  }

  /// The options as the receipt holds them, in the order of this list.
  func receiptEntries() -> [(name: String, value: String)] {
    var entries: [(name: String, value: String)] = []
    if let date { entries.append(("date", date)) }
    if let year { entries.append(("year", year)) }
    for text in set { entries.append(("set", text)) }
    for text in reading { entries.append(("reading", text)) }
    return entries
  }
}

/// How much of the machine a run takes.
struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many threads compute; else as many as there are cores.", valueName: "number"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...Limits.threads).contains(threads) {
      throw usage(
        zh: "--threads：要 1 到 \(Limits.threads)", en: "--threads: 1 to \(Limits.threads)")
    }
  }

  var count: Int { threads ?? Workers.available }
}

/// Refuses what an option names twice.
func requireEachOnce(_ names: [String], _ option: String) throws {
  if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
    throw usage(
      zh: "\(option)：`\(names[twice])` 写了两次", en: "\(option): `\(names[twice])` is named twice")
  }
}

/// What shells offer in the place of an argument.
extension CompletionKind {
  static var rules: CompletionKind { .file(extensions: ["rules"]) }
  static var company: CompletionKind { .file(extensions: ["json"]) }
  static var companies: CompletionKind {
    .file(extensions: ["csv", "tsv", "json", "jsonl", "xlsx"])
  }
}
