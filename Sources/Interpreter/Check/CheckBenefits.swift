import JiliLexer
import JiliParser

/// Benefits and limits: what a policy grants or demands besides money.
extension Checker {
  struct BenefitStatement {
    let declaration: BenefitDeclaration
    let statement: Statement
  }

  struct LimitStatement {
    let declaration: LimitDeclaration
    let placed: Placed
    /// `when` and `except` as written, by which limits of one left side are told apart.
    let scope: String
    /// The bound as written.
    let test: String
  }

  /// Notes every benefit and gives it its title, as awards get theirs.
  mutating func collectBenefits(_ statements: [Placed]) {
    let declared = NearNames(titleNames)
    var index: [String: Int] = [:]
    for placed in statements {
      guard case .benefit(let declaration) = placed.statement.kind else { continue }
      let name = declaration.name
      guard isNoAward(name), claim(name, in: .benefit, isDraft: placed.isDraft) else {
        continue
      }
      let made = BenefitStatement(declaration: declaration, statement: placed.statement)
      var benefit = CheckedBenefit(
        name: name.text, text: declaration.text?.text, span: name.span)
      if declaration.title == nil {
        benefit.title = ownTitle(
          of: name, usesStatus: usesStatus(declaration.scope), declared)
      }
      if let place = index[name.text] {
        benefitStatements[place] = made
        parts.benefits[place] = benefit
      } else {
        index[name.text] = parts.benefits.count
        benefitStatements.append(made)
        parts.benefits.append(benefit)
      }
    }
  }

  /// An award and a benefit of one name could not be told apart in results.
  private mutating func isNoAward(_ name: Name) -> Bool {
    guard let award = awardPlaces[name.text] else { return true }
    let isLater = (award.file, award.start) > (name.span.file, name.span.start)
    let (first, second) = isLater ? (name.span, award) : (award, name.span)
    report(.statedTwice(name.text, first: first, at: second))
    return false
  }

  private func usesStatus(_ scope: ScopeClauses) -> Bool {
    (scope.when.map(usesStatus) ?? false) || (scope.except.map(usesStatus) ?? false)
  }

  mutating func checkBenefit(_ index: Int) {
    let (declaration, statement) = (
      benefitStatements[index].declaration, benefitStatements[index].statement
    )
    statusTitle = parts.benefits[index].title
    isTitleUnknown = declaration.title != nil && statusTitle == nil
    defer { (statusTitle, isTitleUnknown) = (nil, false) }
    parts.benefits[index].scope = scope(declaration.scope)
    parts.benefits[index].cites = citations(statement.cites)
    parts.benefits[index].notes = statement.notes.map(\.text)
  }

  private mutating func scope(_ clauses: ScopeClauses) -> CheckedScope {
    CheckedScope(
      when: clauses.when.map { condition($0) }, except: clauses.except.map { condition($0) },
      period: clauses.period.map { period($0) })
  }

  // MARK: - Limits

  /// A draft replaces the limits of the same left side and the same condition.
  mutating func collectLimits(_ statements: [Placed]) {
    for placed in statements {
      guard case .limit(let declaration) = placed.statement.kind else { continue }
      let made = limitStatement(declaration, placed)
      let same = limitStatements.indices.filter { index in
        let other = limitStatements[index]
        return other.declaration.name.text == declaration.name.text && other.scope == made.scope
      }
      if placed.isDraft, let first = same.first,
        same.allSatisfy({ limitStatements[$0].placed.file != placed.file })
      {
        limitStatements[first] = made
        for index in same.dropFirst().reversed() { limitStatements.remove(at: index) }
      } else if let first = same.first(where: { limitStatements[$0].test == made.test }) {
        let earlier = limitStatements[first].declaration.test.span
        report(.statedTwice(made.test, first: earlier, at: declaration.test.span))
      } else {
        limitStatements.append(made)
      }
    }
  }

  private func limitStatement(
    _ declaration: LimitDeclaration, _ placed: Placed
  ) -> LimitStatement {
    let when = declaration.scope.when.map { loaded.words($0.span) }
    let except = declaration.scope.except.map { "不含 " + loaded.words($0.span) }
    return LimitStatement(
      declaration: declaration, placed: placed,
      scope: [when, except].compactMap(\.self).joined(separator: " "),
      test: loaded.words(declaration.test.span))
  }

  /// The shortest name that no other limit has: the left side; with the condition behind it; the
  /// whole bound.
  private func limitName(_ limit: LimitStatement, among all: [LimitStatement]) -> String {
    Self.names(limit).first { name in
      all.count { Self.names($0).contains(name) } == 1
    } ?? limit.test
  }

  private static func names(_ limit: LimitStatement) -> [String] {
    let subject = limit.declaration.name.text
    if limit.scope.isEmpty { return [subject, limit.test] }
    return [subject, "\(subject)（\(limit.scope)）", "\(limit.test)（\(limit.scope)）"]
  }

  /// The names of every limit, which are words of the rules, in the order of the limits.
  var limitSpellings: [[String]] { limitStatements.map(Self.names) }

