package import JiliLexer

/// A policy from its text to its plan, with everything that was found on the way.
package struct Compiled: Sendable {
  /// Where no error was found.
  package let program: CheckedProgram?
  package let plan: Plan?
  package let diagnostics: [Diagnostic]
  package let sources: [Source]
  /// What quotes the policy's own texts, and those texts.
  package let quoting: [QuotingRule]
  package let texts: [Source]
  /// The trees of the files, in which faults of drafting are looked for.
  let loaded: Loaded

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Runs the whole corridor on one rule file and the files it names.
package func compile(
  _ bytes: [UInt8], named name: String, read: @escaping ReadFile
) -> Compiled {
  let loaded = load(bytes, named: name, read: read)
  let checked = check(loaded)
  return Compiled(
    program: checked.program, plan: checked.program.map { plan($0) },
    diagnostics: checked.diagnostics, sources: checked.sources, quoting: checked.quoting,
    texts: checked.texts, loaded: loaded)
}

extension Plan {
  /// The plan whose period ends where the options' parameters say: `D for 3 years`, D given.
  package func settled(_ settings: [Setting]) throws(InputRefusal) -> Plan {
    guard lastDay == .unknown, let lastDayOperation else { return self }
    var options = InputOptions()
    options.settings = settings
    let row = try readCompany([:], layout: RowLayout(self), options: options)
    var machine = Machine(self, choices: [Int](repeating: 0, count: readings.count))
    machine.run(row, earlier: .none)
    guard let day = machine.numbers[lastDayOperation].exact else { return self }
    var plan = self
    plan.lastDay = Days(first: Int(day.numerator), last: Int(day.numerator))
    return plan
  }

  /// Turns `--reading NAME=CHOICE` into a choice for each reading; nil and the fault where one does
  /// not exist.
  package func choices(
    _ settings: [Setting]
  ) throws(InputRefusal) -> [Int] {
    var choices = [Int](repeating: 0, count: readings.count)
    for setting in settings {
      guard let reading = readings.firstIndex(where: { $0.name == setting.name }) else {
        throw InputRefusal(.usage, [.unknownReading(setting.name, readings.map(\.name))])
      }
      guard let choice = readings[reading].choices.firstIndex(of: setting.value) else {
        throw InputRefusal(
          .usage, [.unknownChoice(setting.value, of: readings[reading])])
      }
      choices[reading] = choice
    }
    return choices
  }
}

/// Reads company files, runs the plan, and moves rows whose sums cannot be represented to the
/// rejects, so that every input row is in exactly one of the two.
package func runBatch(
  _ plan: Plan, _ files: [InputFile], input: InputOptions, run options: RunOptions
) throws(InputRefusal) -> (input: Ingested, outcomes: [RowOutcome]) {
  let plan = try plan.settled(input.settings)
  var ingested = try ingest(files, plan: plan, options: input)
  var outcomes = run(plan, ingested.rows.map(\.row), options)
  guard outcomes.contains(where: { $0.overflow != nil }) else { return (ingested, outcomes) }
  var kept: [AcceptedRow] = []
  var keptOutcomes: [RowOutcome] = []
  for (row, outcome) in zip(ingested.rows, outcomes) {
    guard let line = outcome.overflow else {
      kept.append(row)
      keptOutcomes.append(outcome)
      continue
    }
    ingested.rejects.append(
      RejectedRow(
        file: files[row.file].name, number: row.number, column: line, value: "",
        fault: .overflow(line)))
    ingested.counts.accepted -= 1
    ingested.counts.rejected += 1
  }
  ingested.rows = kept
  outcomes = keptOutcomes
  let order = Dictionary(files.enumerated().map { ($1.name, $0) }) { first, _ in first }
  ingested.rejects.sort { one, two in
    (order[one.file] ?? 0, one.number) < (order[two.file] ?? 0, two.number)
  }
  return (ingested, outcomes)
}
