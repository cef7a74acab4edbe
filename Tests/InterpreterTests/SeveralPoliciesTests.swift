import Jili
import JiliLexer
import Testing

/// Rules of made-up cities, each one policy, computed together.
struct Cities {
  let plan: Plan

  /// Each text is the rule file of one city: 甲市, 乙市, 丙市.
  init(_ texts: String...) throws {
    let compiled = compile(Self.files(texts))
    let errors = compiled.diagnostics.filter { $0.severity == .error }
    #expect(errors.map { "\($0.code) \($0.message.zh)" } == [])
    plan = try #require(compiled.plan)
  }

  static func files(_ texts: [String]) -> [RuleFile] {
    zip(["甲市", "乙市", "丙市"], texts).map { name, text in
      RuleFile(name: name + ".rules", bytes: Array(text.utf8)) { _ in nil }
    }
  }

  func row(_ facts: [String: String], set: [String: String] = [:]) throws -> Row {
    var options = InputOptions()
    options.date = Days(year: 2026)
    options.settings = set.sorted { $0.key < $1.key }.map { Setting(name: $0.key, value: $0.value) }
    return try readCompany(facts, layout: RowLayout(plan), options: options)
  }

  func outcome(
    _ facts: [String: String], set: [String: String] = [:]
  ) throws -> RowOutcome {
    run(plan, [try row(facts, set: set)])[0]
  }

  /// Every line that comes to something or lost it: `甲市.小巨人 due 1500000.00`.
  func lines(_ outcome: RowOutcome) -> [String] {
    outcome.lines.filter { $0.state != .notDue }.map { line in
      let high = line.high.map { $0 == line.low ? "" : " .. " + $0.yuanText } ?? " .."
      return "\(plan.lineName(line.line, .zh)) \(line.state.rawValue) \(line.low.yuanText)\(high)"
    }
  }

  func reason(_ outcome: RowOutcome, _ name: String) -> String? {
    outcome.lines.first { plan.lineName($0.line, .zh) == name }?.reason.zh
  }
}

/// A policy that pays one sum for a new 小巨人.
private func city(_ name: String, _ sum: String, _ overlap: String, _ more: String = "") -> String {
  "policy \(name) { \(overlap.isEmpty ? "" : "overlap \(overlap)") }\n"
    + "title 小巨人\naward 小巨人 = \(sum) when new; renewal = 20%\n" + more
}

@Suite("several policies") struct SeveralPoliciesTests {
  struct Case: CustomTestStringConvertible {
    let cities: [(sum: String, overlap: String)]
    let paid: [String]
    var testDescription: String { cities.map { $0.sum + " " + $0.overlap }.joined(separator: ", ") }
  }

