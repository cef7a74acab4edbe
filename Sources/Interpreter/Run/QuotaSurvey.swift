/// Looks at companies for what they bring to the quotas, with the readings as chosen and then for
/// each probe.
///
/// A company of one row brings it at once. Where awards ask what earlier years were due, what a
/// company brings to a year hangs on who had a place in the years before: then a look at all
/// companies ends for each of them at the first year in which it may have one, and another look
/// goes on from there, knowing more.
struct QuotaSurvey {
  private let phases: Phases
  private let choices: [[Int]]
  private var machines: [Machine]
  /// By probe: whether a quota can come out otherwise than with the readings as chosen.
  private let differs: [Bool]
  private var draws: [QuotaDraw]
  /// Whether what a company brings to a year hangs on the years before.
  let asksEarlierYears: Bool

  private var plan: Plan { phases.plan }

  init(_ plan: Plan, _ options: RunOptions, hasKey: Bool) {
    phases = Phases(plan, options.watch)
    let chosen = plan.allChoices(options.choices)
    let probes = options.triesReadings ? plan.readingProbes(chosen) : []
    let asked = plan.operationsOfQuotas(hasKey: hasKey)
    let asksEarlierYears = hasKey && plan.asksEarlierYears(asked)
    self.asksEarlierYears = asksEarlierYears
    differs = probes.map { probe in
      asksEarlierYears || plan.operations(hangingOn: probe.reading).contains(where: asked.contains)
    }
    choices = [chosen] + zip(probes, differs).compactMap { $1 ? $0.choices : nil }
    machines = choices.map { Machine(plan, choices: $0) }
    draws = machines.map { _ in QuotaDraw() }
  }

  /// What a row brings to the quotas, by draw.
  typealias Candidates = [[(line: Int, candidate: QuotaCandidate)]]

  /// Takes in a row that stands alone.
  mutating func add(_ row: Row) { add(candidates(of: row), year: row.quotaYear) }

  /// Takes in what a row brings.
  mutating func add(_ candidates: Candidates, year: Int) {
    for (index, found) in candidates.enumerated() {
      for (line, candidate) in found { draws[index].add(candidate, line: line, year: year) }
    }
  }

  /// What a row that stands alone brings to the quotas.
  mutating func candidates(of row: Row) -> Candidates {
    var candidates: Candidates = []
    for index in machines.indices {
      machines[index].run(row, earlier: .none)
      var found: [(line: Int, candidate: QuotaCandidate)] = []
      for line in phases.quotaLines {
        let info = plan.lines[line]
        guard let quota = info.quota, (info.instalment(of: row) ?? 0) == 0 else { continue }
        let condition = machines[index].truths[info.condition]
        if !condition.mayBeTrue { continue }
        let candidate = QuotaCandidate(
          keys: quota.keys.map { machines[index].numbers[$0] }, isCertain: condition.isYes,
          places: machines[index].numbers[quota.count])
        found.append((line, candidate))
      }
      candidates.append(found)
    }
    return candidates
  }

  /// Takes in the rows of a desk that are not odd; none hangs on the years before.
  mutating func add(_ desk: ColumnDesk) {
    let year = desk.file.date.year ?? .max
    var draw = 0
    for pass in 0...differs.count where pass == 0 || differs[pass - 1] {
      for contest in desk.machine.contests(ofPass: pass) {
        let bar = draws[draw].bar(.init(line: contest.line, year: year))
        let found = desk.machine.candidates(contest, ofPass: pass, above: bar, desk.batch)
        for candidate in found { draws[draw].add(candidate, line: contest.line, year: year) }
      }
      draw += 1
    }
  }

