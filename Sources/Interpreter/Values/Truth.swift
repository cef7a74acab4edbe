/// What a condition may still be, given what is known: Kleene's three values as two bits.
package struct Truth: Hashable, Sendable {
  package let mayBeTrue: Bool
  package let mayBeFalse: Bool

  package static let yes = Truth(mayBeTrue: true, mayBeFalse: false)
  package static let no = Truth(mayBeTrue: false, mayBeFalse: true)
  package static let unknown = Truth(mayBeTrue: true, mayBeFalse: true)

  /// Of what is not there at all: it leaves to the other branch what a choice says.
  package static let neither = Truth(mayBeTrue: false, mayBeFalse: false)

  package init(mayBeTrue: Bool, mayBeFalse: Bool) {
    self.mayBeTrue = mayBeTrue
    self.mayBeFalse = mayBeFalse
  }

  package init(_ value: Bool) { self = value ? .yes : .no }

  package var isYes: Bool { mayBeTrue && !mayBeFalse }
  package var isNo: Bool { !mayBeTrue }
  package var isUnknown: Bool { mayBeTrue && mayBeFalse }

  package func and(_ other: Truth) -> Truth {
    Truth(
      mayBeTrue: mayBeTrue && other.mayBeTrue, mayBeFalse: mayBeFalse || other.mayBeFalse)
  }

  package func or(_ other: Truth) -> Truth {
    Truth(
      mayBeTrue: mayBeTrue || other.mayBeTrue, mayBeFalse: mayBeFalse && other.mayBeFalse)
  }

  package var not: Truth { Truth(mayBeTrue: mayBeFalse, mayBeFalse: mayBeTrue) }

  /// Everything that either may be.
  package func hull(_ other: Truth) -> Truth {
    Truth(
      mayBeTrue: mayBeTrue || other.mayBeTrue, mayBeFalse: mayBeFalse || other.mayBeFalse)
  }
}
