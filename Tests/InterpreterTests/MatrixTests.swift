import Jili
import JiliLexer
import Testing

@Suite("the matrix of several policies") struct MatrixTests {
  private static let first = """
    policy 甲市 { period 2026 .. 2027; applies when 注册地 = 甲市 }
    field 注册地 : text
    field 重点 : flag
    field 投资额 : money
    reading 口径 = 宽 or 严
    award 小巨人 = 150万 when first; renewal = 20%
    award 冠军 = if 重点 then 300万 else 200万 when new or relocated
    award 示范 = up to 30万 when new and 口径 = 宽
    award 示范奖 = 5万 when 示范 is new and 重点
    award 名额奖 for 示范 = 2万 when relocated; quota = 5 per year by 投资额
    award 贷款 = 1% of 投资额 when 小巨人
    """
  private static let second = """
    policy 乙市 { period 2020 .. 2021 }
    award 小巨人 = 100万 when new
    award 冠军 = unspecified when 冠军 is new or 冠军
    """

  private func matrix(
    _ format: MatrixFormat, date: Days? = nil, set: [String: String] = [:],
    readings: [String: String] = [:], language: Language = .zh
  ) throws -> String {
    let compiled = compile(Cities.files([Self.first, Self.second]))
    #expect(compiled.diagnostics.map(\.message.zh) == [])
    func settings(_ values: [String: String]) -> [Setting] {
      values.map { Setting(name: $0.key, value: $0.value) }
    }
    var input = InputOptions()
    input.date = date
    input.settings = settings(set)
    let made = try Jili.matrix(
      compiled.policies.compactMap(\.program), input: input, readings: settings(readings))
    return writeMatrix(made, format, language: language, width: displayWidth)
  }

  @Test func whatEachPaysAndOnWhatItHangs() throws {
    #expect(
      try matrix(.markdown) == """
        | 称号 | 事项 | 甲市 | 乙市 |
        | --- | --- | --- | --- |
        | 小巨人 | 新认定 | 150万 [1] | 100万 |
        | 小巨人 | 通过复评 | 30万 | — |
        | 冠军 | 新认定 | 200万 至 300万 [2] | 未定 [3] |
        | 冠军 | 通过复评 | — | 未定 [3] |
        | 冠军 | 新引进 | 200万 至 300万 [2] | 未定 [3] |
        | 示范 | 新认定 | 最高 30万 + 5万 [4] [5] | — |
        | 示范 | 新引进 | 2万 [6] | — |

        1. 首次认定的
        2. 还看 重点
        3. 称号有效即给
        4. 示范奖：还看 重点
        5. 若 甲市.口径 = 严，示范 新认定 为 5万
        6. 名额奖：名额有限

        """)
  }

  /// Of two awards for a title the higher is paid under one reading; under the other both, up to
  /// their joint ceiling.
  @Test func groupsAndCeilingsCount() throws {
    let rules = """
      policy 甲市 { period 施行日期 for 3 years }
      parameter 施行日期 : date
      reading 口径 = 宽 or 严
      award 小巨人 = 10万 when new
      award 冠军奖 for 小巨人 = 8万 when new
      exclusive 小巨人, 冠军奖 when 口径 = 宽
      together 小巨人, 冠军奖; cap 12万 per year
      """
    let compiled = compile(Cities.files([rules]))
    var input = InputOptions()
    input.date = DateText("2027-06-01").map { Days($0) }
    let made = try Jili.matrix(
      compiled.policies.compactMap(\.program), input: input, readings: [])
    let cell = made.rows[0].cells[0]
    #expect((cell.low, cell.high) == (Exact(100_000), Exact(100_000)))
    #expect(cell.readings.map { $0.lines.map(\.low) } == [[Exact(100_000), Exact(20_000)]])
    #expect(made.policies[0].inForce == .unknown)
    #expect(made.policies[0].missing.map(\.zh) == ["施行日期"])
  }

  @Test func factsAndReadingsMayBeGiven() throws {
    let lines = try matrix(.markdown, set: ["重点": "是"], readings: ["口径": "严"])
      .split(separator: "\n").map(String.init)
    #expect(lines.contains("| 冠军 | 新认定 | 300万 | 未定 [2] |"))
    #expect(lines.contains("| 示范 | 新认定 | 5万 [3] | — |"))
    #expect(lines.contains("3. 若 甲市.口径 = 宽，示范 新认定 为 5万 + 最高 30万"))
  }

  /// A date is that of all; what is not in force pays nothing, and the head says so.
  @Test func aDateForAll() throws {
    let table = try matrix(.table, date: Days(year: 2021))
    let lines = table.split(separator: "\n").map(String.init)
    #expect(lines[0] == "称号    事项      甲市 [1]  乙市")
    #expect(lines[1] == "小巨人  新认定    —         100万")
    #expect(lines.contains("[1] 2021 不在甲市有效期内"))
    #expect(!table.contains("150万"))
  }

  @Test func asCSV() throws {
    let lines = try matrix(.csv).split(separator: "\n").map(String.init)
    #expect(lines[0] == "称号,事项,甲市,乙市,说明")
    #expect(lines[1] == "小巨人,新认定,150万,100万,甲市：首次认定的")
    #expect(lines[6] == "示范,新认定,最高 30万 + 5万,—,甲市：示范奖：还看 重点；若 甲市.口径 = 严，示范 新认定 为 5万")
  }

  @Test func asJSON() throws {
    let text = try matrix(.json)
    let parts = [
      #"{"schema": 1, "policies": [{"policy": "甲市", "date": "2027-12-31", "in_force": "yes", "#,
      #""missing": []}, {"policy": "乙市", "date": "2021-12-31", "in_force": "yes", "#,
      #""missing": []}], "rows": [{"title": "小巨人", "event": "new", "cells": [{"#,
      #""policy": "甲市", "state": "due", "low": "1500000.00", "high": "1500000.00", "#,
      #""awards": [{"award": "小巨人", "renewal": false, "low": "1500000.00", "#,
      #""high": "1500000.00", "unspecified": false, "first_only": true, "#,
      #""while_held": false, "quota": false, "missing": [], "cite": []}], "readings": []}"#,
    ]
    let head = parts.joined()
    #expect(text.hasPrefix(head))
    #expect(text.contains(#""state": "unspecified", "low": "0.00", "high": "0.00""#))
    #expect(text.contains(#""state": "undetermined", "low": "2000000.00", "high": "3000000.00""#))
  }

  @Test func inEnglish() throws {
    let lines = try matrix(.table, language: .en).split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("title   event      甲市"))
    #expect(lines.contains("[2] hangs on 重点"))
    #expect(lines.contains("[3] for holding the title"))
  }
}
