/// A fenced block of a document.
package struct DocumentBlock: Sendable {
  /// What stands behind the opening fence.
  package let mark: String
  /// The line of the document on which its text begins, from 1.
  package let line: Int
  package let text: String

  package var words: [String] { mark.split(separator: " ").map(String.init) }

  /// The file that the block shows: `jili 技改.rules` is one, `jili` and `text 乙` are none.
  package var fileName: String? { words.dropFirst().first { $0.contains(".") } }
}

/// A document with its fenced blocks in order.
package struct Document: Sendable {
  package let path: String
  package let text: String
  package let blocks: [DocumentBlock]

  /// A document that is not there has no blocks, which the tests notice.
  package init(_ path: String) {
    self.path = path
    text = (try? Repository.text(path)) ?? ""
    var found: [DocumentBlock] = []
    var open: (mark: String, line: Int, text: String)?
    for (index, line) in Self.lines(text).enumerated() {
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

  /// What the file holds at a line: the last block above it that shows the file.
  package func file(_ name: String, above line: Int) -> String? {
    blocks.last { $0.fileName == name && $0.line < line }?.text
  }

  /// The document with other texts in its blocks, one for each.
  package func replacing(_ texts: [String]) -> String {
    var lines = Self.lines(text).map(String.init)
    for (block, text) in zip(blocks, texts).reversed() where text != block.text {
      let start = block.line - 1
      let count = Self.lines(block.text).count - 1
      let new = Self.lines(text).dropLast().map(String.init)
      lines.replaceSubrange(start..<start + count, with: new)
    }
    return lines.joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
