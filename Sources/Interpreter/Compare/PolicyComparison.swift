package import JiliLexer

/// A sum, or the range it lies in; `high` nil is unbounded.
package struct SumRange: Hashable, Sendable {
  package var low: Exact
  package var high: Exact?

  package static let zero = SumRange(low: .zero, high: .zero)

  package var isSettled: Bool { high == low }
}

/// A difference, or the range it lies in; nil is unbounded on that side.
package struct ChangeRange: Hashable, Sendable {
  package var low: Exact?
  package var high: Exact?

  package static let zero = ChangeRange(low: .zero, high: .zero)

  package var isZero: Bool { low == .zero && high == .zero }
  package var isSettled: Bool { low != nil && low == high }
}

/// What a change of policy does to a company.
package enum CompanyBand: Int, Sendable, CaseIterable {
  /// Got something, gets nothing.
  case losesAll
  case loses
  case same
  case gains
  /// Got nothing, gets something.
  case newlyPaid
  /// It hangs on missing facts which of these it is.
  case undetermined
  /// One of the policies rejects a row of the company.
  case oneSided
}

/// Some companies with what they get on both sides.
package struct ComparedGroup: Sendable {
  package var companies = 0
  package var before = SumRange.zero
  package var after = SumRange.zero
  package var change = ChangeRange.zero
}

/// An award, a payer or a part of the payments, before and after.
package struct ComparedFigure: Sendable {
  /// nil: not split, or paid at once.
  package var name: Wording?
  /// What it was called before, where that is another name.
  package var formerName: Wording?
  /// Stands only on one side.
  package var isNew = false
  package var isGone = false
  package var companiesBefore = 0
  package var companiesAfter = 0
  package var before = SumRange.zero
  package var after = SumRange.zero
}

/// Companies with a benefit, or that break a limit, before and after; nil: there is no such rule.
package struct ComparedCount: Sendable {
  package var name: String
  package var isLimit: Bool
  package var before: Int?
  package var after: Int?
}

/// What one change of a rule does if nothing else is changed.
package struct ChangeEffect: Sendable {
  package var change: PolicyChange
  /// nil where the change does not stand alone.
  package var effect: Effect?

  package struct Effect: Sendable {
    package var lowChange = Exact.zero
    package var highChange: Exact? = .zero
    package var gaining = 0
    package var losing = 0
  }
}

/// The companies with one value of a field.
package struct ComparedPart: Sendable {
  package var value: GroupValue
  /// The first row of the file that has it, by which values are in order.
  var firstRow = 0
  package var total = ComparedGroup()
  /// By `CompanyBand`.
  package var bands = [ComparedGroup](repeating: .init(), count: CompanyBand.allCases.count)
}

package struct ComparedSplit: Sendable {
  package var name: String
  /// In the order of their first rows.
  package var parts: [ComparedPart]
}

/// One company that is touched.
package struct ComparedCompany: Sendable {
  package var name: String
  package var before: SumRange
  package var after: SumRange
  package var change: ChangeRange
  package var band: CompanyBand
  /// Indices into the changes: each of them alone changes what the company gets.
  package var causes: [Int]
  /// The awards that change, indices into the comparison's awards.
  package var awards: [Int]
}

/// One of the two policies of a comparison.
package struct ComparedSide: Sendable {
  package var policy: String
  package var file: String
  /// The evaluation date, where all rows have one.
  package var date: String?
  package var counts = RowCounts()
  package var companies = 0
  package var total = SumRange.zero
  /// Rows on which the policy is certainly not in force.
  package var rowsOutside = 0
  /// Facts that this policy reads, the other does not, and no column gives.
  package var absent: [String] = []
  /// What a report shows besides, where it was counted.
  package var figures: RunFigures?
  package var fates: [AwardFates] = []
  package var quotas: [QuotaMargin] = []
  package var curve: PaymentCurve?
}

