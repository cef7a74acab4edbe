import JiliLexer

/// Finds the places along a fact where anything turns, and what is paid between them.
///
/// First the operations are followed around one value in each stretch, which gives every place at
/// which a condition, a cap or a tier turns, exactly. What the later phases add, such as ceilings
/// that several awards share, bends the sums once more: there the lines from both ends are crossed.
struct SweepRun {
  private let plan: Plan
  private let fact: SweptFact
  private let row: Row
  private let walk: GermWalk
  private var machine: Machine
  private var runner: Runner
  private var realRunner: Runner
  private var found: [Exact: Bool] = [:]
  /// Stretches in which nothing turns, by their lower ends; whether they are straight.
  private var pieces: [(low: Exact, high: Exact, isStraight: Bool)] = []
  private var isCut = false
  private var looks = 0
  private let splitsPayments: Bool
  private let hasCoarseSteps: Bool

  init(_ plan: Plan, _ fact: SweptFact, _ row: Row, choices: [Int], dropsRounding: Bool) {
    let smooth = plan.unrounded(all: dropsRounding)
    let options = RunOptions(choices: choices, explains: false, triesReadings: false)
    self.plan = plan
    self.fact = fact
    self.row = row
    walk = GermWalk(smooth, slot: fact.slot)
    machine = Machine(smooth, choices: smooth.allChoices(choices))
    runner = Runner(smooth, options)
    realRunner = Runner(plan, options)
    hasCoarseSteps = !dropsRounding && plan.coarseUnit != nil
    splitsPayments = plan.lines.contains { !$0.payment.isEmpty && $0.instalment(of: row) != nil }
  }

  // MARK: - One value

  private func row(at place: Exact) -> Row {
    var copy = row
    copy.values[fact.slot] = .number(place)
    return copy
  }

  /// What is paid if the fact stands at this value; rounded as the policy says.
  mutating func paid(at place: Exact) throws(CellFault) -> FactSweep.Sums {
    try sums(realRunner.outcomes(of: [row(at: place)]))
  }

  private mutating func smooth(at place: Exact) throws(CellFault) -> [Exact?] {
    looks += 1
    return try sums(runner.outcomes(of: [row(at: place)])).ends
  }

  private func sums(_ outcomes: [RowOutcome]) throws(CellFault) -> FactSweep.Sums {
    let outcome = outcomes[0]
    if let award = outcome.overflow { throw .overflow(award) }
    return FactSweep.Sums(outcome)
  }

  // MARK: - Where conditions turn

  /// The places between two values at which an operation turns, in order.
  mutating func turns(between low: Exact, and high: Exact) -> [Turn] {
    var open = [(low, high)]
    while let (from, to) = open.popLast() {
      guard found.count < Limits.sweepPlaces else {
        isCut = true
        pieces.append((from, to, false))
        continue
      }
      let place = simpleNumber(between: from, and: to)
      machine.run(row(at: place), earlier: .none)
      let (decisions, sums) = walk.look(machine, at: place)
      var turns: [Turn] = []
      var isLost = decisions.isLost
      for difference in decisions.differences {
        if difference.value(at: place)?.isZero ?? false {
          turns.append(Turn(place: place, isExact: true))
        }
        if let roots = difference.roots(between: from, and: to, grid: fact.grid) {
          turns += roots
        } else {
          isLost = true
        }
      }
      let isStraight = !isLost && sums.values.allSatisfy { $0.isPolynomial(ofDegree: 1) }
      note(turns)
      let ends = [from] + Set(turns.map(\.place)).sorted() + [to]
      for (one, two) in zip(ends, ends.dropFirst()) {
        if one < place, place < two {
          pieces.append((one, two, isStraight))
        } else {
          open.append((one, two))
        }
      }
    }
    return found.map { Turn(place: $0.key, isExact: $0.value) }.sorted { $0.place < $1.place }
  }

  private mutating func note(_ turns: [Turn]) {
    for turn in turns { found[turn.place] = found[turn.place] ?? false || turn.isExact }
  }

  // MARK: - Where later phases bend

