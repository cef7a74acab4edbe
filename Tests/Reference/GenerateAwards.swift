extension Author {
  mutating func writeAwards() {
    var names = ["技改项目", "研发项目", "创新型企业", "贷款贴息", "上台阶", "标准制定", "平台建设"]
    var titles = program.titles.map(\.name)
    if dice.chance(15) { titles.append("绿色工厂") }
    asksAwards = true
    for _ in 0..<dice.roll(1...6) {
      if !titles.isEmpty, dice.chance(50) {
        let title = titles.removeFirst()
        program.awards.append(makeTitleAward(title, named: title))
        if program.titles.contains(where: { $0.name == title }), dice.chance(15) {
          program.awards.append(makeTitleAward(title, named: "\(title)迁入"))
        }
      } else if !names.isEmpty {
        program.awards.append(makePlainAward(names.removeFirst()))
      }
    }
    asksAwards = false
    shareClauses()
    if dice.chance(25) { program.awards = dice.shuffled(program.awards) }
  }

  /// Gives neighbours equal clauses now and then, so that one statement can hold both.
  private mutating func shareClauses() {
    let asked = program.awardsAskedOf
    for index in program.awards.indices.dropFirst() where dice.chance(25) {
      // What another award speaks of stays as it is.
      guard !asked.contains(program.awards[index].name) else { continue }
      let first = program.awards[index - 1]
      guard (first.title == nil) == (program.awards[index].title == nil) else { continue }
      guard first.headers.isEmpty, first.clauses.quota == nil else { continue }
      program.awards[index - 1].amount = makeSum()
      program.awards[index].amount = makeSum()
      program.awards[index].headers = [:]
      program.awards[index].clauses = first.clauses
    }
  }

  private mutating func makeTitleAward(_ title: String, named name: String) -> Award {
    var when = Condition.status(nil, name == title ? .new : .relocated, negated: false)
    if dice.chance(30) { when = .or(when, .status(nil, .relocated, negated: false)) }
    if dice.chance(15) { when = .status(nil, .first, negated: false) }
    if dice.chance(22), let more = makeCondition(1, allowsDefinitions: true) {
      when = .and(when, more)
    }
    var award = Award(name, title: title, dice.chance(65) ? makeSum() : makeAmount())
    award.clauses.when = when
    if dice.chance(60) { award.clauses.renewal = makeRenewal() }
    addClauses(to: &award)
    return award
  }

  private mutating func makeRenewal() -> Expression {
    if dice.chance(25) { return makeSum() }
    if dice.chance(20), let condition = makeCondition(1, allowsDefinitions: true) {
      return .choose(condition, then: makeShare(), otherwise: makeSum())
    }
    if dice.chance(10) { return makeMatch { $0.dice.chance(50) ? $0.makeShare() : $0.makeSum() } }
    return dice.chance(12) ? .capped(makeShare(), by: makeCap()) : makeShare()
  }

  private mutating func makePlainAward(_ name: String) -> Award {
    var award = Award(name, makeAmount())
    let depth = dice.chance(35) ? 2 : dice.roll(0...1)
    if dice.chance(65) { award.clauses.when = makeCondition(depth, allowsDefinitions: true) }
    addClauses(to: &award)
    return award
  }

  private mutating func addClauses(to award: inout Award) {
    if dice.chance(12) { award.clauses.except = makeCondition(1, allowsDefinitions: true) }
    if dice.chance(9) { award.clauses.less = makeReduction() }
    if dice.chance(13) { award.clauses.cap = makeCap() }
    if dice.chance(14) { award.clauses.yearlyCap = makeCap() }
    let scores = names(.number)
    if !scores.isEmpty, dice.chance(20) {
      var keys = dice.shuffled(scores).prefix(dice.roll(1...2)).map { Expression.field($0) }
      if program.definition("综合得分") != nil, dice.chance(40) { keys[0] = .definition("综合得分") }
      award.clauses.quota = Quota(dice.roll(1...4), by: keys)
      if hasParameter("扶持名额"), dice.chance(60) { award.clauses.quota?.places = .parameter("扶持名额") }
    }
    if dice.chance(18) {
      let percents =
        dice.chance(70) ? [50] : dice.pick([[33, 33], [33, 33], [30, 30, 30], [5, 45, 45]])
      let labels = percents.count == 1 ? ["期初", "期末"] : ["首期", "中期", "后期", "末期"]
      award.clauses.payment = zip(labels, percents).map { Share($0, Rational($1, over: 100)) }
      award.clauses.payment.append(Share(labels.last ?? "", nil))
    }
    if dice.chance(18) { award.clauses.once = true }
    asksAwards = false
    if dice.chance(12) { award.clauses.fundings = makeFundings() }
    asksAwards = true
    if dice.chance(12) { award.clauses.period = makePeriod() }
    if dice.chance(20) { award.clauses.cite = dice.pick(["三（一）", "二（四）3"]) }
    for fact in AwardFact.allCases where dice.chance(6) {
      // Without a payment there are no instalments to ask for.
      if fact == .instalment, award.clauses.payment.isEmpty { continue }
      award.headers[fact] = "\(award.name)_\(fact.rawValue)栏"
    }
  }

  private mutating func makeReduction() -> Expression {
    dice.chance(30) ? makeProportion() : .field(dice.pick(moneyFields))
  }

  mutating func writeGroups() {
    var free = dice.shuffled(program.awards.map(\.name))
    if free.count > 1, dice.chance(55) {
      let members = free.prefix(dice.roll(2...min(4, free.count))).map { line($0) }
      free.removeFirst(members.count)
      writeGroup(members)
    }
    // A joint ceiling may hold members of an exclusive group too.
    if dice.chance(30) { free = dice.shuffled(program.awards.map(\.name)) }
    if free.count > 1, dice.chance(40) {
      let members = free.prefix(dice.roll(2...min(3, free.count))).map { line($0) }
      program.ceilings.append(Ceiling(members, cap: makeCap()))
      free.removeFirst(members.count)
      if free.count > 1, dice.chance(25) {
        let others = free.prefix(2).map { line($0) }
        program.ceilings.append(Ceiling(others, cap: makeCap()))
      }
    }
    let renewing = program.awards.first { $0.lineNames.count > 1 }
    if program.groups.isEmpty, let renewing, dice.chance(20) {
      let isFree = program.ceilings.allSatisfy { ceiling in
        !ceiling.members.contains { $0.award == renewing.name }
      }
      if isFree { program.groups.append(Group(renewing.lineNames)) }
    }
  }

  private mutating func writeGroup(_ members: [LineName]) {
    if let reading = program.readings.first, dice.chance(35) {
      program.groups.append(Group(members, when: .reading(reading.name, reading.choices[0])))
      if dice.chance(50) {
        program.groups.append(
          Group(
            Array(members.reversed()), when: .reading(reading.name, reading.choices[1])))
      }
      return
    }
    let flag = names(.flag).first
    let when = dice.chance(20) ? flag.map { Condition.flag($0) } : nil
    program.groups.append(Group(members, when: when))
  }

  private mutating func line(_ award: String) -> LineName {
    let renews = program.awards.contains { $0.name == award && $0.clauses.renewal != nil }
    return LineName(award, isRenewal: renews && dice.chance(25))
  }
}
