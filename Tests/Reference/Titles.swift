/// What the columns of a title say about its status in the evaluation year.
struct TitleEvidence {
  /// What the cell under the title states; nil where it states nothing.
  var stated: Set<Status>?
  var wasHeld = false
  var dates: [TitleEvent: DaySpan] = [:]
  var affirmed: Set<Status>?
  var denied: Set<Status> = []
  /// Whether the file has a column for the title or its recognition.
  var hasColumn = false
  var validMonths: Int?

  var statuses: (DaySpan?) -> Set<Status> {
    { date in
      var found = Set(Status.allCases)
      if dates.isEmpty, stated == nil, affirmed == nil, hasColumn { found = [.none] }
      if !dates.isEmpty { found = byDates(date) }
      for said in [stated, affirmed] {
        guard let said else { continue }
        let both = found.intersection(said)
        found = both.isEmpty ? said.intersection(undatedEvents(date)) : both
      }
      return found.isSubset(of: denied) ? found : found.subtracting(denied)
    }
  }

  /// The dated event of the year, in which alone the period of the policy is looked at.
  func event(_ date: DaySpan?) -> DaySpan? {
    guard let year = date?.year else { return nil }
    let now = statuses(date)
    let inYear = { (span: DaySpan?) in span?.year == year ? span : nil }
    if now.isSubset(of: [.firstNew, .newAgain]) {
      return inYear(dates[.recognised]) ?? inYear(dates[.firstRecognised])
    }
    if now == [.renewed] { return inYear(dates[.renewed]) }
    if now == [.relocated] { return inYear(dates[.relocated]) }
    return nil
  }

  /// The last day of recognition up to the evaluation year, for `years since`.
  func recognition(_ date: DaySpan?) -> DaySpan? {
    guard let year = date?.year else { return nil }
    return recognitions.filter { ($0.year ?? .max) <= year }.max { $0.first < $1.first }
  }

  private var recognitions: [DaySpan] {
    [dates[.recognised], dates[.firstRecognised]].compactMap { $0 }
  }

  /// The title was held in some year before this one.
  func wasHeld(before year: Int) -> Bool {
    wasHeld
      || dates.contains { event, span in event != .lapsed && (span.year ?? .max) < year }
  }

  /// Every year that the evaluation date may lie in; for an unknown one all that dates set apart.
  private func byDates(_ date: DaySpan?) -> Set<Status> {
    guard let date else {
      let years = dates.values.compactMap(\.year)
      let end = (years.max() ?? 2000) + (validMonths ?? 0) / 12 + 2
      let span = ((years.min() ?? 2000) - 1)...end
      return span.reduce(into: []) { $0.formUnion(byDates(in: $1, DaySpan(year: $1))) }
    }
    return (date.first.civil.year...date.last.civil.year).reduce(into: []) { found, year in
      let whole = DaySpan(year: year)
      let days = DaySpan(max(date.first, whole.first), min(date.last, whole.last))
      found.formUnion(byDates(in: year, days))
    }
  }

  private func byDates(in year: Int, _ days: DaySpan) -> Set<Status> {
    if dates[.firstRecognised]?.year == year { return [.firstNew] }
    if dates[.recognised]?.year == year {
      let isAgain = dates[.firstRecognised] != nil || wasHeld(before: year)
      return isAgain ? [.newAgain] : [.firstNew, .newAgain]
    }
    if dates[.relocated]?.year == year { return [.relocated] }
    if dates[.renewed]?.year == year { return [.renewed] }
    let earlier = { (span: DaySpan?) in span.flatMap { ($0.year ?? .max) < year ? $0 : nil } }
    let start = lastStart(before: year)
    guard start != nil || earlier(dates[.relocated]) != nil else {
      // A date of lapse alone says when the title ended, not when it began.
      guard let lapse = dates[.lapsed], dates.count == 1 else { return [.none] }
      return days.first >= lapse.last ? [.none] : Set(Status.allCases)
    }
    if let lapse = dates[.lapsed], start.map({ lapse.last >= $0.first }) ?? true {
      return over(from: lapse, on: days)
    }
    guard let validMonths else { return [.held] }
    guard let start else { return [.held, .none] }
    return over(
      from: DaySpan(
        start.first.adding(months: validMonths), start.last.adding(months: validMonths)),
      on: days)
  }

