import JiliTestSupport
import Testing

/// One program with what it must give; Tests/Conformance/README.md says how its files read.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  /// Where the text of a sample goes.
  static let hole = "___"
  /// In place of findings: there are none.
  static let nothing = "none"

  let path: String
  /// Where the case begins, from 1.
  let line: Int
  /// The heading of docs/language.md that the case belongs to.
  let clause: String
  private(set) var sentence: String
  private(set) var rules: [String] = []
  /// Further files by name; lines go to the last one named.
  private(set) var files: [(name: String, lines: [String])] = []
  private(set) var options = ""
  private(set) var table: [String] = []
  private(set) var rows: [String] = []
  private(set) var rejects: [String] = []
  private(set) var findings: [String] = []
  /// Faults of drafting; nil: the case says nothing of them.
  private(set) var drafting: [String]?
  private(set) var layout: [String] = []
  private(set) var questions: [String] = []
  private var samples: [(line: Int, text: String)] = []

  var testDescription: String { "\(path):\(line) \(sentence)" }
  var isNegative: Bool { !findings.isEmpty }
  var rulesText: String { rules.joined(separator: "\n") + "\n" }

  static let all: [ConformanceCase] = Repository.files(
    under: "Tests/Conformance", endings: [".cases"]
  ).flatMap { path in (try? cases(Repository.text(path), at: path)) ?? [] }

  /// The programs of a file, each sample one of its own.
  static func cases(_ text: String, at path: String) -> [ConformanceCase] {
    var found: [ConformanceCase] = []
    var clause = ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("=== ") {
        clause = String(line.dropFirst(4))
      } else if line.hasPrefix("== ") {
        found.append(
          ConformanceCase(
            path: path, line: index + 1, clause: clause, sentence: String(line.dropFirst(3))))
      } else if !found.isEmpty {
        found[found.count - 1].take(line, index + 1)
      }
    }
    return found.flatMap { one in
      one.samples.isEmpty ? [one] : one.samples.map { one.filled(with: $0.text, at: $0.line) }
    }
  }

  init(path: String, line: Int, clause: String, sentence: String) {
    self.path = path
    self.line = line
    self.clause = clause
    self.sentence = sentence
  }

  private mutating func take(_ line: String, _ number: Int) {
    let words = String(line.dropFirst(2))
    switch line.prefix(2) {
    case "= ": sentence += " " + words
    case "? ": options = words
    case "| ": table.append(words)
    case "> ": rows.append(words)
    case "~ ": rejects.append(words)
    case "! ": findings.append(words)
    case "% ": drafting = (drafting ?? []) + (words == Self.nothing ? [] : [words])
    case ": ": layout.append(words)
    case "& ": questions.append(words)
    case "- ": samples.append((number, words))
    case "@ ": files.append((words, []))
    default:
      guard line.contains(where: { $0 != " " }) else { return }
      if files.isEmpty { rules.append(line) } else { files[files.count - 1].lines.append(line) }
    }
  }

  /// The program of a sample: `TEXT => CLAIMS`, `TEXT ! FINDINGS` or `TEXT % FAULTS`.
  private func filled(with sample: String, at line: Int) -> ConformanceCase {
    let words = sample.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let sign = words.lastIndex { ["=>", "!", "%"].contains($0) } ?? 0
    let text = words[..<sign].joined(separator: " ")
    let claims = words[(sign + 1)...].joined(separator: " ")
    var made = ConformanceCase(
      path: path, line: line, clause: clause, sentence: sentence + " [\(text)]")
    made.rules = rules.map { $0.replacing(Self.hole, with: text) }
    (made.files, made.options, made.table) = (files, options, table)
    switch words[sign] {
    case "!": made.findings = places(claims)
    case "%": made.drafting = claims == Self.nothing ? [] : places(claims)
    default: made.takeClaims(claims)
    }
    return made
  }

  /// Columns of a sample count from its first character.
  private func places(_ findings: String) -> [String] {
    guard let row = rules.firstIndex(where: { $0.contains(Self.hole) }),
      let hole = rules[row].firstRange(of: Self.hole)
    else { return [findings] }
    let before = rules[row].distance(from: rules[row].startIndex, to: hole.lowerBound)
    return findings.split(separator: ";").map { finding in
      let words = finding.split(separator: " ")
      guard let column = words.first.flatMap({ Int($0) }) else {
        return words.joined(separator: " ")
      }
      return "\(row + 1):\(before + column) " + words.dropFirst().joined(separator: " ")
    }
  }

  private mutating func takeClaims(_ claims: String) {
    let rest = String(claims.drop { $0 != " " }.dropFirst())
    switch claims.prefix(while: { $0 != " " }) {
    case "ok": return
    case "fmt": layout = [rest]
    case "zh", "en":
      options = "--keywords \(claims.prefix(2))"
      layout = [rest]
    default: rows = claims.split(separator: "|").map(String.init)
    }
  }
}
