/// What may happen to a title, as the headers of its columns name it.
enum TitleEvent: Hashable, CaseIterable {
  case recognised, firstRecognised, renewed, relocated, lapsed
}

/// Everything that the columns of one title say in one row.
struct TitleEvidence {
  /// The status that the cell under the title states.
  var status: TitleStatus?
  var wasHeld = false
  var dates: [TitleEvent: Days] = [:]
  /// Statuses that a column such as `T新认定` affirms, and those that one denies.
  var affirmed: TitleStatus?
  var denied: TitleStatus = []
  /// A column that would state a recognition exists and is empty.
  var hasEmptyColumn = false

  var isSilent: Bool {
    status == nil && dates.isEmpty && affirmed == nil && denied.isEmpty && !hasEmptyColumn
  }
}

/// The status of a title in the evaluation year.
struct ResolvedTitle: Hashable {
  var statuses: TitleStatus
  /// The date of the event of this year.
  var event: Days?
  /// The date of the last recognition up to this year. Unknown where the title has lapsed and no
  /// column gives it; nil where nothing is said of one.
  var recognised: Days?
  /// It was held in some year before.
  var wasHeld: Bool
}

extension TitleEvidence {
  /// Weighs the columns against each other. nil where all of them are empty.
  func resolved(on date: Days, validMonths: Int?) throws(CellFault) -> ResolvedTitle? {
    if let first = dates[.firstRecognised]?.first, let last = dates[.recognised]?.last, first > last
    {
      throw .firstAfterRecognition
    }
    let story = TitleStory(dates: dates, validMonths: validMonths)
    let fromDates = dates.isEmpty ? nil : story.statuses(on: date)
    var statuses: TitleStatus
    switch (try stated(), fromDates) {
    case (nil, nil):
      if denied.isEmpty || hasEmptyColumn {
        guard hasEmptyColumn else { return ResolvedTitle(statuses: .unknown, wasHeld: false) }
        return nil
      }
      statuses = .unknown
    case (let stated?, nil): statuses = stated
    case (nil, let known?): statuses = known
    case (let stated?, let known?):
      statuses = stated.intersection(known)
      // A renewal or a move may be stated without its date; the dates then only must allow it.
      if statuses.isEmpty, stated.isDisjoint(with: [.none, .held]) {
        statuses = stated.intersection(story.undatedEvents(on: date))
      }
      if statuses.isEmpty { throw .titleDisagrees }
    }
    if !statuses.subtracting(denied).isEmpty { statuses.subtract(denied) }
    // A title that has lapsed was recognised on some day.
    let hasLapsed = statuses == .none && wasHeld
    return ResolvedTitle(
      statuses: statuses, event: story.event(of: statuses, on: date),
      recognised: story.lastRecognition(on: date) ?? (hasLapsed ? .unknown : nil),
      wasHeld: wasHeld || story.wasHeld(before: date))
  }

  /// What the cell and the yes-columns say together.
  private func stated() throws(CellFault) -> TitleStatus? {
    guard let status, let affirmed else { return status ?? affirmed }
    let both = status.intersection(affirmed)
    if both.isEmpty { throw .titleDisagrees }
    return both
  }
}

/// The dates of one title, asked for a day.
private struct TitleStory {
  let dates: [TitleEvent: Days]
  let validMonths: Int?

  /// Everything that the status may be, given what is known of the evaluation date.
  func statuses(on date: Days) -> TitleStatus {
    guard let parts = years(of: date) ?? yearsOfTheStory else { return .unknown }
    return parts.reduce(into: []) { $0.formUnion(statuses(in: $1.year, on: $1.days)) }
  }

  /// Events that a cell may state though no column gives their date.
  func undatedEvents(on date: Days) -> TitleStatus {
    guard let year = date.year, lastStart(before: year) != nil else { return [] }
    let wasRecognisedNow = recognitions.contains { $0.year == year }
    var result: TitleStatus = []
    if !wasRecognisedNow {
      if dates[.renewed] == nil { result.insert(.renewed) }
      if dates[.relocated] == nil { result.insert(.relocated) }
      if dates[.recognised] == nil { result.insert(.newAgain) }
    }
    return result
  }

