import CExpat
import Foundation
import JiliTestSupport
import Testing

/// What is paid along a fact, as the program shows it.
@Suite("jili sweep")
struct SweepCommandTests {
  private static let rules = """
    policy 甲市 { period 2020 .. 2027 }
    field 营业收入 : money
    field 去年收入 : money
    field 等级 : one of 甲, 乙
    award 上台阶 = 50万 when 营业收入 >= 2000万
    award 翻番 = 10万 when 营业收入 >= 2 * 去年收入
    award 小企业 = 8万 when 营业收入 <= 3000万
    award 评级 = match 等级 { 甲: 5万; 乙: 3万 }

    """

  /// 一 is 30万 short of 2000万, 二 exactly at it, 三 just above, 四 far away, 五 says nothing.
  private static let companies = """
    企业名称,营业收入（万元）,去年收入（万元）
    一,1970,3000
    二,2000,1040
    三,2001,3000
    四,500,3000
    五,,3000

    """

  private func desk() throws -> Desk {
    try Desk(["a.rules": Self.rules, "a.csv": Self.companies, "a.json": #"{"营业收入": "1970万"}"#])
  }

  private func run(_ desk: Desk, _ arguments: [String]) throws -> (output: String, code: Int32) {
    let ending = try desk.ending(
      of: desk.start(["sweep", "a.rules"] + arguments + ["--year", "2026", "--lang", "zh"]))
    if ending.code != 0 { return (ending.errors, ending.code) }
    return (ending.output, ending.code)
  }

  @Test func aCompanyHearsHowFarItIs() throws {
    let desk = try desk()
    let shown = try run(
      desk, ["营业收入=0元..4000万", "--company", "a.json", "等级=乙", "去年收入=3000万"])
    #expect(shown.code == 0, "\(shown.output)")
    // 8万 and 3万; at 2000万 50万 more; above 3000万 8万 less.
    #expect(
      shown.output.contains("营业收入 现在 1970万，合计 11万；再增加 30万 到 2000万，多得 50万"))
    #expect(shown.output.contains("达到 2000万 起多得 50万（此前 11万，此后 61万）：上台阶 +50万"))
    #expect(shown.output.contains("▼2  超过 3000万 反而少得 8万（此前 61万，此后 53万）：小企业 −8万"))
    #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func everyFormHoldsTheSame() throws {
    let desk = try desk()
    let asked = ["营业收入=0元..2500万", "去年收入=3000万", "等级=甲"]
    let csv = try run(desk, asked + ["--format", "csv"])
    #expect(
      csv.output == """
        事实,位置,准确,从何处起,奖项,此前（元）,此前上限（元）,此后（元）,此后上限（元）,相差（元）,反而少得
        营业收入,20000000,是,达到,合计,130000.00,130000.00,630000.00,630000.00,500000.00,否
        营业收入,20000000,是,达到,上台阶,0.00,0.00,500000.00,500000.00,500000.00,否

        """)
    let json = try run(desk, asked + ["--format", "json"])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(document["exact"] as? Bool == true)
    #expect((document["jumps"] as? [[String: Any]])?.first?["at"] as? String == "20000000")
    #expect(try run(desk, asked + ["-o", "图.svg"]).code == 0)
    #expect(isWellFormed(try desk.text("图.svg")))
    #expect(try desk.text("图.svg").contains("达到 2000万 起多得 50万"))
  }

  @Test func picturesOfAllKindsAreWellFormed() throws {
    let desk = try desk()
    for asked in [
      ["等级"], ["营业收入", "去年收入"], ["营业收入"], ["日期=2027-12-01..2028-02-01"],
    ] {
      let svg = try run(desk, asked + ["--format", "svg"])
      #expect(svg.code == 0, "\(asked): \(svg.output)")
      #expect(isWellFormed(svg.output), "\(asked)")
      #expect(try run(desk, asked).code == 0)
    }
  }

  /// The threshold of 翻番 is twice the last year, each company's own: 6000万, and 2080万 for 二,
  /// which is 80万 short of it, within 5% of 2080万 (104万).
  @Test func companiesNearThresholdsAreCounted() throws {
    let desk = try desk()
    let shown = try run(
      desk, ["营业收入", "--companies", "a.csv", "--within", "5%", "--format", "csv"])
    #expect(
      shown.output == """
        事实,门槛,奖项,差一点（5% 以内）,正好,刚过（5% 以内）,差一点的达到后共多得（元）,多得家数,少得家数,未知家数,最接近的企业
        营业收入,达到 2000万,上台阶,1,1,1,500000.00,1,0,1,一
        营业收入,各企业不同,翻番,1,0,0,100000.00,1,0,1,二
        营业收入,超过 3000万,小企业,0,0,0,0.00,0,0,1,

        """)
  }

  @Test func mistakesAreNamed() throws {
    let desk = try desk()
    #expect(try run(desk, ["营业收人"]).output.contains("是否 `营业收入`"))
    #expect(try run(desk, []).output.contains("没有写扫描哪项事实"))
    #expect(try run(desk, ["营业收入=5万..1万"]).output.contains("从小到大"))
    #expect(try run(desk, ["营业收入=0元..1亿:1万"]).output.contains("不写步长"))
    #expect(try run(desk, ["营业收入", "--award", "没有"]).output.contains("没有奖项 `没有`"))
    #expect(try run(desk, ["营业收入", "-o", "图.gif"]).output.contains(".svg"))
    #expect(try run(desk, ["营业收入", "--companies", "a.csv", "--within", "5"]).code == 64)
  }

  private func isWellFormed(_ text: String) -> Bool {
    guard let parser = XML_ParserCreate(nil) else { return false }
    defer { XML_ParserFree(parser) }
    let bytes = Array(text.utf8).map { CChar(bitPattern: $0) }
    return XML_Parse(parser, bytes, Int32(bytes.count), 1) == XML_STATUS_OK
  }
}
