import JiliLexer

/// The commands of the prompt. Each has an English and a Chinese name.
enum PromptCommand: CaseIterable {
  case help, load, reload, save, edit, diff, undo, redo
  case facts, awards, ask, sweep, date, reading
  case companies, winners, losers, show
  case mode, timing, history, explain, clear, quit

  var names: [String] {
    switch self {
    case .help: ["help", "帮助"]
    case .load: ["load", "载入"]
    case .reload: ["reload", "重载"]
    case .save: ["save", "保存"]
    case .edit: ["edit", "编辑"]
    case .diff: ["diff", "改动"]
    case .undo: ["undo", "撤销"]
    case .redo: ["redo", "恢复"]
    case .facts: ["facts", "事实"]
    case .awards: ["awards", "奖项"]
    case .ask: ["ask", "询问"]
    case .sweep: ["sweep", "扫描"]
    case .date: ["date", "日期"]
    case .reading: ["reading", "理解"]
    case .companies: ["companies", "企业"]
    case .winners: ["winners", "受益"]
    case .losers: ["losers", "受损"]
    case .show: ["show", "查看"]
    case .mode: ["mode", "输出"]
    case .timing: ["timing", "计时"]
    case .history: ["history", "历史"]
    case .explain: ["explain", "解释"]
    case .clear: ["clear", "清空"]
    case .quit: ["quit", "退出"]
    }
  }

  /// What stands behind the name, if anything may.
  var argument: Wording? {
    switch self {
    case .help: Wording(zh: "[命令]", en: "[COMMAND]")
    case .load: Wording(zh: "文件…", en: "FILE…")
    case .save: Wording(zh: "[草案] 文件", en: "[draft] FILE")
    case .edit: Wording(zh: "[规则名或文件]", en: "[RULE or FILE]")
    case .sweep:
      Wording(zh: "事实 [= 从 .. 到 [: 步]] [-o 文件]", en: "FACT [= FROM .. TO [: STEP]] [-o FILE]")
    case .date: Wording(zh: "[日期]", en: "[DATE]")
    case .reading: Wording(zh: "[名称 = 取值]", en: "[NAME = CHOICE]")
    case .companies: Wording(zh: "[文件 [选项]]", en: "[FILE [OPTIONS]]")
    case .winners, .losers: Wording(zh: "[家数]", en: "[COUNT]")
    case .show: Wording(zh: "企业", en: "COMPANY")
    case .mode: Wording(zh: "[table|csv|json|markdown]", en: "[table|csv|json|markdown]")
    case .timing: Wording(zh: "[开|关]", en: "[on|off]")
    case .history: Wording(zh: "[条数]", en: "[COUNT]")
    case .explain: Wording(zh: "编号", en: "CODE")
    case .reload, .diff, .undo, .redo, .facts, .awards, .ask, .clear, .quit: nil
    }
  }

  var purpose: Wording {
    switch self {
    case .help: Wording(zh: "这些说明", en: "this page")
    case .load:
      Wording(zh: "换成这些规则文件；键入的规则和事实保留", en: "take these rule files; what was typed stays")
    case .reload: Wording(zh: "重新读规则文件；键入的规则和事实保留", en: "read the rule files again; the rest stays")
    case .save: Wording(zh: "写成文件：整份政策，或只写改动的草案", en: "write the policy, or a draft of the changes")
    case .edit:
      Wording(zh: "在编辑器里改：上一条、一条规则或一个文件", en: "the last entry, a rule or a file in $EDITOR")
    case .diff: Wording(zh: "草案改了哪些规则", en: "what the draft changes")
    case .undo: Wording(zh: "撤销上一步：规则或事实", en: "take back the last change of rules or facts")
    case .redo: Wording(zh: "恢复撤销的一步", en: "do it again")
    case .facts: Wording(zh: "这家企业的已知事实和没有给出的", en: "what is known of the company, and what is not")
    case .awards: Wording(zh: "每一项奖励和理由", en: "every award with its reason")
    case .ask:
      Wording(zh: "逐项询问，影响最大的先问，到合计确定为止", en: "be asked for facts, the widest effect first")
    case .sweep:
      Wording(zh: "一个事实从小到大，合计怎样变，哪里有悬崖", en: "the total along one fact; cliffs are marked")
    case .date: Wording(zh: "看或改计算日期", en: "show or set the evaluation date")
    case .reading: Wording(zh: "看或改对原文的理解", en: "show or choose the readings of the text")
    case .companies:
      Wording(
        zh: "读入全体企业；此后每次改规则都说出对全体的影响",
        en: "hold a file; every edit then says its effect on all")
    case .winners: Wording(zh: "上一次改动使谁增加，多的在前", en: "who gained by the last edit, the most first")
    case .losers: Wording(zh: "上一次改动使谁减少，多的在前", en: "who lost by the last edit, the most first")
    case .show: Wording(zh: "把名单里的一家放到手边", en: "put one company of the file at hand")
    case .mode: Wording(zh: "看或改输出的形式", en: "show or set the form of the answers")
    case .timing: Wording(zh: "每次说出用时", en: "say how long each answer takes")
    case .history: Wording(zh: "以前键入的", en: "what was typed before")
    case .explain: Wording(zh: "一个编号的详细说明", en: "more about the code of a finding")
    case .clear: Wording(zh: "清空规则和事实", en: "forget rules and facts")
    case .quit: Wording(zh: "离开（也可按 Ctrl-D）", en: "leave (Ctrl-D does too)")
    }
  }

