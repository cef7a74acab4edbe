/// Fills company files for a program, on its edges more often than not.
struct Clerk {
  var dice: Dice
  let program: Program
  let edges: Edges
  var table = Table()
  var options = Options()
  /// The year that most rows are evaluated in.
  var year = 2026
  /// A handful is the usual number of companies.
  let handfuls: Int

  init(_ dice: Dice, _ program: Program, _ edges: Edges, handfuls: Int) {
    self.dice = dice
    self.program = program
    self.edges = edges
    self.handfuls = handfuls
  }

  mutating func fillTable() {
    table.hasByteOrderMark = dice.chance(20)
    table.endsLinesWithReturn = dice.chance(20)
    chooseOptions()
    chooseColumns()
    switch options.date {
    case .column: fillPanel()
    case .day, .year, .policy: options.usesKey ? fillEvents() : fillRows()
    }
    dropDuplicates()
  }

  private mutating func chooseOptions() {
    year = dice.roll(2026...2028)
    switch dice.roll(10) {
    case 0...1: options.date = .day(Day(year, dice.roll(1...12), dice.roll(1...28)))
    case 2...3 where hasPlainEnd:
      options.date = .policy
    case 4...6:
      options.date = .column
      table.dateHeader = "年度"
    default: options.date = .year(year)
    }
    options.usesKey = options.date == .column || dice.chance(30)
    options.treatsAbsentAsBlank = dice.chance(6)
    for reading in program.readings where dice.chance(45) {
      options.readings[reading.name] = dice.pick(reading.choices)
    }
    for parameter in program.parameters where dice.chance(55) { set(parameter) }
    // The last day of the period may hang on a parameter that is not given.
    if options.date == .policy, let found = evaluationYear { year = found }
  }

  private var evaluationYear: Int? {
    Scene(Inquiry(program, table, options), row: 0).date?.year
  }

  private var hasPlainEnd: Bool {
    mutating get {
      switch program.policy?.period {
      case .years, .between: true
      case .lasting, .starting: dice.chance(70)
      case .from, nil: dice.chance(10)
      }
    }
  }

  private mutating func set(_ parameter: Parameter) {
    let low = parameter.low ?? .zero
    let high = parameter.high ?? (parameter.kind == .number ? Rational(4) : Rational(500_000))
    var value = low + (high - low) * Rational(dice.roll(0...20), over: 20)
    if parameter.kind == .date || parameter.kind == .number { value = value.floor }
    if parameter.kind == .date, parameter.low == nil { value = Rational(Day(2026, 5, 1).number) }
    var spelling = Spelling(dice)
    let cell: Cell
    let text: String
    switch parameter.kind {
    case .date:
      let day = Day(number: Int(value.numerator))
      (cell, text) = (.date(DaySpan(day)), day.text)
    case .percent:
      cell = .number(value)
      text = ((value * Rational(100)).decimal ?? "0") + "%"
    case .number, .flag, .choice, .text: (cell, text) = (.number(value), value.decimal ?? "0")
    case .money: (cell, text) = (.number(value), spelling.money(value, unit: nil))
    }
    dice = spelling.dice
    options.settings.append(Options.Setting(.field(parameter.name), cell, text))
  }

  // MARK: Columns

  private mutating func chooseColumns() {
    for field in program.fields { addColumns(field) }
    let declared = program.titles.map { ($0.name, $0.also) }
    let implied = program.awards.compactMap(\.title).filter { title in
      !declared.contains { $0.0 == title }
    }
    for (name, also) in declared + Set(implied).sorted().map({ ($0, nil) }) {
      addTitleColumns(name, also: also)
    }
    for award in program.awards { addColumns(award) }
    // A file without any known header is refused as a whole, which other tests see to.
    if table.columns.isEmpty, let field = program.fields.first {
      add(.field(field.name), field.name, field.kind)
    }
    table.columns = dice.shuffled(table.columns)
    chooseSettings()
  }

  private mutating func addColumns(_ field: Field) {
    guard dice.chance(88) else { return }
    let name = dice.chance(50) ? field.also ?? field.name : field.name
    add(.field(field.name), name, field.kind)
    guard field.isByYear else { return }
    if let peak = field.peakHeader, dice.chance(60) { add(.peak(field.name), peak, field.kind) }
    guard options.date != .column else { return }
    for earlier in 1...2 where dice.chance(40) {
      add(.year(field.name, year - earlier), name, field.kind, year: year - earlier)
    }
  }

