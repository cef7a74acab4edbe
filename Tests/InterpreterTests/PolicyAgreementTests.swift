import Jili
import JiliLexer
import Testing

@Suite("several policies agree on what they read") struct PolicyAgreementTests {
  struct Case: CustomTestStringConvertible {
    let first: String
    let second: String
    /// What differs, in both languages; nil where they agree.
    let difference: (zh: String, en: String)?
    var testDescription: String { first + " / " + second }
  }

  @Test(arguments: [
    Case(
      first: "field 规模 : money", second: "field 规模 : number",
      difference: ("一处是金额，一处是数", "money in one, a number in the other")),
    Case(
      first: "field 规模 : money", second: "title 规模",
      difference: ("一处是金额，一处是称号", "money in one, a title in the other")),
    Case(
      first: "field 规模 : percent", second: "field 规模 : date",
      difference: ("一处是比例，一处是日期", "a percent in one, a date in the other")),
    Case(
      first: "field 规模 : flag", second: "field 规模 : text",
      difference: ("一处是是否，一处是文字", "a flag in one, a text in the other")),
    Case(
      first: "field 规模 : one of 大, 小", second: "field 规模 : percent",
      difference: ("一处是取值，一处是比例", "one of several values in one, a percent in the other")),
    Case(
      first: "field 规模 : one of 大, 小; other = 小",
      second: "field 规模 : one of 大, 小; other = 大",
      difference: ("列外的值不同", "what stands for other values differs")),
    Case(
      first: "field 规模 : one of 大, 小; other = 小",
      second: "field 规模 : one of 小, 大; other = 小", difference: nil),
    Case(
      first: "field 规模 : money", second: "field 规模 : money by year",
      difference: ("一处逐年，一处不逐年", "only one of them is by year")),
    Case(
      first: "field 规模 : one of 大, 小", second: "field 规模 : one of 大, 中",
      difference: ("取值不同", "their values differ")),
    Case(
      first: "field 规模 : one of 大, 小; other = 小", second: "field 规模 : one of 大, 小",
      difference: ("列外的值不同", "what stands for other values differs")),
    Case(
      first: "field 规模 : flag", second: "field 规模 : flag; blank = no",
      difference: ("空白的含义不同", "an empty cell means different things")),
    Case(
      first: "field 规模 : number in 0 .. 9", second: "field 规模 : number in 0 .. 10",
      difference: ("范围不同", "their bounds differ")),
    Case(
      first: "title 规模; valid 3 years", second: "title 规模",
      difference: ("有效的年限不同", "one is valid longer than the other")),
    // The order of values, and spellings of headers, are each policy's own.
    Case(
      first: "field 规模 : one of 大, 小; blank = 小",
      second: "field 规模 : one of 小, 大; blank = 小; also \"企业规模\"", difference: nil),
    Case(
      first: "field 规模 : money by year", second: "field 规模 : money by year; peak \"历年最高\"",
      difference: nil),
    // Parameters, readings and definitions are no facts of a company.
    Case(
      first: "parameter 规模 : money in 1万 .. 2万", second: "parameter 规模 : percent in 0% .. 1%",
      difference: nil),
    Case(
      first: "reading 规模 = 大 or 小", second: "reading 规模 = 高 or 低", difference: nil),
  ])
  func factsOfOneNameAreOneFact(_ given: Case) throws {
    let compiled = compile(
      Cities.files([
        "policy 甲市 {}\n\(given.first)\naward 奖 = 1万",
        "policy 乙市 {}\n\(given.second)\naward 奖 = 1万",
      ]))
    guard let (zh, en) = given.difference else {
      #expect(compiled.diagnostics.map(\.code) == [])
      #expect(compiled.plan != nil)
      return
    }
    #expect(compiled.plan == nil)
    let finding = try #require(compiled.disagreements.first)
    #expect(compiled.diagnostics.count == 1)
    #expect(finding.code == "J3022")
    #expect(finding.message.zh == "`规模` 在几份政策里不一致：\(zh)")
    #expect(finding.message.en == "`规模` is not the same in all policies: \(en)")
    // Both places are shown, each in its own file.
    let words = render(finding, sources: compiled.sources, language: .zh)
    #expect(words.contains("乙市.rules:2:"))
    #expect(words.contains("甲市.rules:2:"))
  }

  /// A title that nothing declares takes over what another policy declares of it.
  @Test func anImpliedTitleIsTheDeclaredOne() throws {
    let implied = "policy 乙市 {}\naward 小巨人 = 100万 when new or held"
    let declared = """
      policy 甲市 {}
      title 小巨人; also "国家小巨人"; valid 3 years
      award 小巨人 = 150万 when new
      """
    for texts in [[implied, declared], [declared, implied]] {
      let compiled = compile(Cities.files(texts))
      #expect(compiled.diagnostics.map(\.code) == [])
      let plan = try #require(compiled.plan)
      var options = InputOptions()
      options.date = Days(year: 2026)
      // Recognised in 2020 and valid for three years: over in 2026.
      let row = try readCompany(
        ["国家小巨人": "2020-05-01"], layout: RowLayout(plan), options: options)
      #expect(run(plan, [row])[0].totalHigh == .zero)
    }
  }

