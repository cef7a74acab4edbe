import JiliLexer

/// Reads one company from a JSON object (formats: "One company").
package func readCompany(
  _ file: InputFile, layout: RowLayout, options: InputOptions
) throws(InputRefusal) -> Row {
  let text = try decode(file)
  if let guess = text.guess, guess.rowOutsideGB18030 != nil {
    throw InputRefusal(.file, [.notUTF8(file.name, row: guess.rowOutsideUTF8)])
  }
  guard case .object(let members) = try readJSON(file.name, text) else {
    throw InputRefusal(.file, [.notAnObject(file.name)])
  }
  let index = HeaderIndex(layout, includesParameters: false)
  let namesFact = members.contains { !index.targets(of: $0.key).isEmpty }
  try text.confirm(file.name, namesFact: namesFact)
  return try row(of: members, named: file.name, layout: layout, index: index, options: options)
}

/// Reads one company from facts given as cells, for embedders.
package func readCompany(
  _ facts: [String: String], layout: RowLayout, options: InputOptions
) throws(InputRefusal) -> Row {
  let members = facts.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }
  return try row(
    of: members, named: "company", layout: layout,
    index: HeaderIndex(layout, includesParameters: false), options: options)
}

/// Reads one company from the members of an object.
func row(
  of members: [JSONMember], named name: String, layout: RowLayout, index: HeaderIndex,
  options: InputOptions
) throws(InputRefusal) -> Row {
  let settings = try settingCells(options.settings, layout: layout)
  var record = CompanyRecord(name: name, layout: layout, index: index, options: options)
  for member in members { record.take(member) }
  if record.problems.isEmpty {
    let date: Days
    if let given = options.date ?? record.date {
      date = given
    } else {
      date = try layout.defaultDate(inFile: false)
    }
    let assembly = RowAssembly(
      layout: layout, settings: settings, absentIsBlank: options.absentIsBlank)
    do throws(FactFault) {
      let draft = try assembly.draft(record.cells, date: date)
      return Row(values: draft.values, date: date)
    } catch {
      let fact = layout.facts.indices.contains(error.fact) ? layout.facts[error.fact].name : name
      record.problems.append(.badValue(name, key: fact, value: "…", fault: error.fault))
    }
  }
  throw InputRefusal(.file, record.problems)
}

/// The members of one object, taken one by one; every problem is kept.
private struct CompanyRecord {
  let name: String
  let layout: RowLayout
  let index: HeaderIndex
  /// Names that only tell who the company is.
  let identifying: Set<String>
  private(set) var cells: FactCells
  private(set) var date: Days?
  var problems: [InputProblem] = []
  /// By fact the members that gave it, each with what of the fact it gave.
  private var givers: [Int: [(role: ColumnRole, key: String)]] = [:]

  init(name: String, layout: RowLayout, index: HeaderIndex, options: InputOptions) {
    self.name = name
    self.layout = layout
    self.index = index
    let named = [options.key].compactMap { $0 } + (options.keep ?? [])
    identifying = Set(identifyingHeaders + named.map(normalizedHeader))
    cells = FactCells(factCount: layout.facts.count)
  }

  mutating func take(_ member: JSONMember) {
    let name = normalizedHeader(member.key)
    let targets = index.targets(of: member.key)
    if name == "日期" || name == "年度" {
      takeDate(member)
      if targets.isEmpty { return }
    }
    let claimants = index.claimants(of: member.key)
    if !claimants.isEmpty {
      problems.append(.severalAwards(self.name, member.key, claimants))
      return
    }
    if targets.isEmpty {
      if identifying.contains(name) { return }
      if layout.declares(member.key), !layout.isParameter(member.key) { return }
      problems.append(
        layout.isParameter(member.key)
          ? .parameterInFile(self.name, key: member.key)
          : .unknownKey(self.name, key: member.key, nearest: index.nearest(to: member.key)))
    }
    for target in targets { take(member.value, as: target, key: member.key) }
  }

  private mutating func takeDate(_ member: JSONMember) {
    guard let text = member.value.cellText else {
      problems.append(.wrongShape(name, key: member.key))
      return
    }
    do throws(CellFault) {
      let reading = try CellType(kind: .date, unit: nil, texts: []).read(text)
      if case .value(.date(let read)) = reading { date = read }
    } catch {
      problems.append(.badValue(name, key: member.key, value: text, fault: error))
    }
  }

  private mutating func take(_ value: JSONValue, as target: ColumnTarget, key: String) {
    let fact = layout.facts[target.fact]
    if case .object(let parts) = value {
      takeParts(parts, of: target, key: key)
      return
    }
    let before = givers[target.fact, default: []]
    if let other = before.last(where: { $0.role == target.role }) {
      problems.append(.twoHeaders(name, other.key, key, fact: target.shownName(fact)))
    }
    givers[target.fact] = before.filter { $0.role != target.role } + [(target.role, key)]
    guard let text = value.cellText else {
      problems.append(.wrongShape(name, key: key))
      return
    }
    do throws(CellFault) {
      if case .bool = value, !target.takesBoolean(fact) { throw .bareBoolean }
      let type = CellType(kind: fact.kind, unit: target.unit, texts: layout.texts)
      try cells.take(text, as: target.role, of: target.fact, type: type)
    } catch {
      problems.append(.badValue(name, key: key, value: text, fault: error))
    }
  }

  /// `{"2025": "8亿"}` of a fact by year, `{"状态": "renewed", "认定日期": "2023-07"}` of a title.
  private mutating func takeParts(_ parts: [JSONMember], of target: ColumnTarget, key: String) {
    let fact = layout.facts[target.fact]
    guard target.role == .value(year: nil) else {
      problems.append(.wrongShape(name, key: key))
      return
    }
    if case .title = fact.kind {
      for part in parts {
        let word = normalizedHeader(part.key)
        let role = word == "状态" ? target.role : titleRole(of: part.key, under: fact.name)
        guard let role else {
          let known = ["状态", "认定日期", "首次认定日期", "复评日期", "迁入日期", "失效日期"]
          problems.append(
            .unknownKey(
              name, key: "\(key).\(part.key)", nearest: nearestName(to: word, among: known)))
          continue
        }
        let inner = ColumnTarget(fact: target.fact, role: role, unit: nil)
        takePart(part.value, as: inner, key: "\(key).\(part.key)")
      }
      return
    }
    for part in parts {
      guard fact.isByYear, let year = Int(part.key), (1900...2199).contains(year) else {
        problems.append(.unknownKey(name, key: "\(key).\(part.key)", nearest: nil))
        continue
      }
      let inner = ColumnTarget(fact: target.fact, role: .value(year: year), unit: target.unit)
      takePart(part.value, as: inner, key: "\(key).\(part.key)")
    }
  }

  private mutating func takePart(_ value: JSONValue, as target: ColumnTarget, key: String) {
    if case .object = value {
      problems.append(.wrongShape(name, key: key))
    } else {
      take(value, as: target, key: key)
    }
  }

  private func titleRole(of part: String, under title: String) -> ColumnRole? {
    index.targets(of: title + "." + part).first { $0.role != .value(year: nil) }?.role
  }
}

extension JSONValue {
  /// The value as a cell would hold it; nil for arrays and objects.
  var cellText: String? {
    switch self {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .string(let text): text
    case .array, .object: nil
    }
  }
}

extension ColumnTarget {
  /// true and false are flags and nothing else.
  func takesBoolean(_ fact: Fact) -> Bool {
    if case .status = role { return true }
    guard case .value = role, case .flag = fact.kind else { return false }
    return true
  }
}
