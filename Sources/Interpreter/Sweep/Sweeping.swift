import JiliLexer

/// What a sweep varies, as it was asked for: a fact and perhaps from where to where.
package struct SweepWish: Hashable, Sendable {
  package var name: String
  package var from: String?
  package var to: String?
  /// So wide are the steps of a table; nil: a picture with its cliffs.
  package var step: String?

  package init(name: String, from: String? = nil, to: String? = nil) {
    self.name = name
    self.from = from
    self.to = to
  }

  /// `投资额`, `投资额 = 100万 .. 2000万 : 100万`, `投资额=100万至2000万`; nil where it is none of these.
  package init?(_ text: String) {
    func trimmed(_ part: Substring) -> String { String(part.filter { !$0.isWhitespace }) }
    guard let equal = text.firstIndex(where: { $0 == "=" || $0 == "＝" || $0 == "为" }) else {
      name = trimmed(text[...])
      if name.isEmpty { return nil }
      return
    }
    name = trimmed(text[..<equal])
    var range = text[text.index(after: equal)...]
    if let colon = range.lastIndex(where: { $0 == ":" || $0 == "：" }) {
      step = trimmed(range[range.index(after: colon)...])
      range = range[..<colon]
    }
    guard let dots = range.firstRange(of: "..") ?? range.firstRange(of: "至") else { return nil }
    let (from, to) = (trimmed(range[..<dots.lowerBound]), trimmed(range[dots.upperBound...]))
    if name.isEmpty || from.isEmpty || to.isEmpty || step?.isEmpty ?? false { return nil }
    (self.from, self.to) = (from, to)
  }
}

/// Why a fact cannot be swept.
package enum SweepFault: Error {
  case unknown(String, nearest: String?)
  case notRead(String)
  case badRange(String)
  case cell(CellFault)
}

/// What a name to be swept stands for.
package enum SweptThing: Sendable {
  /// Has an order, and values between any two.
  case number(SweptFact)
  /// A few values, or days.
  case values(ListedFact)
}

/// One company or none, and what may vary about it.
package struct Sweeper: Sendable {
  package let plan: Plan
  package let row: Row
  package let choices: [Int]

  package init(_ plan: Plan, _ row: Row, choices: [Int]) {
    self.plan = plan
    self.row = row
    self.choices = choices
  }

  // MARK: - Names

  package func thing(_ name: String) throws(SweepFault) -> SweptThing {
    let layout = RowLayout(plan)
    let index = HeaderIndex(layout, includesParameters: true)
    let target = index.targets(of: name).first { target in
      switch target.role {
      case .value(year: nil), .status: true
      default: false
      }
    }
    guard let target else {
      if ["日期", "date", "年度", "year"].contains(name) {
        let isYear = name == "年度" || name == "year"
        return .values(ListedFact(name: name, slot: nil, kind: .date, isYear: isYear))
      }
      let isKnown = !index.targets(of: name).isEmpty
      throw isKnown ? .notRead(name) : .unknown(name, nearest: index.nearest(to: name))
    }
    let fact = plan.facts[target.fact]
    guard fact.slot >= 0 else { throw .notRead(name) }
    let type = CellType(kind: fact.kind, unit: target.unit, texts: layout.texts)
    func number(_ measure: ChartMeasure, _ grid: Exact) -> SweptThing {
      .number(
        SweptFact(
          name: fact.name, measure: measure, grid: grid, slot: fact.slot, bounds: fact.bounds,
          type: type))
    }
    switch fact.kind {
    case .money, .approved, .received, .paid: return number(.money, .fen)
    case .number: return number(.number, .millionth)
    case .percent: return number(.percent, .millionth)
    case .date, .flag, .text, .category, .title, .instalment:
      return .values(
        ListedFact(name: fact.name, slot: fact.slot, kind: fact.kind, texts: layout.texts))
    }
  }

  // MARK: - Numbers

  /// What is paid along a number. Without a range it goes from nothing to behind the last place
  /// where anything turns.
  package func sweep(_ fact: SweptFact, _ wish: SweepWish) throws(SweepFault) -> FactSweep {
    let range = try self.range(fact, wish)
    do throws(CellFault) {
      return try sweep(fact, from: range.lowerBound, to: range.upperBound)
    } catch {
      throw .cell(error)
    }
  }

  func sweep(
    _ fact: SweptFact, from low: Exact, to high: Exact
  ) throws(CellFault) -> FactSweep {
    var run = SweepRun(plan, fact, row, choices: choices, dropsRounding: false)
    let sweep = try run.sweep(from: low, to: high, now: now(fact))
    guard sweep.isCut, let unit = plan.coarseUnit else { return sweep }
    var smooth = SweepRun(plan, fact, row, choices: choices, dropsRounding: true)
    var found = try smooth.sweep(from: low, to: high, now: now(fact))
    found.leftOutUnit = unit
    return found
  }

  /// The value that the company has.
  func now(_ fact: SweptFact) -> Exact? {
    if case .number(let number) = row.values[fact.slot] { number } else { nil }
  }

  package func range(
    _ fact: SweptFact, _ wish: SweepWish
  ) throws(SweepFault) -> ClosedRange<Exact> {
    guard let from = wish.from, let to = wish.to else { return range(of: fact) }
    func number(_ cell: String) -> Exact? {
      guard case .value(.number(let number))? = try? fact.type.read(cell) else { return nil }
      return number
    }
    guard let low = number(from), let high = number(to), low < high else {
      throw .badRange("\(from) .. \(to)")
    }
    return low...high
  }

  /// From nothing to a quarter behind the last turn and behind where the company is.
  private func range(of fact: SweptFact) -> ClosedRange<Exact> {
    let low = fact.bounds.low ?? .zero
    let widest = fact.bounds.high ?? (fact.measure == .percent ? .one : Exact(10_000_000_000_000))
    var run = SweepRun(plan, fact, row, choices: choices, dropsRounding: true)
    let last = low < widest ? run.turns(between: low, and: widest).last?.place : nil
    let known = [last, now(fact)].compactMap(\.self).max()
    let further = known.flatMap { $0.multiplied(by: Exact(5))?.divided(by: Exact(4)) }
    let least =
      fact.measure == .money ? Exact(10_000_000) : fact.measure == .number ? Exact(100) : .one
    var high = further.map { roundUp($0) } ?? least
    if known == nil || high <= low { high = low.adding(least) ?? least }
    return low...min(high, max(widest, low.adding(fact.grid) ?? widest))
  }

  /// Two digits at most: a range of round numbers.
  private func roundUp(_ number: Exact) -> Exact {
    var unit = Exact.one
    let ten = Exact(10)
    while let more = unit.multiplied(by: Exact(100)), more <= number,
      let next = unit.multiplied(by: ten)
    {
      unit = next
    }
    while unit > number, unit.denominator < 1_000_000, let less = unit.divided(by: ten) {
      unit = less
    }
    guard let count = number.divided(by: unit)?.ceiling, let whole = Exact(count, over: 1),
      let rounded = whole.multiplied(by: unit)
    else { return number }
    return rounded
  }
}

extension Exact {
  static let millionth = Exact(digits: 1, timesTenTo: -6) ?? .fen
}

extension Plan {
  /// The line that readers call so, in either language; nil where there is none.
  package func line(named name: String) -> Int? {
    lines.indices.first { line in
      [Language.zh, .en].contains { name == lineName(line, $0) || name == lines[line].column($0) }
    }
  }
}
