/// What each policy pays for an event of each title, to a company that has nothing but that title.
package struct Matrix: Sendable {
  /// One event of one title with what each policy pays for it, in the order of the policies.
  package struct Row: Sendable {
    package var title: String
    package var event: TitleEventKind
    package var cells: [MatrixCell]
  }

  package struct Policy: Sendable {
    package var name: String
    package var date: Days
    /// Whether it is in force on that date, and the facts on which that hangs.
    package var inForce: Truth
    package var missing: [Explanation]
  }

  package var plan: Plan
  package var policies: [Policy]
  package var rows: [Row]
}

/// What titles are paid for.
package enum TitleEventKind: String, Sendable, CaseIterable {
  case new, renewed, relocated

  var status: TitleStatus {
    switch self {
    case .new: .new
    case .renewed: .renewed
    case .relocated: .relocated
    }
  }
}

/// What one policy pays for one event; without lines it pays nothing for it.
package struct MatrixCell: Sendable {
  package var lines: [MatrixLine] = []
  /// What is certain, and what is possible with everything that is still open.
  package var low = Exact.zero
  package var high: Exact? = .zero
  /// The cell under another choice of a reading, where that is another.
  package var readings: [(reading: Int, choice: Int, lines: [MatrixLine])] = []
}

/// One award, or its renewal, as far as it is paid for the event.
package struct MatrixLine: Sendable {
  /// Index into the plan's lines.
  package var line: Int
  /// The sum where all further conditions are met.
  package var low: Exact
  package var high: Exact?
  package var isUnspecified: Bool
  /// The facts that decide whether, and how much; what the authority approves apart.
  package var missing: [Int]
  /// Paid only for the first recognition.
  package var isForFirst = false
  /// Paid as long as the title is held, not for the event alone.
  package var isForHolding: Bool
  package var hasQuota: Bool
  /// Another award may take its place.
  package var isContested: Bool
}

/// Sets the policies beside each other. Each is taken to apply, on the last day of its own period
/// unless a date is given; no other title is held, and every other fact is unknown.
package func matrix(
  _ programs: [CheckedProgram], input: InputOptions, readings: [Setting]
) throws(InputRefusal) -> Matrix {
  // Whether a policy is in force is said once of the policy, not of each award.
  let periods = try plan(programs).settled(input.settings)
  let plan = plan(programs.map(\.withoutScope))
  let choices = try plan.choices(readings)
  var policies: [Matrix.Policy] = []
  var samples: [Sample] = []
  for policy in plan.policies.indices {
    var options = input
    options.date = input.date ?? periods.policies[policy].lastDay
    let row = try readCompany([:], layout: RowLayout(periods), options: options)
    policies.append(periods.standing(of: policy, row, choices))
    samples.append(try Sample(plan, policy, options, choices))
  }
  var rows: [Matrix.Row] = []
  for title in plan.paidTitles {
    for event in TitleEventKind.allCases {
      let cells = samples.indices.map { samples[$0].cellWithReadings(title, event) }
      if cells.allSatisfy({ $0.lines.isEmpty && $0.readings.isEmpty }) { continue }
      rows.append(Matrix.Row(title: plan.facts[title].name, event: event, cells: cells))
    }
  }
  return Matrix(plan: plan, policies: policies, rows: rows)
}

extension Plan {
  /// Whether a policy is in force on the date of a row, and on what it hangs.
  fileprivate func standing(of policy: Int, _ row: Row, _ choices: [Int]) -> Matrix.Policy {
    var machine = Machine(self, choices: choices)
    machine.run(row, earlier: .none)
    let inForce = policies[policy].inForce
    var tracer = Tracer(machine, row)
    return Matrix.Policy(
      name: policies[policy].name, date: row.date, inForce: machine.truths[inForce],
      missing: tracer.missing(inForce).facts.map { fact in
        Explanation(zh: factName(fact, .zh), en: factName(fact, .en))
      })
  }

  /// Every operation that the lines, groups and ceilings of a policy hang on.
  fileprivate func reached(from policy: Int) -> Set<OperationID> {
    let own = policies[policy].lines
    var open = own.flatMap { line in
      [lines[line].sum, lines[line].gross, lines[line].condition]
        + [lines[line].capPerYear, lines[line].unspecified].compactMap(\.self)
    }
    open += exclusives.filter { $0.members.contains(where: own.contains) }.compactMap(\.condition)
    open += joints.filter { $0.members.contains(where: own.contains) }.map(\.cap)
    var seen: Set<OperationID> = []
    while let next = open.popLast() {
      if seen.insert(next).inserted { open += operations[next].operands }
    }
    return seen
  }

  /// The titles that awards read, in the order of the policies and their awards; of one award its
  /// own title before those that its conditions name.
  fileprivate var paidTitles: [Int] {
    var found: [Int] = []
    for line in lines {
      for fact in [line.title].compactMap(\.self) + line.reads where !found.contains(fact) {
        if case .title = facts[fact].kind { found.append(fact) }
      }
    }
    return found
  }
}

/// A made-up company without any title, as one policy sees it.
private struct Sample {
  let plan: Plan
  let policy: Int
  let row: Row
  private let phases: Phases
  var machine: Machine
  /// The titles and readings on which the awards of the policy hang: others change nothing.
  private let titles: Set<Int>
  private let readings: [Int]

