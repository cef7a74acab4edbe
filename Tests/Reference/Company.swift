/// What a company file can say about one fact of one row.
package enum Cell: Hashable, Sendable {
  case empty
  /// Money in 元, a count, or a percentage as a fraction.
  case number(Rational)
  case date(DaySpan)
  case flag(Bool)
  case choice(String)
  case status(Set<Status>)
  /// None today, by a word that says that the title was held before: 失效, 撤销.
  case lapsed
  case label(String)
  case text(String)
}

/// An event of a title that a column may date.
package enum TitleEvent: String, Hashable, CaseIterable, Sendable {
  case recognised = "认定"
  case firstRecognised = "首次认定"
  case renewed = "复评"
  case relocated = "迁入"
  case lapsed = "失效"
}

package enum Fact: Hashable, Sendable {
  case field(String)
  case year(String, Int)
  case peak(String)
  case title(String)
  case titleDate(String, TitleEvent)
  /// A column such as `T新认定`, which holds 是 or 否.
  case titleMark(String, StatusWord)
  case award(String, AwardFact)

  /// The title that has more to say than one cell.
  package var title: String? {
    switch self {
    case .titleDate(let name, _), .titleMark(let name, _): name
    case .title, .field, .year, .peak, .award: nil
    }
  }

  /// The name under which a missing fact is reported.
  package var name: String {
    switch self {
    case .field(let name), .title(let name): name
    case .year(let name, let year): "\(name)\(year)"
    case .peak(let name): "\(name).peak"
    case .titleDate(let name, let event): name + event.rawValue + "日期"
    case .titleMark(let name, let word): name + "_" + word.rawValue
    case .award(let name, let fact): "\(name).\(fact.rawValue)"
    }
  }
}

package struct Column: Hashable, Sendable {
  package var fact: Fact
  package var header: String
  /// The unit that the header ends with, which cells without one are read in.
  package var unit: String?

  package init(_ fact: Fact, _ header: String, unit: String? = nil) {
    self.fact = fact
    self.header = header
    self.unit = unit
  }
}

package struct Row: Hashable, Sendable {
  package var key: String
  package var date: DaySpan?
  package var dateText = ""
  package var cells: [Fact: Cell] = [:]
  /// How each cell is written; kept so that dropping other rows changes no spelling.
  package var texts: [Fact: String] = [:]

  package init(_ key: String) { self.key = key }

  package mutating func put(_ fact: Fact, _ cell: Cell, _ text: String) {
    cells[fact] = cell
    texts[fact] = text
  }
}

package struct Table: Hashable, Sendable {
  package static let keyHeader = "企业名称"

  package var dateHeader: String?
  package var columns: [Column] = []
  package var rows: [Row] = []
  package var hasByteOrderMark = false
  package var endsLinesWithReturn = false

  package init() {}

  package func has(_ fact: Fact) -> Bool { columns.contains { $0.fact == fact } }

  package var csv: String {
    let end = endsLinesWithReturn ? "\r\n" : "\n"
    var lines = [[Table.keyHeader] + (dateHeader.map { [$0] } ?? []) + columns.map(\.header)]
    for row in rows {
      let cells = columns.map { row.texts[$0.fact] ?? "" }
      lines.append([row.key] + (dateHeader == nil ? [] : [row.dateText]) + cells)
    }
    let body = lines.map { $0.map(quoted).joined(separator: ",") + end }.joined()
    return (hasByteOrderMark ? "\u{FEFF}" : "") + body
  }

  private func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\r\n".contains($0) }) else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

/// The command line's share of a run.
package struct Options: Hashable, Sendable {
  package struct Setting: Hashable, Sendable {
    package var fact: Fact
    package var cell: Cell
    package var text: String

    package init(_ fact: Fact, _ cell: Cell, _ text: String) {
      self.fact = fact
      self.cell = cell
      self.text = text
    }

    package var name: String { fact.name }
  }

  package enum Date: Hashable, Sendable {
    case day(Day)
    case year(Int)
    /// From the table's date column.
    case column
    /// The last day of the policy's period.
    case policy
  }

  package var date = Date.policy
  package var usesKey = false
  package var treatsAbsentAsBlank = false
  package var settings: [Setting] = []
  package var readings: [String: String] = [:]

  package init(date: Date = .policy) { self.date = date }

  package func arguments(for table: Table) -> [String] {
    var words: [String] = []
    switch date {
    case .day(let day): words += ["--date", day.text]
    case .year(let year): words += ["--year", "\(year)"]
    case .column: words += ["--date-column", table.dateHeader ?? "年度"]
    case .policy: break
    }
    if usesKey { words += ["--key", Table.keyHeader] }
    if treatsAbsentAsBlank { words += ["--absent", "blank"] }
    for setting in settings { words += ["--set", "\(setting.name)=\(setting.text)"] }
    for (name, choice) in readings.sorted(by: { $0.key < $1.key }) {
      words += ["--reading", "\(name)=\(choice)"]
    }
    return words
  }
}
