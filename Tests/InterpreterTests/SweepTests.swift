import JiliLexer
import Testing

@testable import Jili

/// Places and jumps along a fact, each worked out by hand from the rules above it.
@Suite("what is paid along a fact")
struct SweepTests {
  private func sweeper(_ rules: String, _ facts: [String: String] = [:]) throws -> Sweeper {
    let compiled = compile(Array(rules.utf8), named: "某市.rules", read: { _ in nil })
    #expect(compiled.diagnostics.filter { $0.severity == .error }.map(\.message.en) == [])
    let plan = try #require(compiled.plan)
    var options = InputOptions()
    options.date = Days(year: 2026)
    let row = try readCompany(facts, layout: RowLayout(plan), options: options)
    return Sweeper(plan, row, choices: [])
  }

  private func sweep(
    _ rules: String, _ wish: String, _ facts: [String: String] = [:]
  ) throws -> FactSweep {
    let sweeper = try sweeper(rules, facts)
    let wish = try #require(SweepWish(wish))
    guard case .number(let fact) = try sweeper.thing(wish.name) else {
      throw CellFault.notNumber
    }
    return try sweeper.sweep(fact, wish)
  }

  /// `reaching 2000万: 0元 → 50万`
  private func words(_ sweep: FactSweep, of line: Int? = nil) -> [String] {
    func text(_ sum: FactSweep.Sum) -> String {
      let low = moneyText(sum.low)
      guard let high = sum.high else { return low + ".." }
      return high == sum.low ? low : low + ".." + moneyText(high)
    }
    return sweep.jumps(of: line).map { jump in
      let place = sweep.fact.measure.text(jump.at)
      let about = jump.isExact ? "" : "约"
      return "\(jump.side) \(about)\(place): \(text(jump.before)) → \(text(jump.after))"
    }
  }

  private func bends(_ sweep: FactSweep, of line: Int? = nil) -> [String] {
    sweep.bends(of: line).map { bend in
      let place = sweep.fact.measure.text(bend.at)
      return "\(place): \(plainNumber(bend.before)) → \(plainNumber(bend.after))"
    }
  }

