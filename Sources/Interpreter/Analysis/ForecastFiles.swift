import JiliLexer

/// A forecast as files that programs read.
extension ForecastReport {
  /// One row for each year of a target, one for each target without years; last the totals.
  package func delimited(hasMark: Bool) -> [UInt8] {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: hasMark)
    let labels = payers
    writer.row(
      [
        word("对象", "target"), word("口径", "kind"), word("目标年", "by"), word("目标", "goal_low"),
        word("目标上限", "goal_high"), word("现有", "present_low"), word("现有上限", "present_high"),
        word("还缺", "missing_low"), word("还缺上限", "missing_high"), word("条款", "article"),
        word("年份", "year"), word("家数", "count_low"), word("家数上限", "count_high"),
        word("每家", "each_low"), word("每家上限", "each_high"), word("金额", "low"),
        word("上限", "high"),
      ]
        + labels.flatMap { label in
          let name = label ?? word("未分担", "not_split")
          return [name, name + word("上限", "_high")]
        } + [word("说明", "remark")])
    for target in forecast.targets { write(target, labels, &writer) }
    for year in forecast.totals {
      writeTotal(year.year, year.low, year.high, year.payers, labels, &writer)
    }
    let payers = forecast.totals.reduce([]) { $0.adding($1.payers) }
    if !forecast.totals.isEmpty {
      writeTotal(nil, forecast.low, forecast.high, payers, labels, &writer)
    }
    return writer.bytes
  }

  private func write(
    _ target: Forecast.Target, _ labels: [String?], _ writer: inout DelimitedWriter
  ) {
    let stated = program.targets[target.target]
    for (place, milestone) in target.milestones.enumerated() {
      let before = place > 0 ? target.milestones[place - 1].year : nil
      let isLast = place == target.milestones.count - 1
      let years = target.years.filter { year in
        (before.map { year.year > $0 } ?? true)
          && (isLast || milestone.year.map { year.year <= $0 } ?? true)
      }
      let remarks = [milestone.reason].compactMap(\.self) + (place == 0 ? target.remarks : [])
      for year in years.isEmpty ? [nil] : years.map(Optional.some) {
        writer.text(name(stated))
        writer.text(kind(stated).text(language))
        writer.text(milestone.year.map { String($0) } ?? "")
        for bounds in [milestone.goal, milestone.present, milestone.missing] {
          write(bounds, milestone.unit, &writer)
        }
        writer.text(stated.cites.articles(language))
        write(year, labels, &writer)
        writer.text(
          remarks.map { $0.text(language) }.joined(
            separator: ResultWord.noteJoint.text(language)))
        writer.endRow()
      }
    }
  }

  private func write(
    _ bounds: Bounds?, _ unit: ValueType, _ writer: inout DelimitedWriter
  ) {
    for end in [bounds?.low, bounds?.high] { writer.text(end.map { plain($0, unit) } ?? "") }
  }

  /// Sums in 元, counts as they are, shares in percent.
  private func plain(_ number: Exact, _ unit: ValueType) -> String {
    unit == .percent ? numberText(number, .percent) : decimalText(number)
  }

  private func write(
    _ year: Forecast.Year?, _ labels: [String?], _ writer: inout DelimitedWriter
  ) {
    guard let year else {
      for _ in 0..<(7 + 2 * labels.count) { writer.text("") }
      return
    }
    for number in [year.year, year.count.lowerBound, year.count.upperBound] {
      writer.count(number)
    }
    for sum in [year.price.low, year.price.high, year.low, year.high] { writer.sum(sum) }
    write(year.payers, labels, &writer)
  }

  private func write(_ parts: [Part], _ labels: [String?], _ writer: inout DelimitedWriter) {
    for label in labels {
      let part = parts.first { $0.label == label }
      writer.sum(part?.low ?? .zero)
      writer.sum(part.map(\.high) ?? .zero)
    }
  }

  private func writeTotal(
    _ year: Int?, _ low: Exact, _ high: Exact?, _ parts: [Part], _ labels: [String?],
    _ writer: inout DelimitedWriter
  ) {
    writer.text(ResultWord.total.text(language))
    for _ in 0..<9 { writer.text("") }
    writer.text(year.map { String($0) } ?? "")
    for _ in 0..<4 { writer.text("") }
    writer.sum(low)
    writer.sum(high)
    write(parts, labels, &writer)
    writer.text("")
    writer.endRow()
  }

  // MARK: - JSON

  package var document: JSONValue {
    .object([
      JSONMember("schema", .number("1")), JSONMember("policy", .string(forecast.policy)),
      JSONMember("year", year(forecast.year)), JSONMember("since", year(forecast.since)),
      JSONMember("companies", .count(forecast.companies)),
      JSONMember("rows", .count(forecast.rows)),
      JSONMember("assumptions", .strings(assumptions)),
      JSONMember("targets", .array(forecast.targets.map(entry))),
      JSONMember(
        "years",
        .array(
          forecast.totals.map { total in
            .object(
              [JSONMember("year", .count(total.year))] + JSONValue.range(total.low, total.high)
                + [payerEntries(total.payers)])
          })),
      JSONMember("total", .object(JSONValue.range(forecast.low, forecast.high))),
    ])
  }

  private func year(_ year: Int?) -> JSONValue { year.map { .count($0) } ?? .null }

  private func entry(_ target: Forecast.Target) -> JSONValue {
    let stated = program.targets[target.target]
    let relation =
      switch stated.relation {
      case .equal: "="
      case .about: "about"
      case .atLeast: ">="
      case .above: ">"
      }
    return .object([
      JSONMember("target", .strings(stated.subjects.map { program.name(of: $0) })),
      JSONMember("kind", .string(kind(stated).en)), JSONMember("relation", .string(relation)),
      JSONMember("cite", .cites(stated.cites)), JSONMember("notes", .strings(stated.notes)),
      JSONMember("milestones", .array(target.milestones.map(entry))),
      JSONMember("budget", .array(target.years.map(entry))),
      JSONMember("total", .object(JSONValue.range(target.low, target.high))),
      JSONMember("remarks", .strings(target.remarks.map { $0.text(language) })),
    ])
  }

  private func entry(_ milestone: Forecast.Milestone) -> JSONValue {
    func range(_ bounds: Bounds?) -> JSONValue {
      guard let bounds else { return .null }
      func end(_ number: Exact?) -> JSONValue {
        guard let number else { return .null }
        // Sums are strings, as everywhere; counts are numbers.
        return milestone.unit == .number && number.isWhole
          ? .number(decimalText(number)) : .string(plain(number, milestone.unit))
      }
      return .object([
        JSONMember("low", end(bounds.low)), JSONMember("high", end(bounds.high)),
      ])
    }
    return .object([
      JSONMember("year", year(milestone.year)), JSONMember("goal", range(milestone.goal)),
      JSONMember("present", range(milestone.present)),
      JSONMember("missing", range(milestone.missing)),
      JSONMember("reason", .text(milestone.reason?.text(language))),
    ])
  }

  private func entry(_ year: Forecast.Year) -> JSONValue {
    .object(
      [
        JSONMember("year", .count(year.year)),
        JSONMember(
          "count",
          .object([
            JSONMember("low", .count(year.count.lowerBound)),
            JSONMember("high", .count(year.count.upperBound)),
          ])),
        JSONMember("each", .object(JSONValue.range(year.price.low, year.price.high))),
        JSONMember("unspecified", .bool(year.price.isUnspecified)),
      ] + JSONValue.range(year.low, year.high) + [payerEntries(year.payers)])
  }

  private func payerEntries(_ parts: [Part]) -> JSONMember {
    JSONMember(
      "payers",
      .array(
        parts.map { part in
          .object(
            [JSONMember("payer", .text(part.label))] + JSONValue.range(part.low, part.high))
        }))
  }
}
