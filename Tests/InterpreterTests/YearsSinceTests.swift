import Jili
import Testing

/// Years count from the recognition of a title, whatever has happened to it since.
@Suite struct YearsSinceTests {
  private func total(_ facts: [String: String]) throws -> String {
    let rules = """
      title 小巨人; valid 3 years
      award 老牌 = 1万 when years since 小巨人 >= 3
      """
    let outcome = try Policy(source: rules, named: "t.rules").evaluate(facts, on: "2026-12-31")
    return "\(outcome.total.low) .. \(outcome.total.high ?? "-")"
  }

  @Test(
    arguments: [
      (["小巨人认定日期": "2023-12-31"], "10000.00 .. 10000.00"),
      (["小巨人认定日期": "2024-01-01"], "0.00 .. 0.00"),
      // A renewal is no recognition, nor is a move.
      (["小巨人认定日期": "2023-03-01", "小巨人复评日期": "2026-07-01"], "10000.00 .. 10000.00"),
      (["小巨人认定日期": "2023-03-01", "小巨人迁入日期": "2026-07"], "10000.00 .. 10000.00"),
      (["小巨人认定日期": "2023", "小巨人": "通过复评"], "10000.00 .. 10000.00"),
      (["小巨人复评日期": "2026-07-01"], "0.00 .. 10000.00"),
      // The last recognition counts.
      (["小巨人首次认定日期": "2019", "小巨人认定日期": "2025"], "0.00 .. 0.00"),
    ] as [([String: String], String)])
  func fromTheLastRecognition(_ facts: [String: String], _ expected: String) throws {
    #expect(try total(facts) == expected)
  }
}

/// Every comparison with a date that there is none of fails, the negated one too.
@Suite struct AbsentDateTests {
  @Test(arguments: ["2015", "2015-03-01"])
  func neitherEqualNorUnequal(_ date: String) throws {
    let rules = """
      field 上市日期 : date; blank = none
      award 甲 = 1万 when 上市日期 = \(date)
      award 乙 = 1万 when 上市日期 is not \(date)
      """
    let policy = try Policy(source: rules, named: "t.rules")
    #expect(try policy.evaluate(["上市日期": ""]).total.high == "0.00")
    #expect(try policy.evaluate(["上市日期": "2016-01-01"]).total.low == "10000.00")
    #expect(try policy.evaluate(["上市日期": date])["甲"]?.amount.low == "10000.00")
  }
}

/// A joint ceiling that holds some members of an exclusive group.
@Suite struct DividedGroupTests {
  /// Either 甲 wins and shares the ceiling with 丙, at most 200万; or 乙 does, 150万 beside 丙's 100万.
  @Test func theTotalCountsTheCeilingForWhoeverWins() throws {
    let rules = """
      award 甲 = up to 180万
      award 乙 = up to 150万
      award 丙 = 100万
      exclusive 甲, 乙
      together 甲, 丙; cap 200万 per year
      """
    let total = try Policy(source: rules, named: "t.rules").evaluate([:]).total
    #expect(total.high == "2500000.00")
    let open = rules.replacing("up to 150万", with: "up to 50万")
    #expect(try Policy(source: open, named: "t.rules").evaluate([:]).total.high == "2000000.00")
  }
}

/// What a result hangs on besides the facts of the company.
@Suite struct OpenResultTests {
  private func outcome(_ rules: String, _ facts: [String: String]) throws -> Outcome {
    try Policy(source: rules, named: "t.rules").evaluate(facts)
  }

  @Test func aCeilingOfTheYearThatIsNotSet() throws {
    for clause in ["award 甲 = up to 100万; cap 上限 per year", "together 甲, 乙; cap 上限 per year"] {
      let award = clause.hasPrefix("award") ? "" : "award 甲 = up to 100万\n"
      let rules = "parameter 上限 : money in 10万 .. 50万\naward 乙 = 0元\n\(award)\(clause)"
      let found = try outcome(rules, [:])
      #expect(found["甲"]?.state == "undetermined", "\(clause)")
      #expect(found["甲"]?.missing.contains("上限") == true, "\(clause)")
      #expect(found["甲"]?.amount.high == "500000.00")
    }
  }

  @Test func aDivisionByZeroIsNamed() throws {
    let rules = """
      field 投资额 : money
      field 人数 : number
      award 甲 = if 投资额 / 人数 > 1万 then up to 10万 else 10万
      """
    let found = try outcome(rules, ["投资额": "100万", "人数": "0"])
    #expect(found["甲"]?.state == "undetermined")
    #expect(found["甲"]?.reason.contains("除数为 0") == true)
  }

  /// In the year of its recognition a title is new, whatever else happened to it.
  @Test func aStoryWithoutADateKeepsItsOrder() throws {
    let rules = """
      title 小巨人
      award 迁入奖 for 小巨人 = 10万 when relocated
      """
    let both = ["小巨人认定日期": "2026-10", "小巨人迁入日期": "2026"]
    #expect(try outcome(rules, both).total.high == "0.00")
    let later = ["小巨人认定日期": "2025-10", "小巨人迁入日期": "2026"]
    #expect(try outcome(rules, later).total.high == "100000.00")
  }
}
