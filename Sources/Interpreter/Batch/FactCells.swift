import JiliLexer

/// What the cells of one row, or the settings of a run, say, fact by fact.
struct FactCells {
  enum Own: Hashable {
    /// Nothing gives the fact.
    case missing
    case empty
    case stated(SlotValue)
  }

  /// A value of a stated year; nil for an empty cell.
  struct OfYear {
    var fact: Int
    var year: Int
    var value: SlotValue?
  }

  private(set) var own: [Own]
  private(set) var peak: [SlotValue?]
  private(set) var ofYears: [OfYear] = []
  private(set) var titles: [TitleEvidence]

  init(factCount: Int) {
    own = Array(repeating: .missing, count: factCount)
    peak = Array(repeating: nil, count: factCount)
    titles = Array(repeating: TitleEvidence(), count: factCount)
  }

  /// The amount that a column of money has just stated.
  func money(as role: ColumnRole, of fact: Int, _ type: CellType) -> Exact? {
    guard case .money = type.kind, case .value(let year) = role else { return nil }
    var stated: SlotValue?
    if year != nil {
      stated = ofYears.last?.value
    } else if case .stated(let value) = own[fact] {
      stated = value
    }
    guard case .number(let value)? = stated else { return nil }
    return value
  }

  mutating func clear() {
    for index in own.indices {
      own[index] = .missing
      peak[index] = nil
      titles[index] = TitleEvidence()
    }
    ofYears.removeAll(keepingCapacity: true)
  }

  /// Takes in one cell.
  mutating func take(_ raw: String, as role: ColumnRole, of fact: Int, type: CellType)
    throws(CellFault)
  {
    switch role {
    case .value(let year):
      if case .title = type.kind { return try takeTitle(raw, of: fact) }
      let reading = try type.read(raw)
      if let year {
        ofYears.append(OfYear(fact: fact, year: year, value: reading.value))
      } else {
        own[fact] = reading.value.map { .stated($0) } ?? .empty
      }
    case .peak:
      peak[fact] = try type.read(raw).value
    case .date(let event):
      let dates = CellType(kind: .date, unit: nil, texts: [])
      guard case .value(.date(let date)) = try dates.read(raw) else {
        let isRecognition = event == .recognised || event == .firstRecognised
        if isRecognition { titles[fact].hasEmptyColumn = true }
        return
      }
      try takeDate(date, of: event, fact: fact)
    case .status(let status):
      let flags = CellType(kind: .flag, unit: nil, texts: [])
      guard case .value(.flag(let isAffirmed)) = try flags.read(raw) else { return }
      try takeFlag(isAffirmed, status: status, fact: fact)
    }
  }

  /// A title's dates by the names of a JSON object.
  mutating func takeDate(_ date: Days, of event: TitleEvent, fact: Int) throws(CellFault) {
    guard let known = titles[fact].dates[event] else {
      titles[fact].dates[event] = date
      return
    }
    // `2024` and `2024-07-12` agree; the narrower one is what is known.
    let first = [known.first, date.first].compactMap { $0 }.max()
    let last = [known.last, date.last].compactMap { $0 }.min()
    if let first, let last, first > last { throw .titleDisagrees }
    titles[fact].dates[event] = Days(first: first, last: last)
  }

  private mutating func takeTitle(_ raw: String, of fact: Int) throws(CellFault) {
    switch try titleCell(raw) {
    case .empty: titles[fact].hasEmptyColumn = true
    case .status(let status, let wasHeld):
      titles[fact].status = status
      titles[fact].wasHeld = wasHeld
    case .recognised(let date): try takeDate(date, of: .recognised, fact: fact)
    }
  }

  private mutating func takeFlag(_ isAffirmed: Bool, status: TitleStatus, fact: Int)
    throws(CellFault)
  {
    guard isAffirmed else {
      titles[fact].denied.formUnion(status)
      return
    }
    let both = titles[fact].affirmed.map { $0.intersection(status) } ?? status
    if both.isEmpty { throw .titleDisagrees }
    titles[fact].affirmed = both
  }
}

extension CellReading {
  var value: SlotValue? {
    guard case .value(let value) = self else { return nil }
    return value
  }
}
