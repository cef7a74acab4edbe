package import JiliLexer

/// What stands behind the codes of the prompt, J6001 to J6099.
extension DiagnosticGuide {
  package static let session: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J6001", zh: "键入的规则太多", en: "too many entries",
      Wording(
        zh: """
          提示符下最多保留 1000 条键入的规则，每键入一条都要把全部重新检查一遍。请把它们写进规则文件，再用 `:载入` 读入。
          """,
        en: """
          The prompt keeps at most 1000 entries of rules, and checks all of them again at each new
          one. Write them to a file and `:load` it.
          """),
      .none(Wording(zh: "要键入一千条规则才会出现。", en: "It takes a thousand entries."))),
    DiagnosticGuide(
      "J6002", zh: "定义不能直接给值", en: "a definition cannot be stated",
      Wording(
        zh: """
          定义由别的事实得出，直接给它一个值会同那些事实矛盾。请给它所依据的事实赋值；要改定义本身，写 `定义 名称 = …`。
          """,
        en: """
          A definition follows from other facts; a value of its own could contradict them. State
          those facts, or write `define NAME = …` to change the definition.
          """),
      .prompt(
        wrong: """
          字段 营业收入 : 金额
          定义 大企业 = (营业收入 >= 10亿)
          大企业 = 是
          """,
        mended: """
          字段 营业收入 : 金额
          定义 大企业 = (营业收入 >= 10亿)
          营业收入 = 12亿
          """)),
    DiagnosticGuide(
      "J6003", zh: "奖项的金额不能直接给", en: "an award's sum cannot be stated",
      Wording(
        zh: """
          奖项的金额由规则算出，不能直接写死。主管部门核定的数写 `奖项.核定 = …`；要改标准，写 `奖励 奖项 = …`。
          """,
        en: """
          An award's sum follows from the rules. Write `A.approved = …` for what the authority
          approved, or `award A = …` to change the rule.
          """),
      .prompt(
        wrong: """
          奖励 创新型企业 = 最高 30万
          创新型企业 = 25万
          """,
        mended: """
          奖励 创新型企业 = 最高 30万
          创新型企业.核定 = 25万
          """)),
    DiagnosticGuide(
      "J6004", zh: "结果不能直接给值", en: "a result cannot be stated",
      Wording(
        zh: """
          合计、`奖项.应得`、`奖项.金额` 是算出来的结果，不能赋值。请改变它们所依据的事实。
          """,
        en: """
          The total, `A.due` and `A.amount` are results and cannot be stated. Change the facts that
          they rest on.
          """),
      .prompt(
        wrong: """
          奖励 国家级小巨人 = 150万 当 新认定
          合计 = 150万
          """,
        mended: """
          奖励 国家级小巨人 = 150万 当 新认定
          国家级小巨人 = 新认定
          """)),
    DiagnosticGuide(
      "J6005", zh: "“为何”后面要写奖项", en: "`why` needs an award",
      Wording(
        zh: """
          `为何` 和 `为何不` 解释一个奖项为什么应得、差在哪里，后面要写奖项的名称；字段和算式没有理由可讲。
          """,
        en: """
          `why` and `why not` explain an award, so its name stands behind them; fields and sums have
          no reasons.
          """),
      .prompt(
        wrong: """
          奖励 国家级小巨人 = 150万 当 新认定
          为何
          """,
        mended: """
          奖励 国家级小巨人 = 150万 当 新认定
          为何 国家级小巨人
          """)),
    DiagnosticGuide(
      "J6006", zh: "问句的词连写了", en: "the words of a question run together",
      Wording(
        zh: """
          `为何国家级小巨人` 是一个不认识的词。请在“为何”后空一格，消息里写出了拆开的样子。
          """,
        en: """
          `为何国家级小巨人` is one unknown word. Put a blank behind 为何; the message shows how.
          """),
      .prompt(
        wrong: """
          奖励 国家级小巨人 = 150万 当 新认定
          为何国家级小巨人
          """,
        mended: """
          奖励 国家级小巨人 = 150万 当 新认定
          为何 国家级小巨人
          """)),
    DiagnosticGuide(
      "J6011", zh: "同一事实改了两次", en: "a fact is changed twice",
      Wording(
        zh: """
          “若改”后面同一个事实写了两个值，不知道以哪个为准。请留一个；要比较两个值，分两次问。
          """,
        en: """
          Behind `with` one fact is given two values, and nobody knows which holds. Keep one; to
          compare two values ask twice.
          """),
      .prompt(
        wrong: """
          字段 营业收入 : 金额
          奖励 规模奖励 = 10万 当 营业收入 >= 1亿
          合计 若改 营业收入 = 8000万, 营业收入 = 12亿
          """,
        mended: """
          字段 营业收入 : 金额
          奖励 规模奖励 = 10万 当 营业收入 >= 1亿
          合计 若改 营业收入 = 12亿
          """)),
  ]
}
