/// So many companies that fall on the years up to a target.
struct TargetSegment {
  var years: ClosedRange<Int>
  var count: ClosedRange<Int>
  /// Each of the years needs the whole count.
  var isEachYear = false

  /// All years together.
  var total: ClosedRange<Int> {
    guard isEachYear else { return count }
    return count.lowerBound * years.count...count.upperBound * years.count
  }

  /// Evenly on the years, the remainder on the last. Every count of the range may be the true one,
  /// so each year has the least and the most that any of them lays on it.
  var spread: [(year: Int, count: ClosedRange<Int>)] {
    if isEachYear { return years.map { ($0, count) } }
    let size = years.count
    return years.map { year in
      year == years.upperBound
        ? (year, last(size)) : (year, count.lowerBound / size...count.upperBound / size)
    }
  }

  /// What the last of so many years takes: the same as each other and the remainder.
  private func last(_ size: Int) -> ClosedRange<Int> {
    func share(_ count: Int) -> Int { count / size + count % size }
    // Just below a multiple the remainder is largest, at the multiple it is nothing.
    let multiple = (count.lowerBound + size - 1) / size * size
    let below = (count.upperBound + 1) / size * size - 1
    var ends = [share(count.lowerBound), share(count.upperBound)]
    for edge in [multiple, below] where count.contains(edge) { ends.append(share(edge)) }
    return (ends.min() ?? 0)...(ends.max() ?? 0)
  }
}

/// All targets together, year by year. Targets that count something in common are met by the same
/// companies: of several for just the same only the dearest counts, and what overlaps costs at
/// least as much as its dearest part and at most all parts.
func joined(
  _ targets: [Forecast.Target], _ program: CheckedProgram
) -> (years: [Forecast.YearTotal], low: Exact, high: Exact?) {
  let families = families(program).map { family in
    family.compactMap { kin in kin.map { targets[$0] }.max { $1.isDearer(than: $0) } }
  }
  var totals: [Forecast.YearTotal] = []
  for year in Set(targets.flatMap { $0.years.map(\.year) }).sorted() {
    var total = Forecast.YearTotal(year: year, low: .zero, high: .zero, payers: [])
    for family in families { total.add(family) }
    totals.append(total)
  }
  var low = Exact.zero
  var high: Exact? = .zero
  for family in families {
    low = low.adding(family.map(\.low).max() ?? .zero) ?? low
    for target in family { high = high.flatMap { sum in target.high.flatMap { sum.adding($0) } } }
  }
  return (totals, low, high)
}

extension Forecast.Target {
  /// By the sum that nothing can undercut, then by the highest.
  fileprivate func isDearer(than other: Forecast.Target) -> Bool {
    if low != other.low { return low > other.low }
    guard let high else { return other.high != nil }
    return other.high.map { high > $0 } ?? false
  }
}

extension Forecast.YearTotal {
  /// Adds targets that overlap.
  fileprivate mutating func add(_ family: [Forecast.Target]) {
    guard let dearest = family.max(by: { $1.isDearer(than: $0) }) else { return }
    for target in family {
      for part in target.years where part.year == year {
        let isSure = target.target == dearest.target
        low = isSure ? low.adding(part.low) ?? low : low
        high = high.flatMap { sum in part.high.flatMap { sum.adding($0) } }
        payers = payers.adding(
          part.payers.map { Part(label: $0.label, low: isSure ? $0.low : .zero, high: $0.high) })
      }
    }
  }
}

/// Targets in families that share a subject, and in each family those that count just the same.
private func families(_ program: CheckedProgram) -> [[[Int]]] {
  var families: [(names: Set<String>, targets: [Int])] = []
  for (index, target) in program.targets.enumerated() {
    let names = Set(target.subjects.map { program.commonName(of: $0) }.joined())
    var merged = (names: names, targets: [index])
    families.removeAll { family in
      guard !family.names.isDisjoint(with: names) else { return false }
      merged = (merged.names.union(family.names), family.targets + merged.targets)
      return true
    }
    families.append(merged)
  }
  return families.map { family in
    var order: [String] = []
    var kin: [String: [Int]] = [:]
    for target in family.targets.sorted() {
      let key = program.targets[target].subjectKey
      if kin[key] == nil { order.append(key) }
      kin[key, default: []].append(target)
    }
    return order.map { kin[$0] ?? [] }
  }
}

extension CheckedProgram {
  /// What a subject has in common with others: itself and the titles that it names.
  fileprivate func commonName(of subject: CheckedTarget.Subject) -> [String] {
    let titles = subject.titles.map { facts[$0].name }
    switch subject {
    case .title: return titles
    case .award(let index): return [awards[index].name]
    case .companies(let name, _), .sum(let name, _): return [name] + titles
    case .label(let words): return ["\"" + words]
    }
  }
}
