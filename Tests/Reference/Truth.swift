/// What a condition may turn out to be: true, false, or either.
package struct Truth: Hashable, Sendable {
  package let mayHold: Bool
  package let mayFail: Bool

  package static let yes = Truth(mayHold: true, mayFail: false)
  package static let no = Truth(mayHold: false, mayFail: true)
  package static let unknown = Truth(mayHold: true, mayFail: true)

  package init(mayHold: Bool, mayFail: Bool) {
    self.mayHold = mayHold
    self.mayFail = mayFail
  }

  package init(_ known: Bool) { self = known ? .yes : .no }

  package var isKnown: Bool { mayHold != mayFail }
  package var isCertain: Bool { self == .yes }
}

/// A truth together with the missing facts that keep it open; a known truth hangs on nothing.
package struct Verdict: Hashable, Sendable {
  package let truth: Truth
  package let reasons: Set<String>

  package init(_ truth: Truth, _ reasons: Set<String> = []) {
    self.truth = truth
    self.reasons = truth.isKnown ? [] : reasons
  }

  package init(_ known: Bool) { self.init(Truth(known)) }

  package static func && (left: Verdict, right: Verdict) -> Verdict {
    Verdict(
      Truth(
        mayHold: left.truth.mayHold && right.truth.mayHold,
        mayFail: left.truth.mayFail || right.truth.mayFail),
      left.reasons.union(right.reasons))
  }

  package static func || (left: Verdict, right: Verdict) -> Verdict { !(!left && !right) }

  package static prefix func ! (value: Verdict) -> Verdict {
    Verdict(
      Truth(mayHold: value.truth.mayFail, mayFail: value.truth.mayHold), value.reasons)
  }
}
