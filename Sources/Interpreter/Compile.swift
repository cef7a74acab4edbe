package import JiliLexer

/// One rule file of a run, with what reads the files that it names.
package struct RuleFile {
  package var name: String
  package var bytes: [UInt8]
  package var read: ReadFile

  package init(name: String, bytes: [UInt8], read: @escaping ReadFile) {
    self.name = name
    self.bytes = bytes
    self.read = read
  }
}

/// The policies of a run from their texts to their plan, with everything found on the way.
package struct Compiled: Sendable {
  /// Each file by itself, in the order given; no program where an error was found in it.
  package let policies: [Checked]
  /// What keeps the policies from being one run, or looks as if they did not agree.
  package let disagreements: [Diagnostic]
  /// Where no error was found.
  package let plan: Plan?
  /// The sources of all policies by the file numbers of the spans.
  package let sources: [Source]

  /// The program of a single policy.
  package var program: CheckedProgram? { policies.count == 1 ? policies[0].program : nil }

  package var diagnostics: [Diagnostic] { policies.flatMap(\.diagnostics) + disagreements }

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Runs the whole corridor on one rule file and the files it names.
package func compile(
  _ bytes: [UInt8], named name: String, watch: Watch? = nil, read: @escaping ReadFile
) -> Compiled {
  compile([RuleFile(name: name, bytes: bytes, read: read)], watch: watch)
}

/// Checks each file by itself; the sources of the last are those of all.
package func check(
  _ files: [RuleFile], behind sources: [Source] = [], watch: Watch? = nil
) -> [Checked] {
  var checked: [Checked] = []
  for file in files {
    let before = checked.last?.sources ?? sources
    let loaded = load(
      file.bytes, named: file.name, behind: before, watch: watch, read: file.read)
    guard watch?.stopped == nil else { break }
    checked.append(check(loaded, watch: watch))
  }
  return checked
}

/// Runs the whole corridor on the rule files of several policies and the files they name. Where the
/// watch has stopped it there is no plan, and what was found until then says nothing.
package func compile(_ files: [RuleFile], watch: Watch? = nil) -> Compiled {
  let policies = check(files, watch: watch)
  let programs = policies.compactMap(\.program)
  let isWhole = programs.count == policies.count && !programs.isEmpty
  let found = isWhole ? disagreements(programs) : []
  return Compiled(
    policies: policies, disagreements: found,
    plan: isWhole && !found.contains { $0.severity == .error } ? plan(programs, watch: watch) : nil,
    sources: policies.last?.sources ?? [])
}

extension Plan {
  /// The plan whose periods end where the options' parameters say: `D for 3 years`, D given.
  package func settled(_ settings: [Setting]) throws(InputRefusal) -> Plan {
    if !hasOpenEnd { return self }
    var options = InputOptions()
    options.settings = settings
    options.date = .unknown
    return settled(by: try readCompany([:], layout: RowLayout(self), options: options))
  }

  /// The text of a policy leaves the end of its period to a parameter.
  private var hasOpenEnd: Bool {
    policies.contains { $0.lastDay == .unknown && $0.lastDayOperation != nil }
  }

  /// The plan whose periods end where the parameters of a row say.
  func settled(by row: Row) -> Plan {
    if !hasOpenEnd { return self }
    var machine = Machine(self, choices: [Int](repeating: 0, count: readings.count))
    machine.run(row, earlier: .none)
    var plan = self
    for policy in policies.indices where policies[policy].lastDay == .unknown {
      guard let operation = policies[policy].lastDayOperation,
        let day = machine.numbers[operation].exact
      else { continue }
      let number = Int(day.numerator)
      plan.policies[policy].lastDay = Days(first: number, last: number)
    }
    return plan
  }

  /// Turns `--reading NAME=CHOICE` into a choice for each reading. A name without its policy is
  /// that of every policy which has such a reading.
  package func choices(
    _ settings: [Setting]
  ) throws(InputRefusal) -> [Int] {
    var choices = [Int](repeating: 0, count: readings.count)
    for setting in settings {
      let named = readings.indices.filter {
        readings[$0].name == setting.name || readings[$0].bareName == setting.name
      }
      if named.isEmpty {
        throw InputRefusal(.usage, [.unknownReading(setting.name, readings.map(\.name))])
      }
      for reading in named {
        guard let choice = readings[reading].choices.firstIndex(of: setting.value) else {
          throw InputRefusal(.usage, [.unknownChoice(setting.value, of: readings[reading])])
        }
        choices[reading] = choice
      }
    }
    return choices
  }
}

/// Reads company files and runs the plan on their rows.
package func runBatch(
  _ plan: Plan, _ files: [InputFile], input: InputOptions, run options: RunOptions
) throws(InputRefusal) -> (input: Ingested, outcomes: [RowOutcome]) {
  let plan = try plan.settled(input.settings)
  var input = input
  input.watch = options.watch
  var ingested = try ingest(files, plan: plan, options: input)
  let outcomes = runRows(plan, &ingested, options)
  try options.watch.check()
  return (ingested, outcomes)
}

/// Runs the plan on rows that were read and moves rows whose sums cannot be represented to the
/// rejects, so that every input row is in exactly one of the two.
func runRows(_ plan: Plan, _ ingested: inout Ingested, _ options: RunOptions) -> [RowOutcome] {
  let outcomes = run(plan, ingested.rows.map(\.row), options)
  guard outcomes.count == ingested.rows.count else { return [] }
  guard outcomes.contains(where: { $0.overflow != nil }) else { return outcomes }
  var kept: [AcceptedRow] = []
  var keptOutcomes: [RowOutcome] = []
  let names = ingested.inputs.map(\.file)
  for (row, outcome) in zip(ingested.rows, outcomes) {
    guard let line = outcome.overflow else {
      kept.append(row)
      keptOutcomes.append(outcome)
      continue
    }
    ingested.rejects.append(
      RejectedRow(
        file: names[row.file], number: row.number, column: line, value: "",
        fault: .overflow(line)))
    ingested.counts.accepted -= 1
    ingested.counts.rejected += 1
  }
  ingested.rows = kept
  let order = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
  ingested.rejects.sort { one, two in
    (order[one.file] ?? 0, one.number) < (order[two.file] ?? 0, two.number)
  }
  return keptOutcomes
}
