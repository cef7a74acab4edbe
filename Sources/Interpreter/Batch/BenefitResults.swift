package import JiliLexer

/// Benefits and limits as results show them: for readers, as JSON, in the long and the wide table.

extension BenefitState {
  /// What a reader sees; files and JSON keep the stable English word.
  package var label: Wording {
    switch self {
    case .notDue: Wording(zh: "无", en: "not due")
    case .undetermined: Wording(zh: "待定", en: "undetermined")
    case .benefit: Wording(zh: "享受", en: "granted")
    }
  }
}

extension LimitState {
  package var label: Wording {
    switch self {
    case .notApplicable: Wording(zh: "不适用", en: "does not apply")
    case .undetermined: Wording(zh: "待定", en: "undetermined")
    case .kept: Wording(zh: "符合", en: "kept")
    case .exceeded: Wording(zh: "超限", en: "broken")
    }
  }
}

extension BenefitOutcome {
  /// The words of the policy where it is granted, else why not.
  func words(_ benefit: Benefit, _ language: Language) -> String {
    if state == .benefit, let text = benefit.text { return text }
    return reason.text(language)
  }
}

extension [Citation] {
  /// The articles, each once.
  func articles(_ language: Language) -> String {
    var articles: [String] = []
    for cite in self where !articles.contains(cite.article) { articles.append(cite.article) }
    return articles.joined(separator: ResultWord.nameJoint.text(language))
  }

  /// The exact words that are cited.
  func quotes(_ language: Language) -> String {
    compactMap(\.quote).joined(separator: ResultWord.noteJoint.text(language))
  }
}

// MARK: - One company

/// Benefits that are granted or open, then the limits that concern the company.
func benefitTables(
  _ answer: PolicyOutcome, _ language: Language, width: (String) -> Int
) -> [String] {
  func word(_ zh: String, _ en: String) -> String { Wording(zh: zh, en: en).text(language) }
  let plan = answer.plan
  let benefits = answer.outcome.benefits.filter { $0.state != .notDue }.map { outcome in
    let benefit = plan.benefits[outcome.benefit]
    return [
      plan.benefitName(outcome.benefit), outcome.state.label.text(language),
      outcome.words(benefit, language), benefit.cites.articles(language),
    ]
  }
  let limits = answer.outcome.limits.filter { $0.state != .notApplicable }.map { outcome in
    [
      plan.limitName(outcome.limit), outcome.state.label.text(language),
      outcome.reason.text(language), plan.limits[outcome.limit].cites.articles(language),
    ]
  }
  let head = [word("状态", "state"), word("说明", "reason"), word("条款", "article")]
  return [(word("优待", "benefit"), benefits), (word("限额", "limit"), limits)]
    .filter { !$0.1.isEmpty }
    .map { name, rows in tableText([[name] + head] + rows, alignRight: [], width: width) }
}

func benefitEntry(
  _ outcome: BenefitOutcome, _ plan: Plan, _ language: Language
) -> JSONValue {
  let benefit = plan.benefits[outcome.benefit]
  let policy = plan.policies[plan.policy(ofBenefit: outcome.benefit)]
  return .object([
    JSONMember("policy", .string(policy.name)),
    JSONMember("benefit", .string(benefit.name)),
    JSONMember("text", .text(benefit.text)),
    JSONMember("state", .string(outcome.state.rawValue)),
    JSONMember("reason", .string(outcome.reason.text(language))),
    JSONMember("cite", .array(benefit.cites.map(citeEntry))),
    JSONMember("missing", .strings(outcome.missing.map { plan.factName($0, language) })),
    JSONMember(
      "readings",
      .array(outcome.readings.map { stateEntry($0.reading, $0.choice, $0.state.rawValue) })),
    JSONMember("failing", .array(outcome.failing.map { failingEntry($0, language) })),
  ])
}

func limitEntry(_ outcome: LimitOutcome, _ plan: Plan, _ language: Language) -> JSONValue {
  let limit = plan.limits[outcome.limit]
  let policy = plan.policies[plan.policy(ofLimit: outcome.limit)]
  return .object([
    JSONMember("policy", .string(policy.name)),
    JSONMember("limit", .string(limit.name)),
    JSONMember("text", .string(limit.text)),
    JSONMember("state", .string(outcome.state.rawValue)),
    JSONMember("actual", .text(outcome.actual)),
    JSONMember("reason", .string(outcome.reason.text(language))),
    JSONMember("cite", .array(limit.cites.map(citeEntry))),
    JSONMember("missing", .strings(outcome.missing.map { plan.factName($0, language) })),
    JSONMember(
      "readings",
      .array(outcome.readings.map { stateEntry($0.reading, $0.choice, $0.state.rawValue) })),
    JSONMember("failing", .array(outcome.failing.map { failingEntry($0, language) })),
  ])
}

private func stateEntry(_ reading: String, _ choice: String, _ state: String) -> JSONValue {
  .object([
    JSONMember("reading", .string(reading)), JSONMember("choice", .string(choice)),
    JSONMember("state", .string(state)),
  ])
}

// MARK: - Whole files

/// One row of the long table: a benefit that is granted or open, a limit that is broken or open.
struct UnpaidRow {
  var name: String
  var state: String
  var cites: [Citation]
  var words: String
}

extension PolicyResults {
  func unpaidRows(
    _ outcome: RowOutcome, of policy: PolicyPart, _ language: Language
  ) -> [UnpaidRow] {
    let granted = outcome.benefits[policy.benefits].filter { $0.state != .notDue }
    let benefits = granted.map { found in
      let benefit = plan.benefits[found.benefit]
      return UnpaidRow(
        name: benefit.name, state: found.state.rawValue, cites: benefit.cites,
        words: found.words(benefit, language))
    }
    // An open limit of which nothing is given concerns whoever keeps other files.
    let limits = outcome.limits[policy.limits].filter { found in
      found.state == .exceeded || found.state == .undetermined && found.hasGivenFact
    }.map { found in
      let limit = plan.limits[found.limit]
      return UnpaidRow(
        name: limit.name, state: found.state.rawValue, cites: limit.cites,
        words: found.reason.text(language))
    }
    return benefits + limits
  }

  /// The limits that a row breaks, as notes: `融资担保费率 1.5% 超过 1%，超 0.5%`.
  func brokenLimits(_ outcome: RowOutcome) -> [Explanation] {
    outcome.limits.filter { $0.state == .exceeded }.map { found in
      let name = plan.limitName(found.limit)
      return Explanation(
        zh: name + " " + found.reason.zh, en: name + " " + found.reason.en)
    }
  }
}
