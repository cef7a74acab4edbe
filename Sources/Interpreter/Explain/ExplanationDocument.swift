package import JiliLexer

/// Explanations as JSON: the answer of `eval` for each award, and what explains it.
package struct ExplanationDocument {
  let plan: Plan
  let language: Language

  package init(_ plan: Plan, _ language: Language) {
    self.plan = plan
    self.language = language
  }

  package func document(_ company: CompanyExplanation) -> JSONValue {
    let outcome = company.outcome
    return .object([
      JSONMember("schema", .number("1")),
      JSONMember("company", .text(company.company)),
      JSONMember("file", .text(company.place?.file)),
      JSONMember("row", company.place.map { .number($0.rowText) } ?? .null),
      JSONMember("date", .text(company.date.text)),
      JSONMember("policies", policyEntries(outcome, plan)),
      JSONMember("total", totalEntry(outcome, plan, language)),
      JSONMember("facts", .array(company.facts.map(fact))),
      JSONMember("awards", .array(company.awards.map(award))),
      JSONMember("benefits", .array(company.benefits.map(benefit))),
      JSONMember("limits", .array(company.limits.map(limit))),
      JSONMember(
        "missing", .array(outcome.missing.map { missingEntry($0, plan, language) })),
      JSONMember("notes", .strings(company.notes.map { $0.text(language) })),
    ])
  }

  private func fact(_ given: GivenFact) -> JSONValue {
    let info = plan.facts[given.fact]
    return .object([
      JSONMember("fact", .string(info.shownName(language))),
      JSONMember(
        "value", .string(valueText(given.value, of: info, texts: plan.texts, language))),
      JSONMember(
        "cells",
        .array(
          given.cells.map { cell in
            .object([
              JSONMember("column", .string(cell.header)), JSONMember("text", .string(cell.text)),
            ])
          })),
    ])
  }

  private func award(_ award: AwardExplanation) -> JSONValue {
    let line = plan.lines[award.outcome.line]
    guard case .object(let members) = awardEntry(award.outcome, plan, language) else {
      return .null
    }
    return .object(
      members + [
        JSONMember("notes", .strings(line.notes)),
        JSONMember("rule", place(line.span)),
        JSONMember("conditions", .array(award.conditions.map(condition))),
        JSONMember("steps", .array(award.steps.map(step))),
        JSONMember("records", .strings(award.records.map { $0.text(language) })),
        JSONMember("rival", award.rival.map { rival($0, award.outcome.line) } ?? .null),
        JSONMember("changes", award.changes.map(changes) ?? .null),
        JSONMember("decides", .array(award.deciding.map(deciding))),
      ])
  }

  private func benefit(_ benefit: BenefitExplanation) -> JSONValue {
    guard case .object(let members) = benefitEntry(benefit.outcome, plan, language) else {
      return .null
    }
    return .object(
      members + [
        JSONMember("notes", .strings(plan.benefits[benefit.outcome.benefit].notes)),
        JSONMember("rule", place(plan.benefits[benefit.outcome.benefit].span)),
        JSONMember("conditions", .array(benefit.conditions.map(condition))),
        JSONMember("changes", benefit.changes.map(changes) ?? .null),
      ])
  }

  private func limit(_ limit: LimitExplanation) -> JSONValue {
    guard case .object(let members) = limitEntry(limit.outcome, plan, language) else {
      return .null
    }
    return .object(
      members + [
        JSONMember("notes", .strings(plan.limits[limit.outcome.limit].notes)),
        JSONMember("rule", place(plan.limits[limit.outcome.limit].span)),
        JSONMember("conditions", .array(limit.conditions.map(condition))),
        JSONMember("changes", limit.changes.map(changes) ?? .null),
      ])
  }

  // MARK: - Parts

  private func place(_ span: Span?) -> JSONValue {
    guard let span, let place = plan.position(of: span) else { return .null }
    return .object([
      JSONMember("file", .string(place.file)), JSONMember("line", .count(place.line)),
      JSONMember("column", .count(place.column)),
    ])
  }

  private func condition(_ met: MetCondition) -> JSONValue {
    .object([
      JSONMember("condition", .string(met.text)), JSONMember("holds", .string(met.truth.word)),
      JSONMember("actual", .string(met.actual.text(language))),
    ])
  }

  private func step(_ step: SumStep) -> JSONValue {
    .object(
      [
        JSONMember("step", .string(step.kind.rawValue)),
        JSONMember("words", .string(step.words.text(language))),
      ] + JSONValue.range(step.low, step.high))
  }

  private func rival(_ rival: Rival, _ line: Int) -> JSONValue {
    .object([
      JSONMember("award", .string(plan.lineName(rival.line, seenFrom: line, language))),
      JSONMember("sum", .object(JSONValue.range(rival.other.low, rival.other.high))),
      JSONMember("own", .object(JSONValue.range(rival.own.low, rival.own.high))),
      JSONMember("why", .string(rival.why.text(language))),
      JSONMember("cite", .array(rival.cites.map(citeEntry))),
      JSONMember("rule", place(rival.span)),
    ])
  }

  private func changes(_ changes: Changes) -> JSONValue {
    .object([
      JSONMember("complete", .bool(changes.isComplete)),
      JSONMember("more", .bool(changes.hasMore)),
      JSONMember("sets", .array(changes.sets.map(set))),
    ])
  }

  private func set(_ set: ChangeSet) -> JSONValue {
    .object([
      JSONMember("changes", .array(set.changes.map(change))),
      JSONMember("state", .text(set.after?.state.rawValue)),
      JSONMember("low", .yuan(set.after?.low)),
      JSONMember("high", .yuan(set.after?.high)),
      JSONMember(
        "gain", set.gain.map { .object(JSONValue.range($0.low, $0.high)) } ?? .null),
    ])
  }

  private func change(_ change: FactChange) -> JSONValue {
    let place = change.slot.map { ChangePlace.slot($0) } ?? .evaluationDate
    func words(_ value: SlotValue) -> String { plan.words(of: value, at: place).text(language) }
    var distance: String?
    if let size = change.distance, let slot = change.slot {
      distance = gapText(size, plan.facts[plan.slotFacts[slot]].valueType)
    }
    return .object([
      JSONMember("fact", .string(plan.factName(change.fact, language))),
      JSONMember("from", .string(words(change.old))),
      JSONMember("to", .strings(change.new.map(words))),
      JSONMember("distance", .text(distance)),
      JSONMember(
        "beyond",
        change.beyond.map { beyond in
          .object([
            JSONMember("side", .string(beyond.isAbove ? "above" : "below")),
            JSONMember("edge", .string(words(.number(beyond.edge)))),
          ])
        } ?? .null),
    ])
  }

  private func deciding(_ fact: DecidingFact) -> JSONValue {
    .object([
      JSONMember("fact", .string(plan.factName(fact.fact, language))),
      JSONMember("effect", .yuan(fact.effect)),
      JSONMember(
        "cases",
        .array(
          fact.cases.map { item in
            .object(
              [JSONMember("value", .string(item.value.text(language)))]
                + JSONValue.range(item.low, item.high))
          })),
    ])
  }
}
