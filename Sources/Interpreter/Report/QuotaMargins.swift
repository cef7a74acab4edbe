package import JiliLexer

/// The line of a quota in one year, with the companies on both sides of it.
package struct QuotaMargin: Hashable, Sendable {
  package struct Candidate: Hashable, Sendable {
    package var company: String
    /// From 1; who is level with others has the best of their ranks.
    package var rank: Int
    /// The first of its scores; nil where it is not settled.
    package var score: Exact?
    package var isIn: Bool
    /// The tie or a missing score leaves it open.
    package var isOpen: Bool
    /// How far the score lies above the best that is out, or below the last that is in.
    package var distance: Exact?
  }

  package var award: Wording
  /// nil where rows have no settled year.
  package var year: Int?
  package var places: Exact?
  package var candidates: Int
  package var selected: Int
  /// The score of the last that is in.
  package var line: Exact?
  /// The last that are in and the first that are not.
  package var edge: [Candidate]
}

extension PolicyResults {
  /// The lines of all quotas, by award and year. `shown` companies stand on each side.
  package func quotaMargins(
    _ input: Ingested, choices: [Int], shown: Int = 3
  ) -> [QuotaMargin] {
    guard plan.hasQuotas else { return [] }
    var machine = Machine(plan, choices: choices)
    var found: [QuotaMargin] = []
    for (index, line) in plan.lines.enumerated() {
      guard let quota = line.quota else { continue }
      var byYear: [Int?: [Entry]] = [:]
      var places: Exact?
      for (row, outcome) in zip(input.rows, outcomes) {
        let state = outcome.lines[index].state
        if outcome.lines[index].failedStep != nil { continue }
        machine.run(row.row, earlier: .none)
        if places == nil { places = machine.numbers[quota.count].exact }
        byYear[row.row.date.year, default: []].append(
          Entry(
            company: row.company, keys: quota.keys.map { machine.numbers[$0].exact },
            isIn: state != .overQuota, isOpen: state == .undetermined))
      }
      let name = Wording(zh: plan.lineName(index, .zh), en: plan.lineName(index, .en))
      for (year, entries) in byYear.sorted(by: { ($0.key ?? .max) < ($1.key ?? .max) }) {
        found.append(Self.margin(name, year, places, entries, shown))
      }
    }
    return found
  }

  private struct Entry {
    var company: String
    var keys: [Exact?]
    var isIn: Bool
    var isOpen: Bool

    func isAbove(_ other: Entry) -> Bool {
      for (one, two) in zip(keys, other.keys) where one != two {
        guard let one else { return false }
        guard let two else { return true }
        return one > two
      }
      return false
    }
  }

  private static func margin(
    _ name: Wording, _ year: Int?, _ places: Exact?, _ entries: [Entry], _ shown: Int
  ) -> QuotaMargin {
    let sorted = entries.enumerated().sorted { one, other in
      if one.element.isAbove(other.element) { return true }
      return !other.element.isAbove(one.element) && one.offset < other.offset
    }.map(\.element)
    var ranks: [Int] = []
    for place in sorted.indices {
      let isLevel = place > 0 && !sorted[place - 1].isAbove(sorted[place])
      ranks.append(isLevel ? ranks[place - 1] : place + 1)
    }
    let lastIn = sorted.lastIndex { $0.isIn && !$0.isOpen }
    let firstOut = sorted.firstIndex { !$0.isIn || $0.isOpen }
    let around = firstOut ?? sorted.count
    let edge = (max(0, around - shown)..<min(sorted.count, around + shown)).map { place in
      let entry = sorted[place]
      let score = entry.keys.first ?? nil
      // Against the company on the other side of the line.
      let other = entry.isIn && !entry.isOpen ? firstOut : lastIn
      let theirs = other.flatMap { sorted[$0].keys.first ?? nil }
      return QuotaMargin.Candidate(
        company: entry.company, rank: ranks[place], score: score,
        isIn: entry.isIn && !entry.isOpen, isOpen: entry.isOpen,
        distance: score.flatMap { mine in theirs.flatMap { mine.subtracting($0) } })
    }
    return QuotaMargin(
      award: name, year: year, places: places, candidates: sorted.count,
      selected: sorted.count { $0.isIn && !$0.isOpen },
      line: lastIn.flatMap { sorted[$0].keys.first ?? nil }, edge: Array(edge))
  }
}
