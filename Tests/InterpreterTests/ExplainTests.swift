import JiliLexer
import Testing

@testable import Jili

/// One company under rules written in the test.
private struct Case {
  let plan: Plan
  let outcome: RowOutcome

  init(_ rules: String, _ facts: [String: String], on date: Days = .unknown) throws {
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    #expect(compiled.diagnostics.filter { $0.severity == .error }.map(\.code) == [])
    plan = try #require(compiled.plan)
    var options = InputOptions()
    options.date = date
    let row = try readCompany(facts, layout: RowLayout(plan), options: options)
    outcome = run(plan, [row], RunOptions())[0]
  }

  func line(_ name: String) throws -> LineOutcome {
    try #require(outcome.lines.first { plan.lines[$0.line].column(.zh) == name })
  }
}

@Suite("reasons of outcomes")
struct ReasonTests {
  static let rules = """
    policy 甲市 {
      period 2026 .. 2027
      applies when 注册地 = 甲市
    }
    field 注册地 : text
    field 额 : money
    field 得分 : number
    field 重点 : flag
    title 小巨人
    title 冠军
    award 小巨人 = 150万 when new; renewal = 20%
    award 冠军 = 300万 when new or relocated; once
    award 技改 = 20% of 额 cap 50万 when 额 >= 500万 and 重点
    award 平台 = up to 30万 when 重点
    award 区间 = 10万 .. 20万 when 重点
    award 奖补 = unspecified when 重点
    award 入选 = 5万; quota = 0 per year by 得分
    award 等级 = match 额 { >= 1亿: 20万; >= 5000万: 10万 }
    exclusive 小巨人, 平台

    """

  private static let facts = [
    "注册地": "甲市", "额": "600万", "重点": "是", "小巨人": "新认定", "冠军": "无", "得分": "5",
  ]

  /// Award, changed facts, state and reason in both languages.
  @Test(
    arguments: [
      ("小巨人", [:], .due, "新认定", "new"), ("小巨人", ["小巨人": "首次"], .due, "首次认定", "first"),
      ("小巨人.复评", ["小巨人": "复评"], .due, "150万 的 20%", "20% of 150万"),
      ("小巨人.复评", [:], .notDue, "未通过复评", "not renewed"),
      ("小巨人", ["小巨人": "?"], .undetermined, "缺 小巨人", "missing 小巨人"),
      ("冠军", ["冠军": "迁入", "冠军.已付": "1万"], .notDue, "一次性：此前已奖", "once: paid before"),
      (
        "技改", ["额": "480万", "重点": "否"], .notDue, "额 >= 500万 不满足（额 480万），差 20万；重点 不满足（重点 否）",
        "额 >= 500万 fails (额 480万), short by 20万; 重点 fails (重点 no)"
      ),
      ("平台", [:], .excluded, "就高：小巨人 1500000.00", "lost to 小巨人 1500000.00"),
      ("平台", ["小巨人": "无"], .upTo, "最高 30万，未核定", "up to 30万, not approved yet"),
      ("区间", [:], .upTo, "10万 至 20万，未核定", "10万 to 20万, not approved yet"),
      ("奖补", [:], .unspecified, "原文未定金额", "the text names no sum"),
      ("入选", [:], .overQuota, "名额已满", "the quota is full"),
      ("等级", [:], .notDue, "没有对应的金额", "no amount fits"),
      ("技改", ["注册地": "乙市"], .notDue, "不适用本政策", "the policy does not apply"),
    ] as [(String, [String: String], LineState, String, String)])
  func everyStateHasItsReason(
    _ award: String, _ changes: [String: String], _ state: LineState, _ zh: String, _ en: String
  ) throws {
    let facts = Self.facts.merging(changes) { $1 }
    let line = try Case(Self.rules, facts, on: days(2026)).line(award)
    #expect(line.state == state)
    #expect(line.reason == Explanation(zh: zh, en: en))
  }

  @Test func outsideThePeriod() throws {
    let line = try Case(Self.rules, Self.facts, on: days(2028)).line("小巨人")
    #expect(line.state == .notDue)
    #expect(line.reason == Explanation(zh: "不在有效期内", en: "outside the period"))
  }

  @Test func namesSayTheirStateInBothLanguages() {
    for state in LineState.allCases { #expect(state.label.zh != state.label.en) }
    #expect(Set(LineState.allCases.map(\.label.zh)).count == LineState.allCases.count)
  }
}

@Suite("failing conditions")
struct FailingTests {
  private static let rules = """
    field 额 : money
    field 比 : percent
    field 人数 : number
    field 日 : date
    field 重点 : flag
    field 小微 : flag
    field 行业 : one of 医药, 材料, 其他
    title 小巨人
    define 合格 = 重点 and 人数 >= 10
    award 甲 = 1万 when CONDITION

    """

