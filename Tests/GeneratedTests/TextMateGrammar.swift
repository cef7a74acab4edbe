import Foundation
import JiliLexer

/// A rule of a grammar, as JSON has it.
private typealias Pattern = [String: any Sendable]

/// The grammar for editors, editors/vscode/syntaxes/jili.tmLanguage.json, made from the table of
/// keywords. Its patterns are Oniguruma's; each reads as much as the lexer would, so that no word
/// is shown in two parts.
func textMateGrammar() throws -> String {
  let grammar: Pattern = [
    "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    "name": "Jili",
    "scopeName": "source.jili",
    "fileTypes": ["rules"],
    "comment": "Made from the table of keywords: JILI_UPDATE=1 swift test --filter GeneratedTests.",
    "patterns": [include("statements"), include("parts")],
    "repository": repository,
  ]
  let options: JSONSerialization.WritingOptions = [
    .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
  ]
  let data = try JSONSerialization.data(withJSONObject: grammar, options: options)
  return String(decoding: data, as: UTF8.self) + "\n"
}

// MARK: - Pieces of patterns

private let digit = "[0-9０-９]"
/// What may stand in a word behind its first letter.
private let part = #"[\p{Alphabetic}\x{2E80}-\x{2FDF}0-9０-９_＿]"#
private let end = "(?!\(part))"
/// A letter first; radicals stand in for ideographs in what comes out of PDF files.
private let word = #"[\p{Alphabetic}\x{2E80}-\x{2FDF}]\#(part)*+"#
private let name = "(?:\(word)|`[^`]*`|｀[^｀]*｀|「[^」]*」)"
private let blanks = #"[\s\x{3000}]"#
/// Where a clause begins: at the beginning of a line, behind `;` and behind `{`.
private let clauseStart = "(?:^|(?<=[;；{｛]))\(blanks)*"
private let textAhead = "(?=\(blanks)*[\"“＂])"
private let equalAhead = "(?=\(blanks)*[=＝])"
private let numberAhead = "(?=\(blanks)*\(digit))"
/// A number, a name or a bracket follows.
private let valueAhead = #"(?=\#(blanks)*(?:[0-9０-９(（`「]|\p{Alphabetic}))"#

private func include(_ name: String) -> Pattern { ["include": "#" + name] }

private func rule(_ scope: String, _ pattern: String) -> Pattern {
  ["name": scope + ".jili", "match": pattern]
}

/// A rule whose groups have scopes, in order; an empty scope leaves a group as it is.
private func groups(_ pattern: String, _ scopes: String...) -> Pattern {
  ["match": pattern, "captures": captures(scopes)]
}

private func captures(_ scopes: [String]) -> Pattern {
  var groups: Pattern = [:]
  for (index, scope) in scopes.enumerated() where !scope.isEmpty {
    groups["\(index + 1)"] = ["name": scope + ".jili"]
  }
  return groups
}

private func patterns(_ rules: Pattern...) -> Pattern { ["patterns": rules] }

// MARK: - Rules

