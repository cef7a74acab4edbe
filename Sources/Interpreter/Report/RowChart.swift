import JiliLexer

/// Bars that lie on one scale, a row for each name: sums before and after, a waterfall, companies
/// by band, conditions at which companies fail. It is drawn for the width that is there.
struct RowChart: Hashable, Sendable {
  struct Span: Hashable, Sendable {
    var from: Exact
    var to: Exact
    var colour: ChartColour
    /// What a pointer over it says.
    var tip: String
  }

  /// Spans on one height, with the words at the right edge.
  struct Lane: Hashable, Sendable {
    var spans: [Span]
    var text: String
  }

  struct Row: Hashable, Sendable {
    var label: String
    var lanes: [Lane]
    /// A total stands out from what it is the total of.
    var isTotal = false
    /// Where a line leads down to the next row.
    var leadsOn: Exact?
    /// Words below the bars, with what belongs to them at the right edge.
    var notes: [(left: String, right: String)] = []

    static func == (one: Row, other: Row) -> Bool {
      one.label == other.label && one.lanes == other.lanes && one.isTotal == other.isTotal
        && one.leadsOn == other.leadsOn && one.notes.elementsEqual(other.notes) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(label)
      hasher.combine(lanes)
    }
  }

  var rows: [Row]
  var legend: [(colour: ChartColour, name: String)] = []
  /// Where the scale begins; above 0 the bars do not show all of the sums.
  var floor = Exact.zero
  var ceiling: Exact?

  static func == (one: RowChart, other: RowChart) -> Bool {
    one.rows == other.rows && one.floor == other.floor && one.ceiling == other.ceiling
      && one.legend.elementsEqual(other.legend) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(rows) }
}

extension RowChart.Row {
  /// One bar, of which a pointer says what the edge says.
  init(
    label: String, from: Exact, to: Exact, colour: ChartColour, text: String,
    isTotal: Bool = false, leadsOn: Exact? = nil
  ) {
    let span = RowChart.Span(from: from, to: to, colour: colour, tip: "\(label)：\(text)")
    self.init(
      label: label, lanes: [RowChart.Lane(spans: [span], text: text)], isTotal: isTotal,
      leadsOn: leadsOn)
  }
}

/// Lengths of the drawing in tenths of a unit.
private enum Measures {
  static let wide = 9000
  static let narrow = 3600
  static let text = 140
  static let small = 125
  static let lane = 190
  static let gap = 130
  static let line = 210
}

extension RowChart {
  /// The chart for a screen and for a telephone; the page shows one of them.
  func drawings(title: String, about: String, _ language: Language) -> [String] {
    [("wide", Measures.wide), ("narrow", Measures.narrow)].map { kind, width in
      let (height, elements) = drawing(width: width)
      var root = Markup("svg").with("xmlns", "http://www.w3.org/2000/svg")
        .with("class", "chart \(kind)").with("viewBox", "0 0 \(length(width)) \(length(height))")
        .with("role", "img").with("lang", language == .zh ? "zh-CN" : "en")
        .with("aria-label", title + (about.isEmpty ? "" : "：" + about))
      root = root.with(elements)
      var text = ""
      root.write(to: &text)
      return text + "\n"
    }
  }

  private struct Frame {
    var width: Int
    /// Labels stand above their bars.
    var isNarrow: Bool
    /// Where labels end.
    var labelWidth: Int
    var scale: ChartScale
  }

  private func frame(_ width: Int) -> Frame {
    let isNarrow = width < 6000
    let labels = rows.map { textWidth($0.label, size: Measures.text) }.max() ?? 0
    let labelWidth = isNarrow ? 0 : min(labels, width * 3 / 10)
    let texts = rows.flatMap { $0.lanes.map { textWidth($0.text, size: Measures.small) } }
    let values = min(texts.max() ?? 0, width / 2)
    let ends = rows.flatMap { $0.lanes.flatMap { $0.spans.flatMap { [$0.from, $0.to] } } }
    let least = floor > .zero ? floor : min(.zero, ends.min() ?? .zero)
    let most = max(ceiling ?? .zero, ends.max() ?? .one)
    let start = isNarrow ? 10 : labelWidth + 150
    return Frame(
      width: width, isNarrow: isNarrow, labelWidth: labelWidth,
      scale: ChartScale(least, most, from: start, to: width - values - 120))
  }

