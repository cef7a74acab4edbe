/// Writes down what of a row is asked, so that rows that are alike have the same sign.
struct RowSigns {
  let asked: AskedFacts

  /// The sign of a row of the batch that a desk has computed.
  func sign(_ row: Int, _ desk: ColumnDesk) -> [UInt8] {
    var sign: [UInt8] = []
    sign.reserveCapacity(asked.codes.count + 11 * asked.numbers.count)
    for column in asked.codes {
      sign.append(desk.batch.codes[column * ColumnBatch.capacity + row])
    }
    for number in asked.numbers {
      let index = number.column * ColumnBatch.capacity + row
      let parts = desk.batch.numbers[index]
      sign.append(desk.batch.states[index])
      if !number.marks.isEmpty { sign.append(number.place(parts)) }
      // Rows of one length must not differ in which numbers they wrote down.
      let counts = counts(number, row, desk)
      sign.append(counts ? 1 : 0)
      if counts { withUnsafeBytes(of: parts) { sign.append(contentsOf: $0) } }
    }
    return sign
  }

  /// Whether the number itself is asked for.
  private func counts(_ number: AskedFacts.Number, _ row: Int, _ desk: ColumnDesk) -> Bool {
    switch number.use {
    case .order: false
    case .value: true
    case .sums(let lines): lines.contains { desk.machine.isPossible($0, row: row) }
    }
  }
}

/// What was found for rows of one sign. The first row of a sign leaves nothing but its hash: where
/// all rows differ, little is kept.
struct SignBook<Found> {
  /// nil stands for rows of which nothing can be kept.
  private var places: [[UInt8]: Int?] = [:]
  var found: [Found] = []
  private var met: Set<Int> = []

  private static var mostFound: Int { 1 << 12 }
  private static var mostMet: Int { 1 << 16 }

  /// The place of what was found for a sign; with the second row of the sign it is made.
  mutating func place<E>(_ sign: [UInt8], make: () throws(E) -> Found?) throws(E) -> Int? {
    if let known = places[sign] { return known }
    if places.count == Self.mostFound { return nil }
    if met.count == Self.mostMet { met.removeAll(keepingCapacity: true) }
    if met.insert(sign.hashValue).inserted { return nil }
    guard let made = try make() else {
      places[sign] = .some(nil)
      return nil
    }
    places[sign] = found.count
    found.append(made)
    return found.count - 1
  }
}
