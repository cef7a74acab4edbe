import JiliLexer

/// A comparison for machines: one table of figures, and a document.
extension CompareReport {
  private var joint: String { ResultWord.nameJoint.text(language) }

  private func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  // MARK: - One table

  /// Every figure of the report in one table; a cell that says nothing of the figure is empty.
  package func sheet() throws(OutputRefusal) -> ResultSheet {
    var sheet = ResultSheet(names: [
      word("表", "table"), word("分组", "group"), word("项目", "item"), word("原名", "former"),
      word("条款", "article"), word("现行家数", "companies_before"),
      word("草案家数", "companies_after"), word("现行金额", "before"), word("现行上限", "before_high"),
      word("草案金额", "after"), word("草案上限", "after_high"), word("相差", "change"),
      word("上限相差", "change_high"), word("增加", "gain"), word("减少", "lose"),
    ])
    for figure in comparison.awards {
      sheet.rows.append(
        try row(
          word("奖项", "award"), figure.name, former: figure.formerName,
          counts: (figure.companiesBefore, figure.companiesAfter), figure.before, figure.after))
    }
    sheet.rows.append(
      try row(
        word("奖项", "award"), ResultWord.total,
        counts: (comparison.before.companies, comparison.after.companies),
        comparison.before.total, comparison.after.total))
    for (table, figures) in [
      (word("分担", "payer"), comparison.payers), (word("拨付", "payment"), comparison.payments),
    ] {
      for figure in figures {
        sheet.rows.append(
          try row(table, figure.name ?? ResultWord.notSplit, figure.before, figure.after))
      }
    }
    sheet.rows += try rows(comparison.whole, of: "", "")
    for split in comparison.splits {
      for part in split.parts {
        sheet.rows += try rows(part, of: split.name, part.value.text(language))
      }
    }
    for effect in comparison.changes { sheet.rows.append(row(effect)) }
    if comparison.areVersions {
      let (low, high) = try comparison.interaction()
      let together = comparison.together
      sheet.rows.append(
        row(word("合在一起另有", "together besides"), [], low, high, nil))
      sheet.rows.append(
        row(
          word("全部改动", "all changes"), [], together.lowChange, together.highChange,
          (together.gaining, together.losing)))
    }
    return sheet
  }

  package func delimited(hasMark: Bool) throws(OutputRefusal) -> [UInt8] {
    var options = OutputOptions()
    options.hasMark = hasMark
    options.language = language
    return try sheet().written(options)
  }

  private func row(
    _ table: String, _ name: Wording?, former: Wording? = nil,
    counts: (before: Int, after: Int)? = nil, _ before: SumRange, _ after: SumRange
  ) throws(OutputRefusal) -> [ResultCell] {
    let none = ResultCell.text("")
    return [
      .text(table), none, .text(name?.text(language) ?? ""), .text(former?.text(language) ?? ""),
      none, counts.map { .count($0.before) } ?? none, counts.map { .count($0.after) } ?? none,
      .sum(before.low), .sum(before.high), .sum(after.low), .sum(after.high),
      .sum(try sum(after.low, before.low.negated)),
      .sum(try sum(after.high, before.high?.negated)), none, none,
    ]
  }

  /// The kinds of change among some companies, and all of them.
  private func rows(
    _ part: ComparedPart, of field: String, _ value: String
  ) throws(OutputRefusal) -> [[ResultCell]] {
    var rows: [[ResultCell]] = []
    for band in CompanyBand.allCases {
      rows.append(row(band.label, part.bands[band.rawValue], field, value))
    }
    return rows + [row(ResultWord.total, part.total, field, value)]
  }

  private func row(
    _ name: Wording, _ group: ComparedGroup, _ field: String, _ value: String
  ) -> [ResultCell] {
    let none = ResultCell.text("")
    return [
      .text(field.isEmpty ? word("企业", "companies") : field), .text(value),
      .text(name.text(language)), none, none, .count(group.companies), .count(group.companies),
      .sum(group.before.low), .sum(group.before.high), .sum(group.after.low),
      .sum(group.after.high), .sum(group.after.low.subtracting(group.before.low)),
      .sum(group.after.high.flatMap { high in group.before.high.flatMap { high.subtracting($0) } }),
      none, none,
    ]
  }

  private func row(_ entry: ChangeEffect) -> [ResultCell] {
    row(
      entry.change.title(language), entry.change.articles, entry.effect?.lowChange,
      entry.effect?.highChange, entry.effect.map { ($0.gaining, $0.losing) })
  }

  private func row(
    _ name: String, _ articles: [String], _ low: Exact?, _ high: Exact?,
    _ counts: (gain: Int, lose: Int)?
  ) -> [ResultCell] {
    let none = ResultCell.text("")
    return [
      .text(word("改动", "change")), none, .text(name), none,
      .text(articles.joined(separator: joint)), none, none, none, none, none, none, .sum(low),
      .sum(high), counts.map { .count($0.gain) } ?? none, counts.map { .count($0.lose) } ?? none,
    ]
  }

  // MARK: - A document

