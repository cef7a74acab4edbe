import JiliLexer

/// One open company file: its headers, and what each column fills.
struct CompanyFile {
  /// One column that fills facts.
  struct Column {
    var place: Int
    var header: String
    var targets: [(target: ColumnTarget, type: CellType)]
    /// What it fills, to compare rows of files with other headers.
    var mark = ""
  }

  let name: String
  let text: DecodedText
  let separator: UInt8
  let headerRow: Int
  /// The headers as they stand in the file, without blanks at the ends.
  let headers: [String]
  private(set) var columns: [Column] = []
  private(set) var keyColumn: Int?
  private(set) var dateColumn: Int?
  private(set) var problems: [InputProblem] = []
  /// Columns that nothing reads.
  private var unread: [Int] = []

  /// Decodes a file and binds its headers.
  init(
    _ file: InputFile, index: HeaderIndex, layout: RowLayout, options: InputOptions
  ) throws(InputRefusal) {
    name = file.name
    text = try decode(file)
    if looksLikeJSON(text.bytes[text.start...]) { throw InputRefusal(.file, [.isJSON(name)]) }
    headerRow = max(1, options.headerRow)
    separator = Jili.separator(of: text.bytes, row: headerRow, from: text.start)
    headers = try readHeaders(file.name, text, separator: separator, row: headerRow)
    if headers.count > Limits.columns { throw InputRefusal(.file, [.tooManyColumns(name)]) }
    try bind(index, layout)
    keyColumn = try column(named: options.key, option: "--key")
    if options.date == nil {
      dateColumn = try column(named: options.dateColumn, option: "--date-column")
      if dateColumn == nil {
        let normalized = headers.map(normalizedHeader)
        dateColumn = normalized.firstIndex(of: "日期") ?? normalized.firstIndex(of: "年度")
      }
    }
    warnOfUnread(index, layout)
  }

  /// The column headed so, blanks and width aside.
  func column(named wanted: String?, option: String) throws(InputRefusal) -> Int? {
    guard let wanted else { return nil }
    let normalized = headers.map(normalizedHeader)
    let sought = normalizedHeader(wanted)
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
      for (target, _) in column.targets {
        named.append((target.shownName(layout.facts[target.fact]), column.header))
      }
    }
    let used = Set(identity.compactMap { $0 } + [keyColumn, dateColumn].compactMap { $0 })
    return InputReport(
      file: name, encoding: text.encoding, columns: named,
      ignored: unread.filter { !used.contains($0) }.map { headers[$0] }.filter { !$0.isEmpty },
      absent: absentFacts(layout).map { layout.facts[$0].name }, headers: headers)
  }

  private mutating func bind(_ index: HeaderIndex, _ layout: RowLayout) throws(InputRefusal) {
    var headerOf: [ColumnTarget: String] = [:]
    for (place, header) in headers.enumerated() {
      let targets = index.targets(of: header)
      let claimants = index.claimants(of: header)
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
        if let other = headerOf[plain] {
          problems.append(.twoHeaders(name, other, header, fact: target.shownName(fact)))
        }
        headerOf[plain] = header
        column.targets.append(
          (target, CellType(kind: fact.kind, unit: target.unit, texts: layout.texts)))
        column.mark += "\u{1}\(target.fact)\(target.role)"
      }
      columns.append(column)
    }
    if !problems.isEmpty { throw InputRefusal(.file, problems) }
    if columns.isEmpty {
      let cells = headers.prefix(8).joined(separator: "、") + (headers.count > 8 ? "…" : "")
      let shown = cells.count > 120 ? cells.prefix(120) + "…" : cells
      throw InputRefusal(.file, [.noKnownHeader(name, row: headerRow, shown: shown)])
    }
  }

  /// Two letters are one letter away from too many words to warn of them.
  private mutating func warnOfUnread(_ index: HeaderIndex, _ layout: RowLayout) {
    for place in unread where place != keyColumn && place != dateColumn {
      let header = headers[place]
      let name = normalizedHeader(header)
      if name.count < 3 || MendingWord.isHeader(name) || identifyingHeaders.contains(name) {
        continue
      }
      if let (unit, fact) = index.unfitUnit(in: header) {
        problems.append(
          .unfitUnit(name, header: header, unit: unit, fact: layout.facts[fact].name))
      } else if let nearest = index.nearest(to: header) {
        problems.append(.nearMiss(name, header: header, nearest: nearest))
      }
    }
  }
}

/// An object, or an array of them: no header begins so.
private func looksLikeJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
  let signs = bytes.lazy.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(2)
  let text = String(decoding: Array(signs), as: UTF8.self)
  return text == "{\"" || text == "[{"
}

/// The cells of the header row, without blanks at the ends.
private func readHeaders(
  _ name: String, _ text: DecodedText, separator: UInt8, row: Int
) throws(InputRefusal) -> [String] {
  var reader = DelimitedReader(text.bytes, from: text.start, separator: separator)
  var record = DelimitedRecord()
  while reader.next(&record) {
    if let open = reader.unclosedQuoteRow {
      throw InputRefusal(.file, [.unclosedQuote(name, row: open)])
    }
    guard record.number == row else { continue }
    let headers = record.fields.map { trimmed(reader.text($0)) }
    if headers.contains(where: { $0.utf8.contains(0) }) {
      throw InputRefusal(.file, [.zeroBytes(name, row: row)])
    }
    return headers
  }
  throw InputRefusal(.file, [.noRows(name, headerRow: row)])
}

extension ColumnTarget {
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
