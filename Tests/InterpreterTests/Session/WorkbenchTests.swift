import JiliLexer
import Testing

@testable import Jili

@Suite("a drafter's workbench")
struct WorkbenchTests {
  private static let adopted = """
    # 示范市的奖励
    field 投资额 : money
    field 重点 : flag   # 重点产业
    award 甲 = 10万, 乙 = 20万 when 重点; cite "一"
    award 技改 = 10% of 投资额 cap 100万 when 投资额 >= 500万; cite "二"
    example "例" otherwise none { 重点 = yes; expect 甲 = 10万 }

    """

  /// A bench with the adopted file loaded.
  private func bench(_ entries: String...) -> Workbench {
    var bench = Workbench()
    let file = Source(name: "某市.rules", text: Self.adopted)
    let loaded = Loaded().adding(file, isDraft: false, read: read)
    #expect(!bench.change(":load") { $0.load(loaded, read: read) }.isRefused)
    bench.begin()
    for entry in entries {
      let reply = say(entry, &bench)
      #expect(!reply.isRefused, "\(reply.diagnostics.map(\.message.en))")
    }
    return bench
  }

  private let read: ReadFile = { path in path == "某市.rules" ? Array(adopted.utf8) : nil }

  private func say(_ text: String, _ bench: inout Workbench) -> Reply {
    bench.enter(Source(name: "键入", text: text), read: read)
  }

  private func answer(_ text: String, _ bench: inout Workbench) -> String {
    say(text, &bench).text(.zh)
  }

  // MARK: - What if

