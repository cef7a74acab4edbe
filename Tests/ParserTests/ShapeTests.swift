import JiliLexer
import JiliParser
import JiliTestSupport
import Testing

/// One text in both spellings.
struct Twin: Sendable, CustomTestStringConvertible {
  let english: String
  let chinese: String

  init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  var testDescription: String { english }

  static let statements: [Twin] = [
    Twin("use \"a.rules\"", "引用 “a.rules”"),
    Twin("amends \"a.rules\"", "修订 \"a.rules\""),
    Twin("remove 甲, 乙", "删除 甲、乙"),
    Twin("remove target 甲, \"乙\"", "删除 目标 甲、“乙”"),
    Twin("target 甲, 乙 = new 75 by 2023", "目标 甲、乙 ＝ 新认定 75 到 2023"),
    Twin("target 甲 >= 180 per year; cite \"一\"", "目标 甲 不低于 每年 180；依据 \"一\""),
    Twin("target 甲 > about", "目标 甲 超过 约"), Twin("target 甲 = about 9", "目标 甲 为 约 9"),
    Twin("target \"甲\" = 100% of 乙 by 2027", "目标 “甲” = 乙 的 100% 到 2027"),
    Twin("target \"甲\" = 1 per \"乙\"", "目标 \"甲\" = 每个 \"乙\" 1"),
    Twin("target 甲 = { 2023: base 2; 2024: 3 .. 4 }", "目标 甲 = { 2023: 基数 2; 2024: 3 至 4; }"),
    Twin("omit \"甲\" because \"乙\"", "不计 \"甲\" 因为 \"乙\""),
    Twin("field 甲 : money; also \"a\", \"b\"; blank = none", "字段 甲：金额；又称 \"a\"、\"b\"；空白 ＝ 无"),
    Twin("field 甲 : money by year; also \"a\", peak \"b\"", "字段 甲: 金额 逐年; 又称 \"a\", 历年最高 \"b\""),
    Twin("field 甲 : one of 乙, 丙; other = 丙", "字段 甲：取值 乙、丙；列外 ＝ 丙"),
    Twin("field 甲 : flag; blank = no", "字段 甲 : 是否; 空白 = 否"),
    Twin("field 甲 : number; note \"n\"", "字段 甲 : 数; 注 \"n\""),
    Twin("field 甲 : percent in 0% .. 100%", "字段 甲 : 比例 属于 0% 至 100%"),
    Twin("field 甲 : date", "字段 甲 : 日期"), Twin("field 甲 : text", "字段 甲 : 文字"),
    Twin("title 甲; also \"a\"; valid 3 years", "称号 甲；又称 \"a\"；有效 3 年"),
    Twin("title 甲; valid 18 months", "称号 甲; 有效 18 个月"),
    Twin(
      "parameter 甲 : date in 2026-01-01 .. 2026-12-31; cite \"附则\": \"乙\"",
      "参数 甲：日期 属于 2026年1月1日 至 2026年12月31日；依据 \"附则\"：\"乙\""),
    Twin("parameter 甲 : percent in 0% .. 9% = 5%", "参数 甲 : 比例 属于 0％ 至 9％ ＝ 5％"),
    Twin("reading 甲 = 乙 or 丙; note \"n\"", "理解 甲 = 乙 或 丙; 注 \"n\""),
    Twin("define 甲 = 乙 or not 丙 and 丁", "定义 甲 ＝ 乙 或 非 丙 且 丁"),
    Twin("exclusive 甲, 乙.renewal when 丙 = 丁", "就高 甲、乙.复评 当 丙 = 丁"),
    Twin("together 甲, 乙; cap 500万 per year", "合并 甲、乙；封顶 每年 500万"),
    Twin("together 甲, 乙 cap 500万 per year", "合并 甲, 乙 不超过 每年 500万"),
    Twin("benefit 甲 when 乙", "优待 甲 当 乙"), Twin("benefit 甲", "优待 甲"),
    Twin(
      "benefit 甲 for 乙 \"词\" when new except 丙; period 2025 .. 2027; cite \"一\"; note \"n\"",
      "优待 甲 对应 乙 “词” 当 新认定 不含 丙；有效期 2025 至 2027；依据 \"一\"；注 \"n\""),
    Twin("limit 甲 <= 1%", "限额 甲 不超过 1%"), Twin("limit 甲 < 1%", "限额 甲 低于 1%"),
    Twin("limit 甲 > 3", "限额 甲 超过 3"), Twin("limit 甲 >= 3", "限额 甲 达到 3"),
    Twin("limit 甲 / 乙 in 1 .. 2 when 丙", "限额 甲 / 乙 属于 1 至 2 当 丙"),
    Twin(
      "limit 甲 >= if 乙 then 1% else 2% when 丙 except 丁; period from 2026",
      "限额 甲 不低于 若 乙 则 1% 否则 2% 当 丙 不含 丁; 有效期 自 2026"),
    Twin(
      """
      policy 甲 { name "n" source "s" status draft cite "题" period 2025 .. 2029
        applies when 乙 = 丙 overlap top-up funding 市 50%, 区 50% when 丁 rounding 元 down }
      """,
      """
      政策 甲 { 名称 "n"; 来源 "s"; 状态 草案 依据 "题"; 有效期 2025 至 2029;
        适用 当 乙 为 丙; 重叠 补差; 分担 市 50%、区 50% 当 丁; 取整 元 舍去; }
      """),
    Twin(
      "policy 甲 { status adopted overlap none } policy 甲 { status repealed overlap stack }",
      "政策 甲 { 状态 现行 重叠 不重复 } 政策 甲 { 状态 废止 重叠 叠加 }"),
    Twin(
      "policy 甲 { overlap if 乙 = 丙 then none else top-up }",
      "政策 甲 { 重叠 若 乙 = 丙 则 不重复 否则 补差 }"),
    Twin("policy 甲 { period D for 3 years }", "政策 甲 { 有效期 D 起 3 年 }"),
    Twin("policy 甲 { period C .. D for 3 years }", "政策 甲 { 有效期 C 至 D 起 3年 }"),
    Twin("policy 甲 { period from D }", "政策 甲 { 有效期 自 D 起 }"),
    Twin("policy 甲 { period from D for 2 years }", "政策 甲 { 有效期 自 D 起 2 年 }"),
    Twin("policy 甲 { period from C .. D }", "政策 甲 { 有效期 自 C 至 D }"),
    Twin(
      """
      example "e" otherwise none { 甲 = renewed; 乙.approved = 3万; 丙 last year = 1; 丙 peak = 2;
        expect 甲.renewal = 0元 .. 3万; expect total = 1万 }
      """,
      """
      算例 "e" 其余为无 { 甲 为 通过复评；乙.核定 ＝ 3万；丙 上年 = 1；丙 历年最高 = 2；
        应得 甲.复评 = 0元 至 3万；应得 合计 = 1万；}
      """
    ),
    Twin(
      "example \"e\" { year = 2026; date = 2026-05-01 }", "算例 \"e\" { 年度 = 2026; 日期 = 2026年5月1日 }"),
  ]

