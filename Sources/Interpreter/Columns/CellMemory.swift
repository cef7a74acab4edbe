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

  /// Longer cells are read each time.
  private static let longest = Int(jili_word_bytes.rawValue)
  private static let places = Int(jili_word_places.rawValue)

  private(set) var words: UnsafeMutablePointer<jili_word>

  init() {
    words = .allocate(capacity: Self.places)
    words.initialize(repeating: jili_word(), count: Self.places)
  }

  deinit { words.deallocate() }

  /// What the cell came to when it was read last.
  func meaning(_ cell: UnsafePointer<UInt8>, _ count: Int) -> Meaning? {
    guard let word = jili_find_word(words, cell, count)?.pointee else { return nil }
    return Meaning(number: word.number, state: word.state, isOdd: word.is_odd != 0)
  }

  func keep(_ cell: UnsafePointer<UInt8>, _ count: Int, _ meaning: Meaning) {
    guard count > 0, count <= Self.longest else { return }
    var word = jili_word()
    withUnsafeMutableBytes(of: &word.text) { text in
      text.copyMemory(from: UnsafeRawBufferPointer(start: cell, count: count))
    }
    word.number = meaning.number
    word.state = meaning.state
    word.is_odd = meaning.isOdd ? 1 : 0
    word.count = UInt8(count)
    // Two cells that fall on one place shall not drive each other out again and again.
    let place = Int(jili_word_place(cell, count))
    words[place ^ 1] = words[place]
    words[place] = word
  }
}
