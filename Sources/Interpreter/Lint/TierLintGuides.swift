package import JiliLexer

/// What stands behind faults of drafting in tiers, J3421 to J3439.
extension DiagnosticGuide {
  package static let tierLints: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3421", .warning, zh: "档次没有按高低排列", en: "tiers that are not in order",
      Wording(
        zh: """
          分档表里的门槛一般从低到高（或从高到低）排。这一档打乱了次序，或者与上一档门槛相同，多半是写错了一个数。金额按门槛算，次序本身不影响结果，但数写错了就会算错。
          """,
        en: """
          The thresholds of a table usually rise from line to line, or fall. This one breaks the
          order or repeats the one before it, most likely by a slip. The order itself changes no
          sum, a wrong number does.
          """),
      .rules(
        wrong: """
          field 营收 : money by year
          award 首次突破 = 营收 first reaches { 10亿: 30万; 50亿: 100万; 50亿: 300万 } each
          """,
        mended: """
          field 营收 : money by year
          award 首次突破 = 营收 first reaches { 10亿: 30万; 50亿: 100万; 100亿: 300万 } each
          """)),
    DiagnosticGuide(
      "J3422", .warning, zh: "门槛更高，金额反而更少", en: "a higher tier that pays less",
      Wording(
        zh: """
          各档的金额应随门槛一路上升（名次则一路下降），这一档却反了过来。请核对门槛和金额是不是对错了行。
          """,
        en: """
          The sums of the tiers should rise with the thresholds (or fall with a rank), and this
          one turns back. Check whether thresholds and sums have slipped by a line.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 投资奖 = match 投资额 { >= 1亿: 20万; >= 5000万: 50万; >= 1000万: 10万 }
          """,
        mended: """
          field 投资额 : money
          award 投资奖 = match 投资额 { >= 1亿: 50万; >= 5000万: 20万; >= 1000万: 10万 }
          """)),
    DiagnosticGuide(
      "J3423", .warning, zh: "永远轮不到的一支", en: "an arm that is never reached",
      Wording(
        zh: """
          “按”从上往下找第一支合适的。凡是合这一支的，都已经合了前面的，所以它永远不会用到。门槛高的应写在前面；“否则”前面已经列全的，就不必再写。
          """,
        en: """
          `match` takes the first arm that fits. Whatever fits this one fits an arm before it, so
          it is never taken. Write the higher threshold first; where all values are named, `else`
          is not needed.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 投资奖 = match 投资额 { >= 1000万: 20万; >= 1亿: 50万 }
          """,
        mended: """
          field 投资额 : money
          award 投资奖 = match 投资额 { >= 1亿: 50万; >= 1000万: 20万 }
          """)),
    DiagnosticGuide(
      "J3424", .warning, zh: "永远轮不到的“若”", en: "an `if` that never decides",
      Wording(
        zh: """
          前面的“若”不成立才看这一个，可是满足这一个的都先满足了前面的，所以它后面的数永远给不出去。先问严的，后问宽的。
          """,
        en: """
          This condition is asked only where the one before it fails, and whoever meets it has met
          that one, so what it gives is never given. Ask the stricter condition first.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 投资奖 = if 投资额 >= 1000万 then 20万 else if 投资额 >= 1亿 then 50万 else 0元
          """,
        mended: """
          field 投资额 : money
          award 投资奖 = if 投资额 >= 1亿 then 50万 else if 投资额 >= 1000万 then 20万 else 0元
          """)),
    DiagnosticGuide(
      "J3425", .warning, zh: "两档之间有空档", en: "a gap between tiers",
      Wording(
        zh: """
          上一档到这里为止，下一档从更高处才开始，夹在中间的企业哪一档都不是，什么也得不到。常见的是“9999万”和“1亿”之间，或“超过 5”和“低于 5”漏了恰好
           5。改成首尾相接；有意不给的，写一支“否则：0元”。
          """,
        en: """
          One tier ends here and the next begins higher up: a company in between is in none and
          gets nothing. Typical are 9999万 and 1亿, or `> 5` and `< 5`, which leave out 5 itself.
          Let the tiers meet, or say `else: 0元` where nothing is meant.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 投资奖 = match 投资额 { >= 1亿: 50万; in 1000万 .. 9999万: 20万 }
          """,
        mended: """
          field 投资额 : money
          award 投资奖 = match 投资额 { >= 1亿: 50万; >= 1000万: 20万 }
          """)),
    DiagnosticGuide(
      "J3426", .warning, zh: "边界上的数两档都算", en: "a bound that is in two tiers",
      Wording(
        zh: """
          两档都包含这个边界，恰好在边界上的企业按先写的一档算。原文说“以上”“以下”都含本数时常会这样。请在原文里写明边界归哪一档，规则里把另一档改成“超过”或“低
          于”。
          """,
        en: """
          Both tiers hold this bound, and a company that stands exactly there gets the one written
          first. Say in the text which tier it belongs to, and write `>` or `<` in the other.
          """),
      .rules(
        wrong: """
          field 产值 : money
          award 产值奖 = match 产值 { >= 1亿: 50万; <= 1亿: 20万 }
          """,
        mended: """
          field 产值 : money
          award 产值奖 = match 产值 { >= 1亿: 50万; < 1亿: 20万 }
          """)),
    DiagnosticGuide(
      "J3427", .warning, zh: "没有企业够得到的一档", en: "a tier that no company reaches",
      Wording(
        zh: """
          字段声明了最高多少，这一档的门槛却在那以上。要么门槛多写了一个零，要么字段的范围写小了。
          """,
        en: """
          The field says how high it can be, and the threshold of this tier is higher. Either it
          has a zero too many, or the bounds of the field are too narrow.
          """),
      .rules(
        wrong: """
          field 得分 : number by year in 0 .. 100
          award 优胜奖 = 得分 first reaches { 80: 10万; 900: 20万 } each
          """,
        mended: """
          field 得分 : number by year in 0 .. 100
          award 优胜奖 = 得分 first reaches { 80: 10万; 90: 20万 } each
          """)),
  ]
}
