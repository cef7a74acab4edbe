package import JiliLexer

/// A fact that has a few values, or is a day.
package struct ListedFact: Sendable {
  package let name: String
  /// nil for the evaluation date.
  let slot: Int?
  let kind: Fact.Kind
  var texts: [String] = []
  var isYear = false
}

/// What is paid for each value of a fact. Days next to each other that give the same are one.
package struct ListedSweep: Sendable {
  package struct Entry: Sendable {
    package var text: String
    package var sums: FactSweep.Sums
  }

  package let fact: ListedFact
  package let plan: Plan
  package var entries: [Entry]
  /// Values that have an order, so that less behind more is a fall.
  package let isOrdered: Bool
  /// What the company has now.
  package var now: Int?
}

extension Sweeper {
  package func sweep(
    _ fact: ListedFact, _ wish: SweepWish, _ language: Language
  ) throws(SweepFault) -> ListedSweep {
    let values = try values(fact, wish)
    let options = RunOptions(choices: choices, explains: false, triesReadings: false)
    var runner = Runner(plan, options)
    var sweep = ListedSweep(fact: fact, plan: plan, entries: [], isOrdered: isDay(fact))
    var first = ""
    for value in values {
      var changed = row
      if let slot = fact.slot {
        changed.values[slot] = value.slot
      } else if case .date(let day) = value.slot {
        changed.date = day
      }
      let outcome = runner.outcomes(of: [changed])[0]
      if let award = outcome.overflow { throw .cell(.overflow(award)) }
      let sums = FactSweep.Sums(outcome)
      if sweep.isOrdered, let last = sweep.entries.indices.last, sweep.entries[last].sums == sums {
        sweep.entries[last].text = first + " .. " + value.text(language)
      } else {
        first = value.text(language)
        sweep.entries.append(ListedSweep.Entry(text: first, sums: sums))
      }
      let isNow = fact.slot.map { row.values[$0] == value.slot } ?? (row.date == value.day)
      if isNow { sweep.now = sweep.entries.count - 1 }
    }
    return sweep
  }

  private func isDay(_ fact: ListedFact) -> Bool {
    if case .date = fact.kind { return true }
    return false
  }

  private struct Value {
    let slot: SlotValue
    let words: Explanation

    func text(_ language: Language) -> String { words.text(language) }

    var day: Days? {
      if case .date(let day) = slot { return day }
      return nil
    }

    init(_ slot: SlotValue, _ words: Explanation) {
      self.slot = slot
      self.words = words
    }

    init(_ slot: SlotValue, _ text: String) {
      self.init(slot, Explanation(zh: text, en: text))
    }
  }

  private func values(_ fact: ListedFact, _ wish: SweepWish) throws(SweepFault) -> [Value] {
    switch fact.kind {
    case .flag:
      return [
        Value(.flag(false), Explanation(zh: "否", en: "no")),
        Value(.flag(true), Explanation(zh: "是", en: "yes")),
      ]
    case .category(let values, _), .instalment(_, let values):
      return values.enumerated().map { Value(.code($0), $1) }
    case .text:
      return fact.texts.enumerated().map { Value(.code($0), $1) }
        + [Value(.code(-1), Explanation(zh: "其他", en: "another"))]
    case .title:
      let all: [TitleStatus] = [.none, .newFirst, .newAgain, .renewed, .relocated, .held]
      return all.map { status in
        let words =
          status == .newAgain
          ? Explanation(zh: "再次认定", en: "new, held before") : statusText(status)
        return Value(.title(status, event: nil), words)
      }
    case .date: return try days(fact, wish)
    case .money, .number, .percent, .approved, .received, .paid: return []
    }
  }

  private func days(_ fact: ListedFact, _ wish: SweepWish) throws(SweepFault) -> [Value] {
    var first = plan.lastDay?.first.map { civilDate($0).year } ?? row.date.year ?? 2025
    if fact.isYear { first -= 2 }
    let last = fact.isYear ? first + 4 : first
    let text = (wish.from ?? String(first), wish.to ?? String(last))
    guard let from = DateText(text.0).map({ Days($0) })?.first,
      let to = DateText(text.1).map({ Days($0) })?.last, from <= to,
      to - from < Limits.sweepSteps
    else { throw .badRange("\(text.0) .. \(text.1)") }
    if fact.isYear {
      return (civilDate(from).year...civilDate(to).year).map { year in
        Value(.date(Days(year: year)), String(year))
      }
    }
    return (from...to).map { day in
      Value(.date(Days(first: day, last: day)), isoText(civilDate(day)))
    }
  }
}
