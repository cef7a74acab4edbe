package import JiliLexer
import JiliParser

/// A rule file as laid out.
package struct LaidOut: Sendable {
  package enum Result: Sendable {
    case text(String)
    /// The file has mistakes of words or grammar and is left alone.
    case mistaken([Diagnostic])
    /// The text laid out would not say the same. That is a fault of the program.
    case unfaithful
  }
  package let source: Source
  package let result: Result
}

/// Lays a rule file out; with `keywords` every word of the language is spelled in that language.
///
/// Only the names and types of the whole policy tell which words are somebody's own names, so that
/// the files it uses are read where keywords are spelled anew. Their mistakes, and those of names
/// and types, are no matter here.
package func layOut(
  _ bytes: [UInt8], named name: String, keywords: Language? = nil,
  read: @escaping ReadFile = { _ in nil }
) -> LaidOut {
  let source = Source(name: name, bytes: bytes)
  let tree = parse(source)
  guard let plain = formatted(tree) else {
    return LaidOut(
      source: source, result: .mistaken(tree.diagnostics.filter { $0.severity == .error }))
  }
  guard let keywords else {
    let isFaithful = sameWords(tree, parse(Source(name: name, text: plain)))
    return LaidOut(source: source, result: isFaithful ? .text(plain) : .unfaithful)
  }
  let spelled = respelled(bytes, named: name, in: keywords, read: read)
  // Spelled once more it must stay as it is: every word was read as what it was written for.
  let isFaithful = spelled.map { text in
    respelled(Array(text.utf8), named: name, in: keywords, read: read) == text
  }
  guard let spelled, isFaithful == true else { return LaidOut(source: source, result: .unfaithful) }
  return LaidOut(source: source, result: .text(spelled))
}

private func respelled(
  _ bytes: [UInt8], named name: String, in language: Language, read: @escaping ReadFile
) -> String? {
  let loaded = load(bytes, named: name, read: read)
  guard let tree = loaded.files.last?.tree else { return nil }
  let checked = check(loaded)
  var names: [UInt32: Keyword] = [:]
  for (span, keyword) in checked.words where span.file == 0 { names[span.start] = keyword }
  var text = tree.respelled(in: language, names: names)
  // A limit is called as it is written; who calls it so must follow.
  let later = check(load(Array(text.utf8), named: name, read: read)).limitNames
  var renamed: [String: String] = [:]
  for (old, new) in zip(checked.limitNames, later) {
    for (old, new) in zip(old, new) where old != new { renamed[old] = new }
  }
  if !renamed.isEmpty { text = tree.respelled(in: language, names: names, renamed: renamed) }
  return formatted(parse(Source(name: name, text: text)))
}

/// Whether two files hold the same words, signs by their meaning.
private func sameWords(_ one: SyntaxTree, _ other: SyntaxTree) -> Bool {
  func words(_ tree: SyntaxTree) -> [String] {
    tree.tokens.significant.map { index in
      let token = tree.tokens.all[index]
      let text = tree.tokens.text(token)
      return token.kind == .symbol ? foldedSign(text) : text
    }
  }
  return words(one) == words(other) && one.statements.count == other.statements.count
}
