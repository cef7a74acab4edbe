import Jili
import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

/// JSON files, whose cells have types and may be missing: rows that columns take and rows that they
/// leave stand in the order of the file, and the bytes are those of the whole route.
@Suite("files in memory") struct HeldColumnTests {
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

  private static func object(_ row: Int, _ faults: Int, _ random: inout SeededRandom) -> String {
    var members = [#""企业名称": "公司\#(row)""#]
    func member(_ key: String, _ clean: [String], _ faulty: [String]) {
      let value = random.once(in: faults) ? random.pick(faulty) : random.pick(clean)
      if value != "-" { members.append("\"\(key)\": \(value)") }
    }
    member("营收", ["800", "\"1,200.5\"", "\"60万元\""], ["-", "null", "{}", "99999999", "true"])
    member("投资", ["400", "0", "\"20万元\"", "null"], ["-", "\"\"", "[1]", "\"1e3\""])
    member("增速", ["\"12%\"", "\"9.5%\""], ["0.12", "-", "\"x\""])
    member("用工", ["10", "15", "12.0"], ["\"十人\"", "-"])
    member("等级", ["\"甲\"", "\"乙\""], ["\"丁\"", "1", "-"])
    member("市属", ["\"是\"", "\"否\"", "true", "false"], ["1", "-", "\"待定\""])
    member("成立", ["\"2019-03-01\"", "2021", "\"2018\""], ["43831", "-", "\"昨天\""])
    member("小巨人", ["\"新认定\"", "\"复评\"", "\"无\""], ["-", "{\"状态\": \"新认定\"}"])
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
    try ways.agree("seed \(seed)", sizes: [(1 << 20, 2)])
  }
}
