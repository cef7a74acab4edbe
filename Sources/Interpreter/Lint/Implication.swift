import JiliLexer

/// Whether one condition is never true without another. Says yes only where that is certain from
/// the conditions themselves; what hangs on arithmetic or on other awards it leaves open.
struct Implication {
  /// Conditions come from strangers: alternatives within alternatives multiply.
  private var steps = Limits.lintSteps

  mutating func holds(_ premise: Typed, _ conclusion: Typed) -> Bool {
    steps -= 1
    guard steps > 0 else { return false }
    let (one, other) = (premise.plain, conclusion.plain)
    if case .or(let left, let right) = one.kind {
      return holds(left, other) && holds(right, other)
    }
    if case .and(let left, let right) = other.kind {
      return holds(one, left) && holds(one, right)
    }
    if follows(one, other) { return true }
    if case .or(let left, let right) = other.kind, holds(one, left) || holds(one, right) {
      return true
    }
    if case .and(let left, let right) = one.kind {
      return holds(left, other) || holds(right, other)
    }
    return false
  }

  /// The same of two conditions without `and` and `or` between them.
  private mutating func follows(_ one: Typed, _ other: Typed) -> Bool {
    switch (one.kind, other.kind) {
    case (.truth(false), _), (_, .truth(true)): true
    case (.flag(let fact, let value), .flag(let second, let wanted)):
      fact == second && value == wanted
    case (.status(let title, let status), .status(let second, let wanted)):
      title == second && status.isSubset(of: wanted)
    case (.code(let fact, let codes, let isNot), .code(let second, let wanted, let isOther)):
      fact == second && Self.codes(codes, isNot, within: wanted, isOther)
    case (.readingIs(let reading, let choice), .readingIs(let second, let wanted)):
      reading == second && choice == wanted
    case (.awardDue(let award, let renewal), .awardDue(let second, let other)):
      award == second && renewal == other
    case (.not(let inner), .not(let second)): holds(second, inner)
    case (.compare, .compare):
      if let first = Stretch.all(of: one), let second = Stretch.all(of: other) {
        first.subject == second.subject && first.parts.areWithin(second.parts)
      } else {
        false
      }
    default: false
    }
  }

  private static func codes(
    _ codes: [Int], _ isNot: Bool, within wanted: [Int], _ isOther: Bool
  ) -> Bool {
    switch (isNot, isOther) {
    case (false, false): Set(codes).isSubset(of: wanted)
    case (false, true): Set(codes).isDisjoint(with: wanted)
    case (true, true): Set(wanted).isSubset(of: codes)
    case (true, false): false
    }
  }
}
