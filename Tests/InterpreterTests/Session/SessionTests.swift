import JiliLexer
import Testing

@testable import Jili

@Suite("a session")
struct SessionTests {
  private func expect(
    _ conversation: String, in language: Language = .zh, files: [String: String] = [:],
    _ location: SourceLocation = #_sourceLocation
  ) {
    var transcript = Transcript(language: language, files: files)
    let found = transcript.replay(conversation)
    #expect(found == conversation + "\n", sourceLocation: location)
  }

  // MARK: - Rules

  @Test func rulesTakeEffectAtOnce() {
    expect(
      """
      > award 国家级小巨人 = 150万 when new; renewal = 20%
      奖励 国家级小巨人：已加入
      > 国家级小巨人 = new
      国家级小巨人 = new
      > 国家级小巨人
      国家级小巨人  1,500,000.00  应得  新认定
      > award 国家级小巨人 = 200万 when new
      奖励 国家级小巨人：已替换 prompt:1 的
      > 国家级小巨人
      国家级小巨人  2,000,000.00  应得  新认定
      > remove 国家级小巨人
      删除 国家级小巨人：已去掉（原在 prompt:4）
      国家级小巨人 与改后的规则不合，已去掉
      > 国家级小巨人
      ! J3101 7:1 未知的名称 `国家级小巨人`
      """)
  }

  @Test func rulesInErrorChangeNothing() {
    expect(
      """
      > field 投资额 : money
      field 投资额: added
      > award 设备 = 20% of 投资颜 cap 100万
      ! J3101 2:19 unknown name `投资颜`
      > 设备
      ! J3101 3:1 unknown name `设备`
      > award 设备 = 20% of 投资额 cap 100万
      award 设备: added
      > award 设备 = 20% of 投资额 cap 投资颜
      ! J3101 5:27 unknown name `投资颜`
      > 投资额 = 300万
      投资额 = 300万
      > 设备
      设备  600,000.00  due  20% of 投资额 cap 100万 (投资额 300万)
      """, in: .en)
  }

  @Test func everyKindOfRuleSaysWhatItDid() {
    expect(
      """
      > use "a.rules"
      引用 a.rules：已加入
      > title 小巨人
      称号 小巨人：已加入
      > parameter 率 : percent in 0% .. 100%
      参数 率：已加入
      > reading 跨档 = 各档 or 「取高」
      理解 跨档：已加入
      > define 大 = 额 > 1亿
      定义 大：已加入
      > define 大 = 额 > 2亿
      定义 大：已替换 prompt:5 的
      > 政策 测试 { 有效期 2025 至 2027 }
      政策 测试：已加入
      > policy 测试 { period 2025 .. 2028 }
      政策 测试：已替换 prompt:7 的
      > 日期
      2028-12-31
      > award 甲 = 2万, 乙 = 率 of 额 when 大
      奖励 甲：已加入
      奖励 乙：已加入
      > exclusive 甲, 乙
      就高 甲、乙：已加入
      > exclusive 乙, 甲 when 大
      就高 乙、甲：已替换
      > field 额 : number
      ! J3202 6:12 数不能与金额运算或比较
      ! J3201 10:19 这里应为金额，却是数
      """, files: ["a.rules": "field 额 : money"])
  }

  @Test func examplesAreRun() {
    expect(
      """
      > award 甲 = 5万 when new
      奖励 甲：已加入
      > example "给" otherwise none { 甲 = new; expect 甲 = 5万 }
      算例“给”：成立
      > example "不给" otherwise none { expect total = 5万 }
      算例“不给”：不成立
          合计 应为 5万，算得 0元
      """)
    var transcript = Transcript()
    #expect(transcript.say("example \"错\" { expect total = 5万 }").hasFailed)
    #expect(!transcript.say("example \"对\" { expect total = 0元 }").hasFailed)
  }

