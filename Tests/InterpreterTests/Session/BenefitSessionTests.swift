import JiliLexer
import Testing

@testable import Jili

@Suite("benefits and limits at the prompt")
struct BenefitSessionTests {
  private func expect(
    _ conversation: String, in language: Language = .zh,
    _ location: SourceLocation = #_sourceLocation
  ) {
    var transcript = Transcript(language: language)
    #expect(transcript.replay(conversation) == conversation + "\n", sourceLocation: location)
  }

  @Test func why() {
    expect(
      """
      > title 国家级小巨人
      称号 国家级小巨人：已加入
      > field 投资额 : money
      字段 投资额：已加入
      > field 失信 : flag
      字段 失信：已加入
      > 优待 人才名额 对应 国家级小巨人 "每年两名" 当 新认定 且 投资额 >= 500万 不含 失信；依据 "三"："两名"；注 "按年"
      ! J3008 4:1 政策没有 `来源`，引文未经核对
      优待 人才名额：已加入
      > 人才名额
      人才名额：待定
          内容  每年两名
          原因  缺 国家级小巨人、投资额、失信
          依据  三“两名”
          注    按年
          规则  prompt:4:4
      > need
      优待和限额还缺：国家级小巨人、投资额、失信
      > 国家级小巨人 = 复评; 投资额 = 480万; 失信 = 是
      国家级小巨人 = 复评
      投资额 = 480万
      失信 = 是
      > 为何不 人才名额
      人才名额：无
          内容  每年两名
          不足  新认定 不满足：国家级小巨人 通过复评
                投资额 >= 500万 不满足：投资额 480万，差 20万
                属于不含的情形 失信：失信 是
          可得  国家级小巨人 通过复评 → 新认定；投资额 480万 → 500万（差 20万）；失信 是 → 否
          依据  三“两名”
          注    按年
          规则  prompt:4:4
      > 国家级小巨人 = 新认定; 投资额 = 500万; 失信 = 否
      国家级小巨人 = 新认定
      投资额 = 500万
      失信 = 否
      > why not 人才名额
      人才名额 是享受的：
      人才名额：享受
          内容  每年两名
          原因  国家级小巨人 新认定，投资额 500万，失信 否
          满足  新认定（国家级小巨人 新认定）
                投资额 >= 500万（投资额 500万）
                不是不含的情形 失信（失信 否）
          依据  三“两名”
          注    按年
          规则  prompt:4:4
      > 人才名额 = 是
      ! J6004 11:1 `人才名额` 是算出的结果，不能直接给值
      > 人才名额.应得
      ! J3131 12:1 `人才名额` 是优待，没有金额，也不能作条件
      > 为何人才名额
      ! J6006 13:1 未知的名称 `为何人才名额`
      """)
  }

  @Test func limits() {
    expect(
      """
      > field 费率 : percent
      field 费率: added
      > reading 口径 = 宽 or 严
      reading 口径: added
      > limit 费率 <= if 口径 = 宽 then 2% else 1%; cite "四"
      limit 费率: added
      > 费率 = 1.5%
      费率 = 1.5%
      > 费率
      1.5%
      > why 费率
      费率: kept
          text     费率 <= if 口径 = 宽 then 2% else 1%
          reason   1.5% is at most 2%
          reading  口径 = 严: broken
          article  四
          rule     prompt:3:7
      > limit 费率 <= 1%
      limit 费率: replaces the one at prompt:3
      > why not 费率
      费率: broken
          text           费率 <= 1%
          reason         1.5% is above 1% by 0.5%
          would keep it  费率 1.5% → 1% (0.5% less)
          rule           prompt:7:7
      > remove 费率
      remove 费率: done (was at prompt:7)
      > 费率
      1.5%
      > why 费率
      ! J3106 11:5 there is no award `费率`
      """, in: .en)
  }

  /// What is granted or open, what concerns the company; totals know nothing of it.
  @Test func allAtHand() throws {
    var transcript = Transcript()
    _ = transcript.say(
      """
      field 重点 : flag
      field 小微 : flag
      field 费率 : percent; blank = none
      field 利率 : percent
      award 甲 = 1万
      benefit 乙 "用地" when 重点; cite "一"
      benefit 丙 "专班" when 小微
      benefit 丁 "展示"
      limit 费率 <= 1%
      limit 利率 <= 3%; cite "二"
      """)
    _ = transcript.say("重点 = 否; 费率 = 无; 利率 = 3%")
    #expect(
      transcript.words(transcript.session.awardsAtHand()) == """
        甲  10,000.00  应得  1万

        优待  状态  说明     条款
        丙    待定  缺 小微
        丁    享受  展示

        限额  状态  说明          条款
        利率  符合  3% 不超过 3%  二

        """)
    #expect(
      transcript.words(transcript.say("合计")) == "甲  10,000.00  应得  1万\n合计 10,000.00\n")
    #expect(transcript.session.completions(behind: "why ", prefix: "丙") == ["丙"])
  }

  /// The words of a benefit may stand on a line of their own.
  @Test func severalLines() {
    var lines = EntryLines()
    #expect(lines.take("benefit 乙", moreFollow: true) == [])
    #expect(lines.take("  \"用地\"", moreFollow: true) == [])
    #expect(lines.take("  when 重点", moreFollow: true) == [])
    #expect(lines.finish().map(\.text) == ["benefit 乙\n  \"用地\"\n  when 重点"])
    #expect(lines.take("limit 费率", moreFollow: false) == [])
    #expect(lines.take("  <= 1%", moreFollow: false).count == 1)
  }
}
