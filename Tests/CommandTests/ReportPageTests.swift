import Foundation
import JiliTestSupport
import Testing

/// The page of a comparison or of a batch, and the same numbers as a workbook.
@Suite("Reports as pages")
struct ReportPageTests {
  /// The data of each chart as the page's links hold it, by the name of the file.
  private func data(_ page: String) throws -> [String: ChartData] {
    var found: [String: ChartData] = [:]
    let head = "data:text/csv;charset=utf-8;base64,"
    for part in page.components(separatedBy: "<a class=\"csv\" download=\"").dropFirst() {
      let name = try #require(part.components(separatedBy: "\"").first)
      let link = try #require(part.components(separatedBy: head).dropFirst().first)
      let text = try #require(link.components(separatedBy: "\"").first)
      let bytes = try #require(Data(base64Encoded: text))
      found[name] = ChartData(String(decoding: bytes.dropFirst(3), as: UTF8.self))
    }
    return found
  }

  private func fen(_ sums: [String]) -> Int {
    sums.reduce(0) { total, sum in
      let digits = sum.filter { $0.isNumber || $0 == "-" }
      return total + (Int(digits) ?? 0)
    }
  }

  /// Every figure of every chart is that of the two batches, to the 分.
  @Test(arguments: CompareSumTests.cases)
  func theChartsAddUpToTheBatches(_ given: CompareSumTests.Case) throws {
    let desk = try Desk(given.files)
    let run =
      ["compare", "现行.rules", "草案.rules", "--companies", "企业.csv", "--by", given.by]
      + given.options + ["--html", "报告.html", "-q"]
    #expect(try desk.ending(of: desk.start(run)).code == 3)
    let charts = try data(try desk.text("报告.html"))
    for rules in ["现行", "草案"] {
      let options =
        ["batch", rules + ".rules", "--companies", "企业.csv", "-q", "--no-receipt", "--no-bom"]
        + given.options + ["--payers", "--by", given.by, "--summary", "s.csv", "-o", "o.csv"]
      #expect(try desk.ending(of: desk.start(options)).code == 3)
      let summary = PlainTable(try desk.text("s.csv"))
      let whole = ["分组": "", "奖项": "合计"]
      let total = fen(summary.cells("金额", where: whole))
      let budget = try #require(charts["budget.csv"])
      for award in summary.cells("奖项", where: ["分组": ""]) {
        let theirs = ["分组": "", "奖项": award]
        let mine = budget.rows.first { row in
          [award, award + "（新）", award + "（无）"].contains(row["奖项"] ?? "")
        }
        let row = try #require(mine, "\(rules) \(award)")
        #expect(
          fen([row[rules] ?? ""]) == fen(summary.cells("金额", where: theirs)), "\(rules) \(award)")
        #expect(row[rules + "家数"] == summary.cells("企业数", where: theirs).first)
      }
      for (file, key) in [("companies.csv", "变化"), ("by-1.csv", given.by)] {
        let chart = try #require(charts[file])
        let parts = chart.rows.filter { $0[key] != "合计" }.compactMap { $0[rules] }
        #expect(fen(parts) == total, "\(rules) \(file)")
      }
      let payers = try #require(charts["payers.csv"])
      #expect(fen(payers.cells(rules, where: [:])) == total)
      let spread = try #require(charts["distribution.csv"])
      let bins = spread.rows.filter { $0["每家合计（元）"] != "合计" }
      #expect(fen(bins.compactMap { $0[rules + " 金额"] }) == total, "\(rules) distribution")
      let paid = summary.cells("企业数", where: whole).first
      let counts = bins.dropFirst().compactMap { $0[rules + " 企业数"].flatMap { Int($0) } }
      #expect(String(counts.reduce(0, +)) == paid)
      let awards = try #require(charts["awards-per-company.csv"])
      let due = awards.rows.filter { $0["得奖项数"] != "0" }.compactMap { row in
        row[rules + " 企业数"].flatMap { Int($0) }
      }
      #expect(String(due.reduce(0, +)) == paid)
      if rules == "草案" {
        try check(try #require(charts["why-not.csv"]), rows: desk.count("o.csv"))
      }
    }
  }

  /// Every row of the file is in one piece of each bar, and who is paid is paid.
  private func check(_ chart: ChartData, rows: Int) throws {
    for award in Set(chart.cells("奖项", where: [:])) {
      let pieces = chart.cells("家数", where: ["奖项": award]).compactMap { Int($0) }
      #expect(pieces.reduce(0, +) == rows, "\(award)")
    }
  }

