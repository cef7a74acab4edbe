import JiliLexer

/// Headers that tell companies apart, in the order in which results show them.
let identifyingHeaders = [
  "企业编号", "统一社会信用代码", "社会信用代码", "企业名称", "单位名称", "公司名称", "企业", "股票代码", "股票",
]

/// Reads company files: every row ends as accepted, rejected or empty.
package func ingest(
  _ files: [InputFile], plan: Plan, options: InputOptions
) throws(InputRefusal) -> Ingested {
  try ingest(files, layout: RowLayout(plan), options: options)
}

package func ingest(
  _ files: [InputFile], layout: RowLayout, options: InputOptions
) throws(InputRefusal) -> Ingested {
  var run = try IngestRun(files, layout: layout, options: options)
  for index in files.indices { try run.readRows(of: index) }
  try options.watch.check()
  return run.finished()
}

/// Reads company files in stretches of rows, each handed over and then forgotten, for what
/// takes rows one by one. With a key the rows of a company belong together, and all are one
/// stretch.
///
/// The answer is what is known of the files as a whole; it has no rows.
package func ingest(
  _ files: [InputFile], plan: Plan, options: InputOptions,
  each: (Ingested) throws(InputRefusal) -> Void
) throws(InputRefusal) -> Ingested {
  var run = try IngestRun(files, layout: RowLayout(plan), options: options)
  for index in files.indices {
    try run.readRows(of: index, stretch: options.key == nil ? 4_096 : .max) {
      (run: inout IngestRun) throws(InputRefusal) in try each(run.takeRows())
    }
  }
  try each(run.takeRows())
  try options.watch.check()
  return run.finished()
}

/// The state of one reading of all files.
struct IngestRun {
  /// Where a row that was accepted belongs in the panel.
  private struct Membership {
    var company: Int
    var year: Int?
  }

  private let layout: RowLayout
  private let options: InputOptions
  let assembly: RowAssembly
  private(set) var files: [CompanyFile]
  /// For each file, where it has the identifying columns.
  private(set) var identity: [[Int?]] = []
  let groups: GroupColumns
  private(set) var result = Ingested()
  private var panel: Panel
  private var members: [Membership] = []
  /// Rows with a value outside the bounds of a fact, by fact.
  private(set) var outside: [Int: Int] = [:]
  private var cells: FactCells
  private(set) var magnitudes: Magnitudes

  init(_ inputs: [InputFile], layout: RowLayout, options: InputOptions) throws(InputRefusal) {
    self.layout = layout
    self.options = options
    let settings = try settingCells(options.settings, layout: layout)
    assembly = RowAssembly(
      layout: layout, settings: settings, absentIsBlank: options.absentIsBlank)
    let index = HeaderIndex(layout, includesParameters: false)
    var map: HeaderMap?
    if let file = options.map { map = try HeaderMap(file, index, layout) }
    var files: [CompanyFile] = []
    for input in inputs {
      files.append(
        try CompanyFile(input, index: index, layout: layout, map: map, options: options))
    }
    let unmapped = map?.missing(from: files.flatMap(\.headers)) ?? []
    if !unmapped.isEmpty { throw InputRefusal(.usage, unmapped) }
    self.files = files
    magnitudes = Magnitudes(layout, files)
    panel = Panel(layout)
    cells = FactCells(factCount: layout.facts.count)
    result.hasKey = options.key != nil
    result.showsDate = options.dateColumn != nil
    (result.identityHeaders, identity) = try identifyingColumns(files, options)
    result.keptBeside = keptBeside(files, identity, options)
    groups = try GroupColumns(files, index: index, layout: layout, options: options)
    for (file, columns) in zip(files, identity) {
      result.inputs.append(file.report(layout, identity: columns))
      result.notices += file.problems
      if !options.absentIsBlank {
        let absent = file.absentFacts(layout).filter { !isSet($0, by: settings) }
          .map { layout.facts[$0].name }
        if !absent.isEmpty { result.notices.append(.absentFacts(file.name, absent)) }
      }
    }
    if options.date == nil, files.contains(where: { $0.dateColumn == nil }) {
      var date = options.defaultDate ?? .unknown
      if options.defaultDate == nil { date = try layout.defaultDate(inFile: true) }
      result.defaultDate = date
      result.notices.append(.defaultDate(date))
    }
  }

