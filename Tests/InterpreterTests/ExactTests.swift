import Jili
import JiliLexer
import Testing

/// Exact numbers, ranges and days at their ends: right, or an error, never something else.
@Suite("exact numbers") struct ExactTests {
  private static let most = Int128.max

  private static func fraction(_ numerator: Int128, _ denominator: Int128) -> Exact {
    Exact(numerator, over: denominator) ?? .zero
  }

  @Test func theLeastNumberIsNone() {
    let (lowest, one) = (Self.fraction(-Self.most, 1), Exact.one)
    #expect(lowest.subtracting(one) == nil)
    #expect(lowest.adding(one.negated) == nil)
    #expect(lowest.adding(one)?.negated == Self.fraction(Self.most - 1, 1))
    #expect(Exact(digits: .min, timesTenTo: 0) == nil)
    #expect(Exact(.min, over: 1) == nil)
    #expect(Exact(1, over: .min) == nil)
    #expect(Exact(1, over: 0) == nil)
    #expect(Self.fraction(1 << 64, 1).multiplied(by: Self.fraction(-(1 << 63), 1)) == nil)
  }

  @Test func whatDoesNotFitIsRefused() {
    let most = Self.fraction(Self.most, 1)
    #expect(most.adding(.one) == nil)
    #expect(most.adding(.zero) == most)
    #expect(most.multiplied(by: Exact(2)) == nil)
    #expect(most.divided(by: Self.fraction(1, 2)) == nil)
    #expect(most.divided(by: .zero) == nil)
    #expect(most.divided(by: Exact(2)) == Self.fraction(Self.most, 2))
    #expect(Self.fraction(1, Self.most).divided(by: Exact(2)) == nil)
    #expect(Exact(digits: 2, timesTenTo: 37) == nil)
    #expect(Exact(digits: 155, timesTenTo: 3) == Exact(155_000))
    #expect(Exact(digits: 155, timesTenTo: -3) == Self.fraction(31, 200))
  }

  /// 1/4 元 and 1/100 元 have 分 in common: 2^120 元 stand beside both.
  @Test func sumsNeedNoMoreThanTheirCommonParts() {
    let much = Self.fraction((1 << 120) * 4 + 1, 4)
    #expect(much.adding(.fen) == Self.fraction((1 << 120) * 100 + 26, 100))
    // In lowest terms, though more than 64 bits are divided.
    #expect(much.adding(.fen)?.denominator == 50)
    #expect(much.subtracting(.fen) == Self.fraction((1 << 120) * 100 + 24, 100))
    #expect(Self.fraction(1, 6).adding(Self.fraction(1, 10)) == Self.fraction(4, 15))
  }

  @Test(arguments: [
    (1, 200, 100, false, 1), (1, 200, 100, true, 0), (99, 20_000, 100, false, 0),
    (101, 20_000, 100, true, 0), (3, 200, 100, false, 2), (299, 20_000, 100, false, 1),
    (149, 100, 1, false, 1), (3, 2, 1, false, 2), (199, 100, 1, true, 1), (7, 3, 1, false, 2),
    (8, 3, 1, false, 3), (5, 1, 100, false, 500),
  ])
  func halfGoesUp(
    _ numerator: Int, _ denominator: Int, _ parts: Int, _ down: Bool, _ units: Int
  ) {
    let unit = Self.fraction(1, Int128(parts))
    let number = Self.fraction(Int128(numerator), Int128(denominator))
    #expect(number.rounded(to: unit, down: down) == Self.fraction(Int128(units), Int128(parts)))
  }

  /// Differences may be below 0: half goes away from it, and down means towards it.
  @Test func whatIsBelowNothingRoundsAlike() {
    func units(_ numerator: Int128, _ denominator: Int128, down: Bool) -> Exact? {
      Self.fraction(numerator, denominator).rounded(to: .fen, down: down)
    }
    #expect(units(-3, 200, down: false) == Self.fraction(-2, 100))
    #expect(units(-299, 20_000, down: false) == Self.fraction(-1, 100))
    #expect(units(-3, 200, down: true) == Self.fraction(-1, 100))
    #expect(units(-1, 300, down: false) == .zero)
    // Its half is no whole 分, and a hundredfold of it has no room.
    #expect(units(Self.most, 2, down: false) == nil)
  }

