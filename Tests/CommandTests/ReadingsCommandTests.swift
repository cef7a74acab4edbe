import Foundation
import JiliTestSupport
import Testing

/// What each reading of a text costs over a company file.
@Suite("jili readings")
struct ReadingsCommandTests {
  private static let rules = """
    policy 甲市 { period 2020 .. 2027 }
    field 投资额 : money
    field 重点 : flag
    reading 比例 = 两成 or 一成 or 三成; cite "二（三）"; note "原文没有写明比例"
    reading 范围 = 都给 or 只给重点; cite "二（四）"
    reading 措辞 = 甲说 or 乙说
    award 技改 = if 比例 = 三成 then 30% of 投资额 else if 比例 = 一成 then 10% of 投资额 else 20% of 投资额;
        cite "二（三）"
    award 落户 = 10万 when 重点 or 范围 = 都给; cite "二（四）"

    """

  /// 一: 20% of 100万 + 10万 = 30万; 二: 20% of 50万 + 10万 = 20万; 三: 重点 is unknown, nothing is
  /// invested: 10万.
  private static let companies = """
    企业名称,投资额（万元）,重点
    一,100,是
    二,50,否
    三,0,

    """

  private func desk() throws -> Desk {
    try Desk(["a.rules": Self.rules, "a.csv": Self.companies])
  }

  private let run = ["readings", "a.rules", "--companies", "a.csv", "--year", "2026"]