  package func document() throws(OutputRefusal) -> JSONValue {
    let whole = comparison.whole
    let (low, high) = try comparison.interaction()
    return .object([
      JSONMember("schema", .number("1")), JSONMember("versions", .bool(comparison.areVersions)),
      JSONMember("before", side(comparison.before)), JSONMember("after", side(comparison.after)),
      JSONMember("companies", .count(whole.total.companies)),
      JSONMember("change", .object(range(whole.total.change))),
      JSONMember("awards", .array(comparison.awards.map { figure($0, "award") })),
      JSONMember("payers", .array(comparison.payers.map { figure($0, "payer") })),
      JSONMember("payments", .array(comparison.payments.map { figure($0, "payment") })),
      JSONMember("bands", bands(whole)),
      JSONMember(
        "by",
        .array(
          comparison.splits.map { split in
            .object([
              JSONMember("field", .string(split.name)),
              JSONMember(
                "values",
                .array(
                  split.parts.map { part in
                    .object(
                      [JSONMember("value", .string(part.value.text(language)))]
                        + group(part.total) + [JSONMember("bands", bands(part))])
                  })),
            ])
          })),
      JSONMember("changes", .array(comparison.changes.map(change))),
      JSONMember(
        "interaction",
        comparison.areVersions
          ? .object([JSONMember("low_change", .yuan(low)), JSONMember("high_change", .yuan(high))])
          : .null),
      JSONMember("together", .object(effect(comparison.together))),
      JSONMember("counts", .array(comparison.counts.map(count))),
      JSONMember("most", .array(comparison.most.map(company))),
      JSONMember("shifted", .count(comparison.shifted)),
      JSONMember("one_sided_rows", .count(comparison.rowsOneSided)),
    ])
  }

  private func side(_ side: ComparedSide) -> JSONValue {
    .object([
      JSONMember("policy", .string(side.policy)), JSONMember("file", .string(side.file)),
      JSONMember("date", .text(side.date)), JSONMember("rows", .count(side.counts.rows)),
      JSONMember("rejected", .count(side.counts.rejected)),
      JSONMember("companies", .count(side.companies)),
      JSONMember("total", .object(JSONValue.range(side.total.low, side.total.high))),
      JSONMember("rows_outside_period", .count(side.rowsOutside)),
      JSONMember("absent", .strings(side.absent)),
    ])
  }

  private func range(_ change: ChangeRange) -> [JSONMember] {
    [JSONMember("low", .yuan(change.low)), JSONMember("high", .yuan(change.high))]
  }

  private func sums(_ before: SumRange, _ after: SumRange) -> [JSONMember] {
    [
      JSONMember("before", .object(JSONValue.range(before.low, before.high))),
      JSONMember("after", .object(JSONValue.range(after.low, after.high))),
    ]
  }

  private func figure(_ figure: ComparedFigure, _ key: String) -> JSONValue {
    var members = [
      JSONMember(key, .text(figure.name?.text(language))),
      JSONMember("former", .text(figure.formerName?.text(language))),
    ]
    if key == "award" {
      members += [
        JSONMember("new", .bool(figure.isNew)), JSONMember("gone", .bool(figure.isGone)),
        JSONMember("companies_before", .count(figure.companiesBefore)),
        JSONMember("companies_after", .count(figure.companiesAfter)),
      ]
    }
    return .object(members + sums(figure.before, figure.after))
  }

  private func group(_ group: ComparedGroup) -> [JSONMember] {
    [JSONMember("companies", .count(group.companies))] + sums(group.before, group.after)
      + [JSONMember("change", .object(range(group.change)))]
  }

  private func bands(_ part: ComparedPart) -> JSONValue {
    .array(
      CompanyBand.allCases.map { band in
        .object([JSONMember("band", .string(band.key))] + group(part.bands[band.rawValue]))
      })
  }

  private func effect(_ effect: ChangeEffect.Effect) -> [JSONMember] {
    [
      JSONMember("low_change", .yuan(effect.lowChange)),
      JSONMember("high_change", .yuan(effect.highChange)),
      JSONMember("gain", .count(effect.gaining)), JSONMember("lose", .count(effect.losing)),
    ]
  }

  private func change(_ entry: ChangeEffect) -> JSONValue {
    let change = entry.change
    return .object([
      JSONMember("change", .string(change.kind.rawValue)),
      JSONMember("rule", .string(change.word.text(language))),
      JSONMember("name", .string(change.name)), JSONMember("articles", .strings(change.articles)),
      JSONMember("place", .string(change.place)), JSONMember("money", .bool(change.bearsOnSums)),
      JSONMember("alone", entry.effect.map { .object(effect($0)) } ?? .null),
    ])
  }

  private func count(_ count: ComparedCount) -> JSONValue {
    .object([
      JSONMember(count.isLimit ? "limit" : "benefit", .string(count.name)),
      JSONMember("before", count.before.map { .count($0) } ?? .null),
      JSONMember("after", count.after.map { .count($0) } ?? .null),
    ])
  }

  private func company(_ company: ComparedCompany) -> JSONValue {
    let awards = company.awards.map { comparison.awards[$0].name?.text(language) ?? "" }
    let causes = company.causes.map { comparison.changes[$0].change.title(language) }
    return .object(
      [
        JSONMember("company", .string(company.name)),
        JSONMember("band", .string(company.band.key)),
      ] + sums(company.before, company.after) + [
        JSONMember("change", .object(range(company.change))),
        JSONMember("changes", .strings(causes)), JSONMember("awards", .strings(awards)),
      ])
  }
}
