import Glibc
import JiliTestSupport
import Testing

@Suite("the prompt", .serialized)
struct ReplTests {
  // MARK: - Scripts

  @Test func aScriptRunsLineByLine() throws {
    let ending = try Program.run(
      ["--lang", "zh"],
      input: """
        # 没有 ; 的一行到此为止
        奖励 国家级小巨人 = 150万 当 新认定
            复评 = 20%
        1万
        """)
    #expect(ending.code == 1)
    #expect(ending.output == "奖励 国家级小巨人：已加入\n")
    #expect(ending.errors.hasPrefix("错误 J3101: 未知的名称 `复评`\n  stdin:3:5\n"))
  }

  @Test func aScriptInChinese() throws {
    let ending = try Program.run(
      ["--lang", "zh"],
      input: """
        字段 投资额：金额；又称 “设备投资”
        奖励 国家级小巨人 = 150万 当 新认定;
            复评 = 20%
        奖励 设备 = 投资额 的 20% 封顶 100万
            当 投资额 不低于 500万;
            依据 "三（二）"

        国家级小巨人 为 新认定
        投资额 ＝ ６００万元
        合计
        为何不 设备
        ：事实
        :退出
        这一行不再执行
        """)
    #expect(ending.errors == "")
    #expect(ending.code == 0)
    #expect(
      ending.output == """
        字段 投资额：已加入
        奖励 国家级小巨人：已加入
        奖励 设备：已加入
        国家级小巨人 = 新认定
        投资额 = 600万
        国家级小巨人  1,500,000.00  应得  新认定
        设备          1,000,000.00  应得  投资额 的 20% 封顶 100万（投资额 600万）  三（二）
        合计 2,500,000.00
        设备 是应得的：
        设备：应得 1,000,000.00 元
            满足  投资额 不低于 500万（投资额 600万）
            计算  投资额 的 20% 封顶 100万 = 600万 的 20% 封顶 100万  1,000,000.00
            依据  三（二）
            规则  stdin:4:4
        日期 = 未知
        国家级小巨人 = 新认定
        投资额 = 600万

        """)
  }

  /// A question with changed facts changes nothing, and says where it is wrong.
  @Test func aScriptAsksWithChangedFacts() throws {
    let ending = try Program.run(
      ["--lang", "zh"],
      input: """
        字段 台州营收 : 金额 逐年
        奖励 上台阶 = 台州营收 首次达到 { 10亿: 30万; 50亿: 100万 } 各档
        奖励 国家级小巨人 = 150万 当 新认定
        台州营收 = 9亿; 台州营收 历年最高 = 9亿; 国家级小巨人 = 无
        合计 若改 台州营收 = 12亿、国家级小巨人 = 新认定
        合计
        合计 若改 台州营收 = 12家
        """)
    #expect(ending.code == 1)
    let lines = ending.output.split(separator: "\n").map(String.init)
    #expect(lines.filter { $0.hasPrefix("合计") } == ["合计 1,800,000.00", "合计 0.00"])
    #expect(ending.errors.contains("J4207"))
    #expect(ending.errors.contains("stdin:7:14"))
  }

  @Test(arguments: [
    ("1万 + 1万\naward 甲 = 1万 when\n\n1万\n", "2万\n", "J2002", "stdin:2:18"),
    ("1万\n\n# x\n无此名\n2万\n", "1万\n", "J3101", "stdin:4:1"),
    (":hepl\n", "", "J6101", "stdin:1:1"),
    ("example \"e\" { expect total = 5万 }\n1万\n", "example “e”: fails\n", "", ""),
    ("award 甲 = 1万\n(1万", "award 甲: added\n", "J2002", "stdin:2:4"),
    ("1万\u{200B}\n", "", "J1003", "stdin:1:3"),
  ])
  func aScriptStopsAtTheFirstError(
    _ script: String, _ output: String, _ code: String, _ place: String
  ) throws {
    let ending = try Program.run([], input: script)
    #expect(ending.code == 1)
    #expect(ending.output.hasPrefix(output))
    #expect(ending.output.split(separator: "\n").count <= 2)
    #expect(ending.errors.contains(code) || code.isEmpty, "\(ending.errors)")
    #expect(ending.errors.contains(place) || place.isEmpty, "\(ending.errors)")
  }

  @Test func aScriptFromAnEditorOfWindows() throws {
    let ending = try Program.run([], input: "\u{FEFF}award 甲 = 1万;\r\n  once\r\n\r\n甲\r\n")
    #expect(ending.errors == "")
    #expect(ending.output == "award 甲: added\n甲  10,000.00  due  1万\n")
    #expect(ending.code == 0)
  }

  @Test func filesAndScripts() throws {
    let folder = Folder()
    try folder.put("a.rules", "use \"b.rules\"\naward 甲 = 额 cap 1万\n")
    try folder.put("b.rules", "field 额 : money\n")
    try folder.put("bad.rules", "award 甲 = 额\n")
    try folder.put("s.jili", "额 = 5万\n甲\n:load \(folder.path)/none.rules\n")
    let rules = folder.path + "/a.rules"
    var ending = try Program.run(
      ["repl", rules, "-f", folder.path + "/s.jili", "--lang", "en"], input: "")
    #expect(ending.code == 1)
    #expect(ending.output.hasSuffix("甲  10,000.00  due  额 cap 1万 (额 5万)\n"))
    #expect(ending.errors.contains("J5001"))
    #expect(ending.errors.contains("/s.jili:3:1"))
    ending = try Program.run([folder.path + "/bad.rules"], input: "1万")
    #expect(ending.code == 2)
    #expect(ending.output.isEmpty)
    ending = try Program.run(["-f", folder.path + "/none.jili"], input: "1万")
    #expect(ending.code == 66)
    ending = try Program.run(["repl", "-f", "-", rules], input: "额 = 3千\n额 = 3千元\n")
    #expect(ending.code == 1)
  }

  // MARK: - A terminal

  private func terminal(_ folder: Folder, _ arguments: [String] = []) -> Terminal {
    Terminal(
      ["--lang", "zh"] + arguments,
      environment: [
        "LC_ALL=C.UTF-8", "TERM=xterm", "NO_COLOR=1", "INPUTRC=/dev/null",
        "XDG_STATE_HOME=" + folder.path,
      ])
  }

  private func clear(_ folder: Folder) {
    unlink(folder.path + "/jili/history")
    rmdir(folder.path + "/jili")
  }

  @Test func aDrafterAtATerminal() throws {
    let folder = Folder()
    defer { clear(folder) }
    let screen = terminal(folder)
    #expect(screen.shown(upTo: "jili> ") != nil)
    // Rules in several lines.
    screen.type("奖励 国家级小巨人 = 150万 当 新认定;\r")
    #expect(screen.shown(upTo: "..> ") != nil)
    screen.type("  复评 = 20%\r")
    #expect(screen.shown(upTo: "奖励 国家级小巨人：已加入") != nil)
    #expect(screen.shown(upTo: "jili> ") != nil)
    // A name and a value from their beginnings.
    screen.type("国家\t 为 新认\t\r")
    #expect(screen.shown(upTo: "国家级小巨人 = 新认定\r\n") != nil)
    #expect(screen.shown(upTo: "jili> ") != nil)
    // Ctrl-C drops an entry, the first line of a longer one too.
    screen.type("奖励 不要了 = 若 国家级小巨人 则\r")
    #expect(screen.shown(upTo: "..> ") != nil)
    screen.type("1万 \u{3}")
    #expect(screen.shown(upTo: "jili> ") != nil)
    screen.type("国家级小巨人\r")
    #expect(screen.shown(upTo: "1,500,000.00  应得  新认定") != nil)
    #expect(screen.shown(upTo: "jili> ") != nil)
    // An error ends nothing.
    screen.type("不要了\r")
    #expect(screen.shown(upTo: "错误 J3101") != nil)
    #expect(screen.shown(upTo: "jili> ") != nil)
    // Ctrl-D leaves; what was left open is still taken.
    screen.type("award 甲 = 1万;\r")
    #expect(screen.shown(upTo: "..> ") != nil)
    screen.type("\u{4}")
    #expect(screen.shown(upTo: "奖励 甲：已加入") != nil)
    #expect(screen.ending() == 0)

    let again = terminal(folder)
    #expect(again.shown(upTo: "jili> ") != nil)
    // The entry of two lines comes back whole from the history.
    again.type("\u{12}复评\r")
    #expect(again.shown(upTo: "奖励 国家级小巨人：已加入") != nil)
    again.type(":quit\r")
    #expect(again.ending() == 0)
  }

  @Test func whatIsPastedIsTakenApart() throws {
    let folder = Folder()
    defer { clear(folder) }
    let screen = terminal(folder)
    #expect(screen.shown(upTo: "jili> ") != nil)
    let paste = """
      award 国家级小巨人 = 150万 when new
          or relocated;
          renewal = 20%

      field 额 : money
      额 = 5万
      国家级小巨人 = new
      total
      """
    screen.type("\u{1B}[200~" + paste + "\u{1B}[201~\r")
    #expect(screen.shown(upTo: "奖励 国家级小巨人：已加入\r\n") != nil)
    #expect(screen.shown(upTo: "字段 额：已加入\r\n") != nil)
    #expect(screen.shown(upTo: "合计 1,500,000.00\r\n") != nil)
    #expect(screen.shown(upTo: "jili> ") != nil)
    screen.type("\u{4}")
    #expect(screen.ending() == 0)
  }

  @Test func rulesInErrorDoNotEndThePrompt() throws {
    let folder = Folder()
    defer { clear(folder) }
    try folder.put("bad.rules", "award 甲 = 额\n")
    let screen = terminal(folder, [folder.path + "/bad.rules"])
    #expect(screen.shown(upTo: "错误 J3101") != nil)
    #expect(screen.shown(upTo: "jili> ") != nil)
    screen.type("\u{4}")
    #expect(screen.ending() == 0)
  }
}
