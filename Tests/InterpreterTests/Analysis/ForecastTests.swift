import JiliLexer
import Testing

@testable import Jili

/// What counts as present and as new, and what one more costs.
@Suite("targets against a file")
struct ForecastTests {
  private func forecast(
    _ rules: String, _ table: String, settings: [Setting] = [], isPanel: Bool = false,
    asOf: Int? = nil
  ) throws -> Forecast {
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    let program = try #require(compiled.program, "\(compiled.diagnostics.map(\.message.zh))")
    let counting = countingPlan(program)
    var input = isPanel ? options(panelBy: "编号", "年度") : options()
    input.settings = settings
    let rows = try ingest([file(table)], plan: counting.plan, options: input)
    return try Jili.forecast(
      program, counting, rows, choices: [Int](repeating: 0, count: program.readings.count),
      settings: settings, asOf: asOf)
  }

  /// `3` or `3 .. 4` of the first number of each target.
  private func present(_ forecast: Forecast) -> [String] {
    forecast.targets.map { target in
      guard let bounds = target.milestones[0].present, let low = bounds.low, let high = bounds.high
      else { return "?" }
      return low == high ? decimalText(low) : decimalText(low) + " .. " + decimalText(high)
    }
  }

  /// `2027: 3 × 100.00 .. 150.00` of each year of the first target.
  private func years(_ forecast: Forecast) -> [String] {
    forecast.targets[0].years.map { year in
      let high = year.price.high?.yuanText ?? "∞"
      return "\(year.year): \(year.count.lowerBound) × \(year.price.low.yuanText) .. \(high)"
    }
  }

  private static let gradient = """
    title 小巨人
    title 省级
    field 上市 : flag
    field 产值 : money by year; blank = none
    field 投资 : money
    define 专精特新 = 小巨人 or 省级
    award 小巨人 = 10万 when new
    """

  /// A definition is new where it would not hold without what was newly won this year.
  @Test func aDefinitionIsNewWhereItDidNotHoldBefore() throws {
    let table = """
      企业名称,小巨人,省级,上市,产值,投资
      一,新认定,有效,是,100,1
      二,新认定,,,,
      三,,首次,否,50,2
      四,新认定,?,否,-,
      五,新引进,,,,
      """
    let found = try forecast(
      Self.gradient + """

        target 专精特新 = 9 by 2028
        target 专精特新 = new 9 by 2028
        target 小巨人 = new 9 by 2028
        target 上市 = 9 by 2028
        target 上市 = new 9 by 2028
        target 产值 = 9万 by 2028
        target 投资 = 9万 by 2028
        """, table)
    #expect(found.year == 2026)
    // 四 holds 小巨人 now; whether it held 省级 before is open. An empty 上市 is unknown, an empty
    // 产值 is none, an empty 投资 is unknown: its sum has no bounds.
    #expect(present(found) == ["5", "2 .. 3", "3", "1 .. 3", "0 .. 3", "150", "?"])
  }

  /// A condition without titles is new where the row of the year before says otherwise.
  @Test func aPanelTellsWhatIsNew() throws {
    let table = """
      编号,年度,小巨人,省级,上市,产值,投资
      一,2025,,,否,1,1
      一,2026,,,是,2,5
      一,2026,新认定,,是,2,7
      二,2025,,,是,3,1
      二,2026,,,是,3,1
      三,2026,,,是,4,1
      """
    let period = "policy 市 { period 2025 .. 2028 }\n"
    let found = try forecast(
      period + Self.gradient + """

        target 上市 = new 9 by 2028
        target 上市 = 9 by 2028
        target 产值 = 9万 by 2028
        target 投资 = 9万 by 2028
        target 投资 = new 9万 by 2028
        """, table, isPanel: true)
    // 一 is known to be new in 2026; 二 in 2025 and 三 in 2026 have no row before. 产值 is one number
    // of a company-year, 投资 adds up row by row: 5 + 7 + 1 + 1, over both years 16.
    #expect(present(found) == ["1 .. 3", "3", "9", "14", "16"])
    let before = try forecast(
      period + Self.gradient + "\ntarget 上市 = 9 by 2028", table, isPanel: true, asOf: 2025)
    #expect(present(before) == ["1"])
    #expect(before.rowsLeftOut == 4)
  }

  /// Of the made-up company nothing is known but its title: other conditions make a range, which
  /// settings narrow; a year out of the period pays nothing.
  @Test func whatOneMoreCosts() throws {
    let rules = """
      policy 市 { period 2026 .. 2027; applies when 注册地 = 本市; funding 市 50%, 区 50% when 市本级 }
      field 注册地 : text
      field 市本级 : flag
      field 制造业 : flag
      field 额 : money
      title 中心
      award 中心 = 20万 when new and 制造业; renewal = 50%
      award 迁入 for 中心 = 5万 when relocated
      award 配套 for 中心 = 3万 when first
      target 中心 = 3 by 2028
      """
    let open = try forecast(rules, "企业名称,中心\n一,\n")
    #expect(
      years(open) == ["2027: 1 × 0.00 .. 230000.00", "2028: 2 × 0.00 .. 0.00"])
    #expect(open.totals[0].payers.map(\.label) == [nil])
    let settings = [
      Setting(name: "制造业", value: "是"), Setting(name: "市本级", value: "是"),
      Setting(name: "注册地", value: "本市"),
    ]
    let set = try forecast(rules, "企业名称,中心\n一,\n", settings: settings)
    #expect(years(set)[0] == "2027: 1 × 200000.00 .. 230000.00")
    #expect(set.totals[0].payers.map(\.label) == ["市", "区"])
    #expect(set.totals[0].payers.map(\.low.yuanText) == ["100000.00", "100000.00"])
    #expect(set.totals[0].payers.map { $0.high?.yuanText } == ["115000.00", "115000.00"])
  }

  @Test func whatTheTextLeavesOpen() throws {
    let rules = """
      title 示范
      field 在库 : flag
      award 示范 = unspecified when new
      award 扶持 = 1万 .. 2万 when 在库
      """
    let table = "企业名称,示范,在库\n一,,否\n"
    let unspecified = try forecast(rules + "\ntarget 示范 = 2 by 2027", table)
    #expect(unspecified.targets[0].years.map(\.price.isUnspecified) == [true])
    #expect(
      unspecified.targets[0].remarks.map(\.en) == [
        "an award without a sum in the text is not in the budget"
      ])
    // The award itself is priced as if its conditions held.
    let range = try forecast(rules + "\ntarget 扶持 = 2 by 2027", table)
    #expect(years(range) == ["2027: 2 × 10000.00 .. 20000.00"])
    #expect(range.low == yuan(2, 4) && range.high == yuan(4, 4))
    let none = try forecast(rules + "\ntarget 示范 = 200% of base by 2027", table)
    #expect(none.targets[0].milestones[0].reason?.zh == "没有写基数")
    let base = try forecast(
      rules + "\ntarget 示范 = { 2025: base 3; 2027: 200% of base }", table)
    #expect(base.targets[0].milestones[0].goal == Bounds(yuan(6)))
    let late = try forecast(rules + "\ntarget 示范 = 2", table)
    #expect(late.targets[0].remarks.map(\.zh) == ["没有写年份，政策也没有截止日，不作预算"])
  }
}
