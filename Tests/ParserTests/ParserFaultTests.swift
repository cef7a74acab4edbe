import JiliLexer
import JiliParser
import JiliTestSupport
import Testing

@Suite("goldens of the parser")
struct ParserGoldenTests {
  @Test(arguments: Golden.cases("parser"))
  func findings(_ golden: Golden) throws { try golden.expect { parse($0).diagnostics } }

  /// Every code of the catalogue stands in a golden or is proven below.
  @Test func everyCodeHasACase() throws {
    let catalogue = try Repository.text("Sources/Parser/ParseDiagnostics.swift")
    let codes = Set(catalogue.matches(of: /"(J20\d\d)"/).map { String($0.1) })
    // The last is for questions, which no file holds.
    var proven: Set<String> = ["J2004", "J2014", "J2019", "J2042"]
    for golden in Golden.cases("parser") {
      let text = try Repository.text(golden.path)
      proven.formUnion(text.matches(of: /error [^ ]+ (J20\d\d):/).map { String($0.1) })
    }
    #expect(codes == proven)
  }
}

@Suite("names and reserved words")
struct NameTests {
  /// Contextual words may be names of anything.
  @Test(arguments: [
    "名称", "状态", "日期", "金额", "无", "有效期", "复评", "首次", "有效", "年度", "合计", "来源",
    "核定", "每年", "按期", "其他", "上年", "通过复评", "name", "date", "year", "total", "new", "none", "at",
    "by", "up", "no",
  ])
  func contextualWordsAreNames(_ word: String) {
    let text = """
      field \(word) : money
      define \(word)一 = \(word) > 5万
      award \(word) = \(word) cap 3万 when \(word) > 5万 and 甲 = \(word)
      exclusive \(word), 甲; reading 乙 = \(word) or 丙
      example "e" { \(word) = 3万; expect \(word) = 1万 }
      """
    #expect(codes(text) == [])
    #expect(tree(text).statements.count == 6)
  }

  @Test(
    arguments: Keywords.table.filter(\.isReserved).flatMap {
      $0.chinese + ($0.english.map { [$0] } ?? [])
    })
  func reservedWordsAreRefused(_ word: String) throws {
    for text in ["title \(word)", "field 甲 : one of 乙, \(word)", "reading 甲 = 乙 or \(word)"] {
      let found = tree(text + "; cite \"一\"\ntitle 后")
      #expect(found.diagnostics.map(\.code) == ["J2003"])
      #expect(found.diagnostics.first?.fixes.first?.replacement == "「\(word)」")
      #expect(found.statements.count == 1)
    }
    for text in ["title `\(word)`", "title 「\(word)」", "field 甲 : one of 乙, 「\(word)」"] {
      #expect(codes(text) == [])
    }
  }

  @Test(arguments: [
    ("\"a\"", "a"), ("“a”", "a"), ("\"“小巨人”\"", "“小巨人”"), ("“\"a\"”", "\"a\""),
    ("＂a＂", "a"), ("\"\u{301}a\"", "\u{301}a"), ("\"\"", ""), ("\" # ; \"", " # ; "),
  ])
  func stringsKeepTheirWords(_ text: String, _ inner: String) throws {
    let tree = tree("omit \(text) because \"甲\"")
    #expect(tree.diagnostics.map(\.code) == [])
    guard case .omit(let words, _)? = tree.statements.first?.kind else {
      Issue.record("no statement")
      return
    }
    #expect(words.text.unicodeScalars.elementsEqual(inner.unicodeScalars))
  }

  @Test func quotedNamesMayHoldAnything() {
    let text = "award 「5G 融合（示范）」 = 1万 when `new` = 是; exclusive 「a b」.renewal, `奖励`"
    #expect(codes(text) == [])
    #expect(shapes(text)[0].contains("name:5G 融合（示范）"))
    // A name in backticks is never a keyword.
    #expect(shapes(text)[0].contains("(equal new <yes>)"))
  }
}

@Suite("recovery")
struct RecoveryTests {
  @Test func severalMistakesGiveSeveralFindings() {
    let text = """
      policy 甲 { nmae "x"; status 草稿; period 2025 .. 2026 }
      field 乙 : mony
      award 丙 = 1万 whn new; renewl = 3; once
      define 丁 = 1 +
      award 戊 = 2万
      """
    let found = tree(text)
    #expect(
      found.diagnostics.map(\.code) == ["J2006", "J2001", "J2001", "J2006", "J2006", "J2015"])
    #expect(found.statements.count == 3)
    #expect(found.unreadNames.isSuperset(of: ["乙", "丁"]))
  }

  @Test(arguments: [
    ("award 甲 =", true), ("award 甲 = 1万 when", true), ("policy 甲 {", true),
    ("policy 甲 { name \"a\"", true), ("award 甲 = if 乙 then 1万", true), ("reading 甲", true),
    ("example \"e\" { 甲 = 1", true), ("award 甲 = match 乙 { 1: 2万;", true), ("award 甲 = (1万", true),
    ("field 甲 :", true), ("award 甲 = 1万,", true), ("define 甲 = 乙 and", true),
    ("award 甲 = 乙 first reaches { 1亿: 3万", true), ("together 甲, 乙", true), ("use", true),
    ("award 甲 = 1万 when new;", false), ("award 甲 = 1万", false), ("", false), ("# 注", false),
    ("award 甲 = 1万 whn", false), ("amard", true), ("reading 甲 = 奖励", false),
    ("target 甲", true), ("目标 甲 = 3 到", true), ("target 甲 = {", true), ("target 甲 = 3", false),
    ("award = 1万", false), ("title 甲 }", false),
  ])
  func knowsWhetherMoreIsNeeded(_ text: String, _ isIncomplete: Bool) {
    #expect(tree(text).isIncomplete == isIncomplete)
    #expect(tree(text + "\n # 注\n").isIncomplete == isIncomplete)
  }

  @Test func expressionsAreAskedWhole() {
    func ask(_ text: String) -> (String?, [String]) {
      let found = parseExpression(Source(name: "t", text: text))
      return (found.expression.map(sketch), found.diagnostics.map(\.code))
    }
    #expect(ask("20% of 甲 cap 3万") == ("(cap (of 20% 甲) 3e4元)", []))
    #expect(ask("甲 > 3 and 乙") == ("(and (greater 甲 3) 乙)", []))
    #expect(ask("甲 不超过 3").1 == ["J2009"])
    #expect(ask("甲 乙").1 == ["J2001"])
    #expect(ask("").1 == ["J2002"])
  }
}

