import ArgumentParser
import Jili
import JiliLexer

/// `jili check RULES…`: every mistake of the files at once, and faults of drafting.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for mistakes and faults of drafting in rule files; exit 2 if there is a mistake.")

  @Argument(help: ArgumentHelp("Rule files.", valueName: "rules"))
  var rules: [String]

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"))
  var include: [String] = []

  @Flag(help: "Exit 1 if there is any warning; notes do not count.")
  var strict = false

  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    var hasErrors = false
    var hasWarnings = false
    for path in rules {
      let compiled = try RuleFiles(path: path, include: include).compile()
      let found = compiled.diagnostics + compiled.lints
      console.report(found, sources: compiled.sources)
      hasErrors = hasErrors || compiled.hasErrors
      hasWarnings = hasWarnings || found.contains { $0.severity == .warning }
      if let program = compiled.program, let plan = compiled.plan {
        console.tell(summary(path, program, plan, console.language))
      }
    }
    if hasErrors { throw ExitCode.rulesInError }
    if strict, hasWarnings { throw ExitCode.failed }
  }

  private func summary(
    _ path: String, _ program: CheckedProgram, _ plan: Plan, _ language: Language
  ) -> String {
    let examples = program.examples.count
    let contents = plan.contents.text(language)
    return language == .zh
      ? "\(path)：\(program.policyName)，\(contents)，\(examples) 个算例\n"
      : "\(path): \(program.policyName), \(contents), \(examples) examples\n"
  }
}
