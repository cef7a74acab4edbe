/// Phase 12: what a row's lines come to together.
extension Inquiry {
  /// The upper end of a row: groups and ceilings count once, sums without a figure never.
  func total(row: Int, _ lines: [LineName: [Line]]) -> Sum {
    let all = lines.values.flatMap { $0 }.filter { $0.row == row }
    let low = all.reduce(Rational.zero) { $0 + $1.sum.low }
    var counted: Set<LineName> = []
    var highs: [Rational?] = []
    let find = { (name: LineName) in all.first { $0.name == name } }
    for ceiling in program.ceilings {
      counted.formUnion(ceiling.members)
      let sum = ceiling.members.reduce(Rational?.some(.zero)) { sum, name in
        added(sum, find(name).map(counting) ?? .zero)
      }
      highs.append(least(sum, room(under: ceiling, before: row, lines)))
    }
    for group in program.groups where isExclusive(group, all) {
      counted.formUnion(group.members)
      let members = group.members.map { find($0).map(counting) ?? .zero }
      highs.append(members.reduce(Rational?.some(.zero)) { least($0, $1, takingGreater: true) })
    }
    for line in all where !counted.contains(line.name) { highs.append(counting(line)) }
    return Sum(low: low, high: highs.reduce(Rational?.some(.zero), added))
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
  ) -> Rational {
    let rows = companyYear(of: row).filter { $0 < row }
    let spent = ceiling.members.flatMap { lines[$0] ?? [] }.filter { rows.contains($0.row) }
    return ceiling.cap - min(ceiling.cap, spent.reduce(.zero) { $0 + $1.lowBeforeCeiling })
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
      case .flag, .choice: true
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
      if case .choice(let values, _) = program.field(name)?.kind {
        return values.map(Cell.choice)
      }
      return [.flag(true), .flag(false)]
    case .title(let name):
      let possible = scene.status(name)
      return Status.allCases.filter(possible.contains).map { .status([$0]) }
    case .year, .peak, .award: return []
    }
  }
}
