import JiliLexer
import Testing

@testable import Jili

/// `example` statements: what they state, what they expect, and how a failure is told.
@Suite("examples in rule files")
struct ExampleTests {
  private static let rules = """
    policy 甲市 {
      period 施行日期 .. 2027-12-31
      applies when 注册地 = 甲市
    }
    parameter 施行日期 : date in 2026-01-01 .. 2026-12-31
    field 注册地 : text
    field 额 : money
    field 营收 : money by year
    field 重点 : flag
    reading 比例 = 两成 or 一成
    title 小巨人
    award 小巨人 = 150万 when new; renewal = 20%
    award 技改 = if 比例 = 两成 then 20% of 额 else 10% of 额 when 重点
    award 平台 = up to 30万 when 重点
    award 首破 = 营收 first reaches { 10亿: 30万; 50亿: 100万 } each

    """

  private func failures(_ example: String) throws -> [Wording] {
    let compiled = compile(Array((Self.rules + example).utf8), named: "t.rules") { _ in nil }
    #expect(compiled.diagnostics.filter { $0.severity == .error }.map(\.code) == [])
    let program = try #require(compiled.program)
    let results = runExamples(program, try #require(compiled.plan))
    #expect(results.count == 1)
    return results.first?.failures ?? []
  }

  @Test(arguments: [
    "小巨人 = new; expect 小巨人 = 150万; expect 小巨人.renewal = 0元; expect total = 150万",
    "小巨人 = renewed; expect 小巨人.renewal = 30万; expect total = 30万",
    "额 = 100万; 重点 = yes; expect 技改 = 20万; expect 平台 = 0元 .. 30万; expect total = 20万 .. 50万",
    "额 = 100万; 重点 = yes; 比例 = 一成; 平台.核定 = 5万; expect total = 15万",
    "额 = 100万; expect total = 0元", "expect 首破 = 0元",
    "营收 = 60亿; 营收 peak = 9亿; expect 首破 = 130万",
    "营收 = 60亿; 营收 last year = 11亿; expect 首破 = 100万",
    "小巨人 = new; date = 2025-12-31; expect total = 0元",
    "小巨人 = new; year = 2026; expect total = 0元 .. 150万",
    "小巨人 = new; date = 2026-05-01; 施行日期 = 2026-05-01; expect total = 150万",
    // `applies` holds unless the example states a fact that it reads.
    "注册地 = 乙市; 小巨人 = new; expect total = 0元",
  ])
  func examplesThatHold(_ body: String) throws {
    #expect(try failures("example \"例\" otherwise none { \(body) }") == [])
  }

  /// Without `otherwise none` what is not stated is unknown.
  @Test func whatIsNotStatedIsUnknown() throws {
    #expect(
      try failures("example \"例\" { 额 = 100万; expect 技改 = 0元 .. 20万; expect 平台 = 0元 .. 30万 }")
        == [])
    let body = "营收 = 60亿; 营收 last year = 11亿; expect 首破 = 0元 .. 100万"
    #expect(try failures("example \"例\" { \(body) }") == [])
    #expect(
      try failures("example \"例\" { 额 = 100万; expect 技改 = 20万; expect 技改 = 0元 }") == [
        Wording(
          zh: "技改 应为 20万，算得 0元 .. 20万（缺 重点）", en: "技改: expected 20万, found 0元 .. 20万 (missing 重点)"),
        Wording(
          zh: "技改 应为 0元，算得 0元 .. 20万（缺 重点）", en: "技改: expected 0元, found 0元 .. 20万 (missing 重点)"),
      ])
  }

  @Test func failuresNameTheAwardInBothLanguages() throws {
    let body = "小巨人 = renewed; expect 小巨人.renewal = 20万; expect total = 30万 .. 40万"
    #expect(
      try failures("example \"例\" otherwise none { \(body) }") == [
        Wording(
          zh: "小巨人.复评 应为 20万，算得 30万（150万 的 20%）",
          en: "小巨人.renewal: expected 20万, found 30万 (20% of 150万)"),
        Wording(zh: "合计 应为 30万 .. 40万，算得 30万", en: "total: expected 30万 .. 40万, found 30万"),
      ])
  }

  @Test func theRangeHasNoEndWhereNothingBoundsIt() throws {
    let found = try failures("example \"例\" { 重点 = yes; expect 技改 = 20万 }")
    #expect(found.map(\.zh) == ["技改 应为 20万，算得 0元 .. ∞（缺 额）"])
  }
}
