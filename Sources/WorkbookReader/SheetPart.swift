import Jili
import JiliLexer

/// `xl/worksheets/sheetN.xml`: rows, cells and which of them are joined.
final class SheetPart: PartReader {
  private let file: String
  private let part: String
  private let strings: [String]
  private let looks: [TypedCell.Look]
  /// Of the rows behind this one only the first cell that holds anything is read.
  private let lastWhole: Int
  /// Takes each row; false where it wants no more.
  private let take: (TypedRow) -> Bool

  private(set) var isDone = false
  private(set) var merges: [Sheet.Merge] = []
  private(set) var hiddenRows = 0
  private(set) var fault: InputProblem?

  private var row = TypedRow(number: 0, cells: [])
  private var isHiddenRow = false
  private var isKnown = false
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

  init(
    _ file: String, _ part: String, strings: [String], looks: [TypedCell.Look],
    lastWhole: Int = .max, _ take: @escaping (TypedRow) -> Bool
  ) {
    self.file = file
    self.part = part
    self.strings = strings
    self.looks = looks
    self.lastWhole = lastWhole
    self.take = take
  }

  var takesText: Bool { isInText && !isInPhonetic && !isKnown }

  func text(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }

  func start(_ name: ElementName, _ attributes: Attributes) {
    switch name {
    case "c": if !isKnown { beginCell(attributes) }
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

  func end(_ name: ElementName) {
    switch name {
    case "v", "t": isInText = false
    case "rPh": isInPhonetic = false
    case "c": if !isKnown { endCell() }
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
    isKnown = false
  }

  private func endRow() {
    cellCount += row.cells.count
    if cellCount > Limits.sheetCells { fault = .workbookTooLarge(file, .cells) }
    if row.cells.isEmpty, row.rowFault == nil { return }
    if isHiddenRow, !row.isEmpty { hiddenRows += 1 }
    if !take(row) { isDone = true }
  }

  // MARK: Cells

  private func beginCell(_ attributes: Attributes) {
    column += 1
    type = "n"
    var style = 0
    attributes.each { attribute, value in
      switch attribute {
      case "r":
        if let place = cellPlace(value), place.row == row.number {
          column = place.column
        } else {
          let shown = quoted(String(cString: value))
          fault = .damaged(
            file, part, "单元格 \(shown) 不在它的行里", "cell \(shown) is not in its row")
        }
      case "t": type = String(cString: value)
      case "s": style = Int(String(cString: value)) ?? 0
      default: break
      }
    }
    look = looks.indices.contains(style) ? looks[style] : .plain
    bytes.removeAll(keepingCapacity: true)
    hasValue = false
    hasFormula = false
  }

  private func endCell() {
    guard (1...Limits.columns).contains(column) else {
      row.rowFault = row.rowFault ?? .pastLastColumn(cellName)
      return
    }
    while given.count < column { given.append(false) }
    if given[column - 1] { row.rowFault = row.rowFault ?? .cellTwice(cellName) }
    given[column - 1] = true
    let cell = value()
    if cell == .text("") { return }
    while row.cells.count < column { row.cells.append(.text("")) }
    row.cells[column - 1] = cell
    isKnown = row.number > lastWhole && !cell.isEmpty
  }

  private var cellName: String { Jili.cellName(row: row.number, column: column) }

  private func value() -> TypedCell {
    guard hasValue else { return hasFormula ? .formula : .text("") }
    switch type {
    case "s":
      guard let index = Int(String(decoding: bytes, as: UTF8.self)),
        strings.indices.contains(index)
      else {
        fault = .damaged(
          file, part, "单元格 \(cellName) 的文字找不到", "the text of \(cellName) is missing")
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
    let ends = range.split(separator: ":").compactMap { String($0).withCString(cellPlace) }
    guard let first = ends.first, let last = ends.last, first.row <= last.row,
      first.column <= last.column
    else { return }
    if merges.count >= Limits.mergedCells { fault = .workbookTooLarge(file, .mergedCells) }
    merges.append(
      Sheet.Merge(rows: first.row...last.row, columns: first.column...last.column))
  }
}

/// Row and column of `C5`; nil where it is no such name. `$` marks are allowed.
private func cellPlace(_ name: UnsafePointer<CChar>) -> (row: Int, column: Int)? {
  var (row, column) = (0, 0)
  var place = name
  while place.pointee != 0 {
    let byte = UInt8(bitPattern: place.pointee)
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0:
      column = column * 26 + Int(byte) - 64
    case UInt8(ascii: "0")...UInt8(ascii: "9") where column > 0: row = row * 10 + Int(byte) - 48
    case UInt8(ascii: "$"): break
    default: return nil
    }
    if column > 1_000_000 || row > 100_000_000 { return nil }
    place += 1
  }
  return row > 0 && column > 0 ? (row, column) : nil
}
