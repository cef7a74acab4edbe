import JiliLexer

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
  private func actual(_ leaf: ConditionTree.Leaf) -> String {
    let known = leaf.slots.filter { isKnown(row.values[$0]) }
    return (known.isEmpty ? leaf.slots : known).map { slot in
      let fact = machine.plan.facts[machine.plan.slotFacts[slot]]
      return fact.name + " " + valueText(row.values[slot], of: fact, texts: machine.plan.texts)
    }.joined(separator: "，")
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
    Explanation(
      zh: condition + " 不满足" + (actual.isEmpty ? "" : "（\(actual)）")
        + (gap.map { "，差 \($0)" } ?? ""),
      en: condition + " fails" + (actual.isEmpty ? "" : " (\(actual))")
        + (gap.map { ", short by \($0)" } ?? ""))
  }

  /// `投资额 >= 500万 不满足：投资额 480万，差 20万`, on a line of its own.
  func line(_ language: Language) -> String {
    func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    let exception = "except "
    var words: String
    if condition.hasPrefix(exception) {
      let inner = condition.dropFirst(exception.count)
      words = word("属于不含的情形 \(inner)", "falls under the exception \(inner)")
    } else {
      words = word("\(condition) 不满足", "\(condition) fails")
    }
    if !actual.isEmpty { words += word("：", ": ") + actual }
    if let gap { words += word("，差 \(gap)", ", short by \(gap)") }
    return words
  }
}

/// A value of a row in the words of a drafter: `480万`, `新认定`, `是`, `未知`.
package func valueText(_ value: SlotValue, of fact: Fact, texts: [String]) -> String {
  switch value {
  case .unknown:
    if case .instalment = fact.kind { return "无" }
    return "未知"
  case .absent: return "无"
  case .number(let number): return numberText(number, valueType(of: fact))
  case .atLeast(let number): return "不低于 " + numberText(number, valueType(of: fact))
  case .date(let days): return days.text ?? "未知"
  case .flag(let flag): return flag ? "是" : "否"
  case .code(let code):
    switch fact.kind {
    case .category(let values, _): return values.indices.contains(code) ? values[code] : "未知"
    case .instalment(_, let labels): return labels.indices.contains(code) ? labels[code] : "未知"
    default: return texts.indices.contains(code) ? texts[code] : "其他"
    }
  case .title(let status, _, _): return statusText(status).zh
  }
}

private func valueType(of fact: Fact) -> ValueType {
  switch fact.kind {
  case .money, .approved, .received, .paid: .money
  case .percent: .percent
  case .number, .date, .flag, .text, .category, .title, .instalment: .number
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

/// A sum as people write it: `1.5亿`, `480万`, `12.5元`.
package func moneyText(_ sum: Exact) -> String {
  let magnitude = sum.isNegative ? sum.negated : sum
  let units = [(Exact(100_000_000), "亿", 8), (Exact(10000), "万", 4)]
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
