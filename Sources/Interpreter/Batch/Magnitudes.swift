import JiliLexer

/// How large the amounts of each money column are: a column in the wrong unit is 10,000 times too
/// large or too small in every row, and nothing else tells.
///
/// Counted are amounts by their first three digits and their power of ten, so that a column takes
/// the same room however many rows it has. 0 has no unit that could be wrong.
struct Magnitudes {
  private struct Column {
    var file: Int
    var place: Int
    var fact: Int
    /// Amounts by first three digits and power of ten.
    var counts: [Int: Int] = [:]
  }

  private let layout: RowLayout
  private let names: [(file: String, headers: [String])]
  private var columns: [Column] = []
  /// Index into `columns` by file, place and fact.
  private var slots: [[[Int: Int]]] = []

  init(_ layout: RowLayout, _ files: [CompanyFile]) {
    self.layout = layout
    names = files.map { ($0.name, $0.headers) }
    for (index, file) in files.enumerated() {
      var places = [[Int: Int]](repeating: [:], count: file.headers.count)
      for column in file.columns {
        for (target, type, _) in column.targets {
          guard case .money = type.kind, case .value = target.role else { continue }
          places[column.place][target.fact] = columns.count
          columns.append(Column(file: index, place: column.place, fact: target.fact))
        }
      }
      slots.append(places)
    }
  }

  mutating func add(_ amount: Exact, file: Int, place: Int, fact: Int) {
    guard let slot = slots[file][place][fact], let key = magnitude(amount) else { return }
    columns[slot].counts[key, default: 0] += 1
  }

  /// Takes in what was counted of other rows of the same files.
  mutating func add(_ other: Magnitudes) {
    for (slot, column) in other.columns.enumerated() {
      columns[slot].counts.merge(column.counts, uniquingKeysWith: +)
    }
  }

  /// Columns whose middle amount is 100 times outside what the rules state, and facts of which two
  /// files differ 10,000 times.
  func problems() -> [InputProblem] {
    var found: [InputProblem] = []
    var seen: [Int: [(column: Column, middle: Exact)]] = [:]
    for column in columns {
      guard let middle = middle(of: column) else { continue }
      let (file, headers) = names[column.file]
      let header = headers[column.place]
      let fact = layout.facts[column.fact]
      if isFar(middle, from: fact.bounds) {
        found.append(.farFromBounds(file, header: header, middle: middle, fact: fact))
      }
      let earlier = seen[column.fact]?.first { other in
        other.column.file != column.file
          && (isAtLeast(middle, 10_000, other.middle) || isAtLeast(other.middle, 10_000, middle))
      }
      if let earlier {
        found.append(
          .filesDiffer(
            file, header: header, middle, other: names[earlier.column.file].file, earlier.middle))
      }
      seen[column.fact, default: []].append((column, middle))
    }
    return found
  }

  private func isFar(_ middle: Exact, from bounds: Bounds) -> Bool {
    if let high = bounds.high, isAtLeast(middle, 100, high), high > .zero { return true }
    if let low = bounds.low, low > .zero, isAtLeast(low, 100, middle) { return true }
    return false
  }

  private func isAtLeast(_ one: Exact, _ times: Int, _ other: Exact) -> Bool {
    guard let product = other.multiplied(by: Exact(times)) else { return false }
    return one >= product
  }

  /// The amount in the middle, to three digits.
  private func middle(of column: Column) -> Exact? {
    let count = column.counts.values.reduce(0, +)
    var before = 0
    for (key, number) in column.counts.sorted(by: { $0.key < $1.key }) {
      before += number
      if before * 2 >= count {
        return Exact(digits: Int128(key % 1000), timesTenTo: key / 1000 - Limits.moneyDecimals)
      }
    }
    return nil
  }
}

/// The first three digits, and behind them the power of ten of the last of these: of an amount in
/// the smallest part that it may have.
private func magnitude(_ amount: Exact) -> Int? {
  guard !amount.isZero, let parts = Exact(digits: 1, timesTenTo: Limits.moneyDecimals),
    let whole = amount.multiplied(by: parts), whole.isWhole
  else { return nil }
  var digits = whole.numerator.magnitude
  var power = 0
  while digits >= 1000 {
    digits /= 10
    power += 1
  }
  return power * 1000 + Int(digits)
}
