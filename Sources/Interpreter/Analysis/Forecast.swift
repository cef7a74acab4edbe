/// The targets of a policy against a company file, and what it costs to meet them.
package struct Forecast: Sendable {
  /// How one number of a target stands.
  package struct Milestone: Sendable {
    package var year: Int?
    package var unit: ValueType
    /// What is to be reached: a whole number of companies, or 元; nil where `reason` says why not.
    package var goal: Bounds?
    /// What the file holds; nil where it does not count it.
    package var present: Bounds?
    package var missing: Bounds?
    package var reason: Explanation?
  }

  /// What one year needs for a target.
  package struct Year: Sendable {
    package var year: Int
    package var count: ClosedRange<Int>
    package var price: Price
    package var low: Exact
    package var high: Exact?
    package var payers: [Part]
  }

  package struct Target: Sendable {
    /// Index into the program's targets.
    package var target: Int
    package var milestones: [Milestone]
    /// The years left; empty where nothing can or need be paid for.
    package var years: [Year] = []
    package var low = Exact.zero
    package var high: Exact? = .zero
    /// Why no budget follows, or what is to be known of it.
    package var remarks: [Explanation] = []
  }

  package struct YearTotal: Sendable {
    package var year: Int
    package var low: Exact
    package var high: Exact?
    package var payers: [Part]
  }

  package var policy: String
  /// The year of evaluation; nil where rows are of no settled year.
  package var year: Int?
  /// The first year that counts as new.
  package var since: Int?
  package var companies: Int
  package var rows: Int
  /// Rows of the file that are of no year, or of a later one.
  package var rowsLeftOut: Int
  package var targets: [Target]
  package var totals: [YearTotal]
  package var low: Exact
  package var high: Exact?
}

/// What one newly won company costs in a year.
package struct Price: Sendable {
  package var low: Exact
  package var high: Exact?
  /// The text names no sum for some of it.
  package var isUnspecified: Bool
  /// An award answers to it at all.
  package var isPaid: Bool
  package var payers: [Part]

  static let nothing = Price(
    low: .zero, high: .zero, isUnspecified: false, isPaid: false, payers: [])
}

/// Holds the targets against the rows of a file. `asOf` is the year of evaluation where the rows
/// have dates of their own; without it that is the last year of the file.
package func forecast(
  _ program: CheckedProgram, _ counting: CountingPlan, _ input: Ingested, choices: [Int],
  settings: [Setting], asOf: Int?
) throws(InputRefusal) -> Forecast {
  let rows = input.rows.map(\.row)
  let year = asOf ?? rows.compactMap(\.date.year).max()
  var prices = try TargetPrices(program, settings, choices)
  let frame = try prices.period(of: counting)
  let counter = TargetCounts(counting, rows, choices, year: year, since: frame.start)
  var targets: [Forecast.Target] = []
  for index in program.targets.indices {
    var maker = TargetForecast(
      target: program.targets[index], counted: counting.targets[index], counts: counter,
      year: year, end: frame.end)
    targets.append(try maker.made(index, &prices))
  }
  let (totals, low, high) = joined(targets, program)
  return Forecast(
    policy: program.policyName, year: year, since: frame.start, companies: counter.companyCount,
    rows: rows.count, rowsLeftOut: counter.rowsLeftOut, targets: targets, totals: totals,
    low: low, high: high)
}

/// One target against the counts, then its years.
private struct TargetForecast {
  let target: CheckedTarget
  let counted: CountedTarget
  let counts: TargetCounts
  let year: Int?
  /// The last year of the policy.
  let end: Int?

  /// Companies are counted, not sums.
  private var countsCompanies: Bool { target.subjects.allSatisfy { !$0.isSum } }

  mutating func made(
    _ index: Int, _ prices: inout TargetPrices
  ) throws(InputRefusal) -> Forecast.Target {
    var made = Forecast.Target(target: index, milestones: [])
    for place in target.milestones.indices { made.milestones.append(milestone(place)) }
    guard countsCompanies, made.milestones.contains(where: { $0.missing != nil }) else {
      return made
    }
    let segments = segments(made.milestones, &made.remarks)
    for segment in segments {
      for (year, count) in segment.spread {
        made.years.append(try prices.year(year, count, target.subjects))
      }
    }
    try prices.add(up: &made, segments)
    remark(on: &made)
    return made
  }

