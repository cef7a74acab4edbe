import JiliLexer
import Testing

@testable import Jili

/// A conversation: lines behind `> ` are entered, what follows is the answer. Findings stand as
/// `! J3101 2:1-4 words`, in English where the session speaks English.
struct Transcript {
  var session = Session()
  var language = Language.zh
  /// Files that rules may name.
  var files: [String: String] = [:]

  /// The conversation as it really goes: what was written, with the answers that were given.
  mutating func replay(_ text: String) -> String {
    var lines = EntryLines()
    var answers = ""
    for line in text.split(separator: "\n") where line.hasPrefix(">") {
      answers += line + "\n"
      for entry in lines.take(String(line.dropFirst(2)), moreFollow: false) {
        answers += answer(entry)
      }
    }
    return lines.finish().reduce(answers) { $0 + answer($1) }
  }

  mutating func say(_ text: String) -> Reply {
    session.enter(Source(name: "prompt", text: text), read: read)
  }

  private mutating func answer(_ entry: EntryLines.Entry) -> String {
    let source = Source(name: "prompt", text: entry.text, firstLine: entry.line)
    return words(session.enter(source, read: read))
  }

  func words(_ reply: Reply) -> String {
    reply.diagnostics.map { finding($0, reply.sources) }.joined() + reply.text(language)
  }

  private func finding(_ diagnostic: Diagnostic, _ sources: [Source]) -> String {
    let place = sources[Int(diagnostic.span.file)].place(at: diagnostic.span.start)
    let words = diagnostic.message.text(language)
    return "! \(diagnostic.code) \(place.line):\(place.column) \(words)\n"
  }

  private var read: ReadFile {
    { [files] path in files[path].map { Array($0.utf8) } }
  }
}
