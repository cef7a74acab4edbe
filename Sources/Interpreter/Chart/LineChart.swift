package import JiliLexer

/// Sums along a fact: straight stretches with jumps between them, as rules make them.
package struct LineChart: Chart {
  package struct Point: Hashable, Sendable {
    package var x: Exact
    package var y: Exact

    package init(_ x: Exact, _ y: Exact) {
      self.x = x
      self.y = y
    }
  }

  /// A straight line; an end that is open belongs to the next stretch or to nothing.
  package struct Stretch: Hashable, Sendable {
    package var from: Point
    package var to: Point
    package var isOpenAtStart: Bool
    package var isOpenAtEnd: Bool

    package init(
      _ from: Point, _ to: Point, isOpenAtStart: Bool = false, isOpenAtEnd: Bool = false
    ) {
      self.from = from
      self.to = to
      self.isOpenAtStart = isOpenAtStart
      self.isOpenAtEnd = isOpenAtEnd
    }
  }

  package struct Series: Hashable, Sendable {
    package var name: String
    package var stretches: [Stretch]
    /// Drawn with dashes: what is possible rather than certain.
    package var isDashed: Bool

    package init(name: String, stretches: [Stretch], isDashed: Bool = false) {
      self.name = name
      self.stretches = stretches
      self.isDashed = isDashed
    }
  }

  /// A place worth a word below the picture.
  package struct Mark: Hashable, Sendable {
    package enum Kind: Sendable { case rise, fault, place }
    package var x: Exact
    package var kind: Kind
    package var text: String

    package init(x: Exact, kind: Kind, text: String) {
      self.x = x
      self.kind = kind
      self.text = text
    }
  }

  package var title: String
  package var summary: String
  package var across: (name: String, measure: ChartMeasure)
  package var upwards: (name: String, measure: ChartMeasure)
  package var range: ClosedRange<Exact>
  package var series: [Series]
  package var marks: [Mark]

  package init(
    title: String, summary: String, across: (name: String, measure: ChartMeasure),
    upwards: (name: String, measure: ChartMeasure), range: ClosedRange<Exact>, series: [Series],
    marks: [Mark] = []
  ) {
    self.title = title
    self.summary = summary
    self.across = across
    self.upwards = upwards
    self.range = range
    self.series = series
    self.marks = marks
  }

  package var table: ChartTable {
    var table = ChartTable(headers: ["series", "from", "from value", "to", "to value", "open"])
    for series in series {
      for stretch in series.stretches {
        table.rows.append([
          .text(series.name), .number(stretch.from.x), .sum(stretch.from.y),
          .number(stretch.to.x), .sum(stretch.to.y),
          .text(
            stretch.isOpenAtStart
              ? stretch.isOpenAtEnd ? "both" : "from" : stretch.isOpenAtEnd ? "to" : ""),
        ])
      }
    }
    return table
  }

  // MARK: - Drawing

  package func drawing(_ language: Language) -> (height: Int, elements: [Markup]) {
    let top = 780
    let bottom = 3720
    let values = series.flatMap { $0.stretches.flatMap { [$0.from.y, $0.to.y] } }
    let least = min(.zero, values.min() ?? .zero)
    let roof = roof(over: values.max() ?? .one, least)
    let left = ChartMeasures.margin + max(600, widest(ChartScale(least, roof, from: 0, to: 1)))
    let frame = Frame(
      across: ChartScale(
        range.lowerBound, range.upperBound, from: left, to: ChartMeasures.width - 320),
      upwards: ChartScale(least, roof, from: bottom, to: top))
    var elements = [Markup.heading(title)]
    elements += axes(frame)
    elements += legend(y: 520, left: left)
    elements += flags(frame)
    for (index, series) in series.enumerated() { elements += lines(series, index, frame) }
    let notes = noteLines(below: bottom + 700)
    return (bottom + 560 + (marks.isEmpty ? 0 : 140 + notes.count * 190), elements + notes)
  }

  private struct Frame {
    let across: ChartScale
    let upwards: ChartScale
  }

  /// The next round number above everything, so that lines do not end at the edge.
  private func roof(over most: Exact, _ least: Exact) -> Exact {
    let ticks = ChartScale(least, most, from: 0, to: 1).ticks(upwards.measure, atMost: 6)
    guard ticks.count > 1, let step = ticks[1].subtracting(ticks[0]), let last = ticks.last,
      last < most || most.isZero, let next = last.adding(step)
    else { return max(most, .one) }
    return next
  }

  private func widest(_ scale: ChartScale) -> Int {
    let texts = scale.ticks(upwards.measure, atMost: 6).map(upwards.measure.text)
    return (texts.map { textWidth($0, size: ChartMeasures.smallSize) }.max() ?? 0) + 100
  }

  private func axes(_ frame: Frame) -> [Markup] {
    let (left, right) = (frame.across.start, frame.across.end)
    let bottom = frame.upwards.start
    let small = ChartMeasures.smallSize
    var elements: [Markup] = []
    for tick in frame.upwards.ticks(upwards.measure, atMost: 6) {
      let y = frame.upwards.place(tick)
      elements.append(.line(left, y, right, y).drawn(.rule, width: 7))
      elements.append(
        .words(upwards.measure.text(tick), x: left - 80, y: y + 40, size: small, .end, .soft))
    }
    elements.append(.line(left, bottom, right, bottom).drawn(.soft))
    var freeFrom = Int.min
    for tick in frame.across.ticks(across.measure, atMost: 8) {
      let x = frame.across.place(tick)
      elements.append(.line(x, bottom, x, bottom + 50).drawn(.soft))
      let text = across.measure.text(tick)
      let half = textWidth(text, size: small) / 2
      guard x - half > freeFrom else { continue }
      elements.append(.words(text, x: x, y: bottom + 190, size: small, .middle, .soft))
      freeFrom = x + half + 60
    }
    elements.append(
      .words(across.name, x: (left + right) / 2, y: bottom + 410, .middle, .ink))
    elements.append(.words(upwards.name, x: ChartMeasures.margin, y: 520, .start, .ink))
    return elements
  }

  private func legend(y: Int, left: Int) -> [Markup] {
    guard series.count > 1 else { return [] }
    var elements: [Markup] = []
    var x = left + max(600, textWidth(upwards.name, size: ChartMeasures.textSize))
    for (index, series) in series.enumerated() {
      elements.append(dashed(.line(x, y - 40, x + 280, y - 40), series, index))
      elements.append(.words(series.name, x: x + 340, y: y, .start, .soft))
      x += 340 + textWidth(series.name, size: ChartMeasures.textSize) + 300
    }
    return elements
  }

  private func colour(_ index: Int) -> ChartColour {
    ChartColour.series[index % ChartColour.series.count]
  }

  private func dashed(_ line: Markup, _ series: Series, _ index: Int) -> Markup {
    let drawn = line.drawn(colour(index), width: series.isDashed ? 16 : 24)
    return series.isDashed ? drawn.with("stroke-dasharray", "5 4") : drawn
  }

  private func lines(_ series: Series, _ index: Int, _ frame: Frame) -> [Markup] {
    func place(_ point: Point) -> (x: Int, y: Int) {
      (frame.across.place(point.x), frame.upwards.place(point.y))
    }
    var elements: [Markup] = []
    var dots: [Markup] = []
    for (number, stretch) in series.stretches.enumerated() {
      let (from, to) = (place(stretch.from), place(stretch.to))
      if number > 0 {
        let before = place(series.stretches[number - 1].to)
        if before.x == from.x, before.y != from.y {
          let drop = Markup.line(before.x, before.y, from.x, from.y).drawn(colour(index), width: 9)
          elements.append(drop.with("stroke-dasharray", "2 3"))
          if !series.isDashed {
            dots.append(ring(before, isOpen: series.stretches[number - 1].isOpenAtEnd, index))
            dots.append(ring(from, isOpen: stretch.isOpenAtStart, index))
          }
        }
      }
      if from != to { elements.append(dashed(.path([from, to]), series, index)) }
    }
    return elements + dots
  }

  /// A full dot belongs to the line, an empty one does not.
  private func ring(_ place: (x: Int, y: Int), isOpen: Bool, _ index: Int) -> Markup {
    let line = colour(index)
    let inside = isOpen ? ChartColour.paper : line
    return Markup.dot(place.x, place.y, radius: 34)
      .with("class", "s-\(line.rawValue) f-\(inside.rawValue)").with("stroke", line.light)
      .with("stroke-width", at: 14).with("fill", inside.light)
  }

  // MARK: - Marks

  /// Lines at the marked places; labels that would cover each other stand in two rows.
  private func flags(_ frame: Frame) -> [Markup] {
    let small = ChartMeasures.smallSize
    var free = [Int.min, Int.min]
    var elements: [Markup] = []
    for (index, mark) in marks.enumerated().sorted(by: { $0.element.x < $1.element.x }) {
      let x = frame.across.place(mark.x)
      let half = textWidth(label(index), size: small) / 2 + 20
      let row = free[0] <= x - half || free[0] <= free[1] ? 0 : 1
      free[row] = x + half
      elements.append(
        flag(mark, label(index), x, labelY: frame.upwards.end - 30 - row * 120, frame))
    }
    return elements
  }

  private func label(_ index: Int) -> String {
    switch marks[index].kind {
    case .rise: String(index + 1)
    case .fault: "▼" + String(index + 1)
    case .place: "●"
    }
  }

  private func flag(
    _ mark: Mark, _ label: String, _ x: Int, labelY: Int, _ frame: Frame
  ) -> Markup {
    let (top, bottom) = (frame.upwards.end, frame.upwards.start)
    let colour: ChartColour = mark.kind == .fault ? .fault : mark.kind == .place ? .ink : .soft
    let line = Markup.line(x, top, x, bottom).drawn(colour, width: mark.kind == .fault ? 12 : 6)
    return Markup("g").with([
      Markup("title").saying(mark.text), line.with("stroke-dasharray", "1 3"),
      .words(label, x: x, y: labelY, size: ChartMeasures.smallSize, .middle, colour),
    ])
  }

  private func noteLines(below y: Int) -> [Markup] {
    let room = ChartMeasures.width - 2 * ChartMeasures.margin
    return marks.enumerated().map { index, mark in
      let isFault = mark.kind == .fault
      let text = label(index) + "  " + mark.text
      return Markup.words(
        fitted(text, size: ChartMeasures.smallSize, into: room), x: ChartMeasures.margin,
        y: y + index * 190, size: ChartMeasures.smallSize, .start, isFault ? .fault : .soft)
    }
  }
}
