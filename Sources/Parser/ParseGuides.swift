package import JiliLexer

/// What stands behind the parser's codes, J2001 to J2099.
extension DiagnosticGuide {
  package static let grammar: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J2001", zh: "这里应为别的内容", en: "something else is expected here",
      Wording(
        zh: """
          写到这里，语法上只能接某些内容，实际写的却是别的。消息先说应为什么，再说遇到了什么。常见的是漏了 `=`、`;`、
          冒号或单位，或把类型写错。请对照消息在指出的位置补上或改正。
          """,
        en: """
          At this place the grammar allows only certain things, and something else stands here. The
          message says what is expected and what was found. Often a `=`, `;`, colon or unit is
          missing, or a type is misspelled. Mend it at the place shown.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new; renewal 20%
          """,
        mended: """
          award 国家级小巨人 = 150万 when new; renewal = 20%
          """)),
    DiagnosticGuide(
      "J2002", zh: "文件没有写完", en: "the text ends too early",
      Wording(
        zh: """
          文件在一条规则中间就结束了，通常是最后少了一个 `}` 或 `)`，或复制时漏了末尾。消息说明还缺什么，补上即可。
          """,
        en: """
          The file ends within a statement: most often the last `}` or `)` is missing, or the end
          was not copied. The message says what is still expected.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new
          example "新认定" { 国家级小巨人 = new; expect total = 150万
          """,
        mended: """
          award 国家级小巨人 = 150万 when new
          example "新认定" { 国家级小巨人 = new; expect total = 150万 }
          """)),
    DiagnosticGuide(
      "J2003", zh: "保留词不能作名称", en: "a reserved word cannot be a name",
      Wording(
        zh: """
          奖励、目标、就高、当、且 等词用来组织规则，直接拿来作名称或取值会读不出意思。若政策里正好叫这个名字，
          放在 「」 里就行：`「就高」`。其他用词（名称、日期、金额等）可以直接作名称。
          """,
        en: """
          Words such as award, when, and, exclusive build the rules; as bare names they could not be
          told apart. If the policy really uses such a word as a name, put it in 「」. Other words of
          the language (name, date, amount …) may be names as they are.
          """),
      .rules(
        wrong: """
          reading 同时符合 = 叠加 or 就高
          """,
        mended: """
          reading 同时符合 = 叠加 or 「就高」
          """)),
    DiagnosticGuide(
      "J2004", zh: "嵌套太深", en: "nested too deeply",
      Wording(
        zh: """
          一个算式或条件里，括号、`if` 套 `if`、一长串 `+` 或 `且`，合起来最多 200 层。政策里的条款远到不了这个数；
          自动生成的规则可能会。请用“定义”给其中一段起个名字，再引用这个名字。
          """,
        en: """
          Brackets, `if` within `if` and long chains of `+` or `and` may make at most 200 levels in
          one expression. No policy comes near; generated rules may. Name a part of it with `define`
          and use the name.
          """),
      .none(
        Wording(zh: "要有两百层嵌套才会出现。", en: "It takes two hundred levels of nesting."))),
    DiagnosticGuide(
      "J2005", zh: "不能开始一条规则", en: "does not begin a statement",
      Wording(
        zh: """
          每条规则以固定的词开头：政策、字段、称号、参数、理解、定义、奖励、就高、合并、算例等。这里的词不在其中，
          多半是打错了字。消息会给出最接近的词。
          """,
        en: """
          Each statement begins with a word of a fixed list: policy, field, title, parameter,
          reading, define, award, exclusive, together, example and others. This word is none of
          them, usually by a slip; the nearest one is offered.
          """),
      .rules(
        wrong: """
          awrad 国家级小巨人 = 150万 when new
          """,
        mended: """
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J2006", zh: "这里没有这种子句", en: "no such clause here",
      Wording(
        zh: """
          规则后面只能跟它认得的子句，如奖励后的 当、不含、复评、封顶、名额、拨付、依据。这个词不在其中：可能打错了字，
          可能属于另一种规则，也可能是前面的内容没有写对，程序只好把它当作子句。
          """,
        en: """
          A statement is followed only by clauses that it knows: when, except, renewal, cap, quota,
          payment, cite behind an award. This word is none of them: it is misspelled, belongs to
          another statement, or what stands before it is wrong, so that nothing but a clause could
          follow.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 whn new; renewal = 20%
          """,
        mended: """
          award 国家级小巨人 = 150万 when new; renewal = 20%
          """)),
    DiagnosticGuide(
      "J2007", zh: "同一子句写了两次", en: "a clause is stated twice",
      Wording(
        zh: """
          一条规则里同一个子句只能出现一次，写两次就不知道以哪个为准。请留一处；若两个意思都要，就合写在一处，
          例如 `减去 甲 + 乙`，或拆成两条奖励。
          """,
        en: """
          A clause stands once in a statement; stated twice, nobody knows which holds. Keep one. If
          both are meant, write them as one, such as `less A + B`, or make two awards.
          """),
      .rules(
        wrong: """
          field 设备投资 : money
          award 技改补助 = 10% of 设备投资; cap 100万; cap 200万
          """,
        mended: """
          field 设备投资 : money
          award 技改补助 = 10% of 设备投资; cap 100万
          """)),
    DiagnosticGuide(
      "J2008", zh: "比较不能连写", en: "comparisons do not chain",
      Wording(
        zh: """
          `1000万 <= 投资额 < 5000万` 这种数学写法在规则里不成立，因为先比出来的是“是”或“否”，不能再同金额比。
          请分成两个条件用“且”连接；两端都含在内时，也可写 `投资额 属于 1000万 至 5000万`。
          """,
        en: """
          `1000万 <= 投资额 < 5000万` does not work: the first comparison gives yes or no, which cannot
          be compared with money. Join two comparisons with `and`, or write `投资额 in 1000万 .. 5000万`,
          which includes both ends.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20万 when 1000万 <= 投资额 < 5000万
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 >= 1000万 and 投资额 < 5000万
          """)),
    DiagnosticGuide(
      "J2009", zh: "“不超过”有两种意思", en: "不超过 could mean two things",
      Wording(
        zh: """
          “不超过”在金额后面是封顶，在条件里是小于等于。在定义里和提示符下，两种意思都说得通，程序不替你选。
          要封顶写“封顶”，要比较写 `<=`。
          """,
        en: """
          The word 不超过 is a cap behind an amount and `<=` in a condition. In a definition and at the
          prompt it could be either, and the program does not choose. Write 封顶 or `cap` for a
          ceiling, `<=` to compare.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          define 小型项目 = 投资额 不超过 500万
          award 小型技改 = 5万 when 小型项目
          """,
        mended: """
          field 投资额 : money
          define 小型项目 = 投资额 <= 500万
          award 小型技改 = 5万 when 小型项目
          """)),
    DiagnosticGuide(
      "J2010", zh: "起止范围不能直接作条件", en: "a range is no condition by itself",
      Wording(
        zh: """
          条件里写范围要用“属于”：`投资额 属于 500万 至 5000万`，两端都含在内。光写 `500万 至 5000万` 没有说是什么在这个范围里。
          """,
        en: """
          In a condition a range stands behind `in`: `投资额 in 500万 .. 5000万`, both ends included. A
          bare range does not say what is to lie in it.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 >= 500万 .. 5000万
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 in 500万 .. 5000万
          """)),
    DiagnosticGuide(
      "J2011", zh: "“若”缺“否则”", en: "`if` without `else`",
      Wording(
        zh: """
          `if` 必须说明条件不满足时是多少，程序不会默认为 0。不满足就不给的，可以写 `否则 0元`，但把条件放到“当”里更清楚。
          """,
        en: """
          An `if` must say what holds otherwise; it is never taken as 0. Where nothing is paid
          otherwise, `else 0元` will do, but the condition stands better in `when`.
          """),
      .rules(
        wrong: """
          field 重点产业 : flag
          award 技改补助 = if 重点产业 then 30万
          """,
        mended: """
          field 重点产业 : flag
          award 技改补助 = if 重点产业 then 30万 else 10万
          """)),
    DiagnosticGuide(
      "J2013", zh: "这里应为年数或月数", en: "a length of time is expected",
      Wording(
        zh: """
          称号的有效期和 `D 起 3 年` 要写成年数或月数，并带单位：`3 年`、`18 个月`。只写 `3` 看不出是年还是月。
          """,
        en: """
          How long a title is valid, and a period such as `D for 3 years`, are written as years or
          months with their unit: `3 years`, `18 months`. A bare `3` could be either.
          """),
      .rules(
        wrong: """
          title 国家级小巨人; valid 3
          """,
        mended: """
          title 国家级小巨人; valid 3 years
          """)),
    DiagnosticGuide(
      "J2014", zh: "规则太多", en: "too many statements",
      Wording(
        zh: """
          一个文件最多 5000 条规则，一条里的几个奖项各算一条，读不懂的也算。政策没有这么长；自动生成的规则请拆成
          几个文件，用“引用”合在一起。
          """,
        en: """
          A file holds at most 5,000 statements, each award of a statement counted, and what cannot
          be read as well. No policy is that long; split generated rules into files and join them
          with `use`.
          """),
      .none(Wording(zh: "要有五千条规则才会出现。", en: "It takes five thousand statements."))),
    DiagnosticGuide(
      "J2015", zh: "这条规则没有写完", en: "the statement is not complete",
      Wording(
        zh: """
          下一条规则已经开始，这一条还缺内容，消息说明缺什么。常见的是 `=` 后面忘了写金额、“且”后面没有条件、
          括号没有收尾。
          """,
        en: """
          The next statement begins, and this one still lacks something; the message says what.
          Often the amount behind `=`, a condition behind `and`, or a closing bracket is missing.
          """),
      .rules(
        wrong: """
          award 省级单项冠军 =
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          award 省级单项冠军 = 30万 when new
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J2016", zh: "数字里不写逗号", en: "a number is written without commas",
      Wording(
        zh: """
          规则里逗号用来分开几个内容，`1,000万` 会读成“1”和“000万”两个。请去掉逗号，或换用万、亿作单位。
          企业文件的单元格里可以写千分位逗号。
          """,
        en: """
          In rules a comma separates things, so `1,000万` would be two of them. Leave the comma out,
          or use 万 and 亿. Cells of company files may hold commas in threes.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 >= 1,000万
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 20万 when 投资额 >= 1000万
          """)),
    DiagnosticGuide(
      "J2017", zh: "规则的开头和名称连写了", en: "a statement's word and its name run together",
      Wording(
        zh: """
          汉字之间没有空格，程序按整词认：`奖励国家级小巨人` 是一个不认识的词，不是“奖励”加名称。请在“奖励”后空一格。
          """,
        en: """
          Words are taken whole: `奖励国家级小巨人` is one unknown word, not 奖励 and a name. Put a blank
          between them.
          """),
      .rules(
        wrong: """
          奖励国家级小巨人 = 150万 当 新认定
          """,
        mended: """
          奖励 国家级小巨人 = 150万 当 新认定
          """)),
    DiagnosticGuide(
      "J2018", zh: "“非”要写在最前面", en: "`not` stands in front",
      Wording(
        zh: """
          否定整个条件时，“非”写在条件最前面：`非 行业 属于 [房地产, 金融]`，不能写在“属于”前。单个取值也可写“不为”：
          `行业 不为 房地产`。
          """,
        en: """
          `not` denies a whole condition and stands in front of it: `not 行业 in [房地产, 金融]`. For one
          value there is `is not` too.
          """),
      .rules(
        wrong: """
          field 行业 : one of 制造业, 房地产, 金融
          award 稳岗奖励 = 5万 when 行业 not in [房地产, 金融]
          """,
        mended: """
          field 行业 : one of 制造业, 房地产, 金融
          award 稳岗奖励 = 5万 when not 行业 in [房地产, 金融]
          """)),
    DiagnosticGuide(
      "J2019", zh: "错误太多，没有读完", en: "too many mistakes, the rest is not read",
      Wording(
        zh: """
          一个文件读出一千处错误，后面就不再读，也不再检查名字和类型：多半不是规则文件，或整个写成了
          别的格式。请从第一处错误改起；一处改对，后面的常常跟着消失。
          """,
        en: """
          After a thousand mistakes the rest of a file is not read, and names and types are not
          looked at: most likely it is no rule file, or all of it is in another format. Begin with
          the first mistake; where it is mended, those behind it often go with it.
          """),
      .none(Wording(zh: "要有一千处错误才会出现。", en: "It takes a thousand mistakes."))),
    DiagnosticGuide(
      "J2020", zh: "逗号后面却是子句", en: "a clause behind a comma",
      Wording(
        zh: """
          一条 `奖励` 里的逗号隔开几个奖项：`奖励 甲 = 3万, 乙 = 1万`。子句（当、复评、封顶等）之间用分号，或什么也不用。
          若把 `，复评 = 20万` 当作奖项，就多出一个名叫“复评”、人人都有的奖励，所以这里不替人猜。真有奖项叫这个名字，请写成 「复评」。
          """,
        en: """
          A comma in an `award` stands between awards: `award A = 30000, B = 10000`. Clauses (when,
          renewal, cap) are separated by `;` or by nothing. Taken for an award, `, renewal = 200000`
          would be one by the name of renewal that everybody gets, so nothing is guessed here. Where
          an award has such a name, write it 「renewal」.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new, renewal = 20%
          """,
        mended: """
          award 国家级小巨人 = 150万 when new; renewal = 20%
          """)),
    DiagnosticGuide(
      "J2031", zh: "限额要写成一个上限或下限", en: "a limit is one bound",
      Wording(
        zh: """
          限额说的是一个数不得高于或低于多少，要写成一个比较：`融资担保费率 <= 1%`，或 `属于 A 至 B`。
          等号、取值表、几个条件用“且”连在一起，都看不出界限在哪里。几条限额请分开写，条件写在“当”后面。
          """,
        en: """
          A limit says how high or low a number may be, as one comparison: `融资担保费率 <= 1%`, or `in A
          .. B`. Equality, a list of values and comparisons joined by `and` show no bound. Write
          several limits one by one, and conditions behind `when`.
          """),
      .rules(
        wrong: """
          field 融资担保费率 : percent
          limit 融资担保费率 = 1%
          """,
        mended: """
          field 融资担保费率 : percent
          limit 融资担保费率 <= 1%
          """)),
    DiagnosticGuide(
      "J2032", zh: "优待没有金额", en: "a benefit has no sum",
      Wording(
        zh: """
          优待是钱以外的好处，如人才名额、专人服务，写内容和条件，不写金额。给钱的请写成“奖励”，才会进合计、参加就高。
          """,
        en: """
          A benefit is what is not money, such as a place in a programme: it has words and
          conditions and no sum. What is money is an award, so that it counts in totals and groups.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          benefit 人才名额 = 30万 when 国家级小巨人
          """,
        mended: """
          title 国家级小巨人
          benefit 人才名额 "每年两名" when 国家级小巨人
          """)),
    DiagnosticGuide(
      "J2041", zh: "“若改”只用在提问里", en: "`with` stands only in questions",
      Wording(
        zh: """
          “若改”是假设事实变了再问一次，只能在提示符下用；规则说的是实际怎样，不能在规则里假设。
          算例里直接写出事实就行；规则里要比较别的年份，用“上年”“历年最高”。
          """,
        en: """
          `with` asks what would be if facts were others, and belongs to questions at the prompt;
          rules say what is. An example states the fact itself; for other years rules have `last
          year` and `peak`.
          """),
      .rules(
        wrong: """
          field 营业收入 : money
          define 达标 = 营业收入 >= 1亿 with 营业收入 = 12亿
          award 规模奖励 = 10万 when 达标
          """,
        mended: """
          field 营业收入 : money
          define 达标 = 营业收入 >= 1亿
          award 规模奖励 = 10万 when 达标
          """)),
    DiagnosticGuide(
      "J2042", zh: "“若改”后面要写事实和值", en: "`with` needs facts and their values",
      Wording(
        zh: """
          “若改”后面写 `事实 = 值`，几个之间用逗号：`合计 若改 营业收入 = 12亿, 国家级小巨人 = 新认定`。
          这里写的不是事实的名称，没有什么可改。
          """,
        en: """
          Behind `with` stand facts with their values, commas between them: `total with 营业收入 = 12亿,
          国家级小巨人 = new`. What stands here is no name of a fact, so there is nothing to change.
          """),
      .prompt(
        wrong: """
          字段 营业收入 : 金额
          奖励 规模奖励 = 10万 当 营业收入 >= 1亿
          合计 若改 1万 = 12亿
          """,
        mended: """
          字段 营业收入 : 金额
          奖励 规模奖励 = 10万 当 营业收入 >= 1亿
          合计 若改 营业收入 = 12亿
          """)),
  ]
}
