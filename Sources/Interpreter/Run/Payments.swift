/// Phases 10 and 11: the instalment due now, and who pays it.

/// Splits a sum by a payment schedule: every part but the last rounds half up, the last takes the
/// rest, so that the parts add up to the 分.
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

extension Work {
  /// Cuts the line to the instalment that the row asks for. `paid` is the record, if there is one.
  mutating func cut(toInstalment index: Int, of payment: [Instalment], paid: Exact?) -> Explanation?
  {
    whole = (low, high)
    guard index < payment.count else { return nil }
    let isLast = index == payment.count - 1
    guard isLast, let paid else {
      low = schedule(payment, low)[index]
      high = high.map { schedule(payment, $0)[index] }
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
    let lows = shares(entry.payers, low)
    let highs = high.map { shares(entry.payers, $0) }
    return entry.payers.indices.map { index in
      Part(label: entry.payers[index].name, low: lows[index], high: highs?[index])
    }
  }
  return [Part(label: nil, low: low, high: high)]
}

private func shares(_ payers: [Funding.Payer], _ sum: Exact) -> [Exact] {
  schedule(
    payers.enumerated().map { index, payer in
      Instalment(label: payer.name, share: index == payers.count - 1 ? nil : payer.share)
    }, sum)
}
