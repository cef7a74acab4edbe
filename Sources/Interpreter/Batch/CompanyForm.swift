import JiliLexer

/// What form a company file has, and what of it comes before its rows.
extension CompanyFile.Form {
  fileprivate static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
      || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
  }

  init(_ file: InputFile, _ options: InputOptions) throws(InputRefusal) {
    switch file.opened {
    case .json(let headers):
      self = .json(.empty, JSONTable(file.name, headers))
      return
    case .workbook(let sheet):
      self = .sheet(sheet)
      return
    case nil: break
    }
    let bytes = file.bytes
    if Self.isWorkbook(bytes) {
      guard let open = options.openWorkbook else {
        throw InputRefusal(.file, [.noWorkbookReader(file.name)])
      }
      self = .sheet(try open(file, options.sheet))
      return
    }
    if options.sheet != nil { throw InputRefusal(.usage, [.noSheets(file.name)]) }
    let text = try decode(file, as: options.encoding)
    if looksLikeJSON(text.bytes[text.start...]) {
      if let guess = text.guess, guess.rowOutsideGB18030 != nil {
        throw InputRefusal(.file, [.notUTF8(file.name, row: guess.rowOutsideUTF8)])
      }
      self = .json(text, try JSONTable(file.name, text))
    } else {
      let sign = Jili.separator(of: text.bytes, row: max(1, options.headerRow), from: text.start)
      self = .delimited(text, separator: sign)
    }
  }

  /// The bytes of a file that is text.
  var text: DecodedText? {
    switch self {
    case .delimited(let text, _), .json(let text, _): text
    case .sheet: nil
    }
  }

  var sheet: Sheet? {
    guard case .sheet(let sheet) = self else { return nil }
    return sheet
  }

  var isJSON: Bool {
    guard case .json = self else { return false }
    return true
  }

  /// As the receipt names it.
  var encoding: String { text?.encoding.rawValue ?? "xlsx" }

  /// The header rows that the options name.
  func headerRows(_ name: String, _ options: InputOptions) throws(InputRefusal) -> HeaderRows {
    let row = max(1, options.headerRow)
    switch self {
    case .json(_, let table): return HeaderRows(table.headers.all)
    case .sheet(let sheet):
      let last = row + options.headerRows - 1
      if sheet.lastRow < last {
        throw InputRefusal(.file, [.noRows(name, headerRow: last, others: sheet.others)])
      }
      return HeaderRows(sheet, row: row, count: options.headerRows)
    case .delimited(let text, let separator):
      let last = row + options.headerRows - 1
      let texts = try firstRows(name, text, separator: separator, count: last)
      if texts.count < last { throw InputRefusal(.file, [.noRows(name, headerRow: last)]) }
      return HeaderRows(row: row, count: options.headerRows) { texts[$0 - 1] }
    }
  }

  /// Other rows that look like the header.
  func offer(_ index: HeaderIndex) -> HeaderOffer? {
    switch self {
    case .json: return nil
    case .sheet(let sheet):
      return HeaderOffer.best(index, lastRow: sheet.lastRow) {
        HeaderRows(sheet, row: $0, count: $1)
      }
    case .delimited(let text, let separator):
      guard let texts = try? firstRows("", text, separator: separator, count: 21) else {
        return nil
      }
      return HeaderOffer.best(index, lastRow: texts.count) { row, count in
        HeaderRows(row: row, count: count) { texts[$0 - 1] }
      }
    }
  }

  /// The cells of the first rows, without blanks at the ends.
  private func firstRows(
    _ name: String, _ text: DecodedText, separator: UInt8, count: Int
  ) throws(InputRefusal) -> [[String]] {
    var reader = DelimitedReader(text.bytes, from: text.start, separator: separator)
    var record = DelimitedRecord()
    var rows: [[String]] = []
    while rows.count < count, reader.next(&record) {
      if let open = reader.unclosedQuoteRow {
        throw InputRefusal(.file, [.unclosedQuote(name, row: open)])
      }
      rows.append(record.fields.map { trimmed(reader.text($0)) })
      if rows.last?.contains(where: { $0.utf8.contains(0) }) == true {
        throw InputRefusal(.file, [.zeroBytes(name, row: record.number)])
      }
    }
    return rows
  }
}

extension ChunkRun {
  /// Whether a file that begins so is a workbook.
  package static func isWorkbook(_ front: [UInt8]) -> Bool { CompanyFile.Form.isWorkbook(front) }

  /// Whether a file that begins so is a workbook or JSON, which has no header row.
  package static func isReadWhole(_ front: [UInt8]) -> Bool {
    CompanyFile.Form.isWorkbook(front)
      || looksLikeJSON(front[(front.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...])
  }
}

/// An object, or an array: no header begins so.
private func looksLikeJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
  let signs = bytes.lazy.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(2)
  let text = String(decoding: Array(signs), as: UTF8.self)
  return ["{\"", "{}", "[{", "[]"].contains(text)
}
