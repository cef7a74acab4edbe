/// Phase 12: what a row's lines come to together.
extension Inquiry {
  /// The upper end of a row: groups and ceilings count once, sums without a figure never.
  func total(row: Int, _ lines: [LineName: [Line]]) -> Sum {
    let all = lines.values.flatMap { $0 }.filter { $0.row == row }
    let low = all.reduce(Rational.zero) { $0 + $1.sum.low }
    let groups = program.groups.filter { isExclusive($0, all) }
    // Each way in which the groups may end is added up by itself: a ceiling over members of one
    // group holds only what is left of them.
    let endings = groups.reduce([Set<LineName>()]) { losers, group in
      losers.flatMap { lost in
        group.members.map { winner in lost.union(group.members.filter { $0 != winner }) }
      }
    }
    let highs = endings.map { lost in
      worth(row: row, of: all.filter { !lost.contains($0.name) }, lines)
    }
    return Sum(
      low: low,
      high: highs.reduce(Rational?.some(.zero)) { lower($0, $1, takingGreater: true) })
  }

  private func worth(row: Int, of own: [Line], _ lines: [LineName: [Line]]) -> Rational? {
    var result = own.filter { line in
      !program.ceilings.contains { $0.members.contains(line.name) }
    }.reduce(Rational?.some(.zero)) { added($0, counting($1)) }
    for ceiling in program.ceilings {
      let sum = own.filter { ceiling.members.contains($0.name) }
        .reduce(Rational?.some(.zero)) { added($0, counting($1)) }
      result = added(result, lower(sum, room(under: ceiling, before: row, lines)))
    }
    return result
  }

  private func added(_ a: Rational?, _ b: Rational?) -> Rational? {
    a.flatMap { a in b.map { a + $0 } }
  }

  private func counting(_ line: Line) -> Rational? {
    line.isUnspecified ? line.sum.low : line.sum.high
  }

  /// A group that may not hold pays its members side by side.
  private func isExclusive(_ group: Group, _ lines: [Line]) -> Bool {
    guard let row = lines.first?.row else { return false }
    let first = companyYear(of: row)[0]
    return group.when.map { Scene(self, row: first).verdict($0).truth.isCertain } ?? true
  }

  private func room(
    under ceiling: Ceiling, before row: Int, _ lines: [LineName: [Line]]
  ) -> Rational? {
    let rows = companyYear(of: row).filter { $0 < row }
    let spent = ceiling.members.flatMap { lines[$0] ?? [] }.filter { rows.contains($0.row) }
    let low = spent.reduce(Rational.zero) { $0 + $1.lowBeforeCeiling }
    return ends(of: ceiling.cap, row: row).most.map { $0 - min($0, low) }
  }

  func companyYear(of row: Int) -> [Int] {
    companyRows(row).filter { year(of: $0) == year(of: row) }
  }

  // MARK: Refinement

  /// Unknown discrete facts of the row that several lines read, while their cases are few.
  func sharedFacts(row: Int) -> [(fact: Fact, cells: [Cell])] {
    let reads = Reads(program)
    let readers = program.awards.flatMap { award in
      award.lineNames.map { reads.facts(of: award, isRenewal: $0.isRenewal) }
    }
    var cases = 1
    var shared: [(fact: Fact, cells: [Cell])] = []
    for fact in discreteFacts where readers.filter({ $0.contains(fact) }).count > 1 {
      let cells = possibleCells(fact, row: row)
      guard cells.count > 1 else { continue }
      guard cases * cells.count <= 64 else { continue }
      cases *= cells.count
      shared.append((fact, cells))
    }
    return shared
  }

  private var discreteFacts: [Fact] {
    let fields = program.fields.filter { field in
      switch field.kind {
      case .flag, .choice, .text: true
      case .money, .number, .percent, .date: false
      }
    }
    let declared = program.titles.map(\.name)
    let implied = program.awards.compactMap(\.title).filter { !declared.contains($0) }
    var titles = declared
    for title in implied where !titles.contains(title) { titles.append(title) }
    return fields.map { .field($0.name) } + titles.map(Fact.title)
  }

  private func possibleCells(_ fact: Fact, row: Int) -> [Cell] {
    let scene = Scene(self, row: row)
    switch fact {
    case .field(let name):
      guard scene.settled(name) == nil else { return [] }
      switch program.field(name)?.kind {
      case .choice(let values, _): return values.map(Cell.choice)
      // One of the texts that rules ask for, or any other.
      case .text: return program.texts(askedOf: name).map(Cell.text) + [.text("")]
      default: break
      }
      return [.flag(true), .flag(false)]
    case .title(let name):
      let possible = scene.status(name)
      return Status.allCases.filter(possible.contains).map { .status([$0]) }
    case .year, .peak, .titleDate, .titleMark, .award: return []
    }
  }
}
