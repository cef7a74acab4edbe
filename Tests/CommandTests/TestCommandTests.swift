import JiliTestSupport
import Testing

@Suite("jili test")
struct TestCommandTests {
  private static let rules = """
    field 额 : money
    field 重点 : flag
    reading 比例 = 两成 or 一成
    award 技改 = if 比例 = 两成 then 20% of 额 else 10% of 额 when 重点
    award 平台 = up to 30万 when 重点
    example "照常" { 额 = 100万; 重点 = yes; expect 技改 = 20万; expect 平台 = 0元 .. 30万 }

    """

  private func desk(_ more: [String: String] = [:]) throws -> Desk {
    try Desk(["d/a.rules": Self.rules].merging(more) { $1 })
  }

  @Test func passingExamplesAndPairs() throws {
    let desk = try desk([
      "d/a.companies.csv": "企业,额,重点\n一,100万,是\n二,50万,否\n",
      "d/a.expected.csv": "企业,技改,上限合计\n一,20万,\"500,000\"\n二,0,0.00\n",
      "d/a.low.companies.csv": "企业,额,重点\n一,100万,是\n",
      "d/a.low.expected.csv": "企业,奖项,金额\n一,技改,10万\n一,平台,0\n",
      "d/a.low.options": "--reading 比例=一成\n",
    ])
    let ending = try desk.run("test", "d")
    #expect(ending.errors == "")
    #expect(ending.output == "3 个通过，0 个失败（算例 1/1，企业文件 2/2）\n")
    #expect(ending.code == 0)
    #expect(try desk.run("test", "d/a.rules").output == ending.output)
    let english = try desk.run("test", "d/", "--lang", "en")
    #expect(english.output == "3 passed, 0 failed (examples 1/1, company files 2/2)\n")
  }

