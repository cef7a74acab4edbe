import Foundation
import JiliTestSupport
import Testing

/// `jili explain`: the policy and companies of docs/explain.md, worked by hand there.
@Suite("jili explain")
struct ExplainCommandTests {
  private static let rules = """
    policy 示范市 {
        period  2025-01-01 .. 2027-12-31
    }
    field 类型 : one of 大, 中, 小
    field 投资额 : money
    field 重点 : flag
    field 得分 : number
    award 技改 = 10% of 投资额 cap 50万 when 重点 and 投资额 >= 100万; cite "三（二）"
    award 展会 = 2万 when 类型 in [中, 小] and 投资额 > 80万
    award 名额 = 5万 when 重点; quota = 1 per year by 得分
    exclusive 技改, 展会; cite "三（五）"

    """

  private static let companies = """
    企业编号,企业名称,类型,投资额（万元）,重点,得分
    1,甲,中,600,是,80
    2,乙,中,80,否,90
    3,丙,小,abc,是,1
    4,丁,小,90,是,70

    """

  private static let run = ["explain", "政策.rules", "all", "--company", "企业.csv", "--year", "2026"]

  private func desk() throws -> Desk {
    try Desk(["政策.rules": Self.rules, "企业.csv": Self.companies])
  }

  private func documents(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func award(_ document: [String: Any], _ name: String) throws -> [String: Any] {
    let awards = try #require(document["awards"] as? [[String: Any]])
    return try #require(awards.first { $0["award"] as? String == name })
  }

  /// One company a line in the order of the file; a row that cannot be read is rejected (3).
  @Test func everyCompanyInTheOrderOfTheFile() throws {
    let desk = try desk()
    let ending = try desk.ending(of: desk.start(Self.run + ["--format", "json"]))
    #expect(ending.code == 3)
    let found = try documents(ending.output)
    #expect(found.compactMap { $0["company"] as? String } == ["1", "2", "4"])
    #expect(found.compactMap { $0["row"] as? Int } == [2, 3, 5])
    #expect(ending.errors.contains("abc"))
    // In a file, and in any number of threads, the same bytes.
    let threads = ["--threads", "3", "-o", "说明.jsonl"]
    #expect(try desk.ending(of: desk.start(Self.run + threads)).code == 3)
    #expect(try desk.text("说明.jsonl") == ending.output)
  }

  /// 甲: 10% of 600万 is 60万, capped 50万; 展会 2万 gives way to it. 乙: 技改 lacks 20万 and 重点, then
  /// 10万 and, scoring 90 against 80, 名额 5万. 丁: 70 against 80 is out of the quota.
  @Test func theWorkedSums() throws {
    let desk = try desk()
    let found = try documents(
      try desk.ending(of: desk.start(Self.run + ["--format", "json"])).output)
    let kept = try award(found[0], "技改")
    let steps = try #require(kept["steps"] as? [[String: Any]])
    #expect(
      steps[0]["words"] as? String
        == "10% of 投资额 cap 50万 = 10% of 600万 cap 50万")
    #expect(kept["low"] as? String == "500000.00")
    let lost = try award(found[0], "展会")
    let rival = try #require(lost["rival"] as? [String: Any])
    #expect(rival["award"] as? String == "技改")
    #expect((rival["sum"] as? [String: String])?["low"] == "500000.00")
    #expect((rival["own"] as? [String: String])?["low"] == "20000.00")
    #expect((rival["rule"] as? [String: Any])?["line"] as? Int == 11)
    let missed = try sets(try award(found[1], "技改"))
    #expect(missed.count == 1)
    let changes = try #require(missed[0]["changes"] as? [[String: Any]])
    #expect(changes.compactMap { $0["fact"] as? String } == ["投资额", "重点"])
    #expect(changes.compactMap { $0["to"] as? [String] } == [["100万"], ["是"]])
    #expect(changes[0]["distance"] as? String == "20万")
    #expect((missed[0]["gain"] as? [String: String])?["low"] == "150000.00")
    let out = try award(found[2], "名额")
    #expect(out["state"] as? String == "over-quota")
    let better = try #require(try sets(out)[0]["changes"] as? [[String: Any]])
    #expect(better[0]["fact"] as? String == "得分")
    #expect(better[0]["to"] as? [String] == ["81"])
  }

  private func sets(_ award: [String: Any]) throws -> [[String: Any]] {
    let changes = try #require(award["changes"] as? [String: Any])
    return try #require(changes["sets"] as? [[String: Any]])
  }

