import Jili
import JiliInvariants
import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

/// Workbooks and JSON files, whose cells have types and may be missing: their rows are laid out as
/// text and go through chunks, keys and quotas. The bytes are those of the whole route.
@Suite("files that are laid out") struct LaidOutTests {
  /// A file of delimited text in another form, its cells as text or with their types.
  private enum Form: CaseIterable {
    case lines, array, workbook

    func file(_ text: [UInt8], _ number: Int, _ random: inout SeededRandom) -> (String, [UInt8]) {
      let rows = cells(of: String(decoding: text, as: UTF8.self))
      switch self {
      case .lines:
        return ("甲\(number).jsonl", Array(objects(rows, &random).joined(separator: "\n").utf8))
      case .array:
        let gap = random.once(in: 2) ? ", " : ",\n"
        return (
          "甲\(number).json", Array("[\(objects(rows, &random).joined(separator: gap))]\n".utf8)
        )
      case .workbook:
        let lines = rows.enumerated().map { row, cells in sheetRow(row + 1, cells, &random) }
        return ("甲\(number).xlsx", MadeWorkbook(rows: lines.joined()).bytes)
      }
    }

    private func cells(of text: String) -> [[String]] {
      text.split(separator: "\n").map { line in
        var cells = [""]
        var isQuoted = false
        for letter in line {
          switch letter {
          case "\"": isQuoted.toggle()
          case "," where !isQuoted: cells.append("")
          default: cells[cells.count - 1].append(letter)
          }
        }
        return cells
      }
    }

    private func isNumber(_ cell: String) -> Bool {
      cell.wholeMatch(of: /(0|[1-9][0-9]*)(\.[0-9]+)?/) != nil
    }

    private func objects(_ rows: [[String]], _ random: inout SeededRandom) -> [String] {
      rows.dropFirst().map { row in
        var members: [String] = []
        for (key, cell) in zip(rows[0], row) {
          if cell.isEmpty, random.once(in: 3) { continue }
          var value = "\"\(cell)\""
          if cell.isEmpty, random.once(in: 2) { value = "null" }
          if isNumber(cell), random.once(in: 2) { value = cell }
          if cell == "是", random.once(in: 2) { value = "true" }
          if random.once(in: 40) { value = "\"\\u0020\(cell)\\t\"" }
          members.append("\"\(key)\": \(value)")
        }
        if random.once(in: 30) { members.shuffle(using: &random) }
        return "{\(members.joined(separator: ", "))}"
      }
    }

    private func sheetRow(
      _ row: Int, _ cells: [String], _ random: inout SeededRandom
    ) -> String {
      let xml = cells.enumerated().map { place, cell in
        let name = cellName(row: row, column: place + 1)
        if row > 1, isNumber(cell), random.once(in: 2) {
          return "<c r=\"\(name)\"><v>\(cell)</v></c>"
        }
        return "<c r=\"\(name)\" t=\"inlineStr\"><is><t>\(cell)</t></is></c>"
      }
      // A row that nobody wrote anything into is not there.
      return row > 1 && random.once(in: 60) ? "" : "<row r=\"\(row)\">\(xml.joined())</row>"
    }
  }

  private static let sizes = [(300, 7), (1 << 20, 2)]

