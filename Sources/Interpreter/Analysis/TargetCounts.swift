import JiliParser

/// How many companies of a file are what the targets count, year by year.
struct TargetCounts {
  /// What a row says of one subject.
  private struct Said {
    var holds = Truth.no
    var isNew = Truth.no
    var sum = Bounds.zero
  }

  private let counting: CountingPlan
  private let rows: [Row]
  private let year: Int?
  /// The first year in which what is new counts.
  private let since: Int?
  /// By subject, then by row.
  private var said: [[Said]]
  /// The number of the company of each row.
  private let companies: [Int]
  /// The rows of each year; those of no settled year under nil.
  private let rowsByYear: [Int?: [Int]]
  let companyCount: Int

  init(
    _ counting: CountingPlan, _ rows: [Row], _ choices: [Int], year: Int?, since: Int?
  ) {
    self.counting = counting
    self.rows = rows
    self.year = year
    self.since = since
    var places: [String: Int] = [:]
    var companies: [Int] = []
    var count = 0
    for row in rows {
      if let key = row.key, let known = places[key] {
        companies.append(known)
        continue
      }
      if let key = row.key { places[key] = count }
      companies.append(count)
      count += 1
    }
    self.companies = companies
    companyCount = count
    rowsByYear = Dictionary(grouping: rows.indices) { rows[$0].date.year }
    said = [[Said]](
      repeating: [Said](repeating: Said(), count: rows.count), count: counting.subjects.count)
    read(choices)
  }

  /// Rows that no count of the year of evaluation or of earlier ones can see.
  var rowsLeftOut: Int {
    guard let year else { return 0 }
    return rows.count { row in row.date.year.map { $0 > year } ?? true }
  }

  /// What subjects counted together come to; nil where the file has no row of the year.
  func count(
    _ subjects: [Int], _ kind: TargetDeclaration.Kind, in year: Int?
  ) -> Bounds? {
    let rows = rows(of: kind, in: year)
    guard let rows else { return nil }
    if case .sum(_, let isYearly)? = subjects.first.map({ counting.subjects[$0] }) {
      return subjects.reduce(Bounds.zero) { total, subject in
        total.adding(sum(subject, isYearly, over: rows)) ?? .unknown
      }
    }
    var certain = 0
    var possible = 0
    var truths: [Int: Truth] = [:]
    for subject in subjects {
      truths.removeAll(keepingCapacity: true)
      for row in rows {
        let truth = kind == .cumulative ? said[subject][row].holds : said[subject][row].isNew
        truths[companies[row]] = (truths[companies[row]] ?? .no).or(truth)
      }
      certain += truths.values.count(where: \.isYes)
      possible += truths.values.count(where: \.mayBeTrue)
    }
    return Bounds(low: Exact(certain), high: Exact(possible))
  }

  /// The rows that a number of this kind looks at; nil where the year itself has none.
  private func rows(of kind: TargetDeclaration.Kind, in year: Int?) -> [Int]? {
    guard let year else { return Array(rows.indices) }
    guard let own = rowsByYear[year] else { return nil }
    guard kind == .new else { return own }
    return rows.indices.filter { row in
      guard let other = rows[row].date.year else { return false }
      return other <= year && other >= since ?? other
    }
  }

  /// A fact by year is one number of the company however many rows it has.
  private func sum(_ subject: Int, _ isYearly: Bool, over rows: [Int]) -> Bounds {
    var seen: Set<[Int]> = []
    var total = Bounds.zero
    for row in rows {
      let companyYear = [companies[row], self.rows[row].date.year ?? 0]
      if isYearly, !seen.insert(companyYear).inserted { continue }
      total = total.adding(said[subject][row].sum) ?? .unknown
    }
    return total
  }
}

// MARK: - What the rows say

