import Jili
import JiliLexer

/// What comes from outside: each form of input with what must hold for it, whatever its bytes.
public enum InputForm: String, CaseIterable, Sendable {
  /// A rule file: text, tree, findings, layout, both languages.
  case rules
  /// The same as far as the tree: many times as fast.
  case parser
  /// A company file: a table in any encoding, computed row by row and by columns.
  case batch
  /// The same as far as its rows are read: many times as fast.
  case csv
  /// A company file of objects, or the facts of one company.
  case json
  /// A company file: a workbook, or the parts of one.
  case xlsx
  /// One cell, read as a fact of every kind.
  case cells
  /// Lines typed at the prompt.
  case prompt

  /// What does not hold for these bytes, in words.
  public func brokenInvariant(_ bytes: [UInt8], within limit: TimeLimit? = nil) -> String? {
    switch self {
    case .rules: brokenInvariant(ofRules: bytes, limit)
    case .parser: brokenInvariant(ofTree: bytes)
    case .batch: brokenInvariant(ofTable: bytes, limit)
    case .csv: brokenInvariant(ofRows: bytes, limit)
    case .json: brokenInvariant(ofObjects: bytes, limit)
    case .xlsx: brokenInvariant(ofWorkbook: bytes, limit)
    case .cells: brokenInvariant(ofCell: bytes)
    case .prompt: brokenInvariant(ofEntries: bytes, limit)
    }
  }
}

/// How long the program may take for one input, by the clock of the caller.
public struct TimeLimit {
  private let seconds: Double
  private let clock: () -> Double

  public init(seconds: Double, clock: @escaping () -> Double) {
    (self.seconds, self.clock) = (seconds, clock)
  }

  var start: Double { clock() }

  /// What an input did that took longer since `start`.
  func late(since start: Double, _ bytes: [UInt8]) -> String? {
    clock() - start > seconds ? "\(bytes.count) bytes took too long" : nil
  }
}

/// Findings must have words, and point at what is there.
func unreadable(_ diagnostics: [Diagnostic], _ sources: [Source]) -> String? {
  let shown = render(diagnostics, sources: sources, language: .zh)
  if shown.isEmpty != diagnostics.isEmpty { return "findings without words" }
  for diagnostic in diagnostics {
    let spans =
      [diagnostic.span] + diagnostic.labels.map(\.span) + diagnostic.fixes.map(\.span)
    if let bad = spans.first(where: { !lies($0, in: sources) }) {
      return "\(diagnostic.code) points outside its file: \(bad)"
    }
  }
  return nil
}

private func lies(_ span: Span, in sources: [Source]) -> Bool {
  guard Int(span.file) < sources.count, span.start <= span.end else { return false }
  return Int(span.end) <= sources[Int(span.file)].bytes.count
}

/// Reasons for a refusal must have words too.
func unreadable(_ problems: [InputProblem]) -> String? {
  if problems.isEmpty { return "refused without a reason" }
  let isMute = problems.contains { $0.message.zh.isEmpty || $0.message.en.isEmpty }
  return isMute ? "a reason without words" : nil
}
