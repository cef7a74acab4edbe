import Jili
import JiliLexer
import Testing

/// How facts that belong to one policy are named where there are several.
@Suite("several policies: headers, settings, dates") struct SeveralInputTests {
  private let first = """
    policy 甲市 { period 2026 .. 2027; overlap top-up }
    parameter 比例 : percent in 0% .. 50%
    field 投资额 : money
    award 技改 = 比例 of 投资额
    award 创新 = up to 30万; also 核定 "核定_元"
    award 设备 = 1万; once
    """
  private let second = """
    policy 乙市 { period 2025 .. 2027-12-31; overlap none }
    parameter 比例 : percent in 0% .. 20%
    field 投资额 : money; also "固投"
    award 技改 = 比例 of 投资额
    award 创新 = up to 20万; also 核定 "核定_元"
    """

  /// The facts that a header fills; nil where it is asked which award is meant.
  private func named(_ header: String) throws -> [String]? {
    let cities = try Cities(first, second)
    do throws(InputRefusal) {
      let file = InputFile(name: "公司.csv", bytes: Array("企业,\(header)\n甲,\n".utf8))
      return try ingest([file], plan: cities.plan, options: InputOptions())
        .inputs[0].columns.map(\.fact)
    } catch {
      #expect(error.problems.map(\.code) == ["J4133"])
      #expect(error.kind == .file)
      return nil
    }
  }

  @Test func headersOfAwards() throws {
    #expect(try named("甲市.创新.核定") == ["甲市.创新.核定"])
    #expect(try named("乙市.创新.approved（万元）") == ["乙市.创新.核定"])
    #expect(try named("创新.核定") == nil)
    #expect(try named("创新.核定（万元）") == nil)
    #expect(try named("创新.已得") == nil)
    #expect(try named("技改.received") == nil)
    // Only one of them has such an award.
    #expect(try named("设备.已付") == ["甲市.设备.已付"])
    #expect(try named("甲市.设备.已付") == ["甲市.设备.已付"])
    // A header that both rules name fills both.
    #expect(try named("核定_元") == ["甲市.创新.核定", "乙市.创新.核定"])
    #expect(try named("固投（亿元）") == ["投资额"])
  }

  @Test func theRefusalOffersBothNames() throws {
    let cities = try Cities(first, second)
    for key in ["创新.核定", "创新.已得"] {
      let fact = key.split(separator: ".")[1]
      #expect {
        _ = try readCompany([key: "1万"], layout: RowLayout(cities.plan), options: InputOptions())
      } throws: { error in
        (error as? InputRefusal)?.problems.map(\.message.zh)
          == ["`\(key)` 说的是哪份政策的奖项？写成 `甲市.创新.\(fact)` 或 `乙市.创新.\(fact)`"]
      }
    }
    var options = InputOptions()
    options.settings = [Setting(name: "创新.核定", value: "1万")]
    #expect {
      _ = try readCompany([:], layout: RowLayout(cities.plan), options: options)
    } throws: { error in
      let refusal = error as? InputRefusal
      return refusal?.kind == .usage && refusal?.problems.map(\.code) == ["J4133"]
    }
  }

  /// A bare name is that of every policy which has it; bounds are each policy's own.
  @Test func parameters() throws {
    let cities = try Cities(first, second)
    func sums(_ set: [String: String]) throws -> [String] {
      let lines = try cities.outcome(["投资额": "100万"], set: set).lines
      return [lines[0], lines[3]].map { line in
        line.high == line.low
          ? line.low.yuanText
          : line.low.yuanText + " .. "
            + (line.high?.yuanText ?? "")
      }
    }
    #expect(try sums(["比例": "10%"]) == ["100000.00", "100000.00"])
    #expect(try sums(["乙市.比例": "10%"]) == ["0.00 .. 500000.00", "100000.00"])
    #expect(try sums(["甲市.比例": "30%", "乙市.比例": "20%"]) == ["300000.00", "200000.00"])
    #expect(throws: InputRefusal.self) { try sums(["比例": "30%"]) }
    #expect(throws: InputRefusal.self) { try sums(["比例": "10%", "甲市.比例": "20%"]) }
    #expect(throws: InputRefusal.self) { try sums(["丙市.比例": "10%"]) }
    let missing = try cities.outcome(["投资额": "100万"]).missing.prefix(2)
    #expect(missing.map { cities.plan.factName($0.fact) } == ["甲市.比例", "甲市.创新.核定"])
  }

  /// 2027 ends on 2027-12-31: one last day for both.
  @Test func theLastDayThatAllShare() throws {
    let cities = try Cities(first, second)
    let file = InputFile(name: "公司.csv", bytes: Array("企业,投资额\n甲,1\n".utf8))
    let read = try ingest([file], plan: cities.plan, options: InputOptions())
    #expect(read.defaultDate?.text == "2027-12-31")
    #expect(read.rows[0].row.date.text == "2027-12-31")
  }

  @Test(arguments: [
    ("period 2026 .. 2028", "2028-12-31"), ("", "没有终日"), ("period from 2026-01-01", "没有终日"),
  ])
  func differentLastDays(_ period: String, shown: String) throws {
    let cities = try Cities(first, "policy 乙市 { \(period) }\naward 奖 = 1万")
    let file = InputFile(name: "公司.csv", bytes: Array("企业,投资额\n甲,1\n".utf8))
    let words =
      "几份政策的有效期不在同一天结束（甲市 2027-12-31，乙市 \(shown)），没有共同的计算日期；"
    #expect {
      _ = try ingest([file], plan: cities.plan, options: InputOptions())
    } throws: { error in
      let refusal = error as? InputRefusal
      return refusal?.kind == .usage
        && refusal?.problems.map(\.message.zh)
          == [words + "请用 --year、--date、--date-column 给出"]
    }
    #expect {
      _ = try readCompany([:], layout: RowLayout(cities.plan), options: InputOptions())
    } throws: { error in
      (error as? InputRefusal)?.problems.map(\.message.zh)
        == [words + "请用 --year、--date 给出"]
    }
    // A date of the row, or none of the policies having an end, is no mistake.
    let dated = try readCompany(
      ["日期": "2026-05-01"], layout: RowLayout(cities.plan), options: InputOptions())
    #expect(dated.date.text == "2026-05-01")
  }

  @Test func noPolicyHasAnEnd() throws {
    let cities = try Cities("policy 甲市 {}\naward 奖 = 1万", "policy 乙市 {}\naward 奖 = 1万")
    let row = try readCompany([:], layout: RowLayout(cities.plan), options: InputOptions())
    #expect(row.date == .unknown)
  }
}