  /// Companies over several years, what earlier ones bar, split sums, several files.
  @Test(arguments: 1...18 as ClosedRange<UInt64>)
  func companies(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let form = Form.allCases[Int(seed % 3)]
    let files = CompanyYearTests.files(
      seed, faults: seed % 4 == 0 ? 30 : 400, isByYear: seed % 5 < 2
    ).enumerated().map { form.file($1.bytes, $0, &random) }
    let options = [
      ["--key", "编号", "--date-column", "年度"], ["--date-column", "年度", "--by", "等级"],
      ["--key", "编号", "--date-column", "年度", "--layout", "long"],
    ][Int(seed / 3 % 3)]
    let ways = try BothWays(try CompanyYearTests.plan(Int(seed % 4)), files, options)
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)", sizes: Self.sizes) == 2)
  }

  /// Who has a place hangs on all rows.
  @Test(arguments: 1...9 as ClosedRange<UInt64>)
  func places(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let form = Form.allCases[Int(seed % 3)]
    let isKeyed = seed % 2 == 0
    let text = QuotaColumnTests.file(
      seed, companies: 25, years: [2024, 2025, 2026], faults: seed % 4 == 0 ? 20 : 500, scores: 12)
    let plan = try QuotaColumnTests.plan(
      isKeyed ? QuotaColumnTests.onceRules : QuotaColumnTests.rules)
    let ways = try BothWays(
      plan, [form.file(text, 1, &random)],
      (isKeyed ? ["--key", "编号"] : []) + ["--date-column", "年度"])
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("seed \(seed)", sizes: Self.sizes) == 2)
  }

  /// A file of text beside a workbook and lines of JSON.
  @Test func formsBesideEachOther() throws {
    var random = SeededRandom(seed: 7)
    let texts = CompanyYearTests.files(7, faults: 30, isByYear: true)
    var files = [(texts[0].name, texts[0].bytes)]
    files += Form.allCases.enumerated().map { number, form in
      form.file(texts[number + 1].bytes, number, &random)
    }
    let ways = try BothWays(
      try CompanyYearTests.plan(2), files, ["--key", "编号", "--date-column", "年度"])
    #expect(try ways.whole().problems == [])
    #expect(try ways.agree("all forms", sizes: Self.sizes) == 2)
  }

  private static let good = #"{"编号": "K1", "营收": 1}"#

  /// Lines that are no objects, and what cannot be laid out at all: the whole route says why.
  @Test(arguments: [
    (good + "\n" + #"{"编号": "K2", "# + "\n" + good + "\n", 2),
    (good + #" {"编号": "K2", "营收": 1e3} 乱"# + "\n\n" + good, 2),
    (#"{"编号": "K1", "编号": "K2", "营收": 1}"# + "\n[1]\n{}\n\"\"", 2),
    ("[" + good + #", {"营收": "\ud83d\ude00,\n"}]"#, 2),
    (good + "\n{\"编号\": \"\u{1}\"}\n" + #"{"编号": "K\q"}"# + "\n{\"编号\": tru}", 2),
    // Columns are counted behind a byte order mark.
    ("\u{FEFF}" + #"{"编号"" "K2"}"# + "\n" + good, 2),
    ("[" + good + good + "]", 0), ("[" + good, 0), ("[" + good + ",]", 0),
    ("[" + good + "] 1", 0), ("[]", 0), ("[{}]", 0),
  ])
  func brokenFiles(_ text: String, _ count: Int) throws {
    let ways = try BothWays(
      try CompanyYearTests.plan(3), [("甲.json", Array(text.utf8))],
      ["--year", "2025", "--keep", "编号"])
    #expect(try ways.agree(text, sizes: Self.sizes) == count)
  }

  private static let rules = """
    policy 试市 { period 2024-01-01 .. 2028-12-31; funding 市 50%, 区 50% when 市属 }
    field 营收 : money in 0元 .. 900万元
    field 投资 : money; blank = none
    field 增速 : percent
    field 用工 : number
    field 等级 : one of 甲, 乙, 丙
    field 市属 : flag
    field 成立 : date
    title 小巨人
    award 小巨人 = 50万 when new; renewal = 10万
    award 增长 = 1% of 营收 when 增速 >= 10%; cap 300元
    award 投产 = 10% of 投资 when 等级 = 甲 or 用工 > 10
    award 老店 = 3万 when 成立 <= 2020-01-01; except 市属
    exclusive 增长, 投产
    benefit 直通车 when 市属

    """

  /// Bytes that are no letter, wherever a piece of the file may end.
  @Test(arguments: [[0xE4], [0xE4, 0xB8], [0xFF], [0xC3], [0x80]] as [[UInt8]])
  func brokenLetters(_ letter: [UInt8]) throws {
    let texts = [
      Array((Self.good + "\n{\"编号\": \"").utf8) + letter + Array("\"}".utf8),
      Array((Self.good + "\n乱").utf8) + letter,
      Array((Self.good + "\n{\"编号\": \"K2\"}").utf8) + letter,
    ]
    for text in texts {
      let ways = try BothWays(
        try CompanyYearTests.plan(3), [("甲.json", text)], ["--year", "2025", "--keep", "编号"])
      #expect(try ways.agree("\(letter)", sizes: Self.sizes) == 0)
      #expect(try ways.whole().problems.map { $0.prefix(5) } == ["J4101"])
    }
  }

  private static func object(_ row: Int, _ faults: Int, _ random: inout SeededRandom) -> String {
    var members = [#""企业名称": "公司\#(row)""#]
    func member(_ key: String, _ clean: [String], _ faulty: [String]) {
      let value = random.once(in: faults) ? random.pick(faulty) : random.pick(clean)
      if value != "-" { members.append("\"\(key)\": \(value)") }
    }
    member(
      "营收", ["800", "\"1,200.5\"", "\"60万元\""], ["-", "null", "{}", "99999999", "true"])
    member("投资", ["400", "0", "\"20万元\"", "null"], ["-", "\"\"", "[1]", "\"1e3\""])
    member("增速", ["\"12%\"", "\"9.5%\""], ["0.12", "-", "\"x\""])
    member("用工", ["10", "15", "12.0"], ["\"十人\"", "-"])
    member("等级", ["\"甲\"", "\"乙\""], ["\"丁\"", "1", "-"])
    member("市属", ["\"是\"", "\"否\"", "true", "false"], ["1", "-", "\"待定\""])
    member("成立", ["\"2019-03-01\"", "2021", "\"2018\""], ["43831", "-", "\"昨天\""])
    member(
      "小巨人", ["\"新认定\"", "\"复评\"", "\"无\""], ["-", "{\"状态\": \"新认定\"}"])
    if random.once(in: 60) { members[0] = #""企业名称": "合计""# }
    if random.once(in: 60) { return "[]" }
    return "{" + members.joined(separator: ", ") + "}"
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func rows(_ seed: UInt64) throws {
    let compiled = compile(Array(Self.rules.utf8), named: "试市.rules") { _ in nil }
    try #require(compiled.diagnostics.filter { $0.severity == .error }.map(\.message.zh) == [])
    let plan = try #require(compiled.plan)
    var random = SeededRandom(seed: seed)
    let faults = seed % 2 == 0 ? 12 : 400
    let objects = (1...(seed % 2 == 0 ? 150 : 1100)).map { Self.object($0, faults, &random) }
    // Several objects on one line have one number.
    let text =
      switch seed % 3 {
      case 0: objects.joined(separator: "\n")
      case 1: "[" + objects.joined(separator: ", ") + "]"
      default: "[\n" + objects.joined(separator: ",\n") + "\n]\n"
      }
    var options = ["--year", "2026"]
    if seed % 4 == 3 { options += ["--by", "等级", "--payers"] }
    if seed == 6 { options += ["--absent", "blank"] }
    let ways = try BothWays(plan, [("甲.json", Array(text.utf8))], options)
    let problems = try ways.whole().problems
    #expect(problems == [])
    #expect(try ways.agree("seed \(seed)", sizes: [(1 << 20, 2), (400, 3)]) == 2)
  }
}
