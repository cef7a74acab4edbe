import JiliTestSupport
import Testing

/// A company file beside the prompt: figures and names worked out by hand.
@Suite("a whole list beside the prompt", .serialized)
struct LiveCompaniesTests {
  private static let rules = """
    policy 试行 {
        funding 市 60%, 区 40%
    }
    title 国家级小巨人
    field 投资额 : money
    award 小巨人奖励 for 国家级小巨人 = 100万 when new
    award 设备补助 = 10% of 投资额 cap 80万 when 投资额 >= 200万

    """
  private static let companies = """
    企业名称,国家级小巨人,投资额
    嘉兴甲公司（虚构）,新认定,1000万
    嘉兴乙公司（虚构）,复评,300万
    "嘉兴丙公司（虚构）, 分公司",,100万
    嘉兴丁公司（虚构）,新认定,

    """

  private func said(
    _ script: String, _ files: [String: String] = [:], language: String = "zh"
  ) throws -> Desk.Ending {
    let all = ["例.rules": Self.rules, "企业.csv": Self.companies].merging(files) { $1 }
    let desk = try Desk(all)
    return try desk.run(
      "repl", "例.rules", "--companies", "企业.csv", "--lang", language, input: script)
  }

  /// What is odd about a file is said as `jili batch` asks for it.
  @Test func aFileWithTitles() throws {
    let titled = "示范市汇总表\n填报单位：某局\n" + Self.companies
    let desk = try Desk(["例.rules": Self.rules, "表.csv": titled])
    func said(_ script: String, _ options: String...) throws -> Desk.Ending {
      let all = ["repl", "例.rules", "--lang", "en"] + options
      return try desk.ending(of: try desk.start(all, input: script))
    }
    let refused = try said(":companies 表.csv\n")
    #expect(refused.code == 1)
    #expect(refused.errors.contains("add --header-row 3"))
    let held = try said(":companies 表.csv --header-row 3\n")
    #expect(held.code == 0, "\(held.errors)")
    #expect(held.output.contains("表.csv: 4 companies, 2 facts"))
    let begun = try said(":companies\n", "--companies", "表.csv", "--header-row", "3")
    #expect(begun.output.contains("表.csv: 4 companies, 2 facts"))
    let mistyped = try said(":companies 表.csv --headerrow 3\n")
    #expect(mistyped.errors.contains("error J6105: `--headerrow 3` is none of --header-row 3"))
    #expect(try said(":companies 表.csv 甲.csv\n").errors.contains("J6102"))
  }

  /// Six sums of 30,999,999,999,999,969 元 each fit 64 bits of 分, all six together do not: a batch
  /// gives 185,999,999,999,999,814 元, the list, which holds totals in 64 bits, rejects the row.
  @Test func totalsBeyond64BitsAreNeverWrong() throws {
    let awards = ["甲", "乙", "丙", "丁", "戊", "己"].map { "award \($0) = 营业收入 * 31\n" }
    let rules = "policy 大 {\n    status draft\n}\nfield 营业收入 : money\n" + awards.joined()
    let companies = "企业名称,营业收入\n一,999999999999999\n二,5\n"
    let desk = try Desk(["大.rules": rules, "大.csv": companies])
    let batch = try desk.run("batch", "大.rules", "--companies", "大.csv", "-o", "果.csv")
    #expect(batch.code == 0, "\(batch.errors)")
    #expect(try desk.text("果.csv").contains(",185999999999999814.00,"))
    let held = try desk.run("repl", "大.rules", "--companies", "大.csv", "--lang", "en", input: "")
    #expect(held.output.contains("1 rows rejected\nbudget  930元; 1 companies due"), "\(held)")
  }

