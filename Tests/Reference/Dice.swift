/// SplitMix64: a seed gives the same programs and companies on every machine.
package struct Dice: Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  package mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(max(1, sides))) }

  package mutating func roll(_ span: ClosedRange<Int>) -> Int {
    span.lowerBound + roll(span.count)
  }

  /// True about `percent` times in a hundred.
  package mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }

  package mutating func pick<Element>(_ items: [Element]) -> Element {
    items[roll(items.count)]
  }

  /// Some of the items, at most `limit`, in their own order.
  package mutating func some<Element>(_ items: [Element], atMost limit: Int) -> [Element] {
    var wanted = roll(0...min(limit, items.count))
    var left = items.count
    return items.filter { _ in
      let taken = roll(left) < wanted
      left -= 1
      wanted -= taken ? 1 : 0
      return taken
    }
  }

  package mutating func shuffled<Element>(_ items: [Element]) -> [Element] {
    var result = items
    for index in result.indices.dropFirst() { result.swapAt(index, roll(index + 1)) }
    return result
  }
}
