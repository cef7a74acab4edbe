import JiliLexer

/// Values, dates and ranges as a reply says them.
struct ReplyWords {
  let language: Language

  func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  var colon: String { word("：", ": ") }

  func names(_ names: [String]) -> String { names.joined(separator: word("、", ", ")) }

  /// The value with what keeps it open.
  func words(_ answer: AnsweredValue) -> String {
    let missing = names(answer.missing.map { $0.text(language) })
    var open = missing.isEmpty ? [] : [word("缺 \(missing)", "missing \(missing)")]
    if answer.dividesByZero { open.append(Explanation.zeroDivisor.text(language)) }
    let reasons = open.joined(separator: word("；", "; "))
    return plainWords(answer) + (open.isEmpty ? "" : word("（\(reasons)）", " (\(reasons))"))
  }

  func plainWords(_ answer: AnsweredValue) -> String {
    switch answer.value {
    case .truth(let truth):
      if truth.isUnknown { return word("未知", "unknown") }
      return truth.isYes ? word("是", "yes") : word("否", "no")
    case .number(let bounds, let type, let isUnspecified):
      let sum = words(bounds, type)
      return isUnspecified ? word("原文未定金额，\(sum)", "no sum in the text, \(sum)") : sum
    case .fact(let fact, let value): return words(value, fact)
    case .choice(let choice): return choice
    case .overflow: return ""
    }
  }

  private func words(_ value: SlotValue, _ fact: Fact) -> String {
    switch value {
    case .unknown: return word("未知", "unknown")
    case .absent: return word("无", "none")
    case .title(let status, _, _): return statusText(status).text(language)
    case .number, .atLeast, .date, .flag, .code:
      return valueText(value, of: fact, texts: [], language)
    }
  }

  private func words(_ bounds: Bounds, _ type: ValueType) -> String {
    guard bounds.isPresent else { return word("无", "none") }
    let absent = bounds.mayBeAbsent ? word("，或无", ", or none") : ""
    if type == .date { return dateText(bounds) + absent }
    switch (bounds.low, bounds.high) {
    case (nil, nil): return word("未知", "unknown") + absent
    case (let low?, nil): return word("不低于 ", "at least ") + number(low, type) + absent
    case (nil, let high?): return word("不超过 ", "at most ") + number(high, type) + absent
    case (let low?, let high?):
      if low == high { return number(low, type) + absent }
      return number(low, type) + word(" 至 ", " to ") + number(high, type) + absent
    }
  }

  private func number(_ number: Exact, _ type: ValueType) -> String {
    guard type == .duration, number.isWhole else { return numberText(number, type) }
    let months = Int(number.numerator)
    return months % 12 == 0
      ? word("\(months / 12) 年", "\(months / 12) years")
      : word("\(months) 个月", "\(months) months")
  }

  private func dateText(_ bounds: Bounds) -> String {
    let days = Days(
      first: bounds.low.map { Int($0.numerator) }, last: bounds.high.map { Int($0.numerator) })
    return rangeText(days) ?? word("未知", "unknown")
  }

  func rangeText(_ days: Days) -> String? {
    if let text = days.text { return text }
    let first = days.first.map { isoText(civilDate($0)) }
    let last = days.last.map { isoText(civilDate($0)) }
    switch (first, last) {
    case (nil, nil): return nil
    case (let first?, nil): return word("\(first) 起", "from \(first)")
    case (nil, let last?): return word("至 \(last)", "to \(last)")
    case (let first?, let last?): return word("\(first) 至 \(last)", "\(first) to \(last)")
    }
  }
}
