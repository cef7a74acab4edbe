import JiliLexer

/// The wide result: one row a company, one column an award.
package func writeWide(
  _ input: Ingested, _ results: [PolicyResults], options: OutputOptions
) throws(OutputRefusal) -> [UInt8] {
  for policy in results where policy.outcomes.count != input.rows.count {
    throw .rowsDiffer(input.rows.count, policy.outcomes.count)
  }
  let table = WideTable(input: input, results: results, language: options.language)
  let columns = try table.chosen(options.columns)
  if options.format == .jsonl { return try table.jsonLines(columns) }
  var writer = DelimitedWriter(
    separator: UInt8(ascii: options.format == .tsv ? "\t" : ","), hasMark: options.hasMark)
  writer.row(columns.map(table.name))
  for row in input.rows.indices {
    for column in columns {
      switch try table.cell(column, row: row) {
      case .text(let text): writer.text(text)
      case .sum(let sum): writer.sum(sum)
      }
    }
    writer.endRow()
  }
  return writer.bytes
}

/// Which columns the wide result has, and what stands in them.
private struct WideTable {
  enum Column: Hashable {
    case identity(Int)
    case line(policy: Int, line: Int)
    case policyTotal(Int)
    case total, totalHigh, unspecified, missing, notes
  }

  enum Cell {
    case text(String)
    case sum(Exact?)
  }

  let input: Ingested
  let results: [PolicyResults]
  let language: Language

  var awards: [Column] {
    results.indices.flatMap { policy in
      results[policy].plan.lines.indices.map { .line(policy: policy, line: $0) }
        + (results.count > 1 ? [.policyTotal(policy)] : [])
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
    case .line(let policy, let line): lineName(policy, line, language)
    case .policyTotal(let policy):
      results[policy].plan.policyName + "." + ResultWord.total.text(language)
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

  func cell(_ column: Column, row: Int) throws(OutputRefusal) -> Cell {
    switch column {
    case .identity(let index): return .text(input.rows[row].identity[index])
    case .line(let policy, let line):
      return .sum(results[policy].outcomes[row].lines[line].settledLow)
    case .policyTotal(let policy): return .sum(results[policy].outcomes[row].totalLow)
    case .total: return .sum(try total(of: row, \.totalLow))
    case .totalHigh:
      if results.contains(where: { $0.outcomes[row].totalHigh == nil }) { return .sum(nil) }
      return .sum(try total(of: row) { $0.totalHigh ?? .zero })
    case .unspecified: return .text(unspecified(row))
    case .missing: return .text(missing(row))
    case .notes: return .text(notes(row))
    }
  }

  func jsonLines(_ columns: [Column]) throws(OutputRefusal) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in input.rows.indices {
      var members: [JSONMember] = []
      for column in columns {
        switch try cell(column, row: row) {
        case .text(let text): members.append(JSONMember(name(column), .string(text)))
        case .sum(let sum): members.append(JSONMember(name(column), .yuan(sum)))
        }
      }
      JSONValue.object(members).append(to: &bytes)
      bytes.append(0x0A)
    }
    return bytes
  }

  private func lineName(_ policy: Int, _ line: Int, _ language: Language) -> String {
    let plan = results[policy].plan
    let name = plan.lines[line].column(language)
    return results.count > 1 ? plan.policyName + "." + name : name
  }

  private func total(
    of row: Int, _ sum: (RowOutcome) -> Exact
  ) throws(OutputRefusal) -> Exact {
    var total = Exact.zero
    for policy in results {
      guard let next = total.adding(sum(policy.outcomes[row])) else { throw .sumTooLarge }
      total = next
    }
    return total
  }

  private func unspecified(_ row: Int) -> String {
    var names: [String] = []
    for (index, policy) in results.enumerated() {
      for (line, outcome) in policy.outcomes[row].lines.enumerated()
      where outcome.state == .unspecified { names.append(lineName(index, line, language)) }
    }
    return names.joined(separator: ResultWord.nameJoint.text(language))
  }

  private func missing(_ row: Int) -> String {
    mergedMissing(results.map { ($0.plan, $0.outcomes[row]) }, language).map(\.name)
      .joined(separator: ResultWord.nameJoint.text(language))
  }

  private func notes(_ row: Int) -> String {
    var notes: [String] = []
    let found = results.flatMap { $0.outcomes[row].notes + $0.brokenLimits($0.outcomes[row]) }
    for note in input.rows[row].notes + found {
      let text = note.text(language)
      if !notes.contains(text) { notes.append(text) }
    }
    return notes.joined(separator: ResultWord.noteJoint.text(language))
  }
}

/// The missing facts of several policies, widest effect first; one fact's effects add up.
func mergedMissing(
  _ policies: [(plan: Plan, outcome: RowOutcome)], _ language: Language
) -> [(name: String, effect: Exact?)] {
  var merged: [(name: String, effect: Exact?)] = []
  for (plan, outcome) in policies {
    for missing in outcome.missing {
      let name = plan.factName(missing.fact, language)
      if let place = merged.firstIndex(where: { $0.name == name }) {
        let effect = merged[place].effect
        merged[place].effect = effect.flatMap { one in
          missing.effect.flatMap { one.adding($0) }
        }
      } else {
        merged.append((name, missing.effect))
      }
    }
  }
  if policies.count == 1 { return merged }
  // A stable sort: within one effect the order of the rules stays.
  return merged.enumerated().sorted { one, other in
    switch (one.element.effect, other.element.effect) {
    case (nil, nil): return one.offset < other.offset
    case (nil, _): return true
    case (_, nil): return false
    case (let first?, let second?):
      return first == second ? one.offset < other.offset : first > second
    }
  }.map(\.element)
}
