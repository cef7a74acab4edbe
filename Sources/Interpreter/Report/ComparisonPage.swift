import JiliLexer

extension CompareReport {
  /// The whole report of a comparison as a value.
  package func report(from origin: ReportOrigin, notices: [String]) throws(OutputRefusal)
    -> PolicyReport
  {
    try ComparisonPage(self, comparison, language).report(origin, notices)
  }
}

/// The parts of the report of a comparison, in the order in which a finance bureau reads them.
private struct ComparisonPage {
  let text: CompareReport
  let found: PolicyComparison
  let words: ReportWords

  init(_ text: CompareReport, _ found: PolicyComparison, _ language: Language) {
    self.text = text
    self.found = found
    var words = ReportWords(language)
    words.rowsAreCompanies = found.whole.total.companies == found.after.counts.accepted
    self.words = words
  }

  private var language: Language { words.language }
  private func word(_ zh: String, _ en: String) -> String { words.word(zh, en) }
  private var names: (before: String, after: String) { text.names }

  func report(_ origin: ReportOrigin, _ notices: [String]) throws(OutputRefusal) -> PolicyReport {
    let paragraph = text.paragraph
    var report = PolicyReport(
      title: word("政策变动测算：", "Policy change: ")
        + (found.areVersions
          ? found.after.policy : found.before.policy + " → " + found.after.policy),
      subtitle: text.opening,
      headline: paragraph.hasSuffix("\n") ? String(paragraph.dropLast()) : paragraph,
      keys: keys, notices: notices + text.remarks, origin: origin, language: language)
    report.parts.append(try waterfall())
    report.parts.append(bands())
    for (index, split) in found.splits.enumerated() { report.parts.append(part(split, index)) }
    if found.areVersions { report.parts.append(try changes()) }
    if !found.payers.isEmpty {
      report.parts.append(
        figures(found.payers, "payers", word("各方分担", "Payers"), word("分担", "payer")))
    }
    if !found.payments.isEmpty {
      report.parts.append(
        figures(
          found.payments, "payments", word("年度和拨付", "Years and instalments"),
          word("拨付", "payment")))
    }
    if let one = found.before.figures, let two = found.after.figures {
      let runs = [(names.before, one), (names.after, two)]
      report.parts += [words.spread(runs), words.counts(runs)]
    }
    if let curve = found.after.curve { report.parts.append(curve.part(words)) }
    if !found.after.fates.isEmpty {
      var part = words.fates(found.after.fates)
      part.title += word("（\(names.after)）", " (\(names.after))")
      report.parts.append(part)
    }
    if !found.after.quotas.isEmpty {
      var part = words.quotas(found.after.quotas)
      part.title += word("（\(names.after)）", " (\(names.after))")
      report.parts.append(part)
    }
    if !found.readings.isEmpty {
      var part = words.readings(found.readings)
      part.title += word("（\(names.after)）", " (\(names.after))")
      report.parts.append(part)
    }
    if !found.most.isEmpty { report.parts.append(most()) }
    return report
  }

  private var keys: [PolicyReport.Key] {
    let whole = found.whole
    func count(_ bands: CompanyBand...) -> Int {
      bands.reduce(0) { $0 + whole.bands[$1.rawValue].companies }
    }
    let change = whole.total.after.low.subtracting(whole.total.before.low) ?? .zero
    let counts = found.after.counts
    var keys = [
      PolicyReport.Key(
        name: word("预算", "Budget"),
        value: words.short(whole.total.before.low) + " → " + words.short(whole.total.after.low),
        note: whole.total.before.isSettled && whole.total.after.isSettled
          ? ""
          : word("上限 ", "at most ") + ceiling(whole.total.before) + " → "
            + ceiling(whole.total.after)),
      PolicyReport.Key(
        name: word("相差", "Difference"), value: words.signed(change),
        note: whole.total.change.isSettled ? "" : words.range(whole.total.change)),
      PolicyReport.Key(
        name: word("增加", "Gain"), value: words.companies(count(.gains, .newlyPaid)),
        note: word("其中新享受 ", "newly paid ") + words.companies(count(.newlyPaid))),
      PolicyReport.Key(
        name: word("减少", "Lose"), value: words.companies(count(.loses, .losesAll)),
        note: word("其中不再享受 ", "all of it ") + words.companies(count(.losesAll))),
      PolicyReport.Key(
        name: word("不变", "Unchanged"), value: words.companies(count(.same)), note: ""),
    ]
    if count(.undetermined) > 0 {
      keys.append(
        PolicyReport.Key(
          name: word("待定", "Undetermined"), value: words.companies(count(.undetermined)),
          note: word("取决于名单里没有的事实", "hangs on facts the file lacks")))
    }
    keys.append(
      PolicyReport.Key(
        name: word("名单", "File"),
        value: word("\(groupedCount(counts.rows)) 行", "\(groupedCount(counts.rows)) rows"),
        note: counts.rejected == 0
          ? "" : word("退回 \(counts.rejected) 行", "\(counts.rejected) rejected")))
    return keys
  }

