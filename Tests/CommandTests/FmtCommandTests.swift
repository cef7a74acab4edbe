import JiliTestSupport
import Testing

@Suite("jili fmt") struct FmtCommandTests {
  static let loose = "award  甲=1万　when 乙\nfield 乙:flag # 注"
  static let laidOut = "award 甲 = 1万 when 乙\nfield 乙 : flag  # 注\n"

  @Test func laysFilesOutInPlace() throws {
    let desk = try Desk(["a.rules": Self.loose, "d/b.rules": Self.laidOut])
    let ending = try desk.run("fmt", "a.rules", "d/b.rules")
    #expect(ending.code == 0)
    #expect(ending.output == "")
    // Only what has changed is named.
    #expect(ending.errors == "a.rules\n")
    #expect(try desk.text("a.rules") == Self.laidOut)
    #expect(try desk.text("d/b.rules") == Self.laidOut)
    #expect(try desk.names() == ["a.rules", "d"])
    let again = try desk.run("fmt", "a.rules", "d/b.rules")
    #expect(again.code == 0)
    #expect(again.errors == "")
  }

  @Test func quietNamesNoFile() throws {
    let desk = try Desk(["a.rules": Self.loose])
    let ending = try desk.run("fmt", "--quiet", "a.rules")
    #expect(ending.code == 0)
    #expect(ending.errors == "")
    #expect(try desk.text("a.rules") == Self.laidOut)
  }

  @Test func standardInputGoesToStandardOutput() throws {
    let desk = try Desk()
    let loose = try desk.run("fmt", "-", input: Self.loose)
    #expect(loose.code == 0)
    #expect(loose.output == Self.laidOut)
    #expect(loose.errors == "")
    #expect(try desk.run("fmt", "-", input: Self.laidOut).output == Self.laidOut)
    #expect(try desk.run("fmt", "-", input: "").output == "")
  }

  @Test func checkChangesNothing() throws {
    let desk = try Desk(["a.rules": Self.loose, "b.rules": Self.laidOut])
    let ending = try desk.run("fmt", "--check", "a.rules", "b.rules")
    #expect(ending.code == 1)
    #expect(ending.output == "a.rules\n")
    #expect(ending.errors == "")
    #expect(try desk.text("a.rules") == Self.loose)
    #expect(try desk.run("fmt", "--check", "b.rules").code == 0)
    #expect(try desk.run("fmt", "--check", "-", input: Self.loose).output == "-\n")
    #expect(try desk.run("fmt", "--check", "-", input: Self.laidOut).code == 0)
  }

  @Test func aFileWithMistakesIsLeftAlone() throws {
    let broken = "award 甲 = \n"
    let desk = try Desk(["a.rules": broken, "b.rules": Self.loose])
    let ending = try desk.run("fmt", "a.rules", "b.rules")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("错误 J2002: "))
    #expect(ending.errors.contains("\n  a.rules:1:"))
    #expect(try desk.text("a.rules") == broken)
    #expect(try desk.text("b.rules") == Self.laidOut)
    let check = try desk.run("fmt", "--check", "--lang", "en", "a.rules")
    #expect(check.code == 2)
    #expect(check.output == "")
    #expect(check.errors.contains("error J2002: "))
    let input = try desk.run("fmt", "-", input: broken)
    #expect(input.code == 2)
    #expect(input.output == "")
  }

  /// What only names and types can tell is no matter of layout.
  @Test func unknownNamesAreNoMatter() throws {
    let desk = try Desk(["a.rules": "use \"none.rules\"\naward 甲=1万 when 无此"])
    #expect(try desk.run("fmt", "a.rules").code == 0)
    #expect(try desk.text("a.rules") == "use \"none.rules\"\naward 甲 = 1万 when 无此\n")
  }

  @Test func wordsInOneLanguage() throws {
    let english = "use \"v.rules\"\naward 小巨人 = 20% of 投资额 when new and 新 = yes\n"
    let chinese = "引用 \"v.rules\"\n奖励 小巨人 = 投资额 的 20% 当 新认定 且 新 = 是\n"
    let vocabulary = "field 新 : flag\nfield 投资额 : money\ntitle 小巨人\n"
    let desk = try Desk(["d/a.rules": english, "w/v.rules": vocabulary])
    let ending = try desk.run("fmt", "--keywords", "zh", "-I", "w", "d/a.rules")
    #expect(ending.code == 0)
    #expect(ending.errors == "d/a.rules\n")
    #expect(try desk.text("d/a.rules") == chinese)
    #expect(try desk.text("w/v.rules") == vocabulary)
    let check = try desk.run("fmt", "--check", "--keywords=en", "-I", "w", "d/a.rules")
    #expect(check.code == 1)
    #expect(try desk.run("fmt", "--keywords=en", "-Iw", "-q", "d/a.rules").code == 0)
    #expect(try desk.text("d/a.rules") == english)
  }

  @Test func faultsOfTheCommandLineAndTheSystem() throws {
    let desk = try Desk(["a.rules": Self.loose])
    #expect(try desk.run("fmt").code == 64)
    #expect(try desk.run("fmt", "--keywords", "fr", "a.rules").code == 64)
    #expect(try desk.run("fmt", "-", "-").code == 64)
    #expect(try desk.run("fmt", "a.rules", "a.rules").code == 64)
    #expect(try desk.run("fmt", "无.rules").code == 66)
    #expect(try desk.text("a.rules") == Self.loose)
  }
}
