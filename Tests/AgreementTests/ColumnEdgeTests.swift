import Jili
import Testing

/// Edges at which columns and the row evaluator could part, worked out by hand.
@Suite("edges of columns") struct ColumnEdgeTests {
  private func ways(_ rules: String, _ cells: String, _ options: [String] = []) throws -> BothWays {
    let plan = try #require(compile(Array(rules.utf8), named: "试.rules") { _ in nil }.plan)
    return try BothWays(plan, [("企业.csv", Array(cells.utf8))], ["--year", "2026"] + options)
  }

  /// The rows of the result behind the header, the same by columns and by rows.
  private func rows(_ rules: String, _ cells: String, _ options: [String] = []) throws -> [String] {
    let ways = try ways(rules, cells, options)
    #expect(try ways.agree("columns") > 0)
    let text = try ways.whole().files["out.csv"] ?? ""
    return text.split(separator: "\n").dropFirst().map(String.init)
  }

  /// 33% of 0.04元 is 0.0132元; the last payer has what the others leave.
  @Test func payersShareToTheFen() throws {
    let rules = """
      policy 试市 { funding 市 33%, 区 33%, 县 34% when 市属 }
      field 投资额 : money
      field 市属 : flag
      award 补 = 1% of 投资额
      """
    let cells = "企业名称,投资额,市属\n甲,4,是\n乙,4,否\n丙,100.5,是\n丁,5,是\n"
    #expect(
      try rows(rules, cells, ["--payers"]) == [
        "甲,0.04,0.04,0.01,0.01,0.02,0.00,0.04,,,", "乙,0.04,0.04,0.00,0.00,0.00,0.04,0.04,,,",
        "丙,1.01,1.01,0.33,0.33,0.35,0.00,1.01,,,", "丁,0.05,0.05,0.02,0.02,0.01,0.00,0.05,,,",
      ])
  }

  /// Another choice of the reading asks for the limit; the sums are the same.
  @Test func readingsOfLimitsAreTold() throws {
    let rules = """
      reading 口径 = 宽 or 严
      field 费率 : percent
      limit 费率 <= 1% when 口径 = 严
      award 奖 = 1万
      """
    #expect(
      try rows(rules, "企业名称,费率\n甲,3%\n乙,0.5%\n") == [
        "甲,10000.00,10000.00,10000.00,,,若 口径 = 严，费率 超限",
        "乙,10000.00,10000.00,10000.00,,,若 口径 = 严，费率 符合",
      ])
  }

  /// A condition that no company meets, one that some meet, and a company of which too little is
  /// known: each fails where it fails first.
  @Test func failuresAreCountedAlike() throws {
    let rules = """
      policy 试市 { period 2020 .. 2021 }
      field 投资额 : money
      field 重点 : flag
      award 甲 = 1万 when 重点
      award 乙 = 投资额 when 投资额 > 50000元; period 2026 .. 2027
      """
    let plan = try #require(compile(Array(rules.utf8), named: "试.rules") { _ in nil }.plan)
    let cells = "企业名称,投资额,重点\n甲,60000,是\n乙,40000,否\n丙,,是\n丁,80000,否\n戊,50000,是\n"
    let ways = try BothWays(
      plan.countingSteps, [("企业.csv", Array(cells.utf8))], ["--year", "2026"])
    #expect(try ways.agree("columns") > 0)
    let fates = try #require(ways.whole().figures).fates
    #expect(fates.map(\.failing) == [[5, 0], [0, 2]])
    #expect(fates.map(\.paid) == [0, 2])
  }

  /// The day of recognition is in no column, so that years since it are open, not many.
  @Test func unknownRecognitionIsOpen() throws {
    let rules = """
      title 小巨人
      award 老 = 1万 when years since 小巨人 >= 3
      """
    let cells = "企业名称,小巨人\n甲,有效\n乙,否\n丙,有效\n"
    #expect(
      try rows(rules, cells) == [
        "甲,,0.00,10000.00,,小巨人认定日期、日期,", "乙,0.00,0.00,0.00,,,",
        "丙,,0.00,10000.00,,小巨人认定日期、日期,",
      ])
  }

  /// 10^17 分 times the million parts of the share leave 64 bits on one side alone.
  @Test func quotientsOfGreatNumbersAreCompared() throws {
    let rules = """
      field 营收 : money
      field 上年 : money
      award 增长 = 1万 when 营收 / 上年 >= 120.0001%
      award 缩减 = 2万 when 上年 / 营收 >= 120.0001%
      """
    let great = ["999999999999999", "888888888888888", "777777777777777", "555555555555555"]
    for number in great {
      let found = try rows(
        rules, "企业名称,营收,上年\n甲,\(number),1\n乙,1,\(number)\n丙,120.0001,100\n丁,120,100\n")
      #expect(
        found == [
          "甲,10000.00,0.00,10000.00,10000.00,,,", "乙,0.00,20000.00,20000.00,20000.00,,,",
          "丙,10000.00,0.00,10000.00,10000.00,,,", "丁,0.00,0.00,0.00,0.00,,,",
        ], "\(number)")
    }
  }
}