  static let awards: [Twin] = [
    Twin(
      "award 国家级小巨人 = 150万 when new; renewal = 20%", "奖励 国家级小巨人 = 150万 当 新认定; 复评 = 20%"),
    Twin(
      "award 国家级小巨人 = 150万 when new; renewal = 20%;",
      "补助　国家级小巨人　＝　１５０万　当　新认定；复评　＝　２０％；"),
    Twin("award 甲 = 3万, 乙 = 1.5亿 when first", "奖励 甲 = 3万、乙 = 1.5亿 当 首次"),
    Twin("award 甲 for 乙 = 3万 when relocated", "奖励 甲 对应 乙 = 3万 当 新引进"),
    Twin(
      "award 甲 = up to 30万 when 乙 except 丙; also approved \"h\"; once",
      "奖励 甲 = 最高 30万 当 乙 不含 丙; 又称 核定 \"h\"; 一次性"),
    Twin("award 甲 = at least 10万; less 乙", "奖励 甲 = 至少 10万; 减去 乙"),
    Twin("award 甲 = unspecified when held", "奖励 甲 = 未定 当 有效期内"),
    Twin("award 甲 = 1万; cap 3万 per year; cap 2万", "奖励 甲 = 1万; 封顶 每年 3万; 不超过 2万"),
    Twin("award 甲 = 1万 cap 3万 per year", "奖励 甲 = 1万 封顶 每年 3万"),
    Twin(
      "award 甲 = 1万; quota = 50 per year by 乙, 丙", "奖励 甲 = 1万; 名额 = 每年 50 按 乙、丙"),
    Twin(
      "award 甲 = 1万; payment = 50% at 期初, rest at 期末; funding 市 100%",
      "奖励 甲 = 1万; 拨付 = 期初 50%、期末 其余; 分担 市 100%"),
    Twin("award 甲 = 1万; period 2025 .. 2027", "奖励 甲 = 1万; 有效期 2025 至 2027"),
    Twin(
      """
      award 甲 = match 乙 { >= 1亿: 50万; in 1万 .. 2万: 20万; in [3, 4]: 1万; 丙: 2万;
        <= 5: 3万; else: 0元 }
      """,
      """
      奖励 甲 = 按 乙 { 不低于 1亿: 50万; 属于 1万 至 2万: 20万; 属于 [3、4]: 1万; 丙: 2万;
        不超过 5: 3万; 否则: 0元 }
      """
    ),
    Twin(
      "award 甲 = 乙 first reaches { 10亿: 30万; 50亿: 100万; } each",
      "奖励 甲 = 乙 首次达到 { 10亿: 30万; 50亿: 100万 } 各档"),
    Twin(
      "award 甲 = 乙 first exceeds { 10亿: 30万 }, if 丙 = 丁 then highest else each",
      "奖励 甲 = 乙 首次超过 { 10亿：30万 }，若 丙 为 丁 则 取高 否则 各档"),
    Twin("award 甲 = 1万 when 乙 >= 1 and 丙 > 2", "奖励 甲 = 1万 当 乙 达到 1 且 丙 超过 2"),
    Twin("award 甲 = 1万 when 乙 < 1 or 丙 <= 2", "奖励 甲 = 1万 当 乙 低于 1 或 丙 不超过 2"),
    Twin("award 甲 = 1万 when 乙 is not 丙", "奖励 甲 = 1万 当 乙 不为 丙"),
    Twin("award 甲 = 1万 when years since 乙 >= 2", "奖励 甲 = 1万 当 乙 满年数 ≥ 2"),
    Twin("award 甲 = 1万 when 乙 last year < 乙 peak", "奖励 甲 = 1万 当 乙 上年 ＜ 乙 历年最高"),
    Twin("award 甲 = (5% .. 20%) of 乙", "奖励 甲 = 乙 的 （5% 至 20%）"),
    Twin("award 甲 = 20% of 乙 cap 1亿", "奖励 甲 = 乙 的 20% 不超过 1亿"),
    Twin("award 甲 = 1万 when 乙.due and 丙.amount > 乙.paid", "奖励 甲 = 1万 当 乙.应得 且 丙.金额 > 乙.已付"),
  ]
}

