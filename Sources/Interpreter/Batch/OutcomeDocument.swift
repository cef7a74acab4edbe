package import JiliLexer

/// One condition of the smallest set that fails, with what the company has instead.
package struct FailingCondition: Hashable, Sendable {
  package var condition: String
  package var actual: String
  /// How much is missing, where that is a number.
  package var gap: String?

  package init(condition: String, actual: String, gap: String?) {
    self.condition = condition
    self.actual = actual
    self.gap = gap
  }
}

/// One policy's answer for one company.
package struct PolicyOutcome: Sendable {
  package var plan: Plan
  package var outcome: RowOutcome

  package init(plan: Plan, outcome: RowOutcome) {
    self.plan = plan
    self.outcome = outcome
  }
}

/// The JSON answer for one company: every award in the order of the file.
package func outcomeDocument(
  _ policies: [PolicyOutcome], date: Days, language: Language
) throws(OutputRefusal) -> JSONValue {
  let total = try totalOf(policies)
  var unspecified: [String] = []
  for policy in policies {
    for line in policy.outcome.lines where line.state == .unspecified {
      unspecified.append(policy.plan.lines[line.line].column(language))
    }
  }
  let missing = mergedMissing(policies.map { ($0.plan, $0.outcome) }, language)
  let notes = policies.flatMap { $0.outcome.notes.map { $0.text(language) } }
  return .object([
    JSONMember("schema", .number("1")),
    JSONMember("date", .text(date.text)),
    JSONMember("policies", .array(policies.map(policyEntry))),
    JSONMember(
      "awards",
      .array(
        policies.flatMap { policy in
          policy.outcome.lines.map { awardEntry($0, policy, language) }
        })),
    JSONMember(
      "total",
      .object([
        JSONMember("low", .yuan(total.low)), JSONMember("high", .yuan(total.high)),
        JSONMember("unspecified", .strings(unspecified)),
      ])),
    JSONMember(
      "missing",
      .array(
        missing.map {
          .object([JSONMember("fact", .string($0.name)), JSONMember("effect", .yuan($0.effect))])
        })),
    JSONMember(
      "benefits",
      .array(
        policies.flatMap { policy in
          policy.outcome.benefits.map { benefitEntry($0, policy.plan, language) }
        })),
    JSONMember(
      "limits",
      .array(
        policies.flatMap { policy in
          policy.outcome.limits.map { limitEntry($0, policy.plan, language) }
        })),
    JSONMember("notes", .strings(notes)),
  ])
}

/// The sum of the policies; `high` nil where nothing bounds it.
func totalOf(_ policies: [PolicyOutcome]) throws(OutputRefusal) -> (low: Exact, high: Exact?) {
  var low = Exact.zero
  var high: Exact? = .zero
  for policy in policies {
    guard let sum = low.adding(policy.outcome.totalLow) else { throw .sumTooLarge }
    low = sum
    if let before = high, let more = policy.outcome.totalHigh {
      guard let sum = before.adding(more) else { throw .sumTooLarge }
      high = sum
    } else {
      high = nil
    }
  }
  return (low, high)
}

private func policyEntry(_ policy: PolicyOutcome) -> JSONValue {
  .object([
    JSONMember("policy", .string(policy.plan.policyName)),
    JSONMember("in_force", .string(policy.outcome.inForce.word)),
    JSONMember("applies", .string(policy.outcome.applies.word)),
  ])
}

private func awardEntry(
  _ outcome: LineOutcome, _ policy: PolicyOutcome, _ language: Language
) -> JSONValue {
  let plan = policy.plan
  let line = plan.lines[outcome.line]
  let title = line.title.map { plan.facts[$0].name }
  return .object([
    JSONMember("policy", .string(plan.policyName)),
    JSONMember("award", .string(line.name)),
    JSONMember("renewal", .bool(line.isRenewal)),
    JSONMember("title", .text(title)),
    JSONMember("state", .string(outcome.state.rawValue)),
    JSONMember("low", .yuan(outcome.low)),
    JSONMember("high", .yuan(outcome.high)),
    JSONMember("reason", .string(outcome.reason.text(language))),
    JSONMember("cite", .array(line.cites.map(citeEntry))),
    JSONMember("lost_to", .text(outcome.lostTo.map { plan.lines[$0].column(language) })),
    JSONMember("failing", .array(outcome.failing.map(failingEntry))),
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

func failingEntry(_ failing: FailingCondition) -> JSONValue {
  .object([
    JSONMember("condition", .string(failing.condition)),
    JSONMember("actual", .string(failing.actual)), JSONMember("gap", .text(failing.gap)),
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
