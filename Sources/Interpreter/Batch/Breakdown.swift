import JiliLexer

/// The sums of a run split: by who pays, and by the values of each `--by`.
///
/// Stretches of rows that were added up apart are merged, in the end in the order of the rows.
package struct Breakdown: Sendable {
  /// What is said of one award, or of everything, over some rows.
  package struct Sums: Sendable {
    /// Companies with a certain sum above 0.
    package var companies: Int { keys.isEmpty ? rows : keys.count }
    package fileprivate(set) var low = Exact.zero
    /// Ceilings and undetermined sums too; nil where nothing bounds them.
    package fileprivate(set) var high: Exact? = .zero
    /// What each payer bears of `low`, the rest last.
    package fileprivate(set) var shares: [Exact]
    private var rows = 0
    /// Rows of one key are one company.
    private var keys: Set<String> = []
  }

  /// Where a row stands among all files.
  struct RowMark: Comparable, Sendable {
    var file: Int
    var number: Int

    static func < (one: RowMark, other: RowMark) -> Bool {
      (one.file, one.number) < (other.file, other.number)
    }
  }

  /// The rows that have one value.
  package struct Part: Sendable {
    package let value: GroupValue
    /// The first of them.
    fileprivate(set) var first: RowMark
    package fileprivate(set) var total: Sums
    /// By line of the plan.
    package fileprivate(set) var lines: [Sums]
  }

  /// What one `--by` splits, its values in the order of their first rows.
  package struct Split: Sendable {
    package let name: String
    package fileprivate(set) var parts: [Part] = []
    fileprivate var places: [GroupValue: Int] = [:]
  }

  package let payers: PayerShares
  /// Everything, by line of the plan and in total.
  package private(set) var whole: Part
  package private(set) var splits: [Split]
  private let plan: Plan

  package init(_ plan: Plan, by names: [String]) {
    self.plan = plan
    payers = PayerShares(plan)
    whole = Part(.blank, RowMark(file: 0, number: 0), lines: plan.lines.count, payers)
    splits = names.map { Split(name: $0) }
  }

  /// The figures of the whole run alone.
  package var withoutSplits: Breakdown {
    var breakdown = self
    breakdown.splits = []
    return breakdown
  }

  package mutating func add(
    _ row: AcceptedRow, _ outcome: RowOutcome
  ) throws(OutputRefusal) {
    var shares: [[Exact]] = []
    for (index, policy) in plan.policies.enumerated() {
      for line in outcome.lines[policy.lines] {
        shares.append(try payers.shares(line, of: index))
      }
    }
    let key = row.row.key
    try whole.add(outcome, shares, key: key)
    for index in splits.indices {
      let mark = RowMark(file: row.file, number: row.number)
      let place = try place(of: row.groups[index], mark, in: index)
      try splits[index].parts[place].add(outcome, shares, key: key)
    }
  }

  package mutating func merge(_ later: Breakdown) throws(OutputRefusal) {
    try whole.merge(later.whole)
    for (index, split) in later.splits.enumerated() {
      for part in split.parts {
        let place = try place(of: part.value, part.first, in: index)
        try splits[index].parts[place].merge(part)
      }
    }
  }

  private mutating func place(
    of value: GroupValue, _ row: RowMark, in split: Int
  ) throws(OutputRefusal) -> Int {
    if let place = splits[split].places[value] {
      splits[split].parts[place].first = min(splits[split].parts[place].first, row)
      return place
    }
    let place = splits[split].parts.count
    guard place < Limits.groupValues else { throw .tooManyGroups(splits[split].name) }
    splits[split].places[value] = place
    splits[split].parts.append(Part(value, row, lines: plan.lines.count, payers))
    return place
  }
}

extension Breakdown.Part {
  fileprivate init(
    _ value: GroupValue, _ first: Breakdown.RowMark, lines: Int, _ payers: PayerShares
  ) {
    let nothing = Breakdown.Sums(shares: payers.none)
    self.init(
      value: value, first: first, total: nothing,
      lines: [Breakdown.Sums](repeating: nothing, count: lines))
  }

