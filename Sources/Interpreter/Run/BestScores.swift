/// So many of the best scores, the worst of them in front, each no better than the two that stand
/// at twice its place.
///
/// A score of several keys is as many parts behind each other, 16 bytes each: a quota may have as
/// many places as a file has rows.
struct BestScores: Sendable {
  private let most: Int
  private var count = 0
  /// How many keys a score has.
  private var width = 0
  private var parts: [PackedScore] = []
  /// Those that 16 bytes do not hold.
  private var large: [Exact] = []

  init(_ count: Int128) { most = max(0, Int(clamping: count)) }

  /// The last of so many; nil where there are fewer.
  var last: [Score]? { count == most && count > 0 ? score(0) : nil }

  /// The last of one less; nil where there are fewer.
  var lastButOne: [Score]? {
    if count < most - 1 || count == 0 { return nil }
    if count < most { return score(0) }
    if count == 1 { return nil }
    return score(count > 2 && precedes(2, 1) ? 2 : 1)
  }

  mutating func add(_ score: [Score]) {
    guard most > 0 else { return }
    width = score.count
    if count < most {
      for part in score { parts.append(pack(part, insteadOf: nil)) }
      count += 1
      rise()
    } else if precedes(score) {
      for (place, part) in score.enumerated() {
        parts[place] = pack(part, insteadOf: parts[place])
      }
      sink()
    }
  }

  mutating func add(_ other: BestScores) {
    for place in 0..<other.count { add(other.score(place)) }
  }

  private func score(_ place: Int) -> [Score] {
    (place * width..<(place + 1) * width).map { unpacked(parts[$0]) }
  }

  /// Whether the score at one place is less than that at another.
  private func precedes(_ one: Int, _ other: Int) -> Bool {
    for part in 0..<width {
      let (left, right) = (parts[one * width + part], parts[other * width + part])
      if let order = left.order(right) {
        if order != 0 { return order < 0 }
        continue
      }
      let (first, second) = (unpacked(left), unpacked(right))
      if first != second { return first < second }
    }
    return false
  }

  /// Whether the worst is less than a score.
  private func precedes(_ score: [Score]) -> Bool {
    for part in 0..<width {
      if let order = PackedScore(score[part]).flatMap(parts[part].order) {
        if order != 0 { return order < 0 }
        continue
      }
      let worst = unpacked(parts[part])
      if worst != score[part] { return worst < score[part] }
    }
    return false
  }

  private mutating func rise() {
    var place = count - 1
    while place > 0 {
      let above = (place - 1) / 2
      guard precedes(place, above) else { return }
      swap(place, above)
      place = above
    }
  }

  private mutating func sink() {
    var place = 0
    while true {
      var least = place
      for below in [2 * place + 1, 2 * place + 2] where below < count && precedes(below, least) {
        least = below
      }
      if least == place { return }
      swap(place, least)
      place = least
    }
  }

  private mutating func swap(_ one: Int, _ other: Int) {
    for part in 0..<width { parts.swapAt(one * width + part, other * width + part) }
  }

  // MARK: - Parts

  private mutating func pack(_ score: Score, insteadOf old: PackedScore?) -> PackedScore {
    if let packed = PackedScore(score) { return packed }
    guard case .exact(let number) = score else { return PackedScore(large: 0) }
    if let old, old.denominator < 0 {
      large[Int(old.numerator)] = number
      return old
    }
    large.append(number)
    return PackedScore(large: large.count - 1)
  }

  private func unpacked(_ part: PackedScore) -> Score {
    if part.denominator < 0 { return .exact(large[Int(part.numerator)]) }
    let number = Exact(Int128(part.numerator), over: Int128(part.denominator))
    return number.map { .exact($0) } ?? (part.numerator < 0 ? .lowest : .highest)
  }
}

/// A score in 16 bytes: a fraction, over 0 where it is beyond all others, over less than that where
/// the number stands elsewhere.
private struct PackedScore: Sendable {
  let numerator: Int64
  let denominator: Int64

  /// nil where it does not fit.
  init?(_ score: Score) {
    switch score {
    case .lowest: (numerator, denominator) = (-1, 0)
    case .highest: (numerator, denominator) = (1, 0)
    case .exact(let number):
      guard let numerator = Int64(exactly: number.numerator),
        let denominator = Int64(exactly: number.denominator)
      else { return nil }
      (self.numerator, self.denominator) = (numerator, denominator)
    }
  }

  init(large place: Int) { (numerator, denominator) = (Int64(place), -1) }

  /// Less than 0 before another, more behind it; nil where one stands elsewhere.
  func order(_ other: PackedScore) -> Int? {
    if denominator < 0 || other.denominator < 0 { return nil }
    if denominator == 0, other.denominator == 0 { return Int(numerator - other.numerator) }
    // With 0 below it a fraction is beyond all others.
    let left = Int128(numerator) * Int128(other.denominator)
    let right = Int128(other.numerator) * Int128(denominator)
    return left == right ? 0 : left < right ? -1 : 1
  }
}