  /// A condition, facts, and each failing leaf with its value and distance.
  @Test(
    arguments: [
      ("额 >= 500万", ["额": "480万"], ["额 >= 500万|额 480万|20万"]),
      ("额 > 500万", ["额": "500万"], ["额 > 500万|额 500万|-"]),
      ("额 <= 500万", ["额": "500.01万"], ["额 <= 500万|额 500.01万|100元"]),
      ("额 = 500万", ["额": "480万"], ["额 = 500万|额 480万|-"]),
      ("比 >= 5%", ["比": "4.5%"], ["比 >= 5%|比 4.5%|0.5%"]),
      ("人数 in 10 .. 20", ["人数": "8"], ["人数 in 10 .. 20|人数 8|-"]),
      ("日 >= 2026-05-01", ["日": "2026-04-01"], ["日 >= 2026-05-01|日 2026-04-01|30天"]),
      ("行业 = 医药", ["行业": "材料"], ["行业 = 医药|行业 材料|-"]),
      ("小巨人 is new", ["小巨人": "有效"], ["小巨人 is new|小巨人 有效期内|-"]),
      ("合格", ["重点": "是", "人数": "7"], ["人数 >= 10|人数 7|3"]),
      ("重点 and 小微", ["重点": "否", "小微": "否"], ["重点|重点 否|-", "小微|小微 否|-"]),
      // Of several ways to hold the one that lacks least.
      ("(重点 and 小微) or 额 >= 1万", ["重点": "否", "小微": "否", "额": "1元"], ["额 >= 1万|额 1元|9999元"]),
      ("not 重点", ["重点": "是"], ["not 重点|重点 是|-"]),
      // What is unknown had no part in it.
      (
        "额 >= 500万 except 小巨人 or 小微", ["额": "1亿", "小巨人": "是"],
        [
          "except 小巨人 or 小微|小巨人 有（哪种事项未知）|-"
        ]
      ),
    ] as [(String, [String: String], [String])])
  func theSmallestSet(
    _ condition: String, _ facts: [String: String], _ failing: [String]
  ) throws {
    let rules = Self.rules.replacing("CONDITION", with: condition)
    let line = try Case(rules, facts).line("甲")
    #expect(line.state == .notDue)
    #expect(line.failing.map { "\($0.condition)|\($0.actual.zh)|\($0.gap ?? "-")" } == failing)
  }

  @Test func nothingFailsWhereNothingIsSettled() throws {
    let rules = Self.rules.replacing("CONDITION", with: "额 >= 500万 and 重点")
    #expect(try Case(rules, ["额": "600万"]).line("甲").failing == [])
    #expect(try Case(rules, ["额": "600万", "重点": "是"]).line("甲").failing == [])
  }

  @Test(arguments: [
    (yuan(150, 4), "150万"), (yuan(15, 7), "1.5亿"), (yuan(12_345), "1.2345万"),
    (yuan(125, -1), "12.5元"),
    (yuan(-30, 4), "-30万"), (yuan(0), "0元"), (yuan(9999), "9999元"),
  ])
  func moneyAsPeopleWriteIt(_ sum: Exact, _ words: String) {
    #expect(moneyText(sum) == words)
  }
}

@Suite("effects of missing facts")
struct MissingEffectTests {
  /// Unbounded first, then the widest, then the order of the rules; what changes nothing is not
  /// listed.
  @Test func theWidestEffectComesFirst() throws {
    let rules = """
      field 小 : flag
      field 大 : flag
      field 同 : flag
      field 额 : money
      field 无关 : flag
      award 一 = 1万 when 小
      award 二 = 10万 when 大
      award 三 = 10万 when 同
      award 四 = 20% of 额
      award 五 = 0元 when 无关
      award 六 = up to 3万

      """
    let found = try Case(rules, [:])
    #expect(
      found.outcome.missing.map { fact in
        found.plan.factName(fact.fact) + " " + (fact.effect?.yuanText ?? "-")
      } == ["额 -", "大 100000.00", "同 100000.00", "六.核定 30000.00", "小 10000.00"])
    #expect(found.plan.factName(found.outcome.missing[3].fact, .en) == "六.approved")
    #expect(try found.line("二").missing.map { found.plan.factName($0) } == ["大"])
  }

  /// A settled part of a condition hides the rest.
  @Test func whatIsSettledHidesItsOperands() throws {
    let rules = """
      field 甲 : flag
      field 乙 : flag
      field 丙 : flag
      award 奖 = 1万 when 甲 and (乙 or 丙)

      """
    #expect(try Case(rules, ["甲": "否"]).outcome.missing.isEmpty)
    let open = try Case(rules, ["甲": "是", "乙": "否"])
    #expect(open.outcome.missing.map { open.plan.factName($0.fact) } == ["丙"])
  }

  @Test func readingsThatWouldChangeTheSum() throws {
    let rules = """
      field 额 : money
      reading 比例 = 两成 or 一成 or 也是两成
      award 奖 = if 比例 = 一成 then 10% of 额 else 20% of 额

      """
    let line = try Case(rules, ["额": "100万"]).line("奖")
    #expect(line.readings.map(\.choice) == ["一成"])
    #expect(line.readings.first?.low == yuan(100_000))
  }
}