  /// The highest stands first; each further one follows its own rule, whatever the first one's is.
  @Test(arguments: [
    Case(cities: [("150万", "top-up"), ("100万", "top-up")], paid: ["1500000.00", "0.00"]),
    Case(cities: [("150万", "top-up"), ("100万", "none")], paid: ["1500000.00", "0.00"]),
    Case(cities: [("150万", "top-up"), ("100万", "stack")], paid: ["1500000.00", "1000000.00"]),
    Case(cities: [("150万", "none"), ("100万", "stack")], paid: ["1500000.00", "1000000.00"]),
    Case(cities: [("150万", "stack"), ("100万", "top-up")], paid: ["1500000.00", "0.00"]),
    Case(cities: [("150万", "stack"), ("100万", "none")], paid: ["1500000.00", "0.00"]),
    // A policy that says nothing of others pays whatever they pay.
    Case(cities: [("150万", ""), ("100万", "")], paid: ["1500000.00", "1000000.00"]),
    Case(cities: [("150万", "none"), ("100万", "")], paid: ["1500000.00", "1000000.00"]),
    Case(cities: [("100万", "top-up"), ("150万", "none")], paid: ["0.00", "1500000.00"]),
    Case(cities: [("100万", "stack"), ("150万", "top-up")], paid: ["1000000.00", "1500000.00"]),
    // Equal: the policy named first.
    Case(cities: [("100万", "top-up"), ("100万", "none")], paid: ["1000000.00", "0.00"]),
    Case(cities: [("100万", "none"), ("100万", "top-up")], paid: ["1000000.00", "0.00"]),
    Case(
      cities: [("80万", "stack"), ("150万", "none"), ("100万", "top-up")],
      paid: ["800000.00", "1500000.00", "0.00"]),
    // What stands above may be paid by a policy that stacks.
    Case(
      cities: [("80万", "top-up"), ("100万", "none"), ("150万", "stack")],
      paid: ["0.00", "0.00", "1500000.00"]),
    Case(
      cities: [("0元", "top-up"), ("100万", "none")], paid: ["0.00", "1000000.00"]),
  ])
  func theHighestPays(_ given: Case) throws {
    let names = ["甲市", "乙市", "丙市"]
    let texts = zip(names, given.cities).map { city($0, $1.sum, $1.overlap) }
    let compiled = compile(Cities.files(texts))
    let plan = try #require(compiled.plan)
    var options = InputOptions()
    options.date = Days(year: 2026)
    let row = try readCompany(["小巨人": "新认定"], layout: RowLayout(plan), options: options)
    let outcome = run(plan, [row])[0]
    #expect(
      outcome.lines.filter { !plan.lines[$0.line].isRenewal }.map(\.low.yuanText) == given.paid)
    #expect(outcome.totalHigh == outcome.totalLow)
  }

  @Test func theLoserNamesTheWinner() throws {
    let cities = try Cities(
      city("甲市", "150万", "top-up"), city("乙市", "100万", "top-up"), city("丙市", "80万", "none"))
    let outcome = try cities.outcome(["小巨人": "新认定"])
    #expect(
      cities.lines(outcome) == [
        "甲市.小巨人 due 1500000.00", "乙市.小巨人 excluded 0.00", "丙市.小巨人 excluded 0.00",
      ])
    #expect(cities.reason(outcome, "乙市.小巨人") == "补差：甲市.小巨人 1500000.00")
    #expect(cities.reason(outcome, "丙市.小巨人") == "不重复：甲市.小巨人 1500000.00")
    #expect(outcome.lines[2].lostTo == 0)
    #expect(outcome.notes == [])
  }

  @Test func equalSumsAreSaid() throws {
    let cities = try Cities(city("甲市", "100万", "none"), city("乙市", "100万", "none"))
    #expect(
      try cities.outcome(["小巨人": "新认定"]).notes.map(\.zh)
        == ["甲市.小巨人 与 乙市.小巨人 金额相同，按先列的计"])
  }

  /// Recognition and renewal are two matters; here 甲市 is first in one, 乙市 in the other.
  @Test func renewalsMeetRenewals() throws {
    let second = "policy 乙市 { overlap none }\naward 小巨人 = 100万 when new; renewal = 40%"
    let cities = try Cities(city("甲市", "150万", "top-up"), second)
    #expect(
      cities.lines(try cities.outcome(["小巨人": "复评"])) == [
        "甲市.小巨人.复评 excluded 0.00", "乙市.小巨人.复评 due 400000.00",
      ])
    #expect(
      cities.lines(try cities.outcome(["小巨人": "新认定"])) == [
        "甲市.小巨人 due 1500000.00", "乙市.小巨人 excluded 0.00",
      ])
  }

  /// The awards of a policy for one title stand together: 80万 and 50万 are more than 100万.
  @Test func aPolicyStandsWithAllItsLinesOfATitle() throws {
    let first = """
      policy 甲市 { overlap none }
      award 小巨人 = 80万 when new or relocated
      award 迁入 for 小巨人 = 50万 when relocated
      """
    let second = "policy 乙市 { overlap top-up }\naward 小巨人 = 100万 when new or relocated"
    let cities = try Cities(first, second)
    #expect(
      cities.lines(try cities.outcome(["小巨人": "新引进"])) == [
        "甲市.小巨人 due 800000.00", "甲市.迁入 due 500000.00", "乙市.小巨人 excluded 0.00",
      ])
    #expect(
      cities.lines(try cities.outcome(["小巨人": "新认定"])) == [
        "甲市.小巨人 excluded 0.00", "乙市.小巨人 due 1000000.00",
      ])
  }

  @Test func awardsWithoutATitleDoNotMeet() throws {
    let award = "field 投资额 : money\naward 技改 = 10% of 投资额"
    let cities = try Cities(
      "policy 甲市 { overlap none }\n" + award, "policy 乙市 { overlap top-up }\n" + award)
    #expect(
      cities.lines(try cities.outcome(["投资额": "100万"])) == [
        "甲市.技改 due 100000.00", "乙市.技改 due 100000.00",
      ])
  }

  // MARK: - Ranges

  /// 100万 is certain whoever stands first, and counted once.
  @Test func anOpenSumLeavesOpenWhoPays() throws {
    let cities = try Cities(city("甲市", "up to 150万", "top-up"), city("乙市", "100万", "top-up"))
    let open = try cities.outcome(["小巨人": "新认定"])
    #expect(
      cities.lines(open) == [
        "甲市.小巨人 undetermined 0.00 .. 1500000.00", "乙市.小巨人 undetermined 1000000.00",
      ])
    #expect(cities.reason(open, "乙市.小巨人") == "就高未定")
    #expect(open.totalLow.yuanText == "1000000.00")
    #expect(open.totalHigh?.yuanText == "1500000.00")
    #expect(open.missing.map { cities.plan.factName($0.fact) } == ["甲市.小巨人.核定"])
    #expect(open.missing.map { $0.effect?.yuanText } == ["500000.00"])
    #expect(
      cities.lines(try cities.outcome(["小巨人": "新认定", "甲市.小巨人.核定": "120万"])) == [
        "甲市.小巨人 due 1200000.00", "乙市.小巨人 excluded 0.00",
      ])
    #expect(
      cities.lines(try cities.outcome(["小巨人": "新认定", "甲市.小巨人.核定": "80万"])) == [
        "甲市.小巨人 excluded 0.00", "乙市.小巨人 due 1000000.00",
      ])
  }

  /// What stacks is paid whoever stands first: both high ends may come.
  @Test func whatStacksIsPaidBesides() throws {
    let cities = try Cities(city("甲市", "up to 150万", "top-up"), city("乙市", "100万", "stack"))
    let open = try cities.outcome(["小巨人": "新认定"])
    #expect(
      cities.lines(open) == [
        "甲市.小巨人 undetermined 0.00 .. 1500000.00", "乙市.小巨人 due 1000000.00",
      ])
    #expect(open.totalLow.yuanText == "1000000.00")
    #expect(open.totalHigh?.yuanText == "2500000.00")
  }

  /// A range that begins where the other sum stands: certain for the policy named first only.
  @Test func theEdgeOfARange() throws {
    let range = city("甲市", "100万 .. 200万", "top-up")
    let fixed = city("乙市", "100万", "none")
    let first = try Cities(range, fixed)
    #expect(
      first.lines(try first.outcome(["小巨人": "新认定"])) == [
        "甲市.小巨人 up-to 1000000.00 .. 2000000.00", "乙市.小巨人 excluded 0.00",
      ])
    let second = try Cities(fixed, range)
    let open = try second.outcome(["小巨人": "新认定"])
    #expect(
      second.lines(open) == [
        "乙市.小巨人 undetermined 1000000.00", "甲市.小巨人 undetermined 0.00 .. 2000000.00",
      ])
    #expect(open.totalLow.yuanText == "1000000.00")
    #expect(open.totalHigh?.yuanText == "2000000.00")
  }

  @Test func anAwardWithoutASumMayBeHigher() throws {
    let cities = try Cities(city("甲市", "unspecified", "none"), city("乙市", "100万", "top-up"))
    let open = try cities.outcome(["小巨人": "新认定"])
    #expect(
      cities.lines(open) == [
        "甲市.小巨人 undetermined 0.00 ..", "乙市.小巨人 undetermined 1000000.00",
      ])
    #expect(open.totalLow.yuanText == "1000000.00")
    #expect(open.totalHigh?.yuanText == "1000000.00")
  }

  /// The title feeds both: whatever its status, no more than 150万 comes of it.
  @Test func anUnknownTitleIsTriedStatusByStatus() throws {
    let cities = try Cities(city("甲市", "150万", "none"), city("乙市", "100万", "none"))
    let open = try cities.outcome([:])
    #expect(open.totalLow == .zero)
    #expect(open.totalHigh?.yuanText == "1500000.00")
  }

  /// Whether 乙市 stacks hangs on a fact: it pays 100万 or nothing.
  @Test func theRuleMayHangOnAFact() throws {
    let cities = try Cities(
      city("甲市", "150万", "none"),
      city("乙市", "100万", "if 园区 then stack else top-up", "field 园区 : flag"))
    let open = try cities.outcome(["小巨人": "新认定"])
    #expect(
      cities.lines(open) == [
        "甲市.小巨人 due 1500000.00", "乙市.小巨人 undetermined 0.00 .. 1000000.00",
      ])
    #expect(open.missing.map { cities.plan.factName($0.fact) } == ["园区"])
    #expect(open.totalHigh?.yuanText == "2500000.00")
    #expect(try cities.outcome(["小巨人": "新认定", "园区": "是"]).totalLow.yuanText == "2500000.00")
    #expect(try cities.outcome(["小巨人": "新认定", "园区": "否"]).totalLow.yuanText == "1500000.00")
  }

  // MARK: - Records and readings

  /// 100万 came from somewhere else: 甲市 tops up to its 150万, 乙市 stands below it all the same.
  @Test func whatIsOnRecordComesOffAfterwards() throws {
    let cities = try Cities(city("甲市", "150万", "top-up"), city("乙市", "100万", "top-up"))
    #expect(
      cities.lines(try cities.outcome(["小巨人": "新认定", "甲市.小巨人.已得": "100万"])) == [
        "甲市.小巨人 due 500000.00", "乙市.小巨人 excluded 0.00",
      ])
  }

  @Test func readingsStayWithTheirPolicy() throws {
    let reading = "reading 口径 = 叠加 or 补差"
    let rule = "if 口径 = 叠加 then stack else top-up"
    let cities = try Cities(
      city("甲市", "150万", rule, reading), city("乙市", "100万", rule, reading))
    let outcome = try cities.outcome(["小巨人": "新认定"])
    #expect(outcome.totalLow.yuanText == "2500000.00")
    // 甲市 stands first, so that only the reading of 乙市 changes anything.
    #expect(outcome.notes.map(\.zh) == ["若 乙市.口径 = 补差，合计 150万"])
    let plan = cities.plan
    #expect(try plan.choices([Setting(name: "口径", value: "补差")]) == [1, 1])
    #expect(try plan.choices([Setting(name: "乙市.口径", value: "补差")]) == [0, 1])
    #expect(throws: InputRefusal.self) {
      try plan.choices([Setting(name: "丙市.口径", value: "补差")])
    }
  }

  /// A row of its own for each policy: a title pays once a company-year, in whichever row.
  @Test func policiesMeetOverTheCompanyYear() throws {
    let second = """
      policy 乙市 { overlap none }
      field 项目 : flag
      award 小巨人 = 100万 when new and 项目
      """
    let cities = try Cities(city("甲市", "150万", "top-up"), second)
    let csv = "企业编号,小巨人,项目\n1,新认定,否\n1,新认定,是\n2,,是\n"
    var options = InputOptions()
    options.date = Days(year: 2026)
    options.key = "企业编号"
    let file = InputFile(name: "公司.csv", bytes: Array(csv.utf8))
    let done = try runBatch(cities.plan, [file], input: options, run: RunOptions())
    #expect(done.outcomes.map(\.totalLow.yuanText) == ["1500000.00", "0.00", "0.00"])
    #expect(cities.lines(done.outcomes[1]) == ["乙市.小巨人 excluded 0.00"])
  }
}
