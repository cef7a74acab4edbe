import Jili
import JiliLexer
import JiliTestSupport
import Testing

/// The findings of a program that stands alone.
func found(_ text: String) -> [Diagnostic] {
  compile(Array(text.utf8), named: "t.rules") { _ in nil }.diagnostics
}

@Suite("limits of the checker")
struct CheckLimitTests {
  /// Forty lines of definitions that double would be a tree of a million million nodes.
  @Test func definitionsThatDoubleAreRefused() {
    let doubled = (1...40).map { "define 甲\($0) = 甲\($0 - 1) + 甲\($0 - 1)" }
    let text = "field 甲0 : money\n" + doubled.joined(separator: "\n") + "\naward 奖 = 甲40"
    #expect(found(text).map(\.code) == ["J3117"])
    let few = "field 甲0 : money\n" + doubled.prefix(10).joined(separator: "\n") + "\naward 奖 = 甲10"
    #expect(found(few).map(\.code) == [])
  }

  @Test(arguments: [true, false])
  func longChainsOfDefinitionsAreRefused(_ isForward: Bool) {
    func chain(_ count: Int) -> String {
      let lines = (1...count).map { "define 甲\($0) = not 甲\($0 - 1)" }
      let ordered = isForward ? lines : lines.reversed()
      return "field 甲0 : flag\n" + ordered.joined(separator: "\n") + "\naward 奖 = 1万 when 甲\(count)"
    }
    #expect(found(chain(60)).map(\.code) == [])
    #expect(Set(found(chain(3000)).map(\.code)) == ["J3117"])
  }

  /// Each award reads the sum of the next: the planner follows them one inside the other.
  @Test func longChainsOfAwardsAreRefused() {
    func chain(_ count: Int) -> String {
      (1...count).map { "award 甲\($0) = 1万 when 甲\($0 + 1).due\n" }.joined()
        + "award 甲\(count + 1) = 1万"
    }
    #expect(found(chain(Limits.awardChain - 1)).map(\.code) == [])
    #expect(found(chain(Limits.awardChain)).map(\.code) == ["J3117"])
  }

  /// Benefits and limits count as awards do.
  @Test(arguments: ["benefit 优# when 甲9 > 1万", "limit 甲9 + #元 <= 1万"])
  func allStatementsTogetherFitIntoAPlan(_ pattern: String) {
    let doubled = (1...9).map { "define 甲\($0) = 甲\($0 - 1) + 甲\($0 - 1)\n" }.joined()
    func text(_ count: Int) -> String {
      "field 甲0 : money\n" + doubled
        + (1...count).map { pattern.replacing("#", with: "\($0)") + "\n" }.joined()
    }
    // Each is a little more than 2^10 nodes.
    let most = Limits.planNodes / 1024
    #expect(found(text(most / 2)).map(\.code) == [])
    #expect(found(text(most + 1)).map(\.code) == ["J3117"])
  }

  /// A table is choices within choices: so many tiers that walking along them would overflow the
  /// stack are refused, and those that are allowed are computed, unknown facts and all.
  @Test func longTablesAreRefused() throws {
    func table(_ count: Int) -> String {
      "field 营收 : money\naward 奖 = match 营收 {"
        + (0..<count).map { " >= \(count - $0)元: \($0 % 90 + 1)万;" }.joined() + " else: 0元 }"
    }
    #expect(found(table(20_000)).map(\.code) == ["J3117"])
    let policy = try Policy(source: table(2000), named: "t.rules")
    // Whatever the revenue is, it reaches one of the tiers of 1万 to 90万, or none.
    let total = try policy.evaluate([:]).total
    #expect(total.low == "0.00")
    #expect(total.high == "900000.00")
    #expect(try policy.evaluate(["营收": "2000元"]).total.low == "10000.00")
  }

  @Test func filesAreCounted() {
    let compiled = compile(Array("use \"0.rules\"".utf8), named: "t.rules") { path in
      let number = Int(path.prefix { $0 != "." }) ?? 0
      return Array("use \"\(number + 1).rules\"".utf8)
    }
    #expect(compiled.diagnostics.map(\.code) == ["J3005"])
    #expect(compiled.sources.count == Limits.ruleFiles)
  }

  /// Used files and texts count together; a text that is named twice is read once.
  @Test(arguments: ["use \"#\"", "policy 测 { source \"#\" source \"#\" }"])
  func bytesAreCounted(_ naming: String) {
    let text = naming.replacing("#", with: "b.rules") + "\naward 奖 = 1万"
    func found(_ count: Int) -> [String] {
      let rest = [UInt8](repeating: UInt8(ascii: "#"), count: count - text.utf8.count)
      return compile(Array(text.utf8), named: "t.rules") { _ in rest }.diagnostics.map(\.code)
    }
    #expect(!found(Limits.policyBytes).contains("J3005"))
    #expect(found(Limits.policyBytes + 1).contains("J3005"))
  }

  /// Texts are equal in any composition, names of files are not.
  @Test func filesAreToldApartByTheirBytes() {
    let files = ["e\u{301}.rules", "\u{E9}.rules"].map { name in
      (Array(name.utf8), "define \(name.utf8.count == 8 ? "甲" : "乙") = 1万")
    }
    let text = "use \"e\u{301}.rules\"\nuse \"\u{E9}.rules\"\naward 奖 = 甲 + 乙"
    let compiled = compile(Array(text.utf8), named: "t.rules") { path in
      files.first { $0.0 == Array(path.utf8) }.map { Array($0.1.utf8) }
    }
    #expect(compiled.diagnostics.map(\.code) == [])
    #expect(compiled.sources.count == 3)
  }

  /// A text of 4 MiB takes 4 of 500 million steps for each quote.
  @Test func quotesOfLongTextsAreCounted() {
    let source = [UInt8](repeating: UInt8(ascii: "a"), count: 4_000_000)
    func found(_ count: Int) -> [String] {
      let quotes = String(repeating: "; cite \"一\": \"aaaab\"", count: count)
      let text = "policy 测 { source \"b.txt\" }\naward 奖 = 1万" + quotes
      return compile(Array(text.utf8), named: "t.rules") { _ in source }.diagnostics.map(\.code)
    }
    let most = Limits.quotationSteps / source.count
    #expect(!found(2).contains("J3012"))
    #expect(found(most + 1).filter { $0 == "J3012" }.count == 1)
  }

  @Test func cyclesOfFilesAreNamed() {
    let files = [
      "a.rules": "use \"b.rules\"", "b.rules": "use \"c.rules\"", "c.rules": "use \"b.rules\"",
    ]
    let compiled = compile(Array("use \"a.rules\"".utf8), named: "t.rules") { path in
      files[path].map { Array($0.utf8) }
    }
    #expect(compiled.diagnostics.map(\.code) == ["J3004"])
    #expect(compiled.diagnostics.first?.message.en.hasSuffix("b.rules → c.rules → b.rules") == true)
    #expect(compiled.diagnostics.first?.span.file == 3)
  }

  @Test func deepExpressionsDoNotCrash() {
    let deep = String(repeating: "(", count: 60) + "1万" + String(repeating: ")", count: 60)
    #expect(found("award 甲 = \(deep)").map(\.code) == [])
    let wide = String(repeating: "1万 + ", count: Limits.depth - 1) + "1万"
    #expect(found("award 甲 = \(wide)").map(\.code) == [])
  }
}
