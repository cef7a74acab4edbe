/// Phase 6: who is selected where places are few.
extension Inquiry {
  private struct Candidate {
    let row: Int
    let isSure: Bool
    let lows: [Bound]
    let highs: [Bound]
  }

  /// Whether the row is among the first of its year, or nil where it does not compete.
  func selections(_ award: Award, _ lines: [LineName: [Line]]) -> [Int: Truth] {
    guard let quota = award.clauses.quota else { return [:] }
    var result: [Int: Truth] = [:]
    let candidates = (lines[LineName(award.name)] ?? []).compactMap { line -> Candidate? in
      let scene = Scene(self, row: line.row)
      guard line.verdict.truth.mayHold, !scene.asksForLaterInstalment(of: award) else {
        return nil
      }
      let keys = quota.keys.map { scene.quantity($0) }
      return Candidate(
        row: line.row, isSure: line.verdict.truth.isCertain,
        lows: keys.map { $0.mayBeAbsent ? .below : $0.range?.low ?? .below },
        highs: keys.map { $0.range?.high ?? .below })
    }
    for candidate in candidates {
      let rivals = candidates.filter {
        $0.row != candidate.row && year(of: $0.row) == year(of: candidate.row)
      }
      let places = Scene(self, row: candidate.row).quantity(quota.places).range ?? .everything
      let mayStandBefore = rivals.filter { !isBelow($0.highs, candidate.lows) }
      let standBefore = rivals.filter { $0.isSure && isBelow(candidate.highs, $0.lows) }
      result[candidate.row] =
        .exact(Rational(mayStandBefore.count)) < places.low
        ? .yes : .exact(Rational(standBefore.count)) >= places.high ? .no : .unknown
    }
    return result
  }

  private func isBelow(_ left: [Bound], _ right: [Bound]) -> Bool {
    for (a, b) in zip(left, right) where a != b { return a < b }
    return false
  }

  func select(_ award: Award, _ lines: inout [LineName: [Line]]) {
    let selections = selections(award, lines)
    let name = LineName(award.name)
    for index in (lines[name] ?? []).indices {
      guard var line = lines[name]?[index], !line.sum.isZero else { continue }
      switch selections[line.row] {
      case .some(.no):
        line.sum = .zero
        line.isOverQuota = true
      case .some(.unknown):
        line.sum.low = .zero
        line.isTied = true
        line.isContested = true
      default: continue
      }
      lines[name]?[index] = line
    }
  }

  /// Selects as a settled draw did.
  func keep(
    _ drawn: [LineName: [Line]], _ award: Award, _ rows: [Int], _ lines: inout [LineName: [Line]]
  ) {
    let name = LineName(award.name)
    for index in (lines[name] ?? []).indices {
      guard var line = lines[name]?[index], rows.contains(line.row),
        let before = drawn[name]?.first(where: { $0.row == line.row })
      else { continue }
      if before.isOverQuota { line.sum = .zero }
      if before.isTied { line.sum.low = .zero }
      (line.isOverQuota, line.isTied) = (before.isOverQuota, before.isTied)
      line.isContested = line.isContested || before.isTied
      lines[name]?[index] = line
    }
  }
}
