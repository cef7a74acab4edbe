import JiliLexer

/// One company with both results, as the tally takes it.
struct ComparedEntry {
  var name: String
  var groups: [GroupValue]
  /// Its first row, counted from the first of the stretch.
  var row = 0
  /// Its rows may have several values of a `--by` and are split apart from it.
  var isSplitApart = false
  var before = SumRange.zero
  var after = SumRange.zero
  /// One of the policies rejects a row of the company.
  var isOneSided = false
  var change = ChangeRange.zero
  /// By variant: what the company gets under the base with that change alone; nil: rejected.
  var variants: [SumRange?] = []
  /// Pairs of awards that come to another sum.
  var awards: [Int] = []
}

extension ComparedEntry {
  /// What becomes of the company, and the difference.
  fileprivate func verdict() throws(OutputRefusal) -> (band: CompanyBand, change: ChangeRange) {
    if isOneSided { return (.oneSided, try ChangeRange(from: before, to: after)) }
    return (CompanyBand(before, after, change), change)
  }
}

/// The figures of a comparison, company by company. Stretches of companies that were added up
/// apart are merged in their order.
struct ComparisonTally: Sendable {
  /// When something is paid: the year of evaluation, and which part of a schedule.
  struct Payment: Hashable, Sendable {
    var year: Int?
    var label: String?
  }

  private(set) var whole = ComparedPart(value: .blank)
  private(set) var splits: [ComparedSplit]
  private(set) var effects: [ChangeEffect.Effect]
  private(set) var together = ChangeEffect.Effect()
  /// The widest changes, in the order in which they are shown.
  private(set) var most: [ComparedCompany] = []
  private(set) var shifted = 0
  private(set) var payments: [(key: Payment, before: Exact, after: Exact)] = []
  /// How many rows of the file the stretch has.
  var rows = 0
  private var places: [[GroupValue: Int]]
  private let limit: Int
  /// By variant: its change.
  private let changes: [Int]

  init(_ run: CompareRun) {
    splits = run.request.input.groupBy.map { ComparedSplit(name: $0, parts: []) }
    places = splits.map { _ in [:] }
    effects = run.variants.map { _ in .init() }
    changes = run.variants.map(\.change)
    limit = run.request.top
  }

  /// Takes in a company; what is to be listed of it, if it is touched.
  mutating func add(_ entry: ComparedEntry) throws(OutputRefusal) -> ComparedCompany? {
    let (before, after) = (entry.before, entry.after)
    let (band, change) = try entry.verdict()
    if !entry.isOneSided { try together.add(before, after) }
    try whole.add(before, after, change, band)
    for index in splits.indices where !entry.isSplitApart { try add(entry, to: index) }
    var causes: [Int] = []
    for (variant, sums) in entry.variants.enumerated() {
      guard let sums, !entry.isOneSided, sums != before else { continue }
      causes.append(changes[variant])
      try effects[variant].add(before, sums)
    }
    if band == .same {
      if !entry.awards.isEmpty { shifted += 1 }
      return nil
    }
    return ComparedCompany(
      name: entry.name, before: before, after: after, change: change, band: band, causes: causes,
      awards: entry.awards)
  }

  /// Takes in a company under its value of one `--by`.
  mutating func add(_ entry: ComparedEntry, to split: Int) throws(OutputRefusal) {
    let (band, change) = try entry.verdict()
    let place = try place(of: entry.groups[split], in: split, row: entry.row)
    try splits[split].parts[place].add(entry.before, entry.after, change, band)
  }

  private mutating func place(
    of value: GroupValue, in split: Int, row: Int
  ) throws(OutputRefusal) -> Int {
    if let place = places[split][value] {
      splits[split].parts[place].firstRow = min(splits[split].parts[place].firstRow, row)
      return place
    }
    let place = splits[split].parts.count
    guard place < Limits.groupValues else { throw .tooManyGroups(splits[split].name) }
    places[split][value] = place
    splits[split].parts.append(ComparedPart(value: value, firstRow: row))
    return place
  }

  // MARK: - Rows that columns settled

  /// By `CompanyBand`, companies whose sums are settled.
  mutating func add(_ bands: [ComparedGroup]) throws(OutputRefusal) { try whole.add(bands) }

