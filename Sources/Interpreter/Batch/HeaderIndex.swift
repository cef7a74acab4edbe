package import JiliLexer

/// What a column of a company file fills.
enum ColumnRole: Hashable {
  /// The fact itself, of the row's own year or of a stated one.
  case value(year: Int?)
  /// The highest of the earlier years.
  case peak
  /// The date of an event of a title.
  case date(TitleEvent)
  /// 是 or 否 under `T新认定`: the status it affirms or denies.
  case status(TitleStatus)
}

/// One fact that one column fills.
struct ColumnTarget: Hashable {
  var fact: Int
  var role: ColumnRole
  var unit: HeaderUnit?
}

/// Every spelling under which a header, a JSON key or a setting may name a fact.
struct HeaderIndex {
  private struct Entry {
    var fact: Int
    var role: ColumnRole
    /// The unit that stands inside the spelling.
    var unit: HeaderUnit?
    /// The spelling less its unit: good only where the header brings a unit of its own.
    var needsUnit = false
  }

  private let facts: [Fact]
  /// By the names that the rules declare.
  private var entries: [String: [Entry]] = [:]
  /// The names of titles: those of their events are made of them.
  private var titles: [(name: String, fact: Int)] = []
  /// Names that several policies give to facts of awards, with the names that tell them apart.
  private var shared: [String: [String]] = [:]
  /// Names and `also` spellings, for suggestions.
  private(set) var spellings: [String] = []

  /// `includesParameters`: settings may give them, company files may not.
  init(_ layout: RowLayout, includesParameters: Bool) {
    facts = layout.facts
    entries.reserveCapacity(2 * facts.count)
    for (index, fact) in facts.enumerated() where fact.isRead {
      if fact.isParameter, !includesParameters { continue }
      for spelling in [fact.name] + fact.otherNames + fact.aliases {
        add(spelling, fact: index, role: .value(year: nil))
      }
      for spelling in fact.peakAliases { add(spelling, fact: index, role: .peak) }
    }
    addBareNames(includesParameters)
    for (index, fact) in facts.enumerated() where fact.isRead {
      guard case .title = fact.kind else { continue }
      for spelling in [fact.name] + fact.aliases {
        titles.append((normalizedHeader(spelling), index))
      }
    }
  }