  init(
    _ plan: Plan, _ policy: Int, _ input: InputOptions, _ choices: [Int]
  ) throws(InputRefusal) {
    self.plan = plan
    self.policy = policy
    var row = try readCompany([:], layout: RowLayout(plan), options: input)
    for fact in plan.facts where fact.slot >= 0 {
      if case .title = fact.kind { row.values[fact.slot] = .title(.none, event: nil) }
    }
    self.row = row
    phases = Phases(plan)
    machine = Machine(plan, choices: choices)
    let reached = plan.reached(from: policy)
    titles = Set(
      reached.compactMap { plan.operations[$0].slot }.filter { $0 >= 0 }.map { plan.slotFacts[$0] })
    readings = plan.readings.indices.filter { reading in
      reached.contains { operation in
        if case .reading(reading, _) = plan.operations[operation] { return true }
        return false
      }
    }
  }

  mutating func cellWithReadings(_ title: Int, _ event: TitleEventKind) -> MatrixCell {
    guard titles.contains(title) else { return MatrixCell() }
    var cell = cell(title, event)
    let chosen = machine.choices
    for reading in readings {
      for choice in plan.readings[reading].choices.indices where choice != chosen[reading] {
        machine.choices[reading] = choice
        let other = self.cell(title, event).lines
        if !other.elementsEqual(cell.lines, by: { $0.isLike($1) }) {
          cell.readings.append((reading, choice, other))
        }
      }
      machine.choices = chosen
    }
    return cell
  }

  private mutating func cell(_ title: Int, _ event: TitleEventKind) -> MatrixCell {
    let paid = lines(title, event)
    // Whether the first recognition is another matter is asked of the rules, not of the company.
    let hangsOnFirst = event == .new && paid.contains { $0.missing.contains(title) }
    var found = hangsOnFirst ? lines(title, event, .newFirst) : paid
    for index in found.indices where hangsOnFirst {
      found[index].isForFirst = paid.contains { other in
        other.line == found[index].line && other.missing.contains(title)
      }
    }
    var cell = MatrixCell(lines: found)
    (cell.low, cell.high) = total
    return cell
  }

  /// The sum of the row that was settled last.
  private var total: (Exact, Exact?) = (.zero, .zero)

  /// The lines of the policy that are paid for the event: those of awards for the title, and of
  /// others those that make a difference between the event and a title that was held already.
  private mutating func lines(
    _ title: Int, _ event: TitleEventKind, _ status: TitleStatus? = nil
  ) -> [MatrixLine] {
    let without = sums(title, .none)
    let holding = sums(title, .held)
    var work = evaluate(title, status ?? event.status)
    let own = plan.policies[policy].lines
    var paid: [Int] = []
    for line in plan.lines.indices {
      let sum = machine.numbers[plan.lines[line].sum]
      let isPaid =
        own.contains(line) && work.lines[line].isPossible && sum != without[line]
        && (sum != holding[line] || plan.lines[line].title == title)
      if isPaid { paid.append(line) } else { work.lines[line].lose(.exclusive) }
    }
    var rows = [work]
    applyExclusives(plan, &rows, [.none])
    applyCaps(phases, &rows)
    let low = totalLow(rows[0]) ?? .zero
    total = (low, totalHigh(phases, rows[0]).map { max($0, low) })
    return paid.filter { rows[0].lines[$0].isPossible }.map { index in
      let isForHolding = machine.numbers[plan.lines[index].sum] == holding[index]
      return line(index, rows[0].lines[index], isForHolding)
    }
  }

  private func line(_ index: Int, _ work: Work, _ isForHolding: Bool) -> MatrixLine {
    let line = plan.lines[index]
    // Where a condition is open, the sum is that which comes if it holds.
    let gross = machine.numbers[line.gross]
    let isCertain = work.condition.isYes
    let approval = line.approvedSlot >= 0 ? plan.slotFacts[line.approvedSlot] : Int.min
    return MatrixLine(
      line: index, low: isCertain ? work.low : gross.low ?? .zero,
      high: isCertain ? work.high : gross.high,
      isUnspecified: work.unspecified.mayBeTrue,
      missing: work.missing.filter { $0 != approval }, isForHolding: isForHolding,
      hasQuota: line.quota != nil,
      isContested: work.isContested)
  }

  private func row(_ title: Int, _ status: TitleStatus) -> Row {
    var changed = row
    changed.values[plan.facts[title].slot] = .title(status, event: nil)
    return changed
  }

  private mutating func evaluate(_ title: Int, _ status: TitleStatus) -> RowWork {
    machine.evaluate(row(title, status), earlier: .none, depth: .facts)
  }

  private mutating func sums(_ title: Int, _ status: TitleStatus) -> [Bounds] {
    machine.run(row(title, status), earlier: .none)
    return plan.lines.map { machine.numbers[$0.sum] }
  }
}

extension MatrixLine {
  /// Whether a reader sees no difference.
  fileprivate func isLike(_ other: MatrixLine) -> Bool {
    line == other.line && low == other.low && high == other.high
      && isUnspecified == other.isUnspecified && missing == other.missing
  }
}
