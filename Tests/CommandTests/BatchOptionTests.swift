import Foundation
import JiliTestSupport
import Testing

/// Forms, columns, several files, panels and drafts through the program.
@Suite("jili batch, its options")
struct BatchOptionTests {
  private static let rules = """
    policy 甲市 { period 2020 .. 2027 }
    field 投资额 : money
    field 备注码 : text
    reading 算法 = 两成 or 一成; note "原文没有写明比例"
    award 技改 = if 算法 = 两成 then 20% of 投资额 else 10% of 投资额;
        cite "二（三）"
    award 落户 = 10万 when 备注码 = 迁入

    """

  private func desk(_ more: [String: String] = [:]) throws -> Desk {
    let table = "企业名称,统一社会信用代码,投资额（万元）,备注码\n一,A1,100,迁入\n二,A2,,=1+1\n"
    return try Desk(["a.rules": Self.rules, "a.csv": table].merging(more) { $1 })
  }

  @Test(arguments: [
    ("投资额", "", 64), ("合计,企业名称", "合计,企业名称\n300000.00,一\n0.00,二\n", 0),
    ("合计、awards", "合计,技改,落户\n300000.00,200000.00,100000.00\n0.00,,0.00\n", 0),
  ])
  func columnsAreChosenAndOrdered(_ columns: String, _ table: String, _ code: Int32) throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "--year", "2026", "--columns", columns, "-q")
    #expect(ending.output == table)
    #expect(ending.code == code)
    #expect(ending.errors.contains("J4401") == (code == 64))
  }

  /// The identifying columns are those of the list unless others are asked for.
  @Test func identifyingColumns() throws {
    let desk = try desk()
    let run = ["batch", "a.rules", "--companies", "a.csv", "--year", "2026", "-q"]
    let plain = try desk.ending(of: desk.start(run)).output
    #expect(plain.hasPrefix("统一社会信用代码,企业名称,技改,"))
    let kept = try desk.ending(of: desk.start(run + ["--keep", "备注码,企业名称"])).output
    #expect(kept.hasPrefix("备注码,企业名称,技改,"))
    // Text that a spreadsheet would run as a formula is escaped.
    #expect(kept.contains("\n'=1+1,二,"))
    let none = try desk.ending(of: desk.start(run + ["--keep", "无此列"]))
    #expect(none.code == 65)
    #expect(none.output == "")
    #expect(none.errors.contains("J4107"))
  }

  @Test func theEndingSaysTheForm() throws {
    let desk = try desk()
    let run = ["batch", "a.rules", "--companies", "a.csv", "--year", "2026", "-q"]
    for name in ["o.tsv", "o.jsonl", "O.CSV"] {
      #expect(try desk.ending(of: desk.start(run + ["-o", name])).code == 0)
    }
    let marked = String(decoding: try desk.bytes("O.CSV").dropFirst(3), as: UTF8.self)
    #expect(try desk.bytes("O.CSV").starts(with: [0xEF, 0xBB, 0xBF]))
    let tabs = try desk.text("o.tsv").drop { $0 == "\u{FEFF}" }
    #expect(String(tabs).replacingOccurrences(of: "\t", with: ",") == marked)
    let objects = try desk.text("o.jsonl").split(separator: "\n")
    #expect(objects.count == 2)
    let first = try JSONSerialization.jsonObject(with: Data(objects[0].utf8)) as? [String: Any]
    #expect(first?["技改"] as? String == "200000.00")
    let second = try JSONSerialization.jsonObject(with: Data(objects[1].utf8)) as? [String: Any]
    #expect(second?["技改"] is NSNull)
    let piped = try desk.ending(of: desk.start(run + ["--format", "jsonl"])).output
    #expect(piped == (try desk.text("o.jsonl")))
    let unknown = try desk.ending(of: desk.start(run + ["-o", "o.doc"]))
    #expect(unknown.code == 64)
    #expect(unknown.errors.contains("-o：`o.doc` 应以 .csv、.tsv、.jsonl 或 .xlsx 结尾"))
  }

  @Test func severalFilesAreOneRun() throws {
    let desk = try desk([
      "b/a.csv": "备注码,企业名称,投资额\n迁入,三,50万\n,四,五十万\n", "c.csv": "企业名称\t投资额\n五\t1亿\n",
    ])
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "b/a.csv", "c.csv", "--year", "2026",
      "--columns", "企业名称,技改,落户", "-o", "o.csv", "--no-bom")
    #expect(ending.code == 3)
    #expect(
      try desk.text("o.csv") == """
        企业名称,技改,落户
        一,200000.00,100000.00
        二,,0.00
        三,100000.00,100000.00
        五,20000000.00,

        """)
    // Two files of one name are told apart by their folders.
    #expect(try desk.text("o.rejects.csv").hasSuffix("\nb/a.csv,3,投资额,五十万,不是数字,J4201\n"))
    #expect(ending.errors.contains("c.csv: 警告 J4303: 没有 `备注码` 一列，每行都按未知计算\n"))
    let receipt = try desk.text("o.receipt.json")
    #expect(receipt.contains(#""counts": {"rows": 5, "accepted": 4, "rejected": 1, "empty": 0}"#))
    #expect(receipt.contains(#"{"file": "c.csv", "#))
    let twice = try desk.run("batch", "a.rules", "--companies", "a.csv", "a.csv")
    #expect(twice.code == 64)
    #expect(twice.errors.contains("`a.csv` 写了两次"))
  }

  @Test func settingsAndReadings() throws {
    let desk = try desk()
    let run = ["batch", "a.rules", "--companies", "a.csv", "--year", "2026", "--columns", "技改"]
    func result(_ more: String...) throws -> Desk.Ending {
      try desk.ending(of: desk.start(run + more))
    }
    #expect(try result("--set", "投资额=10万").output == "技改\n200000.00\n20000.00\n")
    #expect(try result("--reading", "算法=一成").output == "技改\n100000.00\n\"\"\n")
    let unknown = try result("--set", "投资＝1万")
    #expect(unknown.code == 64)
    #expect(unknown.errors.contains("--set：规则不读 `投资`；是否 `投资额`"))
    let choice = try result("--reading", "算法=三成")
    #expect(choice.code == 64)
    #expect(choice.errors.contains("`算法` 没有取值 `三成`，只有 两成、一成"))
    #expect(try result("--set", "投资额=十").code == 64)
  }

  /// Without any date the last day of the period counts, and it is said once.
  @Test func theDateIsSaid() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "-o", "o.csv", "--quiet")
    #expect(
      ending.errors
        == "说明 J4304: 没有给出日期，按政策有效期最后一天 2027-12-31 计算；可用 --date、--year、--date-column 给出\n")
    #expect(try desk.text("o.receipt.json").contains(#""default_date": "2027-12-31""#))
    let late = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "--date", "2028-01-01", "--columns", "合计,提示")
    #expect(late.output == "合计,提示\n0.00,不在甲市有效期内\n0.00,不在甲市有效期内\n")
  }

  /// `use` and 引用 look beside the file, then in each `-I` in order; every command takes it.
  @Test(arguments: [
    (["check"], "p，1 项奖励"), (["test"], "0 个通过"),
    (["eval", "--set", "额=5万", "--set", "数=2", "--year", "2026"], "50,000.00"),
    (["repl", "-f", "问.jili"], "甲  50,000.00  应得"),
  ])
  func filesAreFoundInFolders(_ command: [String], _ output: String) throws {
    let desk = try Desk([
      "市/p.rules": "use \"v.rules\"\n引用 \"w.rules\"\naward 甲 = 额 when 数 > 1\n",
      "一/v.rules": "field 额 : money\n", "二/v.rules": "field 额 : number\n",
      "二/w.rules": "字段 数 : 数\n", "问.jili": "额 = 5万; 数 = 2\n甲\n",
    ])
    func run(_ folders: String...) throws -> Desk.Ending {
      try desk.ending(of: desk.start(command + ["市/p.rules"] + folders))
    }
    let found = try run("-I", "一", "-I二")
    #expect(found.code == 0, "\(found.errors)")
    #expect((found.output + found.errors).contains(output), "\(found.output + found.errors)")
    let missing = try run("-I", "一")
    #expect(missing.code == 2)
    #expect(missing.errors.contains("J3001"))
    // The folder named first wins: there 额 is no money.
    #expect(try run("-I", "二", "-I", "一").code == 2)
  }

  /// A draft in a folder of its own amends a policy that `-I` finds, over a panel.
  @Test(arguments: [["-I", "adopted"], ["-Iadopted"]])
  func aDraftOverAPanel(_ include: [String]) throws {
    let desk = try Desk([
      "adopted/base.rules": """
      field 营收 : money by year
      award 首破 = 营收 first reaches { 10亿: 30万; 50亿: 100万 } each
      award 旧项 = 1万
      """,
      "drafts/new.rules": """
      amends "base.rules"
      remove 旧项
      award 首破 = 营收 first reaches { 10亿: 40万; 50亿: 100万 } each
      """,
      "panel.csv": """
      股票,年份,营收（亿元）
      S1,2015,9
      S1,2016,60
      S1,2017,70
      S2,2016,11
      S1,2016,60
      """,
    ])
    let ending = try desk.ending(
      of: desk.start(
        ["batch", "drafts/new.rules", "--companies", "panel.csv", "--key", "股票"]
          + ["--date-column", "年份", "--columns", "年份,股票,首破,提示", "-q"] + include))
    #expect(ending.code == 3)
    #expect(
      ending.output == """
        年份,股票,首破,提示
        2015,S1,0.00,历史从 2015 年算起
        2016,S1,1400000.00,历史从 2015 年算起
        2017,S1,0.00,历史从 2015 年算起
        2016,S2,400000.00,历史从 2016 年算起

        """)
    #expect(ending.errors.contains("panel.csv,6,"))
    let lost = try desk.run("batch", "drafts/new.rules", "--companies", "panel.csv")
    #expect(lost.code == 2)
    #expect(lost.errors.contains("错误 J3001: 找不到文件 `base.rules`\n  drafts/new.rules:1:8\n"))
  }
}

