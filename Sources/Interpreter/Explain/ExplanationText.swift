package import JiliLexer

/// Why one award is due, or which conditions stand against it and by how much.
package func explanation(_ plan: Plan, of line: LineOutcome, _ language: Language) -> String {
  var page = ExplanationPage(plan: plan, language: language)
  page.write(line)
  if line.failing.count > 1 { page.write(line.failing) }
  return page.text
}

private struct ExplanationPage {
  let plan: Plan
  let language: Language
  var text = ""

  private func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  mutating func write(_ outcome: LineOutcome) {
    let line = plan.lines[outcome.line]
    text += "\(plan.lineName(outcome.line, language)): \(outcome.state.label.text(language))"
    if outcome.state != .notDue { text += " " + sum(outcome.low, outcome.high) }
    text += "\n"
    let reason = outcome.reason.text(language)
    if !reason.isEmpty { text += "    \(reason)\n" }
    for part in outcome.instalments {
      text += "    \(word("拨付", "instalment")) \(part.label ?? ""): \(sum(part.low, part.high))\n"
    }
    for part in outcome.funding where part.label != nil {
      text += "    \(word("分担", "payer")) \(part.label ?? ""): \(sum(part.low, part.high))\n"
    }
    for effect in outcome.readings {
      let would = sum(effect.low, effect.high)
      text += "    "
      text += word(
        "若 \(effect.reading) = \(effect.choice)：\(would)",
        "if \(effect.reading) = \(effect.choice): \(would)")
      text += "\n"
    }
    if outcome.state != .notDue { writeSources(line) }
  }

  private mutating func writeSources(_ line: Line) {
    for cite in line.cites {
      let quote = cite.quote.map { word(" “\($0)”", " \"\($0)\"") } ?? ""
      text += "    \(word("依据", "article")) \(cite.article)\(quote)\n"
    }
    for note in line.notes { text += "    \(word("注", "note")) \(note)\n" }
    if line.receivedSlot >= 0 || line.paidSlot >= 0 {
      text += "    "
      text += word("无已得、已付记录的按 0 元计", "nothing on record of receipts and payments counts as 0元")
      text += "\n"
    }
  }

  /// One failing condition a line, with the value that it met and the distance.
  mutating func write(_ failing: [FailingCondition]) {
    for condition in failing {
      text += "    · \(condition.condition)"
      if !condition.actual.isEmpty { text += word("：", ": ") + condition.actual }
      if let gap = condition.gap { text += word("，差 \(gap)", ", short by \(gap)") }
      text += "\n"
    }
  }

  private func sum(_ low: Exact, _ high: Exact?) -> String {
    guard let high else { return word("\(low.yuanText) 起", "\(low.yuanText) or more") }
    return low == high
      ? low.yuanText
      : word("\(low.yuanText) 至 \(high.yuanText)", "\(low.yuanText) to \(high.yuanText)")
  }
}
