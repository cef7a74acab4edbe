package import JiliLexer

/// What is paid along one fact: from one value to another in equal steps.
package struct Sweep: Sendable {
  package struct Point: Sendable {
    package let value: String
    package let low: Exact
    package let high: Exact?
    /// Awards that come to something here and did not a step before, and the reverse.
    package let gained: [Wording]
    package let lost: [Wording]
    /// More of the fact, and less money.
    package let isCliff: Bool
  }

  package let fact: String
  package let points: [Point]
}

extension Session {
  /// A fact along its range: the picture with its cliffs, or a table where a step is given.
  package func sweep(_ wish: SweepWish, at span: Span) -> Reply {
    if let from = wish.from, let to = wish.to, let step = wish.step {
      return sweep(wish.name, from: from, to: to, step: step, at: span)
    }
    let nowhere = Span(file: UInt16(rules.sources.count), start: span.start, end: span.end)
    var reply = Reply()
    do {
      let sweeper = Sweeper(plan, try row(), choices: facts.choices(plan.readings))
      switch try sweeper.thing(wish.name) {
      case .number(let fact): reply.parts = [.swept(try sweeper.sweep(fact, wish))]
      case .values(let fact): reply.parts = [.sweptValues(try sweeper.sweep(fact, wish, .zh))]
      }
    } catch let fault as CellFault {
      reply.diagnostics = [.factsDisagree(fault, at: nowhere)]
    } catch let fault as SweepFault {
      switch fault {
      case .unknown(let name, _), .notRead(let name):
        reply.diagnostics = [.notSwept(name, at: nowhere)]
      case .badRange(let range): reply.diagnostics = [.badSweep(range, at: nowhere)]
      case .cell(let fault): reply.diagnostics = [.factsDisagree(fault, at: nowhere)]
      }
    } catch {
      reply.diagnostics = [.notSwept(wish.name, at: nowhere)]
    }
    return reply
  }

  /// The range `FROM..TO[:STEP]` of a fact, each as a cell would hold it.
  package func sweep(
    _ name: String, from: String, to: String, step: String?, at span: Span
  ) -> Reply {
    let nowhere = Span(file: UInt16(rules.sources.count), start: span.start, end: span.end)
    let index = places.index
    var reply = Reply()
    guard let target = index.targets(of: name).first, target.role == .value(year: nil) else {
      reply.diagnostics = [.notSwept(name, at: nowhere)]
      return reply
    }
    let fact = layout.facts[target.fact]
    func number(_ cell: String) -> Exact? {
      let type = CellType(kind: fact.kind, unit: target.unit, texts: [])
      guard case .value(.number(let number))? = try? type.read(cell) else { return nil }
      return number
    }
    guard let low = number(from), let high = number(to), high > low,
      let width = step.map(number) ?? high.subtracting(low)?.divided(by: Exact(20)),
      width > .zero, let values = Exact.steps(from: low, to: high, by: width)
    else {
      reply.diagnostics = [.badSweep("\(from) .. \(to)", at: nowhere)]
      return reply
    }
    do throws(CellFault) {
      let points = try points(fact, values)
      reply.parts = [.sweep(Sweep(fact: name, points: points))]
    } catch {
      reply.diagnostics = [.factsDisagree(error, at: nowhere)]
    }
    return reply
  }

  private func points(_ fact: Fact, _ values: [Exact]) throws(CellFault) -> [Sweep.Point] {
    let slot = plan.facts.first { $0.name == fact.name }?.slot ?? -1
    var row = try row()
    var points: [Sweep.Point] = []
    var before: (low: Exact, paid: Set<Int>)?
    for value in values {
      if row.values.indices.contains(slot) { row.values[slot] = .number(value) }
      let outcome = outcome(of: row).outcome
      if let award = outcome.overflow { throw .overflow(award) }
      let paid = Set(outcome.lines.filter { $0.high.map { !$0.isZero } ?? true }.map(\.line))
      points.append(
        Sweep.Point(
          value: valueText(.number(value), of: fact, texts: [], .zh), low: outcome.totalLow,
          high: outcome.totalHigh, gained: names(paid, but: before?.paid ?? paid),
          lost: names(before?.paid ?? [], but: paid),
          isCliff: before.map { outcome.totalLow < $0.low } ?? false))
      before = (outcome.totalLow, paid)
    }
    return points
  }

  private func names(_ lines: Set<Int>, but others: Set<Int>) -> [Wording] {
    lines.subtracting(others).sorted().map { line in
      Wording(zh: plan.lineName(line, .zh), en: plan.lineName(line, .en))
    }
  }
}

extension Exact {
  /// The numbers of a range in equal steps, its end included; nil where they are too many.
  fileprivate static func steps(from low: Exact, to high: Exact, by width: Exact) -> [Exact]? {
    var values: [Exact] = []
    var value = low
    while value < high {
      guard values.count < Limits.sweepSteps, let next = value.adding(width) else { return nil }
      values.append(value)
      value = next
    }
    return values + [high]
  }
}
