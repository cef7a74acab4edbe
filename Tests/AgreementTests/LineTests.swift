import JiliReference
import Testing

/// Phases 3 to 6 on small cases worked out by hand.
@Suite struct LineTests {
  private let invested = Field("投资额", .money)
  private let focus = Field("重点领域", .flag)
  private let share = Expression.share(.percent(20), of: .field("投资额"))

  private func single(
    _ amount: Expression, _ cells: [Fact: Cell], _ change: (inout Clauses) -> Void = { _ in }
  ) -> Worked {
    var clauses = Clauses()
    change(&clauses)
    var worked = Worked([Award("技改项目", amount, clauses)], fields: [invested, focus])
    worked.add(cells)
    return worked
  }

  @Test func thresholdsAreExactToTheFen() {
    for (cell, expected) in [
      ("4999999.99", "not-due 0.00..0.00"), ("5000000", "due 300000.00..300000.00"),
      ("5000000.01", "due 300000.00..300000.00"),
    ] {
      let worked = single(.money(300_000), [.field("投资额"): yuan(cell)]) {
        $0.when = .compare(.field("投资额"), .atLeast, .money(5_000_000))
      }
      #expect(worked.lines() == [expected], "\(cell)")
    }
  }

  @Test func halfAFenRoundsUp() {
    #expect(single(share, [.field("投资额"): yuan("0.025")]).lines() == ["due 0.01..0.01"])
    #expect(single(share, [.field("投资额"): yuan("0.0249")]).lines() == ["not-due 0.00..0.00"])
    var down = single(share, [.field("投资额"): yuan("9999995")])
    down.program.policy = Policy(name: "试行")
    down.program.policy?.rounding = Rounding(unit: "万元", down: true)
    #expect(down.lines() == ["due 1990000.00..1990000.00"])
    down.program.policy?.rounding = Rounding(unit: "万元", down: false)
    #expect(down.lines() == ["due 2000000.00..2000000.00"])
  }

  @Test func unknownIsNeverNothing() {
    #expect(single(share, [:]).lines() == ["undetermined 0.00..unbounded"])
    let capped = single(.capped(share, by: .money(1_000_000)), [.field("投资额"): .empty])
    #expect(capped.lines() == ["undetermined 0.00..1000000.00"])
    let masked = single(.money(100), [.field("投资额"): yuan("1")]) {
      $0.when = .or(
        .flag("重点领域"), .compare(.field("投资额"), .atLeast, .literal(Rational(1), .money)))
    }
    #expect(masked.lines() == ["due 100.00..100.00"])
  }

  @Test func absentValuesFitNothing() {
    var worked = single(share, [.field("投资额"): .empty])
    worked.program.fields[0].blank = Blank.none
    #expect(worked.lines() == ["not-due 0.00..0.00"])
    worked.program.awards[0].amount = .money(50)
    worked.program.awards[0].clauses.when = .not(
      .compare(.field("投资额"), .atLeast, .money(1)))
    #expect(worked.lines() == ["due 50.00..50.00"])
  }