  /// Reads a whole file. `behind` is told of every stretch of so many rows that were read.
  mutating func readRows(
    of index: Int, stretch: Int = .max,
    behind: (inout IngestRun) throws(InputRefusal) -> Void = { _ in }
  ) throws(InputRefusal) {
    let file = files[index]
    switch file.form {
    case .delimited(let text, let separator):
      let reader = DelimitedReader(text.bytes, from: text.start, separator: separator)
      try readRows(
        reader, of: file, index, behind: file.headerRow, stretch: stretch, handOver: behind)
    case .json(_, let table):
      var rows = table.rows()
      while options.watch.allows(steps: 1), let object = try rows.next() {
        take(table.headers.row(object), file, index)
        if result.rows.count >= stretch { try behind(&self) }
      }
    case .sheet(let sheet):
      var last = file.headerRow
      for row in sheet.rows where row.number > last && row.number <= sheet.lastRow {
        guard options.watch.allows(steps: 1) else { break }
        countMissingRows(before: row, behind: last)
        last = row.number
        take(row, file, index)
        if result.rows.count >= stretch { try behind(&self) }
      }
    }
    if stretch < .max { try behind(&self) }
  }

  /// Cuts the rows of a workbook or a JSON file into stretches without reading their cells: `work`
  /// does that, and says whether to go on.
  mutating func cutRows(
    of index: Int, stretch: Int, _ work: (inout IngestRun, [TypedRow]) -> Bool
  ) throws(InputRefusal) {
    var rows: [TypedRow] = []
    func isDone(_ run: inout IngestRun) -> Bool {
      defer { rows.removeAll(keepingCapacity: true) }
      return !work(&run, rows)
    }
    switch files[index].form {
    case .delimited: return
    case .json(_, let table):
      var objects = table.rows()
      while options.watch.allows(steps: 1), let object = try objects.next() {
        rows.append(table.headers.row(object))
        if rows.count == stretch, isDone(&self) { return }
      }
    case .sheet(let sheet):
      var last = files[index].headerRow
      for row in sheet.rows where row.number > last && row.number <= sheet.lastRow {
        guard options.watch.allows(steps: 1) else { break }
        countMissingRows(before: row, behind: last)
        last = row.number
        rows.append(row)
        if rows.count == stretch, isDone(&self) { return }
      }
    }
    _ = isDone(&self)
  }

  /// Reads a row that was cut out of a file; whether it is accepted.
  mutating func accepts(_ row: TypedRow, of index: Int) -> Bool {
    let before = result.counts.accepted
    take(row, files[index], index)
    return result.counts.accepted > before
  }

  /// Hands the rows of a workbook over, which are to be laid out.
  mutating func takeSheetRows(of index: Int) -> [TypedRow] { files[index].takeSheetRows() }

  /// A row that nobody wrote anything into is not in the workbook at all.
  private mutating func countMissingRows(before row: TypedRow, behind last: Int) {
    result.counts.rows += row.number - last - 1
    result.counts.empty += row.number - last - 1
  }

  /// Hands over the rows that were read since the last time and forgets them; what is said of all
  /// rows together stays.
  mutating func takeRows() -> Ingested {
    let found = joined()
    (result.rows, result.rejects, result.counts, members) = ([], [], RowCounts(), [])
    return found
  }