extension TargetCounts {
  private mutating func read(_ choices: [Int]) {
    let plan = counting.plan
    var machine = Machine(plan, choices: choices)
    let outcomes = awardOutcomes(choices)
    for index in rows.indices {
      machine.run(rows[index], earlier: .none)
      let applies = machine.truths[plan.policies[0].applies]
      for (subject, asked) in counting.subjects.enumerated() {
        switch asked {
        case .title(let slot):
          let status = rows[index].status(slot)
          said[subject][index].holds = status.isOne(of: .inForce).and(applies)
          said[subject][index].isNew = status.isOne(of: .new).and(applies)
        case .award(let award):
          let isDue = outcomes.map { plan.isDue(award, $0[index]) } ?? .no
          said[subject][index].holds = isDue
          said[subject][index].isNew = isDue
        case .condition(let operation, _):
          said[subject][index].holds = machine.truths[operation].and(applies)
        case .sum(let operation, _):
          said[subject][index].sum = machine.numbers[operation].counted(where: applies)
        case .label: break
        }
      }
    }
    readNewConditions(&machine)
  }

  /// Awards are due after all phases; without a target that counts one nothing is run.
  private func awardOutcomes(_ choices: [Int]) -> [RowOutcome]? {
    let countsAwards = counting.subjects.contains { subject in
      if case .award = subject { return true }
      return false
    }
    guard countsAwards else { return nil }
    return run(
      counting.plan, rows, RunOptions(choices: choices, explains: false, triesReadings: false))
  }

  /// A condition is new where it holds and would not, had the titles in it not been newly won this
  /// year; one without titles where it did not hold in the company's row of the year before.
  private mutating func readNewConditions(_ machine: inout Machine) {
    for (subject, asked) in counting.subjects.enumerated() {
      guard case .condition(let operation, let titles) = asked else { continue }
      let earlier = titles.isEmpty ? held(subject) : [:]
      for index in rows.indices {
        let now = said[subject][index].holds
        guard now.mayBeTrue else { continue }
        var before = Truth.unknown
        if !titles.isEmpty {
          var row = rows[index]
          for slot in titles where !row.status(slot).isDisjoint(with: .new) {
            row.values[slot] = .title(row.status(slot).withoutNew, event: nil)
          }
          machine.run(row, earlier: .none)
          before = machine.truths[operation]
        } else if let key = rows[index].key, let year = rows[index].date.year {
          before = earlier[key]?[year - 1] ?? .unknown
        }
        said[subject][index].isNew = now.and(before.not)
      }
    }
  }

  /// In which years the companies were known to be what the subject counts.
  private func held(_ subject: Int) -> [String: [Int: Truth]] {
    var found: [String: [Int: Truth]] = [:]
    for index in rows.indices {
      guard let key = rows[index].key, let year = rows[index].date.year else { continue }
      let known = found[key]?[year] ?? .no
      found[key, default: [:]][year] = known.or(said[subject][index].holds)
    }
    return found
  }
}

extension Plan {
  /// Whether the base line of an award is due after all phases, with a sum or without.
  fileprivate func isDue(_ award: Int, _ outcome: RowOutcome) -> Truth {
    guard let line = lines.firstIndex(where: { $0.award == award && !$0.isRenewal }) else {
      return .no
    }
    switch outcome.lines[line].state {
    case .due, .upTo, .unspecified: return .yes
    case .undetermined: return outcome.lines[line].low > .zero ? .yes : .unknown
    case .notDue, .overQuota, .excluded: return .no
    }
  }
}

extension Row {
  fileprivate func status(_ slot: Int) -> TitleStatus {
    guard case .title(let status, _, _) = values[slot] else { return .unknown }
    return status
  }
}

extension TitleStatus {
  /// What the title was before it was newly won this year.
  fileprivate var withoutNew: TitleStatus { subtracting(.new).union(.none) }
}

extension Bounds {
  /// What a company adds to a sum: nothing where there is no such number or it is not concerned.
  fileprivate func counted(where applies: Truth) -> Bounds {
    guard isPresent, applies.mayBeTrue else { return .zero }
    var result = self
    result.mayBeAbsent = false
    return mayBeAbsent || applies.mayBeFalse ? result.hull(.zero) : result
  }
}
