import JiliLexer
import JiliParser

/// Targets that contradict each other, that are stated twice, that are late or have no number.
extension Linter {
  mutating func lintTargets() {
    var pairs = Limits.lintPairs
    let targets = program.targets
    for (index, target) in targets.enumerated() {
      if target.base != nil { compareTable(target) }
      for other in targets[(index + 1)...] where target.subjectKey == other.subjectKey {
        pairs -= 1
        guard pairs > 0 else { break }
        compareAgain(target, other)
        compareRate(target, with: other)
        compareRate(other, with: target)
      }
      for milestone in target.milestones where milestone.low == nil {
        report(.targetUnspecified(subject(of: target), at: milestone.span))
      }
    }
    compareParts()
    lintLateYears()
  }

  /// The subjects as written.
  private func subject(of target: CheckedTarget) -> String {
    target.subjects.map { subject in
      switch subject {
      case .title(let id): program.facts[id].name
      case .award(let index): program.awards[index].name
      case .companies(let name, _), .sum(let name, _): name
      case .label(let words): words
      }
    }.joined(separator: "、")
  }

  // MARK: - What is newly won against a table

  /// `new 15 by 2026` against `{ 2023: base 29; …; 2026: 45 }`.
  private mutating func compareTable(_ table: CheckedTarget) {
    let fresh = program.targets.filter { target in
      target.kind == .new && target.each == nil && target.milestones.count == 1
        && target.milestones[0].of == nil && target.base == nil
    }
    guard table.kind == .cumulative, table.each == nil else { return }
    for milestone in table.milestones {
      guard let growth = growth(of: table, to: milestone) else { continue }
      for target in fresh where target.subjectKey == table.subjectKey {
        let wanted = target.milestones[0]
        guard wanted.year == milestone.year, wanted.unit == milestone.unit,
          let bounds = bounds(wanted, target.relation), bounds.isApart(from: growth)
        else { continue }
        reportGrowth(of: target, bounds, table, milestone, growth)
      }
      compareMembers(of: table, milestone, growth, fresh)
    }
  }

  /// By how much a table grows from its base.
  private func growth(
    of table: CheckedTarget, to milestone: CheckedTarget.Milestone
  ) -> Stretch? {
    guard let base = table.base, milestone.of == nil, base.of == nil, base.unit == milestone.unit,
      let first = base.low, let most = base.high, milestone.unit != .percent,
      var growth = bounds(milestone, table.relation)
    else { return nil }
    growth.low = growth.low?.subtracting(most)
    growth.high = growth.high?.subtracting(first)
    return growth
  }

  /// What a milestone allows; nil where the text gives no number or only about one.
  private func bounds(
    _ milestone: CheckedTarget.Milestone, _ relation: TargetDeclaration.Relation
  ) -> Stretch? {
    guard let low = milestone.low, let high = milestone.high else { return nil }
    return switch relation {
    case .equal: Stretch(low: low, hasLow: true, high: high, hasHigh: true)
    case .atLeast: Stretch(low: low, hasLow: true)
    case .above: Stretch(low: low)
    case .about: nil
    }
  }

  private mutating func reportGrowth(
    of target: CheckedTarget, _ wanted: Stretch, _ table: CheckedTarget,
    _ milestone: CheckedTarget.Milestone, _ growth: Stretch
  ) {
    guard let base = table.base else { return }
    let subject = subject(of: target)
    var finding = Diagnostic.growthDiffers(
      subject, new: words(wanted, milestone.unit), from: base.year ?? 0, to: milestone.year ?? 0,
      growth: words(growth, milestone.unit), at: target.milestones[0].span)
    // More may be won than the table grows by: some lose what they held.
    if let least = wanted.low, let most = growth.high, most < least,
      let lost = least.subtracting(most)
    {
      finding = finding.notingLosses(numberText(lost, milestone.unit))
    }
    report(finding.labelledTable(base: base.span, end: milestone.span))
  }

  /// A table of a union against what is newly won of each of its members: the union cannot grow by
  /// more than they do together. It may well grow by less, as a company that rises is new in one
  /// and was in the union before.
  private mutating func compareMembers(
    of table: CheckedTarget, _ milestone: CheckedTarget.Milestone, _ growth: Stretch,
    _ fresh: [CheckedTarget]
  ) {
    guard table.subjects.count == 1, case .companies(_, let condition) = table.subjects[0],
      let members = titles(of: condition), members.count > 1, let base = table.base
    else { return }
    var left = members
    var counted: [CheckedTarget] = []
    var sum = Exact.zero
    for target in fresh {
      let named = titles(of: target)
      guard !named.isEmpty, named.isSubset(of: left), target.milestones[0].year == milestone.year,
        let most = bounds(target.milestones[0], target.relation)?.high, let more = sum.adding(most)
      else { continue }
      sum = more
      left.subtract(named)
      counted.append(target)
    }
    guard left.isEmpty, let least = growth.low, sum < least, let first = counted.first else {
      return
    }
    var finding = Diagnostic.membersDiffer(
      counted.map { subject(of: $0) }, sum: decimalText(sum), of: subject(of: table),
      from: base.year ?? 0, to: milestone.year ?? 0, growth: words(growth, .number),
      at: first.milestones[0].span)
    for other in counted.dropFirst() {
      finding = finding.labelledMember(subject(of: other), at: other.milestones[0].span)
    }
    report(finding.labelledTable(base: base.span, end: milestone.span))
  }

  /// The titles of which a condition asks for any; nil where it asks for more.
  private func titles(of condition: Typed) -> Set<FactID>? {
    switch condition.plain.kind {
    case .status(let id, .inForce): return [id]
    case .or(let left, let right):
      guard let one = titles(of: left), let other = titles(of: right) else { return nil }
      return one.union(other)
    default: return nil
    }
  }

