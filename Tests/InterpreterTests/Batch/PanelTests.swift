import JiliLexer
import Testing

@testable import Jili

@Suite struct PanelTests {
  private let plan = layout([yearly("营收"), title("T"), Fact(name: "规模", kind: .money)])

  private func read(_ text: String) throws -> Ingested {
    try ingest([file(text)], layout: plan, options: options(panelBy: "股票", "年份"))
  }

  /// Own value, last year and peak of the row.
  private func years(_ row: AcceptedRow) -> [SlotValue] { Array(row.row.values[0..<3]) }

  private func number(_ value: Int) -> SlotValue { .number(Exact(value)) }

  @Test func earlierRowsAreTheHistory() throws {
    let read = try read("股票,年份,营收\nA,2012,7\nA,2010,5\nA,2011,9\nB,2012,1\n")
    #expect(years(read.rows[0]) == [number(7), number(9), number(9)])
    #expect(years(read.rows[1]) == [number(5), .unknown, .absent])
    #expect(years(read.rows[2]) == [number(9), number(5), number(5)])
    #expect(years(read.rows[3]) == [number(1), .unknown, .absent])
    #expect(read.rows.allSatisfy { $0.row.hasHistory })
    #expect(read.rows[0].notes.map(\.zh) == ["历史从 2010 年算起"])
    #expect(read.rows[0].row.date == days(2012))
  }

  @Test func aHoleLeavesALowerBound() throws {
    let read = try read(
      "股票,年份,营收\nA,2010,5\nA,2012,7\nB,2010,\nB,2011,3\nC,2010,4\nC,2011,\nC,2012,6\n")
    #expect(years(read.rows[1]) == [number(7), .unknown, .atLeast(Exact(5))])
    #expect(years(read.rows[3]) == [number(3), .unknown, .unknown])
    #expect(years(read.rows[6]) == [number(6), .unknown, .atLeast(Exact(4))])
  }

  @Test func aRejectedRowIsAHoleAndNoBeginning() throws {
    let read = try read("股票,年份,营收\nA,2010,bad\nA,2011,3\nB,bad,1\nB,2011,3\n")
    #expect(read.rejects.map(\.fault.code) == ["J4201", "J4205"])
    #expect(years(read.rows[0])[2] == .unknown)
    #expect(years(read.rows[1])[2] == .unknown)
  }

  @Test func blanksOfTheFieldFillTheHistory() throws {
    var none = yearly("营收")
    none.blank = .absent
    let read = try ingest(
      [file("股票,年份,营收\nA,2010,\nA,2011,3\nA,2012,4\n")], layout: layout([none]),
      options: options(panelBy: "股票", "年份"))
    #expect(read.rows[0].row.values == [.absent, .unknown, .absent])
    #expect(read.rows[1].row.values == [number(3), .absent, .absent])
    #expect(read.rows[2].row.values == [number(4), number(3), number(3)])
  }