  /// None from `end` on, which may be known only to the month or year.
  private func over(from end: DaySpan, on days: DaySpan) -> Set<Status> {
    var result: Set<Status> = []
    if days.last >= end.first { result.insert(.none) }
    if days.first < end.last { result.insert(.held) }
    return result
  }

  private func lastStart(before year: Int) -> DaySpan? {
    (recognitions + [dates[.renewed]].compactMap { $0 })
      .filter { ($0.year ?? .max) < year }.max { $0.first < $1.first }
  }

  /// What a cell may state of this year though no column gives its date.
  private func undatedEvents(_ date: DaySpan?) -> Set<Status> {
    guard let year = date?.year, lastStart(before: year) != nil,
      !recognitions.contains(where: { $0.year == year })
    else { return [] }
    var result: Set<Status> = []
    if dates[.renewed] == nil { result.insert(.renewed) }
    if dates[.relocated] == nil { result.insert(.relocated) }
    if dates[.recognised] == nil { result.insert(.newAgain) }
    return result
  }
}

extension Scene {
  /// What the row itself says, whatever is supposed of it.
  func evidence(_ title: String) -> TitleEvidence {
    var found = evidence(title) { fact in
      inquiry.has(fact) ? row.cells[fact] ?? .empty : nil
    }
    let isSilent =
      found.stated == nil && found.dates.isEmpty && found.affirmed == nil && found.denied.isEmpty
      && !found.hasColumn
    if isSilent {
      found = evidence(title) { fact in
        inquiry.options.settings.first { $0.fact == fact }?.cell
          ?? (inquiry.options.treatsAbsentAsBlank && fact == .title(title) ? .empty : nil)
      }
    }
    return found
  }

  private func evidence(_ title: String, _ said: (Fact) -> Cell?) -> TitleEvidence {
    var found = TitleEvidence()
    found.validMonths = program.titles.first { $0.name == title }?.validMonths
    switch said(.title(title)) {
    case .status(let statuses):
      found.stated = statuses
      // 再次 and 复评 say so themselves.
      found.wasHeld = [[.newAgain], [.renewed]].contains(statuses)
    case .lapsed:
      found.stated = [.none]
      found.wasHeld = true
    case .date(let span): found.dates[.recognised] = span
    case .empty: found.hasColumn = true
    default: break
    }
    for event in TitleEvent.allCases where inquiry.has(.titleDate(title, event)) {
      // Only an empty recognition says that there was none.
      if event == .recognised || event == .firstRecognised { found.hasColumn = true }
      if case .date(let span) = said(.titleDate(title, event)) {
        // A cell under the title may be as exact as the column or more so.
        found.dates[event] = found.dates[event].map { $0.narrower(span) } ?? span
      }
    }
    for word in [StatusWord.new, .renewed, .relocated] {
      guard case .flag(let holds) = said(.titleMark(title, word)) else { continue }
      if holds {
        found.affirmed = word.statuses
      } else {
        found.denied.formUnion(word.statuses)
      }
    }
    return found
  }
}

extension DaySpan {
  fileprivate func narrower(_ other: DaySpan) -> DaySpan {
    last.number - first.number <= other.last.number - other.first.number ? self : other
  }
}

extension Day {
  /// The same day some months later, or the last day of a shorter month.
  package func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let count = year * 12 + month - 1 + months
    let (newYear, newMonth) = (count / 12, count % 12 + 1)
    return Day(newYear, newMonth, min(day, DaySpan(year: newYear, month: newMonth).last.civil.day))
  }
}
