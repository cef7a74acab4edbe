package import JiliLexer

/// The answer for one company as a table for readers: award, sum in 元, state, reason, article.
///
/// `isBrief` leaves out what is missing and the notes, for an explanation says them again.
package func outcomeTable(
  _ answer: PolicyOutcome, language: Language, isBrief: Bool = false, width: (String) -> Int
) -> String {
  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
  var rows = [
    [
      word("奖项", "award"), word("金额（元）", "sum (元)"), word("状态", "state"),
      word("说明", "reason"), word("条款", "article"),
    ]
  ]
  let plan = answer.plan
  for outcome in answer.outcome.lines {
    rows.append([
      plan.lineName(outcome.line, language),
      outcome.sumText(language), outcome.state.label.text(language),
      outcome.reason.text(language), plan.lines[outcome.line].articles(language),
    ])
  }
  let awards = rows.count > 1 ? [tableText(rows, alignRight: [1], width: width)] : []
  let tables = awards + benefitTables(answer, language, width: width)
  return tables.joined(separator: "\n") + totalText(answer, language, isBrief: isBrief)
}

/// The total in a sentence, what is missing, and the notes.
func totalText(
  _ answer: PolicyOutcome, _ language: Language, isBrief: Bool = false
) -> String {
  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
  let outcome = answer.outcome
  let unspecified = outcome.lines.count { $0.state == .unspecified }
  var text = word("合计", "total") + " " + outcome.totalLow.groupedYuanText
  if let high = outcome.totalHigh {
    if high != outcome.totalLow { text += word("，最高可达 ", ", at most ") + high.groupedYuanText }
  } else {
    text += word("，上限不定", ", no upper bound")
  }
  if unspecified > 0 {
    text += word(
      "，另有 \(unspecified) 项没有写明金额",
      ", and \(unspecified) \(unspecified == 1 ? "award" : "awards") without a sum in the text")
  }
  text += "\n"
  if isBrief { return text }
  let missing = outcome.missing.map { fact in
    let name = answer.plan.factName(fact.fact, language)
    return fact.effect.map { name + " (" + $0.groupedYuanText + ")" } ?? name
  }
  if !missing.isEmpty {
    text += word("待补：", "missing: ") + missing.joined(separator: word("、", ", ")) + "\n"
  }
  for note in outcome.notes {
    text += word("提示：", "note: ") + note.text(language) + "\n"
  }
  return text
}

extension LineOutcome {
  /// One sum, or the range it lies in.
  func sumText(_ language: Language) -> String { sumRangeText(low, high, language) }
}

/// `1,500,000.00`, `0.00 .. 300,000.00`, `50,000.00 起`.
func sumRangeText(_ low: Exact, _ high: Exact?, _ language: Language) -> String {
  guard let high else {
    let open = Wording(zh: " 起", en: " or more").text(language)
    return low.isZero ? "—" : low.groupedYuanText + open
  }
  return high == low ? low.groupedYuanText : low.groupedYuanText + " .. " + high.groupedYuanText
}

extension LineState {
  /// What a reader sees; files and JSON keep the stable English word.
  package var label: Wording {
    switch self {
    case .notDue: Wording(zh: "无", en: "not due")
    case .overQuota: Wording(zh: "名额外", en: "over quota")
    case .excluded: Wording(zh: "让位", en: "excluded")
    case .undetermined: Wording(zh: "待定", en: "undetermined")
    case .unspecified: Wording(zh: "未定额", en: "unspecified")
    case .upTo: Wording(zh: "最高", en: "up to")
    case .due: Wording(zh: "应得", en: "due")
    }
  }
}
