import Foundation
import JiliTestSupport
import Testing

/// `jili replay`: a receipt years later.
@Suite("jili replay")
struct ReplayTests {
  /// Every kind of option at once, with results of every kind. 重点 is 否 where a cell is empty, so
  /// that 300,000 of the ceiling go.
  private static let options = [
    "--year", "2026", "--key", "企业名称", "--set", "重点=否", "--set", "国家级小巨人=无", "--keep", "县区,企业名称",
    "--payers", "--by", "县区", "--by", "重点", "--summary", "s.csv", "--rejects", "back.xlsx",
  ]

  private func made(_ options: [String] = Self.options, in folder: String = "") throws -> Desk {
    let files = SplitCase.files.map { (folder + $0.key, $0.value) }
    let desk = try Desk(Dictionary(uniqueKeysWithValues: files))
    let ending = try desk.ending(
      of: desk.start(
        ["batch", folder + "a.rules", "--companies", folder + "企业.csv", "-o", "o.xlsx", "-q"]
          + options))
    #expect(ending.code == 3, "\(ending.errors)")
    return desk
  }

  @Test func theSame() throws {
    let desk = try made()
    let before = try desk.names()
    let ending = try desk.run("replay", "o.receipt.json")
    #expect(ending.errors == "")
    #expect(
      ending.output == """
        规则 a.rules：未变
        规则 facts.rules：未变
        企业文件 企业.csv：未变
        程序版本：0.1.0，未变
        输入 6 行：未变
        合计 2066726.65 .. 2666726.65：各奖项和分担都未变
        结果 o.xlsx：逐字节相同
        结果 o.rejects.csv：逐字节相同
        结果 back.xlsx：逐字节相同
        结果 s.csv：逐字节相同
        结论：重算与回执一致

        """)
    #expect(ending.code == 0)
    #expect(try desk.names() == before)
  }

  /// The results need not be there; the files may lie elsewhere, a stranger of the same name first.
  @Test func filesAreFoundInFolders() throws {
    let desk = try made(in: "in/")
    #expect(try desk.run("replay", "o.receipt.json").code == 66)
    let moved = try desk.run("replay", "o.receipt.json", "--rules", "in")
    #expect(moved.code == 66)
    #expect(moved.errors.contains("错误 J5011: 回执旁边没有 `企业.csv`；用 --companies 给出它所在的文件夹"))
    try desk.put("other/企业.csv", "企业名称,投资额\n别家,1\n")
    let ending = try desk.run(
      "replay", "o.receipt.json", "--rules", "in", "--companies", "other", "--companies",
      "in/企业.csv")
    #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
    let text = try desk.text("o.receipt.json")
    #expect(!text.contains("in/"))
    #expect(!text.contains(desk.path))
  }

  @Test func whatChangedIsNamed() throws {
    let desk = try made()
    try desk.put("a.rules", SplitCase.rules.replacingOccurrences(of: "150万", with: "160万"))
    let rules = try desk.run("replay", "o.receipt.json")
    #expect(rules.code == 1)
    // The renewal pays a fifth of it.
    for line in [
      "规则 a.rules：不同（sha256 当时 ", "合计：当时 2066726.65 .. 2666726.65，现在 2186726.65 .. 2786726.65\n",
      "甲市.国家级小巨人：当时 1500000.00（1 家），现在 1600000.00（1 家）\n",
      "甲市.国家级小巨人.复评：当时 300000.00（1 家），现在 320000.00（1 家）\n", "市：当时 850033.33，现在 900033.33\n",
      "结果 o.xlsx：不同", "结论：规则或企业文件已改动，重算的结果与回执不同\n",
    ] { #expect(rules.output.contains(line), "\(line)") }
    #expect(!rules.output.contains("甲市.技改："))

    try desk.put("a.rules", SplitCase.rules)
    try desk.put("企业.csv", SplitCase.companies + "庚,南湖区,市本级,1,否,\n")
    let companies = try desk.run("replay", "o.receipt.json", "--lang", "en")
    #expect(companies.code == 1)
    for line in [
      "companies 企业.csv: differs", "rows: 6 then, 7 now\n", "read: 3 then, 4 now\n",
      "甲市.技改: 266726.65 (3 companies) then, 268726.65 (4 companies) now\n",
      "verdict: rules or companies have changed, and the run gives other results\n",
    ] { #expect(companies.output.contains(line), "\(line)") }

    // A remark changes the file and nothing else.
    try desk.put("企业.csv", SplitCase.companies)
    try desk.put("facts.rules", "# 注\n" + SplitCase.facts)
    let remark = try desk.run("replay", "o.receipt.json")
    #expect(remark.code == 1)
    #expect(remark.output.contains("规则 facts.rules：不同"))
    #expect(remark.output.contains("结论：规则或企业文件已改动，但行数和金额与回执一致\n"))
  }

  @Test func anotherVersionWithEqualResults() throws {
    let desk = try made(["--year", "2026", "--columns", "企业名称,合计"])
    // The workbook names the version in its summary.
    _ = try desk.run(
      "batch", "a.rules", "--companies", "企业.csv", "--year", "2026", "-o", "o.csv", "-q")
    let receipt = try desk.text("o.receipt.json")
    try desk.put("o.receipt.json", receipt.replacingOccurrences(of: "\"0.1.0\"", with: "\"0.0.9\""))
    let ending = try desk.run("replay", "o.receipt.json")
    #expect(ending.code == 0)
    #expect(ending.output.contains("程序版本：当时 0.0.9，现在 0.1.0\n"))
    #expect(ending.output.hasSuffix("结论：重算与回执一致；程序版本虽然不同，结果逐字节相同\n"))
  }

  /// Somebody opened the results and saved them.
  @Test func resultsThatWereChangedLater() throws {
    let desk = try made()
    try desk.put("s.csv", "改过")
    let ending = try desk.run("replay", "o.receipt.json")
    #expect(ending.code == 1)
    #expect(ending.output.contains("结果 s.csv：逐字节相同\n结果 s.csv：回执旁边的这个文件后来被改过\n"))
    #expect(ending.output.hasSuffix("结论：重算与回执一致；旁边的结果文件已不是当时写的\n"))
  }

  /// What came through a pipe is named as a file.
  @Test func standardInput() throws {
    let desk = try SplitCase.desk()
    let made = try desk.run(
      "batch", "a.rules", "--companies", "-", "--year", "2026", "-o", "o.csv", "-q",
      input: SplitCase.companies)
    #expect(made.code == 3)
    #expect(try desk.run("replay", "o.receipt.json").code == 66)
    let ending = try desk.run("replay", "o.receipt.json", "--companies", "企业.csv")
    #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
  }

  @Test(arguments: [
    ("{", 65, "J4120"), ("[]", 65, "J4420"), ("{}", 65, "J4420"), ("{\"schema\": 2}", 65, "J4421"),
    ("{\"schema\": 1, \"jili\": \"0.1.0\"}", 65, "J4420"),
  ])
  func noReceipt(_ text: String, _ code: Int32, _ fault: String) throws {
    let desk = try SplitCase.desk(["r.json": text])
    let ending = try desk.run("replay", "r.json")
    #expect(ending.code == code)
    #expect(ending.errors.contains(fault), "\(ending.errors)")
    #expect(ending.output == "")
    #expect(try desk.run("replay", "none.json").code == 66)
  }

  /// Receipts come from strangers: no option of theirs writes or reads where it should not.
  @Test func receiptsOfStrangers() throws {
    let desk = try made(["--year", "2026"])
    let receipt = try desk.text("o.receipt.json")
    func replay(_ old: String, _ new: String) throws -> Desk.Ending {
      try desk.put("r.json", receipt.replacingOccurrences(of: old, with: new))
      return try desk.run("replay", "r.json")
    }
    let unknown = try replay("{\"year\": ", "{\"colour\": \"red\", \"year\": ")
    #expect(unknown.code == 65)
    #expect(unknown.errors.contains("J4422"))
    for option in ["output", "companies", "o", "quiet", "help", "version"] {
      let ending = try replay("{\"year\": ", "{\"\(option)\": \"企业.csv\", \"year\": ")
      #expect(ending.code == 65, "\(option)")
      #expect(ending.errors.contains("J4422"), "\(option): \(ending.errors)")
    }
    let outside = try replay("{\"year\": ", "{\"summary\": \"../../s.csv\", \"year\": ")
    #expect(outside.code == 1)
    let names = try desk.names().filter { !$0.hasPrefix("r.json") }
    #expect(
      names == [
        "a.rules", "facts.rules", "o.receipt.json", "o.rejects.csv", "o.rejects.xlsx", "o.xlsx",
        "企业.csv",
      ])
    #expect(try desk.text("企业.csv") == SplitCase.companies)
  }

  /// A file may be named like an option; it stays a file.
  @Test func filesNamedLikeOptions() throws {
    let desk = try made(["--year", "2026"])
    try desk.put("--summary=s.csv", "award 乙 = 1元")
    let receipt = try desk.text("o.receipt.json")
    try desk.put(
      "r.json",
      receipt.replacingOccurrences(
        of: "\"rules\": [", with: "\"rules\": [{\"file\": \"--summary=s.csv\", \"sha256\": \"0\"}, "
      ))
    let before = try desk.names()
    let ending = try desk.run("replay", "r.json")
    #expect(ending.code == 1, "\(ending.errors)")
    #expect(try desk.names() == before)
  }

  /// Every option of batch is in the receipt, or has no say in the results.
  @Test func everyOptionIsRecorded() throws {
    let desk = try SplitCase.desk()
    let help = try desk.run("batch", "--experimental-dump-help").output
    let names = Set(
      help.matches(of: #/"name"\s*:\s*"([a-z-]+)"/#).map { String($0.1) }
        .filter { $0.count > 1 })
    // Files are in the receipt by name and digest; `-I` only says where they lie.
    let silent: Set = [
      "batch", "jili", "companies", "output", "no-receipt", "no-color", "quiet", "help", "version",
      "map", "threads",
    ]
    let recorded: Set = [
      "layout", "format", "date", "year", "set", "reading", "date-column", "key", "header-row",
      "header-rows", "encoding", "sheet",
      "absent", "keep", "columns", "payers", "by", "summary", "rejects", "html", "no-bom", "lang",
    ]
    #expect(names.subtracting(silent) == recorded)
    let values = [
      "layout": "long", "format": "csv", "date": "2026-05-01", "year": "2026", "set": "重点=是",
      "reading": "算法=两成", "date-column": "年份", "key": "企业名称", "header-row": "2",
      "encoding": "utf-8", "absent": "blank",
      "keep": "企业名称", "columns": "企业", "by": "县区", "summary": "s.csv", "rejects": "r.csv",
      "html": "o.html",
      "lang": "zh",
    ]
    let flags: Set = ["payers", "no-bom"]
    // A workbook and a header of two rows are no files that all others fit.
    let fitting = recorded.subtracting(["sheet", "header-rows"])
    try desk.put("b.rules", SplitCase.rules + "reading 算法 = 两成 or 一成; note \"原文没有写明\"\n")
    try desk.put("panel.csv", "\n企业名称,年份,县区,投资额,财政归属,国家级小巨人\n甲,2026,南湖区,1,县市,\n")
    for excluded in ["date", "year"] {
      var arguments = ["batch", "b.rules", "--companies", "panel.csv", "-o", "o.csv", "-q"]
      for name in fitting.sorted() where name != excluded {
        arguments.append(flags.contains(name) ? "--\(name)" : "--\(name)=\(values[name] ?? "")")
      }
      let ending = try desk.ending(of: desk.start(arguments))
      #expect(ending.code == 0, "\(ending.errors)")
      let receipt = try desk.text("o.receipt.json")
      for name in fitting where name != excluded {
        #expect(receipt.contains("\"\(name)\": \"\(values[name] ?? "true")\""), "\(name)")
      }
      #expect(try desk.run("replay", "o.receipt.json").code == 0)
    }
  }
}
