import JiliLexer

/// The paragraph of the 起草说明, from a fixed template: every figure in it is one of the report.
extension CompareReport {
  package var paragraph: String { language == .zh ? chinese : english }

  // MARK: - Chinese

  private var chinese: String {
    let whole = comparison.whole
    let spent = whole.total.after.low.subtracting(whole.total.before.low) ?? .zero
    let subject = comparison.areVersions ? "现行政策" : comparison.before.policy
    let draft = comparison.areVersions ? "草案" : comparison.after.policy
    var text = "与\(subject)相比，\(draft)预计"
    text += spent.isZero ? "支出不变" : (spent.isNegative ? "减少支出" : "增加支出") + wan(spent)
    text += "（由\(wan(whole.total.before.low))变为\(wan(whole.total.after.low))）"
    let (new, more) = (companies(.newlyPaid), companies(.gains))
    text += "，惠及\(new + more)家"
    text += new + more > 0 ? "，其中新享受\(new)家、金额增加\(more)家" : ""
    text += "；金额减少\(companies(.loses))家，不再享受\(companies(.losesAll))家"
    text += "，不变\(companies(.same))家"
    if companies(.undetermined) > 0 { text += "，待定\(companies(.undetermined))家" }
    text += "。"
    if !whole.total.change.isSettled {
      text += "以上是确定的部分；名单所缺的事实补齐后，支出的变化\(chineseRange(whole.total.change))。"
    }
    let awards = mainAwards.map { "\($0.name)\(chineseChange($0.change))" }
    if !awards.isEmpty { text += "变化较大的是：" + awards.joined(separator: "、") + "。" }
    let payers = comparison.payers.compactMap { payer -> String? in
      guard let change = payer.change, !change.isZero else { return nil }
      return (payer.name?.zh ?? "未分担的") + chineseChange(change)
    }
    if !payers.isEmpty { text += "按分担：" + payers.joined(separator: "，") + "。" }
    return text + "按名单所列\(whole.total.companies)家企业\(chineseDate)测算。\n"
  }

  private var chineseDate: String { sharedDate.map { "、\($0)的情况" } ?? "" }

  private func chineseChange(_ change: Exact) -> String {
    change.isNegative ? "减少\(wan(change))" : "增加\(wan(change))"
  }

  private func chineseRange(_ change: ChangeRange) -> String {
    func end(_ sum: Exact) -> String {
      sum.isZero ? "不变" : chineseChange(sum)
    }
    switch (change.low, change.high) {
    case (let low?, let high?): return "在\(end(low))到\(end(high))之间"
    case (let low?, nil): return "不低于\(end(low))，上不封顶"
    case (nil, let high?): return "不高于\(end(high))"
    case (nil, nil): return "没有界限"
    }
  }

  // MARK: - English

  private var english: String {
    let whole = comparison.whole
    let spent = whole.total.after.low.subtracting(whole.total.before.low) ?? .zero
    let subject = comparison.areVersions ? "the policy in force" : comparison.before.policy
    let draft = comparison.areVersions ? "the draft" : comparison.after.policy
    var text = "Against \(subject), \(draft) is expected to "
    text +=
      spent.isZero
      ? "cost the same" : "cost \(wan(spent)) " + (spent.isNegative ? "less" : "more")
    text += " (\(wan(whole.total.before.low)) → \(wan(whole.total.after.low)))"
    let (new, more) = (companies(.newlyPaid), companies(.gains))
    text += " and to benefit \(new + more) companies"
    text += new + more > 0 ? ", \(new) of them newly paid and \(more) paid more" : ""
    text += "; \(companies(.loses)) get less, \(companies(.losesAll)) lose all, "
    text += "\(companies(.same)) stay as they are"
    if companies(.undetermined) > 0 { text += ", \(companies(.undetermined)) are undetermined" }
    text += "."
    if !whole.total.change.isSettled {
      text += " These are the certain sums; with the facts that the file lacks the difference "
      text += "lies \(englishRange(whole.total.change))."
    }
    let awards = mainAwards.map { "\($0.name) \(englishChange($0.change))" }
    if !awards.isEmpty { text += " Most changed: " + awards.joined(separator: ", ") + "." }
    let payers = comparison.payers.compactMap { payer -> String? in
      guard let change = payer.change, !change.isZero else { return nil }
      return (payer.name?.en ?? "not split") + " " + englishChange(change)
    }
    if !payers.isEmpty { text += " By payer: " + payers.joined(separator: ", ") + "." }
    let date = sharedDate.map { " as of \($0)" } ?? ""
    return text + " Computed over the \(whole.total.companies) companies of the file\(date).\n"
  }

  private func englishChange(_ change: Exact) -> String {
    (change.isNegative ? "-" : "+") + wan(change)
  }

  private func englishRange(_ change: ChangeRange) -> String {
    func end(_ sum: Exact) -> String { sum.isZero ? "0" : englishChange(sum) }
    switch (change.low, change.high) {
    case (let low?, let high?): return "between \(end(low)) and \(end(high))"
    case (let low?, nil): return "at \(end(low)) or above, without bound"
    case (nil, let high?): return "at \(end(high)) or below"
    case (nil, nil): return "without bound"
    }
  }

  // MARK: - Figures

  private func companies(_ band: CompanyBand) -> Int {
    comparison.whole.bands[band.rawValue].companies
  }

  private var sharedDate: String? {
    comparison.before.date == comparison.after.date ? comparison.after.date : nil
  }

  /// The three awards whose certain sums change the most.
  private var mainAwards: [(name: String, change: Exact)] {
    let changed = comparison.awards.enumerated().compactMap { place, award in
      award.change.flatMap { change in
        change.isZero ? nil : (place, award.name?.text(language) ?? "", change)
      }
    }
    func size(_ sum: Exact) -> Exact { sum.isNegative ? sum.negated : sum }
    return changed.sorted { one, other in
      size(one.2) == size(other.2) ? one.0 < other.0 : size(one.2) > size(other.2)
    }.prefix(3).map { ($0.1, $0.2) }
  }

  /// A sum without its sign in 万元, to the hundredth; one that does not end there is marked.
  private func wan(_ sum: Exact) -> String {
    let positive = sum.isNegative ? sum.negated : sum
    let exact = positive.divided(by: Exact(10_000)) ?? positive
    let rounded = exact.rounded(to: .fen, down: false) ?? exact
    let about = rounded == exact ? "" : Wording(zh: "约", en: "about ").text(language)
    let shown = trimmedZeros(language == .zh ? rounded.yuanText : rounded.groupedYuanText)
    return about + shown + Wording(zh: "万元", en: " 万元").text(language)
  }

  private func trimmedZeros(_ text: String) -> String {
    guard text.hasSuffix("0") else { return text }
    let shorter = text.dropLast(text.hasSuffix(".00") ? 3 : 1)
    return String(shorter)
  }
}

extension ComparedFigure {
  fileprivate var change: Exact? { after.low.subtracting(before.low) }
}
