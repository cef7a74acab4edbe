import JiliLexer

/// Where an editor shows a word of the language as one, and as what. Reserved words are shown
/// everywhere; the others may be names, and are shown only where they hardly are.
enum WordRole: Hashable {
  /// Begins a statement; the word behind it may be a name that it declares.
  case statement(Declared)
  /// `when`, `if`, `match`: reserved.
  case control
  /// `and`, `的`, `不超过`: reserved, or no name that anybody gives.
  case operation
  /// Small words that are no names: `at`, `其余`, `首次达到`.
  case small
  /// Behind a name: `营收 上年`, `营收 peak`.
  case postfix
  /// Statuses and other fixed values: `new`, `有效期内`, `是`.
  case value
  /// Values of a policy block: `draft`, `补差`.
  case blockValue
  /// Entries of a policy block: `status`, `有效期`; some are clauses of awards too.
  case entry
  /// In front of a quoted text: `name "…"`, `依据 "…"`.
  case beforeText
  /// At the beginning of a clause, in front of `=`: `renewal = 20%`.
  case beforeEqual
  /// In front of a number: `valid 3 years`, `约 100`.
  case beforeNumber
  /// In front of what an amount begins with: `最高 30万`, `自 施行日期`.
  case beforeValue
  /// Types behind the colon of a field or parameter.
  case type
  /// Behind the dot of `A.核定`.
  case fact
  /// Words of an example: `expect`, `合计`.
  case example
  /// The year and date of evaluation.
  case evaluation
  /// Only behind a number, as its unit.
  case unit

  enum Declared { case function, type, nothing }

  init(_ keyword: Keyword) {
    switch keyword {
    case .award, .benefit, .define: self = .statement(.function)
    case .policy, .field, .title, .parameter, .reading: self = .statement(.type)
    case .use, .exclusive, .together, .limit, .target, .omit, .amends, .remove, .example:
      self = .statement(.nothing)
    case .when, .except, .if, .then, .else, .match: self = .control
    case .cap, .notOver, .of, .and, .or, .not, .in, .is, .isNot, .through, .reach, .above, .below,
      .notBelow:
      self = .operation
    case .once, .less, .at, .rest, .per, .perYear, .by, .because, .up, .to, .least, .atLeast,
      .reaches, .exceeds, .firstReaches, .firstExceeds, .each, .highest,
      .since, .yearsSince, .for, .one, .oneOf, .byYear, .otherwise, .otherwiseNone, .with:
      self = .small
    case .last, .lastYear, .peak: self = .postfix
    case .new, .first, .renewed, .relocated, .held, .none, .again, .unspecified, .yes, .no:
      self = .value
    case .draft, .adopted, .repealed, .topUp, .noDouble, .stack, .down: self = .blockValue
    case .status, .period, .applies, .overlap, .funding, .rounding: self = .entry
    case .name, .source, .cite, .note, .also: self = .beforeText
    case .renewal, .quota, .payment, .blank, .other: self = .beforeEqual
    case .valid, .starting, .until, .base, .about: self = .beforeNumber
    case .upTo, .from: self = .beforeValue
    case .money, .number, .percent, .date, .flag, .text: self = .type
    case .approved, .received, .paid, .instalment, .amount, .due: self = .fact
    case .expect, .total: self = .example
    case .year: self = .evaluation
    case .days, .months, .years: self = .unit
    }
  }

  /// Every spelling in one of these roles, the longest first, as a pattern.
  static func words(_ roles: WordRole...) -> String {
    let rows = Keywords.table.filter { roles.contains(WordRole($0.keyword)) }
    return alternatives(rows)
  }

  /// The spellings of some keywords.
  static func spellings(_ keywords: Keyword...) -> String {
    alternatives(Keywords.table.filter { keywords.contains($0.keyword) })
  }

  /// The spellings of the statements, those that declare something of a kind, or all.
  static func statements(_ kinds: Declared...) -> String {
    alternatives(
      Keywords.table.filter { row in
        guard case .statement(let declared) = WordRole(row.keyword) else { return false }
        return kinds.contains(declared)
      })
  }

  private static func alternatives(_ rows: [KeywordSpelling]) -> String {
    let words = Set(rows.flatMap { [$0.english].compactMap { $0 } + $0.chinese })
    let sorted = words.sorted { ($1.count, $0) < ($0.count, $1) }
    return sorted.map { $0.replacing("-", with: "[-－]") }.joined(separator: "|")
  }
}