@Suite("limits of the parser")
struct ParserLimitTests {
  /// Deep texts of every kind, one level below the limit, at it and far above it.
  static let towers: [(name: String, make: @Sendable (Int) -> String)] = [
    (
      "parentheses",
      { String(repeating: "(", count: $0) + "1万" + String(repeating: ")", count: $0) }
    ),
    ("minus", { String(repeating: "-", count: $0) + "1万" }),
    ("not", { "if " + String(repeating: "not ", count: $0) + "甲 then 1万 else 2万" }),
    ("if", { String(repeating: "if 甲 then 1万 else ", count: $0) + "1万" }),
    (
      "match",
      { String(repeating: "match 甲 { 1: ", count: $0) + "1万" + String(repeating: " }", count: $0) }
    ),
    ("plus", { String(repeating: "1万 + ", count: $0) + "1万" }),
    ("and", { "if 甲" + String(repeating: " and 乙", count: $0) + " then 1万 else 2万" }),
    ("of", { String(repeating: "1% of ", count: $0) + "1万" }),
    ("cap", { "1万" + String(repeating: " cap 1万", count: $0) }),
    (
      "up to",
      { String(repeating: "(up to ", count: $0) + "1万" + String(repeating: ")", count: $0) }
    ),
    ("last year", { "营收" + String(repeating: " last year", count: $0) }),
  ]

  @Test(arguments: towers.indices)
  func depthIsBounded(_ index: Int) {
    let tower = Self.towers[index]
    #expect(codes("award 奖 = " + tower.make(20)) == [], "\(tower.name)")
    // Each kind of level counts once, twice or three times.
    #expect(codes("award 奖 = " + tower.make(60)) == [], "\(tower.name)")
    for depth in [Limits.depth + 1, 3000, 20_000] {
      let found = codes("award 奖 = " + tower.make(depth) + "\ntitle 后 甲")
      #expect(found == ["J2004", "J2006"], "\(tower.name) \(depth)")
    }
  }

  @Test func depthIsExact() {
    let below = String(repeating: "1万 + ", count: Limits.depth - 1)
    #expect(codes("award 奖 = \(below)1万") == [])
    #expect(codes("award 奖 = \(below)1万 + 1万") == ["J2004"])
  }

  @Test func statementsAreBounded() {
    let one = "title 甲\n"
    let full = tree(String(repeating: one, count: Limits.statements))
    #expect(full.statements.count == Limits.statements)
    #expect(full.diagnostics.isEmpty)
    #expect(codes(String(repeating: one, count: Limits.statements + 1)) == ["J2014"])
    // Awards of one statement, and what cannot be read.
    func awards(_ count: Int) -> String {
      "award " + (0..<count).map { "奖\($0) = 1万" }.joined(separator: ", ") + "\n"
    }
    #expect(codes(awards(Limits.statements) + one) == ["J2014"])
    #expect(codes(awards(Limits.statements - 1) + one) == [])
    let garbage = codes(String(repeating: "甲 乙\n", count: 20 * Limits.statements))
    #expect(garbage.count <= Limits.statements + 1)
    // An award of which nothing could be read is one as well.
    let half = String(repeating: one, count: Limits.statements / 2)
    let wrong = String(repeating: "award 奖 == 1万\n", count: 900)
    #expect(codes(half + wrong + half).last == "J2014")
  }

  @Test func faultsAreBounded() {
    let most = Limits.grammarDiagnostics
    let wrong = "award 奖 == 1万\n"
    #expect(codes(String(repeating: wrong, count: most - 1)).count == most - 1)
    for text in [
      String(repeating: wrong, count: 20 * most),
      "award 奖 = 1万" + String(repeating: "; 丙 = 丁", count: 20 * most),
      "award 奖 = " + String(repeating: "==\n award ", count: 20 * most),
    ] {
      let found = tree(text)
      #expect(found.isCutShort)
      #expect(found.diagnostics.count == most + 1)
      #expect(found.diagnostics.filter { $0.code == "J2019" }.count == 1)
    }
  }
}
