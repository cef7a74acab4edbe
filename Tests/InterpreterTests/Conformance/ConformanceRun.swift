import JiliLexer
import JiliTestSupport

@testable import Jili

extension ConformanceCase {
  /// Every way in which the program departs from what is said of it.
  func failures() throws -> [String] {
    if !layout.isEmpty { return layoutFailures() }
    let compiled = compile(ruleFiles)
    let found = compiled.diagnostics.filter { $0.span.file == 0 }
    let wrong = findingFailures(found, compiled.sources)
    if isNegative || !wrong.isEmpty { return wrong }
    guard let plan = compiled.plan else { return ["nothing to compute"] }
    var failures = draftingFailures(compiled) + questionFailures()
    if let program = compiled.program {
      failures += runExamples(program, plan).flatMap { result in
        result.failures.map { "\(result.label): \($0.zh)" }
      }
    }
    do throws(InputRefusal) {
      failures += try rowFailures(plan)
    } catch {
      failures += error.problems.map { "\($0.code) \($0.message.zh)" }
    }
    return failures
  }

  /// The rules, and the further policies that the options name.
  private var ruleFiles: [RuleFile] {
    let others = optionWords.filter { $0.hasSuffix(".rules") }
    return [RuleFile(name: "政策.rules", bytes: Array(rulesText.utf8), read: read)]
      + others.compactMap { name in
        text(of: name).map { RuleFile(name: name, bytes: $0, read: read) }
      }
  }

  private var read: ReadFile { { text(of: $0) } }

  private func text(of name: String) -> [UInt8]? {
    if name == "政策.rules" { return Array(rulesText.utf8) }
    return files.first { $0.name == name }
      .map { Array(($0.lines.joined(separator: "\n") + "\n").utf8) }
  }

  private var optionWords: [String] { options.split(separator: " ").map(String.init) }

  /// Every error is claimed, and every claim is found; a claim may leave the suggestion out.
  private func findingFailures(_ found: [Diagnostic], _ sources: [Source]) -> [String] {
    let shown = found.map { (place: place($0, in: sources), diagnostic: $0) }
    let wanted = findings.map { finding in
      let words = finding.split(separator: " ").map(String.init)
      return (place: words.prefix(2).joined(separator: " "), fix: words.dropFirst(2))
    }
    let missing = wanted.filter { claim in
      !shown.contains { one in
        let fix = one.diagnostic.fixes.first.map { $0.replacement.trimmed } ?? ""
        return one.place == claim.place
          && (claim.fix.isEmpty || claim.fix.joined(separator: " ") == fix)
      }
    }
    let extra = shown.filter { one in
      one.diagnostic.severity == .error && !wanted.contains { $0.place == one.place }
    }
    return missing.isEmpty && extra.isEmpty ? [] : ["found: \(shown.map(\.place))"]
  }

  private func place(_ finding: Diagnostic, in sources: [Source]) -> String {
    let place = sources[Int(finding.span.file)].place(at: finding.span.start)
    return "\(place.line):\(place.column) \(finding.code)"
  }

  private func draftingFailures(_ compiled: Compiled) -> [String] {
    guard let drafting else { return [] }
    let found = compiled.lints.filter { $0.span.file == 0 }
      .map { place($0, in: compiled.sources) }
    return found.sorted() == drafting.sorted() ? [] : ["faults of drafting: \(found)"]
  }

  private func layoutFailures() -> [String] {
    let language = optionWords.last.flatMap(Language.init(rawValue:))
    let laidOut = layOut(Array(rulesText.utf8), named: "政策.rules", keywords: language, read: read)
    guard case .text(let found) = laidOut.result else { return ["not laid out"] }
    return found == layout.joined(separator: "\n") + "\n" ? [] : [found]
  }

  /// `ENTRY ;; QUESTION => ANSWER`: the first line that the question is answered with.
  private func questionFailures() -> [String] {
    questions.compactMap { question in
      let parts = question.split(separator: " => ").map(String.init)
      var session = Transcript()
      _ = session.say(rulesText)
      var answer = ""
      for entry in parts[0].split(separator: " ;; ") {
        answer = session.words(session.say(String(entry)))
      }
      let first = answer.prefix { $0 != "\n" }
      return first == parts.last ?? "" ? nil : "\(parts[0]): \(answer)"
    }
  }

  // MARK: - Rows

  private func rowFailures(_ plan: Plan) throws(InputRefusal) -> [String] {
    let (input, run) = try settings(plan)
    guard !table.isEmpty else {
      guard !rows.isEmpty else { return [] }
      let plan = try plan.settled(input.settings)
      let row = try readCompany([:], layout: RowLayout(plan), options: input)
      return compare(Jili.run(plan, [row], run).map { ($0, row, []) }, plan)
    }
    let bytes = Array(table.map { $0 + "\n" }.joined().utf8)
    let done = try runBatch(
      plan, [InputFile(name: "企业.csv", bytes: bytes)], input: input, run: run)
    let notes = done.input.rows.map { $0.notes.map(\.zh) }
    let refused = done.input.rejects.map { "\($0.number) \($0.column) \($0.fault.code)" }
    return (refused == rejects ? [] : ["rejected: \(refused)"])
      + compare(
        zip(done.outcomes, zip(done.input.rows, notes)).map { ($0, $1.0.row, $1.1) }, plan)
  }

  private func settings(_ plan: Plan) throws(InputRefusal) -> (InputOptions, RunOptions) {
    var input = InputOptions()
    var readings: [Setting] = []
    for (name, value) in zip(optionWords, optionWords.dropFirst()) {
      let pair = value.split(separator: "=", maxSplits: 1).map(String.init)
      switch name {
      case "--year", "--date": input.date = DateText(value).map { Days($0) }
      case "--key": input.key = value
      case "--date-column": input.dateColumn = value
      case "--absent": input.absentIsBlank = value == "blank"
      case "--set": input.settings.append(Setting(name: pair[0], value: pair.last ?? ""))
      case "--reading": readings.append(Setting(name: pair[0], value: pair.last ?? ""))
      default: continue
      }
    }
    return (input, RunOptions(choices: try plan.choices(readings)))
  }

  private func compare(_ found: [(RowOutcome, Row, [String])], _ plan: Plan) -> [String] {
    guard rows.isEmpty || found.count == rows.count else {
      return ["\(found.count) rows for \(rows.count)"]
    }
    var failures: [String] = []
    for (index, (row, (outcome, facts, notes))) in zip(rows, found).enumerated() {
      let shown = ShownOutcome(outcome, facts, notes, plan)
      for claim in row.split(separator: ";").map({ String($0).trimmed }) where !claim.isEmpty {
        if let difference = shown.difference(from: claim) {
          failures.append("row \(index + 1): \(claim): \(difference)")
        }
      }
    }
    return failures
  }
}