  mutating func add(
    _ bands: [ComparedGroup], value: GroupValue, firstRow: Int, of split: Int
  ) throws(OutputRefusal) {
    let place = try place(of: value, in: split, row: firstRow)
    try splits[split].parts[place].add(bands)
  }

  mutating func add(
    _ effects: [ChangeEffect.Effect], together: ChangeEffect.Effect, shifted: Int
  ) throws(OutputRefusal) {
    for (index, effect) in effects.enumerated() { try self.effects[index].merge(effect) }
    try self.together.merge(together)
    self.shifted += shifted
  }

  // MARK: - Companies to show

  /// Whether a company is among those that change the most so far.
  func ranks(_ company: ComparedCompany) -> Bool {
    limit > 0 && (most.count < limit || company.isWider(than: most[most.count - 1]))
  }

  /// Keeps a company if it is among those that change the most.
  mutating func rank(_ company: ComparedCompany) {
    guard ranks(company) else { return }
    let place = most.firstIndex { company.isWider(than: $0) } ?? most.count
    most.insert(company, at: place)
    if most.count > limit { most.removeLast() }
  }

  mutating func pay(_ key: Payment, before: Exact, after: Exact) throws(OutputRefusal) {
    if before.isZero, after.isZero { return }
    let place = payments.firstIndex { $0.key == key } ?? payments.count
    if place == payments.count { payments.append((key, .zero, .zero)) }
    payments[place].before = try sum(payments[place].before, before)
    payments[place].after = try sum(payments[place].after, after)
  }

  mutating func merge(_ later: ComparisonTally) throws(OutputRefusal) {
    try whole.merge(later.whole)
    for (index, split) in later.splits.enumerated() {
      for part in split.parts {
        let place = try place(of: part.value, in: index, row: rows + part.firstRow)
        try splits[index].parts[place].merge(part)
      }
    }
    for index in effects.indices { try effects[index].merge(later.effects[index]) }
    try together.merge(later.together)
    rows += later.rows
    for company in later.most { rank(company) }
    shifted += later.shifted
    for payment in later.payments {
      try pay(payment.key, before: payment.before, after: payment.after)
    }
  }
}

extension ComparedPart {
  fileprivate mutating func add(
    _ before: SumRange, _ after: SumRange, _ change: ChangeRange, _ band: CompanyBand
  ) throws(OutputRefusal) {
    try total.add(before, after, change)
    try bands[band.rawValue].add(before, after, change)
  }

  fileprivate mutating func add(_ bands: [ComparedGroup]) throws(OutputRefusal) {
    for (index, group) in bands.enumerated() {
      try self.bands[index].merge(group)
      try total.merge(group)
    }
  }

  fileprivate mutating func merge(_ later: ComparedPart) throws(OutputRefusal) {
    try total.merge(later.total)
    for band in bands.indices { try bands[band].merge(later.bands[band]) }
  }
}

extension ChangeEffect.Effect {
  fileprivate mutating func add(
    _ before: SumRange, _ after: SumRange
  ) throws(OutputRefusal) {
    lowChange = try sum(lowChange, sum(after.low, before.low.negated))
    highChange = try sum(highChange, sum(after.high, before.high?.negated))
    if before == after { return }
    if after.isMore(than: before) { gaining += 1 } else { losing += 1 }
  }

  fileprivate mutating func merge(_ later: ChangeEffect.Effect) throws(OutputRefusal) {
    lowChange = try sum(lowChange, later.lowChange)
    highChange = try sum(highChange, later.highChange)
    gaining += later.gaining
    losing += later.losing
  }
}

extension SumRange {
  /// The certain sum decides; where it stays, the highest possible one.
  fileprivate func isMore(than other: SumRange) -> Bool {
    if low != other.low { return low > other.low }
    guard let bound = other.high else { return false }
    return high.map { $0 > bound } ?? true
  }
}

extension ComparedCompany {
  /// Further from what it was: by the certain sums, then by the highest possible ones.
  fileprivate func isWider(than other: ComparedCompany) -> Bool {
    let (mine, theirs) = (
      distance(before.low, after.low), distance(other.before.low, other.after.low)
    )
    if mine != theirs { return mine > theirs }
    return distance(before.high, after.high) > distance(other.before.high, other.after.high)
  }

  private func distance(_ one: Exact?, _ two: Exact?) -> Exact {
    guard let one, let two else { return .zero }
    return max(one, two).subtracting(min(one, two)) ?? .zero
  }
}
