import JiliLexer

/// Turns the parts of a reply into pieces that every form of answer can show.
struct ReplyPage {
  let language: Language
  let words: ReplyWords

  init(language: Language) {
    self.language = language
    words = ReplyWords(language: language)
  }

  func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  func blocks(_ part: Reply.Part) -> [ReplyBlock] {
    switch part {
    case .rule(let change): [.remark(line(change))]
    case .stated(let name, let value): [.remark("\(name.text(language)) = \(value)\n")]
    case .forgotten(let name, true):
      [.remark(word("\(name.zh) 不再给出\n", "\(name.en) is no longer given\n"))]
    case .forgotten(let name, false):
      [.remark(word("\(name.zh) 本来就没有给出\n", "\(name.en) was not given\n"))]
    case .dropped(let name):
      [
        .remark(
          word(
            "\(name.zh) 与改后的规则不合，已去掉\n",
            "\(name.en) no longer fits the rules and was dropped\n"))
      ]
    case .date(let days, let isStated): [.remark(line(days, isStated))]
    case .value(let value):
      [.words(words.words(value) + "\n", cell: words.words(value))]
    case .awards(let outcome): awards(outcome)
    case .total(let outcome): total(outcome)
    case .explanation(let outcome, let company, let isNegative):
      explanation(outcome, company, isNegative)
    case .need(let outcome): need(outcome)
    case .whatIf(let whatIf): blocks(whatIf)
    case .sweep(let sweep): [.table(table(sweep))]
    case .swept(let sweep): blocks(sweep)
    case .sweptValues(let sweep):
      [
        .reading(
          ListedReport(sweep, line: nil, language: language).page.text(width: displayWidth))
      ]
    case .example(let result): [.words(lines(result), cell: result.label)]
    case .facts(let stated, let notGiven): facts(stated, notGiven)
    case .readings(let readings, let choices): [.words(lines(readings, choices), cell: "")]
    case .differences(let differences, let adopted): blocks(differences, adopted)
    case .question(let question, let outcome): [.remark(line(question, outcome))]
    case .interviewed(let outcome, let skipped): interviewed(outcome, skipped)
    case .reloaded(let differences): [.remark(line(reloaded: differences))]
    case .undone(let entry): [.remark(word("已撤销：", "undone: ") + firstLine(entry) + "\n")]
    case .redone(let entry): [.remark(word("已恢复：", "done again: ") + firstLine(entry) + "\n")]
    case .nothingToUndo: [.remark(word("没有可撤销的\n", "there is nothing to undo\n"))]
    case .nothingToRedo: [.remark(word("没有可恢复的\n", "there is nothing to do again\n"))]
    case .cleared: [.remark(word("规则和事实都已清空\n", "rules and facts are cleared\n"))]
    }
  }

  // MARK: - Rules and facts

  private func line(_ change: RuleChange) -> String {
    let name = change.word.text(language) + " " + change.name
    switch change.kind {
    case .added: return word("\(name)：已加入\n", "\(name): added\n")
    case .removed:
      let earlier = change.earlier.map { word("（原在 \($0)）", " (was at \($0))") } ?? ""
      return word("\(name)：已去掉\(earlier)\n", "\(name): done\(earlier)\n")
    case .replaced:
      guard let earlier = change.earlier else {
        return word("\(name)：已替换\n", "\(name): replaced\n")
      }
      return word("\(name)：已替换 \(earlier) 的\n", "\(name): replaces the one at \(earlier)\n")
    }
  }

  private func lines(_ result: ExampleResult) -> String {
    let name = word("算例“\(result.label)”", "example “\(result.label)”")
    let holds = result.failures.isEmpty
    let verdict = holds ? word("：成立", ": holds") : word("：不成立", ": fails")
    return name + verdict + "\n"
      + result.failures.map { "    " + $0.text(language) + "\n" }.joined()
  }

  private func line(_ days: Days, _ isStated: Bool) -> String {
    let date = words.rangeText(days) ?? word("未知", "unknown")
    let source =
      isStated || days == .unknown
      ? "" : word("（政策有效期最后一天）", " (the last day of the policy's period)")
    return word("日期", "date") + " = " + date + source + "\n"
  }

  private func facts(
    _ stated: [(name: Wording, value: String)], _ notGiven: [Explanation]
  ) -> [ReplyBlock] {
    let stated = stated.map { (name: $0.name.text(language), value: $0.value) }
    let rows = stated.map { [ReplyTable.Cell.text($0.name), .text($0.value)] }
    var blocks: [ReplyBlock] = stated.map { .reading("\($0.name) = \($0.value)\n") }
    let table = ReplyTable(
      columns: [
        .init(title: Wording(zh: "事实", en: "fact")), .init(title: Wording(zh: "值", en: "value")),
      ], rows: rows)
    blocks.append(.data(table))
    if notGiven.isEmpty { return blocks }
    let names = words.names(notGiven.map { $0.text(language) })
    return blocks + [.remark(word("没有给出：", "not given: ") + names + "\n")]
  }

