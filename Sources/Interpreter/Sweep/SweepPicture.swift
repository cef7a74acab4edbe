import JiliLexer

/// A sweep drawn with the dots of braille, for a terminal: two dots a cell across, four upwards.
struct SweepPicture {
  private let words: SweepWords
  private let height = 14
  private let labels: [(row: Int, text: String)]
  private let margin: Int
  private let columns: Int
  private let upwards: ChartScale
  private let across: ChartScale
  private var cells: [[UInt8]]

  init(_ words: SweepWords, width: Int) {
    self.words = words
    let sweep = words.sweep
    let line = words.line
    let sums = sweep.stretches.flatMap { stretch in
      [stretch.start[line], stretch.end[line]] + stretch.between.map { $0.sums[line] }
    }
    let most = sums.map { $0.high ?? $0.low }.max() ?? .one
    let least = min(.zero, sums.map(\.low).min() ?? .zero)
    let scale = ChartScale(least, max(most, Exact(10_000)), from: height * 4 - 1, to: 0)
    upwards = scale
    labels = scale.ticks(.money, atMost: 5).map { (scale.place($0) / 4, moneyText($0)) }
    margin = (labels.map { displayWidth($0.text) }.max() ?? 0) + 1
    columns = max(20, min(width, 120) - margin - 2)
    across = ChartScale(
      sweep.range.lowerBound, sweep.range.upperBound, from: 0, to: columns * 2 - 1)
    cells = Array(repeating: Array(repeating: 0, count: columns), count: height)
    draw(isDotted: false) { $0.low }
    draw(isDotted: true) { $0.high ?? $0.low }
  }

  private mutating func draw(isDotted: Bool, _ end: (FactSweep.Sum) -> Exact) {
    var before: Int?
    for stretch in words.sweep.stretches {
      let points =
        [(stretch.from, end(stretch.start[words.line]))]
        + stretch.between.map { ($0.at, end($0.sums[words.line])) }
        + [(stretch.to, end(stretch.end[words.line]))]
      for (one, two) in zip(points, points.dropFirst()) {
        let from = (across.place(one.0), upwards.place(one.1))
        let to = (across.place(two.0), upwards.place(two.1))
        if let before, abs(before - from.1) > 1, !isDotted { rise(from.0, before, from.1) }
        stroke(from, to, isDotted)
        before = to.1
      }
    }
  }

  /// A jump: every other dot.
  private mutating func rise(_ x: Int, _ from: Int, _ to: Int) {
    for y in stride(from: min(from, to), through: max(from, to), by: 2) { dot(x, y) }
  }

  private mutating func stroke(_ from: (Int, Int), _ to: (Int, Int), _ isDotted: Bool) {
    let steps = max(abs(to.0 - from.0), abs(to.1 - from.1), 1)
    for step in 0...steps where !isDotted || step % 3 == 0 {
      dot(from.0 + (to.0 - from.0) * step / steps, from.1 + (to.1 - from.1) * step / steps)
    }
  }

  private mutating func dot(_ x: Int, _ y: Int) {
    guard (0..<columns * 2).contains(x), (0..<height * 4).contains(y) else { return }
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    cells[y / 4][x / 2] |= bits[y % 4][x % 2]
  }

  var text: String {
    var text = ""
    for (row, line) in cells.enumerated() {
      let label = labels.first { $0.row == row }?.text ?? ""
      text += String(repeating: " ", count: margin - displayWidth(label)) + label
      text += label.isEmpty ? "│" : "┤"
      var shown = ""
      for bits in line {
        shown.unicodeScalars.append(
          bits == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(bits)) ?? " ")
      }
      text += shown.trimmingEnd + "\n"
    }
    return text + axis
  }

  /// The line below, the places of the jumps, and round numbers.
  private var axis: String {
    let ticks = across.ticks(words.sweep.fact.measure, atMost: max(2, columns / 14))
    let tickColumns = Set(ticks.map { across.place($0) / 2 })
    var line = String(repeating: " ", count: margin) + "└"
    for column in 0..<columns { line += tickColumns.contains(column) ? "┴" : "─" }
    var numbers = Placed(room: columns)
    for tick in ticks {
      let text = words.sweep.fact.measure.text(tick)
      numbers.put(text, middle: across.place(tick) / 2)
    }
    var jumps = Placed(room: columns)
    for (index, jump) in words.sweep.jumps(of: words.line).enumerated() {
      jumps.put((jump.isFall ? "▼" : "▲") + String(index + 1), at: across.place(jump.at) / 2)
    }
    let indent = String(repeating: " ", count: margin + 1)
    var text = line + "\n" + indent + numbers.text + "\n"
    if !jumps.text.isEmpty { text += indent + jumps.text + "\n" }
    let name = words.sweep.fact.name
    let room = max(0, margin + 1 + columns - displayWidth(name))
    return text + String(repeating: " ", count: room) + name + "\n"
  }
}

/// Texts on one line, none over another.
private struct Placed {
  let room: Int
  private(set) var text = ""
  private var width = 0

  init(room: Int) { self.room = room }

  mutating func put(_ word: String, middle: Int) {
    let start = middle - displayWidth(word) / 2
    put(word, at: max(0, min(start, room - displayWidth(word))))
  }

  mutating func put(_ word: String, at column: Int) {
    guard text.isEmpty || column > width else { return }
    text += String(repeating: " ", count: column - width) + word
    width = column + displayWidth(word)
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var copy = self
    while copy.hasSuffix(" ") { copy.removeLast() }
    return copy
  }
}
