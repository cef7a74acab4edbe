import JiliLexer
import JiliParser
import Testing

@Suite("what was typed at a prompt")
struct PromptTests {
  /// Each item in a word or two.
  private func shape(_ text: String) -> [String] {
    let source = Source(name: "", text: text)
    let entry = parsePrompt(source)
    if entry.isIncomplete { return ["…"] }
    if entry.diagnostics.contains(where: { $0.severity == .error }) {
      return entry.diagnostics.map(\.code)
    }
    if entry.isRules { return ["rules"] }
    return entry.items.map { item in
      switch item {
      case .fact(let target, let value, _):
        source.text(target.span) + " := " + (value.map { source.text($0.span) } ?? "")
      case .question(let expression, let changes):
        "? " + source.text(expression.span) + shape(changes, source)
      case .why(let line, let isNegative, let changes):
        (isNegative ? "why not " : "why ") + line.award.text + (line.isRenewal ? ".renewal" : "")
          + shape(changes, source)
      case .whatIf(let changes, _): "what if" + shape(changes, source)
      }
    }
  }

  private func shape(_ changes: [PromptEntry.Change], _ source: Source) -> String {
    changes.map { " | \(source.text($0.target.span)) := \(source.text($0.value.span))" }.joined()
  }

  @Test(
    arguments: [
      ("", []), ("# 注释", []), ("award 甲 = 1万", ["rules"]), ("奖励 甲 = 1万 当 新认定;", ["rules"]),
      ("甲 = 1万", ["甲 := 1万"]), ("甲 为 新认定", ["甲 := 新认定"]), ("甲 is new", ["甲 := new"]),
      ("甲 ＝ １万", ["甲 := １万"]), ("甲 =", ["甲 := "]), ("甲 = ;", ["甲 := "]),
      ("甲.核定 = 30万", ["甲.核定 := 30万"]), ("甲 上年 = 3亿", ["甲 上年 := 3亿"]),
      ("(甲 + 乙) 上年 = 3亿", ["? (甲 + 乙) 上年 = 3亿"]),
      ("甲 peak = 3亿", ["甲 peak := 3亿"]), ("甲 peak =", ["甲 peak := "]),
      ("甲 = 1万; 乙 = 是;  丙", ["甲 := 1万", "乙 := 是", "? 丙"]),
      ("(甲 = 1万)", ["? (甲 = 1万)"]), ("甲 >= 1万", ["? 甲 >= 1万"]), ("甲 不为 新认定", ["? 甲 不为 新认定"]),
      ("甲 = 1万 and 乙", ["? 甲 = 1万 and 乙"]), ("1万 = 1万", ["? 1万 = 1万"]),
      ("甲 * 20% cap 5万", ["? 甲 * 20% cap 5万"]),
      ("why 甲", ["why 甲"]), ("为何 甲.复评", ["why 甲.renewal"]), ("why not 甲", ["why not 甲"]),
      ("为何不 甲", ["why not 甲"]), ("为什么 「甲 乙」", ["why 甲 乙"]),
      ("若改 甲 = 12亿、乙 为 新认定", ["what if | 甲 := 12亿 | 乙 := 新认定"]),
      ("what if 甲 = 1亿; 丙", ["what if | 甲 := 1亿", "? 丙"]), ("what if", ["…"]),
      ("what = 是", ["what := 是"]), ("若改 甲 > 2", ["J2001"]), ("若改 1万 = 2万", ["J2001"]),
      ("why", ["? why"]), ("why = 是", ["why := 是"]), ("为何 and 乙", ["? 为何 and 乙"]),
      ("合计 若改 甲 = 12亿、乙.核定 为 3万", ["? 合计 | 甲 := 12亿 | 乙.核定 := 3万"]),
      ("total with 甲 = 1亿, 乙 last year = 2亿; 丙", ["? total | 甲 := 1亿 | 乙 last year := 2亿", "? 丙"]),
      ("甲 = 1万 with 乙 is new", ["? 甲 = 1万 | 乙 := new"]), ("why 甲 with 乙 = 1", ["why 甲 | 乙 := 1"]),
      ("(甲 = 1万) with with = 2", ["? (甲 = 1万) | with := 2"]), ("with", ["? with"]),
      ("with = 5", ["with := 5"]), ("甲 with 1万 = 2万", ["J2042"]), ("甲 with 乙 > 2", ["J2001"]),
      ("甲 with 乙 = 2 with 丙 = 3", ["J2001"]), ("甲 with 乙 = 1,000", ["J2016"]),
      ("define 甲 = 乙 with 丙 = 1", ["J2041"]),
      ("甲 乙", ["J2001"]), ("甲 不超过 5万", ["J2009"]), ("= 5", ["J2001"]), ("甲 @ 乙", ["J1004"]),
    ] as [(String, [String])])
  func isRead(_ text: String, _ items: [String]) {
    #expect(shape(text) == items)
  }

  @Test func onlyFactsAreChanged() {
    let found = parsePrompt(Source(name: "", text: "合计 若改 甲 + 1 = 2")).diagnostics
    #expect(found.map(\.message.zh) == ["“若改”后面写要改的事实和值，如“营收 = 12亿”"])
    #expect(
      found.map(\.message.en) == ["behind `with` stand facts and their values, as `营收 = 12亿`"])
    #expect(found.map { Int($0.span.start) } == ["合计 若改 ".utf8.count])
  }

  @Test(arguments: [
    "award 甲", "award 甲 =", "award 甲 = 1万,", "policy 甲 {", "policy 甲 { period 2026 ..",
    "(甲 + 1万", "if 甲 then 1万", "若 甲 则 1万 否则", "match 甲 {", "match 甲 { 1: 2万;", "1万 +",
    "total with", "total with 甲", "合计 若改 甲 =", "甲 with 乙 = 1万,", "why 甲 with",
    "award 甲 = if 乙 then 1万", "example \"一\" {",
  ])
  func asksForMore(_ text: String) {
    #expect(parsePrompt(Source(name: "", text: text)).isIncomplete)
  }

  /// More would not help where something else is wrong as well.
  @Test(arguments: ["award 甲 = 1万圆 when", "award 甲 甲 = 1万; award", "award 甲 = \"没有结束"])
  func saysWhatIsWrongAtOnce(_ text: String) {
    let entry = parsePrompt(Source(name: "", text: text))
    #expect(!entry.isIncomplete)
    #expect(!entry.diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("  when new", false, true), ("且 乙", false, true), ("else 5万", false, true),
    ("cite \"一\"", false, true), ("依据 \"一\"", false, true), ("  ; note \"一\"", false, true),
    ("# 注释", false, true), ("", false, false), ("  ", true, false),
    ("renewal = 20%", true, true), ("renewal = 20%", false, false), ("复评 = 20%", true, true),
    ("名额 = 每年 50 按 得分", true, true), ("名额 = 50", false, false), ("注", false, false),
    ("甲 = 新认定", true, false), ("award 乙 = 1万", true, false), ("total", true, false),
    ("if 甲 then 1 else 2", false, false), ("1万 + 1万", true, false), ("(甲)", true, false),
    ("}", false, true),
  ])
  func clausesGoOn(_ line: String, _ behindSemicolon: Bool, _ goesOn: Bool) {
    #expect(continuesRule(line, behindSemicolon: behindSemicolon) == goesOn)
  }
}
