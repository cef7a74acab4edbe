import Jili
import JiliLexer
import JiliTestSupport
import Testing

/// `fmt --keywords`: every word of the language in Chinese or in English, and nothing else changed.
@Suite("words in one language") struct KeywordLanguageTests {
  /// A file in both languages, each laid out.
  struct Pair: Sendable, CustomTestStringConvertible {
    let english: String
    let chinese: String
    var testDescription: String { english }

    init(_ english: String, _ chinese: String) {
      self.english = english
      self.chinese = chinese
    }
  }

  static let pairs: [Pair] = [
    Pair(
      "award 国家级小巨人 = 150万 when new or relocated; renewal = 20%; cite \"三（一）\"",
      "奖励 国家级小巨人 = 150万 当 新认定 或 新引进; 复评 = 20%; 依据 \"三（一）\""),
    Pair("title 甲; also \"a\"; valid 3 years", "称号 甲; 又称 \"a\"; 有效 3 年"),
    Pair("title 甲; valid 1 year", "称号 甲; 有效 1 年"),
    Pair("field 甲 : money by year; also \"a\", peak \"b\"", "字段 甲 : 金额 逐年; 又称 \"a\", 历年最高 \"b\""),
    Pair("field 甲 : one of 乙, 丙; other = 丙; blank = none", "字段 甲 : 取值 乙, 丙; 列外 = 丙; 空白 = 无"),
    Pair("field 甲 : flag; blank = no", "字段 甲 : 是否; 空白 = 否"),
    Pair("parameter 甲 : percent in 0% .. 9% = 5%", "参数 甲 : 比例 属于 0% 至 9% = 5%"),
    Pair("reading 甲 = 乙 or 丙; note \"n\"", "理解 甲 = 乙 或 丙; 注 \"n\""),
    Pair("omit \"甲\" because \"乙\"", "不计 \"甲\" 因为 \"乙\""),
    Pair(
      "title 甲\ntarget 甲 = new 75 by 2023; cite \"一\"",
      "称号 甲\n目标 甲 = 新认定 75 到 2023; 依据 \"一\""),
    Pair("target \"甲\" >= 12\ntarget \"乙\" > 3", "目标 \"甲\" 不低于 12\n目标 \"乙\" 超过 3"),
    Pair("target \"甲\" = about 100名", "目标 \"甲\" = 约 100名"),
    Pair("target \"甲\" = 180 per year", "目标 \"甲\" = 每年 180"),
    Pair("target \"甲\" = new 1 .. 2 per year", "目标 \"甲\" = 新认定 每年 1 至 2"),
    Pair(
      "target \"图谱\" = 1张 per \"产业链\" by 2028", "目标 \"图谱\" = 每个 \"产业链\" 1张 到 2028"),
    Pair(
      "title 甲\ntarget 甲 = { 2023: base 200; 2024: 270 }",
      "称号 甲\n目标 甲 = { 2023: 基数 200; 2024: 270 }"),
    Pair(
      "title 甲\ntarget 甲 = 200% of base by 2029\ntarget \"乙\" = 100% of 甲\n"
        + "target \"丙\" = unspecified",
      "称号 甲\n目标 甲 = 基数 的 200% 到 2029\n目标 \"乙\" = 甲 的 100%\n目标 \"丙\" = 未定"),
    Pair("remove target \"甲\"", "删除 目标 \"甲\""),
    Pair(
      """
      title 甲
      field 费率 : percent
      benefit 名额 for 甲 "每年两名" when new except 费率 > 5%; period from 2026
      limit 费率 <= 1% when 甲
      example "e" { 甲 = new; 费率 = 2%; expect 名额 = yes; expect 费率 = no }
      """,
      """
      称号 甲
      字段 费率 : 比例
      优待 名额 对应 甲 "每年两名" 当 新认定 不含 费率 超过 5%; 有效期 自 2026 起
      限额 费率 不超过 1% 当 甲
      算例 "e" { 甲 = 新认定; 费率 = 2%; 应得 名额 = 是; 应得 费率 = 否 }
      """),
    // Empty lines stay where they stood, also behind a comment at the end of a line.
    Pair(
      "award 甲 = 1万  # 旁\n# 上\naward 乙 = 2万  # 旁\n\n# 隔\n\naward 丙 = 3万",
      "奖励 甲 = 1万  # 旁\n# 上\n奖励 乙 = 2万  # 旁\n\n# 隔\n\n奖励 丙 = 3万"),
    // The order of words.
    Pair(
      "field 甲 : money\naward 乙 = 20% of 甲 cap 100万", "字段 甲 : 金额\n奖励 乙 = 甲 的 20% 封顶 100万"),
    Pair(
      "field 甲 : money by year\naward 乙 = (5% .. 20%) of (甲 - 甲 last year)",
      "字段 甲 : 金额 逐年\n奖励 乙 = (甲 - 甲 上年) 的 (5% 至 20%)"),
    Pair(
      "field 甲 : number\naward 乙 = up to 30万; quota = 50 per year by 甲",
      "字段 甲 : 数\n奖励 乙 = 最高 30万; 名额 = 每年 50 按 甲"),
    Pair("award 乙 = 1万; cap 10万 per year", "奖励 乙 = 1万; 封顶 每年 10万"),
    Pair(
      "award 甲 = 1万\naward 乙 = 1万\ntogether 甲, 乙; cap 500万 per year",
      "奖励 甲 = 1万\n奖励 乙 = 1万\n合并 甲, 乙; 封顶 每年 500万"),
    Pair(
      "award 乙 = 1万; payment = 50% at 期初, rest at 期末", "奖励 乙 = 1万; 拨付 = 期初 50%, 期末 其余"),
    Pair(
      "title 甲\naward 乙 = 1万 when years since 甲 >= 2", "称号 甲\n奖励 乙 = 1万 当 甲 满年数 不低于 2"),
    Pair("award 乙 = 1万; period 2026-01-01 for 3 years", "奖励 乙 = 1万; 有效期 2026-01-01 起 3 年"),
    Pair("award 乙 = 1万; period from 2026", "奖励 乙 = 1万; 有效期 自 2026 起"),
    Pair("award 乙 = 1万; period from 2026 for 18 months", "奖励 乙 = 1万; 有效期 自 2026 起 18 个月"),
    Pair("award 乙 = 1万; period 2026 .. 2028 for 1 year", "奖励 乙 = 1万; 有效期 2026 至 2028 起 1 年"),
    // One word for two.
    Pair(
      "field 甲 : number\naward 乙 = match 甲 { 2: 10万; <= 3: 30万; in 4 .. 5: 50万; else: 1万 }",
      "字段 甲 : 数\n奖励 乙 = 按 甲 { 2: 10万; 不超过 3: 30万; 属于 4 至 5: 50万; 否则: 1万 }"),
    Pair(
      "field 甲 : money\naward 乙 = 1万 when 甲 <= 2万 and 甲 > 1万 and not (甲 < 3万)",
      "字段 甲 : 金额\n奖励 乙 = 1万 当 甲 不超过 2万 且 甲 超过 1万 且 非 (甲 低于 3万)"),
    Pair(
      "award 甲 = 1万\naward 乙 = 甲.amount when 甲.due; also approved \"a\"",
      "奖励 甲 = 1万\n奖励 乙 = 甲.金额 当 甲.应得; 又称 核定 \"a\""),
    Pair(
      "field 甲 : money by year\naward 乙 = 甲 first reaches { 1亿: 1万 } each\naward 丙 = 甲 "
        + "first exceeds { 1亿: 1万 } highest",
      "字段 甲 : 金额 逐年\n奖励 乙 = 甲 首次达到 { 1亿: 1万 } 各档\n奖励 丙 = 甲 首次超过 { 1亿: 1万 } 取高"),
    Pair(
      "award 甲 = unspecified\naward 乙 = at least 1万 when year >= 2026 and date < 2027-01-01",
      "奖励 甲 = 未定\n奖励 乙 = 至少 1万 当 年度 不低于 2026 且 日期 低于 2027-01-01"),
    Pair(
      "policy 甲 {\n    status   draft\n    overlap  none\n}\naward 乙 = 1万",
      "政策 甲 {\n    状态    草案\n    重叠    不重复\n}\n奖励 乙 = 1万"),
    Pair(
      """
      title 甲
      field 乙 : flag
      award 丙 = 1万 when 甲 is not none and 乙 = yes
      example "e" otherwise none { 甲 = held; 乙 = yes; year = 2026; expect total = 0元 .. 1万 }
      """,
      """
      称号 甲
      字段 乙 : 是否
      奖励 丙 = 1万 当 甲 不为 无 且 乙 = 是
      算例 "e" 其余为无 { 甲 = 有效期内; 乙 = 是; 年度 = 2026; 应得 合计 = 0元 至 1万 }
      """),
  ]

