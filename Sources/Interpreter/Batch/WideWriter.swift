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
  try results.checkRows(input)
  let table = WideTable(input: input, results: results, language: options.language)
  let columns = try table.chosen(options.columns)
  if options.format == .jsonl { return table.jsonLines(columns) }
  var writer = DelimitedWriter(
    separator: UInt8(ascii: options.format == .tsv ? "\t" : ","), hasMark: options.hasMark)
  writer.row(columns.map(table.name))
  var ends: [Int] = []
  for row in input.rows.indices {
    for column in columns {
      switch table.cell(column, row: row) {
      case .text(let text): writer.text(text)
      case .sum(let sum): writer.sum(sum)
      }
    }
    writer.endRow()
    ends.append(writer.bytes.count)
  }
  return (writer.bytes, ends)
}

/// The columns of the wide result, `--columns` obeyed.
func wideColumns(
  _ input: Ingested, _ plan: Plan, options: OutputOptions
) throws(OutputRefusal) -> [WideTable.Column] {
  let results = PolicyResults(plan: plan, outcomes: [])
  return try WideTable(input: input, results: results, language: options.language)
    .chosen(options.columns)
}

/// Which columns the wide result has, and what stands in them.
struct WideTable {
  enum Column: Hashable {
    case identity(Int)
    case line(Int)
    case policyTotal(Int)
    case total, totalHigh, unspecified, missing, notes
  }

  enum Cell {
    case text(String)
    case sum(Exact?)
  }

  let input: Ingested
  let results: PolicyResults
  let language: Language

  var plan: Plan { results.plan }

  var awards: [Column] {
    plan.policies.enumerated().flatMap { index, policy in
      policy.lines.map { .line($0) } + (plan.hasSeveralPolicies ? [.policyTotal(index)] : [])
    }
  }

  var all: [Column] {
    input.identityHeaders.indices.map { .identity($0) } + awards
      + [.total, .totalHigh, .unspecified, .missing, .notes]
  }

  func name(_ column: Column) -> String { name(column, language) }

  func name(_ column: Column, _ language: Language) -> String {
    switch column {
    case .identity(let index): input.identityHeaders[index]
    case .line(let line): plan.lineName(line, language)
    case .policyTotal(let policy): plan.qualified(ResultWord.total.text(language), policy)
    case .total: ResultWord.total.text(language)
    case .totalHigh: ResultWord.totalHigh.text(language)
    case .unspecified: ResultWord.unspecified.text(language)
    case .missing: ResultWord.missing.text(language)
    case .notes: ResultWord.notes.text(language)
    }
  }

  /// `--columns`: names of either language.
  func chosen(_ names: [String]?) throws(OutputRefusal) -> [Column] {
    guard let names else { return all }
    var byName: [String: Column] = [:]
    for column in all {
      for language in [Language.zh, .en] { byName[name(column, language)] = column }
    }
    var chosen: [Column] = []
    for wanted in names {
      if wanted == "awards" {
        chosen += awards
      } else if let column = byName[wanted] {
        chosen.append(column)
      } else {
        throw .unknownColumn(wanted, nearest: nearestName(to: wanted, among: all.map(name)))
      }
    }
    return chosen
  }

  func cell(_ column: Column, row: Int) -> Cell {
    let outcome = results.outcomes[row]
    return switch column {
    case .identity(let index): .text(input.rows[row].identity[index])
    case .line(let line): .sum(outcome.lines[line].settledLow)
    case .policyTotal(let policy): .sum(outcome.low(of: plan.policies[policy]))
    case .total: .sum(outcome.totalLow)
    case .totalHigh: .sum(outcome.totalHigh)
    case .unspecified: .text(unspecified(outcome))
    case .missing: .text(missing(outcome))
    case .notes: .text(notes(row, outcome))
    }
  }

  func jsonLines(_ columns: [Column]) -> (bytes: [UInt8], ends: [Int]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for row in input.rows.indices {
      var members: [JSONMember] = []
      for column in columns {
        switch cell(column, row: row) {
        case .text(let text): members.append(JSONMember(name(column), .string(text)))
        case .sum(let sum): members.append(JSONMember(name(column), .yuan(sum)))
        }
      }
      JSONValue.object(members).append(to: &bytes)
      bytes.append(0x0A)
      ends.append(bytes.count)
    }
    return (bytes, ends)
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
