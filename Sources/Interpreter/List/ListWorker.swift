import CBytes
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
  /// By row of the batch: by how much its total changes, and its total where rows of a batch do not
  /// follow each other in the list.
  private let differences: UnsafeMutablePointer<Int64>
  private let totals: UnsafeMutablePointer<Int64>
  package private(set) var part: EffectPart

  package init(_ edit: ListEdit, _ ledger: ListLedger) {
    self.edit = edit
    self.ledger = ledger
    let lines = edit.columns?.program.plan.lines ?? []
    machine = edit.columns.map { ColumnMachine($0.program) }
    batch = edit.columns?.batch ?? ColumnBatch(numberColumns: 0, codeColumns: 0)
    let chosen = edit.touched ?? edit.due
    touched = chosen.map { ColumnMachine($0.program) }
    asked = chosen?.batch ?? ColumnBatch(numberColumns: 0, codeColumns: 0)
    payers = lines.map { line in
      guard line.funding.count == 1, line.funding[0].condition == nil else { return nil }
      return line.funding[0].payers.map(PayerShare.init)
    }
    payerNames = lines.map { $0.funding.map { $0.payers.map(\.name) } }
    places = .allocate(capacity: ColumnBatch.capacity)
    places.initialize(repeating: 0, count: ColumnBatch.capacity)
    differences = .allocate(capacity: ColumnBatch.capacity)
    totals = .allocate(capacity: ColumnBatch.capacity)
    differences.initialize(repeating: 0, count: ColumnBatch.capacity)
    totals.initialize(repeating: 0, count: ColumnBatch.capacity)
    part = EffectPart(edit)
  }

  deinit {
    places.deallocate()
    differences.deallocate()
    totals.deallocate()
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
      if edit.due != nil { spare(piece, first) }
      if batch.count + rows.count > ColumnBatch.capacity { run() }
      rows.copy(from: first, into: places + batch.count)
      columns.add(rows, of: piece, to: &batch)
    }
    run()
  }

  /// The rows of a piece that columns compute; what the row evaluator does is left.
  private func choose(_ piece: ListPiece, _ first: Int) {
    let marks = ledger.marks + first
    rows.takeAll(piece.count)
    if let touched = edit.touched ?? edit.due {
      asked.count = 0
      asked.odd.update(repeating: 0, count: piece.count)
      touched.add(rows, of: piece, to: &asked)
      self.touched?.run(&asked)
    } else if piece.oddRows.isEmpty, !Kernel.any(marks, piece.count) {
      return
    }
    let same = self.touched?.hasNotes
    let odd = asked.odd
    rows.choose(among: piece.count) { row in
      if isLeft(piece, row, marks[row]) {
        part.left.append(first + row)
        return false
      }
      return same.map { $0[row] == 0 || odd[row] != 0 } ?? true
    }
  }

  /// Columns do not compute the row, whatever the edit.
  private func isLeft(_ piece: ListPiece, _ row: Int, _ mark: UInt8) -> Bool {
    let isAsked = mark & ListLedger.Mark.rejected != 0 || edit.computesOpenRows && mark != 0
    return isAsked || !piece.odd.isEmpty && piece.odd[row] != 0
  }

  /// The rows of a piece in which nothing can be due come to nothing.
  private func spare(_ piece: ListPiece, _ first: Int) {
    guard let spared = touched?.hasNotes else { return }
    let (others, lows, marks) = (asked.odd, ledger.lows + first, ledger.marks + first)
    for row in 0..<piece.count {
      let isSpared = spared[row] != 0 && others[row] == 0 && !isLeft(piece, row, marks[row])
      others[row] = isSpared ? 0 : 1
      differences[row] = 0 &- lows[row]
    }
    post(piece.count, others, stretch: first)
  }

  /// Computes the rows of the batch and begins another.
  private func run() {
    let count = batch.count
    if count == 0 { return }
    batch.odd.update(repeating: 0, count: count)
    machine?.run(&batch)
    let odd = batch.odd
    let isMixed = Kernel.any(odd, count)
    if isMixed { for row in 0..<count where odd[row] != 0 { part.left.append(places[row]) } }
    addUp(count, isMixed ? odd : nil)
    post(count, isMixed ? odd : nil)
    batch.count = 0
  }

  /// The sums of the lines, and where some lines alone are computed by how much the rows change.
  private func addUp(_ count: Int, _ odd: UnsafePointer<UInt8>?) {
    if !edit.isWhole { differences.update(repeating: 0, count: count) }
    for (line, (own, isOld)) in edit.lines.enumerated() {
      guard let found = machine?.sums(ofLine: line) else { continue }
      if !edit.isWhole {
        let operation = isOld ? jili_minus : jili_plus
        jili_calculate(operation, differences, .each(differences), .each(found), count)
      }
      // Without a choice of rows, lines of the old plan are told by the figures.
      guard let own, !isOld || edit.touched != nil else { continue }
      let tally = jili_tally_up(found, odd, count)
      if tally.due == 0 { continue }
      var figures = LineFigures()
      figures.companies = Int(tally.due)
      figures.low = Int128(tally.high) << 32 + Int128(tally.low)
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

  /// Puts what the rows of the batch come to into the ledger.
  private func post(_ count: Int, _ odd: UnsafePointer<UInt8>?) {
    let first = places[0]
    let isStretch = places[count - 1] - first == count - 1
    let before = isStretch ? ledger.lows + first : totals
    if !isStretch { for row in 0..<count { before[row] = ledger.lows[places[row]] } }
    if edit.isWhole, let after = machine?.totals {
      jili_calculate(jili_minus, differences, .each(after), .each(before), count)
    }
    post(count, odd, stretch: isStretch ? first : nil)
  }

  /// Adds differences to the ledger, but for rows that are odd. `stretch`: the rows follow each
  /// other in the list from there on; else `totals` holds what they come to.
  private func post(_ count: Int, _ odd: UnsafePointer<UInt8>?, stretch first: Int?) {
    let before = first.map { ledger.lows + $0 } ?? totals
    var accepted = count
    if let odd {
      for row in 0..<count where odd[row] != 0 {
        differences[row] = 0
        accepted -= 1
      }
    }
    if edit.old == nil { part.accepted += accepted }
    if first.map({ Kernel.any(ledger.marks + $0, count) }) ?? true {
      for row in 0..<count where odd?[row] ?? 0 == 0 {
        postOpen(first.map { $0 + row } ?? places[row], by: differences[row])
      }
    }
    let turn = jili_turn_over(before, differences, count)
    let changed = Int(turn.rising + turn.falling)
    if changed == 0 { return }
    if first == nil { for row in 0..<count { ledger.lows[places[row]] = before[row] } }
    part.note(turn, edit.old == nil ? [] : changes(changed, count, stretch: first))
  }

  /// The high end of a row that was open, but for what its low end changes.
  private func postOpen(_ place: Int, by difference: Int64) {
    if ledger.marks[place] == 0 { return }
    let (low, high) = (ledger.lows[place], ledger.high(place))
    if edit.isWhole {
      // All lines are settled.
      part.note(highFrom: high, to: low)
      ledger.marks[place] = 0
    } else if high == ListLedger.unbounded {
      part.high -= Int128(difference)
    } else {
      ledger.raiseHigh(place, by: difference)
    }
  }

  /// The rows whose total changes.
  private func changes(_ changed: Int, _ count: Int, stretch first: Int?) -> [ListChange] {
    // With room for one more, since every row is written and those that stay are written over.
    Array(unsafeUninitializedCapacity: changed + 1) { buffer, found in
      for row in 0..<count {
        let place = first.map { $0 + row } ?? places[row]
        buffer.initializeElement(
          at: found, to: ListChange(row: place, difference: differences[row]))
        found += differences[row] == 0 ? 0 : 1
      }
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
    let isOpen = low != high || outcome.lines.contains { $0.high != $0.low }
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
    part.note(highFrom: ledger.high(place), to: high)
    ledger.set(place, low: low, high: high, mark: mark)
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

extension jili_numbers {
  /// Numbers row by row, as they are.
  fileprivate static func each(_ rows: UnsafePointer<Int64>) -> jili_numbers {
    jili_numbers(rows: rows, value: 0, factor: 1)
  }
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
