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
    var lines = drafts(Array(table.rows.indices))
    let selected = lines
    settle(Array(table.rows.indices), &lines)
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
      let refined = refinedHigh(row: row, selected)
      if let refined { total.high = least(total.high, refined.high) }
      return RowOutcome(
        lines: own.map {
          LineOutcome(name: $0.name, state: $0.state, sum: $0.sum, funding: $0.funding)
        }, total: total)
    }
  }

  /// Phases 3 to 5 of the rows given, which hold whole companies.
  private func drafts(_ rows: [Int]) -> [LineName: [Line]] {
    var result: [LineName: [Line]] = [:]
    for award in program.awards {
      for name in award.lineNames {
        for row in rows {
          let company = Set(companyRows(row))
          let earlier =
            company.count < 2
            ? [] : (result[name] ?? []).filter { company.contains($0.row) }
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
          lines[name]?[index] = line
        }
      }
    }
  }

  /// The greatest total over the cases of the unknown facts that several awards share.
  private func refinedHigh(row: Int, _ drafted: [LineName: [Line]]) -> Sum? {
    var cases: [[Fact: Cell]] = [[:]]
    for (fact, cells) in sharedFacts(row: row) {
      cases = cases.flatMap { known in cells.map { known.merging([fact: $0]) { $1 } } }
    }
    guard cases.count > 1 else { return nil }
    let company = companyRows(row)
    return cases.map { known in
      var inquiry = self
      inquiry.supposed = known
      inquiry.supposedRow = row
      var lines = drafted
      for (name, own) in inquiry.drafts(company) {
        let others = (drafted[name] ?? []).filter { !company.contains($0.row) }
        lines[name] = (others + own).sorted { $0.row < $1.row }
      }
      inquiry.settle(company, &lines)
      return inquiry.total(row: row, lines)
    }.reduce(nil) { hull, total in hull.map { $0.hull(total) } ?? total }
  }
}
