import JiliLexer

/// `--map FILE`: what the headers of a stranger's file stand for, one header a line.
///
/// The file is a table with the columns 表头 (header), 事实 (fact), 单位 (unit) and 年份 (year); the
/// last two may be left out. Without a fact the header is ignored.
struct HeaderMap {
  private struct Entry {
    /// As it stands in the map.
    var header: String
    /// The header under which the fact is looked up; nil where the column is ignored.
    var meaning: String?
  }

  private let name: String
  private var entries: [String: Entry] = [:]
  /// In the order of the map.
  private var order: [String] = []

  init(_ file: InputFile, _ index: HeaderIndex, _ layout: RowLayout) throws(InputRefusal) {
    name = file.name
    let table = try readTable(file, headers: ["表头", "事实"])
    let columns = try Columns(table.header, name)
    var problems: [InputProblem] = []
    for (number, cells) in table.rows {
      func cell(_ place: Int?) -> String {
        place.flatMap { cells.indices.contains($0) ? cells[$0] : nil } ?? ""
      }
      let header = cell(columns.header)
      let key = normalizedHeader(header)
      if key.isEmpty { continue }
      if entries[key] != nil { problems.append(.mappedTwice(name, row: number, header)) }
      var entry = Entry(header: header)
      let fact = cell(columns.fact)
      if !fact.isEmpty {
        let (year, unit) = (cell(columns.year), cell(columns.unit))
        let meaning = fact + (year.isEmpty ? "" : yearSuffix(year))
        entry.meaning = meaning + (unit.isEmpty ? "" : "(\(unit))")
        if let problem = Self.problem(entry.meaning ?? "", fact, index, layout, name, number) {
          problems.append(problem)
        }
      }
      entries[key] = entry
      order.append(key)
    }
    if !problems.isEmpty { throw InputRefusal(.usage, problems) }
  }

  /// What a header stands for: itself where the map does not speak of it, nil where it is ignored.
  func meaning(of header: String) -> String? {
    guard let entry = entries[normalizedHeader(header)] else { return header }
    return entry.meaning
  }

  /// Headers of the map that are not among these.
  func missing(from headers: [String]) -> [InputProblem] {
    let known = headers.map(normalizedHeader)
    let there = Set(known)
    return order.filter { !there.contains($0) }.map { key in
      .mappedHeaderMissing(
        name, entries[key]?.header ?? key, nearest: nearestName(to: key, among: known))
    }
  }

  private static func problem(
    _ meaning: String, _ fact: String, _ index: HeaderIndex, _ layout: RowLayout, _ name: String,
    _ row: Int
  ) -> InputProblem? {
    let plain = normalizedHeader(meaning)
    if !index.targets(of: meaning).isEmpty || !index.claimants(of: meaning).isEmpty { return nil }
    if identifyingHeaders.contains(plain) || plain == "日期" || plain == "年度" { return nil }
    // What the rules declare and do not read is no mistake: the map may serve several policies.
    if layout.isParameter(fact) { return .mappedParameter(name, row: row, fact) }
    if layout.declares(fact), index.targets(of: fact).isEmpty { return nil }
    if !index.targets(of: fact).isEmpty { return .mappedBadly(name, row: row, fact, meaning) }
    return .mappedFactUnknown(name, row: row, fact, nearest: index.nearest(to: fact))
  }

  private func yearSuffix(_ year: String) -> String {
    year.hasSuffix("年") ? String(year.dropLast()) : year
  }

  private struct Columns {
    let header: Int
    let fact: Int
    let unit: Int?
    let year: Int?

    init(_ headers: [String], _ name: String) throws(InputRefusal) {
      let known = headers.map { normalizedHeader($0).lowercased() }
      func place(_ names: [String]) -> Int? { known.firstIndex { names.contains($0) } }
      guard let header = place(["表头", "header"]), let fact = place(["事实", "fact"]) else {
        throw InputRefusal(.usage, [.noMap(name)])
      }
      self.header = header
      self.fact = fact
      unit = place(["单位", "unit"])
      year = place(["年份", "年度", "year"])
    }
  }
}
