import JiliLexer
import Testing

@testable import Jili

@Suite struct WriterTests {
  private let results = PolicyResults(
    plan: JiaxingSample.plan, outcomes: JiaxingSample.outcomes)

  private func read() throws -> Ingested {
    try ingest(
      [file(JiaxingSample.companies)], plan: JiaxingSample.plan,
      options: options { $0.date = days(2027) })
  }

  private func output(_ change: (inout OutputOptions) -> Void) -> OutputOptions {
    var options = OutputOptions()
    change(&options)
    return options
  }

  /// Up to the largest number that is kept: a hundred times as much would be none.
  @Test(arguments: [
    (yuan(0), "0.00"), (yuan(5, -2), "0.05"), (yuan(-5, -1), "-0.50"), (yuan(1250, -2), "12.50"),
    (yuan(150, 4), "1500000.00"), (yuan(-1), "-1.00"),
    (yuan(2, 36), "2000000000000000000000000000000000000.00"),
    (yuan(Int128.max), "170141183460469231731687303715884105727.00"),
  ])
  func sumsAreWritten(_ sum: Exact, _ text: String) { #expect(sum.yuanText == text) }

  @Test func theRowsAreRead() throws {
    let read = try read()
    #expect(read.rows.map(\.company) == ["甲", "乙", "丙"])
    #expect(read.inputs[0].ignored.isEmpty)
    #expect(read.inputs[0].absent.isEmpty)
    #expect(read.notices.isEmpty)
    let first = read.rows[0].row.values
    #expect(first[0] == .title(.none, event: nil))
    #expect(first[1] == .title(.renewed, event: nil))
    #expect(Array(first[4...7]) == [.code(0), .code(0), .flag(true), .unknown])
    #expect(Array(first[8...10]) == [.number(Exact(80)), .unknown, .unknown])
    #expect(read.rows[1].row.values[9] == .number(Exact(300_000)))
  }

  @Test func wide() throws {
    let expected = """
      企业名称,国家级单项冠军,国家级单项冠军.复评,国家级小巨人,国家级小巨人.复评,省级隐形冠军,省级隐形冠军.复评,省级单项冠军,\
      省级单项冠军.复评,创新型企业,合计,上限合计,未定,待补,提示
      甲,0.00,0.00,0.00,300000.00,0.00,0.00,0.00,0.00,,300000.00,600000.00,,重点领域、创新型企业.核定,
      乙,0.00,0.00,1500000.00,0.00,0.00,0.00,0.00,60000.00,0.00,1560000.00,1560000.00,,,
      丙,0.00,0.00,0.00,0.00,1000000.00,0.00,0.00,0.00,,1000000.00,1300000.00,,创新型企业.核定,

      """
    #expect(text(try writeWide(try read(), results, options: OutputOptions())) == expected)
  }

  @Test func long() throws {
    let expected = """
      企业,政策,条款,奖项,状态,金额,上限,依据,说明
      甲,嘉兴市2026,三（一）,国家级小巨人.复评,due,300000.00,300000.00,对上述企业通过复评的，再按照新认定奖励的20%给予奖励,150万 的 20%
      甲,嘉兴市2026,三（二）,创新型企业,undetermined,0.00,300000.00,,缺 重点领域、创新型企业.核定
      乙,嘉兴市2026,三（一）,国家级小巨人,due,1500000.00,1500000.00,,新认定
      乙,嘉兴市2026,三（一）,省级单项冠军.复评,due,60000.00,60000.00,,30万 的 20%
      乙,嘉兴市2026,三（二）,创新型企业,excluded,0.00,0.00,,就高：国家级小巨人 1500000.00
      丙,嘉兴市2026,三（一）,省级隐形冠军,due,1000000.00,1000000.00,,新认定
      丙,嘉兴市2026,三（二）,创新型企业,up-to,0.00,300000.00,,最高 30万，未核定

      """
    #expect(text(try writeLong(try read(), results, options: OutputOptions())) == expected)
  }

  @Test func rejects() throws {
    let expected = "文件,行,列,值,原因,代码\n公司.csv,5,国家级小巨人,新任定,不是称号状态；是否 新认定,J4203\n"
    #expect(text(writeRejects(try read().rejects, options: OutputOptions())) == expected)
    let english = text(writeRejects(try read().rejects, options: output { $0.language = .en }))
    #expect(english.hasSuffix("not a title status; did you mean 新认定,J4203\n"))
  }

  @Test func summaryFile() throws {
    let summary = try summarise(try read(), results)
    let lines = text(writeSummary(summary, options: OutputOptions())).split(separator: "\n")
    #expect(lines.first == "政策,奖项,企业数,金额,上限")
    #expect(lines.count == 11)
    #expect(lines[9] == "嘉兴市2026,创新型企业,0,0.00,600000.00")
    #expect(lines.last == ",合计,3,2860000.00,3460000.00")
  }

  @Test func summaryForReaders() throws {
    let summary = try summarise(try read(), results)
    let shown = summaryText(summary, language: .zh) { text in
      text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    }
    let lines = shown.split(separator: "\n")
    #expect(lines[0] == "奖项                 企业数    金额（元）    上限（元）")
    #expect(lines[3] == "国家级小巨人              1  1,500,000.00  1,500,000.00")
    #expect(lines[11] == "分担：市 650,000.00，区 650,000.00，未分担 1,560,000.00")
    #expect(lines[12] == "共 4 行：读入 3，退回 1，空行 0")
  }

  @Test func receipt() throws {
    let read = try read()
    let context = ReceiptContext(
      version: "0.1.0", options: [("year", "2027")],
      rules: [HashedFile(name: "jiaxing-2026.rules", sha256: "hash1")],
      inputs: [HashedFile(name: "公司.csv", sha256: "hash3")],
      outputs: [HashedFile(name: "out.csv", sha256: "hash2")])
    let receipt = text(writeReceipt(read, try summarise(read, results), context: context))
    let columns = JiaxingSample.companies.split(separator: "\n")[0].split(separator: ",")
      .dropFirst()
      .map { "\"\($0)\": \"\($0)\"" }.joined(separator: ", ")
    let front = """
      {
        "schema": 1,
        "jili": "0.1.0",
        "options": {"year": "2027"},
        "rules": [
          {"file": "jiaxing-2026.rules", "sha256": "hash1"}
        ],
        "inputs": [
          {"file": "公司.csv", "sha256": "hash3", "encoding": "utf-8", \
      "columns": {\(columns)}, "ignored": [], "absent": []}
        ],
        "counts": {"rows": 4, "accepted": 3, "rejected": 1, "empty": 0},
        "total": {"low": "2860000.00", "high": "3460000.00"},
        "awards": [
          {"policy": "嘉兴市2026", "award": "国家级单项冠军", \
      "companies": 0, "low": "0.00", "high": "0.00"},

      """
    let back = """
          {"policy": "嘉兴市2026", "award": "创新型企业", "companies": 0, \
      "low": "0.00", "high": "600000.00"}
        ],
        "payers": [
          {"payer": "市", "low": "650000.00"},
          {"payer": "区", "low": "650000.00"},
          {"payer": null, "low": "1560000.00"}
        ],
        "outputs": [
          {"file": "out.csv", "sha256": "hash2"}
        ]
      }

      """
    #expect(receipt.hasPrefix(front))
    #expect(receipt.hasSuffix(back))
  }

  @Test func outcomeOfOneCompany() throws {
    let policy = PolicyOutcome(plan: JiaxingSample.plan, outcome: JiaxingSample.outcomes[2])
    let document = text(
      outcomeDocument(policy, date: days(2027), language: .zh).document)
    let award = """
          {"policy": "嘉兴市2026", "award": "创新型企业", "renewal": false, "title": null, \
      "state": "up-to", "low": "0.00", "high": "300000.00", "reason": "最高 30万，未核定", \
      "cite": [{"article": "三（二）", "quote": null}], "lost_to": null, "failing": [], \
      "missing": ["创新型企业.核定"], \
      "readings": [], "instalments": [{"label": "期初", "low": "0.00", "high": "150000.00"}, \
      {"label": "期末", "low": "0.00", "high": "150000.00"}], \
      "funding": [{"payer": "市", "low": "0.00", "high": "150000.00"}, \
      {"payer": "区", "low": "0.00", "high": "150000.00"}]}
        ],
        "total": {"low": "1000000.00", "high": "1300000.00", "unspecified": []},
        "missing": [
          {"fact": "创新型企业.核定", "effect": "300000.00"}
        ],
        "benefits": [],
        "limits": [],
        "notes": []
      }

      """
    let front = """
      {
        "schema": 1,
        "date": "2027",
        "policies": [
          {"policy": "嘉兴市2026", "in_force": "yes", "applies": "yes"}
        ],
        "awards": [

      """
    #expect(document.hasPrefix(front))
    #expect(document.hasSuffix(award))
    let table = outcomeTable(policy, language: .zh) { $0.count }
    #expect(table.contains("合计 1,000,000.00，最高可达 1,300,000.00\n待补：创新型企业.核定 (300,000.00)\n"))
  }

  @Test func columnsAndLanguages() throws {
    let read = try read()
    let chosen = output { options in
      options.columns = ["合计", "企业名称", "国家级小巨人.renewal"]
    }
    let lines = text(try writeWide(read, results, options: chosen)).split(separator: "\n")
    #expect(lines[0] == "合计,企业名称,国家级小巨人.复评")
    #expect(lines[1] == "300000.00,甲,300000.00")
    #expect(throws: OutputRefusal.unknownColumn("合記", nearest: "合计")) {
      try writeWide(
        read, results,
        options: output { options in options.columns = ["合記"] })
    }
    let english = output { options in
      options.language = .en
      options.format = .jsonl
      options.columns = ["企业名称", "创新型企业", "国家级小巨人.复评", "total", "missing"]
    }
    let json = text(try writeWide(read, results, options: english)).split(separator: "\n")
    #expect(
      json[0]
        == #"{"企业名称": "甲", "创新型企业": null, "国家级小巨人.renewal": "300000.00", "#
        + #""total": "300000.00", "#
        + #""missing": "重点领域, 创新型企业.approved"}"#
    )
  }

  @Test func severalPolicies() throws {
    let both = PolicyResults(
      plan: JiaxingSample.planTwice, outcomes: JiaxingSample.outcomesTwice)
    let written = try writeWide(
      try read(), both,
      options: output { options in
        options.columns = ["嘉兴市2026.国家级小巨人.复评", "嘉兴市2026.合计", "乙市.合计", "合计", "上限合计"]
      })
    #expect(
      text(written).split(separator: "\n")[1]
        == "300000.00,300000.00,300000.00,600000.00,1200000.00")
    let all = text(try writeWide(try read(), both, options: OutputOptions())).split(separator: "\n")
    #expect(all[0].contains("嘉兴市2026.创新型企业,嘉兴市2026.合计,乙市.国家级单项冠军,"))
  }

  @Test(arguments: [
    ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
    ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
    ("=a,b", "\"'=a,b\""), ("a\nb", "\"a\nb\""), ("", ""), ("＝1", "＝1"),
  ])
  func escapes(_ cell: String, expected: String) {
    var writer = DelimitedWriter(separator: UInt8(ascii: ","), hasMark: false)
    writer.text(cell)
    #expect(text(writer.bytes) == expected)
  }

  @Test func marksAndSums() {
    var writer = DelimitedWriter(separator: UInt8(ascii: "\t"), hasMark: true)
    writer.sum(yuan(1_500_000))
    writer.sum(yuan(5, -2))
    writer.sum(.zero)
    writer.sum(nil)
    writer.text("a\tb")
    writer.endRow()
    #expect(writer.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(text(Array(writer.bytes.dropFirst(3))) == "1500000.00\t0.05\t0.00\t\t\"a\tb\"\n")
    #expect(yuan(1_234_567_891, -2).groupedYuanText == "12,345,678.91")
    #expect(yuan(-100).groupedYuanText == "-100.00")
  }

  /// An empty cell where nothing is settled, 0.00 only where nothing can come.
  @Test func emptyOrZero() {
    var line = JiaxingSample.outcomes[0].lines[8]
    #expect(line.settledLow == nil)
    line.high = nil
    #expect(line.settledLow == nil)
    line.low = Exact(3)
    #expect(line.settledLow == Exact(3))
    line.low = .zero
    line.high = .zero
    #expect(line.settledLow == .zero)
  }

  @Test func panelsNameCompanyAndYear() throws {
    let plan = layout([title("T")])
    var input = InputOptions()
    input.key = "代码"
    input.dateColumn = "年份"
    let read = try ingest([file("代码,年份,T\n07,2026,复评\n")], layout: plan, options: input)
    #expect(read.rows[0].company == "07")
    #expect(read.rows[0].dateText == "2026")
    var outcome = JiaxingSample.outcomes[0]
    outcome.notes = [Explanation(zh: "提示一", en: "one"), Explanation(zh: "提示二", en: "two")]
    let results = PolicyResults(plan: JiaxingSample.plan, outcomes: [outcome])
    let long = text(try writeLong(read, results, options: OutputOptions()))
    #expect(long.hasPrefix("企业,年度,政策,条款,"))
    #expect(long.split(separator: "\n")[1].hasPrefix("07,2026,嘉兴市2026,"))
    let wide = text(try writeWide(read, results, options: OutputOptions()))
    #expect(wide.hasPrefix("年份,代码,"))
    #expect(wide.hasSuffix("提示一；提示二\n"))
  }
}
