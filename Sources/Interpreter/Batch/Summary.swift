package import JiliLexer

/// The figures of a whole run: what summary, receipt and stderr say.
package struct RunSummary: Sendable {
  /// One award, or its renewal, over all rows.
  package struct AwardSum: Sendable {
    package var policy: String
    package var name: Wording
    /// Companies with a certain sum above 0.
    package var companies: Int
    package var low: Exact
    /// Ceilings and undetermined sums too; nil where nothing bounds them.
    package var high: Exact?
  }

  /// What one payer owes; payer nil is what is not split.
  package struct PayerSum: Sendable {
    package var payer: String?
    package var low: Exact
  }

  /// The companies that enjoy a benefit, or break a limit.
  package struct CompanyCount: Sendable {
    package var policy: String
    package var name: String
    package var companies: Int
  }

  package var counts: RowCounts
  package var companies: Int
  package var low: Exact
  package var high: Exact?
  /// Names of awards and payers need their policy in front.
  package var hasSeveralPolicies: Bool
  package var awards: [AwardSum]
  /// Empty where no award is split among payers.
  package var payers: [PayerSum]
  /// Companies that enjoy each benefit.
  package var benefits: [CompanyCount] = []
  /// Companies that break each limit.
  package var limits: [CompanyCount] = []
  /// The same split by payers and by the values of `--by`, where somebody asks for it.
  package var breakdown: Breakdown? = nil
  /// What a report shows besides, where the plan lays out its conditions.
  package var figures: RunFigures? = nil
}

/// Adds up a run.
///
/// `names` are those of `--by`; nil is a summary that nobody wants split.
package func summarise(
  _ input: Ingested, _ results: PolicyResults, by names: [String]? = nil
) throws(OutputRefusal) -> RunSummary {
  try results.checkRows(input)
  var summary = RunSummary(
    counts: input.counts, companies: 0, low: .zero, high: .zero,
    hasSeveralPolicies: results.plan.hasSeveralPolicies, awards: [], payers: [])
  if let names { summary.breakdown = try breakdown(input, results, by: names) }
  for line in results.plan.lines.indices {
    summary.awards.append(try awardSum(line, input, results))
  }
  countCompanies(&summary, input, results)
  for outcome in results.outcomes {
    summary.low = try sum(summary.low, outcome.totalLow)
    summary.high = try sum(summary.high, outcome.totalHigh)
  }
  summary.companies = distinctCompanies(input) { !results.outcomes[$0].totalLow.isZero }
  summary.payers = try payerSums(results, total: summary.low)
  summary.figures = try runFigures(input, results)
  return summary
}

private func awardSum(
  _ line: Int, _ input: Ingested, _ results: PolicyResults
) throws(OutputRefusal) -> RunSummary.AwardSum {
  let plan = results.plan
  var result = RunSummary.AwardSum(
    policy: plan.policies[plan.policy(ofLine: line)].name,
    name: Wording(zh: plan.lines[line].column(.zh), en: plan.lines[line].column(.en)),
    companies: 0, low: .zero, high: .zero)
  for outcome in results.outcomes {
    result.low = try sum(result.low, outcome.lines[line].low)
    result.high = try sum(result.high, outcome.lines[line].high)
  }
  result.companies = distinctCompanies(input) { row in
    !results.outcomes[row].lines[line].low.isZero
  }
  return result
}

private func countCompanies(
  _ summary: inout RunSummary, _ input: Ingested, _ results: PolicyResults
) {
  let plan = results.plan
  for (index, benefit) in plan.benefits.enumerated() {
    let count = distinctCompanies(input) { results.outcomes[$0].benefits[index].state == .benefit }
    let policy = plan.policies[plan.policy(ofBenefit: index)].name
    summary.benefits.append(.init(policy: policy, name: benefit.name, companies: count))
  }
  for (index, limit) in plan.limits.enumerated() {
    let count = distinctCompanies(input) { results.outcomes[$0].limits[index].state == .exceeded }
    let policy = plan.policies[plan.policy(ofLimit: index)].name
    summary.limits.append(.init(policy: policy, name: limit.name, companies: count))
  }
}

/// Rows of one key are one company; without a key each row is.
private func distinctCompanies(_ input: Ingested, where counts: (Int) -> Bool) -> Int {
  guard input.hasKey else { return input.rows.indices.count(where: counts) }
  var keys = Set<String>()
  for row in input.rows.indices where counts(row) {
    keys.insert(input.rows[row].row.key ?? "")
  }
  return keys.count
}

