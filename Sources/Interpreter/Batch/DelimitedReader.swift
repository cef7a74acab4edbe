import JiliLexer

/// One row of a delimited file: where its cells lie in the bytes.
struct DelimitedRecord {
  struct Field {
    var start: Int
    var end: Int
    /// The cell was quoted and holds `""`, each of which is one quote.
    var hasDoubledQuotes: Bool
  }

  /// The row as a spreadsheet counts: a quoted line break begins no new row.
  var number = 0
  var fields: [Field] = []
  /// Index of a field that has text behind its closing quote.
  var brokenField: Int?
}

/// Splits bytes into rows and cells: RFC 4180, line breaks CRLF, LF or CR, also inside quotes.
struct DelimitedReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  /// Offset of the first byte of the next row.
  private(set) var offset: Int
  /// Rows read so far.
  private(set) var rowNumber = 0
  /// The row in which a quote opens that the file never closes.
  private(set) var unclosedQuoteRow: Int?

  init(_ bytes: [UInt8], from start: Int, separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    offset = start
  }

  /// Reads the next row; false at the end of the file.
  mutating func next(_ record: inout DelimitedRecord) -> Bool {
    guard offset < bytes.count else { return false }
    rowNumber += 1
    record.number = rowNumber
    record.fields.removeAll(keepingCapacity: true)
    record.brokenField = nil
    while true {
      if offset < bytes.count, bytes[offset] == quote {
        readQuoted(&record)
      } else {
        let start = offset
        skipToEndOfField()
        add(.init(start: start, end: offset, hasDoubledQuotes: false), to: &record)
      }
      if endsRow() { return true }
    }
  }

  /// The text of a cell, quotes resolved.
  func text(_ field: DelimitedRecord.Field) -> String {
    guard field.hasDoubledQuotes else {
      return String(decoding: bytes[field.start..<field.end], as: UTF8.self)
    }
    var single: [UInt8] = []
    var index = field.start
    while index < field.end {
      single.append(bytes[index])
      index += bytes[index] == quote ? 2 : 1
    }
    return String(decoding: single, as: UTF8.self)
  }

  /// Whether a cell holds nothing but ASCII blanks; other blanks are left to the cell readers.
  func isBlank(_ field: DelimitedRecord.Field) -> Bool {
    for index in field.start..<field.end {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      default: return false
      }
    }
    return true
  }

  /// Of a row of millions of separators no more is kept than shows that it has too many.
  private func add(_ field: DelimitedRecord.Field, to record: inout DelimitedRecord) {
    if record.fields.count <= Limits.columns { record.fields.append(field) }
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }

  private mutating func skipToEndOfField() {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == separator || byte == 0x0A || byte == 0x0D { return }
      offset += 1
    }
  }

  private mutating func readQuoted(_ record: inout DelimitedRecord) {
    var field = DelimitedRecord.Field(start: offset + 1, end: offset + 1, hasDoubledQuotes: false)
    offset += 1
    while true {
      guard offset < bytes.count else {
        unclosedQuoteRow = unclosedQuoteRow ?? rowNumber
        field.end = offset
        add(field, to: &record)
        return
      }
      if bytes[offset] == quote {
        guard offset + 1 < bytes.count, bytes[offset + 1] == quote else { break }
        field.hasDoubledQuotes = true
        offset += 1
      }
      offset += 1
    }
    field.end = offset
    offset += 1
    let behind = offset
    skipToEndOfField()
    let rest = DelimitedRecord.Field(start: behind, end: offset, hasDoubledQuotes: false)
    if !isBlank(rest) { record.brokenField = record.brokenField ?? record.fields.count }
    add(field, to: &record)
  }

  /// Steps over what ended a field; true where it ended the row as well.
  private mutating func endsRow() -> Bool {
    guard offset < bytes.count else { return true }
    let byte = bytes[offset]
    offset += 1
    if byte == separator { return false }
    if byte == 0x0D, offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
    return true
  }
}

/// The comma or the tab, whichever a row has more of outside quotes.
func separator(of bytes: [UInt8], row wanted: Int, from start: Int) -> UInt8 {
  func count(_ separator: UInt8) -> Int {
    var reader = DelimitedReader(bytes, from: start, separator: separator)
    var record = DelimitedRecord()
    while reader.next(&record) {
      if record.number == wanted { return record.fields.count }
    }
    return 0
  }
  let comma = UInt8(ascii: ",")
  let tab = UInt8(ascii: "\t")
  return count(tab) > count(comma) ? tab : comma
}
