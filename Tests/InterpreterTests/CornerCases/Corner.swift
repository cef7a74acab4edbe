import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// One sentence of the language with the rules and companies that would show it to be untrue.
///
/// A file under Tests/Corners holds many. The first character of a line says what it is:
///
///     == renewed: the `when` is asked with new = yes      the sentence; a case begins
///     = and the share is taken of that sum                it goes on
///     award 小巨人 = 150万 when new; renewal = 20%          rules, as in a rule file
///     @ 基础.rules                                         another file; its rules follow
///     ? --year 2027 --key 企业                             options
///     | 企业,小巨人                                          a company file
///     | 甲,复评
///     > 小巨人.复评 due 30万; 合计 30万                      what its rows must give, in order
///     ~ 3 小巨人 J4203                                      a rejected row: number, column, code
///     ! 1:7 J3301                                         a finding; rules with one do not run
///
/// Without a company file `>` speaks of a company of which nothing is known. Examples among the
/// rules must hold. `>` understands `LINE STATE LOW .. HIGH`, `合计 LOW .. HIGH` (no high: without
/// bound), `待补 A、B`, `未定 A`, `提示 words`, `无提示 words`, `理由 LINE words`, `让于 LINE LINE`,
/// `分担 LINE PAYER SUM、PAYER SUM`, `解释 LINE words`, `总句 words`. A reason is
/// compared at its end.
struct Corner: Sendable, CustomTestStringConvertible {
  let path: String
  /// Where the case begins, from 1.
  let line: Int
  private(set) var sentence: String
  private(set) var rules: [String] = []
  /// Further files by name; lines go to the last one named.
  private(set) var files: [(name: String, lines: [String])] = []
  private(set) var options = ""
  private(set) var table: [String] = []
  private(set) var rows: [String] = []
  private(set) var rejects: [String] = []
  private(set) var findings: [String] = []

  var testDescription: String { "\(path):\(line) \(sentence)" }

  static let all: [Corner] = Repository.files(under: "Tests/Corners", endings: [".cases"])
    .flatMap { path in (try? cases(Repository.text(path), at: path)) ?? [] }

  static func cases(_ text: String, at path: String) -> [Corner] {
    var found: [Corner] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("== ") {
        found.append(Corner(path: path, line: number + 1, sentence: String(line.dropFirst(3))))
      } else if !found.isEmpty {
        found[found.count - 1].take(line)
      }
    }
    return found
  }

  private mutating func take(_ line: String) {
    let words = String(line.dropFirst(2))
    switch line.prefix(2) {
    case "= ": sentence += " " + words
    case "? ": options = words
    case "| ": table.append(words)
    case "> ": rows.append(words)
    case "~ ": rejects.append(words)
    case "! ": findings.append(words)
    case "@ ": files.append((words, []))
    default:
      if files.isEmpty { rules.append(line) } else { files[files.count - 1].lines.append(line) }
    }
  }
}

// MARK: - Running

extension Corner {
  /// Every way in which the case departs from what it says; empty where the sentence holds.
  func failures() throws -> [String] {
    let compiled = compile(Self.bytes(rules), named: "政策.rules") { path in
      files.first { $0.name == path }.map { Self.bytes($0.lines) }
    }
    let found = compiled.diagnostics.filter { $0.span.file == 0 }.map { finding in
      shown(finding, in: compiled.sources[0])
    }
    if !findings.isEmpty {
      return found.sorted() == findings.sorted() ? [] : ["found: \(found)"]
    }
    guard let plan = compiled.plan, let program = compiled.program else { return found }
    var failures = runExamples(program, plan).flatMap { result in
      result.failures.map { "\(result.label): \($0.zh)" }
    }
    do throws(InputRefusal) {
      failures += try rowFailures(plan)
    } catch {
      failures += error.problems.map { "\($0.code) \($0.message.zh)" }
    }
    return failures
  }

  private static func bytes(_ lines: [String]) -> [UInt8] {
    Array(lines.joined(separator: "\n").utf8)
  }

