package import JiliLexer

/// What a cell is read for. Cells that have types of their own are read accordingly.
enum CellUse {
  case date, share, flag
  /// Money and counts.
  case number
  /// Texts, values of a list, titles, and what tells who the company is.
  case words
}

/// A fault with its place in the row; column nil is the row as a whole.
struct RowFault: Error {
  var column: Int?
  var fault: CellFault
}

/// The row at hand, whatever the form of its file. Places are those of the headers.
protocol CellRow {
  /// The row as a spreadsheet counts, or the line of a JSON file; of rows that were laid out their
  /// place among each other.
  var number: Int { get }
  /// Where a row that was laid out stands in its file.
  var line: Int? { get }
  var isEmpty: Bool { get }
  /// What rejects the row before any cell is looked at.
  func fault(width: Int) -> RowFault?
  /// A row that is shorter or longer than its header.
  func misfit(width: Int) -> CellFault?
  /// The cell as rejects and results show it; empty where there is none.
  func shown(_ place: Int) -> String
  /// The cells as they go back to be mended.
  func originals(width: Int) -> [String]
  /// The cell as the readers of cells take it; nil where the row does not speak of it at all.
  func text(_ place: Int, for use: CellUse) throws(CellFault) -> String?
}

/// A row of a delimited file: every cell is text.
struct DelimitedRow: CellRow {
  let record: DelimitedRecord
  let reader: DelimitedReader

  var number: Int { record.number }
  var line: Int? { nil }

  var isEmpty: Bool {
    record.fields.allSatisfy { reader.isBlank($0) || trimmed(reader.text($0)).isEmpty }
  }

  func fault(width: Int) -> RowFault? {
    if let broken = record.brokenField {
      return RowFault(column: min(broken, width - 1), fault: .textBehindQuote)
    }
    guard
      let long = record.fields.firstIndex(where: { $0.end - $0.start > Limits.cellBytes })
    else { return nil }
    return RowFault(column: min(long, width - 1), fault: .cellTooLong)
  }

  func misfit(width: Int) -> CellFault? {
    if record.fields.count < width { return .tooFewFields(record.fields.count, width) }
    guard let last = record.fields.lastIndex(where: { !reader.isBlank($0) }), last >= width
    else { return nil }
    return .tooManyFields(last + 1, width)
  }

  func shown(_ place: Int) -> String {
    record.fields.indices.contains(place) ? reader.text(record.fields[place]) : ""
  }

  func text(_ place: Int, for use: CellUse) -> String? { reader.text(record.fields[place]) }
}

/// A cell of a file whose cells have types: JSON and workbooks.
package enum TypedCell: Hashable, Sendable {
  /// How a workbook shows a number.
  package enum Look: Hashable, Sendable { case plain, date, percent }

  /// The row does not speak of it: a key that an object lacks.
  case missing
  case text(String)
  /// Plain digits of at most 15 places, `-0.0425`, and how they look.
  case number(String, Look = .plain)
  case boolean(Bool)
  /// `#DIV/0!` and the like.
  case error(String)
  /// A formula that nothing has computed.
  case formula
  /// Joined with the cell of this name, which holds the value.
  case merged(String)
  /// A list or an object where a value belongs.
  case structure
}

/// A row of a file whose cells have types.
package struct TypedRow: CellRow, Sendable {
  package var number: Int
  var line: Int?
  package var cells: [TypedCell]
  /// What rejects the row as a whole.
  package var rowFault: TypedRowFault?
  /// Days are counted from 1904 on.
  var countsFrom1904 = false

  package init(number: Int, cells: [TypedCell], rowFault: TypedRowFault? = nil) {
    self.number = number
    self.cells = cells
    self.rowFault = rowFault
  }
}

extension CellRow {
  /// The cells as they go back to be mended, of a short row those that it has.
  func originals(width: Int) -> [String] { (0..<width).map(shown) }
}

extension DelimitedRow {
  func originals(width: Int) -> [String] { record.fields.map(reader.text) }
}

extension TypedRow {
  /// A share goes back with its sign, for as a bare number it could not be read.
  func originals(width: Int) -> [String] {
    (0..<width).map { place in
      guard cells.indices.contains(place), case .number(let digits, .percent) = cells[place] else {
        return shown(place)
      }
      return hundredfold(digits) + "%"
    }
  }
}

/// What is wrong with a row before its cells are read.
package enum TypedRowFault: Hashable, Sendable {
  /// A workbook gives the cell of this name twice.
  case cellTwice(String)
  /// A cell right of XFD.
  case pastLastColumn(String)
  /// A line that is no JSON object, and why.
  case notObject(Wording)
  case repeatedKey(String)
}

