/// What earlier years say about a field that is stated year by year.
extension Scene {
  package func lastYear(_ name: String) -> Quantity {
    let unknown = Quantity(.everything, ["\(name) last year"])
    guard let year = date?.year else { return unknown }
    switch figure(name, in: year - 1) {
    case .number(let value): return Quantity(value)
    case .empty: return .absent
    default: return unknown
    }
  }

  /// The figure of one year, from the row's own columns or from the company's rows of that year:
  /// nil is unknown, `.empty` is no such thing.
  private func figure(_ name: String, in year: Int) -> Cell? {
    if inquiry.has(.year(name, year)) { return filled(cell(.year(name, year)), name) }
    guard inquiry.isPanel else { return nil }
    let cells = inquiry.companyRows(index).filter { yearOfRow($0) == year }.map {
      filled(Scene(inquiry, row: $0).cell(.field(name)), name)
    }
    let numbers = cells.filter { if case .number = $0 { true } else { false } }
    return numbers.first ?? cells.first ?? nil
  }

  private func yearOfRow(_ other: Int) -> Int? { inquiry.year(of: other) }

  /// The highest figure of the years before this one.
  package func peak(_ name: String) -> Quantity {
    if case .number(let value) = cell(.peak(name)) { return Quantity(value) }
    let reason: Set<String> = ["\(name).peak"]
    guard let year = date?.year else { return Quantity(.everything, reason) }
    let panelYears = inquiry.isPanel ? inquiry.companyRows(index).compactMap(yearOfRow) : []
    let begin = min(year, panelYears.min() ?? year)
    let candidates = Set(columnYears(name)).union(begin..<year).filter { $0 < year }
    let figures = candidates.sorted().map { figure(name, in: $0) }
    let highest = figures.compactMap { figure -> Rational? in
      if case .number(let value) = figure { return value }
      return nil
    }.max()
    if inquiry.isPanel && !inquiry.hasUndatedRow(index) && !figures.contains(nil) {
      return highest.map { Quantity($0) } ?? .absent
    }
    guard let highest else { return Quantity(.everything, reason) }
    return Quantity(Extent(.exact(highest), .above), reason)
  }

  private func columnYears(_ name: String) -> [Int] {
    inquiry.table.columns.compactMap { column in
      if case .year(name, let year) = column.fact { return year }
      return nil
    }
  }

  package func tiers(_ tiers: Tiers) -> Amount {
    let current = field(tiers.field)
    let before = peak(tiers.field)
    let comparison: Comparison = tiers.exceeds ? .above : .atLeast
    let paid = tiers.steps.map { step in
      let threshold = Quantity(step.threshold)
      let now = compare(current, comparison, threshold)
      let crossed = now && !compare(before, comparison, threshold)
      return choose(crossed, amount(step.amount), Amount(Amount.zero))
    }
    let each = paid.dropFirst().reduce(paid[0]) { $0.combined($1, +) }
    let highest = paid.dropFirst().reduce(paid[0]) { sums, next in
      Amount(
        floor: sums.floor.higher(next.floor), ceiling: sums.ceiling.higher(next.ceiling))
    }
    switch tiers.mode {
    case .each: return each
    case .highest: return highest
    case .reading(let name, let wanted, let thenEach):
      return (choice(ofReading: name) == wanted) == thenEach ? each : highest
    case .condition(let condition, let thenEach):
      return choose(
        verdict(condition), thenEach ? each : highest, thenEach ? highest : each)
    }
  }
}
