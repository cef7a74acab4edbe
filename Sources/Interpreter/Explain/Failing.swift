package import JiliLexer

/// The smallest set of conditions that stand against a line, with the values that they met.
extension Tracer {
  func failing(_ tree: ConditionTree) -> [FailingCondition] {
    leaves(tree).map { leaf in
      FailingCondition(condition: leaf.text, actual: actual(leaf), gap: gap(leaf))
    }
  }

  private func truth(_ tree: ConditionTree) -> Truth {
    switch tree {
    case .leaf(let leaf): machine.truths[leaf.operation]
    case .all(let parts): parts.reduce(.yes) { $0.and(truth($1)) }
    case .any(let parts): parts.reduce(.no) { $0.or(truth($1)) }
    case .named(_, let inner): truth(inner)
    }
  }

  /// Of several ways to hold, the one that lacks least; of what must all hold, all that fails.
  private func leaves(_ tree: ConditionTree) -> [ConditionTree.Leaf] {
    guard truth(tree).isNo else { return [] }
    switch tree {
    case .leaf(let leaf): return [leaf]
    case .all(let parts): return parts.flatMap(leaves)
    case .any(let parts):
      return parts.map(leaves).min { $0.count < $1.count } ?? []
    case .named(_, let inner): return leaves(inner)
    }
  }

  /// The values that the condition met; what is unknown had no part in a settled answer.
  private func actual(_ leaf: ConditionTree.Leaf) -> Explanation {
    let known = leaf.slots.filter { isKnown(row.values[$0]) }
    return machine.plan.values(of: row, known.isEmpty ? leaf.slots : known)
  }

  private func isKnown(_ value: SlotValue) -> Bool {
    switch value {
    case .unknown: false
    case .title(let status, _, _): !TitleStatus.unknown.isSubset(of: status)
    case .date(let days): days.text != nil
    case .absent, .number, .atLeast, .flag, .code: true
    }
  }

  /// How far a comparison of settled numbers is off; at the very edge there is no distance.
  private func gap(_ leaf: ConditionTree.Leaf) -> String? {
    guard let (comparison, left, right, type) = leaf.comparison,
      let actual = machine.numbers[left].exact, let wanted = machine.numbers[right].exact
    else { return nil }
    switch comparison {
    case .less, .lessEqual, .greater, .greaterEqual:
      guard let distance = wanted.subtracting(actual), !distance.isZero else { return nil }
      return gapText(distance, type)
    case .equal, .notEqual: return nil
    }
  }
}

extension Plan {
  /// `投资额 480万，重点 否`: what a row has in some slots.
  func values(of row: Row, _ slots: some Sequence<Int>) -> Explanation {
    func words(_ language: Language) -> String {
      slots.map { slot in
        let fact = facts[slotFacts[slot]]
        let value = valueText(row.values[slot], of: fact, texts: texts, language)
        return fact.shownName(language) + " " + value
      }.joined(separator: Wording(zh: "，", en: ", ").text(language))
    }
    return Explanation(zh: words(.zh), en: words(.en))
  }
}

/// How far two numbers of a type lie apart.
func gapText(_ distance: Exact, _ type: ValueType) -> String {
  let size = distance.isNegative ? distance.negated : distance
  // Between two dates lie days.
  if case .date = type { return decimalText(size) + "天" }
  return numberText(size, type)
}

extension FailingCondition {
  /// `投资额 >= 500万 不满足（投资额 480万），差 20万`
  var sentence: Explanation {
    let verdict = verdict
    return Explanation(
      zh: verdict.zh + (actual.zh.isEmpty ? "" : "（\(actual.zh)）")
        + (gap.map { "，差 \($0)" } ?? ""),
      en: verdict.en + (actual.en.isEmpty ? "" : " (\(actual.en))")
        + (gap.map { ", short by \($0)" } ?? ""))
  }

  /// `投资额 >= 500万 不满足：投资额 480万，差 20万`, on a line of its own.
  func line(_ language: Language) -> String {
    func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    var words = verdict.text(language)
    let actual = actual.text(language)
    if !actual.isEmpty { words += word("：", ": ") + actual }
    if let gap { words += word("，差 \(gap)", ", short by \(gap)") }
    return words
  }

