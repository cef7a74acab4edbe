package import JiliLexer

extension Reply {
  /// The answer in words; findings are shown apart from it.
  package func text(_ language: Language) -> String {
    var page = ReplyPage(language: language)
    for part in parts { page.write(part) }
    return page.text
  }
}

private struct ReplyPage {
  let language: Language
  var text = ""

  private func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  private mutating func line(_ words: String) { text += words + "\n" }

  mutating func write(_ part: Reply.Part) {
    switch part {
    case .rule(let change): write(change)
    case .stated(let name, let value): line("\(name) = \(value)")
    case .forgotten(let name, let wasStated):
      line(
        wasStated
          ? word("\(name) 不再给出", "\(name) is no longer given")
          : word("\(name) 本来就没有给出", "\(name) was not given"))
    case .dropped(let name):
      line(word("\(name) 与改后的规则不合，已去掉", "\(name) no longer fits the rules and was dropped"))
    case .date(let days, let isStated): write(days, isStated)
    case .value(let value): line(words(value))
    case .awards(let outcome): write(outcome)
    case .total(let outcome): writeTotal(outcome)
    case .explanation(let outcome, let isNegative): explain(outcome, isNegative)
    case .need(let outcome): writeNeed(outcome)
    case .example(let result): write(result)
    case .facts(let stated, let notGiven): write(stated, notGiven)
    case .cleared: line(word("规则和事实都已清空", "rules and facts are cleared"))
    }
  }

  // MARK: - Rules and facts

  private mutating func write(_ change: RuleChange) {
    let name = change.word.text(language) + " " + change.name
    switch change.kind {
    case .added: line(word("\(name)：已加入", "\(name): added"))
    case .removed:
      let earlier = change.earlier.map { word("（原在 \($0)）", " (was at \($0))") } ?? ""
      line(word("\(name)：已去掉\(earlier)", "\(name): done\(earlier)"))
    case .replaced:
      guard let earlier = change.earlier else {
        line(word("\(name)：已替换", "\(name): replaced"))
        return
      }
      line(word("\(name)：已替换 \(earlier) 的", "\(name): replaces the one at \(earlier)"))
    }
  }

  private mutating func write(_ result: ExampleResult) {
    let name = word("算例“\(result.label)”", "example “\(result.label)”")
    let holds = result.failures.isEmpty
    line(holds ? word("\(name)：成立", "\(name): holds") : word("\(name)：不成立", "\(name): fails"))
    for failure in result.failures { line("    " + failure.text(language)) }
  }

  private mutating func write(_ days: Days, _ isStated: Bool) {
    let date = rangeText(days) ?? word("未知", "unknown")
    let source =
      isStated || days == .unknown
      ? "" : word("（政策有效期最后一天）", " (the last day of the policy's period)")
    line(word("日期", "date") + " = " + date + source)
  }

  private mutating func write(
    _ stated: [(name: String, value: String)], _ notGiven: [Explanation]
  ) {
    for (name, value) in stated { line("\(name) = \(value)") }
    if notGiven.isEmpty { return }
    let names = notGiven.map { $0.text(language) }.joined(separator: word("、", ", "))
    line(word("没有给出：", "not given: ") + names)
  }

  // MARK: - Values

  private func words(_ answer: AnsweredValue) -> String {
    let missing = answer.missing.map { $0.text(language) }.joined(separator: word("、", ", "))
    var open = missing.isEmpty ? [] : [word("缺 \(missing)", "missing \(missing)")]
    if answer.dividesByZero { open.append(Explanation.zeroDivisor.text(language)) }
    let reasons = open.joined(separator: word("；", "; "))
    let tail = open.isEmpty ? "" : word("（\(reasons)）", " (\(reasons))")
    switch answer.value {
    case .truth(let truth):
      if truth.isUnknown { return word("未知", "unknown") + tail }
      return truth.isYes ? word("是", "yes") : word("否", "no")
    case .number(let bounds, let type, let isUnspecified):
      let sum = words(bounds, type)
      return (isUnspecified ? word("原文未定金额，\(sum)", "no sum in the text, \(sum)") : sum) + tail
    case .fact(let fact, let value): return words(value, fact) + tail
    case .choice(let choice): return choice
    case .overflow: return ""
    }
  }

  private func words(_ value: SlotValue, _ fact: Fact) -> String {
    switch value {
    case .unknown: return word("未知", "unknown")
    case .absent: return word("无", "none")
    case .title(let status, _, _): return statusText(status).text(language)
    case .number, .atLeast, .date, .flag, .code: return valueText(value, of: fact, texts: [])
    }
  }

