import JiliLexer
import JiliParser

/// What the rule files say of each field and title: the comment behind its declaration, else the
/// lines of comment straight above it.
func fieldComments(_ sources: [Source]) -> [String: String] {
  var found: [String: String] = [:]
  for source in sources {
    let comments = SourceComments(source)
    for statement in parse(source).statements {
      guard let name = statement.declaredFact, found[name] == nil else { continue }
      found[name] = comments.beside(statement.span)
    }
  }
  return found
}

/// The comments of one rule file by line.
private struct SourceComments {
  private let source: Source
  private var byLine: [Int: String] = [:]
  /// Lines that hold more than a comment.
  private var ruleLines: Set<Int> = []

  init(_ source: Source) {
    self.source = source
    for token in lex(source).all {
      let line = source.lineIndex(at: token.span.start)
      if token.kind == .comment {
        byLine[line] = trimmed(String(source.text(token.span).drop { $0 == "#" || $0 == "＃" }))
      } else if !token.isTrivia, token.kind != .end {
        ruleLines.insert(line)
      }
    }
  }

  func beside(_ span: Span) -> String? {
    let first = source.lineIndex(at: span.start)
    let last = source.lineIndex(at: max(span.start, span.end - 1))
    let behind = (first...last).compactMap { byLine[$0] }
    if !behind.isEmpty { return behind.joined(separator: " ") }
    var above: [String] = []
    var line = first - 1
    while let comment = byLine[line], !ruleLines.contains(line) {
      above.insert(comment, at: 0)
      line -= 1
    }
    return above.isEmpty ? nil : above.joined(separator: " ")
  }
}

extension Statement {
  /// The field or title that a statement declares.
  fileprivate var declaredFact: String? {
    if case .field(let field) = kind { return field.name.text }
    if case .title(let title) = kind { return title.name.text }
    return nil
  }
}