  private func ceiling(_ sum: SumRange) -> String {
    sum.high.map(words.short) ?? word("不定", "no bound")
  }

  // MARK: - Budget

  private func waterfall() throws(OutputRefusal) -> PolicyReport.Part {
    var table = figureTable(word("奖项", "award"), withCompanies: true)
    var steps: [(name: String, change: Exact)] = []
    for figure in found.awards {
      let name = text.title(figure)
      let change = try sum(figure.after.low, figure.before.low.negated)
      table.rows.append(row(name, figure, withCompanies: true))
      if !change.isZero { steps.append((name, change)) }
    }
    let (before, after) = (found.before, found.after)
    var total = ComparedFigure()
    total.name = ResultWord.total
    (total.companiesBefore, total.companiesAfter) = (before.companies, after.companies)
    (total.before, total.after) = (before.total, after.total)
    table.rows.append(row(ResultWord.total.text(language), total, withCompanies: true))
    var fall = Waterfall(
      from: (names.before, before.total.low), to: (names.after, after.total.low),
      steps: steps, words: words)
    let chart = try fall.chart()
    var lead = word(
      "从\(names.before) \(words.short(before.total.low))到\(names.after) "
        + "\(words.short(after.total.low))，各奖项确定的部分各增减多少。",
      "From \(words.short(before.total.low)) to \(words.short(after.total.low)): what each award "
        + "adds or takes, certain sums.")
    if chart.floor > .zero {
      lead += word(
        "横轴从 \(words.short(chart.floor))起。", " The scale begins at \(words.short(chart.floor)).")
    }
    if steps.isEmpty { lead = word("各奖项确定的部分都没有变。", "No award's certain sum changes.") }
    return PolicyReport.Part(
      key: "budget", title: word("预算变动", "Budget"), lead: lead,
      charts: [("", chart)], table: table, isTotalled: true)
  }

  private func figureTable(_ head: String, withCompanies: Bool) -> ResultSheet {
    let (one, two) = names
    var columns = [head]
    if withCompanies {
      columns += [one + word("家数", " companies"), two + word("家数", " companies")]
    }
    columns += [one, two, word("相差", "change")]
    if text.hasRanges {
      columns += [one + word("上限", " ceiling"), two + word("上限", " ceiling")]
    }
    return ResultSheet(names: columns)
  }

  private func row(
    _ name: String, _ figure: ComparedFigure, withCompanies: Bool
  ) -> [ResultCell] {
    var cells: [ResultCell] = [.text(name)]
    if withCompanies { cells += [.count(figure.companiesBefore), .count(figure.companiesAfter)] }
    cells += [
      .sum(figure.before.low), .sum(figure.after.low),
      .sum(figure.after.low.subtracting(figure.before.low)),
    ]
    if text.hasRanges { cells += [.sum(figure.before.high), .sum(figure.after.high)] }
    return cells
  }

  /// Payers or payments: two bars each.
  private func figures(
    _ figures: [ComparedFigure], _ key: String, _ title: String, _ head: String
  ) -> PolicyReport.Part {
    var table = figureTable(head, withCompanies: false)
    var rows: [RowChart.Row] = []
    for figure in figures {
      let name = figure.name?.text(language) ?? ResultWord.notSplit.text(language)
      table.rows.append(row(name, figure, withCompanies: false))
      rows.append(
        RowChart.Row(
          label: name,
          lanes: [(figure.before.low, ChartColour.fifth), (figure.after.low, .first)].map {
            RowChart.Lane(
              spans: [
                .init(from: .zero, to: $0.0, colour: $0.1, tip: "\(name)：\(words.short($0.0))")
              ],
              text: words.short($0.0))
          }))
    }
    var chart = RowChart(rows: rows)
    chart.legend = [(.fifth, names.before), (.first, names.after)]
    return PolicyReport.Part(
      key: key, title: title, lead: word("确定的部分。", "Certain sums."), charts: [("", chart)],
      table: table)
  }

