/// Phases 8 to 11: yearly ceilings, other policies, instalments, payers.
extension Inquiry {
  /// A running ceiling over lines in their order.
  private func limit(
    _ names: [LineName], to cap: Expression, _ rows: [Int], _ lines: inout [LineName: [Line]]
  ) {
    var lowBefore = Rational.zero
    for row in rows {
      let (least, most) = ends(of: cap, row: row)
      for name in names {
        guard let index = lines[name]?.firstIndex(where: { $0.row == row }),
          var line = lines[name]?[index]
        else { continue }
        let sum = line.sum
        let high = lower(sum.high, most.map { $0 - min(lowBefore, $0) })
        line.sum = Sum(
          low: min(lowBefore + sum.low, least) - min(lowBefore, least), high: high)
        if least != most, line.sum != sum { line.reasons.formUnion(reasons(of: cap, row: row)) }
        line.isExcluded = line.isExcluded || (!sum.isZero && line.sum.isZero)
        line.lowBeforeCeiling = sum.low
        lowBefore = lowBefore + sum.low
        lines[name]?[index] = line
      }
    }
  }

  /// What a ceiling may be at the least and at the most; nothing is paid under one below 0, and no
  /// parts of a 分 under any.
  func ends(of cap: Expression, row: Int) -> (least: Rational, most: Rational?) {
    let range = Scene(self, row: row).quantity(cap).range ?? .everything
    let most = range.high == .below ? .zero : range.high.value.map { max(.zero, $0) }
    let fen = Rational(1, over: 100)
    return (
      max(.zero, range.low.value ?? .zero).rounded(to: fen, down: true),
      most?.rounded(to: fen, down: true)
    )
  }

  private func reasons(of cap: Expression, row: Int) -> Set<String> {
    Scene(self, row: row).quantity(cap).reasons
  }

  func limitYear(_ rows: [Int], _ lines: inout [LineName: [Line]]) {
    for award in program.awards {
      guard let cap = award.clauses.yearlyCap else { continue }
      limit(award.lineNames, to: cap, rows, &lines)
    }
    for ceiling in program.ceilings { limit(ceiling.members, to: ceiling.cap, rows, &lines) }
  }

  private var overlapRule: OverlapRule {
    switch program.policy?.overlap {
    case nil: return .stack
    case .always(let rule): return rule
    case .reading(let name, let choice, let then, let otherwise):
      let chosen =
        options.readings[name] ?? program.readings.first { $0.name == name }?.choices.first
      return chosen == choice ? then : otherwise
    }
  }

  func overlap(_ line: inout Line) {
    let received = Scene(self, row: line.row).known(line.name.award, .received) ?? .zero
    guard received > .zero, !line.sum.isZero else { return }
    switch overlapRule {
    case .stack: return
    case .none: line.sum = .zero
    case .topUp: line.sum = line.sum.reduced(by: received)
    }
    line.isExcluded = line.sum.isZero
  }

  func payInstalment(_ line: inout Line, _ award: Award) {
    let scene = Scene(self, row: line.row)
    let payment = award.clauses.payment
    guard !line.name.isRenewal, let part = scene.instalment(of: award), part < payment.count else {
      return
    }
    if part == payment.count - 1, let paid = scene.known(award.name, .paid) {
      line.sum = line.sum.reduced(by: paid)
    } else {
      line.sum = instalment(part, of: payment, line.sum)
    }
  }

  /// What one of several parts comes to at the least and at the most: tried for every sum until all
  /// shares of it are whole numbers of 分 again, from both ends.
  private func instalment(_ part: Int, of payment: [Share], _ sum: Sum) -> Sum {
    let fen = Rational(1, over: 100)
    func due(_ sum: Rational) -> Rational {
      var (left, due) = (sum, Rational.zero)
      for share in payment[...part] {
        due = share.part.map { min(left, (sum * $0).rounded(to: fen)) } ?? left
        left = left - due
      }
      return due
    }
    var found = Sum(low: due(sum.low), high: sum.high.map(due))
    if sum.isPoint { return found }
    let whole = payment.compactMap(\.part?.denominator).reduce(1) {
      $0 / $0.greatestCommonDivisor(with: $1) * $1
    }
    for step in 1...Int(whole) {
      let steps = fen * Rational(step)
      if sum.high.map({ sum.low + steps <= $0 }) ?? true {
        found.low = min(found.low, due(sum.low + steps))
      }
      if let high = sum.high, high - steps >= sum.low {
        found.high = found.high.map { max($0, due(high - steps)) }
      }
    }
    return found
  }

  func fund(_ line: inout Line, _ award: Award) {
    var scene = Scene(self, row: line.row)
    scene.title = award.title
    let own = award.clauses.fundings
    let entries = own.isEmpty ? program.policy?.fundings ?? [] : own
    // The first entry that may hold decides; if it may fail too, nobody is named.
    let verdicts = entries.lazy.map { funding in
      (funding, funding.when.map { scene.verdict($0).truth } ?? .yes)
    }
    let found = verdicts.first { $1.mayHold }
    guard let (funding, truth) = found, truth.isCertain, let last = funding.shares.last else {
      line.funding = [Payment(payer: nil, sum: line.sum)]
      return
    }
    let shares = Array(funding.shares.dropLast()) + [Share(last.label, nil)]
    line.funding = shares.indices.map { index in
      // The low ends are of what is certain, so that the payers together bear all of it.
      let certain = instalment(index, of: shares, Sum(low: line.sum.low, high: line.sum.low))
      let open = instalment(index, of: shares, line.sum)
      return Payment(payer: shares[index].label, sum: Sum(low: certain.low, high: open.high))
    }
  }
}

extension Award {
  package var lineNames: [LineName] {
    let base = LineName(name)
    return clauses.renewal == nil ? [base] : [base, LineName(name, isRenewal: true)]
  }
}
