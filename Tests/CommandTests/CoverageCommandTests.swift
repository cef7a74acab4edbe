import Foundation
import JiliTestSupport
import Testing

@Suite("jili coverage")
struct CoverageCommandTests {
  private static let rules = """
    政策 示范市 { 来源 "原文/办法.txt" }
    奖励 国家级小巨人 = 150万 当 新认定; 依据 "一": "给予150万元奖励"
    不计 "每年召开2次推进会" 因为 "工作安排"
    """
  private static let text = """
    一、对新认定的国家级“小巨人”企业，给予150万元奖励。
    二、对通过复评的，给予20%的奖励。每年召开2次推进会。
    """

  private func desk(_ rules: String = Self.rules, _ text: String = Self.text) throws -> Desk {
    try Desk(["d/甲.rules": rules, "d/原文/办法.txt": text])
  }

  @Test func whatIsMissingIsShown() throws {
    let desk = try desk()
    let ending = try desk.run("coverage", "d/甲.rules")
    #expect(ending.code == 0)
    #expect(ending.errors == "")
    #expect(
      ending.output == """
        d/原文/办法.txt：3 个数，有规则 1，写明不计 1，编号和名称 0，缺 1
        没有规则、也没有写明不计的数：1 个
          d/原文/办法.txt:2:12  20%
              二、对通过复评的，给予20%的奖励

        """)
    let strict = try desk.run("coverage", "d/甲.rules", "--strict", "--lang", "en")
    #expect(strict.code == 1)
    #expect(strict.output.contains("numbers without a rule and not omitted: 1\n"))
  }

  @Test func nothingIsMissing() throws {
    let desk = try desk(Self.rules + "\n不计 \"给予20%的奖励\" 因为 \"试写\"")
    let ending = try desk.run("coverage", "d/甲.rules", "--strict")
    #expect(ending.code == 0)
    #expect(ending.output == "d/原文/办法.txt：3 个数，有规则 1，写明不计 2，编号和名称 0，缺 0\n")
  }

  @Test func jsonForPrograms() throws {
    let ending = try desk().run("coverage", "d/甲.rules", "--format", "json")
    let parsed = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let document = try #require(parsed as? [String: Any])
    #expect(document["schema"] as? Int == 1)
    #expect(document["policy"] as? String == "示范市")
    let texts = try #require(document["texts"] as? [[String: Any]])
    #expect(
      texts.count == 1 && texts[0]["missing"] as? Int == 1 && texts[0]["covered"] as? Int == 1)
    let numbers = try #require(document["numbers"] as? [[String: Any]])
    #expect(numbers.map { $0["number"] as? String } == ["150万元", "20%", "2次"])
    #expect(numbers.map { $0["state"] as? String } == ["covered", "missing", "omitted"])
    #expect(numbers.map { $0["line"] as? Int } == [1, 2, 2])
    let rules = try #require(numbers[0]["rules"] as? [[String: Any]])
    #expect(rules.count == 1 && rules[0]["article"] as? String == "一")
    #expect(rules[0]["rule"] as? String == "奖励 国家级小巨人" && rules[0]["line"] as? Int == 2)
    #expect(document["promises"] as? [String] == [])
  }

  @Test func thePageStandsAlone() throws {
    let desk = try desk()
    let ending = try desk.run("coverage", "d/甲.rules", "--html", "页.html", "--strict")
    #expect(ending.code == 1)
    #expect(ending.output.contains("缺 1\n"))
    let page = try desk.text("页.html")
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
    #expect(page.hasSuffix("</html>\n"))
    #expect(page.contains("<mark class=\"missing\" id=\"m1\">20%</mark>"))
    #expect(page.contains("给予<b>150万元</b>奖励</a>"))
    #expect(!page.contains("<script") && !page.contains("<link") && !page.contains("url("))
    #expect(try desk.names() == ["d", "页.html"])
    let again = try desk.run("coverage", "d/甲.rules", "--html", "-")
    #expect(again.output == page)
    let english = try desk.run("coverage", "d/甲.rules", "--html", "-", "--lang", "en")
    #expect(english.output.contains("<html lang=\"en\">"))
  }

  @Test func whatWasReadIsNotOverwritten() throws {
    let desk = try desk()
    for path in ["d/甲.rules", "d/原文/办法.txt"] {
      let before = try desk.bytes(path)
      let ending = try desk.run("coverage", "d/甲.rules", "--html", path)
      #expect(ending.code == 64)
      #expect(ending.output == "")
      #expect(try desk.bytes(path) == before)
    }
    #expect(try desk.run("coverage", "d/甲.rules", "--html", "无/页.html").code == 74)
  }

  @Test func rulesThatCannotBeCompared() throws {
    let desk = try Desk([
      "a.rules": "award 甲 = 1万", "b.rules": "award 甲 = 1",
      "c.rules": "policy 丙 { source \"无.txt\" }",
    ])
    let none = try desk.run("coverage", "a.rules")
    #expect(none.code == 2)
    #expect(none.output == "")
    #expect(none.errors.contains("错误 J3011: 政策没有 `来源`，没有原文可以对照"))
    let english = try desk.run("coverage", "a.rules", "--lang", "en")
    #expect(english.errors.contains("error J3011: the policy has no `source`"))
    #expect(try desk.run("coverage", "b.rules").code == 2)
    #expect(try desk.run("coverage", "c.rules").code == 2)
    #expect(try desk.run("coverage", "无.rules").code == 66)
    #expect(try desk.run("coverage", "a.rules", "--format", "xml").code == 64)
  }

  /// A number that differs from the words it quotes: a warning, which `--strict` turns into 1.
  @Test func checkWarnsOfNumbersThatTheQuoteDoesNotHave() throws {
    let desk = try desk(Self.rules.replacing("= 150万", with: "= 160万"))
    let ending = try desk.run("check", "d/甲.rules", "--strict")
    #expect(ending.code == 1)
    #expect(ending.errors.contains("警告 J3010: 所引的原文里没有 `160万`\n  d/甲.rules:2:13\n"))
    #expect(ending.errors.contains("  = 所引的原文里有 150万元\n"))
  }
}