  fileprivate mutating func add(
    _ outcome: RowOutcome, _ shares: [[Exact]], key: String?
  ) throws(OutputRefusal) {
    for (line, found) in outcome.lines.enumerated() {
      try lines[line].add(low: found.low, high: found.high, shares[line], key: key)
      try total.addShares(shares[line])
    }
    try total.add(low: outcome.totalLow, high: outcome.totalHigh, [], key: key)
  }

  fileprivate mutating func merge(_ later: Breakdown.Part) throws(OutputRefusal) {
    try total.merge(later.total)
    for line in lines.indices { try lines[line].merge(later.lines[line]) }
  }
}

extension Breakdown.Sums {
  fileprivate init(shares: [Exact]) { self.shares = shares }

  fileprivate mutating func add(
    low: Exact, high: Exact?, _ shares: [Exact], key: String?
  ) throws(OutputRefusal) {
    try addShares(shares)
    if self.high != nil, high != .zero { self.high = try sum(self.high, high) }
    guard !low.isZero else { return }
    self.low = try sum(self.low, low)
    if let key { keys.insert(key) } else { rows += 1 }
  }

  fileprivate mutating func addShares(_ added: [Exact]) throws(OutputRefusal) {
    for (place, share) in added.enumerated() where !share.isZero {
      shares[place] = try sum(shares[place], share)
    }
  }

  fileprivate mutating func merge(_ later: Breakdown.Sums) throws(OutputRefusal) {
    try addShares(later.shares)
    low = try sum(low, later.low)
    high = try sum(high, later.high)
    rows += later.rows
    keys.formUnion(later.keys)
  }
}

// MARK: Stretches of rows

extension Breakdown {
  /// The same for rows that are all of their companies: none of these is met again.
  var closed: Breakdown {
    var breakdown = self
    breakdown.whole.close()
    for split in splits.indices {
      for part in splits[split].parts.indices { breakdown.splits[split].parts[part].close() }
    }
    return breakdown
  }

  /// Numbers the rows anew; they stay in their order.
  mutating func number(_ number: (Int) -> Int) {
    for split in splits.indices {
      for part in splits[split].parts.indices {
        splits[split].parts[part].first.number = number(splits[split].parts[part].first.number)
      }
    }
  }

  /// The values of each `--by` in the order of their first rows.
  var ordered: Breakdown {
    var breakdown = self
    for split in splits.indices {
      breakdown.splits[split].parts.sort { $0.first < $1.first }
      for (place, part) in breakdown.splits[split].parts.enumerated() {
        breakdown.splits[split].places[part.value] = place
      }
    }
    return breakdown
  }

  /// Takes in rows that were added up in whole 分: by line, in total last.
  mutating func add(
    _ settled: SettledPart, of values: [(split: Int, value: GroupValue, first: RowMark)]
  ) throws(OutputRefusal) {
    if values.isEmpty { try whole.add(settled) }
    for (split, value, first) in values {
      let place = try place(of: value, first, in: split)
      try splits[split].parts[place].add(settled)
    }
  }
}

extension Breakdown.Part {
  fileprivate mutating func close() {
    total.close()
    for line in lines.indices { lines[line].close() }
  }

  fileprivate mutating func add(_ settled: SettledPart) throws(OutputRefusal) {
    for line in lines.indices {
      let shares = settled.shares(ofLine: line)
      try lines[line].add(settled, line, shares)
      try total.addShares(shares)
    }
    try total.add(settled, lines.count, [])
  }
}

extension Breakdown.Sums {
  fileprivate mutating func close() {
    rows += keys.count
    keys = []
  }

  fileprivate mutating func add(
    _ settled: SettledPart, _ line: Int, _ shares: [Exact]
  ) throws(OutputRefusal) {
    try addShares(shares)
    low = try sum(low, settled.sum(line))
    high = try sum(high, settled.sum(line))
    rows += settled.rows[line]
  }
}

/// Splits the sums of a run.
package func breakdown(
  _ input: Ingested, _ results: PolicyResults, by names: [String]
) throws(OutputRefusal) -> Breakdown {
  var found = Breakdown(results.plan, by: names)
  for (row, outcome) in zip(input.rows, results.outcomes) { try found.add(row, outcome) }
  return found
}
