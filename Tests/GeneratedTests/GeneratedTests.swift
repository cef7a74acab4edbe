import Foundation
import JiliLexer
import JiliTestSupport
import Testing

/// Files made from the table of keywords: a word of the language that they do not know would pass
/// unseen. `JILI_UPDATE=1 swift test` writes them anew and fails.
@Suite("files made from the keywords are in step")
struct GeneratedTests {
  struct Made: Sendable, CustomTestStringConvertible {
    let path: String
    let make: @Sendable () throws -> String
    var testDescription: String { path }
  }

  static let files = [
    Made(path: "editors/vscode/syntaxes/jili.tmLanguage.json", make: textMateGrammar),
    Made(path: "Fuzz/rules.dict", make: fuzzDictionary),
  ]

  @Test(arguments: files)
  func isWhatItsMakerMakes(_ file: Made) throws {
    let made = try file.make()
    let kept = try? Repository.text(file.path)
    if let kept, kept == made { return }
    if ProcessInfo.processInfo.environment["JILI_UPDATE"] == "1" {
      try Repository.write(made, to: file.path)
    }
    Issue.record("\(file.path) is not up to date:\n\(difference(kept ?? "", made))")
  }

  /// The extension has no build step: what it names must be there, and read as JSON.
  @Test func theExtensionIsWhole() throws {
    let folder = "editors/vscode/"
    let package = try json(folder + "package.json")
    let contributes = try #require(package["contributes"] as? [String: Any])
    for (list, key) in [("languages", "configuration"), ("grammars", "path")] {
      let entries = try #require(contributes[list] as? [[String: Any]])
      for entry in entries {
        let path = try #require(entry[key] as? String)
        _ = try json(folder + path.dropFirst(2))
      }
    }
    let configuration = try json(folder + "language-configuration.json")
    let pairs = try #require(configuration["autoClosingPairs"] as? [[String: Any]])
    let closers = Set(
      pairs.compactMap { pair in (pair["open"] as? String ?? "") + (pair["close"] as? String ?? "")
      })
    #expect(closers.isSuperset(of: ["{}", "[]", "()", "（）", "\"\"", "“”", "「」", "``"]))
    let comments = try #require(configuration["comments"] as? [String: Any])
    #expect(comments["lineComment"] as? String == "#")
    let rules = try #require(configuration["indentationRules"] as? [String: String])
    let increase = try Regex(rules["increaseIndentPattern"] ?? "")
    #expect("政策 甲 {".contains(increase) && "match 投资额 { 1: 2万;".contains(increase))
    #expect(!"match 投资额 { 1: 2万 }".contains(increase) && !"# 政策 甲 {".contains(increase))
    let decrease = try Regex(rules["decreaseIndentPattern"] ?? "")
    #expect("  }".contains(decrease) && "｝".contains(decrease) && !"甲 }".contains(decrease))
  }

  private func json(_ path: some StringProtocol) throws -> [String: Any] {
    let data = Data(try Repository.bytes(String(path)))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
