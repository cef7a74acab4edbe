import Jili
import JiliLexer

/// What a dialect cannot do exactly, refused by clause.
extension Diagnostic {
  static func notInSQL(
    _ construct: Wording, in clause: String, _ dialect: Dialect, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      "J7001", at: span, zh: "\(clause)：\(construct.zh)，\(dialect.rawValue) 的查询写不准",
      en: "`\(clause)`: \(construct.en) cannot be exact in a query of \(dialect.rawValue)")
  }
}

extension Wording {
  static let tooLarge = Wording(
    zh: "数可能超出数据库的整数", en: "numbers that may leave the whole numbers of the database")
  static let varyingDivisor = Wording(
    zh: "除以一个未知时也有上下限的数", en: "a divisor that is bounded though it is unknown")
  static let varyingScore = Wording(
    zh: "名额按商排名", en: "places by a quotient of two facts of the company")
  static let floorAboveCeiling = Wording(
    zh: "下限可能高过上限的金额用在条件或算式里",
    en: "a sum whose floor may lie above its ceiling, used in a condition or an amount,")
  static let noNumber = Wording(zh: "不是数的事实用在算式里", en: "a fact that is no number, in arithmetic,")
  static let brokenDay = Wording(zh: "加减半天的日期", en: "a date moved by part of a day")
  static let severalPolicies = Wording(
    zh: "几项政策为同一称号付钱，要互相比较", en: "several policies that pay for one title")
  static let openGroups = Wording(
    zh: "成立与否要看企业的就高组太多", en: "so many exclusive groups that hold by company")
  static let brokenCap = Wording(
    zh: "封顶的数不是整分", en: "a ceiling that is no whole number of 分")
  static let openCap = Wording(
    zh: "合并封顶可能没有数，又和别的封顶重叠", en: "joint ceilings that overlap and may not be there")
  static let farParts = Wording(
    zh: "金额未定时，比例很小的一期", en: "a small part of a payment whose sum is open")
  static let quotaByCompany = Wording(
    zh: "名额的个数各家不同", en: "a number of places that differs by company")
}