  @Test(arguments: pairs) func bothWays(_ pair: Pair) throws {
    #expect(try spelled(pair.english, .zh) == pair.chinese + "\n")
    #expect(try spelled(pair.chinese, .en) == pair.english + "\n")
    #expect(try spelled(pair.english, .en) == pair.english + "\n")
    #expect(try spelled(pair.chinese, .zh) == pair.chinese + "\n")
  }

  /// Spellings that the other language has no twin for end in the first spelling of their own.
  static let synonyms: [Pair] = [
    Pair("award 甲 = 1万", "补助 甲 = 1万"),
    Pair("field 甲 : money\naward 乙 = 1万 when 甲 >= 2万", "字段 甲 : 金额\n奖励 乙 = 1万 当 甲 达到 2万"),
    Pair("field 甲 : money\naward 乙 = 甲 cap 2万", "字段 甲 : 金额\n奖励 乙 = 甲 不超过 2万"),
    Pair(
      "title 甲\nexample \"e\" { 甲 = renewed }", "称号 甲\n算例 \"e\" { 甲 = 复评 }"),
    Pair("title 甲; valid 3 years", "称号 甲；有效 3年"),
    Pair("award 乙 = 1万; period from 2026", "奖励 乙 = 1万; 有效期 自 2026"),
  ]

