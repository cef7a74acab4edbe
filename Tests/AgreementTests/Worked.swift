import JiliReference

/// A company file written out cell by cell for a case that is worked out by hand.
struct Worked {
  var program = Program()
  var table = Table()
  var options = Options(date: .year(2027))

  init(_ awards: [Award], fields: [Field] = [], titles: [String] = []) {
    program.awards = awards
    program.fields = fields
    program.titles = titles.map { Title($0) }
  }

  /// One row a company, unless `key` says otherwise.
  mutating func add(_ cells: [Fact: Cell], key: String? = nil, year: Int? = nil) {
    var row = Row(key ?? "企业\(table.rows.count + 1)")
    row.date = year.map { DaySpan(year: $0) }
    for (fact, cell) in cells {
      row.put(fact, cell, "")
      if !table.has(fact) { table.columns.append(Column(fact, fact.name)) }
    }
    table.rows.append(row)
  }

  func outcomes() -> [RowOutcome] { evaluate(program, table, options) }

  /// The lines of one row as `state low..high`, for short expectations.
  func lines(_ row: Int = 0) -> [String] {
    outcomes()[row].lines.map { "\($0.state.rawValue) \(text($0.sum))" }
  }

  func total(_ row: Int = 0) -> String { text(outcomes()[row].total) }
}

func text(_ sum: Sum) -> String { "\(sum.low.money)..\(sum.high?.money ?? "unbounded")" }

func yuan(_ text: String) -> Cell { .number(Rational(decimal: text) ?? .zero) }

extension Cell {
  static let new = Cell.status([.firstNew, .newAgain])
  static let renewed = Cell.status([.renewed])
  static let relocated = Cell.status([.relocated])
  static let yes = Cell.flag(true)
  static let no = Cell.flag(false)
}

extension Condition {
  static let isNew = Condition.status(nil, .new, negated: false)
  static let isRelocated = Condition.status(nil, .relocated, negated: false)
}