  /// Reads rows that were cut out of a file of delimited cells; they are counted from 1 where
  /// their numbers are not given.
  mutating func readRows(
    _ bytes: [UInt8], separator: UInt8, of index: Int, numbers: [Int] = []
  ) throws(InputRefusal) {
    try readRows(
      DelimitedReader(bytes, from: 0, separator: separator), of: files[index], index, behind: 0,
      numbers: numbers)
  }

  private mutating func readRows(
    _ rows: DelimitedReader, of file: CompanyFile, _ index: Int, behind header: Int,
    numbers: [Int] = [], stretch: Int = .max,
    handOver: (inout IngestRun) throws(InputRefusal) -> Void = { _ in }
  ) throws(InputRefusal) {
    var reader = rows
    var record = DelimitedRecord()
    while options.watch.allows(steps: 1), reader.next(&record) {
      if let open = reader.unclosedQuoteRow {
        throw InputRefusal(.file, [.unclosedQuote(file.name, row: open)])
      }
      if !numbers.isEmpty { record.number = numbers[record.number - 1] }
      if record.number <= header { continue }
      if file.isLaidOut {
        take(file.typedRow(record, reader), file, index)
      } else {
        take(DelimitedRow(record: record, reader: reader), file, index)
      }
      if result.rows.count >= stretch { try handOver(&self) }
    }
  }

  private mutating func take(_ row: some CellRow, _ file: CompanyFile, _ index: Int) {
    result.counts.rows += 1
    if row.isEmpty {
      result.counts.empty += 1
      return
    }
    do throws(RowFault) {
      try readRow(row, file, index)
      result.counts.accepted += 1
    } catch {
      result.counts.rejected += 1
      reject(row, error, file)
    }
  }

  /// Joins the rows of each company and hands everything over.
  mutating func finished() -> Ingested {
    _ = joined()
    result.notices += rowNotices(magnitudes, outside)
    return result
  }

  /// What was read, the rows of each company joined; of some rows only nothing is said yet.
  mutating func joined() -> Ingested {
    for index in result.rows.indices where result.rows[index].row.hasHistory {
      guard let year = members[index].year else { continue }
      let beginning = panel.complete(
        &result.rows[index].row.values, of: members[index].company, year: year)
      if let beginning { result.rows[index].notes.append(.historyBegins(beginning)) }
    }
    return result
  }

  /// Rows have the dates that their files give them.
  var givesDates: Bool { options.date == nil }

  /// The evaluation date where all rows of a file have the same.
  func date(ofAllRowsIn file: Int) -> Days? {
    if let date = options.date { return date }
    return files[file].dateColumn == nil ? result.defaultDate ?? .unknown : nil
  }

  /// What is said of the values of all rows together.
  func rowNotices(_ magnitudes: Magnitudes, _ outside: [Int: Int]) -> [InputProblem] {
    magnitudes.problems()
      + outside.sorted { $0.key < $1.key }
      .map { .outsideBounds(fact: layout.facts[$0.key].name, rows: $0.value) }
  }
}

// MARK: One row

extension IngestRun {
  private mutating func readRow(
    _ row: some CellRow, _ file: CompanyFile, _ index: Int
  ) throws(RowFault) {
    try checkShape(row, file, index)
    let date = try date(of: row, file)
    var key: String?
    if let column = file.keyColumn {
      do throws(CellFault) {
        key = trimmed(try row.text(column, for: .words) ?? "")
      } catch {
        throw RowFault(column: column, fault: error)
      }
      if key?.isEmpty != false { throw RowFault(column: column, fault: .noKey) }
    }
    try readCells(row, file, index)
    let year = date.year
    var member = Membership(company: 0, year: year)
    let draft: RowDraft
    do throws(FactFault) {
      draft = try assembly.draft(cells, date: date)
      if let key {
        member.company = panel.company(key)
        let read = fingerprint(row, file)
        try panel.add(
          draft, to: member.company, year: year, number: row.line ?? row.number, text: read)
      }
    } catch {
      let column = file.columns.first { column in
        column.targets.contains { $0.target.fact == error.fact }
      }
      throw RowFault(column: column?.place ?? file.keyColumn, fault: error.fault)
    }
    accept(draft, date: date, key: key, member, row, file, index)
  }

