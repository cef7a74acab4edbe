import Foundation
import JiliTestSupport
import Testing

/// Benefits and limits from files to files. The companies are made up.
@Suite("benefits and limits, from the outside")
struct BenefitCommandTests {
  private static let rules = """
    policy 示范市2026 { period 2026-01-01 .. 2028-12-31 applies when 注册地 = 示范市 }
    field 注册地 : text
    field 投资额 : money
    field 担保费率 : percent; blank = none
    field 担保业务 : flag
    title 国家级小巨人
    reading 口径 = 宽 or 严
    award 国家级小巨人 = 150万 when new; cite "一"
    benefit 人才名额 for 国家级小巨人 "每年两名" when new; cite "二"
    benefit 优先供地 "用地，指标" when 投资额 >= 500万 and 口径 = 宽; cite "三"; cite "三"
    limit 担保费率 <= 1% when 担保业务; cite "四"

    """

  private static let companies = """
    企业名称,注册地,国家级小巨人,投资额（万元）,担保业务,担保费率,备注
    甲,示范市,新认定,480,是,1.5%,x
    乙,示范市,复评,500,是,1%,x
    丙,示范市,新认定,,是,-,x
    丁,外地,新认定,600,是,2%,x
    戊,示范市,,600,,1.2%,x

    """

  private func desk() throws -> Desk {
    try Desk([
      "a.rules": Self.rules, "c.csv": Self.companies,
      "甲.json": """
      {"注册地": "示范市", "国家级小巨人": "新认定", "投资额": "480万", "担保业务": "是", "担保费率": "1.5%"}
      """,
    ])
  }

  private func run(_ words: String...) throws -> Desk.Ending {
    let desk = try desk()
    return try desk.ending(of: desk.start(words))
  }