  /// Checks each stretch that should be straight, and finds where it is bent all the same.
  private mutating func straighten() throws(CellFault) {
    var open = pieces.filter(\.isStraight).map { (low: $0.low, high: $0.high, depth: 0) }
    var done = pieces.filter { !$0.isStraight }
    while let piece = open.popLast() {
      let (low, high, depth) = piece
      let bend = splitsPayments ? .none : try bend(low, high)
      switch bend {
      case .none: done.append((low, high, true))
      case .at(let place):
        note([Turn(place: place, isExact: true)])
        open += [(low, place, depth), (place, high, depth)]
      case .somewhere:
        let isNarrow = high.subtracting(low).map { $0 <= fact.grid } ?? true
        guard !isNarrow, depth < 60, looks < Limits.sweepLooks else {
          // Too narrow to see more: it turns between two steps of the grid.
          note([Turn(place: high, isExact: false)])
          done.append((low, high, false))
          continue
        }
        let middle = simpleNumber(between: low, and: high)
        note([Turn(place: middle, isExact: true)])
        open += [(low, middle, depth + 1), (middle, high, depth + 1)]
      }
    }
    pieces = done
  }

  private enum Bend {
    case none
    case at(Exact)
    case somewhere
  }

  private mutating func bend(_ low: Exact, _ high: Exact) throws(CellFault) -> Bend {
    guard let ends = try edges(low, high) else { return .somewhere }
    let (first, last) = ends
    let middle = simpleNumber(between: first.at, and: last.at)
    let values = try smooth(at: middle)
    for index in values.indices {
      guard let one = first.line(index), let two = last.line(index), let value = values[index]
      else {
        if first.ends[index] == nil, last.ends[index] == nil, values[index] == nil { continue }
        return .somewhere
      }
      if one == two, one.value(at: middle) == value { continue }
      guard let place = one.crossing(two), first.at < place, place < last.at,
        try smooth(at: place)[index] == one.value(at: place)
      else { return .somewhere }
      return .at(place)
    }
    return .none
  }

  /// A straight line through two neighbouring points.
  private struct Edge {
    let at: Exact
    let ends: [Exact?]
    let step: Exact
    let next: [Exact?]

    func line(_ index: Int) -> StraightLine? {
      guard let one = ends[index], let two = next[index], let rise = two.subtracting(one),
        let slope = rise.divided(by: step), let fall = slope.multiplied(by: at),
        let start = one.subtracting(fall)
      else { return nil }
      return StraightLine(start: start, slope: slope)
    }
  }

  private mutating func edges(_ low: Exact, _ high: Exact) throws(CellFault) -> (Edge, Edge)? {
    guard let step = smallStep(low, high), let one = low.adding(step), let two = one.adding(step),
      let four = high.subtracting(step), let three = four.subtracting(step)
    else { return nil }
    let first = Edge(at: one, ends: try smooth(at: one), step: step, next: try smooth(at: two))
    let last = Edge(
      at: four, ends: try smooth(at: four), step: step.negated, next: try smooth(at: three))
    return (first, last)
  }

  // MARK: - The whole

  /// All of the range.
  mutating func sweep(
    from low: Exact, to high: Exact, now: Exact?
  ) throws(CellFault) -> FactSweep {
    _ = turns(between: low, and: high)
    // Coarse steps are too many: whoever asked does without them.
    if isCut, hasCoarseSteps {
      var cut = FactSweep(fact: fact, plan: plan, places: [], stretches: [])
      cut.isCut = true
      return cut
    }
    try straighten()
    pieces.sort { $0.low < $1.low }
    var stretches: [FactSweep.Stretch] = []
    for piece in pieces { stretches.append(try stretch(piece)) }
    stretches = try merged(stretches)
    var places: [FactSweep.Place] = []
    for (index, at) in ([low] + stretches.map(\.to)).enumerated() {
      places.append(
        FactSweep.Place(
          at: at, isExact: found[at] ?? true,
          before: index > 0 ? stretches[index - 1].end : nil,
          here: FactSweep.Sums(ends: try smooth(at: at)),
          after: index < stretches.count ? stretches[index].start : nil))
    }
    var sweep = FactSweep(fact: fact, plan: plan, places: places, stretches: stretches)
    sweep.isCut = isCut
    if let now { sweep.now = (now, try paid(at: now)) }
    return sweep
  }

