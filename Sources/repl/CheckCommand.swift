import ArgumentParser
import Jili
import JiliLexer

/// `jili check RULES…`: every mistake of the files at once, faults of drafting, and whether the
/// policies agree.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for mistakes and faults of drafting in rule files; exit 2 if one is a mistake.")

  @Argument(help: ArgumentHelp("Rule files.", valueName: "rules"), completion: .rules)
  var rules: [String] = []

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  @Flag(help: "Exit 1 if there is any warning; notes do not count.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "Say what stands behind the code of a finding, with an example.", valueName: "code"))
  var explain: String?

  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    if let explain {
      guard rules.isEmpty else {
        throw usage(zh: "--explain 后面只写编号", en: "--explain takes a code and no rule files")
      }
      if DiagnosticGuide.find(explain) == nil { throw unknownCode(explain) }
    } else if rules.isEmpty {
      throw usage(zh: "缺少规则文件", en: "missing rule files")
    }
  }

  func run() throws {
    let console = speech.console
    if let guide = explain.flatMap(DiagnosticGuide.find) {
      console.show(explanation(of: guide, console.language))
      return
    }
    var firstError: String?
    var hasErrors = false
    var hasWarnings = false
    var checked: [Checked] = []
    // More files than one run takes are looked at one by one.
    let mayBeRun = rules.count <= Limits.policies
    for path in rules {
      let file = try RuleFiles(path: path, include: include).file()
      let one = Jili.check([file], behind: mayBeRun ? checked.last?.sources ?? [] : [])[0]
      let said = one.diagnostics + one.lints
      console.report(said, sources: one.sources)
      firstError = firstError ?? one.diagnostics.firstError
      hasErrors = hasErrors || said.contains { $0.severity == .error }
      hasWarnings = hasWarnings || said.contains { $0.severity == .warning }
      if let program = one.program {
        console.tell(summary(path, program, plan(program), console.language))
      }
      checked.append(one)
    }
    // A draft and what it changes are no two policies of one run.
    let programs = checked.compactMap(\.program).withoutIncluded
    let found = mayBeRun ? disagreements(programs) : []
    if !found.isEmpty {
      console.report(found, sources: checked.last?.sources ?? [])
      firstError = firstError ?? found.firstError
      hasErrors = hasErrors || found.contains { $0.severity == .error }
      hasWarnings = true
    }
    if let firstError { console.offerExplanation(of: firstError) }
    if hasErrors { throw ExitCode.rulesInError }
    if strict, hasWarnings { throw ExitCode.failed }
  }

  private func unknownCode(_ code: String) -> any Error {
    let near = nearestName(to: code.uppercased(), among: DiagnosticGuide.all.map(\.code))
    return usage(
      zh: "--explain：没有编号 `\(code)`" + (near.map { "；是否 `\($0)`？" } ?? "，编号如 J3101"),
      en: "--explain: there is no code `\(code)`"
        + (near.map { "; did you mean `\($0)`?" } ?? "; codes are such as J3101"))
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
