import JiliLexer

/// How a sum came about, read backwards from the plan: each operation between the amount as written
/// and the sum of the line is one step, each later phase that changed it another.
extension RowTeller {
  func steps(_ line: Int, _ outcome: LineOutcome) -> [SumStep] {
    let info = plan.lines[line]
    var steps = [step(.amount, amountWords(info), info.amount)]
    var chain = operations(from: info.gross, to: info.amount)
    if case .approve(_, let floor, _)? = chain.first.map({ plan.operations[$0] }) {
      // Left to the authority: the amount as written is its ceiling.
      steps[0].low = machine.numbers[floor].low ?? .zero
    }
    chain.removeAll { operation in
      if case .notBelowZero = plan.operations[operation] { return true }
      return false
    }
    for operation in chain {
      let made = step(operation, info)
      if let last = steps.last, last.low == made.low, last.high == made.high,
        made.kind != .approval
      {
        continue
      }
      steps.append(made)
    }
    if info.quota != nil, outcome.state != .overQuota, work?.lines[line].isTied == false {
      steps.append(quotaStep(info, steps[steps.count - 1]))
    }
    for stage in outcome.trail.dropFirst() {
      if stage.high?.isZero == true, stage.phase == .exclusive { break }
      steps.append(later(stage, outcome))
    }
    return steps
  }

  /// The operations behind the amount, in the order in which they are taken.
  private func operations(from gross: OperationID, to amount: OperationID) -> [OperationID] {
    var chain: [OperationID] = []
    var next = gross
    while next != amount {
      chain.append(next)
      switch plan.operations[next] {
      case .round(let one, _, _), .notBelowZero(let one), .subtract(let one, _),
        .minimum(let one, _):
        next = one
      case .approve: return chain.reversed()
      default: return chain.dropLast().reversed()
      }
    }
    return chain.reversed()
  }

  private func step(
    _ kind: SumStep.Kind, _ words: Explanation, _ operation: OperationID
  ) -> SumStep {
    let bounds = machine.numbers[operation]
    return SumStep(kind: kind, words: words, low: bounds.low ?? .zero, high: bounds.high)
  }

  private func step(_ operation: OperationID, _ line: Line) -> SumStep {
    switch plan.operations[operation] {
    case .approve(let slot, _, _): return step(.approval, approvalWords(slot), operation)
    case .minimum(_, let cap):
      let words = sum(cap)
      return step(
        .cap, Explanation(zh: "封顶 \(words.zh)", en: "capped at \(words.en)"), operation)
    case .subtract(_, let less):
      let words = sum(less)
      return step(.less, Explanation(zh: "减 \(words.zh)", en: "less \(words.en)"), operation)
    case .round(_, let unit, let down):
      let words = moneyText(unit)
      return step(
        .rounding,
        Explanation(
          zh: down ? "舍去不足 \(words) 的零头" : "四舍五入到 \(words)",
          en: (down ? "rounded down to " : "rounded to ") + words), operation)
    default: return step(.amount, amountWords(line), operation)
    }
  }

  private func sum(_ operation: OperationID) -> Explanation {
    let bounds = machine.numbers[operation]
    if let exact = bounds.exact {
      return Explanation(zh: moneyText(exact), en: moneyText(exact))
    }
    return Explanation(
      zh: sumRangeText(bounds.low ?? .zero, bounds.high, .zh),
      en: sumRangeText(bounds.low ?? .zero, bounds.high, .en))
  }

  private func approvalWords(_ slot: Int) -> Explanation {
    guard slot >= 0, case .number(let sum) = row.values[slot] else {
      return Explanation(zh: "由主管部门核定，尚未核定", en: "left to the authority, not approved yet")
    }
    return .approved(sum)
  }

  private func quotaStep(_ line: Line, _ last: SumStep) -> SumStep {
    var step = last
    step.kind = .quota
    let places = line.quota.flatMap { machine.numbers[$0.count].exact }.map(decimalText) ?? "?"
    step.words = Explanation(
      zh: "名额 \(places) 个，按评分在内", en: "within the quota of \(places)")
    return step
  }