  private func drawing(width: Int) -> (height: Int, elements: [Markup]) {
    let frame = frame(width)
    var (y, elements) = drawnLegend(width)
    let top = y
    var marks: [Markup] = []
    // Above the bars of a narrow chart stand their labels.
    var axes: [(from: Int, to: Int)] = []
    for (index, row) in rows.enumerated() {
      let first = y
      if frame.isNarrow {
        y += Measures.line - 60
        elements.append(label(row, x: 0, y: y, room: width))
        y += 70
      } else {
        let middle = y + row.lanes.count * Measures.lane / 2 + 48
        elements.append(label(row, x: 0, y: middle, room: frame.labelWidth))
      }
      let bars = y
      for lane in row.lanes {
        marks += self.bars(lane, row, frame, y: y)
        y += Measures.lane
      }
      if frame.isNarrow { axes.append((bars, y)) }
      for note in row.notes {
        y += Measures.line
        elements += noted(note, frame, y: y)
      }
      if !row.notes.isEmpty { y += 80 }
      if let end = row.leadsOn, index + 1 < rows.count {
        let x = frame.scale.place(end)
        let below = y + Measures.gap + (frame.isNarrow ? Measures.line + 10 : 0)
        marks.append(.line(x, y - 20, x, below).drawn(.soft, width: 8))
      }
      y += Measures.gap
      if row.isTotal, index > 0, first > top {
        elements.append(.line(0, first - 60, width, first - 60).drawn(.rule, width: 8))
      }
    }
    let nought = frame.scale.place(max(floor, .zero))
    if !frame.isNarrow { axes = [(top - 30, y - Measures.gap + 30)] }
    if floor > .zero { axes = [] }
    return (
      y,
      elements + axes.map { .line(nought, $0.from, nought, $0.to).drawn(.soft, width: 8) } + marks
    )
  }

  private func label(_ row: Row, x: Int, y: Int, room: Int) -> Markup {
    let words = Markup.words(
      fitted(row.label, size: Measures.text, into: max(room, 400)), x: x, y: y,
      size: Measures.text)
    return row.isTotal ? words.with("font-weight", "600") : words
  }

  private func bars(_ lane: Lane, _ row: Row, _ frame: Frame, y: Int) -> [Markup] {
    var elements: [Markup] = []
    for span in lane.spans {
      let (from, to) = (frame.scale.place(span.from), frame.scale.place(span.to))
      // What is there is seen, however little it is.
      let width = span.from == span.to ? 0 : max(12, abs(to - from) - 4)
      let box = Markup.box(min(from, to), y + 15, width, Measures.lane - 30).filled(span.colour)
      elements.append(box.with(Markup("title").saying(span.tip)))
    }
    if floor > .zero, row.isTotal { elements.append(tear(frame.scale.start, y)) }
    if !lane.text.isEmpty {
      let words = Markup.words(
        fitted(lane.text, size: Measures.small, into: frame.width / 2), x: frame.width - 10,
        y: y + Measures.lane / 2 + 45, size: Measures.small, .end)
      elements.append(row.isTotal ? words.with("font-weight", "600") : words)
    }
    return elements
  }

  /// A bar that is cut off at its beginning is torn there.
  private func tear(_ x: Int, _ y: Int) -> Markup {
    let steps = [(60, 0), (20, 50), (60, 100), (20, 150), (60, 190)]
    return Markup.path(steps.map { (x: x + 60 + $0.0, y: y + $0.1) }).drawn(.paper, width: 30)
  }

  private func noted(_ note: (left: String, right: String), _ frame: Frame, y: Int) -> [Markup] {
    let start = frame.isNarrow ? 60 : frame.labelWidth + 210
    let right = textWidth(note.right, size: Measures.small)
    let room = frame.width - start - right - 120
    return [
      .words(
        fitted(note.left, size: Measures.small, into: room), x: start, y: y, size: Measures.small,
        .start, .soft),
      .words(note.right, x: frame.width - 10, y: y, size: Measures.small, .end, .soft),
    ]
  }

  private func drawnLegend(_ width: Int) -> (height: Int, elements: [Markup]) {
    if legend.isEmpty { return (60, []) }
    var elements: [Markup] = []
    var (x, y) = (0, 40)
    for (colour, name) in legend {
      let needed = 190 + textWidth(name, size: Measures.small)
      if x > 0, x + needed > width { (x, y) = (0, y + Measures.line) }
      elements.append(Markup.box(x, y, 130, 130).filled(colour))
      elements.append(.words(name, x: x + 190, y: y + 115, size: Measures.small, .start, .soft))
      x += needed + 260
    }
    return (y + Measures.line + 130, elements)
  }
}
