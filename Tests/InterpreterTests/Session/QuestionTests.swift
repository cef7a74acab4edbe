import JiliLexer
import Testing

@testable import Jili

@Suite("facts and questions")
struct QuestionTests {
  private func expect(
    _ conversation: String, in language: Language = .zh,
    _ location: SourceLocation = #_sourceLocation
  ) {
    var transcript = Transcript(language: language)
    let found = transcript.replay(conversation)
    #expect(found == conversation + "\n", sourceLocation: location)
  }

  static let rules = """
    field 额 : money
    field 营收 : money by year; also "营业收入（万元）"
    field 比 : percent
    field 数 : number
    field 日 : date
    field 是企业 : flag
    field 行业 : one of 生物医药, 新能源
    field 名 : text
    field 无额 : money; blank = none
    title 小巨人; valid 3 years
    parameter 率 : percent in 10% .. 50%
    reading 读 = 甲 or 乙
    define 大 = 额 > 1亿
    award 补 = up to 30万 when 是企业
    award 冠军 = 100万 when new; renewal = 20%
    """

  /// The answer to the last of some entries, or the code of what was wrong.
  private func answer(_ entries: String, _ language: Language = .zh) -> String {
    var transcript = Transcript(language: language)
    #expect(!transcript.say(Self.rules).isRefused)
    var reply = Reply()
    for entry in entries.split(separator: "\n") { reply = transcript.say(String(entry)) }
    return reply.diagnostics.first?.code ?? String(reply.text(language).dropLast())
  }

  @Test(
    arguments: [
      ("150万 * 20%", "30万"), ("1 / 8", "0.125"), ("20% + 5%", "25%"), ("1.5亿", "1.5亿"),
      ("0.01元", "0.01元"), ("-5万", "-5万"), ("1亿 的 1%", "100万"), ("5万 cap 3万", "3万"),
      ("2026-05-01 + 2 years", "2028-05-01"), ("2026-05-01 - 2026-04-01", "30"),
      ("3 年", "3 年"), ("5 个月", "5 个月"), ("2026-05", "2026-05"), ("5万 .. 10万", "5万 至 10万"),
      ("up to 30万", "0元 至 30万"), ("at least 5万", "不低于 5万"),
      ("unspecified", "原文未定金额，不低于 0元"), ("1万 > 2万", "否"), ("not 1万 > 2万", "是"),
      ("if 是企业 then 1万 else 2万", "1万 至 2万（缺 是企业）"), ("(额 > 0元 or 1 = 1)", "是"),
      ("match 数 { 1: 5万 }", "5万，或无（缺 数）"), ("数 = 2\nmatch 数 { 1: 5万 }", "无"),
      ("额", "未知（缺 额）"), ("额 = 5万\n额", "5万"), ("额 > 4万", "未知（缺 额）"),
      ("额 = 5万\n额 > 4万 and 是企业", "未知（缺 是企业）"), ("额 = 5万\n额 > 6万 and 是企业", "否"),
      ("额 = 5万\n大", "否"), ("率", "10% 至 50%（缺 率）"), ("率 = 20%\n率 of 1亿", "2000万"),
      ("读", "甲"), ("读 = 乙\n(读 = 乙)", "是"), ("读 = 乙\n读 =\n读", "甲"),
      ("行业", "未知（缺 行业）"), ("行业 = 新能源\n行业", "新能源"), ("行业 为 新能源\n(行业 = 生物医药)", "否"),
      ("名 = 甲公司\n名", "甲公司"), ("名 = \"甲 公司\"\n(名 = \"甲 公司\")", "是"),
      ("无额 = 无\n无额", "无"), ("无额 = 无\n无额 > 1万", "否"), ("日 = 2026年5月\n日", "2026-05（缺 日）"),
      ("日 = 2026-05-01\n日 >= 2026", "是"), ("是企业 = 是\n是企业", "是"), ("比 = 5‰\n比", "0.5%"),
      ("数 = 3 家\n数 * 2", "6"), ("100万 / 数", "未知（缺 数）"), ("数 = 0\n100万 / 数", "未知（除数为 0）"),
      ("小巨人", "未知（缺 小巨人）"), ("小巨人 = 首次\n小巨人", "首次认定"), ("小巨人 = 首次\n(小巨人 = new)", "是"),
      ("年度 = 2027; 小巨人认定日期 = 2025-03-01\n小巨人", "有效期内"),
      ("日期 = 2027-05-01; 小巨人认定日期 = 2025-03-01\nyears since 小巨人", "2"),
      ("日期 = 2027-05-01\n日期", "2027-05-01"), ("日期 = 2027-05-01\n年度", "2027"),
      ("年度 = 2026; 营收2025 = 3亿\n营收 last year", "3亿"), ("营收 上年 = 3亿\n营收 上年", "3亿"),
      ("营收 历年最高 = 3亿\n营收 历年最高", "3亿"), ("「营业收入（万元）」 = 300\n营收", "300万"),
      ("补.核定 = 20万\n补.核定", "20万"), ("补.已付", "0元"), ("补.已付 = 5万\n补.paid", "5万"),
      ("补.核定 = 20万; 是企业 = 是\n补.amount * 2", "40万"),
    ])
  func hasAValue(_ entries: String, _ value: String) {
    #expect(answer(entries) == value)
  }

