package import JiliLexer

/// What stands behind the checker's codes about awards and examples, J3301 to J3399.
extension DiagnosticGuide {
  package static let awards: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3301", zh: "没有说称号的哪个事件", en: "an award of a title without its event",
      Wording(
        zh: """
          奖励按称号发放，却没有说是新认定、通过复评还是新引进时发。不写明，持有称号的企业每年都会领一次，
          政策几乎从不是这个意思。多半该加 `当 新认定`；确实每年都给的，写 `当 国家级小巨人`。
          """,
        en: """
          The award is of a title and names no event: new, renewed or relocated. Without one every
          holder would be paid every year, which a policy hardly ever means. Most often `when new`
          is missing; where it really is paid every year, write `when 国家级小巨人`.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          award 国家级小巨人 = 150万
          """,
        mended: """
          title 国家级小巨人
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J3302", zh: "分档表没有说怎么给", en: "tiers without a mode",
      Wording(
        zh: """
          一年里连跨两档时，是各档都给，还是只给最高一档？政策写“分别给予”多半是各档，写“就高”是取高；
          原文说不清的，用“理解”把两种都写出来。请在 `}` 后写 `各档`、`取高` 或一个选择。
          """,
        en: """
          A company that crosses two tiers in one year: is each paid, or only the highest? Write
          `each` or `highest` behind the `}`. Where the policy does not say, declare a reading and
          choose by it.
          """),
      .rules(
        wrong: """
          field 营业收入 : money by year
          award 上台阶奖励 = 营业收入 first reaches { 10亿: 30万; 50亿: 100万 }
          """,
        mended: """
          field 营业收入 : money by year
          award 上台阶奖励 = 营业收入 first reaches { 10亿: 30万; 50亿: 100万 } each
          """)),
    DiagnosticGuide(
      "J3303", zh: "同一奖项在两个就高组里", en: "an award in two exclusive groups",
      Wording(
        zh: """
          一个奖项同时参加两组就高，谁挤掉谁会说不清：它在这组输、在那组赢，该给还是不给？请把几个奖项合成一组。
          只有两组分别属于同一理解的不同取值时才可以，因为它们不会同时成立。
          """,
        en: """
          An award in two groups may win in one and lose in the other, and nobody can say whether it
          is paid. Make one group of all. Two groups may share an award only where their `when` ask
          for different values of one reading, so that both never hold at once.
          """),
      .rules(
        wrong: """
          award 国家级单项冠军 = 300万 when new
          award 国家级小巨人 = 150万 when new
          award 省级隐形冠军 = 100万 when new
          exclusive 国家级单项冠军, 国家级小巨人
          exclusive 国家级小巨人, 省级隐形冠军
          """,
        mended: """
          award 国家级单项冠军 = 300万 when new
          award 国家级小巨人 = 150万 when new
          award 省级隐形冠军 = 100万 when new
          exclusive 国家级单项冠军, 国家级小巨人, 省级隐形冠军
          """)),
    DiagnosticGuide(
      "J3304", zh: "拨付的各期不对", en: "the parts of a payment do not fit",
      Wording(
        zh: """
          分期拨付时，前面各期写比例，最后一期写“其余”，这样分到分也不会多出或少掉一分钱；各期比例合计不能超过 100%。
          请把最后一期改成 `其余`，或核对比例。
          """,
        en: """
          The parts of a payment are shares, and the last is `rest`, so that nothing is lost to
          rounding; the shares together are at most 100%. Make the last part `rest`, or check the
          shares.
          """),
      .rules(
        wrong: """
          award 创新型企业 = up to 30万; payment = 50% at 期初, 50% at 期末
          """,
        mended: """
          award 创新型企业 = up to 30万; payment = 50% at 期初, rest at 期末
          """)),
    DiagnosticGuide(
      "J3305", zh: "分担比例合计不是 100%", en: "the shares of the funding",
      Wording(
        zh: """
          各级分担的比例合计必须正好 100%，否则有一部分钱没有人出，或出了两遍。请核对政策里的分担条款。
          """,
        en: """
          The shares of those who pay must add up to exactly 100%; otherwise some money comes from
          nobody, or twice. Check the clause on funding.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { funding 市 50%, 区 40% }
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          policy 示范市2026 { funding 市 50%, 区 50% }
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J3306", zh: "规则里没有可算的", en: "nothing to run",
      Wording(
        zh: """
          只有字段、称号的文件是公用词汇，供别的规则文件引用，自己没有奖励，算不出什么。多半是把词汇文件当成了政策文件，
          请换成政策的规则文件。`jili check` 可以照常检查这样的文件。
          """,
        en: """
          A file of fields and titles is a vocabulary for others to use; it has no award, benefit or
          limit, so nothing can be computed. Usually the wrong file was named: give the policy's
          own. `jili check` looks at such a file as at any other.
          """),
      .command(
        wrong: "jili eval 词汇.rules", mended: "jili eval 政策.rules",
        files: [
          GuideFile("词汇.rules", "title 国家级小巨人; valid 3 years\n"),
          GuideFile("政策.rules", "use \"词汇.rules\"\naward 国家级小巨人 = 150万 when new\n"),
        ])),
    DiagnosticGuide(
      "J3307", zh: "没有这个取整单位", en: "no such rounding unit",
      Wording(
        zh: """
          取整只能到 分、角、元、百元、千元、万元。政策写“取整到十元”的目前不能表达，请选最接近的并加注说明。
          """,
        en: """
          Sums are rounded to 分, 角, 元, 百元, 千元 or 万元 and to nothing else. Choose the nearest and say
          so in a note.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { rounding 十元 }
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          policy 示范市2026 { rounding 百元 }
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J3308", zh: "一组至少两个奖项", en: "a group of one",
      Wording(
        zh: """
          `就高` 和 `合并` 说的是几个奖项之间的关系，只写一个没有意义。请补上其余的奖项；只想限制一个奖项的年度总额，
          用 `封顶 每年 …`。
          """,
        en: """
          `exclusive` and `together` relate awards to each other; one alone has nothing to be
          related to. Name the others. To limit what one award pays in a year use `cap … per year`.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new
          award 省级隐形冠军 = 100万 when new
          exclusive 国家级小巨人
          """,
        mended: """
          award 国家级小巨人 = 150万 when new
          award 省级隐形冠军 = 100万 when new
          exclusive 国家级小巨人, 省级隐形冠军
          """)),
    DiagnosticGuide(
      "J3309", zh: "名额不能随企业变化", en: "a quota that depends on the company",
      Wording(
        zh: """
          名额是一年里一共几家，对所有企业是同一个数，所以 `名额 =` 后面只能写数或参数，不能写企业的字段。
          按什么排名写在 `按` 后面。
          """,
        en: """
          A quota is how many are chosen in a year, one number for all, so a number or a parameter
          stands behind `quota =`, never a fact of the company. What ranks them stands behind `by`.
          """),
      .rules(
        wrong: """
          field 评价得分 : number
          award 创新型企业 = 30万; quota = 评价得分 per year by 评价得分
          """,
        mended: """
          field 评价得分 : number
          award 创新型企业 = 30万; quota = 50 per year by 评价得分
          """)),
    DiagnosticGuide(
      "J3310", zh: "算例设了规则不读的名称", en: "an example sets what no rule reads",
      Wording(
        zh: """
          算例里只能设规则用到的字段、称号、参数、理解和奖项的事实。设一个谁也不读的名称，结果不会变，
          算例就白写了，多半是打错了字。
          """,
        en: """
          An example may set fields, titles, parameters, readings and facts of awards that the rules
          use. A name that nothing reads changes no result, so the example would prove nothing; it
          is usually misspelled.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 10% of 投资额
          example "投资 500 万" { 投资款 = 500万; expect 技改补助 = 50万 }
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 10% of 投资额
          example "投资 500 万" { 投资额 = 500万; expect 技改补助 = 50万 }
          """)),
    DiagnosticGuide(
      "J3311", zh: "算例里要写确定的值", en: "a value of an example is not fixed",
      Wording(
        zh: """
          算例的期望是手工算好的数，用来核对规则，所以必须是写明的数，不能再由字段算出来：那样等于用规则核对规则。
          """,
        en: """
          What an example expects is worked out by hand, to check the rules; it must be written out.
          Computed from facts it would check the rules by themselves.
          """),
      .rules(
        wrong: """
          field 补助上限 : money
          award 技改补助 = 10万 cap 补助上限
          example "封顶" { 补助上限 = 5万; expect 技改补助 = 补助上限 .. 补助上限 }
          """,
        mended: """
          field 补助上限 : money
          award 技改补助 = 10万 cap 补助上限
          example "封顶" { 补助上限 = 5万; expect 技改补助 = 5万 }
          """)),
    DiagnosticGuide(
      "J3312", zh: "“否则”后面还有一支", en: "an arm behind `else`",
      Wording(
        zh: """
          `match` 从上往下取第一支合适的，`else` 什么都合适，后面的永远轮不到。请把 `else` 移到最后。
          """,
        en: """
          `match` takes the first arm that fits, and `else` always fits, so what stands behind it is
          never reached. Move `else` to the end.
          """),
      .rules(
        wrong: """
          field 绿色工厂等级 : one of 国家级, 省级, 市级
          award 绿色工厂奖励 = match 绿色工厂等级 { 国家级: 50万; else: 5万; 省级: 20万 }
          """,
        mended: """
          field 绿色工厂等级 : one of 国家级, 省级, 市级
          award 绿色工厂奖励 = match 绿色工厂等级 { 国家级: 50万; 省级: 20万; else: 5万 }
          """)),
  ]
}
