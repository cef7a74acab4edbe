import Foundation
import Jili
import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

/// Companies over several years in files with few faults, so that columns settle most of them: the
/// bytes are those of the whole files.
@Suite("companies over years") struct CompanyYearTests {
  private static let declarations = """
    policy 试市 { period 2023-01-01 .. 2028-12-31; funding 市 50%, 区 50% when 市属 }
    field 营收 : money by year; peak "此前最高"
    field 规上 : flag
    field 等级 : one of 甲, 乙, 丙
    field 用工 : number by year
    field 投资 : money in 0元 .. 900万元
    field 市属 : flag; blank = none
    title 小巨人; valid 3 years
    title 领军
    benefit 直通车 when 规上 and 等级 = 甲

    """

  /// Each with what asks of other rows: nothing, earlier years' facts, what was due before.
  private static let rules = [
    """
    award 小巨人 = 50万 when new; renewal = 10万
    award 领军 = if first then 8万 else 5万 when new
    award 年补 = 2% of 投资; cap 4000元 per year
    together 小巨人, 年补; cap 51万 per year

    """,
    """
    award 小巨人 = 50万 when new; renewal = 10万
    award 首破 = (营收 first reaches { 1000元: 1万; 5000元: 3万 } highest) when 市属
    award 增长 = 1% of 营收 when 营收 >= 营收 last year; cap 300元
    award 稳岗 = 3万 when 用工 >= 用工 last year
    exclusive 首破, 增长

    """,
    """
    award 投产 = 10% of 投资 when 投资 >= 500元; once
    award 升规 = 2万 when 规上; once
    award 小巨人 = 50万 when new; once
    award 领军 = 5万 when 领军 = first or 领军 = again
    exclusive 小巨人, 投产

    """,
    """
    reading 口径 = 严 or 宽
    award 投产 = 10% of 投资 when 投资 >= if 口径 = 严 then 500元 else 300元; once
    award 升规 = 2万 when 规上; once
    award 增长 = 1% of 营收 when 营收 >= 1000元

    """,
  ]

  static func plan(_ rules: Int) throws -> Plan {
    let text = declarations + Self.rules[rules]
    let compiled = compile(Array(text.utf8), named: "试市.rules") { _ in nil }
    try #require(
      compiled.diagnostics.filter { $0.severity == .error }.map(\.message.zh) == [])
    return try #require(compiled.plan)
  }

  private static let header = "年度,编号,营收,规上,等级,投资,市属,小巨人,领军,用工"

  private static func row(
    _ year: Int, _ company: Int, _ faults: Int, _ random: inout SeededRandom
  ) -> String {
    func cell(_ clean: [String], _ faulty: String) -> String {
      random.once(in: faults) ? faulty : random.pick(clean)
    }
    return [
      cell(["\(year)"], "\(year)-06-30"), cell(["K\(company)"], " K\(company) "),
      cell(["800", "1200.5", "6000", "1,500"], ""), cell(["是", "否"], "待定"),
      cell(["甲", "乙", "丙"], ""), cell(["400", "700", "20万元", "0"], "1000万元"),
      cell(["是", "否", ""], "x"), cell(["新认定", "复评", "", "有效"], "失效"),
      cell(["", "", "首次", "新认定"], "2024-03-01"),
      cell(["10", "12", "15"], ""),
    ].map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n"
  }

  /// One file a year, or one for all; `faults`: one cell in so many is faulty.
  static func files(
    _ seed: UInt64, faults: Int, isByYear: Bool
  ) -> [(name: String, bytes: [UInt8])] {
    var random = SeededRandom(seed: seed)
    var files: [(name: String, text: String)] = []
    for year in 2023...2026 {
      if files.isEmpty || isByYear { files.append(("\(year).csv", header + "\n")) }
      for company in 1...14 {
        if company > 11 && year != 2023 + company % 4 { continue }
        if random.once(in: 9) { continue }
        files[files.count - 1].text += row(year, company, faults, &random)
      }
    }
    return files.map { ($0.name, Array($0.text.utf8)) }
  }

  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func years(_ seed: UInt64) throws {
    let plan = try Self.plan(Int(seed % 4))
    let files = Self.files(seed, faults: seed % 3 == 0 ? 30 : 400, isByYear: seed % 5 < 2)
    let ways = try BothWays(
      plan, files,
      ["--key", "编号", "--date-column", "年度"] + (seed % 7 == 0 ? ["--absent", "blank"] : []))
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)") == 4)
  }

  /// A column of its own gives the highest value of earlier years, with holes.
  @Test func columnOfHighest() throws {
    let plan = try Self.plan(1)
    var text = "年度,编号,营收,规上,等级,此前最高,市属,小巨人\n"
    for year in 2023...2026 {
      for company in 1...9 where company % 4 != year % 4 {
        let highest = company % 3 == 0 ? "" : "\(company * 500)"
        text += "\(year),K\(company),\(company * 700 + year),是,甲,\(highest),是,\n"
      }
    }
    let ways = try BothWays(
      plan, [("甲.csv", Array(text.utf8))], ["--key", "编号", "--date-column", "年度"])
    #expect(try ways.agree("highest") == 4)
  }

  /// Values that options set for all rows, and columns of stated years.
  @Test(arguments: [
    ["--set", "营收=900元"], ["--set", "小巨人=新认定"], ["--set", "营收.2022=5000元"], [],
  ])
  func settings(_ options: [String]) throws {
    for rules in 0...2 {
      let plan = try Self.plan(rules)
      var text = "年度,编号,规上,等级,投资,市属,领军\(options.isEmpty ? ",营收,2022年营收" : "")\n"
      for year in 2023...2025 {
        for company in 1...8 {
          text += "\(year),K\(company),是,乙,\(company * 200),是,首次"
          text += options.isEmpty ? ",\(company * 1000),1100\n" : "\n"
        }
      }
      let ways = try BothWays(
        plan, [("甲.csv", Array(text.utf8))],
        ["--key", "编号", "--date-column", "年度"] + options)
      try ways.agree("\(options) \(rules)")
    }
  }

  /// Rows of different dates without a key.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func datesAlone(_ seed: UInt64) throws {
    let plan = try Self.plan(Int(seed % 4))
    let ways = try BothWays(
      plan, Self.files(seed, faults: 40, isByYear: seed % 2 == 0),
      ["--date-column", "年度", "--keep", "编号"])
    #expect(try ways.agree("seed \(seed)") == 4)
  }

  // MARK: - Split sums

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func splits(_ seed: UInt64) throws {
    let plan = try Self.plan(Int(seed % 4))
    let split = [
      ["--payers"], ["--by", "等级"], ["--by", "市属,等级", "--payers"], ["--by", "投资"],
    ][Int(seed / 2 % 4)]
    let rows =
      switch seed % 3 {
      case 0: ["--key", "编号", "--date-column", "年度"]
      case 1: ["--date-column", "年度"]
      default: ["--year", "2025"]
      }
    let layout = seed % 5 == 0 ? ["--layout", "long"] : []
    let ways = try BothWays(
      plan, Self.files(seed, faults: 30, isByYear: seed % 2 == 0), split + rows + layout)
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)") == 4)
  }
}
