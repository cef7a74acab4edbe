import Jili

/// Conditions as nullable booleans: AND, OR and NOT of SQL are those of Kleene.
extension Emitter {
  func and(_ one: Condition, _ two: Condition) -> Condition { and([one, two]) }

  func or(_ one: Condition, _ two: Condition) -> Condition { or([one, two]) }

  func and(_ parts: [Condition]) -> Condition { joined(parts, "AND", neutral: .yes, wins: .no) }

  func or(_ parts: [Condition]) -> Condition { joined(parts, "OR", neutral: .no, wins: .yes) }

  private func joined(
    _ parts: [Condition], _ word: String, neutral: Condition, wins: Condition
  ) -> Condition {
    if parts.contains(wins) { return wins }
    var seen: [Condition] = []
    for part in parts where part != neutral && !seen.contains(part) { seen.append(part) }
    guard let first = seen.first else { return neutral }
    if seen.count == 1 { return first }
    let terms = seen.map(term)
    return .term(
      Term(terms.map(\.inner).joined(separator: " \(word) "), of: terms),
      mayBeUnknown: seen.contains(where: \.mayBeUnknown))
  }

  func not(_ one: Condition) -> Condition {
    switch one {
    case .constant(let truth): .constant(truth.not)
    case .term(let term, let mayBeUnknown):
      .term(Term("NOT " + term.inner, of: [term]), mayBeUnknown: mayBeUnknown)
    }
  }

  func choice(_ test: Condition, _ one: Condition, _ two: Condition) -> Condition {
    if one == two { return one }
    let (question, left, right) = (term(test), term(one), term(two))
    guard test.mayBeUnknown else {
      if one.isYes { return or(test, two) }
      if two.isNo { return and(test, one) }
      return .term(
        Term(
          "CASE WHEN \(question.text) THEN \(left.text) ELSE \(right.text) END",
          of: [question, left, right]),
        mayBeUnknown: one.mayBeUnknown || two.mayBeUnknown)
    }
    // Without an answer both are possible: only what they share is certain.
    let text =
      "CASE WHEN \(question.text) THEN \(left.text) WHEN NOT \(question.inner) THEN "
      + "\(right.text) WHEN \(left.inner) = \(right.inner) THEN \(left.text) END"
    return .term(Term(text, of: [question, left, right]), mayBeUnknown: true)
  }

  func term(_ condition: Condition) -> Term {
    switch condition {
    case .constant(let truth):
      Term(
        truth.isYes ? "TRUE" : truth.isNo ? "FALSE" : "CAST(NULL AS BOOLEAN)", level: 0,
        isAtom: true)
    case .term(let term, _): term
    }
  }

  /// Certainly so.
  func isYes(_ one: Condition) -> Condition {
    guard one.mayBeUnknown, case .term(let term, _) = one else {
      return one.mayBeUnknown ? .no : one
    }
    return .term(
      Term("COALESCE(\(term.text), FALSE)", of: [term], isAtom: true), mayBeUnknown: false)
  }

  /// Not certainly otherwise.
  func mayBeTrue(_ one: Condition) -> Condition {
    guard one.mayBeUnknown, case .term(let term, _) = one else {
      return one.mayBeUnknown ? .yes : one
    }
    return .term(
      Term("COALESCE(\(term.text), TRUE)", of: [term], isAtom: true), mayBeUnknown: false)
  }

  func isUnknown(_ one: Condition) -> Condition {
    guard one.mayBeUnknown, case .term(let term, _) = one else {
      return one.mayBeUnknown ? .yes : .no
    }
    return .term(Term(term.inner + " IS NULL", of: [term]), mayBeUnknown: false)
  }

  // MARK: - Comparisons

