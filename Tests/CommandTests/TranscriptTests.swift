import Foundation
import JiliTestSupport
import Testing

/// What the documents show of the program is what it prints: the commands of each `console` block
/// are run one after the other in one folder, with the files that the document shows.
///
/// `JILI_UPDATE=1 swift test` rewrites what differs, as with the goldens.
@Suite("the documents show what the program prints", .serialized)
struct TranscriptTests {
  @Test(
    arguments: [
      "README.md", "docs/tutorial.md", "docs/coverage.md", "docs/analysis.md", "docs/compare.md",
      "docs/sweep.md", "docs/report.md", "docs/results.md", "docs/explain.md", "docs/sql.md",
    ])
  func everyCommandPrintsWhatIsShown(_ path: String) throws {
    try Golden.compare(try Transcript().play(Document(path)), at: path)
  }

  /// A transcript that runs nothing would always be true.
  @Test func everyCommandIsSeen() throws {
    let seen = try Transcript().play("$ cat 甲.txt\n一行\n$ jili --version\n$ cat 甲.txt\n")
    #expect(seen == "$ cat 甲.txt\n一行\n$ jili --version\n0.1.0\n$ cat 甲.txt\n一行\n")
  }
}

/// The commands of a document, played in a folder of their own.
private struct Transcript {
  private let desk: Desk

  init() throws { desk = try Desk() }

  /// The document as the program would have it.
  func play(_ document: Document) throws -> String {
    var shown: Set<String> = []
    var texts: [String] = []
    for block in document.blocks {
      if block.words.first == "console" {
        texts.append(try play(block.text))
      } else if let name = block.fileName, !shown.contains(name), let text = try? desk.text(name) {
        texts.append(withoutMark(text))
      } else {
        if let name = block.fileName {
          try desk.put(name, block.text)
          shown.insert(name)
        }
        texts.append(block.text)
      }
    }
    return document.replacing(texts)
  }

  /// A block with the output that its commands give. What stands above the first command stays.
  func play(_ text: String) throws -> String {
    var played = ""
    var command: String?
    var output = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        played += try command.map { try run($0, shown: output) } ?? output
        played += line + "\n"
        command = String(line.dropFirst(2))
        output = ""
      } else {
        output += line + "\n"
      }
    }
    return played + (try command.map { try run($0, shown: output) } ?? output)
  }

  private func run(_ command: String, shown: String) throws -> String {
    var words = command.split(separator: " ").map(String.init)
    var input = ""
    if let mark = words.firstIndex(of: "<"), mark + 1 < words.count {
      input = try desk.text(words[mark + 1])
      words.removeSubrange(mark...mark + 1)
    }
    switch words.removeFirst() {
    case "cat":
      // A file that no block shows is shown by the command itself.
      let name = words.joined(separator: " ")
      if (try? desk.text(name)) == nil { try desk.put(name, shown) }
      return withoutMark(try desk.text(name))
    case "jili": return try printed(words, input)
    default:
      Issue.record("cannot run `\(command)`")
      return shown
    }
  }

  /// What a terminal shows: both outputs in the order in which they were written.
  private func printed(_ arguments: [String], _ input: String) throws -> String {
    let terminal = open(desk.path + "/std.both", O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    defer { close(terminal) }
    let process = try desk.start(
      arguments, input: input, outputDescriptor: terminal, errorDescriptor: terminal)
    let ending = try desk.ending(of: process)
    #expect(ending.code < 128, "\(arguments) ended by a signal")
    return try desk.text("std.both")
  }

  /// Results in a file begin with a mark that a spreadsheet wants and nobody sees.
  private func withoutMark(_ text: String) -> String {
    text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }
}