  /// A use of the command.
  var example: Wording {
    switch self {
    case .help: Wording(zh: ":帮助 保存", en: ":help save")
    case .load: Wording(zh: ":载入 jiaxing-2026.rules", en: ":load jiaxing-2026.rules")
    case .save:
      Wording(
        zh: ":保存 草案 修订稿.rules    已有的文件要盖掉，写 :保存! …",
        en: ":save draft change.rules    :save! … writes over a file that is there")
    case .edit: Wording(zh: ":编辑 国家级小巨人", en: ":edit 国家级小巨人")
    case .sweep:
      Wording(
        zh: ":扫描 投资额 = 100万 .. 2000万 -o 图.svg",
        en: ":sweep 投资额 = 100万 .. 2000万 -o chart.svg")
    case .date: Wording(zh: ":日期 2027-05-01", en: ":date 2027-05-01")
    case .reading: Wording(zh: ":理解 跨档 = 只给最高", en: ":reading 跨档 = 只给最高")
    case .companies:
      Wording(
        zh: ":企业 企业名单.csv --header-row 3    选项和 jili batch 的一样",
        en: ":companies companies.csv --header-row 3    the options are those of jili batch")
    case .winners: Wording(zh: ":受益 50", en: ":winners 50")
    case .losers: Wording(zh: ":受损 50", en: ":losers 50")
    case .show: Wording(zh: ":查看 嘉兴甲公司", en: ":show 嘉兴甲公司")
    case .mode: Wording(zh: ":输出 markdown", en: ":mode markdown")
    case .timing: Wording(zh: ":计时 开", en: ":timing on")
    case .history: Wording(zh: ":历史 50", en: ":history 50")
    case .explain: Wording(zh: ":解释 J3101", en: ":explain J3101")
    case .reload, .diff, .undo, .redo, .facts, .awards, .ask, .clear, .quit:
      Wording(zh: ":" + names[1], en: ":" + names[0])
    }
  }

  /// `:save :保存 [draft] FILE`, the words of the language first.
  func usage(_ language: Language) -> String {
    let argument = argument.map { " " + $0.text(language) } ?? ""
    let shown = language == .zh ? names.reversed() : names
    return shown.map { ":" + $0 }.joined(separator: " ") + argument
  }
}

/// A command with what stands behind its name.
struct PromptCommandLine {
  let command: PromptCommand
  /// Words behind the name; blanks within quotes part none.
  let arguments: [String]
  /// All that stands behind the name, and where.
  let rest: String
  let restPlace: Span
  /// `:save!`: what stands in the way may go.
  let isForced: Bool

  /// Reads `:load a.rules b.rules`. A name may be cut as long as it is clear.
  init(_ entry: Source) throws(PromptFault) {
    let text = entry.text(0..<UInt32(entry.bytes.count))
    let colon = text.firstIndex { $0 == ":" || $0 == "：" } ?? text.startIndex
    let behind = text[colon...].dropFirst().drop(while: \.isWhitespace)
    var name = behind.prefix { !$0.isWhitespace }
    let from = UInt32(text[..<colon].utf8.count)
    let place = Span(start: from, end: UInt32(text.utf8.count))
    isForced = name.hasSuffix("!") || name.hasSuffix("！")
    let rest = behind.dropFirst(name.count).drop(while: \.isWhitespace)
    if isForced { name.removeLast() }
    guard let command = Self.command(String(name)) else {
      throw .unknownCommand(String(name), at: place)
    }
    self.command = command
    self.rest = String(rest)
    restPlace = Span(
      start: UInt32(text[..<rest.startIndex].utf8.count), end: UInt32(text.utf8.count))
    arguments = Self.words(rest)
    try check(String(name), at: place)
  }

  private func check(_ name: String, at place: Span) throws(PromptFault) {
    let most: Int
    switch command {
    case .load, .sweep, .reading, .edit, .companies: most = .max
    case .save: most = 2
    case .show: most = .max
    case .help, .date, .winners, .losers, .mode, .timing, .history, .explain: most = 1
    case .reload, .diff, .undo, .redo, .facts, .awards, .ask, .clear, .quit: most = 0
    }
    if arguments.count > most {
      throw .nothingBehind(most == 0 ? name : arguments[most - 1], at: place)
    }
    switch command {
    case .show where arguments.isEmpty: throw .companyMissing(name, at: place)
    case .load where arguments.isEmpty, .save where arguments.isEmpty:
      throw .fileMissing(name, at: place)
    default: break
    }
  }

  private static func command(_ name: String) -> PromptCommand? {
    if name.isEmpty { return nil }
    if let whole = PromptCommand.allCases.first(where: { $0.names.contains(name) }) { return whole }
    let begun = PromptCommand.allCases.filter { command in
      command.names.contains { $0.hasPrefix(name) }
    }
    return begun.count == 1 ? begun[0] : nil
  }

  private static func words(_ text: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in text {
      if "\"“”".contains(character) {
        isQuoted.toggle()
        word = word ?? ""
      } else if character.isWhitespace, !isQuoted {
        if let whole = word { words.append(whole) }
        word = nil
      } else {
        // In place: a line may be a megabyte.
        word = word ?? ""
        word?.append(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