  @Test func aThirdPolicyIsHeldAgainstTheDeclaration() throws {
    let compiled = compile(
      Cities.files([
        "policy 甲市 {}\naward 小巨人 = 1万 when new",
        "policy 乙市 {}\ntitle 小巨人; valid 3 years\naward 小巨人 = 1万 when new",
        "policy 丙市 {}\ntitle 小巨人; valid 5 years\naward 小巨人 = 1万 when new",
      ]))
    #expect(compiled.disagreements.map(\.code) == ["J3022"])
    let words = render(compiled.disagreements, sources: compiled.sources, language: .zh)
    #expect(words.contains("丙市.rules:2:7"))
    #expect(words.contains("乙市.rules:2:7: 另一份在这里"))
  }

  @Test func eachPolicyHasItsOwnName() throws {
    let compiled = compile(
      Cities.files(["policy 甲市 {}\naward 奖 = 1万", "policy 甲市 {}\naward 赏 = 1万"]))
    let finding = try #require(compiled.disagreements.first)
    #expect(finding.code == "J3021")
    #expect(finding.message.zh == "两份政策都叫 `甲市`，不能一起计算")
    #expect(finding.message.en == "two policies are called `甲市` and cannot be one run")
    let words = render(finding, sources: compiled.sources, language: .en)
    #expect(words.contains("乙市.rules:1:8"))
    #expect(words.contains("甲市.rules:1:8: the first is here"))
    #expect(compiled.plan == nil)
  }

  /// Two names for what is perhaps one title would let both policies pay for it.
  @Test func aTitleOfTwoNamesIsAWarning() throws {
    let long = "policy 甲市 {}\ntitle 国家级小巨人; also \"小巨人\"\naward 国家级小巨人 = 1万 when new"
    let short = "policy 乙市 {}\naward 小巨人 = 1万 when new"
    for texts in [[long, short], [short, long]] {
      let compiled = compile(Cities.files(texts))
      #expect(compiled.diagnostics.map(\.code) == ["J3023"])
      #expect(compiled.plan != nil)
      let finding = try #require(compiled.diagnostics.first)
      #expect(
        finding.message.zh
          == "`小巨人` 在这里是 `国家级小巨人` 的又称，在另一份政策里自成一个称号，`重叠` 不把它们当作同一件事")
      #expect(
        finding.message.en
          == "`小巨人` is another spelling of `国家级小巨人` here and a title of its own in another "
          + "policy; `overlap` takes them for two")
      let words = render(finding, sources: compiled.sources, language: .zh)
      #expect(words.contains(":2:7\n"))
      #expect(words.contains(":2:7: 另一个在这里\n"))
      #expect(words.contains("= 是同一个称号的，几份政策用同一个名称\n"))
    }
    // One policy with both titles means two.
    let both = "policy 丙市 {}\ntitle 国家级小巨人; also \"小巨人\"\ntitle 小巨人\naward 小巨人 = 1万 when new"
    #expect(compile(Cities.files([both, short])).diagnostics.map(\.code) == [])
  }

  /// A mistake in one file is that file's; whether policies agree is asked where each is sound.
  @Test func mistakesStandInTheirOwnFiles() throws {
    let compiled = compile(
      Cities.files(["policy 甲市 {}\naward 奖 = 1万 when 规模", "policy 乙市 {}\naward 奖 = 1万 when 规摸"]))
    #expect(compiled.policies.map { $0.diagnostics.map(\.code) } == [["J3101"], ["J3101"]])
    let words = render(compiled.diagnostics, sources: compiled.sources, language: .zh)
    #expect(words.contains("甲市.rules:2:"))
    #expect(words.contains("乙市.rules:2:"))
  }

  /// What two policies use is read for each, and numbered behind the files before.
  @Test func aVocabularyMayBeShared() throws {
    let read: ReadFile = { path in
      path == "共用.rules" ? Array("field 投资额 : money\ntitle 小巨人".utf8) : nil
    }
    let files = ["甲市", "乙市"].map { name in
      let text = "use \"共用.rules\"\npolicy \(name) {}\naward 技改 = 10% of 投资额"
      return RuleFile(name: name + ".rules", bytes: Array(text.utf8), read: read)
    }
    let compiled = compile(files)
    #expect(compiled.diagnostics.map(\.code) == [])
    #expect(compiled.sources.map(\.name) == ["甲市.rules", "共用.rules", "乙市.rules", "共用.rules"])
    let plan = try #require(compiled.plan)
    #expect(plan.facts.count { $0.name == "投资额" } == 1)
    #expect(plan.lines.map(\.amountText) == ["10% of 投资额", "10% of 投资额"])
  }

  /// `A` of one policy is not `A` of the other, whatever they read.
  @Test func awardsStayWithTheirPolicy() throws {
    let cities = try Cities(
      """
      policy 甲市 { rounding 万元 down }
      field 规模 : one of 大, 小
      award 奖 = 15000元 when 规模 = 大
      award 赏 = 奖.amount + 1万
      exclusive 奖, 赏
      """,
      """
      policy 乙市 {}
      field 规模 : one of 小, 大
      award 赏 = match 规模 { 小: 3万; 大: 5万 }
      award 奖 = 2万 when 赏.due
      together 奖, 赏; cap 6万 per year
      """)
    #expect(
      cities.lines(try cities.outcome(["规模": "大"])) == [
        "甲市.奖 excluded 0.00", "甲市.赏 due 20000.00", "乙市.赏 due 40000.00", "乙市.奖 due 20000.00",
      ])
    #expect(
      cities.lines(try cities.outcome(["规模": "小"])) == [
        "甲市.赏 due 10000.00", "乙市.赏 due 30000.00", "乙市.奖 due 20000.00",
      ])
  }
}
