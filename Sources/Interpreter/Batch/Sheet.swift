import JiliLexer

/// One sheet of a workbook, as whoever opens workbooks hands it in: the core opens none itself.
package struct Sheet: Sendable {
  /// Cells joined to one; rows and columns from 1, both ends included.
  package struct Merge: Hashable, Sendable {
    package var rows: ClosedRange<Int>
    package var columns: ClosedRange<Int>

    package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
      self.rows = rows
      self.columns = columns
    }
  }

  package var name: String
  /// The other sheets, hidden ones too.
  package var others: [String] = []
  package var hiddenRows = 0
  /// In the order of their numbers; rows that are not there are empty.
  package var rows: [TypedRow]
  /// The last row that holds anything, where only the first rows are at hand; nil: all are.
  package var end: Int?
  package var merges: [Merge] = []
  /// By row: the cells that are joined to another one, which alone has the value.
  private var joined: [Int: [Joined]] = [:]
  /// Days are counted from 1904 on.
  let countsFrom1904: Bool

  package init(
    name: String, rows: [TypedRow], end: Int? = nil, countsFrom1904: Bool = false
  ) {
    self.name = name
    self.rows = rows
    self.end = end
    self.countsFrom1904 = countsFrom1904
    for index in self.rows.indices { self.rows[index].countsFrom1904 = countsFrom1904 }
  }

  /// Cells of a row that belong to one of this name.
  private struct Joined {
    var columns: ClosedRange<Int>
    var anchor: String
  }
}

/// Reads a sheet of a workbook: the one named, or of that number, else the first that is shown.
package typealias OpenWorkbook =
  @Sendable (_ file: InputFile, _ sheet: String?) throws(InputRefusal) -> Sheet

/// `C5`, as spreadsheets name a cell.
package func cellName(row: Int, column: Int) -> String { columnName(column) + String(row) }

/// `C` for 3, `AA` for 27.
package func columnName(_ column: Int) -> String {
  var name = ""
  var rest = column
  while rest > 0 {
    let letter = UInt8((rest - 1) % 26) + UInt8(ascii: "A")
    name = String(UnicodeScalar(letter)) + name
    rest = (rest - 1) / 26
  }
  return name
}

extension Sheet {
  /// The cells of a row as texts; none where the row is not there.
  func texts(ofRow number: Int) -> [String] {
    guard let row = rows.first(where: { $0.number == number }) else { return [] }
    return row.cells.indices.map { trimmed(row.shown($0)) }
  }

  /// Cells of a row that are joined with others beside them.
  func joins(_ row: Int) -> [Merge] {
    merges.filter { $0.rows.contains(row) && $0.columns.count > 1 }
  }

  package var lastRow: Int { end ?? rows.last { !$0.isEmpty }?.number ?? 0 }

  /// A joined cell below the headers has its value in its first cell only. Nobody knows whether the
  /// others have it too, or a share of it, or nothing.
  mutating func markMerges(below header: Int, width: Int) throws(InputRefusal) {
    var budget = Limits.mergedCells
    for merge in merges where merge.rows.lowerBound > header {
      let (top, left) = (merge.rows.lowerBound, merge.columns.lowerBound)
      let anchor = cellName(row: top, column: left)
      let last = min(merge.columns.upperBound, width)
      for number in merge.rows.clamped(to: header + 1...max(header + 1, lastRow)) {
        let first = number == top ? left + 1 : left
        guard first <= last else { continue }
        budget -= last - first + 1
        if budget < 0 { throw InputRefusal(.file, [.workbookTooLarge(name, .mergedCells)]) }
        joined[number, default: []].append(Joined(columns: first...last, anchor: anchor))
      }
    }
    for index in rows.indices { rows[index] = marked(rows[index]) }
  }

  /// A row with the cells marked that are joined to others.
  func marked(_ row: TypedRow) -> TypedRow {
    guard let joins = joined[row.number] else { return row }
    var row = row
    for join in joins {
      let missing = join.columns.upperBound - row.cells.count
      if missing > 0 { row.cells += Array(repeating: .text(""), count: missing) }
      for column in join.columns { row.cells[column - 1] = .merged(join.anchor) }
    }
    return row
  }
}
