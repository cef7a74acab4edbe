import JiliLexer

/// The commands of the prompt. Each has an English and a Chinese name.
enum PromptCommand: CaseIterable {
  case help, load, facts, awards, date, clear, quit

  var names: [String] {
    switch self {
    case .help: ["help", "帮助"]
    case .load: ["load", "载入"]
    case .facts: ["facts", "事实"]
    case .awards: ["awards", "奖项"]
    case .date: ["date", "日期"]
    case .clear: ["clear", "清空"]
    case .quit: ["quit", "退出"]
    }
  }

  /// What stands behind the name, if anything may.
  var argument: Wording? {
    switch self {
    case .load: Wording(zh: "文件…", en: "FILE…")
    case .date: Wording(zh: "[日期]", en: "[DATE]")
    case .help, .facts, .awards, .clear, .quit: nil
    }
  }

  var purpose: Wording {
    switch self {
    case .help: Wording(zh: "这些说明", en: "this page")
    case .load:
      Wording(zh: "换成这些规则文件；键入的规则和事实保留", en: "take these rule files; what was typed stays")
    case .facts: Wording(zh: "这家企业的已知事实和没有给出的", en: "what is known of the company, and what is not")
    case .awards: Wording(zh: "每一项奖励和理由", en: "every award with its reason")
    case .date: Wording(zh: "看或改计算日期", en: "show or set the evaluation date")
    case .clear: Wording(zh: "清空规则和事实", en: "forget rules and facts")
    case .quit: Wording(zh: "离开（也可按 Ctrl-D）", en: "leave (Ctrl-D does too)")
    }
  }
}

/// A command with what stands behind its name.
struct PromptCommandLine {
  let command: PromptCommand
  let arguments: [String]

  /// Reads `:load a.rules b.rules`. A name may be cut as long as it is clear.
  init(_ entry: Source) throws(PromptFault) {
    let text = entry.text(0..<UInt32(entry.bytes.count))
    let colon = text.firstIndex { $0 == ":" || $0 == "：" } ?? text.startIndex
    let words = text[colon...].dropFirst().split(whereSeparator: \.isWhitespace).map(String.init)
    let from = UInt32(text[..<colon].utf8.count)
    let place = Span(start: from, end: UInt32(text.utf8.count))
    guard let name = words.first else { throw .unknownCommand("", at: place) }
    guard let command = Self.command(name) else { throw .unknownCommand(name, at: place) }
    self.command = command
    arguments = Array(words.dropFirst())
    if command.argument == nil, !arguments.isEmpty { throw .nothingBehind(name, at: place) }
    if command == .load, arguments.isEmpty { throw .fileMissing(name, at: place) }
    if command == .date, arguments.count > 1 { throw .nothingBehind(arguments[0], at: place) }
  }

  private static func command(_ name: String) -> PromptCommand? {
    if let whole = PromptCommand.allCases.first(where: { $0.names.contains(name) }) { return whole }
    let begun = PromptCommand.allCases.filter { command in
      command.names.contains { $0.hasPrefix(name) }
    }
    return begun.count == 1 ? begun[0] : nil
  }
}

/// The page of `:help`.
func promptHelp(_ language: Language) -> String {
  let isChinese = language == .zh
  let examples: [(String, String)] =
    isChinese
    ? [
      ("奖励 国家级小巨人 = 150万 当 新认定", "规则立即生效；再写一次就替换"),
      ("国家级小巨人 = 新认定", "说出这家企业的事实；“国家级小巨人 =”收回"),
      ("创新型企业.核定 = 30万", "奖项自己的事实：核定、已得、已付、期次"),
      ("投资额 的 20% 封顶 100万", "任何算式或条件都会给出结果；比较写在括号里：(投资额 = 5亿)"),
      ("合计", "合计；写奖项的名称看这一项"),
      ("合计 若改 投资额 = 2亿, 重点 = 是", "改几个事实会怎样，问过就算；任何提问后都可以写"),
      ("为何 国家级小巨人", "为什么应得；“为何不 …”看差在哪里"),
      ("还缺", "还缺哪些事实，影响多大"),
    ]
    : [
      ("award 国家级小巨人 = 150万 when new", "rules take effect at once; stated again they replace"),
      ("国家级小巨人 = new", "a fact about the company; `国家级小巨人 =` takes it back"),
      ("创新型企业.approved = 30万", "facts of an award: approved, received, paid, instalment"),
      ("20% of 投资额 cap 100万", "any expression prints its value; compare in (…)"),
      ("total", "the total; the name of an award shows that one"),
      ("total with 投资额 = 2亿, 重点 = yes", "what it would be; behind any question, nothing is kept"),
      ("why 国家级小巨人", "why it is due; `why not …` what stands against it"),
      ("need", "which facts are missing, and how much hangs on each"),
    ]
  let commands = PromptCommand.allCases.map { command in
    let argument = command.argument.map { " " + $0.text(language) } ?? ""
    let names = isChinese ? command.names.reversed() : command.names
    let typed = names.map { ":" + $0 }.joined(separator: " ") + argument
    return (typed, command.purpose.text(language))
  }
  let width = (examples + commands).map { displayWidth($0.0) }.max() ?? 0
  func lines(_ rows: [(String, String)]) -> String {
    rows.map { left, right in
      "  " + left + String(repeating: " ", count: width - displayWidth(left) + 2) + right + "\n"
    }.joined()
  }
  let more =
    isChinese
    ? "一行写不下就接着写：以 ; 结尾或括号未完时会等下一行，空行结束。Ctrl-C 放弃这一条。\n"
    : "An entry goes on behind `;` or in open brackets; an empty line ends it. Ctrl-C drops it.\n"
  return lines(examples) + "\n" + lines(commands) + "\n" + more
}