@Suite("the two spellings")
struct SpellingTests {
  @Test(arguments: Twin.statements + Twin.awards)
  func meanTheSame(_ twin: Twin) {
    #expect(codes(twin.english) == [])
    #expect(codes(twin.chinese) == [])
    let english = shapes(twin.english)
    #expect(!english.isEmpty)
    #expect(english == shapes(twin.chinese))
  }

  /// A trailing `;`, comments and line breaks between any two words change nothing.
  @Test(arguments: Twin.statements + Twin.awards)
  func trimmingsMeanNothing(_ twin: Twin) {
    for text in [twin.english, twin.chinese] {
      let tokens = lex(Source(name: "t", text: text))
      let words = tokens.all.map { token in
        token.kind == .blank ? " # 注释 award { \"\n\t" : tokens.text(token)
      }
      #expect(shapes(words.joined() + ";;") == shapes(text))
      #expect(codes(words.joined() + " ; # 完") == [])
    }
  }
}

@Suite("precedence")
struct PrecedenceTests {
  static let amounts: [(String, String)] = [
    ("if C then 1万 else 2万 cap 3万", "(if C 1e4元 (cap 2e4元 3e4元))"),
    ("(if C then 1万 else 2万) cap 3万", "(cap (if C 1e4元 2e4元) 3e4元)"),
    ("if C then 1万 cap 3万 else 2万", "(if C (cap 1e4元 3e4元) 2e4元)"),
    ("if A then 1万 else if B then 2万 else 3万", "(if A 1e4元 (if B 2e4元 3e4元))"),
    ("up to 20% of 投资额 cap 30万", "(upto (cap (of 20% 投资额) 30e4元))"),
    ("最高 30万 封顶 20万", "(upto (cap 30e4元 20e4元))"),
    ("投资额 的 20%", "(of 20% 投资额)"),
    ("投资额 的 20% + 1万", "(add (of 20% 投资额) 1e4元)"),
    ("10% of 20% of 投资额", "(of (of 10% 20%) 投资额)"),
    ("投资额 的 20% 的 10%", "(of 10% (of 20% 投资额))"),
    ("2 * 20% of 投资额", "(multiply 2 (of 20% 投资额))"),
    ("A + B * C - D", "(subtract (add A (multiply B C)) D)"),
    ("A - B - C", "(subtract (subtract A B) C)"),
    ("A / B × C ÷ D", "(divide (multiply (divide A B) C) D)"),
    ("-A * B", "(multiply (- A) B)"),
    ("--A", "(- (- A))"),
    ("20% of -A", "(of 20% (- A))"),
    ("A cap B cap C", "(cap (cap A B) C)"),
    ("A 不超过 B", "(cap A B)"),
    ("(设备 + 软件) * 20% cap 100万", "(cap (multiply (add 设备 软件) 20%) 100e4元)"),
    ("5万 .. 20万", "(.. 5e4元 20e4元)"),
    ("(5% .. 20%) of 投资额", "(of (.. 5% 20%) 投资额)"),
    ("at least 10% of 投资额", "(atleast (of 10% 投资额))"),
    ("营收 上年 + 营收 历年最高", "(add (last 营收) (peak 营收))"),
    ("20% of 营收 上年", "(of 20% (last 营收))"),
    ("150 万元", "150e4元"), ("1.5亿", "15e-1e8元"), ("3 年", "3years"), ("5‰", "5‰"),
    ("2026年5月1日", "2026-5-1"), ("2026年5月", "2026-5"), ("２０２６－０５", "2026-5"),
    ("A * 20% cap B + C", "(cap (multiply A 20%) (add B C))"),
    ("甲.核定", "甲.<approved>"),
    ("「首次 投资」 的 20%", "(of 20% 首次 投资)"),
    ("最高", "<upTo>"), ("至少 + 1", "(add <atLeast> 1)"),
  ]

