package import JiliLexer

/// A fact that is asked for, because most of what is open hangs on it.
package struct InterviewQuestion: Sendable {
  /// The header under which the answer is stated.
  package let name: String
  /// The name as it is shown.
  package let shownName: Wording
  let part: ExamplePart
  let isDate: Bool
  /// What kind of answer is wanted, and the words among which to choose.
  package let kind: Wording
  package let choices: [String]
  /// The choices are words of the language, which stand in both of its spellings.
  let isWords: Bool
  /// How much of the total hangs on it; nil: nothing bounds it.
  package let effect: Exact?
  /// Awards that hang on it.
  package let awards: [Wording]
}

/// Asks for facts, the one with the widest effect first, until the total is settled.
package struct Interview: Sendable {
  /// Facts that nobody could tell.
  private var skipped: Set<String> = []
  package private(set) var question: InterviewQuestion?

  package init() {}

  /// The next question, or what came of it all.
  package mutating func next(_ session: Session) -> Reply {
    var reply = Reply()
    question = nil
    guard let outcome = session.outcomeAtHand(&reply) else { return reply }
    let open = outcome.outcome.missing.lazy.map { session.question($0, outcome) }
    question = open.first { [skipped] in !skipped.contains($0.shownName.zh) }
    if let question {
      reply.parts.append(.question(question, outcome))
    } else {
      reply.parts.append(.interviewed(outcome, skipped: skipped.count))
    }
    return reply
  }

  /// Leaves the question open and goes on to the next.
  package mutating func skip(_ session: Session) -> Reply {
    if let question { skipped.insert(question.shownName.zh) }
    return next(session)
  }
}

extension Session {
  /// States the answer to a question as a cell of a company file would.
  package mutating func answer(_ question: InterviewQuestion, _ source: Source) -> Reply {
    var reply = Reply(sources: rules.sources + [source])
    let text = source.text(0..<UInt32(source.bytes.count))
    let cell = String(String.UnicodeScalarView(text.unicodeScalars.filter { !isBlank($0) }))
    let file = UInt16(rules.sources.count)
    let span = Span(file: file, start: 0, end: UInt32(source.bytes.count))
    if question.isDate {
      stateDate(cell, at: span, &reply)
    } else {
      let fact = FactsAtHand.Stated(name: question.name, part: question.part, cell: cell)
      state(fact, at: span, reading: nil, &reply)
    }
    return reply
  }

  fileprivate func question(
    _ missing: MissingFact, _ outcome: PolicyOutcome
  ) -> InterviewQuestion {
    let id = missing.fact
    let shown = Wording(zh: plan.factName(id, .zh), en: plan.factName(id, .en))
    let awards = outcome.outcome.lines.filter { $0.missing.contains(id) }.map {
      Wording(zh: plan.lineName($0.line, .zh), en: plan.lineName($0.line, .en))
    }
    let part = plan.part(ofFact: id)
    let fact = part.fact.map { plan.facts[$0] }
    let isOwnDate = part.isRecognition || fact == nil
    return InterviewQuestion(
      name: part.isRecognition ? shown.zh : fact?.name ?? shown.zh, shownName: shown,
      part: part.part, isDate: fact == nil,
      kind: isOwnDate ? Fact.Kind.date.wording : fact?.kind.wording ?? Fact.Kind.date.wording,
      choices: isOwnDate ? [] : fact?.kind.words(layout.texts) ?? [],
      isWords: fact?.kind.isChosenByWords ?? false,
      effect: missing.effect, awards: awards)
  }
}

extension Plan {
  /// What a number of a missing fact stands for: the fact, last year's value, the peak of earlier
  /// years, a date of recognition; no fact: the evaluation date.
  fileprivate func part(
    ofFact id: Int
  ) -> (fact: Int?, part: ExamplePart, isRecognition: Bool) {
    if id == Plan.evaluationDateFact { return (nil, .plain, false) }
    if id >= 0 { return (id, .plain, false) }
    let slot = Plan.evaluationDateFact - 1 - id
    let fact = slotFacts[slot]
    if facts[fact].slot == slot { return (fact, .plain, true) }
    return (fact, facts[fact].peakSlot == slot ? .peak : .lastYear, false)
  }
}

extension Fact.Kind {
  /// What kind of answer a fact takes.
  fileprivate var wording: Wording {
    switch self {
    case .money: Wording(zh: "金额，如 1200万", en: "a sum, as 1200万")
    case .approved: Wording(zh: "核定的金额", en: "the sum approved")
    case .received: Wording(zh: "已得的金额", en: "the sum received")
    case .paid: Wording(zh: "已付的金额", en: "the sum paid")
    case .number: Wording(zh: "数", en: "a number")
    case .percent: Wording(zh: "比例，如 12%", en: "a percentage, as 12%")
    case .date: Wording(zh: "日期，如 2026-05-01", en: "a date, as 2026-05-01")
    case .flag: Wording(zh: "是或否", en: "yes or no")
    case .text: Wording(zh: "文字", en: "text")
    case .category: Wording(zh: "取值", en: "one of")
    case .title: Wording(zh: "称号", en: "a title")
    case .instalment: Wording(zh: "期次", en: "an instalment")
    }
  }

  fileprivate var isChosenByWords: Bool {
    switch self {
    case .flag, .title: true
    case .money, .number, .percent, .date, .text, .category, .approved, .received, .paid,
      .instalment:
      false
    }
  }

  /// The words that a fact of this kind can be.
  func words(_ texts: [String]) -> [String] {
    switch self {
    case .category(let values, _): values
    case .instalment(_, let labels): labels
    case .flag: ["是", "否", "yes", "no"]
    case .title:
      [
        "新认定", "首次", "再次", "通过复评", "新引进", "有效期内", "无", "new", "first", "again", "renewed",
        "relocated", "held", "none",
      ]
    case .text: texts
    case .money, .number, .percent, .date, .approved, .received, .paid: []
    }
  }
}