  /// Only 丁, whose investment is open, may get the new one.
  @Test func whereOnlyTheMostChangesItIsSaid() throws {
    let ending = try said("award 展会 = 5万 when 投资额 > 5000万")
    #expect(ending.code == 0, "\(ending.errors)")
    let shown = lines(ending.output)
    for line in [
      "预算  310万（不变）", "上限  390万 → 395万", "企业  没有企业的确定金额改变，只有上限变了",
      "奖项  展会  没有 → 0 家 0元 .. 5万",
    ] { #expect(shown.contains(line), "\(line) in\n\(shown)") }
  }

  /// 甲 100万 + 80万, 乙 30万, 丙 nothing, 丁 100万 and an open investment: at most 80万 more.
  @Test func aFileIsReadAndEveryEditSaysItsEffect() throws {
    let ending = try said(
      """
      award 小巨人奖励 for 国家级小巨人 = 150万 when new
      award 设备补助 = 10% of 投资额 cap 60万 when 投资额 >= 100万
      :受益
      :受损
      :撤销
      """)
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(
      lines(ending.output) == """
        预算  310万，上限 390万；3 家应得
        奖励 小巨人奖励：已替换 例.rules:6 的
        预算  310万 → 410万（+100万，+32.3%）
        上限  390万 → 490万
        企业  增加 2 家
        奖项  小巨人奖励  2 家 200万 → 2 家 300万
        出资  市 186万 → 246万（+60万）；区 124万 → 164万（+40万）
        奖励 设备补助：已替换 例.rules:7 的
        预算  410万 → 400万（−10万，−2.4%）
        上限  490万 → 460万
        企业  增加 1 家，减少 1 家，新获 1 家
        奖项  设备补助  2 家 110万 .. 190万 → 3 家 100万 .. 160万
        出资  市 246万 → 240万（−6万）；区 164万 → 160万（−4万）
        嘉兴丙公司（虚构）, 分公司  0元  →  10万  +10万  设备补助 0元 → 10万
        嘉兴甲公司（虚构）  230万  →  210万  −20万  设备补助 80万 → 60万
        已撤销：award 设备补助 = 10% of 投资额 cap 60万 when 投资额 >= 100万
        预算  400万 → 410万（+10万，+2.5%）
        上限  460万 → 490万
        企业  增加 1 家，减少 1 家，失去 1 家
        奖项  设备补助  3 家 100万 .. 160万 → 2 家 110万 .. 190万
        出资  市 240万 → 246万（+6万）；区 160万 → 164万（+4万）

        """)
  }

  /// A rejected edit has no effect; nor has one that changes no sum.
  @Test func whatChangesNothingSaysSo() throws {
    let refused = try said("award 小巨人奖励 for 国家级小巨人 = 150 when new\n")
    #expect(refused.code == 1 && !refused.output.contains("→"))
    let same = try said("award 小巨人奖励 for 国家级小巨人 = 50万 + 50万 when new\n")
    #expect(same.output.hasSuffix("全体企业：金额不变\n"), "\(same.output)")
  }

  @Test func aCompanyIsPutAtHand() throws {
    let ending = try said(
      """
      :查看 甲公司
      国家级小巨人
      :查看 公司
      """)
    #expect(ending.code == 1)
    #expect(ending.output.contains("嘉兴甲公司（虚构）\n"))
    #expect(ending.output.contains("合计 1,800,000.00\n"), "\(ending.output)")
    #expect(ending.output.hasSuffix("嘉兴丁公司（虚构）\n"))
    #expect(ending.errors.contains("J6124"))
  }

  /// A row that only later rules can or cannot read is in the figures as a batch has it.
  @Test func rowsAreRejectedByTheRulesThatReadThem() throws {
    let ending = try said(
      """
      field 人数 : number
      award 用工补助 = 1万 * 人数
      remove 用工补助
      """,
      ["企业.csv": "企业名称,国家级小巨人,投资额,人数\n甲（虚构）,新认定,300万,12\n乙（虚构）,新认定,300万,许多\n"])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(
      lines(ending.output) == """
        预算  260万；2 家应得
        字段 人数：已加入
        奖励 用工补助：已加入
        预算  260万 → 142万（−118万，−45.4%）
        企业  增加 1 家，减少 1 家，失去 1 家
        奖项  小巨人奖励  2 家 200万 → 1 家 100万
              设备补助  2 家 60万 → 1 家 30万
              用工补助  没有 → 1 家 12万
        出资  市 156万 → 85.2万（−70.8万）；区 104万 → 56.8万（−47.2万）
        退回  0 → 1 行
        删除 用工补助：已去掉（原在 stdin:2）
        预算  142万 → 260万（+118万，+83.1%）
        企业  增加 1 家，减少 1 家，新获 1 家
        奖项  小巨人奖励  1 家 100万 → 2 家 200万
              设备补助  1 家 30万 → 2 家 60万
              用工补助  1 家 12万 → 没有
        出资  市 85.2万 → 156万（+70.8万）；区 56.8万 → 104万（+47.2万）
        退回  1 → 0 行

        """)
  }

  @Test func inEnglish() throws {
    let ending = try said("remove 小巨人奖励\n:losers 1\n:companies\n", language: "en")
    #expect(
      lines(ending.output) == """
        budget  310万, at most 390万; 3 companies due
        remove 小巨人奖励: done (was at 例.rules:6)
        budget   310万 → 110万 (−200万, −64.5%)
        at most  390万 → 190万
        rows     2 lose, 1 no longer due
        awards   小巨人奖励  2 rows 200万 → none
        payers   市 186万 → 66万 (−120万); 区 124万 → 44万 (−80万)
        嘉兴甲公司（虚构）  180万  →  80万  −100万  小巨人奖励 100万 → 0元
        2 in all, these are the first 1
        企业.csv: 4 companies, 2 facts, 1 MB
        budget  110万, at most 190万; 2 companies due

        """)
  }

  /// Without what depends on the machine.
  private func lines(_ output: String) -> String {
    var kept = output.split(separator: "\n", omittingEmptySubsequences: false)
    kept.removeFirst(3)
    return kept.joined(separator: "\n")
  }
}
