import Jili

/// What operations read of a row: columns of the table, and parameters as the options set them.
extension Emitter {
  /// The value of a parameter, the same in every row; nil where rows have their own.
  private func setting(_ slot: Int) -> SlotValue? {
    plan.facts[plan.slotFacts[slot]].isParameter ? request.parameters[slot] : nil
  }

  private func column(_ slot: Int, _ part: FactTable.Part) -> String {
    raw(table.column(slot, part) ?? "")
  }

  /// Whether there is such a thing.
  private mutating func isThere(_ slot: Int) -> Condition {
    guard let state = table.column(slot, .state) else { return .yes }
    let text = "COALESCE(\(raw(state)) <> \(dialect.text("无")), TRUE)"
    return .term(read(plan.slotName(slot) + "_有", text), mayBeUnknown: false)
  }

  private func presence(_ condition: Condition) -> Presence {
    switch condition {
    case .constant: .always
    case .term(let term, _): .when(term)
    }
  }

  // MARK: - Numbers

  mutating func fact(_ slot: Int, _ bounds: Bounds) -> Number {
    if let setting = setting(slot) {
      switch setting {
      case .number(let number): return constant(Bounds(number))
      case .atLeast(let number): return constant(Bounds(low: number, high: nil))
      case .absent: return .absent
      case .code(let code): return constant(Bounds(Exact(code)))
      case .unknown, .date, .flag, .title: return constant(bounds)
      }
    }
    switch plan.facts[plan.slotFacts[slot]].kind {
    case .money, .number, .percent, .approved, .received, .paid: break
    case .date, .flag, .text, .category, .title, .instalment:
      refuse(.noNumber)
      return .zero
    }
    let there = isThere(slot)
    let known = value(of: slot)
    var edges = constant(bounds)
    var own = Number(known, scale: table.scale(of: slot), presence: presence(there))
    (own, edges, _) = aligned(own, edges)
    var result = own
    result.low = filled(own.low, edges.low)
    result.high = edges.isPoint ? result.low : filled(own.high, edges.high)
    if slot == plan.facts[plan.slotFacts[slot]].peakSlot, let state = table.column(slot, .state) {
      let text = "COALESCE(\(raw(state)) = \(dialect.text("至少")), FALSE)"
      let isLeast = Condition.term(
        read(plan.slotName(slot) + "_至少", text), mayBeUnknown: false)
      result.high = pick(isLeast, .open, result.high)
    }
    return result
  }

  /// The number of a slot in parts of its scale; NULL where the row has none.
  mutating func value(of slot: Int) -> End {
    let text = dialect.parts(column(slot, .value), decimals: table.form(of: slot).decimals)
    return .term(
      read(plan.slotName(slot), text), mayBeOpen: true, isNatural: false,
      size: power(table.form(of: slot).digits))
  }

  /// What is on record of a slot, 0 where nothing is; and whether there is a record.
  mutating func record(_ slot: Int) -> End {
    guard slot >= 0 else { return .constant(0) }
    return filled(value(of: slot), .constant(0))
  }

  mutating func approvedSum(_ slot: Int) -> (sum: Number, isKnown: Condition) {
    let found = value(of: slot)
    let isKnown = not(isOpen(found))
    guard case .term(let term, _, let isNatural, let size) = found else { return (.zero, .no) }
    let sum = End.term(term, mayBeOpen: false, isNatural: isNatural, size: size)
    return (Number(sum, scale: table.scale(of: slot)), isKnown)
  }

  // MARK: - Days

  private static let latestDay: Int128 = 5_000_000

  private mutating func dayEnd(_ name: String, _ wanted: String) -> End {
    .term(
      read(wanted, dialect.dayNumber(raw(name))), mayBeOpen: true, isNatural: false,
      size: Self.latestDay)
  }

  mutating func day(_ slot: Int, _ bounds: Bounds) -> Number {
    if let setting = setting(slot) {
      switch setting {
      case .date(let days): return constant(days)
      case .absent: return .absent
      case .unknown, .number, .atLeast, .flag, .code, .title: return constant(bounds)
      }
    }
    let name = plan.slotName(slot)
    let there = isThere(slot)
    let first = dayEnd(table.column(slot, .first) ?? "", name + "_起")
    let last = dayEnd(table.column(slot, .last) ?? "", name + "_止")
    let edges = constant(bounds)
    return Number(
      scale: 1, low: filled(first, edges.low), high: filled(last, edges.high),
      presence: presence(there))
  }

  func constant(_ days: Days) -> Number {
    constant(Bounds(low: days.first.map { Exact($0) }, high: days.last.map { Exact($0) }))
  }

