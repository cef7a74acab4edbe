import JiliLexer

/// The checker's catalogue for targets: J3351 to J3369.
extension Diagnostic {
  /// A date, a text, a reading: nothing of which there could be a number.
  static func notCountable(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3351", at: span, zh: "`\(name)` 不能计数，不能作目标的对象",
      en: "`\(name)` cannot be counted, so it can be no target"
    ).noting(
      zh: "目标的对象是称号、奖项、条件、取值、金额或数；企业文件里数不出的，写在引号里",
      en: "a target counts titles, awards, conditions, values, money or numbers; what no company "
        + "file counts stands in quotes")
  }

  /// `100% of 投资额`: money has no members.
  static func noMembers(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3364", at: span, zh: "`\(name)` 不是可以逐个数的：这里要称号、奖项、条件或引号里的说法",
      en: "`\(name)` has no members to count: a title, award, condition or quoted label stands here"
    )
  }

  static func valueOfSeveral(_ value: String, _ fields: [String], at span: Span) -> Diagnostic {
    Diagnostic(
      "J3352", at: span, zh: "`\(value)` 是几个字段的取值：\(fields.joined(separator: "、"))",
      en: "`\(value)` is a value of several fields: \(fields.joined(separator: ", "))"
    ).noting(
      zh: "先用定义说清是哪一个，如“定义 X = \(fields[0]) 为 \(value)”",
      en: "say which in a definition, as `define X = \(fields[0]) is \(value)`")
  }

  static func notCountedTogether(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3353", at: span, zh: "`\(name)` 与前面的对象不能合在一起数",
      en: "`\(name)` cannot be counted together with what stands before it"
    ).noting(zh: "分成几条目标", en: "state a target for each")
  }

  /// `创新型中小企业 >= 1.7万`: 万 alone is money.
  static func countInMoney(_ text: String, at span: Span) -> Diagnostic {
    let made = Diagnostic(
      "J3354", at: span, zh: "`\(quoted(text))` 是金额，这里数的是企业",
      en: "`\(quoted(text))` is money, and companies are counted here")
    guard text.hasSuffix("万") else { return made }
    return made.noting(zh: "家数写“1.7万家”", en: "write a count as `1.7万家`")
      .fixing(span.after, with: "家")
  }

  static func targetNotFixed(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3355", at: span, zh: "目标应是写定的数", en: "a target is a number that stands in the text")
  }

  /// Also what `1-2` comes to.
  static func targetBelowZero(at span: Span) -> Diagnostic {
    Diagnostic("J3356", at: span, zh: "目标小于 0", en: "the target is below 0")
      .noting(zh: "两数之间写“1 至 2”", en: "write `1 .. 2` for from one number to another")
  }

  static func targetYear(_ text: String, at span: Span) -> Diagnostic {
    let (first, last) = (Limits.targetYears.lowerBound, Limits.targetYears.upperBound)
    return Diagnostic(
      "J3357", at: span, zh: "年份 `\(quoted(text))` 不在 \(first) 至 \(last) 之间",
      en: "the year `\(quoted(text))` is not between \(first) and \(last)")
  }

  static func yearOutOfOrder(_ year: Int, first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3358", at: span, zh: "年份 \(year) 没有排在前一个之后", en: "the year \(year) does not come later"
    ).labelled(first, zh: "前一个在这里", en: "than the one here")
  }

  static func baseNotFirst(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3359", at: span, zh: "基数只有一个，写在第一行",
      en: "there is one base, and it stands first")
  }

  static func onlyBase(at span: Span) -> Diagnostic {
    Diagnostic(
      "J3360", at: span, zh: "只有基数，没有目标", en: "there is a base and no target")
  }

  static func unitsDiffer(first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3361", at: span, zh: "一张表里的数应是同一类：数、比例或金额",
      en: "the numbers of a table are of one kind: counts, percents or money"
    ).labelled(first, zh: "这里是另一类", en: "this one is of another")
  }

  static func noTargetToRemove(_ name: String, known: [String], at span: Span) -> Diagnostic {
    Diagnostic(
      "J3362", at: span, zh: "没有 `\(quoted(name))` 的目标可删除",
      en: "there is no target of `\(quoted(name))` to remove"
    ).suggesting(name, among: known, at: span)
  }

  static func targetTwice(first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3363", .warning, at: span, zh: "同一个目标写了两个不同的数",
      en: "one target is stated twice, and the numbers differ"
    ).labelled(first, zh: "另一个在这里", en: "the other is here")
  }
}
