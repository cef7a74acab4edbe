import Jili
import Testing

/// The conditions of an award one after the other, for who counts where companies fail.
@Suite("conditions as steps") struct ConditionStepTests {
  private static let rules = """
    field 甲 : flag
    field 乙 : flag
    field 丙 : flag
    define 合格 = 甲 or 乙
    award 奖 = 1万 when (甲 or (乙 and 丙)) and 合格 except 丙; once
    award 他 = 1万
    """

  @Test func eachConditionHasItsWords() throws {
    let plan = try #require(compile(Array(Self.rules.utf8), named: "试.rules") { _ in nil }.plan)
    let steps = plan.countingSteps.steps
    #expect(
      steps[0].steps.map(\.words.zh) == ["甲 或 （乙 且 丙）", "合格", "不属于 丙", "一次性：此前未奖"])
    #expect(
      steps[0].steps.map(\.words.en) == [
        "甲 or (乙 and 丙)", "合格", "except 丙", "once: not paid before",
      ])
    #expect(steps[1].steps.map(\.words.zh) == ["条件"])
    #expect(plan.countingSteps.withoutSteps.steps.isEmpty)
  }

  /// The first condition that certainly does not hold.
  @Test(arguments: [
    (["甲": "否", "乙": "否", "丙": "否"], Int?.some(0)), (["甲": "否", "乙": "是", "丙": "否"], 0),
    (["甲": "是", "丙": "是"], 2), (["甲": "是", "丙": "否", "奖.已付": "1"], 3),
    (["甲": "是", "丙": "否"], nil), (["乙": "是", "丙": "否"], nil),
  ])
  func theFirstThatFails(_ facts: [String: String], _ step: Int?) throws {
    let plan = try #require(compile(Array(Self.rules.utf8), named: "试.rules") { _ in nil }.plan)
      .countingSteps
    let row = try readCompany(facts, layout: RowLayout(plan), options: InputOptions())
    #expect(run(plan, [row])[0].lines[0].failedStep == step)
  }
}