  private mutating func addColumns(_ award: Award) {
    func header(_ fact: AwardFact) -> String {
      award.headers[fact] ?? "\(award.name).\(fact.rawValue)"
    }
    if dice.chance(35) { add(.award(award.name, .approved), header(.approved), .money) }
    if dice.chance(30) { add(.award(award.name, .paid), header(.paid), .money) }
    let isAsked = program.awardsAskedOf.contains(award.name)
    if isAsked || program.policy?.overlap != nil, dice.chance(40) {
      add(.award(award.name, .received), header(.received), .money)
    }
    if !award.clauses.payment.isEmpty, dice.chance(70) {
      table.columns.append(Column(.award(award.name, .instalment), header(.instalment)))
    }
  }

  private mutating func add(_ fact: Fact, _ name: String, _ kind: Kind, year: Int? = nil) {
    var spelling = Spelling(dice)
    let (header, unit) = spelling.header(name, kind: kind, year: year)
    dice = spelling.dice
    table.columns.append(Column(fact, header, unit: unit))
  }

  // MARK: Rows

  private mutating func fillRows() {
    for number in 1...dice.roll(6...20) * handfuls {
      var row = Row("示例企业\(number)")
      fill(&row)
      table.rows.append(row)
    }
  }

  /// Several events of one company in one year.
  private mutating func fillEvents() {
    for number in 1...dice.roll(3...8) * handfuls {
      fillCompanyYear("示例企业\(number)", date: nil)
    }
    table.rows = dice.shuffled(table.rows)
  }

  /// Companies over several years, in ascending years so that earlier rows are earlier years.
  private mutating func fillPanel() {
    let companies = (1...dice.roll(2...5) * handfuls).map { "示例企业\($0)" }
    for year in 2025...2028 {
      self.year = year
      for company in dice.shuffled(companies) where dice.chance(80) {
        fillCompanyYear(company, date: year)
      }
    }
    if table.rows.isEmpty { fillCompanyYear(companies[0], date: 2026) }
  }

  private mutating func fillCompanyYear(_ key: String, date year: Int?) {
    var first: Row?
    for _ in 0..<(dice.chance(30) ? dice.roll(2...3) : 1) {
      var row = Row(key)
      if let year {
        let (month, day) = (dice.roll(1...12), dice.roll(1...28))
        let span = dice.pick([
          DaySpan(year: year), DaySpan(year: year), DaySpan(year: year, month: month),
          DaySpan(Day(year, month, day)),
        ])
        var spelling = Spelling(dice)
        row.date = span
        row.dateText = spelling.date(span)
        dice = spelling.dice
      }
      fill(&row)
      if let first { copyCompanyFacts(from: first, to: &row) }
      first = first ?? row
      table.rows.append(row)
    }
  }

  /// What is true of the company in the year is the same in each of its rows.
  private mutating func copyCompanyFacts(from first: Row, to row: inout Row) {
    for column in table.columns {
      switch column.fact {
      case .field(let name):
        guard let field = program.field(name) else { continue }
        switch field.kind {
        case .money where !field.isByYear: continue
        case .number where !field.isByYear: continue
        case .percent: continue
        case .money, .number, .date, .flag, .choice, .text: break
        }
      case .year, .peak, .title, .titleDate, .titleMark: break
      case .award(_, .paid):
        // A payment on record stands in one row only, so that it counts once a year.
        row.put(column.fact, .empty, "")
        continue
      case .award: continue
      }
      row.put(
        column.fact, first.cells[column.fact] ?? .empty, first.texts[column.fact] ?? "")
    }
  }

  private mutating func fill(_ row: inout Row) {
    for column in table.columns {
      let (cell, kind) = makeCell(column.fact)
      var spelling = Spelling(dice)
      var text = spelling.cell(cell, kind: kind, unit: column.unit)
      dice = spelling.dice
      if case .choice(_, let other?) = kind, cell == .choice(other), dice.chance(40) {
        text = "餐饮业"
      }
      row.put(column.fact, cell, text)
    }
    for title in Set(table.columns.compactMap(\.fact.title)).sorted() { fillTitle(title, &row) }
  }

  /// Two rows of one company-year that say the same would be refused as duplicates.
  private mutating func dropDuplicates() {
    guard options.usesKey else { return }
    var read = program.awards.reduce(into: Set<Fact>()) {
      $0.formUnion(Reads(program).facts(of: $1))
    }
    read = read.filter { table.has($0) }
    let facts = read.sorted { $0.name < $1.name }
    var seen: Set<[Cell]> = []
    table.rows = table.rows.filter { row in
      let companyYear = [Cell.label(row.key), .label("\(row.date?.year ?? 0)")]
      return seen.insert(companyYear + facts.map { row.cells[$0] ?? .empty }).inserted
    }
  }
}
