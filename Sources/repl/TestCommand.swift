import ArgumentParser
import Glibc
import Jili
import JiliLexer

/// `jili test [PATH…]`: runs the examples of rule files and the company files beside them.
struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract:
      "Run the examples in rule files, and every NAME.companies.csv against its expected file.")

  @Argument(
    help: ArgumentHelp("Rule files or folders; without any, this folder.", valueName: "path"),
    completion: .rules)
  var paths: [String] = []

  @Option(
    name: .customShort("I", allowingJoined: true),
    help: ArgumentHelp("Where else used files and sources are looked for.", valueName: "dir"),
    completion: .directory)
  var include: [String] = []

  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let console = speech.console
    var tally = Tally()
    var hasErrors = false
    let files = ruleFiles()
    if files.isEmpty {
      console.tell(console.language == .zh ? "没有找到规则文件\n" : "no rule files found\n")
    }
    for path in files {
      let compiled = try RuleFiles(path: path, include: include).compile()
      let errors = compiled.diagnostics.filter { $0.severity == .error }
      console.report(errors, sources: compiled.sources)
      guard let program = compiled.program, let plan = compiled.plan else {
        hasErrors = true
        continue
      }
      runExamples(path, program, plan, compiled, &tally, console)
      for pair in CompanyPair.beside(path) {
        tally.count(pair.run(plan, console), of: .pair, label: pair.companies, console)
      }
    }
    console.show(tally.summary.text(console.language) + "\n")
    if hasErrors { throw ExitCode.rulesInError }
    if tally.failed > 0 { throw ExitCode.failed }
  }

  /// How many tests passed and failed, examples and pairs of company files apart.
  struct Tally {
    enum Kind { case example, pair }

    private var passed = (examples: 0, pairs: 0)
    private var failedCount = (examples: 0, pairs: 0)

    var failed: Int { failedCount.examples + failedCount.pairs }

    /// `12 个通过，1 个失败（算例 11/12，企业文件 1/1）`
    var summary: Wording {
      let held = passed.examples + passed.pairs
      let examples = "\(passed.examples)/\(passed.examples + failedCount.examples)"
      let pairs = "\(passed.pairs)/\(passed.pairs + failedCount.pairs)"
      return Wording(
        zh: "\(held) 个通过，\(failed) 个失败（算例 \(examples)，企业文件 \(pairs)）",
        en: "\(held) passed, \(failed) failed (examples \(examples), company files \(pairs))")
    }

    mutating func count(
      _ failures: [Wording], of kind: Kind, label: String, _ console: Console
    ) {
      let one = (examples: kind == .example ? 1 : 0, pairs: kind == .pair ? 1 : 0)
      if failures.isEmpty {
        passed = (passed.examples + one.examples, passed.pairs + one.pairs)
        return
      }
      failedCount = (failedCount.examples + one.examples, failedCount.pairs + one.pairs)
      let word = console.language == .zh ? "失败" : "failed"
      console.show("\(word): \(label)\n")
      for failure in failures.prefix(Limits.diagnostics) {
        console.show("    \(visible(shortened(failure.text(console.language)[...])))\n")
      }
      if failures.count > Limits.diagnostics { console.show("    …\n") }
    }
  }

  private func runExamples(
    _ path: String, _ program: CheckedProgram, _ plan: Plan, _ compiled: Compiled,
    _ tally: inout Tally, _ console: Console
  ) {
    for result in Jili.runExamples(program, plan) {
      let source = compiled.sources[Int(result.span.file)]
      let place = source.place(at: result.span.start)
      tally.count(
        result.failures, of: .example,
        label: "\(source.name):\(place.line):\(place.column) “\(result.label)”", console)
    }
  }

  private func ruleFiles() -> [String] {
    var found: [String] = []
    for path in paths.isEmpty ? ["."] : paths {
      if let names = folderNames(path) {
        found += names.filter { $0.hasSuffix(".rules") }.sorted().map {
          path == "." ? $0 : path.hasSuffix("/") ? path + $0 : path + "/" + $0
        }.filter(Files.isFile)
      } else {
        found.append(path)
      }
    }
    return found
  }
}

/// The names in a folder; nil where the path is none.
func folderNames(_ path: String) -> [String]? {
  guard let folder = opendir(path) else { return nil }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}
