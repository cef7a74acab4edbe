import JiliLexer
import JiliTestSupport
import Testing

/// The language as cases: programs with what they give or where they are wrong.
@Suite("conformance") struct ConformanceTests {
  @Test(arguments: ConformanceCase.all)
  func theCaseHolds(_ one: ConformanceCase) throws {
    for failure in try one.failures() { Issue.record("\(one.testDescription)\n  \(failure)") }
  }

  /// Every kind of claim can fail: a runner that believes all would prove nothing.
  @Test(arguments: [
    "> 奖 due 2万", "> 奖 up-to 1万", "> due 2万", "> 2万", "> no", "> unknown", "> 合计 1万 .. 2万",
    "> 待补 奖", "> 未定 奖", "> 提示 奖", "> 无提示 读法", "> 理由 奖 2万", "> 让于 奖 奖", "> 分担 奖 区 1万",
    "> 解释 奖 二", "> 无此奖 due 1万", "> 奖 due 1万\n> 奖 due 1万",
    "~ 2 奖 J4203\n| 企业,额\n| 甲,1\n> 奖 due 1万", "! 1:1 J3301", "example \"\" { expect 奖 = 2万 }",
    "award 奖 = 2万", "? --reading 读法=丙\n> 奖 due 1万", "% 1:1 J3421", "& 奖.amount => 2万",
    ": award 奖 = 1万",
  ])
  func aFalseClaimFails(_ claim: String) throws {
    let rules = """
      == 奖 is 1万
      policy 甲市 { period 2026 .. 2028; overlap stack; funding 市 100% }
      reading 读法 = 甲 or 乙
      field 额 : money
      award 奖 = if 读法 = 甲 then 1万 else 2万; less 额 * 0; cite "一"
      """
    let one = try #require(ConformanceCase.cases(rules + "\n" + claim, at: "false").first)
    #expect(try one.failures() != [])
    let truth = "\n> 奖 due 1万; 合计 1万; 待补; 未定; 提示 读法; 分担 奖 市 1万; 解释 奖 依据 一; yes; 1万; due 1万"
    let more = "\n| 企业,额\n| 甲,1\n% none\n& 额 = 1元 ;; 奖.amount => 1万"
    #expect(try ConformanceCase.cases(rules + more + truth, at: "true")[0].failures() == [])
  }

  @Test(arguments: [
    "- 1万 => 2万", "- 1万 => no", "- 1万 ! 1 J3203", "- 1 ! 2 J3203", "- 1 ! 1 J3201", "- 1 => 1元",
    "- 1万 % 1 J3421", "- 1万 => fmt award 奖 = 2万", "- 1万 => zh award 奖 = 1万", "- 1 => ok",
    "- 1 ! 1 J3203; 2 J3203", "- 无名 + 1 ! 3 J3101", "- 1 ! 1 J3203 万",
  ])
  func aFalseSampleFails(_ sample: String) throws {
    func one(_ sample: String) throws -> ConformanceCase {
      try #require(ConformanceCase.cases("== 一\naward 奖 = ___\n" + sample, at: "").first)
    }
    #expect(try one(sample).failures() != [])
    for truth in ["- 1万 => 1万; yes", "- 1 ! 1 J3203 元", "- 1 ! 1:11 J3203", "- 1万 % none"] {
      #expect(try one(truth).failures() == [], "\(truth)")
    }
  }

  /// A reader that found no files would prove nothing.
  @Test func everyFileHoldsCases() {
    let files = Repository.files(under: "Tests/Conformance", endings: [".cases"])
    #expect(!files.isEmpty)
    #expect(Set(ConformanceCase.all.map(\.path)) == Set(files))
  }
}

/// What the cases reach of the language.
@Suite("what conformance covers") struct ConformanceCoverageTests {
  private static let positive = ConformanceCase.all.filter { !$0.isNegative }
  private static let negative = ConformanceCase.all.filter(\.isNegative)

  /// Enough of both kinds, and of each heading of the reference.
  @Test func everyHeadingHasCases() throws {
    #expect(ConformanceCase.all.count >= 1500)
    #expect(Self.negative.count * 10 >= ConformanceCase.all.count * 4)
    let headings = try Repository.text("docs/language.md").split(separator: "\n")
      .filter { $0.hasPrefix("## ") || $0.hasPrefix("### ") }
      .map { String($0.drop { $0 == "#" }).trimmed }
    #expect(headings.count > 20)
    #expect(Set(ConformanceCase.all.map(\.clause)).subtracting(headings) == [])
    #expect(Set(headings).subtracting(Self.positive.map(\.clause)) == [])
    // These headings collect what stands elsewhere, or speak of what is no mistake.
    let never: Set = [
      "10 少见的写法 · Less common words", "11 排版 · Layout", "12 起草的毛病 · Faults of drafting",
    ]
    #expect(Set(headings).subtracting(Self.negative.map(\.clause)) == never)
  }

  /// Every word in each spelling is used well, and every word is used in a wrong program.
  @Test func everyWordHasCases() {
    let used = Self.words(Self.positive)
    let misused = Self.words(Self.negative)
    for row in Keywords.table {
      let spellings = row.chinese + (row.english.map { [$0] } ?? [])
      for spelling in spellings where !used.contains(spelling) {
        Issue.record("no case uses \(spelling) (\(row.keyword))")
      }
      #expect(!misused.isDisjoint(with: spellings), "no wrong program uses \(row.keyword)")
    }
  }

  private static func words(_ cases: [ConformanceCase]) -> Set<String> {
    var found: Set<String> = []
    for one in cases {
      let questions = one.questions.map { $0 + "\n" }.joined()
      let tokens = lex(Source(name: "", text: one.rulesText + questions))
      for token in tokens.all where token.kind == .word || token.kind == .unit {
        found.insert(tokens.text(token))
      }
    }
    return found
  }

  /// Every error of words, grammar, files, names, types and awards has a case.
  @Test func everyErrorHasACase() throws {
    let page = try Repository.text("docs/errors.md")
    let codes = Set(
      page.matches(of: /\| \[(J[123]\d\d\d)\]\(#j\d+\) \| 错误 \|/).map { String($0.1) })
    let shown = Set(
      Self.negative.flatMap(\.findings).flatMap { $0.matches(of: /J\d+/).map { String($0.0) } })
    // Sizes, encodings and what several files or other commands say.
    let never: Set = [
      "J1001", "J1002", "J1015", "J1016", "J2004", "J2014", "J2019", "J2042", "J3002", "J3005",
      "J3006", "J3011", "J3012", "J3021", "J3022", "J3117", "J3306",
    ]
    #expect(codes.count > 80)
    #expect(codes.subtracting(shown) == never)
  }
}
