import JiliLexer
import Testing

@testable import Jili

@Suite struct HeaderTests {
  private static let facts: [Fact] = {
    var revenue = yearly("营业收入")
    revenue.aliases = ["台州区域内营业收入", "主营收入（万元）"]
    revenue.peakAliases = ["此前历年最高营业收入"]
    var winner = title("国家级小巨人")
    winner.aliases = ["国家级专精特新“小巨人”企业"]
    var approved = Fact(name: "创新型企业.核定", kind: .approved(award: 0))
    approved.aliases = ["创新型支持_核定总额_元"]
    return [
      revenue, winner, approved, Fact(name: "增长率", kind: .percent),
      Fact(name: "员工", kind: .number), Fact(name: "行业", kind: .text),
    ]
  }()

  private let index = HeaderIndex(layout(HeaderTests.facts), includesParameters: false)

  @Test(arguments: [
    ("营业收入", "营业收入"), (" 营业 收入\n", "营业收入"), ("营业收入（万元）", "营业收入 money4"),
    ("营业收入(亿元)", "营业收入 money8"), ("营业收入[千元]", "营业收入 money3"),
    ("营业收入_万元", "营业收入 money4"), ("营业收入/万元", "营业收入 money4"),
    ("营业收入：万元", "营业收入 money4"), ("营业收入2024", "营业收入2024"),
    ("2024年营业收入", "营业收入2024"), ("２０２４年营业收入", "营业收入2024"),
    ("营业收入_2024", "营业收入2024"), ("营业收入（2024年）", "营业收入2024"),
    ("2024年营业收入（万元）", "营业收入2024 money4"), ("营业收入（万元）_2024", "营业收入2024 money4"),
    ("台州区域内营业收入2025", "营业收入2025"), ("主营收入（万元）", "营业收入 money4"),
    ("主营收入（亿元）", "营业收入 money8"), ("主营收入", ""), ("营业收入（美元）", ""),
    ("此前历年最高营业收入", "营业收入.历年最高"), ("此前历年最高营业收入（万元）", "营业收入.历年最高 money4"),
    ("国家级专精特新“小巨人”企业", "国家级小巨人"), ("国家级小巨人认定日期", "国家级小巨人.认定日期"),
    ("国家级小巨人_复评年份", "国家级小巨人.复评日期"), ("国家级小巨人.失效时间", "国家级小巨人.失效日期"),
    ("当年新引进国家级小巨人", "国家级小巨人.新引进"), ("国家级小巨人2024", ""),
    ("创新型企业.核定", "创新型企业.核定"), ("创新型企业．核定", "创新型企业.核定"),
    ("创新型企业.approved", "创新型企业.核定"), ("创新型支持_核定总额_元", "创新型企业.核定 money0"),
    ("创新型支持_核定总额_万元", "创新型企业.核定 money4"), ("创新型支持_核定总额", ""),
    ("增长率（%）", "增长率 share-2"), ("增长率（百分）", "增长率 share-2"), ("增长率（‰）", "增长率 share-3"),
    ("增长率（万元）", ""), ("员工（家）", "员工 count"), ("行业", "行业"), ("行业（元）", ""),
    ("备注", ""),
  ])
  func names(_ header: String, expected: String) {
    let found = index.targets(of: header).map { target in
      let unit: String
      switch target.unit {
      case .money(let power)?: unit = " money\(power)"
      case .share(let power)?: unit = " share\(power)"
      case .count?: unit = " count"
      case nil: unit = ""
      }
      return target.shownName(HeaderTests.facts[target.fact]) + unit
    }
    #expect(found.joined(separator: ";") == expected)
  }

  private func codes(_ text: String, _ change: (inout InputOptions) -> Void = { _ in })
    -> [String]
  {
    refusal { () throws(InputRefusal) in
      _ = try ingest([file(text)], layout: layout(HeaderTests.facts), options: options(change))
    }
  }

