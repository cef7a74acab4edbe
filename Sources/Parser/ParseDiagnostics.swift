import JiliLexer

/// The parser's catalogue: J2001 to J2099.
extension Diagnostic {
  static func expected(zh: String, en: String, found: String?, at span: Span) -> Diagnostic {
    if let found {
      return Diagnostic(
        "J2001", at: span, zh: "这里应为\(set(zh))，却是 `\(quoted(found))`",
        en: "expected \(en), found `\(quoted(found))`")
    }
    return Diagnostic(
      "J2002", at: span, zh: "文件在此结束，还缺\(set(zh))", en: "the text ends here; expected \(en)")
  }

  /// Chinese with a blank before a spelling in backticks.
  private static func set(_ words: String) -> String { words.hasPrefix("`") ? " " + words : words }

  /// The next statement begins before this one is complete.
  static func unfinished(zh: String, en: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J2015", at: span, zh: "这条规则没有写完，还缺\(set(zh))",
      en: "this statement is not complete; expected \(en)")
  }

  static func reservedName(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J2003", at: span, zh: "`\(name)` 是保留字，不能直接作名称或取值",
      en: "`\(name)` is a reserved word and cannot be a name or value"
    )
    .noting(zh: "可写成 「\(name)」", en: "write it as 「\(name)」")
    .fixing(span, with: "「\(name)」")
  }

  static func tooDeep(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2004", at: span, zh: "嵌套超过 \(Limits.depth) 层，请用定义拆开",
      en: "nested deeper than \(Limits.depth) levels; split it with `define`")
  }

  static func notAStatement(_ word: String, known: [String], at span: Span) -> Diagnostic {
    Diagnostic(
      "J2005", at: span, zh: "`\(word)` 不能开始一条规则",
      en: "`\(word)` does not begin a statement"
    ).suggesting(word, among: known, at: span)
  }

  /// A statement's word and a name written as one.
  static func runTogetherStatement(_ word: String, spaced: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J2017", at: span, zh: "`\(quoted(word))` 不能开始一条规则",
      en: "`\(quoted(word))` does not begin a statement"
    )
    .noting(
      zh: "是否 `\(spaced)`？词与词之间要空格",
      en: "did you mean `\(spaced)`? words need blanks between them"
    )
    .fixing(span, with: spaced)
  }

  static func unknownClause(
    _ word: String, meant: Keyword?, known: [String], at span: Span
  ) -> Diagnostic {
    let found = Diagnostic(
      "J2006", at: span, zh: "`\(word)` 不是这里的子句", en: "`\(word)` is no clause here")
    guard let meant else { return found.suggesting(word, among: known, at: span) }
    let spelling = spelling(meant, like: word)
    return found.noting(zh: "是否 `\(spelling)`？", en: "did you mean `\(spelling)`?")
      .fixing(span, with: spelling)
  }

  /// A comma and a clause, where the comma begins the next award.
  static func commaBeforeClause(
    _ word: String, comma: Span, _ clause: Keyword, at span: Span
  ) -> Diagnostic {
    let meant = spelling(clause, like: word)
    return Diagnostic(
      "J2020", at: comma,
      zh: "逗号后面是下一个奖项，`\(word)` 却是子句", en: "a comma begins another award, and `\(word)` a clause"
    )
    .noting(
      zh: "子句前不用逗号，可用分号；真是奖项名就写成 「\(word)」",
      en: "a clause needs no comma, or a `;`; the name of an award is written 「\(word)」"
    )
    .fixing(comma.union(span), with: "; \(meant)")
  }

  /// The spelling of a keyword in the language of a word.
  private static func spelling(_ keyword: Keyword, like word: String) -> String {
    Keywords.spelling(keyword, word.utf8.allSatisfy { $0 < 0x80 } ? .en : .zh)
  }

  static func clauseTwice(_ word: String, first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J2007", at: span, zh: "`\(word)` 写了两次，请留一处", en: "`\(word)` is stated twice; keep one"
    )
    .labelled(first, zh: "第一次在这里", en: "first stated here")
  }

  static func comparisonChain(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2008", at: span, zh: "比较不能连写，请用“且”或“属于 A 至 B”",
      en: "comparisons do not chain; use `and` or `in A .. B`")
  }

  static func notOverOutside(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2009", at: span, zh: "此处“不超过”有两种意思",
      en: "`不超过` could mean two things here"
    ).noting(zh: "金额上限写“封顶”，比较写“<=”", en: "write 封顶 for a cap, `<=` to compare")
  }

  /// `行业 not in [A, B]`
  static func notBehind(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2018", at: span, zh: "“非”要写在最前面，如“非 行业 属于 [A, B]”",
      en: "`not` stands in front, as `not F in [A, B]`")
  }

  static func rangeOutside(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2010", at: span, zh: "`..` 和“至”不能这样用在条件里",
      en: "`..` does not stand here in a condition"
    ).noting(zh: "写“属于 A 至 B”", en: "write `in A .. B`")
  }

  static func missingElse(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2011", at: span, zh: "“若”缺“否则”：不满足时是多少？",
      en: "`if` needs `else`: what holds otherwise?")
  }

  /// `with` in a rule: rules say what holds, questions what would hold.
  static func onlyInQuestions(_ word: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J2041", at: span, zh: "`\(word)` 只用在提问里，规则里不能写",
      en: "`\(word)` stands only in questions, not in rules"
    ).noting(
      zh: "在提示符下问，如“合计 \(Keywords.spelling(.with, .zh)) 营收 = 12亿”；算例里直接写“营收 = 12亿”",
      en: "ask at the prompt, as `total with 营收 = 12亿`; an example states the fact itself")
  }

  static func notChangeable(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2042", at: span, zh: "“若改”后面写要改的事实和值，如“营收 = 12亿”",
      en: "behind `with` stand facts and their values, as `营收 = 12亿`")
  }

  static func lengthExpected(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2013", at: span, zh: "这里应为年数或月数，如 `3 年`、`18 个月`",
      en: "expected a number of years or months, as `3 years`")
  }

  static func tooManyStatements(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2014", at: span, zh: "一个文件最多 \(Limits.statements) 条规则",
      en: "a file holds at most \(Limits.statements) statements")
  }

  static func tooManyFaults(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2019", at: span, zh: "已有 \(Limits.grammarDiagnostics) 处错误，从这里起没有再读；它是规则文件吗？",
      en: "\(Limits.grammarDiagnostics) mistakes so far, nothing is read from here on; "
        + "is it a rule file?")
  }

  /// `1,000万`: the comma would separate two values.
  static func groupedDigits(_ text: String, plain: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J2016", at: span, zh: "数字里不写逗号：`\(quoted(text))` 写成 `\(quoted(plain))`",
      en: "a number is written without commas: `\(quoted(plain))` for `\(quoted(text))`"
    ).fixing(span, with: plain)
  }

  /// `benefit 人才名额 = 30万`
  static func benefitWithSum(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J2032", at: span, zh: "优待没有金额；给钱的写“奖励 \(name) = …”",
      en: "a benefit has no sum; what is money is written `award \(name) = …`"
    ).noting(
      zh: "优待写内容，如“优待 \(name) \"每年两名\" 当 …”",
      en: "a benefit has words, as `benefit \(name) \"…\" when …`")
  }

  /// `limit A = B`, `limit A <= B and C <= D`
  static func limitForm(at span: Span) -> Diagnostic {
    Diagnostic(
      "J2031", at: span, zh: "限额要写成一个上限或下限",
      en: "a limit is one upper or lower bound"
    ).noting(
      zh: "如“融资担保费率 <= 1%”，或“属于 A 至 B”；几条限额分开写",
      en: "as `融资担保费率 <= 1%`, or `in A .. B`; write several limits one by one")
  }
}
