import JiliLexer
import Testing

@testable import Jili

/// One company under rules written in the test.
private func outcome(
  _ rules: String, _ facts: [String: String], on date: String? = nil,
  choices: [Int] = []
) throws -> (plan: Plan, outcome: RowOutcome) {
  let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
  #expect(compiled.diagnostics.filter { $0.severity == .error }.map(\.code) == [])
  let plan = try #require(compiled.plan)
  var options = InputOptions()
  options.date = try date.map { Days(try #require(DateText($0))) }
  let row = try readCompany(facts, layout: RowLayout(plan), options: options)
  return (plan, run(plan, [row], RunOptions(choices: choices))[0])
}

@Suite("benefits") struct BenefitTests {
  private static let rules = """
    policy 示范市 { period 2026 .. 2028; applies when 注册地 = 示范市 }
    field 注册地 : text
    field 投资额 : money
    field 失信 : flag
    title 国家级小巨人; valid 3 years
    award 国家级小巨人 = 150万 when new
    benefit 人才名额 "每年两名" when 国家级小巨人 except 失信
    benefit 迁入专班 for 国家级小巨人 "专人服务" when relocated
    benefit 优先供地 when 投资额 >= 500万; cite "三": "优先安排用地"; note "以批复为准"
    benefit 早期政策 "只到二〇二六年" when 投资额 >= 1万; period 2026 .. 2026
    benefit 普惠 "都有"
    benefit 获奖展示 "展厅展示" when 国家级小巨人.due

    """

  /// Changed facts, the benefit, its state and reason in both languages.
  @Test(
    arguments: [
      ([:], "人才名额", .benefit, "国家级小巨人 新认定，失信 否", "国家级小巨人 new, 失信 no"),
      (
        ["失信": "是"], "人才名额", .notDue, "属于不含的情形 失信（失信 是）",
        "falls under the exception 失信 (失信 yes)"
      ),
      (["失信": ""], "人才名额", .undetermined, "缺 失信", "missing 失信"),
      (["国家级小巨人": "无", "失信": ""], "人才名额", .notDue, "国家级小巨人 不满足（国家级小巨人 无）", nil),
      (["国家级小巨人": "是"], "人才名额", .benefit, nil, nil),
      ([:], "迁入专班", .notDue, "relocated 不满足（国家级小巨人 新认定）", nil),
      (["国家级小巨人": "新引进"], "迁入专班", .benefit, "国家级小巨人 新引进", nil),
      (["国家级小巨人": "?"], "迁入专班", .undetermined, "缺 国家级小巨人", nil),
      (["投资额": "500万"], "优先供地", .benefit, "投资额 500万", nil),
      (
        ["投资额": "480万"], "优先供地", .notDue, "投资额 >= 500万 不满足（投资额 480万），差 20万",
        "投资额 >= 500万 fails (投资额 480万), short by 20万"
      ),
      ([:], "普惠", .benefit, "", ""),
      (["注册地": "别处"], "普惠", .notDue, "不适用本政策", "the policy does not apply"),
      (["注册地": ""], "普惠", .undetermined, "缺 注册地", nil),
      ([:], "获奖展示", .benefit, nil, nil),
      (["国家级小巨人": "复评"], "获奖展示", .notDue, nil, nil),
    ] as [([String: String], String, BenefitState, String?, String?)])
  func states(
    _ changes: [String: String], _ name: String, _ state: BenefitState, _ zh: String?,
    _ en: String?
  ) throws {
    let facts = ["注册地": "示范市", "投资额": "600万", "失信": "否", "国家级小巨人": "新认定"]
    let (plan, outcome) = try outcome(
      Self.rules, facts.merging(changes) { $1 }, on: "2027-06-30")
    let found = try #require(
      outcome.benefits.first { plan.benefits[$0.benefit].name == name })
    #expect(found.state == state)
    if let zh { #expect(found.reason.zh == zh) }
    if let en { #expect(found.reason.en == en) }
  }

  /// A benefit's own period stands in place of the policy's; with a title its event counts.
  @Test(
    arguments: [
      ("2026-12-31", .benefit, ""), ("2027-01-01", .notDue, "不在有效期内"),
      ("2026", .benefit, ""), ("2025-12-31", .notDue, "不在有效期内"),
    ] as [(String, BenefitState, String)])
  func ownPeriod(_ date: String, _ state: BenefitState, _ reason: String) throws {
    let rules = "policy 市 { period 2020 .. 2040 }\nbenefit 甲 \"乙\"; period 2026 .. 2026"
    let found = try outcome(rules, [:], on: date).outcome.benefits[0]
    #expect(found.state == state)
    #expect(found.reason.zh == reason)
  }

  /// The title's event, where its date is known, decides whether the policy is in force.
  @Test func theEventDecides() throws {
    let rules = """
      policy 市 { period 2026-07-01 .. 2028-12-31 }
      benefit 小巨人 "名额" when new
      benefit 入库 "名额"
      """
    let early = try outcome(rules, ["小巨人": "2026-06-30"], on: "2026").outcome.benefits
    #expect(early.map(\.state) == [.notDue, .undetermined])
    #expect(early[1].missing == [Plan.evaluationDateFact])
    let late = try outcome(rules, ["小巨人": "2026-07-01"], on: "2026").outcome.benefits
    #expect(late.map(\.state) == [.benefit, .undetermined])
  }

  /// What only a benefit needs is missing there and changes no total.
  @Test func missingFactsAreItsOwn() throws {
    let rules = """
      field 投资额 : money
      field 重点 : flag
      award 甲 = 1万 when 重点
      benefit 乙 "丙" when 投资额 > 1万 and 重点
      """
    let (plan, found) = try outcome(rules, [:])
    #expect(found.missing.map { plan.factName($0.fact) } == ["重点"])
    #expect(found.benefits[0].missing.map { plan.factName($0) } == ["投资额", "重点"])
    let known = try outcome(rules, ["重点": "否"]).outcome
    #expect(known.benefits[0].state == .notDue)
    #expect(known.benefits[0].missing == [])
    let certain = try outcome(rules, ["重点": "是"]).outcome
    #expect(certain.missing.count == 0)
    #expect(certain.benefits[0].missing.map { plan.factName($0) } == ["投资额"])
  }

  /// Another reading that changes the state is reported, one that does not is not.
  @Test func readings() throws {
    let rules = """
      reading 口径 = 宽 or 严
      field 投资额 : money
      benefit 供地 "用地指标" when 投资额 >= 500万 or 口径 = 宽
      limit 投资额 <= if 口径 = 宽 then 900万 else 700万
      """
    let found = try outcome(rules, ["投资额": "800万"]).outcome
    #expect(found.benefits[0].readings.isEmpty)
    #expect(found.limits[0].readings.map(\.state) == [.exceeded])
    #expect(found.notes.map(\.zh) == ["若 口径 = 严，投资额 超限"])
    let small = try outcome(rules, ["投资额": "480万"]).outcome
    #expect(small.benefits[0].readings.map(\.choice) == ["严"])
    #expect(small.benefits[0].readings.map(\.state) == [.notDue])
    #expect(small.limits[0].readings.isEmpty)
    #expect(small.notes.map(\.en) == ["if 口径 = 严, 供地 not due"])
    let strict = try outcome(rules, ["投资额": "480万"], choices: [1]).outcome
    #expect(strict.benefits[0].state == .notDue)
    #expect(strict.benefits[0].readings.map(\.state) == [.benefit])
  }

  /// A status declares the title of the benefit's name; what differs by a letter is warned of.
  @Test func ownTitles() throws {
    let plan = try outcome("benefit 绿色工厂 \"授牌\" when new", [:]).plan
    #expect(plan.facts.map(\.name) == ["绿色工厂"])
    #expect(plan.benefits[0].title == 0)
    let near = "title 国家级小巨人\nbenefit 国家级小巨入 \"授牌\" when new"
    let compiled = compile(Array(near.utf8), named: "t.rules") { _ in nil }
    #expect(compiled.diagnostics.map(\.code) == ["J3111"])
    // `for` may name the title that another statement further down declares.
    let later = """
      benefit 名额 for 绿色工厂 "两名" when new
      award 绿色工厂 = 1万 when new
      award 迁入 for 零碳工厂 = 2万 when relocated
      benefit 零碳工厂 "授牌" when new
      """
    #expect(try outcome(later, [:]).plan.facts.map(\.name) == ["绿色工厂", "零碳工厂"])
  }

  /// A number that leaves the exact range rejects the row, with the name of what reads it.
  @Test func overflow() throws {
    let rules = """
      field 甲 : number
      benefit 乙 "丙" when 甲 * 甲 * 甲 * 甲 > 1
      """
    let found = try outcome(rules, ["甲": "123456789012345"]).outcome
    #expect(found.overflow == "乙")
    let limit = "field 甲 : number\nlimit 甲 * 甲 * 甲 * 甲 <= 1"
    #expect(try outcome(limit, ["甲": "123456789012345"]).outcome.overflow == "甲 * 甲 * 甲 * 甲")
  }
}

@Suite("limits") struct LimitTests {
  private static let rules = """
    policy 示范市 { period 2026 .. 2028; applies when 注册地 = 示范市 }
    field 注册地 : text
    field 费率 : percent; blank = none
    field 担保 : flag
    field 自筹 : percent
    field 工期 : number
    field 投资额 : money; blank = none
    field 完工 : date
    limit 费率 <= 1% when 担保; cite "四"
    limit 自筹 in 30% .. 50%
    limit 工期 < 24
    limit 投资额 / 工期 > 10万
    limit 完工 <= 2028-06-30 except 担保
    limit 投资额 >= 100万

    """

  private static let facts = [
    "注册地": "示范市", "费率": "0.8%", "担保": "是", "自筹": "30%", "工期": "12", "投资额": "600万",
    "完工": "2028-01-01",
  ]

  /// Changed facts, the limit, its state, the actual value and the reason in both languages.
  @Test(
    arguments: [
      ([:], "费率", .kept, "0.8%", "0.8% 不超过 1%", "0.8% is at most 1%"),
      (["费率": "1%"], "费率", .kept, "1%", "1% 不超过 1%", nil),
      (
        ["费率": "1.5%"], "费率", .exceeded, "1.5%", "1.5% 超过 1%，超 0.5%",
        "1.5% is above 1% by 0.5%"
      ),
      (["费率": ""], "费率", .notApplicable, nil, "费率 无", "费率 none"),
      (
        ["费率": "1.5%", "担保": "否"], "费率", .notApplicable, "1.5%", "担保 不满足（担保 否）",
        "担保 fails (担保 no)"
      ),
      (["费率": "1.5%", "担保": ""], "费率", .undetermined, "1.5%", "缺 担保", "missing 担保"),
      (["费率": "0.5%", "担保": ""], "费率", .kept, "0.5%", "0.5% 不超过 1%", nil),
      (["费率": "1.5%", "注册地": "外地"], "费率", .notApplicable, "1.5%", "不适用本政策", nil),
      (["费率": "1.5%", "注册地": ""], "费率", .undetermined, "1.5%", "缺 注册地", nil),
      (
        [:], "自筹", .kept, "30%", "30% 不低于 30%，不超过 50%",
        "30% is at least 30% and at most 50%"
      ),
      (
        ["自筹": "29.5%"], "自筹", .exceeded, "29.5%", "29.5% 低于 30%，差 0.5%",
        "29.5% is below 30% by 0.5%"
      ),
      (["自筹": "60%"], "自筹", .exceeded, "60%", "60% 超过 50%，超 10%", nil),
      (["自筹": ""], "自筹", .undetermined, nil, "缺 自筹", nil),
      (["工期": "24"], "工期", .exceeded, "24", "24 不低于 24", "24 is not below 24"),
      (["工期": "30"], "工期", .exceeded, "30", "30 超过 24，超 6", "30 is above 24 by 6"),
      ([:], "工期", .kept, "12", "12 低于 24", "12 is below 24"),
      ([:], "投资额 / 工期", .kept, "50万", "50万 超过 10万", "50万 is above 10万"),
      (
        ["工期": "60"], "投资额 / 工期", .exceeded, "10万", "10万 不超过 10万",
        "10万 is not above 10万"
      ),
      (["工期": "100"], "投资额 / 工期", .exceeded, "6万", "6万 低于 10万，差 4万", nil),
      (["投资额": ""], "投资额 / 工期", .notApplicable, nil, "投资额 无", nil),
      (
        ["担保": "否", "完工": "2028-07-30"], "完工", .exceeded, "2028-07-30",
        "2028-07-30 超过 2028-06-30，超 30天", nil
      ),
      (["担保": "否", "完工": "2028-06"], "完工", .kept, nil, nil, nil),
      (["担保": "否", "完工": "2028"], "完工", .undetermined, nil, "缺 完工", nil),
      (["完工": "2029"], "完工", .notApplicable, nil, nil, nil),
      (["投资额": "80万"], "投资额", .exceeded, "80万", "80万 低于 100万，差 20万", nil),
    ] as [([String: String], String, LimitState, String?, String?, String?)])
  func states(
    _ changes: [String: String], _ name: String, _ state: LimitState, _ actual: String?,
    _ zh: String?, _ en: String?
  ) throws {
    let (plan, outcome) = try outcome(
      Self.rules, Self.facts.merging(changes) { $1 }, on: "2027-06-30")
    let found = try #require(outcome.limits.first { plan.limits[$0.limit].name == name })
    #expect(found.state == state)
    #expect(found.actual == actual)
    if let zh { #expect(found.reason.zh == zh) }
    if let en { #expect(found.reason.en == en) }
  }

  @Test func outsideThePeriodNothingIsLimited() throws {
    let found = try outcome(Self.rules, Self.facts, on: "2029-01-01").outcome.limits
    #expect(found.allSatisfy { $0.state == .notApplicable && $0.reason.zh == "不在有效期内" })
  }

  /// A range that the rules state for an unknown number may settle a limit.
  @Test func bounds() throws {
    let rules = """
      parameter 基准利率 : percent in 3% .. 4%
      field 利率 : percent
      limit 利率 <= 基准利率
      """
    let above = try outcome(rules, ["利率": "4.5%"]).outcome.limits[0]
    #expect(above.state == .exceeded)
    #expect(above.reason.zh == "4.5% 超过 3% 至 4%")
    #expect(try outcome(rules, ["利率": "3%"]).outcome.limits[0].state == .kept)
    let open = try outcome(rules, ["利率": "3.5%"]).outcome.limits[0]
    #expect(open.state == .undetermined)
    #expect(open.reason.zh == "缺 基准利率")
  }

  /// Limits of one left side are told apart by their conditions, then by their bounds.
  @Test func names() throws {
    let rules = """
      field 费率 : percent
      field 小微 : flag
      limit 费率  <=  1%
        when 小微
      limit 费率 <= 1.5% except 小微
      limit 费率 >= 0.1%
      limit 费率 >= 0.2% when 小微
      """
    let plan = try outcome(rules, [:]).plan
    #expect(
      plan.limits.map(\.name) == [
        "费率 <= 1%（小微）", "费率（不含 小微）", "费率 >= 0.1%", "费率 >= 0.2%（小微）",
      ])
    #expect(plan.limits.map(\.subject) == ["费率", "费率", "费率", "费率"])
    #expect(plan.limits[0].text == "费率 <= 1% when 小微")
  }

  /// A draft replaces the limit of the same left side and condition, and leaves the others.
  @Test func drafts() throws {
    let base = """
      field 费率 : percent
      field 小微 : flag
      award 甲 = 1万
      benefit 名额 "两名" when 小微
      limit 费率 <= 1% when 小微
      limit 费率 <= 2%
      """
    func texts(_ draft: String) throws -> [String] {
      let compiled = compile(
        Array(("amends \"b.rules\"\n" + draft).utf8), named: "d.rules"
      ) { _ in Array(base.utf8) }
      #expect(compiled.diagnostics.map(\.code) == [])
      let plan = try #require(compiled.plan)
      return plan.benefits.map { $0.text ?? "" } + plan.limits.map(\.text)
    }
    #expect(
      try texts("limit 费率 <= 0.8% when 小微") == ["两名", "费率 <= 0.8% when 小微", "费率 <= 2%"])
    #expect(
      try texts("限额 费率 不超过 3%; benefit 名额 \"三名\"")
        == ["三名", "费率 <= 1% when 小微", "费率 不超过 3%"])
    #expect(try texts("remove 费率, 名额") == [])
    #expect(try texts("remove 「费率（小微）」") == ["两名", "费率 <= 2%"])
    #expect(try texts("remove 甲") == ["两名", "费率 <= 1% when 小微", "费率 <= 2%"])
    #expect(
      try texts("remove 名额\naward 名额 = 1万") == ["费率 <= 1% when 小微", "费率 <= 2%"])
  }
}
