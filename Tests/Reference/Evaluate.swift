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
    for rows in yearsInOrder {
      for (name, own) in drafts(rows, lines) {
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
      if let refined { total.high = least(total.high, refined.high) }
      return RowOutcome(
        lines: own.map {
          LineOutcome(name: $0.name, state: $0.state, sum: $0.sum, funding: $0.funding)
        }, total: total)
    }
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
    var result: [LineName: [Line]] = [:]
    for award in program.awards {
      for name in award.lineNames {
        for row in rows {
          let company = Set(companyRows(row))
          let known = (settled[name] ?? []).filter { !rows.contains($0.row) }
          let earlier =
            company.count < 2
            ? [] : (known + (result[name] ?? [])).filter { company.contains($0.row) }
          result[name, default: []].append(
            draft(award, isRenewal: name.isRenewal, row: row, earlier: earlier))
        }
      }
    }
    return result
  }

  /// Phases 6 to 10, in which the quota needs the lines of all rows.
  private func settle(_ rows: [Int], _ lines: inout [LineName: [Line]]) {
    for award in program.awards { select(award, &lines) }
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
    return line.isContested
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
      inquiry.settle(company, &lines)
      return inquiry.total(row: row, lines)
    }.reduce(nil) { hull, total in hull.map { $0.hull(total) } ?? total }
  }
}
