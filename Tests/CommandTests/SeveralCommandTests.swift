import Foundation
import JiliTestSupport
import Testing

/// Several policies from files to files. Cities and companies are made up; the figures are worked
/// out by hand.
@Suite("several policies, from the outside")
struct SeveralCommandTests {
  private static let files = [
    "共用.rules": """
    field 投资额 : money
    field 重点领域 : flag
    title 小巨人
    """,
    "甲市.rules": """
    use "共用.rules"
    policy 甲市 { period 2026 .. 2027; overlap top-up; funding 市 60%, 区 40% }
    parameter 比例 : percent in 0% .. 50%
    award 小巨人 = 150万 when new; renewal = 20%; cite "一"
    award 技改 = 比例 of 投资额 cap 50万 when 投资额 >= 100万; cite "二"
    award 创新 = up to 30万 when 重点领域; cite "三"
    limit 投资额 <= 5亿
    """,
    "乙市.rules": """
    use "共用.rules"
    policy 乙市 { period 2026-06-01 .. 2027-12-31; overlap none }
    award 小巨人 = 100万 when new; renewal = 40%; cite "1"
    award 创新 = unspecified when 重点领域; cite "2"
    benefit 人才 "两名" when 小巨人
    """,
    "公司.csv": """
    企业名称,小巨人,投资额（万元）,重点领域,甲市.创新.核定
    子,新认定,200,否,
    丑,复评,50,是,
    寅,新认定,,否,25万
    卯,是的,1,否,

    """,
  ]

  private func desk(_ more: [String: String] = [:]) throws -> Desk {
    try Desk(Self.files.merging(more) { $1 })
  }

