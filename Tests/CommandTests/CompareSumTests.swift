import Foundation
import JiliTestSupport
import Testing

/// The figures of a comparison are those of two batches, to the 分.
@Suite("jili compare adds up to jili batch")
struct CompareSumTests {
  /// Both sides and what they are run on.
  struct Case: CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    var options: [String]
    var by = "区"

    var testDescription: String { name }
  }

  /// Rows of one policy, some unreadable, some half known; with a key the rows of a
  /// company belong together, with a quota all rows do.
  static let cases: [Case] = {
    func rows(_ companies: Int) -> String {
      (1...120).map { number in
        let kind = ["大", "中", "小", "?"][number % 4]
        let sum = number % 37 == 0 ? "十" : String(number * 7 % 900) + "." + String(number % 10)
        let flag = ["是", "否", "", "√"][number % 4 == 3 ? 2 : number % 3]
        let title = ["新认定", "", "复评", "?", "有效"][number % 5]
        let year = number % 2 == 0 ? "2025" : "2026"
        return "企\(number % companies),\(kind == "?" ? "" : kind),\(sum),\(flag),\(title),"
          + "\(["", "新认定", ""][number % 3]),\(["东", "西", ""][number % 3]),"
          + "\(["200000.33", "", "350000"][number % 3]),\(year)\n"
      }.joined()
    }
    let head = "企业名称,企业类型,投资额（万元）,重点,小巨人,隐形冠军,区,研发.核定,年份\n"
    let quota = CompareCase.draft + "award 竞赛 = 3万 when 重点; quota = 20 per year by 投资额\n"
    let files = [
      "现行.rules": CompareCase.base, "草案.rules": CompareCase.draft, "企业.csv": head + rows(121),
    ]
    let panel = files.merging(["企业.csv": head + rows(80)]) { $1 }
    return [
      Case(name: "rows that stand alone", files: files, options: ["--year", "2026"]),
      Case(name: "by a fact", files: files, options: ["--year", "2026"], by: "企业类型"),
      Case(
        name: "a panel", files: panel,
        options: ["--key", "企业名称", "--date-column", "年份"]),
      Case(
        name: "a quota", files: files.merging(["草案.rules": quota]) { $1 },
        options: ["--year", "2026"]),
    ]
  }()

  @Test(arguments: cases) func everyFigureIsThatOfTheBatch(_ given: Case) throws {
    let desk = try Desk(given.files)
    let run =
      ["compare", "现行.rules", "草案.rules", "--companies", "企业.csv", "--by", given.by]
      + given.options + ["--format", "csv", "-o", "变动.csv", "--no-bom", "-q"]
    let ending = try desk.ending(of: desk.start(run))
    #expect(ending.code == 3)
    let found = PlainTable(ending.output)
    for (rules, side) in [("现行", "现行"), ("草案", "草案")] {
      let options =
        ["batch", rules + ".rules", "--companies", "企业.csv", "-q", "--no-receipt", "--no-bom"]
        + given.options
      let done = try desk.ending(
        of: desk.start(
          options + ["--payers", "--by", given.by, "--summary", "s.csv", "-o", "o.csv"])
      )
      #expect(done.code == 3)
      let summary = PlainTable(try desk.text("s.csv"))
      for award in summary.cells("奖项", where: ["分组": ""]) {
        let mine = ["表": "奖项", "项目": award]
        let theirs = ["分组": "", "奖项": award]
        for (one, two) in [("金额", "金额"), ("上限", "上限"), ("家数", "企业数")] {
          #expect(
            found.cells(side + one, where: mine) == summary.cells(two, where: theirs),
            "\(rules) \(award) \(one)")
        }
      }
      let whole = ["分组": "", "奖项": "合计"]
      for payer in ["市", "区"] {
        #expect(
          found.cells(side + "金额", where: ["表": "分担", "项目": payer])
            == summary.cells(payer, where: whole))
      }
      let total = try #require(summary.cells("金额", where: whole).first)
      for table in ["分担", "拨付", "企业"] {
        #expect(fen(found, side, table) == fen([total]), "\(rules) \(table)")
      }
      for value in Set(found.cells("分组", where: ["表": given.by])) {
        let theirs = summary.cells(
          "金额", where: ["分组": given.by, "值": value, "奖项": "合计"])
        #expect(
          found.cells(side + "金额", where: ["表": given.by, "分组": value, "项目": "合计"]) == theirs)
      }
      try checkTouched(desk, side)
    }
  }

  /// The kinds of change of a table in 分, its total left out.
  private func fen(_ table: PlainTable, _ side: String, _ name: String) -> Int {
    var names = zip(
      table.cells("项目", where: ["表": name]), table.cells(side + "金额", where: ["表": name])
    )
    .filter { $0.0 != "合计" }.map(\.1)
    names.removeAll { $0.isEmpty }
    return fen(names)
  }

  private func fen(_ sums: [String]) -> Int {
    sums.reduce(0) { $0 + (Int($1.replacingOccurrences(of: ".", with: "")) ?? 0) }
  }

  /// Each company of the list has the sum of its rows in the results of the batch.
  private func checkTouched(_ desk: Desk, _ side: String) throws {
    let list = PlainTable(try desk.text("变动.csv"))
    let batch = PlainTable(try desk.text("o.csv"))
    #expect(list.rows.count > 20)
    guard desk.isKeyed(list) else { return }
    for company in list.cells("企业名称", where: [:]) {
      let mine = fen(list.cells(side + "金额", where: ["企业名称": company]))
      let theirs = fen(batch.cells("合计", where: ["企业名称": company]))
      #expect(mine == theirs, "\(side) \(company)")
    }
  }

  /// However the file is cut and whoever computes it, the bytes are the same as of whole files.
  @Test(arguments: ["table", "csv", "json", "markdown"])
  func chunksChangeNothing(_ form: String) throws {
    let given = Self.cases[0]
    let desk = try Desk(given.files)
    let run =
      ["compare", "现行.rules", "草案.rules", "--companies", "企业.csv", "--by", "区、重点、企业类型"]
      + given.options + ["--format", form, "-q"]
    let one = try desk.ending(of: desk.start(run + ["--threads", "1"]))
    let many = try desk.ending(of: desk.start(run + ["--threads", "3"]))
    let whole = try desk.ending(of: desk.start(run + ["-o", "变动.xlsx"]))
    #expect(one.output == many.output)
    #expect(one.output == whole.output)
    #expect(one.errors == whole.errors)
    #expect(!one.output.isEmpty)
  }
}

extension Desk {
  /// Whether each company has one line.
  fileprivate func isKeyed(_ table: PlainTable) -> Bool {
    let names = table.cells("企业名称", where: [:])
    return Set(names).count == names.count
  }
}
