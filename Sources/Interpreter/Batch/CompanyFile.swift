import JiliLexer

/// One open company file: its headers, and what each column fills.
struct CompanyFile {
  /// One column that fills facts.
  struct Column {
    var place: Int
    var header: String
    var targets: [(target: ColumnTarget, type: CellType, use: CellUse)]
    /// What it fills, to compare rows of files with other headers.
    var mark = ""
  }

  /// What the rows are read from.
  enum Form {
    case delimited(DecodedText, separator: UInt8)
    case json(DecodedText, JSONTable)
    case sheet(Sheet)
  }

  let name: String
  private(set) var form: Form
  /// Its rows are laid out as text elsewhere.
  let isLaidOut: Bool
  /// The last row of the header.
  let headerRow: Int
  /// The headers as they stand in the file, without blanks at the ends.
  let headers: [String]
  /// What each is looked up as; none for a column that `--map` ignores.
  private let lookups: [[String]]
  private(set) var columns: [Column] = []
  private(set) var keyColumn: Int?
  private(set) var dateColumn: Int?
  private(set) var problems: [InputProblem] = []
  /// Columns that nothing reads.
  private var unread: [Int] = []

  /// Decodes a file and binds its headers.
  init(
    _ file: InputFile, index: HeaderIndex, layout: RowLayout, map: HeaderMap?,
    options: InputOptions
  ) throws(InputRefusal) {
    name = file.name
    isLaidOut = file.opened != nil
    var form = try Form(file, options)
    let rows = try form.headerRows(file.name, options)
    headerRow = rows.last
    headers = rows.shown
    lookups = zip(rows.shown, rows.lookups).map { shown, names in
      guard let map else { return names }
      // The map may speak of the header as a whole or, of two rows, of what it stands for.
      for name in [shown] + names where map.meaning(of: name) != name {
        return map.meaning(of: name).map { [$0] } ?? []
      }
      return names
    }
    if headers.count > Limits.columns { throw InputRefusal(.file, [.tooManyColumns(name)]) }
    if case .sheet(var sheet) = form {
      try sheet.markMerges(below: headerRow, width: headers.count)
      form = .sheet(sheet)
    }
    self.form = form
    try bind(index, layout, map)
    keyColumn = try column(named: options.key, option: "--key")
    if options.date == nil {
      dateColumn = try column(named: options.dateColumn, option: "--date-column")
      if dateColumn == nil {
        let names = namesForIdentity
        dateColumn = names.firstIndex(of: "日期") ?? names.firstIndex(of: "年度")
      }
    }
    warnOfUnread(index, layout)
    noteSheet(options)
  }

  /// A row that was laid out.
  func typedRow(_ record: DelimitedRecord, _ reader: DelimitedReader) -> TypedRow {
    LaidOutRow.row(record, reader, countsFrom1904: form.sheet?.countsFrom1904 ?? false)
  }

  /// Hands the rows of a workbook over; it has none from there on.
  mutating func takeSheetRows() -> [TypedRow] {
    guard case .sheet(var sheet) = form else { return [] }
    let rows = sheet.rows
    sheet.rows = []
    form = .sheet(sheet)
    return rows
  }

  /// The headers as names are compared, under the names that `--map` gives them.
  var namesForIdentity: [String] {
    headers.indices.map { place in
      let isMapped = lookups[place].count == 1
      return normalizedHeader(isMapped ? lookups[place][0] : headers[place])
    }
  }

  /// The column headed so, blanks and width aside.
  func column(named wanted: String?, option: String) throws(InputRefusal) -> Int? {
    guard let wanted else { return nil }
    let sought = normalizedHeader(wanted)
    let own = headers.map(normalizedHeader)
    let normalized = own.contains(sought) ? own : namesForIdentity
    guard let place = normalized.firstIndex(of: sought) else {
      let near = nearestName(to: sought, among: normalized)
      throw InputRefusal(
        .file, [.noSuchColumn(name, wanted, option: option, nearest: near)])
    }
    if normalized.lastIndex(of: sought) != place {
      throw InputRefusal(.file, [.twoNamedColumns(name, wanted, option: option)])
    }
    return place
  }

  /// Facts that the rules read and no column gives. Facts of an award have a meaning of their own
  /// where nothing is given.
  func absentFacts(_ layout: RowLayout) -> [Int] {
    var given = Set<Int>()
    for column in columns { given.formUnion(column.targets.map(\.target.fact)) }
    return layout.facts.indices.filter { index in
      let fact = layout.facts[index]
      return fact.isRead && !fact.isParameter && !fact.isOfAward && !given.contains(index)
    }
  }

  /// What the receipt says of the file.
  func report(_ layout: RowLayout, identity: [Int?]) -> InputReport {
    var named: [(fact: String, header: String)] = []
    for column in columns {
      for (target, _, _) in column.targets {
        named.append((target.shownName(layout.facts[target.fact]), column.header))
      }
    }
    let used = Set(identity.compactMap { $0 } + [keyColumn, dateColumn].compactMap { $0 })
    return InputReport(
      file: name, encoding: form.encoding, sheet: form.sheet?.name, columns: named,
      ignored: unread.filter { !used.contains($0) }.map { headers[$0] }.filter { !$0.isEmpty },
      absent: absentFacts(layout).map { layout.facts[$0].name }, headers: headers)
  }

