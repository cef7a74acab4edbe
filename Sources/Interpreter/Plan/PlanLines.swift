import JiliLexer

/// Awards as lines: phases 3 to 5 of the evaluation order become operations.
extension Planner {
  mutating func baseLine(_ index: Int) -> Line {
    if let line = baseLines[index] { return line }
    // Another award's own sum is the same inside a renewal.
    let outer = (renewedTitle, ownAmount)
    (renewedTitle, ownAmount) = (nil, nil)
    defer { (renewedTitle, ownAmount) = outer }
    let award = program.awards[index]
    let amount = self.amount(award.amount)
    let test = self.test(award)
    var condition = and(and(applies, inForce(award)), test)
    if award.once { condition = and(condition, not(barred(index, award))) }
    let line = self.line(index, isRenewal: false, condition, amount)
    baseLines[index] = line
    return line
  }

  /// The renewal is the amount as if newly recognised, times its share, where the title is renewed.
  mutating func renewalLine(_ index: Int) -> Line? {
    if let line = renewalLines[index] { return line }
    let award = program.awards[index]
    guard let renewal = award.renewal, let title = award.title else { return nil }
    let outer = (renewedTitle, ownAmount)
    defer { (renewedTitle, ownAmount) = outer }
    renewedTitle = title
    ownAmount = amount(award.amount)
    let test = self.test(award)
    let amount = self.amount(renewal)
    renewedTitle = nil
    ownAmount = nil
    let isRenewed = emit(.title(slot: slot(title), among: .renewed))
    let condition = and(and(applies, inForce(award)), and(isRenewed, test))
    let line = self.line(index, isRenewal: true, condition, amount)
    renewalLines[index] = line
    return line
  }

  private mutating func line(
    _ index: Int, isRenewal: Bool, _ condition: OperationID, _ amount: Amount
  ) -> Line {
    let award = program.awards[index]
    let gross = self.gross(award, amount)
    let due = emit(.choose(condition, gross, constant(.zero)))
    return Line(
      award: index, isRenewal: isRenewal, name: award.name, title: award.title, span: award.span,
      cites: isRenewal && !award.renewalCites.isEmpty ? award.renewalCites : award.cites,
      notes: award.notes, condition: condition, sum: due, amount: amount.ceiling,
      isDiscretionary: amount.floor != amount.ceiling && award.approved != nil,
      unspecified: amount.unspecified, once: award.once && !isRenewal,
      isTierTable: isTierTable(award.amount),
      quota: isRenewal ? nil : quota(award), capPerYear: award.capPerYear.map { number($0) },
      payment: isRenewal ? [] : award.payment, funding: funding(award.funding),
      approvedSlot: award.approved.map { slot($0) } ?? -1,
      receivedSlot: award.received.map { slot($0) } ?? -1,
      paidSlot: award.paid.map { slot($0) } ?? -1,
      instalmentSlot: award.instalment.map { slot($0) } ?? -1, reads: [],
      test: tree(award), amountText: text(award.amount.span),
      renewalText: isRenewal ? award.renewal.map { text($0.span) } : nil,
      inForce: inForce(award))
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
    if let less = award.less { sum = emit(.subtract(sum, number(less))) }
    sum = emit(.notBelowZero(sum))
    return emit(.round(sum, unit: program.rounding, down: program.roundsDown))
  }

  /// In force on the day of the title's event where that is known, else on the evaluation date. A
  /// later instalment stays payable after the period if an earlier one is on record.
  private mutating func inForce(_ award: CheckedAward) -> OperationID {
    guard let period = award.period ?? program.period else { return truth(.yes) }
    let day = award.title.map { emit(.eventDate(slot: slot($0))) } ?? emit(.evaluationDate)
    let now = self.period(period, on: day)
    guard let instalment = award.instalment, let paid = award.paid, award.payment.count > 1 else {
      return now
    }
    let later = laterInstalment(instalment, award)
    let record = emit(.compare(.greater, self.record(slot(paid)), constant(.zero)))
    let begun = or(record, emit(.earlierDue(award: award.index(in: program))))
    return or(now, and(later, begun))
  }

  /// `when` and not `except`.
  private mutating func test(_ award: CheckedAward) -> OperationID {
    let when = award.when.map { condition($0) } ?? truth(.yes)
    guard let except = award.except else { return when }
    return and(when, not(condition(except)))
  }

  /// `once`: a known earlier payment, by record or by an earlier row; tiers bar themselves.
  private mutating func barred(_ index: Int, _ award: CheckedAward) -> OperationID {
    guard !isTierTable(award.amount) else { return truth(.no) }
    var barred = emit(.earlierDue(award: index))
    if let paid = award.paid {
      let record = emit(.compare(.greater, self.record(slot(paid)), constant(.zero)))
      barred = or(barred, record)
    }
    // A later instalment is part of the same payment, not a second one.
    guard let instalment = award.instalment, award.payment.count > 1 else { return barred }
    return and(barred, not(laterInstalment(instalment, award)))
  }

  /// Whether the row asks for an instalment behind the first; asking for none is certain.
  private mutating func laterInstalment(_ fact: FactID, _ award: CheckedAward) -> OperationID {
    emit(
      .code(slot: slot(fact), among: Array(1..<award.payment.count), isNot: false))
  }

  private func isTierTable(_ typed: Typed) -> Bool {
    var found = false
    forEachTerm(typed) { term in
      if case .tiers = term.kind { found = true }
    }
    return found
  }

  func text(_ span: Span) -> String { program.sources[Int(span.file)].text(span) }

  // MARK: - Conditions as written

  private mutating func tree(_ award: CheckedAward) -> ConditionTree? {
    var parts: [ConditionTree] = []
    if let when = award.when { parts.append(tree(when)) }
    if let except = award.except {
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
  private mutating func slots(_ typed: Typed) -> [Int] {
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
