/// Some rows that columns settled, in whole 分: by line of the plan, in total last.
struct SettledPart {
  private(set) var rows: [Int]
  private var sums: [Int128]
  /// By line and payer, the rest left out.
  private var shares: [Int128]
  private let payers: Int

  init(lines: Int, payers: Int) {
    rows = Array(repeating: 0, count: lines + 1)
    sums = Array(repeating: 0, count: lines + 1)
    shares = Array(repeating: 0, count: lines * payers)
    self.payers = payers
  }

  mutating func add(_ sum: Int64, _ line: Int) {
    rows[line] += 1
    sums[line] += Int128(sum)
  }

  mutating func add(_ share: Int64, _ line: Int, payer: Int) {
    shares[line * payers + payer] += Int128(share)
  }

  func sum(_ line: Int) -> Exact { Exact(sums[line], over: 100) ?? .zero }

  /// The rest last.
  func shares(ofLine line: Int) -> [Exact] {
    let own = shares[line * payers..<(line + 1) * payers]
    return (own + [sums[line] - own.reduce(0, +)]).map { Exact($0, over: 100) ?? .zero }
  }
}

/// The sums of the rows of a chunk that columns settled, split by payers and by the values of each
/// `--by`.
struct SettledBreakdown {
  private let plan: Plan
  private let names: [String]
  private let file: Int
  private let shares: SettledShares
  private var finders: [SettledSplit]
  private var whole: SettledPart
  /// By `--by` and value.
  private var parts: [[SettledPart]]

  init(_ run: ChunkRun, _ names: [String], _ desk: ColumnDesk, _ file: Int) {
    (plan, self.names, self.file) = (run.plan, names, file)
    shares = SettledShares(run.plan)
    finders = SettledSplit.all(names, run, desk, file)
    whole = SettledPart(lines: run.plan.lines.count, payers: shares.count)
    parts = finders.map { _ in [] }
  }

  /// Takes in the rows of a batch that are not odd.
  mutating func add(
    _ desk: ColumnDesk, _ chunk: ChunkBytes, _ shape: borrowing ChunkShape
  ) throws(OutputRefusal) {
    let empty = SettledPart(lines: plan.lines.count, payers: shares.count)
    for index in finders.indices {
      try finders[index].find(desk, desk, chunk, shape)
      while parts[index].count < finders[index].values.count { parts[index].append(empty) }
    }
    let shares = self.shares
    for line in 0...plan.lines.count {
      let isTotal = line == plan.lines.count
      let sums = isTotal ? desk.machine.totals : desk.machine.sums(ofLine: line)
      for row in 0..<desk.batch.count where desk.batch.odd[row] == 0 && sums[row] != 0 {
        add(row) { $0.add(sums[row], line) }
        if isTotal { continue }
        shares.split(sums[row], line, row, desk) { payer, share in
          add(row) { $0.add(share, line, payer: payer) }
        }
      }
    }
  }

  private mutating func add(_ row: Int, _ add: (inout SettledPart) -> Void) {
    add(&whole)
    for index in finders.indices { add(&parts[index][finders[index].places[row]]) }
  }

  /// Row numbers count from the first row of the chunk as 1.
  func breakdown() throws(OutputRefusal) -> Breakdown {
    var found = Breakdown(plan, by: names)
    try found.add(whole, of: [])
    for (index, finder) in finders.enumerated() {
      for (place, value) in finder.values.enumerated() {
        let first = Breakdown.RowMark(file: file, number: finder.firstRows[place] + 1)
        try found.add(parts[index][place], of: [(index, value, first)])
      }
    }
    return found
  }
}
