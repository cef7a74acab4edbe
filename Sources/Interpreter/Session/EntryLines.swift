import JiliLexer
import JiliParser

/// Joins the lines of a prompt or a script into entries.
///
/// An entry ends where the parser says that it is whole. A rule may go on all the same, with a
/// clause on the next line: behind `;`, and wherever the next line is already at hand, the entry
/// stays open until that line is seen.
package struct EntryLines: Sendable {
  /// One entry and the line on which it begins, counted from 1.
  package struct Entry: Hashable, Sendable {
    package let text: String
    package let line: Int
  }

  private enum State { case nothing, incomplete, extensible }

  private var state = State.nothing
  private var lines: [String] = []
  private var start = 1
  private var number = 0
  private var openBraces = 0

  package init() {}

  /// More lines belong, or may belong, to what was taken so far.
  package var isOpen: Bool { state != .nothing }

  /// Takes a line and gives back what is whole now: an entry that this line does not continue, and
  /// perhaps the line itself. `moreFollow`: further lines are already there, as in a script.
  package mutating func take(_ line: String, moreFollow: Bool) -> [Entry] {
    number += 1
    var whole: [Entry] = []
    switch state {
    case .extensible:
      let goesOn =
        !isCommand(line) && continuesRule(line, behindSemicolon: endsWithSemicolon)
      if !goesOn { whole += finish() }
    case .incomplete:
      // An empty line ends an entry that cannot end, so that its mistake is seen.
      if isEmpty(line), openBraces == 0 { return finish() }
    case .nothing: break
    }
    if lines.isEmpty {
      if isEmpty(line) || isComment(line) { return whole }
      start = number
      if isCommand(line) { return whole + [Entry(text: line, line: number)] }
    }
    lines.append(line)
    settle(moreFollow)
    return state == .nothing ? whole + finish() : whole
  }

  /// The lines that are open, for what completes the next one.
  package var openText: String { lines.map { $0 + "\n" }.joined() }

  /// Takes a line that is no entry, but an answer to what was asked.
  package mutating func takeAnswer(_ line: String) -> Entry {
    number += 1
    return Entry(text: line, line: number)
  }

  /// What is open at the end of the lines.
  package mutating func finish() -> [Entry] {
    defer { drop() }
    return lines.isEmpty ? [] : [Entry(text: lines.joined(separator: "\n"), line: start)]
  }

  /// Forgets what is open.
  package mutating func drop() {
    lines = []
    state = .nothing
    openBraces = 0
  }

  private mutating func settle(_ moreFollow: Bool) {
    let entry = parsePrompt(Source(name: "", text: lines.joined(separator: "\n")))
    openBraces = entry.openBraces
    if entry.isIncomplete {
      state = .incomplete
    } else {
      state = entry.isRules && (moreFollow || endsWithSemicolon) ? .extensible : .nothing
    }
  }

  /// Whether the last sign of the lines so far is `;`, comments aside.
  private var endsWithSemicolon: Bool {
    let tokens = lex(Source(name: "", text: lines.joined(separator: "\n")))
    let last = tokens.significant.dropLast().last.map { tokens.all[$0].symbol }
    return last == .semicolon
  }

  private func isEmpty(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

  private func isComment(_ line: String) -> Bool {
    line.first { !$0.isWhitespace } == "#"
  }
}

/// Whether a line is a command of the prompt: `:help`, `：帮助`.
package func isCommand(_ line: String) -> Bool {
  let first = line.first { !$0.isWhitespace }
  return first == ":" || first == "："
}
