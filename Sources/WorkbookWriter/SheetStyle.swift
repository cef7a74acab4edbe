import CXlsxWriter

/// How a cell looks; the words are what it is for.
package enum SheetStyle: Hashable, Sendable {
  case plain
  /// Text that stays text when somebody types over it: codes, dates as they are sent.
  case verbatim
  case header
  /// The header of a column that the program added to the user's own.
  case addedHeader
  /// 元 with thousands and two decimals.
  case sum
  case count
  case totalText, totalSum, totalCount
  /// The cell that must be mended.
  case fault
  case title
  /// Sentences to read, broken where the column ends.
  case prose

  func apply(to format: UnsafeMutablePointer<lxw_format>, _ xlsx: jili_xlsx) {
    switch self {
    case .plain: break
    case .verbatim: xlsx.format_set_num_format(format, "@")
    case .header: shapeHeader(format, xlsx, colour: 0xDDE7F3)
    case .addedHeader: shapeHeader(format, xlsx, colour: 0xFCE4D6)
    case .sum: xlsx.format_set_num_format(format, "#,##0.00")
    case .count: xlsx.format_set_num_format(format, "#,##0")
    case .totalText: shapeTotal(format, xlsx)
    case .totalSum:
      shapeTotal(format, xlsx)
      xlsx.format_set_num_format(format, "#,##0.00")
    case .totalCount:
      shapeTotal(format, xlsx)
      xlsx.format_set_num_format(format, "#,##0")
    case .fault:
      xlsx.format_set_num_format(format, "@")
      xlsx.format_set_bg_color(format, 0xFFC7CE)
      xlsx.format_set_font_color(format, 0x9C0006)
    case .title:
      xlsx.format_set_bold(format)
      xlsx.format_set_font_size(format, 14)
    case .prose:
      xlsx.format_set_text_wrap(format)
      xlsx.format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    }
  }

  private func shapeHeader(
    _ format: UnsafeMutablePointer<lxw_format>, _ xlsx: jili_xlsx, colour: UInt32
  ) {
    xlsx.format_set_bold(format)
    xlsx.format_set_text_wrap(format)
    xlsx.format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    xlsx.format_set_bg_color(format, colour)
    xlsx.format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
  }

  private func shapeTotal(_ format: UnsafeMutablePointer<lxw_format>, _ xlsx: jili_xlsx) {
    xlsx.format_set_bold(format)
    xlsx.format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
  }
}
