/// Every construct of the language that generated runs are to hold.
package enum Construct: String, CaseIterable, Sendable {
  // Facts and declarations
  case annualField = "by year"
  case countByYear = "a count by year"
  case textField = "a text fact"
  case dateField = "a date fact"
  case percentField = "a percent fact"
  case bounds = "in A .. B of a field"
  case other
  case blankNone = "blank = none"
  case blankValue = "blank = V"
  case also
  case peakHeader = "also peak"
  case valid = "valid N"
  case vocabulary = "use"
  case boundedParameter = "parameter in A .. B"
  case freeParameter = "parameter without bounds"
  case settledParameter = "parameter = V"
  case definedValue = "define a value"
  case definedCondition = "define a condition"
  case nestedDefinition = "define by a definition"
  // Policy
  case rounding
  case roundingDown = "rounding down"
  case overlap
  case overlapByReading = "overlap if R = v"
  case applies
  case policyFunding = "funding of the policy"
  case conditionalFunding = "funding of the policy when"
  case severalFundings = "two entries of funding"
  case between = "period A .. B"
  case years = "period Y .. Y"
  case lasting = "D for n years"
  case starting = "C .. D for n years"
  case from = "from D"
  // Conditions
  case again
  case statusIsNot = "T is not S"
  case titleAlone = "a bare title"
  case textIs = "a text compared"
  case yearsSince = "years since T"
  case dateBesideYear = "a date beside a year"
  case movedDate = "a date moved by months"
  case daysBetween = "days between two dates"
  case evaluationDate = "date"
  case evaluationYear = "year"
  case lastYear = "last year"
  case peak
  case within = "in A .. B"
  case member = "in [A, B]"
  case bareStatus = "a bare status"
  // Other awards
  case amountOfAward = "A.amount"
  case renewalOfAward = "A.renewal"
  case dueOfAward = "A.due"
  case approvedOfAward = "A.approved"
  case paidOfAward = "A.paid"
  case receivedOfAward = "A.received"
  case instalmentOfAward = "A.instalment"
  // Amounts
  case upTo = "up to"
  case atLeast = "at least"
  case range = "A .. B"
  case shareRange = "(a .. b) of x"
  case unspecified
  case unspecifiedInside = "unspecified in a branch"
  case negative = "unary -"
  case capInside = "cap in an expression"
  case mixed = "up to within a sum"
  case division = "/"
  case choose = "if"
  case tiers = "first reaches"
  case exceeds = "first exceeds"
  case each, highest
  case modeByReading = "a tier table's mode by a reading"
  case modeByCondition = "a tier table's mode by a condition"
  case upToTier = "up to in a tier"
  case matchChoice = "match a category"
  case matchText = "match a text"
  case matchFlag = "match a flag"
  case matchTitle = "match a title"
  case matchReading = "match a reading"
  case matchInstalment = "match an instalment"
  case matchValue = "a pattern of one value"
  case matchRange = "a pattern of a range"
  case matchComparison = "a pattern of a comparison"
  case matchList = "a pattern of a list"
  case matchWithoutElse = "match without else"
  // Clauses
  case renewal
  case renewalSum = "renewal = 10万"
  case renewalBranch = "renewal with a branch"
  case cappedRenewal = "renewal = 20% cap 10万"
  case once, less, cap
  case yearlyCap = "cap per year"
  case except, quota
  case secondKey = "a second key"
  case openQuota = "a quota of a parameter"
  case payment
  case awardFunding = "funding of an award"
  case awardPeriod = "period of an award"
  case foreignTitle = "for another title"
  case exclusive
  case exclusiveWhen = "exclusive when"
  case exclusiveRenewal = "exclusive with a renewal"
  case partedByReading = "exclusive parted by a reading"
  case together
  case jointOverGroup = "together over exclusive members"
  case openCeiling = "a ceiling of a parameter"
  // What is not money
  case benefit
  case benefitOfTitle = "benefit for a title"
  case limit
  case limitRange = "limit in A .. B"
  case target
  // Drafts
  case draft = "amends"
  case removed = "remove"
  case restated = "an award restated"
  case restatedFact = "a field or title restated"
  case replacedEntry = "a policy entry replaced"
  case addedAward = "an award of the draft"
  // Company files and options
  case panel = "--date-column with a key"
  case hole = "a year that is missing"
  case monthDate = "a date known to the month"
  case yearDate = "a date known to the year"
  case severalRows = "several rows a company-year"
  case recognised = "T认定日期"
  case firstRecognised = "T首次认定日期"
  case renewedOn = "T复评日期"
  case relocatedOn = "T迁入日期"
  case lapsedOn = "T失效日期"
  case yearCell = "2024 under a title"
  case lapsedWord = "失效 under a title"
  case againWord = "再次 under a title"
  case mark = "T新认定 with 是 or 否"
  case setParameter = "--set a parameter"
  case setFact = "--set a fact"
  case setTitle = "--set a title"
  case setRecord = "--set a fact of an award"
  case chosenReading = "--reading"
  case absentBlank = "--absent blank"
  case defaultDate = "the last day of the period"
  case openDate = "an evaluation date that is not known"
  case mixedSpelling = "both spellings"
}