  /// The titles that a target counts together; none where it counts anything else too.
  private func titles(of target: CheckedTarget) -> Set<FactID> {
    var found: Set<FactID> = []
    for subject in target.subjects {
      guard case .title(let id) = subject else { return [] }
      found.insert(id)
    }
    return found
  }

  private func words(_ stretch: Stretch, _ unit: ValueType) -> Wording {
    let low = stretch.low.map { numberText($0, unit) } ?? ""
    guard let high = stretch.high else {
      return stretch.hasLow
        ? Wording(zh: "\(low) 以上", en: "at least \(low)")
        : Wording(zh: "超过 \(low)", en: "more than \(low)")
    }
    if stretch.isPoint { return Wording(zh: low, en: low) }
    let last = numberText(high, unit)
    return Wording(zh: "\(low) 至 \(last)", en: "\(low) to \(last)")
  }

  // MARK: - A rate against a total

  /// `new 180 per year` against `new 600 by 2023`, or against a table, whose years are known.
  private mutating func compareRate(_ rate: CheckedTarget, with total: CheckedTarget) {
    guard rate.kind == .perYear, total.kind != .perYear, rate.eachKey == total.eachKey,
      rate.base == nil, rate.milestones.count == 1, let end = total.milestones.last,
      let lastYear = end.year
    else { return }
    let yearly = rate.milestones[0]
    guard yearly.of == nil, end.of == nil, yearly.unit == end.unit, yearly.unit != .percent,
      yearly.year == nil || yearly.year == lastYear, let one = bounds(yearly, rate.relation)
    else { return }
    var wanted: Stretch?
    var years: ClosedRange<Int>?
    var starts: ClosedRange<Int>?
    if let first = total.base?.year, total.kind == .cumulative {
      (wanted, years) = (growth(of: total, to: end), (lastYear - first)...(lastYear - first))
    } else if total.kind == .new, total.base == nil, total.milestones.count == 1 {
      wanted = bounds(end, total.relation)
      (years, starts) = self.years(to: lastYear)
    }
    guard let wanted, let years else { return }
    var sums: [Wording] = []
    for count in years {
      guard let sum = one.times(count), sum.isApart(from: wanted) else { return }
      sums.append(words(sum, yearly.unit))
    }
    report(
      .rateDiffers(
        subject(of: rate), rate: words(one, yearly.unit), years: years, sums: sums,
        total: words(wanted, yearly.unit), starts: starts, end: lastYear, at: yearly.span,
        end.span))
  }

  /// How many years a plan has until the end of a year, and the years in which it may begin. Who
  /// begins in the course of a year may count from the next one.
  private func years(
    to last: Int
  ) -> (years: ClosedRange<Int>?, starts: ClosedRange<Int>?) {
    guard let start = program.period?.start, let (first, final) = days(of: start) else {
      return (nil, nil)
    }
    let (begin, end) = (civilDate(first), civilDate(final))
    let fewest = last - end.year + (end.month == 1 && end.day == 1 ? 1 : 0)
    let most = last - begin.year + 1
    guard most >= 1, fewest <= most, most - max(fewest, 1) <= Limits.lintYears else {
      return (nil, nil)
    }
    return (max(fewest, 1)...most, begin.year...end.year)
  }

  /// The first and last day that a date may be.
  private func days(of typed: Typed) -> (Int, Int)? {
    switch typed.plain.kind {
    case .day(let days):
      guard let first = days.first, let last = days.last else { return nil }
      return (first, last)
    case .fact(let id):
      let fact = program.facts[id]
      if case .value(.date(let days)) = fact.blank, let first = days.first, let last = days.last {
        return (first, last)
      }
      guard fact.isParameter, let low = fact.bounds.low, let high = fact.bounds.high else {
        return nil
      }
      return (Int(low.numerator), Int(high.numerator))
    default: return nil
    }
  }

  // MARK: - Stated twice

  /// What is stated twice must be changed twice. Two numbers are the checker's affair.
  private mutating func compareAgain(_ first: CheckedTarget, _ again: CheckedTarget) {
    guard first.kind == again.kind, first.eachKey == again.eachKey,
      first.relation == again.relation
    else { return }
    for milestone in again.milestones where milestone.low != nil {
      let same = first.milestones.first { known in
        known.year == milestone.year && known.low == milestone.low && known.high == milestone.high
          && known.unit == milestone.unit && isSame(known.of, milestone.of)
      }
      guard let same else { continue }
      return report(.sameTargetAgain(subject(of: again), first: same.span, at: milestone.span))
    }
  }

  private func isSame(_ one: CheckedTarget.Base?, _ other: CheckedTarget.Base?) -> Bool {
    switch (one, other) {
    case (nil, nil), (.own, .own): return true
    case (.population(.title(let first)), .population(.title(let second))): return first == second
    case (.population(.award(let first)), .population(.award(let second))): return first == second
    case (.population(.companies(let first, _)), .population(.companies(let second, _))),
      (.population(.label(let first)), .population(.label(let second))):
      return first == second
    default: return false
    }
  }
}

extension Stretch {
  /// Whether no number is in both.
  fileprivate func isApart(from other: Stretch) -> Bool { common(with: other) == nil }

  /// The sums of so many numbers of this stretch.
  fileprivate func times(_ count: Int) -> Stretch? {
    var product = self
    product.low = low?.multiplied(by: Exact(count))
    product.high = high?.multiplied(by: Exact(count))
    return (low == nil) == (product.low == nil) && (high == nil) == (product.high == nil)
      ? product : nil
  }
}
