/// What one award line of one row comes to.
package struct LineOutcome: Hashable, Sendable {
  package var name: LineName
  package var state: State
  package var sum: Sum
  package var funding: [Payment]
}

package struct RowOutcome: Hashable, Sendable {
  package var lines: [LineOutcome]
  package var total: Sum
  /// The states of the benefits and of the limits, in the order of the rules.
  package var offers: [String] = []
}

/// Evaluates all rows of a table, slowly and in the order that the language fixes.
package func evaluate(
  _ program: Program, _ table: Table, _ options: Options = Options()
) -> [RowOutcome] {
  Inquiry(program, table, options).outcomes()
}

extension Inquiry {
  func outcomes() -> [RowOutcome] {
    // Earlier years are settled first: what was paid then bars what may be paid only once.
    var lines: [LineName: [Line]] = [:]
    var drafted: [LineName: [Line]] = [:]
    var offers: [Int: [String]] = [:]
    for rows in yearsInOrder {
      let own = drafts(rows, lines)
      var inquiry = self
      inquiry.past = lines.merging(own) { $0 + $1 }
      for row in rows { offers[row] = inquiry.offers(row) }
      for (name, own) in own {
        lines[name, default: []] += own
        drafted[name, default: []] += own
      }
      settle(rows, &lines)
    }
    for award in program.awards {
      for name in award.lineNames {
        for index in (lines[name] ?? []).indices {
          guard var line = lines[name]?[index] else { continue }
          fund(&line, award)
          lines[name]?[index] = line
        }
      }
    }
    return table.rows.indices.map { row in
      let order = program.awards.flatMap(\.lineNames)
      let own = order.compactMap { name in lines[name]?.first { $0.row == row } }
      var total = total(row: row, lines)
      let refined = refinedHigh(row: row, drafted, lines)
      // What is certain is so in every case, so no case takes the upper end below it.
      if let refined { total.high = lower(total.high, refined.high).map { max($0, total.low) } }
      return RowOutcome(
        lines: own.map {
          LineOutcome(name: $0.name, state: $0.state, sum: $0.sum, funding: $0.funding)
        }, total: total, offers: offers[row] ?? [])
    }
  }

  private func offers(_ row: Int) -> [String] {
    let scene = Scene(self, row: row)
    return program.benefits.map(scene.state) + program.limits.map(scene.state)
  }

  /// The rows of each evaluation year, earlier years first, rows without a year last.
  private var yearsInOrder: [[Int]] {
    Dictionary(grouping: table.rows.indices) { year(of: $0) ?? Int.max }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  /// Phases 3 to 5 of rows of one year; `settled` holds the lines of the years before.
  private func drafts(
    _ rows: [Int], _ settled: [LineName: [Line]]
  ) -> [LineName: [Line]] {
    var inquiry = self
    inquiry.past = settled.mapValues { own in own.filter { !rows.contains($0.row) } }
    var result: [LineName: [Line]] = [:]
    for row in rows {
      for name in program.awards.flatMap(\.lineNames) {
        guard let line = inquiry.line(name, row: row) else { continue }
        result[name, default: []].append(line)
        inquiry.past[name, default: []].append(line)
      }
    }
    return result
  }

  /// A line by itself, knowing only the rows before it; nil where no award has the name.
  func line(_ name: LineName, row: Int) -> Line? {
    guard let award = program.awards.first(where: { $0.name == name.award }) else { return nil }
    let company = Set(companyRows(row))
    let earlier =
      company.count < 2
      ? []
      : (past[name] ?? []).filter { line in
        let isBefore = line.row < row || year(of: line.row) != year(of: row)
        return isBefore && company.contains(line.row)
      }
    return draft(award, isRenewal: name.isRenewal, row: row, earlier: earlier)
  }

  /// Phases 6 to 10, in which the quota needs the lines of all rows.
  private func settle(
    _ rows: [Int], _ lines: inout [LineName: [Line]], drawn: [LineName: [Line]]? = nil
  ) {
    for award in program.awards {
      if let drawn { keep(drawn, award, rows, &lines) } else { select(award, &lines) }
    }
    var done: Set<Int> = []
    for row in rows where !done.contains(row) {
      let companyYear = companyYear(of: row)
      done.formUnion(companyYear)
      exclude(companyYear, &lines)
      limitYear(companyYear, &lines)
    }
    for award in program.awards {
      for name in award.lineNames {
        for index in (lines[name] ?? []).indices {
          guard var line = lines[name]?[index], rows.contains(line.row) else { continue }
          overlap(&line)
          payInstalment(&line, award)
          line.claim = wasDue(line)
          lines[name]?[index] = line
        }
      }
    }
  }

  /// What a settled line says to later years: nothing came, it was due, or it is open.
  private func wasDue(_ line: Line) -> Verdict {
    if line.sum.isZero { return Verdict(false) }
    return line.isContested || line.hangsOnGroup
      ? Verdict(.unknown, line.claim.reasons.union(["earlier row"])) : line.claim
  }

  /// The greatest total over the cases of the unknown facts that several awards share.
  private func refinedHigh(
    row: Int, _ drafted: [LineName: [Line]], _ settled: [LineName: [Line]]
  ) -> Sum? {
    var cases: [[Fact: Cell]] = [[:]]
    for (fact, cells) in sharedFacts(row: row) {
      cases = cases.flatMap { known in cells.map { known.merging([fact: $0]) { $1 } } }
    }
    guard cases.count > 1 else { return nil }
    let company = companyYear(of: row)
    let before = settled.mapValues { own in
      own.filter { (year(of: $0.row) ?? Int.max) < (year(of: row) ?? Int.max) }
    }
    return cases.map { known in
      var inquiry = self
      inquiry.supposed = known
      inquiry.supposedRow = row
      var lines = drafted
      for (name, own) in inquiry.drafts(company, before) {
        let others = (drafted[name] ?? []).filter { !company.contains($0.row) }
        lines[name] = (others + own).sorted { $0.row < $1.row }
      }
      // A supposition about one row leaves the quota as it was drawn.
      inquiry.settle(company, &lines, drawn: settled)
      return inquiry.total(row: row, lines)
    }.reduce(nil) { hull, total in hull.map { $0.hull(total) } ?? total }
  }
}
