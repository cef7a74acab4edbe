/// Who bears which share of the sums of rows that columns settled, in whole 分.
struct SettledShares {
  private struct Entry {
    var payers: [(place: Int, share: Exact)]
  }

  /// Payers, the rest left out.
  let count: Int
  /// By line: the entries of its own funding, else of its policy's.
  private var entries: [[Entry]] = []

  init(_ plan: Plan) {
    let names = PayerShares(plan).names
    count = names.count
    for (index, line) in plan.lines.enumerated() {
      let policy = plan.policy(ofLine: index)
      let funding = line.funding.isEmpty ? plan.policies[policy].funding : line.funding
      entries.append(
        funding.map { entry in
          Entry(
            payers: entry.payers.map { payer in
              (names.firstIndex(of: plan.qualified(payer.name, policy)) ?? 0, payer.share)
            })
        })
    }
  }

  func isSplit(_ line: Int) -> Bool { !entries[line].isEmpty }

  /// Splits the sum of a line in a row; what is not split goes to nobody.
  func split(
    _ sum: Int64, _ line: Int, _ row: Int, _ desk: ColumnDesk, _ give: (Int, Int64) -> Void
  ) {
    guard isSplit(line), let entry = desk.machine.fundingEntry(ofLine: line, row: row) else {
      return
    }
    let payers = entries[line][entry].payers
    var left = sum
    for (index, (payer, share)) in payers.enumerated() {
      var part = left
      if index < payers.count - 1 {
        // Half up to the 分; the last payer takes the rest.
        let twice = 2 * Int128(sum) * share.numerator + share.denominator
        part = min(left, Int64(clamping: twice / (2 * share.denominator)))
      }
      give(payer, part)
      left -= part
    }
  }
}

/// The columns of `--payers` for a batch that columns settled.
final class SettledPayers {
  private let shares: SettledShares
  private let lines: Int
  /// By payer, the rest last, and row.
  private let columns: UnsafeMutablePointer<Int64>

  init(_ plan: Plan) {
    shares = SettledShares(plan)
    lines = plan.lines.count
    columns = .allocate(capacity: (shares.count + 1) * ColumnBatch.capacity)
    columns.initialize(repeating: 0, count: (shares.count + 1) * ColumnBatch.capacity)
  }

  deinit { columns.deallocate() }

  /// In 分, by row.
  func sums(ofPayer payer: Int) -> UnsafePointer<Int64> {
    UnsafePointer(columns + payer * ColumnBatch.capacity)
  }

  /// Takes a batch that was computed.
  func take(_ desk: ColumnDesk) {
    let capacity = ColumnBatch.capacity
    let rest = columns + shares.count * capacity
    for payer in 0..<shares.count {
      (columns + payer * capacity).update(repeating: 0, count: desk.batch.count)
    }
    rest.update(from: desk.machine.totals, count: desk.batch.count)
    for line in 0..<lines where shares.isSplit(line) {
      let sums = desk.machine.sums(ofLine: line)
      for row in 0..<desk.batch.count where sums[row] != 0 && desk.batch.odd[row] == 0 {
        shares.split(sums[row], line, row, desk) { payer, part in
          columns[payer * capacity + row] += part
          rest[row] -= part
        }
      }
    }
  }
}