  static let conditions: [(String, String)] = [
    ("A or B and C", "(or A (and B C))"),
    ("A and B or C and D", "(or (and A B) (and C D))"),
    ("not A and B", "(and (not A) B)"),
    ("not A = B", "(not (equal A B))"),
    ("not not A", "(not (not A))"),
    ("A and not (B or C)", "(and A (not (or B C)))"),
    ("A > B + 1", "(greater A (add B 1))"),
    ("A 不超过 B 且 C", "(and (lessEqual A B) C)"),
    ("A in 1 .. 5 and B", "(and (in A 1 5) B)"),
    ("A in [1,200, B]", "(in A [1 200 B])"),
    ("A is not B", "(notEqual A B)"), ("A != B", "(notEqual A B)"), ("A ≠ B", "(notEqual A B)"),
    ("new or relocated", "(or <new> <relocated>)"),
    ("if R = v then A 不超过 3 else B", "(if (equal R v) (lessEqual A 3) B)"),
    ("A = if B then C else D", "(equal A (if B C D))"),
    ("years since 小巨人 >= 3", "(greaterEqual (since 小巨人) 3)"),
  ]

  @Test(arguments: amounts)
  func ofAmounts(_ text: String, _ expected: String) throws {
    let tree = tree("award 奖 = \(text)")
    #expect(tree.diagnostics.map(\.code) == [])
    guard case .award(let award)? = tree.statements.first?.kind else {
      Issue.record("no award")
      return
    }
    #expect(award.items.map { sketch($0.amount) } == [expected])
  }

  @Test(arguments: conditions)
  func ofConditions(_ text: String, _ expected: String) throws {
    let tree = tree("award 奖 = 1万 when \(text)")
    #expect(tree.diagnostics.map(\.code) == [])
    guard case .award(let award)? = tree.statements.first?.kind else {
      Issue.record("no award")
      return
    }
    #expect(award.when.map(sketch) == expected)
  }
}
