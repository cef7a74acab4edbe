import Foundation
import Jili
import JiliLexer
import JiliSQL
import Testing

import func JiliReference.generate

/// Generated pairs as files for databases; `make test-sql` names the file and asks the databases.
@Suite struct SQLCaseTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test(.enabled(if: environment["JILI_SQL_CASES"] != nil))
  func writesCases() throws {
    let path = Self.environment["JILI_SQL_CASES"] ?? ""
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    var seed = Pairs.firstSeed
    var pairs = 0
    let wanted = Pairs.setting("JILI_SQL_PAIRS", 2000)
    let handfuls = Pairs.setting("JILI_SQL_HANDFULS", 1)
    while pairs < wanted {
      defer { seed += 1 }
      let trial = generate(seed: seed, handfuls: handfuls)
      guard let plan = compiledPlan(trial.files), !plan.isEmpty,
        let made = try Self.example(plan, trial.csv, trial.arguments)
      else { continue }
      var example = made
      example["seed"] = seed
      example["rules"] = trial.rules
      example["csv"] = trial.csv
      example["arguments"] = trial.arguments
      pairs += trial.table.rows.count
      try file.write(contentsOf: JSONSerialization.data(withJSONObject: example))
      try file.write(contentsOf: Data("\n".utf8))
    }
    try file.close()
    print("\nsql: seeds \(Pairs.firstSeed) to \(seed - 1), handfuls \(handfuls), \(pairs) pairs")
  }

  /// nil where the rules read none of the file's columns.
  private static func example(
    _ plan: Plan, _ csv: String, _ words: [String]
  ) throws -> [String: Any]? {
    let arguments = Arguments(words)
    guard let settled = try? plan.settled(arguments.input.settings),
      let choices = try? plan.choices(arguments.readings)
    else { return nil }
    let companies = [InputFile(name: "企业.csv", bytes: Array(csv.utf8))]
    guard
      let read = try? ingest(companies, plan: settled, options: arguments.input),
      read.rejects.isEmpty
    else { return nil }
    var template = InputOptions()
    template.settings = arguments.input.settings
    template.date = .unknown
    let parameters = try readCompany([:], layout: RowLayout(settled), options: template).values
    let table = FactRows(settled, isKeyed: arguments.input.key != nil)
    let made = read.rows.enumerated().map { index, row in
      table.cells(row.row, number: index + 1, company: row.company)
    }
    let outcomes = run(
      settled, read.rows.map(\.row),
      RunOptions(choices: choices, explains: false, triesReadings: false))
    var dialects: [String: Any] = [:]
    for dialect in Dialect.allCases {
      let request = SQLRequest(
        dialect: dialect, choices: choices, parameters: parameters,
        isKeyed: arguments.input.key != nil,
        hasHistory: arguments.input.key != nil && arguments.input.dateColumn != nil)
      let (sql, refusals) = emitSQL(settled, request)
      dialects[dialect.rawValue] =
        sql.map { ["tables": $0.tables, "query": $0.query] }
        ?? ["refused": refusals.map(\.message.en)]
    }
    return [
      "headers": table.headers, "dialects": dialects,
      "misfits": made.compactMap(\.misfit),
      "rows": made.map { row in row.cells.map { $0 ?? NSNull() as Any } },
      "expected": try outcomes.map { try expected($0, settled) },
      "overflows": outcomes.count { $0.overflow != nil },
    ]
  }

  /// By name what the query's columns must hold: sums in 分, nothing where there is no bound.
  private static func expected(_ outcome: RowOutcome, _ plan: Plan) throws -> [String: Any] {
    func fen(_ exact: Exact?) -> Any {
      exact.map { $0.yuanText.filter { $0 != "." } } ?? NSNull() as Any
    }
    var cells: [String: Any] = [
      "合计": fen(outcome.totalLow), "上限合计": fen(outcome.totalHigh),
    ]
    for line in outcome.lines {
      let name = plan.lineName(line.line, .zh)
      cells[name] = fen(line.low)
      cells[name + "_上限"] = fen(line.high)
      switch line.state {
      case .notDue, .overQuota, .excluded, .due: cells[name + "_结果"] = line.state.rawValue
      case .undetermined, .unspecified, .upTo: cells[name + "_结果"] = "open"
      }
    }
    let payers = PayerShares(plan)
    for (name, share) in zip(payers.headers(.zh), try payers.shares(outcome, plan))
    where !payers.names.isEmpty {
      cells[name == "未分担" ? name : "分担_" + name] = fen(share)
    }
    return cells
  }
}
