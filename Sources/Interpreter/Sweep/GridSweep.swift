package import JiliLexer

/// What is paid over two facts: cells between the places at which either turns.
package struct GridSweep: Sendable {
  package let across: SweptFact
  package let upwards: SweptFact
  package let plan: Plan
  /// The borders of the cells, both ends of the range included.
  package var columns: [Exact]
  package var rows: [Exact]
  /// By row from below, then by column: the least and the most that is paid in a cell.
  package var cells: [[FactSweep.Sum]]
  /// Every border is where it is whatever the other fact is; else cells are samples.
  package var isExact: Bool
}

extension Sweeper {
  /// The sums of the total or of a line over two facts.
  package func grid(
    _ across: (SweptFact, SweepWish), _ upwards: (SweptFact, SweepWish), line: Int?
  ) throws(SweepFault) -> GridSweep {
    let (wide, high) = (across.0, upwards.0)
    let columns = try range(wide, across.1)
    let rows = try range(high, upwards.1)
    do throws(CellFault) {
      var survey = GridSurvey(sweeper: self, line: line, isExact: true)
      let found = try survey.borders((wide, columns), (high, rows))
      var grid = GridSweep(
        across: wide, upwards: high, plan: plan, columns: found.0, rows: found.1, cells: [],
        isExact: survey.isExact)
      grid.cells = try survey.cells(grid)
      return grid
    } catch {
      throw .cell(error)
    }
  }

  /// The same company with a fact at a value.
  fileprivate func with(_ fact: SweptFact, at place: Exact) -> Sweeper {
    var changed = row
    changed.values[fact.slot] = .number(place)
    return Sweeper(plan, changed, choices: choices)
  }
}

/// Looks where the borders are.
private struct GridSurvey {
  typealias Side = (fact: SweptFact, range: ClosedRange<Exact>)

  let sweeper: Sweeper
  let line: Int?
  var isExact: Bool

  /// Each fact is swept in the cells that the other makes, until no border is new.
  mutating func borders(
    _ across: Side, _ upwards: Side
  ) throws(CellFault) -> ([Exact], [Exact]) {
    var columns: [Exact] = ends(across)
    var rows: [Exact] = ends(upwards)
    for _ in 0..<4 {
      let wider = try places(along: across, others: upwards, in: rows)
      let higher = try places(along: upwards, others: across, in: wider)
      let isSame = wider == columns && higher == rows
      (columns, rows) = (wider, higher)
      if isSame { break }
    }
    if columns.count - 1 > Limits.sweepCells || rows.count - 1 > Limits.sweepCells {
      isExact = false
      return (sampled(across), sampled(upwards))
    }
    return (columns, rows)
  }

  private func ends(_ side: Side) -> [Exact] { [side.range.lowerBound, side.range.upperBound] }

  private func sampled(_ side: Side) -> [Exact] {
    let parts = 12
    return (0...parts).compactMap { number in
      let span = side.range.upperBound.subtracting(side.range.lowerBound)
      let share = Exact(Int128(number), over: Int128(parts))
      return share.flatMap { span?.multiplied(by: $0) }.flatMap { side.range.lowerBound.adding($0) }
    }
  }

  /// Where the sum turns along one fact, with the other in each of its cells, at two values each:
  /// borders that move with the other are none of a grid.
  private mutating func places(
    along side: Side, others: Side, in cells: [Exact]
  ) throws(CellFault) -> [Exact] {
    var all = Set(ends(side))
    for (low, high) in zip(cells, cells.dropFirst()) where all.count <= Limits.sweepCells + 1 {
      let middle = simpleNumber(between: low, and: high)
      let second = simpleNumber(between: middle, and: high)
      let one = try turns(side, others.fact, at: middle)
      let two = try turns(side, others.fact, at: second)
      if one != two { isExact = false }
      all.formUnion(one)
    }
    return all.sorted()
  }

  private mutating func turns(
    _ side: Side, _ other: SweptFact, at place: Exact
  ) throws(CellFault) -> Set<Exact> {
    let sweep = try sweeper.with(other, at: place).sweep(
      side.fact, from: side.range.lowerBound, to: side.range.upperBound)
    if !sweep.isExact { isExact = false }
    return Set(sweep.jumps(of: line).map(\.at)).union(sweep.bends(of: line).map(\.at))
  }

  // MARK: - Cells

  func cells(_ grid: GridSweep) throws(CellFault) -> [[FactSweep.Sum]] {
    let plan = sweeper.plan.unrounded(all: false)
    let options = RunOptions(choices: sweeper.choices, explains: false, triesReadings: false)
    var runner = Runner(plan, options)
    var found: [[FactSweep.Sum]] = []
    for (low, high) in zip(grid.rows, grid.rows.dropFirst()) {
      var line: [FactSweep.Sum] = []
      for (left, right) in zip(grid.columns, grid.columns.dropFirst()) {
        line.append(try cell((left, right), (low, high), grid, &runner))
      }
      found.append(line)
    }
    return found
  }

