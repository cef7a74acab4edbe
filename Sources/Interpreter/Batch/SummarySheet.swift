package import JiliLexer

/// `--summary FILE`: each award, last the total; with `--by` the same for each value behind it.
package func writeSummary(_ summary: RunSummary, options: OutputOptions) -> [UInt8] {
  var options = options
  options.format = .csv
  return summarySheet(summary, options: options).written(options)
}

/// The summary as cells.
///
/// `policy, award, companies, sum, ceiling`; `--payers` puts the payers behind the sum, `--by` the
/// column and its value in front, both empty where the figures are those of the whole run.
package func summarySheet(_ summary: RunSummary, options: OutputOptions) -> ResultSheet {
  let table = SummaryTable(summary, options)
  var sheet = ResultSheet(names: table.names)
  let splits = summary.breakdown?.splits ?? []
  let isSplit = !splits.isEmpty
  if isSplit { sheet.names = table.texts([ResultWord.group, ResultWord.value]) + sheet.names }
  let blank = [ResultCell](repeating: .text(""), count: isSplit ? 2 : 0)
  sheet.rows += table.wholeRows.map { blank + $0 }
  for split in splits {
    for part in split.parts {
      let front = [ResultCell.text(split.name), .text(part.value.text(options.language))]
      sheet.rows += table.rows(part).map { front + $0 }
    }
  }
  return sheet
}

/// What one `--by` splits, for a sheet of its own: the value stands in front of the same columns.
package func splitSheet(
  _ split: Breakdown.Split, of summary: RunSummary, options: OutputOptions
) -> ResultSheet {
  let table = SummaryTable(summary, options)
  return ResultSheet(
    names: [split.name] + table.names,
    rows: split.parts.flatMap { part in
      table.rows(part).map { [.text(part.value.text(options.language))] + $0 }
    })
}

extension Breakdown.Sums {
  /// Something is certain, or a bounded sum is possible: a sum that the text leaves open says
  /// nothing about these companies.
  fileprivate var mayPay: Bool { !low.isZero || high.map { !$0.isZero } ?? false }
}

/// The awards of some rows, one row each.
private struct SummaryTable {
  let summary: RunSummary
  let options: OutputOptions

  init(_ summary: RunSummary, _ options: OutputOptions) {
    self.summary = summary
    self.options = options
  }

  var names: [String] {
    let shown = options.showsPayers ? summary.breakdown?.payers : nil
    let payers = shown?.headers(options.language) ?? []
    return texts([
      ResultWord.policy, ResultWord.award, ResultWord.companies, ResultWord.low,
    ]) + payers + texts([ResultWord.high])
  }

  /// The whole run, from its own figures where nobody asked to split them.
  var wholeRows: [[ResultCell]] {
    if let breakdown = summary.breakdown { return rows(breakdown.whole) }
    let awards = summary.awards.map { award -> [ResultCell] in
      [
        .text(award.policy), .text(award.name.text(options.language)), .count(award.companies),
        .sum(award.low), .sum(award.high),
      ]
    }
    return awards + [
      [
        .text(""), .text(ResultWord.total.text(options.language)), .count(summary.companies),
        .sum(summary.low), .sum(summary.high),
      ]
    ]
  }

  func rows(_ part: Breakdown.Part) -> [[ResultCell]] {
    let awards = zip(summary.awards, part.lines).map { award, sums in
      [.text(award.policy), .text(award.name.text(options.language))] + cells(sums)
    }
    return awards + [
      [.text(""), .text(ResultWord.total.text(options.language))] + cells(part.total)
    ]
  }

  func texts(_ words: [Wording]) -> [String] { words.map { $0.text(options.language) } }

  private func cells(_ sums: Breakdown.Sums) -> [ResultCell] {
    let shares = options.showsPayers ? sums.shares.map { ResultCell.sum($0) } : []
    return [.count(sums.companies), .sum(sums.low)] + shares + [.sum(sums.high)]
  }
}

/// The values of each `--by` for a reader, the awards that pay or may pay below each.
///
/// A list that nobody reads to its end closes with the sum of the rest.
package func splitText(
  _ summary: RunSummary, language: Language, width: (String) -> Int
) -> String {
  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
  let unbounded = word("不定", "no bound")
  func cells(_ name: String, _ sums: Breakdown.Sums) -> [String] {
    [
      name, String(sums.companies), sums.low.groupedYuanText,
      sums.high?.groupedYuanText ?? unbounded,
    ]
  }
  var text = ""
  for split in summary.breakdown?.splits ?? [] {
    var rows = [
      [
        word("按", "by ") + split.name, word("企业数", "companies"), word("金额（元）", "sum (元)"),
        word("上限（元）", "ceiling (元)"),
      ]
    ]
    for part in split.parts.prefix(Limits.shownGroups) {
      rows.append(cells(part.value.text(language), part.total))
      for (award, sums) in zip(summary.awards, part.lines) where sums.mayPay {
        let name = award.name.text(language)
        rows.append(
          cells("  " + (summary.hasSeveralPolicies ? award.policy + "." + name : name), sums))
      }
    }
    text += "\n" + tableText(rows, alignRight: [1, 2, 3], width: width)
    let rest = split.parts.dropFirst(Limits.shownGroups)
    if !rest.isEmpty {
      let low = rest.reduce(Exact.zero) { $0.adding($1.total.low) ?? $0 }
      text += word(
        "另有 \(rest.count) 个取值，金额共 \(low.groupedYuanText)；全部见 --summary 或工作簿\n",
        "\(rest.count) more values with \(low.groupedYuanText) together; all of them are in "
          + "--summary or the workbook\n")
    }
  }
  return text
}
