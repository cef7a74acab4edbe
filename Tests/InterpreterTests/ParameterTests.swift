import Jili
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
