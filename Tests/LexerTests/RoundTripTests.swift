import JiliLexer
import JiliTestSupport
import Testing

/// Whatever the bytes, the tokens joined are the file and the end stands at its end.
func expectLossless(_ bytes: [UInt8], _ comment: Comment? = nil) {
  let tokens = lex(Source(name: "t", bytes: bytes))
  var offset: UInt32 = 0
  for token in tokens.all {
    #expect(token.span.start == offset, comment)
    offset = token.span.end
  }
  #expect(Int(offset) == bytes.count, comment)
  #expect(tokens.all.last?.kind == .end, comment)
  #expect(tokens.all.dropLast().allSatisfy { $0.span.end > $0.span.start }, comment)
  for diagnostic in tokens.diagnostics {
    #expect(Int(diagnostic.span.end) <= bytes.count, comment)
  }
}

@Suite("round trip")
struct RoundTripTests {
  @Test(arguments: 0..<40)
  func byteSoup(_ seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<25 {
      let bytes = (0..<random.int(0...60)).map { _ in UInt8.random(in: 0...255, using: &random) }
      expectLossless(bytes, "seed \(seed): \(bytes)")
    }
  }

  /// Characters that matter to the lexer, in any order.
  @Test(arguments: 0..<40)
  func characterSoup(_ seed: Int) {
    let pieces = [
      "award", "奖励", "国家级小巨人", "top", "-", "up", "150", "１５", ".", "．", "万", "亿元", "年",
      "月", "日", "2026", "05", "\"", "“", "”", "＂", "`", "「", "」", "#", "＃", "\n", "\r", "\r\n",
      " ", "\u{3000}", "\t", "；", "%", "≥", "＞", "＝", "!", "{", "）", "\u{200B}", "\u{FEFF}", "٣",
      "é", "e\u{301}", "⽅", "а", "😀", "🇨🇳", "\u{0}", "_", "𠮷", "\u{E0041}", "/", "5",
    ]
    var random = SeededRandom(seed: UInt64(seed) + 1000)
    for _ in 0..<25 {
      let text = (0..<random.int(0...30)).map { _ in random.pick(pieces) }.joined()
      expectLossless(Array(text.utf8), "seed \(seed): \(text.debugDescription)")
      let source = Source(name: "t", text: text)
      for diagnostic in lex(source).diagnostics {
        let shown = render(diagnostic, sources: [source], language: .zh)
        #expect(shown.hasPrefix("错误 J1"))
      }
    }
  }

  @Test func faultsOfGarbageAreBounded() {
    let zeros = [UInt8](repeating: 0, count: 20_000)
    let tokens = lex(Source(name: "t", bytes: zeros))
    #expect(tokens.diagnostics.count == Limits.lexerDiagnostics + 1)
    #expect(tokens.diagnostics.last?.code == "J1015")
  }

  @Test func linesEndAtEveryKindOfBreak() {
    let source = Source(name: "t", text: "甲\r\n乙\r丙\n丁")
    #expect(source.lineStarts.count == 4)
    #expect((0..<4).map(source.line) == ["甲", "乙", "丙", "丁"])
    #expect(source.place(at: UInt32(source.bytes.count)) == (4, 2))
  }

  @Test func aByteOrderMarkTakesNoColumn() {
    let source = Source(name: "t", text: "\u{FEFF}甲 乙")
    #expect(lex(source).diagnostics.isEmpty)
    #expect(source.place(at: 3).column == 1)
    #expect(source.place(at: 7).column == 3)
  }
}