  @Test(
    arguments: [
      ("额", "unknown (missing 额)"), ("1万 > 2万", "no"), ("5万 .. 10万", "5万 to 10万"),
      ("3 years", "3 years"), ("数 = 0\n100万 / 数", "unknown (division by zero)"),
      ("小巨人 = 新引进\n小巨人", "relocated"), ("是企业 =", "是企业 was not given"),
      ("at least 5万", "at least 5万"),
    ])
  func hasAValueInEnglish(_ entries: String, _ value: String) {
    #expect(answer(entries, .en) == value)
  }

  @Test(
    arguments: [
      ("额 不超过 5万", "J2009"), ("额 = 5家", "J4207"), ("额 = 5万圆", "J1008"), ("比 = 0.2", "J4206"),
      ("行业 = 新能原", "J4204"), ("小巨人 = 新任定", "J4203"), ("读 = 丙", "J3103"), ("率 = 60%", "J4216"),
      ("大 = 是", "J6002"), ("补 = 5万", "J6003"), ("total = 5万", "J6004"), ("补.due = 是", "J6004"),
      ("额 上年 = 5万", "J3205"), ("无此名 = 5万", "J3101"), ("无此名 =", "J3101"),
      ("补.核准 = 5万", "J3107"), ("无此奖.核定 = 5万", "J3106"), ("日期 = 5万", "J4205"), ("why", "J6005"),
      ("为何补", "J6006"), ("为何不补", "J6006"), ("why 无此奖", "J3106"), ("why 补.复评", "J3108"),
      ("补.复评", "J3108"), ("new", "J3114"), ("额 + 1", "J3203"), ("额 + 数", "J3202"),
      ("1000000000万 * 10000000000 * 10000000000 * 10000000000 * 10000000000", "J3206"),
      ("年度 = 2027; 小巨人认定日期 = 2025-03-01; 小巨人 = new", "J4217"),
    ])
  func isRefused(_ entries: String, _ code: String) {
    #expect(answer(entries) == code)
  }

  // MARK: - Awards

  @Test func awardsAreShownAndExplained() {
    expect(
      """
      > field 投资额 : money
      字段 投资额：已加入
      > field 重点 : flag
      字段 重点：已加入
      > award 设备 = 20% of 投资额 cap 100万 when 投资额 >= 500万 and 重点; cite "三（二）"
      奖励 设备：已加入
      > 设备
      设备  0.00 .. 1,000,000.00  待定  缺 投资额、重点  三（二）
      > 投资额 = 480万; 重点 = 否
      投资额 = 480万
      重点 = 否
      > 为何不 设备
      设备：无
          不足  投资额 >= 500万 不满足：投资额 480万，差 20万
                重点 不满足：重点 否
          可得  投资额 480万 → 500万（差 20万）；重点 否 → 是  合计 +1,000,000.00
          依据  三（二）
          规则  prompt:3:7
      > 投资额 = 600万; 重点 = 是
      投资额 = 600万
      重点 = 是
      > 为何 设备
      设备：应得 1,000,000.00 元
          满足  投资额 >= 500万（投资额 600万）
                重点（重点 是）
          计算  20% of 投资额 cap 100万 = 20% of 600万 cap 100万  1,000,000.00
          依据  三（二）
          规则  prompt:3:7
      > 为何不 设备
      设备 是应得的：
      设备：应得 1,000,000.00 元
          满足  投资额 >= 500万（投资额 600万）
                重点（重点 是）
          计算  20% of 投资额 cap 100万 = 20% of 600万 cap 100万  1,000,000.00
          依据  三（二）
          规则  prompt:3:7
      > 设备.应得
      是
      设备  1,000,000.00  应得  20% of 投资额 cap 100万（投资额 600万）  三（二）
      > 设备.金额
      100万
      设备  1,000,000.00  应得  20% of 投资额 cap 100万（投资额 600万）  三（二）
      > 投资额 =
      投资额 不再给出
      > 设备
      设备  0.00 .. 1,000,000.00  待定  缺 投资额  三（二）
      """)
  }