  @Test func aThresholdIsACliff() throws {
    let found = try sweep(
      """
      field 营业收入 : money
      award 上台阶 = 50万 when 营业收入 >= 2000万
      award 大户 = 30万 when 营业收入 > 1亿
      """, "营业收入 = 0元 .. 2亿")
    #expect(
      words(found) == ["reaching 2000万: 0元 → 50万", "exceeding 1亿: 50万 → 80万"])
    #expect(found.isExact)
    #expect(found.stretches.map(\.isStraight) == [true, true, true])
  }

  /// 10% up to 100万 binds at 1000万; below 500万 nothing is due, so that 500万 gains 50万 at once.
  @Test func aCapBendsAndAThresholdJumps() throws {
    let found = try sweep(
      """
      field 投资额 : money
      award 技改 = 10% of 投资额 cap 100万 when 投资额 >= 500万
      """, "投资额 = 0元 .. 2000万")
    #expect(words(found) == ["reaching 500万: 0元 → 50万"])
    #expect(bends(found) == ["1000万: 0.1 → 0"])
  }

  /// Small firms get 20% up to 3000万 of revenue, large ones 10%: one 分 more costs 300万.
  @Test func lessForMoreIsAFall() throws {
    let found = try sweep(
      """
      field 营业收入 : money
      award 扶持 = if 营业收入 <= 3000万 then 20% of 营业收入 else 10% of 营业收入
      """, "营业收入 = 0元 .. 5000万")
    #expect(words(found) == ["exceeding 3000万: 600万 → 300万"])
    #expect(found.jumps(of: nil).map(\.isFall) == [true])
  }

  /// 1/3 of the sum above 2000万 equals 100万 at 2300万; 7% of it is 100万 at 100/0.07 万, which is
  /// no whole 分 and still exact.
  @Test func placesAreFractions() throws {
    let found = try sweep(
      """
      field 投资额 : money
      award 甲 = 7% of 投资额 cap 100万
      award 乙 = (投资额 - 2000万) / 3 cap 100万
      """, "投资额 = 0元 .. 1亿")
    let places = found.places.map { plainNumber($0.at) }
    #expect(places == ["0", "100000000/7", "20000000", "23000000", "100000000"])
    #expect(found.isExact)
    #expect(found.jumps(of: nil).isEmpty)
  }

  /// 甲 pays 5% and 乙 a flat 30万; of both only the higher. They meet at 600万: the total bends, and
  /// each of the awards jumps. At 600万 they are equal, and the first named pays.
  @Test func rivalsMeetWhereTheyAreEqual() throws {
    let found = try sweep(
      """
      field 投资额 : money
      award 甲 = 5% of 投资额
      award 乙 = 30万
      exclusive 甲, 乙
      """, "投资额 = 0元 .. 1000万")
    #expect(words(found) == [])
    #expect(bends(found) == ["600万: 0 → 0.05"])
    #expect(words(found, of: 0) == ["reaching 600万: 0元 → 30万"])
    #expect(words(found, of: 1) == ["reaching 600万: 30万 → 0元"])
  }

  /// 10% and 5% together are 15%, which reach 60万 at 400万.
  @Test func aJointCeilingBends() throws {
    let found = try sweep(
      """
      field 投资额 : money
      award 甲 = 10% of 投资额
      award 乙 = 5% of 投资额
      together 甲, 乙; cap 60万 per year
      """, "投资额 = 0元 .. 1000万")
    #expect(bends(found) == ["400万: 0.15 → 0"])
    // 甲 alone goes on to 600万, from where nothing is left for 乙.
    #expect(bends(found, of: 0) == ["600万: 0.1 → 0"])
    #expect(bends(found, of: 1) == ["400万: 0.05 → -0.1", "600万: -0.1 → 0"])
    #expect(found.isExact)
  }

  /// Each of the tiers pays once: 30万 at 10亿, 100万 more at 50亿; nothing was reached before.
  @Test func tiersAreCliffs() throws {
    let found = try sweep(
      """
      field 产值 : money by year; peak "历年最高产值"
      award 登高 = 产值 first reaches { 10亿: 30万; 50亿: 100万 } each
      """, "产值 = 0元 .. 100亿", ["历年最高产值": "8亿"])
    #expect(
      words(found) == ["reaching 10亿: 0元 → 30万", "reaching 50亿: 30万 → 130万"])
  }

  /// What is not known of the company leaves a range, whose upper end jumps too.
  @Test func unknownFactsLeaveARange() throws {
    let found = try sweep(
      """
      field 投资额 : money
      field 重点 : flag
      award 甲 = 20万 when 投资额 >= 100万 and 重点
      """, "投资额 = 0元 .. 200万")
    #expect(words(found) == ["reaching 100万: 0元 → 0元..20万"])
  }

  /// 投资额 times 投资额 over 1亿 is a curve: 100万 at 1000万, and never said to be straight.
  @Test func aCurveIsNoStraightLine() throws {
    let found = try sweep(
      """
      field 投资额 : money
      award 甲 = 投资额 * (投资额 / 1亿) cap 100万
      """, "投资额 = 0元 .. 2000万")
    #expect(found.places.map { plainNumber($0.at) } == ["0", "10000000", "20000000"])
    #expect(found.stretches.map(\.isStraight) == [false, true])
    #expect(!found.isExact)
    #expect(found.stretches[0].between.count == Limits.sweepBetween - 1)
  }

  /// Down to whole 万元: a step of 1万 at each 10万 of the sum.
  @Test func coarseRoundingMakesSteps() throws {
    let found = try sweep(
      """
      policy 某市 { rounding 万元 down }
      field 投资额 : money
      award 甲 = 10% of 投资额
      """, "投资额 = 0元 .. 35万")
    #expect(
      words(found) == [
        "reaching 10万: 0元 → 1万", "reaching 20万: 1万 → 2万", "reaching 30万: 2万 → 3万",
      ])
  }

  /// Too many of them are left out, and that is said.
  @Test func tooManyStepsAreLeftOut() throws {
    let found = try sweep(
      """
      policy 某市 { rounding 百元 }
      field 投资额 : money
      award 甲 = 10% of 投资额 when 投资额 >= 1000万
      """, "投资额 = 0元 .. 1亿")
    #expect(words(found) == ["reaching 1000万: 0元 → 100万"])
    #expect(found.leftOutUnit == Exact(100))
  }

  @Test func withoutARangeItReachesBehindTheLastPlace() throws {
    let sweeper = try sweeper(
      """
      field 投资额 : money
      award 甲 = 10% of 投资额 cap 100万 when 投资额 >= 500万
      """)
    guard case .number(let fact) = try sweeper.thing("投资额") else { return }
    #expect(try sweeper.range(fact, SweepWish(name: "投资额")) == .zero...Exact(13_000_000))
  }

  @Test func valuesAreListed() throws {
    let sweeper = try sweeper(
      """
      field 行业 : one of 生物医药, 其他
      award 甲 = match 行业 { 生物医药: 20万; 其他: 10万 }
      award 小巨人 = 150万 when new; renewal = 20%
      """)
    guard case .values(let industry) = try sweeper.thing("行业"),
      case .values(let title) = try sweeper.thing("小巨人")
    else {
      Issue.record("both have values")
      return
    }
    let byIndustry = try sweeper.sweep(industry, SweepWish(name: "行业"), .zh)
    #expect(
      byIndustry.entries.map { $0.text + moneyText($0.sums.lines[0].low) } == [
        "生物医药20万", "其他10万",
      ])
    let byTitle = try sweeper.sweep(title, SweepWish(name: "小巨人"), .zh)
    #expect(
      byTitle.entries.map {
        $0.text + moneyText($0.sums.lines[1].low) + moneyText($0.sums.lines[2].low)
      }
        == ["无0元0元", "首次认定150万0元", "再次认定150万0元", "通过复评0元30万", "新引进0元0元", "有效期内0元0元"])
  }
}
