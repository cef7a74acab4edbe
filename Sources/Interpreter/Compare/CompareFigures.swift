import JiliLexer

/// What is known of both sides besides the sums.
struct SideHeadings {
  var before: Ingested
  var after: Ingested
  var rowsOutside: (before: Int, after: Int)
  var rowsOneSided: Int
}

extension CompareRun {
  /// Puts the comparison together from the tally and the summaries of both batches.
  func comparison(
    _ tally: ComparisonTally, _ one: RunSummary, _ two: RunSummary, _ headings: SideHeadings
  ) throws(OutputRefusal) -> PolicyComparison {
    var before = side(base, files.base, one, headings.before)
    var after = side(draft, files.draft, two, headings.after)
    before.rowsOutside = headings.rowsOutside.before
    after.rowsOutside = headings.rowsOutside.after
    let absent = (Set(headings.before.absentFacts), Set(headings.after.absentFacts))
    before.absent = headings.before.absentFacts.filter { !absent.1.contains($0) }
    after.absent = headings.after.absentFacts.filter { !absent.0.contains($0) }
    let bothAbsent = headings.after.absentFacts.filter { absent.0.contains($0) }
    var effects: [Int: ChangeEffect.Effect] = [:]
    for (variant, effect) in zip(variants, tally.effects) { effects[variant.change] = effect }
    var found = PolicyComparison(
      before: before, after: after, whole: tally.whole, splits: tally.splits.map(\.inOrder),
      awards: awards(one, two), payers: payers(one, two), payments: payments(tally),
      counts: counts(one, two), areVersions: areVersions,
      changes: changes.enumerated().map { index, change in
        let nothing = change.bearsOnSums ? nil : ChangeEffect.Effect()
        return ChangeEffect(change: change, effect: effects[index] ?? nothing)
      }, together: tally.together, most: tally.most)
    found.shifted = tally.shifted
    found.readings = zip(prices, tally.effects).map { price, effect in
      var price = price
      price.effect = effect
      return price
    }
    found.rowsOneSided = headings.rowsOneSided
    found.absent = bothAbsent
    found.periodsIgnored = request.ignoresPeriods
    return found
  }

  private func side(
    _ side: CompareSide, _ file: String, _ summary: RunSummary, _ input: Ingested
  ) -> ComparedSide {
    var found = ComparedSide(policy: side.plan.policies[0].name, file: file)
    found.date =
      request.input.dateColumn == nil ? (side.input.date ?? input.defaultDate)?.text : nil
    found.counts = summary.counts
    found.figures = summary.figures
    found.fates = side.plan.fates(summary.figures)
    found.companies = summary.companies
    found.total = SumRange(low: summary.low, high: summary.high)
    return found
  }

  // MARK: - Awards

  private func awards(_ one: RunSummary, _ two: RunSummary) -> [ComparedFigure] {
    pairs.all.map { pair in
      var figure = ComparedFigure()
      if let line = pair.before {
        let award = one.awards[line]
        figure.name = award.name
        figure.companiesBefore = award.companies
        figure.before = SumRange(low: award.low, high: award.high)
      }
      if let line = pair.after {
        let award = two.awards[line]
        if let former = figure.name, former != award.name { figure.formerName = former }
        figure.name = award.name
        figure.companiesAfter = award.companies
        figure.after = SumRange(low: award.low, high: award.high)
      }
      figure.isNew = pair.before == nil
      figure.isGone = pair.after == nil
      return figure
    }
  }

  /// Those of the base first; what nobody's share is settled of last. Where neither policy is
  /// split there is nothing to show.
  private func payers(_ one: RunSummary, _ two: RunSummary) -> [ComparedFigure] {
    if one.payers.isEmpty, two.payers.isEmpty { return [] }
    var names: [String] = []
    for payer in one.payers + two.payers {
      if let name = payer.payer, !names.contains(name) { names.append(name) }
    }
    func low(_ summary: RunSummary, _ name: String?) -> Exact {
      // A policy without funding is not split at all.
      if summary.payers.isEmpty { return name == nil ? summary.low : .zero }
      return summary.payers.first { $0.payer == name }?.low ?? .zero
    }
    let all = names.map(Optional.some) + [nil]
    return all.compactMap { name in
      let (before, after) = (low(one, name), low(two, name))
      if name == nil, before.isZero, after.isZero { return nil }
      var figure = ComparedFigure()
      figure.name = name.map { Wording(zh: $0, en: $0) }
      figure.before = SumRange(low: before, high: before)
      figure.after = SumRange(low: after, high: after)
      return figure
    }
  }

  /// By the year of evaluation, in each first what is paid at once, then the parts of schedules in
  /// their order. Where everything is paid at once in one year there is nothing to show.
  private func payments(_ tally: ComparisonTally) -> [ComparedFigure] {
    if tally.payments.count < 2, tally.payments.allSatisfy({ $0.key.label == nil }) { return [] }
    let labels = (base.plan.lines + draft.plan.lines).flatMap { $0.payment.map(\.label) }
    func rank(_ key: ComparisonTally.Payment) -> (Int, Int) {
      (key.year ?? Int.max, key.label.flatMap { labels.firstIndex(of: $0) } ?? -1)
    }
    return tally.payments.sorted { rank($0.key) < rank($1.key) }.map { payment in
      let year = payment.key.year
      var figure = ComparedFigure()
      figure.name = Wording(
        zh: (year.map { "\($0) 年度 " } ?? "") + (payment.key.label ?? "一次付清"),
        en: (year.map { "\($0) " } ?? "") + (payment.key.label ?? "paid at once"))
      figure.before = SumRange(low: payment.before, high: payment.before)
      figure.after = SumRange(low: payment.after, high: payment.after)
      return figure
    }
  }

  private func counts(_ one: RunSummary, _ two: RunSummary) -> [ComparedCount] {
    func joined(
      _ before: [RunSummary.CompanyCount], _ after: [RunSummary.CompanyCount], isLimit: Bool
    ) -> [ComparedCount] {
      let known = before.map(\.name)
      return (known + after.map(\.name).filter { !known.contains($0) }).map { name in
        ComparedCount(
          name: name, isLimit: isLimit, before: before.first { $0.name == name }?.companies,
          after: after.first { $0.name == name }?.companies)
      }
    }
    return joined(one.benefits, two.benefits, isLimit: false)
      + joined(one.limits, two.limits, isLimit: true)
  }
}

extension ComparedSplit {
  fileprivate var inOrder: ComparedSplit {
    ComparedSplit(name: name, parts: parts.sorted { $0.firstRow < $1.firstRow })
  }
}

extension Ingested {
  fileprivate var absentFacts: [String] {
    var seen: Set<String> = []
    return inputs.flatMap(\.absent).filter { seen.insert($0).inserted }
  }
}