  // MARK: - Companies

  private static let drawn: [(band: CompanyBand, colour: ChartColour)] = [
    (.losesAll, .fourth), (.loses, .second), (.undetermined, .fifth), (.oneSided, .soft),
    (.gains, .first), (.newlyPaid, .third),
  ]

  private var shownBands: [(band: CompanyBand, colour: ChartColour)] {
    Self.drawn.filter { entry in
      switch entry.band {
      case .undetermined, .oneSided: found.whole.bands[entry.band.rawValue].companies > 0
      case .losesAll, .loses, .same, .gains, .newlyPaid: true
      }
    }
  }

  private func bands() -> PolicyReport.Part {
    var table = ResultSheet(names: [
      word("变化", "band"), word("企业数", "companies"), names.before, names.after,
      word("相差", "change"), word("相差至少", "change at least"), word("相差至多", "change at most"),
    ])
    func row(_ name: String, _ group: ComparedGroup) -> [ResultCell] {
      [
        .text(name), .count(group.companies), .sum(group.before.low), .sum(group.after.low),
        .sum(group.after.low.subtracting(group.before.low)), .sum(group.change.low),
        .sum(group.change.high),
      ]
    }
    for band in CompanyBand.allCases {
      let group = found.whole.bands[band.rawValue]
      table.rows.append(row(band.label.text(language), group))
    }
    table.rows.append(row(ResultWord.total.text(language), found.whole.total))
    var counts = RowChart(rows: [])
    var sums = RowChart(rows: [])
    for (band, colour) in shownBands {
      let group = found.whole.bands[band.rawValue]
      let change = group.after.low.subtracting(group.before.low) ?? .zero
      let label = band.label.text(language)
      func lane(_ to: Exact, _ text: String) -> RowChart.Lane {
        RowChart.Lane(
          spans: [.init(from: .zero, to: to, colour: colour, tip: "\(label)：\(text)")],
          text: text)
      }
      counts.rows.append(
        RowChart.Row(
          label: label,
          lanes: [lane(Exact(group.companies), plainCompanies(group.companies))]))
      sums.rows.append(RowChart.Row(label: label, lanes: [lane(change, words.signed(change))]))
    }
    let same = found.whole.bands[CompanyBand.same.rawValue].companies
    return PolicyReport.Part(
      key: "companies", title: word("谁增谁减", "Winners and losers"),
      lead: word(
        "\(plainCompanies(found.whole.total.companies))中，\(plainCompanies(same))不变，没有画出。",
        "\(plainCompanies(same)) of \(plainCompanies(found.whole.total.companies)) companies stay "
          + "as they are and are not drawn."),
      charts: [
        (word("企业数", "Companies"), counts), (word("确定部分的增减", "Change of the certain sums"), sums),
      ], table: table, isTotalled: true)
  }

  /// Bands are of companies, whatever the rows are.
  private func plainCompanies(_ count: Int) -> String {
    word("\(groupedCount(count)) 家", groupedCount(count))
  }

