import JiliLexer

/// Answers as JSON, a line each. Sums are strings in 元, as in every JSON file of the program.
extension Reply.Part {
  /// nil for what is no answer but says what was done.
  func document(_ language: Language) -> JSONValue? {
    switch self {
    case .rule, .stated, .forgotten, .dropped, .date, .undone, .redone, .nothingToUndo,
      .nothingToRedo, .cleared, .question, .interviewed,
      .reloaded:
      return nil
    case .value(let value):
      return .object([
        JSONMember("value", .string(ReplyWords(language: language).plainWords(value))),
        JSONMember("missing", .strings(value.missing.map { $0.text(language) })),
      ])
    case .explanation(let outcome, let company, _):
      return ExplanationDocument(outcome.plan, language).document(company)
    case .awards(let outcome), .total(let outcome):
      return outcomeDocument(outcome, date: .unknown, language: language).without("date")
    case .need(let outcome):
      let missing = outcome.outcome.missing.map { missingEntry($0, outcome.plan, language) }
      return .object([JSONMember("missing", .array(missing))])
    case .whatIf(let whatIf): return whatIf.document(language)
    case .sweep(let sweep): return sweep.document(language)
    case .swept(let sweep): return SweepReport(sweep, line: nil, language: language).document
    case .sweptValues(let sweep):
      return ListedReport(sweep, line: nil, language: language).document
    case .example(let result):
      return .object([
        JSONMember("example", .string(result.label)),
        JSONMember("holds", .bool(result.failures.isEmpty)),
        JSONMember("failures", .strings(result.failures.map { $0.text(language) })),
      ])
    case .facts(let stated, let notGiven):
      return .object([
        JSONMember(
          "facts", .object(stated.map { JSONMember($0.name.text(language), .string($0.value)) })),
        JSONMember("not_given", .strings(notGiven.map { $0.text(language) })),
      ])
    case .readings(let readings, let choices):
      return .object([
        JSONMember(
          "readings",
          .array(
            zip(readings, choices).map { reading, choice in
              .object([
                JSONMember("reading", .string(reading.name)),
                JSONMember("choice", .string(reading.choices[choice])),
                JSONMember("choices", .strings(reading.choices)),
              ])
            }))
      ])
    case .differences(let differences, _):
      return .object([
        JSONMember(
          "changes",
          .array(
            differences.map { difference in
              .object([
                JSONMember("rule", .string(difference.word.en)),
                JSONMember("name", .string(difference.name)),
                JSONMember("old", .text(difference.old)), JSONMember("new", .text(difference.new)),
              ])
            }))
      ])
    }
  }
}

extension WhatIf {
  fileprivate func document(_ language: Language) -> JSONValue {
    func range(_ low: Exact, _ high: Exact?) -> JSONValue {
      .object([JSONMember("low", .yuan(low)), JSONMember("high", .yuan(high))])
    }
    let plan = after.plan
    return .object([
      JSONMember(
        "changed",
        .array(
          changes.map { change in
            .object([
              JSONMember("fact", .string(change.name.text(language))),
              JSONMember("old", .text(change.old)),
              JSONMember("new", .string(change.new)),
            ])
          })),
      JSONMember(
        "awards",
        .array(
          lines.map { line in
            .object([
              JSONMember("award", .string(plan.lineName(line.after.line, language))),
              JSONMember("old", range(line.before.low, line.before.high)),
              JSONMember("new", range(line.after.low, line.after.high)),
              JSONMember("state", .string(line.after.state.rawValue)),
              JSONMember("reason", .string(line.after.reason.text(language))),
            ])
          })),
      JSONMember(
        "total",
        .object([
          JSONMember("old", range(before.outcome.totalLow, before.outcome.totalHigh)),
          JSONMember("new", range(after.outcome.totalLow, after.outcome.totalHigh)),
        ])),
    ])
  }
}

extension Sweep {
  fileprivate func document(_ language: Language) -> JSONValue {
    .object([
      JSONMember("fact", .string(fact)),
      JSONMember(
        "sweep",
        .array(
          points.map { point in
            .object([
              JSONMember("value", .string(point.value)), JSONMember("low", .yuan(point.low)),
              JSONMember("high", .yuan(point.high)),
              JSONMember("gained", .strings(point.gained.map { $0.text(language) })),
              JSONMember("lost", .strings(point.lost.map { $0.text(language) })),
              JSONMember("cliff", .bool(point.isCliff)),
            ])
          })),
    ])
  }
}

extension JSONValue {
  fileprivate func without(_ key: String) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.key != key })
  }
}
