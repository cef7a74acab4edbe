import JiliLexer
import Testing

@testable import Jili

@Suite struct TitleTests {
  @Test(
    arguments: [
      ("新认定", .new), ("新增", .new), ("新入选", .new), ("new", .new), ("NEW", .new),
      ("首次", .newFirst), ("首次认定", .newFirst), ("first", .newFirst), ("再次", .newAgain),
      ("again", .newAgain), ("复评", .renewed), ("通过复评", .renewed), ("复核通过", .renewed),
      ("renewed", .renewed), ("新引进", .relocated), ("总部迁入", .relocated),
      ("有效", .held), ("有效期内", .held), ("held", .held), ("是", .inForce), ("√", .inForce),
      ("1", .inForce), ("否", .none), ("×", .none), ("无", .none), ("失效", .none),
      ("未通过复评", .none), ("?", .unknown), ("？", .unknown), ("不详", .unknown), ("待核", .unknown),
    ] as [(String, TitleStatus)])
  func words(_ cell: String, expected: TitleStatus) throws {
    guard case .status(let status, _) = try titleCell(cell) else {
      Issue.record("not a status")
      return
    }
    #expect(status == expected)
  }

  @Test func datesAndFaults() throws {
    #expect(try titleCell("2024") == .recognised(days(2024)))
    #expect(try titleCell("2024-07-12") == .recognised(days(2024, 7, 12)))
    #expect(try titleCell("-") == .empty)
    #expect(throws: CellFault.notTitleStatus("新认定")) { try titleCell("新任定") }
    #expect(throws: CellFault.noSuchDate) { try titleCell("2024-13") }
    #expect(CellFault.notTitleStatus("新认定").reason.zh == "不是称号状态；是否 新认定")
    #expect(CellFault.notTitleStatus("新认定").code == "J4203")
  }

  /// Headers, cells, validity in months → the statuses in 2026, or the code of the fault.
  @Test(
    arguments: [
      ("T认定日期", "2026-03-01", 36, "new"), ("T_认定年份", "2026", 36, "new"),
      ("T.认定时间", "2025-03-01", 36, "held"), ("T认定日期", "2022", 36, "none"),
      ("T认定日期", "2023", 36, "none|held"), ("T认定日期", "2022", nil, "held"),
      ("T认定日期", "2027", 36, "none"), ("T认定日期", "", 36, "none"),
      ("T首次认定日期", "2026", 36, "first"), ("T首次认定日期,T认定日期", "2020,2026", 36, "again"),
      ("T首次认定日期,T认定日期", "2026,2020", 36, "J4218"),
      ("T认定日期,T复评日期", "2026,2022", 36, "again"), ("T认定日期,T迁入日期", "2026,2022", 36, "again"),
      ("T认定日期,T复评日期", "2023,2026-07", 36, "renewed"),
      ("T认定日期,T复评日期", "2020,2024-07", 36, "held"),
      ("T认定日期,T复评日期,T迁入日期", "2020,2026,2026", 36, "relocated"),
      ("T认定日期,T迁入日期", "2026,2026", 36, "new"),
      ("T认定日期,T失效日期", "2020,2026-01-01", nil, "none"),
      ("T认定日期,T失效日期", "2020,2027-01-01", 36, "held"),
      ("T认定日期,T失效日期", "2020,2026-06-01", nil, "none|held"),
      ("T失效日期", "2025", nil, "none"), ("T,T认定日期", "复评,2023", 36, "renewed"),
      ("T,T认定日期", "有效,2018", 36, "J4217"), ("T,T认定日期", "无,2025", 36, "J4217"),
      ("T,T认定日期", ",2025", 36, "held"), ("T,T认定日期", "新认定,2025", 36, "J4217"),
      ("T,T认定日期", "是,2026", 36, "new"), ("T,T认定日期", "复评,2026", 36, "J4217"),
      ("T,T首次认定日期", "新认定,2020", 36, "again"), ("T,T首次认定日期", "新认定,2026", 36, "first"),
      ("T,T认定日期", "2024,2024-07-12", 36, "held"), ("T,T认定日期", "2024,2025", 36, "J4217"),
      ("T新认定", "是", 36, "new"), ("T_新认定", "否", 36, "none|renewed|relocated|held"),
      ("当年新认定T", "是", 36, "new"), ("T,T新认定", "是,否", 36, "renewed|relocated|held"),
      ("T,T复评", "是,是", 36, "renewed"), ("T,T复评", ",是", 36, "renewed"),
      ("T,T新认定", "有效,是", 36, "J4217"), ("T新认定,T复评", "是,是", 36, "J4217"),
      ("T,T新认定", "新认定,否", 36, "new"), ("T新引进", "是", 36, "relocated"),
      ("T", "", 36, "none"), ("T", "首次", 36, "first"),
    ] as [(String, String, Int?, String)])
  func evidence(_ headers: String, _ cells: String, _ months: Int?, _ expected: String) throws {
    let plan = layout([title("T", validMonths: months)])
    let read = try ingest(
      [file("企业,\(headers)\n甲,\(cells)\n")], layout: plan, options: options())
    let found =
      read.rejects.first?.fault.code
      ?? read.rows.first.map { shown($0.row.values[0]) } ?? "nothing"
    #expect(found == expected)
  }

  @Test func missingColumnIsUnknownAndAbsentBlankIsNone() throws {
    let plan = layout([title("T"), Fact(name: "规模", kind: .money)])
    let input = [file("企业,规模\n甲,1\n")]
    let plain = try ingest(input, layout: plan, options: options())
    #expect(plain.rows[0].row.values[0] == .title(.unknown, event: nil))
    #expect(plain.notices.map(\.code) == ["J4303"])
    let blank = try ingest(input, layout: plan, options: options { $0.absentIsBlank = true })
    #expect(blank.rows[0].row.values[0] == .title(.none, event: nil))
    #expect(blank.notices.isEmpty)
  }

  @Test func eventDates() throws {
    let plan = layout([title("T", validMonths: 36)])
    let cells = "企业,T认定日期,T复评日期\n甲,2023-05,2026-07-01\n乙,2026-03-02,\n丙,2025-01-01,\n"
    let read = try ingest([file(cells)], layout: plan, options: options())
    #expect(
      read.rows.map { $0.row.values[0] } == [
        .title(.renewed, event: days(2026, 7, 1), recognised: days(2023, 5)),
        .title(.new, event: days(2026, 3, 2), recognised: days(2026, 3, 2)),
        .title(.held, event: nil, recognised: days(2025, 1, 1)),
      ])
  }

  private func shown(_ value: SlotValue) -> String {
    guard case .title(let statuses, _, _) = value else { return "\(value)" }
    if statuses == .unknown { return "unknown" }
    var names: [String] = []
    if statuses.contains(.none) { names.append("none") }
    if statuses.isSuperset(of: .new) {
      names.append("new")
    } else {
      if statuses.contains(.newFirst) { names.append("first") }
      if statuses.contains(.newAgain) { names.append("again") }
    }
    if statuses.contains(.renewed) { names.append("renewed") }
    if statuses.contains(.relocated) { names.append("relocated") }
    if statuses.contains(.held) { names.append("held") }
    return names.joined(separator: "|")
  }
}
