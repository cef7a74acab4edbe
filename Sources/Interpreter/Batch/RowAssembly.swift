/// A fault of several cells of one fact together.
struct FactFault: Error {
  var fact: Int
  var fault: CellFault
}

/// One row with its values, before the rows of a company are joined.
struct RowDraft {
  /// What a row says of one fact in one year.
  struct YearValue {
    var fact: Int
    var year: Int
    var value: SlotValue
    /// A cell says so; otherwise it is what an empty cell means.
    var isStated: Bool
  }

  var values: [SlotValue]
  var years: [YearValue] = []
  /// Titles that the row says were held in an earlier year.
  var heldBefore: Set<Int> = []
}

/// Turns what cells say into the values of a row: blanks, settings, statuses, years.
struct RowAssembly {
  let layout: RowLayout
  let settings: FactCells
  /// `--absent blank`.
  let absentIsBlank: Bool
  private let yearlyFacts: [Int]

  /// What a row needs of each fact that the rules read: the names and words of a fact would be
  /// retained for every cell.
  private struct ReadFact {
    enum Form {
      case title(validMonths: Int?)
      case byYear, single
    }

    var index: Int
    var form: Form
    var slot: Int
    var peakSlot: Int
  }
  private let readFacts: [ReadFact]

  init(layout: RowLayout, settings: FactCells, absentIsBlank: Bool) {
    self.layout = layout
    self.settings = settings
    self.absentIsBlank = absentIsBlank
    yearlyFacts = layout.facts.indices.filter { layout.facts[$0].isByYear }
    readFacts = layout.facts.enumerated().filter(\.element.isRead).map { index, fact in
      var form = fact.isByYear ? ReadFact.Form.byYear : .single
      if case .title(let validMonths) = fact.kind { form = .title(validMonths: validMonths) }
      return ReadFact(index: index, form: form, slot: fact.slot, peakSlot: fact.peakSlot)
    }
  }

  func draft(_ cells: FactCells, date: Days) throws(FactFault) -> RowDraft {
    var draft = RowDraft(values: Array(repeating: .unknown, count: layout.slotCount))
    for fact in readFacts {
      switch fact.form {
      case .title(let validMonths):
        try fillTitle(fact.index, cells, date: date, validMonths: validMonths, in: &draft)
      case .byYear: try fillYears(fact.index, cells, year: date.year, in: &draft)
      case .single: put(meaning(of: own(fact.index, cells), fact.index), at: fact.slot, in: &draft)
      }
      if fact.peakSlot >= 0, let peak = cells.peak[fact.index] ?? settings.peak[fact.index] {
        put(peak, at: fact.peakSlot, in: &draft)
      }
    }
    return draft
  }

  private func put(_ value: SlotValue, at slot: Int, in draft: inout RowDraft) {
    if draft.values.indices.contains(slot) { draft.values[slot] = value }
  }

  /// What is said of a fact without a year; settings speak where the row gives nothing.
  private func own(_ index: Int, _ cells: FactCells) -> FactCells.Own {
    let own = cells.own[index]
    if case .stated = own { return own }
    let fact = layout.facts[index]
    if own == .empty, fact.blank != .standard { return own }
    if case .stated = settings.own[index] { return settings.own[index] }
    // A parameter is what the rules set it to, unless an option says otherwise.
    if fact.isParameter, case .value(let value) = fact.blank { return .stated(value) }
    return own == .missing && absentIsBlank && !fact.isParameter ? .empty : own
  }

  private func meaning(of own: FactCells.Own, _ index: Int) -> SlotValue {
    switch own {
    case .missing: .unknown
    case .stated(let value): value
    case .empty: layout.facts[index].blankMeaning
    }
  }

  private func fillTitle(
    _ index: Int, _ cells: FactCells, date: Days, validMonths: Int?, in draft: inout RowDraft
  ) throws(FactFault) {
    let fact = layout.facts[index]
    var evidence = cells.titles[index]
    if evidence.isSilent { evidence = settings.titles[index] }
    if evidence.isSilent, absentIsBlank { evidence.hasEmptyColumn = true }
    do throws(CellFault) {
      guard let title = try evidence.resolved(on: date, validMonths: validMonths) else {
        put(fact.blankMeaning, at: fact.slot, in: &draft)
        return
      }
      let value = SlotValue.title(
        title.statuses, event: title.event, recognised: title.recognised)
      put(value, at: fact.slot, in: &draft)
      if title.wasHeld { draft.heldBefore.insert(index) }
    } catch {
      throw FactFault(fact: index, fault: error)
    }
  }

  /// The values of the years that a row names, its own among them, and what follows within the row.
  private func fillYears(
    _ index: Int, _ cells: FactCells, year: Int?, in draft: inout RowDraft
  ) throws(FactFault) {
    let fact = layout.facts[index]
    let blank = fact.blankMeaning
    var known: [Int: SlotValue] = [:]
    func note(_ value: SlotValue?, of year: Int) {
      if value == nil, blank == .unknown { return }
      known[year] = value ?? blank
      draft.years.append(
        .init(fact: index, year: year, value: value ?? blank, isStated: value != nil))
    }
    for cell in cells.ofYears where cell.fact == index { note(cell.value, of: cell.year) }
    for cell in settings.ofYears where cell.fact == index && known[cell.year] == nil {
      note(cell.value, of: cell.year)
    }
    var current = own(index, cells)
    if let year {
      let column = cells.ofYears.first { $0.fact == index && $0.year == year }?.value
      if let column, case .stated(let value) = cells.own[index], value != column {
        throw FactFault(fact: index, fault: .contradictsColumn("\(fact.name)\(year)"))
      }
      if let column {
        current = .stated(column)
      } else if let set = known[year] {
        if current == .missing { current = .stated(set) }
      }
      if column == nil {
        if case .stated(let value) = current { note(value, of: year) }
        if current == .empty { note(nil, of: year) }
      }
    }
    put(meaning(of: current, index), at: fact.slot, in: &draft)
    guard let year else { return }
    put(known[year - 1] ?? .unknown, at: fact.lastYearSlot, in: &draft)
    put(highest(known, before: year), at: fact.peakSlot, in: &draft)
  }

  /// A row alone knows only some of the earlier years: at least the highest of them.
  private func highest(_ known: [Int: SlotValue], before year: Int) -> SlotValue {
    var highest: Exact?
    for (earlier, value) in known where earlier < year {
      if case .number(let number) = value { highest = max(highest ?? number, number) }
    }
    return highest.map { .atLeast($0) } ?? .unknown
  }
}

extension Fact {
  /// What an empty cell under a header of this fact means.
  var blankMeaning: SlotValue {
    switch blank {
    case .value(let value): return value
    case .absent: return .absent
    case .standard:
      if case .title = kind { return .title(.none, event: nil) }
      return .unknown
    }
  }
}
