package import JiliLexer

/// What stands behind the checker's codes about the files of a policy, J3001 to J3099.
extension DiagnosticGuide {
  package static let ruleFiles: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J3001", zh: "找不到规则所说的文件", en: "no such file",
      Wording(
        zh: """
          `引用`、`修订`、`来源` 后面的文件先在本文件旁边及其下级目录找，再到每个 -I 目录找，别处不找。
          请核对文件名（含后缀），把文件放过去，或用 -I 指出它所在的目录。
          """,
        en: """
          Files behind `use`, `amends` and `source` are looked for beside this file and below it,
          then in each -I directory, nowhere else. Check the name with its ending, move the file
          there, or name its directory with -I.
          """),
      .rules(
        wrong: """
          use "词汇.rule"
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          use "词汇.rules"
          award 国家级小巨人 = 150万 when new
          """,
        beside: [GuideFile("词汇.rules", "title 国家级小巨人; valid 3 years\n")])),
    DiagnosticGuide(
      "J3002", zh: "读不了规则所说的文件", en: "a file cannot be read",
      Wording(
        zh: """
          文件在，却读不出来，消息里写了系统给出的原因，多半是没有权限，或它其实是个文件夹。请改好权限，或换成正确的文件。
          """,
        en: """
          The file is there but cannot be read; the message has the system's reason, most often a
          missing permission, or it is a folder. Mend the permission or name the right file.
          """),
      .none(
        Wording(
          zh: "它取决于电脑上的权限，不取决于规则怎么写。",
          en: "It depends on permissions of the machine, not on the rules."))),
    DiagnosticGuide(
      "J3003", zh: "文件不在允许的地方", en: "a path that leads outside",
      Wording(
        zh: """
          规则文件只能引用自己旁边及下级目录里的文件，不能用 `..` 往上走，也不能写绝对路径。这样，一份政策拷到别的电脑上
          照样能用，别人给的规则文件也读不到你的其他文件。请把文件移到旁边，或用 -I 指出目录后只写文件名。
          """,
        en: """
          A rule file uses only files beside it and below it; `..` and absolute paths are refused.
          So a policy works on every machine, and a stranger's rule file cannot read your other
          files. Move the file, or give its directory with -I and write the name alone.
          """),
      .rules(
        wrong: """
          use "../公用/词汇.rules"
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          use "词汇.rules"
          award 国家级小巨人 = 150万 when new
          """,
        beside: [GuideFile("词汇.rules", "title 国家级小巨人; valid 3 years\n")])),
    DiagnosticGuide(
      "J3004", zh: "文件互相引用", en: "files use each other",
      Wording(
        zh: """
          甲文件引用乙，乙又引用甲（或引用自己），没有哪个能先读完。消息列出了这个圈。请把共用的字段和称号放进第三个文件，
          让两边都引用它。
          """,
        en: """
          One file uses another which uses the first (or a file uses itself), so none can be read
          before the other; the message shows the circle. Put shared fields and titles into a third
          file that both use.
          """),
      .rules(
        wrong: """
          use "词汇.rules"
          use "例.rules"
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          use "词汇.rules"
          award 国家级小巨人 = 150万 when new
          """,
        beside: [GuideFile("词汇.rules", "title 国家级小巨人; valid 3 years\n")])),
    DiagnosticGuide(
      "J3005", zh: "规则文件太多", en: "too many rule files",
      Wording(
        zh: """
          一项政策连同它引用、修订的文件和政策原文最多 64 个，合计不超过 4 MiB。超过时多半是成批生成的，或给错了文件，请合并
          一些，或只留下用得到的。
          """,
        en: """
          A policy with all that it uses and amends and its texts has at most 64 files, 4 MiB in
          all. More are usually generated, or the wrong file was named; join some, or keep what is
          needed.
          """),
      .none(
        Wording(
          zh: "要有六十多个文件，或几兆字节才会出现。", en: "It takes more than sixty files, or megabytes."))),
    DiagnosticGuide(
      "J3006", zh: "政策原文不是 UTF-8", en: "the policy text is not UTF-8",
      Wording(
        zh: """
          `来源` 后面应是政策原文的纯文本，UTF-8 编码；程序要逐字核对引文，不能猜编码。PDF、Word 或 GBK 文本请先转成
          UTF-8 的 .txt 再用。
          """,
        en: """
          The file behind `source` is the policy as plain text in UTF-8: quoted words are compared
          with it letter by letter. Turn a PDF, a Word file or GBK text into UTF-8 text first.
          """),
      .none(
        Wording(
          zh: "本页是 UTF-8，放不下别的编码的字节。",
          en: "This page is UTF-8 and cannot hold bytes of another encoding."))),
    DiagnosticGuide(
      "J3007", zh: "引文在原文里找不到", en: "quoted words are not in the source",
      Wording(
        zh: """
          `依据 "条款": "原话"` 和 `不计 "原话"` 里的话必须逐字出自政策原文（空格和换行不计），这样读规则的人才能放心。
          消息说明原文到哪几个字为止是相符的，差别就在其后。请改引文；若是原文文件抄错了，就改原文文件。
          """,
        en: """
          Words quoted by `cite` and `omit` must stand in the policy text, blanks and line breaks
          aside, so that a reader can trust them. The message says how far the source agrees; the
          difference is right behind. Mend the quotation, or the text file if that was copied
          wrongly.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { source "原文.txt" }
          award 国家级小巨人 = 150万 when new; cite "三（一）": "给予160万元奖励"
          """,
        mended: """
          policy 示范市2026 { source "原文.txt" }
          award 国家级小巨人 = 150万 when new; cite "三（一）": "给予150万元奖励"
          """,
        beside: [GuideFile("原文.txt", "三、（一）对新认定的国家级“小巨人”企业，给予150万元奖励。\n")])),
    DiagnosticGuide(
      "J3008", .warning, zh: "引文没有核对", en: "quoted words were not checked",
      Wording(
        zh: """
          规则里有引文，政策却没有写 `来源`，程序无从核对。这只是提醒，照样计算。请把政策原文存成 UTF-8 文本放在旁边，
          在政策块里写 `来源 "文件名"`。
          """,
        en: """
          The rules quote words, but the policy names no `source`, so nothing was compared. It is a
          warning; the rules run. Save the policy as UTF-8 text beside the rules and add `source
          "NAME"` to the policy block.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { status draft }
          award 国家级小巨人 = 150万 when new; cite "三（一）": "给予150万元奖励"
          """,
        mended: """
          policy 示范市2026 { status draft; source "原文.txt" }
          award 国家级小巨人 = 150万 when new; cite "三（一）": "给予150万元奖励"
          """,
        beside: [GuideFile("原文.txt", "三、（一）对新认定的国家级“小巨人”企业，给予150万元奖励。\n")])),
    DiagnosticGuide(
      "J3009", zh: "一个文件只能有一项政策", en: "a file holds one policy",
      Wording(
        zh: """
          一份规则文件就是一项政策，写了两个 `政策` 块就分不清奖励属于哪一项。请把第二项放进另一个文件；
          要改前一项的几个条目，则写成修订草案。
          """,
        en: """
          A rule file is one policy; with two blocks nobody knows to which an award belongs. Put the
          second into a file of its own, or, to change a few entries of the first, write a draft
          that amends it.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { status adopted }
          policy 示范市2027 { status draft }
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          policy 示范市2026 { status adopted }
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J3010", .warning, zh: "规则里的数原文没有", en: "a number that the quoted words do not have",
      Wording(
        zh: """
          规则引了原文，规则里的金额、比例或个数却不在所引的话里，多半是抄错了一个数，或漏引了写着这个数的那一句。
          按值比较：150万 就是 150万元、1500000元，20% 就是 百分之二十，1:1 就是 100%，减半就是 50%。只是提醒，照样计算。
          0、年份、条件里的序号、第一种理解走不到的分支不比；有一条依据没有引文的规则、没有来源的政策也不比。
          """,
        en: """
          The statement quotes the policy, but the quoted words do not have its sum, share or count:
          a number was copied wrongly, or the sentence that has it is not quoted. Values are
          compared, not spellings. It is a warning; the rules run. Not compared are 0, years, plain
          numbers of conditions, branches that the first value of a reading does not take,
          statements that cite an article without its words, and policies without a source.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { source "原文.txt" }
          award 国家级小巨人 = 160万 when new; cite "三（一）": "给予150万元奖励"
          """,
        mended: """
          policy 示范市2026 { source "原文.txt" }
          award 国家级小巨人 = 150万 when new; cite "三（一）": "给予150万元奖励"
          """,
        beside: [GuideFile("原文.txt", "三、（一）对新认定的国家级“小巨人”企业，给予150万元奖励。\n")])),
    DiagnosticGuide(
      "J3011", zh: "没有政策原文可以对照", en: "no policy text to compare with",
      Wording(
        zh: """
          `jili coverage` 拿政策原文里的每一个数和规则的引文对照，政策没有写 `来源` 就没有原文可比。请把原文存成 UTF-8
          文本放在旁边，在政策块里写 `来源 "文件名"`。
          """,
        en: """
          `jili coverage` holds each number of the policy's text against what the rules quote;
          without `source` there is no text. Save the policy as UTF-8 text beside the rules and add
          `source "NAME"` to the policy block.
          """),
      .command(
        wrong: "jili coverage 草稿.rules", mended: "jili coverage 政策.rules",
        files: [
          GuideFile("草稿.rules", "award 国家级小巨人 = 150万 when new\n"),
          GuideFile(
            "政策.rules",
            "policy 示范市2026 { source \"原文.txt\" }\naward 国家级小巨人 = 150万 when new\n"),
          GuideFile("原文.txt", "三、（一）对新认定的国家级“小巨人”企业，给予150万元奖励。\n"),
        ])),
    DiagnosticGuide(
      "J3012", zh: "原文太长，引文太多", en: "too many quotes of too long a text",
      Wording(
        zh: """
          每一句引文都要在政策原文里逐字查找。原文有几百 KB、引文又有几千句时，要查几分钟，多半是把许多文件拼成了一个原文。
          请让 `来源` 只指这份政策自己的原文，或把规则分成几份政策。
          """,
        en: """
          Every quote is looked for in the policy's text, letter by letter. With hundreds of
          kilobytes and thousands of quotes that takes minutes; usually many documents were joined.
          Let `source` name the text of this policy alone, or make several policies.
          """),
      .none(
        Wording(
          zh: "要有很长的原文和成千的引文才会出现。",
          en: "It takes a very long text and thousands of quotes."))),
    DiagnosticGuide(
      "J3021", zh: "两份政策重名", en: "two policies of one name",
      Wording(
        zh: """
          几份规则一起算时，结果按政策的名称分列，重名就分不清哪一列是谁的。请给其中一份改名；
          是同一项政策的两个版本，就分开算。
          """,
        en: """
          Where several policies are one run, results are told apart by their names. Rename one of
          them; two versions of one policy are run one after the other.
          """),
      .command(
        wrong: "jili matrix 甲.rules 乙.rules", mended: "jili matrix 甲.rules 丙.rules",
        files: [
          GuideFile("甲.rules", "policy 示范市2026 { status adopted }\naward 奖 = 1万"),
          GuideFile("乙.rules", "policy 示范市2026 { status draft }\naward 奖 = 2万"),
          GuideFile("丙.rules", "policy 样板市2026 { status draft }\naward 奖 = 2万"),
        ])),
    DiagnosticGuide(
      "J3022", zh: "几份政策对同一个事实说法不同", en: "policies differ in what one name is",
      Wording(
        zh: """
          几份规则一起算时，同名的字段或称号是同一家企业的同一个事实，类型、是否逐年、取值、空白、范围和
          称号有效的年限都要一致。请改成一致，最好写进一份共用的文件再 `引用`；本来就不是一回事的，给其中一个改名。
          """,
        en: """
          In a run over several policies a field or title of one name is one fact of the company;
          its type, `by year`, values, blank, bounds and validity must agree. Make them agree, best
          in one file that all `use`; where they are two things, rename one.
          """),
      .command(
        wrong: "jili matrix 甲.rules 乙.rules", mended: "jili matrix 甲.rules 丙.rules",
        files: [
          GuideFile(
            "甲.rules", "policy 示范市 { status draft }\nfield 投资额 : money\naward 奖 = 5% of 投资额"),
          GuideFile(
            "乙.rules",
            "policy 样板市 { status draft }\nfield 投资额 : number\naward 奖 = 1元 * 投资额"),
          GuideFile(
            "丙.rules", "policy 样板市 { status draft }\nfield 投资额 : money\naward 奖 = 8% of 投资额"),
        ])),
    DiagnosticGuide(
      "J3023", .warning, zh: "一个称号像是有两个名称", en: "a title that seems to have two names",
      Wording(
        zh: """
          一份政策把它写成又称，另一份把它当作称号本身。几份一起算时它们是两个称号，`重叠` 不起作用，同一件事可能两边都给。
          是同一个称号的，请用同一个名称，别的叫法写进 `又称`。
          """,
        en: """
          One policy has it as another spelling, the other as a title of its own. In one run these
          are two titles, `overlap` does not see them, and both may pay for one thing. What is one
          title should have one name, its other names behind `also`.
          """),
      .command(
        wrong: "jili matrix 甲.rules 乙.rules", mended: "jili matrix 甲.rules 丙.rules",
        files: [
          GuideFile(
            "甲.rules",
            "policy 示范市 { status draft }\ntitle 国家级小巨人; also \"小巨人\"\n"
              + "award 国家级小巨人 = 150万 when new"),
          GuideFile(
            "乙.rules", "policy 样板市 { status draft }\naward 小巨人 = 100万 when new"),
          GuideFile(
            "丙.rules", "policy 样板市 { status draft }\naward 国家级小巨人 = 100万 when new"),
        ])),
  ]
}
