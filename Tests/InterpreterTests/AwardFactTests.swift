import Jili
import JiliLexer
import Testing

/// One award's facts in another award's clauses.
@Suite struct AwardFactTests {
  private func lines(_ rules: String, _ facts: [String: String]) throws -> [String] {
    try Policy(source: rules, named: "t.rules").evaluate(facts).awards.map { award in
      "\(award.name) \(award.state) \(award.amount.low) .. \(award.amount.high ?? "-")"
    }
  }

  /// A row that names no instalment asks for none: that is nothing unknown.
  @Test(arguments: [
    (nil, "not-due 0.00 .. 0.00", "not-due 0.00 .. 0.00"),
    ("", "not-due 0.00 .. 0.00", "not-due 0.00 .. 0.00"),
    ("期初", "due 20000.00 .. 20000.00", "not-due 0.00 .. 0.00"),
    ("期末", "not-due 0.00 .. 0.00", "due 30000.00 .. 30000.00"),
  ])
  func instalments(_ label: String?, _ first: String, _ other: String) throws {
    let rules = """
      award 甲 = 10万; payment = 50% at 期初, rest at 期末
      award 乙 = 2万 when 甲.期次 = 期初
      award 丙 = 3万 when 甲.instalment is not 期初
      """
    let found = try lines(rules, label.map { ["甲.期次": $0] } ?? [:])
    #expect(found.dropFirst() == ["乙 " + first, "丙 " + other])
  }

  /// 乙 comes only where 甲 does, which takes a new title; 丙 only where the title is not new. The
  /// highest total is 甲 with 乙, never all three.
  @Test func whatAnotherAwardReadsIsReadThroughItsSum() throws {
    for clause in ["10% of 小巨人.amount", "1万 when 小巨人.due"] {
      let rules = """
        title 小巨人
        award 小巨人 = 10万 when new
        award 乙 = \(clause)
        award 丙 = 5万 when not 小巨人 = new
        """
      let policy = try Policy(source: rules, named: "t.rules")
      #expect(try policy.evaluate([:]).total.high == "110000.00", "\(clause)")
    }
    let direct = """
      title 小巨人
      award 小巨人 = 10万 when new; cap 2万 per year
      award 乙 = 小巨人.amount
      award 丙 = 5万
      exclusive 丙, 小巨人
      """
    // New: 小巨人 wins 10万, of which a year holds 2万, and 乙 is 10万. Not new: 丙 alone.
    let policy = try Policy(source: direct, named: "t.rules")
    #expect(try policy.evaluate([:]).total.high == "120000.00")
  }
}

/// An award of a title pays once a company-year, so later rows find it not due.
@Suite struct LaterRowTests {
  private func sums(
    _ rules: String, _ rows: String, _ change: (inout InputOptions) -> Void = { _ in }
  ) throws -> [[String]] {
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    let plan = try #require(compiled.plan)
    var options = InputOptions()
    (options.key, options.date) = ("企业", Days(year: 2027))
    change(&options)
    let done = try runBatch(
      plan, [InputFile(name: "t.csv", bytes: Array(rows.utf8))], input: options,
      run: RunOptions())
    return done.outcomes.map {
      $0.lines.map { "\($0.low.yuanText) .. \($0.high?.yuanText ?? "-")" }
    }
  }

  private let rules = """
    title 小巨人
    field 贷款额 : money
    award 小巨人 = 10万 when new; renewal = 1万
    award 配套 = 10% of 小巨人.amount when 小巨人.due
    award 复评配套 = 小巨人.renewal
    award 另计 = 贷款额 when not 小巨人.due
    """

  @Test func whatGoesWithATitleIsPaidOnceToo() throws {
    let found = try sums(rules, "企业,小巨人,贷款额\n甲,新认定,1\n甲,新认定,2\n乙,新认定,3\n")
    let nothing = "0.00 .. 0.00"
    let first = ["100000.00 .. 100000.00", nothing, "10000.00 .. 10000.00", nothing, nothing]
    #expect(found == [first, [nothing, nothing, nothing, nothing, "2.00 .. 2.00"], first])
  }

  /// Without a policy and without an option nobody knows the date, which is one for all rows.
  @Test func aDateThatIsNotKnownIsTheSameForAllRows() throws {
    let found = try sums(rules, "企业,小巨人,贷款额\n甲,新认定,1\n甲,新认定,2\n") { $0.date = nil }
    #expect(found.map { $0[0] } == ["100000.00 .. 100000.00", "0.00 .. 0.00"])
  }

  /// 乙 came in 2027 only if the group did not hold then.
  @Test func onceAfterAGroupThatMayNotHaveHeld() throws {
    let rules = """
      field 已落地 : flag
      award 甲 = 10万
      award 乙 = 8万; once
      exclusive 甲, 乙 when 已落地
      """
    let found = try sums(rules, "企业,年度,已落地\n丙,2027,\n丙,2028,否\n") {
      ($0.date, $0.dateColumn) = (nil, "年度")
    }
    #expect(
      found == [
        ["100000.00 .. 100000.00", "0.00 .. 80000.00"],
        ["100000.00 .. 100000.00", "0.00 .. 80000.00"],
      ])
  }

  @Test func aRenewalTooAndWhatIsOpenStaysOpen() throws {
    let found = try sums(rules, "企业,小巨人,贷款额\n甲,复评,1\n甲,复评,2\n乙,?,3\n乙,?,4\n")
    #expect(found[0][3] == "10000.00 .. 10000.00")
    #expect(found[1][3] == "0.00 .. 0.00")
    // 乙 may be due in the first row, so in the second nothing is certain.
    #expect(found[3][2] == "0.00 .. 10000.00")
    #expect(found[3][4] == "0.00 .. 4.00")
  }
}

/// Sums that the text leaves open in some cases only.
@Suite struct UnspecifiedBranchTests {
  private func total(_ amount: String, _ facts: [String: String]) throws -> String? {
    let rules = "field 重点 : flag\naward 甲 = \(amount)"
    return try Policy(source: rules, named: "t.rules").evaluate(facts).total.high
  }

  /// Whether there is a figure is open, so the total may hold one: it has no upper end.
  @Test func anOpenBranchWithASumCounts() throws {
    let amount = "if 重点 then unspecified else 10万"
    #expect(try total(amount, ["重点": "是"]) == "0.00")
    #expect(try total(amount, ["重点": "否"]) == "100000.00")
    #expect(try total(amount, [:]) == nil)
    #expect(try total("match 重点 { yes: unspecified; no: 10万 }", [:]) == nil)
  }

  /// Where the only other case is that nothing is due, there never is a figure.
  @Test func anOpenConditionDoesNot() throws {
    #expect(try total("unspecified when 重点", [:]) == "0.00")
    #expect(try total("match 重点 { yes: unspecified }", [:]) == "0.00")
    #expect(try total("if 重点 then unspecified else unspecified", [:]) == "0.00")
  }
}