  @Test(arguments: synonyms) func synonymsEndInOneSpelling(_ pair: Pair) throws {
    #expect(try spelled(pair.chinese, .en) == pair.english + "\n")
    let chinese = try spelled(pair.chinese, .zh)
    #expect(try spelled(pair.english, .zh) == chinese)
  }

  /// Names that are words of the language, in one spelling or both, stay names.
  static let names: [String] = [
    "field date : date\naward 甲 = 1万 when date >= 2026-01-01 and 日期 >= 2026-05-01",
    "字段 年度 : 数\n奖励 甲 = 1万 当 年度 超过 3 且 year 超过 2025",
    "field 无 : flag\ntitle 乙\naward 甲 = 1万 when 无 and 乙 is none",
    "field 等级 : one of 无, none, 有\naward 甲 = 1万 when 等级 = 无 or 等级 = none\nexample "
      + "\"e\" { 等级 = 无; expect total = 1万 }",
    "field 地 : text\naward 甲 = 1万 when 地 = 无 or 地 = new\nexample \"e\" { 地 = new; "
      + "expect total = 1万 }",
    "field 未定 : money\naward 甲 = 未定\nexample \"e\" { 未定 = 3万; expect total = 3万 }",
    "field base : money\naward 甲 = 20% of base\nexample \"e\" { base = 10万; expect 甲 = 2万 }",
    "field 新认定 : flag\naward 甲 = 1万 when new and 新认定",
    "reading 口径 = new or 复评\naward 甲 = 1万 when 口径 = new",
    "field 最高 : money\naward 甲 = 最高 的 20% 封顶 5万\naward 乙 = 20% of 最高 cap 最高",
    "title 最高\naward 甲 = 1万 when years since `最高` >= 2\n奖励 乙 = 1万 当 最高 满年数 超过 2",
    "title 年\naward 甲 = 1万 when years since 年 >= 2",
    "award 甲 = 1万; payment = 50% at rest, rest at 其余",
    "field 比例 : percent\naward 甲 = 1万; 拨付 = 期初 30%, 期末 其余",
    "field 「目标」 : 数\naward `合并` = 1万 when 「目标」 > 3",
    "field 甲 : money\naward 乙 = 甲 的 50% 的 20%",
    "field 甲 : money\nfield 乙 : flag\naward 丙 = 20% of if 乙 then 甲 else 1万",
    "award 甲 = 1万 cap 10万 per year cap 5万",
    "field 甲 : flag\naward 乙 = 1万 封顶 每年 若 甲 则 3万 否则 2万 封顶 1万",
    "award 甲 = 1万 when date - 2026年 > 30天 and year = 2026 年",
    "field 应得 : money\naward 甲 = 应得; less 金额\nfield 金额 : money",
    "field 甲 : money\nfield by : number\naward 乙 = 甲; quota = 5 per year by by",
    "field 投资额 : money\ndefine 大 = 投资额 <= 3万 且 投资额 ≥ 1万\n奖励 甲 = 1万 当 大",
    "award 基数 = 1万 when 甲\ntitle 甲\ntarget 甲 = 200% of base by 2029",
    "target \"甲\" = 每年 新认定 75\ntarget \"乙\" = per year per \"丙\" 3",
    "field 利率 : percent\nfield 小微 : flag\nlimit 利率 <= 3% when 小微 and not 小微\nlimit 利率 <= 4%\n"
      + "example \"e\" { 利率 = 5%; expect `利率 <= 4%` = no; expect 「利率（小微 and not 小微）」 = none }",
    "field 自筹 : money\nlimit 自筹/2 <= 1万\nexample \"e\" { 自筹 = 2万; expect `自筹 / 2` = yes }",
    "use \"vocabulary.rules\"\naward 甲 = 1万 when 国家级小巨人 is new",
  ]