  // MARK: - Where it stands

  private func milestone(_ place: Int) -> Forecast.Milestone {
    let stated = target.milestones[place]
    var made = Forecast.Milestone(year: stated.year, unit: unit(of: stated))
    let asked = stated.year.flatMap { past in year.map { min(past, $0) } } ?? year
    made.present = present(in: asked)
    switch goal(place) {
    case .success(let goal): made.goal = goal
    case .failure(let gap): made.reason = gap.words
    }
    if target.hasLabel {
      made.reason = .notInFiles
    } else if made.present == nil, made.reason == nil {
      made.reason = asked.map { .noRows($0) }
    }
    if let goal = made.goal, let present = made.present { made.missing = goal.lacking(present) }
    return made
  }

  /// In what the number is counted: a share is of companies or of the base.
  private func unit(of stated: CheckedTarget.Milestone) -> ValueType {
    switch stated.of {
    case nil: stated.unit
    case .own?: target.base?.unit ?? stated.unit
    case .population?: .number
    }
  }

  /// What the file holds at a milestone that is past, else now.
  private func present(in asked: Int?) -> Bounds? {
    if target.hasLabel { return nil }
    return counts.count(counted.subjects, target.kind, in: asked)
  }

  private func goal(_ place: Int) -> Result<Bounds, GoalGap> {
    let stated = target.milestones[place]
    guard let low = stated.low, let high = stated.high else {
      return .failure(GoalGap(.noNumber))
    }
    var goal = Bounds(low: low, high: high)
    switch stated.of {
    case nil: break
    case .own?:
      guard let base = target.base, let from = base.low, let to = base.high else {
        return .failure(GoalGap(.noBase))
      }
      goal = goal.multiplied(by: Bounds(low: from, high: to)) ?? .unknown
    case .population(let subject)?:
      guard let index = counted.populations[place], let members = members(index) else {
        return .failure(GoalGap(.notCounted(subject)))
      }
      goal = goal.multiplied(by: members) ?? .unknown
    }
    if let each = target.each {
      guard let index = counted.each, let members = members(index) else {
        return .failure(GoalGap(.notCounted(each)))
      }
      goal = goal.multiplied(by: members) ?? .unknown
    }
    let isCount = countsCompanies && unit(of: stated) == .number
    return .success(isCount ? goal.whole(above: target.relation == .above) : goal)
  }

  private func members(_ subject: Int) -> Bounds? {
    counts.count([subject], .cumulative, in: year)
  }

  // MARK: - The years left

  /// What is missing, with the years on which it falls.
  private func segments(
    _ milestones: [Forecast.Milestone], _ remarks: inout [Explanation]
  ) -> [TargetSegment] {
    guard let year else {
      remarks.append(.noYear)
      return []
    }
    var segments: [TargetSegment] = []
    var from = year + 1
    var reached = milestones.compactMap(\.present).last?.counts ?? 0...0
    for milestone in milestones {
      guard let goal = milestone.goal?.counts else { continue }
      guard let until = milestone.year ?? end else {
        remarks.append(.noTargetYear)
        continue
      }
      if milestone.year == nil { remarks.append(.endOfPeriod(until)) }
      let lacks = milestone.missing?.high.map { $0 > .zero } ?? true
      guard until >= from else {
        if lacks { remarks.append(.noYearsLeft(until)) }
        continue
      }
      if target.kind == .perYear {
        segments.append(TargetSegment(years: from...until, count: goal, isEachYear: true))
      } else {
        let least = max(0, goal.lowerBound - reached.upperBound)
        let most = max(0, goal.upperBound - reached.lowerBound)
        if most > 0 {
          segments.append(TargetSegment(years: from...until, count: least...most))
        }
        reached =
          max(reached.lowerBound, goal.lowerBound)...max(reached.upperBound, goal.upperBound)
      }
      from = until + 1
    }
    return segments
  }

