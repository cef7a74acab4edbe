package import JiliLexer

/// Why and why not, award by award, for one company: the sum in words, the conditions that stand
/// against it with actual values and distances, instalments and payers, what another reading would
/// give, records, article and quote; at the end the missing facts and how much hangs on them.
package func explanation(
  _ plan: Plan, _ outcome: RowOutcome, _ row: Row, _ language: Language
) -> String {
  var report = CompanyReport(plan: plan, row: row, language: language)
  for line in outcome.lines { report.write(line) }
  for benefit in outcome.benefits { report.add(explanation(plan, of: benefit, language)) }
  for limit in outcome.limits { report.add(explanation(plan, of: limit, language)) }
  report.writeMissing(outcome.missing)
  report.writeRecords()
  for note in outcome.notes { report.line(0, report.word("提示：", "note: ") + note.text(language)) }
  return report.text
}

/// Why some awards are due, or which conditions stand against them and by how much.
package func explanation(
  _ plan: Plan, of lines: [LineOutcome], _ row: Row, _ language: Language
) -> String {
  var report = CompanyReport(plan: plan, row: row, language: language)
  for line in lines { report.write(line) }
  report.writeRecords()
  return report.text
}

private struct CompanyReport {
  let plan: Plan
  let row: Row
  let language: Language
  private(set) var text = ""
  /// A `received` or `paid` counts as nothing because there is no record.
  private var hasUnrecorded = false

  init(plan: Plan, row: Row, language: Language) {
    self.plan = plan
    self.row = row
    self.language = language
  }

  func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  mutating func line(_ depth: Int, _ words: String) {
    text += String(repeating: "    ", count: depth) + words + "\n"
  }

  mutating func add(_ page: String) { text += page }

  // MARK: - One award

  mutating func write(_ outcome: LineOutcome) {
    let line = plan.lines[outcome.line]
    let state = outcome.state.label.text(language)
    var sum = " " + self.sum(outcome.low, outcome.high)
    if outcome.state == .notDue || outcome.state == .unspecified { sum = "" }
    if outcome.high == nil, outcome.low.isZero, line.unspecified != nil {
      sum = word("，原文未定金额", ", the text names no sum")
    }
    self.line(0, plan.lineName(outcome.line, language) + word("：", ": ") + state + sum)
    writeReason(outcome)
    writeParts(outcome)
    for effect in outcome.readings {
      let would = self.sum(effect.low, effect.high)
      self.line(
        1,
        word(
          "若 \(effect.reading) = \(effect.choice)，则为 \(would)",
          "if \(effect.reading) = \(effect.choice): \(would)"))
    }
    if outcome.state != .notDue { writeRecords(of: line) }
    writeSources(line)
  }

  /// The failing conditions one a line where they are the reason, else the reason.
  private mutating func writeReason(_ outcome: LineOutcome) {
    let reason = outcome.reason.text(language)
    if let first = outcome.failing.first, reason.contains(first.sentence.text(language)) {
      for condition in outcome.failing { line(1, condition.line(language)) }
    } else if !reason.isEmpty, outcome.state != .unspecified {
      line(1, reason)
    }
  }

  private mutating func writeParts(_ outcome: LineOutcome) {
    for part in outcome.instalments {
      line(1, word("拨付", "instalment") + " \(part.label ?? "") " + sum(part.low, part.high))
    }
    // A share of nothing says nothing.
    for part in outcome.funding where part.high.map({ !$0.isZero }) ?? true {
      guard let label = part.label else { continue }
      line(1, word("分担", "payer") + " \(label) " + sum(part.low, part.high))
    }
  }

  private mutating func writeRecords(of line: Line) {
    for slot in [line.receivedSlot, line.paidSlot] where slot >= 0 {
      let fact = plan.facts[plan.slotFacts[slot]]
      switch row.values[slot] {
      case .unknown, .absent: hasUnrecorded = true
      case .number(let sum): self.line(1, fact.shownName(language) + " " + moneyText(sum))
      default: break
      }
    }
  }

  private mutating func writeSources(_ line: Line) {
    for cite in line.cites {
      let quote = cite.quote.map { word("“\($0)”", " \"\($0)\"") } ?? ""
      self.line(1, word("依据", "article") + " \(cite.article)\(quote)")
    }
    for note in line.notes { self.line(1, word("注：", "note: ") + note) }
  }

  // MARK: - The whole company

  mutating func writeMissing(_ missing: [MissingFact]) {
    guard !missing.isEmpty else { return }
    let head = [word("还缺", "missing"), word("影响合计（元）", "effect on the total (元)")]
    let rows = missing.map { fact in
      [
        plan.factName(fact.fact, language),
        fact.effect?.groupedYuanText ?? word("不定", "no bound"),
      ]
    }
    text += "\n" + tableText([head] + rows, alignRight: [1], width: displayWidth)
  }

  /// Said once for all awards: what is not on record counts as nothing.
  mutating func writeRecords() {
    guard hasUnrecorded else { return }
    line(
      0,
      word(
        "提示：没有“已得”“已付”记录的奖项，按没有得过、付过（0 元）计",
        "note: receipts and payments that are not on record count as 0元"))
  }

  private func sum(_ low: Exact, _ high: Exact?) -> String {
    let least = low.groupedYuanText
    guard let high else {
      return low.isZero
        ? word("上限不定", "no upper bound") : word("\(least) 元起，上限不定", "\(least) 元 or more")
    }
    return low == high
      ? word("\(least) 元", "\(least) 元")
      : word("\(least) 至 \(high.groupedYuanText) 元", "\(least) to \(high.groupedYuanText) 元")
  }
}