  /// An exception stands against an award by holding, every other condition by failing.
  private var verdict: Explanation {
    let exception = "except "
    guard condition.hasPrefix(exception) else {
      return Explanation(zh: condition + " 不满足", en: condition + " fails")
    }
    let inner = condition.dropFirst(exception.count)
    return Explanation(zh: "属于不含的情形 \(inner)", en: "falls under the exception \(inner)")
  }
}

/// A value of a row in the words of a drafter: `480万`, `新认定`, `是`, `未知`.
package func valueText(
  _ value: SlotValue, of fact: Fact, texts: [String], _ language: Language
) -> String {
  func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
  let unknown = word("未知", "unknown")
  let none = word("无", "none")
  switch value {
  case .unknown:
    if case .instalment = fact.kind { return none }
    return unknown
  case .absent: return none
  case .number(let number): return numberText(number, fact.valueType)
  case .atLeast(let number):
    return word("不低于 ", "at least ") + numberText(number, fact.valueType)
  case .date(let days): return days.text ?? unknown
  case .flag(let flag): return flag ? word("是", "yes") : word("否", "no")
  case .code(let code):
    switch fact.kind {
    case .category(let values, _): return values.indices.contains(code) ? values[code] : unknown
    case .instalment(_, let labels): return labels.indices.contains(code) ? labels[code] : unknown
    default: return texts.indices.contains(code) ? texts[code] : word("其他", "another")
    }
  case .title(let status, _, _): return statusText(status).text(language)
  }
}

extension Fact {
  /// How its numbers are written.
  var valueType: ValueType {
    switch kind {
    case .money, .approved, .received, .paid: .money
    case .percent: .percent
    case .number, .date, .flag, .text, .category, .title, .instalment: .number
    }
  }
}

package func numberText(_ number: Exact, _ type: ValueType) -> String {
  switch type {
  case .money: moneyText(number)
  case .percent: decimalText(number.multiplied(by: Exact(100)) ?? number) + "%"
  case .date: isoText(civilDate(Int(number.numerator)))
  default: decimalText(number)
  }
}

/// A sum as people write it: `1.2万亿`, `1.5亿`, `480万`, `12.5元`.
package func moneyText(_ sum: Exact) -> String {
  let magnitude = sum.isNegative ? sum.negated : sum
  let units = [
    (Exact(1_000_000_000_000), "万亿", 4), (Exact(100_000_000), "亿", 8), (Exact(10000), "万", 4),
  ]
  for (unit, word, decimals) in units where magnitude >= unit {
    if let scaled = sum.divided(by: unit), hasDecimals(scaled, atMost: decimals) {
      return decimalText(scaled) + word
    }
  }
  return decimalText(sum) + "元"
}

private func hasDecimals(_ number: Exact, atMost decimals: Int) -> Bool {
  guard let scale = powerOfTen(decimals) else { return false }
  return scale % number.denominator == 0
}

/// A number in plain decimals, cut to eight where it does not end.
package func decimalText(_ number: Exact) -> String {
  let magnitude = number.numerator.magnitude
  let below = number.denominator.magnitude
  var text = (number.isNegative ? "-" : "") + String(magnitude / below)
  var rest = magnitude % below
  guard rest != 0 else { return text }
  text += "."
  for _ in 0..<8 where rest != 0 {
    let (next, overflow) = rest.multipliedReportingOverflow(by: 10)
    if overflow { break }
    text += String(next / below)
    rest = next % below
  }
  return rest == 0 ? text : text + "…"
}

/// A status in both languages.
package func statusText(_ status: TitleStatus) -> Explanation {
  if status == .none { return Explanation(zh: "无", en: "none") }
  if status == .newFirst { return Explanation(zh: "首次认定", en: "first") }
  if !status.isEmpty, TitleStatus.new.isSuperset(of: status) {
    return Explanation(zh: "新认定", en: "new")
  }
  if status == .renewed { return Explanation(zh: "通过复评", en: "renewed") }
  if status == .relocated { return Explanation(zh: "新引进", en: "relocated") }
  if status == .held { return Explanation(zh: "有效期内", en: "held") }
  if !status.isEmpty, TitleStatus.inForce.isSuperset(of: status) {
    return Explanation(zh: "有（哪种事项未知）", en: "in force, by which event is unknown")
  }
  return Explanation(zh: "未知", en: "unknown")
}
