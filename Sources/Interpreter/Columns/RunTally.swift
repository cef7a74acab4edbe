import CBytes

/// What chunks of rows add to a run: counts, and the figures of the summary. Adding up chunks in
/// any order gives the figures of the whole, for rows stand alone.
package struct RunTally: Sendable {
  package var counts = RowCounts()
  /// Companies whose results were written.
  package var written = 0
  private(set) var summary: RunSummary?
  /// Rows with a value outside the bounds of a fact, by fact.
  var outside: [Int: Int] = [:]
  /// How large the amounts of the columns are, where anything is asked of it.
  var magnitudes: Magnitudes?
  /// The other side, where two policies are compared.
  var comparison: ComparedTally?

  package init() {}

  package mutating func add(_ other: RunTally) throws(OutputRefusal) {
    counts.add(other.counts)
    written += other.written
    outside.merge(other.outside, uniquingKeysWith: +)
    if let found = other.magnitudes {
      magnitudes?.add(found)
      magnitudes = magnitudes ?? found
    }
    if let part = other.summary { try add(part) }
    if let part = other.comparison {
      if comparison == nil { comparison = part } else { try comparison?.merge(part) }
    }
  }

  /// Numbers the rows of a chunk as in their file.
  package mutating func number(behind rows: Int) { number { $0 + rows } }

  mutating func number(_ number: (Int) -> Int) { summary?.breakdown?.number(number) }

  mutating func add(_ part: RunSummary) throws(OutputRefusal) {
    guard var whole = summary else {
      summary = part
      return
    }
    whole.companies += part.companies
    whole.low = try sum(whole.low, part.low)
    whole.high = try sum(whole.high, part.high)
    for (index, award) in part.awards.enumerated() {
      whole.awards[index].companies += award.companies
      whole.awards[index].low = try sum(whole.awards[index].low, award.low)
      whole.awards[index].high = try sum(whole.awards[index].high, award.high)
    }
    for (index, count) in part.benefits.enumerated() {
      whole.benefits[index].companies += count.companies
    }
    for (index, count) in part.limits.enumerated() {
      whole.limits[index].companies += count.companies
    }
    for payer in part.payers {
      if let index = whole.payers.firstIndex(where: { $0.payer == payer.payer }) {
        whole.payers[index].low = try sum(whole.payers[index].low, payer.low)
      } else {
        // What is not split stands last; everybody named is in every part.
        whole.payers.append(payer)
      }
    }
    if let part = part.breakdown {
      if whole.breakdown == nil { whole.breakdown = part } else { try whole.breakdown?.merge(part) }
    }
    if let figures = part.figures { try whole.figures?.add(figures) }
    summary = whole
  }

  /// The figures of the run.
  package func summary(
    of heading: Ingested, _ plan: Plan, by names: [String]? = nil
  ) throws(OutputRefusal) -> RunSummary {
    let nothing = try summarise(heading, PolicyResults(plan: plan, outcomes: []), by: names)
    var result = summary ?? nothing
    result.breakdown = result.breakdown?.ordered
    result.counts = counts
    return result
  }
}

extension RowCounts {
  mutating func add(_ other: RowCounts) {
    rows += other.rows
    accepted += other.accepted
    rejected += other.rejected
    empty += other.empty
  }
}

/// What companies get that have several rows, each counted once.
struct MetCompanies {
  /// By company: by line whether it gets anything, whether it gets anything at all, by benefit
  /// whether it has it.
  private(set) var flags: [Bool]
  private let lines: Int
  private let benefits: Int

  init(_ plan: Plan, companies: Int) {
    (lines, benefits) = (plan.lines.count, plan.benefits.count)
    flags = Array(repeating: false, count: companies * (lines + 1 + benefits))
  }

  /// Takes in the rows of a batch that are not odd.
  mutating func add(_ desk: ColumnDesk, company: (Int) -> Int) {
    let odd = desk.batch.odd
    for row in 0..<desk.batch.count where odd[row] == 0 {
      let first = company(row) * (lines + 1 + benefits)
      if desk.machine.totals[row] != 0 {
        flags[first + lines] = true
        for line in 0..<lines where desk.machine.sums(ofLine: line)[row] != 0 {
          flags[first + line] = true
        }
      }
      for benefit in 0..<benefits where desk.machine.benefitHolds(benefit, row: row) {
        flags[first + lines + 1 + benefit] = true
      }
    }
  }
}

