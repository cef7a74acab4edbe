/// One rule file: its name as the user knows it, its bytes, and where its lines begin.
///
/// The only code that turns byte offsets into lines and columns lives here.
package struct Source: Sendable {
  package let name: String
  package let bytes: [UInt8]
  /// Offset of the first byte of each line; the first is 0.
  package let lineStarts: [UInt32]
  /// The number of the first line: an entry of a script is a source that begins further down.
  package let firstLine: Int

  package init(name: String, bytes: [UInt8], firstLine: Int = 1) {
    self.name = name
    self.bytes = bytes
    self.firstLine = firstLine
    var starts: [UInt32] = [0]
    for (offset, byte) in bytes.enumerated() {
      // A lone CR ends a line too, as it ends a comment; CR LF is one line break.
      let isLoneReturn = byte == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != 0x0A)
      if byte == 0x0A || isLoneReturn { starts.append(UInt32(offset + 1)) }
    }
    lineStarts = starts
  }

  package init(name: String, text: String, firstLine: Int = 1) {
    self.init(name: name, bytes: Array(text.utf8), firstLine: firstLine)
  }

  /// The text between two byte offsets; bytes that are not UTF-8 show as U+FFFD.
  package func text(_ range: Range<UInt32>) -> String {
    let lower = min(Int(range.lowerBound), bytes.count)
    let upper = min(Int(range.upperBound), bytes.count)
    return String(decoding: bytes[lower..<max(lower, upper)], as: UTF8.self)
  }

  package func text(_ span: Span) -> String { text(span.start..<span.end) }

  /// Index of the line that holds a byte offset, counted from 0.
  package func lineIndex(at offset: UInt32) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Line and column as editors count them: both from 1, the column in characters.
  package func place(at offset: UInt32) -> (line: Int, column: Int) {
    let line = lineIndex(at: offset)
    let before = text(lineStarts[line]..<max(offset, lineStarts[line]))
    let skipsMark = line == 0 && before.unicodeScalars.first == "\u{FEFF}"
    return (number(ofLine: line), before.unicodeScalars.count + (skipsMark ? 0 : 1))
  }

  /// The number that people give to a line.
  package func number(ofLine index: Int) -> Int { firstLine + index }

  /// A line without its line break.
  package func line(_ index: Int) -> String { text(lineRange(index)) }

  /// Where a line stands, its line break left out.
  package func lineRange(_ index: Int) -> Range<UInt32> {
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] : UInt32(bytes.count)
    if end > start, bytes[Int(end) - 1] == 0x0A { end -= 1 }
    if end > start, bytes[Int(end) - 1] == 0x0D { end -= 1 }
    return start..<end
  }
}
