/// Which rows of a file that is laid out are plain text: what columns read in their cells is then
/// what the row evaluator reads.
struct LaidOutSigns: Sendable {
  private struct Column: Sendable {
    let place: Int
    let uses: [CellUse]
    /// Whether a row that does not speak of it is one with an empty cell there.
    var isEmptyWhereMissing: Bool
    /// A bit for each sign, `a` the lowest.
    var plain: UInt32 = 0

    mutating func settle() {
      plain = 0
      for sign in UInt8(ascii: "a")...UInt8(ascii: "z")
      where LaidOutRow.isPlain(sign, uses, isEmptyWhereMissing: isEmptyWhereMissing) {
        plain |= 1 << UInt32(sign - UInt8(ascii: "a"))
      }
    }
  }

  /// The columns that are read.
  private var columns: [Column]
  private let count: Int

  init(_ file: CompanyFile, _ dateColumn: Int?) {
    var uses = [[CellUse]](repeating: [], count: file.headers.count)
    for column in file.columns {
      for (_, _, use) in column.targets where !uses[column.place].contains(use) {
        uses[column.place].append(use)
      }
    }
    if let dateColumn, !uses[dateColumn].contains(.date) { uses[dateColumn].append(.date) }
    if let key = file.keyColumn, !uses[key].contains(.words) { uses[key].append(.words) }
    count = uses.count
    columns = uses.indices.filter { !uses[$0].isEmpty }.map { place in
      var column = Column(place: place, uses: uses[place], isEmptyWhereMissing: false)
      column.settle()
      return column
    }
  }

  /// Notes where an empty cell says no more than none at all: what it fills is the same.
  mutating func settle(_ fillers: [ColumnFiller], _ template: Row) {
    var says = Set<Int>()
    for filler in fillers
    where filler.slot >= 0 && filler.blank != template.values[filler.slot] {
      says.insert(filler.column)
    }
    for index in columns.indices {
      columns[index].isEmptyWhereMissing = !says.contains(columns[index].place)
      columns[index].settle()
    }
  }

  /// Whether the cells of a row with these signs are plain text.
  func arePlain(_ signs: UnsafeBufferPointer<UInt8>) -> Bool {
    guard signs.count == count || signs.count > count && signs[count] == UInt8(ascii: "|")
    else { return false }
    for column in columns {
      let bit = UInt32(1) << (UInt32(signs[column.place]) & 31 &- 1)
      if column.plain & bit == 0 { return false }
    }
    return true
  }
}

extension ChunkRun {
  /// Whether the rows of a file come as text that was laid out before.
  package func isLaidOut(_ file: Int) -> Bool { reading.files[file].isLaidOut }

  /// The headers of a JSON file that is laid out; nil: it is a workbook.
  package func keys(ofLaidOut file: Int) -> JSONHeaders? {
    guard case .json(_, let table) = reading.files[file].form else { return nil }
    return table.headers
  }

  /// Lays the rows of a workbook out; from there on it is read as text.
  package mutating func sheetLayout(_ file: Int) -> SheetLayout? {
    guard let sheet = reading.files[file].form.sheet else { return nil }
    _ = reading.takeSheetRows(of: file)
    return SheetLayout(
      sheet, width: reading.files[file].headers.count, below: reading.files[file].headerRow)
  }
}

/// The rows of a sheet below its header as text, which whoever adds rows takes away.
package struct SheetLayout {
  private let sheet: Sheet
  private let width: Int
  private let end: Int
  private var last: Int
  package var text: [UInt8] = []

  init(_ sheet: Sheet, width: Int, below header: Int) {
    (self.sheet, self.width, end, last) = (sheet, width, sheet.lastRow, header)
  }

  /// Lays a row out; false behind the last one that holds anything.
  package mutating func add(_ row: TypedRow) -> Bool {
    guard row.number > last, row.number <= end else { return row.number <= end }
    // A row that nobody wrote anything into is not in the workbook at all.
    while last + 1 < row.number {
      last += 1
      LaidOutRow.append(TypedRow(number: last, cells: []), width: width, to: &text)
    }
    last = row.number
    LaidOutRow.append(sheet.marked(row), width: width, to: &text)
    return true
  }
}
