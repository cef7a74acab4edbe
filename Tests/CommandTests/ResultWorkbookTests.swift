import Foundation
import JiliTestSupport
import Testing
import WorkbookWriter

/// Results for whoever works in a spreadsheet.
@Suite("jili batch, workbooks")
struct ResultWorkbookTests {
  private func made(_ options: String..., files: [String: String] = [:]) throws -> Desk {
    let desk = try SplitCase.desk(files)
    let ending = try desk.ending(
      of: desk.start(SplitCase.run + ["-o", "o.xlsx", "-q"] + options))
    #expect(ending.code == 3, "\(ending.errors)")
    return desk
  }

  @Test func theTable() throws {
    let desk = try made()
    let book = try WorkbookParts(desk.path + "/o.xlsx")
    #expect(book.sheets == ["结果", "汇总", "说明"])
    // Not settled is empty, nothing is 0; what looks like a formula is text.
    #expect(
      try book.rows("结果", columns: 10) == [
        [
          "\"企业名称\"", "\"技改\"", "\"国家级小巨人\"", "\"国家级小巨人.复评\"", "\"创新\"", "\"合计\"", "\"上限合计\"",
          "\"未定\"", "\"待补\"", "\"提示\"",
        ], ["\"甲\"", "200000", "1500000", "0", "", "1700000", "2000000", "", "\"创新.核定\"", ""],
        [
          "\"=1+1\"", "66660", "0", "300000", "", "366660", "666660", "", "\"重点、创新.核定\"", "",
        ], ["\"丙\"", "66.65", "0", "0", "", "66.65", "300066.65", "", "\"创新.核定\"", ""],
      ])
    let sheet = try book.sheet("结果")
    #expect(!sheet.contains("<f>"))
    #expect(try book.numberFormat(of: "B2", in: "结果") == "#,##0.00")
    #expect(
      sheet.contains(
        #"<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>"#))
    #expect(sheet.contains(#"<autoFilter ref="A1:J4"/>"#))
    // Eight Chinese characters take sixteen widths, and the mark and two blanks one each.
    #expect(sheet.contains(#"<col min="4" max="4" width="19.7109375" customWidth="1"/>"#))
  }

