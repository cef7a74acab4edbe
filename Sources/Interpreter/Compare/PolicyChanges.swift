package import JiliLexer
import JiliParser

/// A rule in which a draft differs from what stands.
package struct PolicyChange: Sendable {
  package enum Kind: String, Sendable { case added, removed, replaced }

  package var kind: Kind
  /// `奖励`, `有效期`: what the rule is.
  package var word: Wording
  /// The name of an award or a declaration, the members of a group; empty for an entry.
  package var name: String
  /// The articles that the rule cites: of the draft, of what stands where it is removed.
  package var articles: [String]
  /// The file and the line of the rule.
  package var place: String
  /// Benefits and limits pay nothing.
  package var bearsOnSums: Bool
  /// The policy that stands with this change alone; nil where the change needs others.
  var alone: CheckedProgram?

  /// `小巨人`, or `有效期` where the rule has no name.
  func shortTitle(_ language: Language) -> String {
    name.isEmpty ? word.text(language) : name
  }

  /// `奖励 小巨人（改）`
  package func title(_ language: Language) -> String {
    let mark =
      switch kind {
      case .added: Wording(zh: "增", en: "added")
      case .removed: Wording(zh: "删", en: "removed")
      case .replaced: Wording(zh: "改", en: "changed")
      }
    let head = name.isEmpty ? word.text(language) : word.text(language) + " " + name
    return Wording(zh: "\(head)（\(mark.zh)）", en: "\(head) (\(mark.en))").text(language)
  }
}

/// Whether two rule files are versions of one policy: the draft amends the other, holds the same
/// file, or has the same name.
func areVersions(_ base: Checked, _ draft: Checked) -> Bool {
  if base.program?.policyName == draft.program?.policyName { return true }
  guard let main = base.loaded.files.last?.tree.source else { return false }
  let own = draft.loaded.sources[draft.loaded.firstSource...]
  return own.contains { $0.bytes == main.bytes }
}

/// The rules in which a draft differs, each with the policy that it alone would make. The draft is
/// loaded behind the sources of the base.
///
/// Candidates are rules whose tokens differ; those that say the same in other words make the plan
/// of the base and are left out by the caller.
func policyChanges(_ base: Checked, _ draft: Checked) -> [PolicyChange] {
  var finder = ChangeFinder(
    before: PolicyPieces(base.loaded, sources: draft.sources),
    after: PolicyPieces(draft.loaded, sources: draft.sources), sources: draft.sources)
  finder.find()
  return finder.changes
}

private struct ChangeFinder {
  let before: PolicyPieces
  let after: PolicyPieces
  let sources: [Source]
  var changes: [PolicyChange] = []
  /// Declarations that only the draft has: they change nothing and every change may need them.
  private var support: [PolicyPiece] = []

  init(before: PolicyPieces, after: PolicyPieces, sources: [Source]) {
    self.before = before
    self.after = after
    self.sources = sources
  }

  mutating func find() {
    support = after.all.filter { $0.isDeclaration && before[$0.key] == nil }
    let removedAwards = before.awardNames.subtracting(after.awardNames)
    // An award that goes leaves its groups: that is no change of the groups.
    var left: [(piece: PolicyPiece, kept: PolicyPiece?)] = before.all
      .filter { !$0.isDeclaration && after[$0.key] == nil }
      .map { ($0, $0.without(removedAwards)) }
    left.removeAll { entry in
      guard case .group = entry.piece.key else { return false }
      return entry.kept.map { after[$0.key] != nil } ?? true
    }
    var old = left.map(\.piece)
    for piece in after.all {
      if let known = before[piece.key] {
        if known.words != piece.words { add(.replaced, piece, inPlaceOf: known) }
        continue
      }
      if piece.isDeclaration { continue }
      if isLeftover(piece, removedAwards) { continue }
      if let place = old.firstIndex(where: { $0.sharesMember(with: piece) }) {
        add(.replaced, piece, inPlaceOf: old.remove(at: place))
      } else {
        add(.added, piece, inPlaceOf: nil)
      }
    }
    for piece in old { add(.removed, nil, inPlaceOf: piece) }
  }

  /// A group that is what another left behind when awards were removed.
  private func isLeftover(_ piece: PolicyPiece, _ removed: Set<String>) -> Bool {
    guard case .group = piece.key, !removed.isEmpty else { return false }
    return before.all.contains { other in
      guard case .group = other.key, let kept = other.without(removed) else { return false }
      return kept.key == piece.key
    }
  }

  private mutating func add(
    _ kind: PolicyChange.Kind, _ new: PolicyPiece?, inPlaceOf old: PolicyPiece?
  ) {
    guard let shown = new ?? old else { return }
    let source = sources[Int(shown.span.file)]
    let (word, name) = shown.naming
    changes.append(
      PolicyChange(
        kind: kind,
        word: word.wording, name: name,
        articles: shown.cites.map(\.article.text).withoutRepeats,
        place: "\(source.name):\(source.place(at: shown.span.start).line)",
        bearsOnSums: shown.bearsOnSums, alone: program(new, inPlaceOf: old)))
  }

  /// The base with one change; nil where it does not stand alone.
  private func program(_ new: PolicyPiece?, inPlaceOf old: PolicyPiece?) -> CheckedProgram? {
    var pieces = before.all
    if let old, let place = pieces.firstIndex(where: { $0.key == old.key }) {
      if let new {
        pieces[place] = new
      } else {
        pieces.remove(at: place)
        if case .award(let name) = old.key { pieces = pieces.compactMap { $0.without([name]) } }
      }
    } else if let new {
      pieces.append(new)
    }
    guard let loaded = before.loaded(support + pieces) else { return nil }
    return check(loaded).program
  }
}

extension PolicyPiece {
  /// The group without these awards, everything else as it is; nil where no group is left.
  fileprivate func without(_ awards: Set<String>) -> PolicyPiece? {
    guard case .group(let isExclusive, _, let number) = key, case .statement(let whole) = content
    else { return self }
    guard let kept = whole.withoutAwards(awards) else { return nil }
    var copy = self
    copy.content = .statement(kept)
    copy.key = .group(
      isExclusive: isExclusive, members: Set(kept.groupMembers), number: number)
    return copy
  }

  fileprivate func sharesMember(with other: PolicyPiece) -> Bool {
    guard case .group(let isExclusive, let mine, _) = key,
      case .group(isExclusive, let others, _) = other.key
    else { return false }
    return !mine.isDisjoint(with: others)
  }

  fileprivate var bearsOnSums: Bool {
    switch key {
    case .benefit, .limit: false
    case .entry, .field, .title, .parameter, .reading, .define, .award, .group: true
    }
  }

  fileprivate var naming: (Keyword, String) {
    switch key {
    case .entry(let entry): (entry.keyword, "")
    case .field(let name): (.field, name)
    case .title(let name): (.title, name)
    case .parameter(let name): (.parameter, name)
    case .reading(let name): (.reading, name)
    case .define(let name): (.define, name)
    case .award(let name): (.award, name)
    case .benefit(let name): (.benefit, name)
    case .limit(let name, _): (.limit, name)
    case .group(let isExclusive, _, _): (isExclusive ? .exclusive : .together, memberNames)
    }
  }

  private var memberNames: String {
    guard case .statement(let statement) = content else { return "" }
    return statement.groupLines.map { line in
      line.award.text + (line.isRenewal ? "." + Keywords.spelling(.renewal, .zh) : "")
    }.joined(separator: "、")
  }
}

extension [String] {
  fileprivate var withoutRepeats: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
