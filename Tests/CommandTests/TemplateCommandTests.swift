import Foundation
import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// An empty company file that the rules themselves lay out.
@Suite("jili template")
struct TemplateCommandTests {
  private static let rules = """
    policy 示范市2026 { period 2026-01-01 .. 2028-12-31; applies when 注册地 = 示范市 }
    field 注册地 : text                 # 写到设区市
    # 全口径
    field 营收 : money by year; peak "此前历年最高营收"
    field 产值 : money by year
    field 费率 : percent in 0% .. 3%; blank = none
    field 行业 : one of 医药, 能源, 其他; other = 其他
    field 没有用到 : flag
    parameter 施行日期 : date in 2026-01-01 .. 2026-12-31
    reading 口径 = 含本数 or 不含本数
    award 国家级小巨人 = 150万 when new; renewal = 20%; cite "三（一）"
    award 技改 = up to 30万 when 行业 = 医药 and 费率 <= 1%; payment = 50% at 期初, rest at 期末;
        also 核定 "技改核定额_元"; cite "三（二）"
    award 增长 = 1% of (产值 - 产值 last year); cite "三（三）"
    award 首破 = 营收 first reaches { 10亿: 30万 } each; cite "三（四）"
    award 老牌 = 1万 when years since 国家级小巨人 >= 3 and date >= 施行日期; cite "三（五）"
    limit 费率 <= 2%; cite "四"

    """

  private func desk() throws -> Desk { try Desk(["市.rules": Self.rules]) }

  /// Worked out from the rules: facts as declared, then those of the awards; what no rule reads is
  /// not asked for, parameters and readings neither.
  private static let header =
    "企业名称,注册地,营收2027（万元）,此前历年最高营收（万元）,产值2027（万元）,产值2026（万元）,费率（%）,行业,"
    + "国家级小巨人,国家级小巨人认定日期,技改核定额_元,技改.期次,技改.已付（元）\n"

  @Test func theColumnsAreWhatTheRulesRead() throws {
    let desk = try desk()
    let shown = try desk.run("template", "市.rules", "--year", "2027")
    #expect(shown.output == Self.header)
    #expect(shown.errors == "规则读 12 列，逐年的数按 2027 年\n")
    #expect(try desk.run("template", "市.rules", "--year", "2027", "-o", "表.csv").code == 0)
    #expect(try desk.bytes("表.csv") == [0xEF, 0xBB, 0xBF] + Array(Self.header.utf8))
    #expect(try desk.run("template", "市.rules", "-o", "表.tsv", "-q", "--no-bom").errors == "")
    // Without a year it is the last one of the policy.
    #expect(try desk.text("表.tsv").hasPrefix("企业名称\t注册地\t营收2028（万元）\t"))
    #expect(try desk.run("template", "市.rules", "-o", "表.doc").code == 64)
    #expect(try desk.run("template", "市.rules", "-o", "市.rules", "--format", "csv").code == 64)
    #expect(try desk.text("市.rules") == Self.rules)
  }

