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
