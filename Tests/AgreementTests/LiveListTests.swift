import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili
@testable import JiliReference

/// After every edit a list comes to what a batch of the new rules comes to, to the 分.
@Suite struct LiveListTests {
  @Test func editsAgreeWithBatches() throws {
    let wanted = Pairs.setting("JILI_EDITS", 100)
    var seed = Pairs.firstSeed
    var (edits, settled, rows, read, failures) = (0, 0, 0, 0, 0)
    while edits < wanted && failures < 3 {
      defer { seed += 1 }
      guard let trial = ListTrial(seed: seed) else { continue }
      do {
        let found = try trial.play()
        edits += found.edits
        settled += found.settled
        rows += found.rows
        read += found.read
        if let first = found.differences.first {
          failures += 1
          Issue.record("seed \(seed): \(first)\n\(trial.words)")
        }
      } catch let refusal as InputRefusal {
        failures += 1
        Issue.record("seed \(seed): \(refusal)\n\(trial.words)")
      }
    }
    #expect(settled * 20 > rows, "columns settled \(settled) of \(rows) rows")
    #expect(read * 2 < edits, "\(read) of \(edits) edits had to read the file again")
  }
}

/// The policies that come with Jili: each award in turn is taken away and comes back.
extension LiveListTests {
  @Test(arguments: ["jiaxing-2026", "jiaxing-2026.quota", "jiaxing-2022", "qiantang-2024"])
  func shippedPoliciesAgreeWithBatches(_ name: String) throws {
    let trial = try #require(try ListTrial(shipped: name))
    let found = try trial.play()
    #expect(found.differences == [])
    #expect(found.edits > 8, "\(found.edits) edits")
  }
}

/// A company file under one program after another.
private struct ListTrial {
  private let texts: [String]
  private let file: InputFile
  private let arguments: Arguments

  var words: String {
    texts.joined(separator: "\n— then\n") + "\n" + String(decoding: file.bytes, as: UTF8.self)
  }

  init?(shipped name: String) throws {
    let policy = String(name.split(separator: ".")[0])
    let options = (try? Repository.text("Rules/\(name).options")) ?? ""
    arguments = Arguments(options.split(whereSeparator: \.isWhitespace).map(String.init))
    guard arguments.input.key == nil else { return nil }
    let whole = try Repository.text("Rules/\(policy).rules")
    let compiled = compile(Array(whole.utf8), named: "generated.rules", read: Self.read)
    let awards = Set(compiled.plan?.lines.map(\.name) ?? []).sorted()
    let drafts = awards.prefix(12).flatMap { award in
      ["amends \"\(policy).rules\"\nremove \(award)\n", whole]
    }
    texts = [whole] + drafts
    let companies = try Repository.text("Rules/\(name).companies.csv")
    file = InputFile(name: "companies.csv", bytes: Array(companies.utf8))
  }

  private static func read(_ path: String) -> [UInt8]? {
    (try? Repository.text("Rules/" + path)).map { Array($0.utf8) }
  }

  /// Nil where the file has several rows a company.
  init?(seed: UInt64) {
    let trial = generate(seed: seed)
    arguments = Arguments(trial.arguments)
    guard arguments.input.key == nil else { return nil }
    var texts = [print(trial.program)]
    var dice = Dice(seed: seed &* 31 &+ 7)
    for _ in 0..<40 where texts.count < 4 {
      var editor = Editor(Dice(seed: dice.next()), trial.program)
      guard var adopted = editor.makeLayout().adopted else { continue }
      // Other declarations read the file otherwise; once is enough.
      if texts.count > 1 {
        (adopted.fields, adopted.titles) = (trial.program.fields, trial.program.titles)
      }
      texts.append(print(adopted))
    }
    texts.append(texts[0])
    self.texts = texts
    var table = trial.table
    table.rows += (0..<3).flatMap { _ in trial.table.rows.map { filled($0, trial.table, &dice) } }
    file = InputFile(name: "companies.csv", bytes: Array(table.csv.utf8))
  }