extension MetCompanies {
  /// Takes in a row that the row evaluator did.
  mutating func add(_ outcome: RowOutcome, company: Int) {
    let first = company * (lines + 1 + benefits)
    if !outcome.totalLow.isZero { flags[first + lines] = true }
    for line in 0..<lines where !outcome.lines[line].low.isZero { flags[first + line] = true }
    for benefit in 0..<benefits where outcome.benefits[benefit].state == .benefit {
      flags[first + lines + 1 + benefit] = true
    }
  }
}

extension RunSummary {
  /// The same without the companies, which somebody else counts; but for those that break limits.
  var withoutCompanies: RunSummary {
    var summary = self
    summary.companies = 0
    for line in summary.awards.indices { summary.awards[line].companies = 0 }
    for benefit in summary.benefits.indices { summary.benefits[benefit].companies = 0 }
    return summary
  }
}

/// The figures of the rows that columns settled.
struct SettledTally {
  private let plan: Plan
  private let nothing: RunSummary
  private var companies = 0
  private var total: Int128 = 0
  private var counts: [Int]
  private var sums: [Int128]
  private var benefits: [Int]
  private var payers: [Int128]
  private var figures: SettledFigures?
  private let shares: SettledShares

  init(_ plan: Plan, _ heading: Ingested) throws(OutputRefusal) {
    self.plan = plan
    nothing = try summarise(heading, PolicyResults(plan: plan, outcomes: []))
    counts = Array(repeating: 0, count: plan.lines.count)
    sums = Array(repeating: 0, count: plan.lines.count)
    benefits = Array(repeating: 0, count: plan.benefits.count)
    payers = Array(repeating: 0, count: nothing.payers.count)
    figures = SettledFigures(plan)
    shares = SettledShares(plan)
  }

  /// Begins anew.
  mutating func clear() {
    (companies, total) = (0, 0)
    figures?.clear()
    for line in counts.indices { (counts[line], sums[line]) = (0, 0) }
    for index in benefits.indices { benefits[index] = 0 }
    for index in payers.indices { payers[index] = 0 }
  }

  /// Takes in the rows of a batch that are not odd. Where they are no companies of their own,
  /// whoever knows the companies counts them.
  mutating func add(_ desk: ColumnDesk, areCompanies: Bool = true) {
    let count = desk.batch.count
    let odd = desk.batch.odd
    let isMixed = jili_greatest(odd, count) != 0
    /// No sum of a batch leaves 64 bits, added up in two halves.
    func tally(_ sums: UnsafePointer<Int64>) -> (companies: Int, sum: Int128) {
      let found = jili_tally_up(sums, isMixed ? odd : nil, count)
      return (Int(found.due), Int128(found.high) << 32 + Int128(found.low))
    }
    let whole = tally(desk.machine.totals)
    if areCompanies { companies += whole.companies }
    total += whole.sum
    figures?.add(desk)
    for line in plan.lines.indices {
      let column = desk.machine.sums(ofLine: line)
      let (found, sum) = tally(column)
      if areCompanies { counts[line] += found }
      sums[line] += sum
      if found == 0 || !shares.isSplit(line) { continue }
      for row in 0..<count where odd[row] == 0 && column[row] != 0 {
        shares.split(column[row], line, row, desk) { payers[$0] += Int128($1) }
      }
    }
    for benefit in areCompanies ? benefits.indices : 0..<0 {
      for row in 0..<count where odd[row] == 0 && desk.machine.benefitHolds(benefit, row: row) {
        benefits[benefit] += 1
      }
    }
  }

  /// Counts companies that were met row by row.
  mutating func add(_ met: MetCompanies) {
    let width = counts.count + 1 + benefits.count
    for (place, isThere) in met.flags.enumerated() where isThere {
      switch place % width {
      case counts.count: companies += 1
      case let line where line < counts.count: counts[line] += 1
      case let benefit: benefits[benefit - counts.count - 1] += 1
      }
    }
  }

  func summary() -> RunSummary {
    func yuan(_ fen: Int128) -> Exact { Exact(fen, over: 100) ?? .zero }
    var result = nothing
    result.companies = companies
    result.figures = figures?.figures
    result.low = yuan(total)
    result.high = result.low
    for line in sums.indices {
      result.awards[line].companies = counts[line]
      result.awards[line].low = yuan(sums[line])
      result.awards[line].high = yuan(sums[line])
    }
    for (index, count) in benefits.enumerated() { result.benefits[index].companies = count }
    for (index, sum) in payers.enumerated() { result.payers[index].low = yuan(sum) }
    let rest = total - payers.reduce(0, +)
    if !payers.isEmpty, rest != 0 {
      result.payers.append(RunSummary.PayerSum(payer: nil, low: yuan(rest)))
    }
    return result
  }
}
