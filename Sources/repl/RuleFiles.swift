import Jili
import JiliLexer

/// Reads a policy from disk: the rule file, what it uses, and the policy's text.
struct RuleFiles {
  let path: String
  let include: [String]

  init(path: String, include: [String] = []) {
    self.path = path
    self.include = include
  }

  /// Compiles the policy; what was found is in the result, an unreadable file is thrown.
  func compile() throws(FileFault) -> Compiled { Jili.compile([try file()]) }

  /// The rule file with its bytes.
  func file() throws(FileFault) -> RuleFile {
    RuleFile(
      name: path, bytes: try Files.read(path, limit: Limits.ruleFileBytes + 1), read: read)
  }

  /// Reads what a rule file at this path names: beside it, then in the folders of `-I`.
  var read: ReadFile {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let allowed = [folder] + include
    return { [include] target in
      for candidate in [target]
        + include.map({ Self.joined($0, String(target.dropFirst(folder.count))) })
      {
        do {
          return try Files.read(candidate, within: allowed, limit: Limits.policyBytes)
        } catch let fault as FileFault where fault.isAbsent {
          continue
        }
      }
      return nil
    }
  }

  private static func joined(_ folder: String, _ path: String) -> String {
    folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }
}

extension RuleOptions {
  /// Compiles the policies of a run, says what was found, and ends the run where there is an error.
  func plan(_ console: Console) throws -> (plan: Plan, compiled: Compiled) {
    try RuleFiles.plan(rules, include, console)
  }
}

extension RuleFiles {
  /// The same for policies that are named otherwise.
  static func plan(
    _ rules: [String], _ include: [String], _ console: Console
  ) throws -> (plan: Plan, compiled: Compiled) {
    var files: [RuleFile] = []
    for path in rules { files.append(try RuleFiles(path: path, include: include).file()) }
    let compiled = Jili.compile(files)
    console.report(compiled.diagnostics.filter { $0.severity > .note }, sources: compiled.sources)
    if let code = compiled.diagnostics.firstError { console.offerExplanation(of: code) }
    guard let plan = compiled.plan else { throw ExitCode.rulesInError }
    if plan.isEmpty {
      let start = Span(file: 0, start: 0, end: 0)
      console.report([.nothingToRun(at: start)], sources: compiled.sources)
      throw ExitCode.rulesInError
    }
    return (plan, compiled)
  }
}

extension Plan {
  /// `3 项奖励，1 项优待`: what the rules hold.
  var contents: Wording {
    let awards = lines.count { !$0.isRenewal }
    var parts = [
      Wording(zh: "\(awards) 项奖励", en: "\(awards) " + (awards == 1 ? "award" : "awards"))
    ]
    if !benefits.isEmpty {
      let word = benefits.count == 1 ? "benefit" : "benefits"
      parts.append(Wording(zh: "\(benefits.count) 项优待", en: "\(benefits.count) \(word)"))
    }
    if !limits.isEmpty {
      let word = limits.count == 1 ? "limit" : "limits"
      parts.append(Wording(zh: "\(limits.count) 条限额", en: "\(limits.count) \(word)"))
    }
    return Wording(
      zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
  }
}

extension FileFault {
  /// There is no such file, as against one that cannot be read.
  var isAbsent: Bool { diagnostic.code == "J5001" }
}

extension Console {
  /// Says why an input or an option cannot be used, and gives the code to end with.
  func refuse(_ refusal: InputRefusal) -> ExitCode {
    for problem in refusal.problems.prefix(Limits.diagnostics) { report(problem, .error) }
    let rest = refusal.problems.count - Limits.diagnostics
    if rest > 0 {
      say(Wording(zh: "另有 \(rest) 处\n", en: "and \(rest) more\n").text(language))
    }
    if let first = refusal.problems.first { offerExplanation(of: first.code) }
    return refusal.kind == .usage ? .usage : .unusableInput
  }

  func refuse(_ refusal: OutputRefusal) -> ExitCode {
    report(refusal.message, code: refusal.code, .error)
    return refusal.kind == .usage ? .usage : .checkFailed
  }

  func report(_ problem: InputProblem, _ severity: Severity) {
    var place = problem.file.map { $0 + ":" } ?? ""
    if let row = problem.row { place += "\(row):" }
    report(problem.message, code: problem.code, severity, place: place)
  }

  func report(_ message: Wording, code: String, _ severity: Severity, place: String = "") {
    let head = place.isEmpty ? "" : visible(place) + " "
    let words = visible(shortened(message.text(language)[...]))
    say("\(head)\(severity.word(language)) \(code): \(words)\n")
  }
}
