import JiliLexer

/// Explains companies by walking the plan backwards from what they got.
///
/// It has one machine for everything that it tries, so that from one trial to the next only what
/// differs is computed, and remembers what belongs to the plan alone.
package final class Explainer {
  let plan: Plan
  let options: RunOptions
  let phases: Phases
  /// Which lines are asked about; nil: all, with benefits and limits.
  let lines: [Int]?
  let benefits: [Int]?
  let limits: [Int]?
  var machine: Machine
  private var cones: [ChangeGoal: ChangeCone] = [:]

  package init(_ plan: Plan, _ options: RunOptions, asked: ExplainedAward = .all) {
    self.plan = plan
    var options = options
    options.choices = plan.allChoices(options.choices)
    self.options = options
    phases = Phases(plan)
    machine = Machine(plan, choices: options.choices)
    machine.watch = options.watch
    switch asked {
    case .all: (lines, benefits, limits) = (nil, nil, nil)
    case .only(let found): (lines, benefits, limits) = (found.lines, found.benefits, found.limits)
    }
  }

  func cone(of goal: ChangeGoal) -> ChangeCone {
    if let known = cones[goal] { return known }
    let cone = ChangeCone(plan, plan.asked(by: goal))
    cones[goal] = cone
    return cone
  }

  /// The operations that read a slot themselves.
  private(set) lazy var readers: [Int: [OperationID]] = Dictionary(
    grouping: plan.operations.indices, by: { plan.operations[$0].slot ?? -1 })

  /// Whether the host allows one more trial of so many rows.
  func mayTry(_ rows: Int = 1) -> Bool {
    options.watch.allows(steps: rows * max(1, plan.operations.count))
  }

  /// What one company gets in one of its rows. `rows` are all its rows. Where the options' watch
  /// ends it, parts are missing or were not tried, and whoever gave the watch asks it.
  package func explanation(
    of index: Int, in rows: [Row], _ outcome: RowOutcome, cells: [CellOrigin] = []
  ) -> CompanyExplanation {
    var cohort = Cohort(phases, rows, options.choices, .reasons, edges: options.edges.first)
    cohort.run(&machine)
    let earlier = cohort.earlier.isEmpty ? EarlierRows.none : cohort.earlier[index]
    machine.run(rows[index], earlier: earlier)
    let told = cohort.outcomes()
    let teller = RowTeller(
      explainer: self, machine: machine, rows: rows, index: index, earlier: earlier,
      edges: cohort.edges, work: cohort.work[index], told: told[index], outcome: outcome,
      trials: RowTrials(self, rows, index, cohort, told))
    let wantedLines = lines ?? Array(plan.lines.indices)
    let awards = wantedLines.compactMap { mayTry() ? teller.award($0) : nil }
    let found = (benefits ?? Array(plan.benefits.indices)).compactMap {
      mayTry() ? teller.benefit($0) : nil
    }
    let bounds = (limits ?? Array(plan.limits.indices)).compactMap {
      mayTry() ? teller.limit($0) : nil
    }
    return CompanyExplanation(
      company: nil, place: nil, date: rows[index].date, outcome: outcome, awards: awards,
      benefits: found, limits: bounds, facts: given(rows[index], cells),
      isWhole: lines == nil)
  }

  /// What the row says of each fact that what is explained reads.
  private func given(_ row: Row, _ cells: [CellOrigin]) -> [GivenFact] {
    let asked = lines.map { Set($0.flatMap { plan.lines[$0].reads }) }
    return plan.facts.indices.compactMap { fact in
      let info = plan.facts[fact]
      let own = cells.filter { $0.fact == fact }
      if let asked, !asked.contains(fact), !info.isOfAward || own.isEmpty { return nil }
      guard info.slot >= 0 else { return nil }
      let value = row.values[info.slot]
      if own.isEmpty, value == .unknown || value == .title(.unknown, event: nil) { return nil }
      if own.isEmpty, value == .title(.none, event: nil) { return nil }
      return GivenFact(fact: fact, value: value, cells: own)
    }
  }
}

/// Which awards, benefits and limits are to be explained.
package enum ExplainedAward: Sendable {
  case all
  case only(Found)

  package struct Found: Sendable {
    package var lines: [Int] = []
    package var benefits: [Int] = []
    package var limits: [Int] = []
  }
}

/// Explains the lines of one row.
struct RowTeller {
  let explainer: Explainer
  /// As it stands behind the row.
  let machine: Machine
  let rows: [Row]
  let index: Int
  let earlier: EarlierRows
  /// Where the places of quotas end.
  let edges: QuotaEdges
  let work: RowWork?
  /// The outcome with all its reasons, whatever the caller's holds.
  let told: RowOutcome
  /// With other readings, where the caller tried them.
  let outcome: RowOutcome
  let trials: RowTrials

  var plan: Plan { explainer.plan }
  var row: Row { rows[index] }

  // MARK: - Awards

