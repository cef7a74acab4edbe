import JiliLexer

/// Computes an edit on pieces of a list, one after another: one a thread. The ledger then holds
/// what the rows come to under the new rules.
package final class ListWorker {
  private let edit: ListEdit
  private let ledger: ListLedger
  private var machine: ColumnMachine?
  private var batch: ColumnBatch
  /// Which rows are computed, and where rows are looked at to find that out.
  private var touched: ColumnMachine?
  private var asked: ColumnBatch
  private var rows = RowChoice()
  /// By row of the batch: which row of the list it is.
  private let places: UnsafeMutablePointer<Int>
  /// By line of the program: who bears it, where no condition says so.
  private let payers: [[PayerShare]?]
  private let payerNames: [[[String]]]
  private let sums: UnsafeMutablePointer<Int64>
  package private(set) var part: EffectPart

  package init(_ edit: ListEdit, _ ledger: ListLedger) {
    self.edit = edit
    self.ledger = ledger
    let lines = edit.columns?.program.plan.lines ?? []
    machine = edit.columns.map { ColumnMachine($0.program) }
    batch = edit.columns?.batch ?? ColumnBatch(numberColumns: 0, codeColumns: 0)
    touched = edit.touched.map { ColumnMachine($0.program) }
    asked = edit.touched?.batch ?? ColumnBatch(numberColumns: 0, codeColumns: 0)
    payers = lines.map { line in
      guard line.funding.count == 1, line.funding[0].condition == nil else { return nil }
      return line.funding[0].payers.map(PayerShare.init)
    }
    payerNames = lines.map { $0.funding.map { $0.payers.map(\.name) } }
    places = .allocate(capacity: ColumnBatch.capacity)
    places.initialize(repeating: 0, count: ColumnBatch.capacity)
    sums = .allocate(capacity: ColumnBatch.capacity)
    sums.initialize(repeating: 0, count: ColumnBatch.capacity)
    part = EffectPart(edit)
  }

  deinit {
    places.deallocate()
    sums.deallocate()
  }

  // MARK: - Columns

  /// Computes pieces; rows that columns do not settle are left.
  package func compute(pieces: Range<Int>) {
    for index in pieces {
      let piece = edit.list.pieces[index]
      let first = edit.list.starts[index]
      guard let columns = edit.columns else {
        part.left += first..<first + piece.count
        continue
      }
      choose(piece, first)
      if batch.count + rows.count > ColumnBatch.capacity { run() }
      for place in 0..<rows.count { places[batch.count + place] = first + rows[place] }
      columns.add(rows, of: piece, to: &batch)
    }
    run()
  }

  /// The rows of a piece that columns compute; what the row evaluator does is left.
  private func choose(_ piece: ListPiece, _ first: Int) {
    let mask: UInt8 =
      ListLedger.Mark.rejected | (edit.computesOpenRows ? ListLedger.Mark.open : 0)
    let marks = ledger.marks + first
    rows.takeAll(piece.count)
    if let touched = edit.touched {
      asked.count = 0
      asked.odd.update(repeating: 0, count: piece.count)
      touched.add(rows, of: piece, to: &asked)
      self.touched?.run(&asked)
    } else if piece.oddRows.isEmpty, !(0..<piece.count).contains(where: { marks[$0] & mask != 0 }) {
      return
    }
    let same = self.touched?.hasNotes
    rows.removeAll()
    for row in 0..<piece.count {
      if marks[row] & mask != 0 || !piece.odd.isEmpty && piece.odd[row] != 0 {
        part.left.append(first + row)
      } else if same.map({ $0[row] == 0 || asked.odd[row] != 0 }) ?? true {
        rows.append(row)
      }
    }
  }

  /// Computes the rows of the batch and begins another.
  private func run() {
    let count = batch.count
    if count == 0 { return }
    batch.odd.update(repeating: 0, count: count)
    machine?.run(&batch)
    for row in 0..<count where batch.odd[row] != 0 { part.left.append(places[row]) }
    addUp(count)
    post(count)
    batch.count = 0
  }

  /// The sums of the lines, and of the rows what they come to or by how much they change.
  private func addUp(_ count: Int) {
    sums.update(repeating: 0, count: count)
    let (odd, all) = (UnsafePointer(batch.odd), sums)
    for (line, (own, isOld)) in edit.lines.enumerated() {
      guard let found = machine?.sums(ofLine: line) else { continue }
      if isOld {
        for row in 0..<count { all[row] &-= found[row] }
      } else {
        for row in 0..<count { all[row] &+= found[row] }
      }
      // Without a choice of rows, lines of the old plan are told by the figures.
      guard let own, !isOld || edit.touched != nil else { continue }
      var (companies, high, low): (Int, Int64, Int64) = (0, 0, 0)
      for row in 0..<count {
        let sum = odd[row] == 0 ? found[row] : 0
        companies += sum == 0 ? 0 : 1
        // Two halves, so that no sum of a batch leaves 64 bits.
        high &+= sum >> 32
        low &+= sum & 0xFFFF_FFFF
      }
      if companies == 0 { continue }
      var figures = LineFigures()
      figures.companies = companies
      figures.low = Int128(high) << 32 + Int128(low)
      figures.high = figures.low
      if !payerNames[line].isEmpty { split(line, &figures, found, count) }
      part.lines[own].add(figures, times: isOld ? -1 : 1)
    }
  }

  private func split(
    _ line: Int, _ figures: inout LineFigures, _ sums: UnsafePointer<Int64>, _ count: Int
  ) {
    var shares: [[Int128]] = payerNames[line].map { $0.map { _ in 0 } }
    let entries = edit.columns?.program.plan.lines[line].funding ?? []
    for row in 0..<count where batch.odd[row] == 0 && sums[row] != 0 {
      if let payers = payers[line] {
        PayerShare.split(sums[row], payers, &shares[0])
      } else if let entry = machine?.fundingEntry(ofLine: line, row: row) {
        PayerShare.split(sums[row], entries[entry].payers.map(PayerShare.init), &shares[entry])
      }
    }
    for (entry, names) in payerNames[line].enumerated() {
      for (place, name) in names.enumerated() {
        figures.payers[name, default: 0] += shares[entry][place]
      }
    }
  }

  private func post(_ count: Int) {
    let isFirst = edit.old == nil
    for row in 0..<count where batch.odd[row] == 0 {
      if isFirst { part.accepted += 1 }
      let place = places[row]
      let (low, high) = (ledger.lows[place], ledger.highs[place])
      let difference = edit.isWhole ? sums[row] - low : sums[row]
      // All lines are settled.
      if edit.isWhole, low != high || ledger.marks[place] != 0 {
        part.note(highFrom: high, to: low)
        ledger.highs[place] = low
        ledger.marks[place] = 0
      }
      if difference == 0 { continue }
      part.note(place, from: low, to: low + difference)
      ledger.lows[place] = low + difference
      if ledger.highs[place] == ListLedger.unbounded { continue }
      part.high += Int128(difference)
      ledger.highs[place] += difference
    }
  }

  // MARK: - Rows one by one

  /// Computes rows that columns do not settle.
  package func compute(rows: some Sequence<Int>) {
    if edit.touched != nil {
      takeBack(rows.filter { !wasRejected($0) }) { [edit] in edit.dropped.contains($0) }
    }
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
    for (place, outcome) in zip(places, outcomes(read, edit.new)) { post(place, outcome) }
  }

  private func outcomes(_ rows: [Row], _ binding: ListBinding) -> [RowOutcome] {
    let rules = binding.rules
    let options = RunOptions(choices: rules.choices, explains: false, triesReadings: false)
    return Jili.run(rules.plan, rows, options)
  }

  private func post(_ place: Int, _ outcome: RowOutcome) {
    guard outcome.overflow == nil, let low = fen(outcome.totalLow),
      let high = outcome.totalHigh.map(fen) ?? ListLedger.unbounded
    else { return post(place, low: 0, high: 0, mark: ListLedger.Mark.rejected) }
    if wasRejected(place) {
      note(outcome, edit.new, times: 1) { [edit] in !edit.computedNames.contains($0) }
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
    if wasAccepted, !isAccepted {
      // What it gave to lines that are not computed.
      takeBack([place]) { [edit] in !edit.dropped.contains($0) }
    }
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

  /// Takes what rows gave under the old rules from the figures of some lines.
  private func takeBack(_ places: [Int], _ isMeant: (LineName) -> Bool) {
    guard let old = edit.old else { return }
    let rows = places.compactMap { old.row($0, of: edit.list) }
    for outcome in outcomes(rows, old) { note(outcome, old, times: -1, isMeant) }
  }

  private func note(
    _ outcome: RowOutcome, _ binding: ListBinding, times sign: Int, _ isMeant: (LineName) -> Bool
  ) {
    for (line, found) in zip(binding.rules.plan.lines, outcome.lines) {
      let name = LineName(line)
      if isMeant(name) {
        part.others[name, default: LineFigures()].add(LineFigures(found), times: sign)
      }
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
