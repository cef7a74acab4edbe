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
  return run.finished()
}

/// The state of one reading of all files.
private struct IngestRun {
  /// Where a row that was accepted belongs in the panel.
  private struct Membership {
    var company: Int
    var year: Int?
  }

  private let layout: RowLayout
  private let options: InputOptions
  private let assembly: RowAssembly
  private let files: [CompanyFile]
  private var identity: [[Int?]] = []
  private let groups: GroupColumns
  private var result = Ingested()
  private var panel: Panel
  private var members: [Membership] = []
  private var outside: [Int: Int] = [:]
  private var cells: FactCells

  init(_ inputs: [InputFile], layout: RowLayout, options: InputOptions) throws(InputRefusal) {
    self.layout = layout
    self.options = options
    let settings = try settingCells(options.settings, layout: layout)
    assembly = RowAssembly(
      layout: layout, settings: settings, absentIsBlank: options.absentIsBlank)
    let index = HeaderIndex(layout, includesParameters: false)
    var files: [CompanyFile] = []
    for input in inputs {
      files.append(try CompanyFile(input, index: index, layout: layout, options: options))
    }
    self.files = files
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
        result.notices += file.absentFacts(layout).filter { !isSet($0, by: settings) }
          .map { .absentFact(file.name, fact: layout.facts[$0].name) }
      }
    }
    if options.date == nil, files.contains(where: { $0.dateColumn == nil }) {
      let date = try layout.defaultDate(inFile: true)
      result.defaultDate = date
      result.notices.append(.defaultDate(date))
    }
  }

  mutating func readRows(of index: Int) throws(InputRefusal) {
    let file = files[index]
    var reader = DelimitedReader(
      file.text.bytes, from: file.text.start, separator: file.separator)
    var record = DelimitedRecord()
    while reader.next(&record) {
      if let open = reader.unclosedQuoteRow {
        throw InputRefusal(.file, [.unclosedQuote(file.name, row: open)])
      }
      if record.number <= file.headerRow { continue }
      result.counts.rows += 1
      if record.fields.allSatisfy({ reader.isBlank($0) || trimmed(reader.text($0)).isEmpty }) {
        result.counts.empty += 1
        continue
      }
      do throws(RowFault) {
        try readRow(record, reader, file, index)
        result.counts.accepted += 1
      } catch {
        result.counts.rejected += 1
        reject(record, error, reader, file)
      }
    }
  }

  /// Joins the rows of each company and hands everything over.
  mutating func finished() -> Ingested {
    for index in result.rows.indices where result.rows[index].row.hasHistory {
      guard let year = members[index].year else { continue }
      let beginning = panel.complete(
        &result.rows[index].row.values, of: members[index].company, year: year)
      if let beginning { result.rows[index].notes.append(.historyBegins(beginning)) }
    }
    for (fact, rows) in outside.sorted(by: { $0.key < $1.key }) {
      result.notices.append(.outsideBounds(fact: layout.facts[fact].name, rows: rows))
    }
    return result
  }
}

/// A fault with its place in the row; column nil is the row as a whole.
private struct RowFault: Error {
  var column: Int?
  var fault: CellFault
}

// MARK: One row

extension IngestRun {
  private mutating func readRow(
    _ record: DelimitedRecord, _ reader: DelimitedReader, _ file: CompanyFile, _ index: Int
  ) throws(RowFault) {
    try checkShape(record, reader, file, index)
    let date = try date(of: record, reader, file)
    var key: String?
    if let column = file.keyColumn {
      key = trimmed(reader.text(record.fields[column]))
      if key?.isEmpty != false { throw RowFault(column: column, fault: .noKey) }
    }
    cells.clear()
    for column in file.columns {
      let text = reader.text(record.fields[column.place])
      for (target, type) in column.targets {
        do throws(CellFault) {
          try cells.take(text, as: target.role, of: target.fact, type: type)
        } catch {
          throw RowFault(column: column.place, fault: error)
        }
      }
    }
    let year = date.year
    var member = Membership(company: 0, year: year)
    let draft: RowDraft
    do throws(FactFault) {
      draft = try assembly.draft(cells, date: date)
      if let key {
        member.company = panel.company(key)
        let read = fingerprint(record, reader, file)
        try panel.add(draft, to: member.company, year: year, number: record.number, text: read)
      }
    } catch {
      let column = file.columns.first { column in
        column.targets.contains { $0.target.fact == error.fact }
      }
      throw RowFault(column: column?.place ?? file.keyColumn, fault: error.fault)
    }
    accept(draft, date: date, key: key, member, record, reader, file, index)
  }

