import JiliReference
import Testing

/// The four companies of the batch example, worked out by hand in the description of the formats.
@Suite struct FormatsExampleTests {
  private let titles = ["国家级单项冠军", "国家级小巨人", "省级隐形冠军", "省级单项冠军"]

  private func example() -> Worked {
    let national = Clauses(when: .or(.isNew, .isRelocated), renewal: .percent(20))
    let provincial = Clauses(when: .isNew, renewal: .percent(20))
    var supported = Clauses(when: .and(.flag("优质中小企业"), .flag("重点领域")))
    supported.quota = Quota(50, by: [.field("评价得分")])
    supported.payment = [Share("期初", Rational(50, over: 100)), Share("期末", nil)]
    var worked = Worked(
      [
        Award(titles[0], title: titles[0], .money(3_000_000), national),
        Award(titles[1], title: titles[1], .money(1_500_000), national),
        Award(titles[2], title: titles[2], .money(1_000_000), provincial),
        Award(titles[3], title: titles[3], .money(300_000), provincial),
        Award("创新型企业", .upTo(.money(300_000)), supported),
      ],
      fields: [
        Field("优质中小企业", .flag), Field("重点领域", .flag), Field("评价得分", .number),
        Field("财政归属", .choice(["市本级", "县市"], other: nil)),
      ], titles: titles)
    worked.program.groups = [Group([LineName("创新型企业"), LineName("国家级小巨人")])]
    worked.program.parameters = [
      Parameter(
        "施行日期", .date, Rational(Day(2026, 1, 1).number), Rational(Day(2026, 12, 31).number))
    ]
    var policy = Policy(name: "嘉兴市2026")
    policy.period = .between(.parameter("施行日期"), .day(Day(2028, 12, 31)))
    policy.overlap = .always(.topUp)
    policy.fundings = [
      Funding(
        [Share("市", Rational(1, over: 2)), Share("区", Rational(1, over: 2))],
        when: .choice("财政归属", ["市本级"], negated: false))
    ]
    worked.program.policy = policy
    addCompanies(to: &worked)
    return worked
  }

  private func addCompanies(to worked: inout Worked) {
    let none: [Fact: Cell] = Dictionary(
      uniqueKeysWithValues: titles.map { (.title($0), .empty) })
    worked.add(
      none.merging([
        .title("国家级小巨人"): .renewed, .field("优质中小企业"): .yes, .field("重点领域"): .empty,
        .field("财政归属"): .choice("市本级"),
      ]) { $1 }, key: "甲")
    worked.add(
      none.merging([
        .title("国家级小巨人"): .new, .title("省级单项冠军"): .renewed,
        .field("优质中小企业"): .yes, .field("重点领域"): .yes,
        .field("财政归属"): .choice("县市"), .award("创新型企业", .approved): yuan("300000"),
      ]) { $1 }, key: "乙")
    worked.add(
      none.merging([
        .title("省级隐形冠军"): .new, .field("优质中小企业"): .yes, .field("重点领域"): .yes,
        .field("财政归属"): .choice("市本级"),
      ]) { $1 }, key: "丙")
  }

  @Test func linesOfTheThreeCompanies() {
    let worked = example()
    let nothing = "not-due 0.00..0.00"
    #expect(
      worked.lines(0) == [
        nothing, nothing, nothing, "due 300000.00..300000.00", nothing, nothing, nothing,
        nothing, "undetermined 0.00..300000.00",
      ])
    #expect(
      worked.lines(1) == [
        nothing, nothing, "due 1500000.00..1500000.00", nothing, nothing, nothing, nothing,
        "due 60000.00..60000.00", "excluded 0.00..0.00",
      ])
    #expect(
      worked.lines(2) == [
        nothing, nothing, nothing, nothing, "due 1000000.00..1000000.00", nothing, nothing,
        nothing, "up-to 0.00..300000.00",
      ])
  }

  @Test func totalsOfTheThreeCompanies() {
    let worked = example()
    #expect(worked.total(0) == "300000.00..600000.00")
    #expect(worked.total(1) == "1560000.00..1560000.00")
    #expect(worked.total(2) == "1000000.00..1300000.00")
  }

  @Test func payersOfTheFile() {
    var paid: [String: Rational] = [:]
    for payment in example().outcomes().flatMap(\.lines).flatMap(\.funding) {
      paid[payment.payer ?? "nobody", default: .zero] =
        paid[payment.payer ?? "nobody", default: .zero] + payment.sum.low
    }
    #expect(paid["市"]?.money == "650000.00")
    #expect(paid["区"]?.money == "650000.00")
    #expect(paid["nobody"]?.money == "1560000.00")
  }

  @Test func printedSourceReadsAsTheDesignDoes() {
    let source = print(example().program)
    for statement in [
      "award 国家级单项冠军 = 300万",
      "when new or relocated; renewal = 20%",
      "payment = 50% at 期初, rest at 期末",
      "exclusive 创新型企业, 国家级小巨人",
      "period 施行日期 .. 2028-12-31",
      "funding 市 50%, 区 50% when 财政归属 = 市本级",
    ] {
      #expect(source.contains(statement), "\(statement)")
    }
  }
}