  /// A comparison with something absent is false. FALSE AND x is FALSE, NULL AND FALSE is FALSE:
  /// that is what joining presence and comparison asks for.
  mutating func compared(
    _ comparison: Comparison, _ one: OperationID, _ two: OperationID
  ) -> Condition {
    if let found = comparedQuotient(comparison, one, two) { return found }
    let (left, right) = (number(one), number(two))
    return compared(comparison, left, right)
  }

  mutating func compared(
    _ comparison: Comparison, _ one: Number, _ two: Number
  ) -> Condition {
    if one.presence == .never || two.presence == .never { return .no }
    if one.mayCross || two.mayCross {
      refuse(.floorAboveCeiling)
      return .no
    }
    let (left, right, _) = aligned(one, two)
    let certain: Condition
    switch comparison {
    case .less: certain = below(left, right, "<")
    case .lessEqual: certain = below(left, right, "<=")
    case .greater: certain = below(right, left, "<")
    case .greaterEqual: certain = below(right, left, "<=")
    case .equal: certain = equal(left, right)
    case .notEqual: certain = not(equal(left, right))
    }
    return and([presence(one.presence), presence(two.presence), certain])
  }

  func presence(_ presence: Presence) -> Condition {
    switch presence {
    case .always: .yes
    case .never: .no
    case .when(let term): .term(term, mayBeUnknown: true)
    }
  }

  /// Certain if the highest on one side is below the lowest on the other, impossible if the lowest
  /// is not below the highest.
  private func below(_ one: Number, _ two: Number, _ sign: String) -> Condition {
    let certain = holds(one.high, sign, two.low)
    if one.isPoint, two.isPoint { return certain }
    let impossible = holds(two.high, sign == "<" ? "<=" : "<", one.low)
    if certain.isYes || impossible.isYes { return certain.isYes ? .yes : .no }
    return certain.isUnknown && impossible.isUnknown
      ? .constant(.unknown) : decided(yes: certain, no: impossible)
  }

  private func equal(_ one: Number, _ two: Number) -> Condition {
    if one.isPoint, two.isPoint { return holds(one.low, "=", two.low) }
    // All four ends are one number.
    let isOne = and([
      holds(one.low, "=", one.high), holds(one.low, "=", two.low), holds(one.low, "=", two.high),
    ])
    let apart = or(holds(one.low, ">", two.high), holds(one.high, "<", two.low))
    return decided(yes: isOne, no: apart)
  }

  /// `yes` and `no` are true or not: unknown ones say nothing.
  private func decided(yes: Condition, no: Condition) -> Condition {
    var text = "CASE"
    var parts: [Term] = []
    for (test, word) in [(yes, "TRUE"), (no, "FALSE")] {
      guard case .term(let found, _) = test else {
        if test.isYes {
          return text == "CASE"
            ? .constant(Truth(word == "TRUE"))
            : .term(Term(text + " ELSE \(word) END", of: parts), mayBeUnknown: false)
        }
        continue
      }
      text += " WHEN \(found.text) THEN \(word)"
      parts.append(found)
    }
    if parts.isEmpty { return .constant(.unknown) }
    return .term(Term(text + " END", of: parts), mayBeUnknown: true)
  }

  /// Whether two ends compare so; unknown where one of them is open.
  func holds(_ one: End, _ sign: String, _ two: End) -> Condition {
    if case .constant(let left) = one, case .constant(let right) = two {
      switch sign {
      case "<": return .constant(Truth(left < right))
      case "<=": return .constant(Truth(left <= right))
      case ">": return .constant(Truth(left > right))
      case ">=": return .constant(Truth(left >= right))
      default: return .constant(Truth(left == right))
      }
    }
    guard let left = operand(one), let right = operand(two) else { return .constant(.unknown) }
    return .term(
      Term("\(left.inner) \(sign) \(right.inner)", of: [left, right]),
      mayBeUnknown: one.mayBeOpen || two.mayBeOpen)
  }
}

extension Condition {
  fileprivate var isUnknown: Bool { self == .constant(.unknown) }
}
