import Jili
import JiliLexer
import JiliReference
import JiliTestSupport
import Testing

/// Programs of every shape, laid out and spelled in either language, say the same.
@Test func spellingChangesNoMeaning() throws {
  for seed in UInt64(1)...120 {
    let files = generate(seed: seed).files
    let rules = files.main
    let before = meaning(of: compiled(rules, beside: files.others))
    let plain = try #require(laidOut(rules), "seed \(seed)")
    let chinese = try #require(laidOut(rules, "zh"), "seed \(seed)")
    let english = try #require(laidOut(rules, "en"), "seed \(seed)")
    #expect(laidOut(english, "zh") == chinese, "seed \(seed)")
    #expect(laidOut(chinese, "en") == english, "seed \(seed)")
    for text in [plain, chinese, english] {
      let isSame = meaning(of: compiled(text, beside: files.others)) == before
      #expect(isSame, "seed \(seed):\n\(text)")
    }
  }
}

private func compiled(_ rules: String, beside others: [String: String]) -> Compiled {
  compile(Array(rules.utf8), named: "generated.rules") { path in
    others[path].map { Array($0.utf8) }
  }
}

private func laidOut(_ rules: String, _ language: String? = nil) -> String? {
  let keywords = language.flatMap { Language(rawValue: $0) }
  let laidOut = layOut(Array(rules.utf8), named: "generated.rules", keywords: keywords)
  guard case .text(let text) = laidOut.result else { return nil }
  return text
}