  /// The least and the most near the four corners: between them the sum is even.
  private func cell(
    _ across: (Exact, Exact), _ upwards: (Exact, Exact), _ grid: GridSweep, _ runner: inout Runner
  ) throws(CellFault) -> FactSweep.Sum {
    var least: Exact?
    var most: Exact?
    var isUnbounded = false
    for x in [(across.0, across.1), (across.1, across.0)] {
      for y in [(upwards.0, upwards.1), (upwards.1, upwards.0)] {
        let one = try sum(x, y, 1, grid, &runner)
        let two = try sum(x, y, 2, grid, &runner)
        let low = towards(one.low, two.low)
        least = least.map { min($0, low) } ?? low
        guard let near = one.high, let far = two.high else {
          isUnbounded = true
          continue
        }
        let high = towards(near, far)
        most = most.map { max($0, high) } ?? high
      }
    }
    return FactSweep.Sum(low: least ?? .zero, high: isUnbounded ? nil : most)
  }

  /// To what two points lead on a straight line.
  private func towards(_ near: Exact, _ far: Exact) -> Exact {
    let limit = near.adding(near)?.subtracting(far) ?? near
    return limit.rounded(to: .fen, down: false) ?? limit
  }

  /// A few thousandths of the cell away from a corner.
  private func sum(
    _ x: (Exact, Exact), _ y: (Exact, Exact), _ steps: Int, _ grid: GridSweep,
    _ runner: inout Runner
  ) throws(CellFault) -> FactSweep.Sum {
    func inside(_ ends: (Exact, Exact)) -> Exact {
      let share = Exact(Int128(steps), over: 1000)
      let span = ends.1.subtracting(ends.0)
      return share.flatMap { span?.multiplied(by: $0) }.flatMap { ends.0.adding($0) } ?? ends.0
    }
    var row = sweeper.row
    row.values[grid.across.slot] = .number(inside(x))
    row.values[grid.upwards.slot] = .number(inside(y))
    let outcome = runner.outcomes(of: [row])[0]
    if let award = outcome.overflow { throw .overflow(award) }
    return FactSweep.Sums(outcome)[line]
  }
}

/// A grid for readers and as a picture.
package struct GridReport: Sendable {
  private let grid: GridSweep
  private let line: Int?
  private let language: Language

  package init(_ grid: GridSweep, line: Int?, language: Language) {
    self.grid = grid
    self.line = line
    self.language = language
  }

  private func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }

  private var asked: String {
    line.map { grid.plan.lineName($0, language) } ?? word("合计", "total")
  }

  private var title: String {
    let (one, two) = (grid.across.name, grid.upwards.name)
    return word("\(asked)：\(one) 与 \(two)", "\(asked) over \(one) and \(two)")
  }

  /// `不到 2000万`, `2000万 – 1亿`, `1亿 以上`
  private func labels(_ borders: [Exact], _ fact: SweptFact) -> [String] {
    zip(borders, borders.dropFirst()).map { low, high in
      fact.measure.text(low) + " – " + fact.measure.text(high)
    }
  }

  private func text(_ sum: FactSweep.Sum) -> String {
    guard let high = sum.high else { return moneyText(sum.low) + word(" 起", " or more") }
    return sum.low == high ? moneyText(high) : moneyText(sum.low) + " – " + moneyText(high)
  }

  private var remark: String {
    grid.isExact
      ? word(
        "边界由规则算出，准确；格内不是一个数时写出最少和最多",
        "the borders follow from the rules; a cell with several sums shows the least and the most")
      : word(
        "有的边界随另一项事实移动，或格子太多：格内的最少和最多只看了四角，不是准确的边界",
        "some borders move with the other fact, or there are too many: the least and the most of a "
          + "cell are those of its corners, and its borders are not exact")
  }

  package var page: ReportPage {
    var page = ReportPage()
    page.words(title)
    let head = ["\(grid.upwards.name) \\ \(grid.across.name)"] + labels(grid.columns, grid.across)
    let sides = labels(grid.rows, grid.upwards)
    let rows = zip(sides, grid.cells).map { side, cells in [side] + cells.map(text) }
    page.table([head] + rows.reversed(), alignRight: Set(1..<max(2, head.count)))
    page.words(remark)
    return page
  }

  package func delimited(hasMark: Bool) -> [UInt8] { chart.table.delimited(hasMark: hasMark) }

  package var document: JSONValue {
    func borders(_ places: [Exact]) -> JSONValue { .strings(places.map(plainNumber)) }
    return .object([
      JSONMember("across", .string(grid.across.name)),
      JSONMember("upwards", .string(grid.upwards.name)), JSONMember("award", .string(asked)),
      JSONMember("exact", .bool(grid.isExact)), JSONMember("columns", borders(grid.columns)),
      JSONMember("rows", borders(grid.rows)),
      JSONMember(
        "cells", .array(grid.cells.map { .array($0.map { JSONValue.range($0) }) })),
    ])
  }

  package var chart: GridChart {
    GridChart(
      title: title, summary: remark,
      across: .init(name: grid.across.name, labels: labels(grid.columns, grid.across)),
      upwards: .init(name: grid.upwards.name, labels: labels(grid.rows, grid.upwards)),
      cells: grid.cells.map { row in row.map { .init($0.high ?? $0.low, text($0)) } })
  }
}
