import Jili
import Testing

/// The library as an embedder sees it: plain values in, plain values out.
@Suite struct PolicyTests {
  @Test func thePromisedLineIsAPolicy() throws {
    let policy = try Policy(
      source: "award 国家级小巨人 = 150万 when new; renewal = 20%", named: "小巨人.rules")
    #expect(policy.name == "小巨人")
    let new = try policy.evaluate(["国家级小巨人": "new"], on: "2026-12-31")
    #expect(new.total == (try policy.evaluate(["国家级小巨人": "新认定"])).total)
    #expect(new.total.low == "1500000.00")
    #expect(new.total.highFen == 150_000_000)
    #expect(new["国家级小巨人"]?.reason == "新认定")
    let renewed = try policy.evaluate(["国家级小巨人": "通过复评"])
    #expect(renewed["国家级小巨人.复评"]?.amount.low == "300000.00")
    #expect(renewed["国家级小巨人"]?.state == "not-due")
  }

  /// 900万 is 100万 short of the condition; 20 % of 1000万 is 200万.
  @Test func anExplanationSaysWhatWouldWin() throws {
    let policy = try Policy(
      source: """
        field 投资额 : money
        award 技改 = 20% of 投资额 when 投资额 >= 1000万; cite "第三条"
        """, named: "t.rules")
    let short = try policy.explanation(["投资额": "900万"], on: "2026-12-31")
    #expect(short.outcome.total.low == "0.00")
    for (text, word) in [(short.chinese, "第三条"), (short.english, "第三条")] {
      #expect(text.contains(word) && text.contains("100"))
    }
    #expect(short.json.contains("\"2000000.00\""))
    let enough = try policy.explanation(["投资额": "1000万"], on: "2026-12-31")
    #expect(enough.outcome.total == (try policy.evaluate(["投资额": "1000万"])).total)
    #expect(throws: PolicyError.self) { try policy.explanation(["投资额": "很多"]) }
  }

  @Test func benefitsAndLimits() throws {
    let policy = try Policy(
      source: """
        field 融资担保费率 : percent
        title 小巨人
        benefit 人才名额 "每年两名" when 小巨人; cite "三": "两名"
        limit 融资担保费率 <= 1%; cite "四"
        """, named: "t.rules")
    let found = try policy.evaluate(["小巨人": "新认定", "融资担保费率": "1.5%"])
    #expect(found.benefits.map(\.name) == ["人才名额"])
    #expect(found.benefits[0].state == "benefit")
    #expect(found.benefits[0].text == "每年两名")
    #expect(found.benefits[0].reason == "小巨人 新认定")
    #expect(found.benefits[0].citations.map(\.article) == ["三"])
    #expect(found.benefits[0].citations.map(\.quote) == ["两名"])
    #expect(found.limits.map(\.name) == ["融资担保费率"])
    #expect(found.limits[0].text == "融资担保费率 <= 1%")
    #expect(found.limits[0].state == "limit-exceeded")
    #expect(found.limits[0].actual == "1.5%")
    #expect(found.limits[0].englishReason == "1.5% is above 1% by 0.5%")
    #expect(found.total.low == "0.00")
    let open = try policy.evaluate([:])
    #expect(open.benefits[0].state == "undetermined")
    #expect(open.benefits[0].missing == ["小巨人"])
    #expect(open.limits[0].state == "undetermined")
    #expect(open.limits[0].actual == nil)
    #expect(open.missing == [])
  }

  /// A fact that is not given widens the result; it is never 0.
  @Test func aMissingFactIsARange() throws {
    let policy = try Policy(
      source: "field 投资额 : money\naward 技改 = 20% of 投资额 cap 100万", named: "t.rules")
    let outcome = try policy.evaluate([:])
    #expect(outcome.total.low == "0.00")
    #expect(outcome.total.high == "1000000.00")
    #expect(outcome.missing == ["投资额"])
    #expect(outcome["技改"]?.state == "undetermined")
  }

  @Test func everyMistakeIsReportedWithItsPlace() throws {
    let error = try #require(throws: PolicyError.self) {
      try Policy(source: "award A = 1万 when 甲\naward B = 乙", named: "t.rules")
    }
    #expect(error.problems.map(\.line) == [1, 2])
    #expect(error.problems.map(\.column) == [19, 11])
    #expect(error.problems.map(\.code) == ["J3101", "J3101"])
  }

  @Test func aValueThatCannotBeReadIsNoZero() throws {
    let policy = try Policy(
      source: "field 投资额 : money\naward 技改 = 20% of 投资额", named: "t.rules")
    let error = try #require(throws: PolicyError.self) { try policy.evaluate(["投资额": "12abc"]) }
    #expect(error.problems.map(\.code) == ["J4207"])
    #expect(throws: PolicyError.self) { try policy.evaluate(["投资额": "1", "未知": "2"]) }
  }

  /// Files come from the caller, and only from beside the policy.
  @Test func usedFilesComeFromTheCaller() throws {
    let policy = try Policy(source: "use \"v.rules\"\naward A = 1万 when 甲", named: "d/t.rules") {
      $0 == "d/v.rules" ? "field 甲 : flag" : nil
    }
    #expect(try policy.evaluate(["甲": "是"]).total.low == "10000.00")
    #expect(throws: PolicyError.self) {
      try Policy(source: "use \"../v.rules\"\naward A = 1万", named: "d/t.rules") { _ in "" }
    }
  }

  @Test func rulesAreLaidOut() throws {
    let text = "award 技改=投资额 的 20%\nfield 投资额:money"
    #expect(
      try Policy.formatted(text) == "award 技改 = 投资额 的 20%\nfield 投资额 : money\n")
    #expect(
      try Policy.formatted(text, keywords: .english)
        == "award 技改 = 20% of 投资额\nfield 投资额 : money\n")
    #expect(
      try Policy.formatted(text, keywords: .chinese)
        == "奖励 技改 = 投资额 的 20%\n字段 投资额 : 金额\n")
    // Somebody's own name, declared elsewhere, is no word of the language.
    let uses = "use \"v.rules\"\naward 甲 = 1万 when 年度 = 1\n"
    let kept = try Policy.formatted(uses, keywords: .english, named: "d/t.rules") {
      $0 == "d/v.rules" ? "field 年度 : number" : nil
    }
    #expect(kept == uses)
    #expect(try Policy.formatted(uses, keywords: .english).contains("when year = 1"))
    let error = try #require(throws: PolicyError.self) {
      try Policy.formatted("award 甲 =\nuse 乙")
    }
    #expect(error.problems.map(\.code) == ["J2015", "J2001"])
    #expect(error.problems.map(\.line) == [1, 2])
  }
}
