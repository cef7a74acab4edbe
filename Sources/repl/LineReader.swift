import CReadline
import Glibc
import JiliLexer

/// What one call for a line came to.
package enum LineInput: Equatable, Sendable {
  case line(String)
  /// Ctrl-C: the line is dropped.
  case interrupted
  case end
}

/// What stands before the cursor when names are asked for.
package struct CompletionRequest: Sendable {
  /// The word so far.
  package let prefix: String
  /// The entry before the word.
  package let before: String

  /// The same with the lines of the entry above it.
  func behind(_ open: String) -> CompletionRequest {
    CompletionRequest(prefix: prefix, before: open + before)
  }
}

/// Reads lines: with readline on a terminal, plainly from a pipe or a file, where readline would
/// echo its input and take tabs for wishes.
package final class LineReader {
  private let historyPath: String?
  private var plain: LineBuffer?
  private var candidates: [String] = []

  /// Names that may continue a word; asked once a Tab.
  package var complete: (CompletionRequest) -> [String] = { _ in [] }

  package init(
    isTerminal: Bool, historyPath: String? = nil, descriptor: Int32 = 0,
    named name: String = Files.standard
  ) {
    self.historyPath = historyPath
    guard isTerminal else {
      plain = LineBuffer(descriptor: descriptor, named: name)
      return
    }
    jili_readline_open(10_000)
    jili_readline_complete(
      { context, text, line, start, end, index in
        guard let context, let text, let line else { return nil }
        let reader = Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue()
        let word = String(cString: text)
        if index == 0 { reader.gather(word, line: String(cString: line), start: Int(start)) }
        let place = Int(index)
        return place < reader.candidates.count ? strdup(reader.candidates[place]) : nil
      }, Unmanaged.passUnretained(self).toOpaque())
    if let historyPath { _ = jili_history_load(historyPath) }
  }

  deinit { if plain == nil { jili_readline_complete(nil, nil) } }

  package func read(prompt: String) throws(FileFault) -> LineInput {
    if plain != nil { return try plain?.next() ?? .end }
    var line: UnsafeMutablePointer<CChar>?
    let result = jili_readline_read(prompt, &line)
    defer { free(line) }
    if result == jili_read_interrupted.rawValue { return .interrupted }
    return line.map { .line(String(cString: $0)) } ?? .end
  }

  /// Keeps an entry, of several lines too, for the arrow keys and for the next session.
  package func remember(_ entry: String) {
    if plain == nil, !entry.allSatisfy(\.isWhitespace) { jili_history_add(entry) }
  }

  /// Everything that was kept, oldest first.
  var history: [String] {
    var entries: [String] = []
    while let entry = jili_history_entry(Int32(entries.count)) {
      entries.append(String(cString: entry))
    }
    return entries
  }

  /// Writes the history file for its owner alone.
  package func saveHistory() throws(FileFault) {
    guard plain == nil, let historyPath else { return }
    makeFolders(for: historyPath)
    let mask = umask(0o077)
    let number = jili_history_save(historyPath)
    umask(mask)
    if number != 0 { throw .writeFailed(historyPath, number) }
  }

  /// Where the history lives: `jili/history` under XDG_STATE_HOME, else under ~/.local/state.
  package static func historyPath(environment: (String) -> String?) -> String? {
    if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/jili/history"
    }
    guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
    return home + "/.local/state/jili/history"
  }

  /// Readline breaks words at ASCII signs; full-width ones are broken at here.
  private func gather(_ word: String, line: String, start: Int) {
    let request = Self.request(word, line: line, start: start)
    let head = word.dropLast(request.prefix.count)
    candidates = complete(request).filter { $0.hasPrefix(request.prefix) }.map { head + $0 }
  }

  package static func request(_ word: String, line: String, start: Int) -> CompletionRequest {
    let cut = word.lastIndex { "，、；：（）｛｝［］＝＜＞≥≤≠＋－＊／×÷％“”「」\u{3000}".contains($0) }
    let prefix = cut.map { String(word[word.index(after: $0)...]) } ?? word
    let head = cut.map { String(word[...$0]) } ?? ""
    let before = String(decoding: line.utf8.prefix(start), as: UTF8.self) + head
    return CompletionRequest(prefix: prefix, before: before)
  }

  private func makeFolders(for path: String) {
    var index = path.startIndex
    while let slash = path[path.index(after: index)...].firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      index = slash
    }
  }
}

/// Lines of a descriptor. Bytes that are not UTF-8 become U+FFFD, which no rule file may hold, so
/// they are reported where they stand.
struct LineBuffer {
  let descriptor: Int32
  let name: String
  private var bytes: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(descriptor: Int32, named name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  mutating func next() throws(FileFault) -> LineInput {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return .line(text(start..<end))
      }
      searched = bytes.count
      if isAtEnd {
        guard start < bytes.count else { return .end }
        defer { start = bytes.count }
        return .line(text(start..<bytes.count))
      }
      if bytes.count - start > Limits.ruleFileBytes {
        throw .tooLarge(name, limit: Limits.ruleFileBytes)
      }
      searched -= start
      try fill()
    }
  }

  /// Drops the lines already handed out and reads more.
  private mutating func fill() throws(FileFault) {
    bytes.removeSubrange(..<start)
    start = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = chunk.withUnsafeMutableBytes { buffer in
      retrying { read(descriptor, buffer.baseAddress, buffer.count) }
    }
    guard count >= 0 else { throw .readFailed(name, errno) }
    isAtEnd = count == 0
    bytes += chunk[..<count]
  }

  private func text(_ range: Range<Int>) -> String {
    var line = bytes[range]
    if line.last == 0x0D { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }
}
