package import JiliLexer

/// What became of one `example`.
package struct ExampleResult: Sendable {
  package var label: String
  package var span: Span
  /// Empty where the example holds.
  package var failures: [Wording]
}

/// Runs the examples of a policy. An example's date is the last day of the period unless it says
/// otherwise; `applies` holds unless the example states a fact that it reads.
package func runExamples(_ program: CheckedProgram, _ plan: Plan) -> [ExampleResult] {
  let applying = Jili.plan(program.applyingAlways)
  return program.examples.map { example in
    do {
      return try run(example, plan, applying: applying)
    } catch let refusal as InputRefusal {
      return ExampleResult(
        label: example.label, span: example.span, failures: refusal.problems.map(\.message))
    } catch {
      let words = String(describing: error)
      return ExampleResult(
        label: example.label, span: example.span, failures: [Wording(zh: words, en: words)])
    }
  }
}

private func run(
  _ example: CheckedExample, _ full: Plan, applying: Plan
) throws -> ExampleResult {
  let plan =
    example.states(anyOf: full.slots(of: full.policies[0].applies), in: full) ? full : applying
  var setup = ExampleSetup(example, plan)
  try setup.read()
  let outcome = run(
    plan, [setup.row], RunOptions(choices: setup.choices, triesReadings: false))[0]
  var failures: [Wording] = []
  if let line = outcome.overflow { failures.append(CellFault.overflow(line).reason) }
  for expectation in example.expectations {
    if let failure = compare(expectation, outcome, plan) { failures.append(failure) }
  }
  for verdict in example.verdicts {
    if let failure = compare(verdict, outcome, plan) { failures.append(failure) }
  }
  return ExampleResult(label: example.label, span: example.span, failures: failures)
}

private func compare(
  _ expectation: CheckedExample.Expectation, _ outcome: RowOutcome, _ plan: Plan
) -> Wording? {
  var name = Wording(zh: "合计", en: "total")
  var low = outcome.totalLow
  var high = outcome.totalHigh
  var reason = Explanation(zh: "", en: "")
  if let (award, isRenewal) = expectation.line {
    guard
      let index = plan.lines.firstIndex(where: { $0.award == award && $0.isRenewal == isRenewal })
    else { return nil }
    name = Wording(zh: plan.lines[index].column(.zh), en: plan.lines[index].column(.en))
    low = outcome.lines[index].low
    high = outcome.lines[index].high
    reason = outcome.lines[index].reason
  }
  if low == expectation.low, high == expectation.high { return nil }
  func range(_ low: Exact, _ high: Exact?) -> String {
    guard let high else { return moneyText(low) + " .. ∞" }
    return low == high ? moneyText(low) : moneyText(low) + " .. " + moneyText(high)
  }
  let wanted = range(expectation.low, expectation.high)
  let found = range(low, high)
  return Wording(
    zh: "\(name.zh) 应为 \(wanted)，算得 \(found)" + (reason.zh.isEmpty ? "" : "（\(reason.zh)）"),
    en: "\(name.en): expected \(wanted), found \(found)"
      + (reason.en.isEmpty ? "" : " (\(reason.en))"))
}

private func compare(
  _ verdict: CheckedExample.Verdict, _ outcome: RowOutcome, _ plan: Plan
) -> Wording? {
  let name: String
  let found: Truth?
  let reason: Explanation
  switch verdict.subject {
  case .benefit(let index):
    name = plan.benefits[index].name
    (found, reason) = (outcome.benefits[index].state.truth, outcome.benefits[index].reason)
  case .limit(let index):
    name = plan.limits[index].name
    (found, reason) = (outcome.limits[index].state.truth, outcome.limits[index].reason)
  }
  if found == verdict.truth { return nil }
  func words(_ truth: Truth?) -> Wording {
    guard let truth else { return Wording(zh: "无", en: "none") }
    if truth.isUnknown { return Wording(zh: "否 至 是", en: "no .. yes") }
    return truth.isYes ? Wording(zh: "是", en: "yes") : Wording(zh: "否", en: "no")
  }
  let (wanted, actual) = (words(verdict.truth), words(found))
  return Wording(
    zh: "\(name) 应为 \(wanted.zh)，算得 \(actual.zh)"
      + (reason.zh.isEmpty ? "" : "（\(reason.zh)）"),
    en: "\(name): expected \(wanted.en), found \(actual.en)"
      + (reason.en.isEmpty ? "" : " (\(reason.en))"))
}

extension BenefitState {
  /// As an example states it.
  fileprivate var truth: Truth? {
    switch self {
    case .notDue: .no
    case .undetermined: .unknown
    case .benefit: .yes
    }
  }
}

extension LimitState {
  /// As an example states it: nil does not apply.
  fileprivate var truth: Truth? {
    switch self {
    case .notApplicable: nil
    case .undetermined: .unknown
    case .kept: .yes
    case .exceeded: .no
    }
  }
}

extension CheckedExample {
  /// Whether the example sets a fact that one of the slots belongs to.
  fileprivate func states(anyOf slots: Set<Int>, in plan: Plan) -> Bool {
    let names = Set(slots.map { plan.facts[plan.slotFacts[$0]].name })
    return settings.contains { $0.fact == nil && names.contains($0.name) }
  }
}

