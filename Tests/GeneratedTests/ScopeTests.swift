import JiliLexer
import JiliParser
import JiliTestSupport
import Testing

/// The grammar for editors, run by the engine of VS Code. `make test-editors` fetches the engine;
/// without it there is nothing to run the grammar with.
@Suite("editors show what the program reads", .enabled(if: ScopedText.engine != nil))
struct ScopeTests {
  private let engine = ScopedText.engine ?? ""

  /// Reserved words, texts, comments, numbers, dates and declared names are shown as the lexer and
  /// parser read them, in every policy that comes with Jili and every example of the documents.
  /// Contextual words, which editors tell by their neighbours, are held to the same.
  @Test func everyTokenOfEveryPolicy() throws {
    let files = try Self.ruleFiles()
    let scoped = try ScopedText.scoped(files.map(\.text), engine: engine)
    var seen = (words: 0, contextual: 0, wrong: 0)
    for (file, shown) in zip(files, scoped) {
      let tree = parse(Source(name: file.name, text: file.text))
      for (token, expected) in expectedScopes(of: tree) {
        let scopes = shown.scopes(of: token.span)
        seen.words += 1
        if expected.isContextual { seen.contextual += 1 }
        if !scopes.isEmpty, scopes.allSatisfy(expected.holds) { continue }
        let place = tree.source.place(at: token.span.start)
        let shownAt = "\(file.name):\(place.line):\(place.column) `\(tree.tokens.text(token))`"
        if expected.comesFromParser, !tree.diagnostics.isEmpty { continue }
        seen.wrong += 1
        Issue.record("\(shownAt): \(scopes), not \(expected)")
      }
    }
    #expect(seen.words > 8000 && seen.contextual > 1000, "\(seen)")
  }

  /// Sentences with the scopes that a reader expects, worked out by hand.
  @Test func sentencesAreShownAsTheyRead() throws {
    let scoped = try ScopedText.scoped(Self.sentences.map(\.text), engine: engine)
    for (sentence, shown) in zip(Self.sentences, scoped) {
      var from = sentence.text.startIndex
      for (piece, scope) in sentence.scopes {
        let range = try #require(sentence.text.range(of: piece, from: from), "\(piece)")
        from = range.upperBound
        let start = sentence.text.utf8.distance(
          from: sentence.text.startIndex, to: range.lowerBound)
        let span = Span(start: UInt32(start), end: UInt32(start + piece.utf8.count))
        let found = Set(shown.scopes(of: span))
        #expect(found == [scope], "`\(piece)` in \(sentence.text)")
      }
    }
  }

  private static func ruleFiles() throws -> [(name: String, text: String)] {
    var files = try Repository.files(under: "Rules", endings: [".rules"]).map {
      (name: $0, text: try Repository.text($0))
    }
    for path in ["README.md"] + Repository.files(under: "docs", endings: [".md"]) {
      let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      var open: Int?
      for (index, line) in lines.enumerated() {
        if let start = open, line == "```" {
          files.append((path + ":\(start)", lines[start..<index].joined(separator: "\n") + "\n"))
          open = nil
        } else if line.hasPrefix("```jili") {
          open = index + 1
        }
      }
    }
    return files
  }

  struct Sentence: Sendable {
    let text: String
    let scopes: [(String, String)]
  }