  @Test func refusedFiles() {
    #expect(codes("营业收入,台州区域内营业收入\n1,2\n") == ["J4105"])
    #expect(codes("营业收入（元）,营业收入（万元）\n1,2\n") == ["J4105"])
    #expect(codes("营业收入2024,2024年营业收入\n1,2\n") == ["J4105"])
    #expect(codes("营业收入2024,营业收入2025\n1,2\n") == [])
    #expect(codes("某市企业名单\n企业,营业收入\n甲,1\n") == ["J4104"])
    #expect(codes("某市企业名单\n企业,营业收入\n甲,1\n") { $0.headerRow = 2 } == [])
    #expect(codes("企业;营业收入\n甲;1\n") == ["J4104"])
    #expect(codes("") == ["J4106"])
    #expect(codes("企业,营业收入\n甲,1\n") { $0.key = "股票" } == ["J4107"])
    #expect(codes("股票,股票,营业收入\n1,1,1\n") { $0.key = "股票" } == ["J4109"])
    #expect(codes("企业,营业收入\n甲,1\n") { $0.keep = ["企业", "地址"] } == ["J4107"])
    #expect(codes("企业,营业收入\n甲,\"1\n乙,2\n") == ["J4103"])
    #expect(codes("企\u{0}业,营业收入\n甲,1\n") == ["J4110"])
    #expect(codes("企业,营业收入\n甲,1\n") { $0.settings = [.init(name: "员公", value: "1")] } == ["J4130"])
    #expect(
      codes("企业,营业收入\n甲,1\n") { $0.settings = [.init(name: "员工", value: "x")] } == ["J4201"])
  }

  @Test func limitsOfFilesAndSettings() throws {
    #expect(codes("营业收入" + String(repeating: ",", count: Limits.columns)) == ["J4108"])
    #expect(codes("PK\u{3}\u{4}…") == ["J4140"])
    let twice = [Setting(name: "员工", value: "1"), Setting(name: "员工", value: "2")]
    #expect(codes("企业,营业收入\n甲,1\n") { $0.settings = twice } == ["J4131"])
    var rate = Fact(name: "比例", kind: .percent)
    rate.isParameter = true
    rate.bounds = Bounds(low: .zero, high: .one)
    let outside = refusal { () throws(InputRefusal) in
      _ = try ingest(
        [file("营业收入\n1\n")], layout: layout([yearly("营业收入"), rate]),
        options: options { $0.settings = [Setting(name: "比例", value: "120%")] })
    }
    #expect(outside == ["J4216"])
    let long = String(repeating: "1", count: Limits.cellBytes + 1)
    let read = try ingest(
      [file("企业,营业收入\n\(long),1\n乙,2\n")], layout: layout([yearly("营业收入")]),
      options: options())
    #expect(read.rejects.map(\.fault.code) == ["J4234"])
    #expect(read.counts.accepted == 1)
  }

  @Test func warnings() throws {
    let text = "企业,营业收人,营业收入（美元）,备注,行业\n甲,1,2,3,4\n"
    let read = try ingest(
      [file(text)], layout: layout(HeaderTests.facts), options: options())
    let warned = read.notices
    #expect(warned.map(\.code) == ["J4301", "J4302", "J4303"])
    #expect(warned[2].message.zh == "没有 `营业收入`、`国家级小巨人`、`增长率`、`员工` 这 4 列，每行都按未知计算")
    #expect(warned[0].message.zh == "列 `营业收人` 没有用到；是否 `营业收入`")
    #expect(read.inputs[0].ignored == ["营业收人", "营业收入（美元）", "备注"])
    #expect(read.inputs[0].absent == ["营业收入", "国家级小巨人", "增长率", "员工"])
    #expect(read.inputs[0].columns.map(\.fact) == ["行业"])
  }

  @Test func oneHeaderFillsSeveralFacts() throws {
    var one = Fact(name: "甲称", kind: .money)
    one.aliases = ["营收"]
    var other = Fact(name: "乙称", kind: .money)
    other.aliases = ["营收"]
    let read = try ingest(
      [file("企业,营收（万元）\n甲,2\n")], layout: layout([one, other]), options: options())
    #expect(read.rows[0].row.values == [.number(yuan(20000)), .number(yuan(20000))])
  }

  @Test func settingsFillWhatRowsDoNotGive() throws {
    var parameter = Fact(name: "比例", kind: .percent)
    parameter.isParameter = true
    let plan = layout(HeaderTests.facts + [parameter])
    let settings = [
      Setting(name: "员工", value: "9"), Setting(name: "比例", value: "20%"),
      Setting(name: "国家级小巨人", value: "new"), Setting(name: "创新型企业.核定", value: "30万"),
    ]
    let read = try ingest(
      [file("企业,员工,比例\n甲,,30%\n乙,5,\n")], layout: plan,
      options: options { $0.settings = settings })
    let slots = [1, 3, 4, 6, 8].map { slot in read.rows.map { $0.row.values[slot] } }
    #expect(slots[1] == [.title(.new, event: nil), .title(.new, event: nil)])
    #expect(slots[2] == [.number(yuan(300_000)), .number(yuan(300_000))])
    #expect(slots[3] == [.number(yuan(9)), .number(yuan(5))])
    #expect(slots[4] == [.number(yuan(2, -1)), .number(yuan(2, -1))])
    #expect(read.inputs[0].ignored == ["比例"])
  }
}