  /// The facts that a header names; empty where it names none.
  func targets(of header: String) -> [ColumnTarget] {
    for parts in HeaderParts.readings(of: normalizedHeader(header)) {
      let found = entries(named: parts.name).compactMap { target(of: $0, parts) }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The facts of awards that a header may mean, where its policy is not named and several have
  /// such an award.
  func claimants(of header: String) -> [String] {
    for parts in HeaderParts.readings(of: normalizedHeader(header)) {
      if let names = shared[parts.name] { return names }
      if !entries(named: parts.name).isEmpty { return [] }
    }
    return []
  }

  /// The spelling that a header which names nothing was perhaps meant to be.
  func nearest(to header: String) -> String? {
    for parts in HeaderParts.readings(of: normalizedHeader(header)).reversed() {
      if let near = nearestName(to: parts.name, among: spellings) { return near }
    }
    return nil
  }

  /// The fact whose name a header has, were it not for the unit behind it.
  func unfitUnit(in header: String) -> (unit: String, fact: Int)? {
    guard let (name, unit) = splitSuffix(normalizedHeader(header)), !unit.isEmpty else {
      return nil
    }
    for parts in HeaderParts.readings(of: name) {
      if let entry = entries[parts.name]?.first, entry.role == .value(year: nil) {
        return (unit, entry.fact)
      }
    }
    return nil
  }

  private func target(of entry: Entry, _ parts: HeaderParts) -> ColumnTarget? {
    let fact = facts[entry.fact]
    if entry.needsUnit, parts.unit == nil { return nil }
    let unit = parts.unit ?? entry.unit
    if let given = parts.unit, !fact.kind.takes(given) { return nil }
    guard let year = parts.year else {
      return ColumnTarget(fact: entry.fact, role: entry.role, unit: unit)
    }
    guard fact.isByYear, entry.role == .value(year: nil) else { return nil }
    return ColumnTarget(fact: entry.fact, role: .value(year: year), unit: unit)
  }

  private mutating func add(_ spelling: String, fact: Int, role: ColumnRole) {
    let name = normalizedHeader(spelling)
    spellings.append(name)
    guard let (base, text) = splitSuffix(name), let unit = headerUnit(text),
      facts[fact].kind.takes(unit)
    else {
      append(Entry(fact: fact, role: role, unit: nil), under: name)
      return
    }
    append(Entry(fact: fact, role: role, unit: unit), under: name)
    append(Entry(fact: fact, role: role, unit: unit, needsUnit: true), under: base)
  }

  /// A parameter without its policy is that of every policy that has it; a fact of an award only
  /// where one policy has the award.
  private mutating func addBareNames(_ includesParameters: Bool) {
    var owners: [String: [Int]] = [:]
    var order: [String] = []
    for (index, fact) in facts.enumerated() where fact.isRead {
      if fact.isParameter, !includesParameters { continue }
      for spelling in fact.bareNames {
        if fact.isParameter {
          add(spelling, fact: index, role: .value(year: nil))
          continue
        }
        if owners[spelling] == nil { order.append(spelling) }
        owners[spelling, default: []].append(index)
      }
    }
    for spelling in order {
      let found = owners[spelling] ?? []
      if found.count == 1 {
        add(spelling, fact: found[0], role: .value(year: nil))
      } else {
        shared[normalizedHeader(spelling)] = found.map { facts[$0].name }
      }
    }
  }

  private mutating func append(_ entry: Entry, under name: String) {
    // One look at the name, which is of Chinese characters and takes long to hash.
    func add(to entries: inout [Entry]) {
      let isThere = entries.contains { $0.fact == entry.fact && $0.role == entry.role }
      if !isThere { entries.append(entry) }
    }
    add(to: &entries[name, default: []])
  }

  /// What a name stands for; declared names go before those of events of titles.
  private func entries(named name: String) -> [Entry] {
    if let declared = entries[name] { return declared }
    var found: [Entry] = []
    for title in titles {
      guard let role = eventRole(of: name, title: title.name) else { continue }
      if !found.contains(where: { $0.fact == title.fact && $0.role == role }) {
        found.append(Entry(fact: title.fact, role: role))
      }
    }
    return found
  }

  /// `T认定日期`, `T_复评年份`, `T新认定`, `当年新认定T` and so on.
  private func eventRole(of name: String, title: String) -> ColumnRole? {
    let events: KeyValuePairs<String, TitleEvent> = [
      "认定": .recognised, "首次认定": .firstRecognised, "复评": .renewed, "迁入": .relocated,
      "失效": .lapsed,
    ]
    let statuses: KeyValuePairs<String, TitleStatus> = [
      "新认定": .new, "复评": .renewed, "新引进": .relocated,
    ]
    if name.hasPrefix(title) {
      var rest = name.dropFirst(title.count)
      if rest.first == "_" || rest.first == "." { rest.removeFirst() }
      if let status = statuses.first(where: { rest == $0.key }) { return .status(status.value) }
      for kind in ["日期", "年份", "年度", "时间"] where rest.hasSuffix(kind) {
        let word = rest.dropLast(kind.count)
        if let event = events.first(where: { word == $0.key }) { return .date(event.value) }
      }
    }
    if name.hasPrefix("当年"), name.hasSuffix(title) {
      let word = name.dropFirst(2).dropLast(title.count)
      if let status = statuses.first(where: { word == $0.key }) { return .status(status.value) }
    }
    return nil
  }
}

extension Fact {
  /// Whether any slot of a row waits for this fact.
  package var isRead: Bool { slot >= 0 || lastYearSlot >= 0 || peakSlot >= 0 }

  /// The keyword behind the award in the name of a fact of an award.
  private var awardKeyword: Keyword? {
    switch kind {
    case .approved: .approved
    case .received: .received
    case .paid: .paid
    case .instalment: .instalment
    default: nil
    }
  }

  var isOfAward: Bool { awardKeyword != nil }

  /// The name as result files in a language show it: `创新型企业.核定`, `创新型企业.approved`.
  package func shownName(_ language: Language) -> String {
    guard let awardKeyword, let dot = name.lastIndex(of: ".") else { return name }
    return String(name[..<dot]) + "." + Keywords.spelling(awardKeyword, language)
  }

  /// A fact of an award may be named in either language.
  var otherNames: [String] {
    isOfAward ? [shownName(.zh), shownName(.en)].filter { $0 != name } : []
  }

  /// The name without its policy, of a fact of an award in either language.
  var bareNames: [String] {
    guard let bareName else { return [] }
    var bare = self
    bare.name = bareName
    return [bareName] + bare.otherNames
  }
}

extension Fact.Kind {
  func takes(_ unit: HeaderUnit) -> Bool {
    switch (self, unit) {
    case (.money, .money), (.approved, .money), (.received, .money), (.paid, .money): true
    case (.percent, .share), (.number, .count): true
    default: false
    }
  }
}
