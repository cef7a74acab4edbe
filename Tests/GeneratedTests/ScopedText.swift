import Foundation
import JiliLexer
import JiliTestSupport

/// A text as the engine of an editor sees it: the scopes of each stretch, innermost last.
struct ScopedText {
  /// Stretches in order, by byte offsets.
  let stretches: [(start: UInt32, end: UInt32, scopes: [String])]

  /// The innermost scope of every stretch that a span touches, without the language's name.
  func scopes(of span: Span) -> [String] {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].end <= span.start { low = middle + 1 } else { high = middle }
    }
    return stretches[low...].prefix { $0.start < span.end }.map { stretch in
      let last = stretch.scopes.last { $0 != "source.jili" } ?? ""
      return last.hasSuffix(".jili") ? String(last.dropLast(5)) : last
    }
  }

  /// The folder that `make test-editors` keeps the engine in; nil where the engine is not there.
  static var engine: String? { ProcessInfo.processInfo.environment["JILI_TEXTMATE"] }

  /// Runs the grammar in VS Code's engine on several texts.
  static func scoped(_ texts: [String], engine: String) throws -> [ScopedText] {
    let folder = FileManager.default.temporaryDirectory
    let question = folder.appendingPathComponent("jili-texts-\(UUID().uuidString).json")
    try JSONEncoder().encode(texts).write(to: question)
    defer { try? FileManager.default.removeItem(at: question) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "node", Repository.path("Tests/GeneratedTests/textmate.mjs"), engine,
      Repository.path("editors/vscode/syntaxes/jili.tmLanguage.json"), question.path,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw EngineFailed(code: process.terminationStatus)
    }
    let files = try JSONDecoder().decode([[Line]].self, from: answer)
    return zip(texts, files).map { ScopedText($0, $1) }
  }

  struct EngineFailed: Error { let code: Int32 }

  /// Stretches of one line, each a text and its scopes separated by blanks.
  private typealias Line = [[String]]

  private init(_ text: String, _ lines: [Line]) {
    let source = Source(name: "t", text: text)
    var found: [(start: UInt32, end: UInt32, scopes: [String])] = []
    for (index, line) in lines.enumerated() where index < source.lineStarts.count {
      var offset = source.lineStarts[index]
      for stretch in line {
        let end = offset + UInt32(stretch[0].utf8.count)
        found.append((offset, end, stretch[1].split(separator: " ").map(String.init)))
        offset = end
      }
    }
    stretches = found
  }
}
