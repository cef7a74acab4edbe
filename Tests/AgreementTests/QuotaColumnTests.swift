import Jili
import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

/// Quotas in files with few faults, so that columns find the candidates and judge most rows: the
/// bytes are those of the whole files.
@Suite("quotas in columns") struct QuotaColumnTests {
  static let rules = """
    policy 试市 { period 2024-01-01 .. 2028-12-31; funding 市 50%, 区 50% when 市属 }
    field 评分 : number; blank = none
    field 增速 : percent
    field 营收 : money by year
    field 投资 : money
    field 市属 : flag
    parameter 名额数 : number = 4
    reading 口径 = 严 or 宽
    award 评优 = 10万 when 市属; quota = 6 per year by 评分, 增速
    award 增长 = 1% of 营收 when 营收 >= if 口径 = 严 then 900元 else 400元;
      quota = 名额数 per year by 营收; cap 5万
    award 投产 = 10% of 投资; quota = 7 per year by 10% of 投资
    award 落户 = 1万 when 市属; quota = 0 per year by 投资
    exclusive 评优, 投产
    together 增长, 投产; cap 450元 per year

    """

  /// What rows of a company say of each other.
  static let yearRules =
    rules + "award 连涨 = 2万 when 营收 >= 营收 last year; "
    + "quota = 3 per year by 营收 - 营收 last year\n"

  /// Sums that earlier years bar: who has a place then hangs on who had one before.
  static let onceRules =
    yearRules.replacing("quota = 7 per year by", with: "once; quota = 7 per year by")

  static func plan(_ rules: String) throws -> Plan {
    let compiled = compile(Array(rules.utf8), named: "试市.rules") { _ in nil }
    try #require(
      compiled.diagnostics.filter { $0.severity == .error }.map(\.message.zh) == [])
    return try #require(compiled.plan)
  }

  /// `faults`: one cell in so many is faulty; `scores`: so many different ones.
  static func file(
    _ seed: UInt64, companies: Int, years: [Int], faults: Int, scores: Int
  ) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    var text = "年度,编号,评分,增速（%）,营收,投资,市属\n"
    func cell(_ clean: String, _ faulty: String) -> String {
      random.once(in: faults) ? faulty : clean
    }
    for year in years {
      for company in 1...companies where years.count == 1 || !random.once(in: 6) {
        let score = random.int(1...scores)
        let cells = [
          "\(year)", "K\(company)",
          cell("\(score)", random.once(in: 2) ? "" : "x"),
          cell("\(random.int(0...30)).5", ""),
          cell("\(random.int(1...scores) * 3)", ""),
          cell("\(random.int(0...scores)).25", "约五百"),
          cell(random.once(in: 3) ? "否" : "是", ""),
        ]
        text += cells.joined(separator: ",") + "\n"
      }
    }
    return Array(text.utf8)
  }

  /// Each row stands alone.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func rows(_ seed: UInt64) throws {
    let plan = try Self.plan(Self.rules)
    let years = seed % 3 == 0 ? [2026] : [2025, 2026, 2027]
    let file = Self.file(
      seed, companies: 60, years: years, faults: seed % 4 == 0 ? 20 : 500,
      scores: seed % 2 == 0 ? 12 : 5000)
    let ways = try BothWays(
      plan, [("甲.csv", file)],
      ["--date-column", "年度"] + (seed % 5 == 0 ? ["--set", "名额数=1000"] : []))
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)", sizes: [(300, 7), (1 << 20, 2)]) == 2)
  }

  /// Companies over several years, some of which have one row.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func companies(_ seed: UInt64) throws {
    let plan = try Self.plan(seed % 3 == 1 ? Self.onceRules : Self.yearRules)
    let file = Self.file(
      seed, companies: 25, years: [2024, 2025, 2026], faults: seed % 4 == 0 ? 20 : 500,
      scores: seed % 2 == 0 ? 12 : 5000)
    let ways = try BothWays(
      plan, [("甲.csv", file)], ["--key", "编号", "--date-column", "年度"])
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)", sizes: [(300, 7), (1 << 20, 2)]) == 2)
  }
}
