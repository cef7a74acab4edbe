import Jili

/// Phases 10 and 11: the instalment due now, and who pays it.
extension Emitter {
  mutating func applyInstalments(_ lines: inout [LineSum]) {
    sheet.begin("本期应付")
    for index in lines.indices { lines[index].wholeHigh = lines[index].high }
    for index in plan.lines.indices {
      let line = plan.lines[index]
      guard line.instalmentSlot >= 0, !line.isRenewal, !line.payment.isEmpty else { continue }
      enter(index)
      let whole = lines[index]
      for place in line.payment.indices {
        let isAsked = and(instalment(line.instalmentSlot, [place]), isPositive(whole.high))
        var (low, high) = ends(of: place, line.payment, whole)
        if place == line.payment.count - 1, line.paidSlot >= 0 {
          let paid = value(of: line.paidSlot)
          let isKnown = not(isOpen(paid))
          let known = filled(paid, .constant(0))
          let lowRest = greater(difference(whole.low, known), .constant(0), openWins: false)
          let highRest = greater(difference(whole.high, known), .constant(0), openWins: true)
          (low, high) = (pick(isKnown, lowRest, low), pick(isKnown, highRest, high))
        }
        lines[index].low = pick(isAsked, natural(low), lines[index].low)
        lines[index].high = pick(isAsked, natural(high), lines[index].high)
      }
      keep(&lines[index], lineName(index) + "_本期")
    }
  }

  /// The least and the most that a part comes to, between the ends of the sum.
  private mutating func ends(
    of place: Int, _ payment: [Instalment], _ whole: LineSum
  ) -> (low: End, high: End) {
    let shares = payment.map(\.share)
    var low = schedule(shares, whole.low)[place]
    if whole.low == whole.high { return (low, low) }
    var high = schedule(shares, whole.high)[place]
    let reach = InstalmentRange(place, of: payment).reach
    if reach == 0 { return (low, high) }
    guard reach <= Self.farthestPart else {
      refuse(.farParts)
      return (low, high)
    }
    // What is asked several times stands in columns of its own, or the query doubles at each part.
    let name = clause.name + "_期"
    for step in 0..<reach {
      let fen = End.constant(Int128(step + 1))
      let above = natural(lesser(sum(whole.low, fen), whole.high, openWins: false))
      let below = natural(greater(difference(whole.high, fen), whole.low, openWins: true))
      let least = schedule(shares, kept(above, as: name), keeping: name)[place]
      let most = schedule(shares, kept(below, as: name), keeping: name)[place]
      low = kept(lesser(low, least, openWins: false), as: name)
      high = kept(greater(high, most, openWins: true), as: name)
    }
    return (low, high)
  }

  /// More sums than these are not tried in a query.
  private static let farthestPart = 32

  /// Splits a sum: every part but the rest rounds half up, the rest takes what is left.
  /// `keeping`: what is left behind each part as a column of that name.
  mutating func schedule(
    _ shares: [Exact?], _ sum: End, keeping name: String? = nil
  ) -> [End] {
    var parts: [End] = []
    var left = sum
    for share in shares {
      guard let share else {
        parts.append(left)
        continue
      }
      let exact = rounded(
        scaled(sum, by: share.numerator), 100 * share.denominator, 1, down: false)
      let paid = lesser(exact, left, openWins: true)
      parts.append(paid)
      left = natural(difference(left, paid))
      if let name { left = kept(left, as: name) }
    }
    return parts
  }
}

extension Emitter {
  /// What each payer bears of everything that a row certainly gets, and what nobody's share is
  /// settled of.
  mutating func payers(_ lines: [LineSum], total: End) -> [(name: String, sum: End)] {
    let names = PayerShares(plan).names
    if names.isEmpty { return [] }
    sheet.begin("分担")
    var sums = names.map { _ in End.constant(0) }
    for (index, line) in lines.enumerated() {
      enter(index)
      let policy = plan.policy(ofLine: index)
      let own = plan.lines[index].funding
      for (payer, share) in shares(own.isEmpty ? plan.policies[policy].funding : own, line) {
        guard let place = names.firstIndex(of: plan.qualified(payer, policy)) else { continue }
        sums[place] = sum(sums[place], share)
      }
    }
    var rest = total
    var result: [(name: String, sum: End)] = []
    for (name, borne) in zip(names, sums) {
      let column = kept(borne, as: "分担_" + name)
      rest = difference(rest, column)
      result.append(("分担_" + name, column))
    }
    return result + [("未分担", kept(rest, as: "未分担"))]
  }

  /// The shares of the first entry that holds; none where it is not known which one does.
  private mutating func shares(_ entries: [Funding], _ line: LineSum) -> [(String, End)] {
    var rest = isPositive(line.high)
    var result: [(String, End)] = []
    for entry in entries {
      let condition = truth(entry.condition)
      let applies = and(rest, isYes(condition))
      rest = and(rest, not(mayBeTrue(condition)))
      if applies.isNo { continue }
      let last = entry.payers.count - 1
      let parts = schedule(
        entry.payers.enumerated().map { $0.offset == last ? nil : $0.element.share }, line.low)
      for (payer, part) in zip(entry.payers, parts) {
        let share = kept(part, as: clause.name + "_" + payer.name)
        result.append((payer.name, pick(applies, natural(share), .constant(0))))
      }
    }
    return result
  }

  /// `due`, `not-due`, `over-quota`, `excluded`; `open` where the sum is still a range.
  func state(_ line: LineSum) -> Term {
    let states: [(Condition, String)] = [
      (not(line.wasPossible), "not-due"), (line.isOverQuota, "over-quota"),
      (
        line.wholeHigh == line.high
          ? .no : and(not(isPositive(line.high)), isPositive(line.wholeHigh)), "not-due"
      ),
      (line.wasPossible == isPositive(line.high) ? .no : not(isPositive(line.high)), "excluded"),
      (or(line.isContested, line.isTied), "open"),
      (isYes(holds(line.low, "=", line.high)), "due"),
    ]
    var text = "CASE"
    var parts: [Term] = []
    for (test, word) in states where !test.isNo {
      if test.isYes {
        let last = dialect.text(word)
        return Term(text == "CASE" ? last : text + " ELSE \(last) END", of: parts)
      }
      parts.append(term(test))
      text += " WHEN \(parts[parts.count - 1].text) THEN \(dialect.text(word))"
    }
    let open = dialect.text("open")
    return Term(parts.isEmpty ? open : text + " ELSE \(open) END", of: parts)
  }
}
