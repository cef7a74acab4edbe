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
    DiagnosticGuide(
      "J6012", zh: "没有载入文件，写不成草案", en: "a draft needs rule files to amend",
      Wording(
        zh: """
          草案以“修订”开头，只写对一份规则文件的改动，所以要先载入那份文件。没有载入文件时，`:保存 文件` 把键入的规则写成一份完整的政策。
          """,
        en: """
          A draft begins with `amends` and holds only what it changes in a rule file, so that
          file must be
          loaded. Without one, `:save FILE` writes what was typed as a policy of its own.
          """),
      .prompt(
        wrong: """
          奖励 单项冠军 = 100万
          :保存 草案 修订.rules
          """,
        mended: """
          奖励 单项冠军 = 100万
          :保存 新.rules
          """)),
    DiagnosticGuide(
      "J6013", zh: "草案放错了文件夹", en: "a draft stands beside the file it amends",
      Wording(
        zh: """
          “修订”只在草案所在的文件夹和它下面找文件，所以草案要和原来的规则放在一起，或放在它的上层。
          """,
        en: """
          `amends` looks for a file in the folder of the draft and below it, so the draft must
          stand beside
          the rules that it amends, or above them.
          """),
      .prompt(
        wrong: """
          :载入 例.rules
          奖励 单项冠军 = 100万
          :保存 草案 别处/修订.rules
          """,
        mended: """
          :载入 例.rules
          奖励 单项冠军 = 100万
          :保存 草案 修订.rules
          """)),
    DiagnosticGuide(
      "J6014", zh: "几份规则文件写不成一份", en: "several rule files cannot be saved as one",
      Wording(
        zh: """
          载入了不止一份规则文件，改动该写进哪一份说不准。请写成草案，草案修订它们全部；或者只载入要改的那一份。
          """,
        en: """
          More than one rule file is loaded, and nobody can tell into which the changes belong.
          Save a
          draft, which amends them all, or load only the one that is to be changed.
          """),
      .prompt(
        wrong: """
          奖励 单项冠军 = 100万
          :保存 乙.rules
          :清空
          :载入 例.rules 乙.rules
          :保存 合并.rules
          """,
        mended: """
          奖励 单项冠军 = 100万
          :保存 乙.rules
          :清空
          :载入 例.rules 乙.rules
          奖励 隐形冠军 = 50万
          :保存 草案 修订.rules
          """)),
    DiagnosticGuide(
      "J6015", zh: "改的规则写在引用的文件里", en: "the rule stands in a file that is used",
      Wording(
        zh: """
          这条规则不在载入的文件里，而在它引用的文件里；别的政策可能也引用那份文件，所以不改写它。请写成草案；确实要改公用的文件，就单独载入它。
          """,
        en: """
          The rule stands in a file that the loaded one uses. Other policies may use it too, so
          it is not
          rewritten. Save a draft; to change the shared file itself, load that one.
          """),
      .prompt(
        wrong: """
          引用 "例.rules"
          奖励 单项冠军 = 100万
          :保存 总.rules
          :清空
          :载入 总.rules
          奖励 国家级小巨人 = 200万 当 新认定
          :保存 总.rules
          """,
        mended: """
          引用 "例.rules"
          奖励 单项冠军 = 100万
          :保存 总.rules
          :清空
          :载入 总.rules
          奖励 国家级小巨人 = 200万 当 新认定
          :保存 草案 修订.rules
          """)),
    DiagnosticGuide(
      "J6016", zh: "没有可以扫描的事实", en: "no fact that could be varied",
      Wording(
        zh: """
          `:扫描` 让一个事实变化，看合计怎样变：金额、数和比例从小到大，称号、类别和日期逐个取值。它要是规则读的事实。
          """,
        en: """
          `:sweep` varies one fact and shows the total along it: sums, numbers and percentages from
          low to high, titles, categories and dates value by value. The rules must read the fact.
          """),
      .prompt(
        wrong: """
          字段 投资额 : 金额
          奖励 设备 = 投资额 的 10% 封顶 100万
          :扫描 投资颜 = 100万 .. 2000万 : 100万
          """,
        mended: """
          字段 投资额 : 金额
          奖励 设备 = 投资额 的 10% 封顶 100万
          :扫描 投资额 = 100万 .. 2000万 : 100万
          """)),
    DiagnosticGuide(
      "J6017", zh: "扫描的范围不对", en: "a range that cannot be walked",
      Wording(
        zh: """
          扫描从小的值走到大的值，一步一步，最多一万步；两头和步长都照单元格的写法，如 `100万`、`12%`。
          """,
        en: """
          A sweep goes from a lower value to a higher one, in at most ten thousand steps; both
          ends and the
          step are written as cells are, such as `100万` or `12%`.
          """),
      .prompt(
        wrong: """
          字段 投资额 : 金额
          奖励 设备 = 投资额 的 10% 封顶 100万
          :扫描 投资额 = 2000万 .. 100万
          """,
        mended: """
          字段 投资额 : 金额
          奖励 设备 = 投资额 的 10% 封顶 100万
          :扫描 投资额 = 100万 .. 2000万
          """)),
  ]
}
