import JiliTestSupport
import Testing

/// Every sentence of the language that states a rule, each with a case that would fail were the
/// sentence untrue.
@Suite("corner cases") struct CornerCaseTests {
  @Test(arguments: Corner.all)
  func theSentenceHolds(_ corner: Corner) throws {
    for failure in try corner.failures() { Issue.record("\(corner.testDescription)\n  \(failure)") }
  }

  /// Every kind of claim can fail: a runner that believes all would prove nothing.
  @Test(arguments: [
    "> 奖 due 2万", "> 奖 up-to 1万", "> 合计 1万 .. 2万", "> 待补 奖", "> 未定 奖", "> 提示 奖", "> 无提示 读法",
    "> 理由 奖 2万", "> 让于 奖 奖", "> 分担 奖 区 1万", "> 解释 奖 二", "> 无此奖 due 1万", "> 奖 due 1万\n> 奖 due 1万",
    "~ 2 奖 J4203\n| 企业,额\n| 甲,1\n> 奖 due 1万", "! 1:1 J3301", "example \"\" { expect 奖 = 2万 }",
    "award 奖 = 2万", "? --reading 读法=丙\n> 奖 due 1万",
  ])
  func aFalseClaimFails(_ claim: String) throws {
    let rules = """
      == 奖 is 1万
      policy 甲市 { funding 市 100% }
      reading 读法 = 甲 or 乙
      field 额 : money
      award 奖 = if 读法 = 甲 then 1万 else 2万; less 额 * 0; cite "一"
      """
    let corner = try #require(Corner.cases(rules + "\n" + claim, at: "false").first)
    #expect(try corner.failures() != [])
    let truth = "\n> 奖 due 1万; 合计 1万; 待补; 未定; 提示 读法; 分担 奖 市 1万; 解释 奖 依据 一"
    let table = "\n| 企业,额\n| 甲,1"
    #expect(try Corner.cases(rules + table + truth, at: "true")[0].failures() == [])
  }

  /// A reader that found no files would prove nothing.
  @Test func everyFileHoldsCases() {
    let files = Repository.files(under: "Tests/Corners", endings: [".cases"])
    #expect(!files.isEmpty)
    #expect(Set(Corner.all.map(\.path)) == Set(files))
  }
}