  private func later(_ stage: SumStage, _ outcome: LineOutcome) -> SumStep {
    // The last loss is the one that is known; an earlier phase may have taken something too.
    let reduction = plan.reduction(by: outcome.lostBy, to: outcome.lostTo)
    let words: Explanation
    switch (stage.phase, outcome.lostBy) {
    case (.overlap, .overlap) where stage.high?.isZero == true: words = .paidElsewhere
    case (.exclusive, .paidBefore), (.ceiling, .capPerYear), (.ceiling, .joint),
      (.overlap, .overlap):
      words = reduction ?? .nothing
    case (.rules, _): words = .nothing
    case (.quota, _): words = .tied
    case (.exclusive, _):
      words = Explanation(zh: "就高，最高的一项未定", en: "only the highest, which is not settled")
    case (.ceiling, _): words = Explanation(zh: "年度或合并封顶", en: "yearly or joint ceiling")
    case (.overlap, _): words = .paidElsewhere
    case (.instalment, _):
      let label = outcome.instalment(plan).map { " " + $0 } ?? ""
      words = Explanation(zh: "本期拨付\(label)", en: "the instalment due now\(label)")
    }
    return SumStep(kind: stage.kind, words: words, low: stage.low, high: stage.high)
  }

  // MARK: - The amount as written

  /// `投资额 的 10% 封顶 50万 = 600万 的 10% 封顶 50万`
  private func amountWords(_ line: Line) -> Explanation {
    let tiers = line.tiers.filter { machine.truths[$0.operation].isYes }
    if !tiers.isEmpty {
      let words = tiers.map { plan.crossing($0, of: row) }
      return Explanation(
        zh: words.map(\.zh).joined(separator: "；"), en: words.map(\.en).joined(separator: "; "))
    }
    let written = line.written(line.branches.first { machine.truths[$0.operation].isYes })
    func equation(_ text: String) -> String {
      let put = plan.putting(row, into: text)
      return put == text ? text : text + " = " + put
    }
    return Explanation(zh: equation(written.zh), en: equation(written.en))
  }
}

extension SumStage {
  fileprivate var kind: SumStep.Kind {
    switch phase {
    case .rules: .amount
    case .quota: .quota
    case .exclusive: .exclusive
    case .ceiling: .ceiling
    case .overlap: .overlap
    case .instalment: .instalment
    }
  }
}

extension LineOutcome {
  /// The label of the part that is due now.
  fileprivate func instalment(_ plan: Plan) -> String? {
    instalments.first { $0.low == low && $0.high == high }?.label
  }
}

extension Plan {
  /// An expression as written with the numbers of a row in place of its facts.
  func putting(_ row: Row, into text: String) -> String {
    let source = Source(name: "", text: text)
    let tokens = lex(source)
    let seen = tokens.significant.map { tokens.all[$0] }
    var shown = ""
    var end: UInt32 = 0
    var next = 0
    while next < seen.count {
      let token = seen[next]
      let word = tokens.text(token)
      next += 1
      let name = token.kind == .quotedName ? String(word.dropFirst().dropLast()) : word
      guard let fact = facts.first(where: { $0.isNumeric && ($0.bareName ?? $0.name) == name })
      else { continue }
      var slot = fact.slot
      var last = token
      if next < seen.count, seen[next].keywords.has(.lastYear) || seen[next].keywords.has(.peak) {
        slot = seen[next].keywords.has(.peak) ? fact.peakSlot : fact.lastYearSlot
        last = seen[next]
        next += 1
      }
      guard slot >= 0, case .number = row.values[slot] else { continue }
      shown += source.text(end..<token.span.start)
      shown += valueText(row.values[slot], of: fact, texts: texts, .zh)
      end = last.span.end
    }
    return shown + source.text(end..<UInt32(source.bytes.count))
  }
}

extension Fact {
  fileprivate var isNumeric: Bool {
    switch kind {
    case .money, .number, .percent: true
    default: false
    }
  }
}
