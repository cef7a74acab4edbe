import Jili
import JiliLexer
import JiliParser

extension InputForm {
  func brokenInvariant(ofRules bytes: [UInt8], _ limit: TimeLimit?) -> String? {
    brokenInvariant(ofTree: bytes) ?? notTheSame(bytes) ?? notCheckable(bytes, limit)
      ?? notLaidOut(bytes)
  }

  func brokenInvariant(ofTree bytes: [UInt8]) -> String? {
    let source = Source(name: "fuzz.rules", bytes: bytes)
    let tree = parse(source)
    var dice = Dice(bytes)
    return notLossless(tree.tokens) ?? (dice.isOne(of: 4) ? notRepeatable(tree, source) : nil)
  }
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

/// Parsing twice gives the same findings and statements in the same places.
private func notRepeatable(_ tree: SyntaxTree, _ source: Source) -> String? {
  let again = parse(source)
  guard words(tree.diagnostics) == words(again.diagnostics) else { return "findings differ" }
  guard tree.isIncomplete == again.isIncomplete else { return "incompleteness differs" }
  guard tree.statements.map(\.span) == again.statements.map(\.span) else {
    return "statements differ"
  }
  return nil
}

/// Parsing twice gives the same tree in all its parts.
private func notTheSame(_ bytes: [UInt8]) -> String? {
  // Writing out a tree takes far longer than parsing it.
  guard bytes.count <= writtenOutBytes else { return nil }
  func tree() -> String { "\(parse(Source(name: "fuzz.rules", bytes: bytes)).statements)" }
  return tree() == tree() ? nil : "trees differ"
}

/// Checking, planning, showing what was found and running the examples end, and every place that a
/// finding names lies in its file.
private func notCheckable(_ bytes: [UInt8], _ limit: TimeLimit?) -> String? {
  let start = limit?.start ?? 0
  let compiled = compiled(bytes)
  let mute = unreadable(compiled.diagnostics, compiled.sources)
  if let late = limit?.late(since: start, bytes) ?? mute { return late }
  if compiled.hasErrors != (compiled.program == nil) { return "errors and a program" }
  if let program = compiled.program, let plan = compiled.plan, bytes.count <= examinedBytes {
    _ = runExamples(program, plan)
  }
  return nil
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
