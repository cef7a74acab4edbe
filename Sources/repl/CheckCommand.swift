import ArgumentParser
import Jili
import JiliLexer

/// `jili check RULES…`: every mistake of the files at once.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for mistakes in rule files; exit 2 if there is any.")

  @Argument(help: ArgumentHelp("Rule files.", valueName: "rules"))
  var rules: [String]

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"))
  var include: [String] = []

  @Flag(help: "Exit 1 if there is any warning.")
  var strict = false

  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    var hasErrors = false
    var hasWarnings = false
    for path in rules {
      let compiled = try RuleFiles(path: path, include: include).compile()
      console.report(compiled.diagnostics, sources: compiled.sources)
      hasErrors = hasErrors || compiled.hasErrors
      hasWarnings = hasWarnings || compiled.diagnostics.contains { $0.severity == .warning }
      if let program = compiled.program { console.tell(summary(path, program, console.language)) }
    }
    if hasErrors { throw ExitCode.rulesInError }
    if strict, hasWarnings { throw ExitCode.failed }
  }

  private func summary(_ path: String, _ program: CheckedProgram, _ language: Language) -> String {
    let awards = program.awards.count
    let examples = program.examples.count
    let (benefits, limits) = (program.benefits.count, program.limits.count)
    var parts = [Wording(zh: "\(awards) 项奖励", en: "\(awards) awards")]
    if benefits > 0 { parts.append(Wording(zh: "\(benefits) 项优待", en: "\(benefits) benefits")) }
    if limits > 0 { parts.append(Wording(zh: "\(limits) 条限额", en: "\(limits) limits")) }
    parts.append(Wording(zh: "\(examples) 个算例", en: "\(examples) examples"))
    let words = parts.map { $0.text(language) }
    return language == .zh
      ? "\(path)：\(program.policyName)，\(words.joined(separator: "，"))\n"
      : "\(path): \(program.policyName), \(words.joined(separator: ", "))\n"
  }
}
