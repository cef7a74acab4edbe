import Jili

/// Phase 6: who of all rows of a year has a place, by window functions.
///
/// A candidate has a place if no more candidates than places may score as high as it surely does,
/// itself counted; it has none if as many as there are places surely score higher than it may.
extension Emitter {
  mutating func applyQuotas(_ lines: inout [LineSum]) {
    sheet.begin("名额")
    var contests: [Contest] = []
    for index in lines.indices {
      if let contest = contest(index, lines[index]) { contests.append(contest) }
    }
    guard !contests.isEmpty else { return }
    let ranks = rank(contests)
    for (contest, rank) in zip(contests, ranks) { judge(contest, rank, &lines[contest.line]) }
  }

  private struct Contest {
    let line: Int
    let name: String
    /// Places in whole; nil where there is no such bound. Parts of a place are no place for who is
    /// surely in, and one for who is surely out.
    let sure: Int128?
    let possible: Int128?
    let isCandidate: Term
    let isCertain: Term
    /// Of each key how the highest and lowest possible score stand: 0 below all, 2 above all.
    var highs: [(rank: Term, value: Term)]
    var lows: [(rank: Term, value: Term)]
  }

  private typealias Rank = (level: Term, above: Term)

  private mutating func judge(_ contest: Contest, _ rank: Rank, _ line: inout LineSum) {
    enter(contest.line)
    let isIn = contest.sure.map { "\(rank.level.inner) <= \($0)" } ?? "FALSE"
    let isOut =
      contest.possible.map { $0 <= 0 ? "TRUE" : "\(rank.above.inner) >= \($0)" } ?? "FALSE"
    let asks = and([.term(contest.isCandidate, mayBeUnknown: false), isPositive(line.high)])
    let loses = and(
      asks, .term(Term("NOT (\(isIn))", of: [rank.level]), mayBeUnknown: false))
    let isOver = and(loses, .term(Term(isOut, of: [rank.above]), mayBeUnknown: false))
    judge(&line, loses: kept(loses, as: contest.name + "_无名额"), isOver: isOver, contest.name)
  }

  private mutating func judge(
    _ line: inout LineSum, loses: Condition, isOver: Condition, _ name: String
  ) {
    line.isTied = and(loses, not(isOver))
    line.isOverQuota = kept(isOver, as: name + "_超名额")
    line.low = pick(loses, .constant(0), line.low)
    line.high = pick(isOver, .constant(0), line.high)
    keep(&line, name + "_名额后")
    line.isTied = kept(line.isTied, as: name + "_并列")
  }

  /// A row that asks for a later instalment is no candidate.
  private mutating func asksFirst(_ index: Int) -> Condition {
    let line = plan.lines[index]
    guard line.instalmentSlot >= 0, !line.isRenewal, line.payment.count > 1 else { return .yes }
    return not(instalment(line.instalmentSlot, Array(1..<line.payment.count)))
  }

  /// nil where the award has no quota, or it is refused.
  private mutating func contest(_ index: Int, _ line: LineSum) -> Contest? {
    guard let quota = plan.lines[index].quota else { return nil }
    enter(index)
    let name = lineName(index)
    let places = number(quota.count)
    guard places.presence == .always, places.divisor == nil,
      let least = places.low.constant ?? (places.low == .open ? -1 : nil),
      let most = places.high.constant ?? (places.high == .open ? .max : nil)
    else {
      refuse(.quotaByCompany)
      return nil
    }
    let asks = and(mayBeTrue(line.condition), asksFirst(index))
    let candidate = sheet.define(name + "_候选", term(asks))
    let certain = sheet.define(name + "_确定", term(isYes(line.condition)))
    var contest = Contest(
      line: index, name: name, sure: least < 0 ? nil : least / places.scale,
      possible: most == .max ? nil : (most + places.scale - 1) / places.scale,
      isCandidate: candidate, isCertain: certain, highs: [], lows: [])
    for (place, key) in quota.keys.enumerated() {
      let score = number(key)
      if score.divisor != nil { refuse(.varyingScore) }
      let there = mayBeTrue(presence(score.presence))
      let sure = isYes(presence(score.presence))
      func ends(_ end: End, _ there: Condition, open: Int128, _ word: String)
        -> (rank: Term, value: Term)
      {
        let rank = pick(there, pick(isOpen(end), .constant(open), .constant(1)), .constant(0))
        let value = pick(there, filled(end, .constant(0)), .constant(0))
        let label = "\(name)_\(word)\(place + 1)"
        return (
          sheet.define(label + "_级", self.value(rank)), sheet.define(label, self.value(value))
        )
      }
      contest.highs.append(ends(score.high, there, open: 2, "最高"))
      contest.lows.append(ends(score.low, sure, open: 0, "最低"))
    }
    return contest
  }

