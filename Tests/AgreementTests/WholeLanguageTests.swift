import JiliReference
import Testing

/// Facts of other awards, dated titles and open branches on small cases worked out by hand.
@Suite struct WholeLanguageTests {
  @Test func laterRowsFindATitlesAwardNotDue() {
    var worked = Worked(
      [
        Award("小巨人", title: "小巨人", .money(100), Clauses(when: .isNew)),
        Award(
          "配套", .share(.percent(10), of: .awardSum(LineName("小巨人"))),
          Clauses(when: .due("小巨人"))),
      ], fields: [Field("贷款额", .money)], titles: ["小巨人"])
    worked.options.usesKey = true
    for loan in ["1", "2"] {
      worked.add([.title("小巨人"): .new, .field("贷款额"): yuan(loan)], key: "企业")
    }
    #expect(worked.lines(0) == ["due 100.00..100.00", "due 10.00..10.00"])
    #expect(worked.lines(1) == ["not-due 0.00..0.00", "not-due 0.00..0.00"])
  }

  @Test func noInstalmentIsNoneInParticular() {
    var clauses = Clauses()
    clauses.payment = [Share("期初", Rational(1, over: 2)), Share("期末", nil)]
    for (label, expected) in [
      (nil, "not-due 0.00..0.00"), ("期初", "not-due 0.00..0.00"), ("期末", "due 7.00..7.00"),
    ] {
      var worked = Worked([
        Award("甲项", .money(100), clauses),
        Award("乙项", .money(7), Clauses(when: .instalment("甲项", "期初", negated: true))),
      ])
      worked.add([.award("甲项", .instalment): label.map { .label($0) } ?? .empty])
      #expect(worked.lines()[1] == expected)
    }
  }

  @Test func yearsCountFromTheRecognition() {
    for (day, expected) in [
      (Day(2024, 12, 31), "due 5.00..5.00"), (Day(2025, 1, 1), "not-due 0.00..0.00"),
    ] {
      var worked = Worked(
        [
          Award(
            "老牌", .money(5),
            Clauses(
              when: .compare(.yearsSince("小巨人"), .atLeast, .literal(Rational(3), .number))))
        ], titles: ["小巨人"])
      worked.options = Options(date: .day(Day(2027, 12, 31)))
      worked.add([
        .titleDate("小巨人", .recognised): .date(DaySpan(day)),
        .titleDate("小巨人", .renewed): .date(DaySpan(year: 2027)),
      ])
      #expect(worked.lines() == [expected])
    }
  }

  /// Valid three years from 2024: over on the same day of 2027, of which only the year is known.
  @Test func statusesFollowFromDates() {
    func statuses(_ dates: [TitleEvent: DaySpan], months: Int? = 36) -> Set<Status> {
      var worked = Worked([Award("甲项", .money(5))], titles: ["小巨人"])
      worked.program.titles[0].validMonths = months
      worked.add(
        Dictionary(
          uniqueKeysWithValues: dates.map { (.titleDate("小巨人", $0), Cell.date($1)) }))
      let inquiry = Inquiry(worked.program, worked.table, worked.options)
      return Scene(inquiry, row: 0).status("小巨人")
    }
    #expect(statuses([.recognised: DaySpan(year: 2024)]) == [.held, .none])
    #expect(statuses([.recognised: DaySpan(year: 2025)]) == [.held])
    #expect(statuses([.recognised: DaySpan(year: 2023)]) == [.none])
    #expect(statuses([.recognised: DaySpan(year: 2023)], months: nil) == [.held])
    #expect(
      statuses([.recognised: DaySpan(year: 2023), .renewed: DaySpan(year: 2027)]) == [.renewed])
    #expect(
      statuses([.firstRecognised: DaySpan(year: 2020), .recognised: DaySpan(year: 2027)])
        == [.newAgain])
    #expect(statuses([.recognised: DaySpan(year: 2028)]) == [.none])
  }

  @Test func anOpenBranchWithoutAFigureKeepsTheTotalOpen() {
    func total(_ otherwise: Expression) -> String {
      var worked = Worked(
        [Award("甲项", .choose(.flag("重点"), then: .unspecified, otherwise: otherwise))],
        fields: [Field("重点", .flag)])
      worked.add([:])
      return worked.total()
    }
    #expect(total(.money(10)) == "0.00..unbounded")
    #expect(total(.unspecified) == "0.00..0.00")
  }

  @Test func whatNoRuleReadsAsksForNothing() {
    var program = Worked([Award("甲项", .money(5))], fields: [Field("地", .text)]).program
    program.awards[0].clauses.when = .definition("外层")
    program.definitions = [
      Definition("外层", .condition(.definition("内层"))),
      Definition("内层", .condition(.text("地", ["东"], negated: false))),
      Definition("无用", .condition(.text("地", ["西"], negated: false))),
    ]
    #expect(program.texts(askedOf: "地") == ["东"])
  }

  /// 甲 and 丙 share 200, or 乙 comes beside 丙.
  @Test func aCeilingOverPartOfAGroupCountsForWhoeverWins() {
    var worked = Worked([
      Award("甲项", .upTo(.money(180))), Award("乙项", .upTo(.money(150))),
      Award("丙项", .money(100)),
    ])
    worked.program.groups = [Group([LineName("甲项"), LineName("乙项")])]
    worked.program.ceilings = [Ceiling([LineName("甲项"), LineName("丙项")], cap: .money(200))]
    worked.add([:])
    #expect(worked.total() == "100.00..250.00")
  }

  @Test func benefitsAndLimits() {
    var worked = Worked([Award("甲项", .money(5))], fields: [Field("费率", .percent)])
    var benefit = Benefit("人才名额")
    benefit.scope.when = .compare(.field("费率"), .under, .percent(1))
    worked.program.benefits = [benefit]
    worked.program.limits = [Limit(.field("费率"), .compare(.atMost, .percent(1)))]
    worked.program.fields[0].blank = Blank.none
    for (cell, expected) in [
      (Cell.number(Rational(1, over: 100)), ["not-due", "kept"]),
      (.number(Rational(2, over: 100)), ["not-due", "limit-exceeded"]),
      (.number(.zero), ["benefit", "kept"]), (.empty, ["not-due", "not-applicable"]),
    ] {
      var filled = worked
      filled.add([.field("费率"): cell])
      #expect(filled.outcomes()[0].offers == expected)
    }
    worked.add([:])
    #expect(worked.outcomes()[0].offers == ["undetermined", "undetermined"])
  }
}