  @Test func failingExamplesSayWhatIsExpectedAndFound() throws {
    let desk = try desk([
      "d/b.rules": Self.rules + """
        example "错" { 额 = 100万; 重点 = yes; expect 技改 = 10万; expect total = 20万 }
        example "对" otherwise none { expect total = 0元 }
        example "缺" { 额 = 100万; expect 技改 = 20万 }

        """
    ])
    let ending = try desk.run("test", "d/b.rules")
    #expect(ending.code == 1)
    #expect(
      ending.output == """
        失败: d/b.rules:7:1 “错”
            技改 应为 10万，算得 20万（20% of 额（额 100万））
            合计 应为 20万，算得 20万 .. 50万
        失败: d/b.rules:9:1 “缺”
            技改 应为 20万，算得 0元 .. 20万（缺 重点）
        2 个通过，2 个失败（算例 2/4，企业文件 0/0）

        """)
    let english = try desk.run("test", "d/b.rules", "--lang", "en")
    #expect(english.output.contains("技改: expected 20万, found 0元 .. 20万 (missing 重点)\n"))
  }

  @Test func aPairNamesRowColumnExpectedAndFound() throws {
    let desk = try desk([
      "d/a.companies.csv": "企业,额,重点\n一,100万,是\n二,50万,否\n",
      "d/a.expected.csv": "企业,技改,无此列\n一,30万,1\n二,0,1\n三,0,1\n",
    ])
    let ending = try desk.run("test", "d")
    #expect(ending.code == 1)
    #expect(
      ending.output == """
        失败: d/a.companies.csv
            结果没有 `无此列` 一列
            应有 3 行，算得 2 行
            第 2 行（一）技改：应为 “30万”，算得 “200000.00”
        1 个通过，1 个失败（算例 1/1，企业文件 0/1）

        """)
  }

  /// A pair that cannot be run has failed, and so has half a pair.
  @Test(arguments: [
    ([:], "没有文件 `d/a.expected.csv`"),
    (["d/a.expected.csv": "企业,技改\n一,20万\n", "d/a.options": "--reading 比例=半成\n"], "没有取值 `半成`"),
    (["d/a.expected.csv": "企业,技改\n一,20万\n", "d/a.options": "--yaer 2026\n"], "--yaer"),
    (["d/a.expected.csv": "企业,技改\n一,20万\n", "d/a.companies.csv": "企业,额\n一,x\n"], "第 2 行被退回"),
  ])
  func pairsThatCannotBeRun(_ files: [String: String], _ words: String) throws {
    let companies = ["d/a.companies.csv": "企业,额,重点\n一,100万,是\n"]
    let desk = try desk(companies.merging(files) { $1 })
    let ending = try desk.run("test", "d")
    #expect(ending.code == 1)
    #expect(ending.output.hasPrefix("失败: d/a.companies.csv\n"))
    #expect(ending.output.contains(words))
    #expect(ending.output.hasSuffix("（算例 1/1，企业文件 0/1）\n"))
  }

  @Test func expectedResultsWithoutCompanies() throws {
    let desk = try desk(["d/a.late.expected.csv": "企业,技改\n一,20万\n"])
    let ending = try desk.run("test", "d")
    #expect(ending.code == 1)
    #expect(ending.output.contains("没有文件 `d/a.late.companies.csv`\n"))
  }

  /// A pair belongs to the rule file with the longest name that fits.
  @Test func labelsAreNoOtherRuleFiles() throws {
    let desk = try desk([
      "d/a.b.rules": "award 乙 = 1万", "d/a.b.companies.csv": "企业,额\n一,1\n",
      "d/a.b.expected.csv": "企业,乙\n一,1万\n",
    ])
    let ending = try desk.run("test", "d/a.rules")
    #expect(ending.output == "1 个通过，0 个失败（算例 1/1，企业文件 0/0）\n")
  }

  @Test func rulesInErrorDecide() throws {
    let desk = try desk(["d/b.rules": "award 甲 = 1", "d/c.rules": Self.rules])
    let ending = try desk.run("test", "d")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("\n  d/b.rules:1:11\n"))
    #expect(ending.output == "2 个通过，0 个失败（算例 2/2，企业文件 0/0）\n")
    #expect(try desk.run("test", "none").code == 66)
    #expect(try desk.run("test", "d", "none.rules").code == 66)
  }

  @Test func aFolderWithoutRules() throws {
    let desk = try Desk()
    let ending = try desk.run("test")
    #expect(ending.code == 0)
    #expect(ending.errors == "没有找到规则文件\n")
  }
}

@Suite("jili")
struct ProgramTests {
  @Test func helpAndVersion() throws {
    let desk = try Desk()
    let help = try desk.run("--help")
    #expect(help.code == 0)
    #expect(help.errors == "")
    for command in ["repl", "eval", "batch", "check", "test"] {
      #expect(help.output.contains("\n  \(command) "))
      let own = try desk.run(command, "--help")
      #expect(own.code == 0)
      #expect(own.output.contains("USAGE: jili \(command) "))
    }
    let version = try desk.run("--version")
    #expect(version.output == "0.1.0\n")
    #expect(version.code == 0)
  }

  /// What last year's value says of the peak holds at the prompt too.
  @Test func lastYearBoundsThePeak() throws {
    let desk = try Desk()
    let ending = try desk.run(
      input: """
        field 营收 : money by year
        award 首破 = 营收 first reaches { 10亿: 30万; 50亿: 100万 } each

        营收 = 60亿
        营收 上年 = 11亿
        首破

        """)
    #expect(ending.errors == "")
    #expect(ending.output.contains("首破  0.00 .. 1,000,000.00  待定"))
  }

  @Test func aMistypedCommand() throws {
    let desk = try Desk()
    let ending = try desk.run("chekc")
    #expect(ending.code == 64)
    #expect(ending.errors.hasPrefix("错误：没有命令也没有文件 `chekc`；是否 `jili check`？\n"))
    #expect(try desk.run("none.rules").code == 66)
  }
}
