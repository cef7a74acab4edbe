import Jili
import JiliLexer
import Testing

/// What hangs on a missing fact: each fact once, widest effect first, never more than the total.
@Suite struct MissingFactTests {
  private func missing(_ rules: String) throws -> [String] {
    let compiled = compile(Array(rules.utf8), named: "t.rules") { _ in nil }
    let plan = try #require(compiled.plan)
    let row = try readCompany([:], layout: RowLayout(plan), options: InputOptions())
    return try #require(run(plan, [row]).first).missing.map { fact in
      "\(plan.factName(fact.fact)) \(fact.effect?.yuanText ?? "-")"
    }
  }

  @Test func aFactOfSeveralAwardsIsNamedOnce() throws {
    let found = try missing(
      """
      field 乙 : flag
      field 丙 : flag
      award 一 = unspecified when 乙
      award 二 = 3万 when 丙
      award 三 = unspecified when 乙
      award 四 = unspecified when 乙
      """)
    #expect(found == ["乙 -", "丙 30000.00"])
  }

  @Test func effectsAddUpOverTheAwards() throws {
    let found = try missing(
      """
      field 乙 : flag
      field 丙 : flag
      award 一 = 1万 when 乙
      award 二 = 3万 when 丙
      award 三 = 2.5万 when 乙
      """)
    #expect(found == ["乙 35000.00", "丙 30000.00"])
  }

  /// 一 comes when 乙 holds and 二 when it does not: the total does not hang on it.
  @Test func noEffectIsMoreThanTheTotalHas() throws {
    let found = try missing(
      """
      field 乙 : flag
      award 一 = 1万 when 乙
      award 二 = 3万 when not 乙
      """)
    #expect(found == ["乙 30000.00"])
  }
}