  private func lines(_ readings: [Reading], _ choices: [Int]) -> String {
    if readings.isEmpty { return word("规则里没有“理解”\n", "the rules have no readings\n") }
    return zip(readings, choices).map { reading, choice in
      let all = reading.choices.enumerated().map { $0 == choice ? "*" + $1 : $1 }
      let note = reading.note.map { "    " + $0 + "\n" } ?? ""
      return reading.name + " = " + all.joined(separator: word(" 或 ", " or ")) + "\n" + note
    }.joined()
  }

  private func blocks(
    _ differences: [RuleDifference], _ adopted: [String]
  ) -> [ReplyBlock] {
    let against = adopted.isEmpty ? "" : word("，对照 ", " against ") + words.names(adopted)
    if differences.isEmpty { return [.remark(word("没有改动", "no changes") + against + "\n")] }
    var text = word(
      "\(differences.count) 处改动",
      differences.count == 1 ? "1 change" : "\(differences.count) changes")
    text += against + "\n"
    for difference in differences {
      for (mark, words) in [("- ", difference.old), ("+ ", difference.new)] {
        for line in words?.split(separator: "\n") ?? [] { text += mark + line + "\n" }
      }
    }
    return [.words(text, cell: text)]
  }

  private func line(reloaded differences: [RuleDifference]) -> String {
    if differences.isEmpty { return word("文件没有变\n", "the files are as they were\n") }
    let names = differences.map { $0.word.text(language) + " " + $0.name }
    return word("文件改了：", "changed: ") + words.names(names) + "\n"
  }

  private func firstLine(_ entry: String) -> String {
    let lines = entry.split(separator: "\n")
    guard let first = lines.first else { return "" }
    return lines.count > 1 ? first + " …" : String(first)
  }

  // MARK: - Awards

  private func awards(_ outcome: PolicyOutcome) -> [ReplyBlock] {
    [.table(awardTable(outcome))] + benefits(outcome, isFirst: outcome.outcome.lines.isEmpty)
  }

  func awardTable(_ outcome: PolicyOutcome) -> ReplyTable {
    let rows = outcome.outcome.lines.map { line in
      let described = outcome.plan.lines[line.line]
      return [
        ReplyTable.Cell.text(outcome.plan.lineName(line.line, language)),
        .range(line.low, line.high), .text(line.state.label.text(language)),
        .text(line.reason.text(language)), .text(described.articles(language)),
      ]
    }
    return ReplyTable(
      columns: [
        .init(title: Wording(zh: "奖项", en: "award")),
        .init(
          title: Wording(zh: "金额", en: "sum"),
          kind: .range(highTitle: Wording(zh: "上限", en: "high"))),
        .init(title: Wording(zh: "状态", en: "state")),
        .init(title: Wording(zh: "说明", en: "reason")),
        .init(title: Wording(zh: "条款", en: "article")),
      ], rows: rows, hasHead: false)
  }

  private func benefits(_ outcome: PolicyOutcome, isFirst: Bool) -> [ReplyBlock] {
    benefitTables(outcome, language, width: displayWidth).enumerated().map { index, table in
      .reading((isFirst && index == 0 ? "" : "\n") + table)
    }
  }

  /// What comes to something, then the sum of it, what is missing and what is to be noted.
  private func total(_ outcome: PolicyOutcome) -> [ReplyBlock] {
    var shown = outcome
    shown.outcome.lines.removeAll { $0.state == .notDue }
    (shown.outcome.benefits, shown.outcome.limits) = ([], [])
    return awards(shown) + [.reading(totalText(outcome, language))]
  }

  private func explanation(
    _ outcome: PolicyOutcome, _ company: CompanyExplanation, _ isNegative: Bool
  ) -> [ReplyBlock] {
    let plan = outcome.plan
    var won: [String] = []
    if isNegative {
      won += outcome.outcome.lines.filter { $0.state == .due }.map {
        let name = plan.lineName($0.line, language)
        return word("\(name) 是应得的：\n", "\(name) is due:\n")
      }
      won += outcome.outcome.benefits.filter { $0.state == .benefit }.map {
        let name = plan.benefitName($0.benefit)
        return word("\(name) 是享受的：\n", "\(name) is granted:\n")
      }
    }
    let page = ExplanationPage(plan, language)
    return won.map { .reading($0) } + [
      .page(page.answers(company), markdown: page.markdownAnswers(company)),
      .data(awardTable(outcome)),
    ]
  }

  private func need(_ outcome: PolicyOutcome) -> [ReplyBlock] {
    let missing = outcome.outcome.missing
    let unpaid = unpaidNeed(outcome).map { [ReplyBlock.remark($0 + "\n")] }
    if missing.isEmpty {
      return unpaid ?? [.remark(word("不缺什么\n", "nothing is missing\n"))]
    }
    let rows = missing.map { fact in
      [ReplyTable.Cell.text(outcome.plan.factName(fact.fact, language)), .sum(fact.effect)]
    }
    let table = ReplyTable(
      columns: [
        .init(title: Wording(zh: "缺", en: "missing")),
        .init(
          title: Wording(zh: "对合计的影响（元）", en: "effect on the total (元)"), kind: .number),
      ], rows: rows)
    return [.table(table)] + (unpaid ?? [])
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
    return word("优待和限额还缺：", "benefits and limits need: ") + words.names(names)
  }
}
