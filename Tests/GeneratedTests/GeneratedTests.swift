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
}
