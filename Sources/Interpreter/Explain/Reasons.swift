/// The reason of a line in one short sentence, in both languages.
struct Reasons {
  let plan: Plan
  let row: Row
  let work: RowWork

  func reason(_ index: Int, _ state: LineState) -> Explanation {
    let line = plan.lines[index]
    let work = work.lines[index]
    switch state {
    case .notDue: return notDue(index, work)
    case .overQuota: return Explanation(zh: "名额已满", en: "the quota is full")
    case .excluded: return excluded(index, work)
    case .undetermined: return undetermined(work)
    case .unspecified:
      return Explanation(zh: "原文未定金额", en: "the text names no sum")
    case .upTo: return upTo(work)
    case .due: return due(line, work)
    }
  }

  private func notDue(_ index: Int, _ work: Work) -> Explanation {
    let line = plan.lines[index]
    let policy = self.work.policies[plan.policy(ofLine: index)]
    if policy.applies.isNo {
      return Explanation(zh: "不适用本政策", en: "the policy does not apply")
    }
    // An award has its own period, or an event of its own day.
    if policy.inForce.isNo || work.grounds?.inForce.isNo == true {
      return Explanation(zh: "不在有效期内", en: "outside the period")
    }
    if work.lostBy == .titleOnce {
      return Explanation(zh: "本年度已计", en: "already counted this year")
    }
    if line.isRenewal, let title = line.title, !isRenewed(title) {
      return Explanation(zh: "未通过复评", en: "not renewed")
    }
    if let failing = work.grounds?.failing, !failing.isEmpty {
      let sentences = failing.map(\.sentence)
      return Explanation(
        zh: sentences.map(\.zh).joined(separator: "；"),
        en: sentences.map(\.en).joined(separator: "; "))
    }
    if work.condition.isNo, line.once {
      return Explanation(zh: "一次性：此前已奖", en: "once: paid before")
    }
    if work.condition.isNo { return Explanation(zh: "条件不满足", en: "a condition fails") }
    return Explanation(zh: "没有对应的金额", en: "no amount fits")
  }

  private func isRenewed(_ title: Int) -> Bool {
    let slot = plan.facts[title].slot
    guard slot >= 0, case .title(let status, _, _) = row.values[slot] else { return false }
    return status.contains(.renewed)
  }

  private func excluded(_ index: Int, _ work: Work) -> Explanation {
    switch work.lostBy {
    case .exclusive, .paidBefore: return rival(index, work)
    case .otherPolicy(let rule, let sum): return otherPolicy(rule, sum, work)
    case .joint: return Explanation(zh: "合并封顶已满", en: "the joint ceiling is full")
    case .capPerYear: return Explanation(zh: "年度封顶已满", en: "the yearly cap is full")
    case .overlap:
      return .paidElsewhere
    case .titleOnce, nil: return Explanation(zh: "不重复", en: "not paid twice")
    }
  }

  /// `补差：台州2025.国家级小巨人 1000000.00`
  private func otherPolicy(_ rule: Overlap.Rule, _ sum: Exact, _ work: Work) -> Explanation {
    let name = work.lostTo.map { plan.lineName($0, .zh) } ?? ""
    let english = work.lostTo.map { plan.lineName($0, .en) } ?? ""
    let shown = sum.isZero ? "" : " " + sum.yuanText
    switch rule {
    case .topUp:
      return Explanation(
        zh: "补差：\(name)\(shown)", en: "nothing to top up over \(english)\(shown)")
    case .none, .stack:
      return Explanation(
        zh: "不重复：\(name)\(shown)", en: "not paid besides \(english)\(shown)")
    }
  }

  private func rival(_ index: Int, _ work: Work) -> Explanation {
    guard let other = work.lostTo else {
      return Explanation(zh: "就高", en: "only the highest is paid")
    }
    let name = plan.lineName(other, seenFrom: index, .zh)
    let english = plan.lineName(other, seenFrom: index, .en)
    let sum = self.work.lines[other].whole.low
    if work.lostBy == .paidBefore {
      return Explanation(zh: "就高：\(name) 已付", en: "lost to \(english), paid before")
    }
    // Its sum may stand in another row of the company.
    if sum.isZero { return Explanation(zh: "就高：\(name)", en: "lost to \(english)") }
    return Explanation(
      zh: "就高：\(name) \(sum.yuanText)", en: "lost to \(english) \(sum.yuanText)")
  }

  private func undetermined(_ work: Work) -> Explanation {
    var zh: [String] = []
    var en: [String] = []
    if !work.missing.isEmpty {
      let missing = plan.missing(work.missing)
      zh.append(missing.zh)
      en.append(missing.en)
    }
    if work.dividesByZero {
      zh.append(Explanation.zeroDivisor.zh)
      en.append(Explanation.zeroDivisor.en)
    }
    if work.isTied {
      zh.append(Explanation.tied.zh)
      en.append(Explanation.tied.en)
    }
    if work.isContested, work.missing.isEmpty {
      zh.append("就高未定")
      en.append("the highest is not settled")
    }
    if work.hangsOnEarlier {
      zh.append("此前是否已奖未知")
      en.append("it is unknown whether it was paid before")
    }
    if zh.isEmpty { return Explanation(zh: "未定", en: "not settled") }
    return Explanation(zh: zh.joined(separator: "；"), en: en.joined(separator: "; "))
  }