  private mutating func bind(
    _ index: HeaderIndex, _ layout: RowLayout, _ map: HeaderMap?
  ) throws(InputRefusal) {
    var headerOf: [ColumnTarget: String] = [:]
    for (place, header) in headers.enumerated() {
      let found = lookups[place].first {
        !index.targets(of: $0).isEmpty || !index.claimants(of: $0).isEmpty
      }
      let targets = found.map { index.targets(of: $0) } ?? []
      let claimants = found.map { index.claimants(of: $0) } ?? []
      if !claimants.isEmpty { problems.append(.severalAwards(name, header, claimants)) }
      if targets.isEmpty {
        unread.append(place)
        continue
      }
      var column = Column(place: place, header: header, targets: [])
      for target in targets {
        let fact = layout.facts[target.fact]
        // The unit makes no second fact of one: 营收（元） and 营收（万元） are two headers for it.
        let plain = ColumnTarget(fact: target.fact, role: target.role, unit: nil)
        // Each object has keys of its own: two of them may disagree, the file as a whole may not.
        if let other = headerOf[plain], !form.isJSON {
          problems.append(.twoHeaders(name, other, header, fact: target.shownName(fact)))
        }
        headerOf[plain] = header
        let type = CellType(kind: fact.kind, unit: target.unit, texts: layout.texts)
        column.targets.append((target, type, target.use(fact)))
        column.mark += "\u{1}\(target.fact)\(target.role)"
      }
      columns.append(column)
    }
    let namesFact = !columns.isEmpty || !problems.isEmpty
    // Titles may stand above the headers.
    try form.text?.confirm(name, namesFact: namesFact || form.offer(index) != nil)
    if !problems.isEmpty { throw InputRefusal(.file, problems) }
    if columns.isEmpty {
      // A slip in the table of headers is the likelier reason.
      let unmapped = map?.missing(from: headers) ?? []
      if !unmapped.isEmpty { throw InputRefusal(.usage, unmapped) }
      throw InputRefusal(.file, [nothingKnown(index)])
    }
  }

  private func nothingKnown(_ index: HeaderIndex) -> InputProblem {
    let named = headers.filter { !normalizedHeader($0).isEmpty }
    let cells = named.prefix(8).joined(separator: "、") + (named.count > 8 ? "…" : "")
    let shown = cells.count > 120 ? cells.prefix(120) + "…" : cells
    if form.isJSON { return .noKnownKey(name, shown: shown) }
    return .noKnownHeader(
      name, row: headerRow, shown: shown, offer: form.offer(index))
  }

  /// Two letters are one letter away from too many words to warn of them.
  private mutating func warnOfUnread(_ index: HeaderIndex, _ layout: RowLayout) {
    for place in unread where place != keyColumn && place != dateColumn {
      let header = headers[place]
      let name = normalizedHeader(header)
      if name.count < 3 || identifyingHeaders.contains(name) || MendingWord.isHeader(name) {
        continue
      }
      if lookups[place].isEmpty { continue }
      if let (unit, fact) = index.unfitUnit(in: header) {
        problems.append(
          .unfitUnit(self.name, header: header, unit: unit, fact: layout.facts[fact].name))
      } else if let nearest = index.nearest(to: header) {
        problems.append(.nearMiss(self.name, header: header, nearest: nearest))
      }
    }
  }

  /// Which sheet it is, where there are several, and what cannot be seen on it.
  private mutating func noteSheet(_ options: InputOptions) {
    guard let sheet = form.sheet else { return }
    if options.sheet == nil, !sheet.others.isEmpty {
      problems.append(.firstSheet(name, sheet.name, others: sheet.others))
    }
    if sheet.hiddenRows > 0 { problems.append(.hiddenRows(name, count: sheet.hiddenRows)) }
    if options.headerRows == 1, !sheet.joins(headerRow).isEmpty {
      problems.append(.joinedHeaders(name, row: headerRow))
    }
  }
}

extension ColumnTarget {
  /// What its cells are read for.
  func use(_ fact: Fact) -> CellUse {
    switch role {
    case .date: return .date
    case .status: return .flag
    case .value, .peak: break
    }
    switch fact.kind {
    case .date: return .date
    case .percent: return .share
    case .flag: return .flag
    case .money, .number, .approved, .received, .paid: return .number
    case .text, .category, .title, .instalment: return .words
    }
  }

  /// The fact with what the column gives of it: `营业收入2024`, `国家级小巨人.复评日期`.
  func shownName(_ fact: Fact) -> String {
    switch role {
    case .value(let year): fact.name + (year.map { String($0) } ?? "")
    case .peak: fact.name + ".历年最高"
    case .date(.recognised): fact.name + ".认定日期"
    case .date(.firstRecognised): fact.name + ".首次认定日期"
    case .date(.renewed): fact.name + ".复评日期"
    case .date(.relocated): fact.name + ".迁入日期"
    case .date(.lapsed): fact.name + ".失效日期"
    case .status(.new): fact.name + ".新认定"
    case .status(.renewed): fact.name + ".复评"
    case .status: fact.name + ".新引进"
    }
  }
}
