import JiliLexer
import JiliParser

/// Awards: their titles, clauses and the facts that belong to them.
extension Checker {
  /// Notes every award and gives it its title, before any clause is checked: clauses may speak of
  /// awards further down.
  mutating func collectAwards(_ statements: [Placed]) {
    let declared = NearNames(titleNames)
    awardPlaces.reserveCapacity(statements.count)
    awardIndex.reserveCapacity(statements.count)
    for placed in statements where mayGoOn {
      guard case .award(let declaration) = placed.statement.kind else { continue }
      for item in declaration.items where mayGoOn {
        guard claim(item.name, in: .award, isDraft: placed.isDraft) else { continue }
        let made = AwardStatement(
          item: item, declaration: declaration, cites: placed.statement.cites,
          notes: placed.statement.notes, span: placed.statement.span, isDraft: placed.isDraft)
        var award = CheckedAward(
          name: item.name.text, amount: .broken(item.span), span: item.name.span)
        // A clause that could not be read may have used a status.
        let uses =
          !declaration.isComplete || usesStatus(declaration) || usesStatus(item.amount)
        if item.title == nil { award.title = ownTitle(of: item.name, usesStatus: uses, declared) }
        if let index = awardIndex[item.name.text] {
          awardStatements[index] = made
          parts.awards[index] = award
        } else {
          awardIndex[item.name.text] = parts.awards.count
          awardStatements.append(made)
          parts.awards.append(award)
        }
      }
    }
  }

  /// `for` may name a title that an award or a benefit further down declares.
  mutating func nameTitles() {
    for index in benefitStatements.indices {
      guard let named = benefitStatements[index].declaration.title else { continue }
      parts.benefits[index].title = title(named)
    }
    for index in awardStatements.indices {
      guard let named = awardStatements[index].item.title else { continue }
      parts.awards[index].title = title(named)
    }
  }

  /// The title that `for` or `years since` names.
  mutating func title(_ name: Name) -> FactID? {
    if case .fact(let id)? = names[name.text], case .title = parts.facts[id].kind { return id }
    if names[name.text] != nil {
      report(.notATitle(name.text, at: name.span))
    } else {
      reportUnknown(name, .unknownName(name.text, known: suggestable(titleNames), at: name.span))
    }
    return nil
  }

  /// The declared title of the name of an award or benefit, or a new one where a status is used.
  mutating func ownTitle(of name: Name, usesStatus: Bool, _ declared: NearNames) -> FactID? {
    if case .fact(let id)? = names[name.text], case .title = parts.facts[id].kind { return id }
    guard usesStatus, names[name.text] == nil else { return nil }
    if let near = declared.first(besides: name.text) {
      report(.nearlyDeclared(name.text, title: near, at: name.span))
    }
    places[name.text] = name.span
    var fact = Fact(name: name.text, kind: .title(validMonths: nil))
    fact.place = name.span
    fact.isImplied = true
    return add(fact)
  }

  var titleNames: [String] {
    parts.facts.compactMap { fact in
      if case .title = fact.kind { return fact.name }
      return nil
    }
  }

  private func usesStatus(_ declaration: AwardDeclaration) -> Bool {
    if declaration.clauses.contains(where: usesStatus) { return true }
    return (declaration.when.map(usesStatus) ?? false)
      || (declaration.except.map(usesStatus) ?? false)
  }

  private func usesStatus(_ clause: AwardClause) -> Bool {
    switch clause.kind {
    case .renewal: true
    case .less(let sum), .cap(let sum, _): usesStatus(sum)
    case .funding(let rule): rule.condition.map(usesStatus) ?? false
    case .once, .quota, .payment, .period, .also: false
    }
  }