  private mutating func readCells(
    _ row: some CellRow, _ file: CompanyFile, _ index: Int
  ) throws(RowFault) {
    cells.clear()
    var givenBy: [ColumnTarget: Int] = [:]
    for column in file.columns {
      for (target, type, use) in column.targets {
        do throws(CellFault) {
          guard let text = try row.text(column.place, for: use) else { continue }
          if file.form.isJSON {
            let plain = ColumnTarget(fact: target.fact, role: target.role, unit: nil)
            if let other = givenBy.updateValue(column.place, forKey: plain) {
              throw .givenTwice(file.headers[other])
            }
          }
          try cells.take(text, as: target.role, of: target.fact, type: type)
        } catch {
          throw RowFault(column: column.place, fault: error)
        }
        if let value = cells.money(as: target.role, of: target.fact, type) {
          magnitudes.add(value, file: index, place: column.place, fact: target.fact)
        }
      }
    }
  }

  private func checkShape(
    _ row: some CellRow, _ file: CompanyFile, _ index: Int
  ) throws(RowFault) {
    let width = file.headers.count
    if let fault = row.fault(width: width) { throw fault }
    for case let place? in [file.form.isJSON ? nil : 0] + identity[index]
    where isTotals(row.shown(place)) {
      throw RowFault(column: place, fault: .totalsRow)
    }
    if let fault = row.misfit(width: width) { throw RowFault(column: nil, fault: fault) }
  }

  private func date(of row: some CellRow, _ file: CompanyFile) throws(RowFault) -> Days {
    if let date = options.date { return date }
    guard let column = file.dateColumn else { return result.defaultDate ?? .unknown }
    do throws(CellFault) {
      return try row.text(column, for: .date).map(self.date(ofCell:)) ?? .unknown
    } catch {
      throw RowFault(column: column, fault: error)
    }
  }

  /// An empty cell gives no date.
  func date(ofCell text: String) throws(CellFault) -> Days {
    let type = CellType(kind: .date, unit: nil, texts: [])
    guard case .value(.date(let date)) = try type.read(text) else { return .unknown }
    return date
  }

  /// Everything that is read of a row, to tell whether another repeats it.
  private func fingerprint(_ row: some CellRow, _ file: CompanyFile) -> String {
    var text = file.dateColumn.map { trimmed(row.shown($0)) } ?? ""
    for column in file.columns {
      text += column.mark + "\u{2}" + trimmed(row.shown(column.place))
    }
    return text
  }

  private mutating func accept(
    _ draft: RowDraft, date: Days, key: String?, _ member: Membership, _ row: some CellRow,
    _ file: CompanyFile, _ index: Int
  ) {
    for (fact, info) in layout.facts.enumerated()
    where info.bounds != .unknown && !info.isParameter && info.slot >= 0 {
      if draft.values[info.slot].isOutside(info.bounds) { outside[fact, default: 0] += 1 }
    }
    let shown = identity[index].map { $0.map { row.shown($0) } ?? "" }
    let named = identity[index].first { $0 != nil && $0 != file.dateColumn } ?? nil
    let company = key ?? named.map { row.shown($0) } ?? shown.first ?? ""
    let dated = options.dateColumn != nil ? file.dateColumn : nil
    members.append(member)
    _ = options.watch.allows(
      bytes: MemoryLayout<AcceptedRow>.stride
        + draft.values.count * MemoryLayout<SlotValue>.stride
        + shown.reduce(company.utf8.count) { $0 + $1.utf8.count })
    result.rows.append(
      AcceptedRow(
        row: Row(
          values: draft.values, date: date, key: key,
          hasHistory: key != nil && file.dateColumn != nil && member.year != nil),
        file: index, number: row.number, line: row.line, identity: shown,
        company: company,
        dateText: dated.map { row.shown($0) }, notes: [],
        groups: groups.values(draft.values, file: index) { row.shown($0) },
        cells: options.keepsCells ? origins(row, file) : []))
  }