  /// For each candidate how many candidates may be level with its lowest score or above it, and how
  /// many are certainly above its highest. All quotas read the same step: Spark computes a step
  /// anew wherever it is read, so that one behind the other would double the work with each quota.
  private mutating func rank(_ contests: [Contest]) -> [Rank] {
    var sides: [Sheet.Side] = []
    for (place, contest) in contests.enumerated() {
      let side = sheet.name(contest.name + "_名次")
      let row = dialect.identifier("行")
      let joined = "q\(place)"
      sides.append(
        Sheet.Side(
          name: side, text: { [dialect] in Self.ranking(contest, $0, dialect) },
          join: "LEFT JOIN \(dialect.identifier(side)) AS \(joined) ON \(joined).i = b.\(row)",
          columns: [
            Sheet.Column(
              name: sheet.name(contest.name + "_同分以上"), text: joined + ".n_level", note: nil),
            Sheet.Column(
              name: sheet.name(contest.name + "_确在其上"), text: joined + ".n_above", note: nil),
          ]))
    }
    let terms = sheet.join(sides)
    return contests.indices.map { (terms[2 * $0], terms[2 * $0 + 1]) }
  }

  private static func ranking(
    _ contest: Contest, _ before: String, _ dialect: Dialect
  ) -> String {
    let keys = contest.highs.indices
    func columns(_ scores: [(rank: Term, value: Term)]) -> String {
      keys.map {
        ", \(scores[$0].rank.text) AS r\($0), \(scores[$0].value.text) AS v\($0)"
      }.joined()
    }
    let order = keys.flatMap { ["r\($0) DESC", "v\($0) DESC"] }.joined(separator: ", ")
    let same = keys.flatMap { ["r\($0)", "v\($0)"] }.joined(separator: ", ")
    let (row, year) = (dialect.identifier("行"), dialect.identifier("年度"))
    // Each row stands twice among the scores: as who it may be, and as who it surely is.
    return """
        SELECT i, MAX(CASE WHEN is_high = 0 THEN n_high END) AS n_level,
          MAX(CASE WHEN is_high = 1 THEN n_low - n_same END) AS n_above
        FROM (
          SELECT i, is_high,
            SUM(is_high) OVER (PARTITION BY y ORDER BY \(order)
              RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS n_high,
            SUM(sure_low) OVER (PARTITION BY y ORDER BY \(order)
              RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS n_low,
            SUM(sure_low) OVER (PARTITION BY y, \(same)) AS n_same
          FROM (
            SELECT \(row) AS i, \(year) AS y, 1 AS is_high, 0 AS sure_low\(columns(contest.highs))
            FROM \(before) WHERE \(contest.isCandidate.text)
            UNION ALL
            SELECT \(row) AS i, \(year) AS y, 0 AS is_high,
              CASE WHEN \(contest.isCertain.text) THEN 1 ELSE 0 END AS sure_low
              \(columns(contest.lows))
            FROM \(before) WHERE \(contest.isCandidate.text)
          ) AS scores
        ) AS counted
        GROUP BY i
      """
  }
}
