/// Days counted from 1970-01-01 in the Gregorian calendar, so that dates compare as numbers.
package struct Day: Hashable, Comparable, Sendable {
  package let number: Int

  package init(number: Int) { self.number = number }

  package init(_ year: Int, _ month: Int, _ day: Int) {
    // Years run from March here, which puts the leap day at their end.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// How many anniversaries of this day have passed.
  package func wholeYears(until other: Day) -> Int {
    let (from, to) = (civil, other.civil)
    let isBefore = (to.month, to.day) < (from.month, from.day)
    return to.year - from.year - (isBefore ? 1 : 0)
  }

  package var text: String {
    let (year, month, day) = civil
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}

/// A date that may be known only to the month or the year.
package struct DaySpan: Hashable, Sendable {
  package let first: Day
  package let last: Day

  package init(_ first: Day, _ last: Day) {
    self.first = first
    self.last = last
  }

  package init(_ day: Day) { self.init(day, day) }
  package init(year: Int) { self.init(Day(year, 1, 1), Day(year, 12, 31)) }

  package init(year: Int, month: Int) {
    let next = month == 12 ? Day(year + 1, 1, 1) : Day(year, month + 1, 1)
    self.init(Day(year, month, 1), Day(number: next.number - 1))
  }

  /// The calendar year, where the whole span lies in one.
  package var year: Int? {
    first.civil.year == last.civil.year ? first.civil.year : nil
  }

  package var range: Extent { Extent(Rational(first.number), Rational(last.number)) }
}
