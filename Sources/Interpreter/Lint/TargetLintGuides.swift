package import JiliLexer

/// What stands behind faults of drafting in targets, J3401 to J3419.
extension DiagnosticGuide {
  package static let targetLints: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3401", .warning, zh: "新增数与目标表不符", en: "what is newly won does not fit the table",
      Wording(
        zh: """
          同一个对象，一句话说到某年新增多少家，目标表里从基数到那一年增加的却是另一个数。表中增加得更多，新增数就不够；新增得更多，只有其间有企业失去资格才说得通。请
          核对两处的数，再看两处数的是不是同一批企业。
          """,
        en: """
          A sentence says how many are newly won by a year, and the table of the same subject
          grows by another number from its base to that year. If the table grows by more, what is
          won is not enough; if more is won, some must be lost in between. Check both numbers, and
          whether both count the same.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          target 国家级小巨人 = new 15 by 2026
          target 国家级小巨人 = { 2023: base 29; 2026: 45 }
          """,
        mended: """
          title 国家级小巨人
          target 国家级小巨人 = new 16 by 2026
          target 国家级小巨人 = { 2023: base 29; 2026: 45 }
          """)),
    DiagnosticGuide(
      "J3402", .warning, zh: "各项新增之和小于总表的增加", en: "the parts win less than the whole grows by",
      Wording(
        zh: """
          目标表数的是几个称号合起来的企业，句子里分别说各个称号新增多少。合起来的数最多增加各项新增之和（一家企业升级时还会更少），表中却增加得更多，必有一处写错，或
          者口径不同。只有每个称号都写了同一年的新增数时，程序才作这个比较。
          """,
        en: """
          The table counts the companies of several titles together, and sentences say how many
          each title wins. Together they grow by no more than all that is won, and by less where a
          company rises from one title to the other; the table grows by more. The program compares
          only where every title has a number for that year.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          title 省级专精特新
          define 省级以上 = 国家级小巨人 or 省级专精特新
          target 国家级小巨人 = new 16 by 2026
          target 省级专精特新 = new 100 by 2026
          target 省级以上 = { 2023: base 200; 2026: 400 }
          """,
        mended: """
          title 国家级小巨人
          title 省级专精特新
          define 省级以上 = 国家级小巨人 or 省级专精特新
          target 国家级小巨人 = new 16 by 2026
          target 省级专精特新 = new 190 by 2026
          target 省级以上 = { 2023: base 200; 2026: 400 }
          """)),
    DiagnosticGuide(
      "J3403", .warning, zh: "每年的数与总数不符", en: "a yearly number does not fit the total",
      Wording(
        zh: """
          每年的数乘以年数，得不出总数。年数按有效期的起点到总数的那一年算；起点是一个范围时，范围许可的每一个整数年都试过，没有一个合得上才报告。年数无从知道时，程序
          不说话。
          """,
        en: """
          The number for each year, times the years, is not the total. The years run from the
          start of the policy to the year of the total; where the start may be any of several
          days, every whole number of years that they allow was tried. Where the years cannot be
          known, nothing is said.
          """),
      .rules(
        wrong: """
          policy 培育意见 { period 2021 .. 2023 }
          title 省级专精特新
          target 省级专精特新 = new 180 per year
          target 省级专精特新 = new 600 by 2023
          """,
        mended: """
          policy 培育意见 { period 2021 .. 2023 }
          title 省级专精特新
          target 省级专精特新 = new 200 per year
          target 省级专精特新 = new 600 by 2023
          """)),
    DiagnosticGuide(
      "J3404", .note, zh: "同一个目标写了两次", en: "one target stated twice",
      Wording(
        zh: """
          同一个对象、同一年的目标在两处各写了一次，数是一样的。这不是错，但以后改一处就要改两处；只改一处，两处就不一样了（那时报 J3363）。能合成一处的，合成一
          处。
          """,
        en: """
          The target of one subject for one year stands in two places, with one number. That is no
          mistake, yet who changes one must change the other, or they will differ (J3363). Where
          one place will do, keep one.
          """),
      .rules(
        wrong: """
          target "专精特新产业园" = 2 by 2028; cite "总体要求"
          target "专精特新产业园" = 2 by 2028; cite "二·3"
          """,
        mended: """
          target "专精特新产业园" = 2 by 2028; cite "总体要求"
          """)),
    DiagnosticGuide(
      "J3405", .note, zh: "目标的年份与全文不同", en: "a year unlike that of all other targets",
      Wording(
        zh: """
          全文的目标几乎都到同一年，只有这一条到另一年，往往是从别的文件抄来时没有改。对象本身另有到期末的目标（这只是中期目标）、或这一年就是政策的最后一年时，不报告。
          确实如此的，不必理会。
          """,
        en: """
          Nearly all targets of the text are for one year and this article's are for another,
          often because they were copied from elsewhere. Nothing is said of an interim goal whose
          subject has a number for the end too, nor of the policy's own last year. Where it is
          meant, leave it.
          """),
      .rules(
        wrong: """
          target "企业研究院" = new 20 by 2023
          target "技术中心" = new 30 by 2023
          target "绿色工厂" = new 180 by 2023
          target "智能工厂" = new 60 by 2023
          target "制定标准" = new 50 by 2025
          """,
        mended: """
          target "企业研究院" = new 20 by 2023
          target "技术中心" = new 30 by 2023
          target "绿色工厂" = new 180 by 2023
          target "智能工厂" = new 60 by 2023
          target "制定标准" = new 50 by 2023
          """)),
    DiagnosticGuide(
      "J3406", .warning, zh: "部分多于整体", en: "a part is above its whole",
      Wording(
        zh: """
          属于前一类的企业都属于后一类，前一类的目标却比后一类还多，两个数不能同时成立。是不是属于，程序从定义里看：营收 10 亿元以上的，都在 1 亿元以上里面。
          """,
        en: """
          Whoever is of the first kind is of the second too, and yet its target is higher, so that
          both cannot hold. The program sees this from the definitions: who has a revenue of 1
          billion has one of 100 million.
          """),
      .rules(
        wrong: """
          field 营收 : money
          define 亿元企业 = 营收 >= 1亿
          define 十亿企业 = 营收 >= 10亿
          target 亿元企业 = 150 by 2028
          target 十亿企业 = 200 by 2028
          """,
        mended: """
          field 营收 : money
          define 亿元企业 = 营收 >= 1亿
          define 十亿企业 = 营收 >= 10亿
          target 亿元企业 = 150 by 2028
          target 十亿企业 = 20 by 2028
          """)),
    DiagnosticGuide(
      "J3407", .note, zh: "目标没有数", en: "a target without a number",
      Wording(
        zh: """
          这个目标只说要做，没有说做到多少，到期无从考核。能写数的写上数；只是一个口号的，用“不计”写明它不是规则。
          """,
        en: """
          This target says what is to be done and not how much, so that nobody can tell whether it
          was reached. Give it a number, or mark a mere slogan with `omit`.
          """),
      .rules(
        wrong: """
          target "专精特新发展基金" = unspecified by 2028
          """,
        mended: """
          target "专精特新发展基金" = 5亿 by 2028
          """)),
  ]
}
