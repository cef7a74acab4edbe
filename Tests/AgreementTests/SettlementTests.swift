import JiliReference
import Testing

/// Phases 7 to 12 on small cases worked out by hand.
@Suite struct SettlementTests {
  private func pair(
    _ first: Expression, _ second: Expression, _ cells: [Fact: Cell] = [:]
  ) -> Worked {
    var worked = Worked([Award("甲项", first), Award("乙项", second)])
    worked.program.groups = [Group([LineName("甲项"), LineName("乙项")])]
    worked.add(cells)
    return worked
  }

  @Test func theHighestIsPaidAndTheFirstNamedOfEquals() {
    let higher = pair(.money(100), .money(101))
    #expect(higher.lines() == ["excluded 0.00..0.00", "due 101.00..101.00"])
    let equal = pair(.money(100), .money(100))
    #expect(equal.lines() == ["due 100.00..100.00", "excluded 0.00..0.00"])
  }

  @Test func rivalsPaymentsAreTakenOff() {
    let worked = pair(
      .money(100), .money(90),
      [.award("甲项", .paid): yuan("30"), .award("乙项", .paid): yuan("45")])
    #expect(worked.lines() == ["due 55.00..55.00", "excluded 0.00..0.00"])
  }

  @Test func anOpenContestIsWorthItsCertainSum() {
    let worked = pair(.upTo(.money(150)), .money(100))
    #expect(worked.lines() == ["undetermined 0.00..150.00", "undetermined 100.00..100.00"])
    #expect(worked.total() == "100.00..150.00")
    let won = pair(.money(150), .upTo(.money(150)))
    #expect(won.lines() == ["due 150.00..150.00", "excluded 0.00..0.00"])
  }

  @Test func aGroupThatMayNotHoldKeepsBothWorlds() {
    var worked = pair(.money(100), .money(60))
    worked.program.fields = [Field("重点领域", .flag)]
    worked.program.groups[0].when = .flag("重点领域")
    #expect(worked.lines() == ["due 100.00..100.00", "undetermined 0.00..60.00"])
    #expect(worked.total() == "100.00..160.00")
  }

  @Test func aJointCeilingRunsInOrder() {
    var worked = Worked([Award("甲项", .money(70)), Award("乙项", .money(70))])
    worked.program.ceilings = [
      Ceiling([LineName("甲项"), LineName("乙项")], cap: .money(100))
    ]
    worked.options.usesKey = true
    worked.add([:], key: "企业")
    worked.add([:], key: "企业")
    #expect(worked.lines(0) == ["due 70.00..70.00", "due 30.00..30.00"])
    #expect(worked.lines(1) == ["excluded 0.00..0.00", "excluded 0.00..0.00"])
    #expect(worked.total(0) == "100.00..100.00")
  }

  @Test func overlapTopsUpOrPaysNothing() {
    for (rule, expected) in [
      (OverlapRule.topUp, "due 70.00..70.00"), (.none, "excluded 0.00..0.00"),
      (.stack, "due 100.00..100.00"),
    ] {
      var worked = Worked([Award("甲项", .money(100))])
      worked.program.policy = Policy(name: "试行")
      worked.program.policy?.overlap = .always(rule)
      worked.add([.award("甲项", .received): yuan("30")])
      #expect(worked.lines() == [expected])
    }
  }

  private func instalment(_ label: String?, paid: String? = nil) -> Worked {
    var clauses = Clauses()
    clauses.payment = [Share("期初", Rational(50, over: 100)), Share("期末", nil)]
    var worked = Worked([
      Award("甲项", .literal(Rational(10_001, over: 100), .money), clauses)
    ])
    var cells: [Fact: Cell] = [.award("甲项", .instalment): label.map { .label($0) } ?? .empty]
    if let paid { cells[.award("甲项", .paid)] = yuan(paid) }
    worked.add(cells)
    return worked
  }

  @Test func instalmentsLoseNoFen() {
    #expect(instalment("期初").lines() == ["due 50.01..50.01"])
    #expect(instalment("期末").lines() == ["due 50.00..50.00"])
    #expect(instalment("期末", paid: "60").lines() == ["due 40.01..40.01"])
    #expect(instalment("期末", paid: "100.02").lines() == ["not-due 0.00..0.00"])
    #expect(instalment(nil).lines() == ["due 100.01..100.01"])
  }

