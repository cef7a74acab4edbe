package import JiliLexer

/// Targets, the file and the budget, for readers and for machines.
package struct ForecastReport {
  let program: CheckedProgram
  let forecast: Forecast
  let language: Language

  package init(_ program: CheckedProgram, _ forecast: Forecast, language: Language) {
    self.program = program
    self.forecast = forecast
    self.language = language
  }

  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  // MARK: - For readers

  package var page: ReportPage {
    var page = ReportPage()
    page.words(opening)
    guard !forecast.targets.isEmpty else {
      page.words(word("规则里没有目标", "the rules state no target"))
      return page
    }
    page.heading(word("目标", "Targets"))
    page.table(targetRows, alignRight: [2, 3, 4, 5])
    if !forecast.totals.isEmpty {
      page.heading(word("预算", "Budget"))
      let (rows, payers) = budgetRows
      page.table(rows, alignRight: Set(0...0).union(2...4 + payers))
    }
    page.heading(word("口径和假设", "How it is counted and assumed"))
    page.bullets(assumptions)
    return page
  }

  private var opening: String {
    let year = forecast.year.map { String($0) } ?? word("不明", "unknown")
    return word(
      "\(forecast.policy)：评价年度 \(year)，名单 \(forecast.companies) 家企业（\(forecast.rows) 行）",
      "\(forecast.policy): year of evaluation \(year), \(forecast.companies) companies "
        + "(\(forecast.rows) rows)")
  }

  private var targetRows: [[String]] {
    var rows = [
      [
        word("对象", "target"), word("口径", "kind"), word("到", "by"), word("目标", "goal"),
        word("现有", "present"), word("还缺", "missing"), word("条款", "article"),
        word("说明", "remark"),
      ]
    ]
    for target in forecast.targets {
      let stated = program.targets[target.target]
      for (place, milestone) in target.milestones.enumerated() {
        let isFirst = place == 0
        let remarks = [milestone.reason].compactMap(\.self) + (isFirst ? target.remarks : [])
        rows.append([
          isFirst ? name(stated) : "", isFirst ? kind(stated).text(language) : "",
          milestone.year.map { String($0) } ?? "", goal(milestone, stated, place),
          shown(milestone.present, milestone.unit), missing(milestone),
          isFirst ? stated.cites.articles(language) : "",
          remarks.map { $0.text(language) }.joined(
            separator: ResultWord.noteJoint.text(language)),
        ])
      }
    }
    return rows
  }

  /// The years of each target, then the years together; and how many payers have a column.
  private var budgetRows: (rows: [[String]], payers: Int) {
    let labels = payers
    var rows = [
      [
        word("年份", "year"), word("对象", "target"), word("家数", "companies"),
        word("每家（元）", "each (元)"), word("金额（元）", "sum (元)"),
      ] + labels.map { payerName($0) }
    ]
    for target in forecast.targets {
      for year in target.years {
        rows.append(
          [
            String(year.year), name(program.targets[target.target]), shown(year.count),
            shownPrice(year.price), shownRange(year.low, year.high, language),
          ] + shares(year.payers, labels))
      }
    }
    let total = ResultWord.total.text(language)
    for year in forecast.totals {
      rows.append(
        [String(year.year), total, "", "", shownRange(year.low, year.high, language)]
          + shares(year.payers, labels))
    }
    rows.append(
      ["", total, "", "", shownRange(forecast.low, forecast.high, language)]
        + shares(allPayers, labels))
    return (rows, labels.count)
  }

  private var allPayers: [Part] {
    forecast.totals.reduce([]) { $0.adding($1.payers) }
  }

  /// Who pays, in the order in which the years name them; nobody where nothing is split.
  var payers: [String?] {
    let labels = allPayers.map(\.label)
    return labels.contains { $0 != nil } ? labels : []
  }

  private func payerName(_ label: String?) -> String { label ?? word("未分担", "not split") }

  private func shares(_ parts: [Part], _ labels: [String?]) -> [String] {
    labels.map { label in
      guard let part = parts.first(where: { $0.label == label }) else { return "0.00" }
      return shownRange(part.low, part.high, language)
    }
  }

  private func shownPrice(_ price: Price) -> String {
    if price.isUnspecified, price.low.isZero { return "—" }
    return shownRange(price.low, price.high, language)
  }

  private func shown(_ count: ClosedRange<Int>) -> String {
    count.lowerBound == count.upperBound
      ? String(count.lowerBound) : "\(count.lowerBound) .. \(count.upperBound)"
  }

  private func shown(_ bounds: Bounds?, _ unit: ValueType) -> String {
    guard let bounds else { return "—" }
    guard let low = bounds.low, let high = bounds.high else { return word("未知", "unknown") }
    let text = numberText(low, unit)
    return low == high ? text : text + " .. " + numberText(high, unit)
  }

  private func missing(_ milestone: Forecast.Milestone) -> String {
    milestone.missing?.high == .zero
      ? word("已达", "met") : shown(milestone.missing, milestone.unit)
  }

  /// The number as the text states it, with what it comes to where that is another.
  private func goal(
    _ milestone: Forecast.Milestone, _ target: CheckedTarget, _ place: Int
  ) -> String {
    let stated = target.milestones[place]
    guard let low = stated.low, let high = stated.high else {
      return Keywords.spelling(.unspecified, language)
    }
    var text = numberText(low, stated.unit)
    if low != high { text += " .. " + numberText(high, stated.unit) }
    switch target.relation {
    case .equal: break
    case .atLeast: text = "≥ " + text
    case .above: text = "> " + text
    case .about: text = word("约 ", "about ") + text
    }
    guard stated.of != nil || target.each != nil else { return text }
    return milestone.goal == nil ? text : text + " = " + shown(milestone.goal, milestone.unit)
  }

  // MARK: - Names

  func name(_ target: CheckedTarget) -> String {
    target.subjects.map { program.name(of: $0) }.joined(
      separator: ResultWord.nameJoint.text(language))
  }

  func kind(_ target: CheckedTarget) -> Wording {
    switch target.kind {
    case .cumulative: Wording(zh: "累计", en: "cumulative")
    case .new: Wording(zh: "新增", en: "new")
    case .perYear: Wording(zh: "每年新增", en: "per year")
    }
  }

  // MARK: - What is counted and assumed

  /// Sentences that every figure of the report rests on.
  var assumptions: [String] {
    var all = [
      word(
        "现有：评价年度里称号有效、奖项应得、条件成立的企业；政策不适用的企业不计。",
        "Present: companies that in the year of evaluation hold the title, are due the award or "
          + "meet the condition; companies to which the policy does not apply are left out.")
    ]
    if let year = forecast.year {
      let since = forecast.since.map { min($0, year) } ?? year
      all.append(
        word(
          "新增只计新认定，不计新引进，从 \(since) 年算到 \(year) 年；每年新增只看 \(year) 年。",
          "New means newly recognised, relocated ones are not counted: from \(since) to \(year); "
            + "per year looks at \(year) alone."))
    }
    if forecast.rowsLeftOut > 0 {
      all.append(
        word(
          "年份不明或晚于评价年度的 \(forecast.rowsLeftOut) 行没有计入。",
          "\(forecast.rowsLeftOut) rows of no settled or of a later year are not counted."))
    }
    guard !forecast.totals.isEmpty else { return all }
    all += [
      word(
        "预算：现有的都保持到目标年；缺的平均落在评价年度以后的各年，除不尽的放在最后一年。每年新增的，每年都要这么多。",
        "Budget: what is there stays until the target's year; what is missing falls evenly on the "
          + "years after the year of evaluation, the remainder on the last. A number per year is "
          + "needed in each of them."),
      word(
        "每家按当年新认定的奖励计，企业的其他情况一概不知道；不计复评、就高、名额和其他奖励。",
        "Each costs what its award pays for a new recognition in that year, of a company of which "
          + "nothing else is known; renewals, exclusions, quotas and other awards are left out."),
      word(
        "几个目标数同一对象的，合计里只算最贵的一个；部分重叠的，合计从其中最贵的一个到几个之和。",
        "Of several targets for the same only the dearest is in the total; where they overlap in "
          + "part, the total runs from the dearest of them to their sum."),
    ]
    return all
  }
}

extension CheckedProgram {
  /// As the text names what is counted.
  func name(of subject: CheckedTarget.Subject) -> String {
    switch subject {
    case .title(let id): facts[id].name
    case .award(let index): awards[index].name
    case .companies(let name, _), .sum(let name, _): name
    case .label(let words): "「\(words)」"
    }
  }
}