  private mutating func stretch(
    _ piece: (low: Exact, high: Exact, isStraight: Bool)
  ) throws(CellFault) -> FactSweep.Stretch {
    var stretch = FactSweep.Stretch(
      from: piece.low, to: piece.high,
      start: try limit(piece.low, towards: piece.high, piece.isStraight),
      end: try limit(piece.high, towards: piece.low, piece.isStraight),
      isStraight: piece.isStraight)
    if !piece.isStraight {
      for number in 1..<Limits.sweepBetween {
        guard let share = Exact(Int128(number), over: Int128(Limits.sweepBetween)),
          let span = piece.high.subtracting(piece.low), let way = span.multiplied(by: share),
          let place = piece.low.adding(way)
        else { continue }
        stretch.between.append((place, FactSweep.Sums(ends: try smooth(at: place))))
      }
    }
    return stretch
  }

  /// To what the sums come near an end: the line through two points, or the cubic through four.
  private mutating func limit(
    _ end: Exact, towards other: Exact, _ isStraight: Bool
  ) throws(CellFault) -> FactSweep.Sums {
    guard let step = smallStep(min(end, other), max(end, other)) else {
      return FactSweep.Sums(ends: try smooth(at: end))
    }
    let weights = isStraight ? [2, -1] : [4, -6, 4, -1]
    var sums: [Exact?] = []
    for (number, weight) in weights.enumerated() {
      let way = step.multiplied(by: Exact((number + 1) * (end < other ? 1 : -1)))
      guard let way, let place = end.adding(way) else { continue }
      let values = try smooth(at: place)
      let parts = values.map { $0?.multiplied(by: Exact(weight)) }
      sums =
        number == 0
        ? parts
        : zip(sums, parts).map { one, two in two.flatMap { one?.adding($0) } }
    }
    return FactSweep.Sums(ends: sums)
  }

  /// Places at which nothing came of a turn are none.
  private mutating func merged(
    _ stretches: [FactSweep.Stretch]
  ) throws(CellFault) -> [FactSweep.Stretch] {
    var kept: [FactSweep.Stretch] = []
    for stretch in stretches {
      if let last = kept.last, last.isStraight, stretch.isStraight, last.end == stretch.start,
        last.slopes == stretch.slopes, try smooth(at: stretch.from) == stretch.start.ends
      {
        kept[kept.count - 1].to = stretch.to
        kept[kept.count - 1].end = stretch.end
      } else {
        kept.append(stretch)
      }
    }
    return kept
  }
}

private struct StraightLine: Equatable {
  let start: Exact
  let slope: Exact

  func value(at place: Exact) -> Exact? {
    slope.multiplied(by: place).flatMap { $0.adding(start) }
  }

  func crossing(_ other: StraightLine) -> Exact? {
    guard let rise = other.start.subtracting(start), let turn = slope.subtracting(other.slope)
    else { return nil }
    return rise.divided(by: turn)
  }
}

extension FactSweep.Stretch {
  fileprivate var slopes: [Exact?] {
    zip(start.ends, end.ends).map { one, two in
      guard let one, let two, let rise = two.subtracting(one), let run = to.subtracting(from)
      else { return nil }
      return rise.divided(by: run)
    }
  }
}

/// A power of ten that goes into the distance a thousand times at least.
private func smallStep(_ low: Exact, _ high: Exact) -> Exact? {
  tenthsPower(below: high.subtracting(low)?.divided(by: Exact(1000)))
}

/// A number with few digits about the middle between two others.
func simpleNumber(between low: Exact, and high: Exact) -> Exact {
  guard let span = high.subtracting(low), let unit = tenthsPower(below: span.divided(by: Exact(8))),
    let half = span.divided(by: Exact(2)), let middle = low.adding(half),
    let count = middle.divided(by: unit)?.floor, let whole = Exact(count, over: 1),
    let simple = whole.multiplied(by: unit), low < simple, simple < high
  else { return low.adding(high)?.divided(by: Exact(2)) ?? low }
  return simple
}

private func tenthsPower(below bound: Exact?) -> Exact? {
  guard let bound, bound > .zero else { return nil }
  var power = Exact.one
  let ten = Exact(10)
  while power > bound, power.denominator < 1_000_000_000_000 {
    guard let less = power.divided(by: ten) else { return nil }
    power = less
  }
  while let more = power.multiplied(by: ten), more <= bound { power = more }
  return power <= bound ? power : nil
}
