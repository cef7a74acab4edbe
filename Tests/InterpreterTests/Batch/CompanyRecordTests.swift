import JiliLexer
import Testing

@testable import Jili

@Suite struct CompanyRecordTests {
  private let plan: RowLayout = {
    var rate = Fact(name: "利率", kind: .percent)
    rate.isParameter = true
    return layout(
      [
        Fact(name: "注册地", kind: .text), title("国家级小巨人"), yearly("营业收入"),
        Fact(name: "创新型企业.核定", kind: .approved(award: 0)), Fact(name: "重点领域", kind: .flag),
        Fact(name: "比例", kind: .percent), rate,
      ], texts: ["嘉兴市"])
  }()

  private func row(_ json: String, _ change: (inout InputOptions) -> Void = { $0.date = nil })
    throws(InputRefusal) -> Row
  {
    try readCompany(file(json, named: "c.json"), layout: plan, options: options(change))
  }

  @Test func theExampleOfTheFormats() throws {
    let row = try row(
      """
      {"注册地": "嘉兴市", "国家级小巨人": "新认定", "营业收入": {"2025": "8亿", "2026": "12亿"},
       "创新型企业.核定": "30万", "年度": "2026", "企业名称": "甲"}
      """)
    #expect(row.date == days(2026))
    #expect(
      row.values == [
        .code(0), .title(.new, event: nil), .number(yuan(12, 8)), .number(yuan(8, 8)),
        .atLeast(yuan(8, 8)), .number(yuan(30, 4)), .unknown, .unknown, .unknown,
      ])
    #expect(row.key == nil)
  }

  @Test func titlesWithDates() throws {
    let row = try row(
      #"{"国家级小巨人": {"状态": "renewed", "认定日期": "2023-07", "复评日期": "2026-07"}, "日期": "2026-08-01"}"#)
    #expect(row.values[1] == .title(.renewed, event: days(2026, 7), recognised: days(2023, 7)))
    let missing = try self.row("{}")
    #expect(missing.values[1] == .title(.unknown, event: nil))
  }

  @Test func numbersBooleansAndNull() throws {
    let row = try row(
      #"{"营业收入": 1234.50, "重点领域": true, "国家级小巨人": null, "注册地": "", "年度": 2026}"#)
    #expect(row.values[2] == .number(yuan(12345, -1)))
    #expect(row.values[6] == .flag(true))
    #expect(row.values[1] == .title(.none, event: nil))
    #expect(row.values[0] == .unknown)
    #expect(row.date == days(2026))
  }

  @Test(arguments: [
    (#"{"营业收人": 1}"#, "J4124"), (#"{"营业收入": 1, "营业收入": 2}"#, "J4121"),
    (#"{"营业收入": 1, "营业收入（万元）": 2}"#, "J4105"), (#"{"比例": 0.2}"#, "J4206"),
    (#"{"营业收入": 1e5}"#, "J4120"), (#"{"营业收入": true}"#, "J4215"), (#"{"国家级小巨人": true}"#, "J4215"),
    (#"{"营业收入": [1]}"#, "J4126"), (#"{"重点领域": {"2025": 1}}"#, "J4124"),
    (#"{"利率": "3%"}"#, "J4125"), ("[]", "J4123"), ("", "J4120"), ("{", "J4120"),
    (#"{"a": 01}"#, "J4120"), (#"{"a": "x}"#, "J4120"), (#"{"a": "\ud800"}"#, "J4120"),
    (#"{"a": 1} 2"#, "J4120"), (#"{"a": nul}"#, "J4120"), (#"{"a" 1}"#, "J4120"),
    (#"{"a": "\u12"}"#, "J4120"), (#"{"a": "\"#, "J4120"),
    (String(repeating: "[", count: 100_000), "J4120"),
    (#"{"国家级小巨人": {"状态": "复评", "认定日": "2023"}}"#, "J4124"),
    (#"{"国家级小巨人": {"状态": "新认定", "认定日期": "2020"}, "年度": 2026}"#, "J4217"),
    (#"{"营业收入": {"2025": {"a": 1}}}"#, "J4126"),
  ])
  func refused(_ json: String, code: String) {
    let codes = refusal { () throws(InputRefusal) in _ = try row(json) }
    #expect(codes == [code])
  }

  @Test func everyProblemIsReportedAtOnce() {
    let codes = refusal { () throws(InputRefusal) in
      _ = try row(#"{"营业收人": 1, "比例": "x", "年度": "y"}"#)
    }
    #expect(codes == ["J4124", "J4201", "J4205"])
  }

  @Test func placesInMessages() {
    do throws(InputRefusal) {
      _ = try row("{\n  \"注册地\": 嘉兴市}")
      Issue.record("a bare word was read")
    } catch {
      #expect(error.problems[0].message.zh == "第 2 行第 10 列：这里应是一个值")
    }
  }

  @Test func factsOfAnEmbedder() throws {
    let row = try readCompany(
      ["营业收入": "12亿", "国家级小巨人": "new"], layout: plan, options: options())
    #expect(row.values[2] == .number(yuan(12, 8)))
    #expect(row.date == days(2026))
  }

  @Test func documentsKeepOrderAndEscape() {
    let value = JSONValue.object([
      JSONMember("b", .array([.number("1"), .null])), JSONMember("a", .string("\"\\\n\u{1}中")),
    ])
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    #expect(text(bytes) == #"{"b": [1, null], "a": "\"\\\n\u0001中"}"#)
  }
}
