package import JiliLexer

/// Sums side by side: a group of bars for each name, to the right of nought or to its left.
package struct BarChart: Chart {
  package struct Bar: Hashable, Sendable {
    package var name: String
    /// One for each series; nil where there is none.
    package var values: [Exact?]
    package var colour: Colour

    package enum Colour: Hashable, Sendable { case series, fault }

    package init(name: String, values: [Exact?], colour: Colour = .series) {
      self.name = name
      self.values = values
      self.colour = colour
    }
  }

  package var title: String
  package var summary: String
  /// What the bars of a group stand for; one name where groups have one bar.
  package var series: [String]
  package var measure: ChartMeasure
  package var bars: [Bar]

  package init(
    title: String, summary: String, series: [String], measure: ChartMeasure = .money, bars: [Bar]
  ) {
    self.title = title
    self.summary = summary
    self.series = series
    self.measure = measure
    self.bars = bars
  }

  package var table: ChartTable {
    ChartTable(
      headers: [title] + series,
      rows: bars.map { bar in
        [.text(bar.name)] + bar.values.map { measure == .money ? .sum($0) : .number($0) }
      })
  }

  package func drawing(_ language: Language) -> (height: Int, elements: [Markup]) {
    let small = ChartMeasures.smallSize
    let top = series.count > 1 ? 720 : 500
    let thickness = series.count > 1 ? 150 : 200
    let group = series.count * thickness + 110
    let widest = bars.map { textWidth($0.name, size: small) }.max() ?? 0
    let left = ChartMeasures.margin + min(2600, widest) + 120
    let values = bars.flatMap { $0.values.compactMap(\.self) }
    let least = min(.zero, values.min() ?? .zero)
    let texts = values.map { textWidth(measure.text($0), size: small) }.max() ?? 0
    let scale = ChartScale(
      least, max(.zero, values.max() ?? .one),
      from: left + (least.isNegative ? texts + 80 : 0),
      to: ChartMeasures.width - ChartMeasures.margin - texts - 120)
    var elements = [Markup.heading(title)] + legend()
    let nought = scale.place(.zero)
    for (index, bar) in bars.enumerated() {
      let y = top + index * group
      let middle = y + series.count * thickness / 2
      let name = fitted(bar.name, size: small, into: 2600)
      elements.append(.words(name, x: left - 80, y: middle + 40, size: small, .end))
      for (number, value) in bar.values.enumerated() {
        guard let value else { continue }
        elements += one(
          value, bar, number, scale, nought, y: y + number * thickness, thickness - 20)
      }
    }
    let bottom = top + bars.count * group
    elements.append(.line(nought, top - 60, nought, bottom - 60).drawn(.soft))
    return (bottom + 60, elements)
  }

  private func one(
    _ value: Exact, _ bar: Bar, _ number: Int, _ scale: ChartScale, _ nought: Int, y: Int,
    _ height: Int
  ) -> [Markup] {
    let end = scale.place(value)
    let colour: ChartColour =
      bar.colour == .fault ? .fault : ChartColour.series[number % ChartColour.series.count]
    let rect = Markup.box(min(nought, end), y, abs(end - nought), height).filled(colour)
    let text = measure.text(value)
    let side: Markup.Side = value.isNegative ? .end : .start
    let small = ChartMeasures.smallSize
    return [
      rect.with(Markup("title").saying("\(bar.name)：\(text)")),
      .words(
        text, x: end + (value.isNegative ? -60 : 60), y: y + height / 2 + 40, size: small, side,
        .soft),
    ]
  }

  private func legend() -> [Markup] {
    guard series.count > 1 else { return [] }
    var elements: [Markup] = []
    var x = ChartMeasures.margin
    for (index, name) in series.enumerated() {
      let colour = ChartColour.series[index % ChartColour.series.count]
      elements.append(Markup.box(x, 440, 140, 120).filled(colour))
      elements.append(.words(name, x: x + 200, y: 545, .start, .soft))
      x += 200 + textWidth(name, size: ChartMeasures.textSize) + 300
    }
    return elements
  }
}
