import Jili
import JiliLexer
import Testing

/// Parameters come from options, examples and drafts, never from a company file.
@Suite struct ParameterTests {
  private let rules = """
    parameter 起征点 : money in 100万 .. 900万
    field 投资额 : money
    award 甲 = 10万 when 投资额 >= 起征点
    """

  @Test func unsetItIsUnknownWithinItsBounds() throws {
    let policy = try Policy(source: rules, named: "t.rules")
    #expect(try policy.evaluate(["投资额": "600万"]).missing == ["起征点"])
    #expect(try policy.evaluate(["投资额": "900万"]).total.low == "100000.00")
    #expect(try policy.evaluate(["投资额": "99.99万"]).total.high == "0.00")
  }

  @Test func aDraftSetsIt() throws {
    let draft = "amends \"t.rules\"\nparameter 起征点 : money in 100万 .. 900万 = 500万"
    let policy = try Policy(source: draft, named: "d.rules") { _ in rules }
    #expect(try policy.evaluate(["投资额": "600万"]).total.low == "100000.00")
    #expect(try policy.evaluate(["投资额": "499.99万"]).total.high == "0.00")
    let option = try policy.evaluate(["投资额": "600万"], parameters: ["起征点": "700万"])
    #expect(option.total.high == "0.00")
  }

  @Test func anOptionSetsItWithinItsBounds() throws {
    let policy = try Policy(source: rules, named: "t.rules")
    let outcome = try policy.evaluate(["投资额": "600万"], parameters: ["起征点": "600万"])
    #expect(outcome.total.low == "100000.00")
    #expect(throws: PolicyError.self) {
      try policy.evaluate(["投资额": "600万"], parameters: ["起征点": "1亿"])
    }
  }
}

/// A period that begins on a parameter's day ends by it too.
@Suite struct PeriodByParameterTests {
  private let rules = """
    policy 甲市 { period 施行日期 for 3 years }
    parameter 施行日期 : date in 2024-01-01 .. 2024-12-31
    award A = 1万
    example "最后一日" { 施行日期 = 2024-05-10; expect A = 1万 }
    example "次日" { 施行日期 = 2024-05-10; date = 2027-05-10; expect A = 0元 }
    """

  /// Three years from 2024-05-10 end on 2027-05-09, which is then the evaluation date.
  @Test func theLastDayFollowsTheParameter() throws {
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    let plan = try #require(compiled.plan)
    #expect(plan.lastDay == .unknown)
    let set = try plan.settled([Setting(name: "施行日期", value: "2024-05-10")])
    #expect(set.lastDay?.text == "2027-05-09")
    #expect(try plan.settled([]).lastDay == .unknown)
    let program = try #require(compiled.program)
    let failures = runExamples(program, plan).flatMap(\.failures)
    #expect(failures.isEmpty)
  }

  @Test func unsetTheDateIsUnknown() throws {
    let policy = try Policy(source: rules, named: "t.rules")
    #expect(try policy.evaluate([:]).awards[0].state == "undetermined")
    let outcome = try policy.evaluate([:], parameters: ["施行日期": "2024-05-10"])
    #expect(outcome.total.low == "10000.00")
    let after = try policy.evaluate([:], on: "2027-05-10", parameters: ["施行日期": "2024-05-10"])
    #expect(after.total.high == "0.00")
  }
}