  @Test func duplicatesAndContradictions() throws {
    let read = try read(
      """
      股票,年份,营收,规模
      A,2010,5,1
      A,2010,5,2
      A,2010,5,1
      A,2010,6,3
      A,2010,,4
      ,2010,5,1
      """)
    #expect(read.rows.map(\.number) == [2, 3, 6])
    #expect(
      read.rejects.map { "\($0.number) \($0.column) \($0.fault.code) \($0.fault.reason.zh)" } == [
        "4 股票 J4236 与第 2 行重复", "5 营收 J4237 与第 2 行的数不同", "7 股票 J4235 没有企业标识",
      ])
  }

  @Test func withoutAKeyRowsAreNotCompared() throws {
    let read = try ingest(
      [file("企业,营收\n甲,5\n甲,5\n")], layout: plan, options: options())
    #expect(read.counts.accepted == 2)
    #expect(read.rows.allSatisfy { $0.row.key == nil && !$0.row.hasHistory })
  }

  @Test func yearsInTheHeadersOfOneRow() throws {
    let read = try ingest(
      [file("企业,营收2024,营收2025,营收2026\n甲,3,8,9\n乙,3,,\n")], layout: plan, options: options())
    #expect(years(read.rows[0]) == [number(9), number(8), .atLeast(Exact(8))])
    #expect(years(read.rows[1]) == [.unknown, .unknown, .atLeast(Exact(3))])
    let twice = try ingest(
      [file("企业,营收,营收2026\n甲,3,4\n乙,3,3\n丙,,5\n")], layout: plan, options: options())
    #expect(twice.rejects.map(\.fault.code) == ["J4238"])
    #expect(twice.rows.map { $0.row.values[0] } == [number(3), number(5)])
  }

  @Test func thePeakColumnDecides() throws {
    var revenue = yearly("营收")
    revenue.peakAliases = ["历年最高"]
    let read = try ingest(
      [file("股票,年份,营收,历年最高\nA,2010,5,\nA,2011,9,70\n")], layout: layout([revenue]),
      options: options(panelBy: "股票", "年份"))
    #expect(read.rows[0].row.values[2] == .absent)
    #expect(read.rows[1].row.values[2] == number(70))
    #expect(read.rows[1].notes.isEmpty)
  }

  @Test func aPanelSettlesWhetherATitleIsTheFirst() throws {
    let read = try read(
      """
      股票,年份,T
      A,2010,有效
      A,2012,新认定
      B,2010,无
      B,2011,新认定
      C,2011,新认定
      D,2010,无
      D,2012,新认定
      E,2010,失效
      E,2011,新认定
      """)
    func status(_ index: Int) -> SlotValue { read.rows[index].row.values[3] }
    #expect(status(1) == .title(.newAgain, event: nil))
    #expect(status(3) == .title(.newFirst, event: nil))
    #expect(status(4) == .title(.new, event: nil))
    #expect(status(6) == .title(.new, event: nil))
    #expect(status(8) == .title(.newAgain, event: nil))
  }

  @Test func evaluationDates() throws {
    let facts = RowLayout(
      facts: plan.facts, slotCount: plan.slotCount, lastDay: days(2028, 12, 31))
    let plain = try ingest(
      [file("企业,营收\n甲,5\n")], layout: facts, options: options { $0.date = nil })
    #expect(plain.rows[0].row.date == days(2028, 12, 31))
    #expect(plain.defaultDate == days(2028, 12, 31))
    #expect(plain.notices.map(\.code).contains("J4304"))
    let column = try ingest(
      [file("企业,年度,营收\n甲,2026-03,5\n乙,,5\n丙,x,5\n")], layout: facts,
      options: options { $0.date = nil })
    #expect(column.rows.map(\.row.date) == [days(2026, 3), .unknown])
    #expect(column.rejects.map(\.fault.code) == ["J4205"])
    #expect(column.identityHeaders == ["企业"])
    let given = try ingest([file("企业,年度,营收\n甲,x,5\n")], layout: facts, options: options())
    #expect(given.rows[0].row.date == days(2026))
  }

  @Test func identifyingColumns() throws {
    let text = "地址,公司名称,企业编号,年份,营收\n路,甲,07,2026,5\n"
    func headers(_ change: (inout InputOptions) -> Void) throws -> [String] {
      try ingest([file(text)], layout: plan, options: options(change)).identityHeaders
    }
    #expect(try headers { _ in } == ["企业编号", "公司名称"])
    #expect(try headers { $0.key = "公司名称" } == ["公司名称"])
    #expect(
      try headers {
        $0.date = nil
        $0.key = "公司名称"
        $0.dateColumn = "年份"
      } == ["年份", "公司名称"])
    #expect(try headers { $0.keep = ["地址"] } == ["地址"])
    let plain = try ingest(
      [file("名,营收\n甲,5\n")], layout: plan, options: options())
    #expect(plain.identityHeaders == ["名"])
    #expect(plain.rows[0].identity == ["甲"])
  }

  @Test func severalFilesAreOneRun() throws {
    let read = try ingest(
      [
        file("股票,年份,营收（万元）\nA,2010,5\n", named: "一.csv"),
        file("年份\t股票\t营收\n2011\tA\t9\n", named: "二.tsv"),
      ], layout: plan, options: options(panelBy: "股票", "年份"))
    #expect(read.rows.map(\.file) == [0, 1])
    #expect(years(read.rows[1]) == [number(9), number(50000), number(50000)])
    #expect(read.rows.map(\.identity) == [["2010", "A"], ["2011", "A"]])
  }

  @Test func numbersOutsideTheBoundsAreCounted() throws {
    var fact = Fact(name: "规模", kind: .money)
    fact.bounds = Bounds(low: .zero, high: Exact(10))
    let read = try ingest(
      [file("企业,规模\n甲,5\n乙,11\n丙,-1\n")], layout: layout([fact]), options: options())
    #expect(read.counts.accepted == 3)
    #expect(read.notices.map(\.message.zh) == ["`规模` 有 2 行超出规则写的范围，请核对"])
  }
}
