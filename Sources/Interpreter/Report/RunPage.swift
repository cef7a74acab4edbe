package import JiliLexer

/// What a report on one policy, or several, is made from.
package struct RunReportData: Sendable {
  package var plan: Plan
  package var summary: RunSummary
  package var files: [String]
  package var date: String?
  package var absent: [String]
  package var quotas: [QuotaMargin] = []
  package var readings: [ReadingPrice] = []
  package var curve: PaymentCurve?

  /// `heading` says what is known of the input besides its rows.
  package init(_ plan: Plan, _ summary: RunSummary, _ heading: Ingested, files: [String]) {
    self.plan = plan
    self.summary = summary
    self.files = files
    date = heading.reportDate
    var seen: Set<String> = []
    absent = heading.inputs.flatMap(\.absent).filter { seen.insert($0).inserted }
  }

  package func report(
    from origin: ReportOrigin, notices: [String], _ language: Language
  ) -> PolicyReport {
    RunPage(self, language).report(origin, notices)
  }
}

private struct RunPage {
  let data: RunReportData
  let words: ReportWords
  private var summary: RunSummary { data.summary }
  private var hasRanges: Bool { summary.high != summary.low }

  init(_ data: RunReportData, _ language: Language) {
    self.data = data
    var words = ReportWords(language)
    let companies = data.summary.figures?.bins.reduce(0) { $0 + $1.companies }
    words.rowsAreCompanies = companies == data.summary.counts.accepted
    self.words = words
  }

  private var language: Language { words.language }
  private func word(_ zh: String, _ en: String) -> String { words.word(zh, en) }
  private var joint: String { ResultWord.nameJoint.text(language) }
  private var total: SumRange { SumRange(low: summary.low, high: summary.high) }
  private var companies: Int { summary.figures?.bins.reduce(0) { $0 + $1.companies } ?? 0 }

  func report(_ origin: ReportOrigin, _ notices: [String]) -> PolicyReport {
    let policies = data.plan.policies.map(\.name).joined(separator: joint)
    let date = data.date.map { word("，日期 \($0)", ", \($0)") } ?? ""
    var report = PolicyReport(
      title: word("政策兑付测算：", "Policy budget: ") + policies,
      subtitle: data.files.joined(separator: joint) + date, headline: headline, keys: keys,
      notices: notices + remarks, origin: origin, language: language)
    report.parts.append(awards())
    for (index, split) in (summary.breakdown?.splits ?? []).enumerated() {
      report.parts.append(part(split, index))
    }
    if !summary.payers.isEmpty { report.parts.append(payers()) }
    if let figures = summary.figures {
      report.parts += [words.spread([("", figures)]), words.counts([("", figures)])]
      if let curve = data.curve { report.parts.append(curve.part(words)) }
      report.parts.append(words.fates(data.plan.fates(figures)))
    }
    if !data.quotas.isEmpty { report.parts.append(words.quotas(data.quotas)) }
    if !data.readings.isEmpty { report.parts.append(words.readings(data.readings)) }
    if !summary.benefits.isEmpty || !summary.limits.isEmpty { report.parts.append(benefits()) }
    return report
  }

  private func name(_ award: RunSummary.AwardSum) -> String {
    let name = award.name.text(language)
    return summary.hasSeveralPolicies ? award.policy + "." + name : name
  }

