import Jili
import JiliLexer

/// `xl/worksheets/sheetN.xml`: rows, cells and which of them are joined.
final class SheetPart: PartReader {
  private let file: String
  private let part: String
  private let strings: [String]
  private let looks: [TypedCell.Look]

  private(set) var rows: [TypedRow] = []
  private(set) var merges: [Sheet.Merge] = []
  private(set) var hiddenRows = 0
  private(set) var fault: InputProblem?

  private var row = TypedRow(number: 0, cells: [])
  private var isHiddenRow = false
  private var column = 0
  private var given: [Bool] = []
  private var cellCount = 0
  private var type = ""
  private var look = TypedCell.Look.plain
  private var bytes: [UInt8] = []
  private var hasValue = false
  private var hasFormula = false
  private var isInText = false
  private var isInPhonetic = false

  init(_ file: String, _ part: String, strings: [String], looks: [TypedCell.Look]) {
    self.file = file
    self.part = part
    self.strings = strings
    self.looks = looks
  }

  var takesText: Bool { isInText && !isInPhonetic }

  func text(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }

  func start(_ name: String, _ attributes: Attributes) {
    switch name {
    case "c": beginCell(attributes)
    case "v":
      isInText = true
      hasValue = true
    case "t": isInText = true
    case "is": hasValue = true
    case "f": hasFormula = true
    case "rPh": isInPhonetic = true
    case "row": beginRow(attributes)
    case "mergeCell": join(attributes["ref"] ?? "")
    default: break
    }
  }

  func end(_ name: String) {
    switch name {
    case "v", "t": isInText = false
    case "rPh": isInPhonetic = false
    case "c": endCell()
    case "row": endRow()
    default: break
    }
  }

  // MARK: Rows

  private func beginRow(_ attributes: Attributes) {
    let next = row.number + 1
    let number = attributes["r"].map { Int($0) ?? 0 } ?? next
    if number > Limits.sheetRows { fault = .workbookTooLarge(file, .rows) }
    if number < next {
      fault = .damaged(file, part, "第 \(number) 行出现两次或次序颠倒", "row \(number) is out of order")
    }
    row = TypedRow(number: number, cells: [])
    given.removeAll(keepingCapacity: true)
    column = 0
    isHiddenRow = isTrue(attributes["hidden"])
  }

  private func endRow() {
    cellCount += row.cells.count
    if cellCount > Limits.sheetCells { fault = .workbookTooLarge(file, .cells) }
    if row.cells.isEmpty, row.rowFault == nil { return }
    if isHiddenRow, !row.isEmpty { hiddenRows += 1 }
    rows.append(row)
  }

  // MARK: Cells

  private func beginCell(_ attributes: Attributes) {
    column += 1
    if let name = attributes["r"] {
      guard let place = cellPlace(name), place.row == row.number else {
        let shown = quoted(name)
        fault = .damaged(
          file, part, "单元格 \(shown) 不在它的行里", "cell \(shown) is not in its row")
        return
      }
      column = place.column
    }
    type = attributes["t"] ?? "n"
    let style = attributes["s"].flatMap { Int($0) } ?? 0
    look = looks.indices.contains(style) ? looks[style] : .plain
    bytes.removeAll(keepingCapacity: true)
    hasValue = false
    hasFormula = false
  }

  private func endCell() {
    let name = cellName(row: row.number, column: column)
    guard (1...Limits.columns).contains(column) else {
      row.rowFault = row.rowFault ?? .pastLastColumn(name)
      return
    }
    while given.count < column { given.append(false) }
    if given[column - 1] { row.rowFault = row.rowFault ?? .cellTwice(name) }
    given[column - 1] = true
    let cell = value()
    if cell == .text("") { return }
    while row.cells.count < column { row.cells.append(.text("")) }
    row.cells[column - 1] = cell
  }

  private func value() -> TypedCell {
    guard hasValue else { return hasFormula ? .formula : .text("") }
    switch type {
    case "s":
      guard let index = Int(String(decoding: bytes, as: UTF8.self)),
        strings.indices.contains(index)
      else {
        fault = .damaged(
          file, part, "单元格 \(cellName(row: row.number, column: column)) 的文字找不到",
          "the text of \(cellName(row: row.number, column: column)) is missing")
        return .text("")
      }
      return .text(strings[index])
    case "str", "inlineStr": return .text(unescaped(bytes))
    case "b": return .boolean(isTrue(String(decoding: bytes, as: UTF8.self)))
    case "e": return .error(String(decoding: bytes, as: UTF8.self))
    case "d": return .text(String(String(decoding: bytes, as: UTF8.self).prefix { $0 != "T" }))
    default: break
    }
    if bytes.isEmpty { return hasFormula ? .formula : .text("") }
    return decimalText(bytes).map { .number($0, look) }
      ?? .text(String(decoding: bytes, as: UTF8.self))
  }

  private func join(_ range: String) {
    let ends = range.split(separator: ":").compactMap { cellPlace($0) }
    guard let first = ends.first, let last = ends.last, first.row <= last.row,
      first.column <= last.column
    else { return }
    if merges.count >= Limits.mergedCells { fault = .workbookTooLarge(file, .mergedCells) }
    merges.append(
      Sheet.Merge(rows: first.row...last.row, columns: first.column...last.column))
  }
}

/// Row and column of `C5`; nil where it is no such name. `$` marks are allowed.
private func cellPlace(_ name: some StringProtocol) -> (row: Int, column: Int)? {
  var column = 0
  var row = 0
  for byte in name.utf8 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0:
      column = column * 26 + Int(byte) - 64
    case UInt8(ascii: "0")...UInt8(ascii: "9") where column > 0: row = row * 10 + Int(byte) - 48
    case UInt8(ascii: "$"): continue
    default: return nil
    }
    if column > 1_000_000 || row > 100_000_000 { return nil }
  }
  return row > 0 && column > 0 ? (row, column) : nil
}
