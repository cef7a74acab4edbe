package import JiliLexer

/// Sums over two facts: a cell for each pair of stretches, darker where more is paid.
package struct GridChart: Chart {
  /// One side: what the cells are called, from left to right or from below upwards.
  package struct Side: Sendable {
    package var name: String
    package var labels: [String]

    package init(name: String, labels: [String]) {
      self.name = name
      self.labels = labels
    }
  }

  package struct Cell: Hashable, Sendable {
    package var value: Exact
    package var text: String

    package init(_ value: Exact, _ text: String) {
      self.value = value
      self.text = text
    }
  }

  package var title: String
  package var summary: String
  package var across: Side
  package var upwards: Side
  /// By row from below, then from left to right.
  package var cells: [[Cell]]

  package init(
    title: String, summary: String, across: Side, upwards: Side, cells: [[Cell]]
  ) {
    self.title = title
    self.summary = summary
    self.across = across
    self.upwards = upwards
    self.cells = cells
  }

  package var table: ChartTable {
    var table = ChartTable(headers: [upwards.name + " \\ " + across.name] + across.labels)
    for (label, row) in zip(upwards.labels, cells) {
      table.rows.append([.text(label)] + row.map { .sum($0.value) })
    }
    return table
  }

  package func drawing(_ language: Language) -> (height: Int, elements: [Markup]) {
    let small = ChartMeasures.smallSize
    let widest = upwards.labels.map { textWidth($0, size: small) }.max() ?? 0
    let left = ChartMeasures.margin + min(2400, widest) + 120
    let top = 660
    let columns = max(1, across.labels.count)
    let rows = max(1, upwards.labels.count)
    let cellWidth = (ChartMeasures.width - 320 - left) / columns
    let cellHeight = max(200, min(420, 3600 / rows))
    let bottom = top + rows * cellHeight
    var elements = [Markup.heading(title)]
    elements.append(.words("↑ " + upwards.name, x: ChartMeasures.margin, y: top - 120))
    let values = cells.flatMap { $0.map(\.value) }
    let shade = Shade(values.min() ?? .zero, values.max() ?? .zero)
    for (row, line) in cells.enumerated() {
      let y = bottom - (row + 1) * cellHeight
      let label = fitted(upwards.labels[row], size: small, into: 2400)
      elements.append(
        .words(label, x: left - 80, y: y + cellHeight / 2 + 40, size: small, .end, .soft))
      for (column, cell) in line.enumerated() {
        let x = left + column * cellWidth
        elements.append(square(cell, shade, (x, y, cellWidth, cellHeight), row, column))
      }
    }
    // Long labels stand aslant, so that none covers the next.
    let isAslant = across.labels.contains { textWidth($0, size: small) > cellWidth - 60 }
    for (column, label) in across.labels.enumerated() {
      let x = left + column * cellWidth + cellWidth / 2
      let text = Markup.words(
        fitted(label, size: small, into: 1800), x: x, y: bottom + 190, size: small,
        isAslant ? .end : .middle, .soft)
      elements.append(
        isAslant ? text.with("transform", "rotate(-35 \(length(x)) \(length(bottom + 190)))") : text
      )
    }
    let longest = across.labels.map { min(1800, textWidth($0, size: small)) }.max() ?? 0
    let foot = bottom + 420 + (isAslant ? longest * 6 / 10 : 0)
    elements.append(
      .words(across.name + " →", x: ChartMeasures.width - 320, y: foot, .end))
    return (foot + 200, elements)
  }

  private func square(
    _ cell: Cell, _ shade: Shade, _ box: (x: Int, y: Int, width: Int, height: Int), _ row: Int,
    _ column: Int
  ) -> Markup {
    let step = shade.step(cell.value)
    let small = ChartMeasures.smallSize
    let rect = Markup.box(box.x, box.y, box.width - 10, box.height - 10).shaded(step)
    let about = "\(upwards.name) \(upwards.labels[row])，\(across.name) \(across.labels[column])："
    var parts = [Markup("title").saying(about + cell.text), rect]
    if textWidth(cell.text, size: small) < box.width - 40 {
      parts.append(
        .words(
          cell.text, x: box.x + box.width / 2, y: box.y + box.height / 2 + 40, size: small,
          .middle, step >= 5 ? .paper : .ink))
    }
    return Markup("g").with(parts)
  }

  /// Which of the shades a sum has: the lightest is the least, the darkest the most.
  private struct Shade {
    let scale: ChartScale
    let isFlat: Bool

    init(_ least: Exact, _ most: Exact) {
      let floor = min(.zero, least)
      isFlat = most <= floor
      scale = ChartScale(floor, most, from: 0, to: chartShades.count - 1)
    }

    func step(_ value: Exact) -> Int {
      // Nothing is no shade; the least that is something is one.
      isFlat || value == scale.low ? 0 : max(1, scale.place(value))
    }
  }
}
