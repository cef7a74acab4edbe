package import JiliLexer

/// What the readings cost, for readers and for machines.
package struct ReadingsReport {
  let plan: Plan
  let costs: ReadingCosts
  let language: Language

  package init(_ plan: Plan, _ costs: ReadingCosts, language: Language) {
    self.plan = plan
    self.costs = costs
    self.language = language
  }

  private func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  // MARK: - For readers

  package var page: ReportPage {
    var page = ReportPage()
    let total = shownRange(costs.low, costs.high, language)
    page.words(
      word(
        "\(plan.readings.count) 处理解，\(costs.companies) 家企业（\(costs.rows) 行），合计 \(total) 元；"
          + "每次只换一处，其余不变",
        "\(plan.readings.count) readings, \(costs.companies) companies (\(costs.rows) rows), "
          + "total \(total) 元; one reading is changed at a time"))
    for cost in costs.readings { write(cost, on: &page) }
    return page
  }

  private func write(_ cost: ReadingCosts.Cost, on page: inout ReportPage) {
    let reading = plan.readings[cost.reading]
    let articles = reading.cites.articles(language)
    page.heading(articles.isEmpty ? reading.name : reading.name + "  " + articles)
    page.words(reading.note ?? "")
    var rows = [
      [
        word("选择", "choice"), word("合计（元）", "total (元)"), word("相差（元）", "difference (元)"),
        word("企业数", "companies"), word("增加", "gain"), word("减少", "lose"),
      ]
    ]
    for choice in cost.choices {
      rows.append(
        [choice.name + mark(choice), shownRange(choice.low, choice.high, language)]
          + (choice.isBase ? ["", "", "", ""] : changes(choice)))
    }
    page.table(rows, alignRight: [1, 2, 3, 4, 5])
    if let words = verdict(cost) { page.words(words) }
    page.bullets(
      cost.choices.flatMap { choice in choice.changes.map { named($0, under: choice) } })
  }

  private func mark(_ choice: ReadingCosts.Choice) -> String {
    switch (choice.isDefault, choice.isBase) {
    case (true, true): word("（默认）", " (default)")
    case (true, false): word("（默认，未取）", " (default, not taken)")
    case (false, true): word("（本次所取）", " (taken)")
    case (false, false): ""
    }
  }

  private func changes(_ choice: ReadingCosts.Choice) -> [String] {
    [
      difference(choice), String(choice.gaining + choice.losing), String(choice.gaining),
      String(choice.losing),
    ]
  }

  private func difference(_ choice: ReadingCosts.Choice) -> String {
    let low = signed(choice.lowChange)
    guard let high = choice.highChange else { return low + word(" 起", " or more") }
    return high == choice.lowChange ? low : low + " .. " + signed(high)
  }

  private func signed(_ sum: Exact) -> String {
    (sum > .zero ? "+" : "") + sum.groupedYuanText
  }

  /// A reading that changes nothing says so.
  private func verdict(_ cost: ReadingCosts.Cost) -> String? {
    guard cost.changesNothing else { return nil }
    return cost.isUsed
      ? word("换哪一种，名单里每家企业的合计都不变", "under every choice each company of the file keeps its total")
      : word("没有规则用到这处理解", "no rule asks for this reading")
  }

  private func named(_ change: ReadingCosts.Change, under choice: ReadingCosts.Choice) -> String {
    let before = shownRange(change.baseLow, change.baseHigh, language)
    let after = shownRange(change.low, change.high, language)
    return word(
      "\(choice.name)：\(change.company) \(before) → \(after)",
      "\(choice.name): \(change.company) \(before) → \(after)")
  }

  // MARK: - For machines

  package func delimited(hasMark: Bool) -> [UInt8] {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: hasMark)
    writer.row([
      word("理解", "reading"), word("选择", "choice"), word("默认", "default"), word("所取", "taken"),
      word("合计", "low"), word("上限合计", "high"), word("相差", "low_change"),
      word("上限相差", "high_change"), word("企业数", "companies"), word("增加", "gain"),
      word("减少", "lose"), word("企业", "named"), word("条款", "article"), word("注", "note"),
      word("说明", "remark"),
    ])
    for cost in costs.readings {
      let reading = plan.readings[cost.reading]
      for choice in cost.choices {
        writer.text(reading.name)
        writer.text(choice.name)
        writer.text(choice.isDefault ? word("是", "yes") : "")
        writer.text(choice.isBase ? word("是", "yes") : "")
        for sum in [choice.low, choice.high, choice.lowChange, choice.highChange] {
          writer.sum(sum)
        }
        for count in [choice.gaining + choice.losing, choice.gaining, choice.losing] {
          writer.count(count)
        }
        writer.text(
          choice.changes.map(plainly).joined(separator: ResultWord.noteJoint.text(language)))
        writer.text(reading.cites.articles(language))
        writer.text(reading.note ?? "")
        writer.text(verdict(cost) ?? "")
        writer.endRow()
      }
    }
    return writer.bytes
  }

  /// `甲 300000.00 → 150000.00`
  private func plainly(_ change: ReadingCosts.Change) -> String {
    func range(_ low: Exact, _ high: Exact?) -> String {
      guard let high else { return low.yuanText + word(" 起", " or more") }
      return low == high ? low.yuanText : low.yuanText + " .. " + high.yuanText
    }
    let after = range(change.low, change.high)
    return "\(change.company) \(range(change.baseLow, change.baseHigh)) → \(after)"
  }

  package var document: JSONValue {
    .object([
      JSONMember("schema", .number("1")), JSONMember("rows", .count(costs.rows)),
      JSONMember("companies", .count(costs.companies)),
      JSONMember("total", .object(JSONValue.range(costs.low, costs.high))),
      JSONMember("readings", .array(costs.readings.map(entry))),
    ])
  }

  private func entry(_ cost: ReadingCosts.Cost) -> JSONValue {
    let reading = plan.readings[cost.reading]
    return .object([
      JSONMember("reading", .string(reading.name)), JSONMember("cite", .cites(reading.cites)),
      JSONMember("note", .text(reading.note)), JSONMember("used", .bool(cost.isUsed)),
      JSONMember("choices", .array(cost.choices.map(entry))),
    ])
  }

  private func entry(_ choice: ReadingCosts.Choice) -> JSONValue {
    .object(
      [
        JSONMember("choice", .string(choice.name)), JSONMember("default", .bool(choice.isDefault)),
        JSONMember("taken", .bool(choice.isBase)),
      ] + JSONValue.range(choice.low, choice.high) + [
        JSONMember("low_change", .yuan(choice.lowChange)),
        JSONMember("high_change", .yuan(choice.highChange)),
        JSONMember("companies", .count(choice.gaining + choice.losing)),
        JSONMember("gain", .count(choice.gaining)), JSONMember("lose", .count(choice.losing)),
        JSONMember(
          "named",
          .array(
            choice.changes.map { change in
              .object(
                [
                  JSONMember("company", .string(change.company)),
                  JSONMember("base_low", .yuan(change.baseLow)),
                  JSONMember("base_high", .yuan(change.baseHigh)),
                ] + JSONValue.range(change.low, change.high))
            })),
      ])
  }
}
