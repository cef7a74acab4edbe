import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// Small rules and a company, both drawn by lot, and every company that differs from it in some of
/// a few values: enough to know by counting how many facts must change.
private struct DrawnCase {
  static let thresholds = [100, 300]
  static let values: [(name: String, cells: [String])] = [
    ("重点", ["是", "否"]), ("规上", ["是", "否"]), ("类型", ["大", "中", "小"]),
    ("巨人", ["无", "首次", "再次", "复评", "有效期内"]),
    ("额", ["50万", "999999.99", "100万", "1000000.01", "2999999.99", "300万", "3000000.01"]),
  ]

  let rules: String
  let facts: [String: String]

  init(_ random: inout SeededRandom) {
    let when = Self.condition(&random, depth: random.int(1...3))
    let except = random.once(in: 3) ? " except " + Self.condition(&random, depth: 1) : ""
    let amount = random.pick([
      "10万", "10% of 额", "up to 30万", "match 额 { >= 300万: 20万; >= 100万: 10万 }",
      "match 类型 { 大: 20万; 中: 10万 }", "20万; less 10% of 额",
    ])
    rules = """
      field 重点 : flag
      field 规上 : flag
      field 类型 : one of 大, 中, 小
      field 额 : money
      title 巨人
      award 奖 = \(amount) when \(when)\(except)

      """
    var facts: [String: String] = [:]
    for (name, cells) in Self.values { facts[name] = random.pick(cells) }
    self.facts = facts
  }

  private static func condition(_ random: inout SeededRandom, depth: Int) -> String {
    if depth == 0 || random.once(in: 5) {
      return random.pick([
        "重点", "not 重点", "规上", "类型 in [中, 小]", "类型 = 大", "巨人 = new", "巨人 = first",
        "巨人 = renewed", "巨人 = held", "巨人",
        "额 >= 100万", "额 > 100万", "额 < 300万", "额 <= 100万", "额 / 2 >= 150万",
      ])
    }
    let one = condition(&random, depth: depth - 1)
    let two = condition(&random, depth: depth - 1)
    return "(\(one)) \(random.pick(["and", "and", "or"])) (\(two))"
  }

  /// The fewest facts by which a company that is due differs, over all of them.
  func fewest(_ isDue: ([String: String]) throws -> Bool) rethrows -> Int? {
    var best: Int?
    var open: [(facts: [String: String], changed: Int)] = [([:], 0)]
    for (name, cells) in Self.values {
      open = open.flatMap { company in
        cells.map { cell in
          var next = company.facts
          next[name] = cell
          return (next, company.changed + (cell == facts[name] ? 0 : 1))
        }
      }
    }
    for (company, changed) in open where best.map({ changed < $0 }) ?? true {
      if try isDue(company) { best = changed }
    }
    return best
  }
}

@Suite("the smallest changes that win an award")
struct SmallestChangeTests {
  private static func plan(_ rules: String) throws -> Plan {
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    let codes = compiled.diagnostics.filter { $0.severity == .error }.map(\.code)
    #expect(codes == [], "\(rules)")
    let plan = compiled.plan
    return try #require(plan)
  }

  private static func row(_ plan: Plan, _ facts: [String: String]) throws -> Row {
    var options = InputOptions()
    options.date = Days(year: 2026)
    let read = facts.filter { fact in plan.facts.contains { $0.name == fact.key && $0.slot >= 0 } }
    return try readCompany(read, layout: RowLayout(plan), options: options)
  }

  /// What the search finds wins, and nothing smaller does: counted out over every company.
  @Test(arguments: 0..<150)
  func nothingSmallerWins(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let drawn = DrawnCase(&random)
    let plan = try Self.plan(drawn.rules)
    func state(_ row: Row) -> LineState {
      run(plan, [row], RunOptions(triesReadings: false))[0].lines[0].state
    }
    let row = try Self.row(plan, drawn.facts)
    guard state(row) == .notDue else { return }
    let fewest = try drawn.fewest { facts in
      let found = state(try Self.row(plan, facts))
      return found == .due || found == .upTo
    }
    let outcome = run(plan, [row], RunOptions())[0]
    let company = Explainer(plan, RunOptions()).explanation(of: 0, in: [row], outcome)
    let changes = try #require(company.awards[0].changes)
    #expect(changes.isComplete)
    #expect(changes.sets.isEmpty == (fewest == nil), "\(drawn.rules) \(drawn.facts)")
    for set in changes.sets {
      #expect(set.changes.count == fewest, "\(drawn.rules) \(drawn.facts) \(set.changes)")
      // Put in as cells, each of the values it names wins, and the total rises by what is said.
      for choice in 0..<(set.changes.map(\.new.count).max() ?? 0) {
        var facts = drawn.facts
        for change in set.changes {
          let value = change.new[min(choice, change.new.count - 1)]
          let fact = plan.facts[change.fact]
          facts[fact.name] = plan.words(of: value, at: .slot(fact.slot)).zh
        }
        let changed = try Self.row(plan, facts)
        let after = run(plan, [changed], RunOptions(triesReadings: false))[0]
        #expect([.due, .upTo].contains(after.lines[0].state), "\(drawn.rules) \(facts)")
        let gain = try #require(set.gain)
        #expect(gain.low == after.totalLow.subtracting(outcome.totalLow))
      }
    }
  }