  @Test func approvalStaysWithinTheCeiling() {
    for (approved, expected) in [
      ("299999.99", "due 299999.99..299999.99"), ("300000.01", "due 300000.00..300000.00"),
    ] {
      let cells: [Fact: Cell] = [.award("技改项目", .approved): yuan(approved)]
      #expect(single(.upTo(.money(300_000)), cells).lines() == [expected])
    }
    let open = single(.upTo(.money(300_000)), [:])
    #expect(open.lines() == ["up-to 0.00..300000.00"])
    #expect(
      single(.atLeast(.money(5)), [.award("技改项目", .approved): yuan("3")]).lines()
        == ["due 5.00..5.00"])
  }

  @Test func unspecifiedCountsInNoTotal() {
    let worked = single(.unspecified, [:])
    #expect(worked.lines() == ["unspecified 0.00..unbounded"])
    #expect(worked.total() == "0.00..0.00")
  }

  @Test func lessAndCapComeBeforeRounding() {
    let worked = single(.money(1_000_000), [.field("投资额"): yuan("100000.005")]) {
      $0.cap = .money(300_000)
      $0.less = .field("投资额")
    }
    #expect(worked.lines() == ["due 200000.00..200000.00"])
  }

  @Test func whatSurelyTakesNothingHangsOnNothing() {
    for (cap, expected) in [(-5, "up-to 0.00..300000.00"), (5, "undetermined 0.00..300000.00")] {
      let worked = single(.upTo(.money(300_000)), [:]) {
        $0.less = .capped(.field("投资额"), by: .money(cap))
      }
      #expect(worked.lines() == [expected])
    }
  }

  @Test func matchTakesTheFirstFit() {
    let table = Expression.match(
      .quantity(.field("投资额")),
      [
        Arm(.compare(.atLeast, .money(100)), .money(50)),
        Arm(.compare(.atLeast, .money(10)), .money(20)),
      ], otherwise: nil)
    #expect(single(table, [.field("投资额"): yuan("100")]).lines() == ["due 50.00..50.00"])
    #expect(single(table, [.field("投资额"): yuan("99.99")]).lines() == ["due 20.00..20.00"])
    #expect(single(table, [.field("投资额"): yuan("9.99")]).lines() == ["not-due 0.00..0.00"])
    #expect(single(table, [:]).lines() == ["undetermined 0.00..50.00"])
  }

  @Test func divisionByZeroIsUnknown() {
    let quotient = Expression.binary(.divide, .money(10), .field("投资额"))
    #expect(
      single(quotient, [.field("投资额"): yuan("0")]).lines() == ["undetermined 0.00..unbounded"])
    #expect(single(quotient, [.field("投资额"): yuan("3")]).lines() == ["due 3.33..3.33"])
  }

  @Test func renewalAsksAsIfNew() {
    let clauses = Clauses(when: .and(.isNew, .flag("重点领域")), renewal: .percent(20))
    for (status, expected) in [
      (Cell.renewed, ["not-due 0.00..0.00", "due 300000.00..300000.00"]),
      (.new, ["due 1500000.00..1500000.00", "not-due 0.00..0.00"]),
      (.relocated, ["not-due 0.00..0.00", "not-due 0.00..0.00"]),
      (
        .status(Set(Status.allCases)),
        ["undetermined 0.00..1500000.00", "undetermined 0.00..300000.00"]
      ),
    ] {
      var worked = Worked(
        [Award("小巨人", title: "小巨人", .money(1_500_000), clauses)], fields: [focus],
        titles: ["小巨人"])
      worked.add([.title("小巨人"): status, .field("重点领域"): .yes])
      #expect(worked.lines() == expected)
    }
  }

  @Test func onceIsBarredByAPayment() {
    let paid: [Fact: Cell] = [.award("技改项目", .paid): yuan("0.01")]
    #expect(single(.money(10), paid) { $0.once = true }.lines() == ["not-due 0.00..0.00"])
    let unpaid: [Fact: Cell] = [.award("技改项目", .paid): yuan("0")]
    #expect(single(.money(10), unpaid) { $0.once = true }.lines() == ["due 10.00..10.00"])
  }

  @Test func quotaLeavesTiesOpen() {
    var clauses = Clauses(when: .flag("重点领域"))
    clauses.quota = Quota(2, by: [.field("评价得分")])
    var worked = Worked(
      [Award("创新型企业", .money(100), clauses)], fields: [focus, Field("评价得分", .number)])
    for score in [90, 80, 80, 70] {
      worked.add([.field("重点领域"): .yes, .field("评价得分"): .number(Rational(score))])
    }
    worked.add([.field("重点领域"): .no, .field("评价得分"): .number(Rational(99))])
    #expect(worked.lines(0) == ["due 100.00..100.00"])
    #expect(worked.lines(1) == ["undetermined 0.00..100.00"])
    #expect(worked.lines(2) == ["undetermined 0.00..100.00"])
    #expect(worked.lines(3) == ["over-quota 0.00..0.00"])
    #expect(worked.lines(4) == ["not-due 0.00..0.00"])
  }
}
