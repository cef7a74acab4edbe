/// What the rows of a company say of each other where columns hold them: what a fact was last year
/// and at its highest, and whether a title is new for the first time. `Panel` for many companies.
struct CompanyHistory: Equatable, Sendable {
  /// The slots of a fact by year; -1 where no rule asks.
  struct Fact: Equatable, Sendable {
    var own: Int
    var lastYear: Int
    var peak: Int
  }

  private(set) var facts: [Fact] = []
  /// Slots that rows fill.
  private(set) var titles: [Int] = []

  /// nil where rows say of each other what columns do not hold: values of stated years, or values
  /// that options set. `varying` is joined by the slots that earlier rows fill.
  init?(
    _ assembly: RowAssembly, _ fillers: [ColumnFiller], _ template: RowDraft,
    _ varying: inout Set<Int>
  ) {
    let namesYears = fillers.contains { filler in
      if case .value(.some) = filler.target.role { return true }
      return false
    }
    guard !namesYears, assembly.settings.ofYears.isEmpty else { return nil }
    for fact in assembly.layout.facts where fact.isRead {
      if fact.isByYear {
        guard add(fact, template, &varying) else { return nil }
      } else if case .title = fact.kind, fact.slot >= 0 {
        if varying.contains(fact.slot) {
          titles.append(fact.slot)
        } else if case .title(let statuses, _, _) = template.values[fact.slot],
          statuses.isSuperset(of: .new), !statuses.contains(.none)
        {
          return nil
        }
      }
    }
  }

  private mutating func add(
    _ fact: Jili.Fact, _ template: RowDraft, _ varying: inout Set<Int>
  ) -> Bool {
    if fact.lastYearSlot < 0, fact.peakSlot < 0 { return true }
    guard fact.slot >= 0, varying.contains(fact.slot) || template.values[fact.slot] == .unknown
    else { return false }
    var found = Fact(own: fact.slot, lastYear: fact.lastYearSlot, peak: fact.peakSlot)
    if found.lastYear >= 0 {
      // A column tells only texts apart that rules ask its own slot for.
      if fact.kind == .text { return false }
      varying.insert(found.lastYear)
    }
    if found.peak >= 0 {
      switch fact.kind {
      case .money, .number, .percent: break
      default: return false
      }
      if !varying.contains(found.peak), template.values[found.peak] != .unknown {
        found.peak = -1
      } else {
        varying.insert(found.peak)
      }
    }
    facts.append(found)
    return true
  }
}

/// One row of a company where its columns lie.
struct HistoryRow {
  var year: Int
  let desk: ColumnDesk
  /// In the batch of the desk.
  let row: Int
}

extension CompanyHistory {
  /// Fills in what the rows of one company, by year, say of each other; false where a column cannot
  /// hold it.
  func complete(_ rows: [HistoryRow]) -> Bool {
    for row in rows { row.desk.beginnings[row.row] = 0 }
    for fact in facts {
      guard complete(fact, rows) else { return false }
    }
    for slot in titles { completeTitle(slot, rows) }
    return true
  }

  private func complete(_ fact: Fact, _ rows: [HistoryRow]) -> Bool {
    var highest: Int64?
    var knownYears = 0
    var last: (year: Int, value: ColumnCell)?
    for row in rows {
      if fact.lastYear >= 0, let last, last.year == row.year - 1 {
        row.put(last.value, at: fact.lastYear)
      } else if fact.lastYear >= 0 {
        row.put(ColumnCell.unknown, at: fact.lastYear)
      }
      if fact.peak >= 0, !row.isFilled(fact.peak) {
        row.desk.beginnings[row.row] = Int32(rows[0].year)
        if knownYears == row.year - rows[0].year {
          row.put(
            highest.map { ColumnCell(number: $0, state: ColumnBatch.stated) } ?? .absent,
            at: fact.peak)
        } else if highest != nil {
          return false
        } else {
          row.put(ColumnCell.unknown, at: fact.peak)
        }
      }
      let own = row.value(fact.own)
      if own.state == ColumnBatch.unknown { continue }
      last = (row.year, own)
      knownYears += 1
      if own.state == ColumnBatch.stated { highest = max(highest ?? own.number, own.number) }
    }
    return true
  }

  /// As `Panel` settles it.
  private func completeTitle(_ slot: Int, _ rows: [HistoryRow]) {
    var wasHeld = false
    var isNone = true
    var knownYears = 0
    for row in rows {
      guard let statuses = row.statuses(slot) else { continue }
      if statuses.isSuperset(of: .new), knownYears > 0 {
        if wasHeld {
          row.put(statuses.subtracting(.newFirst), at: slot)
        } else if isNone, knownYears == row.year - rows[0].year {
          row.put(statuses.subtracting(.newAgain), at: slot)
        }
      }
      // What the row itself says counts, not what its history made of it.
      wasHeld = wasHeld || !statuses.contains(.none)
      isNone = isNone && statuses == .none
      knownYears += 1
    }
  }
}

/// What a column holds of one row.
struct ColumnCell {
  var number: Int64
  var state: UInt8

  static let unknown = ColumnCell(number: 0, state: ColumnBatch.unknown)
  static let absent = ColumnCell(number: 0, state: ColumnBatch.absent)
}

extension HistoryRow {
  private func place(_ slot: Int) -> ColumnPlace { desk.file.program?.places[slot] ?? .none }

  /// Codes take the states of numbers.
  func value(_ slot: Int) -> ColumnCell {
    switch place(slot) {
    case .none: return .unknown
    case .number(let column, _):
      let index = column * ColumnBatch.capacity + row
      return ColumnCell(number: desk.batch.numbers[index], state: desk.batch.states[index])
    case .code(let column):
      let code = desk.batch.codes[column * ColumnBatch.capacity + row]
      switch code {
      case ColumnBatch.unknownCode: return .unknown
      case ColumnBatch.absentCode: return .absent
      default: return ColumnCell(number: Int64(code), state: ColumnBatch.stated)
      }
    }
  }

  /// Whether a column of the file gives the value.
  func isFilled(_ slot: Int) -> Bool {
    desk.file.fillers.contains { $0.slot == slot } && value(slot).state != ColumnBatch.unknown
  }

  func put(_ cell: ColumnCell, at slot: Int) {
    switch place(slot) {
    case .none: break
    case .number(let column, _):
      let index = column * ColumnBatch.capacity + row
      desk.batch.numbers[index] = cell.number
      desk.batch.states[index] = cell.state
    case .code(let column):
      desk.batch.codes[column * ColumnBatch.capacity + row] =
        switch cell.state {
        case ColumnBatch.unknown: ColumnBatch.unknownCode
        case ColumnBatch.absent: ColumnBatch.absentCode
        default: UInt8(truncatingIfNeeded: cell.number)
        }
    }
  }

  func statuses(_ slot: Int) -> TitleStatus? {
    guard case .code(let column) = place(slot) else { return nil }
    let code = desk.batch.codes[column * ColumnBatch.capacity + row]
    return code == ColumnBatch.absentCode || code == ColumnBatch.unknownCode
      ? nil : TitleStatus(rawValue: code)
  }

  func put(_ statuses: TitleStatus, at slot: Int) {
    guard case .code(let column) = place(slot) else { return }
    desk.batch.codes[column * ColumnBatch.capacity + row] = statuses.rawValue
  }
}
