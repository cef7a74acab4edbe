/// The closed list of units that may stand behind digits in a rule file.
package enum Unit: Sendable, Hashable {
  /// Money: 10 to this power times 1 元.
  case money(powerOfTen: Int)
  case years, months, days
  /// 家, 个, 项: a plain count; `1.7万家` is 10 to this power times 1.
  case count(powerOfTen: Int)

  package init?(spelling: String) {
    switch spelling {
    case "元": self = .money(powerOfTen: 0)
    case "万", "万元": self = .money(powerOfTen: 4)
    case "亿", "亿元": self = .money(powerOfTen: 8)
    case "万亿", "万亿元": self = .money(powerOfTen: 12)
    case "年", "years", "year": self = .years
    case "个月", "months", "month": self = .months
    case "天", "days", "day": self = .days
    case let word where Self.countingWords.contains(word): self = .count(powerOfTen: 0)
    case let word where word.first == "万" && Self.countingWords.contains(String(word.dropFirst())):
      self = .count(powerOfTen: 4)
    default: return nil
    }
  }

  /// What policies count: companies, places, people, patents, meetings, charts.
  private static let countingWords: Set<String> = ["家", "个", "项", "名", "件", "次", "场", "张"]

  /// Every spelling, for messages.
  package static let spellings = [
    "元", "万", "万元", "亿", "亿元", "万亿", "万亿元", "%", "‰", "年", "个月", "天",
    "家", "个", "项", "名", "件", "次", "场", "张", "万家",
  ]
}

/// A date as written, exact to the day, the month or the year.
package struct DateText: Hashable, Sendable {
  package let year: Int
  package let month: Int?
  package let day: Int?

  package init?(year: Int, month: Int? = nil, day: Int? = nil) {
    guard (1...9999).contains(year) else { return nil }
    if let month {
      guard (1...12).contains(month) else { return nil }
      if let day {
        guard day >= 1, day <= daysInMonth(year: year, month: month) else { return nil }
      }
    } else if day != nil {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `2026-05-01`, `2026-05`, `2026年5月1日`, `2026年5月`, `2026年`, `2026`, full-width too.
  package init?(_ text: String) {
    var numbers: [Int] = []
    var digits = 0
    for scalar in foldedASCII(text).unicodeScalars {
      if let value = digitValue(scalar) {
        if digits == 0 { numbers.append(0) }
        guard digits < 4 else { return nil }
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + value
        digits += 1
      } else {
        guard "-年月日/".unicodeScalars.contains(scalar) else { return nil }
        digits = 0
      }
    }
    guard (1...3).contains(numbers.count) else { return nil }
    self.init(
      year: numbers[0], month: numbers.count > 1 ? numbers[1] : nil,
      day: numbers.count > 2 ? numbers[2] : nil)
  }
}

package func isLeapYear(_ year: Int) -> Bool {
  year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

package func daysInMonth(year: Int, month: Int) -> Int {
  switch month {
  case 2: isLeapYear(year) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}
