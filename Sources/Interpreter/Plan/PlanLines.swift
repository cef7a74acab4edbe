import JiliLexer

/// Awards as lines: phases 3 to 5 of the evaluation order become operations.
extension Planner {
  mutating func baseLine(_ index: Int) -> Line {
    if let line = baseLines[index] { return line }
    // Another award's own sum is the same inside a renewal.
    let outer = setAside()
    defer { resume(outer) }
    let award = program.awards[index]
    let amount = self.amount(award.amount)
    touch(applies)
    let test = self.test(when: award.when, except: award.except)
    var claim = and(and(applies, inForce(award, isRenewal: false)), test)
    var condition = claim
    if award.once, !isTierTable(award.amount) {
      claim = and(claim, not(paidBefore(award)))
      condition = and(claim, not(earlierDue(index, award)))
    }
    var line = self.line(index, isRenewal: false, claim, condition, amount)
    touched = line.reads
    for key in line.quota?.keys ?? [] { touch(key) }
    line.reads = touched
    baseLines[index] = line
    return line
  }

  /// What belongs to the line at hand; another may be lowered in the midst of it.
  private struct LineState {
    let renewedTitle: FactID?
    let ownAmount: Amount?
    let touched: [Int]
    let tierMarks: [TierMark]
    let branch: [OperationID]
  }

  private mutating func setAside() -> LineState {
    let state = LineState(
      renewedTitle: renewedTitle, ownAmount: ownAmount, touched: touched, tierMarks: tierMarks,
      branch: branch)
    (renewedTitle, ownAmount, touched, tierMarks, branch) = (nil, nil, [], [], [])
    return state
  }

  private mutating func resume(_ state: LineState) {
    (renewedTitle, ownAmount, touched) = (state.renewedTitle, state.ownAmount, state.touched)
    (tierMarks, branch) = (state.tierMarks, state.branch)
  }

  /// The renewal is the amount as if newly recognised, times its share, where the title is renewed.
  mutating func renewalLine(_ index: Int) -> Line? {
    if let line = renewalLines[index] { return line }
    let award = program.awards[index]
    guard let renewal = award.renewal, let title = award.title else { return nil }
    let outer = setAside()
    defer { resume(outer) }
    touch(applies)
    renewedTitle = title
    ownAmount = amount(award.amount)
    let test = self.test(when: award.when, except: award.except)
    let amount = self.amount(renewal)
    let isRenewed = emit(.title(slot: slot(title), among: .renewed))
    let condition = and(and(applies, inForce(award, isRenewal: true)), and(isRenewed, test))
    let line = self.line(index, isRenewal: true, condition, condition, amount)
    renewalLines[index] = line
    return line
  }

  private mutating func line(
    _ index: Int, isRenewal: Bool, _ claim: OperationID, _ condition: OperationID,
    _ amount: Amount
  ) -> Line {
    let award = program.awards[index]
    let gross = self.gross(award, amount)
    let due = emit(.choose(condition, gross, constant(.zero)))
    // Who pays and how much a year does not decide whether the award is due.
    let reads = touched
    // Who pays is asked of the title as it is, in a renewal too.
    let supposed = (renewedTitle, ownAmount)
    (renewedTitle, ownAmount) = (nil, nil)
    let funding = self.funding(award.funding)
    (renewedTitle, ownAmount) = supposed
    return Line(
      award: self.award(index), isRenewal: isRenewal, name: award.name,
      title: award.title.map { fact($0) }, span: award.span,
      cites: isRenewal && !award.renewalCites.isEmpty ? award.renewalCites : award.cites,
      notes: award.notes, condition: condition, claim: claim, gross: gross, sum: due,
      amount: amount.ceiling,
      isDiscretionary: amount.floor != amount.ceiling && award.approved != nil,
      unspecified: amount.unspecified, once: award.once && !isRenewal,
      isTierTable: isTierTable(award.amount),
      quota: isRenewal ? nil : quota(award), capPerYear: award.capPerYear.map { number($0) },
      payment: isRenewal ? [] : award.payment, funding: funding,
      approvedSlot: award.approved.map { slot($0) } ?? -1,
      receivedSlot: award.received.map { slot($0) } ?? -1,
      paidSlot: award.paid.map { slot($0) } ?? -1,
      instalmentSlot: award.instalment.map { slot($0) } ?? -1, reads: reads,
      test: tree(when: award.when, except: award.except), amountText: text(award.amount.span),
      renewalText: isRenewal ? award.renewal.map { text($0.span) } : nil,
      branches: branches(isRenewal ? award.renewal ?? award.amount : award.amount),
      tiers: isRenewal ? [] : tierMarks,
      inForce: inForce(award, isRenewal: isRenewal))
  }

