import JiliLexer

/// How the columns of a list serve one plan.
struct ListBinding: Sendable {
  let rules: ListRules
  /// By slot of the plan: what holds where no column says anything.
  let template: [SlotValue]
  /// By slot of the plan: the slot of the list; nil where all rows have the value of the template.
  let slots: [Int?]
  /// Reads rows that stayed as they were read.
  private let head: IngestRun?

  /// Nil where the file must be read again: it has columns that were not read, or read otherwise.
  init?(_ rules: ListRules, _ list: CompanyList) throws(InputRefusal) {
    let shape = list.shape
    let plan = rules.plan
    let options = rules.reading(shape.options)
    guard Self.isReadAlike(rules, shape) else { return nil }
    let known = Dictionary(
      shape.plan.facts.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { one, _ in one })
    var slots: [Int?] = []
    for (slot, fact) in plan.slotFacts.enumerated() {
      let own = plan.facts[fact]
      guard let other = known[own.name].map({ shape.plan.facts[$0] }) else {
        slots.append(nil)
        continue
      }
      var found = other.peakSlot
      if slot == own.slot { found = other.slot }
      if slot == own.lastYearSlot { found = other.lastYearSlot }
      slots.append(shape.varying.contains(found) ? found : nil)
    }
    self.rules = rules
    self.slots = slots
    template = try shape.template(plan, rules.settings)
    if list.hasRowsAsBytes, let file = shape.headFile {
      head = try IngestRun([file], layout: RowLayout(plan), options: options)
    } else {
      head = nil
    }
  }

  /// Whether each header of the file means to the plan what it meant when the list was read.
  private static func isReadAlike(_ rules: ListRules, _ shape: ListShape) -> Bool {
    let plan = rules.plan
    let layout = RowLayout(plan)
    let date = rules.date ?? shape.options.date ?? layout.lastDay ?? .unknown
    if let held = shape.date, held != date { return false }
    let index = HeaderIndex(layout, includesParameters: false)
    let read = Set(plan.facts.filter(\.isRead).map(\.name))
    let file = shape.head.files[0]
    let held = Dictionary(
      file.columns.map { ($0.place, $0.targets.map(\.target)) }, uniquingKeysWith: { $0 + $1 })
    for (place, header) in file.headers.enumerated() {
      let wanted = index.targets(of: header).map { ($0, plan.facts[$0.fact]) }
      let found = (held[place] ?? []).map { ($0, shape.plan.facts[$0.fact]) }
      let seen = found.filter { read.contains($0.1.name) }
      guard wanted.count == seen.count else { return false }
      for (one, other) in zip(wanted, seen) {
        guard one.0.role == other.0.role, one.0.unit == other.0.unit,
          one.1.isReadLike(other.1)
        else { return false }
      }
    }
    if shape.isNarrow {
      return read == Set(shape.plan.facts.filter(\.isRead).map(\.name))
    }
    return true
  }

  // MARK: - Rows

  /// A row for the row evaluator; nil where these rules reject it.
  func row(_ row: Int, of list: CompanyList) -> Row? {
    let (index, place) = list.place(of: row)
    let piece = list.pieces[index]
    let shape = list.shape
    var values = template
    switch piece.oddRows[place] {
    case .bytes(let bytes)?:
      guard var reading = head else { return nil }
      let isRead: Void? = try? reading.readRows(
        bytes + [UInt8(ascii: "\n")], separator: shape.separator, of: 0)
      return isRead == nil ? nil : reading.result.rows.first?.row
    case .row(let read, let texts)?:
      for (slot, held) in slots.enumerated() {
        guard let held else { continue }
        values[slot] = read.values[held]
        if let column = shape.textSlots.firstIndex(of: held), texts.indices.contains(column),
          let text = texts[column]
        {
          values[slot] = value(of: text, slot)
        }
      }
      return Row(values: values, date: read.date, key: read.key, hasHistory: read.hasHistory)
    case nil: break
    }
    for (slot, held) in slots.enumerated() {
      guard let held else { continue }
      if let column = shape.textSlots.firstIndex(of: held) {
        let number = Int(piece.texts[column].number(place).number)
        values[slot] = value(of: list.texts[column].texts[number], slot)
      } else {
        values[slot] = piece.value(place, at: shape.places[held], kind(slot))
      }
    }
    return Row(values: values, date: shape.date ?? .unknown)
  }

  private func kind(_ slot: Int) -> Fact.Kind { rules.plan.facts[rules.plan.slotFacts[slot]].kind }

  /// What a text comes to under the plan.
  func value(of text: String, _ slot: Int) -> SlotValue {
    let type = CellType(kind: .text, unit: nil, texts: rules.plan.texts)
    let blank = rules.plan.facts[rules.plan.slotFacts[slot]].blankMeaning
    return (try? type.read(text).value) ?? blank
  }
}

extension Fact {
  /// Whether a cell means the same as under another declaration of the fact.
  fileprivate func isReadLike(_ other: Fact) -> Bool {
    name == other.name && kind == other.kind && isByYear == other.isByYear
      && blank == other.blank
  }
}

extension ListPiece {
  /// A value as it was read.
  func value(_ row: Int, at place: ColumnPlace, _ kind: Fact.Kind) -> SlotValue {
    switch place {
    case .none: return .unknown
    case .number(let column, let scale):
      let (number, state) = numbers[column].number(row)
      if state == ColumnBatch.absent { return .absent }
      if state != ColumnBatch.stated { return .unknown }
      if case .date = kind { return .date(Days(first: Int(number), last: Int(number))) }
      return Exact(Int128(number), over: Int128(scale)).map { .number($0) } ?? .unknown
    case .code(let column):
      let code = codes[column].code(row)
      if code == ColumnBatch.unknownCode { return .unknown }
      if code == ColumnBatch.absentCode { return .absent }
      switch kind {
      case .flag: return .flag(code == 1)
      case .title: return .title(TitleStatus(rawValue: code), event: nil)
      case .money, .number, .percent, .date, .text, .category, .approved, .received, .paid,
        .instalment:
        return .code(Int(code))
      }
    }
  }
}
