/// A fenced block of a document.
package struct DocumentBlock: Sendable {
  /// What stands behind the opening fence.
  package let mark: String
  package let line: Int
  package let text: String
}

/// A document with its fenced blocks in order.
package struct Document: Sendable {
  package let path: String
  package let blocks: [DocumentBlock]

  /// A document that is not there has no blocks, which the tests notice.
  package init(_ path: String) {
    self.path = path
    var found: [DocumentBlock] = []
    var open: (mark: String, line: Int, text: String)?
    let text = (try? Repository.text(path)) ?? ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard line.hasPrefix("```") else {
        open?.text += line + "\n"
        continue
      }
      if let block = open {
        found.append(DocumentBlock(mark: block.mark, line: block.line, text: block.text))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), index + 2, "")
      }
    }
    blocks = found
  }

  /// The text of the block with this mark.
  package func block(_ mark: String) -> String? { blocks.first { $0.mark == mark }?.text }
}

/// A block marked ```` ```jili ````: a rule file that compiles, or, marked `jili error J3301`, one
/// that has exactly this error; `warning J3008` likewise.
package struct RuleBlock: Sendable, CustomStringConvertible {
  package let path: String
  package let line: Int
  package let text: String
  package let errors: [String]
  package let warnings: [String]

  package static let all: [RuleBlock] = ["README.md", "docs/language.md"].flatMap { path in
    Document(path).blocks.compactMap { RuleBlock($0, in: path) }
  }

  init?(_ block: DocumentBlock, in path: String) {
    let words = block.mark.split(separator: " ").map(String.init)
    guard words.first == "jili" else { return nil }
    self.path = path
    line = block.line
    text = block.text
    func codes(behind word: String) -> [String] {
      zip(words, words.dropFirst()).filter { $0.0 == word }.map(\.1)
    }
    errors = codes(behind: "error")
    warnings = codes(behind: "warning")
  }

  /// Blocks stand where the shipped policies stand, so that they can use their files.
  package var fileName: String { "Rules/例.rules" }

  /// The files that the block names.
  package func read(_ path: String) throws -> [UInt8]? {
    Repository.files(under: "Rules").contains(path) ? try Repository.bytes(path) : nil
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
    RuleText(name: $0.fileName, text: $0.text, description: $0.description)
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
