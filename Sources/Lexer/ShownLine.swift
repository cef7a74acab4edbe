/// One source line as a terminal shows it, and the cells of a span in it.
///
/// Tabs become blanks, characters that a terminal would obey become visible ones, and a line longer
/// than `Limits.shownCells` is cut to a window around the span.
struct ShownLine {
  private(set) var text = ""
  /// Cells before the marks.
  private(set) var indent = 0
  /// Cells of the marks, at least 1.
  private(set) var width = 1

  init(source: Source, index: Int, span: Span) {
    let line = source.lineRange(index)
    let near = Self.stretch(of: line, around: span.start, in: source)
    let cells = Self.cells(of: source.text(near), from: near.lowerBound)
    let from = cells.firstIndex { $0.end > span.start } ?? cells.count
    let to = cells.firstIndex { $0.offset >= span.end } ?? cells.count
    // A span that begins on an earlier line marks this line from its first letter.
    let lead = span.start < line.lowerBound ? cells.firstIndex { !$0.isBlank } ?? 0 : from
    layOut(
      cells, marking: min(lead, max(to, lead))..<max(to, lead),
      isCut: (near.lowerBound > line.lowerBound, near.upperBound < line.upperBound))
  }

  /// The bytes of a line that may be shown. A file can be one line with a hundred findings in it:
  /// laying all of it out for each of them would take minutes.
  private static func stretch(
    of line: Range<UInt32>, around place: UInt32, in source: Source
  ) -> Range<UInt32> {
    let reach = UInt32(Limits.shownCells * 16)
    let middle = min(max(place, line.lowerBound), line.upperBound)
    var lower = middle - min(middle - line.lowerBound, reach)
    var upper = middle + min(line.upperBound - middle, reach)
    // Not inside a character's bytes.
    while lower > line.lowerBound, source.bytes[Int(lower)] & 0xC0 == 0x80 { lower -= 1 }
    while upper < line.upperBound, source.bytes[Int(upper)] & 0xC0 == 0x80 { upper += 1 }
    return lower..<upper
  }

  /// One character of the line: where it stands and how it looks.
  private struct Cell {
    let offset: UInt32
    let end: UInt32
    let shown: String
    let width: Int
    var isBlank: Bool { shown.allSatisfy { $0 == " " } }
  }

  private static func cells(of text: String, from start: UInt32) -> [Cell] {
    var cells: [Cell] = []
    var offset = start
    var column = 0
    for character in text.flatMap(parts) {
      let end = offset + UInt32(character.utf8.count)
      var shown = visible(character)
      if character == "\t" { shown = String(repeating: " ", count: 4 - column % 4) }
      if offset == 0, character == "\u{FEFF}" { shown = "" }
      let width = displayWidth(shown)
      cells.append(Cell(offset: offset, end: end, shown: shown, width: width))
      offset = end
      column += width
    }
    return cells
  }

  /// An invisible character hangs on the one before it, but is shown and marked by itself.
  private static func parts(of character: Character) -> [String] {
    character.unicodeScalars.contains(where: isTerminalRisk)
      ? character.unicodeScalars.map { String($0) } : [String(character)]
  }

  private mutating func layOut(
    _ cells: [Cell], marking marked: Range<Int>, isCut: (before: Bool, behind: Bool)
  ) {
    let total = cells.reduce(0) { $0 + $1.width }
    var window = 0..<cells.count
    if total > Limits.shownCells { window = Self.window(cells, around: marked) }
    let head = isCut.before || window.lowerBound > 0 ? "…" : ""
    let tail = isCut.behind || window.upperBound < cells.count ? "…" : ""
    text = head + cells[window].map(\.shown).joined() + tail
    while text.last == " " { text.removeLast() }
    indent = head.count
    for cell in cells[window.lowerBound..<max(window.lowerBound, marked.lowerBound)] {
      indent += cell.width
    }
    let seen = marked.clamped(to: window)
    width = max(1, cells[seen].reduce(0) { $0 + $1.width })
  }

  /// The stretch of a long line that is shown: a quarter of the window stands before the span.
  private static func window(_ cells: [Cell], around marked: Range<Int>) -> Range<Int> {
    let room = Limits.shownCells - 2
    var lower = min(marked.lowerBound, cells.count)
    var used = 0
    while lower > 0, used + cells[lower - 1].width <= room / 4 {
      lower -= 1
      used += cells[lower].width
    }
    var upper = lower
    used = 0
    while upper < cells.count, used + cells[upper].width <= room {
      used += cells[upper].width
      upper += 1
    }
    // Near the end of the line there is room to show more of what stands before.
    while lower > 0, upper == cells.count, used + cells[lower - 1].width <= room {
      lower -= 1
      used += cells[lower].width
    }
    return lower..<upper
  }
}

/// Text that a terminal shows but does not obey: control characters become their pictures, other
/// characters that a rule file may not hold become U+FFFD.
package func visible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { isTerminalRisk($0) }) else { return text }
  var safe = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if !isTerminalRisk(scalar) {
      safe.append(scalar)
    } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
      safe.append(picture)
    } else {
      safe.append("\u{FFFD}")
    }
  }
  return String(safe)
}

private func isTerminalRisk(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x20 { return true }
  switch forbidden(scalar) {
  case nil, .foreignDigit, .lost: return false
  default: return true
  }
}