  /// Whether an expression uses a bare status: one that no title to its left explains.
  func usesStatus(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .name(let name):
      return Self.status(name.keywords) != nil && names[name.text] == nil
    case .number, .date, .text, .fact, .unspecified, .yearsSince: return false
    case .comparison(_, let left, let right):
      return usesStatus(left) || (usesStatus(right) && !isValueOfName(left))
    case .inList(let left, let values):
      return usesStatus(left) || (values.contains(where: usesStatus) && !isValueOfName(left))
    case .arithmetic(_, let left, let right), .and(let left, let right), .or(let left, let right),
      .range(let left, let right), .share(let left, of: let right), .cap(let left, let right):
      return usesStatus(left) || usesStatus(right)
    case .inRange(let one, let two, let three), .choice(let one, let two, let three):
      return usesStatus(one) || usesStatus(two) || usesStatus(three)
    case .negative(let inner), .not(let inner), .upTo(let inner), .atLeast(let inner),
      .lastYear(let inner), .peak(let inner):
      return usesStatus(inner)
    case .match(let subject, let arms):
      return usesStatus(subject) || arms.contains { usesStatus($0.body) }
    case .tiers(let table): return table.tiers.contains { usesStatus($0.amount) }
    }
  }

  private func isValueOfName(_ expression: Expression) -> Bool {
    if case .name(let name) = expression.kind { return names[name.text] != nil }
    return false
  }

  // MARK: - One award

  mutating func checkAward(_ index: Int) {
    let statement = awardStatements[index]
    let declaration = statement.declaration
    statusTitle = parts.awards[index].title
    isTitleUnknown = statement.item.title != nil && statusTitle == nil
    defer { (statusTitle, isTitleUnknown) = (nil, false) }
    var award = parts.awards[index]
    allowsDiscretion = true
    award.amount = amount(statement.item.amount)
    allowsDiscretion = false
    award.when = declaration.when.map { condition($0) }
    award.except = declaration.except.map { condition($0) }
    award.cites = citations(statement.cites)
    award.notes = statement.notes.map(\.text)
    if let title = award.title, declaration.isComplete, !names(status: title, award.when) {
      report(
        .noStatus(
          award.name, when: declaration.when?.span, at: statement.item.span,
          isLast: statement.item.span == declaration.items.last?.span))
    }
    for clause in declaration.clauses { check(clause, &award, index) }
    // Clauses may have called facts of this award into being.
    let known = parts.awards[index]
    (award.approved, award.received) = (known.approved, known.received)
    (award.paid, award.instalment) = (known.paid, known.instalment)
    parts.awards[index] = award
  }

  /// Whether a condition says which event of the title it means.
  private func names(status title: FactID, _ typed: Typed?) -> Bool {
    guard let typed else { return false }
    switch typed.kind {
    case .status(let id, let set): return id == title && set != .inForce
    case .and(let left, let right), .or(let left, let right):
      return names(status: title, left) || names(status: title, right)
    case .not(let inner), .defined(_, let inner): return names(status: title, inner)
    case .choice(let one, let two, let three):
      return names(status: title, one) || names(status: title, two)
        || names(status: title, three)
    case .broken: return true
    case .constant, .day, .months, .fact, .lastYear, .peak, .evaluationDate, .evaluationYear,
      .negative, .arithmetic, .share, .cap, .firstFit, .upTo, .atLeast, .range, .unspecified,
      .tiers, .ownAmount, .awardAmount, .yearsSince, .truth, .flag, .code, .readingIs, .awardDue,
      .compare:
      return false
    }
  }

  private mutating func check(_ clause: AwardClause, _ award: inout CheckedAward, _ index: Int) {
    let cites = citations(clause.cites)
    switch clause.kind {
    case .renewal(let expression):
      if award.title == nil, !isTitleUnknown {
        report(.renewalWithoutTitle(award.name, at: expression.span))
      }
      (isRenewal, allowsDiscretion) = (true, true)
      award.renewal = amount(expression)
      (isRenewal, allowsDiscretion) = (false, false)
      award.renewalCites = cites
      return
    case .once: award.once = true
    case .less(let expression): award.less = amount(expression)
    case .cap(let expression, let perYear):
      let typed = amount(expression)
      if perYear { award.capPerYear = typed } else { award.cap = typed }
    case .quota(let quota):
      award.quota = (places(quota.count), quota.keys.map { score($0) })
    case .payment(let parts): award.payment = payment(parts, clause.span)
    case .period(let period): award.period = self.period(period)
    case .funding(let rule): award.funding.append(funding(rule))
    case .also(let fact, let header): alsoHeaders[index, default: []].append((fact, header))
    }
    award.cites += cites.filter { !award.cites.contains($0) }
  }

  /// The places of a quota are the same for every company: a number, or a parameter or reading.
  private mutating func places(_ expression: Expression) -> Typed {
    let count = value(expression)
    if count.type == .broken { return count }
    guard count.type == .number else { return wrong(count, ("家数", "a count")) }
    var isFixed = true
    forEachTerm(count) { term in
      switch term.kind {
      case .fact(let id): isFixed = isFixed && parts.facts[id].isParameter
      case .lastYear, .peak, .yearsSince, .awardAmount, .flag, .code, .status, .awardDue, .tiers:
        isFixed = false
      case .constant, .day, .months, .evaluationDate, .evaluationYear, .negative, .arithmetic,
        .share, .cap, .choice, .firstFit, .upTo, .atLeast, .range, .unspecified, .ownAmount,
        .truth, .readingIs, .compare, .and, .or, .not, .defined, .broken:
        break
      }
    }
    if !isFixed { report(.quotaOfCompany(at: expression.span)) }
    return count
  }

  private mutating func score(_ expression: Expression) -> Typed {
    let typed = value(expression)
    if typed.type.isNumeric || typed.type == .date || typed.type == .broken { return typed }
    return wrong(typed, ("数", "a number"))
  }

  private mutating func payment(_ parts: [AwardClause.Payment], _ span: Span) -> [Instalment] {
    var made: [Instalment] = []
    var sum = Exact.zero
    var labels: [String: Span] = [:]
    for (index, part) in parts.enumerated() {
      if let first = labels[part.label.text] {
        report(.statedTwice(part.label.text, first: first, at: part.label.span))
      }
      labels[part.label.text] = part.label.span
      let isLast = index == parts.count - 1
      guard (part.share == nil) == isLast else {
        report(.paymentParts(at: span))
        return []
      }
      guard let expression = part.share else {
        made.append(Instalment(label: part.label.text, share: nil))
        continue
      }
      let typed = value(expression)
      guard typed.type == .percent, let share = constant(typed), !share.isNegative,
        let total = sum.adding(share), total <= .one
      else {
        if typed.type != .broken { report(.paymentParts(at: span)) }
        return []
      }
      sum = total
      made.append(Instalment(label: part.label.text, share: share))
    }
    return made
  }

  mutating func funding(_ rule: FundingRule) -> CheckedFunding {
    var payers: [Funding.Payer] = []
    var sum: Exact? = .zero
    for payer in rule.payers {
      let typed = value(payer.share)
      guard typed.type == .percent, let share = constant(typed), !share.isNegative else {
        if typed.type != .broken { report(.fundingParts(at: rule.span)) }
        return CheckedFunding(payers: [], condition: nil)
      }
      sum = sum?.adding(share)
      payers.append(Funding.Payer(name: payer.name.text, share: share))
    }
    if sum != .one { report(.fundingParts(at: rule.span)) }
    return CheckedFunding(payers: payers, condition: rule.condition.map { condition($0) })
  }

  // MARK: - Facts of awards

  /// `A.核定`, `A.金额`, `A.due`, `A.renewal`
  mutating func awardFact(_ award: Name, _ fact: Name, _ span: Span) -> Typed {
    guard let index = awardIndex[award.text] else {
      reportNoAward(award)
      return .broken(span)
    }
    if fact.keywords.has(.amount) {
      return Typed(.awardAmount(index, isRenewal: false), .money, span)
    }
    if fact.keywords.has(.due) {
      return Typed(.awardDue(index, isRenewal: false), .condition, span)
    }
    if fact.keywords.has(.renewal) {
      guard hasRenewal(index) else {
        report(.noRenewal(award.text, at: span))
        return .broken(span)
      }
      return Typed(.awardAmount(index, isRenewal: true), .money, span)
    }
    if let id = ownFact(fact, of: index) { return self.fact(id, span) }
    let known: [Keyword] = [.approved, .received, .paid, .instalment, .amount, .due, .renewal]
    report(.unknownAwardFact(fact.text, known: Self.spellings(known), at: fact.span))
    return .broken(span)
  }

  /// Words in both languages, for suggestions.
  private static func spellings(_ words: [Keyword]) -> [String] {
    words.flatMap { [Keywords.spelling($0, .zh), Keywords.spelling($0, .en)] }
  }

  private func hasRenewal(_ index: Int) -> Bool {
    awardStatements[index].declaration.clauses.contains { clause in
      if case .renewal = clause.kind { true } else { false }
    }
  }

  /// The fact of an award that a word names.
  private mutating func ownFact(_ word: Name, of index: Int) -> FactID? {
    if word.keywords.has(.approved) { return approvedFact(index) }
    if word.keywords.has(.received) { return receivedFact(index) }
    if word.keywords.has(.paid) { return paidFact(index) }
    if word.keywords.has(.instalment) { return instalmentFact(index) }
    return nil
  }

  mutating func approvedFact(_ index: Int) -> FactID {
    if let id = parts.awards[index].approved { return id }
    let id = addAwardFact(index, .approved, .approved(award: index))
    parts.awards[index].approved = id
    return id
  }

  mutating func receivedFact(_ index: Int) -> FactID {
    if let id = parts.awards[index].received { return id }
    let id = addAwardFact(index, .received, .received(award: index))
    parts.awards[index].received = id
    return id
  }

  mutating func paidFact(_ index: Int) -> FactID {
    if let id = parts.awards[index].paid { return id }
    let id = addAwardFact(index, .paid, .paid(award: index))
    parts.awards[index].paid = id
    return id
  }

  mutating func instalmentFact(_ index: Int) -> FactID {
    if let id = parts.awards[index].instalment { return id }
    let labels = awardLabels(index)
    let id = addAwardFact(index, .instalment, .instalment(award: index, labels: labels))
    parts.awards[index].instalment = id
    return id
  }

  private func awardLabels(_ index: Int) -> [String] {
    for clause in awardStatements[index].declaration.clauses {
      if case .payment(let parts) = clause.kind { return parts.map(\.label.text) }
    }
    return []
  }

  private mutating func addAwardFact(_ index: Int, _ word: Keyword, _ kind: Fact.Kind) -> FactID {
    let award = parts.awards[index].name
    var fact = Fact(name: award + "." + Keywords.spelling(word, .zh), kind: kind)
    fact.aliases = [award + "." + Keywords.spelling(word, .en)]
    let id = parts.facts.count
    parts.facts.append(fact)
    return id
  }

  /// Creates the facts that the clauses of awards read, and gives them their headers.
  mutating func createAwardFacts() {
    let hasOverlap = !parts.overlap.isEmpty
    for index in parts.awards.indices where mayGoOn {
      let award = parts.awards[index]
      if isDiscretionary(award.amount) || award.renewal.map(isDiscretionary) ?? false {
        _ = approvedFact(index)
      }
      if hasOverlap { _ = receivedFact(index) }
      if award.once || !award.payment.isEmpty { _ = paidFact(index) }
      if !award.payment.isEmpty { _ = instalmentFact(index) }
    }
    for group in parts.exclusives {
      for member in group.members { _ = paidFact(member.award) }
    }
    for (index, headers) in alsoHeaders.sorted(by: { $0.key < $1.key }) {
      for (fact, header) in headers { addHeader(fact, header, index) }
    }
  }

  private mutating func addHeader(_ fact: Name, _ header: QuotedText, _ index: Int) {
    guard let id = ownFact(fact, of: index) else {
      let known: [Keyword] = [.approved, .received, .paid, .instalment]
      report(.unknownAwardFact(fact.text, known: Self.spellings(known), at: fact.span))
      return
    }
    parts.facts[id].aliases.append(header.text)
  }

  /// Whether any part of an amount is left to the authority.
  func isDiscretionary(_ typed: Typed) -> Bool {
    switch typed.kind {
    case .upTo, .atLeast, .range, .unspecified: return true
    case .negative(let inner), .defined(_, let inner): return isDiscretionary(inner)
    case .arithmetic(_, let left, let right), .share(let left, of: let right),
      .cap(let left, let right):
      return isDiscretionary(left) || isDiscretionary(right)
    case .choice(_, let then, let otherwise):
      return isDiscretionary(then) || isDiscretionary(otherwise)
    case .firstFit(let arms): return arms.contains { isDiscretionary($0.value) }
    case .tiers(let table): return table.tiers.contains { isDiscretionary($0.amount) }
    case .constant, .day, .months, .fact, .lastYear, .peak, .evaluationDate, .evaluationYear,
      .ownAmount, .awardAmount, .yearsSince, .truth, .flag, .code, .status, .readingIs, .awardDue,
      .compare, .and, .or, .not, .broken:
      return false
    }
  }
}
