package import JiliLexer

/// A line of a row while the phases pass over it. From phase 5 on sums only go down.
struct Work {
  var low: Exact
  /// nil is unbounded.
  var high: Exact?
  var condition: Truth
  /// Whether the row would be due the line were there no earlier rows; what later rows ask.
  var claim: Truth
  var unspecified: Truth
  /// Facts on which the line hangs, as `Plan.factName` understands them.
  var missing: [Int]
  /// An earlier row may or may not have been due the award.
  var hangsOnEarlier: Bool
  /// The sum or a condition has a divisor of 0.
  var dividesByZero = false
  /// The line was possible at the end of phase 5.
  var wasPossible: Bool
  var isOverQuota = false
  var isTied = false
  var lostTo: Int?
  var lostBy: Loss?
  var isContested = false
  /// It is open whether an exclusive group holds that would change the line.
  var hangsOnGroup = false
  /// The whole sum before the instalment due now.
  var whole: (low: Exact, high: Exact?)
  /// What reasons are made of; nil where none are wanted.
  var grounds: Grounds?
  /// The instalment that the row asks for, as an index into the line's payment.
  var instalment: Int?
  /// The certain sum at the end of phase 5.
  var grossLow = Exact.zero
  /// The ceiling that an approved sum is held against.
  var approvalLimit: Exact?
  /// The first of the plan's steps that certainly does not hold.
  var failedStep: Int?

  struct Grounds {
    /// Whether the line itself is in force.
    var inForce = Truth.yes
    /// The conditions that stand against the line.
    var failing: [FailingCondition] = []
    /// The branch of the amount that is certainly taken, as an index into the line's branches.
    var branch: Int?
    /// The tiers that certainly pay, as indices into the line's marks.
    var tiersPaid: [Int] = []
    /// What each phase left of the sum, where it is not what stood before.
    var trail: [SumStage] = []
  }

  enum Loss: Equatable {
    case exclusive, joint, capPerYear, overlap, titleOnce, paidBefore
    /// Another policy of the run pays this much for the same matter.
    case otherPolicy(Overlap.Rule, sum: Exact)
  }

  /// What the settled line says to later years: nothing came, it was due, or it is open.
  var wasDue: Truth {
    if !isPossible { return .no }
    return isContested || isTied || hangsOnGroup ? claim.hull(.unknown) : claim
  }

  var isPossible: Bool { high.map { $0 > .zero } ?? true }
  var isSettled: Bool { high == low }

  /// Notes what a phase has left.
  mutating func note(_ phase: SumStage.Phase) {
    guard let last = grounds?.trail.last, last.low != low || last.high != high else { return }
    grounds?.trail.append(SumStage(phase: phase, low: low, high: high))
  }

  mutating func hang(on facts: [Int]) {
    for fact in facts where !missing.contains(fact) { missing.append(fact) }
  }

  /// Takes the line to nothing.
  mutating func lose(_ loss: Loss, to other: Int? = nil) {
    if isPossible {
      lostBy = loss
      lostTo = other
    }
    low = .zero
    high = .zero
  }
}

/// What the later phases need of a row, kept when the machine goes on to the next.
struct RowWork {
  var lines: [Work]
  /// By place among the plan's quotas and yearly caps, in the order of the lines.
  var quotas: [QuotaWork] = []
  var yearlyCaps: [CeilingWork] = []
  var groupConditions: [Truth]
  /// The missing facts on which each group's condition hangs.
  var groupMissing: [[Int]] = []
  var jointCaps: [CeilingWork] = []
  /// What each policy as a whole says.
  var policies: [PolicyWork]
  var overflow: String?
  var notes: [Explanation] = []
  /// What earlier rows of the company-year leave of each joint ceiling.
  var jointRooms: [Exact?] = []
  /// Open contests of policies: of the lines of several policies only those of one are paid.
  var openMatters: [[[Int]]] = []
  var benefits: [BenefitWork] = []
  var limits: [LimitWork] = []
}

extension RowWork {
  /// Whether any sum is another.
  func differs(from other: RowWork?) -> Bool {
    guard let other else { return true }
    return lines.indices.contains { line in
      lines[line].low != other.lines[line].low || lines[line].high != other.lines[line].high
    }
  }
}

/// A ceiling, and the missing facts on which it hangs.
struct CeilingWork {
  var cap: Bounds
  var missing: [Int]
}

/// What a row says to the quota of a line.
struct QuotaWork {
  var count: Bounds
  var keys: [Bounds]
}

/// What the conditions of one policy as a whole came to.
struct PolicyWork {
  /// The overlap rules that may hold, and the facts on which it hangs which one does.
  var overlapRules: [Overlap.Rule]
  var overlapMissing: [Int]
  /// Per funding entry of the policy, and of its lines with entries of their own.
  var fundingConditions: [Truth]
  var lineFunding: [LineFunding]
  var inForce: Truth
  var applies: Truth
}

/// Whether the funding entries of a line hold.
struct LineFunding {
  var line: Int
  var conditions: [Truth]
}

extension PolicyWork {
  func fundingConditions(ofLine line: Int) -> [Truth] {
    lineFunding.first { $0.line == line }?.conditions ?? []
  }
}

extension Plan {
  /// Stands for the evaluation date among missing facts.
  package static let evaluationDateFact = -1

  /// What is missing where a slot is open: its fact, or that fact's value of earlier years.
  func missingFact(ofSlot slot: Int) -> Int {
    let fact = slotFacts[slot]
    return facts[fact].slot == slot ? fact : missingPart(ofSlot: slot)
  }

  /// A value that is less than a whole fact: that of earlier years, or the day on which a title
  /// was recognised. Its number lies below that of the date.
  func missingPart(ofSlot slot: Int) -> Int { Plan.evaluationDateFact - 1 - slot }

  /// The name of a missing fact in results: `营收`, for earlier years `营收 历年最高`, for
  /// the day of a title its header.
  package func factName(_ fact: Int, _ language: Language = .zh) -> String {
    if fact == Plan.evaluationDateFact { return Keywords.spelling(.date, language) }
    guard fact < 0 else { return facts[fact].shownName(language) }
    let slot = Plan.evaluationDateFact - 1 - fact
    let whole = facts[slotFacts[slot]]
    if whole.slot == slot { return whole.name + "认定日期" }
    let part = whole.peakSlot == slot ? Keyword.peak : .lastYear
    return whole.shownName(language) + " " + Keywords.spelling(part, language)
  }
}
