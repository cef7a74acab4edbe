package import JiliLexer

/// What stands behind the checker's codes about targets, J3351 to J3369.
extension DiagnosticGuide {
  package static let targets: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3351", zh: "这个对象不能计数", en: "a subject that cannot be counted",
      Wording(
        zh: """
          目标数的是有多少家、多少钱，对象可以是称号、奖项、条件、取值，或金额、数的字段。比例、日期、文字和理解数不出来。
          企业文件里没有的（如“示范园区”），写成引号里的说法。
          """,
        en: """
          A target counts companies or adds up money and numbers: its subject is a title, an award,
          a condition, a value or a field of money or numbers. Percents, dates, texts and readings
          cannot be counted. What no company file holds is written as a quoted label.
          """),
      .rules(
        wrong: """
          field 开工日期 : date
          target 开工日期 = 50 by 2028
          """,
        mended: """
          field 开工日期 : date
          define 已开工 = 开工日期 <= 2028-12-31
          target 已开工 = 50 by 2028
          """)),
    DiagnosticGuide(
      "J3352", zh: "几个字段都有这个取值", en: "a value of several fields",
      Wording(
        zh: """
          这个取值在几个字段里都有，不知道数的是哪一个。请先用“定义”说清，再对定义写目标。
          """,
        en: """
          Several fields have this value, and nobody knows which is counted. Say so in a definition
          and set the target for that.
          """),
      .rules(
        wrong: """
          field 主业 : one of 生物医药, 新材料
          field 副业 : one of 生物医药, 新材料
          target 生物医药 > 100
          """,
        mended: """
          field 主业 : one of 生物医药, 新材料
          field 副业 : one of 生物医药, 新材料
          define 生物医药企业 = 主业 is 生物医药
          target 生物医药企业 > 100
          """)),
    DiagnosticGuide(
      "J3353", zh: "几个对象不能合在一起数", en: "subjects that cannot be counted together",
      Wording(
        zh: """
          一条目标里并列的对象要能加在一起：都是企业（称号、奖项、条件），或同是金额。家数和金额加不到一起，请分成几条。
          """,
        en: """
          The subjects of one target are added up, so all are companies (titles, awards, conditions)
          or one kind of field. Companies and money cannot be added: state a target for each.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          field 投资额 : money
          target 国家级小巨人, 投资额 = 300 by 2028
          """,
        mended: """
          title 国家级小巨人
          field 投资额 : money
          target 国家级小巨人 = 300 by 2028
          target 投资额 = 50亿 by 2028
          """)),
    DiagnosticGuide(
      "J3354", zh: "这里数的是企业，不是金额", en: "money where companies are counted",
      Wording(
        zh: """
          “万”“亿”单独写就是金额，`1.7万` 是一万七千元。数企业时请带“家”：`1.7万家`。
          """,
        en: """
          Alone, 万 and 亿 are money: `1.7万` is 17,000 元. For a number of companies add 家: `1.7万家`.
          """),
      .rules(
        wrong: """
          title 创新型中小企业
          target 创新型中小企业 >= 1.7万 by 2027
          """,
        mended: """
          title 创新型中小企业
          target 创新型中小企业 >= 1.7万家 by 2027
          """)),
    DiagnosticGuide(
      "J3355", zh: "目标要写成确定的数", en: "a target that is no fixed number",
      Wording(
        zh: """
          目标是政策里写明的数，不能随企业变化，也不能由字段算出来。请写数，政策以倍数说的，写 `200% of base`。
          """,
        en: """
          A target is a number that stands in the policy; it does not depend on companies. Write the
          number, or `200% of base` where the policy speaks of a multiple.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          field 员工数 : number
          target 国家级小巨人 = 员工数 by 2028
          """,
        mended: """
          title 国家级小巨人
          target 国家级小巨人 = 300 by 2028
          """)),
    DiagnosticGuide(
      "J3356", zh: "目标小于 0", en: "a target below 0",
      Wording(
        zh: """
          数出来的不会小于 0。多半是把“75 到 80”写成了 `75-80`，读成了减法；起止请写 `75 .. 80` 或“75 至 80”。
          """,
        en: """
          Nothing counts to less than 0. Usually `80-75` was meant as a range and read as a
          subtraction; a range is written `75 .. 80`.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          target 国家级小巨人 = 75-80 by 2028
          """,
        mended: """
          title 国家级小巨人
          target 国家级小巨人 = 75 .. 80 by 2028
          """)),
    DiagnosticGuide(
      "J3357", zh: "年份不在范围内", en: "a year out of range",
      Wording(
        zh: """
          目标的年份在 1900 到 2200 之间，要写四位：`2028`，不写 `28`。
          """,
        en: """
          The year of a target lies between 1900 and 2200 and has four digits: `2028`, not `28`.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          target 国家级小巨人 = 300 by 28
          """,
        mended: """
          title 国家级小巨人
          target 国家级小巨人 = 300 by 2028
          """)),
    DiagnosticGuide(
      "J3358", zh: "年份没有按先后排", en: "years out of order",
      Wording(
        zh: """
          目标表的年份要从早到晚，每年一行；这里晚的在前，或同一年写了两次。请排好，重复的留一个。
          """,
        en: """
          The years of a table run from the earlier to the later, one row each; here one is not
          later than the one before. Put them in order and keep one of each.
          """),
      .rules(
        wrong: """
          title 省级隐形冠军
          target 省级隐形冠军 = { 2026: 400; 2024: 270 }
          """,
        mended: """
          title 省级隐形冠军
          target 省级隐形冠军 = { 2024: 270; 2026: 400 }
          """)),
    DiagnosticGuide(
      "J3359", zh: "基数要写在第一行", en: "the base stands first",
      Wording(
        zh: """
          基数是起点，只有一个，写在目标表的第一行；写在后面或写两个，就不知道从哪里数起。
          """,
        en: """
          The base is where counting begins; there is one, in the first row of the table. Behind
          other rows, or twice, it says nothing.
          """),
      .rules(
        wrong: """
          title 省级隐形冠军
          target 省级隐形冠军 = { 2024: 270; 2025: base 200 }
          """,
        mended: """
          title 省级隐形冠军
          target 省级隐形冠军 = { 2023: base 200; 2024: 270 }
          """)),
    DiagnosticGuide(
      "J3360", zh: "只有基数，没有目标", en: "a base without a target",
      Wording(
        zh: """
          目标表只写了现有的数（基数），没有写要达到多少。请补上目标年份和数。
          """,
        en: """
          The table has the number that exists (the base) and none to be reached. Add a year and its
          number.
          """),
      .rules(
        wrong: """
          title 省级隐形冠军
          target 省级隐形冠军 = { 2023: base 200 }
          """,
        mended: """
          title 省级隐形冠军
          target 省级隐形冠军 = { 2023: base 200; 2026: 400 }
          """)),
    DiagnosticGuide(
      "J3361", zh: "一张表里的数不是同一类", en: "numbers of several kinds in one table",
      Wording(
        zh: """
          一张目标表里的数要同是家数、同是比例或同是金额，才能一年年比较。请核对单位，多半漏了“亿”或“%”。
          """,
        en: """
          The numbers of one table are all counts, all percents or all money, so that the years
          compare. Check the units; often a 亿 or % is missing.
          """),
      .rules(
        wrong: """
          target "规上工业增加值" = { 2023: base 500亿; 2026: 800 }
          """,
        mended: """
          target "规上工业增加值" = { 2023: base 500亿; 2026: 800亿 }
          """)),
    DiagnosticGuide(
      "J3362", zh: "没有这个目标可删除", en: "no such target to remove",
      Wording(
        zh: """
          `删除 目标` 后面要写被修订的文件里有的目标，对象要写全，几个并列的也要一样。请核对。
          """,
        en: """
          Behind `remove target` stands a target of the amended file, with all its subjects as they
          are written there. Check it.
          """),
      .rules(
        wrong: """
          amends "现行.rules"
          remove target 省级隐形冠君
          """,
        mended: """
          amends "现行.rules"
          remove target 省级隐形冠军
          """,
        beside: [
          GuideFile(
            "现行.rules",
            "title 省级隐形冠军\naward 省级隐形冠军 = 100万 when new\ntarget 省级隐形冠军 = 300 by 2028\n")
        ])),
    DiagnosticGuide(
      "J3363", .warning, zh: "同一目标写了两个数", en: "one target, two numbers",
      Wording(
        zh: """
          同一对象、同一年份的目标写了两次，数却不同。政策里有时总则和附表不一致，请查明以哪个为准，删掉另一个。
          """,
        en: """
          One target of one year is stated twice with two numbers. Policies sometimes say one thing
          in the text and another in a table; find out which holds and delete the other.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          target 国家级小巨人 = 300 by 2028
          target 国家级小巨人 = 280 by 2028
          """,
        mended: """
          title 国家级小巨人
          target 国家级小巨人 = 300 by 2028
          """)),
    DiagnosticGuide(
      "J3364", zh: "不是可以逐个数的", en: "nothing that has members",
      Wording(
        zh: """
          “某某的 80%”“每个某某 2 家”里的某某要能逐个数：称号、奖项、条件，或引号里的说法。金额和数没有成员，请换成企业的范围。
          """,
        en: """
          In `80% of X` and `2 per X` the X is something with members: a title, an award, a
          condition or a quoted label. Money and numbers have none. Name those companies instead.
          """),
      .rules(
        wrong: """
          field 上市 : flag
          field 投资额 : money
          target 上市 = 80% of 投资额 by 2028
          """,
        mended: """
          field 上市 : flag
          field 投资额 : money
          define 重点企业 = 投资额 >= 1亿
          target 上市 = 80% of 重点企业 by 2028
          """)),
  ]
}