  func event(of statuses: TitleStatus, on date: Days) -> Days? {
    guard let year = date.year else { return nil }
    if statuses.isSubset(of: .new) {
      return recognitions.first { $0.year == year }
    }
    if statuses == .renewed { return dates[.renewed].flatMap { $0.year == year ? $0 : nil } }
    if statuses == .relocated { return dates[.relocated].flatMap { $0.year == year ? $0 : nil } }
    return nil
  }

  /// Renewals and moves are no recognitions: years count from the title itself.
  func lastRecognition(on date: Days) -> Days? {
    guard let year = date.year else { return nil }
    return recognitions.first { ($0.year ?? .max) <= year }
  }

  func wasHeld(before date: Days) -> Bool {
    // Before an unsettled date means before the first year that it may lie in.
    guard let first = date.first else { return false }
    return wasHeld(beforeYear: civilDate(first).year)
  }

  private func wasHeld(beforeYear year: Int) -> Bool {
    TitleEvent.allCases.contains { event in
      event != .lapsed && (dates[event]?.year ?? .max) < year
    }
  }

  /// The last recognition first.
  private var recognitions: [Days] {
    [dates[.recognised], dates[.firstRecognised]].compactMap { $0 }
  }

  private func statuses(in year: Int, on days: Days) -> TitleStatus {
    if dates[.firstRecognised]?.year == year { return .newFirst }
    if dates[.recognised]?.year == year {
      return dates[.firstRecognised] == nil && !wasHeld(beforeYear: year) ? .new : .newAgain
    }
    if dates[.relocated]?.year == year { return .relocated }
    if dates[.renewed]?.year == year { return .renewed }
    return statusWithoutEvent(in: year, on: days)
  }

  private func statusWithoutEvent(in year: Int, on days: Days) -> TitleStatus {
    let start = lastStart(before: year)
    let hasMoved = (dates[.relocated]?.year ?? .max) < year
    guard start != nil || hasMoved else {
      // Nothing but a date of lapse says when it ended, not when it began.
      if dates.keys.allSatisfy({ $0 == .lapsed }), let lapse = dates[.lapsed] {
        return isReached(lapse, on: days).isYes ? .none : .unknown
      }
      return .none
    }
    guard let end = end(after: start) else {
      return start == nil && validMonths != nil ? [.held, .none] : .held
    }
    let isOver = isReached(end, on: days)
    if isOver.isUnknown { return [.held, .none] }
    return isOver.isYes ? .none : .held
  }

  /// The last recognition or renewal of an earlier year.
  private func lastStart(before year: Int) -> Days? {
    (recognitions + [dates[.renewed]].compactMap { $0 })
      .filter { ($0.year ?? .max) < year }
      .max { ($0.first ?? .min) < ($1.first ?? .min) }
  }

  /// The first day on which the title is no longer in force.
  private func end(after start: Days?) -> Days? {
    if let lapse = dates[.lapsed], (lapse.last ?? .max) >= (start?.first ?? .min) { return lapse }
    guard let start, let validMonths else { return nil }
    return start.adding(months: validMonths)
  }

  private func isReached(_ end: Days, on days: Days) -> Truth {
    guard let first = days.first, let last = days.last, let begins = end.first, let ends = end.last
    else { return .unknown }
    return Truth(mayBeTrue: last >= begins, mayBeFalse: first < ends)
  }

  /// Every year that the dates tell apart, from the one before the first until all is over.
  private var yearsOfTheStory: [(year: Int, days: Days)]? {
    let known = dates.values.compactMap(\.year)
    guard let first = known.min(), let last = known.max(), last - first <= 50 else { return nil }
    let validYears = min((validMonths ?? 0) / 12, 50)
    return ((first - 1)...(last + validYears + 2)).map { ($0, Days(year: $0)) }
  }

  /// The evaluation date year by year; nil where it is not bounded to a few years.
  private func years(of date: Days) -> [(year: Int, days: Days)]? {
    guard let first = date.first, let last = date.last else { return nil }
    let years = civilDate(first).year...max(civilDate(first).year, civilDate(last).year)
    guard years.count <= 50 else { return nil }
    return years.map { year in
      let whole = Days(year: year)
      return (
        year,
        Days(first: max(first, whole.first ?? first), last: min(last, whole.last ?? last))
      )
    }
  }
}
