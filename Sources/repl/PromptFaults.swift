import Jili
import JiliLexer

/// A command of the prompt that cannot be obeyed.
struct PromptFault: Error {
  let diagnostic: Diagnostic
}

/// The catalogue of commands at the prompt: J6101 to J6199.
extension PromptFault {
  private init(_ code: String, at span: Span, zh: String, en: String) {
    diagnostic = Diagnostic(code, at: span, zh: zh, en: en)
  }

  private func noting(zh: String, en: String) -> PromptFault {
    PromptFault(diagnostic: diagnostic.noting(zh: zh, en: en))
  }

  static func unknownCommand(_ name: String, at span: Span) -> PromptFault {
    let known = PromptCommand.allCases.flatMap(\.names)
    let begun = known.filter { !name.isEmpty && $0.hasPrefix(name) }
    let listed = begun.isEmpty ? known : begun
    let shown = listed.map { ":" + $0 }.joined(separator: " ")
    let made = PromptFault(
      "J6101", at: span, zh: "没有命令 `:\(quoted(name))`",
      en: "there is no command `:\(quoted(name))`")
    guard begun.isEmpty, let near = nearestName(to: name, among: known) else {
      return made.noting(zh: "命令有 \(shown)", en: "there are \(shown)")
    }
    return made.noting(zh: "是否 `:\(near)`？", en: "did you mean `:\(near)`?")
  }

  static func nothingBehind(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6102", at: span, zh: "`\(quoted(name))` 后面不能再写别的",
      en: "nothing can stand behind `\(quoted(name))`")
  }

  static func fileMissing(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6103", at: span, zh: "`:\(name)` 后面要写规则文件", en: "`:\(name)` needs a rule file")
  }

  static func notDate(_ text: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6104", at: span, zh: "`\(quoted(text))` 不是日期，写作 2026-05-01、2026-05 或 2026",
      en: "`\(quoted(text))` is no date; write 2026-05-01, 2026-05 or 2026")
  }

  /// An argument that is none of a few words.
  static func notAmong(_ text: String, _ known: [String], at span: Span) -> PromptFault {
    let shown = known.joined(separator: " ")
    return PromptFault(
      "J6105", at: span, zh: "`\(quoted(text))` 不在其中：\(shown)",
      en: "`\(quoted(text))` is none of \(shown)")
  }

  static func fileExists(_ path: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6106", at: span, zh: "已有文件 `\(quoted(path))`",
      en: "there is a file `\(quoted(path))` already"
    ).noting(zh: "要盖掉它，写 `:保存! …`", en: "`:save! …` writes over it")
  }

  static func editorFailed(_ editor: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6107", at: span, zh: "编辑器 `\(quoted(editor))` 没有正常结束，什么也没有改",
      en: "the editor `\(quoted(editor))` failed; nothing was changed"
    ).noting(
      zh: "编辑器由环境变量 VISUAL 或 EDITOR 指定", en: "the variables VISUAL and EDITOR name the editor")
  }

  static func nothingToEdit(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6108", at: span, zh: "没有规则也没有文件 `\(quoted(name))`",
      en: "there is no rule and no file `\(quoted(name))`")
  }

  static func nothingToReload(at span: Span) -> PromptFault {
    PromptFault(
      "J6109", at: span, zh: "还没有载入规则文件，没有可重载的",
      en: "no rule file is loaded that could be read again"
    ).noting(zh: "先写“:载入 文件”", en: "begin with `:load FILE`")
  }

  static func editorInScript(at span: Span) -> PromptFault {
    PromptFault(
      "J6110", at: span, zh: "脚本里不能打开编辑器", en: "a script cannot open an editor")
  }

  static func notASweep(at span: Span) -> PromptFault {
    PromptFault(
      "J6111", at: span, zh: "看不出要扫描哪个事实、从多少到多少",
      en: "it is not clear which fact is to be varied from where to where"
    ).noting(
      zh: "如“:扫描 投资额 = 100万 .. 2000万 : 100万”", en: "as in `:sweep 投资额 = 100万 .. 2000万 : 100万`")
  }

  static func noSuchCode(_ code: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6112", at: span, zh: "没有编号 `\(quoted(code))`", en: "there is no code `\(quoted(code))`"
    ).noting(
      zh: "编号写在每条消息的前面，如 `:解释 J3101`", en: "codes begin the messages, as in `:explain J3101`")
  }

  static func companyMissing(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6121", at: span, zh: "`:\(name)` 后面要写企业", en: "`:\(name)` needs a company"
    ).noting(zh: "写名称、名称的一部分或编号", en: "write its name, a part of it, or its number")
  }

  static func noCompanies(at span: Span) -> PromptFault {
    PromptFault(
      "J6122", at: span, zh: "还没有读入企业文件", en: "no company file has been read"
    ).noting(zh: "先写“:企业 文件”", en: "begin with `:companies FILE`")
  }

  static func noSuchCompany(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6123", at: span, zh: "名单里没有企业 `\(quoted(name))`",
      en: "there is no company `\(quoted(name))` in the file")
  }

  static func severalCompanies(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6124", at: span, zh: "不止一家企业的名称里有 `\(quoted(name))`",
      en: "several companies have `\(quoted(name))` in their names"
    ).noting(zh: "写上面一家的全名或编号", en: "write the whole name or number of one of those above")
  }

  static func companyRejected(_ name: String, at span: Span) -> PromptFault {
    PromptFault(
      "J6125", at: span, zh: "`\(quoted(name))` 这一行有读不了的单元格",
      en: "the row of `\(quoted(name))` has a cell that cannot be read"
    ).noting(
      zh: "`jili batch` 的退回文件写着是哪一格", en: "the rejects of `jili batch` say which")
  }

  /// What is wrong with a file, at the place of the command that names it.
  static func file(_ fault: FileFault, at span: Span) -> PromptFault {
    let found = fault.diagnostic
    return found.notes.reduce(
      PromptFault(found.code, at: span, zh: found.message.zh, en: found.message.en)
    ) { $0.noting(zh: $1.zh, en: $1.en) }
  }
}
