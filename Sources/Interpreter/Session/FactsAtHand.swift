import JiliLexer

/// Where the facts stand that can be stated, and under which headers.
struct FactPlaces: Sendable {
  let layout: RowLayout
  let index: HeaderIndex

  init(_ layout: RowLayout) {
    self.layout = layout
    index = HeaderIndex(layout, includesParameters: true)
  }
}

/// What is known of the company at hand, as a company file would say it: a header and a cell each.
struct FactsAtHand: Sendable {
  struct Stated: Sendable {
    /// A header, or the name of a reading.
    var name: String
    var part: ExamplePart
    var cell: String
  }

  private(set) var stated: [Stated] = []
  /// The evaluation date where one was stated.
  var date: Days?

  // MARK: - Stating

  mutating func state(_ fact: Stated, _ places: FactPlaces) {
    let index = places.index
    if let place = stated.firstIndex(where: { isSame($0, fact, index) }) {
      stated[place] = fact
    } else {
      stated.append(fact)
    }
  }

  /// Another company: of what was stated only parameters and readings stay.
  mutating func begin(_ company: [Stated], _ layout: RowLayout, _ readings: [Reading]) {
    let names = Set(readings.map(\.name))
    stated = stated.filter { names.contains($0.name) || layout.isParameter($0.name) } + company
  }

  /// Takes a fact back; false where there was none.
  mutating func forget(_ fact: Stated, _ places: FactPlaces) -> Bool {
    let index = places.index
    let kept = stated.filter { !isSame($0, fact, index) }
    defer { stated = kept }
    return kept.count < stated.count
  }

  /// Takes back all that was stated of the title that a header speaks of: its status and its dates
  /// contradict another status.
  mutating func dropTitle(of header: String, _ places: FactPlaces) {
    let (layout, index) = (places.layout, places.index)
    let titles = index.targets(of: header).map(\.fact).filter { fact in
      if case .title = layout.facts[fact].kind { true } else { false }
    }
    if titles.isEmpty { return }
    stated.removeAll { other in
      other.part == .plain && index.targets(of: other.name).contains { titles.contains($0.fact) }
    }
  }

  /// Two headers may name the same thing.
  private func isSame(_ one: Stated, _ other: Stated, _ index: HeaderIndex) -> Bool {
    guard one.part == other.part else { return false }
    if one.name == other.name { return true }
    let first = index.targets(of: one.name).map(plain)
    return !first.isEmpty && first == index.targets(of: other.name).map(plain)
  }

  private func plain(_ target: ColumnTarget) -> ColumnTarget {
    ColumnTarget(fact: target.fact, role: target.role, unit: nil)
  }

  // MARK: - Reading

  /// The row that the facts make. What the layout has no place for is left out.
  func row(_ places: FactPlaces, lastDay: Days) throws(CellFault) -> Row {
    let (layout, index) = (places.layout, places.index)
    var cells = FactCells(factCount: layout.facts.count)
    for fact in stated where fact.part == .plain {
      for target in index.targets(of: fact.name) {
        let kind = layout.facts[target.fact].kind
        let type = CellType(kind: kind, unit: target.unit, texts: layout.texts)
        try cells.take(fact.cell, as: target.role, of: target.fact, type: type)
        try checkBounds(layout.facts[target.fact], cells.own[target.fact])
      }
    }
    let day = date ?? lastDay
    let assembly = RowAssembly(
      layout: layout, settings: FactCells(factCount: layout.facts.count), absentIsBlank: false)
    var values: [SlotValue]
    do throws(FactFault) {
      values = try assembly.draft(cells, date: day).values
    } catch {
      throw error.fault
    }
    for fact in stated where fact.part != .plain { try place(fact, places.layout, &values) }
    return Row(values: values, date: day)
  }

  private func checkBounds(_ fact: Fact, _ own: FactCells.Own) throws(CellFault) {
    if fact.isParameter, case .stated(let value) = own, value.isOutside(fact.bounds) {
      throw .outOfBounds
    }
  }