  @Test(arguments: names + RuleText.all.map(\.text)) func nothingChangesItsMeaning(
    _ text: String
  ) throws {
    let before = meaning(of: compiled(text))
    guard let chinese = try? spelled(text, .zh) else { return }
    let english = try spelled(text, .en)
    #expect(try spelled(english, .zh) == chinese)
    #expect(try spelled(chinese, .en) == english)
    for text in [chinese, english, try laidOut(text, nil)] {
      let isSame = meaning(of: compiled(text)) == before
      #expect(isSame, "\(text)")
    }
  }

  /// A policy that is written in the words of the language alone has none of the other left.
  @Test func nothingIsLeftOut() throws {
    for rules in RuleText.policies {
      let chinese = lex(Source(name: "zh", text: try laidOut(rules.text, .zh)))
      for token in chinese.all where token.kind == .word && !token.keywords.isEmpty {
        #expect(!chinese.text(token).utf8.allSatisfy { $0 < 0x80 }, "\(chinese.text(token))")
      }
    }
  }

  @Test func commentsMoveWithTheirWords() throws {
    let text = "field 甲 : money\n# 上\naward 乙 = 20% # 两成\n  of # 的\n  甲 # 完\n"
    let chinese = try spelled(text, .zh)
    #expect(
      chinese == """
        字段 甲 : 金额
        # 上
        奖励 乙 =
            甲   # 完
            的   # 的
            20%  # 两成

        """)
  }

  // MARK: - Means

  private func spelled(_ text: String, _ language: Language) throws -> String {
    try laidOut(text, language)
  }

  private func laidOut(_ text: String, _ language: Language?) throws -> String {
    let laidOut = layOut(
      Array(text.utf8), named: "Rules/例.rules", keywords: language, read: RuleText.read)
    guard case .text(let found) = laidOut.result else { throw Refused(result: laidOut.result) }
    return found
  }

  private func compiled(_ text: String) -> Compiled {
    compile(Array(text.utf8), named: "Rules/例.rules", read: RuleText.read)
  }

  private struct Refused: Error { let result: LaidOut.Result }
}