  @Test func tensOfThousandsRoundToo() {
    let unit = Exact(10_000)
    #expect(Exact(15_000).rounded(to: unit, down: false) == Exact(20_000))
    #expect(Exact(14_999).rounded(to: unit, down: false) == Exact(10_000))
    #expect(Exact(19_999).rounded(to: unit, down: true) == Exact(10_000))
    #expect(Self.fraction(149_999_999, 10_000).rounded(to: unit, down: false) == Exact(10_000))
    #expect(Exact(10_000).rounded(to: unit, down: false) == Exact(10_000))
  }

  @Test func comparisonsNeedNoCommonParts() {
    let one = Self.fraction(Self.most, Self.most - 1)
    let two = Self.fraction(Self.most - 1, Self.most - 2)
    #expect(one < two && !(two < one))
    #expect(Self.fraction(-1, 3) < Self.fraction(-1, 4))
    #expect(!(Exact(2) < Exact(2)) && Exact(2) < Self.fraction(5, 2))
  }

  @Test(arguments: [
    (0, 1, "0.00"), (5, 100, "0.05"), (-5, 100, "-0.05"), (1, 4, "0.25"), (3, 2, "1.50"),
    (-299, 100, "-2.99"), (1_500_000, 1, "1500000.00"), (1, 10, "0.10"), (1, 25, "0.04"),
  ])
  func sumsHaveTwoDecimals(_ numerator: Int, _ denominator: Int, _ text: String) {
    #expect(Self.fraction(Int128(numerator), Int128(denominator)).yuanText == text)
  }

  // MARK: - Ranges

  private static func range(_ low: Int?, _ high: Int?) -> Bounds {
    Bounds(low: low.map { Exact($0) }, high: high.map { Exact($0) })
  }

  @Test func productsOfOpenRanges() {
    let three = Self.range(nil, 3)
    #expect(three.multiplied(by: Self.range(-2, -1)) == Self.range(-6, nil))
    #expect(Self.range(-2, -1).multiplied(by: three) == Self.range(-6, nil))
    #expect(three.multiplied(by: Self.range(1, 2)) == Self.range(nil, 6))
    #expect(Self.range(3, nil).multiplied(by: Self.range(-2, -1)) == Self.range(nil, -3))
    #expect(Self.range(3, nil).multiplied(by: Self.range(1, 2)) == Self.range(3, nil))
    #expect(Self.range(3, nil).multiplied(by: Self.range(-1, 1)) == Self.range(nil, nil))
    #expect(Self.range(nil, nil).multiplied(by: Self.range(0, 0)) == Self.range(0, 0))
    #expect(three.multiplied(by: three) == Self.range(nil, nil))
  }

  // MARK: - Days

