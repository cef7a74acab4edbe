import JiliLexer

/// The wide result: one row a company, one column an award.
package func writeWide(
  _ input: Ingested, _ results: PolicyResults, options: OutputOptions
) throws(OutputRefusal) -> [UInt8] {
  try writeWideRows(input, results, options: options).bytes
}

/// The same, and where each row ends, for results that are joined from parts.
func writeWideRows(
  _ input: Ingested, _ results: PolicyResults, options: OutputOptions
) throws(OutputRefusal) -> (bytes: [UInt8], ends: [Int]) {
  let table = try WideTable(input, results, options)
  var ends: [Int] = []
  if options.format == .jsonl {
    var bytes: [UInt8] = []
    for row in input.rows.indices {
      appendJSONLine(table.names, try table.cells(row), to: &bytes)
      ends.append(bytes.count)
    }
    return (bytes, ends)
  }
  var writer = DelimitedWriter(options)
  writer.row(table.names)
  for row in input.rows.indices {
    writer.row(try table.cells(row))
    ends.append(writer.bytes.count)
  }
  return (writer.bytes, ends)
}

/// The columns of the wide result, `--columns` obeyed.
func wideColumns(
  _ input: Ingested, _ plan: Plan, options: OutputOptions
) throws(OutputRefusal) -> [WideTable.Column] {
  try WideTable(input, PolicyResults(plan: plan, outcomes: []), options).columns
}

/// What the columns of the wide result hold.
package func wideTableColumns(
  _ input: Ingested, _ plan: Plan, options: OutputOptions
) throws(OutputRefusal) -> [TableColumn] {
  let table = try WideTable(input, PolicyResults(plan: plan, outcomes: []), options)
  return zip(table.columns, table.names).map { TableColumn(name: $1, holdsSums: $0.holdsSums) }
}

/// The same as cells, for a workbook.
package func wideSheet(
  _ input: Ingested, _ results: PolicyResults, options: OutputOptions
) throws(OutputRefusal) -> ResultSheet {
  let table = try WideTable(input, results, options)
  var sheet = ResultSheet(names: table.names)
  for row in input.rows.indices { sheet.rows.append(try table.cells(row)) }
  return sheet
}

/// Which columns the wide result has, and what stands in them.
struct WideTable {
  enum Column: Hashable {
    case identity(Int)
    case line(Int)
    case policyTotal(Int)
    case payer(Int)
    case total, totalHigh, unspecified, missing, notes

    var holdsSums: Bool {
      switch self {
      case .line, .policyTotal, .payer, .total, .totalHigh: true
      case .identity, .unspecified, .missing, .notes: false
      }
    }
  }

  let input: Ingested
  let results: PolicyResults
  let language: Language
  /// Where `--payers` asks for them.
  let payers: PayerShares?
  /// What `--columns` chose.
  private(set) var columns: [Column] = []

  init(
    _ input: Ingested, _ results: PolicyResults, _ options: OutputOptions
  ) throws(OutputRefusal) {
    try results.checkRows(input)
    self.input = input
    self.results = results
    language = options.language
    payers = options.showsPayers ? PayerShares(results.plan) : nil
    let all = self.all
    let fixed = input.identityHeaders.count
    let awards = fixed..<fixed + self.awards.count
    let names = all.map { column in [Language.zh, .en].map { name(column, $0) } }
    columns = try chosenColumns(
      options.columns, among: names, shown: all.map(name), groups: ["awards": Array(awards)]
    ).map { all[$0] }
  }

  var names: [String] { columns.map(name) }

  func cells(_ row: Int) throws(OutputRefusal) -> [ResultCell] {
    let outcome = results.outcomes[row]
    let shares = try payers?.shares(outcome, plan) ?? []
    return columns.map { cell($0, row: row, outcome, shares) }
  }

  var plan: Plan { results.plan }

  private var awards: [Column] {
    plan.policies.enumerated().flatMap { index, policy in
      policy.lines.map { .line($0) } + (plan.hasSeveralPolicies ? [.policyTotal(index)] : [])
    }
  }

  private var all: [Column] {
    let shares = payers.map { $0.none.indices.map { Column.payer($0) } } ?? []
    return input.identityHeaders.indices.map { .identity($0) } + awards + [.total] + shares
      + [.totalHigh, .unspecified, .missing, .notes]
  }

  private func name(_ column: Column) -> String { name(column, language) }

  private func name(_ column: Column, _ language: Language) -> String {
    switch column {
    case .identity(let index): input.identityHeaders[index]
    case .line(let line): plan.lineName(line, language)
    case .payer(let payer): payers?.headers(language)[payer] ?? ""
    case .policyTotal(let policy): plan.qualified(ResultWord.total.text(language), policy)
    case .total: ResultWord.total.text(language)
    case .totalHigh: ResultWord.totalHigh.text(language)
    case .unspecified: ResultWord.unspecified.text(language)
    case .missing: ResultWord.missing.text(language)
    case .notes: ResultWord.notes.text(language)
    }
  }

  private func cell(
    _ column: Column, row: Int, _ outcome: RowOutcome, _ shares: [Exact]
  ) -> ResultCell {
    switch column {
    case .identity(let index): .text(input.rows[row].identity[index])
    case .line(let line): .sum(outcome.lines[line].settledLow)
    case .policyTotal(let policy): .sum(outcome.low(of: plan.policies[policy]))
    case .total: .sum(outcome.totalLow)
    case .payer(let payer): .sum(shares[payer])
    case .totalHigh: .sum(outcome.totalHigh)
    case .unspecified: .text(unspecified(outcome))
    case .missing: .text(missing(outcome))
    case .notes: .text(notes(row, outcome))
    }
  }

  private func unspecified(_ outcome: RowOutcome) -> String {
    outcome.lines.filter { $0.state == .unspecified }.map { plan.lineName($0.line, language) }
      .joined(separator: ResultWord.nameJoint.text(language))
  }

  private func missing(_ outcome: RowOutcome) -> String {
    outcome.missing.map { plan.factName($0.fact, language) }
      .joined(separator: ResultWord.nameJoint.text(language))
  }

  private func notes(_ row: Int, _ outcome: RowOutcome) -> String {
    var notes: [String] = []
    for note in input.rows[row].notes + outcome.notes + results.brokenLimits(outcome) {
      let text = note.text(language)
      if !notes.contains(text) { notes.append(text) }
    }
    return notes.joined(separator: ResultWord.noteJoint.text(language))
  }
}

extension PolicyResults {
  /// Every accepted row has one outcome.
  func checkRows(_ input: Ingested) throws(OutputRefusal) {
    if outcomes.count != input.rows.count { throw .rowsDiffer(input.rows.count, outcomes.count) }
  }
}

extension RowOutcome {
  /// What a policy of the run certainly pays.
  func low(of policy: PolicyPart) -> Exact {
    lines[policy.lines].reduce(.zero) { $0.adding($1.low) ?? $0 }
  }
}
