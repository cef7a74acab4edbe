/// What is varied: a sum, a number or a percentage of a company, or a parameter.
package struct SweptFact: Sendable {
  package let name: String
  package let measure: ChartMeasure
  /// What a cell can tell apart: a 分 of a sum, a millionth of a number.
  let grid: Exact
  let slot: Int
  let bounds: Bounds
  let type: CellType
}

/// What is paid along one fact: straight stretches, and the places between them.
package struct FactSweep: Sendable {
  package struct Sum: Hashable, Sendable {
    package var low: Exact
    /// nil is unbounded.
    package var high: Exact?
  }

  /// The total, then each line of the plan.
  package struct Sums: Hashable, Sendable {
    package var total: Sum
    package var lines: [Sum]

    /// What is asked of them: the total, or a line.
    package subscript(line: Int?) -> Sum { line.map { lines[$0] } ?? total }
  }

  /// A place where something jumps or bends.
  package struct Place: Sendable {
    package var at: Exact
    /// False where the place is no fraction: then it is the first step of the grid behind it.
    package var isExact: Bool
    /// To what the sums come as the fact approaches from below and from above; nil at the ends.
    package var before: Sums?
    package var here: Sums
    package var after: Sums?
  }

  /// What lies between two places, its ends as limits.
  package struct Stretch: Sendable {
    package var from: Exact
    package var to: Exact
    package var start: Sums
    package var end: Sums
    package var isStraight: Bool
    /// Points of a stretch that is not straight.
    package var between: [(at: Exact, sums: Sums)] = []
  }

  package let fact: SweptFact
  package let plan: Plan
  /// The first and the last place are the ends of the range.
  package var places: [Place]
  package var stretches: [Stretch]
  /// The value that the company has now, and what it gets.
  package var now: (at: Exact, sums: Sums)?
  /// Sums are rounded to this unit, whose many steps are left out.
  package var leftOutUnit: Exact?
  /// There were more places than are looked for; the rest is missing.
  package var isCut = false

  package var range: ClosedRange<Exact> { (places.first?.at ?? .zero)...(places.last?.at ?? .one) }
  package var isExact: Bool {
    !isCut && places.allSatisfy(\.isExact) && stretches.allSatisfy(\.isStraight)
  }
}

// MARK: - Jumps

/// A jump of one sum at one place.
package struct SweepJump: Hashable, Sendable {
  package enum Side: String, Sendable {
    /// From the place on, the place included.
    case reaching
    /// Only above the place.
    case exceeding
    /// At the place alone.
    case exactly
  }

  package var at: Exact
  package var isExact: Bool
  package var side: Side
  package var before: FactSweep.Sum
  package var after: FactSweep.Sum

  /// What it changes: the certain sum, or, where that stays, what is possible.
  package var change: Exact {
    let low = after.low.subtracting(before.low) ?? .zero
    guard low.isZero, let one = before.high, let two = after.high else { return low }
    return two.subtracting(one) ?? .zero
  }

  /// More of the fact, less money: what a drafter looks for.
  package var isFall: Bool { change.isNegative }
  package var isOfCertainSum: Bool { before.low != after.low }
}

extension FactSweep {
  /// The jumps of the total or of a line, in order. A place may hold two: up to it and behind it.
  package func jumps(of line: Int?) -> [SweepJump] {
    places.flatMap { jumps(at: $0, of: line) }.filter { $0.before != $0.after }
  }

  /// Those at one place.
  func jumps(at place: Place, of line: Int?) -> [SweepJump] {
    let here = place.here[line]
    let before = place.before?[line] ?? here
    let after = place.after?[line] ?? here
    func jump(_ side: SweepJump.Side, _ from: Sum, _ to: Sum) -> SweepJump {
      SweepJump(
        at: place.at, isExact: place.isExact, side: side, before: from.rounded,
        after: to.rounded)
    }
    if before == here, here == after { return [] }
    if here == after { return [jump(.reaching, before, here)] }
    if before == here { return [jump(.exceeding, here, after)] }
    if before == after { return [jump(.exactly, before, here)] }
    return [jump(.reaching, before, here), jump(.exceeding, here, after)]
  }

  /// Places without a jump where the sum begins to rise otherwise: a cap that binds, a floor.
  package func bends(of line: Int?) -> [(at: Exact, before: Exact, after: Exact)] {
    let jumping = Set(jumps(of: line).map(\.at))
    return zip(stretches, stretches.dropFirst()).compactMap { one, two in
      guard one.isStraight, two.isStraight, !jumping.contains(one.to),
        let before = one.slope(of: line), let after = two.slope(of: line), before != after
      else { return nil }
      return (one.to, before, after)
    }
  }
}

extension FactSweep.Stretch {
  /// How much more is certain for each more of the fact.
  package func slope(of line: Int?) -> Exact? {
    guard let rise = end[line].low.subtracting(start[line].low), let run = to.subtracting(from)
    else { return nil }
    return rise.divided(by: run)
  }
}

extension FactSweep.Sum {
  /// As it is paid.
  var rounded: FactSweep.Sum {
    FactSweep.Sum(
      low: low.rounded(to: .fen, down: false) ?? low,
      high: high.map { $0.rounded(to: .fen, down: false) ?? $0 })
  }
}

extension FactSweep.Sums {
  init(_ outcome: RowOutcome) {
    total = FactSweep.Sum(low: outcome.totalLow, high: outcome.totalHigh)
    lines = outcome.lines.map { FactSweep.Sum(low: $0.low, high: $0.high) }
  }

  /// All ends behind each other.
  var ends: [Exact?] { [total.low, total.high] + lines.flatMap { [$0.low, $0.high] } }

  init(ends: [Exact?]) {
    func sum(_ place: Int) -> FactSweep.Sum {
      FactSweep.Sum(low: ends[place] ?? .zero, high: ends[place + 1])
    }
    total = sum(0)
    lines = stride(from: 2, to: ends.count, by: 2).map(sum)
  }
}
