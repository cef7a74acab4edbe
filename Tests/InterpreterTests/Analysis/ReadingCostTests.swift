import Foundation
import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

@Suite("what readings cost")
struct ReadingCostTests {
  private func plan(_ text: String) throws -> Plan {
    try #require(compile(Array(text.utf8), named: "t.rules") { _ in nil }.plan)
  }

  /// Nothing is run for a reading that no rule asks for, nor twice for choices that no rule tells
  /// apart: here the base, 只给丙 and one run for both 乙 and 丁.
  @Test func noRunIsWasted() throws {
    let plan = try plan(
      """
      field 甲 : flag
      reading 范围 = 都给 or 乙 or 只给丙 or 丁
      reading 措辞 = 这 or 那
      award 奖 = (if 范围 = 都给 then 3万 else if 范围 = 只给丙 then 1万 else 2万) when 甲
      """)
    let input = try ingest([file("企业名称,甲\n一,是\n")], plan: plan, options: options())
    var heard: [[Int]] = []
    let costs = try readingCosts(plan, input, choices: [0, 0], naming: 1) {
      heard.append([$0, $1])
    }
    #expect(heard == [[1, 3], [2, 3], [3, 3]])
    #expect(
      costs.readings[0].choices.map(\.low.yuanText) == [
        "30000.00", "20000.00", "10000.00", "20000.00",
      ])
    #expect(costs.readings[1].isUsed == false)
    #expect(costs.readings[1].changesNothing)
  }

  /// Rows of one key are one company, and the widest change is named first.
  @Test func companiesByTheirKey() throws {
    let plan = try plan(
      """
      field 额 : money
      reading 比例 = 全额 or 一半
      award 奖 = if 比例 = 一半 then 50% of 额 else 额
      """)
    let table = "编号,年度,额\n一,2025,10\n二,2026,16\n一,2026,20\n"
    let input = try ingest(
      [file(table)], plan: plan, options: options(panelBy: "编号", "年度"))
    let half = try readingCosts(plan, input, choices: [0], naming: 2).readings[0].choices[1]
    #expect(half.losing == 2)
    #expect(half.changes.map(\.company) == ["一", "二"])
    #expect(half.changes.map(\.baseLow.yuanText) == ["30.00", "16.00"])
    #expect(half.changes.map(\.low.yuanText) == ["15.00", "8.00"])
    #expect(half.lowChange == yuan(-23))
  }

  /// Over a shipped policy every figure is what a batch under that choice adds up to.
  @Test(arguments: ["jiaxing-2026", "taizhou-2025"])
  func theSumsOfRealPolicies(_ policy: String) throws {
    let rules = "Rules/\(policy).rules"
    let compiled = compile(try Repository.bytes(rules), named: rules) { path in
      try? Repository.bytes(path)
    }
    let plan = try #require(compiled.plan)
    let file = InputFile(
      name: "a.csv", bytes: try Repository.bytes("Rules/\(policy).companies.csv"))
    let input = options { $0.date = days(2027) }
    let base = [Int](repeating: 0, count: plan.readings.count)
    let costs = try readingCosts(
      plan, try ingest([file], plan: plan, options: input), choices: base, naming: 0)
    #expect(costs.readings.contains { !$0.changesNothing })
    for cost in costs.readings {
      for (choice, found) in cost.choices.enumerated() {
        var choices = base
        choices[cost.reading] = choice
        let batch = try runBatch(
          plan, [file], input: input,
          run: RunOptions(choices: choices, explains: false, triesReadings: false))
        let summary = try summarise(
          batch.input, PolicyResults(plan: plan, outcomes: batch.outcomes))
        #expect(found.low == summary.low && found.high == summary.high, "\(found.name)")
      }
    }
  }
}
