import Jili
import JiliReference
import JiliTestSupport
import Testing

@testable import Jili

/// Companies that are alike in what is asked of them come to what they come to one by one.
@Suite("rows that are alike") struct AlikeRowsTests {
  @Test func alikeRowsAgree() throws {
    let wanted = max(2_000, Pairs.wanted / 4)
    var seed = Pairs.firstSeed
    var pairs = 0
    while pairs < wanted {
      defer { seed += 1 }
      var trial = generate(seed: seed, handfuls: 2)
      trial.table.mix(times: 12, seed: seed)
      trial.options.usesKey = trial.options.usesKey && seed % 3 == 0
      guard let plan = compiledPlan(trial.files) else { continue }
      let ways = try BothWays(plan, [("公司.csv", Array(trial.csv.utf8))], trial.arguments)
      pairs += trial.table.rows.count
      try ways.agree("seed \(seed)", sizes: [seed % 2 == 0 ? (2_003, 2) : (1 << 20, 1)])
    }
    print("alike: seeds \(Pairs.firstSeed) to \(seed - 1), \(pairs) pairs")
  }

  // MARK: - The policies

  private static let policies = [
    "jiaxing-2022.standards", "jiaxing-2026", "jiaxing-2026.quota", "jiaxing-2026.readings",
    "qiantang-2024", "qiantang-2024.loans", "suzhou-2025", "suzhou-2025.readings",
    "taizhou-2025", "taizhou-2025.readings",
  ]