  /// The paragraph at the head, from a fixed template.
  private var headline: String {
    let most = summary.awards.enumerated().filter { !$0.element.low.isZero }
      .sorted { one, other in
        one.element.low == other.element.low
          ? one.offset < other.offset : one.element.low > other.element.low
      }.prefix(3).map(\.element)
    let date = data.date.map { word("、按 \($0) 的情况", " as of \($0)") } ?? ""
    var text = word(
      "按名单所列 \(groupedCount(companies)) 家企业\(date)测算，"
        + "\(groupedCount(summary.companies)) 家可得奖励，确定的合计 \(words.short(summary.low))",
      "Over the \(groupedCount(companies)) companies of the file\(date), "
        + "\(groupedCount(summary.companies)) are due \(words.short(summary.low)) for certain")
    if let high = summary.high, high > summary.low {
      text += word(
        "；名单所缺的事实和核定补齐后，合计最多 \(words.short(high))",
        "; with missing facts and approvals at most \(words.short(high))")
    } else if summary.high == nil {
      text += word("；原文没有定额的奖项另计", "; awards for which the text names no sum come besides")
    }
    text += word("。", ".")
    if !most.isEmpty {
      let parts = most.map { award in
        word(
          "\(name(award)) \(words.short(award.low))（\(groupedCount(award.companies)) 家）",
          "\(name(award)) \(words.short(award.low)) (\(groupedCount(award.companies)))")
      }
      text += word("金额最大的是：", " The largest: ") + parts.joined(separator: joint) + word("。", ".")
    }
    if !summary.payers.isEmpty {
      let parts = summary.payers.map { payer in
        (payer.payer ?? ResultWord.notSplit.text(language)) + " " + words.short(payer.low)
      }
      text +=
        word("按分担：", " By payer: ") + parts.joined(separator: word("，", ", ")) + word("。", ".")
    }
    return text
  }

  private var keys: [PolicyReport.Key] {
    [
      PolicyReport.Key(
        name: word("预算", "Budget"), value: words.short(summary.low),
        note: hasRanges
          ? word("上限 ", "at most ") + (summary.high.map(words.short) ?? word("不定", "no bound"))
          : ""),
      PolicyReport.Key(
        name: word("得奖企业", "Companies paid"),
        value: word("\(groupedCount(summary.companies)) 家", groupedCount(summary.companies)),
        note: word("共 \(groupedCount(companies)) 家", "of \(groupedCount(companies))")),
      PolicyReport.Key(
        name: word("奖项", "Awards"),
        value: word("\(summary.awards.count) 项", "\(summary.awards.count)"),
        note: word(
          "其中有金额的 \(summary.awards.count { !$0.low.isZero }) 项",
          "\(summary.awards.count { !$0.low.isZero }) pay something")),
      PolicyReport.Key(
        name: word("名单", "File"),
        value: word(
          "\(groupedCount(summary.counts.rows)) 行", "\(groupedCount(summary.counts.rows)) rows"),
        note: summary.counts.rejected == 0
          ? ""
          : word("退回 \(summary.counts.rejected) 行", "\(summary.counts.rejected) rejected")),
    ]
  }

  // MARK: - Parts

  private func awards() -> PolicyReport.Part {
    var table = ResultSheet(names: [
      ResultWord.award.text(language), ResultWord.companies.text(language),
      ResultWord.low.text(language),
    ])
    if hasRanges { table.names.append(ResultWord.high.text(language)) }
    var rows: [RowChart.Row] = []
    for award in summary.awards {
      var cells: [ResultCell] = [.text(name(award)), .count(award.companies), .sum(award.low)]
      if hasRanges { cells.append(.sum(award.high)) }
      table.rows.append(cells)
      if award.high == .zero { continue }
      rows.append(row(name(award), award.companies, SumRange(low: award.low, high: award.high)))
    }
    var cells: [ResultCell] = [
      .text(ResultWord.total.text(language)), .count(summary.companies), .sum(summary.low),
    ]
    if hasRanges { cells.append(.sum(summary.high)) }
    table.rows.append(cells)
    var chart = RowChart(rows: rows)
    if hasRanges {
      chart.legend = [
        (.first, word("确定", "certain")), (.panelled, word("可能再有", "possible besides")),
      ]
    }
    let hidden = summary.awards.count - rows.count
    return PolicyReport.Part(
      key: "awards", title: word("各奖项预算", "Budget by award"),
      lead: hidden > 0
        ? word("\(hidden) 个奖项没有企业可得，不画。", "\(hidden) awards that nobody gets are not drawn.") : "",
      charts: rows.isEmpty ? [] : [("", chart)], table: table, isTotalled: true)
  }

