package import Jili
package import JiliLexer

/// Writes one query that computes a plan on the rows of a fact table, as the interpreter does, or
/// says by clause what the dialect cannot do exactly.
package func emitSQL(
  _ plan: Plan, _ request: SQLRequest
) -> (sql: SQLText?, refusals: [Diagnostic]) {
  var emitter = Emitter(plan, request)
  let text = emitter.emit()
  return (emitter.refusals.isEmpty ? text : nil, emitter.refusals)
}

extension Emitter {
  mutating func emit() -> SQLText {
    var results = identity()
    var lines = lineSums()
    applyQuotas(&lines)
    applyExclusives(&lines)
    let rooms = applyCaps(&lines)
    applyOverlap(&lines)
    applyInstalments(&lines)
    let total = totals(lines, rooms: rooms)
    for (index, line) in lines.enumerated() {
      let name = lineName(index)
      results.append((name, .low(line: index), value(line.low)))
      results.append((name + "_上限", .high(line: index), value(line.high)))
      results.append((name + "_结果", .state(line: index), state(line)))
    }
    results.append(("合计", .totalLow, value(total.low)))
    for (payer, share) in payers(lines, total: total.low).enumerated() {
      results.append((share.name, .payer(payer), value(share.sum)))
    }
    results.append(("上限合计", .totalHigh, value(total.high)))
    results.append(("上限可能更低", .mayBeLower, term(mayBeLower(lines))))
    if request.hasHistory {
      for award in plan.asksOfEarlierRows {
        let base = lines.indices.filter {
          plan.lines[$0].award == award && !plan.lines[$0].isRenewal
        }
        let due = or(base.map { wasDue(lines[$0]) })
        results.append((plan.awardName(award) + "_曾应得", .wasDue(award: award), term(due)))
      }
    }
    return text(results)
  }

  private typealias Result = (name: String, content: SQLColumn.Content, term: Term)

  private mutating func identity() -> [(name: String, content: SQLColumn.Content, term: Term)] {
    var results: [Result] = [("行", .row, read("行", raw("行")))]
    if request.isKeyed { results.append(("键", .key, read("键", raw("键")))) }
    results.append(("企业", .company, read("企业", raw("企业"))))
    results.append(("年度", .year, quotaYear()))
    return results
  }

  private func text(_ results: [Result]) -> SQLText {
    let (steps, last) = sheet.text(from: dialect.identifier(request.table))
    var names = Names()
    var columns: [SQLColumn] = []
    var shown: [String] = []
    for result in results {
      let name = names.take(result.name)
      columns.append(SQLColumn(name: name, content: result.content))
      shown.append("  \(result.term.text) AS \(dialect.identifier(name))")
    }
    let policies = plan.policies.map(\.name).joined(separator: "、")
    let head = """
      -- \(policies)：每家企业应得的数，单位是分；“_上限”为 NULL 就是没有上限。
      -- 数据库：\(dialect.rawValue)。由 jili sql 写出，改规则请改规则文件。
      -- 日期是从 1970-01-01 数起的天数；金额、数、比例是末位小数的整数倍；条件的 NULL 是未知。

      """
    let settings =
      dialect == .spark
      ? "-- 先运行：SET spark.sql.analyzer.maxIterations = 1000（每一步查询要分析一轮）。\n" : ""
    let order = "\nORDER BY \(dialect.identifier("行"))"
    let query =
      head + settings + steps + "\nSELECT\n" + shown.joined(separator: ",\n") + "\nFROM \(last)"
      + order + "\n"
    return SQLText(tables: tables, query: query, columns: columns)
  }

  private var tables: String {
    var text = table.creation(named: request.table, dialect)
    if request.hasHistory, !plan.asksOfEarlierRows.isEmpty {
      let names = ["键", "奖项", "应得"].map { dialect.identifier($0) }
      text += "CREATE TABLE \(dialect.identifier(request.history)) (\n"
      text += "  \(names[0]) \(dialect.textType),\n  \(names[1]) \(dialect.textType),\n"
      text += "  \(names[2]) BOOLEAN\n)" + (dialect == .spark ? " USING PARQUET" : "") + ";\n"
    }
    return text
  }
}