  private func remark(on made: inout Forecast.Target) {
    guard !made.years.isEmpty else { return }
    if made.years.allSatisfy({ !$0.price.isPaid }) {
      made.years = []
      return made.remarks.append(.noAward)
    }
    if made.years.contains(where: \.price.isUnspecified) { made.remarks.append(.unspecifiedSum) }
    if target.subjects.count > 1 || target.subjects.contains(where: { $0.titles.count > 1 }) {
      made.remarks.append(.cheapestToDearest)
    }
  }
}

/// Why a number cannot be worked out.
private struct GoalGap: Error {
  enum Kind {
    case noNumber, noBase
    case notCounted(CheckedTarget.Subject)
  }
  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  var words: Explanation {
    switch kind {
    case .noNumber: Explanation(zh: "原文没有数", en: "the text names no number")
    case .noBase: Explanation(zh: "没有写基数", en: "no base is stated")
    case .notCounted(.label(let words)):
      Explanation(
        zh: "企业名单里数不出「\(words)」", en: "「\(words)」 is not counted by company files")
    case .notCounted:
      Explanation(zh: "名单里没有评价年度的行", en: "the file has no row of the year of evaluation")
    }
  }
}

extension CheckedTarget {
  /// Some of what is counted stands in no company file.
  var hasLabel: Bool {
    subjects.contains { subject in
      if case .label = subject { return true }
      return false
    }
  }
}

extension CheckedTarget.Subject {
  var isSum: Bool {
    if case .sum = self { return true }
    return false
  }
}

extension Bounds {
  /// The least whole numbers that are not below these, or that are above them.
  fileprivate func whole(above: Bool) -> Bounds {
    func next(_ number: Exact?) -> Exact? {
      guard let number, let floor = number.rounded(to: .one, down: true) else { return nil }
      return above || floor < number ? floor.adding(.one) ?? floor : floor
    }
    return Bounds(low: next(low), high: next(high))
  }

  /// What is missing of this where so much is there; never below 0.
  fileprivate func lacking(_ present: Bounds) -> Bounds {
    guard let rest = subtracting(present) else { return .unknown }
    return Bounds(low: max(.zero, rest.low ?? .zero), high: rest.high.map { max(.zero, $0) })
  }

  /// Whole numbers of companies; nil where nothing bounds them.
  var counts: ClosedRange<Int>? {
    guard let low, let high, let least = Int(exactly: low.numerator),
      let most = Int(exactly: high.numerator), low.isWhole, high.isWhole, least <= most
    else { return nil }
    return least...most
  }
}

extension Explanation {
  static let notInFiles = Explanation(
    zh: "企业名单里数不出", en: "not counted by company files")

  static func noRows(_ year: Int) -> Explanation {
    Explanation(zh: "名单里没有 \(year) 年的行", en: "the file has no row of \(year)")
  }

  static let noYear = Explanation(
    zh: "评价年度不明，不作预算；可用 --year 给出",
    en: "the year of evaluation is not known, so there is no budget; --year gives it")

  static let noTargetYear = Explanation(
    zh: "没有写年份，政策也没有截止日，不作预算",
    en: "no year is stated and the policy has no end, so there is no budget")

  static func endOfPeriod(_ year: Int) -> Explanation {
    Explanation(
      zh: "没有写年份，按政策有效期到 \(year) 年计", en: "no year is stated; the policy ends in \(year)")
  }

  static func noYearsLeft(_ year: Int) -> Explanation {
    Explanation(
      zh: "到 \(year) 年没有剩下的年份，不作预算", en: "no year is left until \(year), so there is no budget")
  }

  static let noAward = Explanation(
    zh: "本政策没有给它的奖励", en: "the policy has no award for it")

  static let unspecifiedSum = Explanation(
    zh: "其中有原文没有写明金额的奖励，不在预算之内",
    en: "an award without a sum in the text is not in the budget")

  static let cheapestToDearest = Explanation(
    zh: "不知道缺的是哪一种，按最少的到最多的计",
    en: "which of them is missing is not known: from the cheapest to the dearest")
}
