package import JiliLexer

/// The checker's catalogue for types (J3201 on) and awards (J3301 on).
extension Diagnostic {
  static func wrongType(
    wanted: (zh: String, en: String), found: ValueType, at span: Span
  ) -> Diagnostic {
    let name = typeName(found)
    return Diagnostic(
      "J3201", at: span, zh: "这里应为\(wanted.zh)，却是\(name.zh)",
      en: "expected \(wanted.en), found \(name.en)")
  }

  static func typesDiffer(_ one: ValueType, _ other: ValueType, at span: Span) -> Diagnostic {
    let first = typeName(one)
    let second = typeName(other)
    return Diagnostic(
      "J3202", at: span, zh: "\(first.zh)不能与\(second.zh)运算或比较",
      en: "\(first.en) does not go with \(second.en)")
  }

  /// A plain number where money stands: `投资额 > 0`.
  static func missingUnit(_ text: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3203", at: span, zh: "`\(text)` 缺单位，金额要写元、万或亿",
      en: "`\(text)` has no unit; money is written in 元, 万 or 亿"
    ).fixing(span.after, with: "元")
  }

  static func moneyTimesMoney(at span: Span) -> Diagnostic {
    Diagnostic("J3204", at: span, zh: "金额不能乘金额", en: "money cannot be multiplied by money")
      .noting(zh: "其中一个应为数或比例", en: "one of the two should be a number or a percent")
  }

  static func notByYear(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3205", at: span, zh: "`\(name)` 不是逐年字段", en: "`\(name)` is no by-year field"
    ).noting(zh: "在字段后加“逐年”", en: "declare the field with `by year`")
  }

  static func numberTooLarge(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3206", at: span, zh: "数值超出范围，请核对位数和单位",
      en: "the number is out of range; check digits and unit")
  }

  static func rangeReversed(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3207", at: span, zh: "下限大于上限，请对调", en: "the lower bound is above the upper; swap them")
  }

  static func onlyAsAmount(_ word: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3208", at: span, zh: "`\(quoted(word))` 只能用在奖励金额里",
      en: "`\(quoted(word))` stands only in the amount of an award")
  }

  static func barePercent(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3209", at: span, zh: "比例没有基数：是什么的百分之几？",
      en: "a share needs a base: percent of what?"
    ).noting(zh: "如“投资额 的 20%”", en: "as in `20% of 投资额`")
  }

  static func divisionByZero(at span: Span) -> Diagnostic {
    Diagnostic("J3210", at: span, zh: "除数是 0", en: "division by zero")
  }

  /// `20% 的 投资额`, `投资额 of 20%`
  static func shareReversed(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3212", at: span, zh: "比例和金额写反了：写“投资额 的 20%”，或 `20% of 投资额`",
      en: "share and sum are the wrong way round: write `20% of 投资额`, or `投资额 的 20%`")
  }

  static func outOfBounds(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3211", at: span, zh: "`\(name)` 的值超出它自己的范围",
      en: "the value of `\(name)` lies outside its own bounds")
  }

  // MARK: - Awards

  /// `when` is where the award's condition stands, if it has one; a clause may only follow the last
  /// of several awards.
  static func noStatus(_ award: String, when: Span?, at span: Span, isLast: Bool) -> Diagnostic {
    let found = Diagnostic(
      "J3301", at: when ?? span, zh: "`\(award)` 是称号，奖励没有说何时给：新认定、复评还是新引进？",
      en: "`\(award)` is a title, and the award names no event: new, renewed or relocated?")
    if let when {
      return found.noting(zh: "多半是“且 新认定”", en: "most often `and new`")
        .fixing(when.after, with: " and new")
    }
    let noted = found.noting(zh: "多半是“当 新认定”", en: "most often `when new`")
    return isLast ? noted.fixing(span.after, with: " when new") : noted
  }

  static func tiersWithoutMode(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3302", at: span, zh: "分档表没有说各档都给还是取高",
      en: "the tier table does not say whether each tier pays or the highest"
    )
    .noting(zh: "在 } 后写“各档”或“取高”", en: "write `each` or `highest` behind the }")
    .fixing(span.after, with: " each")
  }

  static func twoGroups(_ award: String, first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3303", at: span, zh: "`\(award)` 同时在两个就高组里",
      en: "`\(award)` is in two exclusive groups"
    )
    .labelled(first, zh: "另一组在这里", en: "the other group is here")
    .noting(
      zh: "只有条件要求同一理解的不同取值时才允许",
      en: "allowed only where their `when` ask for different values of one reading")
  }

  static func paymentParts(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3304", at: span, zh: "拨付的最后一期应为“其余”，其余各期为比例，合计不超过 100%",
      en: "the last part of a payment is `rest`; the others are shares of at most 100% together")
  }

  static func fundingParts(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3305", at: span, zh: "分担比例合计应为 100%",
      en: "the shares of the funding must add up to 100%")
  }

  static func armAfterElse(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3312", at: span, zh: "“否则”应在最后，后面的一支永远轮不到",
      en: "`else` comes last; what stands behind it is never reached")
  }

  /// A file of shared fields is no mistake until it is to be run.
  package static func nothingToRun(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3306", at: span, zh: "规则里没有奖励、优待和限额，没有可算的",
      en: "the rules have no award, benefit or limit, so there is nothing to run")
  }

  static func unknownRounding(_ unit: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3307", at: span, zh: "取整单位只有 分、角、元、百元、千元、万元，没有 `\(unit)`",
      en: "rounding units are 分 角 元 百元 千元 万元, not `\(unit)`")
  }

  static func onlyOneMember(at span: Span) -> Diagnostic {
    Diagnostic("J3308", at: span, zh: "至少要有两个奖项", en: "at least two awards are needed")
  }

  static func quotaOfCompany(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3309", at: span, zh: "名额对所有企业是同一个数，不能随企业变化",
      en: "the places of a quota are one number for all companies")
  }

  static func exampleSetting(_ name: String, known: [String], at span: Span) -> Diagnostic {
    Diagnostic(
      "J3310", at: span, zh: "规则不读 `\(name)`，算例不能设它",
      en: "the rules do not read `\(name)`, so an example cannot set it"
    ).suggesting(name, among: known, at: span)
  }

  static func exampleValue(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3311", at: span, zh: "算例里要写确定的值，不能由字段算出",
      en: "an example needs values written out, not computed from fields")
  }

  static func typeName(_ type: ValueType) -> (zh: String, en: String) {
    switch type {
    case .money: ("金额", "money")
    case .number: ("数", "a number")
    case .percent: ("比例", "a percent")
    case .date: ("日期", "a date")
    case .duration: ("时长", "a length of time")
    case .condition: ("条件", "a condition")
    case .category: ("取值字段", "a category")
    case .title: ("称号", "a title")
    case .text: ("文字", "a text")
    case .reading: ("理解", "a reading")
    case .broken: ("有误的内容", "something broken")
    }
  }
}
