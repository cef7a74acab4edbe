import Jili
package import JiliLexer
import JiliSQL

extension DiagnosticGuide {
  /// The guides of all rooms, in the order of the codes.
  package static let all: [DiagnosticGuide] =
    lexer + grammar + ruleFiles + names + types + awards + targets + drafting
    + (input + tables + workbooks + options + results + comparisons + cells + rows)
    .sorted { $0.code < $1.code }
    + system + session + prompt + queries

  /// The guide of a code, however its letter is written.
  static func find(_ code: String) -> DiagnosticGuide? {
    all.first { $0.code == code.uppercased() }
  }
}

extension [Diagnostic] {
  /// The code of the first error, by which more can be asked.
  var firstError: String? { first { $0.severity == .error }?.code }
}

/// The page of `jili check --explain CODE`.
package func explanation(of guide: DiagnosticGuide, _ language: Language) -> String {
  let isChinese = language == .zh
  let word = guide.severity.word(language)
  var text = "\(guide.code) \(word)\(isChinese ? "：" : ": ")\(guide.title.text(language))\n\n"
  text += wrapped(paragraph(guide.meaning.text(language)), to: 80) + "\n"
  guard let example = guide.example.texts else {
    if case .none(let why) = guide.example { text += "\n" + why.text(language) + "\n" }
    return text
  }
  for file in guide.example.files {
    text += "\n\(file.name)\(isChinese ? "：" : ":")\n" + indented(file.text)
  }
  text += "\n" + (isChinese ? "错误的写法" : "wrong") + place(guide, language) + "\n"
  text += indented(example.wrong)
  text += "\n" + (isChinese ? "改为：" : "mended:") + "\n" + indented(example.mended)
  if let command = guide.example.command {
    text += "\n" + (isChinese ? "用这条命令可以看到：" : "shown by: ") + "`\(command)`\n"
  }
  return text
}

/// Lines of the source as one paragraph: between Chinese characters there is no blank.
package func paragraph(_ text: String) -> String {
  text.split(separator: "\n").reduce(into: "") { joined, line in
    if let last = joined.last, let first = line.first, !isWide(last) || !isWide(first),
      !closers.contains(last), !closers.contains(first)
    {
      joined += " "
    }
    joined += line
  }
}

/// A paragraph in lines of so many cells. Chinese breaks behind any character, but no line begins
/// with a closing mark.
func wrapped(_ text: String, to width: Int) -> String {
  var pieces: [String] = []
  for character in text {
    let glues =
      pieces.last.map { piece in
        guard let last = piece.last else { return true }
        if last == " " { return false }
        if closers.contains(character) || openers.contains(last) { return true }
        return !isWide(last) && !isWide(character)
      } ?? false
    if glues || (character == " " && !pieces.isEmpty) {
      pieces[pieces.count - 1].append(character)
    } else {
      pieces.append(String(character))
    }
  }
  var lines = [""]
  for piece in pieces {
    let bare = piece.hasSuffix(" ") ? String(piece.dropLast()) : piece
    if displayWidth(lines[lines.count - 1] + bare) > width { lines.append("") }
    lines[lines.count - 1] += piece
  }
  return lines.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }.joined(separator: "\n")
}

private let closers: Set<Character> = ["，", "。", "；", "：", "、", "？", "）", "”", "」", "》"]
private let openers: Set<Character> = ["（", "“", "「", "《"]

private func isWide(_ character: Character) -> Bool {
  displayWidth(String(character)) == 2 || closers.contains(character) || openers.contains(character)
}

/// Where the mistake stands: ` (企业.csv):`.
private func place(_ guide: DiagnosticGuide, _ language: Language) -> String {
  switch (guide.example.fileName, language) {
  case (let name?, .zh): "（\(name)）："
  case (let name?, .en): " (\(name)):"
  case (nil, .zh): "："
  case (nil, .en): ":"
  }
}

/// Lines of an example, set in and with nothing invisible in them.
private func indented(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.isEmpty ? "" : "    " + visible(String($0)) }
    .joined(separator: "\n") + (text.hasSuffix("\n") ? "" : "\n")
}