  @Test func oneCompany() throws {
    let desk = try desk()
    let run = ["eval", "a.rules", "--date", "2027-06-30", "--company", "甲.json"]
    let table = try desk.ending(of: desk.start(run))
    #expect(table.code == 0)
    #expect(
      table.output == """
        奖项            金额（元）  状态  说明    条款
        国家级小巨人  1,500,000.00  应得  新认定  一

        优待      状态  说明      条款
        人才名额  享受  每年两名  二

        限额      状态  说明                   条款
        担保费率  超限  1.5% 超过 1%，超 0.5%  四
        合计 1,500,000.00

        """)
    let document = try desk.ending(of: desk.start(run + ["--format", "json"])).output
    let benefits = [
      #""benefits": [{"policy": "示范市2026", "benefit": "人才名额", "text": "每年两名", "#,
      #""state": "benefit", "reason": "国家级小巨人 新认定", "#,
      #""cite": [{"article": "二", "quote": null}], "missing": [], "readings": [], "#,
      #""failing": []}, "#,
      #"{"policy": "示范市2026", "benefit": "优先供地", "text": "用地，指标", "state": "not-due", "#,
      #""reason": "投资额 >= 500万 不满足（投资额 480万），差 20万", "#,
      #""cite": [{"article": "三", "quote": null}, {"article": "三", "quote": null}], "#,
      #""missing": [], "readings": [], "#,
      #""failing": [{"condition": "投资额 >= 500万", "actual": "投资额 480万", "gap": "20万"}]}], "#,
    ].joined()
    #expect(document.contains(benefits))
    let limits = [
      #""limits": [{"policy": "示范市2026", "limit": "担保费率", "#,
      #""text": "担保费率 <= 1% when 担保业务", "state": "limit-exceeded", "actual": "1.5%", "#,
      #""reason": "1.5% 超过 1%，超 0.5%", "cite": [{"article": "四", "quote": null}], "#,
      #""missing": [], "readings": [], "failing": []}], "notes": []}"#,
    ].joined()
    #expect(document.hasSuffix(limits + "\n"))
  }

  @Test func explained() throws {
    let desk = try desk()
    let run = ["eval", "a.rules", "--date", "2027-06-30", "--company", "甲.json"]
    let explained = try desk.ending(of: desk.start(run + ["--explain", "--lang", "en"])).output
    #expect(
      explained.hasSuffix(
        """

        国家级小巨人: due 1,500,000.00 元
            holds    new (国家级小巨人 new)
            sum      150万  1,500,000.00
            article  一
            rule     a.rules:8:7

        人才名额: granted
            text     每年两名
            reason   国家级小巨人 new
            holds    new (国家级小巨人 new)
            article  二
            rule     a.rules:9:9

        优先供地: not due
            text       用地，指标
            fails      投资额 >= 500万 fails: 投资额 480万, short by 20万
            would win  投资额 480万 → 500万 (short by 20万)
            article    三
                       三
            rule       a.rules:10:9

        担保费率: broken
            text           担保费率 <= 1% when 担保业务
            reason         1.5% is above 1% by 0.5%
            holds          担保业务 (担保业务 yes)
            would keep it  担保费率 1.5% → 1% (0.5% less)
            article        四
            rule           a.rules:11:7

        facts
            注册地        示范市
            投资额        480万
            担保费率      1.5%
            担保业务      yes
            国家级小巨人  new

        """))
  }

  @Test func nothingGiven() throws {
    let document = try run("eval", "a.rules", "--format", "json").output
    #expect(
      document.contains(
        #""state": "undetermined", "actual": null, "reason": "缺 注册地、担保业务、担保费率", "#))
    #expect(
      document.contains(
        #""missing": ["注册地", "投资额"], "readings": [{"reading": "口径", "#
          + #""choice": "严", "state": "not-due"}], "failing": []}"#))
    // What only benefits and limits need is not missing for the total.
    #expect(
      document.contains(
        #""missing": [{"fact": "注册地", "effect": "1500000.00"}, "#
          + #"{"fact": "国家级小巨人", "effect": "1500000.00"}], "benefits""#))
  }

  @Test func theWideTable() throws {
    let ending = try run("batch", "a.rules", "--companies", "c.csv", "--date", "2027-06-30")
    #expect(ending.code == 0)
    #expect(
      ending.output == """
        企业名称,国家级小巨人,合计,上限合计,未定,待补,提示
        甲,1500000.00,1500000.00,1500000.00,,,担保费率 1.5% 超过 1%，超 0.5%
        乙,0.00,0.00,0.00,,,若 口径 = 严，优先供地 无
        丙,1500000.00,1500000.00,1500000.00,,,若 口径 = 严，优先供地 无
        丁,0.00,0.00,0.00,,,不适用示范市2026
        戊,0.00,0.00,0.00,,,若 口径 = 严，优先供地 无

        """)
    // No warning of a column: 投资额 and 担保费率 are read, 备注 is like nothing.
    #expect(
      ending.errors == """
        奖项          企业数    金额（元）    上限（元）
        国家级小巨人       2  3,000,000.00  3,000,000.00
        合计               2  3,000,000.00  3,000,000.00
        享受优待：人才名额 2 家，优先供地 2 家
        超过限额：担保费率 1 家
        共 5 行：读入 5，退回 0，空行 0

        """)
    let english = try run(
      "batch", "a.rules", "--companies", "c.csv", "--date", "2027-06-30", "--lang", "en")
    #expect(english.output.contains(",,,担保费率 1.5% is above 1% by 0.5%\n"))
    #expect(english.errors.contains("companies with benefits: 人才名额 2, 优先供地 2\n"))
    #expect(english.errors.contains("companies that break limits: 担保费率 1\n"))
  }

  @Test func theLongTable() throws {
    let ending = try run(
      "batch", "a.rules", "--companies", "c.csv", "--date", "2027-06-30", "--layout", "long")
    #expect(
      ending.output == """
        企业,政策,条款,奖项,状态,金额,上限,依据,说明
        甲,示范市2026,一,国家级小巨人,due,1500000.00,1500000.00,,新认定
        甲,示范市2026,二,人才名额,benefit,,,,每年两名
        甲,示范市2026,四,担保费率,limit-exceeded,,,,1.5% 超过 1%，超 0.5%
        乙,示范市2026,三,优先供地,benefit,,,,用地，指标
        丙,示范市2026,一,国家级小巨人,due,1500000.00,1500000.00,,新认定
        丙,示范市2026,二,人才名额,benefit,,,,每年两名
        丙,示范市2026,三,优先供地,undetermined,,,,缺 投资额
        戊,示范市2026,三,优先供地,benefit,,,,用地，指标
        戊,示范市2026,四,担保费率,undetermined,,,,缺 担保业务

        """)
    let lines = try run(
      "batch", "a.rules", "--companies", "c.csv", "--date", "2027-06-30", "--layout", "long",
      "--format", "jsonl")
    #expect(
      lines.output.contains(
        #"{"企业": "甲", "政策": "示范市2026", "条款": "二", "奖项": "人才名额", "#
          + #""状态": "benefit", "金额": null, "上限": null, "依据": "", "说明": "每年两名"}"#))
  }

  /// A limit none of whose facts the file has concerns whoever keeps other files.
  @Test func anOpenLimitWithoutFactsIsNotListed() throws {
    let desk = try Desk([
      "a.rules": Self.rules, "c.csv": "企业名称,注册地,国家级小巨人\n甲,示范市,新认定\n",
    ])
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "c.csv", "--year", "2027", "--layout", "long")
    #expect(
      ending.output == """
        企业,政策,条款,奖项,状态,金额,上限,依据,说明
        甲,示范市2026,一,国家级小巨人,due,1500000.00,1500000.00,,新认定
        甲,示范市2026,二,人才名额,benefit,,,,每年两名
        甲,示范市2026,三,优先供地,undetermined,,,,缺 投资额

        """)
    // One warning for each column that is not there.
    for name in ["投资额", "担保费率", "担保业务"] {
      #expect(ending.errors.contains(name), "\(name)")
    }
  }

  /// The receipt counts companies, the summary file keeps its columns and lines.
  @Test func receiptAndSummary() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "c.csv", "--date", "2027-06-30", "-o", "out.csv",
      "--summary", "sum.csv", "--no-bom")
    #expect(ending.code == 0)
    #expect(
      try desk.text("sum.csv") == """
        政策,奖项,企业数,金额,上限
        示范市2026,国家级小巨人,2,3000000.00,3000000.00
        ,合计,2,3000000.00,3000000.00

        """)
    #expect(
      try desk.text("out.receipt.json").contains(
        """
          "payers": [],
          "benefits": [
            {"policy": "示范市2026", "benefit": "人才名额", "companies": 2},
            {"policy": "示范市2026", "benefit": "优先供地", "companies": 2}
          ],
          "limits": [
            {"policy": "示范市2026", "limit": "担保费率", "companies": 1}
          ],
          "outputs": [
        """))
  }

  /// Rows of one key are one company.
  @Test func companiesAreCountedOnce() throws {
    let desk = try Desk([
      "a.rules": "field 投资额 : money\nbenefit 供地 \"用地\" when 投资额 >= 1万\nlimit 投资额 <= 3万",
      "c.csv": "企业名称,年度,投资额（万元）,项目\n甲,2026,4,一\n甲,2026,5,二\n乙,2026,1,三\n",
    ])
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "c.csv", "--key", "企业名称", "--date-column", "年度")
    #expect(ending.errors.contains("享受优待：供地 2 家\n超过限额：投资额 1 家\n"))
  }

  /// Rules without an award run where they have a benefit or a limit.
  @Test(arguments: ["benefit 供地 \"用地\" when 投资额 >= 1万", "限额 投资额 不超过 3万"])
  func rulesWithoutAwards(_ rule: String) throws {
    let desk = try Desk([
      "a.rules": "field 投资额 : money\n" + rule, "c.csv": "企业名称,投资额\n甲,2万\n",
      "v.rules": "field 投资额 : money",
    ])
    #expect(try desk.run("eval", "a.rules", "--set", "投资额=2万").code == 0)
    let batch = try desk.run("batch", "a.rules", "--companies", "c.csv")
    #expect(batch.code == 0)
    #expect(batch.output == "企业名称,合计,上限合计,未定,待补,提示\n甲,0.00,0.00,,,\n")
    #expect(try desk.run("check", "a.rules").errors.contains("0 项奖励，1 "))
    let nothing = try desk.run("eval", "v.rules")
    #expect(nothing.code == 2)
    #expect(nothing.errors.contains("J3306: 规则里没有奖励、优待和限额"))
  }

  /// Examples and company files hold benefits and limits to what is expected.
  @Test func tests() throws {
    let desk = try Desk([
      "a.rules": Self.rules + """
        example "享受" { 国家级小巨人 = new; 投资额 = 500万; expect 人才名额 = yes; expect 优先供地 = no }
        example "超限" { 担保业务 = 是; 担保费率 = 1.2%; expect 担保费率 = yes; expect 人才名额 = no .. yes }
        example "不适用" { 担保业务 = 否; expect 担保费率 = no }

        """,
      "a.companies.csv": Self.companies,
      "a.expected.csv": """
      企业,奖项,状态,说明
      甲,国家级小巨人,due,新认定
      甲,人才名额,benefit,每年两名
      甲,担保费率,limit-exceeded,"1.5% 超过 1%，超 0.4%"
      乙,优先供地,benefit,用地，指标
      丙,国家级小巨人,due,新认定
      丙,人才名额,benefit,每年两名
      丙,优先供地,undetermined,缺 投资额
      戊,优先供地,benefit,用地，指标
      戊,担保费率,undetermined,缺 担保业务
      """,
    ])
    let ending = try desk.run("test", "a.rules")
    #expect(ending.code == 1)
    #expect(ending.output.contains("    优先供地 应为 否，算得 是（投资额 500万）\n"))
    #expect(ending.output.contains("    担保费率 应为 是，算得 否（1.2% 超过 1%，超 0.2%）\n"))
    #expect(ending.output.contains("    担保费率 应为 否，算得 无（担保业务 不满足（担保业务 否））\n"))
    #expect(ending.output.contains("超 0.4%"))
    #expect(ending.output.contains("超 0.5%"))
  }
}
