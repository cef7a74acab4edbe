import JiliLexer
import JiliTestSupport
import Testing

/// The place of the first `needle` in a text.
private func span(of needle: String, in text: String, file: UInt16 = 0) -> Span {
  let bytes = Array(text.utf8)
  let wanted = Array(needle.utf8)
  let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
  return Span(file: file, start: UInt32(start), end: UInt32(start + wanted.count))
}

private func sample(_ span: Span, _ severity: Severity = .error) -> Diagnostic {
  Diagnostic("J0000", severity, at: span, zh: "不认识", en: "unknown")
}

@Suite("rendering")
struct RenderTests {
  @Test func findingWithLabelNoteAndEdit() {
    let text = "字段 营业收入 : money\n\t若 营业收人 ≥ 2000万\n"
    let source = Source(name: "a.rules", text: text)
    let place = span(of: "营业收人", in: text)
    let found = sample(place)
      .labelled(span(of: "营业收入", in: text), zh: "在这里声明", en: "declared here")
      .noting(zh: "名称要先声明", en: "names are declared first").fixing(place, with: "营业收入")
    #expect(
      render(found, sources: [source], language: .en) == """
        error J0000: unknown
          a.rules:2:4
        2 |     若 营业收人 ≥ 2000万
          |        ^^^^^^^^
          a.rules:1:4: declared here
        1 | 字段 营业收入 : money
          |      --------
          = names are declared first
          = replace `营业收人` with `营业收入`

        """)
    #expect(
      render(found, sources: [source], language: .zh).hasSuffix("  = 把 `营业收人` 改为 `营业收入`\n"))
  }

  @Test func spanOverSeveralLines() {
    let text = String(repeating: "\n", count: 8) + "甲 = (1 +\n2 +\n  3)"
    let source = Source(name: "a.rules", text: text)
    let place = span(of: "(1", in: text).union(span(of: "3)", in: text))
    #expect(
      render(sample(place, .warning), sources: [source], language: .en) == """
        warning J0000: unknown
          a.rules:9:5
         9 | 甲 = (1 +
           |      ^^^^
           …
        11 |   3)
           |   ^^

        """)
  }

  @Test func emptySpanAtTheEnd() {
    let source = Source(name: "a.rules", text: "甲 = ")
    let end = Span(start: 6, end: 6)
    let found = sample(end).fixing(end, with: "1万")
    #expect(
      render(found, sources: [source], language: .en) == """
        error J0000: unknown
          a.rules:1:5
        1 | 甲 =
          |      ^
          = insert `1万` (line 1, column 5)

        """)
  }

  @Test(arguments: [0, 30, 60, 119])
  func longLineIsCutAroundTheSpan(_ position: Int) {
    var words = (0..<120).map { _ in "甲乙丙" }
    words[position] = "目标词"
    let text = words.joined(separator: " ")
    let source = Source(name: "a.rules", text: text)
    let lines = render(sample(span(of: "目标词", in: text)), sources: [source], language: .en)
      .split(separator: "\n")
    #expect(displayWidth(String(lines[2])) <= Limits.shownCells + 4)
    let before = lines[2].prefix { $0 != "目" }
    #expect(lines[3].prefix { $0 != "^" }.count == displayWidth(String(before)))
    #expect(lines[3].count { $0 == "^" } == 6)
  }

  @Test func terminalIsNotObeyed() {
    let source = Source(name: "a\u{1B}.rules", text: "\"\u{1B}[31m\" x")
    let found = Diagnostic(
      "J0000", at: span(of: "x", in: "\"\u{1B}[31m\" x"), zh: "\u{9B}", en: "\u{7}\u{202E}")
    for language in [Language.zh, .en] {
      let shown = render(found, sources: [source], language: language)
      #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || isPermitted($0) || $0 == "\u{FFFD}" })
    }
  }

  @Test func coloursOnlyWhereAsked() {
    let source = Source(name: "a.rules", text: "甲")
    let found = sample(Span(start: 0, end: 3))
    let plain = render(found, sources: [source], language: .en)
    let ansi = render(found, sources: [source], language: .en, style: .ansi)
    #expect(!plain.contains("\u{1B}"))
    #expect(ansi.contains("\u{1B}[1;31merror J0000\u{1B}[0m: unknown"))
    #expect(ansi.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    let note = render(
      sample(found.span, .note), sources: [source], language: .zh, style: .ansi)
    #expect(note.hasPrefix("\u{1B}[1;36m说明 J0000\u{1B}[0m: 不认识\n"))
  }

  @Test func placeInAnUnknownFileShowsTheMessage() {
    let there = Span(file: 7, start: 0, end: 1)
    let found = sample(there)
    #expect(render(found, sources: [], language: .en) == "error J0000: unknown\n")
    // What is said of a place, and an edit there, are shown without it.
    let more = found.labelled(there, zh: "先有它", en: "declared here")
      .fixing(Span(file: 7, start: 1, end: 1), with: "1万").fixing(there, with: "甲")
    #expect(
      render(more, sources: [], language: .en) == """
        error J0000: unknown
          declared here
          = insert `1万`
          = replace `` with `甲`

        """)
  }

  /// A span that begins above a line of nothing but blanks, and one on an empty line.
  @Test func linesWithoutLettersAreMarked() {
    let source = Source(name: "a.rules", text: "甲 =\n  \n\n乙")
    #expect(
      render(sample(Span(start: 0, end: 8)), sources: [source], language: .en) == """
        error J0000: unknown
          a.rules:1:1
        1 | 甲 =
          | ^^^^
        2 |
          | ^^

        """)
    #expect(
      render(sample(Span(start: 9, end: 9)), sources: [source], language: .en) == """
        error J0000: unknown
          a.rules:3:1
        3 |
          | ^

        """)
  }

  /// A long line of characters of three bytes each is cut between them.
  @Test func longLinesAreCutBetweenCharacters() {
    let source = Source(name: "a.rules", text: String(repeating: "甲", count: 4000))
    let shown = render(
      sample(Span(start: 6000, end: 6003)), sources: [source], language: .en)
    #expect(!shown.contains("\u{FFFD}"))
    #expect(shown.contains("甲甲甲") && shown.contains(" ^^\n"))
  }

  @Test func runIsSortedCutAndCounted() {
    let text = String(repeating: "甲\n", count: 300)
    let source = Source(name: "a.rules", text: text)
    let warnings = (0..<150).map { (line: UInt32) in
      sample(Span(start: line * 4, end: line * 4 + 3), .warning)
    }
    let shown = render(
      warnings + [sample(Span(start: 1000, end: 1003))], sources: [source], language: .en)
    #expect(shown.split(separator: "\n").count { $0.contains("J0000") } == Limits.diagnostics)
    #expect(shown.contains("error J0000"))
    #expect(shown.hasSuffix("\n\n1 error, 150 warnings; 51 more not shown\n"))
    #expect(summary(of: warnings, language: .zh) == "0 个错误，150 个警告；另有 50 处未显示")
    #expect(summary(of: [warnings[0]], language: .en) == "0 errors, 1 warning")
    #expect(render([], sources: [], language: .zh) == "")
    let notes = [sample(Span(start: 0, end: 3), .note), sample(Span(start: 0, end: 3), .note)]
    #expect(summary(of: notes, language: .zh) == "0 个错误，0 个警告，2 处说明")
    #expect(summary(of: notes, language: .en) == "0 errors, 0 warnings, 2 notes")
    #expect(summary(of: [notes[0]], language: .en) == "0 errors, 0 warnings, 1 note")
  }
}