  mutating func evaluationDate() -> Number {
    Number(
      scale: 1, low: dayEnd(table.name(.dateFirst) ?? "", "日期_起"),
      high: dayEnd(table.name(.dateLast) ?? "", "日期_止"))
  }

  mutating func evaluationYear() -> Number {
    func year(_ emitter: inout Emitter, _ kind: FactTable.Kind, _ name: String) -> End {
      let date = emitter.raw(emitter.table.name(kind) ?? "")
      let text = "CAST(EXTRACT(YEAR FROM \(date)) AS \(emitter.dialect.wide))"
      return .term(
        emitter.read(name, text), mayBeOpen: true, isNatural: true, size: 10_000)
    }
    return Number(
      scale: 1, low: year(&self, .dateFirst, "年度_起"), high: year(&self, .dateLast, "年度_止"))
  }

  /// The year in whose quotas the row takes part; NULL where it is not settled.
  mutating func quotaYear() -> Term {
    let first = raw(table.name(.dateFirst) ?? "")
    let last = raw(table.name(.dateLast) ?? "")
    let (one, two) = ("EXTRACT(YEAR FROM \(first))", "EXTRACT(YEAR FROM \(last))")
    return read("年度", "CASE WHEN \(one) = \(two) THEN CAST(\(one) AS INTEGER) END")
  }

  /// The day of this year's event where there is one and its day is known.
  mutating func eventDate(_ slot: Int) -> Number {
    let date = evaluationDate()
    guard setting(slot) == nil else { return date }
    let first = column(slot, .eventFirst)
    let last = column(slot, .eventLast)
    let none = Int(TitleStatus([.none, .held]).rawValue)
    let isDated =
      "(\(statuses(slot)) & \(none)) = 0 AND (\(first) IS NOT NULL OR \(last) IS NOT NULL)"
    func end(_ emitter: inout Emitter, _ event: String, _ kind: FactTable.Kind, _ name: String)
      -> End
    {
      let own = emitter.raw(emitter.table.name(kind) ?? "")
      let dialect = emitter.dialect
      let text =
        "CASE WHEN \(isDated) THEN \(dialect.dayNumber(event)) ELSE \(dialect.dayNumber(own)) END"
      return .term(
        emitter.read(name, text), mayBeOpen: true, isNatural: false, size: Self.latestDay)
    }
    let name = plan.slotName(slot)
    return Number(
      scale: 1, low: end(&self, first, .dateFirst, name + "_事项起"),
      high: end(&self, last, .dateLast, name + "_事项止"))
  }

  /// A title that was never held has no day of recognition.
  mutating func recognitionDate(_ slot: Int) -> Number {
    let name = plan.slotName(slot)
    let none = Int(TitleStatus.none.rawValue)
    let was = "COALESCE(\(column(slot, .wasRecognised)), FALSE)"
    let bits = statuses(slot)
    let there =
      "CASE WHEN \(was) THEN TRUE WHEN \(bits) = \(none) THEN FALSE "
      + "WHEN (\(bits) & \(none)) = 0 THEN TRUE END"
    return Number(
      scale: 1, low: dayEnd(table.column(slot, .recognisedFirst) ?? "", name + "_认定起"),
      high: dayEnd(table.column(slot, .recognisedLast) ?? "", name + "_认定止"),
      presence: .when(read(name + "_有认定", there)))
  }

  mutating func shifted(_ day: Number, _ months: Int) -> Number {
    func shift(_ end: End) -> End {
      switch end {
      case .open: return .open
      case .constant(let number):
        let day = Days(first: Int(number), last: nil).adding(months: months).first ?? 0
        return .constant(Int128(day))
      case .term(let term, let mayBeOpen, _, let size):
        return .term(
          Term(dialect.shifted(term.text, months: months), of: [term], isAtom: true),
          mayBeOpen: mayBeOpen, isNatural: false, size: size + 31 * Int128(abs(months)))
      }
    }
    var result = day
    if day.presence == .never { return .absent }
    guard day.scale == 1, day.divisor == nil else {
      refuse(.brokenDay)
      return .zero
    }
    result.low = shift(day.low)
    result.high = day.isPoint ? result.low : shift(day.high)
    return result
  }

