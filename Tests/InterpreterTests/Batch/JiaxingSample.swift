import JiliLexer
import Testing

@testable import Jili

/// The worked example of the formats: four made-up companies under a short Jiaxing policy. The plan
/// holds only what reading and writing look at, the outcomes are written by hand.
enum JiaxingSample {
  static let companies = """
    企业名称,注册地,财政归属,国家级单项冠军,国家级小巨人,省级隐形冠军,省级单项冠军,优质中小企业,重点领域,评价得分,创新型企业.核定
    甲,嘉兴市,市本级,,复评,,,是,,80,
    乙,嘉兴市,县市,,新认定,,复评,是,是,90,300000
    丙,嘉兴市,市本级,,,新认定,,是,是,70,
    丁,嘉兴市,市本级,,新任定,,,是,是,60,
    """

  static let titles = ["国家级单项冠军", "国家级小巨人", "省级隐形冠军", "省级单项冠军"]

  static let facts: [Fact] =
    titles.map { title($0) } + [
      Fact(name: "注册地", kind: .text),
      Fact(name: "财政归属", kind: .category(values: ["市本级", "县市"], other: nil)),
      Fact(name: "优质中小企业", kind: .flag), Fact(name: "重点领域", kind: .flag),
      Fact(name: "评价得分", kind: .number), Fact(name: "创新型企业.核定", kind: .approved(award: 4)),
      Fact(name: "创新型企业.期次", kind: .instalment(award: 4, labels: ["期初", "期末"])),
    ]

  static let layout: RowLayout = InterpreterTests.layout(facts, texts: ["嘉兴市"])

  private static let renewalQuote = "对上述企业通过复评的，再按照新认定奖励的20%给予奖励"

  static let plan: Plan = {
    var lines: [Line] = []
    for (award, name) in titles.enumerated() {
      let article = Citation(article: "三（一）", quote: nil)
      lines.append(line(name, award: award, title: award, cites: [article]))
      // Only the first of the two statements quotes the words on renewal.
      let quoted = Citation(article: "三（一）", quote: renewalQuote)
      let cites = award < 2 ? [quoted, article] : [article]
      lines.append(line(name, award: award, title: award, cites: cites, isRenewal: true))
    }
    lines.append(
      line("创新型企业", award: 4, title: nil, cites: [Citation(article: "三（二）", quote: nil)]))
    let half = Exact(1, over: 2) ?? .zero
    let funding = Funding(
      payers: [.init(name: "市", share: half), .init(name: "区", share: half)], condition: nil)
    let policy = PolicyPart(
      name: "嘉兴市2026", lines: lines.indices, overlap: Overlap(rules: [], cites: []),
      funding: [funding], inForce: 0, applies: 0, lastDay: days(2028, 12, 31))
    return Plan(
      policies: [policy], facts: layout.facts, slotCount: layout.slotCount,
      slotFacts: [], texts: layout.texts, readings: [], operations: [], lines: lines,
      exclusives: [], joints: [], sources: [])
  }()

  /// The same policy once more under another name.
  static let planTwice: Plan = {
    var both = plan
    var other = plan.policies[0]
    other.name = "乙市"
    other.lines = plan.lines.count..<2 * plan.lines.count
    both.policies.append(other)
    both.lines += plan.lines
    return both
  }()

  static let outcomesTwice: [RowOutcome] = outcomes.map { outcome in
    var both = outcome
    both.lines += outcome.lines.map { line in
      var other = line
      other.line += plan.lines.count
      return other
    }
    both.totalLow = outcome.totalLow.adding(outcome.totalLow) ?? .zero
    both.totalHigh = outcome.totalHigh.flatMap { $0.adding($0) }
    return both
  }

  private static func line(
    _ name: String, award: Int, title: Int?, cites: [Citation], isRenewal: Bool = false
  ) -> Line {
    Line(
      award: award, isRenewal: isRenewal, name: name, title: title, span: Span(start: 0, end: 0),
      cites: cites, notes: [], condition: 0, claim: 0, gross: 0, sum: 0, amount: 0,
      isDiscretionary: false,
      unspecified: nil, once: false, isTierTable: false, quota: nil, capPerYear: nil, payment: [],
      funding: [], approvedSlot: -1, receivedSlot: -1, paidSlot: -1, instalmentSlot: -1, reads: [],
      test: nil, amountText: "", renewalText: nil, inForce: 0)
  }

  /// What becomes of 甲, 乙 and 丙.
  static let outcomes: [RowOutcome] = [
    outcome(
      [
        3: settled(3, .due, 300_000, "150万 的 20%", isSplit: true),
        8: open(8, .undetermined, 300_000, "缺 重点领域、创新型企业.核定", missing: [7, 9]),
      ], low: 300_000, high: 600_000, missing: [(7, 300_000), (9, 300_000)]),
    outcome(
      [
        2: settled(2, .due, 1_500_000, "新认定"), 7: settled(7, .due, 60_000, "30万 的 20%"),
        8: settled(8, .excluded, 0, "就高：国家级小巨人 1500000.00", lostTo: 2),
      ], low: 1_560_000, high: 1_560_000),
    outcome(
      [
        4: settled(4, .due, 1_000_000, "新认定", isSplit: true),
        8: open(8, .upTo, 300_000, "最高 30万，未核定", missing: [9]),
      ], low: 1_000_000, high: 1_300_000, missing: [(9, 300_000)]),
  ]

  private static func outcome(
    _ lines: [Int: LineOutcome], low: Int, high: Int, missing: [(Int, Int)] = []
  ) -> RowOutcome {
    RowOutcome(
      lines: plan.lines.indices.map { lines[$0] ?? settled($0, .notDue, 0, "不符合条件") },
      totalLow: Exact(low), totalHigh: Exact(high),
      missing: missing.map { MissingFact(fact: $0.0, effect: Exact($0.1)) }, notes: [],
      policies: [PolicyStanding(inForce: .yes, applies: .yes)])
  }

  private static func settled(
    _ line: Int, _ state: LineState, _ sum: Int, _ reason: String, isSplit: Bool = false,
    lostTo: Int? = nil
  ) -> LineOutcome {
    let half = Exact(sum / 2)
    return LineOutcome(
      line: line, state: state, low: Exact(sum), high: Exact(sum), lostTo: lostTo, missing: [],
      reason: Explanation(zh: reason, en: reason), instalments: [],
      funding: isSplit ? ["市", "区"].map { Part(label: $0, low: half, high: half) } : [],
      readings: [])
  }

  private static func open(
    _ line: Int, _ state: LineState, _ high: Int, _ reason: String, missing: [Int]
  ) -> LineOutcome {
    let half = Exact(high / 2)
    return LineOutcome(
      line: line, state: state, low: .zero, high: Exact(high), lostTo: nil, missing: missing,
      reason: Explanation(zh: reason, en: reason),
      instalments: ["期初", "期末"].map { Part(label: $0, low: .zero, high: half) },
      funding: ["市", "区"].map { Part(label: $0, low: .zero, high: half) }, readings: [])
  }
}
