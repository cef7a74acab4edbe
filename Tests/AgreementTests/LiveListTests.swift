import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili
@testable import JiliReference

/// After every edit a list comes to what a batch of the new rules comes to, to the 分.
@Suite struct LiveListTests {
  @Test func editsAgreeWithBatches() throws {
    let found = try play { ListTrial(seed: $0) }
    let (settled, rows) = (found.settled, found.rows)
    #expect(settled * 20 > rows, "columns settled \(settled) of \(rows) rows")
    let (edits, read) = (found.edits, found.read)
    #expect(read * 2 < edits, "\(read) of \(edits) edits had to read the file again")
  }

  /// Edits of what many awards share: whom the policy concerns, its period, a definition.
  @Test func sharedEditsAgreeWithBatches() throws {
    let found = try play { ListTrial(sharedEditsOf: $0) }
    let (edits, chosen) = (found.edits, found.chosen)
    #expect(chosen * 8 > edits, "rows were chosen in \(chosen) of \(edits) edits")
  }

  /// Edits by which every sum may change, of a policy that concerns few: what it does not concern
  /// comes to nothing without being computed, and comes back.
  @Test func fewWhomAPolicyConcernsAgreeWithBatches() throws {
    let trial = ListTrial(policies: [
      "applies when 在册 and 注册地 is not 市外", "applies when 在册 and 注册地 is not 市外; rounding 万元 down",
      "applies when 注册地 = 市外 and not 在册", "applies when 在册 and 注册地 is not 市外", "",
      "applies when 在册 and 注册地 is not 市外 and 是否制造业", "rounding 百元 down",
      "applies when 注册地 = 市外; rounding 元 down", "applies when 在册 and 注册地 is not 市外",
    ])
    let found = try trial.play()
    #expect(found.differences == [])
    #expect(found.edits == 9 && found.read == 0)
    #expect(found.spared > 3, "rows were spared in \(found.spared) edits")
  }

  private func play(_ trial: (UInt64) -> ListTrial?) throws -> ListTrial.Tally {
    let wanted = Pairs.setting("JILI_EDITS", 100)
    var seed = Pairs.firstSeed
    var all = ListTrial.Tally()
    var failures = 0
    while all.edits < wanted && failures < 3 {
      defer { seed += 1 }
      guard let trial = trial(seed) else { continue }
      do {
        let found = try trial.play()
        all.add(found)
        if let first = found.differences.first {
          failures += 1
          Issue.record("seed \(seed): \(first)\n\(trial.words)")
        }
      } catch let refusal as InputRefusal {
        failures += 1
        Issue.record("seed \(seed): \(refusal)\n\(trial.words)")
      }
    }
    return all
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
  struct Tally {
    var edits = 0
    /// Edits that were computed on some rows alone.
    var chosen = 0
    /// Edits in which the rest of the rows came to nothing without being computed.
    var spared = 0
    /// Rows, and those that columns settled.
    var rows = 0
    var settled = 0
    /// How often the file was read again.
    var read = 0
    var differences: [String] = []

    mutating func add(_ other: Tally) {
      edits += other.edits
      chosen += other.chosen
      spared += other.spared
      rows += other.rows
      settled += other.settled
      read += other.read
    }
  }

  private let texts: [String]
  private let file: InputFile
  private let arguments: Arguments
  /// Rows are chosen even where most of them are.
  private var alwaysChooses = false

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
    file = Self.file(trial.table, &dice)
  }

  /// One program with other clauses of its policy, over rows of which some cells are blank or no
  /// numbers.
  init(policies: [String]) {
    arguments = Arguments([])
    texts = policies.map { clauses in
      """
      policy 试行 {
          funding 市 60%, 区 40%
          \(clauses.split(separator: ";").joined(separator: "\n    "))
      }
      field 在册 : flag
      field 是否制造业 : flag
      field 注册地 : text
      field 投资额 : money
      title 小巨人
      award 设备补助 = 10% of 投资额 cap 80万 when 投资额 >= 200万
      award 投资补助 = 0.3% of 投资额
      award 小巨人奖励 for 小巨人 = 100万 when new
      exclusive 设备补助, 小巨人奖励

      """
    }
    var rows = "企业名称,在册,是否制造业,注册地,投资额,小巨人\n"
    for row in 0..<240 {
      let isListed = row % 29 == 0 ? "" : row % 5 == 0 ? "是" : "否"
      let place = ["海宁市", "市外", "桐乡市", "南湖区"][row / 5 % 4]
      let invested = row % 13 == 0 ? "" : row % 31 == 0 ? "不详" : "\(row * row * 977).\(row % 7)3"
      let title = ["新认定", "有效", "", "", "复评"][row / 3 % 5]
      rows += "甲\(row),\(isListed),\(row % 2 == 0 ? "是" : "否"),\(place),\(invested),\(title)\n"
    }
    file = InputFile(name: "companies.csv", bytes: Array(rows.utf8))
  }