  /// Each policy closes with its own total, then one for all.
  @Test func wideColumns() throws {
    let desk = try desk()
    let run = try desk.run(
      "batch", "甲市.rules", "乙市.rules", "--companies", "公司.csv", "--set", "比例=10%")
    #expect(run.code == 3)
    #expect(
      run.output == """
        企业名称,甲市.小巨人,甲市.小巨人.复评,甲市.技改,甲市.创新,甲市.合计,\
        乙市.小巨人,乙市.小巨人.复评,乙市.创新,乙市.合计,合计,上限合计,未定,待补,提示
        子,1500000.00,0.00,200000.00,0.00,1700000.00,0.00,0.00,0.00,0.00,1700000.00,1700000.00,,,
        丑,0.00,0.00,0.00,,0.00,0.00,400000.00,,400000.00,400000.00,700000.00,乙市.创新,甲市.创新.核定,
        寅,1500000.00,0.00,,0.00,1500000.00,0.00,0.00,0.00,0.00,1500000.00,2000000.00,,投资额,

        """)
    #expect(run.errors.contains("按政策有效期最后一天 2027-12-31 计算"))
    #expect(run.errors.contains("\n乙市.小巨人.复评       1    400,000.00"))
    #expect(
      run.errors.contains("分担：甲市.市 1,920,000.00，甲市.区 1,280,000.00，未分担 400,000.00\n"))
    #expect(run.errors.contains("享受优待：乙市.人才 3 家\n"))
    #expect(run.errors.contains("超过限额：甲市.投资额 0 家\n"))
  }

  @Test func theOrderOfFilesIsTheOrderOfPolicies() throws {
    let desk = try desk()
    let run = try desk.run(
      "batch", "乙市.rules", "甲市.rules", "--companies", "公司.csv", "--set", "甲市.比例=10%",
      "--columns", "乙市.合计,甲市.合计,合计", "-q")
    #expect(
      run.output == """
        乙市.合计,甲市.合计,合计
        0.00,1700000.00,1700000.00
        400000.00,0.00,400000.00
        0.00,1500000.00,1500000.00

        """)
  }

  @Test func longRows() throws {
    let desk = try desk()
    let run = try desk.run(
      "batch", "甲市.rules", "乙市.rules", "--companies", "公司.csv", "--set", "比例=10%",
      "--layout", "long", "-q")
    #expect(
      run.output == """
        企业,政策,条款,奖项,状态,金额,上限,依据,说明
        子,甲市,一,小巨人,due,1500000.00,1500000.00,,新认定
        子,甲市,二,技改,due,200000.00,200000.00,,比例 of 投资额 cap 50万（甲市.比例 10%，投资额 200万）
        子,乙市,1,小巨人,excluded,0.00,0.00,,不重复：甲市.小巨人 1500000.00
        子,乙市,,人才,benefit,,,,两名
        丑,甲市,一,小巨人.复评,excluded,0.00,0.00,,补差：乙市.小巨人.复评 400000.00
        丑,甲市,三,创新,up-to,0.00,300000.00,,最高 30万，未核定
        丑,乙市,1,小巨人.复评,due,400000.00,400000.00,,100万 的 40%
        丑,乙市,2,创新,unspecified,0.00,,,原文未定金额
        丑,乙市,,人才,benefit,,,,两名
        寅,甲市,一,小巨人,due,1500000.00,1500000.00,,新认定
        寅,甲市,二,技改,undetermined,0.00,500000.00,,缺 投资额
        寅,乙市,1,小巨人,excluded,0.00,0.00,,不重复：甲市.小巨人 1500000.00
        寅,乙市,,人才,benefit,,,,两名

        """)
  }

  @Test func summaryAndReceipt() throws {
    let desk = try desk()
    let run = try desk.run(
      "batch", "甲市.rules", "乙市.rules", "--companies", "公司.csv", "--set", "比例=10%",
      "-o", "out.csv", "--summary", "sum.csv", "--no-bom", "-q")
    #expect(run.code == 3)
    #expect(
      try desk.text("sum.csv") == """
        政策,奖项,企业数,金额,上限
        甲市,小巨人,2,3000000.00,3000000.00
        甲市,小巨人.复评,0,0.00,0.00
        甲市,技改,1,200000.00,700000.00
        甲市,创新,0,0.00,300000.00
        乙市,小巨人,0,0.00,0.00
        乙市,小巨人.复评,1,400000.00,400000.00
        乙市,创新,0,0.00,
        ,合计,3,3600000.00,4400000.00

        """)
    let receipt = try desk.text("out.receipt.json")
    // The files of the command line stand in front; what both use stands once.
    let names = receipt.matches(of: /"file": "([^"]+\.rules)"/).map { String($0.1) }
    #expect(names == ["甲市.rules", "乙市.rules", "共用.rules"])
    #expect(receipt.contains(#""default_date": "2027-12-31""#))
    #expect(receipt.contains(#""total": {"low": "3600000.00", "high": "4400000.00"}"#))
    #expect(
      receipt.contains(
        """
          "payers": [
            {"payer": "甲市.市", "low": "1920000.00"},
            {"payer": "甲市.区", "low": "1280000.00"},
            {"payer": null, "low": "400000.00"}
          ],
        """))
  }

  @Test func oneCompany() throws {
    let desk = try desk(["子.json": #"{"小巨人": "新认定", "投资额": "200万", "重点领域": false}"#])
    let words = ["eval", "甲市.rules", "乙市.rules", "--company", "子.json", "--set", "比例=10%"]
    let table = try desk.ending(of: desk.start(words))
    #expect(table.code == 0)
    #expect(table.output.contains("\n甲市.小巨人       1,500,000.00  应得  新认定"))
    #expect(table.output.contains("\n乙市.小巨人               0.00  让位  不重复：甲市.小巨人 1500000.00"))
    #expect(table.output.contains("\n甲市.投资额  符合  200万 不超过 5亿\n"))
    #expect(table.output.hasSuffix("合计 1,700,000.00\n"))
    let json = try desk.ending(of: desk.start(words + ["--format", "json"]))
    #expect(
      json.output.contains(
        #""policies": [{"policy": "甲市", "in_force": "yes", "applies": "yes"}, "#
          + #"{"policy": "乙市", "in_force": "yes", "applies": "yes"}]"#))
    #expect(json.output.contains(#"{"policy": "乙市", "award": "小巨人", "renewal": false"#))
    #expect(json.output.contains(#""lost_to": "甲市.小巨人""#))
    let why = try desk.ending(of: desk.start(words + ["--explain"]))
    #expect(why.output.contains("\n乙市.小巨人：让位 0.00 元\n    原因  不重复：甲市.小巨人 1500000.00\n"))
  }

  // MARK: - What cannot be one run

  @Test func differentLastDaysAskForADate() throws {
    let desk = try desk(["丙市.rules": "policy 丙市 { period 2026 .. 2028 }\naward 奖 = 1万"])
    let words = ["eval", "甲市.rules", "丙市.rules"]
    let refused = try desk.ending(of: desk.start(words))
    #expect(refused.code == 64)
    #expect(refused.output == "")
    #expect(refused.errors.contains("错误 J4132: 几份政策的有效期不在同一天结束（甲市 2027-12-31，丙市 2028-12-31）"))
    #expect(try desk.ending(of: desk.start(words + ["--year", "2027"])).code == 0)
    let batch = try desk.run("batch", "甲市.rules", "丙市.rules", "--companies", "公司.csv")
    #expect(batch.code == 64)
    #expect(batch.errors.contains("请用 --year、--date、--date-column 给出"))
  }

  @Test func disagreementsAreErrorsOfTheRules() throws {
    let desk = try desk([
      "丙市.rules": "policy 丙市 {}\nfield 投资额 : number\naward 奖 = 1万 when 投资额 > 1",
      "丁市.rules": "policy 甲市 {}\naward 奖 = 1万",
    ])
    for command in [["eval"], ["check"], ["matrix"]] {
      let differ = try desk.ending(of: desk.start(command + ["甲市.rules", "丙市.rules"]))
      #expect(differ.code == 2)
      #expect(differ.output == "")
      #expect(differ.errors.contains("错误 J3022: `投资额` 在几份政策里不一致：一处是金额，一处是数\n"))
      #expect(differ.errors.contains("\n  丙市.rules:2:7\n"))
      #expect(differ.errors.contains("\n  共用.rules:1:7: 另一份在这里\n"))
      let twice = try desk.ending(of: desk.start(command + ["甲市.rules", "丁市.rules"]))
      #expect(twice.code == 2)
      #expect(twice.errors.contains("错误 J3021: 两份政策都叫 `甲市`，不能一起计算\n"))
    }
  }

  /// A draft and what it changes are looked at side by side, and what they use.
  @Test func checkTakesVersionsOfOnePolicy() throws {
    let desk = try desk([
      "草案.rules": "amends \"甲市.rules\"\nfield 投资额 : number\nremove 技改\nremove 投资额 <= 5亿"
    ])
    let run = try desk.run("check", "甲市.rules", "乙市.rules", "共用.rules")
    #expect(run.code == 0)
    #expect(run.errors.contains("甲市.rules：甲市，3 项奖励，1 条限额，0 个算例\n"))
    #expect(run.errors.contains("乙市.rules：乙市，2 项奖励，1 项优待，0 个算例\n"))
    let draft = try desk.run("check", "甲市.rules", "草案.rules")
    #expect(!draft.errors.contains("J3021"))
    #expect(!draft.errors.contains("J3022"))
  }

  @Test func tooManyPolicies() throws {
    let many = (1...65).map { ("p\($0).rules", "award 奖\($0) = 1元") }
    let desk = try Desk(Dictionary(uniqueKeysWithValues: many))
    let names = many.map(\.0)
    let most = try desk.ending(of: desk.start(["eval"] + names.dropLast()))
    #expect(most.code == 0)
    #expect(most.output.hasSuffix("合计 64.00\n"))
    let refused = try desk.ending(of: desk.start(["eval"] + names))
    #expect(refused.code == 64)
    #expect(refused.errors.contains("一次最多计算 64 份政策"))
    #expect(try desk.ending(of: desk.start(["check"] + names)).code == 0)
  }

  @Test func theMatrix() throws {
    let desk = try desk()
    let run = try desk.run("matrix", "甲市.rules", "乙市.rules")
    #expect(run.code == 0)
    #expect(
      run.output == """
        称号    事项      甲市   乙市
        小巨人  新认定    150万  100万
        小巨人  通过复评  30万   40万

        """)
    #expect(run.errors == "没有给出日期，各按政策有效期最后一天计算：甲市 2027-12-31，乙市 2027-12-31\n")
    let csv = try desk.run("matrix", "甲市.rules", "--year", "2026", "--format", "csv")
    #expect(csv.output == "称号,事项,甲市,说明\n小巨人,新认定,150万,\n小巨人,通过复评,30万,\n")
    #expect(csv.errors == "")
    #expect(try desk.run("matrix", "甲市.rules", "--set", "没有=1").code == 64)
  }
}