/// The row that an example describes.
private struct ExampleSetup {
  let example: CheckedExample
  let plan: Plan
  var row: Row
  var choices: [Int]

  init(_ example: CheckedExample, _ plan: Plan) {
    self.example = example
    self.plan = plan
    row = Row(values: [], date: plan.lastDay ?? .unknown)
    choices = [Int](repeating: 0, count: plan.readings.count)
  }

  mutating func read() throws {
    var options = InputOptions()
    var members: [JSONMember] = []
    for setting in example.settings {
      if try take(setting, &options) { continue }
      guard setting.part == .plain else { continue }
      let key = setting.fact.map { setting.name + "." + $0 } ?? setting.name
      // Every award has its facts; one that no clause reads cannot change anything.
      if setting.fact != nil, !plan.reads(awardFact: key) { continue }
      members.append(JSONMember(key, .string(setting.cell)))
    }
    let layout = RowLayout(try plan.settled(options.settings))
    row = try Jili.row(
      of: members, named: "example", layout: layout,
      index: HeaderIndex(layout, includesParameters: false), options: options)
    for setting in example.settings where setting.part != .plain { try place(setting) }
    if example.otherwiseNone { fillNone() }
  }

  /// Readings, parameters and the date are no facts of the company.
  private mutating func take(
    _ setting: CheckedExample.Setting, _ options: inout InputOptions
  ) throws -> Bool {
    if setting.fact != nil { return false }
    if let reading = plan.readings.firstIndex(where: { $0.name == setting.name }) {
      choices[reading] = try plan.choices([Setting(name: setting.name, value: setting.cell)])[
        reading]
      return true
    }
    if let fact = plan.facts.first(where: { $0.name == setting.name }) {
      if fact.isParameter {
        options.settings.append(Setting(name: setting.name, value: setting.cell))
        return true
      }
      return false
    }
    guard let date = DateText(setting.cell) else { throw refusal(setting, .notDate) }
    options.date = Days(date)
    return true
  }

  private func refusal(_ setting: CheckedExample.Setting, _ fault: CellFault) -> InputRefusal {
    InputRefusal(
      .usage, [.badValue(nil, key: setting.name, value: setting.cell, fault: fault)])
  }

  /// `F last year = v`, `F peak = v`
  private mutating func place(_ setting: CheckedExample.Setting) throws {
    guard let fact = plan.facts.first(where: { $0.name == setting.name }) else { return }
    let type = CellType(kind: fact.kind, unit: nil, texts: plan.texts)
    var value = SlotValue.absent
    do throws(CellFault) {
      if case .value(let read) = try type.read(setting.cell) { value = read }
    } catch {
      throw refusal(setting, error)
    }
    let slot = setting.part == .peak ? fact.peakSlot : fact.lastYearSlot
    if slot >= 0 { row.values[slot] = value }
    if setting.part == .lastYear { boundPeak(of: fact, by: value) }
  }

  /// The peak of earlier years is no lower than last year's value; where the rest is none, it is
  /// that value.
  private mutating func boundPeak(of fact: Fact, by value: SlotValue) {
    let isGiven = example.settings.contains { $0.name == fact.name && $0.part == .peak }
    guard case .number(let number) = value, fact.peakSlot >= 0, !isGiven else { return }
    row.values[fact.peakSlot] = example.otherwiseNone ? value : .atLeast(number)
  }

  /// `otherwise none`: every title none, every flag no, every other fact `none`.
  private mutating func fillNone() {
    for slot in row.values.indices {
      let fact = plan.facts[plan.slotFacts[slot]]
      guard !fact.isParameter, !fact.isOfAward, !isStated(fact, slot) else { continue }
      switch fact.kind {
      case .title: row.values[slot] = .title(.none, event: nil)
      case .flag: row.values[slot] = .flag(false)
      case .money, .number, .percent, .date, .text, .category, .approved, .received, .paid,
        .instalment:
        row.values[slot] = .absent
      }
    }
  }

  private func isStated(_ fact: Fact, _ slot: Int) -> Bool {
    example.settings.contains { setting in
      guard setting.name == fact.name, setting.fact == nil else { return false }
      switch setting.part {
      case .plain: return slot == fact.slot
      case .lastYear where slot == fact.peakSlot: return row.values[slot] != .unknown
      case .lastYear: return slot == fact.lastYearSlot
      case .peak: return slot == fact.peakSlot
      }
    }
  }
}

extension Plan {
  /// Whether any clause reads `A.核定` or another fact of an award, in either spelling.
  fileprivate func reads(awardFact key: String) -> Bool {
    facts.contains { $0.isOfAward && $0.slot >= 0 && ($0.name == key || $0.aliases.contains(key)) }
  }

  /// The slots that an operation reads, directly or not.
  package func slots(of operation: OperationID) -> Set<Int> {
    var found: Set<Int> = []
    var open = [operation]
    var seen: Set<OperationID> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      if let slot = operations[next].slot, slot >= 0 { found.insert(slot) }
      open += operations[next].operands
    }
    return found
  }
}