  private func part(_ split: ComparedSplit, _ index: Int) -> PolicyReport.Part {
    let bands = CompanyBand.allCases
    var table = ResultSheet(
      names: [split.name, word("企业数", "companies")] + bands.map { $0.label.text(language) }
        + [names.before, names.after, word("相差", "change")])
    func row(_ name: String, _ part: ComparedPart) -> [ResultCell] {
      let total = part.total
      return [.text(name), .count(total.companies)]
        + bands.map { .count(part.bands[$0.rawValue].companies) } + [
          .sum(total.before.low), .sum(total.after.low),
          .sum(total.after.low.subtracting(total.before.low)),
        ]
    }
    var rows: [RowChart.Row] = []
    for part in split.parts {
      let name = part.value.text(language)
      table.rows.append(row(name, part))
      if rows.count == Limits.shownGroups { continue }
      var start = 0
      var spans: [RowChart.Span] = []
      for (band, colour) in shownBands {
        let count = part.bands[band.rawValue].companies
        if count == 0 { continue }
        spans.append(
          .init(
            from: Exact(start), to: Exact(start + count), colour: colour,
            tip: "\(name)：\(band.label.text(language)) \(plainCompanies(count))"))
        start += count
      }
      let change = part.total.after.low.subtracting(part.total.before.low) ?? .zero
      rows.append(
        RowChart.Row(
          label: name,
          lanes: [
            RowChart.Lane(
              spans: spans, text: plainCompanies(start) + word("，", ", ") + words.signed(change))
          ]))
    }
    table.rows.append(row(ResultWord.total.text(language), found.whole))
    var chart = RowChart(rows: rows)
    chart.legend = shownBands.map { ($0.colour, $0.band.label.text(language)) }
    let hidden = split.parts.count - rows.count
    return PolicyReport.Part(
      key: "by-\(index + 1)", title: word("按 \(split.name)", "By \(split.name)"),
      lead: word("有变动的企业数和确定部分的增减。", "Companies that change, and by how much.")
        + (hidden > 0
          ? word(
            "只画前 \(rows.count) 个取值，其余见数据。", " The first \(rows.count) values; the rest in the data."
          )
          : ""),
      charts: [("", chart)], table: table, isTotalled: true)
  }

  // MARK: - Changes

  private func changes() throws(OutputRefusal) -> PolicyReport.Part {
    let joint = ResultWord.nameJoint.text(language)
    var table = ResultSheet(names: [
      word("只改这一处", "this change alone"), word("条款", "article"), word("相差", "change"),
      word("上限相差", "change of ceilings"), word("增加", "gain"), word("减少", "lose"),
    ])
    var rows: [RowChart.Row] = []
    func add(
      _ name: String, _ articles: String, _ low: Exact?, _ high: Exact?,
      _ counts: (Int, Int)?, isTotal: Bool = false
    ) {
      table.rows.append([
        .text(name), .text(articles), .sum(low), .sum(high),
        counts.map { .count($0.0) } ?? .text(""), counts.map { .count($0.1) } ?? .text(""),
      ])
      guard let low else { return }
      rows.append(
        RowChart.Row(
          label: name, from: .zero, to: low, colour: low.isNegative ? .second : .first,
          text: words.signed(low), isTotal: isTotal))
    }
    for entry in found.changes {
      let change = entry.change
      let effect = change.bearsOnSums ? entry.effect : nil
      add(
        change.title(language), change.articles.joined(separator: joint), effect?.lowChange,
        effect?.highChange, effect.map { ($0.gaining, $0.losing) })
    }
    if found.changes.count > 1 {
      let (low, high) = try found.interaction()
      add(word("合在一起另有", "together besides"), "", low, high, nil)
    }
    let all = found.together
    add(
      word("全部改动", "all changes"), "", all.lowChange, all.highChange,
      (all.gaining, all.losing), isTotal: true)
    return PolicyReport.Part(
      key: "changes", title: word("每处改动单独的影响", "What each change does alone"),
      lead: found.changes.isEmpty
        ? word("两稿没有影响金额的改动。", "Nothing that bears on sums differs.")
        : word(
          "每处改动单独放进\(names.before)，其余不动，确定部分差多少。",
          "Each change alone in the policy in force: the difference of the certain sums."),
      charts: [("", RowChart(rows: rows))], table: table, isTotalled: true)
  }

  private func most() -> PolicyReport.Part {
    let titles = found.changes.map { $0.change.shortTitle(language) }
    let awards = found.awards.map { $0.name?.text(language) ?? "" }
    let joint = ResultWord.nameJoint.text(language)
    var table = ResultSheet(names: [
      ResultWord.company.text(language), word("变化", "band"), names.before, names.after,
      word("相差", "change"), word("由于", "because of"),
    ])
    for company in found.most {
      let cause =
        found.areVersions
        ? company.causeNames(titles, language)
        : company.awards.map { awards[$0] }.joined(separator: joint)
      table.rows.append([
        .text(company.name), .text(company.bandLabel.text(language)), .sum(company.before.low),
        .sum(company.after.low), .sum(company.after.low.subtracting(company.before.low)),
        .text(cause),
      ])
    }
    return PolicyReport.Part(
      key: "most-changed", title: word("变动最大的企业", "Companies that change the most"),
      lead: word("金额是确定的部分。", "Certain sums."), table: table, showsTable: true)
  }
}
