/// The companies of a run: which rows are one company-year, and what its earlier years say.
struct Panel {
  private struct FactYear: Hashable {
    var fact: Int
    var year: Int
  }

  private struct Company {
    /// What cells say, and the row that says it, to find contradictions.
    var stated: [FactYear: (value: SlotValue, row: Int)] = [:]
    var known: [FactYear: SlotValue] = [:]
    /// Rows by year and by everything that is read of them, to find duplicates.
    var rows: [String: Int] = [:]
    var titles: [FactYear: TitleYear] = [:]
    var firstYear: Int?
    /// A rejected row of an unknown year may be any year.
    var hasUndatedRow = false
    var history: History?
  }

  private struct TitleYear {
    /// The title was certainly in force, this year or before.
    var wasHeld: Bool
    var isNone: Bool
  }

  private let facts: [Fact]
  private var indices: [String: Int] = [:]
  private var companies: [Company] = []

  init(_ layout: RowLayout) { facts = layout.facts }

  /// Index of the company with a key.
  mutating func company(_ key: String) -> Int {
    if let index = indices[key] { return index }
    indices[key] = companies.count
    companies.append(Company())
    return companies.count - 1
  }

  /// Takes in a row, unless it repeats or contradicts an earlier one of its company-year.
  mutating func add(
    _ draft: RowDraft, to company: Int, year: Int?, number: Int, text: String
  ) throws(FactFault) {
    let marked = "\(year ?? Int.min)\u{1}" + text
    if let earlier = companies[company].rows[marked] {
      throw FactFault(fact: -1, fault: .duplicateRow(of: earlier))
    }
    for said in draft.years where said.isStated {
      let place = FactYear(fact: said.fact, year: said.year)
      if let earlier = companies[company].stated[place], earlier.value != said.value {
        throw FactFault(
          fact: said.fact,
          fault: .contradictsRow(earlier.row, year: said.year == year ? nil : said.year))
      }
    }
    companies[company].rows[marked] = number
    for said in draft.years {
      let place = FactYear(fact: said.fact, year: said.year)
      if said.isStated, companies[company].stated[place] == nil {
        companies[company].stated[place] = (said.value, number)
      }
      if said.isStated || companies[company].known[place] == nil {
        companies[company].known[place] = said.value
      }
    }
    if let year { addTitles(of: draft, to: company, year: year) }
    addYear(year, to: company)
  }

  /// A rejected row still says that the company was there: its year is a hole, not a beginning.
  mutating func addRejected(to company: Int, year: Int?) { addYear(year, to: company) }

  private mutating func addYear(_ year: Int?, to company: Int) {
    guard let year else {
      companies[company].hasUndatedRow = true
      return
    }
    companies[company].firstYear = min(companies[company].firstYear ?? year, year)
  }

  private mutating func addTitles(of draft: RowDraft, to company: Int, year: Int) {
    for (index, fact) in facts.enumerated() {
      guard case .title = fact.kind, fact.slot >= 0,
        case .title(let statuses, _, _) = draft.values[fact.slot]
      else { continue }
      let place = FactYear(fact: index, year: year)
      let earlier = companies[company].titles[place]
      let heldBefore = draft.heldBefore.contains(index)
      companies[company].titles[place] = TitleYear(
        wasHeld: !statuses.contains(.none) || heldBefore || earlier?.wasHeld == true,
        isNone: statuses == .none && !heldBefore && earlier?.isNone != false)
    }
  }
}

// MARK: What the earlier years say

extension Panel {
  /// One fact of one company, its known years in order.
  private struct FactHistory {
    var years: [Int] = []
    /// Highest number up to and including the year at the same index.
    var highest: [Exact?] = []
    /// For titles: held up to and including, none up to and including.
    var wasHeld: [Bool] = []
    var isNone: [Bool] = []

    /// How many known years lie before `year`.
    func count(before year: Int) -> Int {
      var low = 0
      var high = years.count
      while low < high {
        let middle = (low + high) / 2
        if years[middle] < year { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  private struct History {
    var facts: [Int: FactHistory] = [:]
  }

  /// Fills in last year, peak and first-or-again from the earlier rows of the company.
  ///
  /// The answer is the year in which the history begins, where the row's values rest on that.
  mutating func complete(_ values: inout [SlotValue], of company: Int, year: Int) -> Int? {
    if companies[company].history == nil { companies[company].history = history(of: company) }
    var beginning: Int?
    for (index, fact) in facts.enumerated() where fact.isRead {
      if fact.isByYear {
        if let year = completeYears(index, &values, of: company, year: year) { beginning = year }
      } else if case .title = fact.kind {
        completeTitle(index, &values, of: company, year: year)
      }
    }
    return beginning
  }

  private func completeYears(
    _ index: Int, _ values: inout [SlotValue], of company: Int, year: Int
  ) -> Int? {
    let fact = facts[index]
    let one = companies[company]
    if fact.lastYearSlot >= 0, values[fact.lastYearSlot] == .unknown {
      values[fact.lastYearSlot] = one.known[FactYear(fact: index, year: year - 1)] ?? .unknown
    }
    guard fact.peakSlot >= 0 else { return nil }
    switch values[fact.peakSlot] {
    case .unknown, .atLeast: break
    default: return nil
    }
    let history = one.history?.facts[index] ?? FactHistory()
    let first = min(history.years.first ?? year, one.firstYear ?? year)
    let count = history.count(before: year)
    let highest = count > 0 ? history.highest[count - 1] : nil
    if count == max(0, year - first), !one.hasUndatedRow {
      values[fact.peakSlot] = highest.map { .number($0) } ?? .absent
    } else {
      values[fact.peakSlot] = highest.map { .atLeast($0) } ?? .unknown
    }
    return first
  }

  /// Settles whether a new title is the first one: again if it was held in an earlier year, first
  /// only if there are earlier years, all of them known to be without it.
  private func completeTitle(
    _ index: Int, _ values: inout [SlotValue], of company: Int, year: Int
  ) {
    let slot = facts[index].slot
    guard slot >= 0, case .title(let statuses, let event, let recognised) = values[slot],
      statuses.isSuperset(of: .new)
    else { return }
    let one = companies[company]
    guard let history = one.history?.facts[index] else { return }
    let count = history.count(before: year)
    guard count > 0 else { return }
    if history.wasHeld[count - 1] {
      values[slot] = .title(
        statuses.subtracting(.newFirst), event: event, recognised: recognised)
    } else if history.isNone[count - 1], !one.hasUndatedRow,
      count == year - min(history.years[0], one.firstYear ?? year)
    {
      values[slot] = .title(
        statuses.subtracting(.newAgain), event: event, recognised: recognised)
    }
  }

  private func history(of company: Int) -> History {
    var history = History()
    let one = companies[company]
    for (place, value) in one.known.sorted(by: { $0.key.year < $1.key.year }) {
      var fact = history.facts[place.fact] ?? FactHistory()
      let before = fact.highest.last ?? nil
      fact.years.append(place.year)
      if case .number(let number) = value {
        fact.highest.append(max(before ?? number, number))
      } else {
        fact.highest.append(before)
      }
      history.facts[place.fact] = fact
    }
    for (place, title) in one.titles.sorted(by: { $0.key.year < $1.key.year }) {
      var fact = history.facts[place.fact] ?? FactHistory()
      fact.years.append(place.year)
      fact.wasHeld.append((fact.wasHeld.last ?? false) || title.wasHeld)
      fact.isNone.append((fact.isNone.last ?? true) && title.isNone)
      history.facts[place.fact] = fact
    }
    return history
  }
}
