/// One column of a company file made for a policy.
package struct TemplateColumn: Sendable {
  /// As it stands in the first row, with its unit.
  package var header: String
  /// As it stands in the record of one company, where values bring their own units.
  package var key: String
  /// What it fills: indices into the plan's facts.
  package var facts: [Int]
  var role: ColumnRole
  var unit: HeaderUnit?
}

/// The columns of an empty company file: exactly what the rules read, facts of the company as they
/// are declared, then those of its awards, award by award.
///
/// `year` is the year of evaluation, for the columns of facts by year; without it a value is of the
/// row's own year and earlier years have no column.
package func templateColumns(_ plan: Plan, year: Int?) -> [TemplateColumn] {
  var maker = TemplateMaker(plan, year: year)
  let read = plan.facts.indices.filter { plan.facts[$0].isRead && !plan.facts[$0].isParameter }
  for fact in read where !plan.facts[fact].isOfAward { maker.addColumns(of: fact) }
  let ofAwards = read.compactMap { fact in plan.facts[fact].kind.awardPlace.map { ($0, fact) } }
  for (_, fact) in ofAwards.sorted(by: { $0.0 < $1.0 }) { maker.addColumns(of: fact) }
  return maker.columns
}

extension Fact.Kind {
  /// Where the fact of an award stands among all of them: by award, then as a clerk asks for it.
  fileprivate var awardPlace: (award: Int, rank: Int)? {
    switch self {
    case .approved(let award): (award, 0)
    case .instalment(let award, _): (award, 1)
    case .paid(let award): (award, 2)
    case .received(let award): (award, 3)
    case .money, .number, .percent, .date, .flag, .text, .category, .title: nil
    }
  }
}

/// The header that tells companies apart.
let companyHeader = "企业名称"

/// The first row of an empty company file, and nothing below it.
package func writeTemplate(_ columns: [TemplateColumn], isTabbed: Bool, hasMark: Bool) -> [UInt8] {
  var writer = DelimitedWriter(
    separator: UInt8(ascii: isTabbed ? "\t" : ","), hasMark: hasMark)
  writer.row([companyHeader] + columns.map(\.header))
  return writer.bytes
}

/// The record of one company with nothing filled in.
package func templateRecord(_ columns: [TemplateColumn]) -> JSONValue {
  .object(
    [JSONMember(companyHeader, .string(""))] + columns.map { JSONMember($0.key, .null) })
}

/// Finds for each thing that is read a header that means just that.
private struct TemplateMaker {
  private let plan: Plan
  private let year: Int?
  private let index: HeaderIndex
  private(set) var columns: [TemplateColumn] = []
  /// What the columns so far fill.
  private var filled: Set<ColumnTarget> = []
  /// Titles whose day of recognition is asked for.
  private let dated: Set<Int>

  init(_ plan: Plan, year: Int?) {
    self.plan = plan
    self.year = year
    index = HeaderIndex(RowLayout(plan), includesParameters: false)
    dated = Set(
      plan.operations.compactMap { operation in
        guard case .recognitionDate(let slot) = operation else { return nil }
        return plan.slotFacts[slot]
      })
  }

  mutating func addColumns(of fact: Int) {
    let info = plan.facts[fact]
    if info.isByYear { return addYears(of: fact) }
    // What several awards share is one column, which the rules name.
    let own = info.shownName(.zh)
    let declared = info.aliases.filter { $0 != own && $0 != info.shownName(.en) }
    add(fact, .value(year: nil), info.isOfAward ? declared + [own] : [own], key: own)
    if dated.contains(fact) {
      let name = info.name + "认定日期"
      add(fact, .date(.recognised), [name], key: name)
    }
  }

  private mutating func addYears(of fact: Int) {
    let info = plan.facts[fact]
    let hasPeakColumn = info.peakSlot >= 0 && !info.peakAliases.isEmpty
    if let year {
      if info.slot >= 0 { add(fact, .value(year: year), [info.name], key: info.name) }
      // Where no column gives the peak, last year is what a row can tell of earlier years.
      if info.lastYearSlot >= 0 || (info.peakSlot >= 0 && !hasPeakColumn) {
        add(fact, .value(year: year - 1), [info.name], key: info.name)
      }
    } else {
      add(fact, .value(year: nil), [info.name], key: info.name)
    }
    if hasPeakColumn, let name = info.peakAliases.first {
      add(fact, .peak, info.peakAliases, key: name)
    }
  }

  /// Adds the first header that fills this and nothing that is filled already.
  private mutating func add(_ fact: Int, _ role: ColumnRole, _ names: [String], key: String) {
    let wanted = ColumnTarget(fact: fact, role: role, unit: nil)
    if filled.contains(wanted) { return }
    let suffix = if case .value(let year?) = role { String(year) } else { "" }
    for name in names {
      for header in [name + suffix] + units(of: fact, role).map({ name + suffix + $0 }) {
        let targets = index.targets(of: header)
        let plain = targets.map { ColumnTarget(fact: $0.fact, role: $0.role, unit: nil) }
        let unit = targets.first?.unit
        guard plain.contains(wanted), filled.isDisjoint(with: plain),
          unit != nil || units(of: fact, role).isEmpty
        else { continue }
        filled.formUnion(plain)
        return columns.append(
          TemplateColumn(
            header: header, key: plain.count > 1 ? header : key + suffix,
            facts: plain.map(\.fact), role: role, unit: unit))
      }
    }
  }

  /// Fields are filled in 万元; what was paid is copied from results, which are in 元.
  private func units(of fact: Int, _ role: ColumnRole) -> [String] {
    if case .date = role { return [] }
    switch plan.facts[fact].kind {
    case .money: return ["（万元）"]
    case .approved, .received, .paid: return ["（元）"]
    case .percent: return ["（%）"]
    case .number, .date, .flag, .text, .category, .title, .instalment: return []
    }
  }
}
