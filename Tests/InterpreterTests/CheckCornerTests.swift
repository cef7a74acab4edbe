import Jili
import JiliLexer
import Testing

@Suite("findings that few rules give") struct CheckCornerTests {
  // MARK: - Numbers against the quoted words

  private static func unquoted(_ rules: String, _ text: String) -> [Diagnostic] {
    let head = "policy 甲 { source \"甲.txt\" }\n"
    let compiled = compile(Array((head + rules).utf8), named: "甲.rules") { path in
      path == "甲.txt" ? Array(text.utf8) : nil
    }
    return compiled.diagnostics.filter { $0.code == "J3010" }
  }

  /// 99万 is in no text: it is looked at unless the first value of the reading leads elsewhere.
  @Test(arguments: [
    ("if 跨档 is not 甲 then 99万 else 10万", false), ("if not 跨档 = 甲 then 99万 else 10万", false),
    ("if 跨档 in [乙, 丙] then 99万 else 10万", false), ("if 跨档 in [乙, 甲] then 99万 else 10万", true),
    ("if 跨档 = 乙 or 跨档 = 丙 then 99万 else 10万", false),
    ("if 跨档 = 乙 or 级 > 1 then 99万 else 10万", true),
    ("if 跨档 = 甲 and 跨档 is not 乙 then 99万 else 10万", true),
    ("if 跨档 = 甲 and 跨档 is not 乙 then 10万 else 99万", false),
    ("if 跨档 = 甲 and 级 > 1 then 10万 else 99万", true),
    ("match 跨档 { 乙: 99万; else: 10万 }", false), ("match 跨档 { 乙: 10万; else: 99万 }", true),
    ("match 跨档 { 甲: 10万; else: 99万 }", false),
    ("match 跨档 { in [乙, 丙]: 99万; else: 10万 }", false),
  ])
  func branchesOfOtherReadingsAreLeftOut(_ amount: String, _ isFound: Bool) {
    let rules = """
      field 级 : number
      reading 跨档 = 甲 or 乙 or 丙
      award 奖 = \(amount); cite "一": "给予10万元"
      """
    let found = Self.unquoted(rules, "一、给予10万元奖励")
    #expect(found.map(\.message.zh) == (isFound ? ["所引的原文里没有 `99万`"] : []))
  }

