import JiliLexer

/// How a report writes its numbers and its parts.
struct ReportWords {
  let language: Language
  /// Rows are companies; else several rows may be one.
  var rowsAreCompanies = true

  init(_ language: Language) { self.language = language }

  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  /// `1.28亿`, `51万`, `80元`: to the hundredth, for pictures; tables have every digit.
  func short(_ sum: Exact) -> String {
    let size = sum.isNegative ? sum.negated : sum
    let units: [(Exact, String)] = [(Exact(100_000_000), "亿"), (Exact(10_000), "万")]
    for (unit, name) in units where size >= unit {
      if let parts = sum.divided(by: unit) { return trimmed(parts) + name }
    }
    return trimmed(sum) + word("元", " 元")
  }

  func signed(_ sum: Exact) -> String { (sum > .zero ? "+" : "") + short(sum) }

  func range(_ sum: SumRange) -> String {
    guard let high = sum.high else {
      return sum.low.isZero ? word("未定额", "open") : short(sum.low) + word(" 起", " or more")
    }
    return high == sum.low ? short(sum.low) : short(sum.low) + " .. " + short(high)
  }

  func range(_ change: ChangeRange) -> String {
    let low = change.low.map(signed) ?? word("不定", "no bound")
    let high = change.high.map(signed) ?? word("不定", "no bound")
    return low == high ? low : low + " .. " + high
  }

  private func trimmed(_ number: Exact) -> String {
    let text = (number.rounded(to: .fen, down: false) ?? number).groupedYuanText
    guard text.hasSuffix("0") else { return text }
    return String(text.dropLast(text.hasSuffix(".00") ? 3 : 1))
  }

  func companies(_ count: Int) -> String {
    rowsAreCompanies
      ? word("\(groupedCount(count)) 家", groupedCount(count))
      : word("\(groupedCount(count)) 行", "\(groupedCount(count)) rows")
  }

  /// `0`, `1万以下`, `1万–5万`, `5000万以上`; each bin holds its upper end.
  func bin(_ index: Int) -> String {
    let ends = RunFigures.ends
    func name(_ end: Int) -> String { word("\(end)万", "\(end)万") }
    if index == 0 { return "0" }
    if index == 1 { return word("\(ends[1])万及以下", "up to \(ends[1])万") }
    if index == ends.count {
      return word("\(name(ends[index - 1]))以上", "over \(name(ends[index - 1]))")
    }
    return name(ends[index - 1]) + "–" + name(ends[index])
  }

  // MARK: - Parts that both reports have

  /// Companies by what they get, each run a lane.
  func spread(_ runs: [(name: String, figures: RunFigures)]) -> PolicyReport.Part {
    let colours: [ChartColour] = runs.count > 1 ? [.fifth, .first] : [.first]
    var names = [word("每家合计（元）", "sum of a company (元)")]
    for run in runs {
      names += [run.name + word(" 企业数", " companies"), run.name + word(" 金额", " sum")]
    }
    var table = ResultSheet(names: names.map { $0.hasPrefix(" ") ? String($0.dropFirst()) : $0 })
    var rows: [RowChart.Row] = []
    // From the first bin with companies to the last; those who get nothing are not drawn.
    let filled = RunFigures.ends.indices.map { $0 + 1 }.filter { bin in
      runs.contains { $0.figures.bins[bin].companies > 0 }
    }
    let drawn = filled.isEmpty ? 0..<0 : filled[0]..<filled[filled.count - 1] + 1
    for bin in 0...RunFigures.ends.count {
      var cells: [ResultCell] = [.text(self.bin(bin))]
      var lanes: [RowChart.Lane] = []
      for (index, run) in runs.enumerated() {
        let found = run.figures.bins[bin]
        cells += [.count(found.companies), .sum(found.low)]
        let tip = "\(self.bin(bin))：\(companies(found.companies))，\(short(found.low))"
        lanes.append(
          RowChart.Lane(
            spans: [
              .init(
                from: .zero, to: Exact(found.companies), colour: colours[index], tip: tip)
            ],
            text: companies(found.companies)))
      }
      table.rows.append(cells)
      if drawn.contains(bin) { rows.append(RowChart.Row(label: self.bin(bin), lanes: lanes)) }
    }
    var total: [ResultCell] = [.text(ResultWord.total.text(language))]
    for run in runs {
      total += [
        .count(run.figures.bins.reduce(0) { $0 + $1.companies }),
        .sum(run.figures.bins.reduce(Exact.zero) { $0.adding($1.low) ?? $0 }),
      ]
    }
    table.rows.append(total)
    let nothing = runs.map { run in
      (run.name.isEmpty ? "" : run.name + " ") + companies(run.figures.bins[0].companies)
    }.joined(separator: word("，", ", "))
    var chart = RowChart(rows: rows)
    if runs.count > 1 {
      chart.legend = zip(colours, runs).map { ($0, $1.name) }
    }
    return PolicyReport.Part(
      key: "distribution", title: word("每家企业得多少", "What companies get"),
      lead: word(
        "按每家确定的合计分档，档含上限。合计为 0 的不画：\(nothing)。",
        "Companies by their certain sum; a bin holds its upper end. Not drawn, for they get 0: "
          + "\(nothing)."),
      charts: rows.isEmpty ? [] : [("", chart)], table: table, isTotalled: true)
  }

  /// How many companies get how many awards.
  func counts(_ runs: [(name: String, figures: RunFigures)]) -> PolicyReport.Part {
    let colours: [ChartColour] = runs.count > 1 ? [.fifth, .first] : [.first]
    let most = runs.map(\.figures.byAwards.count).max() ?? 0
    var table = ResultSheet(
      names: [word("得奖项数", "awards")]
        + runs.map { run in
          run.name.isEmpty
            ? ResultWord.companies.text(language) : run.name + word(" 企业数", " companies")
        })
    var rows: [RowChart.Row] = []
    for number in 0..<most {
      let counts = runs.map { run in
        run.figures.byAwards.indices.contains(number) ? run.figures.byAwards[number] : 0
      }
      table.rows.append([.count(number)] + counts.map { .count($0) })
      if number == 0 { continue }
      let label = word("\(number) 项", number == 1 ? "1 award" : "\(number) awards")
      rows.append(
        RowChart.Row(
          label: label,
          lanes: zip(counts, colours).map { count, colour in
            RowChart.Lane(
              spans: [
                .init(
                  from: .zero, to: Exact(count), colour: colour,
                  tip: "\(label)：\(companies(count))")
              ], text: companies(count))
          }))
    }
    var chart = RowChart(rows: rows)
    if runs.count > 1 { chart.legend = zip(colours, runs).map { ($0, $1.name) } }
    return PolicyReport.Part(
      key: "awards-per-company", title: word("每家企业得几项", "How many awards companies get"),
      lead: word("得到确定金额的奖项数。", "Awards that certainly pay the company something."),
      charts: rows.isEmpty ? [] : [("", chart)], table: table)
  }
}