  /// 一成: 10 + 5 and three times 10 = 45万, 15万 less; 三成: 30 + 15 + 30 = 75万, 15万 more.
  /// 只给重点: 20 + 10 for 一, 10 for 二, 0 .. 10万 for 三: 40 .. 50万.
  @Test func everyChoiceIsPricedAlone() throws {
    let desk = try desk()
    let ending = try desk.ending(of: desk.start(run + ["--format", "csv"]))
    #expect(ending.code == 0)
    #expect(
      ending.output == """
        理解,选择,默认,所取,合计,上限合计,相差,上限相差,企业数,增加,减少,企业,条款,注,说明
        比例,两成,是,是,600000.00,600000.00,0.00,0.00,0,0,0,,二（三）,原文没有写明比例,
        比例,一成,,,450000.00,450000.00,-150000.00,-150000.00,2,0,2,\
        一 300000.00 → 200000.00；二 200000.00 → 150000.00,二（三）,原文没有写明比例,
        比例,三成,,,750000.00,750000.00,150000.00,150000.00,2,2,0,\
        一 300000.00 → 400000.00；二 200000.00 → 250000.00,二（三）,原文没有写明比例,
        范围,都给,是,是,600000.00,600000.00,0.00,0.00,0,0,0,,二（四）,,
        范围,只给重点,,,400000.00,500000.00,-200000.00,-100000.00,2,0,2,\
        二 200000.00 → 100000.00；三 100000.00 → 0.00 .. 100000.00,二（四）,,
        措辞,甲说,是,是,600000.00,600000.00,0.00,0.00,0,0,0,,,,没有规则用到这处理解
        措辞,乙说,,,600000.00,600000.00,0.00,0.00,0,0,0,,,,没有规则用到这处理解

        """)
  }

  @Test func aTableForReaders() throws {
    let desk = try desk()
    let ending = try desk.ending(of: desk.start(run + ["--top", "1"]))
    #expect(
      ending.output == """
        3 处理解，3 家企业（3 行），合计 600,000.00 元；每次只换一处，其余不变

        比例  二（三）
        原文没有写明比例
        选择          合计（元）   相差（元）  企业数  增加  减少
        两成（默认）  600,000.00
        一成          450,000.00  -150,000.00       2     0     2
        三成          750,000.00  +150,000.00       2     2     0

        - 一成：一 300,000.00 → 200,000.00
        - 三成：一 300,000.00 → 400,000.00

        范围  二（四）
        选择                        合计（元）                  相差（元）  企业数  增加  减少
        都给（默认）                600,000.00
        只给重点      400,000.00 .. 500,000.00  -200,000.00 .. -100,000.00       2     0     2

        - 只给重点：二 200,000.00 → 100,000.00

        措辞
        选择          合计（元）  相差（元）  企业数  增加  减少
        甲说（默认）  600,000.00
        乙说          600,000.00        0.00       0     0     0
        没有规则用到这处理解

        """)
  }

  /// With a reading chosen the other choices are held against that.
  @Test func anotherBase() throws {
    let desk = try desk()
    let ending = try desk.ending(
      of: desk.start(run + ["--reading", "比例=一成", "--format", "json", "--top", "0"]))
    let root = try JSONSerialization.jsonObject(with: Data(ending.outputBytes)) as? [String: Any]
    #expect((root?["total"] as? [String: String])?["low"] == "450000.00")
    let readings = root?["readings"] as? [[String: Any]]
    let choices = readings?.first?["choices"] as? [[String: Any]]
    #expect(choices?.map { $0["low_change"] as? String } == ["150000.00", "0.00", "300000.00"])
    #expect(choices?.map { $0["taken"] as? Bool } == [false, true, false])
    #expect(choices?.map { $0["default"] as? Bool } == [true, false, false])
    #expect(choices?.allSatisfy { ($0["named"] as? [Any])?.isEmpty == true } == true)
    #expect(readings?.map { $0["used"] as? Bool } == [true, true, false])
  }

  /// The figures are those of `batch` under each choice.
  @Test(arguments: ["比例=一成", "比例=三成", "范围=只给重点", "措辞=乙说"])
  func theSumsAreThoseOfBatch(_ reading: String) throws {
    let desk = try desk()
    let table = try desk.ending(of: desk.start(run + ["--format", "csv"])).output
    let batch = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "--year", "2026", "--reading", reading,
      "-o", "o.csv", "--summary", "s.csv", "-q")
    #expect(batch.code == 0)
    let last = try desk.text("s.csv").split(separator: "\n").last ?? ""
    let sums = last.split(separator: ",").suffix(2).joined(separator: ",")
    let name = reading.replacingOccurrences(of: "=", with: ",")
    #expect(table.contains("\n\(name),,,\(sums),"))
  }

  @Test func rejectsAndFaults() throws {
    let desk = try desk()
    try desk.put("b.csv", Self.companies + "四,很多,是\n")
    let ending = try desk.run(
      "readings", "a.rules", "--companies", "b.csv", "--year", "2026", "-o", "价.md")
    #expect(ending.code == 3)
    #expect(ending.errors.contains("b.csv,5,投资额（万元）,很多,"))
    #expect(try desk.text("价.md").contains("| 一成 | 450,000.00 | -150,000.00 | 2 | 0 | 2 |\n"))
    #expect(try desk.ending(of: desk.start(run + ["-o", "a.csv"])).code == 64)
    #expect(try desk.text("a.csv") == Self.companies)
    #expect(try desk.ending(of: desk.start(run + ["--reading", "比例=四成"])).code == 64)
    #expect(try desk.ending(of: desk.start(run + ["--top", "-1"])).code == 64)
    #expect(try desk.ending(of: desk.start(run + ["-o", "价.doc"])).code == 64)
  }

  /// A long file says on a terminal how far it has come, and takes the line back.
  @Test func progressOnATerminal() throws {
    let desk = try desk()
    let rows = (1...1000).map { "虚构\($0),\($0),是\n" }.joined()
    try desk.put("长.csv", "企业名称,投资额,重点\n" + rows)
    let run = ["readings", "a.rules", "--companies", "长.csv", "--year", "2026", "-o", "o.csv"]
    let shown = try desk.errorsOnATerminal(run, ["TERM": "xterm"])
    #expect(shown.contains("\r\u{1B}[K第 4/4 遍"))
    #expect(shown.hasSuffix("\r\u{1B}[K"))
    #expect(try desk.errorsOnATerminal(run + ["-q"], ["TERM": "xterm"]) == "")
    #expect(try desk.ending(of: desk.start(run)).errors == "")
  }
}