  /// The cells that facts were read from.
  private func origins(_ row: some CellRow, _ file: CompanyFile) -> [CellOrigin] {
    file.columns.flatMap { column -> [CellOrigin] in
      let text = row.shown(column.place)
      if text.isEmpty { return [] }
      return column.targets.map {
        CellOrigin(fact: $0.target.fact, header: column.header, text: text)
      }
    }
  }

  private mutating func reject(_ row: some CellRow, _ found: RowFault, _ file: CompanyFile) {
    result.rejects.append(
      RejectedRow(
        file: file.name, number: row.number, line: row.line,
        column: found.column.map { file.headers[$0] } ?? "",
        value: found.column.map { row.shown($0) } ?? "", fault: found.fault,
        cells: options.keepsRejectedCells ? row.originals(width: file.headers.count) : [],
        place: found.column))
    // The row is gone, but the company was there: its year is no gap before its first row.
    guard let column = file.keyColumn, found.fault != .totalsRow else { return }
    let key = trimmed(row.shown(column))
    if key.isEmpty { return }
    var date = Days.unknown
    let dateIsThere = file.dateColumn.map { !row.shown($0).isEmpty } ?? true
    if dateIsThere, let known = try? self.date(of: row, file) { date = known }
    panel.addRejected(to: panel.company(key), year: date.year)
  }

  private func isSet(_ fact: Int, by settings: FactCells) -> Bool {
    settings.own[fact] != .missing || !settings.titles[fact].isSilent
      || settings.peak[fact] != nil || settings.ofYears.contains { $0.fact == fact }
  }
}

/// 合计, 总计 or 小计, blanks aside.
private func isTotals(_ text: String) -> Bool {
  guard text.utf8.count <= 32, text.unicodeScalars.contains("计") else { return false }
  return ["合计", "总计", "小计"].contains(normalizedHeader(text))
}

/// The headers that results show, and where each file has them.
private func identifyingColumns(
  _ files: [CompanyFile], _ options: InputOptions
) throws(InputRefusal) -> ([String], [[Int?]]) {
  if let keep = options.keep {
    var places: [[Int?]] = []
    for file in files {
      var row: [Int?] = []
      for name in keep { row.append(try file.column(named: name, option: "--keep")) }
      places.append(row)
    }
    return (keep, places)
  }
  let normalized = files.map(\.namesForIdentity)
  var names = [options.dateColumn].compactMap { $0 }.map(normalizedHeader)
  if let key = options.key {
    names.append(normalizedHeader(key))
  } else {
    names += identifyingHeaders.filter { name in normalized.contains { $0.contains(name) } }
  }
  let hasOwn = names.count > (options.dateColumn == nil ? 0 : 1)
  var headers: [String] = []
  var places: [[Int?]] = Array(repeating: [], count: files.count)
  for name in names {
    let found = normalized.map { $0.firstIndex(of: name) }
    guard let first = found.firstIndex(where: { $0 != nil }), let column = found[first] else {
      continue
    }
    headers.append(files[first].headers[column])
    for index in files.indices { places[index].append(found[index]) }
  }
  if !hasOwn, let first = files.first {
    let own = files.map { file in file.headers.indices.first { $0 != file.dateColumn } ?? 0 }
    headers.append(first.headers[own[0]])
    for index in files.indices { places[index].append(own[index]) }
  }
  return (headers, places)
}

extension Explanation {
  /// Earlier years than this are not in the file, so nothing is known of them.
  static func historyBegins(_ year: Int) -> Explanation {
    Explanation(zh: "历史从 \(year) 年算起", en: "history begins in \(year)")
  }
}
