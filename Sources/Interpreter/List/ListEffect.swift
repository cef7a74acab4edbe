import JiliLexer

/// The state of a list: its rows, the rules that were computed last and what they come to.
package struct LiveList: Sendable {
  package private(set) var list: CompanyList
  package let ledger: ListLedger
  package private(set) var figures = ListFigures()
  private(set) var binding: ListBinding?
  /// The last effect that changed anything, and the rules before it.
  package private(set) var lastEffect: ListEffect?
  private(set) var earlier: ListBinding?

  package init(_ list: CompanyList) {
    self.list = list
    ledger = ListLedger(count: list.count)
    figures.count = list.count
  }

  /// What is to be computed for these rules; nil where the file must be read again.
  package func edit(to rules: ListRules) throws(InputRefusal) -> ListEdit? {
    let edit = try ListEdit(list, from: binding, to: rules)
    guard let edit, edit.choosesInVain else { return edit }
    return try ListEdit(list, from: binding, to: rules, choosesRows: false)
  }

  /// Takes in what was computed. `part` holds no rows that are left, unless they come later.
  package mutating func post(_ edit: ListEdit, _ part: EffectPart) -> ListEffect {
    let before = figures
    let plan = edit.new.rules.plan
    if edit.touched == nil { for name in edit.dropped { figures.lines[name] = nil } }
    for (own, line) in edit.computed.enumerated() {
      figures.lines[LineName(plan.lines[line]), default: LineFigures()].add(part.lines[own])
    }
    for (name, line) in part.others { figures.lines[name, default: LineFigures()].add(line) }
    figures.names = plan.lines.map(LineName.init)
    figures.payerNames = plan.payerNames
    figures.low += part.low
    figures.high += part.high
    figures.unbounded += part.unbounded
    figures.accepted += part.accepted
    figures.companies += part.newly - part.lost
    let effect = ListEffect(
      before: before, after: figures, part: part,
      names: edit.dropped.union(edit.computedNames).union(part.others.keys))
    if edit.old != nil, !part.changes.isEmpty {
      lastEffect = effect
      earlier = edit.old
    }
    binding = edit.new
    return effect
  }
}

extension LiveList {
  /// Takes note of what changed when the file had to be read again; row by row where it
  /// has as many.
  package mutating func compare(with other: LiveList) throws(InputRefusal) -> ListEffect {
    var part = EffectPart()
    if ledger.count == other.ledger.count {
      for row in 0..<ledger.count {
        part.note(row, from: other.ledger.lows[row], to: ledger.lows[row])
      }
    }
    let names = Set(figures.lines.keys).union(other.figures.lines.keys)
    let effect = ListEffect(
      before: other.figures, after: figures, part: part, names: names)
    lastEffect = effect
    earlier = try other.binding.flatMap { old throws(InputRefusal) in
      try ListBinding(old.rules, list)
    }
    return effect
  }
}

extension Plan {
  /// Everybody who bears anything, in the order of the text.
  fileprivate var payerNames: [String] {
    var names: [String] = []
    for entry in policies.flatMap(\.funding) + lines.flatMap(\.funding) {
      for payer in entry.payers where !names.contains(payer.name) { names.append(payer.name) }
    }
    return names
  }
}

/// What an edit of the rules does to a whole list.
package struct ListEffect: Sendable {
  package let before: ListFigures
  package let after: ListFigures
  package let gaining: Int
  package let losing: Int
  /// Who was due nothing before, and who is due nothing now.
  package let newly: Int
  package let lost: Int
  /// By row.
  package let changes: ListChanges
  /// Lines whose figures changed.
  let lines: [LineName]

  init(before: ListFigures, after: ListFigures, part: EffectPart, names: Set<LineName>) {
    (self.before, self.after) = (before, after)
    (gaining, losing) = (part.gaining, part.losing)
    (newly, lost) = (part.newly, part.lost)
    changes = part.changes
    let gone = before.names.filter { !after.names.contains($0) }
    lines = (after.names + gone).filter { name in
      names.contains(name) && before.lines[name] != after.lines[name]
    }
  }

  /// The greatest gains, or losses, first; rows in their order where they are equal.
  package func greatest(_ count: Int, losing: Bool) -> [ListChange] {
    let chosen = changes.filter { losing ? $0.difference < 0 : $0.difference > 0 }
    return Array(
      chosen.sorted { one, two in
        let (left, right) = (one.difference.magnitude, two.difference.magnitude)
        return left == right ? one.row < two.row : left > right
      }.prefix(count))
  }
}
