import Foundation
import JiliTestSupport
import Testing

/// Targets against a file, and the budget if they are met. Every figure is worked out by hand.
@Suite("jili forecast")
struct ForecastCommandTests {
  private static let rules = """
    policy 示范市2026 {
        period  2026-01-01 .. 2028-12-31
        applies when 注册地 = 示范市
        funding 市 60%, 区 40%
    }
    field 注册地 : text
    field 产值 : money by year
    field 上市 : flag
    title 小巨人
    title 隐形冠军
    title 首台套; also "首台（套）"
    award 小巨人 = 150万 when new; renewal = 20%; cite "三（一）"
    award 隐形冠军 = 100万 when new; cite "三（一）"
    award 技改 = up to 30万 when 上市; cite "三（二）"

    target 小巨人 = 10 by 2028; cite "一"
    target 小巨人, 隐形冠军 = new 8 by 2028; cite "一"
    target 技改 >= 2 per year; cite "二"
    target 首台套 > 3 by 2027
    target 产值 = 2亿 by 2028
    target 上市 = 100% of 小巨人 by 2028
    target "高水平工程师" = about 100 by 2028; cite "五"

    """

  /// 小巨人: 甲 is in force, 乙 new, 丁 renewed, 丙 unknown, 戊 is of another city: 3 .. 4. New are
  /// 乙 and 己, perhaps 丙: 2 .. 3. 上市 is 乙, perhaps 丙: 1 .. 2. 产值 is 0.2 + 0.5 + 0.3 + 0.1 + 0.4亿.
  private static let companies = """
    企业名称,注册地,小巨人,隐形冠军,首台套,产值（万元）,上市
    甲,示范市,有效,,,2000,否
    乙,示范市,新认定,,,5000,是
    丙,示范市,?,,,3000,
    丁,示范市,复评,,有效,1000,否
    戊,外市,新认定,新认定,新认定,9000,是
    己,示范市,,首次,,4000,否

    """

  private func desk() throws -> Desk {
    try Desk(["市.rules": Self.rules, "企.csv": Self.companies])
  }

  private let run = ["forecast", "市.rules", "--companies", "企.csv", "--year", "2026"]