  private mutating func quota(_ award: CheckedAward) -> Quota? {
    award.quota.map { quota in
      Quota(count: number(quota.count), keys: quota.keys.map { number($0) })
    }
  }

  /// Phases 4 and 5: approval, `cap`, `less`, cut at 0, rounding.
  private mutating func gross(_ award: CheckedAward, _ amount: Amount) -> OperationID {
    var sum = amount.ceiling
    if let approved = award.approved, amount.floor != amount.ceiling {
      sum = emit(
        .approve(slot: slot(approved), floor: amount.floor, ceiling: amount.ceiling))
    } else if amount.floor != amount.ceiling {
      sum = emit(.approve(slot: -1, floor: amount.floor, ceiling: amount.ceiling))
    }
    if let cap = award.cap { sum = emit(.minimum(sum, number(cap))) }
    // Taking off less than nothing takes nothing: from here on a phase only lowers a sum.
    if let less = award.less {
      sum = emit(.subtract(sum, emit(.maximum(number(less), constant(.zero)))))
    }
    sum = emit(.notBelowZero(sum))
    return emit(.round(sum, unit: program.rounding, down: program.roundsDown))
  }

  /// In force on the day of the title's event where that is known, else on the evaluation date. A
  /// later instalment stays payable after the period if an earlier one is on record.
  private mutating func inForce(_ award: CheckedAward, isRenewal: Bool) -> OperationID {
    guard let period = award.period ?? program.period else { return truth(.yes) }
    let day = dayInForce(award.title)
    let now = self.period(period, on: day)
    guard !isRenewal, let instalment = award.instalment, let paid = award.paid,
      award.payment.count > 1
    else { return now }
    let later = laterInstalment(instalment, award)
    let record = emit(.compare(.greater, self.record(slot(paid)), constant(.zero)))
    let index = self.award(award.index(in: program))
    let onRecord = or(record, emit(.earlierDue(award: index)))
    return or(now, and(begun(period, on: day), and(later, onRecord)))
  }

  /// The day that must lie in the period: of the title's event, else of the evaluation.
  mutating func dayInForce(_ title: FactID?) -> OperationID {
    title.map { emit(.eventDate(slot: slot($0))) } ?? emit(.evaluationDate)
  }

  /// `when` and not `except`.
  mutating func test(when: Typed?, except: Typed?) -> OperationID {
    let when = when.map { condition($0) } ?? truth(.yes)
    guard let except else { return when }
    return and(when, not(condition(except)))
  }

  /// `once`: a record of an earlier payment. A later instalment is part of the same payment, not a
  /// second one.
  private mutating func paidBefore(_ award: CheckedAward) -> OperationID {
    guard let paid = award.paid else { return truth(.no) }
    let record = emit(.compare(.greater, self.record(slot(paid)), constant(.zero)))
    guard let instalment = award.instalment, award.payment.count > 1 else { return record }
    return and(record, not(laterInstalment(instalment, award)))
  }

  /// `once`: an earlier row of the company was due the award.
  private mutating func earlierDue(_ index: Int, _ award: CheckedAward) -> OperationID {
    let earlier = emit(.earlierDue(award: self.award(index)))
    guard let instalment = award.instalment, award.payment.count > 1 else { return earlier }
    return and(earlier, not(laterInstalment(instalment, award)))
  }

  /// Whether the row asks for an instalment behind the first; asking for none is certain.
  private mutating func laterInstalment(_ fact: FactID, _ award: CheckedAward) -> OperationID {
    emit(.instalment(slot: slot(fact), among: Array(1..<award.payment.count)))
  }

  private func isTierTable(_ typed: Typed) -> Bool {
    var found = false
    forEachTerm(typed) { term in
      if case .tiers = term.kind { found = true }
    }
    return found
  }

