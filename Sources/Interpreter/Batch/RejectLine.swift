package import JiliLexer

/// A rejected row as the list of rejects shows it.
package struct RejectLine: Hashable, Sendable {
  package var file: String
  package var number: Int
  /// Where a row that was laid out stands in its file.
  package var line: Int?
  package var column: String
  package var value: String
  package var cause: String
  package var code: String
  /// The cells of the row and which of them is at fault, where they are to be mended.
  package var cells: [String] = []
  package var place: Int?
}

extension RejectLine {
  /// The row as its file counts it.
  package var shownNumber: Int { line ?? number }
}

extension RejectedRow {
  /// A row that was read, and that the table of `jili sql` has no room for.
  package init(file: String, number: Int, outsideTable column: String) {
    self.init(
      file: file, number: number, column: column, value: "", fault: .outsideTable(column))
  }

  package func line(_ language: Language) -> RejectLine {
    RejectLine(
      file: file, number: number, line: line, column: column, value: value,
      cause: fault.reason.text(language), code: fault.code, cells: cells, place: place)
  }
}

/// The rejected rows, one line each with its first fault.
package func writeRejects(_ rejects: [RejectedRow], options: OutputOptions) -> [UInt8] {
  writeRejects(rejects.map { $0.line(options.language) }, options: options)
}

package func writeRejects(_ rejects: [RejectLine], options: OutputOptions) -> [UInt8] {
  var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: options.hasMark)
  writer.row(
    [
      ResultWord.file, ResultWord.row, ResultWord.column, ResultWord.value, ResultWord.cause,
      ResultWord.code,
    ].map { $0.text(options.language) })
  for reject in rejects {
    writer.text(reject.file)
    writer.count(reject.shownNumber)
    writer.row([reject.column, reject.value, reject.cause, reject.code])
  }
  return writer.bytes
}

extension RejectLine {
  /// The line in bytes, its file and number left out, for whoever must put it aside.
  package var packed: [UInt8] {
    let numbers = [place, line].map { $0.map { String($0) } ?? "" }
    return ([column, value, cause, code] + numbers + cells).flatMap { text in
      let bytes = Array(text.utf8)
      return (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
    }
  }

  package init(packed bytes: ArraySlice<UInt8>) {
    var rest = bytes
    func text() -> String {
      let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      let bytes = rest.dropFirst(4).prefix(count)
      rest = rest.dropFirst(4 + count)
      return String(decoding: bytes, as: UTF8.self)
    }
    self.init(
      file: "", number: 0, column: text(), value: text(), cause: text(), code: text())
    place = Int(text())
    line = Int(text())
    while !rest.isEmpty { cells.append(text()) }
  }
}
