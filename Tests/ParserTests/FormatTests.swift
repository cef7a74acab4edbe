import JiliLexer
import JiliTestSupport
import Testing

@testable import JiliParser

/// The one layout of rule files.
@Suite("layout") struct FormatTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let laidOut: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ laidOut: String) {
      self.name = name
      self.text = text
      self.laidOut = laidOut + "\n"
    }
  }

  static let cases: [Case] = [
    Case(
      "blanks and signs",
      "award  甲=１５０万　when 乙>=（１万＋2万）*20％；renewal＝20 %;",
      "award 甲 = １５０万 when 乙 >= (１万 + 2万) * 20%; renewal = 20%;"),
    Case(
      "signs that are no full-width twins stay",
      "define 甲 = 乙 ≥ 1万 且 丙≠3 或 丁÷2 ≤ -3×4",
      "define 甲 = 乙 ≥ 1万 且 丙 ≠ 3 或 丁 ÷ 2 ≤ -3 × 4"),
    Case(
      "lists", "exclusive 甲、乙,丙.renewal\nremove 甲 ,乙\naward 丁 = 1万 when 戊 in[甲 , 乙]",
      "exclusive 甲, 乙, 丙.renewal\nremove 甲, 乙\naward 丁 = 1万 when 戊 in [甲, 乙]"),
    Case(
      "colons",
      """
      field 甲:money;also "a"
      parameter 乙:date in 2026..2027
      award 丙 = 按 甲{1 :1万;否则:2万};cite "三" :"原文"
      """,
      """
      field 甲 : money; also "a"
      parameter 乙 : date in 2026 .. 2027
      award 丙 = 按 甲 { 1: 1万; 否则: 2万 }; cite "三": "原文"
      """),
    Case(
      "units", "title 甲;valid 3年\ntitle 乙;valid 18 个月",
      "title 甲; valid 3年\ntitle 乙; valid 18 个月"),
    Case(
      "one empty line stays, none is made",
      "\u{FEFF}\n\n# 头\r\n\r\n\r\ntitle 甲\r\ntitle 乙\n\n\n\n# 注一\n# 注二\n\ntitle 丙\n\n\n",
      "# 头\n\ntitle 甲\ntitle 乙\n\n# 注一\n# 注二\n\ntitle 丙"),
    Case(
      "a clause to a line where one line is too short",
      "award 国家级小巨人 = 150万 when new; once; cite \"三（一）\": "
        + "\"对新认定的国家级专精特新“小巨人”企业给予150万元奖励，一次性给付，不重复\"",
      """
      award 国家级小巨人 = 150万 when new;
          once;
          cite "三（一）": "对新认定的国家级专精特新“小巨人”企业给予150万元奖励，一次性给付，不重复"
      """),
    Case(
      "conditions of a head that is too long",
      "award 国家级企业技术中心 = 150万, 省级企业技术中心 = 50万 when new and 制造业 except 一次性范围 = 每企业一次 and 技术中心曾获奖",
      """
      award 国家级企业技术中心 = 150万, 省级企业技术中心 = 50万
          when new and 制造业
          except 一次性范围 = 每企业一次 and 技术中心曾获奖
      """),
    Case(
      "exactly 100 columns stay on a line",
      "define 甲 = \(String(repeating: "乙", count: 41)) or 丙\ndefine 甲 = "
        + "\(String(repeating: "乙", count: 41)) or 丙1",
      "define 甲 = \(String(repeating: "乙", count: 41)) or 丙\n"
        + "define 甲 = \(String(repeating: "乙", count: 41))\n    or 丙1"),
    Case(
      "operators begin lines",
      "define 甲 = 国家级企业技术中心.paid > 0元 or 省级企业技术中心.paid > 0元 or 市级企业技术中心.paid > 0元",
      """
      define 甲 = 国家级企业技术中心.paid > 0元 or 省级企业技术中心.paid > 0元
          or 市级企业技术中心.paid > 0元
      """),
    Case(
      "branches below one another",
      "award 甲 = 1万 when new; renewal = if 复评范围 = 仅国家级企业称号 then 0元 else if 复评基数 = 原获奖励 "
        + "then 20% of 原认定奖励额 else 20%",
      """
      award 甲 = 1万 when new;
          renewal = if 复评范围 = 仅国家级企业称号 then 0元
                    else if 复评基数 = 原获奖励 then 20% of 原认定奖励额
                    else 20%
      """),
    Case(
      "tables of short arms fill lines",
      "award 营收首破 = 台州营收 first reaches { 10亿: 30万; 50亿: 100万; 100亿: 300万; 200亿: 500万; "
        + "500亿: 800万 } if 跨档 = 只给最高 then highest else each when 制造业",
      """
      award 营收首破 =
          台州营收 first reaches { 10亿: 30万; 50亿: 100万; 100亿: 300万; 200亿: 500万; 500亿: 800万 }
          if 跨档 = 只给最高 then highest else each
          when 制造业
      """),
    Case(
      "tables of long arms have one to a line",
      "award 分档 = match 投资额 { >= 1亿: 20% of 设备投资额 cap 5000万; in 1000万 .. 9999万: 10% of "
        + "设备投资额; else: 0元 }",
      """
      award 分档 =
          match 投资额 {
              >= 1亿: 20% of 设备投资额 cap 5000万;
              in 1000万 .. 9999万: 10% of 设备投资额;
              else: 0元
          }
      """),
    Case(
      "a policy has an entry to a line",
      "policy 甲{name \"全称\";status draft cite \"题头\" period 2026 .. 2028 applies when 乙"
        + " rounding 元 down}",
      """
      policy 甲 {
          name     "全称";
          status   draft cite "题头"
          period   2026 .. 2028
          applies  when 乙
          rounding 元 down
      }
      """),
    Case(
      "a policy of one entry", "policy 甲 {\n status   draft\n}", "policy 甲 { status draft }"),
    Case(
      "Chinese entries", "政策 甲 { 名称 \"全称\" 有效期 2026 至 2028 }",
      "政策 甲 {\n    名称    \"全称\"\n    有效期  2026 至 2028\n}"),
    Case(
      "a semicolon before the first entry", "policy 甲 { ;status draft }",
      "policy 甲 {; status draft }"),
    Case("an example that says nothing", "example \"e\" {;}", "example \"e\" {; }"),
    Case(
      "a semicolon before the first fact", "example \"e\" { ; 甲 = new }",
      "example \"e\" {; 甲 = new }"),
    Case(
      "an example on one line", "example \"e\" otherwise none {\n甲 = new;\n expect total = 1万 }",
      "example \"e\" otherwise none { 甲 = new; expect total = 1万 }"),
    Case(
      "what is stated, then what is expected",
      "example \"四类称号通过复评\" otherwise none { 国家级单项冠军 = renewed; 国家级小巨人 = renewed; "
        + "省级隐形冠军 = renewed; 省级单项冠军 = renewed; expect 国家级单项冠军.renewal = 60万; expect total ="
        + " 60万 }",
      """
      example "四类称号通过复评" otherwise none {
          国家级单项冠军 = renewed; 国家级小巨人 = renewed; 省级隐形冠军 = renewed;
          省级单项冠军 = renewed;
          expect 国家级单项冠军.renewal = 60万; expect total = 60万
      }
      """),
    Case(
      "a line break that parts entries stays",
      "example \"e\" { 甲 = new\nexpect total = 1万 }",
      "example \"e\" {\n    甲 = new\n    expect total = 1万\n}"),
    Case(
      "comments stay beside and above",
      """
      # 称号
      title 甲    # 甲级   
        # 乙的说明
      title 国家级小巨人 # 国家级
      award 甲 = 1万 # 一万
        when new   # 新认定的
        # 出处
        ; cite "一" # 第一条
      """,
      """
      # 称号
      title 甲  # 甲级
      # 乙的说明
      title 国家级小巨人  # 国家级
      award 甲 = 1万      # 一万
          when new  # 新认定的
          # 出处
          ;
          cite "一"  # 第一条
      """),
    Case(
      "comments of neighbours begin in one column",
      "field 甲 : flag # 一\nfield 乙 : flag; blank = no # 二\n\nfield 丙 : flag # 三",
      "field 甲 : flag              # 一\nfield 乙 : flag; blank = no  # 二\n\nfield 丙 : flag  # 三"),
    Case(
      "comments in blocks",
      "policy 甲 { # 头\n# 名\nname \"a\" # 全称\nstatus draft\n# 尾\n} # 完",
      """
      policy 甲 {  # 头
          # 名
          name     "a"  # 全称
          status   draft
          # 尾
      }  # 完
      """),
    Case(
      "neighbouring fields are a table",
      "field 甲:flag\nfield 营业收入:money # 注\nfield 乙:number\n\nfield 丙:text",
      """
      field 甲       : flag
      field 营业收入 : money  # 注
      field 乙       : number

      field 丙 : text
      """),
    Case(
      "benefits, limits and targets",
      """
      benefit 名额  for 甲 "每年两名"when new;period from 2026
      limit 自筹/投资额  in 30%..50%
      target 甲 ,"乙"=new 75 by 2023
      target 甲={2023:base 200;2024:270 ; 2026:400}
      """,
      """
      benefit 名额 for 甲 "每年两名" when new; period from 2026
      limit 自筹 / 投资额 in 30% .. 50%
      target 甲, "乙" = new 75 by 2023
      target 甲 = { 2023: base 200; 2024: 270; 2026: 400 }
      """),
    Case("nothing", "", "").trimmed, Case("a comment alone", "  # 注  ", "# 注"),
    Case(
      "names keep their marks", "field 「目标」 : 数\naward `合并` = 1万 when 「目标」>3",
      "field 「目标」 : 数\naward `合并` = 1万 when 「目标」 > 3"),
  ]

  @Test(arguments: cases) func isLaidOut(_ example: Case) {
    #expect(laidOut(example.text) == example.laidOut)
    #expect(laidOut(example.laidOut) == example.laidOut)
  }

  @Test(arguments: ["award 甲 = ", "award 甲 = 10块", "甲 = 1", "award 甲 = 1万; cite \"三"])
  func mistakesAreLeftAlone(_ text: String) { #expect(laidOut(text) == nil) }

  /// Every word, name, number, string and comment survives, in its order.
  @Test(arguments: RuleText.all) func nothingIsLost(_ rules: RuleText) throws {
    let tree = parse(Source(name: rules.name, text: rules.text))
    guard let text = formatted(tree) else { return }
    let again = parse(Source(name: rules.name, text: text))
    #expect(words(of: again.tokens) == words(of: tree.tokens))
    #expect(comments(of: again.tokens) == comments(of: tree.tokens))
    #expect(again.statements.map { shape($0) } == tree.statements.map { shape($0) })
    #expect(formatted(again) == text)
    #expect(!text.contains(" \n") && !text.contains("\n\n\n") && !text.contains("\r"))
    #expect(text.isEmpty || text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  /// The policies that come with Jili, and the first one of README, are laid out.
  @Test(arguments: RuleText.policies) func shippedPoliciesAreLaidOut(_ rules: RuleText) {
    let text = laidOut(rules.text) ?? ""
    if text != rules.text { Issue.record("\(rules):\n\(difference(text, rules.text))") }
  }

  /// What the documents show of the layout is laid out; other blocks show what may be written.
  @Test func documentsShowTheLayout() throws {
    let first = try #require(Document("README.md").block("jili 技改.rules"))
    #expect(laidOut(first) == first)
    let last = try #require(Document("docs/language.md").blocks.last { $0.mark == "jili" })
    #expect(last.text.contains("award 技改补助 ="))
    #expect(laidOut(last.text) == last.text)
  }

  /// However blanks and line breaks stood, the layout is the same.
  @Test func layoutDoesNotHangOnLayout() throws {
    let texts = RuleText.all.compactMap { laidOut($0.text) }
    for seed in UInt64(1)...300 {
      var random = SeededRandom(seed: seed)
      let text = random.pick(texts)
      let shaken = Shaken(text, &random)
      #expect(laidOut(shaken.text) == text, "seed \(seed)")
    }
  }

  /// With comments between any two tokens every comment is kept, and stays with its token.
  @Test func commentsStayWhereverTheyStand() throws {
    let texts = RuleText.all.compactMap { laidOut($0.text) }
    for seed in UInt64(1)...300 {
      var random = SeededRandom(seed: seed)
      let shaken = Shaken(random.pick(texts), &random, comments: true)
      let tree = parse(Source(name: "a", text: shaken.text))
      let text = try #require(formatted(tree), "seed \(seed)")
      let again = parse(Source(name: "a", text: text))
      #expect(remarked(again.tokens) == remarked(tree.tokens), "seed \(seed)")
      #expect(formatted(again) == text, "seed \(seed)")
    }
  }

  // MARK: - Means

  private func laidOut(_ text: String) -> String? {
    formatted(parse(Source(name: "a", text: text)))
  }

  private func words(of tokens: Tokens) -> [String] {
    tokens.significant.map { index in
      let token = tokens.all[index]
      return token.kind == .symbol ? foldedSign(tokens.text(token)) : tokens.text(token)
    }
  }

  private func comments(of tokens: Tokens) -> [String] {
    tokens.lexemes().flatMap { $0.above.map(\.text) + [$0.beside].compactMap(\.self) }
  }

  /// Every token with the comments above and beside it.
  private func remarked(_ tokens: Tokens) -> [[String]] {
    tokens.lexemes().map { lexeme in
      lexeme.above.map(\.text) + [foldedSign(lexeme.text), lexeme.beside ?? ""]
    }
  }
}

extension FormatTests.Case {
  /// An empty file stays empty.
  var trimmed: Self {
    var text = laidOut
    while text.hasSuffix("\n") { text.removeLast() }
    return Self(name, self.text, exactly: text)
  }

  private init(_ name: String, _ text: String, exactly laidOut: String) {
    self.name = name
    self.text = text
    self.laidOut = laidOut
  }
}

/// A laid-out text with other blanks between its tokens. Where it has a line of its own, a comment
/// or an empty line, that line stays.
private struct Shaken {
  private(set) var text = ""

  init(_ laidOut: String, _ random: inout SeededRandom, comments: Bool = false) {
    let tokens = lex(Source(name: "a", text: laidOut))
    var isBlankDue = false
    for (index, token) in tokens.all.enumerated() {
      let words = tokens.text(token)
      switch token.kind {
      case .blank:
        let besideComment = tokens.all[max(0, index - 1)].kind == .comment
        let beforeComment = tokens.all[min(tokens.all.count - 1, index + 1)].kind == .comment
        let isKept = words.contains("\n\n") || besideComment || beforeComment || comments
        text += isKept ? words : random.pick([" ", "\n", "\t \n ", "　"])
        isBlankDue = false
      case .comment: text += words
      case .end: text += random.pick(["", "\n", "\n\n"])
      default:
        if isBlankDue, token.kind != .unit { text += random.pick(["", " ", "\n"]) }
        text += words
        if comments, random.once(in: 6) {
          text += random.pick([" # 旁注 \(index)\n", "\n# 上注 \(index)\n"])
        }
        isBlankDue = !comments
      }
    }
  }
}
