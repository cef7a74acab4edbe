import JiliLexer

@testable import Jili

/// An outcome in the words of a case.
struct ShownOutcome {
  /// The award that a claim without a name speaks of.
  private static let award = "奖"
  private static let answers = ["yes": "due", "no": "not-due", "unknown": "undetermined"]

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

  /// nil where the claim holds, else what was found instead.
  func difference(from claim: String) -> String? {
    let words = claim.split(separator: " ").map(String.init)
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
    case "理由", "让于", "分担", "解释": return lineDifference(words)
    default: return sumDifference(words, claim, rest)
    }
  }

  private func lineDifference(_ words: [String]) -> String? {
    guard words.count > 1, let line = line(words[1]) else { return "no such line" }
    let more = words.dropFirst(2).joined(separator: " ")
    switch words[0] {
    case "让于": return unequal(line.lostTo.map(name) ?? "无", more)
    case "分担": return unequal(payers(of: line), more)
    case "解释":
      let page = self.page(of: line)
      return page.contains(more) ? nil : page
    default: return line.reason.zh.hasSuffix(more) ? nil : line.reason.zh
    }
  }

  /// `LINE STATE SUM`, or of the award 奖 alone `STATE SUM`, `SUM`, or an answer.
  private func sumDifference(_ words: [String], _ claim: String, _ rest: String) -> String? {
    guard let first = words.first else { return "no claim" }
    if let named = line(first) { return unequal(stateAndSum(named), rest) }
    guard let line = line(Self.award) else { return "no such line" }
    if let state = Self.answers[first] { return unequal(line.state.rawValue, state) }
    if first.wholeMatch(of: /[0-9.]+[元万亿]+/) != nil {
      return unequal(range(line.low, line.high), claim)
    }
    return unequal(stateAndSum(line), claim)
  }

  private func stateAndSum(_ line: LineOutcome) -> String {
    "\(line.state.rawValue) \(range(line.low, line.high))"
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

  private func name(_ line: Int) -> String { plan.lineName(line, .zh) }

  private func payers(of line: LineOutcome) -> String {
    line.funding.map { "\($0.label ?? "未分") \(range($0.low, $0.high))" }.joined(separator: "、")
  }

  private func range(_ low: Exact, _ high: Exact?) -> String {
    guard let high else { return moneyText(low) + " .." }
    return low == high ? moneyText(low) : moneyText(low) + " .. " + moneyText(high)
  }
}

extension String {
  var trimmed: String {
    let blanks: Set<Character> = [" ", "\u{3000}"]
    let tail = drop { blanks.contains($0) }
    return String(tail.reversed().drop { blanks.contains($0) }.reversed())
  }
}
