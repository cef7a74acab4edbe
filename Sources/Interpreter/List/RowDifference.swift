import JiliLexer

/// In which rows two plans can come to something else: those in which what an edit changed differs,
/// such as whom the policy concerns. In every other row each line comes to what it came to before.
struct RowDifference {
  /// An operation before and after.
  struct Pair: Hashable {
    var old: OperationID
    var new: OperationID
  }

  private enum Finding {
    /// Settled and equal in these, it is equal.
    case pairs(Set<Pair>)
    /// It differs in every row.
    case everywhere
  }

  private var findings: [Pair: Finding] = [:]
  private var pairs: Set<Pair> = []

  init(_ pairs: [Pair], _ joint: inout JointPlan) {
    for pair in pairs {
      switch finding(pair, &joint) {
      case .pairs(let found): self.pairs.formUnion(found)
      case .everywhere: self.pairs.insert(pair)
      }
    }
  }

  /// The condition that a row may differ: certainly false where all pairs are settled and equal.
  func condition(_ joint: inout JointPlan) -> OperationID {
    var condition = joint.emit(.truth(.no))
    for pair in pairs.sorted(by: { ($0.old, $0.new) < ($1.old, $1.new) }) {
      condition = joint.emit(.or(condition, differs(pair, &joint)))
    }
    return condition
  }

  private func differs(_ pair: Pair, _ joint: inout JointPlan) -> OperationID {
    guard joint.plan.operations[pair.old].isCondition else {
      return joint.emit(.not(joint.emit(.compare(.equal, pair.old, pair.new))))
    }
    let gained = joint.emit(.and(pair.new, joint.emit(.not(pair.old))))
    let lost = joint.emit(.and(pair.old, joint.emit(.not(pair.new))))
    return joint.emit(.or(gained, lost))
  }

  // MARK: - What changed

  private mutating func finding(_ pair: Pair, _ joint: inout JointPlan) -> Finding {
    if pair.old == pair.new { return .pairs([]) }
    if let known = findings[pair] { return known }
    let made = search(pair, &joint)
    findings[pair] = made
    return made
  }

  /// As deep as one place decides: many lines share it.
  private mutating func search(_ pair: Pair, _ joint: inout JointPlan) -> Finding {
    let (old, new) = (joint.plan.operations[pair.old], joint.plan.operations[pair.new])
    if old.isSame, new.isSame { return .everywhere }
    let rest = joint.rest(of: pair)
    if rest != pair {
      if case .pairs(let found) = finding(rest, &joint) { return .pairs(found) }
      return .pairs([pair])
    }
    guard !old.operands.isEmpty, old.isLike(new) else { return .pairs([pair]) }
    var found: [Set<Pair>] = []
    for (one, two) in zip(old.operands, new.operands) where one != two {
      guard case .pairs(let deeper) = finding(Pair(old: one, new: two), &joint) else {
        return .pairs([pair])
      }
      found.append(deeper)
    }
    // What is no sum is 0, whether or not it was a sum before; and several conditions joined
    // differ less often than each of them.
    if case .notBelowZero = old, found == [[Pair(old: old.operands[0], new: new.operands[0])]] {
      return .pairs([pair])
    }
    if old.isCondition, found.count > 1 { return .pairs([pair]) }
    return .pairs(found.reduce([]) { $0.union($1) })
  }
}

extension JointPlan {
  /// What the conditions of all lines share, so that where it does not hold nothing is due; nil
  /// where that is nothing.
  mutating func sharedCondition(of lines: [Line]) -> OperationID? {
    let nothing = emit(.constant(.zero))
    var shared: [OperationID]?
    for line in lines {
      guard case .choose(let test, _, let rest) = plan.operations[line.sum], rest == nothing
      else { return nil }
      let own = conjuncts(of: test)
      shared = shared.map { $0.filter(own.contains) } ?? own
    }
    guard let shared, !shared.isEmpty else { return nil }
    return conjunction(shared)
  }

  /// Of two conjunctions what they do not share.
  fileprivate mutating func rest(of pair: RowDifference.Pair) -> RowDifference.Pair {
    let (old, new) = (conjuncts(of: pair.old), conjuncts(of: pair.new))
    if Set(old).isDisjoint(with: new) { return pair }
    return RowDifference.Pair(
      old: conjunction(old.filter { !new.contains($0) }),
      new: conjunction(new.filter { !old.contains($0) }))
  }

  func conjuncts(of operation: OperationID) -> [OperationID] {
    switch plan.operations[operation] {
    case .and(let one, let two): conjuncts(of: one) + conjuncts(of: two)
    case .truth(.yes): []
    default: [operation]
    }
  }

  mutating func conjunction(_ parts: [OperationID]) -> OperationID {
    guard let first = parts.first else { return yes }
    return parts.dropFirst().reduce(first) { emit(.and($0, $1)) }
  }
}

extension Operation {
  /// The same in every row.
  fileprivate var isSame: Bool {
    switch self {
    case .constant, .truth: true
    default: false
    }
  }

  /// The same, but for what it is computed from.
  fileprivate func isLike(_ other: Operation) -> Bool {
    moved(slot: { $0 }, operand: { _ in 0 }) == other.moved(slot: { $0 }, operand: { _ in 0 })
  }
}