  @Test func oneCompanyAsARecord() throws {
    let desk = try desk()
    let shown = try desk.run("template", "市.rules", "--year", "2027", "--format", "json", "-q")
    let keys = shown.output.split(separator: "\n").compactMap { line in
      line.split(separator: "\"").dropFirst().first.map(String.init)
    }
    #expect(
      keys == [
        "企业名称", "注册地", "营收2027", "此前历年最高营收", "产值2027", "产值2026", "费率", "行业", "国家级小巨人",
        "国家级小巨人认定日期", "技改.核定", "技改.期次", "技改.已付",
      ])
    try desk.put("甲.json", shown.output)
    #expect(
      try desk.run("eval", "市.rules", "--company", "甲.json", "--year", "2027").code == 0)
  }

  @Test func theGuideSaysWhatEachColumnIs() throws {
    let desk = try desk()
    let run = try desk.run(
      "template", "市.rules", "--year", "2027", "-o", "表.csv", "--guide", "-q")
    #expect(run.code == 0)
    let guide = try desk.text("表.csv.guide.md")
    for line in [
      "| 列 | 含义 | 类型 | 单位 | 可填 | 空格的意思 | 用在 | 条款 |",
      "| 注册地 | 写到设区市 | 文字 |  | 文字；规则里问到 示范市 | 未知，结果是范围 | 适用 |  |",
      "| 营收2027（万元） | 全口径；2027 年的数 | 金额 | 万元 | 数 | 未知，结果是范围 | 首破 | 三（四） |",
      "| 费率（%） |  | 比例 | % | 0% .. 3% | 没有 | 技改、费率 | 三（二）、四 |",
      "| 行业 |  | 取值 |  | 医药、能源、其他；别的都算“其他” | 未知，结果是范围 | 技改 | 三（二） |",
      "| 技改核定额\\_元 | 主管部门核定的金额 | 金额 | 元 | 数 | 未核定，算到上限 | 技改 | 三（二） |",
      "| 技改.期次 | 这次申请的是哪一期 | 期次 |  | 期初、期末 | 不分期，算全额 | 技改 | 三（二） |",
      "- --set 施行日期=…  日期 2026-01-01 .. 2026-12-31",
      "- --reading 口径=含本数 \\| 不含本数",
    ] {
      #expect(guide.contains(line + "\n"), "\(line)")
    }
    // Without a file the guide itself is shown, as a table.
    let shown = try desk.run("template", "市.rules", "--guide", "--lang", "en")
    #expect(shown.output.hasPrefix("Columns of the company file\ncolumn "))
    #expect(!(try desk.names()).contains("-.guide.md"))
  }

  /// What is filled into the template of any shipped policy is read to the last column.
  @Test(arguments: ["jiaxing-2022", "jiaxing-2026", "qiantang-2024", "suzhou-2025", "taizhou-2025"])
  func batchReadsEveryColumn(_ policy: String) throws {
    let desk = try Desk()
    let rules = Repository.path("Rules/\(policy).rules")
    #expect(try desk.run("template", rules, "-o", "表.csv").code == 0)
    let bytes = try Repository.bytes("Rules/\(policy).rules")
    let compiled = compile(bytes, named: rules) { path in
      FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }
    let plan = try #require(compiled.plan)
    let columns = templateColumns(plan, year: plan.lastDay?.year)
    let year = plan.lastDay?.year ?? 2026
    let row = columns.map { sample($0, plan, year: year, hasUnit: true) }
    let empty = try desk.text("表.csv")
    #expect(empty.split(separator: "\n").count == 1)
    try desk.put("表.csv", empty + "虚构企业," + row.joined(separator: ",") + "\n")
    let ending = try desk.run("batch", rules, "--companies", "表.csv", "-o", "结果.csv")
    #expect(ending.code == 0, "\(ending.errors)")
    let receipt = try JSONSerialization.jsonObject(with: Data(desk.bytes("结果.receipt.json")))
    let input = ((receipt as? [String: Any])?["inputs"] as? [[String: Any]])?.first
    #expect(input?["ignored"] as? [String] == [])
    #expect(input?["absent"] as? [String] == [])
    #expect((input?["columns"] as? [String: String])?.isEmpty == false)
    let record = columns.map { column in
      let value = sample(column, plan, year: year, hasUnit: column.key == column.header)
      return "\"\(column.key)\": \"\(value)\""
    }
    try desk.put("一家.json", "{" + record.joined(separator: ", ") + "}")
    let one = try desk.run("eval", rules, "--company", "一家.json")
    #expect(one.code == 0, "\(one.errors)")
  }

  /// A sensible value of each type; in a record money and shares bring their own units.
  private func sample(
    _ column: TemplateColumn, _ plan: Plan, year: Int, hasUnit: Bool
  ) -> String {
    let fact = plan.facts[column.facts[0]]
    if case .date = column.role { return String(year) }
    switch fact.kind {
    case .money, .approved, .received, .paid: return hasUnit ? "100" : "100万"
    case .number: return "3"
    case .percent: return hasUnit ? "1" : "1%"
    case .date: return "2026-05-01"
    case .flag: return "是"
    case .text: return plan.textCodes[fact.slot]?.first.map { plan.texts[$0] } ?? "文字"
    case .category(let values, _): return values[0]
    case .title: return "新认定"
    case .instalment(_, let labels): return labels[0]
    }
  }
}