extension TypedRow {
  package var isEmpty: Bool {
    rowFault == nil && cells.allSatisfy { $0.isEmpty }
  }

  func fault(width: Int) -> RowFault? {
    switch rowFault {
    case .cellTwice(let name): return RowFault(column: nil, fault: .cellTwice(name))
    case .pastLastColumn(let name): return RowFault(column: nil, fault: .pastLastColumn(name))
    case .notObject(let why): return RowFault(column: nil, fault: .notObject(why))
    case .repeatedKey(let key): return RowFault(column: nil, fault: .repeatedKey(key))
    case nil: break
    }
    let long = cells.firstIndex { $0.shown.utf8.count > Limits.cellBytes }
    return long.map { RowFault(column: min($0, width - 1), fault: .cellTooLong) }
  }

  /// What stands right of the headers is a column without a header, which nothing reads.
  func misfit(width: Int) -> CellFault? { nil }

  func shown(_ place: Int) -> String {
    guard cells.indices.contains(place) else { return "" }
    guard case .number(let digits, .date) = cells[place] else { return cells[place].shown }
    return dayText(digits) ?? digits
  }

  func text(_ place: Int, for use: CellUse) throws(CellFault) -> String? {
    guard cells.indices.contains(place) else { return "" }
    switch cells[place] {
    case .missing: return nil
    case .text(let text): return text
    case .number(let digits, let look):
      switch use {
      case .date:
        let isWritten = look != .date && Int(digits).map(Self.isWrittenDate) == true
        return isWritten ? digits : dayText(digits) ?? digits
      case .share: return look == .percent ? hundredfold(digits) + "%" : digits
      case .words:
        if look == .date { return dayText(digits) ?? digits }
        // Of a longer code the spreadsheet has lost the last digits: it may be another company's.
        if digits.count(where: \.isNumber) > Limits.digits { throw .tooManyDigits }
        return digits
      case .flag, .number: return digits
      }
    case .boolean(let value):
      guard use == .flag else { throw .bareBoolean }
      return value ? "true" : "false"
    case .error(let name):
      if name == "#N/A" { return "" }
      throw .errorValue(name)
    case .formula: throw .formulaWithoutValue
    case .merged(let name): throw .mergedCell(name)
    case .structure: throw .structure
    }
  }

  /// `2026` and `20260501` in a cell that does not look like a date are written as such: as days
  /// they would lie in 1905 or in no calendar.
  static func isWrittenDate(_ number: Int) -> Bool {
    (1900...2199).contains(number) || number >= 10_000_000
  }

  /// The date of a day number; the part behind the point is the time of day.
  private func dayText(_ digits: String) -> String? {
    guard let number = Int(digits.prefix { $0 != "." }), (0...2_958_465).contains(number) else {
      return nil
    }
    // The spreadsheet counts a 29 February 1900, which never was.
    if !countsFrom1904, number == 0 || number == 60 { return nil }
    let shift = countsFrom1904 ? number : number - (number < 60 ? 1 : 2)
    let date = dayNumber(year: countsFrom1904 ? 1904 : 1900, month: 1, day: 1) + shift
    return Days(first: date, last: date).text
  }
}

extension TypedCell {
  /// What a cell shows, without its type.
  var shown: String {
    switch self {
    case .missing, .formula, .merged: ""
    case .text(let text): text
    case .number(let digits, _): digits
    case .boolean(let value): value ? "TRUE" : "FALSE"
    case .error(let name): name
    case .structure: "…"
    }
  }

  package var isEmpty: Bool {
    switch self {
    case .missing, .merged: true
    case .text(let text): trimmed(text).isEmpty
    case .number, .boolean, .error, .formula, .structure: false
    }
  }
}

/// `0.2` as `20`, `0.0425` as `4.25`: the point two places to the right.
private func hundredfold(_ digits: String) -> String {
  let sign = digits.hasPrefix("-") ? "-" : ""
  let parts = digits.dropFirst(sign.count).split(separator: ".", omittingEmptySubsequences: false)
  let decimals = parts.count > 1 ? String(parts[1]) : ""
  let moved = decimals.prefix(2) + String(repeating: "0", count: max(0, 2 - decimals.count))
  let whole = (parts[0] + moved).drop { $0 == "0" }
  let rest = decimals.dropFirst(2)
  return sign + (whole.isEmpty ? "0" : whole) + (rest.isEmpty ? "" : "." + rest)
}
