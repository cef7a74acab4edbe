/// A block marked ```` ```jili ````: a rule file that compiles, or, marked `jili error J3301`, one
/// that has exactly this error; `warning J3008` and `note J3462` likewise. Faults of drafting are
/// looked for where one is named, or `drafting` says that there is none. One with an example that
/// fails says so: `jili fails`.
package struct RuleBlock: Sendable, CustomStringConvertible {
  package let document: Document
  package let line: Int
  package let text: String
  package let errors: [String]
  package let warnings: [String]
  package let notes: [String]
  package let isOfDrafting: Bool
  package let fails: Bool

  package static let documents = [
    "README.md", "docs/language.md", "docs/tutorial.md", "docs/cookbook.md",
    "docs/coverage.md", "docs/analysis.md", "docs/compare.md", "docs/report.md",
  ]

  package static let all: [RuleBlock] = documents.map { Document($0) }.flatMap { document in
    document.blocks.compactMap { RuleBlock($0, in: document) }
  }

  init?(_ block: DocumentBlock, in document: Document) {
    let words = block.words
    guard words.first == "jili" else { return nil }
    self.document = document
    line = block.line
    text = block.text
    func codes(behind word: String) -> [String] {
      zip(words, words.dropFirst()).filter { $0.0 == word }.map(\.1)
    }
    errors = codes(behind: "error")
    warnings = codes(behind: "warning")
    notes = codes(behind: "note")
    isOfDrafting =
      words.contains("drafting") || (warnings + notes).contains { $0.hasPrefix("J34") }
    fails = words.contains("fails")
  }

  /// Blocks stand where the shipped policies stand, so that they can use their files.
  package static let fileName = "Rules/例.rules"

  package var path: String { document.path }

  /// The files that the block names: those that the document shows above it, or those in Rules.
  package func read(_ path: String) throws -> [UInt8]? {
    let name = path.hasPrefix("Rules/") ? String(path.dropFirst(6)) : path
    if let shown = document.file(name, above: line) { return Array(shown.utf8) }
    return Repository.files(under: "Rules").contains(path) ? try Repository.bytes(path) : nil
  }

  package var description: String { "\(path):\(line)" }
}

/// A rule file that the repository holds: a shipped policy, a block of a document, a golden.
package struct RuleText: Sendable, CustomStringConvertible {
  /// As the files that it names would be looked for.
  package let name: String
  package let text: String
  package let description: String

  package static let all: [RuleText] = policies + blocks + goldens

  package static let policies = Repository.files(under: "Rules", endings: [".rules"]).map {
    RuleText(name: $0, text: (try? Repository.text($0)) ?? "", description: $0)
  }

  package static let blocks = RuleBlock.all.map {
    RuleText(name: RuleBlock.fileName, text: $0.text, description: $0.description)
  }

  private static let goldens = Repository.files(under: "Tests/Goldens", endings: [".rules"]).map {
    RuleText(
      name: $0, text: withoutAnnotations((try? Repository.text($0)) ?? ""), description: $0)
  }

  /// Reads a file of the repository, as rules name it.
  package static func read(_ path: String) throws -> [UInt8]? {
    Repository.files(under: path.hasPrefix("Rules/") ? "Rules" : "Tests/Goldens").contains(path)
      ? try Repository.bytes(path) : nil
  }
}