  // MARK: - Worked by hand

  private func changes(
    _ rules: String, _ facts: [String: String], _ award: String = "奖", on year: Int = 2026
  ) throws -> [String] {
    let plan = try Self.plan(rules)
    var options = InputOptions()
    options.date = Days(year: year)
    let row = try readCompany(facts, layout: RowLayout(plan), options: options)
    let outcome = run(plan, [row], RunOptions())[0]
    let company = Explainer(plan, RunOptions()).explanation(of: 0, in: [row], outcome)
    let page = ExplanationPage(plan, .zh)
    let found = try #require(
      company.awards.first { plan.lines[$0.outcome.line].column(.zh) == award }?.changes)
    return found.sets.map { page.words($0) + " " + page.gain($0) }
  }

  /// The highest is paid: 50万 in place of 30万 is 20万 more; 20万 beside 30万 is nothing more.
  @Test func theGainCountsRivals() throws {
    let rules = """
      field 甲 : flag
      field 乙 : flag
      field 丙 : flag
      award 奖 = 50万 when 甲
      award 小奖 = 20万 when 丙
      award 另奖 = 30万 when 乙
      exclusive 奖, 小奖, 另奖

      """
    let facts = ["甲": "否", "乙": "是", "丙": "否"]
    #expect(try changes(rules, facts) == ["甲 否 → 是 合计 +200,000.00"])
    #expect(try changes(rules, facts, "小奖") == ["丙 否 → 是 合计 0.00（让给 另奖）"])
  }

  /// Outside its period an award is won by another day; a policy that does not apply, by a fact;
  /// what was paid once, by having no record of it.
  @Test func whatIsNotTheAwardsOwnCondition() throws {
    let rules = """
      policy 甲市 {
        period 2026-05-01 .. 2027-12-31
        applies when 注册地 = 甲市
      }
      field 注册地 : text
      field 额 : money
      award 奖 = 10万 when 额 > 100万; once

      """
    let facts = ["注册地": "甲市", "额": "200万"]
    #expect(
      try changes(rules, facts, on: 2025) == ["日期 2025 → 2026-05-01 合计 +100,000.00"])
    #expect(
      try changes(rules, ["注册地": "乙市", "额": "80万"], on: 2027)
        == ["注册地 其他 → 甲市；额 80万 → 超过 100万（差 20万） 合计 +100,000.00"])
    #expect(
      try changes(rules, facts.merging(["奖.已付": "3万"]) { $1 }, on: 2027)
        == ["奖.已付 3万 → 0元（减 3万） 合计 +100,000.00"])
  }

  /// An event before the period: the first day of the period is the nearest that does.
  @Test func theNearestDayIsNamed() throws {
    let rules = """
      policy 甲市 { period 2026-05-01 .. 2028-12-31 }
      award 小巨人 = 10万 when new

      """
    #expect(
      try changes(rules, ["小巨人认定日期": "2026-03-15"], "小巨人") == [
        "小巨人 新认定（2026-03-15） → 新认定（2026-05-01） 合计 +100,000.00"
      ])
  }

  /// 12% of 营收 against 10%: either 研发 rises to 12万 or 营收 falls to 833333.33.
  @Test func severalWaysAreNamed() throws {
    let rules = """
      field 营收 : money
      field 研发 : money
      award 奖 = 1万 when 研发 / 营收 >= 12%

      """
    #expect(
      try changes(rules, ["营收": "100万", "研发": "10万"]) == [
        "研发 10万 → 12万（差 2万） 合计 +10,000.00",
        "营收 100万 → 833333.33元（减 166666.67元） 合计 +10,000.00",
      ])
  }
}
