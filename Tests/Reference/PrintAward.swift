extension Printer {
  /// All award statements; neighbours with equal clauses may share one, as 分别 does in a text.
  mutating func awards(_ awards: [Award]) -> [String] {
    var statements: [String] = []
    var index = awards.startIndex
    while index < awards.endIndex {
      var heads = [awards[index]]
      while index + heads.count < awards.endIndex,
        canShare(heads[0], awards[index + heads.count]), wording.dice.chance(60)
      {
        heads.append(awards[index + heads.count])
      }
      statements.append(text(heads))
      index += heads.count
    }
    return statements
  }

  private func canShare(_ first: Award, _ second: Award) -> Bool {
    let clauses = first.clauses
    guard clauses == second.clauses, first.headers.isEmpty, second.headers.isEmpty else {
      return false
    }
    guard case .literal = first.amount, case .literal = second.amount else { return false }
    return clauses.quota == nil && clauses.payment.isEmpty && clauses.yearlyCap == nil
      && (first.title == nil) == (second.title == nil)
  }

  private mutating func text(_ heads: [Award]) -> String {
    let amounts = heads.map { award in
      var name = award.name
      if let title = award.title, title != award.name {
        name += " " + wording.say("for", "对应") + " " + title
      }
      return name + wording.equals() + text(award.amount)
    }
    var statement = wording.say("award", "奖励", "补助") + " " + wording.list(amounts)
    let clauses = heads[0].clauses
    if let when = clauses.when {
      statement += " " + wording.say("when", "当") + " " + text(when)
    }
    if let except = clauses.except {
      statement += " " + wording.say("except", "不含") + " " + text(except)
    }
    let headers = AwardFact.allCases.compactMap { fact in
      heads[0].headers[fact].map { wording.say("also", "又称") + " \(word(fact)) \"\($0)\"" }
    }
    for clause in wording.dice.shuffled(self.clauses(clauses) + headers) {
      statement += wording.semicolon() + clause
    }
    return statement
  }

  mutating func word(_ fact: AwardFact) -> String {
    switch fact {
    case .approved: wording.say("approved", "核定")
    case .received: wording.say("received", "已得")
    case .paid: wording.say("paid", "已付")
    case .instalment: wording.say("instalment", "期次")
    }
  }

  private mutating func clauses(_ clauses: Clauses) -> [String] {
    var result: [String] = []
    if let renewal = clauses.renewal {
      result.append(wording.say("renewal", "复评") + wording.equals() + text(renewal))
    }
    if clauses.once { result.append(wording.say("once", "一次性")) }
    if let less = clauses.less { result.append(wording.say("less", "减去") + " " + text(less)) }
    if let cap = clauses.cap {
      result.append(wording.say("cap", "封顶", "不超过") + " " + text(cap, .sum))
    }
    if let cap = clauses.yearlyCap { result.append(yearly(cap)) }
    if let quota = clauses.quota { result.append(text(quota)) }
    if !clauses.payment.isEmpty { result.append(payment(clauses.payment)) }
    // Of several entries the first that holds counts, so they stay in their order.
    let fundings = clauses.fundings.map { text($0) }
    if !fundings.isEmpty { result.append(fundings.joined(separator: wording.semicolon())) }
    if let period = clauses.period {
      result.append(wording.say("period", "有效期") + " " + text(period))
    }
    if let cite = clauses.cite { result.append(wording.say("cite", "依据") + " \"\(cite)\"") }
    return result
  }

  private mutating func text(_ quota: Quota) -> String {
    let keys = wording.list(quota.keys.map { text($0, .sum) })
    let places = text(quota.places, .sum)
    return wording.isChinese()
      ? "名额" + wording.equals() + "每年 \(places) 按 \(keys)"
      : "quota" + wording.equals() + "\(places) per year by \(keys)"
  }

  private mutating func payment(_ parts: [Share]) -> String {
    let isChinese = wording.isChinese()
    let texts = parts.map { part in
      let share =
        part.part.map { wording.literal($0, .percent) } ?? (isChinese ? "其余" : "rest")
      return isChinese ? "\(part.label) \(share)" : "\(share) at \(part.label)"
    }
    return (isChinese ? "拨付" : "payment") + wording.equals() + wording.list(texts)
  }
}