  /// The words of a span on one line, without comments.
  func text(_ span: Span) -> String { program.tokens.words(span, program.sources) }

  // MARK: - Amounts as written

  /// The ways that an amount may be made, each with what decides for it.
  private mutating func branches(_ typed: Typed) -> [AmountBranch] {
    var found: [AmountBranch] = []
    collect(typed, truth(.yes), &found)
    return found
  }

  private mutating func collect(
    _ typed: Typed, _ taken: OperationID, _ found: inout [AmountBranch]
  ) {
    switch typed.kind {
    case .choice(let test, let then, let otherwise):
      let picked = condition(test)
      collect(then, and(taken, picked), &found)
      collect(otherwise, and(taken, not(picked)), &found)
    case .firstFit(let arms):
      var rest = taken
      for arm in arms {
        let fits = condition(arm.condition)
        let first = found.count
        collect(arm.value, and(rest, fits), &found)
        // What the pattern looked at belongs to the reason.
        let looked = slots(arm.condition)
        for index in first..<found.count {
          found[index].slots += looked.filter { !found[index].slots.contains($0) }
        }
        rest = and(rest, not(fits))
      }
    case .defined(_, let inner): collect(inner, taken, &found)
    case .share(let share, let base):
      if case .ownAmount = base.kind {
        add(share, taken, isShareOfOwn: true, &found)
      } else {
        add(typed, taken, isShareOfOwn: false, &found)
      }
    default: add(typed, taken, isShareOfOwn: false, &found)
    }
  }

  private mutating func add(
    _ typed: Typed, _ taken: OperationID, isShareOfOwn: Bool, _ found: inout [AmountBranch]
  ) {
    found.append(
      AmountBranch(
        operation: taken, text: text(typed.span), slots: slots(typed), isShareOfOwn: isShareOfOwn))
  }

  // MARK: - Conditions as written

  mutating func tree(when: Typed?, except: Typed?) -> ConditionTree? {
    var parts: [ConditionTree] = []
    if let when { parts.append(tree(when)) }
    if let except {
      let whole = not(condition(except))
      let words = "except " + text(except.span)
      parts.append(
        .leaf(.init(operation: whole, text: words, slots: slots(except), comparison: nil)))
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? nil : .all(parts)
  }

  private mutating func tree(_ typed: Typed) -> ConditionTree {
    switch typed.kind {
    case .and(let left, let right):
      if left.span == right.span { return leaf(typed) }
      return .all([tree(left), tree(right)])
    case .or(let left, let right):
      if left.span == right.span { return leaf(typed) }
      return .any([tree(left), tree(right)])
    case .defined(let name, let inner):
      if case .title = inner.type { return leaf(typed) }
      return .named(name, tree(inner))
    default: return leaf(typed)
    }
  }

  private mutating func leaf(_ typed: Typed) -> ConditionTree {
    var comparison: (Comparison, left: OperationID, right: OperationID, type: ValueType)?
    if case .compare(let kind, let left, let right) = typed.kind {
      comparison = (kind, number(left), number(right), left.type)
    }
    return .leaf(
      .init(
        operation: condition(typed), text: text(typed.span), slots: slots(typed),
        comparison: comparison))
  }

  /// The slots of the facts that a condition looks at, in order.
  mutating func slots(_ typed: Typed) -> [Int] {
    var ids: [(FactID, Int)] = []
    forEachTerm(typed) { term in
      switch term.kind {
      case .fact(let id), .flag(let id, _), .code(let id, _, _), .status(let id, _):
        ids.append((id, 0))
      case .lastYear(let id): ids.append((id, 1))
      case .peak(let id): ids.append((id, 2))
      default: break
      }
    }
    var found: [Int] = []
    for (id, part) in ids {
      let slot = part == 0 ? self.slot(id) : part == 1 ? lastYearSlot(id) : peakSlot(id)
      if !found.contains(slot) { found.append(slot) }
    }
    return found
  }
}

extension CheckedAward {
  fileprivate func index(in program: CheckedProgram) -> Int {
    program.awards.firstIndex { $0.span == span && $0.name == name } ?? 0
  }
}
