import JiliLexer
import Testing

@testable import Jili

/// Several scores of a quota rank one after the other.
@Suite("second keys of a quota")
struct QuotaKeyTests {
  /// Scores and ranks of 甲, 乙, 丙, 丁: 乙 and 丁 are equal in both.
  private static let companies = """
    企业,得分,名次,上市日
    甲,90,3,2020-05
    乙,90,5,2020
    丙,80,9,2019
    丁,90,5,2020

    """

  /// Which companies get their 1万: the certain ones, then those at a tie.
  private func selected(_ clause: String) throws -> [String] {
    let rules = """
      field 得分 : number
      字段 名次 : 数
      field 上市日 : date
      奖励 奖 = 1万; \(clause)
      """
    let plan = try #require(compile(Array(rules.utf8), named: "q.rules") { _ in nil }.plan)
    let file = InputFile(name: "q.csv", bytes: Array(Self.companies.utf8))
    let done = try runBatch(plan, [file], input: InputOptions(), run: RunOptions())
    return zip(["甲", "乙", "丙", "丁"], done.outcomes).compactMap { name, outcome in
      let line = outcome.lines[0]
      if line.high == .zero { return nil }
      return line.low == .zero ? name + "?" : name
    }
  }

  @Test(arguments: [
    ("quota = 1 per year by 得分, 名次", ["乙?", "丁?"]),
    ("名额 = 每年 2 按 得分、名次", ["乙", "丁"]),
    ("quota = 3 per year by 得分, 名次", ["甲", "乙", "丁"]),
    ("名额 = 每年 1 按 名次、得分", ["丙"]),
    ("quota = 1 per year by 得分, 0 - 名次", ["甲"]),
    ("quota = 3 per year by 得分", ["甲", "乙", "丁"]),
    ("名额 = 每年 2 按 得分", ["甲?", "乙?", "丁?"]),
    ("名额 = 每年 4 按 得分、名次", ["甲", "乙", "丙", "丁"]),
    // May 2020 may be before or after any other day of 2020.
    ("quota = 1 per year by 得分, 上市日", ["甲?", "乙?", "丁?"]),
    ("名额 = 每年 3 按 得分、上市日", ["甲", "乙", "丁"]),
    ("quota = 2 per year by 得分, 名次, 上市日", ["乙", "丁"]),
  ])
  func rankTheRest(_ clause: String, _ names: [String]) throws {
    #expect(try selected(clause) == names)
  }

  /// A reading may give another number of places, or rank by another score: 乙 then has one.
  @Test(arguments: [
    "quota = if 口径 = 严 then 1 else 2 per year by 得分",
    "quota = 1 per year by if 口径 = 严 then 得分 else 0 - 得分",
  ])
  func readingsOfQuotas(_ clause: String) throws {
    let rules = """
      field 得分 : number
      reading 口径 = 严 or 宽
      award 奖 = 1万; \(clause)
      """
    let plan = try #require(compile(Array(rules.utf8), named: "q.rules") { _ in nil }.plan)
    let file = InputFile(name: "q.csv", bytes: Array("企业,得分\n甲,90\n乙,80\n".utf8))
    let done = try runBatch(plan, [file], input: InputOptions(), run: RunOptions())
    let effects = done.outcomes[1].lines[0].readings
    #expect(effects.map { "\($0.reading) \($0.choice) \($0.low.yuanText)" } == ["口径 宽 10000.00"])
  }
}
