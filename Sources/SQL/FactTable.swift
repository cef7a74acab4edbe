import Jili
import JiliLexer

/// The table that the query reads: one row a company, or a company's year, its facts typed.
///
/// Each fact has a column of its value; NULL is unknown. What is not unknown but no value either
/// has a column beside it: `…_状态` says `无` (there is no such thing) or `至少` (at least this much).
struct FactTable {
  /// What of a slot a column holds.
  enum Part: Hashable {
    case value
    /// `无` or `至少`.
    case state
    case first, last
    case statuses
    case eventFirst, eventLast
    case recognisedFirst, recognisedLast
    /// The title was recognised, on a day that nobody knows.
    case wasRecognised
  }

  enum Kind: Hashable {
    case row, key, company, dateFirst, dateLast
    case fact(slot: Int, part: Part)
  }

  struct Column {
    let kind: Kind
    let name: String
    let type: String
  }

  let plan: Plan
  private(set) var columns: [Column] = []
  private var places: [Kind: Int] = [:]
  private(set) var names = Names()
  /// Slots of money that bound sums behind rounding: whole 分.
  private let coarse: Set<Int>

  init(_ plan: Plan, dialect: Dialect, isKeyed: Bool) {
    self.plan = plan
    coarse = plan.slots(behind: plan.ceilings)
    add(.row, "行", "BIGINT")
    if isKeyed { add(.key, "键", dialect.textType) }
    add(.company, "企业", dialect.textType)
    add(.dateFirst, "日期_起", "DATE")
    add(.dateLast, "日期_止", "DATE")
    for slot in plan.slotFacts.indices where !plan.facts[plan.slotFacts[slot]].isParameter {
      addColumns(of: slot, dialect)
    }
  }

  func column(_ slot: Int, _ part: Part) -> String? { name(.fact(slot: slot, part: part)) }

  func name(_ kind: Kind) -> String? { places[kind].map { columns[$0].name } }

  private mutating func add(_ kind: Kind, _ name: String, _ type: String, suffix: String = "") {
    places[kind] = columns.count
    columns.append(Column(kind: kind, name: names.take(name, suffix: suffix), type: type))
  }

  private mutating func addColumns(of slot: Int, _ dialect: Dialect) {
    let fact = plan.facts[plan.slotFacts[slot]]
    let name = plan.slotName(slot)
    func kind(_ part: Part) -> Kind { .fact(slot: slot, part: part) }
    switch fact.kind {
    case .money, .number, .percent, .approved, .received, .paid:
      let form = form(of: slot)
      add(kind(.value), name, dialect.decimalType(form.digits, form.decimals))
    case .date:
      add(kind(.first), name, "DATE", suffix: "_起")
      add(kind(.last), name, "DATE", suffix: "_止")
    case .flag: add(kind(.value), name, "BOOLEAN")
    case .text, .category, .instalment: add(kind(.value), name, dialect.textType)
    case .title:
      add(kind(.statuses), name, "INTEGER", suffix: "_状态集")
      if plan.operations.contains(.eventDate(slot: slot)) {
        add(kind(.eventFirst), name, "DATE", suffix: "_事项起")
        add(kind(.eventLast), name, "DATE", suffix: "_事项止")
      }
      if plan.operations.contains(.recognitionDate(slot: slot)) {
        add(kind(.recognisedFirst), name, "DATE", suffix: "_认定起")
        add(kind(.recognisedLast), name, "DATE", suffix: "_认定止")
        add(kind(.wasRecognised), name, "BOOLEAN", suffix: "_曾认定")
      }
    }
    if fact.blank == .absent || slot == fact.peakSlot {
      add(kind(.state), name, dialect.textType, suffix: "_状态")
    }
  }

  /// How many digits a number may have, and how many of them behind the point.
  func form(of slot: Int) -> (digits: Int, decimals: Int) {
    switch plan.facts[plan.slotFacts[slot]].kind {
    case .money, .approved: coarse.contains(slot) ? (16, 2) : (18, 4)
    case .received, .paid: (16, 2)
    case .percent: (12, 8)
    case .number, .date, .flag, .text, .category, .title, .instalment: (18, 6)
    }
  }

  /// Parts of a unit in which the query counts.
  func scale(of slot: Int) -> Int128 { power(form(of: slot).decimals) }

  /// `CREATE TABLE`, for a table that rows of `factCells` fit.
  func creation(named table: String, _ dialect: Dialect) -> String {
    let lines = columns.map { "  \(dialect.identifier($0.name)) \($0.type)" }
    return "CREATE TABLE \(dialect.identifier(table)) (\n" + lines.joined(separator: ",\n")
      + "\n)" + (dialect == .spark ? " USING PARQUET" : "") + ";\n"
  }
}

func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { product, _ in product * 10 } }

extension Plan {
  /// The ceilings of the phases behind rounding.
  var ceilings: [OperationID] { lines.compactMap(\.capPerYear) + joints.map(\.cap) }

  /// The slots that operations hang on.
  func slots(behind operations: [OperationID]) -> Set<Int> {
    var found: Set<Int> = []
    for operation in reach(of: operations) {
      if let slot = self.operations[operation].slot, slot >= 0 { found.insert(slot) }
    }
    return found
  }

  /// The operations and all that they read.
  func reach(of operations: [OperationID]) -> Set<OperationID> {
    var open = operations
    var seen: Set<OperationID> = []
    while let next = open.popLast() {
      if seen.insert(next).inserted { open += self.operations[next].operands }
    }
    return seen
  }

  /// `营收`, `营收 上年`, `营收 历年最高`.
  func slotName(_ slot: Int) -> String {
    let fact = facts[slotFacts[slot]]
    if slot == fact.lastYearSlot { return fact.name + " 上年" }
    if slot == fact.peakSlot { return fact.name + " 历年最高" }
    return fact.name
  }
}
