import JiliLexer

extension ReportWords {
  /// Where companies fail each award first, in the order in which conditions are written.
  func fates(_ awards: [AwardFates]) -> PolicyReport.Part {
    var chart = RowChart(rows: awards.map(row))
    chart.legend = [
      (.fifth, word("条件不满足（按先后）", "a condition fails (in order)")),
      (.second, word("让给其他奖项、封顶、名额已满", "another award, a ceiling, the quota")),
      (.third, word("待定", "open")), (.first, word("应得", "paid")),
    ]
    var table = ResultSheet(names: [
      ResultWord.award.text(language), word("次序", "order"), word("结果", "outcome"),
      word("家数", "companies"),
    ])
    for award in awards {
      let name = award.name.text(language)
      for (index, step) in award.steps.enumerated() {
        table.rows.append([
          .text(name), .count(index + 1),
          .text(word("不满足：", "fails: ") + step.words.text(language)), .count(step.failing),
        ])
      }
      for (words, count, _) in rest(award.fates) {
        table.rows.append([.text(name), .text(""), .text(words), .count(count)])
      }
    }
    return PolicyReport.Part(
      key: "why-not", title: word("差在哪一条", "Why not"),
      lead: word(
        "每个奖项的条件按书写的先后看，一家企业算在它第一个不满足的条件上；各段之和是全部\(rowsAreCompanies ? "企业" : "行")。",
        "The conditions of an award are taken in the order in which they are written; a company "
          + "counts where it fails first. The pieces of a bar add up to all companies."),
      charts: [("", chart)], table: table)
  }

  /// What is not decided by a condition.
  private func rest(_ fates: LineFates) -> [(words: String, count: Int, colour: ChartColour)] {
    [
      (word("条件满足，金额为 0", "the conditions hold, the sum is 0"), fates.nothing, .soft),
      (word("名额已满", "the quota is full"), fates.overQuota, .second),
      (
        word("让给其他奖项、封顶或其他政策", "another award, a ceiling or another policy"),
        fates.excluded, .second
      ),
      (word("待定：缺事实、未核定或并列", "open: missing facts, not approved, a tie"), fates.open, .third),
      (word("应得", "paid"), fates.paid, .first),
    ]
  }

  private func row(_ award: AwardFates) -> RowChart.Row {
    var start = 0
    var spans: [RowChart.Span] = []
    var notes: [(left: String, right: String)] = []
    func add(_ words: String, _ count: Int, _ colour: ChartColour) {
      if count == 0 { return }
      spans.append(
        RowChart.Span(
          from: Exact(start), to: Exact(start + count), colour: colour,
          tip: "\(award.name.text(language))：\(words) \(companies(count))"))
      start += count
    }
    for (index, step) in award.steps.enumerated() {
      let words = step.words.text(language)
      add(
        word("不满足 ", "fails ") + words, step.failing, index.isMultiple(of: 2) ? .fifth : .soft)
      if step.failing > 0 {
        notes.append(
          (word("\(index + 1). \(words)", "\(index + 1). \(words)"), companies(step.failing)))
      }
    }
    for (words, count, colour) in rest(award.fates) {
      add(words, count, colour)
      if count > 0, colour != .first { notes.append((words, companies(count))) }
    }
    return RowChart.Row(
      label: award.name.text(language),
      lanes: [
        RowChart.Lane(
          spans: spans, text: word("应得 ", "paid ") + companies(award.fates.paid))
      ], notes: notes)
  }

  // MARK: - Quotas