  @Test func theSummary() throws {
    let desk = try made("--by", "县区")
    let book = try WorkbookParts(desk.path + "/o.xlsx")
    #expect(book.sheets == ["结果", "汇总", "按县区", "说明"])
    let rows = try book.rows("汇总", columns: 8)
    #expect(
      Array(rows.prefix(6)) == [
        ["\"政策\"", "\"奖项\"", "\"企业数\"", "\"金额\"", "\"市\"", "\"区\"", "\"未分担\"", "\"上限\""],
        ["\"甲市\"", "\"技改\"", "3", "266726.65", "100033.33", "100033.32", "66660", "266726.65"],
        ["\"甲市\"", "\"国家级小巨人\"", "1", "1500000", "750000", "750000", "0", "1500000"],
        ["\"甲市\"", "\"国家级小巨人.复评\"", "1", "300000", "0", "0", "300000", "300000"],
        ["\"甲市\"", "\"创新\"", "0", "0", "0", "0", "0", "900000"],
        ["", "\"合计\"", "3", "2066726.65", "850033.33", "850033.32", "366660", "2966726.65"],
      ])
    func line(_ label: String) -> [String]? { rows.first { $0[0] == "\"\(label)\"" } }
    #expect(line("输入行数")?[1] == "6")
    #expect(line("退回")?[1] == "3")
    #expect(line("规则")?[1] == "\"a.rules\"")
    let digest = independentDigest(try desk.bytes("企业.csv"))
    #expect(line("企业文件")?[1...2] == ["\"企业.csv\"", "\"sha256 \(digest)\""])
    #expect(line("程序版本")?[1] == "\"jili 0.1.0\"")
    #expect(
      try book.rows("按县区", columns: 9)[5] == [
        "\"南湖区\"", "", "\"合计\"", "2", "2066660", "850000", "850000", "366660", "2666660",
      ])
    let chart = try #require(book.parts["xl/charts/chart1.xml"])
    for reference in ["$B$2:$B$5", "$D$2:$D$5", "$H$2:$H$5"] {
      #expect(chart.contains("<c:f>'汇总'!\(reference)</c:f>"), "\(reference)")
    }
    #expect(try book.sheet("汇总").contains("<drawing "))
  }

  @Test func theLongTable() throws {
    let desk = try made("--layout", "long", "--payers", "--lang", "en")
    let book = try WorkbookParts(desk.path + "/o.xlsx")
    #expect(book.sheets == ["results", "summary", "notes"])
    #expect(
      try book.rows("results", columns: 10)[1] == [
        "\"甲\"", "\"甲市\"", "\"二\"", "\"技改\"", "\"due\"", "200000", "100000", "100000", "0",
        "200000",
      ])
  }

  /// No clock and no machine in it.
  @Test func equalRunsGiveEqualBytes() throws {
    let desks = [try made("--by", "县区"), try made("--by", "县区")]
    for name in ["o.xlsx", "o.rejects.xlsx", "o.receipt.json"] {
      #expect(try desks[0].bytes(name) == desks[1].bytes(name), "\(name)")
    }
    #expect(
      try desks[0].names().filter { $0.hasPrefix("o.") } == [
        "o.receipt.json", "o.rejects.csv", "o.rejects.xlsx", "o.xlsx",
      ])
  }

  /// Sixteen digits are more than a spreadsheet keeps.
  @Test func sumsThatNoSpreadsheetKeepsAreText() throws {
    let desk = try Desk([
      "a.rules": "field 额 : money\naward 甲 = 额",
      "a.csv": "企业,额\n一,9999999999999.99\n二,99999999999999.9\n三,999999999999999\n",
    ])
    _ = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "--year", "2026", "-o", "o.xlsx", "-q")
    let rows = try WorkbookParts(desk.path + "/o.xlsx").rows("结果", columns: 2)
    #expect(
      rows.dropFirst().map { $0[1] } == ["9999999999999.99", "99999999999999.9", "999999999999999"])
    let total = try WorkbookParts(desk.path + "/o.xlsx").cells("汇总")["D2"]
    #expect(total == "\"1109999999999998.89\"")
  }

  @Test func awkwardText() throws {
    let long = String(repeating: "长", count: 40_000)
    let rows = ["\"-1 <&> \"\"引号\"\"\n第二行\",1", "_x0041_\u{1},2", long + ",3", ""]
    let desk = try Desk([
      "a.rules": "field 额 : money\naward 甲 = 额",
      "a.csv": "企业,额\n" + rows.joined(separator: "\n"),
    ])
    _ = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "--year", "2026", "-o", "o.xlsx", "-q")
    let cells = try WorkbookParts(desk.path + "/o.xlsx").cells("结果")
    #expect(cells["A2"] == "\"-1 <&> \"引号\"\n第二行\"")
    #expect(cells["A3"] == "\"_x005F_x0041__x0001_\"")
    #expect(cells["A4"]?.dropLast().last == "…")
    #expect(cells["A4"]?.utf16.count == 32_767 + 2)
  }

  // MARK: - Rejected rows

  private static let rejects = [
    [
      "企业名称", "县区", "财政归属", "投资额（万元）", "重点", "国家级小巨人", "退回文件", "退回行", "退回列", "退回原因", "退回代码",
    ],
    ["丁", "秀洲区", "市本级", "五十", "否", "", "企业.csv", "5", "投资额（万元）", "不是数字", "J4201"],
    ["戊", "", "县市", "10", "（缺格）", "（缺格）", "企业.csv", "6", "", "只有 4 格，表头有 6 格", "J4230"],
    ["己", "秀洲区", "县市", "10", "否", "新认定,多的", "企业.csv", "7", "", "有 7 格，表头只有 6 格", "J4231"],
  ]

  @Test func rejectedRowsGoBackToBeMended() throws {
    let desk = try made("--rejects", "back.XLSX")
    let book = try WorkbookParts(desk.path + "/back.XLSX")
    #expect(book.sheets == ["退回"])
    #expect(
      try book.rows("退回", columns: 11)
        == Self.rejects.map { $0.map { $0.isEmpty ? "" : "\"\($0)\"" } })
    // The cell at fault looks different from its neighbours.
    let sheet = try book.sheet("退回")
    func style(_ cell: String) throws -> String {
      let pattern = try Regex("<c r=\"\(cell)\" s=\"([0-9]+)\"")
      return String(try #require(sheet.firstMatch(of: pattern)?.output[1].substring))
    }
    #expect(try style("D2") != style("C2"))
    #expect(try style("D2") == style("F4"))
    #expect(try style("C2") == style("D3"))
    // Text stays text when somebody types over it.
    #expect(try book.numberFormat(of: "C2", in: "退回") == "@")
    #expect(try desk.names().contains("o.rejects.csv"))
    #expect(try !desk.names().contains("o.rejects.xlsx"))
  }

  /// The columns that were added are ignored, and a second round writes them anew.
  @Test func mendedRowsAreReadAgain() throws {
    var table = Self.rejects
    table[1][3] = "50"
    table[3][5] = "新认定"
    let text = table.map { $0.map { $0.contains(",") ? "\"\($0)\"" : $0 } }
      .map { $0.joined(separator: ",") }.joined(separator: "\n")
    let desk = try Desk(SplitCase.files.merging(["企业.csv": text + "\n"]) { $1 })
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "企业.csv", "--year", "2026", "-o", "o.xlsx", "--columns",
      "企业名称,合计", "-q")
    #expect(ending.code == 3)
    #expect(ending.errors == "")
    let rows = try WorkbookParts(desk.path + "/o.xlsx").rows("结果", columns: 2)
    // 20% of 50万; 20% of 10万 and 150万.
    #expect(rows.dropFirst() == [["\"丁\"", "100000"], ["\"己\"", "1520000"]])
    let again = try WorkbookParts(desk.path + "/o.rejects.xlsx").rows("退回", columns: 12)
    #expect(again[0].map { $0.replacingOccurrences(of: "\"", with: "") } == Self.rejects[0] + [""])
    #expect(
      again[1][4...10] == [
        "\"（缺格）\"", "\"（缺格）\"", "\"企业.csv\"", "\"3\"", "\"重点\"", "\"应写 是 或 否\"", "\"J4202\"",
      ])
    #expect(again.count == 2)
  }

  /// Unmended, the workbook itself comes back row by row; nothing is read from the added columns.
  /// The rows of a company are computed together and wait for their turn with all their cells.
  @Test func rejectedRowsOfOneCompany() throws {
    let desk = try Desk([
      "a.rules": "policy 甲策 { period 2024-01-01 .. 2027-12-31 }\nfield 额 : money\naward 甲 = 额",
      "a.csv": "年度,编号,额,备注\n2025,K1,十万元整啊,\"一,二\"\n2026,K2,3,无\n2026,K1,5,三\n",
    ])
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "a.csv", "--key", "编号", "--date-column", "年度", "-o",
      "o.xlsx", "-q")
    #expect(ending.code == 3)
    let rows = try WorkbookParts(desk.path + "/o.rejects.xlsx").rows("退回", columns: 7)
    #expect(rows.count == 2)
    #expect(
      rows[1] == [
        "\"2025\"", "\"K1\"", "\"十万元整啊\"", "\"一,二\"", "\"a.csv\"", "\"2\"", "\"额\"",
      ])
    let table = try WorkbookParts(desk.path + "/o.xlsx").rows("结果", columns: 3)
    #expect(table.dropFirst() == [["\"2026\"", "\"K2\"", "3"], ["\"2026\"", "\"K1\"", "5"]])
  }

  @Test func theWorkbookIsReadAgain() throws {
    let desk = try made()
    let ending = try desk.run(
      "batch", "a.rules", "--companies", "o.rejects.xlsx", "--year", "2026", "-o", "again.xlsx",
      "-q")
    #expect(ending.code == 3)
    let rows = try WorkbookParts(desk.path + "/again.rejects.xlsx").rows("退回", columns: 11)
    #expect(rows[0] == Self.rejects[0].map { "\"\($0)\"" })
    #expect(rows.dropFirst().map { $0[0] } == ["\"丁\"", "\"戊\"", "\"己\""])
    #expect(rows.dropFirst().map { $0[8] } == ["\"投资额（万元）\"", "\"重点\"", "\"国家级小巨人\""])
    #expect(rows.dropFirst().map { $0[7] } == ["\"2\"", "\"3\"", "\"4\""])
    #expect(try desk.run("replay", "again.receipt.json").code == 0)
  }

  @Test func noRejectsAreAnEmptySheet() throws {
    let desk = try SplitCase.desk(["企业.csv": "企业名称,投资额,重点,财政归属,国家级小巨人\n甲,1万,否,县市,\n"])
    let ending = try desk.ending(of: desk.start(SplitCase.run + ["-o", "o.xlsx", "-q"]))
    #expect(ending.code == 0)
    let rows = try WorkbookParts(desk.path + "/o.rejects.xlsx").rows("退回", columns: 6)
    #expect(rows == [["\"企业名称\"", "\"投资额\"", "\"重点\"", "\"财政归属\"", "\"国家级小巨人\"", "\"退回文件\""]])
  }

  // MARK: - Names of sheets

  @Test(
    arguments: [
      ("按县区", [], "按县区"), ("a/b:c*[d]?\\e", [], "a_b_c__d___e"),
      ("'x'", [], "x"), ("", [], "_"), ("ABC", ["abc"], "ABC 2"), ("A", ["a", "A 2"], "A 3"),
      (String(repeating: "长", count: 40), [], String(repeating: "长", count: 31)),
      (
        String(repeating: "长", count: 40), [String(repeating: "长", count: 31)],
        String(repeating: "长", count: 29) + " 2"
      ),
    ] as [(String, [String], String)])
  func sheetNames(_ wanted: String, _ taken: [String], _ name: String) {
    #expect(sheetName(wanted, taken: taken) == name)
  }
}
