import Jili
package import JiliLexer

extension DiagnosticGuide {
  /// The guides of all rooms, in the order of the codes.
  package static let all: [DiagnosticGuide] =
    lexer + grammar + ruleFiles + names + types + awards
    + (input + options + cells + rows).sorted { $0.code < $1.code } + system + session + prompt

  /// The guide of a code, however its letter is written.
  static func find(_ code: String) -> DiagnosticGuide? {
    all.first { $0.code == code.uppercased() }
  }
}

extension Compiled {
  /// The code of the first error, by which more can be asked.
  var firstError: String? { diagnostics.first { $0.severity == .error }?.code }
}

/// The page of `jili check --explain CODE`.
package func explanation(of guide: DiagnosticGuide, _ language: Language) -> String {
  let isChinese = language == .zh
  let word = guide.severity.word(language)
  var text = "\(guide.code) \(word)\(isChinese ? "：" : ": ")\(guide.title.text(language))\n\n"
  text += joinedLines(guide.meaning, language) + "\n"
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

/// The meaning as one paragraph: Chinese lines join without a blank, English ones with one.
package func joinedLines(_ meaning: Wording, _ language: Language) -> String {
  let lines = meaning.text(language).split(separator: "\n")
  return lines.joined(separator: language == .zh ? "" : " ")
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
