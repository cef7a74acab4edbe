/// The figures of a report for the rows that columns settle, in whole 分.
struct SettledFigures {
  /// The upper ends of the bins.
  private static let ends = RunFigures.ends.map { Int64($0) * 1_000_000 }

  private let plan: Plan
  private var companies = [Int](repeating: 0, count: ends.count + 1)
  private var sums = [Int128](repeating: 0, count: ends.count + 1)
  private var byAwards: [Int]
  private var fates: [LineFates]
  private var awards = [UInt16](repeating: 0, count: ColumnBatch.capacity)

  /// nil where the plan lays out no steps.
  init?(_ plan: Plan) {
    guard !plan.steps.isEmpty else { return nil }
    self.plan = plan
    byAwards = Array(repeating: 0, count: plan.lines.count + 1)
    fates = RunFigures(plan).fates
  }

  /// Begins anew.
  mutating func clear() {
    fates = RunFigures(plan).fates
    for bin in sums.indices { (companies[bin], sums[bin]) = (0, 0) }
    for count in byAwards.indices { byAwards[count] = 0 }
  }

  /// Takes in the rows of a batch that are not odd.
  mutating func add(_ desk: ColumnDesk) {
    let count = desk.batch.count
    let odd = UnsafePointer(desk.batch.odd)
    var settled = 0
    for row in 0..<count { settled += odd[row] == 0 ? 1 : 0 }
    spread(desk.machine.totals, odd, count)
    countAwards(desk, odd, count)
    for line in plan.lines.indices {
      var before = 0
      for step in plan.steps[line].steps.indices {
        let refused = desk.machine.refused(line: line, step: step, odd, count)
        fates[line].failing[step] += refused - before
        before = refused
      }
      let (empty, paid) = (
        desk.machine.withoutSum(line: line, odd, count), paid(desk, line, odd, count)
      )
      fates[line].nothing += empty - before
      fates[line].excluded += settled - empty - paid
      fates[line].paid += paid
    }
  }

  private mutating func spread(
    _ totals: UnsafePointer<Int64>, _ odd: UnsafePointer<UInt8>, _ count: Int
  ) {
    for row in 0..<count where odd[row] == 0 {
      let total = totals[row]
      var bin = 0
      while bin < Self.ends.count, total > Self.ends[bin] { bin += 1 }
      companies[bin] += 1
      sums[bin] += Int128(total)
    }
  }

  private mutating func countAwards(
    _ desk: ColumnDesk, _ odd: UnsafePointer<UInt8>, _ count: Int
  ) {
    let lines = plan.lines.count
    awards.withUnsafeMutableBufferPointer { awards in
      for row in 0..<count { awards[row] = 0 }
      for line in 0..<lines {
        let sums = desk.machine.sums(ofLine: line)
        for row in 0..<count { awards[row] &+= sums[row] == 0 ? 0 : 1 }
      }
    }
    for row in 0..<count where odd[row] == 0 { byAwards[Int(awards[row])] += 1 }
  }

  private func paid(
    _ desk: ColumnDesk, _ line: Int, _ odd: UnsafePointer<UInt8>, _ count: Int
  ) -> Int {
    let sums = desk.machine.sums(ofLine: line)
    var paid = 0
    for row in 0..<count { paid += sums[row] != 0 && odd[row] == 0 ? 1 : 0 }
    return paid
  }

  var figures: RunFigures {
    var found = RunFigures(plan)
    for bin in sums.indices {
      found.bins[bin] = SumBin(
        companies: companies[bin], low: Exact(sums[bin], over: 100) ?? .zero)
    }
    for (awards, companies) in byAwards.enumerated() { found.count(awards, companies) }
    found.fates = fates
    return found
  }
}
