import Foundation
package import JiliLexer

/// One rule file under Tests/Goldens with its expectations written into it; see `annotate`.
///
/// `JILI_UPDATE=1 swift test` rewrites what differs and fails, so that nobody updates unseen.
package struct Golden: Sendable, CustomStringConvertible {
  /// Path from the root of the repository.
  package let path: String

  package init(path: String) { self.path = path }

  /// Every rule file of one room, in order.
  package static func cases(_ room: String) -> [Golden] {
    Repository.files(under: "Tests/Goldens/" + room, endings: [".rules"]).map(Golden.init)
  }

  package var description: String { path }

  /// The file without its annotations, named as its author knows it.
  package func source() throws -> Source {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return Source(name: name, text: withoutAnnotations(try Repository.text(path)))
  }

  /// The findings must be the annotated ones: place, code, words in both languages, notes, edits.
  package func expect(_ find: (Source) throws -> [Diagnostic]) throws {
    let source = try source()
    let text = String(decoding: source.bytes, as: UTF8.self)
    try Self.compare(annotate(text, with: try find(source)), at: path)
  }

  /// A text made from the file must be the one kept beside it: `names.rules` and `names.tree.txt`.
  package func expect(_ ending: String, _ make: (Source) throws -> String) throws {
    let stem = path.hasSuffix(".rules") ? String(path.dropLast(6)) : path
    try Self.compare(try make(try source()), at: stem + "." + ending)
  }

  /// A text must be the one kept at a path of the repository.
  package static func compare(_ actual: String, at path: String) throws {
    let kept = try? Repository.text(path)
    if let kept, kept.utf8.elementsEqual(actual.utf8) { return }
    if ProcessInfo.processInfo.environment["JILI_UPDATE"] == "1" {
      try Repository.write(actual, to: path)
      throw GoldenMismatch(path: path, difference: "rewritten:\n" + difference(kept ?? "", actual))
    }
    guard let kept else { throw GoldenMismatch(path: path, difference: "no such file") }
    throw GoldenMismatch(path: path, difference: difference(kept, actual))
  }
}

/// A golden that does not hold; the words show the lines that differ.
package struct GoldenMismatch: Error, CustomStringConvertible {
  package let path: String
  package let difference: String
  package var description: String { "\(path):\n\(difference)" }
}

/// The lines of two texts that differ: `-` expected, `+` found, unchanged ends left out.
package func difference(_ expected: String, _ found: String) -> String {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let new = found.split(separator: "\n", omittingEmptySubsequences: false)
  var lines: [String] = []
  let change = new.difference(from: old)
  for step in change {
    switch step {
    case .remove(let offset, let line, _): lines.append("- \(offset + 1): \(line)")
    case .insert(let offset, let line, _): lines.append("+ \(offset + 1): \(line)")
    }
  }
  return lines.prefix(60).joined(separator: "\n")
}