  /// Takes in all rows of some companies, but for the years through `seen`, which were taken in
  /// before. `known` is what was found before. The answer is the year through which they are taken
  /// in; nil where that is all of them.
  mutating func add(
    companies rows: [Row], behind seen: Int?, _ known: KnownPlaces
  ) -> Int? {
    var cohorts = choices.map { Cohort(phases, rows, $0, .total) }
    guard let years = cohorts.first?.years() else { return nil }
    for (position, year) in years.enumerated() {
      let number = rows[year[0]].quotaYear
      var isOpen = false
      var edges: [QuotaEdges] = []
      for index in machines.indices {
        let found = cohorts[index].enter(year, &machines[index])
        if seen.map({ $0 < number }) ?? true {
          for (line, candidate) in found {
            draws[index].add(candidate, line: line, year: number)
          }
        }
        if !asksEarlierYears { continue }
        edges.append(self.edges(of: found.map(\.line), number, index, known))
        isOpen = isOpen || !known.isSettled(number) && !areOut(found, number, edges[index])
      }
      if position + 1 == years.count { return nil }
      if isOpen { return number }
      for index in edges.indices { cohorts[index].leave(year, edges[index], &machines[index]) }
    }
    return nil
  }

  /// Where the places of a year end, as far as that is known.
  private func edges(
    of lines: [Int], _ year: Int, _ index: Int, _ known: KnownPlaces
  ) -> QuotaEdges {
    var edges = QuotaEdges()
    for line in lines {
      let place = QuotaEdges.Place(line: line, year: year)
      let before = known.edges.isEmpty ? nil : known.edges[index].edges[place]
      edges.edges[place] =
        known.isSettled(year) ? before : .certain(before, draws[index].edge(place))
    }
    return edges
  }

  private func areOut(
    _ found: [(line: Int, candidate: QuotaCandidate)], _ year: Int, _ edges: QuotaEdges
  ) -> Bool {
    found.allSatisfy { line, candidate in
      edges.edges[QuotaEdges.Place(line: line, year: year)]?.verdict(candidate) == .out
    }
  }

  /// What was found; another survey of other rows adds to it.
  var found: QuotaFindings { QuotaFindings(differs: differs, draws: draws) }
}

/// What is known of the places of quotas while companies are still looked at.
package struct KnownPlaces: Sendable {
  /// By draw.
  fileprivate var edges: [QuotaEdges]
  /// All candidates of the years through this one are known.
  fileprivate var settledYear: Int?

  fileprivate func isSettled(_ year: Int) -> Bool { settledYear.map { year <= $0 } ?? false }
}

/// The candidates of all quotas, by probe.
package struct QuotaFindings: Sendable {
  fileprivate let differs: [Bool]
  fileprivate var draws: [QuotaDraw]

  package mutating func add(_ other: QuotaFindings) {
    for index in draws.indices { draws[index].add(other.draws[index]) }
  }

  /// What a further look may rely on, once all candidates of the years through one are known.
  func known(through year: Int?) -> KnownPlaces {
    KnownPlaces(edges: draws.map(\.edges), settledYear: year)
  }

  /// As `RunOptions` takes them.
  var edges: [QuotaEdges] {
    var next = 0
    return [draws[0].edges]
      + differs.map { differs in
        next += differs ? 1 : 0
        return draws[differs ? next : 0].edges
      }
  }
}

extension Plan {
  /// What candidates hang on; with a key also on what other rows of their year claim.
  fileprivate func operationsOfQuotas(hasKey: Bool) -> Set<OperationID> {
    let asked = lines.flatMap { line in
      line.quota.map { [$0.count, line.condition] + $0.keys } ?? []
    }
    return Set(asked + (hasKey ? claimOperations : []))
  }

  /// Whether operations hang on what a company was due in earlier years.
  fileprivate func asksEarlierYears(_ asked: Set<OperationID>) -> Bool {
    var asks = [Bool](repeating: false, count: operations.count)
    for (index, operation) in operations.enumerated() {
      if case .earlierDue = operation {
        asks[index] = true
      } else {
        asks[index] = operation.operands.contains { asks[$0] }
      }
    }
    return asked.contains { asks[$0] }
  }
}