  @Test func renewalsAreLinesOfTheirOwn() {
    expect(
      """
      > award 小巨人 = 150万 when new; renewal = 20%
      award 小巨人: added
      > 小巨人 = 复评
      小巨人 = 复评
      > 小巨人
      小巨人                0.00  not due  new fails (小巨人 renewed)
      小巨人.renewal  300,000.00  due      20% of 150万
      > 小巨人.renewal
      小巨人.renewal  300,000.00  due  20% of 150万
      > why 小巨人.renewal
      小巨人.renewal: due 300,000.00 元
          holds  new (小巨人 renewed, which counts as new)
          sum    20% of 150万  300,000.00
          rule   prompt:1:7
      """, in: .en)
  }

  @Test func theTotalAndWhatIsMissing() {
    expect(
      """
      > field 大 : flag
      字段 大：已加入
      > award 补 = up to 30万, 奖 = 10万 when 大
      奖励 补：已加入
      奖励 奖：已加入
      > 还缺
      缺       对合计的影响（元）
      大               400,000.00
      补.核定          300,000.00
      > 大 = 是
      大 = 是
      > 合计
      补  0.00 .. 300,000.00  最高  最高 30万，未核定
      奖          100,000.00  应得  10万
      合计 100,000.00，最高可达 400,000.00
      待补：补.核定 (300,000.00)
      > 补.核定 = 20万
      补.核定 = 20万
      > need
      不缺什么
      > total
      补  200,000.00  应得  核定 20万（up to 30万）
      奖  100,000.00  应得  10万
      合计 300,000.00
      """)
  }

  /// Words of the prompt are names where the rules declare them.
  @Test func namesComeFirst() {
    expect(
      """
      > field need : number
      字段 need：已加入
      > field total : money
      字段 total：已加入
      > field 日期 : date
      字段 日期：已加入
      > need = 5; total = 3万; 日期 = 2026-05-01
      need = 5
      total = 3万
      日期 = 2026-05-01
      > need
      5
      > total
      3万
      """)
  }

  @Test func whatIsAtHand() {
    var transcript = Transcript()
    _ = transcript.say(Self.rules)
    _ = transcript.say("年度 = 2027; 是企业 = 是; 额 = 50000元")
    #expect(
      transcript.words(transcript.session.factsAtHand()) == """
        日期 = 2027
        是企业 = 是
        额 = 5万
        读 = 甲
        没有给出：冠军、补.核定

        """)
    #expect(
      transcript.words(transcript.session.awardsAtHand()).split(separator: "\n").count == 3)
  }

  // MARK: - Completion

  @Test(
    arguments: [
      ("", "小", ["小巨人"]), ("why ", "冠", ["冠军"]), ("小巨人 = ", "新", ["新认定", "新引进"]),
      ("小巨人 为 ", "rene", ["renewed"]), ("行业 ＝", "", ["生物医药", "新能源"]), ("读 = ", "乙", ["乙"]),
      ("是企业 = ", "是", ["是"]), ("额 = ", "大", ["大"]), ("", "补.", ["补.核定"]),
      ("award 甲 = 1万 ", "whe", ["when"]),
      ("", "为何", ["为何", "为何不"]), ("1万 + ", "为何", []), ("「行业」 = ", "生", ["生物医药"]),
    ] as [(String, String, [String])])
  func namesAreCompleted(_ before: String, _ prefix: String, _ found: [String]) {
    var transcript = Transcript()
    _ = transcript.say(Self.rules)
    let words = transcript.session.completions(behind: before, prefix: prefix)
    #expect(words.filter { $0.hasPrefix(prefix) } == found)
  }
}
