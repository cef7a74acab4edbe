package import JiliLexer

/// Who stands near which threshold, for readers and programs.
package struct ThresholdReport: Sendable {
  private let near: NearThresholds
  private let plan: Plan
  private let language: Language

  package init(_ near: NearThresholds, _ plan: Plan, language: Language) {
    self.near = near
    self.plan = plan
    self.language = language
  }

  private func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  private func place(_ threshold: NearThresholds.Threshold) -> String {
    guard let place = threshold.place else {
      return word("各企业不同", "its own for each company")
    }
    let text = threshold.fact.measure.text(place)
    return threshold.exceeds ? word("超过 ", "above ") + text : word("达到 ", "from ") + text
  }

  private func awards(_ threshold: NearThresholds.Threshold) -> String {
    let names = threshold.lines.map { plan.lineName($0, language) }
    return names.joined(separator: word("、", ", "))
  }

  private var within: String { numberText(near.within, .percent) }

  private var headers: [String] {
    [
      word("事实", "fact"), word("门槛", "threshold"), word("奖项", "awards"),
      word("差一点（\(within) 以内）", "just below (\(within))"), word("正好", "at it"),
      word("刚过（\(within) 以内）", "just above (\(within))"),
      word("差一点的达到后共多得（元）", "gain if those below reach it (元)"),
      word("多得家数", "gaining"), word("少得家数", "losing"), word("未知家数", "unknown"),
    ]
  }

  private func cells(_ threshold: NearThresholds.Threshold, _ gain: String) -> [String] {
    [threshold.fact.name, place(threshold), awards(threshold), String(threshold.below)]
      + [String(threshold.at), String(threshold.above), gain]
      + [threshold.gaining, threshold.losing, threshold.unknown].map { String($0) }
  }

  package var page: ReportPage {
    var page = ReportPage()
    page.words(
      word(
        "\(near.companies) 行企业数据，\(near.thresholds.count) 道门槛",
        "\(near.companies) rows, \(near.thresholds.count) thresholds"))
    if !near.thresholds.isEmpty {
      page.table(
        [headers] + near.thresholds.map { cells($0, $0.gain.groupedYuanText) },
        alignRight: Set(3...9))
    }
    for threshold in near.thresholds where !threshold.nearest.isEmpty {
      page.heading(
        word(
          "最接近 \(threshold.fact.name) \(place(threshold))",
          "nearest below \(threshold.fact.name) \(place(threshold))"))
      page.bullets(threshold.nearest.map { line($0, threshold.fact.measure) })
    }
    return page
  }

  private func line(_ one: NearThresholds.Neighbour, _ measure: ChartMeasure) -> String {
    let way = one.threshold.subtracting(one.value) ?? .zero
    let size = moneyText(one.gain.isNegative ? one.gain.negated : one.gain)
    let gain =
      one.gain.isZero
      ? word("金额不变", "no change")
      : one.gain.isNegative ? word("反而少得 ", "less: ") + size : word("多得 ", "more: ") + size
    let (now, goal) = (measure.text(one.value), measure.text(one.threshold))
    if way.isZero {
      return word(
        "\(one.company)：正好 \(now)，再多一点\(gain)", "\(one.company): just at \(now), any more: \(gain)")
    }
    return word(
      "\(one.company)：现 \(now)，差 \(measure.text(way)) 到 \(goal)，\(gain)",
      "\(one.company): \(now) now, \(measure.text(way)) short of \(goal), \(gain)")
  }

  package func delimited(hasMark: Bool) -> [UInt8] {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: hasMark)
    writer.row(headers + [word("最接近的企业", "nearest companies")])
    for threshold in near.thresholds {
      for cell in cells(threshold, threshold.gain.yuanText) { writer.text(cell) }
      let names = threshold.nearest.map(\.company)
      writer.text(names.joined(separator: word("、", ", ")))
      writer.endRow()
    }
    return writer.bytes
  }

  package var document: JSONValue {
    let thresholds = near.thresholds.map { threshold -> JSONValue in
      .object([
        JSONMember("fact", .string(threshold.fact.name)),
        JSONMember("place", .text(threshold.place.map(plainNumber))),
        JSONMember("side", .string(threshold.exceeds ? "exceeding" : "reaching")),
        JSONMember("awards", .strings(threshold.lines.map { plan.lineName($0, language) })),
        JSONMember("below", .count(threshold.below)), JSONMember("at", .count(threshold.at)),
        JSONMember("above", .count(threshold.above)),
        JSONMember("unknown", .count(threshold.unknown)),
        JSONMember("gain", .yuan(threshold.gain)),
        JSONMember("gaining", .count(threshold.gaining)),
        JSONMember("losing", .count(threshold.losing)),
        JSONMember(
          "nearest",
          .array(
            threshold.nearest.map { one in
              .object([
                JSONMember("company", .string(one.company)),
                JSONMember("value", .string(plainNumber(one.value))),
                JSONMember("threshold", .string(plainNumber(one.threshold))),
                JSONMember("gain", .yuan(one.gain)),
              ])
            })),
      ])
    }
    return .object([
      JSONMember("rows", .count(near.companies)),
      JSONMember("within", .string(within)), JSONMember("thresholds", .array(thresholds)),
    ])
  }
}