  private func shown(_ finding: Diagnostic, in source: Source) -> String {
    let place = source.place(at: finding.span.start)
    let fix = finding.fixes.first.map { " " + $0.replacement.trimmed } ?? ""
    return "\(place.line):\(place.column) \(finding.code)\(fix)"
  }

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
    let words = options.split(separator: " ").map(String.init)
    for (name, value) in zip(words, words.dropFirst()) {
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
    guard found.count == rows.count else { return ["\(found.count) rows for \(rows.count)"] }
    var failures: [String] = []
    for (index, (row, (outcome, facts, notes))) in zip(rows, found).enumerated() {
      let shown = ShownOutcome(outcome, facts, notes, plan)
      for wish in row.split(separator: ";").map({ String($0).trimmed }) where !wish.isEmpty {
        if let difference = shown.difference(from: wish) {
          failures.append("row \(index + 1): \(wish): \(difference)")
        }
      }
    }
    return failures
  }
}

/// An outcome in the words of a case.
private struct ShownOutcome {
  private let outcome: RowOutcome
  private let row: Row
  private let notes: [String]
  private let plan: Plan

  init(_ outcome: RowOutcome, _ row: Row, _ notes: [String], _ plan: Plan) {
    self.outcome = outcome
    self.row = row
    self.notes = notes + outcome.notes.map(\.zh)
    self.plan = plan
  }

  /// nil where the wish holds, else what was found instead.
  func difference(from wish: String) -> String? {
    let words = wish.split(separator: " ").map(String.init)
    let rest = words.dropFirst().joined(separator: " ")
    switch words.first {
    case "合计": return unequal(range(outcome.totalLow, outcome.totalHigh), rest)
    case "总句":
      let text = totalText(PolicyOutcome(plan: plan, outcome: outcome), .zh, isBrief: true)
      return unequal(String(text.dropLast()), rest)
    case "待补":
      return unequal(outcome.missing.map { plan.factName($0.fact) }.joined(separator: "、"), rest)
    case "未定":
      return unequal(
        outcome.lines.filter { $0.state == .unspecified }.map { name($0.line) }
          .joined(separator: "、"), rest)
    case "提示": return notes.contains { $0.contains(rest) } ? nil : "\(notes)"
    case "无提示": return notes.contains { $0.contains(rest) } ? "\(notes)" : nil
    case "理由", "让于", "分担", "解释":
      guard words.count > 1, let line = line(words[1]) else { return "no such line" }
      let more = words.dropFirst(2).joined(separator: " ")
      if words[0] == "让于" { return unequal(line.lostTo.map(name) ?? "无", more) }
      if words[0] == "解释" {
        let page = self.page(of: line)
        return page.contains(more) ? nil : page
      }
      if words[0] == "分担" { return unequal(payers(of: line), more) }
      return line.reason.zh.hasSuffix(more) ? nil : line.reason.zh
    default:
      guard let first = words.first, let line = line(first) else { return "no such line" }
      return unequal("\(line.state.rawValue) \(range(line.low, line.high))", rest)
    }
  }

  private func unequal(_ found: String, _ wanted: String) -> String? {
    found == wanted ? nil : found.isEmpty ? "nothing" : found
  }

  /// What is explained of one line; labels stand one blank before their words.
  private func page(of line: LineOutcome) -> String {
    let explainer = Explainer(plan, RunOptions(), asked: .only(.init(lines: [line.line])))
    let company = explainer.explanation(of: 0, in: [row], outcome)
    return ExplanationPage(plan, .zh).markdown(company).replacing("**", with: "")
  }

  private func line(_ name: String) -> LineOutcome? {
    outcome.lines.first { self.name($0.line) == name }
  }

  private func name(_ line: Int) -> String { plan.lines[line].column(.zh) }

  private func payers(of line: LineOutcome) -> String {
    line.funding.map { "\($0.label ?? "未分") \(range($0.low, $0.high))" }.joined(separator: "、")
  }

  private func range(_ low: Exact, _ high: Exact?) -> String {
    guard let high else { return moneyText(low) + " .." }
    return low == high ? moneyText(low) : moneyText(low) + " .. " + moneyText(high)
  }
}

extension String {
  fileprivate var trimmed: String {
    let blanks: Set<Character> = [" ", "\u{3000}"]
    let tail = drop { blanks.contains($0) }
    return String(tail.reversed().drop { blanks.contains($0) }.reversed())
  }
}
