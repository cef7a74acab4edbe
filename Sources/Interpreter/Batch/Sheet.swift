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
  package var merges: [Merge] = []
  /// Days are counted from 1904 on.
  let countsFrom1904: Bool

  package init(name: String, rows: [TypedRow], countsFrom1904: Bool = false) {
    self.name = name
    self.rows = rows
    self.countsFrom1904 = countsFrom1904
    for index in self.rows.indices { self.rows[index].countsFrom1904 = countsFrom1904 }
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

  var lastRow: Int { rows.last { !$0.isEmpty }?.number ?? 0 }

  /// A joined cell below the headers has its value in its first cell only. Nobody knows whether the
  /// others have it too, or a share of it, or nothing.
  mutating func markMerges(below header: Int, width: Int) throws(InputRefusal) {
    guard !merges.isEmpty else { return }
    let places = Dictionary(
      rows.indices.map { (rows[$0].number, $0) }, uniquingKeysWith: { first, _ in first })
    var budget = Limits.mergedCells
    for merge in merges where merge.rows.lowerBound > header {
      let anchor = cellName(row: merge.rows.lowerBound, column: merge.columns.lowerBound)
      let last = min(merge.columns.upperBound, width)
      guard merge.columns.lowerBound <= last else { continue }
      for number in merge.rows.clamped(to: header + 1...max(header + 1, lastRow)) {
        guard let place = places[number] else { continue }
        for column in merge.columns.lowerBound...last {
          if number == merge.rows.lowerBound, column == merge.columns.lowerBound { continue }
          budget -= 1
          if budget < 0 { throw InputRefusal(.file, [.workbookTooLarge(name, .mergedCells)]) }
          let missing = column - rows[place].cells.count
          if missing > 0 { rows[place].cells += Array(repeating: .text(""), count: missing) }
          rows[place].cells[column - 1] = .merged(anchor)
        }
      }
    }
  }
}
