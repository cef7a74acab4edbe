import CXlsxWriter
import JiliLexer

/// One sheet, filled from its first row to its last.
package final class WorkbookSheet {
  /// The most rows and columns that a sheet has.
  package static let rowLimit = 1_048_576
  package static let columnLimit = 16_384
  /// The most that one cell holds, in units of UTF-16.
  private static let textLimit = 32_767
  /// Wider columns make a table that nobody can scroll.
  private static let widthLimit = 48
  /// Rows that say how wide the columns are.
  private static let measuredRows = 1000

  package let name: String
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  /// Keeps the workbook alive as long as somebody writes to its sheets.
  private let book: Workbook
  private var widths: [Int] = []
  /// The row that is written to, counted from 0.
  package private(set) var row = 0
  private var column = 0

  init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, name: String, in book: Workbook) {
    self.sheet = sheet
    self.name = name
    self.book = book
  }

  // MARK: - Cells, from left to right

  /// Text stays text: no first sign makes a formula of it.
  package func text(_ text: String, _ style: SheetStyle = .plain) {
    if text.isEmpty {
      if style != .plain {
        _ = xlsx.worksheet_write_blank(sheet, place, here, book.format(style))
      }
    } else {
      measure(displayWidth(text))
      _ = xlsx.worksheet_write_string(sheet, place, here, cellText(text), format(style))
    }
    column += 1
  }

  /// A decimal number as one, where the workbook's binary numbers keep its digits; else as text.
  package func number(_ decimal: String, _ style: SheetStyle) {
    guard decimal.count(where: \.isNumber) > 0, significantDigits(decimal) <= 15,
      let value = Double(decimal)
    else { return text(decimal, style) }
    // A sign, points and thousands: `1,500,000.00`.
    measure(decimal.utf8.count + decimal.utf8.count / 3)
    _ = xlsx.worksheet_write_number(sheet, place, here, value, format(style))
    column += 1
  }

  package func count(_ number: Int, _ style: SheetStyle = .count) {
    self.number(String(number), style)
  }

  package func skip(_ columns: Int = 1) { column += columns }

  package func endRow() {
    row += 1
    column = 0
  }

  // MARK: - The sheet as a whole

  /// The first rows and columns stay in sight.
  package func freeze(rows: Int, columns: Int) {
    xlsx.worksheet_freeze_panes(sheet, UInt32(rows), UInt16(columns))
  }

  /// Lets the reader filter the columns from this row down to the last that was written.
  package func filter(from first: Int, columns: Int) {
    guard columns > 0, row > first else { return }
    _ = xlsx.worksheet_autofilter(sheet, UInt32(first), 0, UInt32(row - 1), UInt16(columns - 1))
  }

  /// Gives every column the width of what stands in it: a Chinese character takes two.
  package func fitColumns(atLeast least: Int = 8) {
    for (column, width) in widths.enumerated() {
      let shown = Double(min(max(width + 2, least), Self.widthLimit))
      _ = xlsx.worksheet_set_column(sheet, UInt16(column), UInt16(column), shown, nil)
    }
  }

  package func width(_ width: Int, of column: Int) {
    _ = xlsx.worksheet_set_column(sheet, UInt16(column), UInt16(column), Double(width), nil)
  }

  /// Room for so many lines in the row at hand, said before its cells.
  package func height(lines: Int) {
    _ = xlsx.worksheet_set_row(sheet, place, 16 * Double(lines), nil)
  }

  /// On paper the sheet lies across and no column is cut off.
  package func printsOnOnePageAcross() {
    xlsx.worksheet_set_landscape(sheet)
    xlsx.worksheet_set_paper(sheet, 9)
    xlsx.worksheet_fit_to_pages(sheet, 1, 0)
  }

  /// Bars of the figures in some columns, one group for each row, to the right of a column.
  package func barChart(
    title: String, rows: Range<Int>, names: Int, figures: [(column: Int, title: String)],
    at place: (row: Int, column: Int)
  ) {
    guard !rows.isEmpty, let chart = book.chart(LXW_CHART_BAR) else { return }
    let (first, last) = (UInt32(rows.lowerBound), UInt32(rows.upperBound - 1))
    for figure in figures {
      guard let series = xlsx.chart_add_series(chart, nil, nil) else { continue }
      let (label, value) = (UInt16(names), UInt16(figure.column))
      xlsx.chart_series_set_categories(series, name, first, label, last, label)
      xlsx.chart_series_set_values(series, name, first, value, last, value)
      xlsx.chart_series_set_name(series, figure.title)
    }
    xlsx.chart_title_set_name(chart, title)
    xlsx.chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
    // The first award stands on top, as in the table.
    xlsx.chart_axis_set_reverse(chart.pointee.y_axis)
    xlsx.chart_axis_set_num_format(chart.pointee.x_axis, "#,##0")
    var options = lxw_chart_options()
    options.x_scale = 1.5
    options.y_scale = max(1, Double(rows.count) / 10)
    _ = xlsx.worksheet_insert_chart_opt(
      sheet, UInt32(place.row), UInt16(place.column), chart, &options)
  }

  // MARK: -

  private var xlsx: jili_xlsx { book.xlsx }

  private var place: UInt32 { UInt32(row) }

  private var here: UInt16 { UInt16(column) }

  private func format(_ style: SheetStyle) -> UnsafeMutablePointer<lxw_format>? {
    style == .plain ? nil : book.format(style)
  }

  private func measure(_ width: Int) {
    guard row < Self.measuredRows else { return }
    while widths.count <= column { widths.append(0) }
    widths[column] = max(widths[column], width)
  }

  /// What a workbook can hold: without the characters that XML refuses, cut where it is too long,
  /// and with `_x0041_` as it is spelled, which would be read as a letter.
  private func cellText(_ text: String) -> String {
    var kept = text
    if text.utf8.contains(0) || text.unicodeScalars.contains(where: { $0.value | 1 == 0xFFFF }) {
      var scalars = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        let isRefused = scalar.value == 0 || scalar.value | 1 == 0xFFFF
        scalars.append(isRefused ? "\u{FFFD}" : scalar)
      }
      kept = String(scalars)
    }
    if kept.contains("_x") {
      kept = kept.replacing(#/_(?=x[0-9A-Fa-f]{4}_)/#, with: "_x005F_")
    }
    guard kept.utf16.count > Self.textLimit else { return kept }
    var length = 0
    let start = kept.prefix { character in
      length += character.utf16.count
      return length < Self.textLimit
    }
    return start + "…"
  }
}

/// Digits from the first to the last that is not 0.
private func significantDigits(_ decimal: String) -> Int {
  var digits = decimal.filter(\.isNumber)[...]
  let hasPoint = decimal.contains(".")
  digits = digits.drop { $0 == "0" }
  if hasPoint { while digits.last == "0" { digits.removeLast() } }
  return digits.count
}