  private func words(_ bounds: Bounds, _ type: ValueType) -> String {
    guard bounds.isPresent else { return word("无", "none") }
    let absent = bounds.mayBeAbsent ? word("，或无", ", or none") : ""
    if type == .date { return dateText(bounds) + absent }
    switch (bounds.low, bounds.high) {
    case (nil, nil): return word("未知", "unknown") + absent
    case (let low?, nil): return word("不低于 ", "at least ") + number(low, type) + absent
    case (nil, let high?): return word("不超过 ", "at most ") + number(high, type) + absent
    case (let low?, let high?):
      if low == high { return number(low, type) + absent }
      return number(low, type) + word(" 至 ", " to ") + number(high, type) + absent
    }
  }

  private func number(_ number: Exact, _ type: ValueType) -> String {
    guard type == .duration, number.isWhole else { return numberText(number, type) }
    let months = Int(number.numerator)
    return months % 12 == 0
      ? word("\(months / 12) 年", "\(months / 12) years")
      : word("\(months) 个月", "\(months) months")
  }

  private func dateText(_ bounds: Bounds) -> String {
    let days = Days(
      first: bounds.low.map { Int($0.numerator) }, last: bounds.high.map { Int($0.numerator) })
    return rangeText(days) ?? word("未知", "unknown")
  }

  private func rangeText(_ days: Days) -> String? {
    if let text = days.text { return text }
    let first = days.first.map { isoText(civilDate($0)) }
    let last = days.last.map { isoText(civilDate($0)) }
    switch (first, last) {
    case (nil, nil): return nil
    case (let first?, nil): return word("\(first) 起", "from \(first)")
    case (nil, let last?): return word("至 \(last)", "to \(last)")
    case (let first?, let last?): return word("\(first) 至 \(last)", "\(first) to \(last)")
    }
  }

  // MARK: - Awards

  private mutating func write(_ outcome: PolicyOutcome) {
    let rows = outcome.outcome.lines.map { line in
      let described = outcome.plan.lines[line.line]
      return [
        described.column(language), line.sumText(language), line.state.label.text(language),
        line.reason.text(language), described.articles(language),
      ]
    }
    let awards = rows.isEmpty ? [] : [tableText(rows, alignRight: [1], width: displayWidth)]
    let tables = awards + benefitTables([outcome], language, width: displayWidth)
    text += tables.joined(separator: "\n")
  }

  /// What comes to something, then the sum of it, what is missing and what is to be noted.
  private mutating func writeTotal(_ outcome: PolicyOutcome) {
    var shown = outcome
    shown.outcome.lines.removeAll { $0.state == .notDue }
    (shown.outcome.benefits, shown.outcome.limits) = ([], [])
    write(shown)
    text += (try? totalText([outcome], language)) ?? ""
  }

  private mutating func explain(_ outcome: PolicyOutcome, _ isNegative: Bool) {
    for line in outcome.outcome.lines {
      let name = outcome.plan.lines[line.line].column(language)
      if isNegative, line.state == .due {
        self.line(word("\(name) 是应得的：", "\(name) is due:"))
      }
      text += explanation(outcome.plan, of: line, language)
    }
    for benefit in outcome.outcome.benefits {
      if isNegative, benefit.state == .benefit {
        let name = outcome.plan.benefits[benefit.benefit].name
        line(word("\(name) 是享受的：", "\(name) is granted:"))
      }
      text += explanation(outcome.plan, of: benefit, language)
    }
    for limit in outcome.outcome.limits { text += explanation(outcome.plan, of: limit, language) }
  }

  private mutating func writeNeed(_ outcome: PolicyOutcome) {
    let missing = outcome.outcome.missing
    let unpaid = unpaidNeed(outcome)
    if missing.isEmpty {
      line(unpaid ?? word("不缺什么", "nothing is missing"))
      return
    }
    let rows = missing.map { fact in
      [
        outcome.plan.factName(fact.fact, language),
        fact.effect?.groupedYuanText ?? word("不封顶", "unbounded"),
      ]
    }
    let head = [word("缺", "missing"), word("对合计的影响（元）", "effect on the total (元)")]
    text += tableText([head] + rows, alignRight: [1], width: displayWidth)
    if let unpaid { line(unpaid) }
  }

  /// What only benefits and limits hang on: no sum does.
  private func unpaidNeed(_ outcome: PolicyOutcome) -> String? {
    let known = outcome.outcome.missing.map(\.fact)
    let open =
      outcome.outcome.benefits.flatMap(\.missing) + outcome.outcome.limits.flatMap(\.missing)
    var names: [String] = []
    for fact in open where !known.contains(fact) {
      let name = outcome.plan.factName(fact, language)
      if !names.contains(name) { names.append(name) }
    }
    if names.isEmpty { return nil }
    return word("优待和限额还缺：", "benefits and limits need: ")
      + names.joined(separator: word("、", ", "))
  }
}
