package import JiliLexer

/// What is known of a date: it is one of the days `first ... last`, counted from 1970-01-01.
///
/// A date known to the year 2026 is its 365 days. nil is "no bound on this side".
package struct Days: Hashable, Sendable {
  package var first: Int?
  package var last: Int?

  package static let unknown = Days(first: nil, last: nil)

  package init(first: Int?, last: Int?) {
    self.first = first
    self.last = last
  }

  package init(_ text: DateText) {
    let month = text.month
    let day = text.day
    first = dayNumber(year: text.year, month: month ?? 1, day: day ?? 1)
    let lastMonth = month ?? 12
    last = dayNumber(
      year: text.year, month: lastMonth,
      day: day ?? daysInMonth(year: text.year, month: lastMonth))
  }

  /// All days of a year.
  package init(year: Int) {
    first = dayNumber(year: year, month: 1, day: 1)
    last = dayNumber(year: year, month: 12, day: 31)
  }

  package var isExact: Bool { first != nil && first == last }

  /// The calendar year, if all days lie in one.
  package var year: Int? {
    guard let first, let last else { return nil }
    let year = civilDate(first).year
    return civilDate(last).year == year ? year : nil
  }

  /// As precise as it is: `2026-05-01`, `2026-05`, `2026`; nil where nothing is known.
  package var text: String? {
    guard let first, let last else { return nil }
    let start = civilDate(first)
    let end = civilDate(last)
    if first == last { return isoText(start) }
    guard start.year == end.year, start.day == 1 else { return nil }
    if start.month == end.month { return String(isoText(start).prefix(7)) }
    return start.month == 1 && end.month == 12 ? String(isoText(start).prefix(4)) : nil
  }

  /// The same day so many months later; a day that the month lacks becomes its last.
  package func adding(months: Int) -> Days {
    Days(first: first.map { shift($0, by: months) }, last: last.map { shift($0, by: months) })
  }

  package func adding(days: Int) -> Days {
    Days(first: first.map { $0 + days }, last: last.map { $0 + days })
  }
}

private func shift(_ day: Int, by months: Int) -> Int {
  let date = civilDate(day)
  let count = date.year * 12 + (date.month - 1) + months
  let year = count >= 0 ? count / 12 : (count - 11) / 12
  let month = count - year * 12 + 1
  return dayNumber(
    year: year, month: month, day: min(date.day, daysInMonth(year: year, month: month)))
}

func isoText(_ date: (year: Int, month: Int, day: Int)) -> String {
  func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
  return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
package func dayNumber(year: Int, month: Int, day: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

package func civilDate(_ number: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = number + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthIndex = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
  let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}
