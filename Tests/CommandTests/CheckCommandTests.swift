import JiliTestSupport
import Testing

@Suite("jili check")
struct CheckCommandTests {
  /// A mistake of a rule file, its code and where it is.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let name: String
    let rules: String
    let code: String
    let place: String
    var testDescription: String { name }
  }

  static let mistakes = [
    Mistake(name: "missing file", rules: "\nuse \"none.rules\"", code: "J3001", place: "2:5"),
    Mistake(name: "path outside", rules: "use \"../v.rules\"", code: "J3003", place: "1:5"),
    Mistake(name: "absolute path", rules: "use \"/etc/v.rules\"", code: "J3003", place: "1:5"),
    Mistake(name: "NUL", rules: "award 甲 = 1万 \u{0}", code: "J1003", place: "1:14"),
    Mistake(
      name: "bidirectional", rules: "# 注\u{202E}释\naward 甲 = 1万", code: "J1003", place: "1:4"),
    Mistake(name: "invisible", rules: "award 甲\u{200B}乙 = 1万", code: "J1003", place: "1:8"),
    Mistake(name: "unknown unit", rules: "award 甲 = 10万美元", code: "J1008", place: "1:13"),
    Mistake(name: "unknown name", rules: "award 甲 = 1万 when 乙", code: "J3101", place: "1:19"),
    Mistake(
      name: "wrong type", rules: "field 额 : money\naward 甲 = 1万 when 额", code: "J3201",
      place: "2:19"),
    Mistake(
      name: "cycle", rules: "define 甲 = 乙\ndefine 乙 = 甲\naward 丙 = 1万 when 甲", code: "J3109",
      place: "1:8"),
    Mistake(
      name: "open string", rules: "award 甲 = 1万; cite \"三（一）", code: "J1005", place: "1:20"),
    Mistake(name: "money times money", rules: "award 甲 = 1万 * 2万", code: "J3204", place: "1:11"),
    Mistake(name: "bare number", rules: "award 甲 = 150", code: "J3203", place: "1:11"),
  ]

  @Test(arguments: mistakes)
  func everyMistakeHasItsPlace(_ mistake: Mistake) throws {
    let desk = try Desk(["d/a.rules": mistake.rules])
    let chinese = try desk.run("check", "d/a.rules")
    #expect(chinese.code == 2)
    #expect(chinese.output == "")
    #expect(chinese.errors.contains("错误 \(mistake.code): "))
    #expect(chinese.errors.contains("\n  d/a.rules:\(mistake.place)\n"))
    let english = try desk.run("check", "d/a.rules", variables: ["LC_ALL": "en_US.UTF-8"])
    #expect(english.code == 2)
    #expect(english.errors.contains("error \(mistake.code): "))
    let asked = try desk.run("check", "d/a.rules", "--lang", "en")
    #expect(asked.errors == english.errors)
    let other = try desk.run("check", "--lang=zh", "d/a.rules", variables: ["LC_ALL": "C"])
    #expect(other.errors == chinese.errors)
  }

  @Test func invalidBytes() throws {
    let desk = try Desk()
    try desk.put("a.rules", bytes: Array("award 甲 = 1万\n# ".utf8) + [0xB0, 0xA1])
    let ending = try desk.run("check", "a.rules")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("错误 J1002: "))
    #expect(ending.errors.contains("\n  a.rules:2:3\n"))
  }

  @Test func filesThatUseEachOther() throws {
    let desk = try Desk([
      "a.rules": "use \"b.rules\"\naward 甲 = 1万", "b.rules": "use \"a.rules\"",
    ])
    let ending = try desk.run("check", "a.rules")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("错误 J3004: 文件互相引用：a.rules"))
    #expect(ending.errors.contains("\n  b.rules:1:5\n"))
  }

  /// All mistakes of all files are told in one run.
  @Test func severalFiles() throws {
    let desk = try Desk([
      "good.rules": "award 甲 = 1万\nexample \"一\" { expect 甲 = 1万 }",
      "one.rules": "award 甲 = 1万 when 乙", "two.rules": "award 甲 = 1\naward 乙 = 2",
    ])
    let good = try desk.run("check", "good.rules")
    #expect(good.code == 0)
    #expect(good.errors == "good.rules：good，1 项奖励，1 个算例\n")
    let all = try desk.run("check", "one.rules", "good.rules", "two.rules")
    #expect(all.code == 2)
    for place in ["one.rules:1:19", "two.rules:1:11", "two.rules:2:11"] {
      #expect(all.errors.contains("\n  \(place)\n"))
    }
    #expect(all.errors.contains("good.rules：good，1 项奖励，1 个算例\n"))
    let quiet = try desk.run("check", "-q", "good.rules")
    #expect(quiet.errors == "")
  }

  @Test func strictMindsWarnings() throws {
    let desk = try Desk(["a.rules": "award 甲 = 1万; cite \"三\": \"奖励1万元\""])
    let plain = try desk.run("check", "a.rules")
    #expect(plain.code == 0)
    #expect(plain.errors.contains("警告 J3008: "))
    #expect(plain.errors.contains("0 个错误，1 个警告\n"))
    #expect(try desk.run("check", "a.rules", "--strict").code == 1)
    try desk.put("b.rules", "award 甲 = 1")
    #expect(try desk.run("check", "a.rules", "b.rules", "--strict").code == 2)
    try desk.put("c.rules", "award 甲 = 1万")
    #expect(try desk.run("check", "c.rules", "--strict").code == 0)
  }

  /// Faults of drafting are told by `check` alone; notes do not make `--strict` fail.
  @Test func faultsOfDrafting() throws {
    let rules = """
      policy 办法 { period 2026 .. 2028; overlap stack }
      field 投资额 : money
      award 投资奖 = match 投资额 { >= 1亿: 50万; in 1000万 .. 9999万: 20万 }
      """
    let desk = try Desk(["a.rules": rules])
    let plain = try desk.run("check", "a.rules")
    #expect(plain.code == 0)
    #expect(
      plain.errors == """
        说明 J3463: 政策没有写：钱由谁出
          a.rules:1:8
        1 | policy 办法 { period 2026 .. 2028; overlap stack }
          |        ^^^^

        警告 J3425: 两档之间有空档：超过 9999万、不到 1亿 的，哪一档都不是
          a.rules:3:37
        3 | award 投资奖 = match 投资额 { >= 1亿: 50万; in 1000万 .. 9999万: 20万 }
          |                                             ^^^^^^^^^^^^^^^^^^^
          a.rules:3:25: 上面一档在这里
        3 | award 投资奖 = match 投资额 { >= 1亿: 50万; in 1000万 .. 9999万: 20万 }
          |                               ------

        0 个错误，1 个警告，1 处说明
        a.rules：办法，1 项奖励，0 个算例

        """)
    let english = try desk.run("check", "a.rules", "--lang", "en")
    #expect(english.errors.contains("\n0 errors, 1 warning, 1 note\n"))
    #expect(try desk.run("check", "a.rules", "--strict").code == 1)
    try desk.put("b.rules", "policy 另办法 { period 2026 .. 2028 }\naward 奖 = 1万")
    let notes = try desk.run("check", "b.rules", "--strict")
    #expect(notes.code == 0)
    #expect(notes.errors.contains("0 个错误，0 个警告，1 处说明\n"))
    let eval = try desk.run("eval", "a.rules", "--set", "投资额=2亿")
    #expect(eval.code == 0)
    #expect(!eval.errors.contains("J34"))
    try desk.put("c.csv", "投资额\n2亿\n")
    #expect(try !desk.run("batch", "a.rules", "--companies", "c.csv").errors.contains("J34"))
    #expect(try !desk.run("test", "a.rules").errors.contains("J34"))
    // Each file's findings stand together, its own count behind them.
    let both = try desk.run("check", "b.rules", "a.rules").errors
    #expect(both.hasSuffix(plain.errors) && both.contains("b.rules：另办法，1 项奖励，0 个算例\n说明 J3463"))
  }

  @Test func quotedWordsMustOccurInTheSource() throws {
    let rules = "policy P { source \"t.txt\" }\naward 甲 = 1万; cite \"三\": \"奖励1万元\""
    let desk = try Desk(["a.rules": rules, "t.txt": "给予 奖励1\n万元。"])
    #expect(try desk.run("check", "a.rules", "--strict").code == 0)
    try desk.put("t.txt", "给予奖励2万元。")
    let ending = try desk.run("check", "a.rules")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("错误 J3007: "))
  }

  /// Colours stand only on a terminal, and never against NO_COLOR.
  @Test func colours() throws {
    let desk = try Desk(["a.rules": "award 甲 = 1"])
    let escape = "\u{1B}["
    let terminal = try desk.errorsOnATerminal(["check", "a.rules"], ["TERM": "xterm"])
    #expect(terminal.contains(escape))
    for (arguments, variables) in [
      (["check", "a.rules"], ["TERM": "xterm", "NO_COLOR": "1"]),
      (["check", "a.rules", "--no-color"], ["TERM": "xterm"]),
      (["check", "a.rules"], ["TERM": "dumb"]),
    ] {
      let shown = try desk.errorsOnATerminal(arguments, variables)
      #expect(shown.contains("错误 J3203"))
      #expect(!shown.contains(escape))
    }
    #expect(try !desk.run("check", "a.rules").errors.contains(escape))
  }

  @Test func usage() throws {
    let desk = try Desk(["a.rules": "award 甲 = 1万"])
    #expect(try desk.run("check").code == 64)
    let missing = try desk.run("check", "a.rules", "none.rules")
    #expect(missing.code == 66)
    #expect(missing.errors.hasSuffix("错误 J5001: 没有文件 `none.rules`\n"))
    #expect(try desk.run("check", ".").code == 66)
  }
}
