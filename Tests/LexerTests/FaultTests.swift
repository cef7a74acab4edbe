import JiliLexer
import JiliTestSupport
import Testing

/// One bad input: the code found and where, in characters from 1, the end exclusive.
struct Fault: Sendable, CustomTestStringConvertible {
  let text: String
  let code: String
  let columns: Range<Int>
  let fixed: String?

  init(_ text: String, _ code: String, _ columns: Range<Int>, fixed: String? = nil) {
    self.text = text
    self.code = code
    self.columns = columns
    self.fixed = fixed
  }

  var testDescription: String { "\(code) \(text.debugDescription)" }

  static let all: [Fault] = [
    Fault("甲 \u{0} 乙", "J1003", 3..<4, fixed: "甲  乙"),
    Fault("国家\u{200B}级", "J1003", 3..<4, fixed: "国家级"),
    Fault("# 注\u{202E}释", "J1003", 4..<5),
    Fault("\"a\u{AD}b\"", "J1003", 3..<4, fixed: "\"ab\""),
    Fault("甲\u{2028}", "J1003", 2..<3),
    Fault("\"\u{3164}\"", "J1003", 2..<3),
    Fault("甲\u{E0041}", "J1003", 2..<3),
    Fault("甲\u{FE0F}", "J1003", 2..<3),
    Fault("甲\u{E0100}", "J1003", 2..<3),
    Fault("甲\u{FEFF}", "J1003", 2..<3),
    Fault("\"\u{FFFD}\"", "J1003", 2..<3),
    Fault("\"\u{E000}\"", "J1003", 2..<3),
    Fault("\"\u{FFFF}\"", "J1003", 2..<3),
    // U+FDD0, which Swift has no literal for.
    Fault("\"" + String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self) + "\"", "J1003", 2..<3),
    Fault("\"\u{2800}\"", "J1003", 2..<3),
    Fault("甲\u{2003}乙", "J1003", 2..<3, fixed: "甲 乙"),
    Fault("甲 = ¥", "J1004", 5..<6),
    Fault("1 − 2", "J1004", 3..<4, fixed: "1 - 2"),
    Fault("【1】 2", "J1004", 1..<2, fixed: "[1】 2"),
    Fault("﹙1)", "J1004", 1..<2, fixed: "(1)"),
    Fault("(1﹚", "J1004", 3..<4, fixed: "(1)"),
    Fault("5﹪", "J1004", 2..<3, fixed: "5%"),
    Fault("甲﹐乙", "J1004", 2..<3, fixed: "甲,乙"),
    Fault("甲∶乙", "J1004", 2..<3, fixed: "甲:乙"),
    Fault("2 ∗ 3", "J1004", 3..<4, fixed: "2 * 3"),
    Fault("1 ⩾ 2", "J1004", 3..<4, fixed: "1 ≥ 2"),
    Fault("1 ⩽ 2", "J1004", 3..<4, fixed: "1 ≤ 2"),
    Fault("😀", "J1004", 1..<2),
    // A mark of a letter, without one.
    Fault("\u{903}", "J1004", 1..<2),
    Fault("名称 \"甲", "J1005", 4..<6, fixed: "名称 \"甲\""),
    Fault("名称 \"甲”", "J1005", 4..<7),
    Fault("“甲\"", "J1005", 1..<4),
    Fault("「甲", "J1006", 1..<3, fixed: "「甲」"),
    Fault("``", "J1007", 1..<3),
    Fault("「　」", "J1007", 1..<4),
    Fault("150万人", "J1008", 4..<6, fixed: "150万"),
    Fault("3年期", "J1008", 2..<4),
    Fault("10kg", "J1008", 3..<5),
    Fault("150万2", "J1008", 4..<6),
    Fault("2026-05kg", "J1008", 8..<10),
    Fault("1234567890123456", "J1009", 1..<17),
    Fault("12345678901234.56", "J1009", 1..<18),
    Fault("2026-02-30", "J1010", 1..<11),
    Fault("2026年13月", "J1010", 1..<9),
    Fault("2026-5-1", "J1011", 1..<9, fixed: "2026-05-01"),
    Fault("2026/05/01", "J1011", 1..<11, fixed: "2026-05-01"),
    Fault("2026-05-1", "J1011", 1..<10, fixed: "2026-05-01"),
    Fault("2026/11/1", "J1011", 1..<10, fixed: "2026-11-01"),
    Fault("1٣", "J1012", 2..<3, fixed: "13"),
    Fault(String(repeating: "甲", count: 201), "J1016", 1..<202),
    Fault("「" + String(repeating: "甲", count: 201) + "」", "J1016", 1..<204),
    Fault("⽅案", "J1013", 1..<3, fixed: "方案"),
    Fault("「\u{F90A}属」", "J1013", 1..<5, fixed: "「金属」"),
    Fault("аward 甲", "J1014", 1..<6, fixed: "award 甲"),
  ]
}

