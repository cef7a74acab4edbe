import Jili
import JiliLexer
import JiliTestSupport
import Testing

/// A clause of one of the five public texts, as people found it when they read them.
struct Clause: Sendable, CustomTestStringConvertible {
  let id: String
  let rules: String
  let article: String
  let quote: String

  var testDescription: String { id }

  static let all: [Clause] = {
    let lines = ((try? Repository.text("Tests/Clauses/clauses.tsv")) ?? "").split(separator: "\n")
    return lines.dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Clause(id: cells[0], rules: cells[1], article: cells[2], quote: cells[3])
    }
  }()
}

/// Compiles a rule file of `Rules` with the files that it names.
func compileShipped(_ name: String) throws -> Compiled {
  compile(try Repository.bytes("Rules/" + name), named: "Rules/" + name) { path in
    try Repository.bytes(path)
  }
}

@Suite("every clause of the five texts stands in its rule file")
struct ClauseTests {
  static let files = [
    "jiaxing-2022.rules", "jiaxing-2026.rules", "qiantang-2024.rules", "suzhou-2025.rules",
    "taizhou-2025.rules",
  ]

  /// Clauses whose words no rule can quote, each with the reason. There is none.
  static let unquotable: [String: String] = [:]

  @Test func everyTextHasItsClauses() {
    #expect(Clause.all.count == 307)
    #expect(Set(Clause.all.map(\.rules)).sorted() == Self.files)
    #expect(Set(Clause.all.map(\.id)).count == 307)
    #expect(Set(Self.unquotable.keys).isSubset(of: Clause.all.map(\.id)))
  }

  /// The words of each clause lie within a `cite` or an `omit`, and the cite names the article: its
  /// own, or the part of the text that the article is in (`总体要求 第2段` is in `总体要求`).
  @Test(arguments: files)
  func clausesAreQuoted(_ file: String) throws {
    let compiled = try compileShipped(file)
    #expect(!compiled.hasErrors)
    let quotes = compiled.policies[0].quoting.flatMap { rule in
      rule.quotes.map { (words: withoutBlanks($0.words), article: $0.article, rule: rule) }
    }
    for clause in Clause.all where clause.rules == file && Self.unquotable[clause.id] == nil {
      let words = withoutBlanks(clause.quote)
      let found = quotes.filter { quote in
        (quote.article != nil || quote.rule.isOmission) && quote.words.contains(words)
      }
      #expect(!found.isEmpty, "\(clause.id): \(clause.quote)")
      let articles = found.compactMap(\.article)
      #expect(
        articles.isEmpty || articles.contains { clause.article.hasPrefix($0) },
        "\(clause.id): \(clause.article) is cited as \(articles)")
    }
  }

  private func withoutBlanks(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isBlank(scalar) { kept.append(scalar) }
    return String(kept)
  }
}
