import CBytes
import JiliLexer

/// How one column of a file fills one slot of a batch: plain digits here, every other spelling by
/// the cell readers, whose answers are kept.
///
/// A cell is always read, also where no rule asks for its slot: one that cannot be read rejects
/// its row.
struct ColumnFiller: Sendable {
  /// The column in the file.
  var column: Int
  /// -1 where the cell is only checked.
  var slot: Int
  var target: ColumnTarget
  var type: CellType
  var place: ColumnPlace
  /// Where the amounts of the column are counted by their size, if they are.
  var magnitude: Int?
  /// For no, one and two decimals, what one unit of the last digit is in parts of the scale; 0
  /// where that is no whole number of parts.
  var units: (Int64, Int64, Int64) = (0, 0, 0)
  /// What an empty cell means.
  var blank = SlotValue.unknown
  /// An empty cell hangs on other columns.
  var isOddWhereEmpty = false
  /// A fact with bounds, and the least and the most of it in parts of the scale.
  var bounds: (fact: Int, least: Int64, most: Int64)?
  /// The texts that rules ask the slot for.
  var texts: [Int]?

  /// Plain digits are a number of the fact: not so for dates and what has no number.
  var readsDigits: Bool { units.0 != 0 }

  /// The scale of the numbers, by place or, where they are only checked, by kind.
  static func scale(_ place: ColumnPlace, _ kind: Fact.Kind) -> Int64? {
    if case .number(_, let scale) = place { return scale }
    guard case .number(_, let scale)? = kind.column(at: (0, 0), texts: 0) else { return nil }
    return scale
  }

  /// 10 to which power one unit of a plain number is; nil where plain digits are no number.
  private var power: Int? {
    switch type.kind {
    case .money, .approved, .received, .paid:
      if case .money(let power)? = type.unit { return power }
      return 0
    case .number: return 0
    case .percent:
      // Without a unit nobody can tell 0.2 from 0.2%.
      if case .share(let power)? = type.unit { return power }
      return nil
    case .date, .flag, .text, .category, .title, .instalment: return nil
    }
  }

  mutating func setUnits() {
    guard let power, let scale = Self.scale(place, type.kind) else { return }
    func unit(_ decimals: Int) -> Int64 {
      guard let parts = Exact(digits: Int128(scale), timesTenTo: power - decimals), parts.isWhole,
        parts.numerator < 1 << 40
      else { return 0 }
      return Int64(parts.numerator)
    }
    units = (unit(0), unit(1), unit(2))
  }

  func fillsAlike(_ other: ColumnFiller) -> Bool {
    column == other.column && slot == other.slot && target == other.target
      && place == other.place && magnitude == other.magnitude && units == other.units
      && blank == other.blank && isOddWhereEmpty == other.isOddWhereEmpty && texts == other.texts
      && type.kind == other.type.kind && bounds?.least == other.bounds?.least
      && bounds?.most == other.bounds?.most
  }

  /// What a cell says, its empty word resolved.
  func value(_ text: String, _ reading: IngestRun, date: Days) throws(CellFault) -> SlotValue {
    guard case .title = type.kind else { return try type.read(text).value ?? blank }
    var cells = FactCells(factCount: reading.assembly.layout.facts.count)
    try cells.take(text, as: target.role, of: target.fact, type: type)
    do throws(FactFault) {
      return try reading.assembly.draft(cells, date: date).values[slot]
    } catch {
      throw error.fault
    }
  }
}

/// One company file as columns: who fills what, and the program that runs on it.
struct ChunkFile: Sendable {
  let separator: UInt8
  /// Offset of the first row behind the header in the head of the file.
  let firstRow: Int
  let width: Int
  /// Where the file has the identifying columns.
  let identity: [Int?]
  let keyColumn: Int?
  /// The column that gives rows their dates.
  let dateColumn: Int?
  /// The rows of a key are its history.
  let hasHistory: Bool
  /// Every column whose cells are read.
  let readColumns: Set<Int>
  /// Of a file that is laid out: which of its cells are plain text.
  private(set) var signs: LaidOutSigns?
  private(set) var fillers: [ColumnFiller] = []
  /// nil: every row is for the row evaluator.
  private(set) var program: ColumnProgram?
  private(set) var date = Days.unknown
  /// What is the same in every row.
  private(set) var template: Row?
  /// Facts whose one value for all rows lies outside their bounds.
  private(set) var outside: [Int] = []
  /// The year in which the history of a company of one row begins, where the row rests on that.
  private(set) var beginning: Int?
  /// What rows of a company say of each other; nil where each row is for itself.
  private(set) var history: CompanyHistory?

  init(_ reading: IngestRun, _ index: Int) {
    let file = reading.files[index]
    dateColumn = reading.givesDates ? file.dateColumn : nil
    hasHistory = file.keyColumn != nil && file.dateColumn != nil
    let read = file.columns.filter { !$0.targets.isEmpty }.map(\.place)
    readColumns = Set(read + [dateColumn].compactMap { $0 })
    width = file.headers.count + (file.isLaidOut ? LaidOutRow.ownCells : 0)
    identity = reading.identity[index]
    keyColumn = file.keyColumn
    guard case .delimited(let text, let separator) = file.form else {
      (self.separator, firstRow) = (LaidOutRow.separator, 0)
      signs = LaidOutSigns(file, dateColumn)
      return
    }
    signs = nil
    self.separator = separator
    var reader = DelimitedReader(text.bytes, from: text.start, separator: separator)
    var record = DelimitedRecord()
    while reader.rowNumber < file.headerRow, reader.next(&record) {}
    firstRow = reader.offset
  }

