/// What a comparison asks about: one number or date of a company.
enum Measure: Hashable {
  case fact(FactID)
  case lastYear(FactID)
  case peak(FactID)
  case yearsSince(FactID)
  case year, day

  init?(_ typed: Typed) {
    switch typed.plain.kind {
    case .fact(let id): self = .fact(id)
    case .lastYear(let id): self = .lastYear(id)
    case .peak(let id): self = .peak(id)
    case .yearsSince(let id): self = .yearsSince(id)
    case .evaluationYear: self = .year
    case .evaluationDate: self = .day
    default: return nil
    }
  }
}

/// Numbers without a gap between them, each end with or without its bound; nil is no end.
struct Stretch: Equatable {
  var low: Exact?
  var hasLow = false
  var high: Exact?
  var hasHigh = false

  static let everything = Stretch()

  static func only(_ number: Exact) -> Stretch {
    Stretch(low: number, hasLow: true, high: number, hasHigh: true)
  }

  var isPoint: Bool { low != nil && low == high }

  /// Whether there is a number in it.
  private var isEmpty: Bool {
    guard let low, let high else { return false }
    return high < low || (high == low && !(hasLow && hasHigh))
  }

  /// The numbers of both; nil where there is none.
  func common(with other: Stretch) -> Stretch? {
    var both = self
    if let bound = other.low, both.low.map({ $0 < bound || ($0 == bound && !other.hasLow) }) ?? true
    {
      (both.low, both.hasLow) = (bound, other.hasLow)
    }
    if let bound = other.high,
      both.high.map({ bound < $0 || ($0 == bound && !other.hasHigh) }) ?? true
    {
      (both.high, both.hasHigh) = (bound, other.hasHigh)
    }
    return both.isEmpty ? nil : both
  }

  func isWithin(_ other: Stretch) -> Bool { common(with: other) == self }

  /// Whether this begins before the other.
  func begins(before other: Stretch) -> Bool {
    guard let bound = other.low else { return false }
    guard let low else { return true }
    return low < bound || (low == bound && hasLow && !other.hasLow)
  }
}

extension Stretch {
  /// The numbers for which a condition on one measure is true; nil where it asks anything else.
  static func all(of condition: Typed) -> (subject: Measure, parts: [Stretch])? {
    switch condition.plain.kind {
    case .compare(let comparison, let left, let right):
      guard let subject = Measure(left), let bound = right.point else { return nil }
      return (subject, all(comparison, bound))
    case .and(let left, let right):
      guard let one = all(of: left), let other = all(of: right), one.subject == other.subject else {
        return nil
      }
      let parts = one.parts.flatMap { part in other.parts.compactMap { part.common(with: $0) } }
      return (one.subject, parts)
    case .or(let left, let right):
      guard let one = all(of: left), let other = all(of: right), one.subject == other.subject else {
        return nil
      }
      return (one.subject, one.parts + other.parts)
    default: return nil
    }
  }

  private static func all(_ comparison: Comparison, _ bound: Exact) -> [Stretch] {
    switch comparison {
    case .equal: [.only(bound)]
    case .notEqual: [Stretch(high: bound), Stretch(low: bound)]
    case .less: [Stretch(high: bound)]
    case .lessEqual: [Stretch(high: bound, hasHigh: true)]
    case .greater: [Stretch(low: bound)]
    case .greaterEqual: [Stretch(low: bound, hasLow: true)]
    }
  }
}

extension [Stretch] {
  /// The same numbers in order, with none twice.
  var joined: [Stretch] {
    var result: [Stretch] = []
    for part in sorted(by: { $0.begins(before: $1) }) {
      guard var last = result.last, last.touches(part) else {
        result.append(part)
        continue
      }
      if let high = last.high,
        part.high.map({ high < $0 || (high == $0 && part.hasHigh) }) ?? true
      {
        (last.high, last.hasHigh) = (part.high, part.hasHigh)
      }
      result[result.count - 1] = last
    }
    return result
  }

  func areWithin(_ others: [Stretch]) -> Bool {
    let whole = others.joined
    return allSatisfy { part in whole.contains { part.isWithin($0) } }
  }
}

extension Stretch {
  /// Whether nothing lies between this and one that begins no earlier.
  fileprivate func touches(_ next: Stretch) -> Bool {
    guard let high, let low = next.low else { return true }
    return low < high || (low == high && (hasHigh || next.hasLow))
  }
}
