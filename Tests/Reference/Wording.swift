/// How a program is spelled: the words of one language or both, ASCII or full-width marks.
package enum Style: String, CaseIterable, Sendable {
  case english, chinese, mixed
  /// English words and ASCII marks only, which reads best in a failure report.
  case plain
}

/// Picks words, marks and numerals for the printer.
struct Wording {
  var dice: Dice
  let style: Style

  mutating func say(_ english: String, _ chinese: String...) -> String {
    switch style {
    case .plain, .english: english
    case .chinese: dice.pick(chinese)
    case .mixed: dice.chance(50) ? english : dice.pick(chinese)
    }
  }

  /// Whether a construct whose order differs between the languages takes the Chinese one.
  mutating func isChinese() -> Bool {
    style == .chinese || (style == .mixed && dice.chance(50))
  }

  mutating func mark(_ ascii: String, _ others: String...) -> String {
    guard style != .plain, dice.chance(30) else { return ascii }
    return dice.pick(others)
  }

  mutating func list(_ items: [String]) -> String {
    items.dropFirst().reduce(items.first ?? "") {
      $0 + mark(", ", "，", "、", ",") + $1
    }
  }

  mutating func semicolon() -> String { mark("; ", "；") }
  mutating func colon() -> String { mark(": ", "：") }
  mutating func equals() -> String { mark(" = ", " ＝ ", "＝", "=") }
  mutating func parenthesised(_ text: String) -> String {
    mark("(", "（") + text + mark(")", "）")
  }

  mutating func digits(_ text: String) -> String {
    guard style != .plain, dice.chance(10) else { return text }
    return Spelling(dice).fullWidth(text)
  }

  mutating func literal(_ value: Rational, _ kind: Kind) -> String {
    switch kind {
    case .money: return money(value)
    case .percent: return percent(value)
    case .date: return date(Day(number: Int(value.numerator)))
    case .number, .flag, .choice, .text:
      let text = digits(value.decimal ?? "0")
      return style != .plain && dice.chance(20) ? text + dice.pick(["家", "个", "项"]) : text
    }
  }

  private mutating func money(_ yuan: Rational) -> String {
    let units = [("元", 1), ("万", 10_000), ("亿", 100_000_000)]
    // The largest unit that needs no more than four decimals reads as a drafter would write it.
    let fitting = units.filter { unit in
      let scaled = yuan / Rational(unit.1)
      let decimals = scaled.decimal?.split(separator: ".").dropFirst().first?.count ?? 0
      return decimals <= (unit.1 == 1 ? 12 : 2) && (unit.1 == 1 || scaled >= Rational(1))
    }
    let isVaried = style != .plain && dice.chance(20)
    let chosen = isVaried ? dice.pick(fitting) : fitting[fitting.count - 1]
    let suffix = chosen.0 != "元" && style != .plain && dice.chance(30) ? "元" : ""
    let space = style != .plain && dice.chance(5) ? " " : ""
    return digits((yuan / Rational(chosen.1)).decimal ?? "0") + space + chosen.0 + suffix
  }

  private mutating func percent(_ value: Rational) -> String {
    if style != .plain, dice.chance(10) {
      return digits((value * Rational(1000)).decimal ?? "0") + "‰"
    }
    return digits((value * Rational(100)).decimal ?? "0") + mark("%", "％")
  }

  mutating func date(_ day: Day) -> String {
    let (year, month, number) = day.civil
    return isChinese() ? "\(year)年\(month)月\(number)日" : day.text
  }

  mutating func comparison(_ how: Comparison, inDefinition: Bool) -> String {
    switch how {
    case .atLeast: mark(" >= ", " ≥ ", " ＞= ", " 不低于 ", " 达到 ")
    case .atMost:
      inDefinition ? mark(" <= ", " ≤ ") : mark(" <= ", " ≤ ", " 不超过 ")
    case .above: mark(" > ", " ＞ ", " 超过 ")
    case .under: mark(" < ", " ＜ ", " 低于 ")
    case .equal: equals()
    case .unequal: " ≠ "
    }
  }

  /// A status as a value of its title, where two more words are understood.
  mutating func statusValue(_ word: StatusWord) -> String {
    switch word {
    case .renewed: say(style == .plain ? "renewed" : "renewal", "复评", "通过复评")
    case .held: say(style == .plain ? "held" : "valid", "有效", "有效期内")
    case .new, .first, .again, .relocated, .none: status(word)
    }
  }

  mutating func status(_ word: StatusWord) -> String {
    switch word {
    case .new: say("new", "新认定")
    case .first: say("first", "首次")
    case .again: say("again", "再次")
    case .renewed: say("renewed", "通过复评")
    case .relocated: say("relocated", "新引进")
    case .held: say("held", "有效期内")
    case .none: say("none", "无")
    }
  }

  /// A length of time: whole years read as years.
  mutating func length(_ months: Int) -> String {
    let isWhole = months.isMultiple(of: 12) && (style == .plain || dice.chance(80))
    return isWhole
      ? "\(months / 12) " + say("years", "年") : "\(months) " + say("months", "个月")
  }

  /// A name, now and then in marks that let any word be one.
  mutating func name(_ name: String) -> String {
    guard style != .plain, dice.chance(4) else { return name }
    return dice.chance(50) ? "`\(name)`" : "「\(name)」"
  }

  mutating func through() -> String { " " + say("..", "至") + " " }

  mutating func line(_ name: LineName) -> String {
    name.award + (name.isRenewal ? "." + say("renewal", "复评") : "")
  }
}
