import JiliLexer

/// What would win what a row missed, and what decides what is open: tried on the row itself.
extension RowTeller {
  func changes(toWin line: Int) -> Changes? {
    // What an earlier row of the company has, no fact of this row brings back.
    if work?.lines[line].lostBy == .titleOnce { return nil }
    return changes(for: .line(line))
  }

  func changes(for goal: ChangeGoal) -> Changes {
    var search = ChangeSearch(
      goal, explainer.cone(of: goal), explainer.machine, row, earlier: earlier, edges: edges)
    let found = search.smallest().flatMap { allWords($0, search.cone) }.prefix(Limits.changeWays)
    var sets: [ChangeSet] = []
    for ways in byPlaces(Array(found)) {
      for way in nearest(ways) { sets = merged(sets, with: changeSet(way, goal, search.cone)) }
    }
    // The most for the company first, else in the order of its facts.
    let order = sets.enumerated().sorted { one, two in
      let (first, second) = (one.element.gain?.low ?? .zero, two.element.gain?.low ?? .zero)
      return first == second ? one.offset < two.offset : first > second
    }
    return Changes(
      sets: order.prefix(Limits.shownChanges).map(\.element),
      hasMore: sets.count > Limits.shownChanges,
      isComplete: search.isComplete)
  }

  /// A way with every word that does the same, wider words alone.
  private func allWords(_ way: ChangeSearch.Found, _ cone: ChangeCone) -> [ChangeSearch.Found] {
    let changed = row.with(way)
    return way.sorted { $0.key.order < $1.key.order }.reduce([way]) { ways, change in
      let words = cone.alike(change.key, explainer.machine, changed)
        .filter { $0 != row.value(change.key) }
      let widest = words.filter { word in
        !words.contains { $0 != word && $0.includes(word) }
      }
      return ways.flatMap { way in widest.map { way.merging([change.key: $0]) { $1 } } }
    }
  }

  /// Ways that change the same facts, in the order in which they were found.
  private func byPlaces(_ found: [ChangeSearch.Found]) -> [[ChangeSearch.Found]] {
    var order: [Set<ChangePlace>] = []
    var groups: [Set<ChangePlace>: [ChangeSearch.Found]] = [:]
    for way in found {
      let places = Set(way.keys)
      if groups[places] == nil { order.append(places) }
      groups[places, default: []].append(way)
    }
    return order.compactMap { groups[$0] }
  }

  /// Of ways that differ in their numbers alone the nearest; `first` only where `new` does not do.
  private func nearest(_ ways: [ChangeSearch.Found]) -> [ChangeSearch.Found] {
    var best: [ChangeSearch.Found] = []
    let all = Set(ways)
    for way in ways {
      if wider(way).contains(where: all.contains) { continue }
      guard let rival = best.firstIndex(where: { sameWords($0, way) }) else {
        best.append(way)
        continue
      }
      if cost(way).lexicographicallyPrecedes(cost(best[rival])) { best[rival] = way }
    }
    return best
  }

  /// A way with one of its words wider.
  private func wider(_ way: ChangeSearch.Found) -> [ChangeSearch.Found] {
    way.compactMap { place, value in
      guard case .title(let status, nil, let recognised) = value,
        status == .newFirst || status == .newAgain
      else { return nil }
      return way.merging([place: .title(.new, event: nil, recognised: recognised)]) { $1 }
    }
  }

  private func sameWords(_ one: ChangeSearch.Found, _ two: ChangeSearch.Found) -> Bool {
    one.allSatisfy { place, value in two[place].map { value.isAlike($0) } ?? false }
  }

  /// Whole numbers first, then the least distance, fact by fact.
  private func cost(_ way: ChangeSearch.Found) -> [Exact] {
    way.sorted { $0.key.order < $1.key.order }.flatMap { place, value -> [Exact] in
      guard let number = value.measure ?? value.day else { return [] }
      // Where nothing was known, the value at which it turns was tried first.
      let old = row.value(place).measure ?? row.value(place).day ?? number
      let distance = number.subtracting(old) ?? .zero
      return [number.isWhole ? .zero : .one, distance.isNegative ? distance.negated : distance]
    }
  }

