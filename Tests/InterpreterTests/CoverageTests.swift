import Jili
import JiliLexer
import Testing

@Suite("coverage of a policy text")
struct CoverageTests {
  /// The coverage of rules over a text.
  static func found(_ rules: String, _ text: String, name: String = "某办法") throws -> Coverage {
    let head = "policy 甲 { name \"\(name)\" source \"甲.txt\" }\n"
    let compiled = compile(Array((head + rules).utf8), named: "甲.rules") { path in
      path == "甲.txt" ? Array(text.utf8) : nil
    }
    #expect(compiled.diagnostics.filter { $0.severity == .error }.map(\.message.zh) == [])
    return try #require(coverage(compiled.policies[0]))
  }

  /// `150万元 covered`: the numbers with their states.
  static func states(_ coverage: Coverage) -> [String] {
    coverage.texts.flatMap { text in
      text.numbers.map { "\(text.text.text($0.figure.range)) \($0.state.rawValue)" }
    }
  }

  static let text = """
    一、奖励
    1.对甲给予150万元奖励，对乙给予30万元奖励。
    2.到2028年培育100家。
    """

  @Test func eachNumberHasOneState() throws {
    let found = try Self.found(
      """
      award 甲 = 150万 when new; cite "一": "对甲给予150万元奖励"
      omit "到2028年" because "年份"
      """, Self.text)
    #expect(
      Self.states(found) == [
        "1 named", "150万元 covered", "30万元 missing", "2 named", "2028年 omitted", "100家 missing",
      ])
    #expect(found.missing == 2)
    let missing = try #require(found.texts[0].numbers.first { $0.state == .missing })
    let place = found.texts[0].text.place(of: missing.figure.range.lowerBound)
    #expect(place.line == 2 && place.column == 19)
  }

  @Test func clausesPolicyEntriesAndTheNameQuoteToo() throws {
    let found = try Self.found(
      """
      award 甲 = 150万 when new; renewal = 20% cite "一": "复评给予20%";
          cite "一": "新认定给予150万元"
      target 甲 = 100 by 2028; cite "二": "到2028年100家"
      reading 口径 = 一 or 二; cite "三": "3项"
      """, "甲方案（2026-2028年）\n新认定给予150万元，复评给予20%。到2028年100家。3项。",
      name: "甲方案（2026-2028年）")
    #expect(found.missing == 0)
    #expect(Self.states(found).allSatisfy { $0.hasSuffix("covered") })
  }

  @Test func aNumberMustLieWhollyWithinTheWords() throws {
    let found = try Self.found("omit \"给予15\" because \"半个数\"", "给予150万元。")
    #expect(Self.states(found) == ["150万元 missing"])
  }

  @Test func wordsStandForTheirFirstPlaceOnly() throws {
    let text = "甲给予10万元。乙给予10万元。"
    #expect(
      Self.states(try Self.found("omit \"给予10万元\" because \"甲\"", text)) == [
        "10万元 omitted", "10万元 missing",
      ])
    #expect(
      Self.states(try Self.found("omit \"乙给予10万元\" because \"乙\"", text)) == [
        "10万元 missing", "10万元 omitted",
      ])
    // The first place that cuts no number.
    #expect(
      Self.states(try Self.found("omit \"2家\" because \"乙\"", "甲12家，乙2家")) == [
        "12家 missing", "2家 omitted",
      ])
  }

  @Test func aCiteGoesBeforeAnOmission() throws {
    let found = try Self.found(
      "omit \"甲给予10万元\" because \"重复\"\naward 甲 = 10万 when new; cite \"一\": \"给予10万元\"",
      "甲给予10万元。")
    #expect(Self.states(found) == ["10万元 covered"])
    #expect(found.texts[0].numbers[0].passages.count == 1)
  }

  @Test func whatADraftRemovesCoversNothing() throws {
    let base = """
      policy 甲 { source "甲.txt" }
      award 甲 = 10万 when new; cite "一": "甲给予10万元"
      award 乙 = 20万 when new; cite "一": "乙给予20万元"
      """
    let draft = "amends \"甲.rules\"\nremove 乙\naward 甲 = 15万 when new"
    let compiled = compile(Array(draft.utf8), named: "稿.rules") { path in
      path == "甲.rules" ? Array(base.utf8) : Array("甲给予10万元，乙给予20万元。".utf8)
    }
    #expect(
      Self.states(try #require(coverage(compiled.policies[0]))) == ["10万元 covered", "20万元 missing"])
  }

  @Test func promisesWithoutRuleOrNumber() throws {
    let text = """
      三、政策奖励
      （一）企业认定奖励。对甲予以优先支持；对乙给予奖励。对丙给予倾斜，
      对丁给予10万元奖励。加强组织领导。
      各类补助资金
      """
    let found = try Self.found("benefit 乙 \"奖励\"; cite \"三\": \"对乙给予奖励\"", text)
    let promises = found.texts[0].promises.map { found.texts[0].text.text($0) }
    #expect(promises == ["对甲予以优先支持"])
  }

  @Test func withoutATextThereIsNothingToCover() {
    let compiled = compile(Array("award 甲 = 1万".utf8), named: "甲.rules") { _ in nil }
    #expect(coverage(compiled.policies[0]) == nil)
  }

  @Test(arguments: ClauseTests.files)
  func shippedPoliciesMissNothing(_ file: String) throws {
    let compiled = try compileShipped(file)
    let found = try #require(coverage(compiled.policies[0]))
    #expect(found.missing == 0)
    #expect(found.promises == 0)
    #expect(found.texts[0].count(.covered) > 10)
    #expect(!compiled.diagnostics.contains { $0.code == "J3010" })
    // Each quote and each omission stands somewhere in the text.
    let placed = Set(found.texts.flatMap { $0.passages.map(\.rule) })
    let unplaced = found.rules.indices.filter { !placed.contains($0) }
    #expect(unplaced.allSatisfy { found.rules[$0].label.zh == "政策 名称" })
  }

  // MARK: - Reports

  @Test func tableNamesThePlaceAndTheSentence() throws {
    let found = try Self.found("omit \"到2028年\" because \"年份\"", Self.text)
    #expect(
      found.report(.table, language: .zh) == """
        甲.txt：6 个数，有规则 0，写明不计 1，编号和名称 2，缺 3
        没有规则、也没有写明不计的数：3 个
          甲.txt:2:7  150万元
              1.对甲给予150万元奖励，对乙给予30万元奖励
          甲.txt:2:19  30万元
              1.对甲给予150万元奖励，对乙给予30万元奖励
          甲.txt:3:11  100家
              2.到2028年培育100家

        """)
    #expect(found.report(.table, language: .en).hasPrefix("甲.txt: 6 numbers, covered 0, "))
  }

  @Test func csvHasOneRowANumber() throws {
    let found = try Self.found(
      "award 甲 = 150万 when new; cite \"一\": \"对甲给予150万元奖励\"\nomit \"到2028年\" because \"年份\"",
      Self.text)
    let lines = found.report(.csv, language: .zh).split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[0] == "原文,行,列,数,种类,状态,条款,规则,说明,句子")
    #expect(
      lines[2]
        == "甲.txt,2,7,150万元,money,covered,一,奖励 甲（甲.rules:2）,,1.对甲给予150万元奖励，对乙给予30万元奖励")
    #expect(lines[4] == "甲.txt,3,1,2,number,named,,,条目编号,2.到2028年培育100家")
    #expect(lines[5] == "甲.txt,3,4,2028年,date,omitted,,不计（甲.rules:3）,年份,2.到2028年培育100家")
  }

  @Test func thePageEscapesEverything() throws {
    let found = try Self.found(
      "award 甲 = 10万 when new; cite \"<i>\": \"<script>alert()</script>给予10万元\"",
      "<script>alert()</script>给予10万元 & \u{202E}\"20万元'\n", name: "</title><b>")
    let page = found.page(language: .zh)
    for wrong in ["<script", "<i>", "</title><b>", "\u{202E}", "src=", "http"] {
      #expect(!page.contains(wrong), "\(wrong)")
    }
    #expect(page.contains("&lt;script&gt;alert()&lt;/script&gt;给予<b>10万元</b></a> &amp; "))
    #expect(page.contains("&quot;<mark class=\"missing\" id=\"m1\">20万元</mark>&#39;"))
    #expect(page.contains("href=\"#m1\""))
  }

  /// Passages that lie over each other are cut where one begins or ends; each link has its card.
  @Test func everyLinkLeadsSomewhere() throws {
    for file in ClauseTests.files {
      let page = try #require(coverage(try compileShipped(file).policies[0])).page(language: .en)
      let ids = Set(page.matches(of: #/ id="([cpm]\d+)"/#).map { String($0.1) })
      let links = Set(page.matches(of: ##/href="#([cpm]\d+)"/##).map { String($0.1) })
      #expect(!links.isEmpty)
      #expect(links.subtracting(ids).sorted() == [])
      #expect(ids.count == page.matches(of: #/ id="[cpm]\d+"/#).count)
      #expect(page.matches(of: #/<a /#).count == page.matches(of: #/</a>/#).count)
    }
  }
}
