package enum State: String, Hashable, Sendable {
  case notDue = "not-due"
  case overQuota = "over-quota"
  case excluded
  case undetermined
  case unspecified
  case upTo = "up-to"
  case due
}

/// A sum of money between two ends; no upper end is nil.
package struct Sum: Hashable, Sendable {
  package var low: Rational
  package var high: Rational?

  package static let zero = Sum(low: .zero, high: .zero)

  package init(low: Rational, high: Rational?) {
    self.low = low
    self.high = high
  }

  package var isZero: Bool { high == .zero }
  package var isPoint: Bool { high == low }

  package func map(_ change: (Rational) -> Rational) -> Sum {
    Sum(low: change(low), high: high.map(change))
  }

  package func reduced(by amount: Rational) -> Sum { map { max(.zero, $0 - amount) } }

  package func hull(_ other: Sum) -> Sum {
    Sum(low: min(low, other.low), high: lower(high, other.high, takingGreater: true))
  }

  package static func + (left: Sum, right: Sum) -> Sum {
    Sum(low: left.low + right.low, high: left.high.flatMap { a in right.high.map { a + $0 } })
  }
}

/// The smaller or greater of two upper ends, where nil is boundless.
package func lower(_ a: Rational?, _ b: Rational?, takingGreater: Bool = false) -> Rational? {
  guard let a else { return takingGreater ? nil : b }
  guard let b else { return takingGreater ? nil : a }
  return takingGreater ? max(a, b) : min(a, b)
}

/// One award line of one row on its way through the phases.
package struct Line: Sendable {
  package let name: LineName
  package let row: Int
  /// Whether the row asks for the line at all, before the sum is looked at.
  package var verdict: Verdict
  /// The same before other rows of the company bar it.
  var claim: Verdict
  package var sum = Sum.zero
  package var reasons: Set<String> = []
  var isUnspecified = false
  var isNotDue = false
  var isOverQuota = false
  var isExcluded = false
  /// A tie or an exclusive group without a certain winner.
  var isContested = false
  /// A tie at the edge of a quota, or a score that is not known.
  var isTied = false
  /// It is open whether an exclusive group holds that would change the sum.
  var hangsOnGroup = false
  /// What the line brought to a joint ceiling, at the least.
  var lowBeforeCeiling = Rational.zero
  /// Each payer's share, or one share without a payer.
  package var funding: [Payment] = []

  package var state: State {
    if isNotDue { return .notDue }
    if isOverQuota { return .overQuota }
    if isExcluded { return .excluded }
    if sum.isZero { return .notDue }
    if isContested { return .undetermined }
    if sum.isPoint { return .due }
    let approval = Fact.award(name.award, .approved).name
    if !reasons.subtracting([approval]).isEmpty { return .undetermined }
    if isUnspecified { return .unspecified }
    // What is open for neither a fact nor an approval hangs on other rows.
    return reasons.contains(approval) ? .upTo : .undetermined
  }
}

package struct Payment: Hashable, Sendable {
  package var payer: String?
  package var sum: Sum
}

extension Inquiry {
  /// Phases 3 to 5 of one line; `earlier` holds the same line in the company's rows before it.
  func draft(_ award: Award, isRenewal: Bool, row: Int, earlier: [Line]) -> Line {
    var scene = Scene(self, row: row)
    scene.title = award.title
    var claim = scene.holds
    claim = claim && scene.isInForce(for: award, isRenewal: isRenewal, earlier: earlier)
    if isRenewal, let title = award.title {
      claim = claim && scene.statusVerdict(title, [.renewed])
      scene.statuses[title] = [.firstNew]
    }
    if let when = award.clauses.when { claim = claim && scene.verdict(when) }
    if let except = award.clauses.except { claim = claim && !scene.verdict(except) }
    // A later instalment is part of the same payment, not a second one.
    let paysOnce =
      award.clauses.once && !isRenewal && !award.amount.hasTiers
      && !scene.asksForLaterInstalment(of: award)
    if paysOnce, (scene.known(award.name, .paid) ?? .zero) > .zero { claim = Verdict(false) }

    let amount = scene.gross(award, isRenewal: isRenewal)
    let approved = scene.known(award.name, .approved)
    let total = scene.approve(amount, approved, award)
    // A sum that is surely 0 was never due and bars nothing.
    let isNothing = worth(total, award: award, scene: scene, isSure: true)?.isZero ?? true
    let present = Verdict(
      Truth(mayHold: !isNothing, mayFail: total.mayBeAbsent || isNothing), total.reasons)
    var verdict = claim
    for other in earlier {
      let sameYear = year(of: other.row) == year(of: row)
      if paysOnce || (award.title != nil && sameYear) { verdict = verdict && !other.claim }
    }
    var line = Line(
      name: LineName(award.name, isRenewal: isRenewal), row: row, verdict: verdict,
      claim: claim && present)
    line.isUnspecified = amount.isUnspecified && approved == nil
    settle(&line, total: total, award: award, scene: scene)
    return line
  }