  @Test func entriesOfSeveralLines() {
    expect(
      """
      > field 重点领域 : flag
      字段 重点领域：已加入
      > award 甲 = 若 重点领域 则 10万
      >   否则 5万;
      >   # 依据哪一条
      >   依据 "三"
      奖励 甲：已加入
      > 甲
      甲  50,000.00 .. 100,000.00  待定  缺 重点领域  三
      > policy 测 {
      >   period 2025 .. 2027
      >
      >   rounding 元
      > }
      政策 测：已加入
      > award 乙 =
      >  
      ! J2002 12:10 文件在此结束，还缺名称、数或金额
      > award 丙 = 1万;
      > 重点领域 = 是
      奖励 丙：已加入
      重点领域 = 是
      """)
  }

  @Test func warningsAreSaidOnce() {
    expect(
      """
      > award 甲 = 1万; cite "一": "原话"
      ! J3008 1:1 政策没有 `来源`，引文未经核对
      奖励 甲：已加入
      > award 乙 = 1万; cite "一": "原话"
      奖励 乙：已加入
      """)
  }

  // MARK: - Files

  private func loaded(_ text: String) -> Loaded {
    Loaded().adding(Source(name: "b.rules", text: text), isDraft: false) { _ in nil }
  }

  @Test func filesAreLaidUnderWhatWasTyped() {
    var transcript = Transcript()
    var reply = transcript.session.load(
      loaded("policy 甲市 { period 2025 .. 2027 }\naward 甲 = 1万"), read: { _ in nil })
    #expect(transcript.words(reply) == "日期 = 2027-12-31（政策有效期最后一天）\n")
    #expect(transcript.words(transcript.say("award 甲 = 2万")) == "奖励 甲：已替换 b.rules:2 的\n")
    _ = transcript.say("field 额 : money")
    _ = transcript.say("额 = 5万; 甲.已得 = 1万")
    reply = transcript.session.load(
      loaded("award 甲 = 3万\naward 丙 = 额 cap 1万\nfield 额 : money"), read: { _ in nil })
    #expect(reply.diagnostics.isEmpty)
    #expect(transcript.words(transcript.say("甲")) == "甲  20,000.00  应得  2万\n")
    #expect(transcript.words(transcript.say("丙")) == "丙  10,000.00  应得  额 cap 1万（额 5万）\n")
    #expect(transcript.words(transcript.session.clear()) == "规则和事实都已清空\n")
    #expect(transcript.say("甲").isRefused)
  }

  @Test func filesInErrorChangeNothing() {
    var transcript = Transcript()
    _ = transcript.say("award 甲 = 2万")
    let reply = transcript.session.load(loaded("award 乙 = 3万 when 无此名"), read: { _ in nil })
    #expect(transcript.words(reply) == "! J3101 1:19 未知的名称 `无此名`\n")
    #expect(transcript.words(transcript.say("甲")) == "甲  20,000.00  应得  2万\n")
  }

  @Test func factsThatNoLongerFitAreDropped() {
    expect(
      """
      > field 额 : money
      字段 额：已加入
      > reading 读 = 甲 or 乙
      理解 读：已加入
      > 额 = 5万; 读 = 乙
      额 = 5万
      读 = 乙
      > field 额 : flag
      字段 额：已替换 prompt:1 的
      额 与改后的规则不合，已去掉
      > reading 读 = 甲 or 丙
      理解 读：已替换 prompt:2 的
      读 与改后的规则不合，已去掉
      > 读
      甲
      """)
  }

  @Test func anEntryIsTakenWholeOrNotAtAll() {
    expect(
      """
      > field 额 : money
      字段 额：已加入
      > 额 = 5万; 额 = 是
      ! J4201 2:13 `是`：不是数字
      > 额
      未知（缺 额）
      """)
  }

  @Test func entriesAreCounted() {
    let almostFull = (1..<Limits.promptEntries).reduce(Loaded()) { loaded, number in
      let source = Source(name: "\(number).rules", text: "define 甲\(number) = 1万")
      return loaded.adding(source, isDraft: false) { _ in nil }
    }
    var transcript = Transcript()
    #expect(!transcript.session.load(almostFull, read: { _ in nil }).isRefused)
    #expect(!transcript.say("define 乙 = 1万").isRefused)
    #expect(transcript.say("define 丙 = 1万").diagnostics.map(\.code) == ["J6001"])
    #expect(transcript.say("乙 + 甲1").diagnostics.isEmpty)
  }
}
