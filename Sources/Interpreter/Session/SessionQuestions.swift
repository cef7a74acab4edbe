import JiliLexer
import JiliParser

/// Questions: expressions, `total`, awards, `why`, `need`.
extension Session {
  func ask(_ expression: Expression, _ source: Source, _ reply: inout Reply) {
    switch expression.kind {
    case .name(let name):
      if askWord(name, &reply) { return }
    case .fact(let award, let fact) where scope.award(award.text) != nil:
      if fact.keywords.has(.renewal) {
        let line = AwardLine(award: award, isRenewal: true, span: expression.span)
        show(line, &reply)
        return
      }
    default: break
    }
    guard answer(expression, source, &reply) else { return }
    if case .fact(let award, let fact) = expression.kind,
      fact.keywords.has(.due) || fact.keywords.has(.amount)
    {
      show(AwardLine(award: award, isRenewal: false, span: expression.span), &reply)
    }
  }

  /// Words that ask for more than a value; false where the name is none of them.
  private func askWord(_ name: Name, _ reply: inout Reply) -> Bool {
    if scope.award(name.text) != nil || scope.isBenefit(name.text) {
      show(AwardLine(award: name, isRenewal: false, span: name.span), &reply)
      return true
    }
    if scope.declares(name.text) { return false }
    if name.keywords.has(.total) {
      ask(&reply, at: name.span) { outcome, _ in .total(outcome) }
      return true
    }
    if PromptWord.need.contains(name.text) {
      ask(&reply, at: name.span) { outcome, _ in .need(outcome) }
      return true
    }
    if PromptWord.why.contains(name.text) || PromptWord.whyNot.contains(name.text) {
      reply.diagnostics.append(.whyWhat(name.text, at: name.span))
      return true
    }
    if let spaced = spacedQuestion(name.text) {
      reply.diagnostics.append(.runTogetherQuestion(name.text, spaced, at: name.span))
      return true
    }
    return false
  }

  /// `为何国家级小巨人` is one unknown word.
  private func spacedQuestion(_ text: String) -> String? {
    for word in PromptWord.whyNot.union(PromptWord.why).sorted(by: { $0.count > $1.count })
    where text.hasPrefix(word) {
      let name = String(text.dropFirst(word.count))
      let isKnown =
        scope.award(name) != nil || scope.isBenefit(name) || !scope.limits(named: name).isEmpty
      if isKnown { return word + " " + name }
    }
    return nil
  }

  /// The value of an expression; false where it has none.
  private func answer(
    _ expression: Expression, _ source: Source, _ reply: inout Reply
  ) -> Bool {
    let (question, diagnostics) = scope.check(expression, in: source)
    reply.diagnostics += diagnostics
    guard let question else { return false }
    let planned = Jili.plan(question)
    do throws(CellFault) {
      let row = try facts.row(FactPlaces(RowLayout(planned.plan)), lastDay: lastDay)
      let choices = facts.choices(planned.plan.readings)
      var answer = planned.answer(row, choices: choices)
      if case .overflow = answer.value {
        reply.diagnostics.append(.numberTooLarge(at: expression.span))
        return false
      }
      if case .fact(let fact, .code) = answer.value, case .text = fact.kind {
        answer = AnsweredValue(value: .choice(facts.cell(of: fact.name) ?? ""), missing: [])
      }
      reply.parts.append(.value(answer))
      return true
    } catch {
      reply.diagnostics.append(.factsDisagree(error, at: expression.span))
      return false
    }
  }

  // MARK: - Awards

  /// An award: its base line, and its renewal where that comes to something.
  private func show(_ named: AwardLine, _ reply: inout Reply) {
    if let unpaid = unpaid(named) {
      ask(&reply, at: named.span) { .explaining($0, $0.keeping(unpaid), $1, false) }
      return
    }
    guard let lines = lines(named, &reply) else { return }
    ask(&reply, at: named.span) { outcome, _ in
      .awards(outcome.keeping(lines, unless: named.isRenewal))
    }
  }

  func explain(_ named: AwardLine, _ isNegative: Bool, _ reply: inout Reply) {
    if let unpaid = unpaid(named) {
      ask(&reply, at: named.span) { .explaining($0, $0.keeping(unpaid), $1, isNegative) }
      return
    }
    guard let lines = lines(named, &reply) else { return }
    ask(&reply, at: named.span) {
      .explaining($0, $0.keeping(lines, unless: named.isRenewal), $1, isNegative)
    }
  }

  /// What a name stands for that is not money.
  fileprivate enum Unpaid {
    case benefit(String)
    case limits([Int])
  }

  private func unpaid(_ named: AwardLine) -> Unpaid? {
    let name = named.award.text
    if named.isRenewal || scope.award(name) != nil { return nil }
    if scope.isBenefit(name) { return .benefit(name) }
    let limits = scope.limits(named: name)
    return limits.isEmpty ? nil : .limits(limits)
  }

  /// The lines that a name stands for: one for a renewal, else base and renewal.
  private func lines(_ named: AwardLine, _ reply: inout Reply) -> [Int]? {
    let (line, diagnostics) = scope.line(named)
    reply.diagnostics += diagnostics
    guard let line else { return nil }
    return plan.lines.indices.filter { index in
      plan.lines[index].award == line.award
        && (!line.isRenewal || plan.lines[index].isRenewal)
    }
  }

  private func ask(
    _ reply: inout Reply, at span: Span, _ part: (PolicyOutcome, Row) -> Reply.Part
  ) {
    do throws(CellFault) {
      let row = try row()
      let outcome = outcome(of: row)
      if let award = outcome.outcome.overflow {
        reply.diagnostics.append(.outcomeOverflows(award, at: span))
      } else {
        reply.parts.append(part(outcome, row))
      }
    } catch {
      reply.diagnostics.append(.factsDisagree(error, at: span))
    }
  }
}

extension Reply.Part {
  /// What is kept of an answer is explained.
  fileprivate static func explaining(
    _ answer: PolicyOutcome, _ kept: PolicyOutcome, _ row: Row, _ isNegative: Bool
  ) -> Reply.Part {
    let asked = ExplainedAward.Found(
      lines: kept.outcome.lines.map(\.line), benefits: kept.outcome.benefits.map(\.benefit),
      limits: kept.outcome.limits.map(\.limit))
    let explainer = Explainer(
      answer.plan, RunOptions(choices: answer.choices), asked: .only(asked))
    return .explanation(
      kept, explainer.explanation(of: 0, in: [row], answer.outcome), isNegative: isNegative)
  }
}

extension PolicyOutcome {
  /// Only these lines; of a renewal that is not due nothing unless it was asked for.
  fileprivate func keeping(_ lines: [Int], unless isWanted: Bool) -> PolicyOutcome {
    var kept = self
    (kept.outcome.benefits, kept.outcome.limits) = ([], [])
    kept.outcome.lines = outcome.lines.filter { outcome in
      lines.contains(outcome.line)
        && (isWanted || !plan.lines[outcome.line].isRenewal || outcome.state != .notDue)
    }
    return kept
  }

  /// Only this benefit, or these limits.
  fileprivate func keeping(_ unpaid: Session.Unpaid) -> PolicyOutcome {
    var kept = keeping([], unless: false)
    switch unpaid {
    case .benefit(let name):
      kept.outcome.benefits = outcome.benefits.filter { plan.benefits[$0.benefit].name == name }
    case .limits(let limits):
      kept.outcome.limits = outcome.limits.filter { limits.contains($0.limit) }
    }
    return kept
  }
}