  @Test func ofManyQuotedNumbersEightAreNamed() {
    let text = (1...9).map { "\($0)0万元" }.joined(separator: "、")
    let found = Self.unquoted("award 奖 = 99万; cite \"一\": \"\(text)\"", text)
    let shown = (1...8).map { "\($0)0万元" }
    #expect(
      found.map(\.notes) == [
        [
          Wording(
            zh: "所引的原文里有 " + shown.joined(separator: "、") + " 等",
            en: "they have " + shown.joined(separator: ", ") + " and more")
        ]
      ])
  }

  /// Sixty characters of what agrees are shown, its end.
  @Test func aLongQuoteIsShownByItsEnd() {
    let text = (1...60).map { "第\($0)条" }.joined()
    let compiled = compile(
      Array("policy 甲 { source \"甲.txt\" }\naward 奖 = 1万; cite \"一\": \"\(text)错\"".utf8),
      named: "甲.rules"
    ) { path in path == "甲.txt" ? Array((text + "对").utf8) : nil }
    #expect(compiled.diagnostics.first?.code == "J3007")
    #expect(
      compiled.diagnostics.first?.notes.first?.zh == "原文到“…\(text.suffix(59))”为止相符")
  }

  /// Whatever quotes is named by its word and its names.
  @Test func whateverQuotesHasAName() throws {
    let compiled = compile(
      Array(
        """
        policy 甲 {
            name "办法"
            applies when 重点 cite "一": "甲"
            rounding 元 cite "一": "乙"
        }; cite "一": "没有名称"
        field 重点 : flag; cite "一": "丙"
        title 小巨人; cite "一": "丁"
        define 合格 = 重点; cite "一": "戊"
        award 奖 = 1万 when 合格; cite "一": "己"
        award 乙 = 1万 when 小巨人
        together 奖, 乙; cap 1万 per year; cite "一": "庚"
        example "一" { 重点 = yes; expect 奖 = 1万 }; cite "一": "壬"
        omit "辛" because "无"
        """.utf8), named: "甲.rules"
    ) { _ in nil }
    #expect(
      compiled.policies[0].quoting.map(\.label.zh) == [
        "政策 名称", "政策 适用", "政策 取整", "字段 重点", "称号 小巨人", "定义 合格", "奖励 奖",
        "合并 奖、乙", "算例 一", "不计",
      ])
  }

  // MARK: - Names

  @Test func manyValuesAreNotListed() {
    func notes(_ count: Int) -> [Wording] {
      let values = (1...count).map { "第\($0)类" }.joined(separator: ", ")
      let all = found("field 类 : one of \(values)\naward 奖 = 1万 when 类 = 没有")
      #expect(all.map(\.code) == ["J3103"])
      return all.flatMap(\.notes)
    }
    #expect(notes(13) == [])
    #expect(notes(12).map { $0.zh.hasPrefix("取值有：第1类、第2类、") } == [true])
    // An award without instalments has no values at all.
    let none = found("award 另 = 1万\naward 奖 = 1万 when 另.期次 为 期末")
    #expect(none.map(\.code) == ["J3103"])
    #expect(none.flatMap(\.notes) == [])
  }

  @Test func aFileWithoutANameIsAPolicyWithoutOne() throws {
    let plan = try #require(compile(Array("award 奖 = 1万".utf8), named: "") { _ in nil }.plan)
    #expect(plan.policies[0].name == "")
  }

  /// Behind an award that others follow the offer would be theirs.
  @Test func anEventIsOfferedWhereItWouldBeRead() {
    let open = found("title 小巨人\naward 小巨人 = 150万")
    #expect(open.map(\.code) == ["J3301"])
    #expect(open.flatMap { $0.fixes.map(\.replacement) } == [" when new"])
    let closed = found("title 小巨人\naward 小巨人 = 150万, 乙 = 1万")
    #expect(closed.map(\.code) == ["J3301"])
    #expect(closed.flatMap { $0.fixes.map(\.replacement) } == [])
  }

  /// A date that is none, and a sum of another year that is none, fail the example.
  @Test(arguments: [
    ("日期 = 昨天", "日期 = 昨天"), ("年度 = 今年", "年度 = 今年"), ("额 上年 = 3%", "额 = 3%"),
  ])
  func whatAnExampleSetsIsRead(_ setting: String, _ named: String) throws {
    let rules = """
      field 额 : money by year
      award 奖 = 10% of (额 - 额 last year) when date >= 2026
      example "一" { 额 = 10万; \(setting); expect 奖 = 1万 }
      """
    let compiled = compile(Array(rules.utf8), named: "甲.rules") { _ in nil }
    let program = try #require(compiled.policies[0].program)
    let failures = runExamples(program, Jili.plan(program))[0].failures
    #expect(failures.map { $0.zh.hasPrefix(named + "：") } == [true])
  }

  // MARK: - Targets

  @Test(arguments: [
    ("define 坏 = 没有\ntarget 坏 = 5 by 2028", ["J3101"]),
    ("title 小巨人\nfield 额 : money\ntarget 小巨人额 = 5 by 2028", ["J3102"]),
    ("field 甲数 : number\ntarget 甲数 = 50% of (甲数 + 1) by 2028", ["J3355"]),
    (
      """
      award 奖 = 1万
      title 小巨人
      target 小巨人 = 50% of 奖 by 2026
      target 小巨人 = 60% of 奖 by 2026
      """, ["J3363"]
    ),
  ])
  func targets(_ rules: String, _ codes: [String]) {
    #expect(found(rules).filter { $0.severity != .note }.map(\.code) == codes)
  }
}
