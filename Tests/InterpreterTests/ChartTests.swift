import JiliLexer
import Testing

@testable import Jili

/// Charts are values: what they hold is asserted on them, how they look on the marks they make.
@Suite struct ChartTests {
  private func wan(_ count: Int) -> Exact { Exact(count * 10_000) }

  @Test func ticksAreRoundAndWrittenAsMoneyIs() {
    let scale = ChartScale(.zero, wan(2300), from: 0, to: 1000)
    #expect(
      scale.ticks(.money, atMost: 6).map(ChartMeasure.money.text) == [
        "0元", "500万", "1000万", "1500万", "2000万",
      ])
    let large = ChartScale(wan(5000), wan(30_000), from: 0, to: 1000)
    #expect(
      large.ticks(.money, atMost: 6).map(ChartMeasure.money.text) == [
        "5000万", "1亿", "1.5亿", "2亿", "2.5亿", "3亿",
      ])
    let share = ChartScale(.zero, Exact(1, over: 5) ?? .one, from: 0, to: 1000)
    #expect(
      share.ticks(.percent, atMost: 5).map(ChartMeasure.percent.text) == [
        "0%", "5%", "10%", "15%", "20%",
      ])
    let days = ChartScale(
      Exact(dayNumber(year: 2026, month: 1, day: 1)),
      Exact(dayNumber(year: 2026, month: 12, day: 31)), from: 0, to: 1000)
    #expect(
      days.ticks(.date, atMost: 6).map(ChartMeasure.date.text) == [
        "2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01",
      ])
  }

  @Test func placesAreTheNearestTenth() {
    let scale = ChartScale(.zero, Exact(3), from: 100, to: 1100)
    #expect(scale.place(.zero) == 100)
    // A third of the way: 333.3 tenths.
    #expect(scale.place(.one) == 433)
    #expect(scale.place(Exact(2)) == 767)
    #expect(scale.place(Exact(9)) == 1100)
    let downwards = ChartScale(.zero, Exact(2), from: 1000, to: 0)
    #expect(downwards.place(.one) == 500)
    // The numerators of these leave 128 bits when they are divided; the place is still found.
    guard let huge = Exact(Int128.max, over: 7), let half = Exact(Int128.max / 2, over: 7) else {
      Issue.record("numbers that fit")
      return
    }
    let wide = ChartScale(huge.negated, huge, from: 0, to: 1000)
    #expect(wide.place(huge) >= 998)
    #expect((740...760).contains(wide.place(half)))
  }

  @Test func lengthsAreWrittenInTenths() {
    #expect([0, 5, 10, 125, -7, -20].map(length) == ["0", "0.5", "1", "12.5", "-0.7", "-2"])
  }

  @Test func textOfAFileStaysText() {
    let chart = BarChart(
      title: "<b>\"甲\" & '乙'\u{202E}</b>", summary: "]]><script>", series: ["x"],
      bars: [.init(name: "</text><script>alert(1)</script>", values: [wan(1)])])
    let svg = chart.svg(.zh)
    #expect(!svg.contains("<script"))
    #expect(!svg.unicodeScalars.contains("\u{202E}"))
    #expect(svg.contains("&lt;b&gt;&quot;甲&quot; &amp; &#39;乙&#39;"))
  }

  private var steps: LineChart {
    LineChart(
      title: "台阶", summary: "达到 2000万 起多得 50万", across: ("营业收入", .money),
      upwards: ("合计", .money), range: .zero...wan(4000),
      series: [
        .init(
          name: "合计",
          stretches: [
            .init(.init(.zero, .zero), .init(wan(2000), .zero), isOpenAtEnd: true),
            .init(.init(wan(2000), wan(50)), .init(wan(4000), wan(70))),
          ])
      ],
      marks: [
        .init(x: wan(2000), kind: .rise, text: "达到 2000万 起多得 50万"),
        .init(x: wan(3000), kind: .fault, text: "少得"),
      ])
  }

  @Test func aChartHoldsItsNumbers() {
    let csv = String(decoding: steps.table.delimited(hasMark: false), as: UTF8.self)
    #expect(
      csv == """
        series,from,from value,to,to value,open
        合计,0,0.00,20000000,0.00,to
        合计,20000000,500000.00,40000000,700000.00,

        """)
  }

  @Test func aJumpHasAnEmptyAndAFullEndAndAFaultItsMark() {
    let svg = steps.svg(.zh)
    #expect(svg.components(of: "<circle") == 2)
    #expect(svg.components(of: "f-paper") >= 2)
    #expect(svg.contains("▼2"))
    #expect(svg.contains("lang=\"zh-CN\""))
    #expect(svg.contains("prefers-color-scheme: dark"))
    // Programs without variables take the attributes.
    #expect(svg.contains("stroke=\"#0072b2\""))
    let part = steps.svg(.en, name: "second", isAlone: false)
    #expect(part.hasPrefix("<svg") && !part.contains("<style"))
    #expect(part.contains("aria-labelledby=\"second-title second-about\""))
  }

  @Test func numbersThatDoNotEndAreFractions() {
    #expect(plainNumber(Exact(10, over: 3) ?? .zero) == "10/3")
    #expect(plainNumber(Exact(1, over: 8) ?? .zero) == "0.125")
  }

  @Test func aGridIsDarkerWhereMoreIsPaid() {
    let grid = GridChart(
      title: "格", summary: "两项事实", across: .init(name: "营业收入", labels: ["<2000万", "≥2000万"]),
      upwards: .init(name: "研发投入", labels: ["<100万", "≥100万"]),
      cells: [
        [.init(.zero, "0元"), .init(wan(10), "10万")], [.init(wan(1), "1万"), .init(wan(80), "80万")],
      ])
    let svg = grid.svg(.zh)
    #expect(svg.components(of: "class=\"g-0\"") == 1)
    #expect(svg.components(of: "class=\"g-7\"") == 1)
    #expect(svg.contains("研发投入 ≥100万，营业收入 ≥2000万：80万"))
    let csv = String(decoding: grid.table.delimited(hasMark: false), as: UTF8.self)
    #expect(csv.hasPrefix("研发投入 \\ 营业收入,<2000万,≥2000万\n<100万,0.00,100000.00\n"))
  }

  @Test func barsStandOnBothSidesOfNought() {
    let bars = BarChart(
      title: "相差", summary: "", series: ["相差"],
      bars: [
        .init(name: "甲", values: [wan(30)]),
        .init(name: "乙", values: [wan(-30)], colour: .fault),
      ])
    let svg = bars.svg(.zh)
    #expect(svg.contains("甲：30万") && svg.contains("乙：-30万"))
    #expect(svg.contains("f-fault"))
  }
}

extension String {
  fileprivate func components(of word: String) -> Int { ranges(of: word).count }
}
