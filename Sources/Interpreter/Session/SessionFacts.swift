import JiliLexer
import JiliParser

/// Stating facts: `NAME = VALUE`, `A.核定 = 30万`, `F last year = V`, `日期 = 2027-05-01`.
extension Session {
  mutating func state(
    _ target: Expression, _ value: Expression?, _ source: Source, _ reply: inout Reply
  ) {
    let name = FactName(target)
    if isDate(name) {
      stateDate(value, source, &reply)
      return
    }
    if let index = layout(of: name), let value {
      let fact = FactsAtHand.Stated(
        name: name.text, part: name.part, cell: cell(value, source))
      state(fact, at: value.span, reading: index.reading, &reply)
    } else if layout(of: name) != nil {
      let fact = FactsAtHand.Stated(name: name.text, part: name.part, cell: "")
      let wasStated = facts.forget(fact, places)
      reply.parts.append(.forgotten(name: fact.shownName(places), wasStated: wasStated))
    } else {
      reply.diagnostics += whyNotStatable(name, target, source)
    }
  }

  /// A session with some facts changed, to be asked and thrown away.
  struct Trial {
    var session: Session
    /// What was changed, as it was understood.
    var changes: [Reply.Part] = []
  }

  /// The session with some facts changed; nil where one cannot be.
  func changed(
    by changes: [PromptEntry.Change], _ source: Source, _ reply: inout Reply
  ) -> Trial? {
    var trial = Trial(session: self)
    var seen: Set<String> = []
    for change in changes {
      let name = FactName(change.target)
      guard seen.insert("\(name.part) " + name.text).inserted else {
        reply.diagnostics.append(.changedTwice(name.text, at: change.target.span))
        return nil
      }
      if name.part == .plain { trial.session.facts.dropTitle(of: name.text, places) }
    }
    for change in changes {
      // Only what is wrong with a change is said, not what it is.
      var stated = Reply()
      trial.session.state(change.target, change.value, source, &stated)
      reply.diagnostics += stated.diagnostics
      if stated.isRefused { return nil }
      trial.changes += stated.parts
    }
    return trial
  }

  // MARK: - Names

  /// The target of a statement as a header and its part.
  private struct FactName {
    var text: String
    var part = ExamplePart.plain
    var keywords: KeywordSet = []
    var award: Name?
    var fact: Name?

    init(_ target: Expression) {
      text = ""
      switch target.kind {
      case .name(let name): (text, keywords) = (name.text, name.keywords)
      case .fact(let award, let fact):
        (self.award, self.fact) = (award, fact)
        text = award.text + "." + fact.text
      case .lastYear(let inner):
        self = FactName(inner)
        part = .lastYear
      case .peak(let inner):
        self = FactName(inner)
        part = .peak
      default: break
      }
    }
  }

  /// The reading of a name, or nil for a fact; nil as a whole where the name can take no value.
  private func layout(of name: FactName) -> (reading: Reading?, Void)? {
    if name.part == .plain, let reading = plan.readings.first(where: { $0.name == name.text }) {
      return (reading, ())
    }
    if name.part != .plain {
      let isByYear = layout.facts.contains { $0.name == name.text && $0.isByYear }
      return isByYear ? (nil, ()) : nil
    }
    let index = places.index
    return index.targets(of: name.text).isEmpty ? nil : (nil, ())
  }

  /// `日期` and `年度` are the evaluation date unless the rules declare such a name.
  private func isDate(_ name: FactName) -> Bool {
    name.part == .plain && name.award == nil && !scope.declares(name.text)
      && (name.keywords.has(.date) || name.keywords.has(.year))
  }

  private func whyNotStatable(
    _ name: FactName, _ target: Expression, _ source: Source
  ) -> [Diagnostic] {
    if name.award == nil, name.part == .plain {
      if scope.isDefinition(name.text) { return [.definitionStated(name.text, at: target.span)] }
      if scope.award(name.text) != nil { return [.awardStated(name.text, at: target.span)] }
      if name.keywords.has(.total) || scope.isBenefit(name.text) {
        return [.resultStated(name.text, at: target.span)]
      }
    }
    let (_, diagnostics) = scope.check(target, in: source)
    return diagnostics.isEmpty ? [.resultStated(name.text, at: target.span)] : diagnostics
  }

  // MARK: - Values

  /// The value as a cell of a company file would hold it.
  private func cell(_ value: Expression, _ source: Source) -> String {
    switch value.kind {
    case .name(let name): return name.text
    case .text(let words): return words
    default:
      let kept = source.text(value.span).unicodeScalars.filter { !isBlank($0) }
      return String(String.UnicodeScalarView(kept))
    }
  }

  mutating func state(
    _ fact: FactsAtHand.Stated, at span: Span, reading: Reading?, _ reply: inout Reply
  ) {
    if let reading, !reading.choices.contains(fact.cell) {
      reply.diagnostics.append(
        .unknownValue(fact.cell, of: reading.name, known: reading.choices, at: span))
      return
    }
    var trial = facts
    trial.state(fact, places)
    do throws(CellFault) {
      _ = try trial.row(places, lastDay: lastDay)
    } catch {
      reply.diagnostics.append(.unreadableFact(error, fact.cell, at: span))
      return
    }
    facts = trial
    reply.parts.append(
      .stated(name: fact.shownName(places), value: facts.shownValue(fact, places)))
  }

  private mutating func stateDate(
    _ value: Expression?, _ source: Source, _ reply: inout Reply
  ) {
    guard let value else {
      facts.date = nil
      reply.parts.append(dateAtHand)
      return
    }
    stateDate(cell(value, source), at: value.span, &reply)
  }

  mutating func stateDate(_ cell: String, at span: Span, _ reply: inout Reply) {
    let type = CellType(kind: .date, unit: nil, texts: [])
    do throws(CellFault) {
      guard case .value(.date(let days)) = try type.read(cell) else { throw .notDate }
      facts.date = days
      reply.parts.append(dateAtHand)
    } catch {
      reply.diagnostics.append(.unreadableFact(error, cell, at: span))
    }
  }
}
