import JiliLexer

/// What drafters write where the language has another word: the words of policy texts.
enum DraftingWords {
  /// The keyword that a word was meant to be, if it is one of `known`.
  static func keyword(meantBy word: String, among known: [Keyword]) -> Keyword? {
    guard let meant = keywords[foldedASCII(word)], known.contains(meant) else { return nil }
    return meant
  }

  private static let keywords: [String: Keyword] = {
    let words: KeyValuePairs<Keyword, [String]> = [
      .when: ["如果", "若", "条件", "前提", "符合", "满足", "if", "where", "provided"],
      .except: ["除", "除外", "除非", "不包括", "unless", "excluding"],
      .renewal: ["续期", "续评", "复审", "复核", "再次认定", "重新认定", "通过复审", "renew"],
      .cap: [
        "最高", "最高不超过", "最高限额", "最多", "上限", "限额", "至多", "max", "maximum", "limit", "limited",
        "capped", "ceiling",
      ],
      .less: ["扣除", "减", "抵扣", "minus", "deduct"],
      .quota: ["名额数", "限额家数", "places"],
      .payment: ["分期", "兑付", "分年", "instalments", "installments"],
      .funding: ["资金来源", "承担", "出资", "funded"],
      .cite: ["根据", "条款", "出处", "source", "article"],
      .note: ["说明", "备注", "remark", "comment"],
    ]
    return Dictionary(
      words.flatMap { row in row.value.map { ($0, row.key) } }, uniquingKeysWith: { one, _ in one })
  }()
}
