import JiliLexer
import Synchronization

/// How explanations are written, and of whom.
package struct ExplainForm: Sendable {
  package enum Shape: String, Sendable { case text, json, markdown }

  package var shape = Shape.text
  package var asked = ExplainedAward.all
  /// The one company that is wanted, by key or by a name that identifies it.
  package var sought: SoughtCompany?

  package init() {}
}

/// A company that is looked for in files that are read once.
package final class SoughtCompany: Sendable {
  private struct Found {
    var count = 0
    var nearest: String?
  }

  package let name: String
  private let found = Mutex(Found())

  package init(_ name: String) { self.name = name }

  /// Whether a row is of this company; others are remembered as what may have been meant.
  func takes(_ row: AcceptedRow) -> Bool {
    let isWanted = row.company == name || row.identity.contains(name)
    found.withLock { found in
      if isWanted {
        found.count += 1
      } else if found.count == 0 {
        let known = [found.nearest].compactMap(\.self) + [row.company]
        found.nearest = nearestName(to: name, among: known)
      }
    }
    return isWanted
  }

  /// Why nothing was explained; nil where something was.
  package var refusal: InputRefusal? {
    let found = found.withLock { $0 }
    if found.count > 0 { return nil }
    return InputRefusal(.usage, [.noSuchCompany(name, nearest: found.nearest)])
  }
}

/// The explanations of rows in the form asked for, row by row; nothing for a company that is not
/// wanted.
///
/// `places` are the rows of a chunk that the rows at hand are.
func explainedRows(
  _ input: Ingested, _ results: PolicyResults, _ run: RunOptions, _ output: OutputOptions,
  places: [Int]? = nil
) -> [[UInt8]] {
  let form = output.explained
  let explainer = Explainer(results.plan, run, asked: form.asked)
  var companies: [String: [Int]] = [:]
  for (index, row) in input.rows.enumerated() {
    if let key = row.row.key { companies[key, default: []].append(index) }
  }
  return input.rows.indices.map { index in
    let row = input.rows[index]
    if let sought = form.sought, !sought.takes(row) { return [] }
    let own = row.row.key.flatMap { companies[$0] } ?? [index]
    var company = explainer.explanation(
      of: own.firstIndex(of: index) ?? 0, in: own.map { input.rows[$0].row },
      results.outcomes[index], cells: row.cells)
    company.company = row.company
    company.place = RowOrigin(
      file: shown(input.inputs[row.file].file),
      row: row.line ?? places.map { $0[row.number - 1] + 1 } ?? row.number,
      isOfChunk: places != nil && row.line == nil)
    return bytes(of: company, results.plan, form.shape, output.language)
  }
}

extension ChunkRun {
  /// The results of a chunk with its rows counted, where they name them.
  package func counted(_ output: ChunkBytes, behind rows: Int) -> ChunkBytes {
    guard case .explained = layout else { return output }
    let mark: UInt8 = 1
    let pieces = output.bytes.split(separator: mark, omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(output.count + pieces.count * 8)
    for (index, piece) in pieces.enumerated() {
      if index % 2 == 1, let number = Int(String(decoding: piece, as: UTF8.self)) {
        bytes += Array(String(rows + number).utf8)
      } else {
        bytes += piece
      }
    }
    let counted = ChunkBytes(capacity: bytes.count)
    counted.append(bytes)
    return counted
  }
}

/// Rows of files that were read whole.
package func writeExplained(
  _ input: Ingested, _ results: PolicyResults, _ run: RunOptions, options: OutputOptions
) -> [UInt8] {
  var run = run
  if results.plan.hasQuotas, run.edges.isEmpty {
    let choices = results.plan.allChoices(run.choices)
    var cohort = Cohort(Phases(results.plan), input.rows.map(\.row), choices, .sums)
    var machine = Machine(results.plan, choices: choices)
    cohort.run(&machine)
    run.edges = [cohort.edges]
  }
  return Array(explainedRows(input, results, run, options).joined())
}

/// The explanation of a company that stands in no file.
package func writeExplained(
  _ plan: Plan, _ row: Row, _ outcome: RowOutcome, _ run: RunOptions, options: OutputOptions
) -> [UInt8] {
  let explainer = Explainer(plan, run, asked: options.explained.asked)
  let company = explainer.explanation(of: 0, in: [row], outcome)
  return bytes(of: company, plan, options.explained.shape, options.language)
}

private func bytes(
  of company: CompanyExplanation, _ plan: Plan, _ shape: ExplainForm.Shape, _ language: Language
) -> [UInt8] {
  let page = ExplanationPage(plan, language)
  switch shape {
  case .text: return Array((page.text(company) + "\n").utf8)
  case .markdown: return Array((page.markdown(company) + "\n").utf8)
  case .json:
    var bytes: [UInt8] = []
    ExplanationDocument(plan, language).document(company).append(to: &bytes)
    return bytes + [UInt8(ascii: "\n")]
  }
}

/// A path without its folders, which are one machine's.
private func shown(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

// MARK: - Names

extension Plan {
  /// What a name on the command line stands for: `all`, `全部`, an award, its renewal, a benefit, a
  /// limit.
  package func explained(_ name: String) throws(InputRefusal) -> ExplainedAward {
    if name == "all" || name == "全部" { return .all }
    let wanted = normalizedHeader(name)
    func matches(_ names: [String]) -> Bool { names.contains { normalizedHeader($0) == wanted } }
    var found = ExplainedAward.Found()
    for line in lines.indices {
      let info = lines[line]
      let own = Language.allCases.flatMap { [info.column($0), lineName(line, $0)] }
      // An award is asked for with its renewal.
      let award = [info.name, qualified(info.name, policy(ofLine: line))]
      if matches(own) || matches(award) { found.lines.append(line) }
    }
    found.benefits = benefits.indices.filter { matches([benefits[$0].name, benefitName($0)]) }
    found.limits = limits.indices.filter { matches([limits[$0].name, limitName($0)]) }
    if found.lines.isEmpty, found.benefits.isEmpty, found.limits.isEmpty {
      let known =
        lines.indices.map { lineName($0, .zh) } + benefits.indices.map(benefitName)
        + limits.indices.map(limitName)
      throw InputRefusal(
        .usage, [.noSuchAward(name, nearest: nearestName(to: name, among: known))])
    }
    return .only(found)
  }
}
