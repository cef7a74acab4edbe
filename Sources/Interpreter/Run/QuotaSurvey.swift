/// Looks at rows that stand alone for what they bring to the quotas, with the readings as chosen
/// and then for each probe.
struct QuotaSurvey {
  private let plan: Plan
  private var machines: [Machine]
  /// By probe: whether a quota can come out otherwise than with the readings as chosen.
  private let differs: [Bool]
  private var draws: [QuotaDraw]

  init(_ plan: Plan, _ options: RunOptions) {
    self.plan = plan
    let choices = plan.allChoices(options.choices)
    let probes = options.triesReadings ? plan.readingProbes(choices) : []
    let asked = Set(
      plan.lines.flatMap { line in
        line.quota.map { [$0.count, line.condition] + $0.keys } ?? []
      })
    differs = probes.map { probe in
      plan.operations(hangingOn: probe.reading).contains(where: asked.contains)
    }
    machines = [Machine(plan, choices: choices)]
    for (probe, differs) in zip(probes, differs) where differs {
      machines.append(Machine(plan, choices: probe.choices))
    }
    draws = machines.map { _ in QuotaDraw() }
  }

  mutating func add(_ row: Row) {
    for index in machines.indices {
      machines[index].run(row, earlier: .none)
      for (line, info) in plan.lines.enumerated() {
        guard let quota = info.quota, (info.instalment(of: row) ?? 0) == 0 else { continue }
        let condition = machines[index].truths[info.condition]
        if !condition.mayBeTrue { continue }
        draws[index].add(
          QuotaCandidate(
            keys: quota.keys.map { machines[index].numbers[$0] }, isCertain: condition.isYes,
            places: machines[index].numbers[quota.count]),
          line: line, year: row.quotaYear)
      }
    }
  }

  /// What was found; another survey of other rows adds to it.
  var found: QuotaFindings { QuotaFindings(differs: differs, draws: draws) }
}

/// The candidates of all quotas, by probe.
package struct QuotaFindings: Sendable {
  fileprivate let differs: [Bool]
  fileprivate var draws: [QuotaDraw]

  package mutating func add(_ other: QuotaFindings) {
    for index in draws.indices { draws[index].add(other.draws[index]) }
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
