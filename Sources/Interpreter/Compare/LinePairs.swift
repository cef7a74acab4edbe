import JiliLexer

/// Which award of the draft stands where which one stood.
struct LinePairs: Sendable {
  struct Pair: Hashable, Sendable {
    var before: Int?
    var after: Int?
  }

  private(set) var all: [Pair] = []
  /// By line of either plan, its place in `all`.
  private(set) var ofBefore: [Int] = []
  private(set) var ofAfter: [Int] = []

  /// Awards pair by what `--pair` says, then by name, then by title, where each side has one award
  /// of that title left. Renewals pair with renewals.
  init(
    _ base: Plan, _ draft: Plan, named: [(old: String, new: String)], areVersions: Bool
  ) throws(InputRefusal) {
    var partner: [Int: Int] = [:]
    var taken: Set<Int> = []
    func join(_ before: Int, _ after: Int) {
      partner[before] = after
      taken.insert(after)
    }
    for (old, new) in named {
      guard let first = base.lines.first(where: { $0.name == old }) else {
        throw InputRefusal(.usage, [.unknownPair(old, base.lines.map(\.name))])
      }
      guard let second = draft.lines.first(where: { $0.name == new }) else {
        throw InputRefusal(.usage, [.unknownPair(new, draft.lines.map(\.name))])
      }
      for (place, line) in base.lines.enumerated() where line.award == first.award {
        let match = draft.lines.indices.first { index in
          draft.lines[index].award == second.award
            && draft.lines[index].isRenewal == line.isRenewal && !taken.contains(index)
        }
        if let match, partner[place] == nil { join(place, match) }
      }
    }
    for (place, line) in base.lines.enumerated() where partner[place] == nil {
      let match = draft.lines.indices.first { index in
        let other = draft.lines[index]
        return other.name == line.name && other.isRenewal == line.isRenewal
          && !taken.contains(index)
      }
      if let match { join(place, match) }
    }
    for place in base.lines.indices where partner[place] == nil {
      let subject = Subject(base, place)
      guard subject.title != nil else { continue }
      let mine = base.lines.indices.filter {
        partner[$0] == nil && Subject(base, $0) == subject
      }
      let theirs = draft.lines.indices.filter {
        !taken.contains($0) && Subject(draft, $0) == subject
      }
      if mine.count == 1, theirs.count == 1 { join(place, theirs[0]) }
    }
    if areVersions {
      arrange(base, draft, partner)
    } else {
      line(up: base, draft, partner)
    }
    number(base, draft)
  }

  /// In the order of the base; what only the draft has stands behind what precedes it there.
  private mutating func arrange(_ base: Plan, _ draft: Plan, _ partner: [Int: Int]) {
    all = base.lines.indices.map { Pair(before: $0, after: partner[$0]) }
    let taken = Set(partner.values)
    for line in draft.lines.indices where !taken.contains(line) {
      let previous = line == 0 ? nil : all.firstIndex { $0.after == line - 1 }
      let place = previous.map { $0 + 1 } ?? (line == 0 ? 0 : all.count)
      all.insert(Pair(before: nil, after: line), at: place)
    }
  }

  /// Another policy in its own order, behind it what only the first has.
  private mutating func line(up base: Plan, _ draft: Plan, _ partner: [Int: Int]) {
    let former = Dictionary(partner.map { ($1, $0) }) { one, _ in one }
    all = draft.lines.indices.map { Pair(before: former[$0], after: $0) }
    all += base.lines.indices.filter { partner[$0] == nil }.map { Pair(before: $0, after: nil) }
  }

  private mutating func number(_ base: Plan, _ draft: Plan) {
    ofBefore = [Int](repeating: 0, count: base.lines.count)
    ofAfter = [Int](repeating: 0, count: draft.lines.count)
    for (place, pair) in all.enumerated() {
      if let before = pair.before { ofBefore[before] = place }
      if let after = pair.after { ofAfter[after] = place }
    }
  }
}

/// What an award pays for, by the name of its title.
private struct Subject: Equatable {
  var title: String?
  var isRenewal: Bool

  init(_ plan: Plan, _ line: Int) {
    title = plan.lines[line].title.map { plan.facts[$0].name }
    isRenewal = plan.lines[line].isRenewal
  }
}