  /// The last day of 400 years, the first of the next, and days before 1970.
  @Test(arguments: [
    (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (1970, 1, 1, 0), (1969, 12, 31, -1),
    (2400, 2, 29, 157_113), (1600, 2, 29, -135_081), (2026, 12, 31, 20_818),
    // Year 0 is a leap year and 60 days of it lie before March, when eras begin.
    (0, 3, 1, -719_468), (-1, 12, 31, -719_529), (-400, 3, 1, -865_565),
    (-400, 2, 29, -865_566),
  ])
  func daysAreCounted(_ year: Int, _ month: Int, _ day: Int, _ number: Int) {
    #expect(dayNumber(year: year, month: month, day: day) == number)
    let date = civilDate(number)
    #expect((date.year, date.month, date.day) == (year, month, day))
  }

  @Test func monthsAreCountedAcrossTheYearNought() {
    let day = dayNumber(year: 0, month: 3, day: 31)
    let earlier = Days(first: day, last: nil).adding(months: -4)
    #expect(earlier == Days(first: dayNumber(year: -1, month: 11, day: 30), last: nil))
    #expect(Days(first: day, last: day).adding(months: -1).text == "0000-02-29")
  }

  @Test func whatIsNoDate() {
    #expect(DateText(year: 2026, month: nil, day: 5) == nil)
    #expect(DateText(year: 2026, month: 13) == nil)
    #expect(DateText(year: 2026, month: 2, day: 29) == nil)
    #expect(DateText("20265-01") == nil)
    #expect(DateText("2026-1-2-3") == nil)
    #expect(DateText("") == nil)
    #expect(DateText("２０２６-5") == DateText(year: 2026, month: 5))
  }

  @Test func daysAreWrittenAsExactlyAsTheyAreKnown() {
    func text(_ first: Int?, _ last: Int?) -> String? { Days(first: first, last: last).text }
    let january = dayNumber(year: 2026, month: 1, day: 1)
    #expect(text(january, january) == "2026-01-01")
    #expect(text(january, january + 30) == "2026-01")
    #expect(text(january + 31, january + 58) == "2026-02")
    #expect(text(january, january + 364) == "2026")
    #expect(text(january, january + 58) == nil)
    #expect(text(january + 31, january + 364) == nil)
    #expect(text(january + 1, january + 30) == nil)
    #expect(text(january, january + 395) == nil)
    #expect(text(nil, january) == nil)
    #expect(Days(first: 5, last: 5).isExact && !Days(first: 5, last: 6).isExact)
    #expect(!Days.unknown.isExact && !Days(first: nil, last: 5).isExact)
  }

  /// One half of nothing, all of something, and halves of a 分 go up; no share is more than all.
  @Test func sharesOfSums() {
    let third = Self.fraction(1, 3)
    #expect(Exact(1).part(third) == Self.fraction(33, 100))
    #expect(Exact(2).part(third) == Self.fraction(67, 100))
    #expect(Exact.fen.part(Self.fraction(1, 2)) == .fen)
    #expect(Exact.fen.part(Self.fraction(49, 100)) == .zero)
    #expect(Self.fraction(199, 100).part(.one) == Self.fraction(199, 100))
    #expect(Exact.zero.part(third) == .zero)
    // The largest sum in 分, of which a share of 15 digits would leave 128 bits as a product.
    let most = Self.fraction(Self.most, 100)
    #expect(most.part(.one) == most)
    #expect(most.part(Self.fraction(1, 1_000_000)) == Self.fraction(Self.most / 1_000_000, 100))
    #expect(most.part(Self.fraction(2, 1)) == nil)
    #expect(most.part(Self.fraction(-1, 2)) == nil)
    #expect(most.negated.part(.one) == nil)
    #expect(Self.fraction(Self.most, 1).part(third) == nil)
    // Where sums are not rounded, their shares are.
    #expect(Self.fraction(1, 3).part(Self.fraction(1, 2)) == Self.fraction(17, 100))
    #expect(Self.fraction(Self.most / 100 - 1, 1).hasRoomForFen)
    #expect(!Self.fraction(Self.most / 100 + 1, 1).hasRoomForFen)
    #expect(third.hasRoomForFen && Exact.zero.hasRoomForFen)
    #expect(third.inFen == nil)
    #expect(Self.fraction(Self.most / 100 + 1, 1).inFen == nil)
    #expect(Self.fraction(Self.most / 100, 1).inFen == Self.most / 100 * 100)
  }

  /// Either end of a sum, of a rounded number, and the inverse of what has no end.
  @Test func rangesAtTheirEnds() {
    let (most, one) = (Self.fraction(Self.most, 1), Exact.one)
    #expect(Bounds(most).adding(Bounds(one)) == nil)
    #expect(Bounds(low: .zero, high: most).adding(Bounds(one)) == nil)
    #expect(
      Bounds(low: nil, high: one).adding(Bounds(one)) == Bounds(low: nil, high: Exact(2)))
    let half = Self.fraction(Self.most, 2)
    #expect(Bounds(half).rounded(to: .fen, down: false) == nil)
    #expect(Bounds(low: .zero, high: half).rounded(to: .fen, down: false) == nil)
    let third = Self.fraction(1, 3)
    #expect(
      Bounds(low: nil, high: third).rounded(to: .fen, down: true)
        == Bounds(low: nil, high: Self.fraction(33, 100)))
    #expect(
      Bounds(low: third, high: nil).rounded(to: .fen, down: true)
        == Bounds(low: Self.fraction(33, 100), high: nil))
    #expect(
      Bounds(one).divided(by: Bounds(low: Exact(2), high: nil))
        == Bounds(low: .zero, high: Self.fraction(1, 2)))
    #expect(
      Bounds(one).divided(by: Bounds(low: nil, high: Exact(-2)))
        == Bounds(low: Self.fraction(-1, 2), high: .zero))
  }

  // MARK: - Sums of several lines and rows

  private static let three = """
    field 投资额 : money
    field 甲数 : number
    award 甲 = 投资额 * 甲数 * 甲数 + 0.01元
    award 乙 = 投资额 * 甲数 * 甲数 + 0.01元
    """

  /// Each award fits, their total does not.
  @Test func theTotalOfARowIsRefused() throws {
    let policy = try Policy(source: Self.three, named: "试.rules")
    do {
      _ = try policy.evaluate(["投资额": "10000亿", "甲数": "1000000000000"])
      Issue.record("no error")
    } catch {
      #expect(error.problems.map(\.code) == ["J4299"])
      #expect(error.problems.map(\.chinese) == ["计算 `合计` 时数值超出范围"])
    }
    let less = try policy.evaluate(["投资额": "5000亿", "甲数": "1000000000000"])
    #expect(less.total.low == "1" + String(repeating: "0", count: 36) + ".02")
  }

  /// What is possible at most does not fit, though what is certain does.
  @Test func theHighEndOfARowIsRefused() throws {
    let policy = try Policy(
      source: Self.three.replacing("= 投资额", with: "= up to 投资额"), named: "试.rules")
    #expect(throws: PolicyError.self) {
      try policy.evaluate(["投资额": "10000亿", "甲数": "1000000000000"])
    }
    let open = try policy.evaluate(["投资额": "10000亿"])
    #expect((open.total.low, open.total.high) == ("0.00", nil))
  }

  private func outcomes(_ rules: String, _ cells: String) throws -> [RowOutcome] {
    let plan = try #require(compile(Array(rules.utf8), named: "试.rules") { _ in nil }.plan)
    var options = InputOptions()
    options.key = "企业名称"
    options.date = DateText("2026").map { Days($0) }
    let file = InputFile(name: "企业.csv", bytes: Array(cells.utf8))
    let read = try ingest([file], plan: plan, options: options)
    return run(plan, read.rows.map(\.row))
  }

  /// 10^36 元 and a 分 in each of three rows, more than 2^127 分 in all: the ceiling of 1.5 × 10^36
  /// lets one and a half of them through, as far as it is known to be there.
  @Test(arguments: [false, true], ["cap CEILING per year", ""])
  func ceilingsHoldWhatDoesNotFit(_ isOpen: Bool, _ clause: String) throws {
    let known = "投资额 * 甲数 * 乙数"
    let ceiling = isOpen ? "(if 待定 then 封 else \(known))" : known
    let rules = """
      field 投资额 : money
      field 甲数 : number
      field 乙数 : number
      field 次序 : number
      field 待定 : flag
      field 封 : money; blank = none
      award 甲 = 投资额 * 甲数 * 甲数 + 0.01元 when 次序 > 0; \(clause)
      award 乙 = 1元 when 次序 = 0
      \(clause.isEmpty ? "together 甲, 乙; cap CEILING per year" : "")
      """
    let rows = (1...3).map { "甲,1000000000000,1000000000000,1500000000000,,\($0)\n" }
    let found = try outcomes(
      rules.replacing("CEILING", with: ceiling), "企业名称,投资额,甲数,乙数,封,次序\n" + rows.joined())
    let whole = "1" + String(repeating: "0", count: 36) + ".01"
    let low = [whole, "4" + String(repeating: "9", count: 35) + ".99", "0.00"]
    #expect(found.map(\.lines[0].low.yuanText) == low)
    #expect(
      found.map(\.lines[0].high?.yuanText) == (isOpen ? [whole, whole, whole] : low))
    #expect(found.allSatisfy { $0.overflow == nil })
  }

  /// Sums and ceilings are counted in 分: 10^37 元 are too many of them.
  @Test(arguments: [
    ("award 甲 = 投资额 * 甲数 * 乙数", "甲"), ("award 甲 = 最高 投资额 * 甲数 * 乙数", "甲"),
    ("award 甲 = 1元; cap 投资额 * 甲数 * 乙数 per year", "甲"),
    ("award 乙 = 1元 award 甲 = 2元 together 甲, 乙; cap 投资额 * 甲数 * 乙数 / 3 per year", "甲"),
    ("award 甲 = 1元; cap 投资额 * 甲数 * 乙数 * 10 / 3 per year", "甲"),
  ])
  func whatHasNoRoomForItsFenIsRefused(_ award: String, _ name: String) throws {
    let rules = "field 投资额 : money\nfield 甲数 : number\nfield 乙数 : number\n" + award
    let cells = "企业名称,投资额,甲数,乙数\n甲,1000000000000,1000000000000,10000000000000\n"
    #expect(try outcomes(rules, cells)[0].overflow == name)
  }

  /// One company at a time: half a 分 goes up, and taking off less than nothing takes nothing.
  @Test func oneCompanyIsExactToo() throws {
    let rules = """
      field 额 : money
      award 半 = 50% of 额
      award 余 = 10万; less 额
      """
    let prepared = try Policy(source: rules, named: "试.rules").prepared(on: "2026")
    let evaluator = prepared.evaluator()
    let fact = try #require(prepared.fact("额"))
    try evaluator.set(fact, fen: 1)
    _ = try evaluator.evaluate()
    #expect((evaluator.low(of: 0), evaluator.low(of: 1)) == (1, 9_999_999))
    try evaluator.set(fact, fen: -500)
    _ = try evaluator.evaluate()
    #expect((evaluator.low(of: 0), evaluator.low(of: 1)) == (0, 10_000_000))
  }

  /// What overflows is named: an award, a benefit or a limit.
  @Test(arguments: [
    ("award 甲 = 投资额 * 甲数 * 乙数", "甲"), ("benefit 优 \"辅导\" when 投资额 * 甲数 * 乙数 > 1元", "优"),
    ("limit 投资额 * 甲数 * 乙数 <= 1元", "投资额 * 甲数 * 乙数"),
  ])
  func whatOverflowsIsNamed(_ rule: String, _ name: String) throws {
    let rules = "field 投资额 : money\nfield 甲数 : number\nfield 乙数 : number\naward 乙 = 1元\n"
    let cells = "企业名称,投资额,甲数,乙数\n甲,100000000000000,100000000000000,100000000000000\n"
    #expect(try outcomes(rules + rule, cells)[0].overflow == name)
  }

  /// What two awards of one policy pay for a title together is held against another policy's sum.
  @Test func policiesThatDoNotFitAreRefused() throws {
    let sum = "投资额 * 甲数 * 甲数 + 0.01元"
    let rules = """
      field 投资额 : money
      field 甲数 : number
      title 小巨人
      award 甲 for 小巨人 = \(sum) when new
      award 乙 for 小巨人 = \(sum) when new
      """
    let cities = try Cities(
      "policy 甲市 { overlap none }\n" + rules,
      "policy 乙市 { overlap none }\naward 小巨人 = 1万 when new")
    func overflow(_ sum: String) throws -> String? {
      try cities.outcome(["投资额": sum, "甲数": "1000000000000", "小巨人": "新认定"]).overflow
    }
    #expect(try overflow("10000亿") == "甲市.乙")
    #expect(try overflow("5000亿") == nil)
  }

  /// Who is highest hangs on a sum of the company's rows that does not fit.
  @Test func rivalsThatDoNotFitAreRefused() throws {
    let rules = """
      field 投资额 : money
      field 甲数 : number
      field 乙数 : number
      award 甲 = 投资额 * 甲数 * 甲数 + 0.01元
      award 乙 = 投资额 * 甲数 * 乙数
      exclusive 甲, 乙
      """
    let cells = """
      企业名称,投资额,甲数,乙数
      甲,1000000000000,1000000000000,0
      甲,1000000000000,1000000000000,1500000000000

      """
    #expect(try outcomes(rules, cells)[0].overflow == "甲")
  }
}