  /// 技改 asks for 重点 first and then for the kind: 丁 and 戊 are not 重点, 甲 is large, 己 is not
  /// known, 乙 and 丙 are paid.
  @Test func whereCompaniesFail() throws {
    let desk = try CompareCase.desk()
    _ = try desk.ending(of: desk.start(CompareCase.run + ["--html", "报告.html", "-q"]))
    let chart = try #require(try data(desk.text("报告.html"))["why-not.csv"])
    let rows = chart.rows.filter { $0["奖项"] == "技改" && $0["家数"] != "0" }
    #expect(
      rows.map { ($0["结果"] ?? "") + " " + ($0["家数"] ?? "") } == [
        "不满足：重点 2", "不满足：企业类型 in [中, 小] 1", "待定：缺事实、未核定或并列 1", "应得 2",
      ])
    let lost = chart.rows.filter { $0["奖项"] == "隐形冠军" && $0["家数"] != "0" }
    #expect(lost.map { $0["结果"] }.contains("让给其他奖项、封顶或其他政策"))
  }

  /// Chunks and threads change no figure, and a batch has the charts of one policy.
  @Test func theSameInChunksAndWhole() throws {
    let given = CompareSumTests.cases[0]
    let desk = try Desk(given.files)
    let run =
      ["batch", "草案.rules", "--companies", "企业.csv", "-q", "--no-receipt", "-o", "o.csv"]
      + given.options
    for (page, more) in [
      ("一.html", ["--threads", "1"]), ("三.html", ["--threads", "3"]), ("整.html", ["--payers"]),
    ] {
      let ending = try desk.ending(of: desk.start(run + more + ["--html", page]))
      #expect(ending.code == 3, "\(ending.errors)")
    }
    let one = try data(try desk.text("一.html"))
    for name in ["awards.csv", "why-not.csv", "curve.csv"] { #expect(one.keys.contains(name)) }
    for page in ["三.html", "整.html"] {
      let other = try data(try desk.text(page))
      #expect(other.keys.sorted() == one.keys.sorted())
      for (name, table) in one { #expect(other[name]?.rows == table.rows, "\(page) \(name)") }
    }
  }

  /// What files say is shown and does nothing; nothing outside the page is asked for.
  @Test func dirtyNamesAreText() throws {
    let bad = "\"<script>alert(1)</script>&\"\"'\u{202E}\""
    let table = "企业名称,企业类型,投资额,重点,小巨人,隐形冠军,区\n\(bad),小,100万,是,新认定,,\(bad)\n"
    let desk = try CompareCase.desk(["企业.csv": table])
    let ending = try desk.ending(
      of: desk.start(
        ["compare", "现行.rules", "草案.rules", "--companies", "企业.csv", "--year", "2026"]
          + ["--by", "区", "--html", "报告.html", "-q"]))
    #expect(ending.code == 0, "\(ending.errors)")
    let page = try desk.text("报告.html")
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;"))
    #expect(!page.contains("<script") && !page.unicodeScalars.contains("\u{202E}"))
    #expect(page.contains("default-src 'none'"))
    let addresses = page.components(separatedBy: "http").dropFirst()
    #expect(
      addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000/svg") || $0.hasPrefix("-equiv") })
    #expect(!page.contains("url(") && !page.contains("src=\""))
    try checkNesting(page)
  }

  /// Every element that is opened is closed, in order.
  private func checkNesting(_ page: String) throws {
    var open: [String] = []
    let single: Set = ["meta", "!DOCTYPE"]
    var rest = Substring(page)
    while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" }
      if tag.hasPrefix("/") {
        #expect(open.popLast() == String(name))
      } else if !tag.hasSuffix("/"), !single.contains(String(name)) {
        open.append(String(name))
      }
    }
    #expect(open.isEmpty)
  }

  @Test func englishAndTheFoot() throws {
    let desk = try CompareCase.desk()
    _ = try desk.ending(
      of: desk.start(CompareCase.run + ["--html", "r.html", "-q", "--lang", "en"]))
    let page = try desk.text("r.html")
    #expect(page.contains("<html lang=\"en\">") && page.contains("Winners and losers"))
    #expect(page.contains("jili compare 现行.rules 草案.rules --companies 企业.csv"))
    let hashes = page.components(separatedBy: "sha256 ").dropFirst()
    #expect(hashes.count == 3)
    #expect(hashes.allSatisfy { $0.prefix(64).allSatisfy(\.isHexDigit) })
  }

  /// The workbook has the same numbers as numbers, a sheet for each part.
  @Test func theSameNumbersAsSheets() throws {
    let desk = try CompareCase.desk()
    let run = CompareCase.run + ["--html", "r.html", "-o", "r.xlsx", "-q"]
    _ = try desk.ending(of: desk.start(run))
    let page = try data(desk.text("r.html"))
    let budget = try #require(page["budget.csv"])
    let book = try WorkbookParts(desk.path + "/r.xlsx")
    let rows = try book.rows("预算变动", columns: 6)
    #expect(rows.count == budget.rows.count + 1)
    #expect(Array(rows[1][3...4]) == ["1000000", "1500000"])
    let fates = try book.rows("差在哪一条（草案）", columns: 4)
    #expect(fates.count == (page["why-not.csv"]?.rows.count ?? 0) + 1)
  }

  /// What another reading costs: 10 companies with 10 万 each, or twice as much.
  @Test func readingsAndTheirPrice() throws {
    let rules = """
      政策 示范 { 有效期 2025-01-01 至 2027-12-31 }
      字段 重点 : 是否
      理解 标准 = 单倍 or 双倍; 注 "原文没有说"
      奖励 试点 = 若 标准 = 双倍 则 20万 否则 10万 当 重点
      """
    let rows = (1...12).map { "企\($0),\($0 > 10 ? "否" : "是")\n" }.joined()
    let desk = try Desk(["甲.rules": rules, "企业.csv": "企业名称,重点\n" + rows])
    let ending = try desk.run(
      "batch", "甲.rules", "--companies", "企业.csv", "--html", "r.html", "-q", "-o", "o.csv")
    #expect(ending.code == 0, "\(ending.errors)")
    let prices = try #require(try data(desk.text("r.html"))["readings.csv"])
    #expect(prices.cells("相差", where: [:]) == ["1000000.00"])
    #expect(prices.cells("增加", where: [:]) == ["10"])
  }

  /// Three places for five: 60 points are the line, 50 lies 10 below it.
  @Test func theQuotaLine() throws {
    let rules = """
      政策 示范 { 有效期 2025-01-01 至 2027-12-31 }
      字段 得分 : 数
      奖励 竞赛 = 3万 当 得分 >= 1; 名额 = 每年 3 按 得分
      """
    let rows = [90, 80, 60, 50, 40].enumerated().map { "企\($0),\($1)\n" }.joined()
    let desk = try Desk(["甲.rules": rules, "企业.csv": "企业名称,得分\n" + rows])
    let ending = try desk.run(
      "batch", "甲.rules", "--companies", "企业.csv", "--html", "r.html", "-q", "-o", "o.csv")
    #expect(ending.code == 0, "\(ending.errors)")
    let line = try #require(try data(desk.text("r.html"))["quota.csv"])
    #expect(line.cells("得分", where: ["入选": "入选"]) == ["90", "80", "60"])
    #expect(line.cells("距线", where: [:]) == ["高 40", "高 30", "高 10", "低 10", "低 20"])
  }
}

/// A table of a chart, its rows by the names of the columns.
private struct ChartData {
  var rows: [[String: String]] = []

  init(_ text: String) {
    var records: [[String]] = [[]]
    var cell = ""
    var isQuoted = false
    var wasQuote = false
    for character in text {
      if character == "\"" {
        if !isQuoted, wasQuote { cell.append(character) }
        isQuoted.toggle()
        wasQuote = !isQuoted
        continue
      }
      wasQuote = false
      if !isQuoted, character == "," || character == "\n" {
        records[records.count - 1].append(cell)
        cell = ""
        if character == "\n" { records.append([]) }
      } else {
        cell.append(character)
      }
    }
    for record in records.dropFirst() where record.count == records[0].count {
      rows.append(Dictionary(zip(records[0], record)) { one, _ in one })
    }
  }

  func cells(_ column: String, where wanted: [String: String]) -> [String] {
    rows.filter { row in wanted.allSatisfy { row[$0] == $1 } }.compactMap { $0[column] }
  }
}

extension Desk {
  /// Rows of a result behind its header.
  fileprivate func count(_ name: String) throws -> Int { PlainTable(try text(name)).rows.count }
}
