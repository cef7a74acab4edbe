import JiliLexer
import Testing

@testable import Jili

/// Big files end too: what takes the square of their length would take hours here. Each case has
/// three minutes in a debug build and needs a few seconds.
@Suite("the time for a big file", .serialized)
struct SizeTests {
  struct BigFile: Sendable, CustomTestStringConvertible {
    let name: String
    var head = ""
    let line: @Sendable (Int) -> String
    var count = 2000
    /// Codes that must be among the findings.
    let codes: [String]

    var text: String { head + (0..<count).map(line).joined() }
    var testDescription: String { name }
  }

  static let files = [
    BigFile(
      name: "unknown names", line: { "award 奖项甲乙\($0) = 未知的数\($0) when 未知的条件\($0)\n" },
      codes: ["J3101"]),
    BigFile(
      name: "awards beside titles", line: { "title 称甲\($0)\naward 奖乙\($0) = 1元 when new\n" },
      codes: []),
    BigFile(
      name: "one line of findings", head: "award A = 1元 when new", line: { _ in "; once" },
      count: 10_000, codes: ["J2007"]),
    BigFile(
      name: "values", line: { "field F\($0) : one of a\($0), b\($0)\ndefine D\($0) = c\($0)\n" },
      codes: ["J3101"]),
  ]

  @Test(.timeLimit(.minutes(3)), arguments: files)
  func growsNoFasterThanTheFile(_ file: BigFile) {
    let compiled = compile(Array(file.text.utf8), named: "a.rules") { _ in nil }
    let found = Set(compiled.diagnostics.map(\.code))
    for code in file.codes { #expect(found.contains(code), "\(found)") }
    let shown = render(compiled.diagnostics, sources: compiled.sources, language: .zh)
    #expect(shown.isEmpty == compiled.diagnostics.isEmpty)
  }

  /// The first findings still offer what was meant.
  @Test func theFirstFindingsSuggest() {
    let text = "field 营业收入 : money\n" + (0..<200).map { "define D\($0) = 营业收人\n" }.joined()
    let found = compile(Array(text.utf8), named: "a.rules") { _ in nil }.diagnostics
    #expect(found.count == 200)
    #expect(found.prefix(Limits.diagnostics).allSatisfy { $0.fixes.first?.replacement == "营业收入" })
  }

  /// One letter too many, too few, another or in another place; more is another name.
  @Test(
    arguments: [
      ("小巨人", ["国家级小巨人"], nil), ("小巨", ["小巨人"], "小巨人"), ("小巨人人", ["小巨人"], "小巨人"),
      ("小具人", ["大", "小巨人", "小巨仁"], "小巨人"), ("巨小人", ["小巨人"], "小巨人"), ("小巨人", ["小巨人"], nil),
      ("甲", ["乙"], nil), ("甲", ["甲乙"], "甲乙"), ("甲乙", ["丙丁"], nil), ("甲乙丙", ["甲丁戊"], nil),
    ] as [(String, [String], String?)])
  func namesOneLetterAway(_ found: String, _ names: [String], _ near: String?) {
    #expect(NearNames(names).first(besides: found) == near)
  }
}
