/// The statuses that a title may still have in the evaluation year, as a set.
///
/// The members exclude each other; `first` is the part of `new` that was never held before.
package struct TitleStatus: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Neither held nor won.
  package static let none = TitleStatus(rawValue: 1)
  /// Newly recognised, never held before.
  package static let newFirst = TitleStatus(rawValue: 2)
  /// Newly recognised, held once before.
  package static let newAgain = TitleStatus(rawValue: 4)
  package static let renewed = TitleStatus(rawValue: 8)
  package static let relocated = TitleStatus(rawValue: 16)
  /// In force, no event this year.
  package static let held = TitleStatus(rawValue: 32)

  package static let new: TitleStatus = [.newFirst, .newAgain]
  package static let inForce: TitleStatus = [.newFirst, .newAgain, .renewed, .relocated, .held]
  package static let unknown: TitleStatus = [
    .none, .newFirst, .newAgain, .renewed, .relocated, .held,
  ]

  package var isSettled: Bool { rawValue.nonzeroBitCount == 1 }

  /// Whether the status is one of `wanted`.
  package func isOne(of wanted: TitleStatus) -> Truth {
    Truth(
      mayBeTrue: !isDisjoint(with: wanted), mayBeFalse: !subtracting(wanted).isEmpty)
  }
}