@Suite("display width")
struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("国家级", 6), ("ａ（", 4), ("é", 1), ("e\u{301}", 1), ("\u{200B}", 0),
    ("😀", 2), ("👨‍👩‍👧", 2), ("🇨🇳", 2), ("❤️", 2), ("👍🏽", 2), ("ｱ", 1), ("한", 2), ("각", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("…", 1), ("±", 1), ("𠮷", 2), ("\u{3000}", 2), ("\t", 0),
    ("～", 2), ("「」", 4), ("《》、。", 8), ("①", 1), ("“”", 2), ("\u{AD}", 0),
    ("\u{FFA0}", 0),
  ])
  func cells(_ text: String, _ cells: Int) { #expect(displayWidth(text) == cells) }

  @Test func rangesAreSortedAndApart() {
    for (one, other) in zip(wideRanges, wideRanges.dropFirst()) {
      #expect(one.upperBound + 1 < other.lowerBound)
    }
  }
}

@Suite("look-alike names")
struct LookAlikeTests {
  @Test(arguments: [
    ("AI企业", "АІ企业"), ("AI", "Al"), ("ＡＢ", "AB"), ("Ⅱ类", "II类"), ("⽅案", "方案"),
    ("\u{F90A}属", "金属"), ("口岸", "ロ岸"), ("甲 乙", "甲乙"), ("甲\u{200B}乙", "甲乙"), ("𝐀级", "A级"),
    ("Ο级", "O级"), ("ⅳ", "iv"), ("⻓江", "长江"),
    ("𝐛级", "b级"), ("ⅹ", "x"), ("ⅵ", "vi"), ("ⅿ", "m"), ("ⅼ", "l"),
  ])
  func looksTheSame(_ one: String, _ other: String) {
    #expect(confusableSkeleton(one) == confusableSkeleton(other))
  }

  @Test(arguments: [("甲", "乙"), ("A1", "A2"), ("国家级", "省级"), ("AB", "ab"), ("未定", "末定")])
  func looksDifferent(_ one: String, _ other: String) {
    #expect(confusableSkeleton(one) != confusableSkeleton(other))
  }

  /// A compatibility ideograph that stands for itself, and one that stands for another.
  @Test func ideographsStandForOthersOrForThemselves() {
    #expect(plainIdeograph(for: "\u{FA0E}") == nil)
    #expect(plainIdeograph(for: "\u{F900}") == "\u{8C48}")
    #expect(plainIdeograph(for: "甲") == nil && plainIdeograph(for: "Ж") == nil)
  }

  @Test func keywordsLookDifferentFromEachOther() {
    let skeletons = Set(Keywords.bySpelling.keys.map(confusableSkeleton))
    #expect(skeletons.count == Keywords.bySpelling.count)
  }
}

@Suite("names nearly right")
struct NearNameTests {
  /// Neither a name without letters nor one that is nearly a sentence is guessed.
  @Test func endsOfTheLengthsAreNotGuessed() {
    let long = String(repeating: "甲", count: 64)
    #expect(nearestName(to: "甲", among: [""]) == nil)
    #expect(nearestName(to: "", among: ["甲"]) == nil)
    #expect(nearestName(to: long + "乙", among: [long]) == nil)
    #expect(nearestName(to: long, among: [long + "乙"]) == long + "乙")
    #expect(NearNames([long + "乙", "丙丁"]).first(besides: long) == nil)
    #expect(NearNames([long, "丙丁"]).first(besides: String(long.dropLast())) == long)
  }
}