  private func changeSet(
    _ way: ChangeSearch.Found, _ goal: ChangeGoal, _ cone: ChangeCone
  ) -> ChangeSet {
    let changes = way.keys.sorted { $0.order < $1.order }.compactMap { place in
      way[place].map { change(place, $0, cone) }
    }
    guard case .line(let line) = goal else {
      return ChangeSet(changes: changes, after: nil, gain: nil)
    }
    let after = trials.result(of: way)
    return ChangeSet(
      changes: changes, after: after.lines[line], gain: SumDifference(trials.total, after.total))
  }

  private func change(_ place: ChangePlace, _ new: SlotValue, _ cone: ChangeCone) -> FactChange {
    let old = row.value(place)
    var change = FactChange(fact: Plan.evaluationDateFact, slot: nil, old: old, new: [new])
    if case .slot(let slot) = place {
      change.slot = slot
      change.fact = plan.missingFact(ofSlot: slot)
    }
    if let from = old.measure, let to = new.measure, let distance = to.subtracting(from) {
      change.distance = distance
      change.beyond = cone.beyond(place, to, from: from, in: machine, row)
      if let edge = change.beyond?.edge { change.distance = edge.subtracting(from) }
    }
    return change
  }

  /// Joins sets that differ in one word and come to the same.
  private func merged(_ sets: [ChangeSet], with next: ChangeSet) -> [ChangeSet] {
    var sets = sets
    for index in sets.indices where sets[index].hasSameResult(as: next) {
      let pairs = zip(sets[index].changes, next.changes)
      let differing = zip(sets[index].changes.indices, pairs).filter { $1.0.new != $1.1.new }
      if differing.count == 1, let (place, pair) = differing.first, pair.1.distance == nil {
        sets[index].changes[place].new += pair.1.new
        return sets
      }
    }
    return sets + [next]
  }
}

extension ChangeSet {
  fileprivate func hasSameResult(as other: ChangeSet) -> Bool {
    changes.map(\.fact) == other.changes.map(\.fact) && gain == other.gain
      && after?.state == other.after?.state && after?.low == other.after?.low
      && after?.high == other.after?.high
  }
}

extension SlotValue {
  /// A number or a day, which lies nearer to one value than to another.
  var measure: Exact? {
    switch self {
    case .number(let number): number
    case .date(let days): days.isExact ? days.first.map { Exact($0) } : nil
    case .unknown, .absent, .atLeast, .flag, .code, .title: nil
    }
  }

  /// The day of a title's event, or else of its recognition.
  fileprivate var day: Exact? {
    guard case .title(_, let event, let recognised) = self, let day = event ?? recognised,
      day.isExact
    else { return nil }
    return day.first.map { Exact($0) }
  }

  /// Whether they differ in a number or a day alone.
  fileprivate func isAlike(_ other: SlotValue) -> Bool {
    if measure != nil { return other.measure != nil }
    if case .title(let one, _, _) = self, case .title(let two, _, _) = other, day != nil {
      return one == two && other.day != nil
    }
    return self == other
  }

  /// Whether it says the same with a wider word.
  fileprivate func includes(_ other: SlotValue) -> Bool {
    if case .title(let one, nil, _) = self, case .title(let two, nil, _) = other {
      return one.isSuperset(of: two)
    }
    return false
  }
}

// MARK: - What decides a range

extension RowTeller {
  func deciding(_ line: Int, _ outcome: LineOutcome) -> [DecidingFact] {
    outcome.missing.map { fact in
      let known = told.missing.first { $0.fact == fact }
      var deciding = DecidingFact(fact: fact, effect: known?.effect, cases: [])
      if fact >= 0, plan.facts[fact].slot >= 0, !plan.facts[fact].isOfAward {
        deciding.cases = cases(of: .slot(plan.facts[fact].slot), line)
      }
      return deciding
    }
  }

  /// What the line comes to by what the fact turns out to be; nothing where it goes with the
  /// number.
  private func cases(of place: ChangePlace, _ line: Int) -> [DecidingFact.Case] {
    let cone = explainer.cone(of: .line(line))
    var values = Array(
      cone.candidates([place], machine, row).map(\.1).prefix(Limits.triedValues))
    var between: [SlotValue] = []
    if values.contains(where: { $0.measure != nil }) {
      values.sort { ($0.measure ?? .zero) < ($1.measure ?? .zero) }
      (values, between) = withMiddles(values, place)
    } else {
      values.removeAll(where: isPartOfAnother)
    }
    var found: [(values: [SlotValue], low: Exact, high: Exact?)] = []
    for value in values {
      let sum = trials.sum(of: line, with: place, value)
      if let last = found.firstIndex(where: { $0.low == sum.low && $0.high == sum.high }),
        value.measure == nil || last == found.count - 1
      {
        found[last].values.append(value)
      } else if between.contains(value) || found.last?.values.last.map(between.contains) == true {
        return []
      } else {
        found.append(([value], sum.low, sum.high))
      }
    }
    if found.count < 2 || found.count > Limits.shownChanges { return [] }
    return found.indices.map { index in
      let words =
        found[index].values[0].measure == nil
        ? choice(found[index].values, place) : stretch(index, found.map(\.values), place)
      return DecidingFact.Case(value: words, low: found[index].low, high: found[index].high)
    }
  }