  private func checkShape(
    _ record: DelimitedRecord, _ reader: DelimitedReader, _ file: CompanyFile, _ index: Int
  ) throws(RowFault) {
    let fields = record.fields
    let wanted = file.headers.count
    if let broken = record.brokenField {
      throw RowFault(column: min(broken, wanted - 1), fault: .textBehindQuote)
    }
    if let long = fields.firstIndex(where: { $0.end - $0.start > Limits.cellBytes }) {
      throw RowFault(column: min(long, wanted - 1), fault: .cellTooLong)
    }
    if let first = fields.first, isTotals(reader.text(first)) {
      throw RowFault(column: 0, fault: .totalsRow)
    }
    for case let place? in identity[index] where place < fields.count {
      if isTotals(reader.text(fields[place])) {
        throw RowFault(column: place, fault: .totalsRow)
      }
    }
    if fields.count < wanted {
      throw RowFault(column: nil, fault: .tooFewFields(fields.count, wanted))
    }
    if let last = fields.lastIndex(where: { !reader.isBlank($0) }), last >= wanted {
      throw RowFault(column: nil, fault: .tooManyFields(last + 1, wanted))
    }
  }

  private func date(
    of record: DelimitedRecord, _ reader: DelimitedReader, _ file: CompanyFile
  ) throws(RowFault) -> Days {
    if let date = options.date { return date }
    guard let column = file.dateColumn else { return result.defaultDate ?? .unknown }
    do throws(CellFault) {
      let type = CellType(kind: .date, unit: nil, texts: [])
      guard case .value(.date(let date)) = try type.read(reader.text(record.fields[column]))
      else { return .unknown }
      return date
    } catch {
      throw RowFault(column: column, fault: error)
    }
  }

  /// Everything that is read of a row, to tell whether another repeats it.
  private func fingerprint(
    _ record: DelimitedRecord, _ reader: DelimitedReader, _ file: CompanyFile
  ) -> String {
    var text = file.dateColumn.map { trimmed(reader.text(record.fields[$0])) } ?? ""
    for column in file.columns {
      text += column.mark + "\u{2}" + trimmed(reader.text(record.fields[column.place]))
    }
    return text
  }

  private mutating func accept(
    _ draft: RowDraft, date: Days, key: String?, _ member: Membership, _ record: DelimitedRecord,
    _ reader: DelimitedReader, _ file: CompanyFile, _ index: Int
  ) {
    for (fact, info) in layout.facts.enumerated()
    where info.bounds != .unknown && !info.isParameter && info.slot >= 0 {
      if draft.values[info.slot].isOutside(info.bounds) { outside[fact, default: 0] += 1 }
    }
    let shown = identity[index].map { $0.map { reader.text(record.fields[$0]) } ?? "" }
    let named = identity[index].first { $0 != nil && $0 != file.dateColumn } ?? nil
    let company = key ?? named.map { reader.text(record.fields[$0]) } ?? shown.first ?? ""
    let dated = options.dateColumn != nil ? file.dateColumn : nil
    members.append(member)
    result.rows.append(
      AcceptedRow(
        row: Row(
          values: draft.values, date: date, key: key,
          hasHistory: key != nil && file.dateColumn != nil && member.year != nil),
        file: index, number: record.number, identity: shown, company: company,
        dateText: dated.map { reader.text(record.fields[$0]) }, notes: [],
        groups: groups.values(draft.values, file: index) { reader.text(record.fields[$0]) }))
  }

  private mutating func reject(
    _ record: DelimitedRecord, _ found: RowFault, _ reader: DelimitedReader, _ file: CompanyFile
  ) {
    let place = found.column.flatMap { record.fields.indices.contains($0) ? $0 : nil }
    result.rejects.append(
      RejectedRow(
        file: file.name, number: record.number,
        column: found.column.map { file.headers[$0] } ?? "",
        value: place.map { reader.text(record.fields[$0]) } ?? "", fault: found.fault,
        cells: options.keepsRejectedCells ? record.fields.map(reader.text) : [],
        place: found.column))
    // The row is gone, but the company was there: its year is no gap before its first row.
    guard let column = file.keyColumn, record.fields.indices.contains(column),
      found.fault != .totalsRow
    else { return }
    let key = trimmed(reader.text(record.fields[column]))
    if key.isEmpty { return }
    var date = Days.unknown
    let dateIsThere = file.dateColumn.map { record.fields.indices.contains($0) } ?? true
    if dateIsThere, let known = try? self.date(of: record, reader, file) { date = known }
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
  let normalized = files.map { $0.headers.map(normalizedHeader) }
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