  /// The gross sum, what `less` takes from it, and the one rounding.
  private func settle(_ line: inout Line, total: Quantity, award: Award, scene: Scene) {
    line.isNotDue = true
    guard total.range != nil, line.verdict.truth.mayHold else { return }
    line.reasons = line.verdict.reasons.union(total.reasons)
    if let less = award.clauses.less.map({ scene.quantity($0) }) {
      // What surely takes nothing does not matter, whatever it hangs on.
      let mayTake = less.mayBeAbsent || less.range.map { $0.high > .exact(.zero) } ?? false
      if mayTake { line.reasons.formUnion(less.reasons) }
    }
    let isSure = line.verdict.truth.isCertain && !total.mayBeAbsent
    line.sum = worth(total, award: award, scene: scene, isSure: isSure) ?? .zero
    line.isNotDue = line.sum.isZero
  }

  /// What is left of an amount after `less` and rounding; nil where there is none. Taking off less
  /// than nothing takes nothing: from here on a phase only lowers a sum.
  private func worth(_ total: Quantity, award: Award, scene: Scene, isSure: Bool) -> Sum? {
    guard let range = total.range else { return nil }
    var extent = Extent(
      isSure ? range.low : .exact(.zero), isSure ? range.high : max(range.high, .exact(.zero)))
    if let less = award.clauses.less {
      let reduction = scene.quantity(less)
      guard let taken = reduction.range else { return nil }
      let zero = Bound.exact(.zero)
      extent = extent - Extent(max(taken.low, zero), max(taken.high, zero))
      if reduction.mayBeAbsent { extent = Extent(zero, extent.high) }
    }
    let rule = program.policy?.rounding ?? Rounding(unit: "分", down: false)
    let low = max(.zero, extent.low.value ?? .zero)
    let high = extent.high == .below ? .zero : extent.high.value.map { max(.zero, $0) }
    return Sum(low: low, high: high).map { $0.rounded(to: rule.size, down: rule.down) }
  }
}

extension Expression {
  /// Whether each of several tiers is paid for itself.
  var hasTiers: Bool {
    switch self {
    case .tiers: true
    case .literal, .field, .lastYear, .peak, .parameter, .definition, .evaluationYear,
      .evaluationDate, .yearsSince, .awardFact, .awardSum, .unspecified:
      false
    case .negative(let inner), .shifted(let inner, _), .upTo(let inner), .atLeast(let inner):
      inner.hasTiers
    case .binary(_, let left, let right), .share(let left, of: let right),
      .capped(let left, by: let right), .between(let left, let right),
      .shareBetween(_, let left, of: let right), .choose(_, let left, let right):
      left.hasTiers || right.hasTiers
    case .match(_, let arms, let otherwise):
      arms.contains { $0.value.hasTiers } || otherwise?.hasTiers ?? false
    }
  }
}

extension Scene {
  fileprivate var holds: Verdict {
    program.policy?.applies.map { verdict($0) } ?? Verdict(true)
  }

  fileprivate func gross(_ award: Award, isRenewal: Bool) -> Amount {
    guard isRenewal, let renewal = award.clauses.renewal else { return amount(award.amount) }
    return renewalAmount(renewal, of: award)
  }

  /// The sum within the amount's floor and ceiling, and below the `cap` clause.
  fileprivate func approve(
    _ amount: Amount, _ approved: Rational?, _ award: Award
  ) -> Quantity {
    guard let floor = amount.floor.range, let ceiling = amount.ceiling.range else {
      return .absent
    }
    var reasons = amount.floor.reasons.union(amount.ceiling.reasons)
    var range = Extent(floor.low, ceiling.high)
    if let approved {
      let sum = Bound.exact(approved)
      range = Extent(
        max(floor.low, min(sum, ceiling.low)), max(floor.high, min(sum, ceiling.high)))
    } else if floor != ceiling {
      reasons.insert(Fact.award(award.name, .approved).name)
    }
    let mayBeAbsent = amount.floor.mayBeAbsent || amount.ceiling.mayBeAbsent
    let total = Quantity(range, mayBeAbsent: mayBeAbsent, reasons)
    return award.clauses.cap.map { capped(total, by: quantity($0)) } ?? total
  }
}
