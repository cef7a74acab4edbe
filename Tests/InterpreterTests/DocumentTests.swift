import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// What the documents show is run: every block marked `jili` is a whole rule file.
@Suite("the documents tell the truth") struct DocumentTests {
  @Test(arguments: RuleBlock.all)
  func everyBlockDoesWhatItSays(_ block: RuleBlock) throws {
    let compiled = compile(Array(block.text.utf8), named: block.fileName, read: block.read)
    let errors = compiled.diagnostics.filter { $0.severity == .error }
    let found = Set(errors.map(\.code))
    #expect(found == Set(block.errors), "\(errors.map(\.message.en))")
    let warnings = Set(compiled.diagnostics.filter { $0.severity == .warning }.map(\.code))
    #expect(warnings == Set(block.warnings))
    guard let program = compiled.program, let plan = compiled.plan else { return }
    // A draft may break the examples of the file that it amends; its own must hold.
    for result in runExamples(program, plan) where result.span.file == 0 {
      #expect(result.failures.isEmpty, "“\(result.label)”: \(result.failures.map(\.zh))")
    }
  }

  /// An example that nobody runs, or a page without any, would pass unseen.
  @Test(arguments: ["README.md", "docs/language.md"])
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
    for path in ["README.md", "docs/language.md"] {
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
  @Test(arguments: ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/language.md"])
  func linksLeadSomewhere(_ path: String) throws {
    let files = Repository.files()
    for match in try Repository.text(path).matches(of: /\]\(([^)#]+)\)/) {
      let target = String(match.output.1)
      if target.hasPrefix("https://") { continue }
      #expect(files.contains { $0 == target || $0.hasPrefix(target + "/") }, "\(target)")
    }
  }

  // MARK: - The first policy of README

  private let readme = Document("README.md")

  /// README shows a company file and its results: they are what the program gives.
  @Test func theFirstPolicyGivesTheTablesOfReadme() throws {
    let plan = try firstPolicy()
    let companies = try #require(readme.block("csv 企业.csv"))
    let file = InputFile(name: "企业.csv", bytes: Array(companies.utf8))
    let done = try runBatch(plan, [file], input: InputOptions(), run: RunOptions())
    let results = [PolicyResults(plan: plan, outcomes: done.outcomes)]
    let options = OutputOptions()
    let wide = try writeWide(done.input, results, options: options)
    #expect(String(decoding: wide, as: UTF8.self) == readme.block("csv 结果.csv"))
    let long = try writeLong(done.input, results, options: options)
    #expect(String(decoding: long, as: UTF8.self) == readme.block("csv 明细.csv"))
    let rejects = writeRejects(done.input.rejects, options: options)
    #expect(String(decoding: rejects, as: UTF8.self) == readme.block("csv 结果.rejects.csv"))
  }

  /// The company with a missing fact, as the program shows it.
  @Test func theFirstPolicyGivesTheAnswerOfReadme() throws {
    let plan = try firstPolicy()
    let company = try #require(readme.block("json 乙.json"))
    let row = try readCompany(
      InputFile(name: "乙.json", bytes: Array(company.utf8)), layout: RowLayout(plan),
      options: InputOptions())
    let outcome = try #require(run(plan, [row], RunOptions()).first)
    let table = try outcomeTable(
      [PolicyOutcome(plan: plan, outcome: outcome)], language: .zh, width: displayWidth)
    #expect(table == readme.block("text 乙"))
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
