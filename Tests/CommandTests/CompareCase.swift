import JiliTestSupport

/// A policy, a draft of it and six made-up companies, worked out by hand (万元; 研发 is what may be
/// approved, 0 .. 30 before and 0 .. 40 after, the same sum on both sides):
///
/// |    | before                           | after                      | difference    |
/// |----|----------------------------------|----------------------------|---------------|
/// | 甲 | 小巨人 100, 技改 50, 展会 2, …   | 小巨人 150, …              | -2, + 0 .. 10 |
/// | 乙 | 隐形冠军 50, 技改 10, 展会 2, …  | 隐形冠军 50, 技改 20, …    | +8, + 0 .. 10 |
/// | 丙 | 复评 20, 技改 40, 展会 2, …      | 复评 45, 技改 60, 上云 1 … | +44, 0 .. 10  |
/// | 丁 |                                  | 上云 1                     | +1            |
/// | 戊 |                                  |                            | 0             |
/// | 己 | 重点 unknown: 技改 10, 展会 2, … | 技改 20, …                 | 0, +8 .. +18  |
///
/// Certain: 276 before (甲 152, 乙 62, 丙 62), 327 after (甲 150, 乙 70, 丙 106, 丁 1). At most 408
/// before (3 × 30 and 42 more), 507 after (3 × 40 and 60). The difference: 51 and 0 .. 48.
enum CompareCase {
  static let base = """
    policy 示范市 {
        period  2025-01-01 .. 2027-12-31
        funding 市 60%, 区 40%
    }
    field 企业类型 : one of 大, 中, 小
    field 投资额 : money
    field 重点 : flag
    award 小巨人 = 100万 when new; renewal = 20%; cite "三（一）"
    award 隐形冠军 = 50万 when new; cite "三（一）"
    award 技改 = 10% of 投资额 cap 50万 when 重点; cite "三（二）"
    award 研发 = up to 30万 when 重点; payment = 50% at 期初, rest at 期末; cite "三（三）"
    award 展会 = 2万 when 重点; cite "三（四）"
    exclusive 小巨人, 隐形冠军; cite "三（一）"

    """

  static let draft = """
    修订 "现行.rules"
    奖励 小巨人 = 150万 当 新认定; 复评 = 30%; 依据 "三（一）"
    award 技改 = 20% of 投资额 cap 60万 when 重点 and 企业类型 in [中, 小]; cite "三（二）"
    award 研发 = up to 40万 when 重点; payment = 50% at 期初, rest at 期末; cite "三（三）"
    remove 展会
    award 上云 = 1万 when 企业类型 = 小; cite "三（五）"

    """

  static let companies = """
    企业名称,企业类型,投资额（万元）,重点,小巨人,隐形冠军,区
    甲,大,600,是,新认定,新认定,东
    乙,中,100,是,,新认定,东
    丙,小,400,是,复评,,西
    丁,小,0,否,,,西
    戊,大,100,否,,,西
    己,中,100,,,,

    """

  static func desk(_ more: [String: String] = [:]) throws -> Desk {
    try Desk(
      ["现行.rules": base, "草案.rules": draft, "企业.csv": companies].merging(more) { $1 })
  }

  static let run = [
    "compare", "现行.rules", "草案.rules", "--companies", "企业.csv", "--year", "2026",
  ]
}

/// A table of a result: its header and its rows, without quotes.
struct PlainTable {
  let header: [String]
  let rows: [[String]]

  init(_ text: String) {
    var lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    if let first = lines.first?.first, first.unicodeScalars.first == "\u{FEFF}" {
      lines[0][0] = String(String.UnicodeScalarView(first.unicodeScalars.dropFirst()))
    }
    header = lines.first ?? []
    rows = Array(lines.dropFirst())
  }

  /// The cells of the rows in which each of these columns has this text.
  func cells(_ column: String, where wanted: [String: String]) -> [String] {
    guard let place = header.firstIndex(of: column) else { return [] }
    return rows.filter { row in
      wanted.allSatisfy { name, text in
        header.firstIndex(of: name).map { row[$0] == text } ?? false
      }
    }.map { $0[place] }
  }
}
