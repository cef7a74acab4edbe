import Jili

/// What is certain of two operations from how they are made.
extension Emitter {
  /// Whether the floor is never above both its ceiling and 0. Capping both, taking the same from
  /// both and cutting at 0 then leave it no higher than the ceiling.
  func isOrdered(_ floor: OperationID, _ ceiling: OperationID) -> Bool {
    if floor == ceiling { return true }
    switch (plan.operations[floor], plan.operations[ceiling]) {
    case (.constant(let low), .constant(let high)):
      guard let low = low.low, let high = high.high else { return true }
      return low <= max(high, .zero)
    case (.constant(let low), _): return low.low.map { $0 <= .zero } ?? true
    case (_, .constant(let high)): return high.high == nil
    case (.multiply(let one, let two), .multiply(let three, let four)):
      return isShare(one, two, three, four) || isShare(two, one, four, three)
        || isShare(one, two, four, three) || isShare(two, one, three, four)
    case (.minimum(let one, let two), .minimum(let three, let four)):
      return two == four && isOrdered(one, three) || one == three && isOrdered(two, four)
    case (.choose(_, let one, let two), .choose(_, let three, let four)):
      return [one, two].allSatisfy { low in
        [three, four].allSatisfy { isOrdered(low, $0) }
      } || isSameChoice(floor, ceiling)
    default: return false
    }
  }

  /// A share of something beside a larger share of the same.
  private func isShare(
    _ share: OperationID, _ base: OperationID, _ larger: OperationID, _ other: OperationID
  ) -> Bool {
    guard base == other, case .constant(let one) = plan.operations[share],
      case .constant(let two) = plan.operations[larger], let low = one.low, let high = two.low,
      one.exact != nil, two.exact != nil
    else { return false }
    return low >= .zero && low <= high
  }

  /// The same condition decides for both.
  private func isSameChoice(_ floor: OperationID, _ ceiling: OperationID) -> Bool {
    guard case .choose(let test, let one, let two) = plan.operations[floor],
      case .choose(test, let three, let four) = plan.operations[ceiling]
    else { return false }
    return isOrdered(one, three) && isOrdered(two, four)
  }

  /// A fact that may be 0 while it is unknown divides only where it is known.
  mutating func divisor(_ operation: OperationID) -> Number {
    guard case .number(let slot, let bounds) = plan.operations[operation],
      !plan.facts[plan.slotFacts[slot]].isParameter, bounds.low.map({ $0 <= .zero }) ?? true,
      bounds.high.map({ $0 >= .zero }) ?? true, bounds != .zero,
      slot != plan.facts[plan.slotFacts[slot]].peakSlot
    else { return number(operation) }
    return fact(slot, .unknown)
  }
}
