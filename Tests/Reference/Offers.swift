/// What is not money: benefits, limits and targets.
package struct Benefit: Hashable, Sendable {
  package var name: String
  /// The title after `for`, of which a bare status speaks.
  package var title: String?
  package var text: String?
  package var scope = Scope()

  package init(_ name: String) { self.name = name }
}

/// Whom a benefit or a limit concerns, and when.
package struct Scope: Hashable, Sendable {
  package var when: Condition?
  package var except: Condition?
  package var period: Period?

  package init() {}
}

package struct Limit: Hashable, Sendable {
  package enum Bound: Hashable, Sendable {
    case compare(Comparison, Expression)
    case within(Expression, Expression)
  }

  package var subject: Expression
  package var bound: Bound
  package var scope = Scope()

  package init(_ subject: Expression, _ bound: Bound) {
    self.subject = subject
    self.bound = bound
  }
}

/// What the policy wants to reach: it pays nothing and reads no row.
package struct Target: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case by(Int)
    case new(Int)
    case perYear, about
    case path(base: Int)
  }

  package var subject: String
  package var isQuoted: Bool
  package var count: Int
  package var kind: Kind
}

extension Scene {
  /// In force, for this policy, and asked for: a title's event on its own day where it is known.
  private func holds(_ scope: Scope, title: String?) -> Verdict {
    var scene = self
    scene.title = title
    var result = program.policy?.applies.map { verdict($0) } ?? Verdict(true)
    result = result && isInForce(scope.period ?? program.policy?.period, on: day(of: title))
    if let when = scope.when { result = result && scene.verdict(when) }
    if let except = scope.except { result = result && !scene.verdict(except) }
    return result
  }

  func state(of benefit: Benefit) -> String {
    let truth = holds(benefit.scope, title: benefit.title).truth
    return truth.isCertain ? "benefit" : truth.mayHold ? "undetermined" : "not-due"
  }

  /// What cannot be broken is kept, whatever is unknown beside it.
  func state(of limit: Limit) -> String {
    let holds = holds(limit.scope, title: nil)
    let subject = quantity(limit.subject)
    let sides: [(Comparison, Quantity)] =
      switch limit.bound {
      case .compare(let how, let bound): [(how.opposite, quantity(bound))]
      case .within(let low, let high): [(.under, quantity(low)), (.above, quantity(high))]
      }
    guard holds.truth.mayHold, subject.range != nil, sides.allSatisfy({ $1.range != nil }) else {
      return "not-applicable"
    }
    let isBroken = sides.reduce(Verdict(false)) { $0 || compare(subject, $1.0, $1.1) } && holds
    return isBroken.truth.isCertain
      ? "limit-exceeded" : isBroken.truth.mayHold ? "undetermined" : "kept"
  }
}

extension Comparison {
  fileprivate var opposite: Comparison {
    switch self {
    case .atLeast: .under
    case .atMost: .above
    case .above: .atMost
    case .under: .atLeast
    case .equal: .unequal
    case .unequal: .equal
    }
  }
}

// MARK: Generating

extension Author {
  mutating func writeOffers() {
    asksAwards = true
    for name in ["人才名额", "优先供地", "专班服务"] where dice.chance(15) {
      var benefit = Benefit(name)
      if dice.chance(60) { benefit.text = "每年两名" }
      if dice.chance(50), let title = program.titles.isEmpty ? nil : dice.pick(program.titles) {
        benefit.title = title.name
      }
      benefit.scope = makeScope()
      if benefit.title != nil, dice.chance(70) {
        let word = dice.pick([StatusWord.new, .first, .renewed, .relocated, .held])
        let status = Condition.status(nil, word, negated: false)
        benefit.scope.when = benefit.scope.when.map { .or(status, $0) } ?? status
      }
      program.benefits.append(benefit)
    }
    for field in program.fields where !field.isByYear && dice.chance(6) { writeLimit(field) }
    asksAwards = false
    writeTargets()
  }

  private mutating func makeScope() -> Scope {
    var scope = Scope()
    if dice.chance(70) { scope.when = makeCondition(1, allowsDefinitions: true) }
    if dice.chance(20) { scope.except = makeCondition(0, allowsDefinitions: true) }
    if dice.chance(20) { scope.period = makePeriod() }
    return scope
  }

  private mutating func writeLimit(_ field: Field) {
    switch field.kind {
    case .money, .number, .percent, .date: break
    case .flag, .choice, .text: return
    }
    let (first, second) = (makeEdge(field.kind), makeEdge(field.kind))
    var limit = Limit(
      .field(field.name),
      .compare(
        dice.pick([.atMost, .under, .atLeast, .above]), .literal(first, field.kind)))
    if dice.chance(25) {
      limit.bound = .within(
        .literal(min(first, second), field.kind), .literal(max(first, second), field.kind))
    }
    if field.kind == .money, dice.chance(25) {
      limit.subject = .binary(.divide, .field(field.name), .field(moneyFields[0]))
      limit.bound = .compare(.atMost, .percent(30))
    }
    limit.scope = makeScope()
    program.limits.append(limit)
  }

  private mutating func writeTargets() {
    for title in program.titles.map(\.name) + ["产业集群"] where dice.chance(5) {
      let kind = dice.pick([
        Target.Kind.by(2028), .new(2027), .perYear, .about, .path(base: 10),
      ])
      program.targets.append(
        Target(
          subject: title, isQuoted: title == "产业集群", count: dice.roll(20...300), kind: kind))
    }
  }
}

// MARK: Printing

extension Printer {
  mutating func text(_ benefit: Benefit) -> String {
    var text = wording.say("benefit", "优待") + " " + benefit.name
    if let title = benefit.title { text += " " + wording.say("for", "对应") + " " + title }
    if let words = benefit.text { text += " \"\(words)\"" }
    return text + self.text(benefit.scope)
  }

  mutating func text(_ limit: Limit) -> String {
    let bound: String
    switch limit.bound {
    case .compare(let how, let value):
      bound = wording.comparison(how, inDefinition: false) + text(value, .sum)
    case .within(let low, let high):
      bound =
        " " + wording.say("in", "属于") + " " + text(low, .sum) + wording.through()
        + text(high, .sum)
    }
    return wording.say("limit", "限额") + " " + text(limit.subject, .sum) + bound
      + text(limit.scope)
  }

  private mutating func text(_ scope: Scope) -> String {
    var text = ""
    if let when = scope.when { text += " " + wording.say("when", "当") + " " + self.text(when) }
    if let except = scope.except {
      text += " " + wording.say("except", "不含") + " " + self.text(except)
    }
    if let period = scope.period {
      text += wording.semicolon() + wording.say("period", "有效期") + " " + self.text(period)
    }
    return text
  }

  mutating func text(_ target: Target) -> String {
    let subject = target.isQuoted ? "\"\(target.subject)\"" : target.subject
    let head = wording.say("target", "目标") + " " + subject + wording.equals()
    let by = " " + wording.say("by", "到") + " "
    switch target.kind {
    case .by(let year): return head + "\(target.count)" + by + "\(year)"
    case .new(let year):
      return head + wording.say("new", "新认定") + " \(target.count)" + by + "\(year)"
    case .perYear:
      return head
        + (wording.isChinese() ? "每年 \(target.count)" : "\(target.count) per year")
    case .about: return head + wording.say("about", "约") + " \(target.count)"
    case .path(let base):
      let first = "2025: " + wording.say("base", "基数") + " \(base)"
      return head + "{ \(first); 2028: \(target.count) }"
    }
  }
}