  /// Makes the columns for rows of one date, where every fact hangs on one column alone.
  /// `isAlone`: each is all there is of its company.
  mutating func planColumns(
    _ reading: IngestRun, _ index: Int, _ plan: Plan, _ options: RunOptions, on date: Days,
    isAlone: Bool = true
  ) {
    guard var found = targets(of: reading, index, date) else { return }
    let assembly = reading.assembly
    let facts = assembly.layout.facts
    let cells = FactCells(factCount: facts.count)
    guard let empty = try? assembly.draft(cells, date: date) else { return }
    var varying = Set(found.map(\.slot).filter { $0 >= 0 })
    var template = Row(values: empty.values, date: date)
    var beginning: Int?
    var history: CompanyHistory?
    if isAlone {
      beginning = hasHistory ? completeAlone(&template, empty, assembly.layout, varying) : nil
    } else {
      history = CompanyHistory(assembly, found, empty, &varying)
      if history == nil { return }
    }
    guard
      let program = ColumnProgram(
        plan, choices: options.choices, template: template, varying: varying,
        triesReadings: options.triesReadings, asksEarlier: !isAlone, hasEdges: true)
    else { return }
    for place in found.indices {
      let slot = found[place].slot
      if slot >= 0 {
        found[place].place = program.places[slot]
        found[place].texts = plan.textCodes[slot]
      }
      found[place].setUnits()
      guard found[place].setBlank(assembly, date) else { return }
      // An amount that an empty cell means is none that the file has.
      if found[place].magnitude != nil, found[place].meansAmount { return }
      found[place].setBounds(facts)
      // An empty cell leaves the highest value to the history.
      if case .peak = found[place].target.role, hasHistory, isAlone {
        found[place].isOddWhereEmpty = true
      }
    }
    for (fact, info) in facts.enumerated()
    where info.bounds != .unknown && !info.isParameter && info.slot >= 0
      && !varying.contains(info.slot) && empty.values[info.slot].isOutside(info.bounds)
    {
      outside.append(fact)
    }
    (self.program, self.date, fillers) = (program, date, found)
    (self.template, self.beginning, self.history) = (template, beginning, history)
    signs?.settle(found, template)
  }

  /// Nothing is known of a company of one row before that row.
  private func completeAlone(
    _ row: inout Row, _ draft: RowDraft, _ layout: RowLayout, _ varying: Set<Int>
  ) -> Int? {
    guard let year = row.date.year else { return nil }
    var panel = Panel(layout)
    let company = panel.company("")
    try? panel.add(draft, to: company, year: year, number: 0, text: "")
    // A highest value that a column gives stands for itself.
    for fact in layout.facts where varying.contains(fact.peakSlot) {
      row.values[fact.peakSlot] = .absent
    }
    return panel.complete(&row.values, of: company, year: year)
  }

  /// A filler for each fact that a column fills; nil where a fact hangs on several columns.
  private func targets(of reading: IngestRun, _ index: Int, _ date: Days) -> [ColumnFiller]? {
    let facts = reading.assembly.layout.facts
    var found: [ColumnFiller] = []
    var filled: Set<Int> = []
    var isHistory: Set<Int> = []
    for column in reading.files[index].columns {
      for (target, type, _) in column.targets {
        let fact = facts[target.fact]
        var slot = -1
        switch target.role {
        case .value(nil): slot = fact.slot
        case .value(let year?):
          if let now = date.year, year == now { slot = fact.slot }
          if let now = date.year, year == now - 1 { slot = fact.lastYearSlot }
          if let now = date.year, year < now, fact.peakSlot >= 0 {
            isHistory.insert(fact.peakSlot)
          }
        case .peak: slot = fact.peakSlot
        // What a title's dates and its status say together is for the row reader.
        case .date, .status: return nil
        }
        if slot >= 0, !filled.insert(slot).inserted { return nil }
        let magnitude = reading.magnitudes.slot(
          file: index, place: column.place, fact: target.fact)
        if slot < 0, magnitude != nil { return nil }
        found.append(
          ColumnFiller(
            column: column.place, slot: slot, target: target, type: type, place: .none,
            magnitude: magnitude))
      }
    }
    // Columns of earlier years are a history of their own where no column gives the highest.
    for slot in isHistory {
      guard let peak = found.firstIndex(where: { $0.slot == slot }) else { return nil }
      found[peak].isOddWhereEmpty = true
    }
    return found
  }
}

extension ColumnFiller {
  /// An empty cell is an amount other than 0.
  fileprivate var meansAmount: Bool {
    if case .number(let number) = blank { return !number.isZero }
    return false
  }

  /// What an empty cell comes to, with what options and the field say of blanks.
  fileprivate mutating func setBlank(_ assembly: RowAssembly, _ date: Days) -> Bool {
    guard slot >= 0 else { return true }
    var cells = FactCells(factCount: assembly.layout.facts.count)
    do {
      try cells.take("", as: target.role, of: target.fact, type: type)
      blank = try assembly.draft(cells, date: date).values[slot]
      return true
    } catch {
      return false
    }
  }

  fileprivate mutating func setBounds(_ facts: [Fact]) {
    let fact = facts[target.fact]
    guard fact.bounds != .unknown, slot == fact.slot, case .number(_, let scale) = place else {
      return
    }
    let parts = Exact(Int(scale))
    var (least, most) = (Int64.min, Int64.max)
    if let low = fact.bounds.low {
      let edge = low.multiplied(by: parts)
      least = edge.flatMap { Int64(exactly: $0.floor + ($0.isWhole ? 0 : 1)) } ?? .max
    }
    if let high = fact.bounds.high {
      most = high.multiplied(by: parts).flatMap { Int64(exactly: $0.floor) } ?? .max
    }
    bounds = (target.fact, least, most)
  }
}
