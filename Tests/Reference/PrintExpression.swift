/// How tightly an expression holds together, loosest first.
enum Tightness: Int, Comparable {
  case open, amount, capped, sum, product, share, unary, primary

  static func < (left: Tightness, right: Tightness) -> Bool { left.rawValue < right.rawValue }
}

extension Printer {
  mutating func text(_ expression: Expression, _ needed: Tightness = .open) -> String {
    let (text, own) = bare(expression)
    let isLoose = own < needed
    let isDecorated =
      wording.style != .plain && wording.dice.chance(4) && own > .capped && own != .primary
    return isLoose || isDecorated ? wording.parenthesised(text) : text
  }

  private mutating func bare(_ expression: Expression) -> (String, Tightness) {
    switch expression {
    case .literal(let value, let kind): (wording.literal(value, kind), .primary)
    case .field(let name), .parameter(let name), .definition(let name):
      (wording.name(name), .primary)
    case .lastYear(let name): (name + " " + wording.say("last year", "上年"), .primary)
    case .peak(let name): (name + " " + wording.say("peak", "历年最高"), .primary)
    case .evaluationYear: (wording.say("year", "年度"), .primary)
    case .evaluationDate: (wording.say("date", "日期"), .primary)
    case .yearsSince(let title):
      (
        wording.isChinese() ? "\(title) 满年数" : "years since \(title)", .primary
      )
    case .awardFact(let award, let fact): (award + "." + word(fact), .primary)
    case .awardSum(let name):
      (
        name.award + "."
          + (name.isRenewal
            ? wording.say("renewal", "复评") : wording.say("amount", "金额")),
        .primary
      )
    case .negative(let inner): ("-" + text(inner, .primary), .unary)
    case .shifted(let day, let months):
      (text(day, .sum) + wording.mark(" + ", " ＋ ") + wording.length(months), .sum)
    case .binary(let operation, let left, let right): binary(operation, left, right)
    case .share(let part, let whole):
      (of(text(part, .primary), text(whole, .primary)), .share)
    case .capped(let inner, let cap):
      (
        text(inner, .sum) + " " + (isDefining ? "cap" : wording.say("cap", "封顶", "不超过"))
          + " " + text(cap, .sum), .capped
      )
    case .choose(let condition, let then, let otherwise):
      (choice(condition, then, otherwise), .open)
    case .match(let subject, let arms, let otherwise):
      (match(subject, arms, otherwise), .primary)
    case .upTo(let ceiling):
      (wording.say("up to", "最高") + " " + text(ceiling, .capped), .amount)
    case .atLeast(let floor):
      (wording.say("at least", "至少") + " " + text(floor, .capped), .amount)
    case .between(let low, let high):
      (text(low, .capped) + wording.through() + text(high, .capped), .amount)
    case .shareBetween(let low, let high, let whole):
      (
        of(
          wording.parenthesised(text(low, .primary) + wording.through() + text(high, .primary)),
          text(whole, .primary)), .share
      )
    case .unspecified: (wording.say("unspecified", "未定"), .primary)
    case .tiers(let tiers): (self.tiers(tiers), .amount)
    }
  }

  private mutating func of(_ part: String, _ whole: String) -> String {
    wording.isChinese() ? "\(whole) 的 \(part)" : "\(part) of \(whole)"
  }

  private mutating func binary(
    _ operation: Operation, _ left: Expression, _ right: Expression
  ) -> (String, Tightness) {
    switch operation {
    case .add:
      (text(left, .sum) + wording.mark(" + ", " ＋ ") + text(right, .product), .sum)
    case .subtract: (text(left, .sum) + " - " + text(right, .product), .sum)
    case .multiply:
      (text(left, .product) + wording.mark(" * ", " × ") + text(right, .share), .product)
    case .divide:
      (text(left, .product) + wording.mark(" / ", " ÷ ") + text(right, .share), .product)
    }
  }

  private mutating func choice(
    _ condition: Condition, _ then: Expression, _ otherwise: Expression
  ) -> String {
    let first = wording.say("if", "若") + " " + text(condition)
    let second = " " + wording.say("then", "则") + " " + text(then, .amount)
    return first + second + " " + wording.say("else", "否则") + " " + text(otherwise)
  }

  private mutating func match(
    _ subject: Subject, _ arms: [Arm], _ otherwise: Expression?
  ) -> String {
    let named =
      switch subject {
      case .quantity(let value): text(value, .sum)
      case .choice(let name), .text(let name), .flag(let name), .title(let name),
        .reading(let name):
        name
      case .instalment(let award): award + "." + word(.instalment)
      }
    var parts = arms.map { text($0.pattern) + wording.colon() + text($0.value) }
    if let otherwise {
      parts.append(wording.say("else", "否则") + wording.colon() + text(otherwise))
    }
    let body = parts.dropFirst().reduce(parts[0]) { $0 + wording.semicolon() + $1 }
    return wording.say("match", "按") + " \(named) { \(body) }"
  }

