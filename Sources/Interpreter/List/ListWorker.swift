import JiliLexer

/// Computes an edit on pieces of a list, one after another: one a thread. The ledger then holds
/// what the rows come to under the new rules.
package final class ListWorker {
  private let edit: ListEdit
  private let ledger: ListLedger
  private var machine: ColumnMachine?
  private var batch: ColumnBatch
  /// By line of the program: who bears it, where no condition says so.
  private let payers: [[PayerShare]?]
  private let payerNames: [[[String]]]
  private let differences: UnsafeMutablePointer<Int64>
  package private(set) var part: EffectPart

  package init(_ edit: ListEdit, _ ledger: ListLedger) {
    self.edit = edit
    self.ledger = ledger
    let lines = edit.program?.plan.lines ?? []
    machine = edit.program.map { ColumnMachine($0) }
    batch = ColumnBatch(
      numberColumns: edit.program?.numberColumns ?? 0,
      codeColumns: edit.program?.codeColumns ?? 0)
    payers = lines.map { line in
      guard line.funding.count == 1, line.funding[0].condition == nil else { return nil }
      return line.funding[0].payers.map(PayerShare.init)
    }
    payerNames = lines.map { $0.funding.map { $0.payers.map(\.name) } }
    differences = .allocate(capacity: ColumnBatch.capacity)
    differences.initialize(repeating: 0, count: ColumnBatch.capacity)
    part = EffectPart(edit)
  }

  deinit { differences.deallocate() }

  // MARK: - Columns

  /// Computes a piece; rows that columns do not settle are left.
  package func compute(piece index: Int) {
    let piece = edit.list.pieces[index]
    let first = edit.list.starts[index]
    guard machine != nil else {
      part.left += first..<first + piece.count
      return
    }
    batch.count = piece.count
    if piece.odd.isEmpty {
      batch.odd.update(repeating: 0, count: piece.count)
    } else {
      for row in 0..<piece.count { batch.odd[row] = piece.odd[row] }
    }
    for load in edit.loads { load.fill(batch, piece) }
    machine?.run(&batch)
    leave(first, piece.count)
    addUp(piece.count)
    post(first, piece.count)
  }

  /// Marks what the row evaluator does.
  private func leave(_ first: Int, _ count: Int) {
    let mask: UInt8 =
      ListLedger.Mark.rejected | (edit.computesOpenRows ? ListLedger.Mark.open : 0)
    for row in 0..<count where batch.odd[row] | (ledger.marks[first + row] & mask) != 0 {
      batch.odd[row] = 1
      part.left.append(first + row)
    }
  }

  private func addUp(_ count: Int) {
    differences.update(repeating: 0, count: count)
    let (odd, differences) = (UnsafePointer(batch.odd), differences)
    var own = 0
    for (line, new) in edit.lines.enumerated() {
      guard let sums = machine?.sums(ofLine: line) else { continue }
      if new == nil {
        for row in 0..<count { differences[row] &-= sums[row] }
        continue
      }
      var (companies, high, low): (Int, Int64, Int64) = (0, 0, 0)
      for row in 0..<count {
        let sum = odd[row] == 0 ? sums[row] : 0
        differences[row] &+= sums[row]
        companies += sum == 0 ? 0 : 1
        // Two halves, so that no sum of a batch leaves 64 bits.
        high &+= sum >> 32
        low &+= sum & 0xFFFF_FFFF
      }
      if companies > 0 {
        let sum = Int128(high) << 32 + Int128(low)
        part.lines[own].companies += companies
        part.lines[own].low += sum
        part.lines[own].high += sum
        if !payerNames[line].isEmpty { split(line, own, sums, count) }
      }
      own += 1
    }
  }

  private func split(
    _ line: Int, _ own: Int, _ sums: UnsafePointer<Int64>, _ count: Int
  ) {
    var shares: [[Int128]] = payerNames[line].map { $0.map { _ in 0 } }
    let entries = edit.program?.plan.lines[line].funding ?? []
    for row in 0..<count where batch.odd[row] == 0 && sums[row] != 0 {
      if let payers = payers[line] {
        PayerShare.split(sums[row], payers, &shares[0])
      } else if let entry = machine?.fundingEntry(ofLine: line, row: row) {
        PayerShare.split(sums[row], entries[entry].payers.map(PayerShare.init), &shares[entry])
      }
    }
    for (entry, names) in payerNames[line].enumerated() {
      for (place, name) in names.enumerated() {
        part.lines[own].payers[name, default: 0] += shares[entry][place]
      }
    }
  }

  private func post(_ first: Int, _ count: Int) {
    let isFirst = edit.old == nil
    for row in 0..<count where batch.odd[row] == 0 {
      if isFirst { part.accepted += 1 }
      let difference = differences[row]
      if difference == 0 { continue }
      let place = first + row
      let (low, high) = (ledger.lows[place], ledger.highs[place])
      part.note(place, from: low, to: low + difference)
      ledger.lows[place] = low + difference
      if high == ListLedger.unbounded { continue }
      part.high += Int128(difference)
      ledger.highs[place] = high + difference
    }
  }

  // MARK: - Rows one by one

  /// Computes rows that columns do not settle.
  package func compute(rows: some Sequence<Int>) {
    var places: [Int] = []
    var read: [Row] = []
    for place in rows {
      if let row = edit.new.row(place, of: edit.list) {
        places.append(place)
        read.append(row)
      } else {
        post(place, low: 0, high: 0, mark: ListLedger.Mark.rejected)
      }
    }
    let rules = edit.new.rules
    let options = RunOptions(choices: rules.choices, explains: false, triesReadings: false)
    for (place, outcome) in zip(places, run(rules.plan, read, options)) { post(place, outcome) }
  }

  private func post(_ place: Int, _ outcome: RowOutcome) {
    guard outcome.overflow == nil, let low = fen(outcome.totalLow),
      let high = outcome.totalHigh.map(fen) ?? ListLedger.unbounded
    else { return post(place, low: 0, high: 0, mark: ListLedger.Mark.rejected) }
    if wasRejected(place) {
      note(outcome, edit.new.rules.plan, without: edit.computedNames, times: 1)
    }
    let isOpen = outcome.lines.contains { $0.high != $0.low }
    post(place, low: low, high: high, mark: isOpen ? ListLedger.Mark.open : 0)
    for (own, index) in edit.computed.enumerated() {
      part.lines[own].add(LineFigures(outcome.lines[index]))
    }
  }

  private func post(_ place: Int, low: Int64, high: Int64, mark: UInt8) {
    let wasAccepted = edit.old != nil && !wasRejected(place)
    let isAccepted = mark & ListLedger.Mark.rejected == 0
    if wasAccepted, !isAccepted { takeBack(place) }
    part.accepted += (isAccepted ? 1 : 0) - (wasAccepted ? 1 : 0)
    part.note(place, from: ledger.lows[place], to: low)
    part.note(highFrom: ledger.highs[place], to: high)
    ledger.lows[place] = low
    ledger.highs[place] = high
    ledger.marks[place] = mark
  }

  private func wasRejected(_ place: Int) -> Bool {
    ledger.marks[place] & ListLedger.Mark.rejected != 0
  }

  /// What a row that is now rejected gave to lines that are not computed.
  private func takeBack(_ place: Int) {
    guard let old = edit.old, let row = old.row(place, of: edit.list) else { return }
    let options = RunOptions(choices: old.rules.choices, explains: false, triesReadings: false)
    let outcome = run(old.rules.plan, [row], options)[0]
    note(outcome, old.rules.plan, without: edit.dropped, times: -1)
  }

  private func note(
    _ outcome: RowOutcome, _ plan: Plan, without names: Set<LineName>, times sign: Int
  ) {
    for (line, found) in zip(plan.lines, outcome.lines) {
      let name = LineName(line)
      if names.contains(name) { continue }
      part.others[name, default: LineFigures()].add(LineFigures(found), times: sign)
    }
  }

  private func fen(_ sum: Exact) -> Int64? { sum.parts(of: 100) }
}

/// One payer's share of a sum.
struct PayerShare {
  private let share: Exact
  /// The same where products with sums stay within 64 bits.
  private let small: (above: Int64, below: Int64)?

  init(_ payer: Funding.Payer) {
    share = payer.share
    let fits = share.numerator < 1 << 20 && share.denominator < 1 << 20
    small = fits ? (Int64(share.numerator), Int64(share.denominator)) : nil
  }

  /// Every share but the last is rounded half up to the 分, the last takes the rest.
  static func split(_ sum: Int64, _ payers: [PayerShare], _ sums: inout [Int128]) {
    var left = sum
    for index in payers.indices {
      var part = left
      if index < payers.count - 1 { part = min(left, payers[index].part(of: sum)) }
      sums[index] += Int128(part)
      left -= part
    }
  }

  private func part(of sum: Int64) -> Int64 {
    if let small, sum < 1 << 40 {
      return (2 * sum * small.above + small.below) / (2 * small.below)
    }
    let twice = 2 * Int128(sum) * share.numerator + share.denominator
    return Int64(truncatingIfNeeded: twice / (2 * share.denominator))
  }
}