@Suite("faults of the text")
struct FaultTests {
  @Test(arguments: Fault.all)
  func isFoundAtItsPlace(_ fault: Fault) throws {
    let source = Source(name: "t.rules", text: fault.text)
    let found = try #require(lex(source).diagnostics.first)
    #expect(found.code == fault.code)
    let start = source.place(at: found.span.start).column
    let end = source.place(at: found.span.end).column
    #expect(start..<end == fault.columns)
    if let fixed = fault.fixed {
      let fix = try #require(found.fixes.first)
      let head = source.text(0..<fix.span.start)
      let tail = source.text(fix.span.end..<UInt32(source.bytes.count))
      // Compared as scalars: compatibility ideographs equal their twins as Swift strings.
      #expect(Array((head + fix.replacement + tail).utf8) == Array(fixed.utf8))
    }
  }

  /// The caret stands under the right cell in both languages, whatever stands before it.
  @Test(arguments: Fault.all, [Language.zh, .en])
  func isShownInBothLanguages(_ fault: Fault, _ language: Language) throws {
    let source = Source(name: "t.rules", text: fault.text)
    let found = try #require(lex(source).diagnostics.first)
    let lines = render(found, sources: [source], language: language)
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("\(found.severity.word(language)) \(fault.code): "))
    #expect(lines[1] == "  t.rules:1:\(fault.columns.lowerBound)")
    let hasChinese = lines[0].unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    if language == .zh { #expect(hasChinese) }
    let shown = visible(String(source.line(0)))
    let before = shown.unicodeScalars.prefix(fault.columns.lowerBound - 1)
      .reduce(into: "") { $0.unicodeScalars.append($1) }
    let carets = try #require(lines[3].firstIndex(of: "^"))
    #expect(lines[3].distance(from: lines[3].startIndex, to: carets) == displayWidth(before) + 4)
  }

  @Test func wholeFileFaults() {
    let bad = lex(Source(name: "t", bytes: Array("甲 ".utf8) + [0xC4, 0xE3]))
    #expect(bad.diagnostics.map(\.code) == ["J1002"])
    #expect(bad.diagnostics[0].span == Span(start: 4, end: 5))
    let blanks = [UInt8](repeating: 0x20, count: Limits.ruleFileBytes + 1)
    let long = lex(Source(name: "t", bytes: blanks))
    #expect(long.diagnostics.map(\.code) == ["J1001"])
  }

  /// Every code of the catalogue is proven by a case above.
  @Test func everyCodeHasACase() throws {
    let catalogue = try Repository.text("Sources/Lexer/LexDiagnostics.swift")
    let codes = Set(catalogue.matches(of: /"(J10\d\d)"/).map { String($0.1) })
    let proven = Set(Fault.all.map(\.code)).union(["J1001", "J1002", "J1015"])
    #expect(codes == proven)
  }

  @Test func faultsStandInTheOrderOfTheText() {
    let found = lex(Source(name: "t", text: "10kg \u{200B} ￥ \u{0}")).diagnostics
    #expect(found.map(\.code) == ["J1008", "J1003", "J1004", "J1003"])
  }

  @Test(arguments: [
    "12345678901234.5", "1000 - 5 - 1", "1000-5-1", "a_b", "\u{A0}甲\u{3000}乙",
    String(repeating: "甲", count: Limits.nameLetters),
  ])
  func isNoFault(_ text: String) { #expect(codes(text).isEmpty) }
}

@Suite("goldens of the lexer")
struct LexerGoldenTests {
  @Test(arguments: Golden.cases("lexer"))
  func findings(_ golden: Golden) throws { try golden.expect { lex($0).diagnostics } }
}
