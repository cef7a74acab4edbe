import Foundation
import JiliTestSupport
import Testing

/// `--payers` and `--by`: who bears a sum, and where the companies are.
@Suite("jili batch, sums split")
struct SplitTests {
  private func output(_ options: String...) throws -> String {
    let desk = try SplitCase.desk()
    return try desk.ending(of: desk.start(SplitCase.run + ["-q"] + options)).output
  }

  @Test func payersStandBehindTheTotal() throws {
    #expect(
      try output("--payers") == """
        企业名称,技改,国家级小巨人,国家级小巨人.复评,创新,合计,市,区,未分担,上限合计,未定,待补,提示
        甲,200000.00,1500000.00,0.00,,1700000.00,850000.00,850000.00,0.00,2000000.00,,创新.核定,
        '=1+1,66660.00,0.00,300000.00,,366660.00,0.00,0.00,366660.00,666660.00,,重点、创新.核定,
        丙,66.65,0.00,0.00,,66.65,33.33,33.32,0.00,300066.65,,创新.核定,

        """)
    #expect(
      try output("--payers", "--columns", "未分担,企业名称，区、 市 ,区", "--format", "jsonl") == """
        {"未分担": "0.00", "企业名称": "甲", "区": "850000.00", "市": "850000.00"}
        {"未分担": "366660.00", "企业名称": "=1+1", "区": "0.00", "市": "0.00"}
        {"未分担": "0.00", "企业名称": "丙", "区": "33.32", "市": "33.33"}

        """)
  }

  @Test func payersStandBehindEachSumOfTheLongTable() throws {
    #expect(
      try output("--payers", "--layout", "long", "--columns", "企业,奖项,金额,市,区,未分担,上限")
        == """
        企业,奖项,金额,市,区,未分担,上限
        甲,技改,200000.00,100000.00,100000.00,0.00,200000.00
        甲,国家级小巨人,1500000.00,750000.00,750000.00,0.00,1500000.00
        甲,创新,0.00,0.00,0.00,0.00,300000.00
        '=1+1,技改,66660.00,0.00,0.00,66660.00,66660.00
        '=1+1,国家级小巨人.复评,300000.00,0.00,0.00,300000.00,300000.00
        '=1+1,创新,0.00,0.00,0.00,0.00,300000.00
        丙,技改,66.65,33.33,33.32,0.00,66.65
        丙,创新,0.00,0.00,0.00,0.00,300000.00

        """)
    let whole = try output("--payers", "--layout", "long")
    #expect(whole.hasPrefix("企业,政策,条款,奖项,状态,金额,市,区,未分担,上限,依据,说明\n"))
    let english = try output("--payers", "--layout", "long", "--lang", "en")
    #expect(
      english.hasPrefix(
        "company,policy,article,award,state,low,市,区,not_split,high,quote,reason\n"))
  }

  /// Payers of two policies are told apart, and only those of the policy share in its sums.
  @Test func payersOfSeveralPolicies() throws {
    let desk = try SplitCase.desk([
      "b.rules": """
      policy 乙省 { period 2020 .. 2027; overlap stack; funding 省 100% }
      field 投资额 : money
      award 贴息 = 1% of 投资额
      """
    ])
    let ending = try desk.run(
      "batch", "a.rules", "b.rules", "--companies", "企业.csv", "--year", "2026", "-q", "--payers",
      "--columns", "企业名称,甲市.合计,乙省.合计,合计,甲市.市,甲市.区,乙省.省,未分担")
    // 1% of 100万 is 1万, of 33.33万 3,333, of 333.25 元 3.33 (half up).
    #expect(
      ending.output == """
        企业名称,甲市.合计,乙省.合计,合计,甲市.市,甲市.区,乙省.省,未分担
        甲,1700000.00,10000.00,1710000.00,850000.00,850000.00,10000.00,0.00
        '=1+1,366660.00,3333.00,369993.00,0.00,0.00,3333.00,366660.00
        丙,66.65,3.33,69.98,33.33,33.32,3.33,0.00

        """)
  }

  private static let summary = """
    分组,值,政策,奖项,企业数,金额,市,区,未分担,上限
    ,,甲市,技改,3,266726.65,100033.33,100033.32,66660.00,266726.65
    ,,甲市,国家级小巨人,1,1500000.00,750000.00,750000.00,0.00,1500000.00
    ,,甲市,国家级小巨人.复评,1,300000.00,0.00,0.00,300000.00,300000.00
    ,,甲市,创新,0,0.00,0.00,0.00,0.00,900000.00
    ,,,合计,3,2066726.65,850033.33,850033.32,366660.00,2966726.65
    县区,南湖区,甲市,技改,2,266660.00,100000.00,100000.00,66660.00,266660.00
    县区,南湖区,甲市,国家级小巨人,1,1500000.00,750000.00,750000.00,0.00,1500000.00
    县区,南湖区,甲市,国家级小巨人.复评,1,300000.00,0.00,0.00,300000.00,300000.00
    县区,南湖区,甲市,创新,0,0.00,0.00,0.00,0.00,600000.00
    县区,南湖区,,合计,2,2066660.00,850000.00,850000.00,366660.00,2666660.00
    县区,秀洲区,甲市,技改,1,66.65,33.33,33.32,0.00,66.65
    县区,秀洲区,甲市,国家级小巨人,0,0.00,0.00,0.00,0.00,0.00
    县区,秀洲区,甲市,国家级小巨人.复评,0,0.00,0.00,0.00,0.00,0.00
    县区,秀洲区,甲市,创新,0,0.00,0.00,0.00,0.00,300000.00
    县区,秀洲区,,合计,1,66.65,33.33,33.32,0.00,300066.65
    重点,是,甲市,技改,2,200066.65,100033.33,100033.32,0.00,200066.65
    重点,是,甲市,国家级小巨人,1,1500000.00,750000.00,750000.00,0.00,1500000.00
    重点,是,甲市,国家级小巨人.复评,0,0.00,0.00,0.00,0.00,0.00
    重点,是,甲市,创新,0,0.00,0.00,0.00,0.00,600000.00
    重点,是,,合计,2,1700066.65,850033.33,850033.32,0.00,2300066.65
    重点,（未填）,甲市,技改,1,66660.00,0.00,0.00,66660.00,66660.00
    重点,（未填）,甲市,国家级小巨人,0,0.00,0.00,0.00,0.00,0.00
    重点,（未填）,甲市,国家级小巨人.复评,1,300000.00,0.00,0.00,300000.00,300000.00
    重点,（未填）,甲市,创新,0,0.00,0.00,0.00,0.00,300000.00
    重点,（未填）,,合计,1,366660.00,0.00,0.00,366660.00,666660.00

    """

  @Test func theSummaryIsSplit() throws {
    let desk = try SplitCase.desk()
    let ending = try desk.ending(
      of: desk.start(
        SplitCase.run + ["-o", "o.csv", "--no-bom", "--summary", "s.csv", "--payers"]
          + ["--by", "县区", "--by", "重点"]))
    #expect(ending.code == 3)
    #expect(try desk.text("s.csv") == Self.summary)
    let shown = ending.errors
    #expect(
      shown.hasSuffix(
        """

        按重点               企业数    金额（元）    上限（元）
        是                        2  1,700,066.65  2,300,066.65
          技改                    2    200,066.65    200,066.65
          国家级小巨人            1  1,500,000.00  1,500,000.00
          创新                    0          0.00    600,000.00
        （未填）                  1    366,660.00    666,660.00
          技改                    1     66,660.00     66,660.00
          国家级小巨人.复评       1    300,000.00    300,000.00
          创新                    0          0.00    300,000.00

        """), "\(shown)")
    // Without the payers their columns are not there, without --by its columns.
    _ = try desk.ending(
      of: desk.start(SplitCase.run + ["--no-bom", "--summary", "s.csv", "-q"]))
    #expect(try desk.text("s.csv").hasPrefix("政策,奖项,企业数,金额,上限\n甲市,技改,3,266726.65,266726.65\n"))
  }

  /// By value, by payer and in total the same money.
  @Test func everySplitAddsUp() throws {
    let desk = try SplitCase.desk()
    _ = try desk.ending(
      of: desk.start(
        SplitCase.run + ["--no-bom", "--summary", "s.csv", "--payers", "--by", "县区、重点,财政归属"]))
    var rows = try desk.text("s.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    rows.removeFirst()
    func fen(_ cell: String) -> Int { Int(cell.replacingOccurrences(of: ".", with: "")) ?? -1 }
    var sums: [String: [Int]] = [:]
    for row in rows {
      #expect(fen(row[5]) == row[6...8].map(fen).reduce(0, +), "\(row)")
      let key = row[0] + "|" + row[3]
      let figures = row[4...9].map(fen)
      sums[key] = zip(sums[key] ?? [0, 0, 0, 0, 0, 0], figures).map { $0 + $1 }
    }
    for award in ["技改", "国家级小巨人", "国家级小巨人.复评", "创新", "合计"] {
      for column in ["县区", "重点", "财政归属"] {
        #expect(sums[column + "|" + award] == sums["|" + award], "\(column) \(award)")
      }
    }
    #expect(rows.count == 5 * (1 + 2 + 2 + 2))
    let awards = rows.filter { $0[0].isEmpty && $0[3] != "合计" }.map { fen($0[5]) }
    #expect(awards.reduce(0, +) == sums["|合计"]?[1])
    let wide = try output("--payers", "--columns", "合计,市,区,未分担").split(separator: "\n")
      .dropFirst().map { $0.split(separator: ",").map { fen(String($0)) } }
    for (place, column) in [1, 2, 3, 4].enumerated() {
      #expect(wide.map { $0[place] }.reduce(0, +) == sums["|合计"]?[column])
    }
  }

  /// Rows of one key are one company, in every value once.
  @Test func companiesOfAPanelAreCountedOnce() throws {
    let desk = try SplitCase.desk([
      "panel.csv": """
      企业编号,年份,县区,投资额,重点,财政归属,国家级小巨人
      A,2025,南湖区,10万,否,县市,
      A,2026,南湖区,20万,否,县市,
      A,2026,秀洲区,30万,否,县市,
      B,2026,南湖区,40万,否,县市,

      """
    ])
    _ = try desk.run(
      "batch", "a.rules", "--companies", "panel.csv", "--key", "企业编号", "--date-column", "年份",
      "--by", "县区,年份", "--summary", "s.csv", "--no-bom", "-q")
    let totals = try desk.text("s.csv").split(separator: "\n").filter { $0.contains(",合计,") }
    #expect(
      totals == [
        ",,,合计,2,200000.00,200000.00", "县区,南湖区,,合计,2,140000.00,140000.00",
        "县区,秀洲区,,合计,1,60000.00,60000.00", "年份,2025,,合计,1,20000.00,20000.00",
        "年份,2026,,合计,2,180000.00,180000.00",
      ])
  }

  @Test(arguments: [
    (["--by", "无此列"], 65, "J4107"), (["--by", "县区,县区"], 64, "写了两次"), (["--by", "、"], 64, "没有写列名"),
    (["--columns", ","], 64, "没有写列名"), (["--layout", "long", "--columns", "合计"], 64, "J4401"),
  ])
  func whatCannotBeSplit(_ options: [String], _ code: Int32, _ words: String) throws {
    let desk = try SplitCase.desk()
    let ending = try desk.ending(of: desk.start(SplitCase.run + options))
    #expect(ending.code == code)
    #expect(ending.errors.contains(words), "\(ending.errors)")
  }

  @Test func tooManyValues() throws {
    let rows = (0...10_000).map { "甲\($0),\($0),1\n" }.joined()
    let desk = try Desk(["a.rules": "field 额 : money\naward 甲 = 额", "a.csv": "企业,号,额\n" + rows])
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "-o", "o.csv", "--by", "号", "-q")
    #expect(ending.code == 64)
    #expect(ending.errors.contains("J4410"))
    #expect(try desk.names() == ["a.csv", "a.rules"])
  }

  /// `--keep` in the long table: the first column is the company, the others follow it.
  @Test func keptColumnsOfTheLongTable() throws {
    let kept = try output("--layout", "long", "--keep", "企业名称,县区", "--columns", "企业,县区,奖项,金额")
    #expect(kept.hasPrefix("企业,县区,奖项,金额\n甲,南湖区,技改,200000.00\n"))
    let whole = try output("--layout", "long", "--keep", "县区，企业名称")
    #expect(whole.hasPrefix("企业,企业名称,政策,条款,奖项,状态,金额,上限,依据,说明\n南湖区,甲,甲市,二,技改,due,"))
  }
}
