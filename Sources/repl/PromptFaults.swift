import JiliLexer

/// A command of the prompt that cannot be obeyed.
struct PromptFault: Error {
  let diagnostic: Diagnostic
}

/// The catalogue of commands at the prompt: J6101 to J6199.
extension PromptFault {
  static func unknownCommand(_ name: String, at span: Span) -> PromptFault {
    let known = PromptCommand.allCases.flatMap(\.names)
    let shown = known.map { ":" + $0 }.joined(separator: " ")
    let made = Diagnostic(
      "J6101", at: span, zh: "没有命令 `:\(quoted(name))`",
      en: "there is no command `:\(quoted(name))`")
    guard let near = nearestName(to: name, among: known) else {
      return PromptFault(diagnostic: made.noting(zh: "命令有 \(shown)", en: "there are \(shown)"))
    }
    return PromptFault(
      diagnostic: made.noting(zh: "是否 `:\(near)`？", en: "did you mean `:\(near)`?"))
  }

  static func nothingBehind(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      diagnostic: Diagnostic(
        "J6102", at: span, zh: "`\(name)` 后面不能再写别的", en: "nothing can stand behind `\(name)`"))
  }

  static func fileMissing(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      diagnostic: Diagnostic(
        "J6103", at: span, zh: "`:\(name)` 后面要写规则文件", en: "`:\(name)` needs a rule file"))
  }

  static func notDate(_ text: String, at span: Span) -> PromptFault {
    PromptFault(
      diagnostic: Diagnostic(
        "J6104", at: span, zh: "`\(quoted(text))` 不是日期，写作 2026-05-01、2026-05 或 2026",
        en: "`\(quoted(text))` is no date; write 2026-05-01, 2026-05 or 2026"))
  }

  /// What is wrong with a file, at the place of the command that names it.
  static func file(_ fault: FileFault, at span: Span) -> PromptFault {
    let found = fault.diagnostic
    return PromptFault(
      diagnostic: Diagnostic(found.code, at: span, zh: found.message.zh, en: found.message.en))
  }
}
