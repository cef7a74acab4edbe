/// Writes values as company files do: in several units, with commas, in full-width digits.
package struct Spelling {
  package var dice: Dice

  package init(_ dice: Dice) { self.dice = dice }

  private static let scales: [(unit: String, yuan: Rational)] = [
    ("元", Rational(1)), ("千元", Rational(1000)), ("万元", Rational(10_000)),
    ("百万元", Rational(1_000_000)), ("亿元", Rational(100_000_000)),
  ]

  package mutating func header(
    _ name: String, kind: Kind, year: Int? = nil
  ) -> (text: String, unit: String?) {
    var text = name
    if let year { text = dice.pick(["\(name)\(year)", "\(year)年\(name)", "\(name)_\(year)"]) }
    let unit: String?
    switch kind {
    case .money: unit = dice.chance(50) ? dice.pick(Spelling.scales).unit : nil
    case .percent: unit = dice.chance(30) ? dice.pick(["%", "‰"]) : nil
    case .number, .date, .flag, .choice, .text: unit = nil
    }
    guard let unit else { return (text, nil) }
    let forms = ["（\(unit)）", "(\(unit))", "[\(unit)]", "_\(unit)", "/\(unit)", "：\(unit)"]
    return (text + dice.pick(forms), unit)
  }

  package mutating func cell(_ cell: Cell, kind: Kind?, unit: String?) -> String {
    switch cell {
    case .empty: return empty(kind)
    case .number(let value):
      switch kind {
      case .money: return money(value, unit: unit)
      case .percent: return percent(value, unit: unit)
      default: return count(value)
      }
    case .date(let span): return date(span)
    case .flag(true): return dice.pick(["是", "有", "√", "✓", "y", "yes", "TRUE", "1"])
    case .flag(false): return dice.pick(["否", "无", "×", "n", "no", "False", "0"])
    case .choice(let value), .label(let value), .text(let value): return value
    case .status(let statuses): return status(statuses)
    case .lapsed: return dice.pick(["失效", "过期", "撤销", "未通过复评"])
    }
  }

  private mutating func empty(_ kind: Kind?) -> String {
    // 无 is a value of a flag, so only other cells may spell an empty cell so.
    if kind != .flag, dice.chance(10) { return "无" }
    return dice.pick(["", "", "", "", " ", "-", "--", "—", "/", "N/A", "null", "#N/A", "-/-"])
  }

  package mutating func money(_ yuan: Rational, unit: String?) -> String {
    var scale = Spelling.scales.first { $0.unit == unit } ?? Spelling.scales[0]
    var suffix = ""
    if dice.chance(35) {
      let (text, own) = dice.pick([
        ("元", 0), ("万", 2), ("万元", 2), ("亿", 4), ("亿元", 4), ("千元", 1),
      ])
      (scale, suffix) = (Spelling.scales[own], text)
    }
    // A number of more than 15 digits is no cell, so such spellings fall back to plain 元.
    let digits = (yuan / scale.yuan).decimal ?? ""
    guard !digits.isEmpty, digits.count <= 15 else { return (yuan.decimal ?? "0") + "元" }
    return (dice.chance(8) ? dice.pick(["¥", "￥"]) : "") + numeral(digits) + suffix
  }

  private mutating func percent(_ value: Rational, unit: String?) -> String {
    let perMille = unit == "‰" || (unit == nil && dice.chance(20))
    let digits = (value * Rational(perMille ? 1000 : 100)).decimal ?? "0"
    let suffix = unit == nil ? (perMille ? "‰" : dice.pick(["%", "％"])) : ""
    return numeral(digits) + suffix
  }

  private mutating func count(_ value: Rational) -> String {
    numeral(value.decimal ?? "0") + (dice.chance(15) ? dice.pick(["家", "个", "项"]) : "")
  }

  private mutating func numeral(_ digits: String) -> String {
    var text = digits
    if dice.chance(30) { text = withCommas(text) }
    return dice.chance(12) ? fullWidth(text) : text
  }

  private func withCommas(_ digits: String) -> String {
    let negative = digits.hasPrefix("-")
    let parts = digits.drop { $0 == "-" }.split(separator: ".")
    var whole = ""
    for (index, digit) in parts[0].reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { whole.append(",") }
      whole.append(digit)
    }
    let tail = parts.count > 1 ? "." + parts[1] : ""
    return (negative ? "-" : "") + String(whole.reversed()) + tail
  }

  package func fullWidth(_ text: String) -> String {
    String(
      text.map { character in
        guard let value = character.asciiValue, "0123456789,.-+%".contains(character),
          let scalar = Unicode.Scalar(UInt32(value) + 0xFEE0)
        else { return character }
        return Character(scalar)
      })
  }

  package mutating func date(_ span: DaySpan) -> String {
    let (year, month, day) = span.first.civil
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    if span.first == span.last {
      return dice.pick([
        "\(year)-\(two(month))-\(two(day))", "\(year)/\(month)/\(day)",
        "\(year)\(two(month))\(two(day))", "\(year)年\(month)月\(day)日",
      ])
    }
    if span == DaySpan(year: year, month: month) {
      return dice.pick(["\(year)-\(two(month))", "\(year)年\(month)月"])
    }
    return dice.pick(["\(year)", "\(year)年"])
  }

  private mutating func status(_ statuses: Set<Status>) -> String {
    switch statuses {
    case [.firstNew, .newAgain]: dice.pick(["新认定", "新增", "新入选", "new"])
    case [.firstNew]: dice.pick(["首次", "首次认定", "首次入选", "first"])
    case [.newAgain]: dice.pick(["再次", "再次认定", "again"])
    case [.renewed]:
      dice.pick(["复评", "通过复评", "复评通过", "复核", "通过复核", "复核通过", "renewed"])
    case [.relocated]: dice.pick(["新引进", "引进", "迁入", "总部迁入", "relocated"])
    case [.held]: dice.pick(["有效", "有效期内", "held"])
    // 失效 or 未通过复评 would tell that the title was held before.
    case [.none]: dice.pick(["否", "×", "none", "未认定"])
    case Set(Status.allCases): dice.pick(["?", "不详", "待核", "unknown"])
    default: dice.pick(["是", "√", "yes", "1"])
    }
  }
}