  /// Numbers between those at which something turns, and beyond the last.
  private func withMiddles(
    _ values: [SlotValue], _ place: ChangePlace
  ) -> (all: [SlotValue], between: [SlotValue]) {
    var (all, between): ([SlotValue], [SlotValue]) = ([], [])
    for (position, value) in values.enumerated() {
      all.append(value)
      guard case .number(let number) = value else { continue }
      var next = number.multiplied(by: Exact(10))
      if position + 1 < values.count, case .number(let other) = values[position + 1] {
        next = number.adding(other)?.divided(by: Exact(2))
      }
      guard let next, let gap = next.subtracting(number), gap > smallestStep(place) else {
        continue
      }
      all.append(.number(next))
      between.append(.number(next))
    }
    return (all, between)
  }

  private func smallestStep(_ place: ChangePlace) -> Exact {
    guard case .slot(let slot) = place else { return .one }
    return plan.facts[plan.slotFacts[slot]].steps.min() ?? .one
  }

  /// `first` is within `new`.
  private func isPartOfAnother(_ value: SlotValue) -> Bool {
    guard case .title(let status, _, _) = value else { return false }
    return status == .newFirst || status == .newAgain
  }

  private func choice(_ values: [SlotValue], _ place: ChangePlace) -> Explanation {
    let words = values.map { plan.words(of: $0, at: place) }
    return Explanation(
      zh: words.map(\.zh).joined(separator: "、"), en: words.map(\.en).joined(separator: ", "))
  }

  /// `不到 500万`, `500万 起`, `超过 500万`
  private func stretch(
    _ index: Int, _ values: [[SlotValue]], _ place: ChangePlace
  ) -> Explanation {
    func words(_ value: SlotValue) -> Explanation { plan.words(of: value, at: place) }
    if index == 0 {
      let before = values[0].last.map(words) ?? .nothing
      let next = words(values[1][0])
      // The last value before the turn is the edge itself where the edge still belongs to it.
      if before.zh.utf8.count < next.zh.utf8.count {
        return Explanation(zh: "不超过 \(before.zh)", en: "at most \(before.en)")
      }
      return Explanation(zh: "不到 \(next.zh)", en: "below \(next.en)")
    }
    let first = words(values[index][0])
    let edge = values[index - 1].last.map(words) ?? first
    if edge.zh.utf8.count < first.zh.utf8.count {
      return Explanation(zh: "超过 \(edge.zh)", en: "above \(edge.en)")
    }
    return Explanation(zh: "\(first.zh) 起", en: "from \(first.en)")
  }
}

extension Plan {
  /// A value in the words of a drafter.
  func words(of value: SlotValue, at place: ChangePlace) -> Explanation {
    guard case .slot(let slot) = place else {
      guard case .date(let days) = value, let text = days.text else {
        return Explanation(zh: "未知", en: "unknown")
      }
      return Explanation(zh: text, en: text)
    }
    let fact = facts[slotFacts[slot]]
    if case .title(.newAgain, _, _) = value { return Explanation(zh: "再次认定", en: "again") }
    // An event that is moved, or a recognition, is a day.
    if case .title(_, let event, let recognised) = value,
      let day = (event ?? recognised)?.text, event?.isExact == true || recognised?.isExact == true
    {
      let status = valueText(value, of: fact, texts: texts, .zh)
      let english = valueText(value, of: fact, texts: texts, .en)
      return Explanation(zh: "\(status)（\(day)）", en: "\(english) (\(day))")
    }
    return Explanation(
      zh: valueText(value, of: fact, texts: texts, .zh),
      en: valueText(value, of: fact, texts: texts, .en))
  }
}