  static let sentences = [
    Sentence(
      text: "award 国家级小巨人 = 150万 when new; renewal = 20%",
      scopes: [
        ("award", "storage.type"), ("国家级小巨人", "entity.name.function"),
        ("=", "keyword.operator.assignment"), ("150", "constant.numeric"),
        ("万", "keyword.other.unit"), ("when", "keyword.control"), ("new", "constant.language"),
        (";", "punctuation.separator"), ("renewal", "keyword.other.clause"),
        ("20", "constant.numeric"), ("%", "keyword.other.unit"),
      ]),
    Sentence(
      text: "奖励 国家级小巨人 ＝ １５０万元，省级小巨人 ＝ ３０万元 当 新认定；复评 ＝ ２０％；依据 “三（一）”",
      scopes: [
        ("奖励", "storage.type"), ("国家级小巨人", "entity.name.function"),
        ("＝", "keyword.operator.assignment"), ("１５０", "constant.numeric"),
        ("万元", "keyword.other.unit"), ("，", "punctuation.separator"),
        ("省级小巨人", "entity.name.function"), ("当", "keyword.control"), ("新认定", "constant.language"),
        ("复评", "keyword.other.clause"), ("％", "keyword.other.unit"), ("依据", "keyword.other.clause"),
        ("三（一）", "string.quoted.double"),
      ]),
    // Names that hold words of the language are one word.
    Sentence(
      text: "define 有效期内当年 = 通过复评企业 or 当年 and 不超过限额 > 5‰",
      scopes: [
        ("define", "storage.type"), ("有效期内当年", "entity.name.function"),
        ("通过复评企业", "variable.other"), ("or", "keyword.operator.word"), ("当年", "variable.other"),
        ("and", "keyword.operator.word"), ("不超过限额", "variable.other"),
        (">", "keyword.operator.comparison"), ("5", "constant.numeric"),
        ("‰", "keyword.other.unit"),
      ]),
    // A text closes only with the partner of its opener, and holds no other comment.
    Sentence(
      text: "note \"“小巨人” # 不是注释\" # 是注释",
      scopes: [
        ("note", "keyword.other.clause"), ("“小巨人” # 不是注释", "string.quoted.double"),
        (" 是注释", "comment.line.number-sign"),
      ]),
    Sentence(
      text: "cite “他说\"好\"”: \"没有关上",
      scopes: [
        ("他说\"好\"", "string.quoted.double"), (":", "punctuation.separator"),
        ("\"没有关上", "invalid.illegal.unclosed"),
      ]),
    Sentence(
      text: "policy 甲 { period 2026-05-01 .. 2028年12月31日 status draft }",
      scopes: [
        ("policy", "storage.type"), ("甲", "entity.name.type"), ("period", "keyword.other.clause"),
        ("2026-05-01", "constant.other.date"), ("..", "keyword.operator.range"),
        ("2028年12月31日", "constant.other.date"), ("status", "keyword.other.clause"),
        ("draft", "constant.language"),
      ]),
    // Contextual words as names.
    Sentence(
      text: "字段 名称 : 文字\n字段 日期 : 日期\ndefine 甲 = 名称 is 乙 and 金额 > 3 年",
      scopes: [
        ("名称", "entity.name.type"), ("文字", "support.type"), ("日期", "entity.name.type"),
        ("日期", "support.type"), ("名称", "variable.other"), ("is", "keyword.operator.word"),
        ("金额", "variable.other"), ("3", "constant.numeric"), ("年", "keyword.other.unit"),
      ]),
    Sentence(
      text: "算例 “甲” 其余为无 { 名额 = 3; 状态 = 现行; 年度 = 2027; 营收 上年 = 1亿; 应得 合计 = 1万 至 2万 }",
      scopes: [
        ("算例", "storage.type"), ("甲", "string.quoted.double"), ("其余为无", "keyword.other"),
        ("名额", "variable.other"), ("状态", "variable.other"), ("现行", "variable.other"),
        ("年度", "variable.language"), ("上年", "keyword.other"), ("亿", "keyword.other.unit"),
        ("应得", "keyword.other.clause"), ("合计", "variable.language"),
        ("至", "keyword.operator.word"),
      ]),
    Sentence(
      text: "补助 技改 = 若 投资额 不低于 500万 则 投资额 的 20% 封顶 1亿 否则 最高 30万; 名额 = 每年 50 按 得分",
      scopes: [
        ("补助", "storage.type"), ("技改", "entity.name.function"), ("若", "keyword.control"),
        ("不低于", "keyword.operator.word"), ("则", "keyword.control"),
        ("的", "keyword.operator.word"), ("封顶", "keyword.operator.word"),
        ("否则", "keyword.control"), ("最高", "keyword.other"), ("名额", "keyword.other.clause"),
        ("每年", "keyword.other"), ("50", "constant.numeric"), ("按", "keyword.control"),
        ("得分", "variable.other"),
      ]),
    Sentence(
      text: "A.复评 + `some name`.paid * 20万件 \u{200B}甲",
      scopes: [
        ("复评", "support.variable.fact"), ("some name", "variable.other.quoted"),
        ("paid", "support.variable.fact"), ("20", "constant.numeric"),
        ("万件", "invalid.illegal.unit"), ("\u{200B}", "invalid.illegal.character"),
        ("甲", "variable.other"),
      ]),
    Sentence(
      text: "# 看不见\u{202E}的字符\nnote \"又\u{FEFF}一个\"",
      scopes: [
        ("\u{202E}", "invalid.illegal.character"), ("\u{FEFF}", "invalid.illegal.character"),
        ("一个", "string.quoted.double"),
      ]),
  ]
}

extension String {
  /// The first place of a piece at or behind an index, by scalars: a mark may hang on a letter.
  fileprivate func range(of piece: String, from: Index) -> Range<Index>? {
    let wanted = Array(piece.unicodeScalars)
    var start = from
    while start < endIndex {
      let rest = unicodeScalars[start...]
      if rest.starts(with: wanted) {
        return start..<rest.index(start, offsetBy: wanted.count)
      }
      start = unicodeScalars.index(after: start)
    }
    return nil
  }
}
