/// Phases 10 and 11: the instalment due now, and who pays it.

/// Splits a sum by a payment schedule: every part but the last rounds half up and is no more than
/// what is left, the last takes the rest, so that the parts add up to the 分.
func schedule(_ payment: [Instalment], _ sum: Exact) -> [Exact] {
  var parts: [Exact] = []
  var left = sum
  for part in payment {
    guard let share = part.share else {
      parts.append(left)
      continue
    }
    // A row with a sum that does not fit has no result.
    let paid = min(sum.part(share) ?? .zero, left)
    parts.append(paid)
    left = left.subtracting(paid) ?? .zero
  }
  return parts
}

/// What one instalment of a sum between two ends may come to.
package struct InstalmentRange {
  /// How many 分 from an end of the sum its extremes may lie: from the third part on, parts before
  /// it that round up together take what the next 分 of the sum brings.
  package let reach: Int
  private let payment: [Instalment]
  private let index: Int
  private let share: Exact

  /// No row waits for more trials than these; what they leave open is bounded by what rounding
  /// can do.
  private static let trials = 10_000

  package init(_ index: Int, of payment: [Instalment]) {
    (self.index, self.payment) = (index, payment)
    let before = payment[..<index].compactMap(\.share)
    let taken = before.reduce(Exact.zero) { $0.adding($1) ?? .one }
    share = payment[index].share ?? Exact.one.subtracting(taken) ?? .zero
    guard index > 1 else {
      reach = 0
      return
    }
    // Parts deviate from their shares by half a 分 each, and repeat where all shares are whole.
    let slope = Exact(index).divided(by: share).map { Int(clamping: $0.floor) } ?? .max
    let period = (before + [share]).reduce(UInt128(1)) { shared, share in
      let parts = share.denominator.magnitude
      let (product, overflow) = (shared / greatestCommonDivisor(shared, parts))
        .multipliedReportingOverflow(by: parts)
      return overflow ? .max : product
    }
    reach = min(slope, Int(clamping: period - 1))
  }

  func ends(_ low: Exact, _ high: Exact?) -> (low: Exact, high: Exact?) {
    func part(_ sum: Exact) -> Exact { schedule(payment, sum)[index] }
    var (least, most) = (part(low), high.map(part))
    guard reach > 0, low != high else { return (least, most) }
    guard reach <= Self.trials else {
      let slack = Exact(index).multiplied(by: .fen) ?? .zero
      least = max(.zero, min(least, low.part(share)?.subtracting(slack) ?? .zero))
      return (least, high.flatMap { high in high.part(share)?.adding(slack).map { min($0, high) } })
    }
    var (up, down) = (low, high)
    for _ in 0..<reach {
      guard let next = up.adding(.fen), high.map({ next <= $0 }) ?? true else { break }
      up = next
      least = min(least, part(up))
    }
    for _ in 0..<reach {
      guard let next = down?.subtracting(.fen), next >= low else { break }
      down = next
      most = most.map { max($0, part(next)) }
    }
    return (least, most)
  }
}

extension Work {
  /// Cuts the line to the instalment that the row asks for. `paid` is the record, if there is one.
  mutating func cut(toInstalment index: Int, of payment: [Instalment], paid: Exact?) -> Explanation?
  {
    whole = (low, high)
    guard index < payment.count else { return nil }
    let isLast = index == payment.count - 1
    guard isLast, let paid else {
      (low, high) = InstalmentRange(index, of: payment).ends(low, high)
      return nil
    }
    let isOverpaid = high.map { $0 < paid } ?? false
    low = max(.zero, low.subtracting(paid) ?? .zero)
    high = high.map { max(.zero, $0.subtracting(paid) ?? .zero) }
    guard isOverpaid else { return nil }
    return Explanation(
      zh: "已付 \(paid.yuanText) 超过核定，本期为 0，不追回",
      en: "paid \(paid.yuanText), more than approved; this instalment is 0, nothing is claimed back"
    )
  }
}

/// The shares of the payers in a sum; label nil where nobody's share is settled.
func fundingParts(
  _ entries: [Funding], _ conditions: [Truth], low: Exact, high: Exact?
) -> [Part] {
  guard !entries.isEmpty, high.map({ $0 > .zero }) ?? true else { return [] }
  for (entry, condition) in zip(entries, conditions) {
    if condition.isNo { continue }
    guard condition.isYes else { break }
    let parts = entry.payers.indices.map { index in
      let payer = entry.payers[index]
      let isLast = index == entry.payers.count - 1
      return Instalment(label: payer.name, share: isLast ? nil : payer.share)
    }
    // The low ends are of what is certain, so that the payers together bear all of it.
    return zip(parts.indices, schedule(parts, low)).map { index, least in
      let most = low == high ? least : InstalmentRange(index, of: parts).ends(low, high).high
      return Part(label: parts[index].label, low: least, high: most)
    }
  }
  return [Part(label: nil, low: low, high: high)]
}
