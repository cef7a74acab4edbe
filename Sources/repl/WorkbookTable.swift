import Jili
import JiliLexer
import WorkbookWriter

/// Where the table of a run goes while it is computed.
protocol TableTarget: AnyObject {
  /// What a stream was given cannot be taken back.
  var isStream: Bool { get }
  /// Takes whole rows.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileFault)
}

extension PendingFile: TableTarget {
  var isStream: Bool { target == nil }
}

/// A table that becomes a workbook: rows come as delimited text and go on as cells, so that only a
/// few of them are in memory. The workbook is a file once it is finished.
final class WorkbookTable: TableTarget {
  let book: ResultWorkbook
  private let columns: [TableColumn]
  private let frozenColumns: Int
  private let path: String
  private var sheet: WorkbookSheet?
  /// The header was skipped, which the sheets have of themselves.
  private var hasBegun = false

  init(
    _ columns: [TableColumn], frozenColumns: Int, options: OutputOptions, named path: String
  ) throws {
    if columns.count > WorkbookSheet.columnLimit {
      throw OutputRefusal.tooManyColumns(columns.count, limit: WorkbookSheet.columnLimit)
    }
    self.columns = columns
    self.frozenColumns = frozenColumns
    self.path = path
    book = try ResultWorkbook(options: options, named: path)
  }

  var isStream: Bool { false }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
    for row in tableCells(Array(bytes)) {
      if hasBegun { try add(row) }
      hasBegun = true
    }
  }

  /// Ends the table, to which further sheets may be added; an empty one has its header.
  func finish() throws(FileFault) {
    if sheet == nil { sheet = try begin() }
    sheet?.finishTable(columns: columns.count)
    sheet = nil
  }

  /// A table that is longer than a sheet goes on on the next one.
  private func add(_ row: [String]) throws(FileFault) {
    if let full = sheet, full.row == WorkbookSheet.rowLimit {
      full.finishTable(columns: columns.count)
      sheet = nil
    }
    if sheet == nil { sheet = try begin() }
    guard let sheet else { return }
    for (column, cell) in zip(columns, row) {
      if column.holdsSums, !cell.isEmpty {
        sheet.number(cell, .sum)
      } else {
        sheet.text(cell)
      }
    }
    sheet.endRow()
  }

  private func begin() throws(FileFault) -> WorkbookSheet {
    try book.beginTable(columns.map(\.name), frozenColumns: frozenColumns)
  }
}