  func quotas(_ margins: [QuotaMargin]) -> PolicyReport.Part {
    var table = ResultSheet(names: [
      ResultWord.award.text(language), ResultWord.year.text(language), word("名次", "rank"),
      ResultWord.company.text(language), word("得分", "score"), word("入选", "selected"),
      word("距线", "distance"),
    ])
    var charts: [(title: String, chart: RowChart)] = []
    for margin in margins {
      let name = margin.award.text(language)
      var rows: [RowChart.Row] = []
      for candidate in margin.edge {
        let verdict =
          candidate.isOpen
          ? word("未定", "open") : candidate.isIn ? word("入选", "in") : word("未入选", "out")
        let score = candidate.score.map(plainNumber) ?? ""
        let distance = candidate.distance.map(apart) ?? ""
        table.rows.append([
          .text(name), .text(margin.year.map(String.init) ?? ""), .count(candidate.rank),
          .text(candidate.company), .text(score), .text(verdict), .text(distance),
        ])
        let value = candidate.score ?? .zero
        rows.append(
          RowChart.Row(
            label: word("第 \(candidate.rank) 名 ", "\(candidate.rank). ") + candidate.company,
            lanes: [
              RowChart.Lane(
                spans: [
                  .init(
                    from: .zero, to: value,
                    colour: candidate.isOpen ? .fifth : candidate.isIn ? .first : .second,
                    tip: "\(candidate.company)：\(score)")
                ],
                text: "\(verdict) \(score)" + (distance.isEmpty ? "" : "（\(distance)）"))
            ]))
      }
      let year = margin.year.map { word(" \($0) 年", " \($0)") } ?? ""
      let places = margin.places.map(plainNumber) ?? word("未定", "open")
      let line =
        margin.line.map { word("，线上最低 \(plainNumber($0))", ", the last in has \(plainNumber($0))") }
        ?? ""
      charts.append(
        (
          name + year + word("：", ": ")
            + word(
              "名额 \(places)，\(margin.candidates) 家竞争，入选 \(margin.selected) 家",
              "\(places) places, \(margin.candidates) candidates, \(margin.selected) in") + line,
          RowChart(rows: rows)
        ))
    }
    return PolicyReport.Part(
      key: "quota", title: word("名额线", "Quota lines"),
      lead: word(
        "线两边各几家；括号里是与线另一边最近一家的差距。",
        "The companies on both sides of the line; in brackets how far each is from the nearest on "
          + "the other side."),
      charts: charts, table: table)
  }

  /// Words, for a spreadsheet takes signs in front of text for a formula.
  private func apart(_ distance: Exact) -> String {
    if distance.isZero { return word("相同", "level") }
    return distance.isNegative
      ? word("低 \(plainNumber(distance.negated))", "\(plainNumber(distance.negated)) below")
      : word("高 \(plainNumber(distance))", "\(plainNumber(distance)) above")
  }

  // MARK: - Readings

  func readings(_ prices: [ReadingPrice]) -> PolicyReport.Part {
    let hasRanges = prices.contains { $0.effect.highChange != $0.effect.lowChange }
    var table = ResultSheet(
      names: [
        word("理解", "reading"), word("所取", "taken"), word("改为", "instead"), word("相差", "change"),
      ] + (hasRanges ? [word("上限相差", "change of ceilings")] : []) + [
        word("增加", "gain"), word("减少", "lose"), word("注", "note"),
      ])
    var rows: [RowChart.Row] = []
    for price in prices {
      let change = price.effect.lowChange
      table.rows.append(
        [.text(price.reading), .text(price.taken), .text(price.choice), .sum(change)]
          + (hasRanges ? [.sum(price.effect.highChange)] : []) + [
            .count(price.effect.gaining), .count(price.effect.losing), .text(price.note),
          ])
      let label = "\(price.reading) = \(price.choice)"
      rows.append(
        RowChart.Row(
          label: label,
          lanes: [
            RowChart.Lane(
              spans: [
                .init(
                  from: .zero, to: change, colour: change.isNegative ? .second : .first,
                  tip: "\(label)：\(signed(change))")
              ], text: change.isZero ? word("不变", "no change") : signed(change))
          ]))
    }
    return PolicyReport.Part(
      key: "readings", title: word("理解值多少钱", "What readings cost"),
      lead: word(
        "原文没有写定的地方，换一种理解，合计差多少；每次只换一处。",
        "Where the text leaves a doubt: what another reading would change; one at a time."),
      charts: [("", RowChart(rows: rows))], table: table)
  }
}