private var repository: Pattern {
  [
    "statements": patterns(
      include("award"), include("policy"), include("example"), include("declaration"),
      groups(
        "(\(WordRole.statements(.function)))\(end)(?:\(blanks)+(\(name)))?", "storage.type",
        "entity.name.function"),
      groups(
        "(\(WordRole.statements(.type)))\(end)(?:\(blanks)+(\(name)))?", "storage.type",
        "entity.name.type"),
      rule("storage.type", "(?:\(WordRole.statements(.nothing)))\(end)")),
    "parts": patterns(include("clause"), include("values")),
    // What an example states are facts, even where they are called 名额 or 复评.
    "values": patterns(
      include("forbidden"), include("comment"), include("string"), include("quotedName"),
      include("date"), include("number"), include("fact"), include("reserved"),
      include("contextual"), include("name"), include("sign"),
      rule("invalid.illegal.character", #"[^\s\x{A0}\x{3000}\x{FEFF}]"#)),
    "forbidden": rule("invalid.illegal.character", forbiddenCharacters),
    "comment": comment,
    "string": patterns(
      quoted("\"", "\"", "string.quoted.double"), quoted("“", "”", "string.quoted.double"),
      quoted("＂", "＂", "string.quoted.double"),
      rule("invalid.illegal.unclosed", "[\"“＂].*$")),
    "quotedName": patterns(
      quoted("`", "`", "variable.other.quoted"), quoted("｀", "｀", "variable.other.quoted"),
      quoted("「", "」", "variable.other.quoted"), rule("invalid.illegal.unclosed", "[`｀「].*$")),
    "date": rule("constant.other.date", date),
    "number": number,
    "fact": groups("([.．])(\(word))", "punctuation.accessor", "support.variable.fact"),
    "clause": clause,
    "reserved": patterns(
      rule("keyword.control", "(?:\(WordRole.words(.control)))\(end)"),
      rule("keyword.operator.word", "(?:\(WordRole.words(.operation)))\(end)"),
      include("statementWord")),
    "statementWord": rule(
      "storage.type", "(?:\(WordRole.statements(.function, .type, .nothing)))\(end)"),
    "contextual": contextual,
    "name": rule("variable.other", word),
    "sign": sign,
    "award": award,
    "policy": policy,
    "policyEntry": policyEntry,
    "example": example,
    "declaration": declaration,
    "braces": braces,
  ]
}

private let braces: Pattern = [
  "begin": "[{｛]", "end": "[}｝]",
  "beginCaptures": ["0": ["name": "punctuation.section.block.begin.jili"]],
  "endCaptures": ["0": ["name": "punctuation.section.block.end.jili"]],
  "patterns": [include("braces"), include("parts")],
]

private let comment: Pattern = [
  "name": "comment.line.number-sign.jili", "begin": "[#＃]", "end": "$",
  "beginCaptures": ["0": ["name": "punctuation.definition.comment.jili"]],
  "patterns": [include("forbidden")],
]

/// What closes with the partner of its opener on the same line.
private func quoted(_ open: String, _ close: String, _ scope: String) -> Pattern {
  [
    "name": scope + ".jili", "begin": "\(open)(?=[^\(close)]*\(close))", "end": close,
    "beginCaptures": ["0": ["name": "punctuation.definition.string.begin.jili"]],
    "endCaptures": ["0": ["name": "punctuation.definition.string.end.jili"]],
    "patterns": [include("forbidden")],
  ]
}

private let date: String = {
  let (two, hyphen) = ("\(digit){2}", "[-－]")
  let day = "\(digit){1,2}"
  let whole = "\(hyphen)\(two)\(hyphen)\(two)(?!\(digit))"
  let month = #"\#(hyphen)\#(two)(?![-－0-9０-９\p{Alphabetic}])"#
  let chinese = "年\(day)月(?:\(day)日)?"
  let loose = "(?:\(hyphen)\(day)\(hyphen)|[/／]\(day)[/／])\(day)(?!\(digit))"
  return "\(digit){4}(?:\(whole)|\(month)|\(chinese)|\(loose))"
}()

/// `150万`, `20 %`, `3 年`. Any other letters straight behind the digits are a mistake.
private let number: Pattern = {
  let digits = "\(digit)+(?:[.．]\(digit)+)?"
  let words = Unit.spellings.filter { $0 != "%" && $0 != "‰" } + ["years?", "months?", "days?"]
  let units = words.sorted { ($1.count, $0) < ($0.count, $1) }.joined(separator: "|")
  let withUnit = groups(
    "(\(digits))(?:\(blanks)*((?:\(units))\(end)|[%％‰]))?(?!\\p{Alphabetic})",
    "constant.numeric", "constant.numeric keyword.other.unit")
  return patterns(
    withUnit, groups("(\(digits))(\(word))", "constant.numeric", "invalid.illegal.unit"))
}()

/// Words at the beginning of a clause, and in front of a quoted text.
private let clause = patterns(
  groups("(\(WordRole.words(.beforeText)))\(end)\(textAhead)", "keyword.other.clause"),
  groups(
    "(\(WordRole.spellings(.also)))\(end)\(blanks)+(\(word))\(textAhead)", "keyword.other.clause",
    "support.variable.fact"),
  groups(
    "\(clauseStart)(\(WordRole.words(.beforeEqual)))\(end)\(equalAhead)", "keyword.other.clause"),
  groups(
    "\(clauseStart)(\(WordRole.spellings(.period, .funding)))\(end)(?!\(blanks)*[<>＜＞])",
    "keyword.other.clause"))

private let contextual = patterns(
  rule("keyword.other", "\(behindName)(?:\(WordRole.words(.postfix)))\(end)"),
  rule("keyword.other", "(?:\(WordRole.words(.small, .postfix)))\(end)(?!\(blanks)*[=＝])"),
  rule("constant.language", "(?:\(WordRole.words(.value)))\(end)(?!\(blanks)*[=＝])"),
  rule("keyword.other", "(?:\(WordRole.words(.beforeNumber)))\(end)\(numberAhead)"),
  rule("keyword.other", "(?:\(WordRole.words(.beforeValue)))\(end)\(valueAhead)"),
  groups(
    "(?<=[=＝为])\(blanks)*(\(WordRole.spellings(.renewal, .valid)))\(end)", "constant.language"),
  groups(
    "(\(WordRole.spellings(.years)))\(blanks)+(\(WordRole.spellings(.since)))\(end)",
    "keyword.other", "keyword.other"),
  rule("variable.language", "(?:\(WordRole.words(.evaluation))|date)\(end)"),
  rule(
    "variable.language",
    "(?:\(WordRole.spellings(.date)))\(end)(?=\(blanks)*(?:[<>＜＞≤≥]|\(compared)))"))

/// Behind a name or a bracket and one blank.
private let behindName = #"(?<=[\p{Alphabetic}0-9)）」`][ \x{3000}])"#
private let compared = WordRole.spellings(.reach, .above, .below, .notBelow)

private let sign = patterns(
  rule("keyword.operator.range", #"[.．]{2}"#),
  rule("keyword.operator.comparison", "[<>＜＞!！][=＝]|[<>＜＞≠≤≥≦≧]"),
  rule("keyword.operator.assignment", "[=＝]"),
  rule("keyword.operator.arithmetic", "[-+*/×÷－＋＊／]"),
  rule("punctuation.separator", "[,，、;；:：]"),
  rule("punctuation.accessor", "[.．]"),
  rule("punctuation.section.brackets", "[(){}（）｛｝]|[\\[\\]［］]"),
  rule("keyword.other.unit", "[%％‰]"))

/// An award up to its first clause: `A = 300万, B = 150万` declares more than one name.
private let award: Pattern = [
  "begin": "(\(WordRole.spellings(.award)))\(end)(?:\(blanks)+(\(name)))?",
  "beginCaptures": captures(["storage.type", "entity.name.function"]),
  "end": "(?=[;；])|(?<!\(part))(?=(?:\(awardEnd))\(end))",
  "patterns": [
    include("comment"),
    groups(
      "(?:^|(?<=[,，、]))\(blanks)*(?!(?:\(WordRole.words(.beforeEqual)))\(end))(\(name))"
        + "(?=\(blanks)*(?:[=＝]|(?:\(WordRole.spellings(.for)))\(end)))",
      "entity.name.function"), include("braces"), include("parts"),
  ],
]

private let awardEnd =
  WordRole.spellings(.when, .except) + "|"
  + WordRole.statements(.function, .type, .nothing)

private let policy: Pattern = [
  "begin": "(\(WordRole.spellings(.policy)))\(end)\(blanks)+(\(name))\(blanks)*([{｛])",
  "beginCaptures": captures([
    "storage.type", "entity.name.type", "punctuation.section.block.begin",
  ]),
  "end": "[}｝]",
  "endCaptures": ["0": ["name": "punctuation.section.block.end.jili"]],
  "patterns": [include("policyEntry"), include("parts")],
]

/// Entries of a policy block need no `;` between them.
private let policyEntry = patterns(
  rule("keyword.other.clause", "(?:\(WordRole.words(.entry)))\(end)(?!\(blanks)*[=＝<>＜＞])"),
  rule("constant.language", "(?:\(WordRole.words(.blockValue)))\(end)(?!\(blanks)*[=＝])"))

private let example: Pattern = [
  "begin": "(\(WordRole.spellings(.example)))\(end)",
  "beginCaptures": captures(["storage.type"]),
  "end": "[}｝]|^(?=\(blanks)*(?:\(WordRole.statements(.function, .type, .nothing)))\(end))",
  "endCaptures": ["0": ["name": "punctuation.section.block.end.jili"]],
  "patterns": [
    groups(
      "\(clauseStart)(\(WordRole.spellings(.expect)))\(end)"
        + "(?:\(blanks)+(\(WordRole.spellings(.total)))\(end))?",
      "keyword.other.clause", "variable.language"),
    groups(
      "\(clauseStart)(\(WordRole.spellings(.date, .year)))\(end)\(equalAhead)",
      "variable.language"), include("values"),
  ],
]

/// The type of a field or parameter: `field 营收 : 金额 逐年`.
private let declaration: Pattern = groups(
  "(\(WordRole.spellings(.field, .parameter)))\(end)\(blanks)+(\(name))\(blanks)*([:：])\(blanks)*"
    + "(?:(\(WordRole.words(.type))|one\(blanks)+of|\(WordRole.spellings(.oneOf)))\(end))?"
    + "(?:\(blanks)+(by\(blanks)+year|\(WordRole.spellings(.byYear)))\(end))?",
  "storage.type", "entity.name.type", "punctuation.separator", "support.type", "support.type")

/// What the lexer refuses wherever it stands. Each range was asked of the lexer, so that both
/// refuse the same characters.
private let forbiddenCharacters: String = {
  var ranges: [ClosedRange<UInt32>] = []
  for value: UInt32 in 0...0x10FFFF {
    guard let scalar = Unicode.Scalar(value), forbidden(scalar) != nil, value != 0xFEFF else {
      continue
    }
    if let last = ranges.last, last.upperBound + 1 == value {
      ranges[ranges.count - 1] = last.lowerBound...value
    } else {
      ranges.append(value...value)
    }
  }
  func escape(_ value: UInt32) -> String { "\\x{\(String(value, radix: 16, uppercase: true))}" }
  let classes = ranges.map { range in
    range.count == 1
      ? escape(range.lowerBound) : escape(range.lowerBound) + "-" + escape(range.upperBound)
  }
  return "[\(classes.joined())]|(?<!\\A)\\x{FEFF}"
}()
