/// Everything that one evaluation is about.
package struct Inquiry: Sendable {
  package let program: Program
  package let table: Table
  package let options: Options
  /// Cells that one row is asked with in place of its unknown ones, when totals are refined.
  package var supposed: [Fact: Cell] = [:]
  package var supposedRow: Int?
  /// Every row's evaluation year and company, found once because each phase asks for them.
  private var years: [Int?] = []
  private var companies: [String: [Int]] = [:]
  private var given: Set<Fact> = []
  /// Titles of which the file has more than the one column.
  private var datedTitles: Set<String> = []
  /// Lines of earlier rows, of which the sum of another award may speak.
  var past: [LineName: [Line]] = [:]

  package init(_ program: Program, _ table: Table, _ options: Options) {
    self.program = program
    self.table = table
    self.options = options
    given = Set(table.columns.map(\.fact))
    for fact in given.union(options.settings.map(\.fact)) {
      switch fact {
      case .titleDate(let title, _), .titleMark(let title, _): datedTitles.insert(title)
      case .title(let title) where !given.contains(fact): datedTitles.insert(title)
      case .title, .field, .year, .peak, .award: continue
      }
    }
    years = table.rows.indices.map { Scene(self, row: $0).date?.year }
    companies = Dictionary(grouping: table.rows.indices) { table.rows[$0].key }
  }

  /// The rows of the same company: those of its key, or the row alone where no key is named.
  package func companyRows(_ index: Int) -> [Int] {
    options.usesKey ? companies[table.rows[index].key] ?? [index] : [index]
  }

  package func year(of row: Int) -> Int? { years[row] }
  package func has(_ fact: Fact) -> Bool { given.contains(fact) }
  func hasEvidence(_ title: String) -> Bool { datedTitles.contains(title) }

  /// A row without a date may be any year, so that no history is known to be whole.
  func hasUndatedRow(_ company: Int) -> Bool {
    companyRows(company).contains { years[$0] == nil }
  }

  package var isPanel: Bool { options.usesKey && options.date == .column }
}

