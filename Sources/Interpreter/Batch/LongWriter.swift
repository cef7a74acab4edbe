package import JiliLexer

/// The long result: one row for each award of a company that is not plainly "not due", for each
/// benefit that may be granted and each limit that may be broken.
package func writeLong(
  _ input: Ingested, _ results: PolicyResults, options: OutputOptions
) throws(OutputRefusal) -> [UInt8] {
  try longSheet(input, results, options: options).written(options)
}

/// The same as cells, for a workbook.
package func longSheet(
  _ input: Ingested, _ results: PolicyResults, options: OutputOptions
) throws(OutputRefusal) -> ResultSheet {
  try results.checkRows(input)
  let table = LongTable(input, results, options)
  let names = table.names(options.language)
  let columns = try table.chosen(options)
  var sheet = ResultSheet(names: columns.map { names[$0] })
  for row in input.rows.indices {
    for cells in try table.rows(of: row) { sheet.rows.append(columns.map { cells[$0] }) }
  }
  return sheet
}

/// What the columns of the long result hold.
package func longTableColumns(
  _ input: Ingested, _ plan: Plan, options: OutputOptions
) throws(OutputRefusal) -> [TableColumn] {
  let table = LongTable(input, PolicyResults(plan: plan, outcomes: []), options)
  let names = table.names(options.language)
  return try table.chosen(options).map {
    TableColumn(name: names[$0], holdsSums: table.sumPlaces.contains($0))
  }
}

/// Which columns the long result has, and its rows.
private struct LongTable {
  let input: Ingested
  let results: PolicyResults
  let language: Language
  /// Where `--payers` asks for them.
  let payers: PayerShares?

  init(_ input: Ingested, _ results: PolicyResults, _ options: OutputOptions) {
    self.input = input
    self.results = results
    language = options.language
    payers = options.showsPayers ? PayerShares(results.plan) : nil
  }

  func names(_ language: Language) -> [String] {
    let company = [ResultWord.company] + (input.showsDate ? [ResultWord.year] : [])
    let front = [ResultWord.policy, ResultWord.article, ResultWord.award, ResultWord.state]
    let back = [ResultWord.high, ResultWord.quote, ResultWord.reason]
    func texts(_ words: [Wording]) -> [String] { words.map { $0.text(language) } }
    return texts(company) + input.keptBeside.map { input.identityHeaders[$0] } + texts(front)
      + texts([ResultWord.low]) + (payers?.headers(language) ?? []) + texts(back)
  }

  /// The certain sum, what each payer bears of it, the high end.
  var sumPlaces: Range<Int> {
    let count = names(.zh).count
    return count - 4 - (payers?.none.count ?? 0)..<count - 2
  }

  /// The places of the columns that `--columns` names.
  func chosen(_ options: OutputOptions) throws(OutputRefusal) -> [Int] {
    try chosenColumns(
      options.columns, among: zip(names(.zh), names(.en)).map { [$0, $1] },
      shown: names(options.language))
  }

  /// The rows of one company, or of one of its years.
  func rows(of index: Int) throws(OutputRefusal) -> [[ResultCell]] {
    let row = input.rows[index]
    let found = results.outcomes[index]
    let identity =
      [row.company] + (input.showsDate ? [row.dateText ?? ""] : [])
      + input.keptBeside.map { row.identity[$0] }
    var rows: [[ResultCell]] = []
    for (place, policy) in results.plan.policies.enumerated() {
      for outcome in found.lines[policy.lines] where outcome.state != .notDue {
        let line = results.plan.lines[outcome.line]
        let front = [
          policy.name, line.articles(language), line.column(language), outcome.state.rawValue,
        ]
        let shares = try payers?.shares(outcome, of: place) ?? []
        rows.append(
          texts(identity + front) + [.sum(outcome.low)] + shares.map { .sum($0) }
            + [.sum(outcome.high)]
            + texts([line.quotes(language), outcome.reason.text(language)]))
      }
      let noShares = (payers?.none ?? []).map { _ in ResultCell.sum(nil) }
      for unpaid in results.unpaidRows(found, of: policy, language) {
        let front = [
          policy.name, unpaid.cites.articles(language), unpaid.name, unpaid.state,
        ]
        rows.append(
          texts(identity + front) + [.sum(nil)] + noShares + [.sum(nil)]
            + texts([unpaid.cites.quotes(language), unpaid.words]))
      }
    }
    return rows
  }

  private func texts(_ texts: [String]) -> [ResultCell] { texts.map { .text($0) } }
}

extension Line {
  /// The articles that the line cites, each once.
  package func articles(_ language: Language) -> String { cites.articles(language) }

  /// The exact words that the line cites.
  package func quotes(_ language: Language) -> String { cites.quotes(language) }
}
