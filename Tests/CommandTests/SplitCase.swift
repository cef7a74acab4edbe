import JiliTestSupport

/// Six made-up companies of two districts, three of them unreadable, and what three awards give
/// them, worked out by hand; each may get up to 300,000 more from 创新:
///
/// |      | 技改       | 小巨人       | 复评       | 合计         | 市         | 区         |
/// |------|------------|--------------|------------|--------------|------------|------------|
/// | 甲   | 200,000.00 | 1,500,000.00 |            | 1,700,000.00 | 850,000.00 | 850,000.00 |
/// | =1+1 | 66,660.00  |              | 300,000.00 | 366,660.00   |            |            |
/// | 丙   | 66.65      |              |            | 66.65        | 33.33      | 33.32      |
enum SplitCase {
  static let rules = """
    policy 甲市 {
      period  2020 .. 2027
      funding 市 50%, 区 50% when 财政归属 = 市本级
    }
    use "facts.rules"
    award 技改 = 20% of 投资额 cap 50万; cite "二"
    award 国家级小巨人 = 150万 when new; renewal = 20%
    award 创新 = up to 30万 when 重点

    """

  static let facts = """
    field 投资额 : money
    field 重点 : flag
    field 财政归属 : one of 市本级, 县市

    """

  static let companies = """
    企业名称,县区,财政归属,投资额（万元）,重点,国家级小巨人
    甲,南湖区,市本级,100,是,新认定
    =1+1,南湖区,县市,33.33,,复评
    丙,秀洲区,市本级,0.033325,√,
    丁,秀洲区,市本级,五十,否,
    戊,,县市,10
    己,秀洲区,县市,10,否,新认定,多的

    """

  static let files = ["a.rules": rules, "facts.rules": facts, "企业.csv": companies]

  static func desk(_ more: [String: String] = [:]) throws -> Desk {
    try Desk(files.merging(more) { $1 })
  }

  static let run = ["batch", "a.rules", "--companies", "企业.csv", "--year", "2026"]
}