  /// `F last year = V`, `F peak = V`
  private func place(
    _ stated: Stated, _ layout: RowLayout, _ values: inout [SlotValue]
  ) throws(CellFault) {
    guard let fact = layout.facts.first(where: { $0.name == stated.name }) else { return }
    let type = CellType(kind: fact.kind, unit: nil, texts: layout.texts)
    var value = fact.blankMeaning
    if case .value(let read) = try type.read(stated.cell) { value = read }
    let slot = stated.part == .peak ? fact.peakSlot : fact.lastYearSlot
    if values.indices.contains(slot) { values[slot] = value }
    // The peak of earlier years is no lower than last year's value.
    let givesPeak = self.stated.contains { $0.name == fact.name && $0.part == .peak }
    guard stated.part == .lastYear, !givesPeak, case .number(let number) = value,
      values.indices.contains(fact.peakSlot)
    else { return }
    values[fact.peakSlot] = .atLeast(number)
  }

  /// The choice of each reading.
  func choices(_ readings: [Reading]) -> [Int] {
    readings.map { reading in
      guard let fact = stated.first(where: { $0.name == reading.name }) else { return 0 }
      return reading.choices.firstIndex(of: fact.cell) ?? 0
    }
  }

  /// The words of a text fact as stated; rows keep only which of the rules' texts it is.
  func cell(of name: String) -> String? {
    stated.first { $0.name == name && $0.part == .plain }?.cell
  }

  // MARK: - Changed rules

  /// Drops what the rules have no place for any longer and gives back the names.
  mutating func dropUnfit(_ places: FactPlaces, _ readings: [Reading]) -> [Wording] {
    let index = places.index
    var dropped: [Wording] = []
    stated.removeAll { fact in
      var alone = FactsAtHand()
      alone.stated = [fact]
      let isChoice = readings.contains { $0.name == fact.name && $0.choices.contains(fact.cell) }
      let isKnown = isChoice || !index.targets(of: fact.name).isEmpty
      if isKnown, (try? alone.row(places, lastDay: .unknown)) != nil { return false }
      dropped.append(fact.shownName(places))
      return true
    }
    return dropped
  }

  // MARK: - Showing

  /// What was stated, then the choice of each reading.
  func shown(_ places: FactPlaces, _ readings: [Reading]) -> [(name: Wording, value: String)] {
    let names = Set(readings.map(\.name))
    let facts = stated.filter { !names.contains($0.name) }.map { fact in
      (fact.shownName(places), shownValue(fact, places))
    }
    let choices = zip(readings, choices(readings)).map { reading, choice in
      (Wording(zh: reading.name, en: reading.name), reading.choices[choice])
    }
    return facts + choices
  }

  /// Amounts and dates as they were understood, words as they were written.
  func shownValue(_ stated: Stated, _ places: FactPlaces) -> String {
    let (layout, index) = (places.layout, places.index)
    guard let target = index.targets(of: stated.name).first else { return stated.cell }
    let fact = layout.facts[target.fact]
    switch fact.kind {
    case .money, .number, .percent, .date, .approved, .received, .paid:
      let type = CellType(kind: fact.kind, unit: target.unit, texts: layout.texts)
      guard case .value(let value)? = try? type.read(stated.cell) else { return stated.cell }
      return valueText(value, of: fact, texts: layout.texts, .zh)
    case .flag, .text, .category, .title, .instalment: return stated.cell
    }
  }
}

extension FactsAtHand.Stated {
  /// The name with what was stated of it, as the rules spell it in each language.
  func shownName(_ places: FactPlaces) -> Wording {
    let keyword: Keyword? =
      switch part {
      case .plain: nil
      case .lastYear: .lastYear
      case .peak: .peak
      }
    let target = places.index.targets(of: name).first
    let fact = target.map { places.layout.facts[$0.fact] }
    func text(_ language: Language) -> String {
      let own = fact.flatMap { $0.isOfAward ? $0.shownName(language) : nil } ?? name
      return own + (keyword.map { " " + Keywords.spelling($0, language) } ?? "")
    }
    return Wording(zh: text(.zh), en: text(.en))
  }
}
