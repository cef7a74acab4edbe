import Testing

@testable import Jili

@Suite("JSON files of companies")
struct JSONTableTests {
  private static var growth: Fact { Fact(name: "增长率", kind: .percent) }
  private static var isKey: Fact { Fact(name: "重点领域", kind: .flag) }
  private static var revenue: Fact {
    var fact = yearly("营业收入")
    fact.aliases = ["营收"]
    return fact
  }

  private func read(
    _ text: String, _ change: (inout InputOptions) -> Void = { _ in }
  ) throws(InputRefusal) -> Ingested {
    try ingest(
      [file(text, named: "公司.json")],
      layout: layout([Self.revenue, title("国家级小巨人"), Self.growth, Self.isKey]),
      options: options(change))
  }

  private func rejected(_ text: String) throws -> [String] {
    try read(text).rejects.map { "\($0.number) \($0.column) \($0.fault.code)" }
  }

  /// A list, or an object a line; the row is the line on which the object begins.
  @Test(
    arguments: [
      ("[\n{\"企业\": \"甲\", \"营收\": \"8亿\"},\n\n{\"企业\": \"乙\",\n \"营收\": 3.50}]\n", [2, 4]),
      ("{\"企业\": \"甲\", \"营收\": \"8亿\"}\n{\"企业\": \"乙\", \"营收\": 3.50}\n", [1, 2]),
      ("{\"企业\": \"甲\", \"营收\": \"8亿\"}\r\n\r\n{\"企业\": \"乙\", \"营收\": 3.50}", [1, 3]),
    ] as [(String, [Int])])
  func listsAndLines(_ text: String, _ lines: [Int]) throws {
    let found = try read(text)
    #expect(found.rows.map(\.company) == ["甲", "乙"])
    #expect(found.rows.map(\.row.values[0]) == [.number(yuan(8, 8)), .number(yuan(35, -1))])
    #expect(found.rows.map(\.number) == lines)
    #expect(found.inputs[0].encoding == "utf-8")
  }

  /// A key that an object lacks says nothing; an empty cell of a title says that there is none.
  @Test func aMissingKeyIsNoEmptyCell() throws {
    let found = try read(
      """
      [{"企业": "甲", "国家级小巨人": "新认定"}, {"企业": "乙", "国家级小巨人": null}, {"企业": "丙"}]
      """)
    let statuses = found.rows.map { $0.row.values[3] }
    #expect(statuses[1] == .title(.none, event: nil))
    let every: TitleStatus = [.none, .new, .renewed, .relocated, .held]
    #expect(statuses[2] == .title(every, event: nil))
  }

  @Test func yearsAndEventsInObjects() throws {
    let found = try read(
      """
      [{"企业": "甲", "营业收入（万元）": {"2025": 800, "2026": "12亿"},
        "国家级小巨人": {"状态": "renewed", "认定日期": "2023-07", "复评日期": "2026-07"}}]
      """)
    #expect(found.rejects == [])
    let values = found.rows.first?.row.values ?? []
    #expect(values[0] == .number(yuan(12, 8)))
    #expect(values[1] == .number(yuan(8_000_000)))
    guard case .title(let status, let event, _) = values[3] else {
      Issue.record("no title")
      return
    }
    #expect(status == .renewed)
    #expect(event == days(2026, 7))
    #expect(
      found.inputs[0].columns.map(\.header) == [
        "营业收入（万元）.2025", "营业收入（万元）.2026", "国家级小巨人.状态", "国家级小巨人.认定日期", "国家级小巨人.复评日期",
      ])
  }

  /// Unknown keys are ignored and listed, as columns are.
  @Test func unknownKeysAreListed() throws {
    let found = try read("{\"企业\": \"甲\", \"营收\": 1, \"地址\": {\"市\": \"嘉兴\"}, \"标签\": [1]}")
    #expect(found.rows.count == 1)
    #expect(found.inputs[0].ignored == ["地址.市", "标签"])
    #expect(found.inputs[0].absent == ["国家级小巨人", "增长率", "重点领域"])
  }

  @Test func rowsThatAreRejected() throws {
    let twice = "{\"营收\": 1, \"营收\": 1}\n{\"营收\": 1}\n"
    #expect(try rejected(twice) == ["1  J4242"])
    #expect(try rejected("{\"营收\": 1, \"营业收入\": 1}") == ["1 营业收入 J4243"])
    #expect(try rejected("{\"营收\": 1}\n{\"营业收入\": 1}") == [])
    #expect(try rejected("{\"营收\": [1]}") == ["1 营收 J4222"])
    #expect(try rejected("{\"营收\": true}") == ["1 营收 J4215"])
    #expect(try rejected("{\"重点领域\": true}") == [])
    #expect(try rejected("{\"增长率\": 0.2}") == ["1 增长率 J4206"])
    #expect(try rejected("{\"增长率（%）\": 20}") == [])
    #expect(try rejected("{\"营收\": 1}\n{\"营收\": 2\n{\"营收\": 3}\n5\n") == ["2  J4241", "4  J4241"])
    #expect(try rejected("[{\"营收\": 1}, 7]") == ["1  J4241"])
    #expect(try rejected("{\"营收\": 1234567890123456}") == ["1 营收 J4211"])
    #expect(try rejected("{\"营收\": 1}\n{\"营收\": 1e3}\n{\"营收\": 2}") == ["2  J4241"])
  }

  @Test func filesThatAreRefused() {
    func codes(_ text: String) -> [String] {
      refusal { () throws(InputRefusal) in _ = try read(text) }
    }
    #expect(codes("[{\"营收\": 1},]") == ["J4120"])
    #expect(codes("[{\"营收\": 1}") == ["J4120"])
    #expect(codes("[{\"营收\": 1}] x") == ["J4120"])
    #expect(codes("[]") == ["J4127"])
    #expect(codes("[{\"name\": 1}]") == ["J4128"])
    #expect(codes("{\"name\": 1}\n") == ["J4128"])
  }

  @Test func counts() throws {
    let found = try read("{\"营收\": 1}\n{}\n{\"营收\": \"x\"}\n")
    #expect(found.counts.rows == 3)
    #expect(found.counts.accepted == 1)
    #expect(found.counts.rejected == 1)
    #expect(found.counts.empty == 1)
  }

  @Test func panelsOfObjects() throws {
    let text = """
      {"企业编号": "A1", "年度": "2025", "营收": "8亿"}
      {"企业编号": "A1", "年度": "2026", "营收": "12亿"}
      {"企业编号": "A1", "年度": "2026", "营收": "12亿"}
      {"年度": "2026", "营收": "12亿"}
      """
    let found = try read(text) {
      $0.date = nil
      $0.key = "企业编号"
      $0.dateColumn = "年度"
    }
    #expect(found.rows.map(\.row.values[1]) == [.unknown, .number(yuan(8, 8))])
    #expect(found.rejects.map(\.fault.code) == ["J4236", "J4235"])
    #expect(found.rejects.map(\.number) == [3, 4])
  }
}
