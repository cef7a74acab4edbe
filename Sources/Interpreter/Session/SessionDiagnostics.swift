import JiliLexer

/// The catalogue of the prompt: J6001 to J6099.
extension Diagnostic {
  static func tooManyEntries(at span: Span) -> Diagnostic {
    Diagnostic(
      "J6001", at: span, zh: "一次最多键入 \(Limits.promptEntries) 条规则，请写进文件再 :载入",
      en: "at most \(Limits.promptEntries) entries of rules are kept; write them to a file "
        + "and :load it")
  }

  static func definitionStated(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6002", at: span, zh: "`\(name)` 是定义，由别的事实得出，不能直接给值",
      en: "`\(name)` is a definition: it follows from other facts and cannot be stated"
    ).noting(zh: "要改定义，写“定义 \(name) = …”", en: "to change it write `define \(name) = …`")
  }

  /// An award has a sum, which follows; what can be stated are its facts.
  static func awardStated(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6003", at: span, zh: "`\(name)` 是奖项，金额由规则算出，不能直接给值",
      en: "`\(name)` is an award: its sum follows from the rules and cannot be stated"
    ).noting(
      zh: "要改规则，写“奖励 \(name) = …”；要给核定数，写“\(name).核定 = …”",
      en: "to change the rule write `award \(name) = …`, to give the approved sum "
        + "`\(name).approved = …`")
  }

  static func resultStated(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6004", at: span, zh: "`\(name)` 是算出的结果，不能直接给值",
      en: "`\(name)` is a result and cannot be stated")
  }

  static func changedTwice(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6011", at: span, zh: "`\(name)` 改了两次", en: "`\(name)` is changed twice")
  }

  /// What the words of a cell cannot say, here as in a company file, keeps the code it has there.
  static func unreadableFact(_ fault: CellFault, _ value: String, at span: Span) -> Diagnostic {
    Diagnostic(
      fault.code, at: span, zh: "`\(quoted(value))`：\(fault.reason.zh)",
      en: "`\(quoted(value))`: \(fault.reason.en)")
  }

  /// Each fact can be read, but together they contradict each other.
  static func factsDisagree(_ fault: CellFault, at span: Span) -> Diagnostic {
    Diagnostic(
      fault.code, at: span, zh: "已给出的事实：\(fault.reason.zh)",
      en: "the stated facts: \(fault.reason.en)")
  }

  static func whyWhat(_ word: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6005", at: span, zh: "`\(word)` 后面要写奖项", en: "`\(word)` needs the name of an award"
    ).noting(zh: "如“为何 国家级小巨人”", en: "as in `why 国家级小巨人`")
  }

  /// `为何国家级小巨人`: words run together.
  static func runTogetherQuestion(_ text: String, _ spaced: String, at span: Span) -> Diagnostic {
    Diagnostic("J6006", at: span, zh: "未知的名称 `\(text)`", en: "unknown name `\(text)`")
      .noting(
        zh: "是否 `\(spaced)`？词与词之间要空格",
        en: "did you mean `\(spaced)`? words need blanks between them"
      )
      .fixing(span, with: spaced)
  }

  static func outcomeOverflows(_ award: String, at span: Span) -> Diagnostic {
    let fault = CellFault.overflow(award)
    return Diagnostic(fault.code, at: span, zh: fault.reason.zh, en: fault.reason.en)
  }
}

// MARK: - Saving and sweeping

extension Diagnostic {
  static func nothingToAmend(at span: Span) -> Diagnostic {
    Diagnostic(
      "J6012", at: span, zh: "没有载入规则文件，草案没有可修订的",
      en: "no rule file is loaded that a draft could amend"
    ).noting(zh: "写整份政策用“:保存 文件”", en: "`:save FILE` writes the whole policy")
  }

  static func draftElsewhere(_ file: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6013", at: span, zh: "草案要和 `\(quoted(file))` 放在同一文件夹或它的上层",
      en: "a draft must stand in the folder of `\(quoted(file))` or above it"
    ).noting(
      zh: "“修订”只在草案旁边和下面找文件", en: "`amends` looks for files beside the draft and below it")
  }

  static func severalFilesToSave(_ files: [String], at span: Span) -> Diagnostic {
    let names = files.map(quoted).joined(separator: " ")
    return Diagnostic(
      "J6014", at: span, zh: "载入了几份规则文件，不能写成一份：\(names)",
      en: "several rule files are loaded and cannot be written as one: \(names)"
    ).noting(zh: "“:保存 草案 文件”只写改动", en: "`:save draft FILE` writes the changes alone")
  }

  static func standsElsewhere(_ name: String, in file: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6015", at: span, zh: "`\(quoted(name))` 写在引用的 `\(quoted(file))` 里，那份文件不改写",
      en: "`\(quoted(name))` stands in the used file `\(quoted(file))`, which is not rewritten"
    ).noting(zh: "“:保存 草案 文件”只写改动", en: "`:save draft FILE` writes the changes alone")
  }

  static func notSwept(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6016", at: span, zh: "规则里没有可以逐步改变的事实 `\(quoted(name))`",
      en: "the rules have no fact `\(quoted(name))` that could be varied")
  }

  static func badSweep(_ range: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "J6017", at: span, zh: "范围 `\(quoted(range))` 不能逐步计算：要从小到大，最多 \(Limits.sweepSteps) 步",
      en: "the range `\(quoted(range))` cannot be walked: from low to high, at most "
        + "\(Limits.sweepSteps) steps"
    ).noting(
      zh: "如“:扫描 投资额 = 100万 .. 2000万 : 100万”", en: "as in `:sweep 投资额 = 100万 .. 2000万 : 100万`")
  }
}
