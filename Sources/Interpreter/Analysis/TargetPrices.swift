/// What newly won companies cost, asked of a made-up company to which the policy applies and that
/// has newly won just the title in question: nothing else is known of it.
struct TargetPrices {
  private let program: CheckedProgram
  private let plan: Plan
  private let layout: RowLayout
  private let settings: [Setting]
  private var machine: Machine
  private var known: [String: Price] = [:]

  init(
    _ program: CheckedProgram, _ settings: [Setting], _ choices: [Int]
  ) throws(InputRefusal) {
    self.program = program
    self.settings = settings
    plan = try Jili.plan(program.applyingAlways).settled(settings)
    layout = RowLayout(plan)
    machine = Machine(plan, choices: choices)
  }

  /// The first and the last year of the policy, as far as its text settles them.
  func period(of counting: CountingPlan) throws(InputRefusal) -> (start: Int?, end: Int?) {
    var start: Int?
    if let operation = counting.start {
      var options = InputOptions()
      options.settings = settings
      let row = try readCompany([:], layout: RowLayout(counting.plan), options: options)
      var machine = Machine(counting.plan, choices: machine.choices)
      machine.run(row, earlier: .none)
      start = machine.numbers[operation].low.map { civilDate(Int($0.numerator)).year }
    }
    return (start, plan.lastDay?.last.map { civilDate($0).year })
  }

  /// One year of a target with so many newly won companies.
  mutating func year(
    _ year: Int, _ count: ClosedRange<Int>, _ subjects: [CheckedTarget.Subject]
  ) throws(InputRefusal) -> Forecast.Year {
    let price = try price(of: subjects, in: year)
    return Forecast.Year(
      year: year, count: count, price: price,
      low: price.low.times(count.lowerBound) ?? .zero,
      high: price.high.flatMap { $0.times(count.upperBound) },
      payers: price.payers.map { part in
        Part(
          label: part.label, low: part.low.times(count.lowerBound) ?? .zero,
          high: part.high.flatMap { $0.times(count.upperBound) })
      })
  }

  /// Adds the years of a target up. Where the price is the same every year, how the missing ones
  /// fall on the years does not matter.
  func add(up made: inout Forecast.Target, _ segments: [TargetSegment]) throws(InputRefusal) {
    made.low = .zero
    made.high = .zero
    for segment in segments {
      let years = made.years.filter { segment.years.contains($0.year) }
      guard let first = years.first else { continue }
      let isSteady = years.allSatisfy {
        $0.price.low == first.price.low && $0.price.high == first.price.high
      }
      let count = segment.total
      let low =
        isSteady
        ? first.price.low.times(count.lowerBound)
        : years.reduce(.zero) { total, year in total?.adding(year.low) }
      let high =
        isSteady
        ? first.price.high.flatMap { $0.times(count.upperBound) }
        : years.reduce(.zero) { total, year in year.high.flatMap { total?.adding($0) } }
      made.low = low.flatMap { made.low.adding($0) } ?? made.low
      made.high = high.flatMap { new in made.high?.adding(new) }
    }
  }

  // MARK: - One company

  /// Of several subjects nobody knows which is missing: from the cheapest to the dearest.
  private mutating func price(
    of subjects: [CheckedTarget.Subject], in year: Int
  ) throws(InputRefusal) -> Price {
    var all: [Price] = []
    for subject in subjects {
      if case .award(let award) = subject {
        all.append(try price(ofAward: award, in: year))
        continue
      }
      let titles = subject.titles
      if titles.isEmpty { all.append(.nothing) }
      for title in titles { all.append(try price(ofTitle: title, in: year)) }
    }
    return all.dropFirst().reduce(all.first ?? .nothing) { $0.hull($1) }
  }

  private mutating func price(ofTitle title: Int, in year: Int) throws(InputRefusal) -> Price {
    let key = "title \(title) \(year)"
    if let price = known[key] { return price }
    let lines = plan.lines.indices.filter {
      plan.lines[$0].title == title && !plan.lines[$0].isRenewal
    }
    let work = try madeUp(newTitle: title, in: year)
    var price = Price.nothing
    for line in lines {
      let sum = work.lines[line]
      price.add(
        Price(
          low: sum.low, high: sum.high, isUnspecified: sum.unspecified.mayBeTrue, isPaid: true,
          payers: payers(work, line, low: sum.low, high: sum.high)))
    }
    known[key] = price
    return price
  }

