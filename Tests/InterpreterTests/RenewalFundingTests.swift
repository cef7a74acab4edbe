import Jili
import JiliLexer
import Testing

/// A renewal supposes the title to be new for its sum, never for who pays it.
@Suite struct RenewalFundingTests {
  private func shares(_ status: String) throws -> [String] {
    let rules = """
      title 小巨人
      award 小巨人 = 20万 when new; renewal = 10%; funding 市 50%, 区 50% when 小巨人 = renewed
      """
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    let plan = try #require(compiled.plan)
    let row = try readCompany(
      ["小巨人": status], layout: RowLayout(plan), options: InputOptions())
    let outcome = try #require(run(plan, [row]).first)
    return outcome.lines.flatMap(\.funding).map { "\($0.label ?? "-") \($0.low.yuanText)" }
  }

  @Test func theRealStatusDecidesWhoPays() throws {
    #expect(try shares("通过复评") == ["市 10000.00", "区 10000.00"])
    #expect(try shares("新认定") == ["- 200000.00"])
  }
}
