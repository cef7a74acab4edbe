package import JiliLexer

/// What is paid for each value of a fact, for readers and as a picture.
package struct ListedReport: Sendable {
  private let sweep: ListedSweep
  private let line: Int?
  private let language: Language

  package init(_ sweep: ListedSweep, line: Int?, language: Language) {
    self.sweep = sweep
    self.line = line
    self.language = language
  }

  private func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  private var asked: String {
    line.map { sweep.plan.lineName($0, language) } ?? word("合计", "total")
  }

  private func sum(_ sum: FactSweep.Sum) -> String {
    let low = moneyText(sum.low)
    guard let high = sum.high else { return low + word(" 起，不封顶", " or more") }
    return high == sum.low ? low : low + " .. " + moneyText(high)
  }

  /// The awards that come to something, with their sums.
  private func awards(_ sums: FactSweep.Sums) -> String {
    let found = sums.lines.enumerated().compactMap { index, sum -> String? in
      if sum.high?.isZero ?? false { return nil }
      return sweep.plan.lineName(index, language) + " " + self.sum(sum)
    }
    return found.joined(separator: word("、", ", "))
  }

  private func isFall(_ index: Int) -> Bool {
    guard sweep.isOrdered, index > 0 else { return false }
    return sweep.entries[index].sums[line].low < sweep.entries[index - 1].sums[line].low
  }

  package var page: ReportPage {
    var page = ReportPage()
    page.words(
      word("\(sweep.fact.name)：\(asked)，逐个取值", "\(sweep.fact.name): \(asked) for each value"))
    var rows = [[sweep.fact.name, asked, word("奖项", "awards"), ""]]
    for (index, entry) in sweep.entries.enumerated() {
      var marks: [String] = []
      if index == sweep.now { marks.append(word("现在", "now")) }
      if isFall(index) { marks.append(word("▼ 更晚反而少得", "▼ later, and less")) }
      rows.append([
        entry.text, sum(entry.sums[line]), line == nil ? awards(entry.sums) : "",
        marks.joined(separator: word("，", ", ")),
      ])
    }
    page.table(rows, alignRight: [1])
    return page
  }

  package func delimited(hasMark: Bool) -> [UInt8] {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: hasMark)
    writer.row([sweep.fact.name, asked + word("（元）", ""), asked + word("上限（元）", " (high)")])
    for entry in sweep.entries {
      writer.text(entry.text)
      writer.sum(entry.sums[line].low)
      writer.sum(entry.sums[line].high)
      writer.endRow()
    }
    return writer.bytes
  }

  package var document: JSONValue {
    .object([
      JSONMember("fact", .string(sweep.fact.name)), JSONMember("award", .string(asked)),
      JSONMember(
        "values",
        .array(
          sweep.entries.enumerated().map { index, entry in
            .object(
              [JSONMember("value", .string(entry.text))]
                + JSONValue.range(entry.sums[line].low, entry.sums[line].high)
                + [
                  JSONMember("now", .bool(index == sweep.now)),
                  JSONMember("fall", .bool(isFall(index))),
                ])
          })),
    ])
  }

  package var chart: BarChart {
    let hasRange = sweep.entries.contains { $0.sums[line].high != $0.sums[line].low }
    let bars = sweep.entries.enumerated().map { index, entry in
      let sum = entry.sums[line]
      return BarChart.Bar(
        name: entry.text, values: hasRange ? [sum.low, sum.high] : [sum.low],
        colour: isFall(index) ? .fault : .series)
    }
    let title = word("\(sweep.fact.name) 与 \(asked)", "\(asked) by \(sweep.fact.name)")
    let summary = sweep.entries.map { $0.text + " " + sum($0.sums[line]) }
    return BarChart(
      title: title, summary: summary.joined(separator: word("；", "; ")),
      series: hasRange ? [word("确定的", "certain"), word("最高可达", "at most")] : [asked],
      bars: bars)
  }
}
