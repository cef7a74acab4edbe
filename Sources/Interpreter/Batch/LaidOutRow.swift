import JiliLexer

/// A row of a workbook or of a JSON file as a line of delimited text, so that such files go through
/// the same chunks, columns and looks as delimited ones: its cells as they are shown, the signs of
/// their types, and where the row stands in its file.
///
/// `甲,1200.5,,tnm,7`: a text, a number, nothing at all; line 7.
struct LaidOutRow {
  static let separator = UInt8(ascii: ",")
  /// Behind the signs of a row that is rejected as a whole; what else is to be known of its cells
  /// stands behind `|`.
  private static let faultMark = UInt8(ascii: "!")
  /// The cells behind those of the file.
  static let ownCells = 2

  /// The type of a cell, one letter each.
  enum Sign {
    static let text = UInt8(ascii: "t")
    static let number = UInt8(ascii: "n")
    /// `2026`, `20260501`: read as a date it is one.
    static let writtenDate = UInt8(ascii: "w")
    /// A number of more digits than a spreadsheet keeps.
    static let longNumber = UInt8(ascii: "l")
    static let date = UInt8(ascii: "d")
    static let percent = UInt8(ascii: "p")
    static let yes = UInt8(ascii: "y")
    static let no = UInt8(ascii: "f")
    static let missing = UInt8(ascii: "m")
    static let error = UInt8(ascii: "e")
    static let formula = UInt8(ascii: "u")
    static let merged = UInt8(ascii: "j")
    static let structure = UInt8(ascii: "s")
  }

  /// Lays a row out behind others, with at least `width` cells.
  static func append(_ row: TypedRow, width: Int, to bytes: inout [UInt8]) {
    var writer = DelimitedWriter(separator: separator, hasMark: false, escapesFormulas: false)
    var signs: [UInt8] = []
    var more: [String] = []
    for place in 0..<max(width, row.cells.count) {
      guard row.cells.indices.contains(place) else {
        writer.text("")
        signs.append(Sign.text)
        continue
      }
      writer.text(row.shown(place))
      signs.append(sign(row.cells[place]))
      switch row.cells[place] {
      case .number(let digits, .date): more.append(digits)
      case .merged(let name): more.append(name)
      case .missing, .text, .number, .boolean, .error, .formula, .structure: break
      }
    }
    // An empty row gets a cell more than the header has, so that no column takes it for a row.
    if row.isEmpty, row.cells.count <= width {
      writer.text("")
      signs.append(Sign.text)
    }
    if let fault = row.rowFault { more.append(word(fault)) }
    if row.rowFault != nil { signs.append(faultMark) }
    writer.text(String(decoding: signs, as: UTF8.self) + more.map { "|" + $0 }.joined())
    writer.count(row.number)
    writer.endRow()
    bytes += writer.bytes
  }

  /// Adds a cell, in quotes where it needs them.
  static func append(_ text: [UInt8], to bytes: inout [UInt8]) {
    let isPlain = text.allSatisfy { $0 != separator && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D }
    if isPlain {
      bytes += text
      return
    }
    bytes.append(0x22)
    for byte in text {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// Whether a text is surely more than blanks: those beyond ASCII begin with C2, E1, E2, E3 or EF.
  static func hasInk(_ text: [UInt8]) -> Bool {
    switch text.first ?? 0 {
    case 0x21...0x7E, 0xE4...0xE9: true
    default: false
    }
  }

  /// The row that was laid out; `number` is its place among those that are read.
  static func row(
    _ record: DelimitedRecord, _ reader: DelimitedReader, countsFrom1904: Bool
  ) -> TypedRow {
    let fields = record.fields
    let count = max(0, fields.count - ownCells)
    guard fields.count >= ownCells else { return TypedRow(number: record.number, cells: []) }
    let parts = reader.text(fields[count]).split(separator: "|", omittingEmptySubsequences: false)
    var more = parts.dropFirst()[...]
    var cells: [TypedCell] = []
    cells.reserveCapacity(count)
    let signs = (parts.first ?? "").utf8
    for (place, sign) in zip(0..<count, signs) {
      cells.append(cell(sign, reader.text(fields[place]), &more))
    }
    var row = TypedRow(number: record.number, cells: cells)
    row.line = Int(reader.text(fields[count + 1]))
    row.countsFrom1904 = countsFrom1904
    if signs.last == faultMark { row.rowFault = fault(more.joined(separator: "|")) }
    return row
  }

  // MARK: - Types

  private static func sign(_ cell: TypedCell) -> UInt8 {
    switch cell {
    case .missing: Sign.missing
    case .text: Sign.text
    case .number(let digits, .plain): sign(ofNumber: Array(digits.utf8))
    case .number(_, .date): Sign.date
    case .number(_, .percent): Sign.percent
    case .boolean(let value): value ? Sign.yes : Sign.no
    case .error: Sign.error
    case .formula: Sign.formula
    case .merged: Sign.merged
    case .structure: Sign.structure
    }
  }

  static func sign(ofNumber digits: some Collection<UInt8>) -> UInt8 {
    var (count, isWhole, value) = (0, true, 0)
    for byte in digits {
      switch byte {
      case 0x30...0x39:
        count += 1
        if count <= Limits.digits { value = value * 10 + Int(byte - 0x30) }
      default: isWhole = false
      }
    }
    if count > Limits.digits { return Sign.longNumber }
    return isWhole && TypedRow.isWrittenDate(value) ? Sign.writtenDate : Sign.number
  }

  private static func cell(
    _ sign: UInt8, _ text: String, _ more: inout ArraySlice<Substring>
  ) -> TypedCell {
    switch sign {
    case Sign.number, Sign.writtenDate, Sign.longNumber: .number(text)
    case Sign.date: .number(String(more.popFirst() ?? ""), .date)
    case Sign.percent: .number(text, .percent)
    case Sign.yes: .boolean(true)
    case Sign.no: .boolean(false)
    case Sign.missing: .missing
    case Sign.error: .error(text)
    case Sign.formula: .formula
    case Sign.merged: .merged(String(more.popFirst() ?? ""))
    case Sign.structure: .structure
    default: .text(text)
    }
  }

  /// Whether the text of a cell with this sign is what each of its readers takes.
  static func isPlain(_ sign: UInt8, _ uses: [CellUse], isEmptyWhereMissing: Bool) -> Bool {
    if uses.isEmpty { return true }
    switch sign {
    case Sign.text: return true
    case Sign.missing: return isEmptyWhereMissing
    case Sign.writtenDate: return true
    case Sign.number: return !uses.contains(.date)
    case Sign.longNumber: return !uses.contains(.date) && !uses.contains(.words)
    case Sign.date: return uses.allSatisfy { $0 == .date || $0 == .words }
    case Sign.percent: return uses.allSatisfy { $0 == .number || $0 == .flag }
    case Sign.yes, Sign.no: return uses == [.flag]
    default: return false
    }
  }

  // MARK: - Faults of rows

  private static func word(_ fault: TypedRowFault) -> String {
    switch fault {
    case .cellTwice(let name): "c" + name
    case .pastLastColumn(let name): "l" + name
    case .notObject(let why): "o" + why.zh + "\u{1F}" + why.en
    case .repeatedKey(let key): "k" + key
    }
  }

  private static func fault(_ word: String) -> TypedRowFault {
    let text = String(word.dropFirst())
    switch word.first {
    case "c": return .cellTwice(text)
    case "l": return .pastLastColumn(text)
    case "k": return .repeatedKey(text)
    default:
      let words = text.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      return .notObject(Wording(zh: String(words.first ?? ""), en: String(words.last ?? "")))
    }
  }
}