/// What a draft costs against what stands, who gains, who loses and why: a plain value from which
/// every form of the report is written.
package struct PolicyComparison: Sendable {
  package var before: ComparedSide
  package var after: ComparedSide
  /// All companies, and by `CompanyBand`.
  package var whole: ComparedPart
  package var splits: [ComparedSplit]
  package var awards: [ComparedFigure]
  package var payers: [ComparedFigure]
  package var payments: [ComparedFigure]
  package var counts: [ComparedCount]
  /// Both are versions of one policy; else the awards stand for the clauses.
  package var areVersions: Bool
  package var changes: [ChangeEffect]
  /// What nobody reads the same: changes that stand only with others.
  package var together: ChangeEffect.Effect
  /// Companies that get another sum, the widest change first, as many as were asked for.
  package var most: [ComparedCompany]
  /// Companies whose sum stays while their awards change.
  package var shifted = 0
  /// Rows that only one of the two reads.
  package var rowsOneSided = 0
  package var periodsIgnored = false
  /// Facts that both policies read and no column gives.
  package var absent: [String] = []
  /// What other readings of the draft would cost.
  package var readings: [ReadingPrice] = []
}

extension PolicyComparison {
  /// What the changes do together beyond the sum of what each does alone.
  package func interaction() throws(OutputRefusal) -> (low: Exact, high: Exact?) {
    var low = together.lowChange
    var high = together.highChange
    for change in changes {
      guard let effect = change.effect else { continue }
      low = try sum(low, effect.lowChange.negated)
      high = try sum(high, effect.highChange?.negated)
    }
    return (low, high)
  }

  /// Whether some sum is a range, so that ceilings say more than the certain sums.
  package var hasRanges: Bool {
    ([whole.total.before, whole.total.after] + awards.flatMap { [$0.before, $0.after] })
      .contains { !$0.isSettled }
  }
}

extension SumRange {
  mutating func add(_ other: SumRange) throws(OutputRefusal) {
    low = try sum(low, other.low)
    high = try sum(high, other.high)
  }
}

extension ChangeRange {
  mutating func add(_ other: ChangeRange) throws(OutputRefusal) {
    low = try sum(low, other.low)
    high = try sum(high, other.high)
  }

  /// Everything between the least and the most that two sums can differ by.
  init(from before: SumRange, to after: SumRange) throws(OutputRefusal) {
    low = try sum(after.low as Exact?, before.high?.negated)
    high = try sum(after.high, before.low.negated)
  }

  /// What both allow: each is certain to hold.
  func narrowed(by other: ChangeRange) -> ChangeRange {
    var result = self
    if let least = other.low { result.low = max(low ?? least, least) }
    if let most = other.high { result.high = min(high ?? most, most) }
    return result
  }

  /// Everything that either allows.
  func hull(_ other: ChangeRange) -> ChangeRange {
    ChangeRange(
      low: low.flatMap { mine in other.low.map { min(mine, $0) } },
      high: high.flatMap { mine in other.high.map { max(mine, $0) } })
  }
}

extension ComparedGroup {
  mutating func add(
    _ before: SumRange, _ after: SumRange, _ change: ChangeRange
  ) throws(OutputRefusal) {
    companies += 1
    try self.before.add(before)
    try self.after.add(after)
    try self.change.add(change)
  }

  mutating func merge(_ other: ComparedGroup) throws(OutputRefusal) {
    companies += other.companies
    try before.add(other.before)
    try after.add(other.after)
    try change.add(other.change)
  }
}

extension CompanyBand {
  /// What is certain: where the sums or their difference hang on missing facts it is settled only
  /// if every possible value gives the same.
  init(_ before: SumRange, _ after: SumRange, _ change: ChangeRange) {
    if change.isZero {
      self = .same
    } else if before.high == .zero, after.low > .zero {
      self = .newlyPaid
    } else if before.low > .zero, after.high == .zero {
      self = .losesAll
    } else if change.low.map({ $0 > .zero }) ?? false {
      self = .gains
    } else if change.high.map({ $0 < .zero }) ?? false {
      self = .loses
    } else {
      self = .undetermined
    }
  }
}