  /// The sum of an award if its conditions hold.
  private mutating func price(ofAward award: Int, in year: Int) throws(InputRefusal) -> Price {
    guard
      let line = plan.lines.firstIndex(where: { $0.award == award && !$0.isRenewal })
    else { return .nothing }
    let work = try madeUp(newTitle: plan.lines[line].title, in: year)
    let sum = machine.numbers[plan.lines[line].gross]
    let low = sum.low ?? .zero
    return Price(
      low: low, high: sum.high, isUnspecified: work.lines[line].unspecified.mayBeTrue,
      isPaid: true, payers: payers(work, line, low: low, high: sum.high))
  }

  private mutating func madeUp(
    newTitle title: Int?, in year: Int
  ) throws(InputRefusal) -> RowWork {
    let assembly = RowAssembly(
      layout: layout, settings: try settingCells(settings, layout: layout), absentIsBlank: true)
    var cells = FactCells(factCount: layout.facts.count)
    if let title {
      let type = CellType(kind: layout.facts[title].kind, unit: nil, texts: [])
      try? cells.take("新认定", as: .value(year: nil), of: title, type: type)
    }
    let date = Days(year: year)
    let draft = try? assembly.draft(cells, date: date)
    let values = draft?.values ?? [SlotValue](repeating: .unknown, count: layout.slotCount)
    return machine.evaluate(Row(values: values, date: date), earlier: .none, depth: .facts)
  }

  private func payers(_ work: RowWork, _ line: Int, low: Exact, high: Exact?) -> [Part] {
    let own = plan.lines[line].funding
    return own.isEmpty
      ? fundingParts(
        plan.policies[0].funding, work.policies[0].fundingConditions, low: low, high: high)
      : fundingParts(
        own, work.policies[plan.policy(ofLine: line)].fundingConditions(ofLine: line), low: low,
        high: high)
  }
}

extension Price {
  /// What one company gets under several awards.
  fileprivate mutating func add(_ other: Price) {
    low = low.adding(other.low) ?? low
    high = high.flatMap { mine in other.high.flatMap { mine.adding($0) } }
    isUnspecified = isUnspecified || other.isUnspecified
    isPaid = isPaid || other.isPaid
    payers = payers.adding(other.payers)
  }

  /// What either may cost.
  fileprivate func hull(_ other: Price) -> Price {
    Price(
      low: min(low, other.low), high: high.flatMap { mine in other.high.map { max(mine, $0) } },
      isUnspecified: isUnspecified || other.isUnspecified, isPaid: isPaid || other.isPaid,
      payers: payers.merging(other.payers) { one, two in
        let nothing = Part(label: nil, low: .zero, high: .zero)
        let (mine, theirs) = (one ?? nothing, two ?? nothing)
        return (
          min(mine.low, theirs.low),
          mine.high.flatMap { high in theirs.high.map { max(high, $0) } }
        )
      })
  }
}

extension [Part] {
  /// Both lists by payer, in the order in which the payers are first named.
  func merging(_ other: [Part], _ merge: (Part?, Part?) -> (Exact, Exact?)) -> [Part] {
    var labels = map(\.label)
    for part in other where !labels.contains(part.label) { labels.append(part.label) }
    return labels.map { label in
      let (low, high) = merge(
        first { $0.label == label }, other.first { $0.label == label })
      return Part(label: label, low: low, high: high)
    }
  }

  func adding(_ other: [Part]) -> [Part] {
    merging(other) { one, two in
      guard let one else { return (two?.low ?? .zero, two.map(\.high) ?? .zero) }
      guard let two else { return (one.low, one.high) }
      return (
        one.low.adding(two.low) ?? one.low,
        one.high.flatMap { high in two.high.flatMap { high.adding($0) } }
      )
    }
  }
}

extension Exact {
  fileprivate func times(_ count: Int) -> Exact? { multiplied(by: Exact(count)) }
}
