package import JiliLexer

/// The long result: one row for each award of a company that is not plainly "not due", for each
/// benefit that may be granted and each limit that may be broken.
package func writeLong(
  _ input: Ingested, _ results: [PolicyResults], options: OutputOptions
) throws(OutputRefusal) -> [UInt8] {
  for policy in results where policy.outcomes.count != input.rows.count {
    throw .rowsDiffer(input.rows.count, policy.outcomes.count)
  }
  let language = options.language
  let words = [
    ResultWord.policy, ResultWord.article, ResultWord.award, ResultWord.state, ResultWord.low,
    ResultWord.high, ResultWord.quote, ResultWord.reason,
  ]
  let company = [ResultWord.company] + (input.showsDate ? [ResultWord.year] : [])
  let names = (company + words).map { $0.text(language) }
  var table = LongTable(names: names, options: options)
  for (index, row) in input.rows.enumerated() {
    let identity = [row.company] + (input.showsDate ? [row.dateText ?? ""] : [])
    for policy in results {
      for outcome in policy.outcomes[index].lines where outcome.state != .notDue {
        let line = policy.plan.lines[outcome.line]
        table.add(
          identity + [
            policy.plan.policyName, line.articles(language), line.column(language),
            outcome.state.rawValue,
          ],
          outcome.low, outcome.high, [line.quotes(language), outcome.reason.text(language)])
      }
      for found in policy.unpaidRows(policy.outcomes[index], language) {
        table.add(
          identity + [
            policy.plan.policyName, found.cites.articles(language), found.name, found.state,
          ],
          nil, nil, [found.cites.quotes(language), found.words])
      }
    }
  }
  return table.bytes
}

/// Rows of texts with two sums between them, in any of the formats.
private struct LongTable {
  private let names: [String]
  private let isJSON: Bool
  private var writer: DelimitedWriter
  private var lines: [UInt8] = []

  init(names: [String], options: OutputOptions) {
    self.names = names
    isJSON = options.format == .jsonl
    writer = DelimitedWriter(
      separator: UInt8(ascii: options.format == .tsv ? "\t" : ","), hasMark: options.hasMark)
    if !isJSON { writer.row(names) }
  }

  var bytes: [UInt8] { isJSON ? lines : writer.bytes }

  mutating func add(_ front: [String], _ low: Exact?, _ high: Exact?, _ back: [String]) {
    guard isJSON else {
      for text in front { writer.text(text) }
      writer.sum(low)
      writer.sum(high)
      writer.row(back)
      return
    }
    let values =
      front.map { JSONValue.string($0) } + [.yuan(low), .yuan(high)]
      + back.map { JSONValue.string($0) }
    JSONValue.object(zip(names, values).map { JSONMember($0, $1) }).append(to: &lines)
    lines.append(0x0A)
  }
}

extension Line {
  /// The articles that the line cites, each once.
  package func articles(_ language: Language) -> String { cites.articles(language) }

  /// The exact words that the line cites.
  package func quotes(_ language: Language) -> String { cites.quotes(language) }
}

/// The rejected rows, one line each with its first fault.
package func writeRejects(_ rejects: [RejectedRow], options: OutputOptions) -> [UInt8] {
  let language = options.language
  var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: options.hasMark)
  writer.row(
    [
      ResultWord.file, ResultWord.row, ResultWord.column, ResultWord.value, ResultWord.cause,
      ResultWord.code,
    ].map { $0.text(language) })
  for reject in rejects {
    writer.text(reject.file)
    writer.count(reject.number)
    writer.row([
      reject.column, reject.value, reject.fault.reason.text(language), reject.fault.code,
    ])
  }
  return writer.bytes
}
