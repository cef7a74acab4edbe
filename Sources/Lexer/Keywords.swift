/// Every word of the language, one case each. English phrases (`up to`, `per year`) are several
/// words; their Chinese twins are one.
package enum Keyword: UInt8, CaseIterable, Sendable {
  // Statements.
  case use, policy, field, title, parameter, reading, define, award, exclusive, together
  case benefit, limit, target, omit, amends, remove, example
  // Policy block.
  case name, source, status, draft, adopted, repealed, period, applies, overlap, topUp
  case noDouble, stack, funding, rounding, down
  // Clauses.
  case when, except, renewal, once, less, cap, notOver, quota, payment, at, rest, cite, note, also
  case blank, valid, per, perYear, by, because
  // Statuses.
  case new, first, renewed, relocated, held, none, again
  // Amounts.
  case up, to, upTo, least, atLeast, unspecified, of, `if`, then, `else`, match, reaches, exceeds
  case firstReaches, firstExceeds, each, highest, last, lastYear, peak, since, yearsSince
  // Facts of an award.
  case approved, received, paid, instalment, amount, due
  // Small words.
  case `for`, from, starting, until, base, other, about, days, months, years
  // Operators.
  case and, or, not, `in`, `is`, isNot, through, reach, above, below, notBelow
  // Types.
  case money, number, percent, date, flag, yes, no, text, one, oneOf, byYear
  // Examples and questions.
  case expect, otherwise, otherwiseNone, with, total, year
}

/// One row of the keyword table.
package struct KeywordSpelling: Sendable {
  package let keyword: Keyword
  /// The English spelling, nil where English uses a phrase of other words.
  package let english: String?
  /// Chinese spellings, the canonical one first.
  package let chinese: [String]
  /// Reserved words cannot be names unless they stand in backticks or 「」.
  package let isReserved: Bool
}

/// The set of keywords that one word may spell: `按` is both `by` and `match`.
package struct KeywordSet: OptionSet, Hashable, Sendable {
  package let rawValue: UInt128
  package init(rawValue: UInt128) { self.rawValue = rawValue }
  package init(_ keyword: Keyword) { rawValue = 1 << UInt128(keyword.rawValue) }

  package func has(_ keyword: Keyword) -> Bool { contains(KeywordSet(keyword)) }
}

