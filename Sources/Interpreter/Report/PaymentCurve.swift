import JiliLexer

/// What a typical company gets along the fact that moves its sum the most, with the cliffs.
package struct PaymentCurve: Sendable {
  /// Companies that are looked at, those that may be shown, and facts that are tried.
  private static let looked = 200
  private static let asked = 25
  private static let tried = 16

  let company: String
  let sweep: FactSweep

  /// nil where no company gets anything, or no number decides about it.
  package init?(_ plan: Plan, _ rows: [AcceptedRow], choices: [Int]) {
    let sample = rows.prefix(Self.looked)
    let outcomes = run(
      plan, sample.map(\.row),
      RunOptions(choices: choices, explains: false, triesReadings: false))
    let paid = zip(sample, outcomes).filter { !$0.1.totalLow.isZero }.enumerated().sorted {
      let (one, other) = ($0.element.1.totalLow, $1.element.1.totalLow)
      return one == other ? $0.offset < $1.offset : one < other
    }.map(\.element.0)
    // Half of those that get something get no more; where no number decides about that company,
    // the next on either side is asked.
    let middle = (paid.count - 1) / 2
    let nearest = paid.indices.sorted { one, other in
      let (near, far) = (abs(one - middle), abs(other - middle))
      return near == far ? one < other : near < far
    }
    for place in nearest.prefix(Self.asked) {
      guard let sweep = Self.widest(plan, paid[place].row, choices) else { continue }
      company = paid[place].company
      self.sweep = sweep
      return
    }
    return nil
  }

  /// Along the number that moves the sum of a company the most.
  private static func widest(_ plan: Plan, _ row: Row, _ choices: [Int]) -> FactSweep? {
    let sweeper = Sweeper(plan, row, choices: choices)
    var best: (sweep: FactSweep, width: Exact)?
    for fact in sweeper.numbers.prefix(tried) {
      guard let sweep = try? sweeper.sweep(fact, SweepWish(name: fact.name)) else { continue }
      let width = sweep.width
      if width > best?.width ?? .zero { best = (sweep, width) }
    }
    return best?.sweep
  }

  func part(_ words: ReportWords) -> PolicyReport.Part {
    let chart = SweepReport(sweep, line: nil, language: words.language).chart
    var table = ResultSheet(names: [
      words.word("线", "line"), words.word("从", "from"), words.word("从时合计", "sum there"),
      words.word("到", "to"), words.word("到时合计", "sum there "), words.word("不含的一端", "open end"),
    ])
    table.rows = chart.table.rows.map { row in row.map(\.resultCell) }
    let falls = sweep.jumps(of: nil).filter(\.isFall).count
    return PolicyReport.Part(
      key: "curve", title: words.word("发放曲线和悬崖", "Payment curve and cliffs"),
      lead: words.word(
        "以名单前面的企业里合计居中的一家（\(company)）为例，其他事实不变，看影响最大的数“\(sweep.fact.name)”；"
          + (falls == 0 ? "没有多反而少的地方。" : "▼ 是多反而少的地方，共 \(falls) 处。"),
        "A company in the middle of those at the head of the file (\(company)), its other facts as "
          + "they are, along the number that moves its sum the most, \(sweep.fact.name); "
          + (falls == 0
            ? "more of it never pays less." : "▼ marks \(falls) places where more pays less.")),
      pictures: [chart.svg(words.language, name: "curve", isAlone: false)], table: table)
  }
}

extension FactSweep {
  /// How far the certain total moves.
  fileprivate var width: Exact {
    let sums =
      places.map(\.here.total.low) + stretches.flatMap { [$0.start.total.low, $0.end.total.low] }
    guard let least = sums.min(), let most = sums.max() else { return .zero }
    return most.subtracting(least) ?? .zero
  }
}

extension ChartTable.Cell {
  fileprivate var resultCell: ResultCell {
    switch self {
    case .text(let text): .text(text)
    case .sum(let sum?) where !sum.isWholeFen: .text(plainNumber(sum))
    case .sum(let sum): .sum(sum)
    case .number(let number): .text(number.map(plainNumber) ?? "")
    }
  }
}