  init?(sharedEditsOf seed: UInt64) {
    let trial = generate(seed: seed)
    arguments = Arguments(trial.arguments)
    let hasQuota = trial.program.awards.contains { $0.clauses.quota != nil }
    guard arguments.input.key == nil, !hasQuota else { return nil }
    var dice = Dice(seed: seed &* 37 &+ 11)
    alwaysChooses = !seed.isMultiple(of: 3)
    var program = trial.program
    var texts = [print(program)]
    for _ in 0..<6 {
      change(&program, &dice)
      texts.append(print(program))
    }
    self.texts = texts
    file = Self.file(trial.table, &dice)
  }

  /// The rows several times over, with fewer blanks.
  private static func file(_ table: Table, _ dice: inout Dice) -> InputFile {
    var whole = table
    whole.rows += (0..<3).flatMap { _ in table.rows.map { filled($0, table, &dice) } }
    return InputFile(name: "companies.csv", bytes: Array(whole.csv.utf8))
  }

  func play() throws -> Tally {
    var live: LiveList?
    var before: Ingested?
    var totals: [Exact] = []
    var tally = Tally()
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
      var edit = try live.flatMap { try self.edit($0, rules) }
      if edit == nil {
        tally.read += 1
        live = LiveList(try list(rules))
        before = nil
        edit = try live?.edit(to: rules)
      }
      guard var held = live, let edit else {
        tally.differences = ["the list serves no rules"]
        return tally
      }
      let (part, left) = computed(edit, held)
      let effect = held.post(edit, part)
      live = held
      tally.edits += 1
      tally.chosen += edit.touched == nil ? 0 : 1
      tally.spared += edit.due == nil ? 0 : 1
      tally.settled += held.list.count - left
      tally.rows += held.list.count
      let difference =
        try difference(held.figures, batch, plan)
        ?? difference(effect, before, totals, batch, edit.new.rules.plan)
      if let difference {
        tally.differences = [difference]
        return tally
      }
      before = batch.input
      totals = batch.outcomes.map(\.totalLow)
    }
    return tally
  }

  private func edit(_ live: LiveList, _ rules: ListRules) throws -> ListEdit? {
    if !alwaysChooses { return try live.edit(to: rules) }
    return try ListEdit(live.list, from: live.binding, to: rules)
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
    worker.compute(pieces: 0..<edit.list.pieceCount)
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

/// Changes one thing that several awards share.
private func change(_ program: inout JiliReference.Program, _ dice: inout Dice) {
  let tests =
    program.fields.filter { $0.kind == .flag }.map { Condition.flagIs($0.name, true) }
    + program.titles.map { Condition.title($0.name) }
  guard !tests.isEmpty else { return }
  let test = dice.pick(tests)
  func changed(_ condition: Condition?) -> Condition {
    guard let condition else { return test }
    return dice.pick([.and(condition, test), .or(condition, test), .not(condition), test])
  }
  var policy = program.policy ?? Policy(name: "某政策")
  switch dice.roll(1...6) {
  case 1...3: policy.applies = changed(policy.applies)
  case 4: policy.applies = nil
  case 5: policy.period = dice.pick([nil, .years(2020, 2021), .years(2020, 2030)])
  default:
    let index = dice.roll(0...max(0, program.definitions.count - 1))
    guard program.definitions.indices.contains(index),
      case .condition(let body) = program.definitions[index].body
    else { return }
    program.definitions[index].body = .condition(changed(body))
  }
  program.policy = policy
}
