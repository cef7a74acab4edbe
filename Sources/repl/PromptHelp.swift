import JiliLexer

/// The page of `:help`.
func promptHelp(_ language: Language) -> String {
  let isChinese = language == .zh
  let commands = PromptCommand.allCases.map { ($0.usage(language), $0.purpose.text(language)) }
  let examples = isChinese ? chineseExamples : englishExamples
  let width = (examples + commands).map { displayWidth($0.0) }.max() ?? 0
  func lines(_ rows: [(String, String)]) -> String {
    rows.map { left, right in
      "  " + left + String(repeating: " ", count: width - displayWidth(left) + 2) + right + "\n"
    }.joined()
  }
  let more =
    isChinese
    ? "一行写不下就接着写：以 ; 结尾或括号未完时会等下一行，空行结束。Tab 补全，Ctrl-C 放弃这一条。\n"
      + "命令可以只写开头，只要不会弄混；`:帮助 保存` 举例说明一条命令。\n"
    : "An entry goes on behind `;` or in open brackets; an empty line ends it. Tab completes,\n"
      + "Ctrl-C drops the entry. Commands may be cut as long as they are clear; `:help save` says\n"
      + "more about one.\n"
  return lines(examples) + "\n" + lines(commands) + "\n" + more
}

/// `:help save`
func promptHelp(of command: PromptCommand, _ language: Language) -> String {
  command.usage(language) + "\n  " + command.purpose.text(language) + "\n"
    + (language == .zh ? "  例：" : "  as in ") + command.example.text(language) + "\n"
}

private let chineseExamples: [(String, String)] = [
  ("奖励 国家级小巨人 = 150万 当 新认定", "规则立即生效；再写一次就替换"),
  ("国家级小巨人 = 新认定", "说出这家企业的事实；“国家级小巨人 =”收回"),
  ("创新型企业.核定 = 30万", "奖项自己的事实：核定、已得、已付、期次"),
  ("投资额 的 20% 封顶 100万", "任何算式或条件都会给出结果；比较写在括号里：(投资额 = 5亿)"),
  ("合计", "合计；写奖项的名称看这一项"),
  ("若改 投资额 = 2亿, 重点 = 是", "原来、改后、相差和理由；问过就算，什么也不记下"),
  ("合计 若改 投资额 = 2亿", "任何提问后都可以写“若改”"),
  ("为何 国家级小巨人", "为什么应得；“为何不 …”看差在哪里、差多少"),
  ("还缺", "还缺哪些事实，影响多大"),
]

private let englishExamples: [(String, String)] = [
  ("award 国家级小巨人 = 150万 when new", "rules take effect at once; stated again they replace"),
  ("国家级小巨人 = new", "a fact about the company; `国家级小巨人 =` takes it back"),
  ("创新型企业.approved = 30万", "facts of an award: approved, received, paid, instalment"),
  ("20% of 投资额 cap 100万", "any expression prints its value; compare in (…)"),
  ("total", "the total; the name of an award shows that one"),
  ("what if 投资额 = 2亿, 重点 = yes", "old, new, difference and why; nothing is kept"),
  ("total with 投资额 = 2亿", "`with` stands behind any question"),
  ("why 国家级小巨人", "why it is due; `why not …` what stands against it, and by how much"),
  ("need", "which facts are missing, and how much hangs on each"),
]
