import Jili
import Testing

/// A prepared policy as an embedder uses it: facts by number, sums in 分.
@Suite struct PreparedTests {
  private static let rules = """
    field 投资额 : money
    field 费率 : percent
    field 人数 : number
    field 制造业 : flag
    field 级别 : one of 国家级, 省级
    field 街道 : text
    field 成立日 : date
    title 小巨人
    award 技改 = 20% of 投资额 cap 100万 when 制造业
    award 小巨人奖 for 小巨人 = 50万 when new; renewal = 20%
    award 平台 = if 级别 = 国家级 then 30万 else 10万 when 街道 = 东街
    award 贴息 = 费率 * 投资额 cap 5万 when 成立日 >= 2020-01-01
    award 用工 = 1000元 * 人数
    """

  private func evaluator() throws -> (PreparedPolicy, Evaluator) {
    let policy = try Policy(source: Self.rules, named: "t.rules")
    let prepared = try policy.prepared(on: "2026")
    return (prepared, prepared.evaluator())
  }

  @Test func everyKindOfFactIsSet() throws {
    let (prepared, evaluator) = try evaluator()
    func fact(_ name: String) throws -> PreparedPolicy.FactNumber {
      try #require(prepared.fact(name), "\(prepared.facts.map(\.name))")
    }
    try evaluator.set(fact("投资额"), fen: 480_000_000)
    try evaluator.set(fact("制造业"), flag: true)
    try evaluator.set(fact("小巨人"), title: .new)
    try evaluator.set(fact("级别"), choice: 1)
    try evaluator.set(fact("街道"), text: "东街")
    try evaluator.set(fact("费率"), number: 5, decimals: 1)
    try evaluator.set(fact("成立日"), year: 2021, month: 3, day: 1)
    try evaluator.set(fact("人数"), number: 12)
    // 20% of 480万 is 96万; 50万; 10万 for 省级; 0.5% of 480万 is 2.4万; 12 times 1000元.
    let total = try evaluator.evaluate()
    let sums = prepared.awards.indices.map { evaluator.low(of: $0) }
    #expect(prepared.awards.map(\.isRenewal) == [false, false, true, false, false, false])
    #expect(sums == [96_000_000, 50_000_000, 0, 10_000_000, 2_400_000, 1_200_000])
    #expect(total.low == 159_600_000)
    #expect(total.high == 159_600_000)
    #expect(evaluator.isSure)
  }

  /// The last status counts, and a cell is read as in a company file.
  @Test func factsStayUntilTheyAreSetAnew() throws {
    let (prepared, evaluator) = try evaluator()
    let title = try #require(prepared.fact("小巨人"))
    for fact in prepared.facts where fact.kind != .title {
      switch fact.kind {
      case .date: try evaluator.set(fact.number, year: 2000, month: 1, day: 1)
      case .flag: try evaluator.set(fact.number, flag: false)
      case .money: try evaluator.set(fact.number, fen: 0)
      case .number, .percent: try evaluator.set(fact.number, number: 0)
      case .text: try evaluator.set(fact.number, text: "西街")
      case .choice: try evaluator.set(fact.number, choice: 0)
      case .title: break
      }
    }
    try evaluator.set(title, cell: "通过复评")
    #expect(try evaluator.evaluate().low == 10_000_000)
    try evaluator.set(title, cell: "新认定")
    #expect(try evaluator.evaluate().low == 50_000_000)
    evaluator.setNone(title)
    #expect(try evaluator.evaluate().high == 0)
    // Recognised on a day of the year: the columns hold no days.
    try evaluator.set(title, cell: "2026-05-01")
    #expect(try evaluator.evaluate().low == 50_000_000)
    #expect(!evaluator.isSure)
    try evaluator.set(title, title: .none)
    #expect(try evaluator.evaluate().low == 0)
    #expect(evaluator.isSure)
  }

  /// What was never set is unknown, never 0.
  @Test func whatIsNotSetIsOpen() throws {
    let policy = try Policy(
      source: "field 投资额 : money\naward 技改 = 20% of 投资额 cap 100万", named: "t.rules")
    let prepared = try policy.prepared()
    let evaluator = prepared.evaluator()
    let open = try evaluator.evaluate()
    #expect(open.low == 0)
    #expect(open.high == 100_000_000)
    #expect(evaluator.high(of: 0) == 100_000_000)
    let fact = try #require(prepared.fact("投资额"))
    try evaluator.set(fact, fen: 100)
    #expect(try evaluator.evaluate().low == 20)
    #expect(evaluator.high(of: 0) == 20)
    evaluator.clear()
    #expect(try evaluator.evaluate() == open)
    evaluator.setUnknown(fact)
    #expect(try evaluator.evaluate() == open)
    // The largest number that there is: 20% of it is far above the cap.
    try evaluator.set(fact, fen: .max)
    #expect(try evaluator.evaluate().low == 100_000_000)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let (prepared, evaluator) = try evaluator()
    let money = try #require(prepared.fact("投资额"))
    let date = try #require(prepared.fact("成立日"))
    #expect(throws: FactError.otherKind) { try evaluator.set(money, flag: true) }
    #expect(throws: FactError.otherKind) { try evaluator.set(money, number: 1) }
    #expect(throws: FactError.otherKind) { try evaluator.set(date, fen: 1) }
    #expect(throws: FactError.outOfRange) {
      try evaluator.set(date, year: 2026, month: 2, day: 29)
    }
    #expect(throws: PolicyError.self) { try evaluator.set(money, cell: "约500万") }
    #expect(prepared.fact("投资") == nil)
  }
}
