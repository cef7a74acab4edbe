import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// What the documents show is run: every block marked `jili` is a whole rule file.
@Suite("the documents tell the truth") struct DocumentTests {
  @Test(arguments: RuleBlock.all)
  func everyBlockDoesWhatItSays(_ block: RuleBlock) throws {
    let compiled = compile(Array(block.text.utf8), named: RuleBlock.fileName, read: block.read)
    let errors = compiled.diagnostics.filter { $0.severity == .error }
    let found = Set(errors.map(\.code))
    #expect(found == Set(block.errors), "\(errors.map(\.message.en))")
    let shown = compiled.diagnostics + (block.isOfDrafting ? compiled.lints : [])
    let warnings = Set(shown.filter { $0.severity == .warning }.map(\.code))
    #expect(warnings == Set(block.warnings))
    #expect(Set(shown.filter { $0.severity == .note }.map(\.code)) == Set(block.notes))
    guard let program = compiled.program, let plan = compiled.plan else { return }
    // A draft may break the examples of the file that it amends; its own must hold.
    let results = runExamples(program, plan).filter { result in
      compiled.sources[Int(result.span.file)].name == RuleBlock.fileName
    }
    for result in results where !block.fails {
      #expect(result.failures.isEmpty, "“\(result.label)”: \(result.failures.map(\.zh))")
    }
    if block.fails { #expect(results.contains { !$0.failures.isEmpty }) }
  }

  /// An example that nobody runs, or a page without any, would pass unseen.
  @Test(arguments: RuleBlock.documents)
  func everyDocumentShowsRules(_ path: String) {
    let blocks = RuleBlock.all.filter { $0.path == path }
    #expect(blocks.count { $0.errors.isEmpty } > 0)
    #expect(blocks.contains { $0.text.contains("expect") || $0.text.contains("应得") })
  }

  /// The reference knows every word of the language, in both spellings.
  @Test func theReferenceListsEveryWord() throws {
    let text = try Repository.text("docs/language.md")
    for row in Keywords.table {
      for spelling in row.chinese + [row.english].compactMap({ $0 }) {
        #expect(text.contains(spelling), "`\(spelling)` is not in docs/language.md")
      }
    }
  }

  /// The reference shows every finding that it names, and no finding that does not exist.
  @Test func theReferenceNamesRealFindings() throws {
    let catalogues = try Repository.files(under: "Sources", endings: [".swift"])
      .filter { $0.hasSuffix("Diagnostics.swift") || $0.hasSuffix("Faults.swift") }
      .map { try Repository.text($0) }.joined()
    for path in RuleBlock.documents {
      for match in try Repository.text(path).matches(of: /J\d{4}/) {
        #expect(catalogues.contains("\"\(match.output)\""), "\(path): \(match.output)")
      }
    }
  }

  /// The code map names every file of the sources, and stays short enough to be read.
  @Test func theCodeMapIsWhole() throws {
    let map = try Repository.text("ARCHITECTURE.md")
    #expect(map.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
    let words = Set(map.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    for path in Repository.files(under: "Sources", endings: [".swift"]) {
      let name = path.split(separator: "/").last.map { String($0.dropLast(6)) } ?? path
      if name == "main" { continue }
      if !words.contains(name) { Issue.record("ARCHITECTURE.md does not name \(path)") }
    }
  }

  /// What a document points to is there.
  @Test(arguments: RuleBlock.documents + ["ARCHITECTURE.md", "CONTRIBUTING.md"])
  func linksLeadSomewhere(_ path: String) throws {
    let files = Repository.files()
    for match in try Repository.text(path).matches(of: /\]\(([^)#]+)\)/) {
      if match.output.1.hasPrefix("https://") { continue }
      let target = place(of: String(match.output.1), from: path)
      #expect(files.contains { $0 == target || $0.hasPrefix(target + "/") }, "\(target)")
    }
  }

  /// Where a page points to one of its own headings, the heading is there.
  @Test(arguments: RuleBlock.documents)
  func linksWithinAPageLeadSomewhere(_ path: String) throws {
    let text = try Repository.text(path)
    let headings = Set(text.matches(of: /(?m)^#+ (.+)$/).map { anchor(String($0.output.1)) })
    for match in text.matches(of: /\]\(#([^)]+)\)/) {
      #expect(headings.contains(String(match.output.1)), "\(path): \(match.output.1)")
    }
  }

  /// The name by which a heading is linked: small letters, no punctuation, `-` for blanks.
  private func anchor(_ heading: String) -> String {
    String(
      heading.lowercased().compactMap { letter in
        letter == " " ? "-" : letter.isLetter || letter.isNumber || letter == "-" ? letter : nil
      })
  }

  /// What a document points to from its own folder, as a path from the root.
  private func place(of target: String, from document: String) -> String {
    var folders = document.split(separator: "/").dropLast()
    for step in target.split(separator: "/") {
      if step == ".." { folders = folders.dropLast() } else { folders.append(step) }
    }
    return folders.joined(separator: "/")
  }

  // MARK: - The texts of the policies

  /// The texts in Rules, as the cookbook names them.
  private static let sources = [
    "嘉兴 2026": "jiaxing-2026", "台州 2025": "taizhou-2025", "钱塘 2024": "qiantang-2024",
    "嘉兴 2022": "jiaxing-2022", "苏州 2025": "suzhou-2025",
  ]

  /// A sentence that the cookbook quotes stands in the text of the city, word for word, unless it
  /// says that it is nobody's.
  @Test func theCookbookQuotesTheTexts() throws {
    for line in try Repository.text("docs/cookbook.md").split(separator: "\n")
    where line.hasPrefix("> ") && !line.hasSuffix("——常见写法") {
      let parts = line.dropFirst(2).split(separator: "——")
      let quote = try #require(parts.first)
      let city = Self.sources.first { parts.last?.hasPrefix($0.key) == true }
      let name = try #require(city?.value, "\(line)")
      let source = withoutBlanks(try Repository.text("Rules/sources/\(name).txt"))
      for piece in quote.split(separator: "……") {
        let words = withoutBlanks(String(piece))
        #expect(source.contains(words) || source.contains(words.dropLast()), "\(line)")
      }
    }
  }

  /// Each sentence of the cookbook is listed above and has a rule with an example.
  @Test func theCookbookAnswersEverySentence() throws {
    let text = try Repository.text("docs/cookbook.md")
    let entries = text.split(separator: "\n### ").dropFirst()
    #expect(entries.count >= 20)
    for entry in entries {
      let heading = String(entry.prefix { $0 != "\n" })
      #expect(text.contains("](#\(anchor(heading)))"), "\(heading) is not listed")
      #expect(entry.contains("\n> "), "\(heading) quotes nothing")
      #expect(entry.contains("\n```jili"), "\(heading) has no rule")
    }
    for block in RuleBlock.all where block.path == "docs/cookbook.md" {
      #expect(block.text.contains("应得") || block.text.contains("expect"), "line \(block.line)")
    }
  }

  /// The tutorial takes its text from the policy, with nothing changed.
  @Test func theTutorialBeginsWithTheText() throws {
    let shown = try #require(Document("docs/tutorial.md").block("text 原文.txt"))
    let source = withoutBlanks(try Repository.text("Rules/sources/jiaxing-2026.txt"))
    for line in shown.split(separator: "\n") {
      #expect(source.contains(withoutBlanks(String(line))), "\(line)")
    }
  }

  private func withoutBlanks(_ text: String) -> String { text.filter { !$0.isWhitespace } }

  // MARK: - The first policy of README

  private let readme = Document("README.md")

  /// README shows a company file and its results: they are what the program gives.
  @Test func theFirstPolicyGivesTheTablesOfReadme() throws {
    let plan = try firstPolicy()
    let companies = try #require(readme.block("csv 企业.csv"))
    let file = InputFile(name: "企业.csv", bytes: Array(companies.utf8))
    let done = try runBatch(plan, [file], input: InputOptions(), run: RunOptions())
    let results = PolicyResults(plan: plan, outcomes: done.outcomes)
    let options = OutputOptions()
    let wide = try writeWide(done.input, results, options: options)
    #expect(String(decoding: wide, as: UTF8.self) == readme.block("csv 结果.csv"))
    let long = try writeLong(done.input, results, options: options)
    #expect(String(decoding: long, as: UTF8.self) == readme.block("csv 明细.csv"))
    let rejects = writeRejects(done.input.rejects, options: options)
    #expect(String(decoding: rejects, as: UTF8.self) == readme.block("csv 结果.rejects.csv"))
  }

  /// The lines of README for embedders.
  @Test func theFirstPolicyCanBeEmbedded() throws {
    let rules = try #require(readme.block("jili 技改.rules"))
    let policy = try Policy(source: rules, named: "技改.rules") { _ in nil }
    let outcome = try policy.evaluate(
      ["注册地": "示范市", "国家级小巨人": "复评", "投资额": "1200万"], on: "2026-12-31")
    #expect(outcome.total.low == "800000.00")
    #expect(outcome.total.high == "1300000.00")
    #expect(outcome.missing == ["重点产业"])
    #expect(outcome["国家级小巨人.复评"]?.reason == "150万 的 20%")
  }

  private func firstPolicy() throws -> Plan {
    let rules = try #require(readme.block("jili 技改.rules"))
    return try #require(compile(Array(rules.utf8), named: "技改.rules") { _ in nil }.plan)
  }
}
