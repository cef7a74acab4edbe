import JiliLexer

/// The catalogue of drafting faults: J3401 to J3499. Warnings are contradictions and gaps; notes
/// are what a drafter should know and may well have meant.
extension Diagnostic {
  // MARK: - Targets

  /// `new 15 by 2026` where the table grows from 29 to 45.
  static func growthDiffers(
    _ subject: String, new: Wording, from: Int, to: Int, growth: Wording, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      "J3401", .warning, at: span,
      zh: "`\(quoted(subject))` 到 \(to) 年新增 \(new.zh)，表中 \(from) 至 \(to) 年增加 \(growth.zh)",
      en: "`\(quoted(subject))` is to win \(new.en) by \(to), and the table grows by \(growth.en) "
        + "from \(from) to \(to)")
  }

  /// More are won than the table grows by.
  func notingLosses(_ lost: String) -> Diagnostic {
    noting(
      zh: "除非其间有 \(lost) 失去资格；请核对两处的数和口径",
      en: "unless \(lost) of them are lost in between; check both numbers and what they count")
  }

  func labelledTable(base: Span, end: Span) -> Diagnostic {
    labelled(base, zh: "表中的基数", en: "the base of the table")
      .labelled(end, zh: "表中的目标", en: "what the table wants")
  }

  /// The members of a definition win less than the table of the definition grows by.
  static func membersDiffer(
    _ members: [String], sum: String, of whole: String, from: Int, to: Int, growth: Wording,
    at span: Span
  ) -> Diagnostic {
    let zh = members.map { "`\(quoted($0))`" }.joined(separator: "、")
    let en = members.map { "`\(quoted($0))`" }.joined(separator: ", ")
    return Diagnostic(
      "J3402", .warning, at: span,
      zh: "\(zh) 到 \(to) 年合计新增 \(sum)，包含它们的 `\(quoted(whole))` 表中增加 \(growth.zh)",
      en:
        "\(en) are to win \(sum) by \(to) together, and the table of `\(quoted(whole))`, which is "
        + "made of them, grows by \(growth.en)"
    ).noting(
      zh: "表与句子的口径不同；但各对象的新增数全部相加，仍少于表中 \(from) 至 \(to) 年的增加数，请核对",
      en: "table and sentence differ in what they count, yet all that is won together is less than "
        + "the table grows by from \(from) to \(to)")
  }

  func labelledMember(_ name: String, at span: Span) -> Diagnostic {
    labelled(span, zh: "`\(quoted(name))` 的新增数", en: "what `\(quoted(name))` is to win")
  }

  /// `180 per year` against `600 by 2023`.
  static func rateDiffers(
    _ subject: String, rate: Wording, years: ClosedRange<Int>, sums: [Wording],
    total: Wording, starts: ClosedRange<Int>?, end: Int, at span: Span, _ other: Span
  ) -> Diagnostic {
    let counts = years.map { String($0) }
    let zh =
      "\(counts.joined(separator: "、")) 年合计 \(sums.map(\.zh).joined(separator: "、"))"
    let en =
      "\(sums.map(\.en).joined(separator: ", ")) in \(counts.joined(separator: ", ")) years"
    let made = Diagnostic(
      "J3403", .warning, at: span,
      zh: "`\(quoted(subject))` 每年 \(rate.zh)，\(zh)，与总数 \(total.zh) 不符",
      en: "`\(quoted(subject))`: \(rate.en) a year are \(en), and the total is \(total.en)"
    ).labelled(other, zh: "总数在这里", en: "the total is here")
    guard let starts else { return made }
    let begin =
      starts.lowerBound == starts.upperBound
      ? "\(starts.lowerBound)" : "\(starts.lowerBound) 至 \(starts.upperBound)"
    let start =
      starts.lowerBound == starts.upperBound
      ? "\(starts.lowerBound)" : "\(starts.lowerBound) to \(starts.upperBound)"
    return made.noting(
      zh: "年数按政策有效期的起点（\(begin) 年）到 \(end) 年计算，没有一个整数年合得上",
      en:
        "the years run from the start of the policy (\(start)) to \(end); no whole number of them "
        + "fits")
  }

  static func sameTargetAgain(_ subject: String, first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3404", .note, at: span, zh: "`\(quoted(subject))` 的同一个目标写了两次，数是一样的",
      en: "one target of `\(quoted(subject))` is stated twice, with one number"
    ).labelled(first, zh: "第一次在这里；改一处时两处都要改", en: "first here; who changes one must change both")
  }

  static func yearOutOfLine(_ year: Int, others: Int, common: Int, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3405", .note, at: span, zh: "这个目标到 \(year) 年，全文另有 \(others) 个目标都到 \(common) 年",
      en: "this target is for \(year), and \(others) others of the text are for \(common)")
  }

  func labelledSameYear(_ span: Span) -> Diagnostic {
    labelled(span, zh: "同一条里的这个也是", en: "so is this one of the same article")
  }

  /// `十亿企业 = 200` where all of them are among `亿元企业 = 150`.
  static func partAboveWhole(
    _ part: String, _ count: String, of whole: String, _ most: String, whole other: Span,
    at span: Span
  ) -> Diagnostic {
    Diagnostic(
      "J3406", .warning, at: span,
      zh: "`\(quoted(part))` 都是 `\(quoted(whole))`，目标 \(count) 却多于它的 \(most)",
      en: "every `\(quoted(part))` is a `\(quoted(whole))`, and its target \(count) is above the "
        + "\(most) of the whole"
    ).labelled(other, zh: "整体的目标在这里", en: "the target of the whole is here")
  }

  static func targetUnspecified(_ subject: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3407", .note, at: span, zh: "目标 `\(quoted(subject))` 没有数，无从考核",
      en: "the target of `\(quoted(subject))` has no number to be measured by")
  }

  // MARK: - Tiers

  static func tierOutOfOrder(isSame: Bool, first: Span, at span: Span) -> Diagnostic {
    let made = Diagnostic(
      "J3421", .warning, at: span,
      zh: isSame ? "这一档的门槛与上一档相同" : "这一档的门槛低于上一档，档次没有按高低排列",
      en: isSame
        ? "this tier has the threshold of the one before it"
        : "this tier has a lower threshold than the one before it")
    return made.labelled(first, zh: "上一档在这里", en: "the one before it")
  }

  /// A higher tier pays less.
  static func sumsTurn(isFalling: Bool, first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3422", .warning, at: span,
      zh: isFalling ? "这一档的金额反而比前一档多，其余各档是越来越少" : "这一档门槛更高，金额反而更少",
      en: isFalling
        ? "this tier pays more than the one before it, where the others pay less and less"
        : "this tier has a higher threshold and pays less"
    ).labelled(first, zh: "门槛低一档的在这里", en: "the tier below it")
  }

  static func armNeverReached(covered: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3423", .warning, at: span, zh: "这一支永远轮不到，前面的已经包含了它",
      en: "this arm is never reached: what fits it fits before"
    ).labelled(covered, zh: "先适用的在这里", en: "what applies first")
  }

  static func branchNeverReached(first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3424", .warning, at: span, zh: "这个“若”永远轮不到，满足它的都先满足了前面的",
      en: "this condition never decides: whoever meets it has met the one before"
    ).labelled(first, zh: "前面的在这里", en: "the one before")
  }

  static func gapBetweenArms(_ hole: Wording, above: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3425", .warning, at: span, zh: "两档之间有空档：\(hole.zh) 的，哪一档都不是",
      en: "the tiers leave a gap: \(hole.en) is in none"
    ).labelled(above, zh: "上面一档在这里", en: "the tier above it")
  }

  static func boundInBoth(_ bound: String, first: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3426", .warning, at: span, zh: "恰好 \(bound) 的两档都算，先写的那一档适用",
      en: "exactly \(bound) is in two tiers, and the one written first applies"
    ).labelled(first, zh: "先写的在这里", en: "the one written first")
  }

  static func tierBeyondField(_ field: String, _ most: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3427", .warning, at: span, zh: "没有企业够得到这一档：`\(quoted(field))` 最高 \(most)",
      en: "no company reaches this tier: `\(quoted(field))` is at most \(most)")
  }

  // MARK: - Awards

  /// `when 年限 >= 5 except 年限 >= 3`
  static func neverDue(_ award: String, except: Span, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3441", .warning, at: span, zh: "`\(quoted(award))` 谁也得不到：满足条件的都在不含之列",
      en: "nobody can get `\(quoted(award))`: whoever meets its condition is excepted"
    ).labelled(except, zh: "不含的在这里", en: "the exception")
  }

  static func fallbackClosed(
    _ award: String, excluded: String, lower: String, wider: String, second: Span, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      "J3442", .warning, at: span,
      zh: "`\(quoted(excluded))` 得不到 `\(quoted(award))`，也得不到低一档的 `\(quoted(lower))`",
      en: "`\(quoted(excluded))` gets neither `\(quoted(award))` nor the lower "
        + "`\(quoted(lower))`"
    ).labelled(
      second, zh: "低一档不含 `\(quoted(wider))`，把它也排除了",
      en: "the lower one excepts `\(quoted(wider))`, which takes it in"
    ).noting(zh: "如果本意是转享低一档，原文要写明", en: "if the lower one is meant for it, the text must say so")
  }

  /// Words that leave a fixed sum to the authority.
  static func discretion(_ word: String, _ award: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3443", .warning, at: span,
      zh: "原文说“\(word)”，规则却给 `\(quoted(award))` 一个确定的金额",
      en: "the text says “\(word)”, and the rules give `\(quoted(award))` a certain sum"
    ).noting(
      zh: "由主管部门决定的写“最高”，或用“理解”写明怎样读",
      en: "`up to` leaves it to the authority; a `reading` says how the words are taken")
  }

  // MARK: - Words and entries

  static func blankInText(_ parameter: String, quoted quote: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3461", .warning, at: span,
      zh: "`\(quoted(parameter))` 在原文里还空着：“\(quoted(quote))”",
      en: "the text leaves `\(quoted(parameter))` open: “\(quoted(quote))”")
  }

  static func openList(_ award: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3462", .note, at: span, zh: "“等”没有列全：`\(quoted(award))` 还给谁、看什么，原文没有说",
      en: "the list ends in 等: what else counts for `\(quoted(award))` the text does not say")
  }

  static func entriesMissing(_ entries: [Wording], at span: Span) -> Diagnostic {
    Diagnostic(
      "J3463", .note, at: span,
      zh: "政策没有写：" + entries.map(\.zh).joined(separator: "、"),
      en: "the policy does not say: " + entries.map(\.en).joined(separator: ", "))
  }

  // MARK: - Names

  static func readingUnused(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3481", .warning, at: span, zh: "没有一条规则读 `\(quoted(name))`：哪种理解结果都一样",
      en: "no rule reads `\(quoted(name))`: every reading gives the same result")
  }

  static func unused(_ name: String, kind: Wording, at span: Span) -> Diagnostic {
    Diagnostic(
      "J3482", .warning, at: span, zh: "没有一条规则用到\(kind.zh) `\(quoted(name))`",
      en: "no rule uses the \(kind.en) `\(quoted(name))`")
  }
}
