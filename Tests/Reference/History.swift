/// What earlier years say about a field that is stated year by year.
extension Scene {
  package func lastYear(_ name: String) -> Quantity {
    guard let year = date?.year, let value = figure(name, in: year - 1) else {
      return Quantity(.everything, ["\(name) last year"])
    }
    return Quantity(value)
  }

  /// The figure of one year, from the row's own columns or from the company's row of that year.
  private func figure(_ name: String, in year: Int) -> Rational? {
    if case .number(let value) = cell(.year(name, year)) { return value }
    guard inquiry.isPanel else { return nil }
    for other in inquiry.companyRows(index) where yearOfRow(other) == year {
      if case .number(let value) = inquiry.table.rows[other].cells[.field(name)] { return value }
    }
    return nil
  }

  private func yearOfRow(_ other: Int) -> Int? { inquiry.table.rows[other].date?.year }

  /// The highest figure of the years before this one.
  package func peak(_ name: String) -> Quantity {
    if case .number(let value) = cell(.peak(name)) { return Quantity(value) }
    let reason: Set<String> = ["\(name).peak"]
    guard let year = date?.year else { return Quantity(.everything, reason) }
    let panelYears = inquiry.isPanel ? inquiry.companyRows(index).compactMap(yearOfRow) : []
    let begin = panelYears.min() ?? year
    if inquiry.isPanel && begin == year && columnYears(name).isEmpty { return .absent }
    let candidates = Set(columnYears(name)).union(begin..<year).filter { $0 < year }
    let figures = candidates.sorted().map { figure(name, in: $0) }
    guard let highest = figures.compactMap({ $0 }).max() else {
      return Quantity(.everything, reason)
    }
    if inquiry.isPanel && !figures.contains(nil) { return Quantity(highest) }
    return Quantity(Extent(.exact(highest), .above), reason)
  }

  private func columnYears(_ name: String) -> [Int] {
    inquiry.table.columns.compactMap { column in
      if case .year(name, let year) = column.fact { return year }
      return nil
    }
  }

  package func tiers(_ tiers: Tiers) -> Quantity {
    let current = field(tiers.field)
    let before = peak(tiers.field)
    let comparison: Comparison = tiers.exceeds ? .above : .atLeast
    let crossings = tiers.steps.map { step -> (verdict: Verdict, amount: Rational) in
      let threshold = Quantity(step.threshold)
      let now = compare(current, comparison, threshold)
      return (now && !compare(before, comparison, threshold), step.amount)
    }
    let sure = crossings.filter { $0.verdict.truth.isCertain }.map(\.amount)
    let possible = crossings.filter { $0.verdict.truth.mayHold }.map(\.amount)
    let reasons = crossings.reduce(into: Set<String>()) { $0.formUnion($1.verdict.reasons) }
    let extent =
      givesEach(tiers.mode)
      ? Extent(sure.reduce(.zero, +), possible.reduce(.zero, +))
      : Extent(sure.max() ?? .zero, possible.max() ?? .zero)
    return Quantity(extent, reasons)
  }

  private func givesEach(_ mode: Tiers.Mode) -> Bool {
    switch mode {
    case .each: true
    case .highest: false
    case .reading(let name, let wanted, let thenEach):
      choice(ofReading: name) == wanted ? thenEach : !thenEach
    }
  }
}
