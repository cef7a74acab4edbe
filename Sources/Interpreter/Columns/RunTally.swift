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
    if let figures = part.figures { try whole.figures?.add(figures) }
    summary = whole
  }

  /// The figures of the run.
  package func summary(of heading: Ingested, _ plan: Plan) throws(OutputRefusal) -> RunSummary {
    let nothing = try summarise(heading, PolicyResults(plan: plan, outcomes: []))
    var result = summary ?? nothing
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

/// The figures of the rows that columns settled.
struct SettledTally {
  /// Who of the summary's payers bears which share.
  private struct Entry {
    var shares: [(payer: Int, share: Exact)]
  }

  private let plan: Plan
  private let nothing: RunSummary
  private var companies = 0
  private var total: Int128 = 0
  private var counts: [Int]
  private var sums: [Int128]
  private var benefits: [Int]
  private var payers: [Int128]
  private var figures: SettledFigures?
  /// By line: the entries of its own funding, else of its policy's.
  private var funding: [[Entry]] = []

  init(_ plan: Plan, _ heading: Ingested) throws(OutputRefusal) {
    self.plan = plan
    nothing = try summarise(heading, PolicyResults(plan: plan, outcomes: []))
    counts = Array(repeating: 0, count: plan.lines.count)
    sums = Array(repeating: 0, count: plan.lines.count)
    benefits = Array(repeating: 0, count: plan.benefits.count)
    payers = Array(repeating: 0, count: nothing.payers.count)
    figures = SettledFigures(plan)
    for (index, line) in plan.lines.enumerated() {
      let policy = plan.policy(ofLine: index)
      let entries = line.funding.isEmpty ? plan.policies[policy].funding : line.funding
      funding.append(
        entries.map { entry in
          Entry(
            shares: entry.payers.map { payer in
              let name = plan.qualified(payer.name, policy)
              let place = nothing.payers.firstIndex { $0.payer == name }
              return (place ?? 0, payer.share)
            })
        })
    }
  }

  /// Begins anew.
  mutating func clear() {
    (companies, total) = (0, 0)
    figures?.clear()
    for line in counts.indices { (counts[line], sums[line]) = (0, 0) }
    for index in benefits.indices { benefits[index] = 0 }
    for index in payers.indices { payers[index] = 0 }
  }

  /// Takes in the rows of a batch that are not odd.
  mutating func add(_ desk: ColumnDesk) {
    let count = desk.batch.count
    let odd = desk.batch.odd
    let isMixed = jili_greatest(odd, count) != 0
    /// No sum of a batch leaves 64 bits, added up in two halves.
    func tally(_ sums: UnsafePointer<Int64>) -> (companies: Int, sum: Int128) {
      let found = jili_tally_up(sums, isMixed ? odd : nil, count)
      return (Int(found.due), Int128(found.high) << 32 + Int128(found.low))
    }
    let whole = tally(desk.machine.totals)
    companies += whole.companies
    total += whole.sum
    figures?.add(desk)
    for line in plan.lines.indices {
      let column = desk.machine.sums(ofLine: line)
      let (found, sum) = tally(column)
      counts[line] += found
      sums[line] += sum
      if funding[line].isEmpty || found == 0 { continue }
      for row in 0..<count where odd[row] == 0 && column[row] != 0 {
        guard let entry = desk.machine.fundingEntry(ofLine: line, row: row) else { continue }
        split(column[row], funding[line][entry])
      }
    }
    for benefit in benefits.indices {
      for row in 0..<count where odd[row] == 0 && desk.machine.benefitHolds(benefit, row: row) {
        benefits[benefit] += 1
      }
    }
  }

  /// Every share but the last is rounded half up to the 分, the last takes the rest.
  private mutating func split(_ sum: Int64, _ entry: Entry) {
    var left = Int128(sum)
    for (index, (payer, share)) in entry.shares.enumerated() {
      var part = left
      if index < entry.shares.count - 1 {
        let twice = 2 * Int128(sum) * share.numerator + share.denominator
        part = min(left, twice / (2 * share.denominator))
      }
      payers[payer] += part
      left -= part
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