  private func upTo(_ work: Work) -> Explanation {
    guard let high = work.high else {
      return Explanation(
        zh: "至少 \(moneyText(work.low))，未核定",
        en: "at least \(moneyText(work.low)), not approved yet")
    }
    if work.low.isZero {
      return Explanation(
        zh: "最高 \(moneyText(high))，未核定", en: "up to \(moneyText(high)), not approved yet")
    }
    return Explanation(
      zh: "\(moneyText(work.low)) 至 \(moneyText(high))，未核定",
      en: "\(moneyText(work.low)) to \(moneyText(high)), not approved yet")
  }

  private func due(_ line: Line, _ work: Work) -> Explanation {
    var parts: [Explanation] = []
    if !line.isRenewal, let title = line.title, let status = status(title) { parts.append(status) }
    if let approval = approval(line, work) {
      parts.append(approval)
    } else if let tiers = work.grounds?.tiersPaid, !tiers.isEmpty {
      parts += tiers.map { plan.crossing(line.tiers[$0], of: row) }
    } else {
      let made = made(line, work)
      if line.isRenewal || parts.isEmpty || !isConstant(made.zh) { parts.append(made) }
    }
    if let instalment = work.instalment {
      let label = line.payment[instalment].label
      parts.append(Explanation(zh: label, en: label))
    }
    if let reduction = plan.reduction(by: work.lostBy, to: work.lostTo) { parts.append(reduction) }
    return Explanation(
      zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
  }

  /// How the sum is made: the branch taken, with the values of its facts.
  private func made(_ line: Line, _ work: Work) -> Explanation {
    let branch = work.grounds?.branch.map { line.branches[$0] }
    let text = line.written(branch, shortened)
    guard let branch, !branch.isShareOfOwn else { return text }
    let values = plan.values(of: row, branch.slots.prefix(6))
    return Explanation(
      zh: text.zh + (values.zh.isEmpty ? "" : "（\(values.zh)）"),
      en: text.en + (values.en.isEmpty ? "" : " (\(values.en))"))
  }

  /// `核定 20万`, where the authority has decided.
  private func approval(_ line: Line, _ work: Work) -> Explanation? {
    guard line.isDiscretionary, line.approvedSlot >= 0,
      case .number(let sum) = row.values[line.approvedSlot]
    else { return nil }
    let approved = Explanation.approved(sum)
    return Explanation(
      zh: "\(approved.zh)（\(shortened(line.amountText))）",
      en: "\(approved.en) (\(shortened(line.amountText)))")
  }

  /// A formula of reasonable length.
  private func shortened(_ text: String) -> String {
    text.count <= 60 ? text : text.prefix(59) + "…"
  }

  private func status(_ title: Int) -> Explanation? {
    let slot = plan.facts[title].slot
    guard slot >= 0, case .title(let status, _, _) = row.values[slot] else { return nil }
    return statusText(status)
  }

  /// A literal such as `150万` or `20%`.
  private func isConstant(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      ("0"..."9").contains(scalar) || "０１２３４５６７８９.．万亿元%％‰ ".unicodeScalars.contains(scalar)
    }
  }
}

// MARK: - Words that reasons, steps and notes have in common

extension Explanation {
  /// Why a quotient is open though nothing is missing.
  static let zeroDivisor = Explanation(zh: "除数为 0", en: "division by zero")

  static let tied = Explanation(
    zh: "名额边缘并列或评分未知", en: "tied or unknown at the edge of the quota")

  static let paidElsewhere = Explanation(
    zh: "同一事项已在其他政策得过", en: "paid for under another policy")

  static func approved(_ sum: Exact) -> Explanation {
    Explanation(zh: "核定 \(moneyText(sum))", en: "approved \(moneyText(sum))")
  }
}

extension Line {
  /// The amount as written: of several branches the one that is taken.
  func written(
    _ branch: AmountBranch?, _ shortened: (String) -> String = { $0 }
  ) -> Explanation {
    guard let branch, branch.isShareOfOwn else {
      let text = shortened(branch?.text ?? renewalText ?? amountText)
      return Explanation(zh: text, en: text)
    }
    let whole = shortened(amountText)
    return Explanation(zh: "\(whole) 的 \(branch.text)", en: "\(branch.text) of \(whole)")
  }
}

extension Plan {
  /// `缺 投资额、重点`
  func missing(_ facts: [Int]) -> Explanation {
    Explanation(
      zh: "缺 " + facts.map { factName($0, .zh) }.joined(separator: "、"),
      en: "missing " + facts.map { factName($0, .en) }.joined(separator: ", "))
  }

  /// What a later phase took off where it left something.
  func reduction(by loss: Work.Loss?, to other: Int?) -> Explanation? {
    switch loss {
    case .paidBefore:
      let name = other.map { lines[$0].name } ?? ""
      return Explanation(zh: "就高补差，减已付的 \(name)", en: "net of \(name) paid before")
    case .overlap: return Explanation(zh: "补差，减已得", en: "topped up over what was received")
    case .capPerYear: return Explanation(zh: "年度封顶", en: "capped for the year")
    case .joint: return Explanation(zh: "合并封顶", en: "capped together")
    case .exclusive, .titleOnce, .otherPolicy, nil: return nil
    }
  }

  /// `台州营收 10.5亿，首次达到 10亿：30万`
  func crossing(_ tier: TierMark, of row: Row) -> Explanation {
    let actual = values(of: row, [tier.slot])
    return Explanation(
      zh:
        "\(actual.zh) \(tier.exceeds ? "首次超过" : "首次达到") \(tier.threshold)：\(tier.amount)",
      en: "\(actual.en) first \(tier.exceeds ? "exceeds" : "reaches") "
        + "\(tier.threshold): \(tier.amount)")
  }
}