  private func row(_ name: String, _ companies: Int, _ sum: SumRange) -> RowChart.Row {
    var spans = [
      RowChart.Span(
        from: .zero, to: sum.low, colour: .first, tip: "\(name)：\(words.range(sum))")
    ]
    if let high = sum.high, high > sum.low {
      spans.append(
        .init(from: sum.low, to: high, colour: .panelled, tip: "\(name)：\(words.range(sum))"))
    }
    return RowChart.Row(
      label: name,
      lanes: [
        RowChart.Lane(
          spans: spans,
          text: words.range(sum)
            + word("，\(groupedCount(companies)) 家", ", \(groupedCount(companies))"))
      ])
  }

  private func part(_ split: Breakdown.Split, _ index: Int) -> PolicyReport.Part {
    var table = ResultSheet(names: [
      split.name, ResultWord.award.text(language), ResultWord.companies.text(language),
      ResultWord.low.text(language), ResultWord.high.text(language),
    ])
    var rows: [RowChart.Row] = []
    for part in split.parts {
      let value = part.value.text(language)
      for (award, sums) in zip(summary.awards, part.lines) {
        table.rows.append([
          .text(value), .text(name(award)), .count(sums.companies), .sum(sums.low),
          .sum(sums.high),
        ])
      }
      table.rows.append([
        .text(value), .text(ResultWord.total.text(language)), .count(part.total.companies),
        .sum(part.total.low), .sum(part.total.high),
      ])
      if rows.count == Limits.shownGroups { continue }
      rows.append(
        row(
          value, part.total.companies, SumRange(low: part.total.low, high: part.total.high)))
    }
    let hidden = split.parts.count - rows.count
    return PolicyReport.Part(
      key: "by-\(index + 1)", title: word("按 \(split.name)", "By \(split.name)"),
      lead: hidden > 0
        ? word(
          "只画前 \(rows.count) 个取值，其余见数据。", "The first \(rows.count) values; the rest in the data.")
        : "",
      charts: [("", RowChart(rows: rows))], table: table)
  }

  private func payers() -> PolicyReport.Part {
    var table = ResultSheet(names: [word("分担", "payer"), ResultWord.low.text(language)])
    var rows: [RowChart.Row] = []
    for payer in summary.payers {
      let name = payer.payer ?? ResultWord.notSplit.text(language)
      table.rows.append([.text(name), .sum(payer.low)])
      rows.append(
        RowChart.Row(
          label: name, from: .zero, to: payer.low, colour: .first, text: words.short(payer.low)))
    }
    table.rows.append([.text(ResultWord.total.text(language)), .sum(summary.low)])
    return PolicyReport.Part(
      key: "payers", title: word("各方分担", "Payers"), lead: word("确定的部分。", "Certain sums."),
      charts: [("", RowChart(rows: rows))], table: table, isTotalled: true)
  }

  private func benefits() -> PolicyReport.Part {
    var table = ResultSheet(names: [
      word("优待、限额", "benefit, limit"), ResultWord.companies.text(language),
    ])
    for count in summary.benefits {
      table.rows.append([.text(count.name), .count(count.companies)])
    }
    for count in summary.limits {
      table.rows.append([
        .text(word("超过 ", "breaks ") + count.name), .count(count.companies),
      ])
    }
    return PolicyReport.Part(
      key: "benefits", title: word("优待和限额", "Benefits and limits"), lead: "", table: table,
      showsTable: true)
  }

  private var remarks: [String] {
    if data.absent.isEmpty { return [] }
    let facts = data.absent.joined(separator: joint)
    return [
      word(
        "名单里没有、按未知计算的：\(facts)（--absent blank 当作空着）",
        "unknown, for the file lacks them: \(facts) (--absent blank takes them as empty)")
    ]
  }
}

extension Ingested {
  /// The day on which all rows are looked at, where there is one.
  fileprivate var reportDate: String? { defaultDate?.text }
}

extension ChartColour {
  /// What is possible beyond what is certain: as a bar that is paler than all others.
  static let panelled = ChartColour.rule
}