  func award(_ line: Int) -> AwardExplanation {
    var own = told.lines[line]
    own.readings = outcome.lines[line].readings
    let info = plan.lines[line]
    let records = [info.receivedSlot, info.paidSlot].filter { own.state != .notDue && $0 >= 0 }
    let known = records.filter { row.values[$0] != .unknown && row.values[$0] != .absent }
    var explanation = AwardExplanation(
      outcome: own, conditions: info.test.map { conditions($0, of: info) } ?? [], steps: [],
      rival: nil,
      records: known.map { plan.values(of: row, [$0]) },
      lacksRecord: known.count < records.count, changes: nil, deciding: [])
    switch own.state {
    case .notDue, .overQuota: explanation.changes = changes(toWin: line)
    case .excluded:
      explanation.steps = steps(line, own)
      explanation.rival = rival(line, own)
    case .undetermined:
      explanation.steps = steps(line, own)
      explanation.deciding = deciding(line, own)
    case .due, .upTo, .unspecified: explanation.steps = steps(line, own)
    }
    return explanation
  }

  func benefit(_ index: Int) -> BenefitExplanation {
    var own = told.benefits[index]
    own.readings = outcome.benefits[index].readings
    let scope = plan.benefits[index].scope
    return BenefitExplanation(
      outcome: own, conditions: scope.test.map { conditions($0) } ?? [],
      changes: own.state == .notDue ? changes(for: .condition(scope.condition)) : nil)
  }

  /// Of a bound that is broken, what would keep it.
  func limit(_ index: Int) -> LimitExplanation {
    var own = told.limits[index]
    own.readings = outcome.limits[index].readings
    let limit = plan.limits[index]
    return LimitExplanation(
      outcome: own, conditions: limit.scope.test.map { conditions($0) } ?? [],
      changes: own.state == .exceeded ? changes(for: .limit(index)) : nil)
  }

  // MARK: - Conditions

  private func conditions(_ tree: ConditionTree, of line: Line? = nil) -> [MetCondition] {
    switch tree {
    case .leaf(let leaf):
      var actual = plan.values(of: row, leaf.slots)
      // The conditions of a renewal are asked as of a recognition.
      if let line, line.isRenewal, let title = line.title,
        leaf.slots == [plan.facts[title].slot],
        case .title(.renewed, _, _) = row.values[leaf.slots[0]]
      {
        actual.zh += "，视同新认定"
        actual.en += ", which counts as new"
      }
      return [
        MetCondition(text: leaf.text, truth: machine.truths[leaf.operation], actual: actual)
      ]
    case .all(let parts), .any(let parts): return parts.flatMap { conditions($0, of: line) }
    case .named(_, let inner): return conditions(inner, of: line)
    }
  }

  // MARK: - Rivals

  private func rival(_ line: Int, _ own: LineOutcome) -> Rival? {
    guard let other = own.lostTo, other != line else { return nil }
    let mine = contested(own)
    let its = contested(told.lines[other])
    let group = plan.exclusives.first { $0.members.contains(line) && $0.members.contains(other) }
    switch own.lostBy {
    case .exclusive:
      return Rival(
        line: other, own: mine, other: its, why: higher(line, other, mine, its),
        cites: group?.cites ?? [], span: group?.span)
    case .paidBefore:
      return Rival(
        line: other, own: mine, other: its,
        why: Explanation(zh: "就高，先前已付", en: "only the highest, and it was paid before"),
        cites: group?.cites ?? [], span: group?.span)
    case .otherPolicy(let rule, let sum):
      let part = plan.policies[plan.policy(ofLine: line)]
      var its = its
      (its.low, its.high) = (sum, sum)
      return Rival(
        line: other, own: mine, other: its,
        why: rule == .topUp
          ? Explanation(zh: "同一事项补差，对方不低于本项", en: "topped up, and the other is no less")
          : Explanation(zh: "同一事项不重复", en: "one matter is not paid twice"),
        cites: part.overlap.cites, span: nil)
    case .joint, .capPerYear, .overlap, .titleOnce, nil: return nil
    }
  }

  /// The sum with which a line went into the contest.
  private func contested(_ outcome: LineOutcome) -> SumStage {
    outcome.trail.last { $0.phase == .rules || $0.phase == .quota }
      ?? SumStage(phase: .rules, low: outcome.low, high: outcome.high)
  }

  private func higher(
    _ line: Int, _ other: Int, _ mine: SumStage, _ its: SumStage
  ) -> Explanation {
    if mine.low == its.low, mine.high == its.high {
      return Explanation(
        zh: "金额相同，按先列的计", en: "the sums are equal and the first named is paid")
    }
    if its.low.isZero {
      return Explanation(zh: "只给最高的一项", en: "only the highest is paid")
    }
    return Explanation(
      zh: "只给最高的一项，对方 \(range(its, .zh))，本项 \(range(mine, .zh))",
      en: "only the highest is paid: \(range(its, .en)) against \(range(mine, .en))")
  }

  private func range(_ stage: SumStage, _ language: Language) -> String {
    sumRangeText(stage.low, stage.high, language)
  }
}
