import Jili
import JiliLexer
import JiliParser

/// How long checking and showing one file may take, by the clock of the caller.
public struct TimeLimit {
  let seconds: Double
  let clock: () -> Double

  public init(seconds: Double, clock: @escaping () -> Double) {
    (self.seconds, self.clock) = (seconds, clock)
  }
}

/// What must hold for a rule file of any bytes; the words say what does not.
public func brokenInvariant(_ bytes: [UInt8], within limit: TimeLimit? = nil) -> String? {
  let source = Source(name: "fuzz.rules", bytes: bytes)
  let tree = parse(source)
  return notLossless(tree.tokens) ?? notRepeatable(tree, source)
    ?? notCheckable(bytes, limit) ?? notLaidOut(bytes)
}

/// The texts of the tokens joined are the file.
private func notLossless(_ tokens: Tokens) -> String? {
  var end: UInt32 = 0
  for token in tokens.all {
    guard token.span.start == end, token.span.end >= end else { return "a gap at byte \(end)" }
    end = token.span.end
  }
  guard Int(end) == tokens.source.bytes.count else { return "the tokens end at byte \(end)" }
  return tokens.all.last?.kind == .end ? nil : "the last token is not the end"
}

/// Parsing twice gives the same tree and the same findings.
private func notRepeatable(_ tree: SyntaxTree, _ source: Source) -> String? {
  let again = parse(source)
  guard words(tree.diagnostics) == words(again.diagnostics) else { return "findings differ" }
  guard tree.isIncomplete == again.isIncomplete else { return "incompleteness differs" }
  guard tree.statements.map(\.span) == again.statements.map(\.span) else {
    return "statements differ"
  }
  // Writing out a tree takes far longer than parsing it.
  guard source.bytes.count <= writtenOutBytes else { return nil }
  return "\(tree.statements)" == "\(again.statements)" ? nil : "trees differ"
}

/// Checking, planning, showing what was found and running the examples end, and every place that a
/// finding names lies in its file.
private func notCheckable(_ bytes: [UInt8], _ limit: TimeLimit?) -> String? {
  let start = limit?.clock() ?? 0
  let compiled = compiled(bytes)
  let shown = render(compiled.diagnostics, sources: compiled.sources, language: .zh)
  if let limit, limit.clock() - start > limit.seconds {
    return "\(bytes.count) bytes took too long"
  }
  if shown.isEmpty != compiled.diagnostics.isEmpty { return "findings without words" }
  for diagnostic in compiled.diagnostics {
    let spans =
      [diagnostic.span] + diagnostic.labels.map(\.span) + diagnostic.fixes.map(\.span)
    if let bad = spans.first(where: { !lies($0, in: compiled.sources) }) {
      return "\(diagnostic.code) points outside its file: \(bad)"
    }
  }
  if compiled.hasErrors != (compiled.program == nil) { return "errors and a program" }
  if let program = compiled.program, let plan = compiled.plan, bytes.count <= examinedBytes {
    _ = runExamples(program, plan)
  }
  return nil
}

private func lies(_ span: Span, in sources: [Source]) -> Bool {
  guard Int(span.file) < sources.count, span.start <= span.end else { return false }
  return Int(span.end) <= sources[Int(span.file)].bytes.count
}

private func words(_ diagnostics: [Diagnostic]) -> [String] {
  diagnostics.map { "\($0.code) \($0.span.start) \($0.span.end) \($0.message.zh)" }
}

/// A file laid out says the same, and laying it out once more changes nothing; so do its words in
/// one language and then in the other and back.
private func notLaidOut(_ bytes: [UInt8]) -> String? {
  let plain = layOut(bytes, named: "fuzz.rules")
  if case .unfaithful = plain.result { return "the text laid out says something else" }
  guard case .text(let text) = plain.result else { return nil }
  guard laidOut(text) == text else { return "laid out twice is not laid out once" }
  // Words are told from names by checking the file, again and again.
  guard bytes.count <= examinedBytes, compiled(bytes).program != nil else { return nil }
  guard let chinese = laidOut(text, .zh), let english = laidOut(chinese, .en) else {
    return "the words of one language say something else"
  }
  return laidOut(english, .zh) == chinese ? nil : "the words do not find their way back"
}

private func laidOut(_ text: String, _ keywords: Language? = nil) -> String? {
  let done = layOut(Array(text.utf8), named: "fuzz.rules", keywords: keywords, read: read)
  guard case .text(let text) = done.result else { return nil }
  return text
}

private func compiled(_ bytes: [UInt8]) -> Compiled {
  compile(bytes, named: "fuzz.rules", read: read)
}

private func read(_ path: String) -> [UInt8]? { otherFiles[path].map { Array($0.utf8) } }

/// Files that an input may use, amend or take as its source.
private let otherFiles = [
  "vocabulary.rules": "title 国家级小巨人; valid 3 years\nfield 投资额 : money by year",
  "base.rules": "policy 甲市 { period 2025 .. 2027 }\naward 国家级小巨人 = 150万 when new; renewal = 20%",
  "policy.txt": "对新认定的国家级小巨人给予150万元奖励，通过复评的再给予20%。",
]

/// Trees of longer files are compared by their places only.
private let writtenOutBytes = 1024
/// Examples of longer files are not run: each runs the whole policy.
private let examinedBytes = 4096
