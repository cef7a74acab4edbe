package import JiliLexer

/// The checker's catalogue: files J3001 on, names J3101 on, types J3201 on, awards J3301 on.
extension Diagnostic {
  // MARK: - Files

  static func missingFile(_ path: String, at span: Span) -> Diagnostic {
    Diagnostic("J3001", at: span, zh: "找不到文件 `\(path)`", en: "no such file `\(path)`")
      .noting(
        zh: "先在本文件旁边及其下级目录找，再到 -I 目录找",
        en: "looked beside this file and below it, then in the -I directories")
  }

  static func unreadableFile(_ path: String, _ error: any Error, at span: Span) -> Diagnostic {
    let plain = String(describing: error)
    let cause = (error as? any WordedError)?.cause ?? Wording(zh: plain, en: plain)
    return Diagnostic(
      "J3002", at: span, zh: "读不了文件 `\(path)`：\(cause.zh)", en: "cannot read `\(path)`: \(cause.en)"
    )
  }

  static func pathOutside(_ path: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3003", at: span, zh: "`\(path)` 不在本文件旁边或其下级目录",
      en: "`\(path)` does not lie beside this file or below it")
  }

  static func fileCycle(_ names: ArraySlice<String>, at span: Span) -> Diagnostic {
    let chain = names.joined(separator: " → ")
    return Diagnostic(
      "J3004", at: span, zh: "文件互相引用：\(chain)", en: "files use each other: \(chain)"
    ).noting(
      zh: "把共用的内容放进第三个文件，由两边引用", en: "put what they share into a third file that both use")
  }

  static func tooManyFiles(at span: Span) -> Diagnostic {
    let size = Limits.policyBytes >> 20
    return Diagnostic(
      "J3005", at: span, zh: "一个政策连同原文最多 \(Limits.ruleFiles) 个文件，共 \(size) MiB",
      en: "a policy has at most \(Limits.ruleFiles) files of \(size) MiB in all, its text included")
  }

  static func sourceNotUTF8(_ path: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3006", at: span, zh: "政策原文 `\(path)` 不是 UTF-8 编码",
      en: "the policy text `\(path)` is not UTF-8")
  }

  static func quoteNotFound(_ quote: String, nearest: String, at span: Span) -> Diagnostic {
    let made = Diagnostic(
      "J3007", at: span, zh: "引文在政策原文里找不到",
      en: "the quoted words do not occur in the policy's source")
    guard !nearest.isEmpty else { return made }
    return made.noting(
      zh: "原文到“\(quotedEnd(nearest))”为止相符",
      en: "the source agrees as far as “\(quotedEnd(nearest))”")
  }

  static func tooManyQuotes(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3012", at: span, zh: "政策原文太长，引文太多，都没有核对；请把原文分开，或只留这份政策的",
      en: "the policy text is too long for so many quotes, none was checked; split the text, or "
        + "keep that of this policy alone")
  }

  static func quotesUnchecked(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3008", .warning, at: span, zh: "政策没有 `来源`，引文未经核对",
      en: "the policy has no `source`; quoted words were not checked")
  }

  /// A sum, share or count that the quoted words do not have.
  static func figureNotQuoted(_ number: String, quoted: [String], at span: Span) -> Diagnostic {
    let made = Diagnostic(
      "J3010", .warning, at: span, zh: "所引的原文里没有 `\(number)`",
      en: "the quoted words do not have `\(number)`")
    guard !quoted.isEmpty else {
      return made.noting(
        zh: "所引的原文里没有数；把写这个数的那句也引上", en: "they have no number; quote the words that have it")
    }
    let shown = quoted.prefix(8)
    return made.noting(
      zh: "所引的原文里有 \(shown.joined(separator: "、"))" + (quoted.count > 8 ? " 等" : ""),
      en: "they have \(shown.joined(separator: ", "))" + (quoted.count > 8 ? " and more" : ""))
  }

  package static func noPolicyText(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3011", at: span, zh: "政策没有 `来源`，没有原文可以对照",
      en: "the policy has no `source`, so there is no text to compare with")
  }

  static func twoPolicies(first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3009", at: span, zh: "一个文件只能有一个政策", en: "a file holds one policy"
    ).labelled(first, zh: "第一个在这里", en: "the first is here")
  }

  // MARK: - Several policies

  static func policyTwice(_ name: String, first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3021", at: span, zh: "两份政策都叫 `\(name)`，不能一起计算",
      en: "two policies are called `\(name)` and cannot be one run"
    ).labelled(first, zh: "第一份在这里", en: "the first is here")
  }

  /// Fields and titles of one name speak of the same company.
  static func factsDiffer(
    _ name: String, _ difference: Wording, first: Span, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      "J3022", at: span, zh: "`\(name)` 在几份政策里不一致：\(difference.zh)",
      en: "`\(name)` is not the same in all policies: \(difference.en)"
    ).labelled(first, zh: "另一份在这里", en: "the other is here")
  }

  /// A title that two policies call by two names: overlap cannot see that it is one.
  static func titleAlike(
    _ spelling: String, of title: String, other: Span, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      "J3023", .warning, at: span,
      zh: "`\(spelling)` 在这里是 `\(title)` 的又称，在另一份政策里自成一个称号，`重叠` 不把它们当作同一件事",
      en: "`\(spelling)` is another spelling of `\(title)` here and a title of its own in another "
        + "policy; `overlap` takes them for two"
    ).labelled(other, zh: "另一个在这里", en: "the other is here")
      .noting(
        zh: "是同一个称号的，几份政策用同一个名称", en: "what is one title has one name in all policies")
  }

  // MARK: - Names

  static func unknownName(_ name: String, known: [String], at span: Span) -> Diagnostic {
    Diagnostic("J3101", at: span, zh: "未知的名称 `\(name)`", en: "unknown name `\(name)`")
      .suggesting(name, among: known, at: span)
  }

  /// Words run together: the spaced spelling is offered where there is just one.
  static func runTogether(_ name: String, spaced: String, at span: Span) -> Diagnostic {
    Diagnostic("J3102", at: span, zh: "未知的词 `\(name)`", en: "unknown word `\(name)`")
      .noting(
        zh: "是否 `\(spaced)`？词与词之间要空格",
        en: "did you mean `\(spaced)`? words need blanks between them"
      )
      .fixing(span, with: spaced)
  }

  static func unknownValue(
    _ value: String, of subject: String, known: [String], at span: Span
  ) -> Diagnostic {
    let made = Diagnostic(
      "J3103", at: span, zh: "`\(subject)` 没有取值 `\(value)`",
      en: "`\(subject)` has no value `\(value)`"
    ).suggesting(value, among: known, at: span)
    guard (1...12).contains(known.count) else { return made }
    return made.noting(
      zh: "取值有：\(known.joined(separator: "、"))", en: "values: \(known.joined(separator: ", "))")
  }

  static func statedTwice(_ name: String, first: Span, at span: Span) -> Diagnostic {
    Diagnostic("J3104", at: span, zh: "`\(name)` 写了两次", en: "`\(name)` is stated twice")
      .labelled(first, zh: "第一次在这里", en: "first stated here")
  }

  static func nothingToRemove(_ name: String, known: [String], at span: Span) -> Diagnostic {
    Diagnostic(
      "J3105", at: span, zh: "没有 `\(name)` 可删除", en: "there is no `\(name)` to remove"
    ).suggesting(name, among: known, at: span)
  }

  static func unknownAward(_ name: String, known: [String], at span: Span) -> Diagnostic {
    Diagnostic("J3106", at: span, zh: "没有奖项 `\(name)`", en: "there is no award `\(name)`")
      .suggesting(name, among: known, at: span)
  }

  static func unknownAwardFact(_ fact: String, known: [String], at span: Span) -> Diagnostic {
    Diagnostic(
      "J3107", at: span, zh: "奖项没有事实 `\(fact)`", en: "an award has no fact `\(fact)`"
    ).suggesting(fact, among: known, at: span)
  }

  static func noRenewal(_ award: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3108", at: span, zh: "`\(award)` 没有复评奖励", en: "`\(award)` has no renewal")
  }

  static func definitionCycle(_ names: [String], at span: Span) -> Diagnostic {
    let chain = quoted(names.joined(separator: " → "))
    return Diagnostic(
      "J3109", at: span, zh: "定义绕回了自身：\(chain)", en: "a definition leads back to itself: \(chain)")
  }

  static func awardCycle(_ names: [String], at span: Span) -> Diagnostic {
    let chain = names.joined(separator: " → ")
    return Diagnostic(
      "J3110", at: span, zh: "奖项金额互相依赖：\(chain)", en: "award sums depend on each other: \(chain)"
    ).noting(
      zh: "只给一项用“就高”，合计有上限用“合并”",
      en: "use `exclusive` where only one is paid, `together` for a joint ceiling")
  }

  static func nearlyDeclared(_ name: String, title: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3111", .warning, at: span, zh: "`\(name)` 不是已声明的称号，按新称号处理",
      en: "`\(name)` is no declared title and is taken as a new one"
    ).noting(zh: "是否 `\(title)`？", en: "did you mean `\(title)`?").fixing(span, with: title)
  }

  static func looksAlike(
    _ name: String, _ other: String, first: Span, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      "J3112", at: span, zh: "`\(name)` 与 `\(other)` 看起来一样，字符却不同",
      en: "`\(name)` and `\(other)` look alike but differ in their characters"
    ).labelled(first, zh: "另一个在这里", en: "the other is here")
  }

  static func notATitle(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic("J3113", at: span, zh: "`\(name)` 不是称号", en: "`\(name)` is no title")
      .noting(zh: "这里要写称号的名称", en: "the name of a title stands here")
  }

  /// A renewal is of a title, and the award's name stands for something else.
  static func renewalWithoutTitle(_ award: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3119", at: span, zh: "`\(award)` 不是称号，没有复评可言",
      en: "`\(award)` is no title, so it has no renewal"
    ).noting(zh: "奖项名后写“对应 称号”", en: "write `for TITLE` behind the award's name")
  }

  static func statusWithoutTitle(_ status: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3114", at: span, zh: "`\(status)` 说的是哪个称号？",
      en: "which title does `\(status)` speak of?"
    ).noting(zh: "写成“称号 为 \(status)”", en: "write `TITLE is \(status)`")
  }

  /// The name of an award that is no title, where a value or condition should stand.
  static func awardAsValue(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3115", at: span, zh: "`\(name)` 是奖项，不是条件或金额",
      en: "`\(name)` is an award, neither a condition nor a sum"
    )
    .noting(
      zh: "是否给写 `\(name).应得`，给多少写 `\(name).金额`",
      en: "write `\(name).due` for whether it is due, `\(name).amount` for its sum")
  }

  // MARK: - Benefits and limits

  static func benefitHasNoSum(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3131", at: span, zh: "`\(name)` 是优待，没有金额，也不能作条件",
      en: "`\(name)` is a benefit: it has no sum and is no condition")
  }

  /// `expect 人才名额 = 30万`
  static func verdictExpected(_ name: String, isLimit: Bool, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3132", at: span,
      zh: isLimit
        ? "`\(name)` 是限额，预期写 是（没有超）、否（超了）或 无（不适用）"
        : "`\(name)` 是优待，预期写 是（享受）或 否（不享受）",
      en: isLimit
        ? "`\(name)` is a limit: expect `yes` (kept), `no` (broken) or `none` (does not apply)"
        : "`\(name)` is a benefit: expect `yes` or `no`"
    ).noting(zh: "还不能确定的写“否 至 是”", en: "what is not settled is `no .. yes`")
  }

  /// Several limits have the same left side.
  static func severalLimits(_ name: String, _ names: [String], at span: Span) -> Diagnostic {
    Diagnostic(
      "J3133", at: span, zh: "`\(name)` 有 \(names.count) 条限额，是哪一条？",
      en: "`\(name)` has \(names.count) limits; which one?"
    ).noting(
      zh: "写成 " + names.map { "「\($0)」" }.joined(separator: "、"),
      en: "write " + names.map { "「\($0)」" }.joined(separator: ", "))
  }

  /// A value without the field that it belongs to.
  static func valueAlone(_ value: String, field: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3116", at: span, zh: "`\(value)` 是 `\(field)` 的取值，不能单独作条件",
      en: "`\(value)` is a value of `\(field)` and no condition by itself"
    )
    .noting(zh: "写成 `\(field) = \(value)`", en: "write `\(field) = \(value)`")
    .fixing(span, with: "\(field) = \(value)")
  }

  static func tooLarge(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3117", at: span, zh: "`\(name)` 连同所用的定义太长，请简化",
      en: "`\(name)` is too large with the definitions that it uses; simplify it")
  }

  static func otherWithoutValues(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3118", at: span, zh: "只有“取值”类型的字段才有列外的值",
      en: "only a field of the type `one of` has a value for others")
  }

  /// The end of what agrees, where it is long.
  private static func quotedEnd(_ text: String) -> String {
    text.count > Limits.quotedCharacters ? "…" + text.suffix(Limits.quotedCharacters - 1) : text
  }
}
