import JiliLexer
import JiliParser

/// Holds the numbers of a statement against the words that it quotes.
///
/// Compared are sums and shares wherever they stand, and counts of quotas, limits and targets. Not
/// compared is what a text does not have by its nature: 0, years and dates, the plain numbers of
/// conditions and patterns, and branches that the first value of a reading does not take.
extension Checker {
  mutating func checkFigures(_ statements: [Placed]) {
    var readings: [String: String] = [:]
    for placed in statements {
      guard case .reading(let reading) = placed.statement.kind else { continue }
      readings[reading.name.text] = reading.choices.first?.text
    }
    for placed in statements {
      let cites = Self.allCites(placed.statement)
      compare(StatedFigures(placed.statement, readings).found, with: cites)
    }
    for entry in policyEntries {
      guard case .funding(let rule) = entry.kind else { continue }
      var stated = StatedFigures(readings)
      stated.add(rule)
      compare(stated.found, with: entry.cites)
    }
  }

  private mutating func compare(_ stated: [StatedFigures.Stated], with cites: [Cite]) {
    let quotes = cites.compactMap(\.quote)
    // Words that were not found in the policy's text, or not looked for, say nothing, and a number
    // may stand in an article that is cited without its words.
    guard policyText != nil, !quotes.isEmpty, quotes.count == cites.count, !stated.isEmpty else {
      return
    }
    if quotes.contains(where: { unfoundQuotes.contains($0.span) }) { return }
    let quoted = quotes.flatMap { quote in
      let letters = Array(quote.text.unicodeScalars)
      return figures(in: letters).map { figure in
        var words = String.UnicodeScalarView()
        words.append(contentsOf: letters[figure.range])
        return (figure, String(words))
      }
    }
    for number in stated where !quoted.contains(where: { number.agrees($0.0) }) {
      report(
        .figureNotQuoted(
          loaded.text(number.span), quoted: quoted.map(\.1), at: number.span))
    }
  }
}

/// The numbers of a statement that its text should have.
private struct StatedFigures {
  struct Stated {
    let value: Exact
    let kind: Figure.Kind
    let span: Span

    func agrees(_ figure: Figure) -> Bool {
      guard figure.values.contains(value) else { return false }
      // `150万` without 元 may be money; `300、` without 家 may be a count.
      return figure.kind == kind || figure.kind == .number
    }
  }

  /// The first value of each reading.
  private let readings: [String: String]
  private(set) var found: [Stated] = []

  init(_ readings: [String: String]) { self.readings = readings }

  init(_ statement: Statement, _ readings: [String: String]) {
    self.readings = readings
    switch statement.kind {
    case .award(let award): add(award)
    case .together(_, let cap): if let cap { add(cap) }
    case .exclusive(_, let condition): if let condition { add(condition) }
    case .define(_, let expression): add(expression)
    case .benefit(let benefit): add(benefit.scope)
    case .limit(let limit):
      add(limit.test, counts: true)
      add(limit.scope)
    case .target(let target): add(target.goal)
    case .use, .amends, .policy, .field, .title, .parameter, .reading, .remove, .removeTarget,
      .omit, .example:
      break
    }
  }

  private mutating func add(_ award: AwardDeclaration) {
    for item in award.items { add(item.amount) }
    for condition in [award.when, award.except] { if let condition { add(condition) } }
    for clause in award.clauses {
      switch clause.kind {
      case .renewal(let expression), .less(let expression), .cap(let expression, _):
        add(expression)
      case .quota(let quota): add(quota.count, counts: true)
      case .payment(let parts): for part in parts { if let share = part.share { add(share) } }
      case .funding(let rule): add(rule)
      case .once, .period, .also: break
      }
    }
  }

  mutating func add(_ rule: FundingRule) {
    for payer in rule.payers { add(payer.share) }
  }

  private mutating func add(_ scope: ScopeClauses) {
    for condition in [scope.when, scope.except] { if let condition { add(condition) } }
  }

  private mutating func add(_ goal: TargetDeclaration.Goal) {
    switch goal {
    case .single(let value, by: _): add(value, counts: true)
    case .path(let milestones): for milestone in milestones { add(milestone.value, counts: true) }
    }
  }

  // MARK: - Expressions

