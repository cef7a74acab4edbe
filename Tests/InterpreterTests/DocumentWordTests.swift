import JiliLexer
import JiliTestSupport
import Testing

@testable import Jili

/// Every word of the language stands in an example that is run, in each of its spellings. A word
/// is taken for this keyword where its twin in the other language can take its place: `按` is
/// `by` in a quota and `match` before a table.
@Suite("the documents show every word") struct DocumentWordTests {
  @Test func everyWordIsShown() {
    var missing: [String] = []
    for row in Keywords.table where row.keyword != .with {
      for spelling in row.chinese + (row.english.map { [$0] } ?? []) {
        let places = words[spelling] ?? []
        if !places.contains(where: { stands(row.keyword, at: $0) }) {
          missing.append("\(spelling) (\(row.keyword))")
        }
      }
    }
    #expect(missing.isEmpty, "no example shows \(missing.joined(separator: ", "))")
  }

  /// `with` belongs to questions, so it stands in what is typed at the prompt.
  @Test(arguments: [Language.zh, .en]) func theWordOfTheQuestionIsShown(_ language: Language) {
    let word = Keywords.spelling(.with, language)
    let typed = RuleBlock.documents.flatMap { Document($0).blocks }
      .filter { ["prompt", "console"].contains($0.words.first) }
    #expect(typed.contains { $0.text.contains(" \(word) ") })
  }

  /// The test itself: a name, a text and another keyword of the same spelling do not count.
  @Test(arguments: [
    ("award 甲 = 1万 when 是", Keyword.when, true),
    ("field `when` : money\naward 甲 = 1万", .when, false),
    ("award 甲 = 1万; note \"when\" # when", .when, false),
    ("field 级 : number\naward 甲 = 按 级 { 1: 1万 }", .match, true),
    ("field 级 : number\naward 甲 = 按 级 { 1: 1万 }", .by, false),
    ("field paid : money\naward 甲 = paid", .paid, false),
  ])
  func aWordIsTakenForWhatItIs(_ rules: String, _ keyword: Keyword, _ stands: Bool) {
    let places = Self.places(in: rules, read: { _ in nil })
    let spellings = Keywords.table.filter { $0.keyword == keyword }
      .flatMap { $0.chinese + [$0.english ?? ""] }
    let found = places.filter { spellings.contains($0.spelling) }
    #expect(found.contains { self.stands(keyword, at: $0) } == stands)
  }

  // MARK: - Words in examples

  /// A word of a rule file that compiles and whose examples hold.
  private struct Place {
    let spelling: String
    let rules: [UInt8]
    let span: Range<Int>
    let read: (String) throws -> [UInt8]?
  }

  private let words: [String: [Place]] = {
    var found: [Place] = []
    for block in RuleBlock.all where block.errors.isEmpty && !block.fails {
      found += places(in: block.text, read: block.read)
    }
    return Dictionary(grouping: found, by: \.spelling)
  }()

  private static func places(
    in rules: String, read: @escaping (String) throws -> [UInt8]?
  ) -> [Place] {
    let tokens = lex(Source(name: RuleBlock.fileName, text: rules))
    return tokens.all.filter { $0.kind == .word || $0.kind == .unit }.map { token in
      Place(
        spelling: tokens.text(token), rules: Array(rules.utf8),
        span: Int(token.span.start)..<Int(token.span.end), read: read)
    }
  }

  /// Whether the word is this keyword: with its twin in its place the rules mean the same.
  private func stands(_ keyword: Keyword, at place: Place) -> Bool {
    guard let twin = twin(of: keyword, spelled: place.spelling) else { return true }
    var rules = place.rules
    rules.replaceSubrange(place.span, with: Array(twin.utf8))
    let compiled = compile(rules, named: RuleBlock.fileName, read: place.read)
    guard let program = compiled.program, let plan = compiled.plan else { return false }
    return runExamples(program, plan).allSatisfy { $0.failures.isEmpty }
  }

  /// The other spelling that can stand in the same place; nil where there is none: `up` is half of
  /// a phrase, and `每年`, `满年数`, `的` stand elsewhere in their sentence than their twins.
  private func twin(of keyword: Keyword, spelled spelling: String) -> String? {
    if keyword == .perYear || keyword == .yearsSince || keyword == .of { return nil }
    let chinese = Keywords.spelling(keyword, .zh)
    let english = Keywords.spelling(keyword, .en)
    let twin = spelling == english ? chinese : english
    return twin == spelling ? nil : twin
  }
}
