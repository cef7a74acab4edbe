package import JiliLexer
package import JiliParser

/// What a policy wants to have reached. It pays nothing and reads no row: a forecast begins here.
package struct CheckedTarget: Sendable {
  package enum Subject: Sendable {
    /// Companies that hold a title.
    case title(FactID)
    /// Companies to which an award is due.
    case award(Int)
    /// Companies of which a condition is true: a flag, a category value, a definition.
    case companies(String, Typed)
    /// A sum over companies: a field or definition that is a number or money.
    case sum(String, Typed)
    /// What no company file counts.
    case label(String)
  }

  /// What a percent is of.
  package enum Base: Sendable {
    /// Its own number at the start: `200% of base`.
    case own
    /// All of a population: `100% of 国家级小巨人`.
    case population(Subject)
  }

  package struct Milestone: Sendable {
    package var year: Int?
    /// Both ends in 元, as a count or as a share; nil where the text names no number.
    package var low: Exact?
    package var high: Exact?
    /// `number`, `money` or `percent`.
    package var unit: ValueType
    package var of: Base?
    package var span: Span
  }

  /// Counted together.
  package var subjects: [Subject]
  package var relation: TargetDeclaration.Relation
  package var kind: TargetDeclaration.Kind
  /// As many for each of these.
  package var each: Subject?
  /// What there was at the start.
  package var base: Milestone?
  /// By year, ascending; the only one may have no year.
  package var milestones: [Milestone]
  package var cites: [Citation]
  package var notes: [String]
  package var span: Span
  /// The names of the subjects, whatever their order.
  var subjectKey: String
  var eachKey: String
}

/// How the subjects of a target are counted.
private enum WantedUnit {
  case only(ValueType)
  /// A label takes numbers of any kind.
  case any
  /// The subjects are in error.
  case unknown
}

/// Targets: what they count, by when, and whether they agree with each other.
extension Checker {
  mutating func checkTarget(_ placed: Placed) {
    guard case .target(let target) = placed.statement.kind else { return }
    let cites = citations(placed.statement.cites)
    let subjects = counted(target.subjects)
    let each = target.each.map { population($0) }
    let unit = subjects.map { commonUnit($0, target.subjects) } ?? .unknown
    let found = milestones(target.goal, unit)
    guard let subjects, let found, each.map({ $0 != nil }) ?? true else { return }
    let base = found.first { $0.isBase }?.milestone
    let milestones = found.filter { !$0.isBase }.map(\.milestone)
    if milestones.isEmpty, let base { return report(.onlyBase(at: base.span)) }
    parts.targets.append(
      CheckedTarget(
        subjects: subjects, relation: target.relation, kind: target.kind, each: each ?? nil,
        base: base, milestones: milestones, cites: cites,
        notes: placed.statement.notes.map(\.text), span: placed.statement.span,
        subjectKey: Self.key(of: target.subjects),
        eachKey: target.each.map { Self.key(of: [$0]) } ?? ""))
  }

  // MARK: - What is counted

  private mutating func counted(
    _ subjects: [TargetDeclaration.Subject]
  ) -> [CheckedTarget.Subject]? {
    var found: [CheckedTarget.Subject?] = []
    var first: [String: Span] = [:]
    for subject in subjects {
      found.append(counted(subject))
      if let earlier = first[subject.text] {
        report(.statedTwice(subject.text, first: earlier, at: subject.span))
      }
      first[subject.text] = subject.span
    }
    let known = found.compactMap(\.self)
    return known.count == found.count ? known : nil
  }

  private mutating func counted(_ subject: TargetDeclaration.Subject) -> CheckedTarget.Subject? {
    let name: Name
    switch subject {
    case .label(let words): return .label(words.text)
    case .name(let plain): name = plain
    }
    switch names[name.text] {
    case .fact(let id)?:
      if case .title = parts.facts[id].kind { return .title(id) }
      if parts.facts[id].isParameter { break }
      return counted(fact(id, name.span), as: name)
    case .define(let index)?: return counted(asCompanies(definition(index)), as: name)
    case .reading?: break
    case nil:
      if let award = awardIndex[name.text] { return .award(award) }
      return categoryValue(name)
    }
    report(.notCountable(name.text, at: name.span))
    return nil
  }