  private mutating func text(_ pattern: Pattern) -> String {
    switch pattern {
    case .choices(let values):
      values.count == 1
        ? values[0] : wording.say("in", "属于") + " [" + wording.list(values) + "]"
    case .flag(let wanted): wanted ? wording.say("yes", "是") : wording.say("no", "否")
    case .status(let word): wording.statusValue(word)
    case .equals(let value): text(value, .sum)
    case .compare(let how, let value):
      String(wording.comparison(how, inDefinition: isDefining).drop { $0 == " " })
        + text(value, .sum)
    case .within(let low, let high):
      wording.say("in", "属于") + " " + text(low, .sum) + wording.through() + text(high, .sum)
    }
  }

  private mutating func tiers(_ tiers: Tiers) -> String {
    let verb =
      tiers.exceeds
      ? wording.say("first exceeds", "首次超过") : wording.say("first reaches", "首次达到")
    let kind = fieldKind(tiers.field)
    let steps = tiers.steps.map {
      wording.literal($0.threshold, kind) + wording.colon() + text($0.amount)
    }
    let body = steps.dropFirst().reduce(steps[0]) { $0 + wording.semicolon() + $1 }
    return "\(tiers.field) \(verb) { \(body) } " + text(tiers.mode)
  }

  private mutating func text(_ mode: Tiers.Mode) -> String {
    let each = wording.say("each", "各档")
    let highest = wording.say("highest", "取高")
    switch mode {
    case .each: return each
    case .highest: return highest
    case .reading(let name, let choice, let thenEach):
      return text(.condition(.reading(name, choice), then: thenEach))
    case .condition(let condition, let thenEach):
      let test = wording.say("if", "若") + " " + text(condition)
      let then = " " + wording.say("then", "则") + " " + (thenEach ? each : highest)
      return test + then + " " + wording.say("else", "否则") + " " + (thenEach ? highest : each)
    }
  }
}

extension Printer {
  enum Binding: Int { case or, and, not, comparison }

  mutating func text(_ condition: Condition, _ needed: Binding = .or) -> String {
    let (text, own) = bare(condition)
    return own.rawValue < needed.rawValue ? wording.parenthesised(text) : text
  }

  private mutating func bare(_ condition: Condition) -> (String, Binding) {
    switch condition {
    case .flag(let name), .title(let name), .definition(let name):
      (wording.name(name), .comparison)
    case .due(let award): (award + "." + wording.say("due", "应得"), .comparison)
    case .instalment(let award, let label, let negated):
      (award + "." + word(.instalment) + equality(negated) + label, .comparison)
    case .flagIs(let name, let wanted):
      (
        name + equality(false)
          + (wanted ? wording.say("yes", "是") : wording.say("no", "否")), .comparison
      )
    case .choice(let name, let values, let negated):
      (
        values.count == 1
          ? name + equality(negated) + values[0]
          : name + " " + wording.say("in", "属于") + " [" + wording.list(values) + "]", .comparison
      )
    case .text(let name, let values, let negated):
      (
        values.count == 1
          ? name + equality(negated) + quoted(values[0])
          : name + " " + wording.say("in", "属于") + " [" + wording.list(values.map { quoted($0) })
            + "]", .comparison
      )
    case .compareYear(let day, let how, let year):
      (
        text(day, .sum) + wording.comparison(how, inDefinition: isDefining) + "\(year)",
        .comparison
      )
    case .reading(let name, let choice): (name + equality(false) + choice, .comparison)
    case .status(nil, let word, _): (wording.status(word), .comparison)
    case .status(let name?, let word, let negated):
      (name + equality(negated) + wording.statusValue(word), .comparison)
    case .compare(let left, let how, let right):
      (
        text(left, .sum) + wording.comparison(how, inDefinition: isDefining)
          + text(right, .sum), .comparison
      )
    case .within(let value, let low, let high):
      (
        text(value, .sum) + " " + wording.say("in", "属于") + " " + text(low, .sum)
          + wording.through() + text(high, .sum), .comparison
      )
    case .and(let left, let right):
      (text(left, .and) + " " + wording.say("and", "且") + " " + text(right, .and), .and)
    case .or(let left, let right):
      (text(left, .or) + " " + wording.say("or", "或") + " " + text(right, .or), .or)
    case .not(let inner): (wording.say("not", "非") + " " + text(inner, .not), .not)
    }
  }

  /// A text with or without its quotes.
  private mutating func quoted(_ value: String) -> String {
    wording.dice.chance(50) ? value : wording.mark("\"\(value)\"", "“\(value)”")
  }

  private mutating func equality(_ negated: Bool) -> String {
    negated
      ? wording.mark(" is not ", " 不为 ", " ≠ ") : wording.mark(" = ", " is ", " 为 ", "＝")
  }
}
