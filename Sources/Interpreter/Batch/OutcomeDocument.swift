package import JiliLexer

/// One condition of the smallest set that fails, with what the company has instead.
package struct FailingCondition: Hashable, Sendable {
  package var condition: String
  package var actual: Explanation
  /// How much is missing, where that is a number.
  package var gap: String?

  package init(condition: String, actual: Explanation, gap: String?) {
    self.condition = condition
    self.actual = actual
    self.gap = gap
  }
}

/// The answer of a run's policies for one company.
package struct PolicyOutcome: Sendable {
  package var plan: Plan
  package var outcome: RowOutcome
  /// The choices of readings under which it came about.
  var choices: [Int] = []

  package init(plan: Plan, outcome: RowOutcome) {
    self.plan = plan
    self.outcome = outcome
  }
}

/// The JSON answer for one company: every award in the order of the file.
package func outcomeDocument(
  _ answer: PolicyOutcome, date: Days, language: Language
) -> JSONValue {
  let (plan, outcome) = (answer.plan, answer.outcome)
  return .object([
    JSONMember("schema", .number("1")),
    JSONMember("date", .text(date.text)),
    JSONMember("policies", policyEntries(outcome, plan)),
    JSONMember("awards", .array(outcome.lines.map { awardEntry($0, plan, language) })),
    JSONMember("total", totalEntry(outcome, plan, language)),
    JSONMember(
      "missing", .array(outcome.missing.map { missingEntry($0, plan, language) })),
    JSONMember(
      "benefits", .array(outcome.benefits.map { benefitEntry($0, plan, language) })),
    JSONMember("limits", .array(outcome.limits.map { limitEntry($0, plan, language) })),
    JSONMember("notes", .strings(outcome.notes.map { $0.text(language) })),
  ])
}

func policyEntries(_ outcome: RowOutcome, _ plan: Plan) -> JSONValue {
  .array(
    zip(plan.policies, outcome.policies).map { policy, standing in
      .object([
        JSONMember("policy", .string(policy.name)),
        JSONMember("in_force", .string(standing.inForce.word)),
        JSONMember("applies", .string(standing.applies.word)),
      ])
    })
}

func totalEntry(_ outcome: RowOutcome, _ plan: Plan, _ language: Language) -> JSONValue {
  let unspecified = outcome.lines.filter { $0.state == .unspecified }
  return .object(
    JSONValue.range(outcome.totalLow, outcome.totalHigh) + [
      JSONMember("unspecified", .strings(unspecified.map { plan.lineName($0.line, language) }))
    ])
}

func missingEntry(
  _ missing: MissingFact, _ plan: Plan, _ language: Language
) -> JSONValue {
  .object([
    JSONMember("fact", .string(plan.factName(missing.fact, language))),
    JSONMember("effect", .yuan(missing.effect)),
  ])
}

func awardEntry(
  _ outcome: LineOutcome, _ plan: Plan, _ language: Language
) -> JSONValue {
  let line = plan.lines[outcome.line]
  let title = line.title.map { plan.facts[$0].name }
  return .object([
    JSONMember("policy", .string(plan.policies[plan.policy(ofLine: outcome.line)].name)),
    JSONMember("award", .string(line.name)),
    JSONMember("renewal", .bool(line.isRenewal)),
    JSONMember("title", .text(title)),
    JSONMember("state", .string(outcome.state.rawValue)),
    JSONMember("low", .yuan(outcome.low)),
    JSONMember("high", .yuan(outcome.high)),
    JSONMember("reason", .string(outcome.reason.text(language))),
    JSONMember("cite", .array(line.cites.map(citeEntry))),
    JSONMember(
      "lost_to",
      .text(outcome.lostTo.map { plan.lineName($0, seenFrom: outcome.line, language) })),
    JSONMember("failing", .array(outcome.failing.map { failingEntry($0, language) })),
    JSONMember(
      "missing", .strings(outcome.missing.map { plan.factName($0, language) })),
    JSONMember("readings", .array(outcome.readings.map(readingEntry))),
    JSONMember("instalments", .array(outcome.instalments.map { partEntry("label", $0) })),
    JSONMember("funding", .array(outcome.funding.map { partEntry("payer", $0) })),
  ])
}

func citeEntry(_ cite: Citation) -> JSONValue {
  .object([
    JSONMember("article", .string(cite.article)), JSONMember("quote", .text(cite.quote)),
  ])
}

func failingEntry(_ failing: FailingCondition, _ language: Language) -> JSONValue {
  .object([
    JSONMember("condition", .string(failing.condition)),
    JSONMember("actual", .string(failing.actual.text(language))),
    JSONMember("gap", .text(failing.gap)),
  ])
}

private func readingEntry(_ effect: ReadingEffect) -> JSONValue {
  .object([
    JSONMember("reading", .string(effect.reading)), JSONMember("choice", .string(effect.choice)),
    JSONMember("low", .yuan(effect.low)), JSONMember("high", .yuan(effect.high)),
  ])
}

private func partEntry(_ label: String, _ part: Part) -> JSONValue {
  .object([
    JSONMember(label, .text(part.label)), JSONMember("low", .yuan(part.low)),
    JSONMember("high", .yuan(part.high)),
  ])
}

extension Truth {
  /// `yes`, `no` or `unknown`, as JSON says it.
  package var word: String { isUnknown ? "unknown" : isYes ? "yes" : "no" }
}