  /// Whole years from one day to another, each end taken so that the result is a hull.
  mutating func years(_ from: Number, _ to: Number) -> Number {
    if from.presence == .never || to.presence == .never { return .absent }
    guard from.scale == 1, to.scale == 1, from.divisor == nil, to.divisor == nil else {
      refuse(.brokenDay)
      return .zero
    }
    func whole(_ start: End, _ end: End) -> End {
      guard let one = operand(start), let two = operand(end) else { return .open }
      func part(_ word: String, _ day: Term) -> String {
        "EXTRACT(\(word) FROM \(dialect.date(day.text)))"
      }
      func order(_ day: Term) -> String { "\(part("MONTH", day)) * 100 + \(part("DAY", day))" }
      let text =
        "CAST(\(part("YEAR", two)) - \(part("YEAR", one)) - CASE WHEN \(order(two)) < "
        + "\(order(one)) THEN 1 ELSE 0 END AS \(dialect.wide))"
      return .term(
        Term(text, of: [one, two], isAtom: true), mayBeOpen: start.mayBeOpen || end.mayBeOpen,
        isNatural: false, size: 10_000)
    }
    let none = Number(scale: 1, low: .open, high: .open, presence: from.presence)
    let other = Number(scale: 1, low: .open, high: .open, presence: to.presence)
    var result = sum(none, other)
    result.scale = 1
    result.low = whole(from.high, to.low)
    result.high = whole(from.low, to.high)
    return result
  }

  // MARK: - Conditions

  mutating func flag(_ slot: Int, _ wanted: Bool) -> Condition {
    if let setting = setting(slot) {
      switch setting {
      case .flag(let flag): return .constant(Truth(flag == wanted))
      case .absent: return .no
      case .unknown, .number, .atLeast, .date, .code, .title: return .constant(.unknown)
      }
    }
    let own = Condition.term(
      read(plan.slotName(slot), column(slot, .value)), mayBeUnknown: true)
    return and(isThere(slot), wanted ? own : not(own))
  }

  mutating func code(_ slot: Int, _ codes: [Int], isNot: Bool, coversAll: Bool) -> Condition {
    if let setting = setting(slot) {
      switch setting {
      case .code(let code): return .constant(Truth(codes.contains(code) != isNot))
      case .absent: return .no
      case .unknown, .number, .atLeast, .date, .flag, .title:
        return coversAll ? .constant(Truth(!isNot)) : .constant(.unknown)
      }
    }
    let words: [String]
    switch plan.facts[plan.slotFacts[slot]].kind {
    case .category(let values, _): words = codes.map { values[$0] }
    case .text: words = codes.map { plan.texts[$0] }
    case .money, .number, .percent, .date, .flag, .title, .approved, .received, .paid,
      .instalment:
      refuse(.noNumber)
      return .no
    }
    let own = read(plan.slotName(slot), column(slot, .value))
    if words.isEmpty {
      return and(isThere(slot), .constant(coversAll ? Truth(!isNot) : .unknown))
    }
    let text = isOne(own, of: words, isNot: isNot)
    let found = Condition.term(text, mayBeUnknown: true)
    return and(isThere(slot), coversAll ? (isNot ? isYes(found) : mayBeTrue(found)) : found)
  }

  private func isOne(_ term: Term, of words: [String], isNot: Bool) -> Term {
    let texts = words.map { dialect.text($0) }
    if let only = texts.first, texts.count == 1 {
      return Term("\(term.inner) \(isNot ? "<>" : "=") \(only)", of: [term])
    }
    let list = texts.joined(separator: ", ")
    return Term("\(term.inner) \(isNot ? "NOT IN" : "IN") (\(list))", of: [term])
  }

  mutating func instalment(_ slot: Int, _ codes: [Int]) -> Condition {
    guard case .instalment(_, let labels) = plan.facts[plan.slotFacts[slot]].kind,
      !codes.isEmpty
    else { return .no }
    let own = read(plan.slotName(slot), column(slot, .value))
    let words = codes.filter { labels.indices.contains($0) }.map { labels[$0] }
    return isYes(.term(isOne(own, of: words, isNot: false), mayBeUnknown: true))
  }

  /// The statuses that a title may have, as a set of bits; all of them where nothing is said.
  private func statuses(_ slot: Int) -> String {
    "COALESCE(\(column(slot, .statuses)), \(TitleStatus.unknown.rawValue))"
  }

  mutating func title(_ slot: Int, _ wanted: TitleStatus) -> Condition {
    let bits = read(plan.slotName(slot), statuses(slot))
    let others = TitleStatus.unknown.subtracting(wanted)
    if others.isEmpty { return .yes }
    let text =
      "CASE WHEN (\(bits.inner) & \(wanted.rawValue)) = 0 THEN FALSE "
      + "WHEN (\(bits.inner) & \(others.rawValue)) = 0 THEN TRUE END"
    return .term(Term(text, of: [bits], isAtom: true), mayBeUnknown: true)
  }
}
