import JiliLexer
import Testing

@testable import Jili

/// The worked example of the formats, from rule text to every result file: four made-up companies
/// under the short Jiaxing policy of the language page, evaluated for 2027.
@Suite struct WorkedExampleTests {
  private static let rules = """
    policy 嘉兴市2026 {
        status   draft
        period   施行日期 .. 2028-12-31
        applies  when 注册地 = 嘉兴市
        overlap  top-up
        funding  市 50%, 区 50% when 财政归属 = 市本级
    }
    field 注册地 : text
    field 财政归属 : one of 市本级, 县市
    field 优质中小企业 : flag
    field 重点领域 : flag
    field 评价得分 : number
    title 国家级单项冠军
    title 国家级小巨人
    title 省级隐形冠军
    title 省级单项冠军
    parameter 施行日期 : date in 2026-01-01 .. 2026-12-31; cite "附则"
    award 国家级单项冠军 = 300万, 国家级小巨人 = 150万 when new or relocated;
        renewal = 20% cite "三（一）": "对上述企业通过复评的，再按照新认定奖励的20%给予奖励"; cite "三（一）"
    award 省级隐形冠军 = 100万, 省级单项冠军 = 30万 when new; renewal = 20%; cite "三（一）"
    award 创新型企业 = up to 30万 when 优质中小企业 and 重点领域;
        quota   = 50 per year by 评价得分;
        payment = 50% at 期初, rest at 期末;
        cite "三（二）"
    exclusive 创新型企业, 国家级小巨人; cite "三（二）"
    """

  private func run() throws -> (plan: Plan, input: Ingested, results: PolicyResults) {
    let compiled = compile(Array(Self.rules.utf8), named: "jiaxing-2026.rules") { _ in nil }
    #expect(compiled.diagnostics.map(\.code) == ["J3008"])
    let plan = try #require(compiled.plan)
    var options = InputOptions()
    options.date = Days(year: 2027)
    let file = InputFile(name: "公司.csv", bytes: Array(JiaxingSample.companies.utf8))
    let done = try runBatch(plan, [file], input: options, run: RunOptions())
    return (plan, done.input, PolicyResults(plan: plan, outcomes: done.outcomes))
  }

  @Test func wideTable() throws {
    let (_, input, results) = try run()
    let text = String(
      decoding: try writeWide(input, results, options: OutputOptions()), as: UTF8.self)
    #expect(
      text == """
        企业名称,国家级单项冠军,国家级单项冠军.复评,国家级小巨人,国家级小巨人.复评,省级隐形冠军,省级隐形冠军.复评,省级单项冠军,\
        省级单项冠军.复评,创新型企业,合计,上限合计,未定,待补,提示
        甲,0.00,0.00,0.00,300000.00,0.00,0.00,0.00,0.00,,300000.00,600000.00,,重点领域、创新型企业.核定,
        乙,0.00,0.00,1500000.00,0.00,0.00,0.00,0.00,60000.00,0.00,1560000.00,1560000.00,,,
        丙,0.00,0.00,0.00,0.00,1000000.00,0.00,0.00,0.00,,1000000.00,1300000.00,,创新型企业.核定,

        """)
  }

  @Test func longTable() throws {
    let (_, input, results) = try run()
    let text = String(
      decoding: try writeLong(input, results, options: OutputOptions()), as: UTF8.self)
    #expect(
      text == """
        企业,政策,条款,奖项,状态,金额,上限,依据,说明
        甲,嘉兴市2026,三（一）,国家级小巨人.复评,due,300000.00,300000.00,\
        对上述企业通过复评的，再按照新认定奖励的20%给予奖励,150万 的 20%
        甲,嘉兴市2026,三（二）,创新型企业,undetermined,0.00,300000.00,,缺 重点领域、创新型企业.核定
        乙,嘉兴市2026,三（一）,国家级小巨人,due,1500000.00,1500000.00,,新认定
        乙,嘉兴市2026,三（一）,省级单项冠军.复评,due,60000.00,60000.00,,30万 的 20%
        乙,嘉兴市2026,三（二）,创新型企业,excluded,0.00,0.00,,就高：国家级小巨人 1500000.00
        丙,嘉兴市2026,三（一）,省级隐形冠军,due,1000000.00,1000000.00,,新认定
        丙,嘉兴市2026,三（二）,创新型企业,up-to,0.00,300000.00,,最高 30万，未核定

        """)
  }

  @Test func rejectsAndSummary() throws {
    let (_, input, results) = try run()
    let rejects = String(
      decoding: writeRejects(input.rejects, options: OutputOptions()), as: UTF8.self)
    #expect(
      rejects == """
        文件,行,列,值,原因,代码
        公司.csv,5,国家级小巨人,新任定,不是称号状态；是否 新认定,J4203

        """)
    let summary = try summarise(input, results)
    #expect(summary.counts.rows == 4)
    #expect(summary.counts.accepted == 3)
    #expect(summary.counts.rejected == 1)
    #expect(summary.low.yuanText == "2860000.00")
    #expect(summary.high?.yuanText == "3460000.00")
    #expect(
      summary.payers.map { "\($0.payer ?? "-") \($0.low.yuanText)" } == [
        "市 650000.00", "区 650000.00", "- 1560000.00",
      ])
    let lines = String(
      decoding: writeSummary(summary, options: OutputOptions()), as: UTF8.self)
    #expect(lines.contains("嘉兴市2026,创新型企业,0,0.00,600000.00\n"))
    #expect(lines.hasSuffix(",合计,3,2860000.00,3460000.00\n"))
  }

  /// Company 丙 alone, the award shown on the page.
  @Test func oneCompanyAsJSON() throws {
    let (plan, input, results) = try run()
    var bytes: [UInt8] = []
    outcomeDocument(
      PolicyOutcome(plan: plan, outcome: results.outcomes[2]), date: input.rows[2].row.date,
      language: .zh
    ).append(to: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("{\"schema\": 1, \"date\": \"2027\", \"policies\": [{"))
    let award = [
      #""award": "创新型企业", "renewal": false, "title": null, "state": "up-to", "low": "0.00", "#,
      #""high": "300000.00", "reason": "最高 30万，未核定", "#,
      #""cite": [{"article": "三（二）", "quote": null}], "lost_to": null, "failing": [], "#,
      #""missing": ["创新型企业.核定"], "readings": [], "#,
      #""instalments": [{"label": "期初", "low": "0.00", "high": "150000.00"}, "#,
      #"{"label": "期末", "low": "0.00", "high": "150000.00"}], "#,
      #""funding": [{"payer": "市", "low": "0.00", "high": "150000.00"}, "#,
      #"{"payer": "区", "low": "0.00", "high": "150000.00"}]}"#,
    ].joined()
    #expect(text.contains(#"{"policy": "嘉兴市2026", "# + award))
    let end = [
      #""total": {"low": "1000000.00", "high": "1300000.00", "unspecified": []}, "#,
      #""missing": [{"fact": "创新型企业.核定", "effect": "300000.00"}], "#,
      #""benefits": [], "limits": [], "notes": []}"#,
    ].joined()
    #expect(text.hasSuffix(end))
  }
}
