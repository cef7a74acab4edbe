import Jili
import JiliLexer

/// What stands behind the codes of commands at the prompt, J6101 to J6199.
extension DiagnosticGuide {
  static let prompt: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J6101", zh: "没有这个命令", en: "no such command",
      Wording(
        zh: """
          提示符下以 `:` 开头的是命令，如 `:载入`、`:事实`、`:帮助`。这个命令没有，多半是打错了字；`:帮助` 列出全部命令。
          """,
        en: """
          At the prompt a `:` begins a command, such as `:load`, `:facts`, `:help`. There is none of
          this name; `:help` lists them all.
          """),
      .prompt(
        wrong: """
          :奖想
          """,
        mended: """
          :奖项
          """)),
    DiagnosticGuide(
      "J6102", zh: "命令后面多写了内容", en: "too much behind a command",
      Wording(
        zh: """
          这个命令后面不接别的内容。请去掉多余的部分；想看某一个奖项，直接写它的名称。
          """,
        en: """
          Nothing stands behind this command. Take the rest away; to see one award type its name.
          """),
      .prompt(
        wrong: """
          奖励 国家级小巨人 = 150万 当 新认定
          :奖项 国家级小巨人
          """,
        mended: """
          奖励 国家级小巨人 = 150万 当 新认定
          国家级小巨人
          """)),
    DiagnosticGuide(
      "J6103", zh: "没有写要载入的文件", en: "`:load` needs a rule file",
      Wording(
        zh: """
          `:载入` 后面要写规则文件的名称，可以写几个，用空格分开。
          """,
        en: """
          Behind `:load` stand the names of rule files, with blanks between them.
          """),
      .prompt(
        wrong: """
          :载入
          """,
        mended: """
          :载入 例.rules
          """)),
    DiagnosticGuide(
      "J6104", zh: "不是日期", en: "not a date",
      Wording(
        zh: """
          `:日期` 后面写计算日期：`2026-05-01`、`2026-05` 或 `2026`；不写则显示现在用的日期。
          """,
        en: """
          Behind `:date` stands the evaluation date: `2026-05-01`, `2026-05` or `2026`; alone it
          shows the date in use.
          """),
      .prompt(
        wrong: """
          :日期 明年
          """,
        mended: """
          :日期 2027
          """)),
  ]
}
