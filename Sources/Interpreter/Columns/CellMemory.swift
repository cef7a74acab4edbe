import CBytes

/// The cells of one column that were read before, with what they came to: a column of statuses has
/// few different cells, however many rows.
final class CellMemory {
  /// How a cell came out: a number or code for its column, or a row that columns cannot hold.
  struct Meaning {
    var number: Int64 = 0
    var state: UInt8 = 0
    var isOdd = false
  }

  private struct Slot {
    var key: UInt64 = 0
    var count = -1
    var meaning = Meaning()
  }

  /// Longer cells are read each time.
  static let longest = 64
  private static let places = 256

  private let slots: UnsafeMutablePointer<Slot>
  private let texts: UnsafeMutablePointer<UInt8>

  init() {
    slots = .allocate(capacity: Self.places)
    slots.initialize(repeating: Slot(), count: Self.places)
    texts = .allocate(capacity: (Self.places + 1) * Self.longest)
    texts.initialize(repeating: 0, count: (Self.places + 1) * Self.longest)
  }

  deinit {
    slots.deallocate()
    texts.deallocate()
  }

  /// What the cell came to when it was read last, else what `read` makes of it.
  @inline(__always)
  func meaning(
    _ cell: UnsafePointer<UInt8>, _ count: Int, read: () -> Meaning
  ) -> Meaning {
    guard count <= Self.longest else { return read() }
    let key = jili_key(cell, count)
    let place = Int((key ^ (key >> 32)) & UInt64(Self.places - 1))
    if isKnown(place, key, cell, count) { return slots[place].meaning }
    // Two cells that fall on one place shall not drive each other out again and again.
    let second = place ^ 1
    if isKnown(second, key, cell, count) { return slots[second].meaning }
    let meaning = read()
    slots[second] = slots[place]
    (texts + second * Self.longest).update(
      from: texts + place * Self.longest, count: Self.longest)
    slots[place] = Slot(key: key, count: count, meaning: meaning)
    (texts + place * Self.longest).update(from: cell, count: count)
    return meaning
  }

  @inline(__always)
  private func isKnown(
    _ place: Int, _ key: UInt64, _ cell: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    slots[place].key == key && slots[place].count == count
      && jili_equal(cell, texts + place * Self.longest, count)
  }
}