  /// What `eval` says of an award is how its explanation begins.
  @Test func itAgreesWithEval() throws {
    let desk = try desk()
    try desk.put("甲.json", #"{"类型": "中", "投资额": "600万", "重点": "是", "得分": "80"}"#)
    let year = ["--year", "2026", "--format", "json"]
    let eval = try desk.ending(
      of: desk.start(["eval", "政策.rules", "--company", "甲.json"] + year))
    let explained = try desk.ending(
      of: desk.start(["explain", "政策.rules", "all", "--company", "甲.json"] + year))
    let one = try #require(
      try JSONSerialization.jsonObject(with: Data(eval.output.utf8)) as? [String: Any])
    let awards = try #require(one["awards"] as? [[String: Any]])
    let other = try documents(explained.output)[0]
    for award in awards {
      let more = try self.award(other, try #require(award["award"] as? String))
      for (key, value) in award {
        #expect(try sorted(value) == sorted(try #require(more[key])), "\(key)")
      }
    }
  }

  private func sorted(_ value: Any) throws -> Data {
    try JSONSerialization.data(withJSONObject: [value], options: .sortedKeys)
  }

  @Test func unknownNamesAreSuggested() throws {
    let desk = try desk()
    let award = try desk.run("explain", "政策.rules", "展汇", "--company", "企业.csv", "--lang", "zh")
    #expect(award.code == 64)
    #expect(award.errors.contains("J4506") && award.errors.contains("是否 `展会`"))
    let company = try desk.ending(
      of: desk.start(Self.run + ["--only", "壬", "-o", "说明.txt", "--lang", "zh"]))
    #expect(company.code == 64)
    #expect(company.errors.contains("J4507"))
    #expect(try !desk.names().contains("说明.txt"))
    let known = try desk.ending(of: desk.start(Self.run + ["--only", "乙", "--format", "jsonl"]))
    #expect(try documents(known.output).compactMap { $0["company"] as? String } == ["2"])
  }

  /// Several rows of one key are one company: what one of them gains counts in all.
  @Test func severalRowsOfACompany() throws {
    let desk = try desk()
    try desk.put(
      "项目.csv",
      """
      企业编号,年度,类型,投资额（万元）,重点,得分
      甲,2025,中,50,否,1
      甲,2026,中,90,否,1

      """)
    let ending = try desk.run(
      "explain", "政策.rules", "展会", "--company", "项目.csv", "--key", "企业编号", "--date-column", "年度",
      "--format", "json")
    #expect(ending.code == 0)
    let found = try documents(ending.output)
    #expect(found.compactMap { $0["row"] as? Int } == [2, 3])
    #expect(found.compactMap { $0["date"] as? String } == ["2025", "2026"])
    #expect(try award(found[1], "展会")["state"] as? String == "due")
  }

  /// One place a year, held by 80. 甲's second row takes it from its own first one, which gains
  /// nothing. 乙 wins 20万 by being 重点, but no place with 65.
  @Test func aPlaceIsTakenFromSomebody() throws {
    let desk = try Desk([
      "政策.rules": """
      field 重点 : flag
      field 得分 : number
      award 名额 = 5万 when 重点; quota = 1 per year by 得分
      award 大奖 = 20万 when 重点

      """,
      "企业.csv": """
      企业,年度,重点,得分
      甲,2026,是,80
      甲,2026,是,70
      乙,2026,否,65

      """,
    ])
    let found = try documents(
      try desk.run(
        "explain", "政策.rules", "all", "--company", "企业.csv", "--key", "企业", "--date-column", "年度",
        "--format", "json"
      ).output)
    let own = try sets(try award(found[1], "名额"))
    #expect(
      own.compactMap { $0["gain"] as? [String: String] } == [["low": "0.00", "high": "0.00"]])
    let other = try sets(try award(found[2], "大奖"))
    #expect(
      other.compactMap { $0["gain"] as? [String: String] }
        == [["low": "200000.00", "high": "200000.00"]])
  }

  /// 80 has no sure place beside a score that is not known.
  @Test func noPlaceIsSureBesideAnUnknownScore() throws {
    let desk = try desk()
    try desk.put("企业.csv", "企业名称,类型,重点,得分\n甲,大,是,80\n乙,大,是,\n")
    let found = try documents(
      try desk.ending(of: desk.start(Self.run + ["--format", "json"])).output)
    let steps = try #require(try award(found[0], "名额")["steps"] as? [[String: Any]])
    #expect(steps.compactMap { $0["step"] as? String } == ["amount", "quota"])
    #expect(steps.compactMap { $0["words"] as? String } == ["5万", "名额边缘并列或评分未知"])
    #expect(steps.compactMap { $0["low"] as? String } == ["50000.00", "0.00"])
  }

  /// `eval --explain` is its table and the page of `explain`; as JSON what `explain` says.
  @Test func evalExplainsInTheSameWords() throws {
    let desk = try desk()
    let facts = ["--year", "2026", "--set", "类型=中", "--set", "投资额=80万", "--set", "重点=否"]
    func output(_ words: [String]) throws -> String {
      try desk.ending(of: desk.start(words + facts)).output
    }
    let page = try output(["explain", "政策.rules", "all"])
    let table = try output(["eval", "政策.rules", "--explain"])
    #expect(table.hasSuffix("\n\n" + page.dropLast()))
    #expect(table.hasPrefix("奖项") || table.hasPrefix("award"))
    #expect(
      try output(["eval", "政策.rules", "--explain", "--format", "json"])
        == output(["explain", "政策.rules", "all", "--format", "json"]))
  }
}