  @Test func sharedUnknownsNarrowTheTotal() {
    let flag = Field("重点领域", .flag)
    var worked = Worked(
      [
        Award("甲项", .money(100), Clauses(when: .flag("重点领域"))),
        Award("乙项", .money(60), Clauses(when: .not(.flag("重点领域")))),
      ], fields: [flag])
    worked.add([:])
    #expect(worked.lines() == ["undetermined 0.00..100.00", "undetermined 0.00..60.00"])
    #expect(worked.total() == "0.00..100.00")
  }

  @Test func aTitlePaysOnceACompanyYear() {
    var worked = Worked(
      [Award("小巨人", title: "小巨人", .money(100), Clauses(when: .isNew))],
      fields: [Field("投资额", .money)], titles: ["小巨人"])
    worked.options.usesKey = true
    worked.add([.title("小巨人"): .new, .field("投资额"): yuan("1")], key: "企业")
    worked.add([.title("小巨人"): .new, .field("投资额"): yuan("2")], key: "企业")
    #expect(worked.lines(0) == ["due 100.00..100.00"])
    #expect(worked.lines(1) == ["not-due 0.00..0.00"])
  }

  // MARK: Years

  private func crossing(_ mode: Tiers.Mode) -> Worked {
    let tiers = Tiers(
      "营收",
      [
        Tiers.Step(Rational(1_000), Rational(30)), Tiers.Step(Rational(5_000), Rational(100)),
      ], mode)
    return Worked([Award("上台阶", .tiers(tiers))], fields: [Field("营收", .money, isByYear: true)])
  }

  private func panel(_ mode: Tiers.Mode, _ figures: [(Int, String)]) -> Worked {
    var worked = crossing(mode)
    worked.options = Options(date: .column)
    worked.options.usesKey = true
    worked.table.dateHeader = "年度"
    for (year, figure) in figures {
      let cell = figure.isEmpty ? Cell.empty : yuan(figure)
      worked.add([.field("营收"): cell], key: "企业", year: year)
    }
    return worked
  }

  @Test func crossingsPayOnceOverTheYears() {
    let worked = panel(.each, [(2025, "999.99"), (2026, "1000"), (2027, "900"), (2028, "5000")])
    #expect(worked.lines(0) == ["not-due 0.00..0.00"])
    #expect(worked.lines(1) == ["due 30.00..30.00"])
    #expect(worked.lines(2) == ["not-due 0.00..0.00"])
    #expect(worked.lines(3) == ["due 100.00..100.00"])
    #expect(panel(.each, [(2026, "5000")]).lines() == ["due 130.00..130.00"])
    #expect(panel(.highest, [(2026, "5000")]).lines() == ["due 100.00..100.00"])
  }

  @Test func aMissingYearLeavesACrossingOpen() {
    let hole = panel(.each, [(2024, "900"), (2026, "1000")])
    #expect(hole.lines(1) == ["undetermined 0.00..30.00"])
    let settled = panel(.each, [(2024, "1000"), (2026, "1000")])
    #expect(settled.lines(1) == ["not-due 0.00..0.00"])
    var alone = crossing(.each)
    alone.add([.field("营收"): yuan("1000")])
    #expect(alone.lines() == ["undetermined 0.00..30.00"])
    alone.table.columns.append(Column(.peak("营收"), "历年最高"))
    alone.table.rows[0].put(.peak("营收"), yuan("999.99"), "")
    #expect(alone.lines() == ["due 30.00..30.00"])
  }

  @Test func aPeriodThatMayHaveBegunIsOpen() {
    var worked = Worked([Award("甲项", .money(100))])
    worked.program.policy = Policy(name: "试行")
    worked.program.policy?.period = .lasting(.day(Day(2026, 5, 1)), years: 2)
    worked.add([:])
    for (date, expected) in [
      (Options.Date.year(2026), "undetermined 0.00..100.00"),
      (.year(2027), "due 100.00..100.00"),
      (.day(Day(2028, 4, 30)), "due 100.00..100.00"),
      (.day(Day(2028, 5, 1)), "not-due 0.00..0.00"), (.policy, "due 100.00..100.00"),
    ] {
      worked.options.date = date
      #expect(worked.lines() == [expected])
    }
  }
}