/// What cannot be done leaves nothing behind.
@Suite("jili batch, whole or not at all")
struct BatchFailureTests {
  private func desk(_ more: [String: String] = [:]) throws -> Desk {
    try Desk(
      ["a.rules": "field 额 : money\naward 甲 = 额", "a.csv": "企业,额\n一,1万\n"]
        .merging(more) { $1 })
  }

  @Test(arguments: [
    ("企业,额,额（万元）\n一,1,1\n", "J4105"), ("企业,名额\n一,1\n", "J4104"), ("", "J4106"),
    ("企业,额\n一,\"1\n", "J4103"), ("[{\"额\": 1}", "J4120"), ("[]", "J4127"),
    ("PK\u{3}\u{4}", "J4141"),
  ])
  func aRefusedFileLeavesNoOutput(_ table: String, _ code: String) throws {
    let desk = try desk(["b.csv": table])
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "b.csv", "-o", "o.csv", "--summary", "s.csv")
    #expect(ending.code == 65)
    #expect(ending.errors.hasPrefix("b.csv:"))
    #expect(ending.errors.contains("错误 \(code): "))
    #expect(ending.output == "")
    #expect(try desk.names() == ["a.csv", "a.rules", "b.csv"])
  }

  @Test func bytesThatAreNoText() throws {
    let desk = try desk()
    try desk.put("b.csv", bytes: Array("企业,额\n一,".utf8) + [0xFF, 0x0A])
    let ending = try desk.run("batch", "a.rules", "--companies", "b.csv", "-o", "o.csv")
    #expect(ending.code == 65)
    #expect(ending.errors.hasPrefix("b.csv:2: 错误 J4101: "))
    #expect(try desk.names() == ["a.csv", "a.rules", "b.csv"])
  }

  @Test(arguments: [
    ("none/o.csv", "s.csv", "J5006"), ("o.csv", "a.csv/s.csv", "J5006"), ("o.csv", "/", "J5003"),
    ("o.csv", "/dev/full", "J5006"), ("-", "none/s.csv", "J5006"),
  ])
  func whatCannotBeWritten(_ output: String, _ summary: String, _ code: String) throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "-o", output, "--summary", summary, "-q")
    #expect(ending.code == (code == "J5003" ? 66 : 74))
    #expect(ending.errors.contains("错误 \(code): "))
    #expect(ending.output == "")
    #expect(try desk.names() == ["a.csv", "a.rules"])
  }

  /// No result may take the place of what the run reads, however its name is written.
  @Test(arguments: [
    ["-o", "a.csv"], ["-o", "./a.csv"], ["-o", "o.csv", "--summary", "a.rules"],
    ["-o", "o.csv", "--rejects", "link.csv"],
  ])
  func inputsAreNeverOverwritten(_ outputs: [String]) throws {
    let desk = try desk()
    #expect(symlink("a.csv", desk.path + "/link.csv") == 0)
    let ending = try desk.ending(
      of: desk.start(["batch", "a.rules", "--companies", "a.csv"] + outputs))
    #expect(ending.code == 64)
    #expect(ending.errors.contains("错误 J5008: "))
    #expect(try desk.text("a.csv") == "企业,额\n一,1万\n")
    #expect(try desk.names() == ["a.csv", "a.rules", "link.csv"])
  }

  @Test func oneNameForTwoResults() throws {
    let desk = try desk()
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "-o", "o.csv", "--summary", "o.csv")
    #expect(ending.code == 64)
    #expect(ending.errors.contains("错误 J5007: "))
    #expect(try desk.names() == ["a.csv", "a.rules"])
  }

  /// The program is held at a pipe that nobody reads while the first result is half done.
  @Test(
    arguments: [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129)] as [(Int32, Int32)],
    ["o.csv", "o.xlsx"])
  func aSignalLeavesNothing(_ ending: (signal: Int32, code: Int32), _ output: String) throws {
    let (signal, code) = ending
    let desk = try desk([output: "old"])
    try FileManager.default.createDirectory(
      atPath: desk.path + "/temporary", withIntermediateDirectories: false)
    #expect(mkfifo(desk.path + "/pipe", 0o600) == 0)
    let process = try desk.start(
      [
        "batch", "a.rules", "--companies", "a.csv", "-o", output, "--summary", "pipe",
        "--rejects", "back.xlsx",
      ], variables: ["TMPDIR": desk.path + "/temporary"])
    let begun = try desk.waits { try desk.names().contains { $0.hasSuffix(".partial") } }
    #expect(begun)
    kill(process, signal)
    #expect(try desk.ending(of: process).code == code)
    #expect(try desk.names() == ["a.csv", "a.rules", output, "pipe", "temporary"])
    #expect(try desk.text(output) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.path + "/temporary") == [])
  }

  /// The same while a receipt is replayed: its results never were anybody's.
  @Test func aSignalEndsAReplay() throws {
    let desk = try desk()
    try FileManager.default.createDirectory(
      atPath: desk.path + "/temporary", withIntermediateDirectories: false)
    _ = try desk.run("batch", "a.rules", "--companies", "a.csv", "-o", "o.xlsx", "-q")
    #expect(unlink(desk.path + "/a.csv") == 0)
    let receipt = try desk.text("o.receipt.json")
    try desk.put("o.receipt.json", receipt.replacingOccurrences(of: "\"a.csv\"", with: "\"-\""))
    #expect(mkfifo(desk.path + "/pipe", 0o600) == 0)
    let process = try desk.start(
      ["replay", "o.receipt.json", "--companies", "pipe"],
      variables: ["TMPDIR": desk.path + "/temporary"])
    func left() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: desk.path + "/temporary")
    }
    #expect(try desk.waits { try !left().isEmpty })
    kill(process, SIGINT)
    #expect(try desk.ending(of: process).code == 130)
    #expect(try left() == [])
  }

  /// A disk without room for the workbook leaves what was there.
  @Test func aWorkbookThatCannotBeMade() throws {
    let desk = try desk(["o.xlsx": "old"])
    let process = try desk.start(
      ["batch", "a.rules", "--companies", "a.csv", "-o", "o.xlsx", "-q"],
      variables: ["TMPDIR": desk.path + "/none"])
    let ending = try desk.ending(of: process)
    #expect(ending.code == 74)
    #expect(ending.errors.contains("错误 J5014: "))
    #expect(try desk.names() == ["a.csv", "a.rules", "o.xlsx"])
    #expect(try desk.text("o.xlsx") == "old")
  }

  /// Who reads the results has gone: that is told by the code alone.
  @Test func aClosedPipe() throws {
    let desk = try desk()
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let process = try desk.start(
      ["batch", "a.rules", "--companies", "a.csv", "-q"], outputDescriptor: ends[1])
    let ending = try desk.ending(of: process)
    #expect(ending.code == 141)
    #expect(ending.errors == "说明 J4304: 没有给出日期，按日期未知计算；可用 --date、--year、--date-column 给出\n")
  }
}
