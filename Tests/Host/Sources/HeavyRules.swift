/// Rule files near the limits, each heavy in its own way.
struct HeavyRules {
  let name: String
  let text: String
  /// What a company states; all else is unknown, which takes longest.
  var facts: [String: String] = [:]

  static let all = [
    awards, awardsInOneStatement, definitions, tiers, examples, targets, fields, choices, cases,
    readings, chain, mistakes, oneLine, depth,
  ]

  private static let flags = (0..<40).map { "field 标志\($0) : flag" }
  private static func lines(_ parts: [String]...) -> String {
    parts.joined().joined(separator: "\n") + "\n"
  }

  static let awards = HeavyRules(
    name: "4,900 awards with conditions",
    text: lines(
      ["field 投资额 : money", "field 研发 : money"], flags,
      (0..<4_900).map { n in
        let flags = (0..<3).map { "标志\((n * 7 + $0 * 3) % 40)" }.joined(separator: " and ")
        return "award 奖\(n) = \(n % 20 + 1)% of 投资额 cap \(n % 50 + 1)万 when \(flags)"
          + " and 研发 >= \(n % 90 + 1)万"
      }),
    facts: ["投资额": "1亿"])

  static let awardsInOneStatement = HeavyRules(
    name: "4,900 awards in one statement",
    text: "award " + (0..<4_900).map { "奖\($0) = \($0 % 50 + 1)万" }.joined(separator: ", ") + "\n"
  )

  static let definitions = HeavyRules(
    name: "2,400 definitions and as many awards",
    text: lines(
      ["field 营收 : money"], (0..<2_400).map { "define 大\($0) = 营收 >= \($0 + 1)万" },
      (0..<2_400).map { "award 奖\($0) = 1万 when 大\($0) and 大\(($0 * 7) % 2_400)" }))

  static let tiers = HeavyRules(
    name: "20 awards of 2,000 tiers",
    text: "field 营收 : money\n"
      + (0..<20).map { award in
        "award 奖\(award) = match 营收 {"
          + (0..<2_000).reversed().map { " >= \($0 + 1)元: \($0 % 90 + 1)万;" }.joined()
          + " else: 0元 }\n"
      }.joined())

  static let examples = HeavyRules(
    name: "4,900 examples",
    text: lines(
      ["field 营收 : money", "award 奖 = 1% of 营收 cap 100万"],
      (1...4_900).map { "example \"虚构\($0)\" { 营收 = \($0)万; expect total = \($0 * 100)元 }" }))

  static let targets = HeavyRules(
    name: "4,900 targets",
    text: lines(
      ["field 产值 : money"], (0..<4_900).map { "target 产值 >= \($0 + 1)亿 by \(2026 + $0 % 9)" }))

  static let fields = HeavyRules(
    name: "4,900 fields, each with three headers",
    text: lines(
      (0..<4_900).map { "field 值\($0) : money also \"表头\($0)甲\", \"表头\($0)乙\", \"表头\($0)丙\"" },
      ["award 奖 = 1% of 值0"]))

  static let choices = HeavyRules(
    name: "one of 50,000 values",
    text: "field 行业 : one of "
      + (0..<50_000).map { "行业\($0)" }.joined(separator: ", ")
      + "\naward 奖 = 1万 when 行业 is 行业1 or 行业 is 行业49999\n")

  static let cases = HeavyRules(
    name: "4,900 awards that compete, of unknown facts",
    text: lines(
      flags,
      (0..<4_900).map { "award 奖\($0) = \($0 % 50 + 1)万 when 标志\($0 % 40) or 标志\(($0 * 3) % 40)" },
      ["exclusive " + (0..<4_900).map { "奖\($0)" }.joined(separator: ", ")]))

  static let readings = HeavyRules(
    name: "16 readings",
    text: lines(
      ["field 营收 : money"], (0..<16).map { "reading 读法\($0) = 甲 or 乙" },
      (0..<3_000).map {
        "award 奖\($0) = 1% of 营收 cap \($0 + 1)万 when 读法\($0 % 16) is 甲"
      }))

  static let chain = HeavyRules(
    name: "definitions that double",
    text: lines(
      ["field 营收 : money", "define 量0 = 营收"],
      (1...10).map { "define 量\($0) = 量\($0 - 1) + 量\($0 - 1)" },
      (0..<900).map { "award 奖\($0) = 1% of 量10 cap \($0 + 1)万" }))

  static let mistakes = HeavyRules(
    name: "50,000 mistakes", text: String(repeating: "awrd 奖 == ? 万;\n", count: 50_000))

  static let oneLine = HeavyRules(
    name: "1 MiB on one line",
    text: "award 奖 = " + String(repeating: "1 + ", count: 260_000) + "1\n")

  static let depth = HeavyRules(
    name: "parentheses without end", text: "award 奖 = " + String(repeating: "(", count: 1_000_000))
}