  /// Made-up companies of the policies with cells of each other, and amounts of their own.
  @Test(arguments: policies) func policiesAgree(_ name: String) throws {
    let policy = name.prefix { $0 != "." }
    let text = try Repository.text("Rules/\(policy).rules")
    let compiled = compile(Array(text.utf8), named: "Rules/\(policy).rules") { path in
      try? Repository.bytes(path.hasPrefix("Rules/") ? path : "Rules/" + path)
    }
    let plan = try #require(compiled.plan)
    let companies = try Repository.text("Rules/\(name).companies.csv")
    let options = try Repository.text("Rules/\(name).options")
    let words = options.split { $0 == "\n" || $0 == " " }.map(String.init)
    // Rows with quotes are left out, so that commas are the ends of cells.
    let rows = companies.split(whereSeparator: \.isNewline).filter { !$0.contains("\"") }.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    try #require(rows.count > 4 && rows.allSatisfy { $0.count == rows[0].count })
    for seed in 1...(Pairs.wanted < 10_000 ? 1 : 6) as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      var lines = [rows[0].joined(separator: ",")]
      for number in 1...600 {
        var cells = random.pick(Array(rows.dropFirst()))
        cells[0] = "虚构\(number)"
        for place in cells.indices.dropFirst() {
          if random.once(in: 30) { cells[place] = random.pick(Array(rows.dropFirst()))[place] }
          // A third of the amounts and years are others, mostly still on the same side.
          if random.once(in: 3), let number = Int(cells[place]) {
            cells[place] = String(number + random.pick([-1, 1, 1, 2, 3]))
          }
        }
        lines.append(cells.joined(separator: ","))
      }
      let file = Array((lines.joined(separator: "\n") + "\n").utf8)
      let ways = try BothWays(plan, [("公司.csv", file)], words)
      try ways.agree("\(name) \(seed)", sizes: [(seed % 2 == 0 ? 4_001 : 1 << 20, 2)])
    }
  }

  // MARK: - What is asked

  private static let rules = """
    policy 试市 { period 2026-01-01 .. 2026-12-31 }
    field 营收 : money
    field 投资 : money
    field 人数 : number
    field 税收 : money
    field 规上 : flag
    field 行业 : text
    reading 门槛 = 高 or 低
    award 上规 = 10万 when 规上 and 营收 >= if 门槛 = 高 then 2000万 else 1500.005万
    award 技改 = up to 10% of 投资 when 规上 and 投资 >= 100万; cap 50万
    award 稳岗 = 人数 * 500元 when 营收 >= 100万
    award 研发 = 税收 * 人数 when 行业 = "软件"
    together 上规, 稳岗; cap 人数 * 1万 per year

    """

  private static func plan() throws -> Plan {
    let compiled = compile(Array(rules.utf8), named: "试市.rules") { _ in nil }
    let errors = compiled.diagnostics.filter { $0.severity == .error }.map(\.message.zh)
    try #require(errors == [])
    return try #require(compiled.plan)
  }

  /// Thresholds of both readings are places; what goes into a sum of its own counts there; what a
  /// ceiling is made of counts always.
  @Test func whatIsAskedOfRows() throws {
    let plan = try Self.plan()
    let template = Row(
      values: Array(repeating: .unknown, count: plan.slotCount), date: Days(year: 2026))
    let varying = Set(plan.facts.filter { !$0.isOfAward && $0.slot >= 0 }.map(\.slot))
    let program = try #require(
      ColumnProgram(plan, choices: [], template: template, varying: varying))
    let asked = try #require(program.asked)
    func number(_ name: String) throws -> AskedFacts.Number {
      let slot = try #require(plan.facts.first { $0.name == name }).slot
      guard case .number(let column, _) = program.places[slot] else { throw Missing() }
      return try #require(asked.numbers.first { $0.column == column })
    }
    // 100万, 1500.005万 and 2000万 in 分.
    let turnover = try number("营收")
    #expect(turnover.marks.map(\.parts) == [100_000_000, 1_500_005_000, 2_000_000_000])
    guard case .order = turnover.use else { throw Missing() }
    #expect([0, 99_999_999].map(turnover.place) == [0, 0])
    #expect([100_000_000, 100_000_001, 1_500_004_999].map(turnover.place) == [1, 2, 2])
    #expect([1_500_005_000, 1_999_999_999].map(turnover.place) == [3, 4])
    #expect([2_000_000_000, Int64.max].map(turnover.place) == [5, 6])
    let investment = try number("投资")
    #expect(investment.marks.map(\.parts) == [100_000_000])
    guard case .sums(let places) = investment.use else { throw Missing() }
    #expect(places.map { plan.lines[asked.lines[$0]].name } == ["技改"])
    guard case .value = try number("人数").use, case .sums = try number("税收").use else {
      throw Missing()
    }
  }

  private struct Missing: Error {}

  /// Sums by hand: who stands at the same places comes to the same, who does not counts apart.
  @Test func theyComeToTheSame() throws {
    let plan = try Self.plan()
    var lines = ["企业名称,营收,投资,人数,税收,行业"]
    var random = SeededRandom(seed: 5)
    for number in 1...3_000 {
      lines.append(
        [
          "虚构\(number)",
          random.pick(["2000万", "1999.9999万", "1500.005万", "1500.01万", "1500万", "99万", "3亿", ""]),
          random.pick(["100万", "99.99万", "800万", "1000万", ""]), random.pick(["0", "3", "40", ""]),
          random.pick(["7元", "8元", ""]), random.pick(["软件", "钢铁", "纺织", ""]),
        ].joined(separator: ","))
    }
    let file = Array((lines.joined(separator: "\n") + "\n").utf8)
    let ways = try BothWays(plan, [("公司.csv", file)], ["--year", "2026"])
    #expect(try ways.agree("by hand", sizes: [(1 << 20, 1), (9_999, 2)]) == 2)
  }
}

extension Table {
  /// Makes so many companies of each, under names of their own; here and there one has a cell of
  /// another.
  fileprivate mutating func mix(times: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let originals = rows
    rows = []
    for copy in 0..<times {
      for original in originals {
        var row = original
        row.key += "·\(copy)"
        for column in columns where random.once(in: 12) {
          row.texts[column.fact] = random.pick(originals).texts[column.fact]
        }
        rows.append(row)
      }
    }
  }
}
