import JiliLexer
import JiliTestSupport

@testable import Jili
@testable import repl

/// What the program says to an example of a guide.
struct GuideFinding: Equatable {
  let code: String
  let severity: Severity
  let message: Wording
  var notes: [Wording] = []

  init(_ diagnostic: Diagnostic) {
    (code, severity) = (diagnostic.code, diagnostic.severity)
    (message, notes) = (diagnostic.message, diagnostic.notes)
  }

  init(_ problem: InputProblem, _ severity: Severity) {
    (code, self.severity, message) = (problem.code, severity, problem.message)
  }

  init(_ fault: CellFault) { (code, severity, message) = (fault.code, .error, fault.reason) }

  init(code: String, severity: Severity, message: Wording) {
    (self.code, self.severity, self.message) = (code, severity, message)
  }
}

extension GuideExample {
  /// Everything that is found in one half of the example, in the order in which it is found; faults
  /// of drafting where the guide is about one.
  func findings(in text: String, drafting: Bool = false) throws -> [GuideFinding] {
    switch self {
    case .rules(_, _, let beside):
      let compiled = compiled(text, beside)
      return (compiled.diagnostics + (drafting ? compiled.lints : [])).map { GuideFinding($0) }
    case .companies(let rules, let options, _, _):
      let words = options.split(separator: " ").map(String.init)
      let batch = try Batch.parse([Self.rulesName, "--companies", Self.companiesName] + words)
      return ingested(text, rules, batch)
    case .company(let rules, _, _):
      let file = InputFile(name: Self.companyName, bytes: Array(text.utf8))
      return refusals { () throws(InputRefusal) in
        guard let plan = compiled(rules, []).plan else { return }
        _ = try readCompany(file, layout: RowLayout(plan), options: InputOptions())
      }
    case .command(_, _, let files):
      return try said(Array(text.split(separator: " ").dropFirst().map(String.init)), files)
    case .prompt:
      let rules = GuideFile(Self.rulesName, "award 国家级小巨人 = 150万 when new\n")
      let companies = GuideFile(
        "企业.csv", "企业名称,国家级小巨人\n嘉兴甲公司（虚构）,新认定\n嘉兴乙公司（虚构）,复评\n丙有限（虚构）,去年\n")
      // A file is nothing without rules that read it.
      let reads = text.hasPrefix(":企业") ? ":载入 \(Self.rulesName)\n" : ""
      return try said(["-q"], [rules, companies], input: reads + text + "\n")
    case .none: return []
    }
  }

  private func compiled(_ rules: String, _ beside: [GuideFile]) -> Compiled {
    compile(Array(rules.utf8), named: Self.rulesName) { path in
      if path == Self.rulesName { return Array(rules.utf8) }
      return beside.first { $0.name == path }.map { Array($0.text.utf8) }
    }
  }

  private func ingested(_ text: String, _ rules: String, _ batch: Batch) -> [GuideFinding] {
    guard let plan = compiled(rules, []).plan else { return [] }
    let file = InputFile(name: Self.companiesName, bytes: Array(text.utf8))
    var found: [GuideFinding] = []
    return refusals { () throws(InputRefusal) in
      let done = try runBatch(
        plan, [file], input: batch.input.options(batch.facts, map: nil),
        run: RunOptions(choices: [Int](repeating: 0, count: plan.readings.count)))
      found = done.input.rejects.map { GuideFinding($0.fault) }
      found += done.input.notices.map { GuideFinding($0, $0.isPlainNote ? .note : .warning) }
    } + found
  }

  private func refusals(_ run: () throws(InputRefusal) -> Void) -> [GuideFinding] {
    do throws(InputRefusal) {
      try run()
      return []
    } catch {
      return error.problems.map { GuideFinding($0, .error) }
    }
  }

  /// What the built program says on standard error, in both languages.
  private func said(
    _ arguments: [String], _ files: [GuideFile], input: String = ""
  ) throws -> [GuideFinding] {
    func lines(_ language: Language) throws -> [(Severity, String, String)] {
      let desk = try Desk(Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) }))
      let process = try desk.start(arguments + ["--lang", language.rawValue], input: input)
      let ending = try desk.ending(of: process)
      return ending.errors.split(separator: "\n").compactMap { line in
        let head = /(错误|警告|说明|error|warning|note) (J\d{4}): (.*)/
        guard let match = line.firstMatch(of: head) else { return nil }
        let severity = [Severity.error, .warning, .note].first {
          $0.word(language) == match.1
        }
        return (severity ?? .note, String(match.2), String(match.3))
      }
    }
    return try zip(lines(.zh), lines(.en)).map { zh, en in
      GuideFinding(code: zh.1, severity: zh.0, message: Wording(zh: zh.2, en: en.2))
    }
  }
}