  /// Old, new, difference and why: 600万 的 10% is 60万, and the fact stays as it was.
  @Test func whatIfComparesAndKeepsNothing() {
    var bench = bench("投资额 = 480万; 重点 = 否")
    #expect(
      answer("若改 投资额 = 600万", &bench) == """
        投资额：480万 → 600万
        奖项  原来        改后         相差  改后的理由
        技改  0.00  600,000.00  +600,000.00  应得：10% of 投资额 cap 100万（投资额 600万）
        合计  0.00  600,000.00  +600,000.00

        """)
    #expect(answer("投资额", &bench) == "480万\n")
    #expect(answer("what if 投资额 = 490万", &bench).contains("没有一项奖励改变"))
    #expect(say("若改 投资颜 = 1万", &bench).diagnostics.map(\.code) == ["J3101"])
  }

  /// 甲 10万, 乙 20万 and the 100万 at which 技改 is capped; then with 重点 open only the high end moves.
  @Test func whatIfOfWhatIsOpenIsARange() {
    var bench = bench("投资额 = 0元; 重点 = 否")
    let moved = answer("若改 投资额 = 2亿, 重点 = 是", &bench)
    #expect(moved.contains("合计  0.00  1,300,000.00  +1,300,000.00"))
    _ = say("重点 =", &bench)
    let open = answer("若改 投资额 = 2亿", &bench)
    #expect(
      open.hasSuffix(
        """
        合计  0.00 .. 300,000.00  1,000,000.00 .. 1,300,000.00  +1,000,000.00
        改后还缺：重点

        """))
  }

  // MARK: - Undo

  @Test func everyChangeIsTakenBackAndDoneAgain() {
    var bench = bench("重点 = 是", "award 甲 = 15万 when 重点", "乙")
    #expect(answer("甲", &bench).contains("150,000.00"))
    #expect(bench.undo().text(.zh) == "已撤销：award 甲 = 15万 when 重点\n")
    #expect(answer("甲", &bench).contains("100,000.00"))
    #expect(bench.redo().text(.zh) == "已恢复：award 甲 = 15万 when 重点\n")
    #expect(answer("甲", &bench).contains("150,000.00"))
    _ = bench.undo()
    #expect(bench.undo().text(.en) == "undone: 重点 = 是\n")
    #expect(bench.undo().text(.en) == "there is nothing to undo\n")
    // A new change leaves nothing to do again.
    _ = say("投资额 = 1万", &bench)
    #expect(bench.redo().text(.en) == "there is nothing to do again\n")
  }

  /// Who holds companies sees each edit as its two plans; facts and questions are none.
  @Test func anEditIsSeenAsTwoPlans() throws {
    var bench = bench()
    let edit = try #require(say("award 丙 = 1万", &bench).edit)
    #expect(edit.before.lines.count == 3)
    #expect(edit.after.lines.count == 4)
    #expect(say("重点 = 是", &bench).edit == nil)
    #expect(say("award 丁 = 无此名", &bench).edit == nil)
    #expect(bench.undo().edit == nil)
    let undone = try #require(bench.undo().edit)
    #expect((undone.before.lines.count, undone.after.lines.count) == (4, 3))
  }

  // MARK: - Drafts

  @Test func aDraftHoldsOnlyWhatChanged() throws {
    let bench = bench(
      "award 乙 = 30万 when 重点", "award 丙 = 1万", "award 丙 = 2万", "remove 技改",
      "field 重点 : flag; blank = no")
    let draft = try saved(bench, .draft, "修订.rules")
    #expect(
      draft == """
        amends "某市.rules"
        remove 技改

        field 重点 : flag; blank = no

        award 乙 = 30万 when 重点
        award 丙 = 2万

        """)
  }

  /// The whole file keeps its comments and what was not touched.
  @Test func theWholePolicyTakesTheChangesIn() throws {
    let bench = bench("award 乙 = 30万 when 重点", "award 丙 = 2万", "remove 技改")
    let whole = try saved(bench, .whole, "全.rules")
    #expect(
      whole == """
        # 示范市的奖励
        field 投资额 : money
        field 重点   : flag  # 重点产业
        award 甲 = 10万 when 重点; cite "一"
        award 乙 = 30万 when 重点

        example "例" otherwise none { 重点 = yes; expect 甲 = 10万 }

        award 丙 = 2万

        """)
  }

  @Test func changesAreListed() {
    let bench = bench("award 乙 = 30万 when 重点", "remove 技改", "投资额 = 1万")
    #expect(
      bench.session.differencesReply().text(.zh) == """
        2 处改动，对照 某市.rules
        - award 乙 = 20万 when 重点; cite "一"
        + award 乙 = 30万 when 重点
        - award 技改 = 10% of 投资额 cap 100万 when 投资额 >= 500万; cite "二"

        """)
    let same = self.bench("award 甲 = 10万 when 重点; cite \"一\"").session
    #expect(same.differencesReply().text(.en) == "no changes against 某市.rules\n")
  }

  private func saved(
    _ bench: Workbench, _ form: SavedForm, _ path: String
  ) throws -> String {
    try bench.session.saved(form, at: path, command: Span(start: 0, end: 0), read: read)
  }

  // MARK: - Interviews

  /// 技改 may bring 100万 and hangs on 投资额; 甲 and 乙 together 30万 and hang on 重点.
  @Test func theWidestEffectIsAskedFirst() throws {
    var bench = bench()
    var interview = Interview()
    _ = interview.next(bench.session)
    let first = try #require(interview.question)
    #expect((first.name, first.effect) == ("投资额", Exact(1_000_000)))
    let source = Source(name: "键入", text: "６００万")
    #expect(!bench.change("") { $0.answer(first, source) }.isRefused)
    _ = interview.next(bench.session)
    #expect(interview.question?.name == "重点")
    #expect(interview.question?.awards.map(\.zh) == ["甲", "乙"])
    let skipped = interview.skip(bench.session)
    #expect(interview.question == nil)
    #expect(skipped.text(.zh) == "问完了，跳过 1 项：合计 600,000.00，最高可达 900,000.00\n")
    #expect(bench.change("") { $0.answer(first, Source(name: "", text: "五百")) }.isRefused)
  }

  // MARK: - Sweeps

  @Test func aSweepMarksWhereMoneyIsLost() {
    var bench = bench("重点 = 否", "award 小微 = 8万 when 投资额 < 600万")
    _ = say("award 技改 = 1% of 投资额 when 投资额 >= 500万", &bench)
    let session = bench.session
    let span = Span(start: 0, end: 0)
    let reply = session.sweep("投资额", from: "400万", to: "600万", step: "100万", at: span)
    // 8万; 8万 + 5万; 6万 alone.
    #expect(
      reply.text(.zh) == """
        投资额        合计    比上一步  变化
         400万   80,000.00        0.00
         500万  130,000.00  +50,000.00  +技改
         600万   60,000.00  -70,000.00  悬崖 ↓、−小微

        """)
    #expect(
      session.sweep("重点", from: "1", to: "2", step: nil, at: span).diagnostics.map(\.code)
        == ["J6017"])
    #expect(session.sweep(SweepWish(name: "投资颜"), at: span).diagnostics.map(\.code) == ["J6016"])
    // 技改 adds 5万 at 500万; at 600万 小微 goes, and nothing comes.
    let cliffs = session.sweep(SweepWish(name: "投资额", from: "400万", to: "700万"), at: span)
    #expect(cliffs.text(.zh).contains("- 1  达到 500万 起多得 5万（此前 8万，此后 13万）：技改 +5万\n"))
    #expect(cliffs.text(.zh).contains("- ▼2  达到 600万 起反而少得 8万（此前 14万，此后 6万）：小微 −8万\n"))
  }

  // MARK: - Forms of answers

  @Test func answersForOtherPrograms() {
    var bench = bench("投资额 = 600万; 重点 = 否")
    let total = say("合计", &bench)
    #expect(
      total.text(.zh, .csv) == """
        奖项,金额,上限,状态,说明,条款
        技改,600000.00,600000.00,应得,10% of 投资额 cap 100万（投资额 600万）,二

        """)
    #expect(
      total.text(.zh, .markdown).hasPrefix(
        """

        | 奖项 |       金额 | 状态 | 说明                                    | 条款 |
        | ---- | ---------: | ---- | --------------------------------------- | ---- |
        """))
    let stated = say("重点 = 是", &bench)
    #expect(stated.text(.zh, .json).isEmpty)
    #expect(stated.remarks(.zh, .json) == "重点 = 是\n")
    #expect(
      say("还缺; 投资额 * 2", &bench).text(.zh, .json) == """
        {"missing": []}
        {"value": "1200万", "missing": []}

        """)
  }

  // MARK: - The evaluation date

  /// A period that a parameter ends is over where the parameter, once stated, says.
  @Test func theDateFollowsAParameter() {
    var bench = Workbench()
    _ = say(
      "policy 某市 { period D for 3 years }; award 甲 = 1万; "
        + "parameter D : date in 2026-01-01 .. 2026-12-31",
      &bench)
    #expect(answer("日期", &bench).hasPrefix("未知"))
    _ = say("D = 2026-05-01", &bench)
    #expect(bench.session.dateReply().text(.zh) == "日期 = 2029-04-30（政策有效期最后一天）\n")
    #expect(answer("日期", &bench) == "2029-04-30\n")
  }
}