/// One row of an inquiry, as conditions and amounts see it.
package struct Scene {
  package let inquiry: Inquiry
  package let index: Int
  /// The title of the award at hand, of which a bare status speaks.
  package var title: String?
  /// Statuses that are supposed in place of the row's own, for renewals.
  package var statuses: [String: Set<Status>] = [:]

  package init(_ inquiry: Inquiry, row index: Int) {
    self.inquiry = inquiry
    self.index = index
  }

  package var row: Row { inquiry.table.rows[index] }
  package var program: Program { inquiry.program }

  /// The row's cell; nil where the fact has no column at all.
  package func cell(_ fact: Fact) -> Cell? {
    if inquiry.supposedRow == index, let cell = inquiry.supposed[fact] { return cell }
    guard inquiry.has(fact) else {
      return inquiry.options.treatsAbsentAsBlank ? .empty : nil
    }
    return row.cells[fact] ?? .empty
  }

  /// A field's cell after options and its `blank` rule; nil is unknown, `.empty` is no such thing.
  package func settled(_ name: String) -> Cell? {
    let found = cell(.field(name))
    if let found, found != .empty { return found }
    if !inquiry.has(.field(name)), let set = setting(.field(name)) { return set }
    if found == .empty, let blank = program.field(name)?.blank {
      if case .cell(let value) = blank { return value }
      return .empty
    }
    return setting(.field(name))
  }

  private func setting(_ fact: Fact) -> Cell? {
    inquiry.options.settings.first { $0.fact == fact }?.cell
  }

  /// A cell that says something, or what the options say in its place.
  func given(_ fact: Fact) -> Cell? {
    if let found = cell(fact), found != .empty { return found }
    return setting(fact)
  }

  package var date: DaySpan? {
    switch inquiry.options.date {
    case .day(let day): DaySpan(day)
    case .year(let year): DaySpan(year: year)
    case .column: row.date
    case .policy: periodEnd
    }
  }

  private var periodEnd: DaySpan? {
    guard let period = program.policy?.period else { return nil }
    let end = ends(of: period).end
    guard end.isPoint, let day = end.low.value else { return nil }
    return DaySpan(Day(number: Int(day.numerator)))
  }

  package func status(_ title: String) -> Set<Status> {
    if let supposed = statuses[title] { return supposed }
    if inquiry.supposedRow == index, case .status(let one) = inquiry.supposed[.title(title)] {
      return one
    }
    return settledByHistory(title, ownStatus(title))
  }

  /// The statuses that the row's own cells leave.
  private func ownStatus(_ title: String) -> Set<Status> {
    if inquiry.hasEvidence(title) { return evidence(title).statuses(date) }
    switch cell(.title(title)) {
    case .status(let statuses): return statuses
    case .empty, .lapsed: return [.none]
    case .date: return evidence(title).statuses(date)
    default: return Set(Status.allCases)
    }
  }

  /// In a panel a new title is new again if it was held in an earlier year, and the first if the
  /// years from the company's first row on are all known to be without it.
  private func settledByHistory(_ title: String, _ statuses: Set<Status>) -> Set<Status> {
    guard inquiry.isPanel, statuses.isSuperset(of: [.firstNew, .newAgain]),
      let year = date?.year
    else { return statuses }
    var known: [Int: [Bool?]] = [:]
    for other in inquiry.companyRows(index) {
      guard let past = inquiry.year(of: other), past < year else { continue }
      known[past, default: []].append(Scene(inquiry, row: other).wasHeld(title, by: past))
    }
    guard let begin = known.keys.min() else { return statuses }
    if known.values.joined().contains(true) { return statuses.subtracting([.firstNew]) }
    let isWhole =
      (begin..<year).allSatisfy { known[$0] != nil } && !inquiry.hasUndatedRow(index)
    let isNever = known.values.joined().allSatisfy { $0 == false }
    return isWhole && isNever ? statuses.subtracting([.newAgain]) : statuses
  }

  /// Whether the title was in force this year or before; nil is unknown.
  private func wasHeld(_ title: String, by year: Int) -> Bool? {
    let statuses = ownStatus(title)
    if !statuses.contains(.none) || evidence(title).wasHeld(before: year) { return true }
    return statuses == [.none] ? false : nil
  }

  package func known(_ award: String, _ fact: AwardFact) -> Rational? {
    if case .number(let value) = given(.award(award, fact)) { return value }
    return nil
  }

  package func quantity(of cell: Cell?, named name: String) -> Quantity {
    switch cell {
    case .number(let value): Quantity(value)
    case .date(let span): Quantity(span.range, [name])
    case .empty: .absent
    default: Quantity(.everything, [name])
    }
  }

  package func field(_ name: String) -> Quantity {
    let field = program.field(name)
    guard field?.isByYear == true else {
      let found = quantity(of: settled(name), named: name)
      guard let field, found.range == .everything else { return found }
      let low = field.low.map(Bound.exact) ?? .below
      return Quantity(Extent(low, field.high.map(Bound.exact) ?? .above), found.reasons)
    }
    if let year = date?.year, !inquiry.has(.field(name)),
      inquiry.has(.year(name, year))
    {
      return annual(cell(.year(name, year)), name)
    }
    return annual(cell(.field(name)), name)
  }

  /// A year's figure; an empty cell is not known unless the field says what it means.
  private func annual(_ cell: Cell?, _ name: String) -> Quantity {
    switch filled(cell, name) {
    case .number(let value): Quantity(value)
    case .empty: .absent
    default: Quantity(.everything, [name])
    }
  }

  /// The cell with the field's `blank` in it; nil is unknown, `.empty` is no such thing.
  func filled(_ cell: Cell?, _ name: String) -> Cell? {
    guard cell == .empty else { return cell }
    switch program.field(name)?.blank {
    case nil: return nil
    case .some(.none): return .empty
    case .cell(let value): return value
    }
  }

  package func parameter(_ name: String) -> Quantity {
    if let setting = inquiry.options.settings.first(where: { $0.fact == .field(name) }) {
      return quantity(of: setting.cell, named: name)
    }
    let parameter = program.parameters.first { $0.name == name }
    if let value = parameter?.value { return Quantity(value) }
    let low = parameter?.low.map(Bound.exact) ?? .below
    return Quantity(Extent(low, parameter?.high.map(Bound.exact) ?? .above), [name])
  }

  package func choice(ofReading name: String) -> String? {
    inquiry.options.readings[name]
      ?? program.readings.first { $0.name == name }?.choices.first
  }
}