  /// 小巨人: 6 .. 7 are missing, 3 in 2027 and 3 .. 4 in 2028, at 150万; 市 60%.
  /// Together new: 5 .. 6 are missing, 2 .. 3 and 3 (6 = 3 + 3, 5 = 2 + 3), at 100 .. 150万.
  /// 技改: 2 a year at 0 .. 30万. 首台套: more than 3 are 4, 1 is there, and no award pays for it.
  /// 上市: as many as 小巨人, 3 .. 4, 1 .. 2 are there; no award.
  @Test func aTableForReaders() throws {
    let desk = try desk()
    let ending = try desk.ending(of: desk.start(run))
    #expect(ending.code == 0, "\(ending.errors)")
    // How wide the columns are is the table's own affair.
    let lines = ending.output.split(separator: "\n").map { line in
      line.replacingOccurrences(of: " {2,}", with: "|", options: .regularExpression)
    }
    #expect(
      Array(lines.prefix(20)) == [
        "示范市2026：评价年度 2026，名单 6 家企业（6 行）",
        "目标",
        "对象|口径|到|目标|现有|还缺|条款|说明",
        "小巨人|累计|2028|10|3 .. 4|6 .. 7|一",
        "小巨人、隐形冠军|新增|2028|8|2 .. 3|5 .. 6|一|不知道缺的是哪一种，按最少的到最多的计",
        "技改|每年新增|≥ 2|1 .. 2|0 .. 1|二|没有写年份，按政策有效期到 2028 年计",
        "首台套|累计|2027|> 3|1|3|本政策没有给它的奖励",
        "产值|累计|2028|2亿|1.5亿|5000万",
        "上市|累计|2028|100% = 3 .. 4|1 .. 2|1 .. 3|本政策没有给它的奖励",
        "「高水平工程师」|累计|2028|约 100|—|—|五|企业名单里数不出",
        "预算",
        "年份|对象|家数|每家（元）|金额（元）|市|区",
        "2027|小巨人|3|1,500,000.00|4,500,000.00|2,700,000.00|1,800,000.00",
        "2028|小巨人|3 .. 4|1,500,000.00|4,500,000.00 .. 6,000,000.00|"
          + "2,700,000.00 .. 3,600,000.00|1,800,000.00 .. 2,400,000.00",
        "2027|小巨人、隐形冠军|2 .. 3|1,000,000.00 .. 1,500,000.00|2,000,000.00 .. 4,500,000.00|"
          + "1,200,000.00 .. 2,700,000.00|800,000.00 .. 1,800,000.00",
        "2028|小巨人、隐形冠军|3|1,000,000.00 .. 1,500,000.00|3,000,000.00 .. 4,500,000.00|"
          + "1,800,000.00 .. 2,700,000.00|1,200,000.00 .. 1,800,000.00",
        "2027|技改|2|0.00 .. 300,000.00|0.00 .. 600,000.00|0.00 .. 360,000.00|0.00 .. 240,000.00",
        "2028|技改|2|0.00 .. 300,000.00|0.00 .. 600,000.00|0.00 .. 360,000.00|0.00 .. 240,000.00",
        "2027|合计|4,500,000.00 .. 9,600,000.00|2,700,000.00 .. 5,760,000.00|"
          + "1,800,000.00 .. 3,840,000.00",
        "2028|合计|4,500,000.00 .. 11,100,000.00|2,700,000.00 .. 6,660,000.00|"
          + "1,800,000.00 .. 4,440,000.00",
      ])
    #expect(
      lines.dropFirst(20).first == "|合计|9,000,000.00 .. 20,700,000.00|"
        + "5,400,000.00 .. 12,420,000.00|3,600,000.00 .. 8,280,000.00")
    #expect(ending.output.contains("\n口径和假设\n- 现有：评价年度里"))
    #expect(ending.output.contains("缺的平均落在评价年度以后的各年，除不尽的放在最后一年"))
  }

  /// The same figures for machines.
  @Test func theBudgetAsAFile() throws {
    let desk = try desk()
    let ending = try desk.ending(of: desk.start(run + ["-o", "预测.csv", "-q"]))
    #expect(ending.code == 0)
    #expect(
      try desk.text("预测.csv") == "\u{FEFF}" + """
        对象,口径,目标年,目标,目标上限,现有,现有上限,还缺,还缺上限,条款,年份,家数,家数上限,每家,每家上限,金额,上限,\
        市,市上限,区,区上限,说明
        小巨人,累计,2028,10,10,3,4,6,7,一,2027,3,3,1500000.00,1500000.00,4500000.00,4500000.00,\
        2700000.00,2700000.00,1800000.00,1800000.00,
        小巨人,累计,2028,10,10,3,4,6,7,一,2028,3,4,1500000.00,1500000.00,4500000.00,6000000.00,\
        2700000.00,3600000.00,1800000.00,2400000.00,
        小巨人、隐形冠军,新增,2028,8,8,2,3,5,6,一,2027,2,3,1000000.00,1500000.00,2000000.00,4500000.00,\
        1200000.00,2700000.00,800000.00,1800000.00,不知道缺的是哪一种，按最少的到最多的计
        小巨人、隐形冠军,新增,2028,8,8,2,3,5,6,一,2028,3,3,1000000.00,1500000.00,3000000.00,4500000.00,\
        1800000.00,2700000.00,1200000.00,1800000.00,不知道缺的是哪一种，按最少的到最多的计
        技改,每年新增,,2,2,1,2,0,1,二,2027,2,2,0.00,300000.00,0.00,600000.00,\
        0.00,360000.00,0.00,240000.00,没有写年份，按政策有效期到 2028 年计
        技改,每年新增,,2,2,1,2,0,1,二,2028,2,2,0.00,300000.00,0.00,600000.00,\
        0.00,360000.00,0.00,240000.00,没有写年份，按政策有效期到 2028 年计
        首台套,累计,2027,4,4,1,1,3,3,,,,,,,,,,,,,本政策没有给它的奖励
        产值,累计,2028,200000000,200000000,150000000,150000000,50000000,50000000,,,,,,,,,,,,,
        上市,累计,2028,3,4,1,2,1,3,,,,,,,,,,,,,本政策没有给它的奖励
        「高水平工程师」,累计,2028,100,100,,,,,五,,,,,,,,,,,,企业名单里数不出
        合计,,,,,,,,,,2027,,,,,4500000.00,9600000.00,2700000.00,5760000.00,1800000.00,3840000.00,
        合计,,,,,,,,,,2028,,,,,4500000.00,11100000.00,2700000.00,6660000.00,1800000.00,4440000.00,
        合计,,,,,,,,,,,,,,,9000000.00,20700000.00,5400000.00,12420000.00,3600000.00,8280000.00,

        """)
  }

  /// 小巨人 of all years: the company of 2025 counts as present only if the row of 2026 says so;
  /// new since 2026 are 一 (2026) and 二 (2027), the one of 2025 was before the policy.
  @Test func aPanelCountsWhatIsNewSinceTheStart() throws {
    let desk = try desk()
    try desk.put(
      "面板.csv",
      """
      企业编号,年度,注册地,小巨人,隐形冠军,首台套,产值,上市
      一,2025,示范市,,,,1亿,否
      一,2026,示范市,新认定,,,1亿,否
      一,2027,示范市,有效,,,1.2亿,否
      二,2027,示范市,新认定,,,0.3亿,否
      三,2025,示范市,新认定,,,0.1亿,否
      三,2027,示范市,有效,,,0.1亿,否
      四,2028,示范市,新认定,新认定,,1亿,是

      """)
    let run = [
      "forecast", "市.rules", "--companies", "面板.csv", "--key", "企业编号", "--date-column", "年度",
      "--year", "2027", "--format", "json", "-q",
    ]
    let ending = try desk.ending(of: desk.start(run))
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(ending.outputBytes)) as? [String: Any])
    #expect(root["year"] as? Int == 2027)
    #expect(root["since"] as? Int == 2026)
    #expect(root["companies"] as? Int == 4)
    let targets = try #require(root["targets"] as? [[String: Any]])
    func present(_ target: Int) -> [String] {
      let milestones = targets[target]["milestones"] as? [[String: Any]]
      let range = milestones?.first?["present"] as? [String: Any]
      return ["low", "high"].map { range?[$0].map { "\($0)" } ?? "" }
    }
    #expect(present(0) == ["3", "3"])
    #expect(present(1) == ["2", "2"])
    #expect(present(2) == ["0", "0"])
    #expect(present(4) == ["160000000", "160000000"])
    // 7 are missing in the one year that is left: 1050万.
    let total = targets[0]["total"] as? [String: String]
    #expect(total == ["low": "10500000.00", "high": "10500000.00"])
    let words = (root["assumptions"] as? [String])?.joined() ?? ""
    #expect(words.contains("晚于评价年度的 1 行没有计入"))
  }

  /// Over a path each stretch of years has what it needs: 270 less 200 in 2024, 80 more over 2025
  /// and 2026.
  @Test func aPathOfYears() throws {
    let rows = (1...200).map { "虚构\($0),有效\n" }.joined()
    let desk = try Desk([
      "a.rules": """
      policy 区2024 { period from 2024-01-01 }
      title 小巨人; valid 3 years
      award 小巨人 = if year <= 2025 then 10万 else 12万 when new
      target 小巨人 = { 2022: base 150; 2023: 190; 2024: 270; 2026: 351 }

      """, "a.csv": "企业名称,小巨人\n" + rows,
    ])
    let ending = try desk.run(
      "forecast", "a.rules", "--companies", "a.csv", "--year", "2023", "--format", "csv", "-q")
    let lines = ending.output.split(separator: "\n").dropFirst().map(String.init)
    #expect(
      lines == [
        "小巨人,累计,2023,190,190,200,200,0,0,,,,,,,,,",
        "小巨人,累计,2024,270,270,200,200,70,70,,2024,70,70,100000.00,100000.00,7000000.00,7000000.00,",
        "小巨人,累计,2026,351,351,200,200,151,151,,2025,40,40,"
          + "100000.00,100000.00,4000000.00,4000000.00,",
        "小巨人,累计,2026,351,351,200,200,151,151,,2026,41,41,"
          + "120000.00,120000.00,4920000.00,4920000.00,",
        "合计,,,,,,,,,,2024,,,,,7000000.00,7000000.00,",
        "合计,,,,,,,,,,2025,,,,,4000000.00,4000000.00,",
        "合计,,,,,,,,,,2026,,,,,4920000.00,4920000.00,",
        "合计,,,,,,,,,,,,,,,15920000.00,15920000.00,",
      ])
  }

  /// Over the policy of Jiaxing: 12 小巨人 of 30 made-up companies, 288 missing, 144 a year at 150万;
  /// 5 or 6 单项冠军, 22 or 23 missing, at 300万.
  @Test func aRealPolicy() throws {
    let desk = try Desk()
    let ending = try desk.run(
      "forecast", Repository.path("Rules/jiaxing-2026.rules"), "--companies",
      Repository.path("Rules/jiaxing-2026.companies.csv"), "--year", "2026", "--format", "csv")
    #expect(ending.code == 0)
    #expect(ending.output.contains("国家级小巨人,累计,2028,300,300,12,12,288,288,总体要求,2027,144,144,"))
    #expect(
      ending.output.contains(",2028,144,144,1500000.00,1500000.00,216000000.00,216000000.00,"))
    #expect(ending.output.hasSuffix("合计,,,,,,,,,,,,,,,498000000.00,501000000.00,\n"))
    #expect(ending.output.contains("「“小升规”企业」,新增,2028,1000,1000,,,,,总体要求,"))
  }

  @Test func withoutTargetsOrYearsLeft() throws {
    let desk = try desk()
    try desk.put("空.rules", "title 小巨人\naward 小巨人 = 1万 when new\n")
    let none = try desk.run("forecast", "空.rules", "--companies", "企.csv", "--year", "2026")
    #expect(none.code == 0)
    #expect(none.output == "空：评价年度 2026，名单 6 家企业（6 行）\n规则里没有目标\n")
    // Without a date it is the last day of the policy, and no year is left.
    let late = try desk.run("forecast", "市.rules", "--companies", "企.csv")
    #expect(late.output.contains("到 2028 年没有剩下的年份，不作预算"))
    #expect(!late.output.contains("\n预算\n"))
    #expect(late.errors.contains("J4304"))
  }
}
