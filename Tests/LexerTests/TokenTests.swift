import JiliLexer
import JiliTestSupport
import Testing

/// Kinds and texts of the tokens that the grammar sees, the end left out.
func shapes(_ text: String) -> [String] {
  let tokens = lex(Source(name: "t", text: text))
  return tokens.significant.dropLast().map { index in
    let token = tokens.all[index]
    let symbol = token.symbol == .noSymbol ? "" : ":\(token.symbol)"
    return "\(token.kind)\(symbol) \(tokens.text(token))"
  }
}

func codes(_ text: String) -> [String] {
  lex(Source(name: "t", text: text)).diagnostics.map(\.code)
}

@Suite("tokens")
struct TokenTests {
  @Test(arguments: [
    (
      "award 国家级小巨人 = 150万",
      ["word award", "word 国家级小巨人", "symbol:equal =", "number 150", "unit 万"]
    ),
    ("overlap top-up", ["word overlap", "word top-up"]),
    ("ｔｏｐ－ｕｐ", ["word ｔｏｐ－ｕｐ"]),
    ("top-upper", ["word top", "symbol:minus -", "word upper"]),
    ("top-up_2", ["word top", "symbol:minus -", "word up_2"]),
    ("stop-up", ["word stop", "symbol:minus -", "word up"]),
    ("top -up", ["word top", "symbol:minus -", "word up"]),
    ("设备-软件", ["word 设备", "symbol:minus -", "word 软件"]),
    ("当国家级小巨人为新认定", ["word 当国家级小巨人为新认定"]),
    ("A1级 〇号 々", ["word A1级", "word 〇号", "word 々"]),
    ("创新型企业.核定", ["word 创新型企业", "symbol:dot .", "word 核定"]),
    ("创新型企业．核定", ["word 创新型企业", "symbol:dot ．", "word 核定"]),
  ])
  func words(_ text: String, _ expected: [String]) { #expect(shapes(text) == expected) }

  @Test(arguments: [
    ("1.7亿元", ["number 1.7", "unit 亿元"]),
    ("１５０．５万", ["number １５０．５", "unit 万"]),
    ("3 年", ["number 3", "word 年"]),
    ("3个月", ["number 3", "unit 个月"]),
    ("2years", ["number 2", "unit years"]),
    ("20%", ["number 20", "symbol:percentSign %"]),
    ("２０％", ["number ２０", "symbol:percentSign ％"]),
    ("5‰", ["number 5", "symbol:permilleSign ‰"]),
    ("1..5", ["number 1", "symbol:range ..", "number 5"]),
    ("１．．５", ["number １", "symbol:range ．．", "number ５"]),
    ("5. 6", ["number 5", "symbol:dot .", "number 6"]),
    ("2026年", ["number 2026", "unit 年"]),
    ("2026-2028", ["number 2026", "symbol:minus -", "number 2028"]),
  ])
  func numbers(_ text: String, _ expected: [String]) { #expect(shapes(text) == expected) }

  @Test(arguments: [
    ("2026-05-01", ["date 2026-05-01"]),
    ("2026-05", ["date 2026-05"]),
    ("２０２６－０５－０１", ["date ２０２６－０５－０１"]),
    ("2026年5月1日起", ["date 2026年5月1日", "word 起"]),
    ("2026年12月", ["date 2026年12月"]),
    ("2026-01-01..2028-12-31", ["date 2026-01-01", "symbol:range ..", "date 2028-12-31"]),
    ("12026-05", ["number 12026", "symbol:minus -", "number 05"]),
  ])
  func dates(_ text: String, _ expected: [String]) {
    #expect(shapes(text) == expected)
    #expect(codes(text).isEmpty)
  }

  @Test(arguments: [
    ("\"“小巨人”企业\"", ["string \"“小巨人”企业\""]),
    ("“称\"号\"”", ["string “称\"号\"”"]),
    ("＂甲＂", ["string ＂甲＂"]),
    ("\"a\"\"b\"", ["string \"a\"", "string \"b\""]),
    ("\"# 不是注释\" # 注释", ["string \"# 不是注释\""]),
    ("`if`「就 高」｀当｀", ["quotedName `if`", "quotedName 「就 高」", "quotedName ｀当｀"]),
    ("甲＃注释\r乙", ["word 甲", "word 乙"]),
  ])
  func quotesAndComments(_ text: String, _ expected: [String]) {
    #expect(shapes(text) == expected)
    #expect(codes(text).isEmpty)
  }

  /// Each full-width or Chinese sign means what its twin means.
  @Test(arguments: [
    ("；", Symbol.semicolon), ("，", .comma), ("、", .comma), ("：", .colon), ("（", .parenOpen),
    ("）", .parenClose), ("｛", .braceOpen), ("｝", .braceClose), ("［", .bracketOpen),
    ("］", .bracketClose), ("＝", .equal), ("％", .percentSign), ("＞", .greaterThan), ("＜", .lessThan),
    ("＋", .plus), ("－", .minus), ("＊", .times), ("×", .times), ("／", .divide), ("÷", .divide),
    ("≥", .greaterEqual), ("≧", .greaterEqual), ("≤", .lessEqual), ("≦", .lessEqual),
    ("≠", .notEqual), ("！＝", .notEqual), ("!=", .notEqual), ("＞＝", .greaterEqual),
    (">＝", .greaterEqual), ("＜=", .lessEqual), ("．", .dot), ("．.", .range), ("..", .range),
    ("‰", .permilleSign),
  ])
  func twins(_ sign: String, _ symbol: Symbol) {
    let tokens = lex(Source(name: "t", text: sign))
    #expect(tokens.all.map(\.symbol) == [symbol, .noSymbol])
    #expect(tokens.diagnostics.isEmpty)
  }

  @Test func fullWidthLineReadsAsItsTwin() {
    let wide = lex(Source(name: "t", text: "ａｗａｒｄ　甲＝１５０万　ｗｈｅｎ　ｎｅｗ；复评＝２０％"))
    let plain = lex(Source(name: "t", text: "award 甲=150万 when new;复评=20%"))
    #expect(wide.all.map(\.kind) == plain.all.map(\.kind))
    #expect(wide.all.map(\.symbol) == plain.all.map(\.symbol))
    #expect(wide.all.map(\.keywords) == plain.all.map(\.keywords))
    #expect(wide.diagnostics.isEmpty)
  }
}

@Suite("keywords")
struct KeywordTests {
  @Test func everyKeywordFitsItsSet() { #expect(Keyword.allCases.count <= 128) }

  @Test(
    arguments: Keywords.table.flatMap { row in
      (row.chinese + [row.english].compactMap(\.self)).map { ($0, row.keyword) }
    })
  func isRead(_ spelling: String, _ keyword: Keyword) {
    let tokens = lex(Source(name: "t", text: spelling))
    #expect(tokens.all.map(\.kind) == [.word, .end])
    #expect(tokens.all[0].keywords.has(keyword))
    #expect(tokens.diagnostics.isEmpty)
  }

  @Test(arguments: Keyword.allCases)
  func hasASpellingInEachLanguage(_ keyword: Keyword) {
    // `at`, `per`, `up` … are parts of English phrases; Chinese says the phrase in one word.
    #expect(!Keywords.spelling(keyword, .zh).isEmpty)
    #expect(!Keywords.spelling(keyword, .en).isEmpty)
  }

  /// The spellings that the language reference promises, read back from a table of their own.
  @Test(arguments: [
    ("use", "引用"), ("policy", "政策"), ("field", "字段"), ("title", "称号"), ("parameter", "参数"),
    ("reading", "理解"), ("define", "定义"), ("award", "奖励"), ("award", "补助"),
    ("exclusive", "就高"), ("together", "合并"), ("benefit", "优待"), ("limit", "限额"),
    ("target", "目标"), ("omit", "不计"), ("because", "因为"), ("amends", "修订"),
    ("remove", "删除"), ("example", "算例"), ("name", "名称"), ("source", "来源"),
    ("status", "状态"), ("draft", "草案"), ("adopted", "现行"), ("repealed", "废止"),
    ("period", "有效期"), ("applies", "适用"), ("overlap", "重叠"), ("top-up", "补差"),
    ("stack", "叠加"), ("funding", "分担"), ("rounding", "取整"), ("down", "舍去"), ("when", "当"),
    ("except", "不含"), ("renewal", "复评"), ("once", "一次性"), ("less", "减去"), ("cap", "封顶"),
    ("quota", "名额"), ("payment", "拨付"), ("rest", "其余"), ("cite", "依据"), ("note", "注"),
    ("also", "又称"), ("blank", "空白"), ("valid", "有效"), ("by", "按"), ("new", "新认定"),
    ("first", "首次"), ("renewed", "通过复评"), ("relocated", "新引进"), ("held", "有效期内"),
    ("none", "无"), ("unspecified", "未定"), ("of", "的"), ("if", "若"), ("then", "则"),
    ("else", "否则"), ("match", "按"), ("each", "各档"), ("highest", "取高"), ("peak", "历年最高"),
    ("approved", "核定"), ("received", "已得"), ("paid", "已付"), ("instalment", "期次"),
    ("amount", "金额"), ("due", "应得"), ("for", "对应"), ("from", "自"), ("base", "基数"),
    ("other", "列外"), ("about", "约"), ("months", "个月"), ("days", "天"), ("years", "年"),
    ("and", "且"), ("or", "或"), ("not", "非"), ("in", "属于"), ("is", "为"), ("money", "金额"),
    ("number", "数"), ("percent", "比例"), ("date", "日期"), ("flag", "是否"), ("yes", "是"),
    ("no", "否"), ("text", "文字"), ("expect", "应得"), ("with", "若改"), ("total", "合计"),
    ("year", "年度"),
  ])
  func twinsShareAKeyword(_ english: String, _ chinese: String) {
    let one = Keywords.bySpelling[english] ?? []
    let other = Keywords.bySpelling[chinese] ?? []
    #expect(!one.isDisjoint(with: other))
  }

  @Test func reservedWordsAreThoseOfTheReference() {
    let statements =
      "use policy field title parameter reading define award exclusive together benefit"
      + " limit target omit amends remove example"
    let others = "when except if then else match and or not in is of cap"
    let twins =
      "引用 政策 字段 称号 参数 理解 定义 奖励 补助 就高 合并 优待 限额 目标 不计 修订 删除 算例"
      + " 当 不含 若 则 否则 按 且 或 非 属于 为 不为 的 封顶 不超过"
    let words = [statements, others, twins].flatMap { $0.split(separator: " ").map(String.init) }
    let expected = Set(words)
    let actual = Set(
      Keywords.bySpelling.filter { !$0.value.isDisjoint(with: Keywords.reserved) }.map(\.key))
    #expect(actual == expected)
  }

  /// A word of plain letters is looked up by its bytes; that finds what its spelling stands for.
  @Test func everySpellingIsFoundByItsBytes() {
    for (spelling, keywords) in Keywords.bySpelling {
      #expect(spelling.utf8.count <= 16)
      #expect(lex(Source(name: "", text: spelling)).all[0].keywords == keywords, "\(spelling)")
    }
  }
}
