import JiliLexer
import JiliTestSupport
import Testing

@testable import repl

extension DiagnosticGuide: CustomTestStringConvertible {
  package var testDescription: String { code }

  var isOfDrafting: Bool { code.hasPrefix("J34") }
}

@Suite("guides of the findings")
struct GuideTests {
  /// Codes that the sources make: those in quotes outside the guides themselves.
  static func codesInSources() throws -> Set<String> {
    var codes: Set<String> = []
    for path in Repository.files(under: "Sources", endings: [".swift"])
    where !path.hasSuffix("Guides.swift") {
      let text = try Repository.text(path)
      codes.formUnion(text.matches(of: /"(J\d{4})"/).map { String($0.1) })
    }
    return codes
  }

  @Test func everyCodeHasAGuideAndEveryGuideACode() throws {
    let codes = DiagnosticGuide.all.map(\.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    let made = try Self.codesInSources()
    #expect(made.subtracting(codes).sorted() == [])
    #expect(Set(codes).subtracting(made).sorted() == [])
  }

  /// Titles are one line without a full stop, meanings whole sentences in both languages.
  @Test(arguments: DiagnosticGuide.all)
  func isWrittenInBothLanguages(_ guide: DiagnosticGuide) {
    for (title, meaning, stops) in [
      (guide.title.zh, guide.meaning.zh, "。"), (guide.title.en, guide.meaning.en, ".?"),
    ] {
      #expect(!title.isEmpty && !title.contains("\n") && !title.hasSuffix("。"))
      #expect(!title.hasSuffix("."))
      #expect(meaning.count > 20 && stops.contains(meaning.last ?? " "))
    }
    #expect(!beginsWithCapital(guide.title.en))
    let hasChinese = { (text: String) in
      text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }
    #expect(hasChinese(guide.meaning.zh))
    #expect(guide.meaning.en.first.map { hasChinese(String($0)) } == false)
  }

  /// The mistake gives the code first, and the mending gives nothing at all.
  @Test(arguments: DiagnosticGuide.all.filter { $0.example.texts != nil })
  func exampleShowsWhatItSays(_ guide: DiagnosticGuide) throws {
    let texts = try #require(guide.example.texts)
    let wrong = try guide.example.findings(in: texts.wrong, drafting: guide.isOfDrafting)
    let first = wrong.first { $0.code != "J4304" || guide.code == "J4304" }
    #expect(first?.code == guide.code, "\(wrong.map(\.message.en))")
    #expect(first?.severity == guide.severity)
    let left = try guide.example.findings(in: texts.mended, drafting: guide.isOfDrafting)
    let minded = left.filter { $0.code != "J4304" || guide.code == "J4304" }
    #expect(minded == [], "\(left.map(\.message.en))")
  }

  /// What no page can show is made by a test.
  @Test func everyOtherCodeIsMade() throws {
    let others = DiagnosticGuide.all.filter { $0.example.texts == nil }.map(\.code)
    #expect(MadeCases.all.map(\.code).sorted() == others)
    for code in others { #expect(Shown.findings[code]?.code == code) }
  }

  /// The page holds each message in both languages; it is the golden of them all.
  @Test func thePageIsWhatTheGuidesGive() throws {
    let page = guidePage(DiagnosticGuide.all, saying: Shown.findings)
    #expect(page.matches(of: /\n(?:错误|警告|说明) J\d{4}:/).count == DiagnosticGuide.all.count)
    try Golden.compare(page, at: "docs/errors.md")
  }
}

/// What the program says to the mistake of each guide, or to the case that a test makes.
private enum Shown {
  static let findings: [String: GuideFinding] = {
    var found: [String: GuideFinding] = [:]
    for guide in DiagnosticGuide.all {
      guard let texts = guide.example.texts else { continue }
      found[guide.code] = try? guide.example
        .findings(in: texts.wrong, drafting: guide.isOfDrafting)
        .first { $0.code == guide.code }
    }
    for made in MadeCases.all { found[made.code] = try? made.find() }
    return found
  }()
}

/// `NUL` and `JSON` are no capitals of a sentence.
private func beginsWithCapital(_ text: String) -> Bool {
  let head = text.prefix(2)
  return head.first?.isUppercase == true && head.last?.isLowercase == true
}

@Suite("messages")
struct MessageTests {
  /// The wording of the house: lower case, no full stop, both languages.
  @Test(arguments: DiagnosticGuide.all)
  func keepsTheWording(_ guide: DiagnosticGuide) throws {
    let finding = try #require(Shown.findings[guide.code])
    for words in [finding.message] + finding.notes {
      #expect(!words.zh.hasSuffix("。") && !words.en.hasSuffix("."), "\(words.en)")
      #expect(!beginsWithCapital(words.en), "\(words.en)")
      let hasChinese = words.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
      #expect(hasChinese, "\(words.zh)")
    }
  }
}

@Suite("jili check --explain")
struct ExplainCodeTests {
  @Test func showsTheGuide() throws {
    let desk = try Desk()
    let chinese = try desk.run("check", "--explain", "J3101")
    #expect(chinese.code == 0)
    #expect(chinese.errors == "")
    #expect(chinese.output.hasPrefix("J3101 错误：没有声明的名称\n\n规则里用到的每个名称都要先声明"))
    #expect(chinese.output.contains("\n错误的写法（例.rules）：\n    field 营业收入 : money\n"))
    #expect(chinese.output.contains("\n改为：\n    field 营业收入 : money\n"))
    let english = try desk.run("check", "--explain", "j3101", "--lang", "en")
    #expect(english.output.hasPrefix("J3101 error: unknown name\n\nEvery name must be declared"))
    #expect(english.output.contains("\nwrong (例.rules):\n    field 营业收入 : money\n"))
    #expect(english.output.contains("\nmended:\n"))
    let other = try desk.run("check", "--explain=J3101", variables: ["LC_ALL": "en_US.UTF-8"])
    #expect(other.output == english.output)
  }

  @Test(arguments: DiagnosticGuide.all, [Language.zh, .en])
  func everyGuideIsShown(_ guide: DiagnosticGuide, _ language: Language) {
    let text = explanation(of: guide, language)
    #expect(text.hasPrefix(guide.code))
    #expect(text.contains(guide.title.text(language)))
    #expect(text.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= 100 })
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n") && !text.contains("\n\n\n"))
    #expect(!text.contains("\u{200B}") && !text.contains("\0"))
  }

  @Test(arguments: [
    ("甲乙丙丁", 4, "甲乙\n丙丁"), ("甲乙，丙", 4, "甲\n乙，\n丙"), ("甲“乙”", 4, "甲\n“乙”"),
    ("a bc def", 4, "a bc\ndef"), ("写 `a` 吧", 6, "写 `a`\n吧"), ("", 4, ""),
  ])
  func linesBreakWhereAReaderExpects(_ text: String, _ width: Int, _ lines: String) {
    #expect(wrapped(text, to: width) == lines)
  }

  @Test(arguments: [
    ("PDF\n当成", "PDF 当成"), ("编码\n不同", "编码不同"), ("如此，\n`a`", "如此，`a`"), ("so it\nis", "so it is"),
  ])
  func linesJoin(_ lines: String, _ text: String) { #expect(paragraph(lines) == text) }

  @Test func codesThatDoNotExist() throws {
    let desk = try Desk(["a.rules": "award 甲 = 1万"])
    for (words, said) in [
      (["--explain", "J310l"], "没有编号 `J310l`；是否 `J3101`？"),
      (["--explain", "营收"], "没有编号 `营收`，编号如 J3101"), (["--explain"], "后面缺值"),
      (["--explain", "J3101", "a.rules"], "--explain 后面只写编号"), ([], "缺少规则文件"),
    ] {
      let ending = try desk.ending(of: try desk.start(["check"] + words))
      #expect(ending.code == 64)
      #expect(ending.errors.contains(said), "\(ending.errors)")
    }
  }

  /// A reader at a terminal is told once where to read on; a pipe, a quiet run and a run without
  /// errors are not.
  @Test func theHintIsForReaders() throws {
    let desk = try Desk([
      "one.rules": "award 甲 = 1万 when 乙", "two.rules": "award 甲 = 1",
      "good.rules": "award 甲 = 1万", "warned.rules": "award 甲 = 1万; cite \"三\": \"一万元\"",
      "c.csv": "某表\n",
    ])
    let hint = "编号的详细说明：jili check --explain"
    let shown = try desk.errorsOnATerminal(["check", "one.rules", "two.rules"], [:])
    #expect(shown.contains(hint + " J3101"))
    #expect(shown.ranges(of: hint).count == 1)
    let batch = try desk.errorsOnATerminal(["batch", "two.rules", "--companies", "c.csv"], [:])
    #expect(batch.contains(hint + " J3203"))
    for words in [
      ["check", "-q", "one.rules"], ["check", "good.rules"], ["check", "warned.rules"],
    ] {
      #expect(try !desk.errorsOnATerminal(words, [:]).contains(hint))
    }
    #expect(try !desk.run("check", "one.rules").errors.contains(hint))
  }
}
