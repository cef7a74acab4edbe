package import JiliLexer

/// What stands behind faults of drafting in awards, words and names, J3441 to J3499.
extension DiagnosticGuide {
  package static let awardLints: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3441", .warning, zh: "谁也得不到的奖励", en: "an award that nobody can get",
      Wording(
        zh: """
          满足“当”的企业，都落在“不含”里面，这项奖励给不出去。多半是“不含”写宽了，或者两个数写反了。
          """,
        en: """
          Whoever meets the `when` falls under the `except`, so the award is never paid. Most
          likely the exception is too wide, or two numbers are swapped.
          """),
      .rules(
        wrong: """
          field 成立年限 : number
          award 老企业奖 = 5万 when 成立年限 >= 5 except 成立年限 >= 3
          """,
        mended: """
          field 成立年限 : number
          award 老企业奖 = 5万 when 成立年限 >= 5 except 成立年限 >= 30
          """)),
    DiagnosticGuide(
      "J3442", .warning, zh: "低一档也被关上了", en: "the lower award is closed too",
      Wording(
        zh: """
          高一档写了“某类企业除外”，按常理它可以转享低一档；可是低一档除外的范围更宽，把它也包括进去，结果两档都没有。同一条里、按同一个数分档、低一档除外得更宽时才
          报告；两档除外相同的，是有意的。本意是都不给的，在原文写明即可。
          """,
        en: """
          The higher award excepts a kind of company, which one would expect to fall to the lower
          one; but the lower one excepts more, and takes it in. Reported within one article, for
          awards that grade by one number; where both except the same, that is meant. If neither
          is meant to be paid, say so in the text.
          """),
      .rules(
        wrong: """
          title 国家级小巨人
          title 省级专精特新
          field 大赛名次 : number; blank = none
          define 专精特新企业 = 国家级小巨人 or 省级专精特新
          award 大赛50强 = 50万 when 大赛名次 <= 50 except 国家级小巨人; cite "三"
          award 大赛500强 = 30万 when 大赛名次 <= 500 except 专精特新企业; cite "三"
          """,
        mended: """
          title 国家级小巨人
          title 省级专精特新
          field 大赛名次 : number; blank = none
          define 专精特新企业 = 国家级小巨人 or 省级专精特新
          award 大赛50强 = 50万 when 大赛名次 <= 50 except 专精特新企业; cite "三"
          award 大赛500强 = 30万 when 大赛名次 <= 500 except 专精特新企业; cite "三"
          """)),
    DiagnosticGuide(
      "J3443", .warning, zh: "留有余地的话，确定的金额", en: "words of discretion beside a certain sum",
      Wording(
        zh: """
          原文在说金额的那半句里用了“可”“适当”“视情”“鼓励”一类的话，规则却当作必给的确定金额。由主管部门决定的，写“最高”；两种读法都可能的，用“理解”写明；
          本意是必给的，请改原文。
          """,
        en: """
          The words that name the sum leave it to the authority (可, 适当, 视情, 鼓励), and the rules pay
          it as certain. Write `up to` for what the authority decides, a `reading` where both are
          possible, or mend the text where it is meant to be paid.
          """),
      .rules(
        wrong: """
          policy 办法 { source "原文.txt"; period 2026 .. 2028; overlap stack; funding 市 100% }
          field 招引项目 : flag
          award 招引奖 = 20万 when 招引项目; cite "三": "对招引项目可给予20万元奖励"
          """,
        mended: """
          policy 办法 { source "原文.txt"; period 2026 .. 2028; overlap stack; funding 市 100% }
          field 招引项目 : flag
          award 招引奖 = up to 20万 when 招引项目; cite "三": "对招引项目可给予20万元奖励"
          """,
        beside: [GuideFile("原文.txt", "对招引项目可给予20万元奖励。")])),
    DiagnosticGuide(
      "J3461", .warning, zh: "原文还空着", en: "a blank in the text",
      Wording(
        zh: """
          引文里有“*月*日”“X月X日”“＿＿”这样的空白，参数也没有值：原文还没有定。程序不会替它填，按参数许可的范围计算；定了以后，给参数一个值，改好引文。
          """,
        en: """
          The quoted words show a blank (*月*日, X月X日, ＿＿) and the parameter has no value: the text
          is not settled. The program fills in nothing and computes with the range of the
          parameter; once it is settled, give it its value.
          """),
      .rules(
        wrong: """
          policy 办法 { source "原文.txt"; period 施行日期 .. 2028-12-31; overlap stack; funding 市 100% }
          parameter 施行日期 : date in 2026 .. 2026; cite "附则": "自2026年*月*日起施行"
          award 落户奖 = 1万
          """,
        mended: """
          policy 办法 { source "原文.txt"; period 施行日期 .. 2028-12-31; overlap stack; funding 市 100% }
          parameter 施行日期 : date in 2026 .. 2026 = 2026-05-01; cite "附则": "自2026年*月*日起施行"
          award 落户奖 = 1万
          """,
        beside: [GuideFile("原文.txt", "本办法自2026年*月*日起施行。")])),
    DiagnosticGuide(
      "J3462", .note, zh: "“等”没有列全", en: "a list that ends in 等",
      Wording(
        zh: """
          奖励给谁、看什么，原文列了几样就用“等”收住，别的算不算没有说。经办的人要么各有各的理解，要么只认列出来的。能列全的列全；要由别的文件定的，写明是哪个文件。
          “等方面”“等方式”之类说的是怎样做，不报告。
          """,
        en: """
          The text names whom an award is for, or what counts, and closes the list with 等; whether
          others count it does not say. Complete the list, or name the document that settles it.
          Ways and means (等方面, 等方式) are left alone.
          """),
      .rules(
        wrong: """
          policy 办法 { source "原文.txt"; period 2026 .. 2028; overlap stack; funding 市 100% }
          field 入选榜单 : flag
          award 榜单奖 = 30万 when 入选榜单
              cite "四": "对入选品牌强国工程等知名榜单的企业，给予30万元奖励"
          """,
        mended: """
          policy 办法 { source "原文.txt"; period 2026 .. 2028; overlap stack; funding 市 100% }
          field 入选榜单 : flag
          award 榜单奖 = 30万 when 入选榜单; cite "四": "给予30万元奖励"
          """,
        beside: [GuideFile("原文.txt", "对入选品牌强国工程等知名榜单的企业，给予30万元奖励。")])),
    DiagnosticGuide(
      "J3463", .note, zh: "政策有几件事没有写", en: "what a policy does not say",
      Wording(
        zh: """
          给钱的政策应当说清三件事：从哪天到哪天（有效期）、别的政策也给时怎样办（重叠）、钱由谁出（分担）。没有写的列在这里。原文本来就没有的，留着这条说明，印发前补
          上；起止日只写成参数又没有值的，也算没有写。
          """,
        en: """
          A policy that pays should say three things: from when to when (period), how it goes with
          other policies (overlap), and who pays (funding). What it leaves out stands here; a
          period whose dates are parameters without a value is left out too. Where the text itself
          is silent, let this remind you.
          """),
      .rules(
        wrong: """
          policy 培育意见 { period 2026 .. 2028 }
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          policy 培育意见 {
            period 2026 .. 2028
            overlap top-up
            funding 市 50%, 区 50%
          }
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J3481", .warning, zh: "没有规则读的理解", en: "a reading that no rule reads",
      Wording(
        zh: """
          声明了一种“理解”，却没有一条规则问它选的是哪一种，所以怎样选结果都一样。要么忘了写进条件或金额，要么已经用不着了。
          """,
        en: """
          A reading is declared and no rule asks which choice was taken, so that all give the same
          result. Either a condition or amount was forgotten, or it is no longer needed.
          """),
      .rules(
        wrong: """
          field 营收 : money by year
          reading 跨档 = 各档都给 or 只给最高
          award 首次突破 = 营收 first reaches { 10亿: 30万; 50亿: 100万 } each
          """,
        mended: """
          field 营收 : money by year
          reading 跨档 = 各档都给 or 只给最高
          award 首次突破 = 营收 first reaches { 10亿: 30万; 50亿: 100万 }
            if 跨档 = 只给最高 then highest else each
          """)),
    DiagnosticGuide(
      "J3482", .warning, zh: "声明了没有用到", en: "declared and not used",
      Wording(
        zh: """
          字段、称号、参数或定义只有声明，没有一条规则用到。算例不算规则。写了规则又删掉时常会剩下；也可能是规则里写错了名字。几个文件共用的词汇表不报告。
          """,
        en: """
          A field, title, parameter or definition is declared and no rule uses it; examples are no
          rules. It may be left over from a rule that is gone, or a rule names something else by
          mistake. A vocabulary that several files share is left alone.
          """),
      .rules(
        wrong: """
          field 营收 : money
          field 员工数 : number
          award 大企业奖 = 5万 when 营收 >= 10亿
          """,
        mended: """
          field 营收 : money
          field 员工数 : number
          award 大企业奖 = 5万 when 营收 >= 10亿 and 员工数 >= 100
          """)),
  ]

  /// All faults of drafting.
  package static let drafting = targetLints + tierLints + awardLints
}
