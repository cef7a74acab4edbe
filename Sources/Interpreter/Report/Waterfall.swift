import JiliLexer

/// From one total to another over what is added and taken.
struct Waterfall {
  /// More steps than a reader follows are drawn as one.
  private static let limit = 16

  let from: (name: String, sum: Exact)
  let to: (name: String, sum: Exact)
  let steps: [(name: String, change: Exact)]
  let words: ReportWords

  mutating func chart() throws(OutputRefusal) -> RowChart {
    var running = from.sum
    var (least, most) = (min(from.sum, to.sum), max(from.sum, to.sum))
    var rows: [RowChart.Row] = []
    for (name, change) in try drawnSteps() {
      let next = try sum(running, change)
      rows.append(
        RowChart.Row(
          label: name, from: running, to: next, colour: change.isNegative ? .second : .first,
          text: words.signed(change), leadsOn: next))
      running = next
      (least, most) = (min(least, next), max(most, next))
    }
    let floor = Self.floor(least, most)
    func total(_ end: (name: String, sum: Exact), leadsOn: Exact?) -> RowChart.Row {
      RowChart.Row(
        label: end.name, from: floor, to: end.sum, colour: .fifth, text: words.short(end.sum),
        isTotal: true, leadsOn: leadsOn)
    }
    var chart = RowChart(
      rows: [total(from, leadsOn: from.sum)] + rows + [total(to, leadsOn: nil)])
    chart.floor = floor
    return chart
  }

  /// The widest in their order, the others together.
  private func drawnSteps() throws(OutputRefusal) -> [(name: String, change: Exact)] {
    guard steps.count > Self.limit else { return steps }
    func size(_ sum: Exact) -> Exact { sum.isNegative ? sum.negated : sum }
    let widest = steps.indices.sorted { one, other in
      size(steps[one].change) == size(steps[other].change)
        ? one < other : size(steps[one].change) > size(steps[other].change)
    }.prefix(Self.limit - 1)
    var rest = Exact.zero
    for index in steps.indices where !widest.contains(index) {
      rest = try sum(rest, steps[index].change)
    }
    let name = words.word(
      "其余 \(steps.count - widest.count) 项", "\(steps.count - widest.count) others")
    return widest.sorted().map { steps[$0] } + [(name, rest)]
  }

  /// Where the scale begins: at 0, unless the steps would then be too thin to see.
  private static func floor(_ least: Exact, _ most: Exact) -> Exact {
    guard let span = most.subtracting(least), !span.isZero,
      let wide = span.multiplied(by: Exact(3)), least > wide,
      let half = span.divided(by: Exact(2)), let start = least.subtracting(half)
    else { return .zero }
    var unit: Int128 = 1
    while let next = Exact(unit * 10, over: 1), next < half { unit *= 10 }
    return Exact((start.floor / unit) * unit, over: 1) ?? .zero
  }
}
