/// What the readings of a policy cost over a company file.
package struct ReadingCosts: Sendable {
  /// What one company gets in all before and after another choice.
  package struct Change: Sendable {
    package var company: String
    package var low: Exact
    package var high: Exact?
    package var baseLow: Exact
    package var baseHigh: Exact?
  }

  package struct Choice: Sendable {
    package var name: String
    /// The first of the reading, which holds where nothing else is said.
    package var isDefault: Bool
    /// The one that the other choices are held against.
    package var isBase: Bool
    package var low: Exact
    package var high: Exact?
    /// Against the base; nil where nothing bounds one of the two.
    package var lowChange: Exact
    package var highChange: Exact?
    package var gaining: Int
    package var losing: Int
    /// The companies whose total changes, the widest change first, as many as were asked for.
    package var changes: [Change]
  }

  package struct Cost: Sendable {
    /// Index into the plan's readings.
    package var reading: Int
    /// Whether any rule asks for it.
    package var isUsed: Bool
    package var choices: [Choice]

    package var changesNothing: Bool { choices.allSatisfy { $0.gaining + $0.losing == 0 } }
  }

  package var low: Exact
  package var high: Exact?
  package var companies: Int
  package var rows: Int
  package var readings: [Cost]
}

/// Runs the file once as it stands and once for every other choice of every reading that some rule
/// asks for; choices that no rule tells apart are one run. `progress` hears of each run before it
/// begins: its number and how many there are.
package func readingCosts(
  _ plan: Plan, _ input: Ingested, choices: [Int], naming limit: Int,
  progress: (Int, Int) -> Void = { _, _ in }
) throws(OutputRefusal) -> ReadingCosts {
  let runs = ReadingRuns(plan: plan, input: input, base: choices, limit: limit)
  let planned = 1 + plan.readings.indices.reduce(0) { $0 + plan.runs(of: $1, from: choices[$1]) }
  var begun = 0
  func next() {
    begun += 1
    progress(begun, planned)
  }
  next()
  let before = try runs.totals(choices)
  var costs: [ReadingCosts.Cost] = []
  for reading in plan.readings.indices {
    // Choices that no rule asks for give the same result.
    var known: [Int?: CompanyTotals] = [plan.asked(choices[reading], of: reading): before]
    var found: [ReadingCosts.Choice] = []
    for choice in plan.readings[reading].choices.indices {
      let asked = plan.asked(choice, of: reading)
      if known[asked] == nil {
        next()
        var changed = choices
        changed[reading] = choice
        known[asked] = try runs.totals(changed)
      }
      found.append(try runs.choice(choice, of: reading, known[asked] ?? before, before))
    }
    costs.append(
      ReadingCosts.Cost(reading: reading, isUsed: plan.uses(reading: reading), choices: found))
  }
  return ReadingCosts(
    low: before.low, high: before.high, companies: before.names.count, rows: input.rows.count,
    readings: costs)
}

extension Plan {
  /// The choice itself where some rule asks for it, else nil.
  fileprivate func asked(_ choice: Int, of reading: Int) -> Int? {
    operations.contains(.reading(reading, choice: choice)) ? choice : nil
  }

  /// How many runs the other choices of a reading need.
  fileprivate func runs(of reading: Int, from base: Int) -> Int {
    let different = Set(readings[reading].choices.indices.map { asked($0, of: reading) })
    return different.subtracting([asked(base, of: reading)]).count
  }
}

/// What each company gets in all: the rows of one key are one company.
private struct CompanyTotals {
  var names: [String] = []
  var lows: [Exact] = []
  var highs: [Exact?] = []
  var low = Exact.zero
  var high: Exact? = .zero
  private var places: [String: Int] = [:]

  mutating func add(_ row: AcceptedRow, _ outcome: RowOutcome) throws(OutputRefusal) {
    let place = place(of: row)
    // A row without a result is among the rejects of a batch.
    guard outcome.overflow == nil else { return }
    lows[place] = try sum(lows[place], outcome.totalLow)
    highs[place] = try sum(highs[place], outcome.totalHigh)
    low = try sum(low, outcome.totalLow)
    high = try sum(high, outcome.totalHigh)
  }

  private mutating func place(of row: AcceptedRow) -> Int {
    if let key = row.row.key, let known = places[key] { return known }
    if let key = row.row.key { places[key] = names.count }
    names.append(row.company)
    lows.append(.zero)
    highs.append(.zero)
    return names.count - 1
  }
}

/// The runs over one file, and what each choice means against the base.
private struct ReadingRuns {
  let plan: Plan
  let input: Ingested
  let base: [Int]
  let limit: Int

  func totals(_ choices: [Int]) throws(OutputRefusal) -> CompanyTotals {
    let outcomes = run(
      plan, input.rows.map(\.row),
      RunOptions(choices: choices, explains: false, triesReadings: false))
    var totals = CompanyTotals()
    for (row, outcome) in zip(input.rows, outcomes) { try totals.add(row, outcome) }
    return totals
  }

  func choice(
    _ choice: Int, of reading: Int, _ after: CompanyTotals, _ before: CompanyTotals
  ) throws(OutputRefusal) -> ReadingCosts.Choice {
    var changes: [ReadingCosts.Change] = []
    for place in before.names.indices {
      let change = ReadingCosts.Change(
        company: before.names[place], low: after.lows[place], high: after.highs[place],
        baseLow: before.lows[place], baseHigh: before.highs[place])
      if change.low != change.baseLow || change.high != change.baseHigh { changes.append(change) }
    }
    let gaining = changes.count(where: \.isGain)
    let first = changes.enumerated().sorted { one, other in
      let (wide, narrow) = (one.element.width, other.element.width)
      return wide == narrow ? one.offset < other.offset : wide > narrow
    }.prefix(limit).map(\.element)
    var highChange: Exact?
    if let high = after.high, let old = before.high { highChange = try sum(high, old.negated) }
    return ReadingCosts.Choice(
      name: plan.readings[reading].choices[choice], isDefault: choice == 0,
      isBase: choice == base[reading], low: after.low, high: after.high,
      lowChange: try sum(after.low, before.low.negated), highChange: highChange,
      gaining: gaining, losing: changes.count - gaining, changes: first)
  }
}

extension ReadingCosts.Change {
  /// The certain sum decides; where it stays, the highest possible one.
  fileprivate var isGain: Bool {
    if low != baseLow { return low > baseLow }
    guard let baseHigh else { return false }
    return high.map { $0 > baseHigh } ?? true
  }

  /// How far the certain sum moves, else how far the highest possible one.
  fileprivate var width: [Exact] {
    [distance(low, baseLow), high.flatMap { new in baseHigh.map { distance(new, $0) } } ?? .zero]
  }

  private func distance(_ one: Exact, _ other: Exact) -> Exact {
    max(one, other).subtracting(min(one, other)) ?? .zero
  }
}

private func > (one: [Exact], other: [Exact]) -> Bool {
  other.lexicographicallyPrecedes(one)
}
