import JiliLexer

/// Why a benefit is granted or not, whether a limit is kept, and on what it hangs: state, words,
/// reason, the conditions that stand against it, other readings, articles.
func explanation(_ plan: Plan, of outcome: BenefitOutcome, _ language: Language) -> String {
  let benefit = plan.benefits[outcome.benefit]
  var page = UnpaidPage(language: language)
  page.head(plan.benefitName(outcome.benefit), outcome.state.label)
  if let text = benefit.text { page.line(text) }
  page.write(outcome.reason, outcome.failing)
  for effect in outcome.readings { page.write(effect.reading, effect.choice, effect.state.label) }
  page.write(benefit.cites, benefit.notes)
  return page.text
}

func explanation(_ plan: Plan, of outcome: LimitOutcome, _ language: Language) -> String {
  let limit = plan.limits[outcome.limit]
  var page = UnpaidPage(language: language)
  page.head(plan.limitName(outcome.limit), outcome.state.label)
  page.line(limit.text)
  page.write(outcome.reason, outcome.failing)
  for effect in outcome.readings { page.write(effect.reading, effect.choice, effect.state.label) }
  page.write(limit.cites, limit.notes)
  return page.text
}

private struct UnpaidPage {
  let language: Language
  private(set) var text = ""

  init(language: Language) { self.language = language }

  private func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  mutating func line(_ words: String) { text += "    " + words + "\n" }

  mutating func head(_ name: String, _ state: Wording) {
    text += name + word("：", ": ") + state.text(language) + "\n"
  }

  /// The failing conditions one a line where they are the reason, else the reason.
  mutating func write(_ reason: Explanation, _ failing: [FailingCondition]) {
    if let first = failing.first, reason.zh.contains(first.sentence.zh) {
      for condition in failing { line(condition.line(language)) }
    } else if !reason.text(language).isEmpty {
      line(reason.text(language))
    }
  }

  mutating func write(_ reading: String, _ choice: String, _ state: Wording) {
    let state = state.text(language)
    line(word("若 \(reading) = \(choice)，则\(state)", "if \(reading) = \(choice): \(state)"))
  }

  mutating func write(_ cites: [Citation], _ notes: [String]) {
    for cite in cites {
      let quote = cite.quote.map { word("“\($0)”", " \"\($0)\"") } ?? ""
      line(word("依据", "article") + " \(cite.article)\(quote)")
    }
    for note in notes { line(word("注：", "note: ") + note) }
  }
}