/// The one table of spellings.
package enum Keywords {
  package static let table: [KeywordSpelling] = statements + block + clauses + amounts + small

  /// All keywords that a word spells.
  package static let bySpelling: [String: KeywordSet] = {
    var found: [String: KeywordSet] = [:]
    for row in table {
      for spelling in row.chinese + (row.english.map { [$0] } ?? []) {
        found[spelling, default: []].insert(KeywordSet(row.keyword))
      }
    }
    return found
  }()

  /// All keywords that a word of plain letters spells, given as its bytes: `bySpelling` without
  /// making the word a string, which weighs letters and accents.
  static func spelled(by bytes: ArraySlice<UInt8>) -> KeywordSet {
    guard let wanted = packed(bytes) else { return KeywordSet() }
    return byBytes[slot(of: wanted, in: byBytes)].keywords
  }

  /// Every spelling as one number, in its slot or the next free one; those of more than 16 bytes
  /// would be missing, and there are none.
  private static let byBytes: [(bytes: UInt128, keywords: KeywordSet)] = {
    var found = [(bytes: UInt128, keywords: KeywordSet)](
      repeating: (0, KeywordSet()), count: 512)
    func put(_ spelling: String, _ keyword: Keyword) {
      guard let bytes = spelling.utf8.withContiguousStorageIfAvailable(packed) ?? nil else {
        return
      }
      let place = slot(of: bytes, in: found)
      found[place].bytes = bytes
      found[place].keywords.formUnion(KeywordSet(keyword))
    }
    for row in table {
      for spelling in row.chinese { put(spelling, row.keyword) }
      if let english = row.english { put(english, row.keyword) }
    }
    return found
  }()

  /// Where a word stands among the slots, or where it would.
  private static func slot(
    of bytes: UInt128, in slots: [(bytes: UInt128, keywords: KeywordSet)]
  ) -> Int {
    let mixed = UInt64(truncatingIfNeeded: bytes ^ bytes >> 61) &* 0x9E37_79B9_7F4A_7C15
    var place = Int(mixed >> 55)
    while slots[place].bytes != bytes, slots[place].bytes != 0 { place = (place + 1) & 511 }
    return place
  }

  private static func packed(_ bytes: some Collection<UInt8>) -> UInt128? {
    guard bytes.count <= 16 else { return nil }
    return bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// The keywords that cannot be names.
  package static let reserved: KeywordSet = {
    var found = KeywordSet()
    for row in table where row.isReserved { found.insert(KeywordSet(row.keyword)) }
    return found
  }()

  /// The words that begin a statement.
  package static let statementWords: [Keyword] = statements.map(\.keyword)

  package static let statementStarts: KeywordSet = {
    var found = KeywordSet()
    for keyword in statementWords { found.insert(KeywordSet(keyword)) }
    return found
  }()

  /// The keyword that a word looks like although it is spelled with other characters.
  package static func looking(like word: String) -> String? {
    // Plain ASCII and plain Chinese look like nothing else; most words end here.
    guard word.unicodeScalars.contains(where: { $0.value > 0x7F && !isPlainIdeograph($0) }) else {
      return nil
    }
    return bySkeleton[confusableSkeleton(word)]
  }

  private static let bySkeleton = Dictionary(
    bySpelling.keys.map { (confusableSkeleton($0), $0) }, uniquingKeysWith: { one, _ in one })

  private static func isPlainIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    (0x4E00...0x9FFF).contains(scalar.value)
  }

  package static func spelling(_ keyword: Keyword, _ language: Language) -> String {
    spellings[Int(keyword.rawValue)].text(language)
  }

  /// The canonical spellings, by the numbers of the keywords.
  private static let spellings: [Wording] = {
    var rows = [KeywordSpelling?](repeating: nil, count: Keyword.allCases.count)
    for row in table where rows[Int(row.keyword.rawValue)] == nil {
      rows[Int(row.keyword.rawValue)] = row
    }
    return Keyword.allCases.map { keyword in
      let row = rows[Int(keyword.rawValue)]
      let english = row?.english ?? phrase(keyword)
      return Wording(zh: row?.chinese.first ?? english, en: english)
    }
  }()

  /// English phrases for keywords that are one word only in Chinese.
  private static func phrase(_ keyword: Keyword) -> String {
    switch keyword {
    case .noDouble: "none"
    case .notOver: "cap"
    case .perYear: "per year"
    case .upTo: "up to"
    case .atLeast: "at least"
    case .firstReaches: "first reaches"
    case .firstExceeds: "first exceeds"
    case .lastYear: "last year"
    case .yearsSince: "years since"
    case .starting: "for"
    case .until: "by"
    case .isNot: "is not"
    case .through: ".."
    case .reach, .notBelow: ">="
    case .above: ">"
    case .below: "<"
    case .oneOf: "one of"
    case .byYear: "by year"
    case .otherwiseNone: "otherwise none"
    default: ""
    }
  }

  private static func word(_ keyword: Keyword, _ english: String?, _ chinese: String...)
    -> KeywordSpelling
  {
    KeywordSpelling(keyword: keyword, english: english, chinese: chinese, isReserved: false)
  }

  private static func reservedWord(_ keyword: Keyword, _ english: String?, _ chinese: String...)
    -> KeywordSpelling
  {
    KeywordSpelling(keyword: keyword, english: english, chinese: chinese, isReserved: true)
  }

  private static let statements: [KeywordSpelling] = [
    reservedWord(.use, "use", "引用"), reservedWord(.policy, "policy", "政策"),
    reservedWord(.field, "field", "字段"), reservedWord(.title, "title", "称号"),
    reservedWord(.parameter, "parameter", "参数"), reservedWord(.reading, "reading", "理解"),
    reservedWord(.define, "define", "定义"), reservedWord(.award, "award", "奖励", "补助"),
    reservedWord(.exclusive, "exclusive", "就高"), reservedWord(.together, "together", "合并"),
    reservedWord(.benefit, "benefit", "优待"), reservedWord(.limit, "limit", "限额"),
    reservedWord(.target, "target", "目标"), reservedWord(.omit, "omit", "不计"),
    reservedWord(.amends, "amends", "修订"), reservedWord(.remove, "remove", "删除"),
    reservedWord(.example, "example", "算例"),
  ]

  private static let block: [KeywordSpelling] = [
    word(.name, "name", "名称"), word(.source, "source", "来源"), word(.status, "status", "状态"),
    word(.draft, "draft", "草案"), word(.adopted, "adopted", "现行"),
    word(.repealed, "repealed", "废止"), word(.period, "period", "有效期"),
    word(.applies, "applies", "适用"), word(.overlap, "overlap", "重叠"),
    word(.topUp, "top-up", "补差"), word(.noDouble, nil, "不重复"), word(.stack, "stack", "叠加"),
    word(.funding, "funding", "分担"), word(.rounding, "rounding", "取整"),
    word(.down, "down", "舍去"),
  ]

  private static let clauses: [KeywordSpelling] = [
    reservedWord(.when, "when", "当"), reservedWord(.except, "except", "不含"),
    word(.renewal, "renewal", "复评"), word(.once, "once", "一次性"), word(.less, "less", "减去"),
    reservedWord(.cap, "cap", "封顶"), reservedWord(.notOver, nil, "不超过"),
    word(.quota, "quota", "名额"), word(.payment, "payment", "拨付"), word(.at, "at"),
    word(.rest, "rest", "其余"), word(.cite, "cite", "依据"), word(.note, "note", "注"),
    word(.also, "also", "又称"), word(.blank, "blank", "空白"), word(.valid, "valid", "有效"),
    word(.per, "per", "每个"), word(.perYear, nil, "每年"), word(.by, "by", "按"),
    word(.because, "because", "因为"), word(.new, "new", "新认定"), word(.first, "first", "首次"),
    word(.renewed, "renewed", "通过复评"), word(.relocated, "relocated", "新引进"),
    word(.held, "held", "有效期内"), word(.none, "none", "无"), word(.again, "again", "再次"),
  ]

  private static let amounts: [KeywordSpelling] = [
    word(.up, "up"), word(.to, "to"), word(.upTo, nil, "最高"), word(.least, "least"),
    word(.atLeast, nil, "至少"), word(.unspecified, "unspecified", "未定"),
    reservedWord(.of, "of", "的"), reservedWord(.if, "if", "若"), reservedWord(.then, "then", "则"),
    reservedWord(.else, "else", "否则"), reservedWord(.match, "match", "按"),
    word(.reaches, "reaches"), word(.exceeds, "exceeds"), word(.firstReaches, nil, "首次达到"),
    word(.firstExceeds, nil, "首次超过"), word(.each, "each", "各档"),
    word(.highest, "highest", "取高"), word(.last, "last"), word(.lastYear, nil, "上年"),
    word(.peak, "peak", "历年最高"), word(.since, "since"), word(.yearsSince, nil, "满年数"),
    word(.approved, "approved", "核定"), word(.received, "received", "已得"),
    word(.paid, "paid", "已付"), word(.instalment, "instalment", "期次"),
    word(.amount, "amount", "金额"), word(.due, "due", "应得"),
  ]

  private static let small: [KeywordSpelling] = [
    word(.for, "for", "对应"), word(.from, "from", "自"), word(.starting, nil, "起"),
    word(.until, nil, "到"), word(.base, "base", "基数"), word(.other, "other", "列外"),
    word(.about, "about", "约"), word(.days, "days", "天"), word(.months, "months", "个月"),
    word(.years, "years", "年"), reservedWord(.and, "and", "且"), reservedWord(.or, "or", "或"),
    reservedWord(.not, "not", "非"), reservedWord(.in, "in", "属于"),
    reservedWord(.is, "is", "为"), reservedWord(.isNot, nil, "不为"), word(.through, nil, "至"),
    word(.reach, nil, "达到"), word(.above, nil, "超过"), word(.below, nil, "低于"),
    word(.notBelow, nil, "不低于"), word(.money, "money", "金额"), word(.number, "number", "数"),
    word(.percent, "percent", "比例"), word(.date, "date", "日期"), word(.flag, "flag", "是否"),
    word(.yes, "yes", "是"), word(.no, "no", "否"), word(.text, "text", "文字"), word(.one, "one"),
    word(.oneOf, nil, "取值"), word(.byYear, nil, "逐年"), word(.expect, "expect", "应得"),
    word(.otherwise, "otherwise"), word(.otherwiseNone, nil, "其余为无"),
    word(.with, "with", "若改"), word(.total, "total", "合计"), word(.year, "year", "年度"),
  ]
}