  func play() throws -> (edits: Int, settled: Int, rows: Int, read: Int, differences: [String]) {
    var live: LiveList?
    var before: Ingested?
    var totals: [Exact] = []
    var (edits, settled, rows, read) = (0, 0, 0, 0)
    for text in texts {
      let compiled = compile(Array(text.utf8), named: "generated.rules", read: Self.read)
      guard let program = compiled.program, let plan = compiled.plan,
        let choices = try? plan.choices(arguments.readings),
        let batch = try? runBatch(
          plan, [file], input: arguments.input, run: RunOptions(choices: choices, explains: false))
      else { continue }
      let rules = try ListRules(
        program, plan: plan, choices: choices, settings: arguments.input.settings,
        date: arguments.input.date)
      if live == nil { live = LiveList(try list(rules)) }
      var edit = try live?.edit(to: rules)
      if edit == nil {
        read += 1
        live = LiveList(try list(rules))
        before = nil
        edit = try live?.edit(to: rules)
      }
      guard var held = live, let edit else { return (1, 0, 0, 0, ["the list serves no rules"]) }
      let (part, left) = computed(edit, held)
      let effect = held.post(edit, part)
      live = held
      edits += 1
      settled += held.list.count - left
      rows += held.list.count
      let differences =
        try difference(held.figures, batch, plan)
        ?? difference(effect, before, totals, batch, edit.new.rules.plan)
      if let differences { return (edits, settled, rows, read, [differences]) }
      before = batch.input
      totals = batch.outcomes.map(\.totalLow)
    }
    return (edits, settled, rows, read, [])
  }

  private func list(_ rules: ListRules) throws -> CompanyList {
    guard let reading = try ListReading(rules, file, options: arguments.input) else {
      return try ListReading.list(rules, file, options: arguments.input).list
    }
    var list = reading.list(named: file.name)
    let chunk = ChunkBytes()
    chunk.append(Array(file.bytes[reading.run.beginning(of: 0).offset...]))
    list.add(ListReader(reading).read(chunk))
    return list
  }

  private func computed(_ edit: ListEdit, _ live: LiveList) -> (EffectPart, left: Int) {
    let worker = ListWorker(edit, live.ledger)
    for piece in 0..<edit.list.pieceCount { worker.compute(piece: piece) }
    let left = worker.part.left
    worker.compute(rows: left.sorted())
    return (worker.part, left.count)
  }

  // MARK: - Comparing

  private func difference(
    _ figures: ListFigures, _ batch: (input: Ingested, outcomes: [Jili.RowOutcome]), _ plan: Plan
  ) throws -> String? {
    let summary = try summarise(
      batch.input, PolicyResults(plan: plan, outcomes: batch.outcomes))
    func fen(_ sum: Exact) -> Int128 { Int128(sum.parts(of: 100) ?? -1) }
    if figures.accepted != summary.counts.accepted {
      return "\(figures.accepted) rows, not \(summary.counts.accepted)"
    }
    if figures.low != fen(summary.low) { return "total \(figures.low), not \(summary.low)" }
    let high = figures.unbounded > 0 ? nil : figures.high
    if high != summary.high.map(fen) {
      return "high \(String(describing: high)), not \(String(describing: summary.high))"
    }
    if figures.companies != summary.companies { return "\(figures.companies) companies" }
    for (line, award) in zip(plan.lines, summary.awards) {
      guard let found = figures.line(line.name, isRenewal: line.isRenewal) else {
        return "no \(line.name)"
      }
      let high = found.unbounded > 0 ? nil : found.high
      if found.low != fen(award.low) || high != award.high.map(fen)
        || found.companies != award.companies
      {
        return "\(line.name): \(found), not \(award)"
      }
    }
    let payers = figures.payers.map { "\($0.name ?? "-") \($0.sum)" }
    let right = summary.payers.map { "\($0.payer ?? "-") \(fen($0.low))" }
    return payers == right ? nil : "\(payers), not \(right)"
  }

  /// Who gains and who loses, where both runs accepted the same rows.
  private func difference(
    _ effect: ListEffect, _ before: Ingested?, _ totals: [Exact],
    _ batch: (input: Ingested, outcomes: [Jili.RowOutcome]), _ plan: Plan
  ) -> String? {
    guard let before, before.counts.rejected == 0, batch.input.counts.rejected == 0 else {
      return nil
    }
    var right: [Int: Int128] = [:]
    for (row, outcome) in batch.outcomes.enumerated() {
      let change = outcome.totalLow.subtracting(totals[row]) ?? .zero
      if !change.isZero { right[row] = Int128(change.parts(of: 100) ?? -1) }
    }
    let found = Dictionary(
      effect.changes.map { ($0.row, Int128($0.difference)) }, uniquingKeysWith: +)
    if found != right { return "changes \(found), not \(right)" }
    let gaining = right.values.count { $0 > 0 }
    if effect.gaining != gaining || effect.losing != right.count - gaining {
      return "\(effect.gaining) gain, \(effect.losing) lose"
    }
    return nil
  }
}

/// A row with another row's cell for whatever it leaves blank.
private func filled(
  _ row: JiliReference.Row, _ table: Table, _ dice: inout Dice
) -> JiliReference.Row {
  var row = row
  for column in table.columns where (row.texts[column.fact] ?? "").isEmpty {
    let cells = table.rows.compactMap { $0.texts[column.fact] }.filter { !$0.isEmpty }
    if !cells.isEmpty { row.texts[column.fact] = cells[Int(dice.next() % UInt64(cells.count))] }
  }
  return row
}
