/// Phase 6: so many a year, the highest scores first; a tie at the edge is never settled silently.
///
/// Who is in and who is out hangs on two scores of the whole year alone, however many rows it has:
/// `QuotaDraw` finds them, `QuotaEdge` judges one candidate by them. Selection runs on conditions,
/// before exclusion.
extension RowWork {
  /// What the row brings to the quota of a line; nil where it is no candidate. A row that asks for
  /// a later instalment is none.
  ///
  /// `place` is that of the line among those with quotas.
  func candidate(_ line: Int, place: Int, asksFirst: Bool) -> QuotaCandidate? {
    guard asksFirst, lines[line].condition.mayBeTrue else { return nil }
    return QuotaCandidate(
      keys: quotas[place].keys, isCertain: lines[line].condition.isYes,
      places: quotas[place].count)
  }

  /// Takes from a line what the quota does not leave it.
  mutating func judge(_ line: Int, _ verdict: QuotaEdge.Verdict) {
    if verdict == .selected || !lines[line].isPossible { return }
    lines[line].low = .zero
    if verdict == .out {
      lines[line].high = .zero
      lines[line].isOverQuota = true
    } else {
      lines[line].isTied = true
    }
  }
}

/// A row that asks for a place.
struct QuotaCandidate: Equatable {
  /// Its highest and lowest possible scores, the first key before the others.
  let high: [Score]
  let low: [Score]
  /// Whether its condition certainly holds.
  let isCertain: Bool
  let places: Bounds

  init(keys: [Bounds], isCertain: Bool, places: Bounds) {
    high = keys.map { key in key.isPresent ? key.high.map { .exact($0) } ?? .highest : .lowest }
    low = keys.map { key in
      key.isPresent && !key.mayBeAbsent ? key.low.map { .exact($0) } ?? .lowest : .lowest
    }
    self.isCertain = isCertain
    self.places = places
  }
}

/// A score or what stands for a missing one; ordered.
package enum Score: Comparable, Sendable {
  case lowest
  case exact(Exact)
  case highest
}

/// Where the places of one quota end in one year.
package struct QuotaEdge: Sendable {
  enum Verdict { case selected, out, open }

  /// A score that candidates are held against.
  enum Mark: Sendable {
    case everybody, nobody
    case score([Score])
  }

  /// Who certainly scores more than this has a place: with all that may be level there are no more
  /// than places.
  let selected: Mark
  /// Who certainly scores less than this has none: enough others certainly do.
  let out: Mark
  /// Who is no candidate yet takes a place by scoring certainly more than this: the last who has
  /// one may score no more.
  let entry: Mark
  /// Once such a candidate has come, who certainly scores less than this has no place.
  let displaced: Mark

  /// Where nobody asked for a place yet.
  static func ofNobody(_ places: Bounds) -> QuotaEdge { QuotaDraw.Contest(places).edge }

  /// The same once a row that was no candidate, or had no place, has taken one.
  var entered: QuotaEdge {
    QuotaEdge(selected: entry, out: displaced, entry: .nobody, displaced: .nobody)
  }

  /// Whether a row that was no candidate, or had no place, would have one.
  func admits(_ candidate: QuotaCandidate) -> Bool {
    switch entry {
    case .everybody: true
    case .nobody: false
    case .score(let mark): mark.lexicographicallyPrecedes(candidate.low)
    }
  }

  /// What is certain of a draw that goes on: more candidates only raise the score below which there
  /// is no place, and nobody has one yet.
  static func certain(_ one: QuotaEdge?, _ other: QuotaEdge?) -> QuotaEdge {
    let out: Mark =
      switch (one?.out ?? .nobody, other?.out ?? .nobody) {
      case (.everybody, _), (_, .everybody): .everybody
      case (.score(let one), .score(let other)):
        .score(one.lexicographicallyPrecedes(other) ? other : one)
      case (.score(let mark), .nobody), (.nobody, .score(let mark)): .score(mark)
      case (.nobody, .nobody): .nobody
      }
    return QuotaEdge(selected: .nobody, out: out, entry: .nobody, displaced: .nobody)
  }

  func verdict(_ candidate: QuotaCandidate) -> Verdict {
    switch selected {
    case .everybody: return .selected
    case .score(let mark): if mark.lexicographicallyPrecedes(candidate.low) { return .selected }
    case .nobody: break
    }
    switch out {
    case .everybody: return .out
    case .score(let mark): if candidate.high.lexicographicallyPrecedes(mark) { return .out }
    case .nobody: break
    }
    return .open
  }
}

/// The edges of all quotas of a run, by line and year.
package struct QuotaEdges: Sendable {
  struct Place: Hashable, Sendable {
    var line: Int
    /// `Int.max`: rows without a settled year.
    var year: Int
  }

  var edges: [Place: QuotaEdge] = [:]

  /// Takes in those of another year.
  mutating func add(_ other: QuotaEdges) { edges.merge(other.edges) { _, new in new } }
}

/// Gathers candidates in any order, and keeps as many scores as there are places.
package struct QuotaDraw: Sendable {
  fileprivate struct Contest: Sendable {
    var places: Bounds
    var highs: BestScores
    var certainLows: BestScores

    init(_ places: Bounds) {
      self.places = places
      // The best that is too many, and the last that fills the places.
      highs = BestScores(places.low.map { $0.floor &+ 1 } ?? 0)
      certainLows = BestScores(places.high.map { $0.ceiling } ?? 0)
    }

    var edge: QuotaEdge {
      QuotaEdge(
        selected: entry(behind: .zero, last: highs.last),
        out: exit(behind: .zero, last: certainLows.last),
        entry: entry(behind: .one, last: highs.lastButOne),
        displaced: exit(behind: .one, last: certainLows.lastButOne))
    }

    /// Above which score a place is certain once so many are taken.
    private func entry(behind taken: Exact, last: [Score]?) -> QuotaEdge.Mark {
      guard let fewest = places.low, fewest >= taken else { return .nobody }
      return last.map { .score($0) } ?? .everybody
    }

    /// Below which score there is certainly no place once so many are taken.
    private func exit(behind taken: Exact, last: [Score]?) -> QuotaEdge.Mark {
      guard let most = places.high else { return .nobody }
      if most <= taken { return .everybody }
      return last.map { .score($0) } ?? .nobody
    }
  }

  private var contests: [QuotaEdges.Place: Contest] = [:]

  /// The places of a quota are the same for every row.
  mutating func add(_ candidate: QuotaCandidate, line: Int, year: Int) {
    let place = QuotaEdges.Place(line: line, year: year)
    let contest = contests.index(forKey: place)
    if contest == nil { contests[place] = Contest(candidate.places) }
    contests[place]?.highs.add(candidate.high)
    if candidate.isCertain { contests[place]?.certainLows.add(candidate.low) }
  }

  package mutating func add(_ other: QuotaDraw) {
    for (place, contest) in other.contests {
      if contests[place] == nil {
        contests[place] = contest
        continue
      }
      contests[place]?.highs.add(contest.highs)
      contests[place]?.certainLows.add(contest.certainLows)
    }
  }

  /// What a score must exceed to change anything; nil: any does.
  func bar(_ place: QuotaEdges.Place) -> [Score]? {
    guard let contest = contests[place], let one = contest.highs.last,
      let other = contest.certainLows.last
    else { return nil }
    return other.lexicographicallyPrecedes(one) ? other : one
  }

  var edges: QuotaEdges { QuotaEdges(edges: contests.mapValues(\.edge)) }

  /// As far as candidates were added.
  func edge(_ place: QuotaEdges.Place) -> QuotaEdge? { contests[place]?.edge }
}