extension Trial {
  /// The constructs that the run holds.
  package var constructs: Set<Construct> {
    var found = program.constructs.union(layout.constructs(of: program))
    found.formUnion(tableConstructs)
    found.formUnion(optionConstructs)
    if style == .mixed { found.insert(.mixedSpelling) }
    return found
  }

  private var tableConstructs: Set<Construct> {
    var found: Set<Construct> = []
    let events: [TitleEvent: Construct] = [
      .recognised: .recognised, .firstRecognised: .firstRecognised, .renewed: .renewedOn,
      .relocated: .relocatedOn, .lapsed: .lapsedOn,
    ]
    for row in table.rows {
      for (fact, cell) in row.cells {
        switch (fact, cell) {
        case (.titleDate(_, let event), .date): events[event].map { _ = found.insert($0) }
        case (.titleMark, .flag): found.insert(.mark)
        case (.title, .date): found.insert(.yearCell)
        case (.title, .lapsed): found.insert(.lapsedWord)
        case (.title, .status([.newAgain])): found.insert(.againWord)
        default: continue
        }
      }
      guard let date = row.date, date.first != date.last else { continue }
      found.insert(date.last.number - date.first.number > 31 ? .yearDate : .monthDate)
    }
    guard options.usesKey else { return found }
    let companies = Dictionary(grouping: table.rows, by: \.key).values
    for rows in companies {
      let years = rows.compactMap { $0.date?.year }
      if options.date == .column {
        found.insert(.panel)
        let span = (years.max() ?? 0) - (years.min() ?? 0)
        if Set(years).count <= span { found.insert(.hole) }
      }
      let isRepeated = options.date == .column ? Set(years).count < years.count : rows.count > 1
      if isRepeated { found.insert(.severalRows) }
    }
    return found
  }

  private var optionConstructs: Set<Construct> {
    var found: Set<Construct> = []
    for setting in options.settings {
      switch setting.fact {
      case .field(let name): found.insert(program.field(name) == nil ? .setParameter : .setFact)
      case .title: found.insert(.setTitle)
      case .award: found.insert(.setRecord)
      case .year, .peak, .titleDate, .titleMark: continue
      }
    }
    if !options.readings.isEmpty { found.insert(.chosenReading) }
    if options.treatsAbsentAsBlank { found.insert(.absentBlank) }
    if options.date == .policy {
      let isKnown = Inquiry(program, table, options).year(of: 0) != nil
      found.insert(isKnown ? .defaultDate : .openDate)
    }
    return found
  }
}

extension Layout {
  fileprivate func constructs(of program: Program) -> Set<Construct> {
    var found: Set<Construct> = sharesVocabulary ? [.vocabulary] : []
    guard let adopted else { return found }
    found.insert(.draft)
    let before = Dictionary(adopted.awards.map { ($0.name, $0) }) { first, _ in first }
    let after = Set(program.awards.map(\.name))
    if !after.isSuperset(of: before.keys) { found.insert(.removed) }
    for award in program.awards {
      if before[award.name] == nil { found.insert(.addedAward) }
      if let old = before[award.name], old != award { found.insert(.restated) }
    }
    if adopted.fields != program.fields || adopted.titles != program.titles {
      found.insert(.restatedFact)
    }
    if adopted.policy != program.policy { found.insert(.replacedEntry) }
    return found
  }
}
