package import JiliLexer

/// What stands behind the checker's codes about names, J3101 to J3199.
extension DiagnosticGuide {
  package static let names: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3101", zh: "没有声明的名称", en: "unknown name",
      Wording(
        zh: """
          规则里用到的每个名称都要先声明：企业的数据写“字段”，称号写“称号”，其余写“参数”“理解”或“定义”。
          这个名称哪里都没有声明，可能是打错了字，也可能是漏写了声明。名称相近时消息会给出建议。
          """,
        en: """
          Every name must be declared: data of companies with `field`, titles with `title`, the rest
          with `parameter`, `reading` or `define`. This one is declared nowhere: it is misspelled or
          its declaration is missing. A name that is near is offered.
          """),
      .rules(
        wrong: """
          field 营业收入 : money
          award 规模奖励 = 10万 when 营业收人 >= 1亿
          """,
        mended: """
          field 营业收入 : money
          award 规模奖励 = 10万 when 营业收入 >= 1亿
          """)),
    DiagnosticGuide(
      "J3102", zh: "几个词连写了", en: "words run together",
      Wording(
        zh: """
          程序按整词认名称，`当国家级小巨人为新认定` 是一个不认识的词。拆法只有一种时，消息会写出拆开的样子；
          程序不会自己拆，免得拆错。请照着在词与词之间加空格。
          """,
        en: """
          Words are taken whole, so `当国家级小巨人为新认定` is one unknown word. Where there is just one way
          to split it, the message shows it; the program never splits by itself. Put blanks between
          the words.
          """),
      .rules(
        wrong: """
          称号 国家级小巨人
          奖励 国家级小巨人 = 150万 当国家级小巨人为新认定
          """,
        mended: """
          称号 国家级小巨人
          奖励 国家级小巨人 = 150万 当 国家级小巨人 为 新认定
          """)),
    DiagnosticGuide(
      "J3103", zh: "没有这个取值", en: "no such value",
      Wording(
        zh: """
          字段声明了有哪些取值（称号、理解、是否也一样），这里写的不在其中，条件永远不会成立，所以当作错误。
          请改成声明过的取值，或把它加进声明。
          """,
        en: """
          A field of the type `one of` declares its values, and titles, readings and flags have
          theirs. What stands here is none of them, so the condition could never hold. Use a
          declared value or declare this one.
          """),
      .rules(
        wrong: """
          field 行业 : one of 生物医药, 集成电路, 新材料
          award 产业奖励 = 20万 when 行业 = 新材科
          """,
        mended: """
          field 行业 : one of 生物医药, 集成电路, 新材料
          award 产业奖励 = 20万 when 行业 = 新材料
          """)),
    DiagnosticGuide(
      "J3104", zh: "同一名称写了两次", en: "one name stated twice",
      Wording(
        zh: """
          同一个文件里，一个名称只能声明一次，否则不知道以哪一处为准；消息把两处都指了出来。请删掉或改名。
          要改已发布的规则，请另写一份修订草案，草案里可以重新写同名的规则来替换。
          """,
        en: """
          In one file a name is declared once, or nobody knows which holds; both places are shown.
          Delete or rename one. To change rules that are in force write a draft that amends them:
          there a rule of the same name replaces the old one.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new
          award 国家级小巨人 = 200万 when new
          """,
        mended: """
          award 国家级小巨人 = 200万 when new
          """)),
    DiagnosticGuide(
      "J3105", zh: "没有可删除的", en: "nothing to remove",
      Wording(
        zh: """
          `删除` 后面的名称在被修订的文件里没有，或已经删过。请核对名称；只有引入的文件里确有的规则才能删除。
          """,
        en: """
          The name behind `remove` does not stand in the amended file, or was removed before. Check
          it; only what the amended files declare can be removed.
          """),
      .rules(
        wrong: """
          amends "现行.rules"
          remove 首次上规
          """,
        mended: """
          amends "现行.rules"
          remove 首次升规
          """,
        beside: [
          GuideFile(
            "现行.rules",
            "award 国家级小巨人 = 150万 when new\nfield 升规 : flag\naward 首次升规 = 10万 when 升规\n")
        ])),
    DiagnosticGuide(
      "J3106", zh: "没有这个奖项", en: "no such award",
      Wording(
        zh: """
          `就高`、`合并`、算例和 `奖项.应得` 里写的必须是本政策里有的奖项。请核对名称；奖项被草案删除后，
          提到它的地方也要一起改。
          """,
        en: """
          `exclusive`, `together`, examples and `A.due` speak of awards of this policy, and there is
          none of this name. Check it; where a draft removes an award, what speaks of it must change
          too.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new
          award 国家级单项冠军 = 300万 when new
          exclusive 国家级小巨人, 单项冠军
          """,
        mended: """
          award 国家级小巨人 = 150万 when new
          award 国家级单项冠军 = 300万 when new
          exclusive 国家级小巨人, 国家级单项冠军
          """)),
    DiagnosticGuide(
      "J3107", zh: "奖项没有这个事实", en: "an award has no such fact",
      Wording(
        zh: """
          奖项名后面的点号只能接：核定（approved）、已得（received）、已付（paid）、期次（instalment）、
          金额（amount）、应得（due）、复评（renewal）。请换成其中一个。
          """,
        en: """
          Behind an award's name and a point stands one of approved, received, paid, instalment,
          amount, due or renewal (核定 已得 已付 期次 金额 应得 复评). Use one of these.
          """),
      .rules(
        wrong: """
          award 创新型企业 = up to 30万
          award 追加奖励 = 5万 when 创新型企业.已批 >= 20万
          """,
        mended: """
          award 创新型企业 = up to 30万
          award 追加奖励 = 5万 when 创新型企业.核定 >= 20万
          """)),
    DiagnosticGuide(
      "J3108", zh: "奖项没有复评奖励", en: "the award has no renewal",
      Wording(
        zh: """
          `奖项.复评` 说的是通过复评时给的那一笔，而这个奖项没有写 `复评 = …`。请给它加上复评，或改成奖项本身。
          """,
        en: """
          `A.renewal` is what is paid when a title is renewed, and this award states no `renewal =
          …`. Add the clause, or name the award itself.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new
          example "复评" { 国家级小巨人 = renewed; expect 国家级小巨人.renewal = 30万 }
          """,
        mended: """
          award 国家级小巨人 = 150万 when new; renewal = 20%
          example "复评" { 国家级小巨人 = renewed; expect 国家级小巨人.renewal = 30万 }
          """)),
    DiagnosticGuide(
      "J3109", zh: "定义绕回了自身", en: "a definition leads back to itself",
      Wording(
        zh: """
          定义里直接或间接用到了自己，永远算不出结果。请顺着名称找一圈，把其中一处换成字段或称号。
          """,
        en: """
          The definition uses itself, directly or through others, so it never comes to a value.
          Follow the names and put a field or title in one place of the circle.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          define 专精特新 = 国家级小巨人 or 优质企业
          define 优质企业 = 专精特新
          award 贴息 = 5万 when 优质企业
          """,
        mended: """
          title 国家级小巨人
          title 省级专精特新
          define 专精特新 = 国家级小巨人 or 省级专精特新
          define 优质企业 = 专精特新
          award 贴息 = 5万 when 优质企业
          """)),
    DiagnosticGuide(
      "J3110", zh: "奖项金额互相依赖", en: "award sums depend on each other",
      Wording(
        zh: """
          甲奖项的金额或条件要先知道乙，乙又要先知道甲，没有先后可言；消息列出了这个圈。二者只给一个的，用 `就高`；
          合计有上限的，用 `合并`；其余请改写其中一项，不再引用另一项。
          """,
        en: """
          One award needs another's sum, which needs the first; the message shows the circle. Where
          only one is paid use `exclusive`, where both share a ceiling `together`; otherwise rewrite
          one of them so that it does not ask for the other.
          """),
      .rules(
        wrong: """
          award 设备补助 = 50万; less 软件补助.amount
          award 软件补助 = 30万; less 设备补助.amount
          """,
        mended: """
          award 设备补助 = 50万
          award 软件补助 = 30万
          together 设备补助, 软件补助; cap 50万 per year
          """)),
    DiagnosticGuide(
      "J3111", .warning, zh: "与已声明的称号只差一点", en: "nearly a declared title",
      Wording(
        zh: """
          奖项名与一个已声明的称号只差一两个字，程序按一个新的称号处理，企业文件里也就要另有这一列。多半是打错了字，所以提醒。
          若真是另一个称号，请把它也写成 `称号 …`。
          """,
        en: """
          The award's name is a letter or two away from a declared title and is taken as a new
          title, which needs a column of its own. It is probably a slip. If it really is another
          title, declare it with `title`.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          award 国家级小巨入 = 150万 when new
          """,
        mended: """
          title 国家级小巨人
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J3112", zh: "两个名称看起来一样", en: "two names look alike",
      Wording(
        zh: """
          两个名称看上去相同，字符却不同，例如小写的罗马数字 ⅰ 和字母 i。读规则的人分不出来，企业文件的表头也会对错。
          请统一写法，或改成能分清的名称。
          """,
        en: """
          Two names look the same but differ in their characters, such as the numeral ⅰ and the
          letter i. No reader can tell them apart, and headers would match the wrong one. Spell them
          alike or choose another name.
          """),
      .rules(
        wrong: """
          field ⅰ类产值 : money
          field i类产值 : money
          """,
        mended: """
          field 一类产值 : money
          field 二类产值 : money
          """)),
    DiagnosticGuide(
      "J3113", zh: "不是称号", en: "no title",
      Wording(
        zh: """
          `对应`、`满年数` 等处要写称号，这里写的是字段或别的名称。称号有认定、复评等事件，字段没有。请改成称号的名称，
          或用 `称号 …` 声明它。
          """,
        en: """
          Behind `for` and `years since` stands a title, and this name is a field or something else.
          A title has events, a field has none. Name a title, or declare this one with `title`.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 迁入奖励 for 投资额 = 50万 when relocated
          """,
        mended: """
          title 国家级小巨人
          award 迁入奖励 for 国家级小巨人 = 50万 when relocated
          """)),
    DiagnosticGuide(
      "J3114", zh: "没有说是哪个称号", en: "a status without its title",
      Wording(
        zh: """
          奖励里的“新认定”默认指奖项同名的称号；在定义等处没有这样的称号，就要写明：`国家级小巨人 为 新认定`。
          """,
        en: """
          Within an award a status speaks of the title that the award is named after. In a
          definition there is no such title, so write it: `国家级小巨人 is new`.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          define 当年新增 = new
          award 一次性奖励 = 10万 when 当年新增
          """,
        mended: """
          title 国家级小巨人
          define 当年新增 = 国家级小巨人 is new
          award 一次性奖励 = 10万 when 当年新增
          """)),
    DiagnosticGuide(
      "J3115", zh: "奖项不能直接作条件或金额", en: "an award is neither condition nor sum",
      Wording(
        zh: """
          单写奖项的名称看不出是问“给不给”还是“给多少”。问给不给写 `奖项.应得`，问给多少写 `奖项.金额`
          （就高和年度封顶之前的数）。
          """,
        en: """
          An award's bare name does not say whether its being due or its sum is meant. Write `A.due`
          for the one and `A.amount` for the other (the sum before exclusion and joint ceilings).
          """),
      .rules(
        wrong: """
          field 技改投资 : money
          award 技改补助 = 10% of 技改投资
          award 智能化加奖 = 5万 when 技改补助
          """,
        mended: """
          field 技改投资 : money
          award 技改补助 = 10% of 技改投资
          award 智能化加奖 = 5万 when 技改补助.due
          """)),
    DiagnosticGuide(
      "J3116", zh: "取值不能单独作条件", en: "a value is no condition by itself",
      Wording(
        zh: """
          “新材料”只是字段“行业”的一个取值，条件要写全：`行业 = 新材料`。几个取值任一个都行时写
          `行业 属于 [新材料, 生物医药]`。
          """,
        en: """
          A value such as 新材料 says nothing without its field; a condition has both: `行业 = 新材料`. For
          several values write `行业 in [新材料, 生物医药]`.
          """),
      .rules(
        wrong: """
          field 行业 : one of 生物医药, 集成电路, 新材料
          award 产业奖励 = 20万 when 新材料
          """,
        mended: """
          field 行业 : one of 生物医药, 集成电路, 新材料
          award 产业奖励 = 20万 when 行业 = 新材料
          """)),
    DiagnosticGuide(
      "J3117", zh: "算式连同定义太长", en: "too large with its definitions",
      Wording(
        zh: """
          把所用的定义都展开后，这一处超过了 10000 项（奖项一个接一个引用时，最多 50 层）。定义里反复套用定义，
          展开后会成倍增长。请减少嵌套，或把中间结果改成字段。
          """,
        en: """
          With its definitions written out, this has more than 10,000 parts (or awards read each
          other's sums more than 50 deep). Definitions that use definitions grow by multiplication.
          Use fewer levels, or make an intermediate result a field.
          """),
      .none(
        Wording(zh: "要有上万项的算式才会出现。", en: "It takes an expression of ten thousand parts."))
    ),
    DiagnosticGuide(
      "J3118", zh: "只有“取值”字段有列外的值", en: "only `one of` has a value for others",
      Wording(
        zh: """
          `列外` 说的是：企业文件里出现没有列出的取值时算哪一个。金额、数、日期等类型没有取值表，也就没有列外可言。
          请删掉这个子句；要说空单元格怎么算，用 `空白 = …`。
          """,
        en: """
          `other` says which value stands for those that are not listed. Money, numbers and dates
          have no list. Delete the clause; what an empty cell means is said by `blank = …`.
          """),
      .rules(
        wrong: """
          field 投资额 : money; other = 其他
          """,
        mended: """
          field 投资额 : money; blank = 0元
          """)),
    DiagnosticGuide(
      "J3119", zh: "不是称号，没有复评", en: "no title, so no renewal",
      Wording(
        zh: """
          复评是称号的事件，而这个奖项的名称已经声明为字段之类，不是称号。请在奖项名后写 `对应 称号`，
          说明复评的是哪个称号；与称号无关的奖励请去掉 `复评`。
          """,
        en: """
          A renewal is an event of a title, and this award's name is declared as something else.
          Write `for TITLE` behind the name to say which title is renewed, or take the clause away.
          """),
      .rules(
        wrong: """
          field 贡献奖 : money
          award 贡献奖 = 1万; renewal = 20%
          """,
        mended: """
          title 国家级小巨人
          award 贡献奖 for 国家级小巨人 = 1万 when new; renewal = 20%
          """)),
    DiagnosticGuide(
      "J3131", zh: "优待不能作金额或条件", en: "a benefit is neither sum nor condition",
      Wording(
        zh: """
          优待没有金额，不能参加就高、合并，也不能当条件用。要以同样的条件给钱，用“定义”把条件起个名字，
          优待和奖励都引用它。
          """,
        en: """
          A benefit has no sum, so it takes no part in groups, and it is no condition. To pay under
          the same condition, name the condition with `define` and use it for both.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          benefit 人才名额 "每年两名" when 国家级小巨人
          award 租房补贴 = 5万 when 人才名额
          """,
        mended: """
          title 国家级小巨人
          define 重点企业 = 国家级小巨人
          benefit 人才名额 "每年两名" when 重点企业
          award 租房补贴 = 5万 when 重点企业
          """)),
    DiagnosticGuide(
      "J3132", zh: "对优待和限额的预期写错了", en: "what is expected of a benefit or limit",
      Wording(
        zh: """
          算例里对优待的预期写“是”或“否”，对限额写“是”（没有超）、“否”（超了）或“无”（不适用），不写金额；
          还不能确定的写“否 至 是”。
          """,
        en: """
          Of a benefit an example expects yes or no, of a limit yes (kept), no (broken) or none
          (does not apply), never a sum; what is not settled is `no .. yes`.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          benefit 人才名额 "每年两名" when 国家级小巨人
          example "新认定" { 国家级小巨人 = new; expect 人才名额 = 2 }
          """,
        mended: """
          title 国家级小巨人
          benefit 人才名额 "每年两名" when 国家级小巨人
          example "新认定" { 国家级小巨人 = new; expect 人才名额 = yes }
          """)),
    DiagnosticGuide(
      "J3133", zh: "有几条同名的限额", en: "several limits of one name",
      Wording(
        zh: """
          限额按左边的算式取名，左边相同的几条，名称里要带上条件才分得清。消息列出了各条的全名，请照着写，放在 「」 里。
          """,
        en: """
          A limit is named after its left side. Where several share it, their names hold the
          condition too; the message lists them. Write one of them in 「」.
          """),
      .rules(
        wrong: """
          field 融资担保费率 : percent
          field 小微企业 : flag
          limit 融资担保费率 <= 1% when 小微企业
          limit 融资担保费率 <= 2% when not 小微企业
          example "小微" { 小微企业 = yes; 融资担保费率 = 0.8%; expect 融资担保费率 = yes }
          """,
        mended: """
          field 融资担保费率 : percent
          field 小微企业 : flag
          limit 融资担保费率 <= 1% when 小微企业
          limit 融资担保费率 <= 2% when not 小微企业
          example "小微" {
              小微企业 = yes; 融资担保费率 = 0.8%; expect 「融资担保费率（小微企业）」 = yes
          }
          """)),
  ]
}