  /// Every name by which one limit, or those of one left side, can be removed.
  func limitNames(_ all: [Placed]) -> Set<String> {
    var names: Set<String> = []
    for placed in all {
      guard case .limit(let declaration) = placed.statement.kind else { continue }
      names.formUnion(Self.names(limitStatement(declaration, placed)))
    }
    return names
  }

  /// Removes the limits of a name; false where there is none.
  func removeLimits(_ name: Name, from all: inout [Placed]) -> Bool {
    let count = all.count
    all.removeAll { placed in
      guard case .limit(let declaration) = placed.statement.kind else { return false }
      return Self.names(limitStatement(declaration, placed)).contains(name.text)
    }
    return all.count < count
  }

  mutating func checkLimit(_ limit: LimitStatement) {
    let declaration = limit.declaration
    let actual = withoutDiscretion { checker in checker.value(declaration.subject) }
    let test: Typed
    switch declaration.test.kind {
    case .comparison(let operation, _, let bound):
      test = compare(operation, actual, bound, declaration.test.span)
    case .inRange(_, let low, let high): test = within(actual, low, high, declaration.test.span)
    default: return
    }
    let scope = scope(declaration.scope)
    let statement = limit.placed.statement
    let last = [declaration.scope.when, declaration.scope.except].compactMap { $0?.span }
    parts.limits.append(
      CheckedLimit(
        name: limitName(limit, among: limitStatements), subject: declaration.name.text,
        text: loaded.words(last.reduce(declaration.test.span) { $0.union($1) }), actual: actual,
        sides: Self.sides(test), scope: scope, cites: citations(statement.cites),
        notes: statement.notes.map(\.text), span: declaration.test.span))
  }

  /// The comparisons that must hold together.
  private static func sides(_ test: Typed) -> [(comparison: Comparison, bound: Typed)] {
    switch test.kind {
    case .compare(let comparison, _, let bound): [(comparison, bound)]
    case .and(let one, let two): sides(one) + sides(two)
    default: []
    }
  }

  // MARK: - Sizes and names

  func terms(of scope: CheckedScope) -> [Typed] {
    let period = scope.period ?? parts.period
    return [scope.when, scope.except, parts.applies, period?.start, period?.end].compactMap(\.self)
  }

  func terms(of limit: CheckedLimit) -> [Typed] {
    [limit.actual] + limit.sides.map(\.bound) + terms(of: limit.scope)
  }

  /// Reports a name where an award should stand.
  mutating func reportNoAward(_ name: Name) {
    if benefitPlaces[name.text] != nil {
      report(.benefitHasNoSum(name.text, at: name.span))
      return
    }
    let known = suggestable(awardIndex.keys.sorted())
    reportUnknown(name, .unknownAward(name.text, known: known, at: name.span))
  }

  // MARK: - Examples

  /// `expect 人才名额 = yes`; false where the expectation is about a sum.
  mutating func checkVerdict(
    _ expectation: ExampleDeclaration.Expectation, into example: inout CheckedExample
  ) -> Bool {
    guard let line = expectation.line, !line.isRenewal, awardIndex[line.award.text] == nil else {
      return false
    }
    let name = line.award
    let limits = limits(named: name.text)
    let subject: CheckedExample.Verdict.Subject
    var isLimit = false
    if let index = parts.benefits.firstIndex(where: { $0.name == name.text }) {
      subject = .benefit(index)
    } else if let first = limits.first {
      guard limits.count == 1 else {
        report(.severalLimits(name.text, limits.map { parts.limits[$0].name }, at: name.span))
        return true
      }
      subject = .limit(first)
      isLimit = true
    } else {
      return false
    }
    guard let truth = verdict(expectation.value, isLimit: isLimit) else {
      report(.verdictExpected(name.text, isLimit: isLimit, at: expectation.value.span))
      return true
    }
    example.verdicts.append(.init(subject: subject, truth: truth, span: expectation.span))
    return true
  }

  /// The limits that a name stands for: the one of this name, else those of this left side.
  func limits(named name: String) -> [Int] {
    let exact = parts.limits.indices.filter { parts.limits[$0].name == name }
    return exact.isEmpty ? parts.limits.indices.filter { parts.limits[$0].subject == name } : exact
  }

  /// yes, no, `no .. yes`; of a limit none: it does not apply. nil is none of these.
  private mutating func verdict(_ value: Expression, isLimit: Bool) -> Truth?? {
    switch value.kind {
    case .name(let name):
      let words: [(Keyword, Truth?)] = [(.yes, .yes), (.no, .no)] + (isLimit ? [(.none, nil)] : [])
      guard let (word, truth) = words.first(where: { name.keywords.has($0.0) }) else { return nil }
      note(word, name)
      return .some(truth)
    case .range(let low, let high):
      let isWhole =
        verdict(low, isLimit: false) == .some(.no) && verdict(high, isLimit: false) == .some(.yes)
      return isWhole ? .some(.unknown) : nil
    default: return nil
    }
  }
}