/// What is not split is the rest, so that the payers always add up to the total. The 市 of one
/// policy is not that of another.
private func payerSums(
  _ results: PolicyResults, total: Exact
) throws(OutputRefusal) -> [RunSummary.PayerSum] {
  var payers: [RunSummary.PayerSum] = []
  var rest = total
  let plan = results.plan
  for (index, policy) in plan.policies.enumerated() {
    let entries = policy.funding + plan.lines[policy.lines].flatMap(\.funding)
    for name in entries.flatMap({ $0.payers.map { plan.qualified($0.name, index) } })
    where !payers.contains(where: { $0.payer == name }) {
      payers.append(.init(payer: name, low: .zero))
    }
    for outcome in results.outcomes {
      for part in outcome.lines[policy.lines].flatMap(\.funding) {
        guard let label = part.label.map({ plan.qualified($0, index) }) else { continue }
        let place = payers.firstIndex { $0.payer == label } ?? payers.count
        if place == payers.count { payers.append(.init(payer: label, low: .zero)) }
        payers[place].low = try sum(payers[place].low, part.low)
        rest = try sum(rest, part.low.negated)
      }
    }
  }
  if !payers.isEmpty, !rest.isZero { payers.append(.init(payer: nil, low: rest)) }
  return payers
}

/// Adds two sums of a result.
func sum(_ one: Exact, _ other: Exact) throws(OutputRefusal) -> Exact {
  guard let sum = one.adding(other) else { throw .sumTooLarge }
  return sum
}

/// Adds two sums; nil where nothing bounds one of them.
func sum(_ one: Exact?, _ other: Exact?) throws(OutputRefusal) -> Exact? {
  guard let one, let other else { return nil }
  return try sum(one, other) as Exact
}

// MARK: For readers

/// The summary for a reader: awards with companies and sums, payers, total, rows and why some were
/// rejected.
package func summaryText(
  _ summary: RunSummary, rejects: RejectCensus = RejectCensus(), language: Language,
  width: (String) -> Int
) -> String {
  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
  let unbounded = word("不定", "no bound")
  func high(_ sum: Exact?) -> String { sum?.groupedYuanText ?? unbounded }
  var rows = [
    [
      word("奖项", "award"), word("企业数", "companies"), word("金额（元）", "sum (元)"),
      word("上限（元）", "ceiling (元)"),
    ]
  ]
  let severalPolicies = summary.hasSeveralPolicies
  for award in summary.awards {
    let name = award.name.text(language)
    rows.append([
      severalPolicies ? award.policy + "." + name : name, String(award.companies),
      award.low.groupedYuanText, high(award.high),
    ])
  }
  rows.append([
    ResultWord.total.text(language), String(summary.companies), summary.low.groupedYuanText,
    high(summary.high),
  ])
  var text = tableText(rows, alignRight: [1, 2, 3], width: width)
  if !summary.payers.isEmpty {
    let parts = summary.payers.map { payer in
      (payer.payer ?? word("未分担", "not split")) + " " + payer.low.groupedYuanText
    }
    text += word("分担：", "payers: ") + parts.joined(separator: word("，", ", ")) + "\n"
  }
  func companies(_ counts: [RunSummary.CompanyCount]) -> String {
    counts.map { count in
      let name = severalPolicies ? count.policy + "." + count.name : count.name
      return "\(name) " + word("\(count.companies) 家", "\(count.companies)")
    }.joined(separator: word("，", ", ")) + "\n"
  }
  if !summary.benefits.isEmpty {
    text += word("享受优待：", "companies with benefits: ") + companies(summary.benefits)
  }
  if !summary.limits.isEmpty {
    text += word("超过限额：", "companies that break limits: ") + companies(summary.limits)
  }
  let counts = summary.counts
  text += word(
    "共 \(counts.rows) 行：读入 \(counts.accepted)，退回 \(counts.rejected)，空行 \(counts.empty)\n",
    "\(counts.rows) rows: \(counts.accepted) read, \(counts.rejected) rejected, "
      + "\(counts.empty) empty\n")
  return text + rejects.text(language) + splitText(summary, language: language, width: width)
}

/// Columns straight whatever the width of the characters; two blanks between columns.
package func tableText(
  _ rows: [[String]], alignRight: Set<Int>, width: (String) -> Int
) -> String {
  let count = rows.map(\.count).max() ?? 0
  let cells = rows.map { $0.map(width) }
  let widths = (0..<count).map { column in
    cells.map { $0.indices.contains(column) ? $0[column] : 0 }.max() ?? 0
  }
  var text = ""
  for (row, cells) in zip(rows, cells) {
    // What stands behind the last cell of a line is not written.
    var blanks = 0
    for (column, cell) in row.enumerated() {
      let padding = widths[column] - cells[column]
      let isRight = alignRight.contains(column)
      blanks += (column > 0 ? 2 : 0) + (isRight ? padding : 0)
      if !cell.isEmpty {
        text += String(repeating: " ", count: blanks) + cell
        blanks = 0
      }
      if !isRight { blanks += padding }
    }
    text += "\n"
  }
  return text
}

extension Exact {
  /// `1,500,000.00`, for readers.
  package var groupedYuanText: String {
    let plain = Array(yuanText.utf8)
    let first = plain.first == UInt8(ascii: "-") ? 1 : 0
    let point = plain.count - 3
    var grouped: [UInt8] = []
    for (index, byte) in plain.enumerated() {
      if index > first, index < point, (point - index) % 3 == 0 {
        grouped.append(UInt8(ascii: ","))
      }
      grouped.append(byte)
    }
    return String(decoding: grouped, as: UTF8.self)
  }
}
