import Foundation
import JiliTestSupport
import Testing

/// A draft against the policy in force.
@Suite("jili compare")
struct CompareCommandTests {
  private func ending(_ options: String..., files: [String: String] = [:]) throws -> Desk.Ending {
    let desk = try CompareCase.desk(files)
    return try desk.ending(of: desk.start(CompareCase.run + options))
  }

  private func table(_ options: String...) throws -> PlainTable {
    let desk = try CompareCase.desk()
    return PlainTable(
      try desk.ending(of: desk.start(CompareCase.run + ["--format", "csv"] + options)).output)
  }

  /// 小巨人: 甲 100 → 150; renewed: 丙 20% of 100 → 30% of 150. 技改: 50 + 10 + 40, perhaps 10 of
  /// 己 → 20 + 60, perhaps 20. 研发: four times 30 and 40. 展会: 3 × 2, perhaps 己. 上云: 丙, 丁.
  @Test func theBudgetByAward() throws {
    let ending = try ending("--format", "csv")
    #expect(ending.code == 0)
    let text = ending.output.split(separator: "\n").prefix(9).joined(separator: "\n")
    #expect(
      text
        == """
        表,分组,项目,原名,条款,现行家数,草案家数,现行金额,现行上限,草案金额,草案上限,相差,上限相差,增加,减少
        奖项,,小巨人,,,1,1,1000000.00,1000000.00,1500000.00,1500000.00,500000.00,500000.00,,
        奖项,,小巨人.复评,,,1,1,200000.00,200000.00,450000.00,450000.00,250000.00,250000.00,,
        奖项,,隐形冠军,,,1,1,500000.00,500000.00,500000.00,500000.00,0.00,0.00,,
        奖项,,技改,,,3,2,1000000.00,1100000.00,800000.00,1000000.00,'-200000.00,'-100000.00,,
        奖项,,研发,,,0,0,0.00,1200000.00,0.00,1600000.00,0.00,400000.00,,
        奖项,,上云,,,0,2,0.00,0.00,20000.00,20000.00,20000.00,20000.00,,
        奖项,,展会,,,3,0,60000.00,80000.00,0.00,0.00,'-60000.00,'-80000.00,,
        奖项,,合计,,,3,4,2760000.00,4080000.00,3270000.00,5070000.00,510000.00,990000.00,,
        """.replacingOccurrences(of: "'-", with: "-"))
  }

  /// 60% and 40% of 276 and of 327.
  @Test func theBudgetByPayer() throws {
    let found = try table()
    #expect(found.cells("现行金额", where: ["表": "分担"]) == ["1656000.00", "1104000.00"])
    #expect(found.cells("草案金额", where: ["表": "分担"]) == ["1962000.00", "1308000.00"])
  }

  /// 甲 may lose 2 or gain 8, 己 may gain: it hangs on what is not known. 乙 and 丙 gain whatever is
  /// approved, for one sum is approved on both sides.
  @Test func companiesByWhatBecomesOfThem() throws {
    let found = try table("--by", "区")
    let bands = found.cells("项目", where: ["表": "企业"])
    #expect(bands == ["不再享受", "减少", "不变", "增加", "新享受", "待定", "只有一边读得通", "合计"])
    #expect(
      found.cells("现行家数", where: ["表": "企业"]) == ["0", "0", "1", "2", "1", "2", "0", "6"])
    #expect(
      found.cells("相差", where: ["表": "企业"])
        == ["0.00", "0.00", "0.00", "520000.00", "10000.00", "-20000.00", "0.00", "510000.00"])
    #expect(
      found.cells("现行家数", where: ["表": "区", "分组": "西"])
        == ["0", "0", "1", "1", "1", "0", "0", "3"])
    #expect(found.cells("相差", where: ["表": "区", "项目": "合计"]) == ["60000.00", "450000.00", "0.00"])
    #expect(
      found.cells("分组", where: ["表": "区", "项目": "合计"]) == ["东", "西", "（未填）"])
  }

  /// 小巨人 alone: +50 and +10 for the renewal (30% of 150 against 20% of 100: +25): 75. 技改: -50,
  /// +10, +20: -20. The five stand apart, so that nothing is left over.
  @Test func everyChangeAlone() throws {
    let found = try table()
    #expect(
      found.cells("项目", where: ["表": "改动"]) == [
        "奖励 小巨人（改）", "奖励 技改（改）", "奖励 研发（改）", "奖励 上云（增）", "奖励 展会（删）", "合在一起另有",
        "全部改动",
      ])
    #expect(
      found.cells("相差", where: ["表": "改动"]) == [
        "750000.00", "-200000.00", "0.00", "20000.00", "-60000.00", "0.00", "510000.00",
      ])
    #expect(
      found.cells("上限相差", where: ["表": "改动"]) == [
        "750000.00", "-100000.00", "400000.00", "20000.00", "-80000.00", "0.00", "990000.00",
      ])
    #expect(found.cells("条款", where: ["表": "改动"]).prefix(3) == ["三（一）", "三（二）", "三（三）"])
  }

  @Test func theListOfThoseTouched() throws {
    let desk = try CompareCase.desk()
    let ending = try desk.ending(
      of: desk.start(CompareCase.run + ["-o", "变动.csv", "--no-bom", "-q"]))
    #expect(ending.code == 0)
    #expect(
      try desk.text("变动.csv") == """
        企业名称,变化,现行金额,现行上限,草案金额,草案上限,相差至少,相差至多,起作用的改动,变动的奖项
        甲,待定,1520000.00,1820000.00,1500000.00,1900000.00,-20000.00,80000.00,\
        奖励 小巨人（改）、奖励 技改（改）、奖励 研发（改）、奖励 展会（删）,小巨人、技改、研发、展会
        乙,增加,620000.00,920000.00,700000.00,1100000.00,80000.00,180000.00,\
        奖励 技改（改）、奖励 研发（改）、奖励 展会（删）,技改、研发、展会
        丙,增加,620000.00,920000.00,1060000.00,1460000.00,440000.00,540000.00,\
        奖励 小巨人（改）、奖励 技改（改）、奖励 研发（改）、奖励 上云（增）、奖励 展会（删）,\
        小巨人.复评、技改、研发、上云、展会
        丁,新享受,0.00,0.00,10000.00,10000.00,10000.00,10000.00,奖励 上云（增）,上云
        己,待定（不减）,0.00,420000.00,0.00,600000.00,0.00,180000.00,\
        奖励 技改（改）、奖励 研发（改）、奖励 展会（删）,技改、研发、展会

        """)
    // The same from files that are read whole.
    for name in ["变动.xlsx", "变动.jsonl"] {
      #expect(try desk.ending(of: desk.start(CompareCase.run + ["-o", name])).code == 0)
      #expect(try !desk.bytes(name).isEmpty)
    }
  }

  @Test func theParagraphOfTheNote() throws {
    #expect(
      try ending("--summary-text", "zh").output == """
        与现行政策相比，草案预计增加支出51万元（由276万元变为327万元），惠及3家，其中新享受1家、金额增加2家；\
        金额减少0家，不再享受0家，不变1家，待定2家。以上是确定的部分；名单所缺的事实补齐后，\
        支出的变化在增加51万元到增加99万元之间。变化较大的是：小巨人增加50万元、小巨人.复评增加25万元、技改减少20万元。\
        按分担：市增加30.6万元，区增加20.4万元。按名单所列6家企业、2026的情况测算。

        """)
    let english = try ending("--summary-text", "en").output
    #expect(
      english.hasPrefix("Against the policy in force, the draft is expected to cost 51 万元 more"))
    #expect(english.contains("3 companies, 1 of them newly paid and 2 paid more;"))
  }

  // MARK: - What is a change

  /// Another layout, the other language, 150万 as 1500000元, examples, notes: nothing differs.
  @Test func theSameInOtherWordsIsNoChange() throws {
    let copy = """
      # 另一种写法
      政策 示范市 {
          有效期 2025-01-01 至 2027-12-31
          分担  市 60%, 区 40%
      }
      字段 重点 : 是否
      字段 投资额 : 金额
      字段 企业类型 : 取值 大, 中, 小
      奖励 小巨人 = 1000000元 当 新认定; 复评 = 20%; 注 "一字未改"
      奖励 隐形冠军 = 50万 当 新认定
      奖励 技改 = 投资额 的 10% 封顶 50万 当 重点
      奖励 研发 = 最高 30万 当 重点; 拨付 = 期初 50%, 期末 其余
      奖励 展会 = 2万 当 重点
      就高 小巨人, 隐形冠军

      """
    let found = try ending(files: ["草案.rules": copy]).output
    #expect(found.contains("两稿没有影响金额的改动"))
    #expect(found.contains("相差 0.00 .. 0.00") == false)
    #expect(found.contains("不变           6"))
  }

  /// The group goes (甲 gets 50 more), 市 pays 50%, the unit is 万元: three changes without a name
  /// of an award, none of which an amended file could take back.
  @Test func entriesAndGroupsAreChangesToo() throws {
    let copy = CompareCase.base
      .replacingOccurrences(of: "市 60%, 区 40%", with: "市 50%, 区 50%; rounding 10万元")
      .replacingOccurrences(of: "rounding 10万元", with: "rounding 万元")
      .replacingOccurrences(of: "exclusive 小巨人, 隐形冠军; cite \"三（一）\"\n", with: "")
    let desk = try CompareCase.desk(["草案.rules": copy])
    let found = PlainTable(
      try desk.ending(of: desk.start(CompareCase.run + ["--format", "csv"])).output)
    #expect(
      Set(found.cells("项目", where: ["表": "改动"])) == [
        "分担（改）", "取整（增）", "就高 小巨人、隐形冠军（删）", "合在一起另有", "全部改动",
      ])
    #expect(found.cells("相差", where: ["表": "改动", "项目": "就高 小巨人、隐形冠军（删）"]) == ["500000.00"])
    #expect(found.cells("相差", where: ["表": "改动", "项目": "分担（改）"]) == ["0.00"])
  }

  /// 技改 at 20% and its ceiling both doubled by definitions: each alone pays nothing more for 甲
  /// (60 cut to 50; 50 below 60's own 10%: 60 → 60), together they do: the remainder is said.
  @Test func changesThatWorkTogether() throws {
    let base = """
      field 投资额 : money
      define 比例 = 10%
      define 上限 = 50万
      award 技改 = 比例 of 投资额 cap 上限

      """
    let draft = """
      amends "现行.rules"
      define 比例 = 20%
      define 上限 = 80万

      """
    let desk = try CompareCase.desk([
      "现行.rules": base, "草案.rules": draft, "企业.csv": "企业名称,投资额（万元）\n甲,600\n乙,500\n",
    ])
    let ending = try desk.ending(
      of: desk.start(CompareCase.run + ["--format", "csv", "-o", "变动.csv", "--no-bom"]))
    let found = PlainTable(ending.output)
    // 甲: 50 → 60 by the ceiling alone; 乙: nothing by either, 80 by both. Both together +60.
    #expect(
      found.cells("相差", where: ["表": "改动"]) == ["0.00", "100000.00", "500000.00", "600000.00"])
    let list = try desk.text("变动.csv").split(separator: "\n")
    #expect(list[1].contains("定义 上限（改）"))
    #expect(list[2].hasSuffix("几处改动合在一起,技改"))
  }

  // MARK: - Two policies

  private static let other = """
    policy 示范市2026 { period 2026 .. 2028 }
    field 企业类型 : one of 大, 中, 小
    title 小巨人
    award 巨人奖 for 小巨人 = 120万 when new
    award 云 = 1万 when 企业类型 = 小

    """

  @Test func twoPoliciesAreComparedByAward() throws {
    let old = CompareCase.base.replacingOccurrences(
      of: "2025-01-01 .. 2027-12-31", with: "2022 .. 2024")
    let files = ["现行.rules": old, "草案.rules": Self.other]
    let silent = try ending("--format", "csv", files: files)
    #expect(silent.errors.contains("J4441"))
    #expect(silent.errors.contains("示范市：有 6 行"))
    let desk = try CompareCase.desk(files)
    let found = PlainTable(
      try desk.ending(
        of: desk.start(
          CompareCase.run + ["--format", "csv", "--ignore-period", "--pair", "展会=云"])
      ).output)
    // By title 小巨人 pairs with 巨人奖, by --pair 展会 with 云; the rest stands alone.
    #expect(found.cells("原名", where: ["表": "奖项", "项目": "巨人奖"]) == ["小巨人"])
    #expect(found.cells("原名", where: ["表": "奖项", "项目": "云"]) == ["展会"])
    #expect(found.cells("相差", where: ["表": "奖项", "项目": "巨人奖"]) == ["200000.00"])
    #expect(found.cells("项目", where: ["表": "改动"]).isEmpty)
    // On another day of its own the first policy is in force.
    let dated = try desk.ending(of: desk.start(CompareCase.run + ["--base-date", "2023", "-q"]))
    #expect(!dated.errors.contains("J4441"))
    let unknown = try desk.ending(of: desk.start(CompareCase.run + ["--pair", "展=云"]))
    #expect(unknown.code == 64)
    #expect(unknown.errors.contains("J4440"))
  }

  // MARK: - What goes wrong

  /// The draft reads a column that one row fills wrongly: that row has no result there.
  @Test func aRowThatOneSideRejects() throws {
    let base = "award 小巨人 = 100万 when new\n"
    let draft = "amends \"现行.rules\"\nfield 投资额 : money\naward 技改 = 10% of 投资额\n"
    let desk = try CompareCase.desk([
      "现行.rules": base, "草案.rules": draft,
      "企业.csv": "企业名称,小巨人,投资额（万元）\n甲,新认定,一百\n乙,新认定,10\n",
    ])
    let ending = try desk.ending(of: desk.start(CompareCase.run + ["--format", "csv"]))
    #expect(ending.code == 3)
    #expect(ending.errors.contains("企业.csv,2,投资额（万元）,一百"))
    let found = PlainTable(ending.output)
    #expect(found.cells("现行金额", where: ["表": "企业", "项目": "只有一边读得通"]) == ["1000000.00"])
    #expect(found.cells("现行金额", where: ["表": "奖项", "项目": "合计"]) == ["2000000.00"])
    #expect(found.cells("草案金额", where: ["表": "奖项", "项目": "合计"]) == ["1010000.00"])
    #expect(found.cells("相差", where: ["表": "改动", "项目": "全部改动"]) == ["10000.00"])
  }

  @Test func optionsThatDoNotFit() throws {
    #expect(try ending("--pair", "甲").code == 64)
    #expect(try ending("--base-date", "明年").code == 64)
    #expect(try ending("-o", "变动.doc").code == 64)
    #expect(try ending("--by", "区,区").code == 64)
    #expect(try ending("--by", "没有的列").code == 65)
    #expect(try ending(files: ["草案.rules": "award 甲 = \n"]).code == 2)
    let desk = try CompareCase.desk()
    #expect(try desk.run("compare", "现行.rules", "无.rules", "--companies", "企业.csv").code == 66)
    #expect(
      try desk.ending(of: desk.start(CompareCase.run + ["-o", "企业.csv"])).code != 0)
    #expect(try desk.text("企业.csv") == CompareCase.companies)
  }
}