  private mutating func add(_ expression: Expression, counts: Bool = false) {
    switch expression.kind {
    case .number(let literal): add(literal, counts, expression.span)
    case .date, .text, .name, .fact, .unspecified, .lastYear, .peak, .yearsSince: break
    case .negative(let inner), .upTo(let inner), .atLeast(let inner), .not(let inner):
      add(inner, counts: counts)
    case .arithmetic(_, let one, let two), .comparison(_, let one, let two),
      .range(let one, let two), .share(let one, of: let two), .cap(let one, let two):
      for part in [one, two] { add(part, counts: counts) }
    case .and(let one, let two):
      if holds(one) == false || holds(two) == false { return }
      for part in [one, two] { add(part, counts: counts) }
    case .or(let one, let two):
      for part in [one, two] where holds(part) != false { add(part, counts: counts) }
    case .inRange(let one, let two, let three):
      for part in [one, two, three] { add(part, counts: counts) }
    case .inList(let subject, let list): for part in [subject] + list { add(part, counts: counts) }
    case .choice(let condition, let then, let otherwise):
      let truth = holds(condition)
      if truth == nil { add(condition) }
      if truth != false { add(then, counts: counts) }
      if truth != true { add(otherwise, counts: counts) }
    case .match(let subject, let arms): add(arms, of: subject, counts)
    case .tiers(let table):
      for tier in table.tiers {
        add(tier.threshold)
        add(tier.amount)
      }
    }
  }

  private mutating func add(_ arms: [Arm], of subject: Expression, _ counts: Bool) {
    if case .name(let name) = subject.kind, let choice = readings[name.text] {
      if let arm = arms.first(where: { fits($0.pattern, choice) }) {
        add(arm.body, counts: counts)
      }
      return
    }
    for arm in arms {
      switch arm.pattern {
      case .value(let value), .comparison(_, let value): add(value)
      case .range(let low, let high): for part in [low, high] { add(part) }
      case .list(let values): for part in values { add(part) }
      case .otherwise: break
      }
      add(arm.body, counts: counts)
    }
  }

  private mutating func add(_ literal: NumberLiteral, _ counts: Bool, _ span: Span) {
    let kind: Figure.Kind
    var power = -literal.decimals
    switch literal.suffix {
    case .percent:
      kind = .share
      power -= 2
    case .permille:
      kind = .share
      power -= 3
    case .unit(.money(let scale)):
      kind = .money
      power += scale
    case .unit(.count(let scale)):
      kind = .count
      power += scale
    case .unit(.years), .unit(.months), .unit(.days): return
    case .none: kind = .count
    }
    if kind == .count, !counts { return }
    guard let value = Exact(digits: literal.digits, timesTenTo: power), !value.isZero else {
      return
    }
    found.append(Stated(value: value, kind: kind, span: span))
  }

  // MARK: - Conditions under the first value of each reading

  /// Whether a condition holds as far as readings settle it; nil where facts decide.
  private func holds(_ condition: Expression) -> Bool? {
    switch condition.kind {
    case .comparison(.equal, let left, let right): return isChosen(left, right)
    case .comparison(.notEqual, let left, let right): return isChosen(left, right).map { !$0 }
    case .inList(let left, let list):
      let tests = list.map { isChosen(left, $0) }
      return tests.contains(nil) ? nil : tests.contains(true)
    case .not(let inner): return holds(inner).map { !$0 }
    case .and(let left, let right):
      let both = [holds(left), holds(right)]
      if both.contains(false) { return false }
      return both.contains(nil) ? nil : true
    case .or(let left, let right):
      let both = [holds(left), holds(right)]
      if both.contains(true) { return true }
      return both.contains(nil) ? nil : false
    default: return nil
    }
  }

  /// `跨档 = 只给最高`
  private func isChosen(_ left: Expression, _ right: Expression) -> Bool? {
    guard case .name(let reading) = left.kind, let choice = readings[reading.text],
      case .name(let value) = right.kind
    else { return nil }
    return value.text == choice
  }

  private func fits(_ pattern: Arm.Pattern, _ choice: String) -> Bool {
    func isChoice(_ value: Expression) -> Bool {
      if case .name(let name) = value.kind { return name.text == choice }
      return false
    }
    switch pattern {
    case .value(let value): return isChoice(value)
    case .list(let values): return values.contains(where: isChoice)
    case .otherwise: return true
    case .comparison, .range: return false
    }
  }
}
