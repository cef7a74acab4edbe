/// The header row of a file, or both rows of a header that has two.
struct HeaderRows {
  /// The last row of the header; data begin below it.
  let last: Int
  /// The headers as results show them: of two rows `2025年 营业收入`.
  let shown: [String]
  /// What each may be looked up as, the best first.
  let lookups: [[String]]

  /// The header of one row.
  init(_ cells: [String], row: Int) {
    last = row
    shown = cells
    lookups = cells.map { [$0] }
  }

  init(_ headers: [JSONHeaders.Header]) {
    last = 0
    shown = headers.map { header in header.part.map { header.key + "." + $0 } ?? header.key }
    lookups = headers.map { header in
      guard let part = header.part else { return [header.key] }
      if normalizedHeader(part) == "状态" { return [header.key] }
      if Int(part) != nil { return [header.key + part] }
      return [header.key + "." + part]
    }
  }

  /// A header of two rows: groups above, their members below. `isMember` says which columns belong
  /// to the group left of them.
  init(groups: [String], members: [String], row: Int, isMember: (_ place: Int) -> Bool) {
    last = row + 1
    var group = ""
    var shown: [String] = []
    var lookups: [[String]] = []
    for place in 0..<max(groups.count, members.count) {
      let own = place < groups.count ? groups[place] : ""
      let member = place < members.count ? members[place] : ""
      if !own.isEmpty || !isMember(place) { group = own }
      shown.append([group, member].filter { !$0.isEmpty }.joined(separator: " "))
      lookups.append(Self.names(group: group, member: member))
    }
    self.shown = shown
    self.lookups = lookups
  }

  /// `营业收入` over `2025年`, `2025年（万元）` over `营业收入`, `主要指标（万元）` over `营业收入`: the unit
  /// of a group is that of its members, unless they have their own.
  private static func names(group: String, member: String) -> [String] {
    if group.isEmpty || member.isEmpty { return [group + member] }
    let both = normalizedHeader(group) + normalizedHeader(member)
    guard let (plain, unit) = splitSuffix(normalizedHeader(group)), headerUnit(unit) != nil,
      unitOf(member) == nil
    else { return [both, member] }
    return [both, plain + normalizedHeader(member) + "(\(unit))", member + "(\(unit))", member]
  }

  private static func unitOf(_ header: String) -> HeaderUnit? {
    splitSuffix(normalizedHeader(header)).flatMap { headerUnit($0.suffix) }
  }
}

extension HeaderRows {
  /// The header rows of a table whose rows are texts.
  ///
  /// In a delimited file a group is written once, above the first of its members; a column whose
  /// cell below is empty is no member of anything.
  init(row: Int, count: Int, cells: (Int) -> [String]) {
    let first = cells(row)
    guard count > 1 else {
      self.init(first, row: row)
      return
    }
    let second = cells(row + 1)
    self.init(groups: first, members: second, row: row) { place in
      guard place < second.count, !second[place].isEmpty, place > 0 else { return false }
      return !second[place - 1].isEmpty
    }
  }

  init(_ sheet: Sheet, row: Int, count: Int) {
    let joined = sheet.joins(row)
    guard count > 1, !joined.isEmpty else {
      self.init(row: row, count: count) { sheet.texts(ofRow: $0) }
      return
    }
    self.init(
      groups: sheet.texts(ofRow: row), members: sheet.texts(ofRow: row + 1), row: row
    ) { place in
      joined.contains { $0.columns.contains(place + 1) && $0.columns.lowerBound <= place }
    }
  }

  /// How many columns name something that the rules read.
  func known(_ index: HeaderIndex) -> Int {
    lookups.count { names in names.contains { !index.targets(of: $0).isEmpty } }
  }
}

/// Where the headers seem to stand: the rows that name most, if the one that was read names less.
package struct HeaderOffer: Hashable {
  var row: Int
  var count: Int

  /// How far down headers are looked for.
  package static let depth = 20

  static func best(
    _ index: HeaderIndex, lastRow: Int, rows: (_ row: Int, _ count: Int) -> HeaderRows
  ) -> HeaderOffer? {
    var best: (offer: HeaderOffer, known: Int)?
    for count in [1, 2] {
      for row in 1...max(1, min(depth, lastRow)) where row + count - 1 <= lastRow {
        let known = rows(row, count).known(index)
        if known > best?.known ?? 0 { best = (HeaderOffer(row: row, count: count), known) }
      }
    }
    return best?.offer
  }
}