  /// A definition that is just a title stands for the companies that hold it.
  private func asCompanies(_ typed: Typed) -> Typed {
    guard case .title(let id) = typed.type else { return typed }
    return Typed(.status(id, .inForce), .condition, typed.span)
  }

  private mutating func counted(_ typed: Typed, as name: Name) -> CheckedTarget.Subject? {
    switch typed.type {
    case .condition: return .companies(name.text, typed)
    case .money, .number: return .sum(name.text, typed)
    case .broken: return nil
    case .percent, .date, .duration, .category, .title, .text, .reading:
      report(.notCountable(name.text, at: name.span))
      return nil
    }
  }

  /// `生物医药`: the companies whose field has this value.
  private mutating func categoryValue(_ name: Name) -> CheckedTarget.Subject? {
    var found: [(fact: FactID, code: Int)] = []
    var values: [String] = []
    for (id, fact) in parts.facts.enumerated() {
      guard case .category(let all, _) = fact.kind else { continue }
      values += all
      if let code = all.firstIndex(of: name.text) { found.append((id, code)) }
    }
    if let only = found.first, found.count == 1 {
      let test = Typed(.code(only.fact, [only.code], isNot: false), .condition, name.span)
      return .companies(name.text, test)
    }
    if found.count > 1 {
      report(.valueOfSeveral(name.text, found.map { parts.facts[$0.fact].name }, at: name.span))
    } else if let spaced = spacedSpelling(name.text) {
      report(.runTogether(name.text, spaced: spaced, at: name.span))
    } else {
      let known = suggestable(names.keys.sorted() + awardIndex.keys.sorted() + values)
      reportUnknown(name, .unknownName(name.text, known: known, at: name.span))
    }
    return nil
  }

  /// Something with members: companies, or what a label stands for.
  private mutating func population(
    _ subject: TargetDeclaration.Subject
  ) -> CheckedTarget.Subject? {
    guard let found = counted(subject) else { return nil }
    if case .sum(let name, _) = found {
      report(.noMembers(name, at: subject.span))
      return nil
    }
    return found
  }

  /// The unit in which all subjects are counted.
  private mutating func commonUnit(
    _ subjects: [CheckedTarget.Subject], _ named: [TargetDeclaration.Subject]
  ) -> WantedUnit {
    var common: ValueType?
    var isSum = false
    for (subject, name) in zip(subjects, named) {
      let unit: ValueType
      var sums = false
      switch subject {
      case .title, .award, .companies: unit = .number
      case .sum(_, let typed): (unit, sums) = (typed.type, true)
      case .label: continue
      }
      if let known = common, known != unit || isSum != sums {
        report(.notCountedTogether(name.text, at: name.span))
        return .unknown
      }
      (common, isSum) = (unit, sums)
    }
    return common.map { .only($0) } ?? .any
  }

  // MARK: - Numbers and years

  private typealias Found = (milestone: CheckedTarget.Milestone, isBase: Bool)

  /// The numbers of a target; nil where one is in error.
  private mutating func milestones(
    _ goal: TargetDeclaration.Goal, _ unit: WantedUnit
  ) -> [Found]? {
    switch goal {
    case .single(let value, let year):
      if let year { checkYear(year) }
      return milestone(value, year?.number, unit).map { [($0, false)] }
    case .path(let entries):
      var found: [Found] = []
      var isWhole = true
      for (index, entry) in entries.enumerated() {
        checkYear(entry.year)
        let before = index > 0 ? entries[index - 1].year : nil
        if let before, before.number >= entry.year.number {
          report(
            .yearOutOfOrder(entry.year.number, first: before.span, at: entry.year.span))
        }
        if entry.isBase, index > 0 {
          report(.baseNotFirst(at: entry.value.span))
          isWhole = false
        }
        guard let made = milestone(entry.value, entry.year.number, unit) else {
          isWhole = false
          continue
        }
        if let other = found.first(where: { $0.milestone.differs(from: made) })?.milestone {
          report(.unitsDiffer(first: other.span, at: made.span))
        }
        found.append((made, entry.isBase))
      }
      return isWhole ? found : nil
    }
  }

