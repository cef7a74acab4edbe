import Foundation
import JiliTestSupport
import Testing

/// The tour of the prompt is a conversation, and every line of it is typed here.
///
/// A `console` block begins with a command behind `$ `, or goes on with the conversation of the
/// block before it. `JILI_UPDATE=1 swift test` rewrites what differs, as with the goldens.
@Suite("the tour of the prompt", .serialized)
struct TourTests {
  @Test func everyLineIsAnsweredAsShown() throws {
    let document = Document("docs/tour.md")
    #expect(document.blocks.count > 10)
    try Golden.compare(try Tour(document).played(), at: "docs/tour.md")
  }
}

private struct Tour {
  /// One start of the program, with what is typed and in which block.
  private struct Run {
    let command: String
    let block: Int
    var typed: [(line: String, block: Int)] = []
  }

  private let document: Document
  private let desk: Desk
  private var runs: [Run] = []

  init(_ document: Document) throws {
    self.document = document
    desk = try Desk()
    for (index, block) in document.blocks.enumerated() {
      if let name = block.fileName {
        try desk.put(name, block.text)
        continue
      }
      guard block.words.first == "console" else { continue }
      for line in block.text.split(separator: "\n").map(String.init) {
        if line.hasPrefix("$ ") {
          runs.append(Run(command: String(line.dropFirst(2)), block: index))
        } else if let typed = Self.typed(line) {
          try #require(!runs.isEmpty, "`\(line)` is said to nobody")
          runs[runs.count - 1].typed.append((typed, index))
        }
      }
    }
  }

  /// What was typed on a line that begins with a prompt: behind `? NAME =` an answer.
  private static func typed(_ line: String) -> String? {
    for prompt in ["jili> ", "  ..> "] where line.hasPrefix(prompt) {
      return String(line.dropFirst(prompt.count))
    }
    guard line.hasPrefix("? "), let equal = line.range(of: " =") else { return nil }
    return String(line[equal.upperBound...].drop { $0 == " " })
  }

  /// The document as the program would have it.
  func played() throws -> String {
    var texts = document.blocks.map { $0.words.first == "console" ? "" : $0.text }
    for run in runs {
      texts[run.block] += "$ " + run.command + "\n"
      var block = run.block
      var next = 0
      for line in try output(of: run) {
        if Self.typed(line) != nil, next < run.typed.count {
          block = run.typed[next].block
          next += 1
        }
        texts[block] += line + "\n"
      }
    }
    return document.replacing(texts)
  }

  /// The lines of both outputs; blanks at their ends are nothing that a page could show.
  private func output(of run: Run) throws -> [String] {
    let words = run.command.split(separator: " ").map(String.init)
    try #require(words.first == "jili")
    let path = desk.path + "/std.both"
    let both = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    defer { close(both) }
    let input = run.typed.map { $0.line + "\n" }.joined()
    let process = try desk.start(
      Array(words.dropFirst()) + (run.typed.isEmpty ? [] : ["--echo"]), input: input,
      outputDescriptor: both, errorDescriptor: both)
    #expect(try desk.ending(of: process).code < 128)
    return try desk.text("std.both").split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map { line in
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
      }
  }
}