  private mutating func checkYear(_ year: TargetDeclaration.Year) {
    guard !Limits.targetYears.contains(year.number) else { return }
    report(.targetYear(loaded.text(year.span), at: year.span))
  }

  private mutating func milestone(
    _ expression: Expression, _ year: Int?, _ unit: WantedUnit
  ) -> CheckedTarget.Milestone? {
    var value = expression
    var base: CheckedTarget.Base?
    if case .unspecified = expression.kind {
      note(.unspecified, Name("", expression.span))
      var type = ValueType.number
      if case .only(let wanted) = unit { type = wanted }
      return .init(year: year, unit: type, span: expression.span)
    }
    if case .share(let share, let of) = expression.kind, isSubject(of) {
      guard let found = self.base(of) else { return nil }
      (value, base) = (share, found)
    }
    guard let (low, high, type) = ends(value) else { return nil }
    guard isFitting(type, base == nil ? unit : .only(.percent), value) else { return nil }
    guard !low.isNegative, low <= high else {
      report(low.isNegative ? .targetBelowZero(at: value.span) : .rangeReversed(at: value.span))
      return nil
    }
    return .init(year: year, low: low, high: high, unit: type, of: base, span: expression.span)
  }

  /// What a share is of is somebody to be counted; a number there is plain arithmetic.
  private func isSubject(_ base: Expression) -> Bool {
    if case .text = base.kind { return true }
    guard case .name(let name) = base.kind else { return false }
    guard case .define(let index)? = names[name.text], let typed = definitions[index].typed else {
      return true
    }
    return !typed.type.isNumeric
  }

  private mutating func base(_ expression: Expression) -> CheckedTarget.Base? {
    if case .text(let words) = expression.kind { return .population(.label(words)) }
    guard case .name(let name) = expression.kind else { return nil }
    if name.keywords.has(.base), names[name.text] == nil, awardIndex[name.text] == nil {
      let spellings = Language.allCases.map { Keywords.spelling(.base, $0) }
      if spellings.allSatisfy({ awardIndex[$0] == nil }) { noteAmongNames(.base, name) }
      return .own
    }
    return population(.name(name)).map { .population($0) }
  }

  /// Both ends of a number that is the same whatever the company.
  private mutating func ends(
    _ expression: Expression
  ) -> (low: Exact, high: Exact, type: ValueType)? {
    var ends = [expression]
    if case .range(let low, let high) = expression.kind { ends = [low, high] }
    var found: [(Exact, ValueType)] = []
    for end in ends {
      let typed = withoutDiscretion { checker in checker.value(end) }
      if typed.type == .broken { return nil }
      guard typed.type.isNumeric else {
        _ = wrong(typed, ("数、比例或金额", "a number, percent or sum of money"))
        return nil
      }
      guard let exact = constant(typed) else {
        report(.targetNotFixed(at: end.span))
        return nil
      }
      if let first = found.first, first.1 != typed.type {
        _ = differ(Typed(.constant(first.0), first.1, ends[0].span), typed, expression.span)
        return nil
      }
      found.append((exact, typed.type))
    }
    guard let first = found.first, let last = found.last else { return nil }
    return (first.0, last.0, first.1)
  }

  /// Whether a number is counted as its subjects are.
  private mutating func isFitting(
    _ type: ValueType, _ wanted: WantedUnit, _ value: Expression
  ) -> Bool {
    guard case .only(let wanted) = wanted, wanted != type else { return true }
    switch (wanted, type) {
    case (_, .percent): report(.barePercent(at: value.span))
    case (.number, .money): report(.countInMoney(loaded.text(value.span), at: value.span))
    case (.money, .number):
      report(.missingUnit(loaded.text(value.span), at: value.span))
    default:
      _ = wrong(Typed(.constant(.zero), type, value.span), ("比例", "a percent"))
    }
    return false
  }
}

extension CheckedTarget.Milestone {
  /// Numbers of one table are of one kind; a share of the base or of somebody comes to such a
  /// number.
  fileprivate func differs(from other: CheckedTarget.Milestone) -> Bool {
    of == nil && other.of == nil && unit != other.unit
  }
}

// MARK: - Targets of several files

extension Checker {
  /// The subjects of a target whatever their order.
  static func key(of subjects: [TargetDeclaration.Subject]) -> String {
    subjects.map { subject in
      switch subject {
      case .name(let name): name.text
      case .label(let words): "\"" + words.text
      }
    }.sorted().joined(separator: ",")
  }

  /// Whether a target loses all it counts with a name.
  static func target(_ placed: Placed, countsOnly name: String) -> Bool {
    guard case .target(let target) = placed.statement.kind, target.subjects.count == 1,
      case .name(let subject) = target.subjects[0]
    else { return false }
    return subject.text == name
  }

  /// A draft's target replaces those that count the same in the files before it.
  func dropTargets(replacedBy placed: Placed, from all: inout [Placed]) {
    guard case .target(let target) = placed.statement.kind else { return }
    let key = Self.key(of: target.subjects)
    all.removeAll { other in
      guard other.file != placed.file, case .target(let earlier) = other.statement.kind else {
        return false
      }
      return Self.key(of: earlier.subjects) == key
    }
  }

  /// `remove target A, B`
  mutating func removeTarget(
    _ subjects: [TargetDeclaration.Subject], from all: inout [Placed]
  ) {
    let key = Self.key(of: subjects)
    var known: [String] = []
    let count = all.count
    all.removeAll { placed in
      guard case .target(let target) = placed.statement.kind else { return false }
      if target.subjects.count == 1 { known += target.subjects.map(\.text) }
      return Self.key(of: target.subjects) == key
    }
    guard all.count == count, let first = subjects.first, let last = subjects.last else { return }
    let names = subjects.map(\.text).joined(separator: ", ")
    report(
      .noTargetToRemove(
        names, known: suggestable(subjects.count == 1 ? known : []), at: first.span.union(last.span)
      ))
  }

  /// One target stated twice with two numbers: the text contradicts itself.
  mutating func warnOfContradictions() {
    var first: [[String]: (CheckedTarget, CheckedTarget.Milestone)] = [:]
    for target in parts.targets {
      for milestone in target.milestones {
        let year = milestone.year.map { String($0) } ?? ""
        let key = [target.subjectKey, "\(target.kind)", target.eachKey, year, of(milestone)]
        guard let (known, other) = first[key] else {
          first[key] = (target, milestone)
          continue
        }
        let isSame =
          known.relation == target.relation && other.low == milestone.low
          && other.high == milestone.high && other.unit == milestone.unit
        if !isSame { report(.targetTwice(first: other.span, at: milestone.span)) }
      }
    }
  }

  private func of(_ milestone: CheckedTarget.Milestone) -> String {
    switch milestone.of {
    case nil: ""
    case .own: "base"
    case .population(let subject):
      switch subject {
      case .title(let id): parts.facts[id].name
      case .award(let index): parts.awards[index].name
      case .companies(let name, _), .sum(let name, _): name
      case .label(let words): "\"" + words
      }
    }
  }
}

extension Scope {
  /// Where a target of just these subjects was stated.
  func place(ofTarget subjects: [TargetDeclaration.Subject]) -> Span? {
    let key = Checker.key(of: subjects)
    return checker.parts.targets.first { $0.subjectKey == key }?.span
  }
}
