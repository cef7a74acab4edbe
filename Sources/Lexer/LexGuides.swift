/// What stands behind the lexer's codes, J1001 to J1099.
extension DiagnosticGuide {
  package static let lexer: [DiagnosticGuide] = [
    DiagnosticGuide(
      "J1001", zh: "规则文件太大", en: "the rule file is too large",
      Wording(
        zh: """
          一份规则文件最大 1 MiB，相当于三十多万个汉字，任何政策都够用。超过这个数，多半是把企业名单或政策原文的 PDF
          当成了规则文件。请看看文件名是否给错；真有这么多规则，就拆成几个文件，用“引用”合在一起。
          """,
        en: """
          A rule file holds at most 1 MiB, more than 300,000 characters, which is enough for any
          policy. A larger one is usually a company file or a PDF given by mistake. Check the name;
          if there really are that many rules, split them and join the files with `use`.
          """),
      .none(
        Wording(zh: "文件要超过 1 MiB 才会出现，这里放不下。", en: "It takes a file of more than 1 MiB."))
    ),
    DiagnosticGuide(
      "J1002", zh: "不是 UTF-8 编码", en: "not UTF-8",
      Wording(
        zh: """
          规则文件只认 UTF-8 编码。用记事本或旧版 WPS 存成“ANSI”“GBK”的文件，汉字的字节不同，程序不去猜，免得认错字。
          请在编辑器里“另存为”，编码选 UTF-8。
          """,
        en: """
          Rule files are UTF-8. A file saved as “ANSI” or GBK has other bytes for the same
          characters, and the program does not guess, so that no character is misread. Save the file
          again as UTF-8.
          """),
      .none(
        Wording(
          zh: "本页是 UTF-8，放不下别的编码的字节。",
          en: "This page is UTF-8 and cannot hold bytes of another encoding."))),
    DiagnosticGuide(
      "J1003", zh: "看不见的字符", en: "invisible character",
      Wording(
        zh: """
          从网页或 PDF 复制文字时，常带进零宽空格、软连字符、改变文字方向的符号等看不见的字符。两个名称看上去一样，
          其实不同，规则就会悄悄对不上，所以连引号和注释里也不允许。消息里写明了字符的编号，删掉它，或把这几个字重新打一遍。
          下面“营业”两字之间就有一个。
          """,
        en: """
          Text copied from web pages or PDF files often carries zero-width blanks, soft hyphens or
          marks of direction. Two names then look the same and are not, so such characters are
          refused everywhere, in strings and comments too. The message names the code point: delete
          it, or type the word again. In the example one stands inside 营业.
          """),
      .rules(
        wrong: """
          field 营\u{200B}业收入 : money
          award 规模奖励 = 10万 when 营业收入 >= 1亿
          """,
        mended: """
          field 营业收入 : money
          award 规模奖励 = 10万 when 营业收入 >= 1亿
          """)),
    DiagnosticGuide(
      "J1004", zh: "规则里没有的符号", en: "no symbol of the language",
      Wording(
        zh: """
          除名称、数字、引号里的文字外，规则只用有限的几个符号；`~`、`￥`、`【】`、表情等不在其中。起止用 `..` 或“至”，
          金额写 `150万` 而不写 `￥150万`。消息会尽量给出应当用的符号。
          """,
        en: """
          Outside names, numbers and strings the language has few symbols; `~`, `￥`, `【】` and emoji
          are not among them. A range is written `..`, money `150万`, not `￥150万`. Where the meant
          symbol is plain, the message offers it.
          """),
      .rules(
        wrong: """
          field 投资额 : money
          award 技改补助 = 投资额 的 10% 当 投资额 属于 500万 ~ 5000万
          """,
        mended: """
          field 投资额 : money
          award 技改补助 = 投资额 的 10% 当 投资额 属于 500万 .. 5000万
          """)),
    DiagnosticGuide(
      "J1005", zh: "引号没有结束", en: "string is not closed",
      Wording(
        zh: """
          引号里的文字必须在同一行结束，而且首尾成对：`"` 配 `"`，`“` 配 `”`。这样 `"…"` 里可以放心写 `“小巨人”`。
          请在文字末尾补上引号；长文字不要换行。
          """,
        en: """
          A string ends on the line on which it begins, with the partner of its opener: `"` with
          `"`, `“` with `”`. That is why `"…"` may hold `“小巨人”`. Add the closing mark; do not break
          a long string over two lines.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 150万 when new; cite "三（一）
          """,
        mended: """
          award 国家级小巨人 = 150万 when new; cite "三（一）"
          """)),
    DiagnosticGuide(
      "J1006", zh: "名称没有结束", en: "name is not closed",
      Wording(
        zh: """
          带空格、括号等符号的名称要放在 「」 或一对反引号里，并在同一行结束。请补上 `」`。
          """,
        en: """
          A name with blanks, brackets or the like stands in 「」 or backticks and ends on its line.
          Add the closing mark.
          """),
      .rules(
        wrong: """
          title 「5G 融合应用（示范）
          """,
        mended: """
          title 「5G 融合应用（示范）」
          """)),
    DiagnosticGuide(
      "J1007", zh: "名称是空的", en: "name is empty",
      Wording(
        zh: """
          `「」` 或反引号中间没有字，程序不知道说的是什么。把名称写在中间；不需要特殊符号的名称可以不加引号。
          """,
        en: """
          Nothing stands between 「」 or the backticks, so nothing is named. Write the name there; a
          plain name needs no marks at all.
          """),
      .rules(
        wrong: """
          field 「」 : money
          """,
        mended: """
          field 营业收入 : money
          """)),
    DiagnosticGuide(
      "J1008", zh: "不认识的单位", en: "unknown unit",
      Wording(
        zh: """
          数字后面紧跟的字整个当作单位，而单位是固定的：元、万、亿、%、‰、年、个月、天、家、个、项、名等，
          消息列出了全部。
          `10万美元` 这样的外币没有汇率可用，`3年期` 则是把单位和别的字连在了一起。请换成上面的单位，或在单位后空一格。
          """,
        en: """
          All letters that touch a number are its unit, and units are a closed list: 元, 万, 亿, %, ‰,
          年, 家 and others, all of them in the message. Foreign money has no rate here; `3年期` runs a
          unit and another word together. Use a unit of the list, or put a blank behind it.
          """),
      .rules(
        wrong: """
          award 引进奖励 = 10万美元
          """,
        mended: """
          award 引进奖励 = 70万元
          """)),
    DiagnosticGuide(
      "J1009", zh: "数字太长", en: "too many digits",
      Wording(
        zh: """
          一个数最多 15 位，足够把一百万亿写到元。再多的位数几乎总是多按了几个 0。请核对；金额用万或亿作单位更不容易写错。
          """,
        en: """
          A number has at most 15 digits, enough for a hundred million million 元. More digits are
          nearly always a slip of the finger. Check the number; 万 and 亿 make it easier to read.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 1500000000000000元 when new
          """,
        mended: """
          award 国家级小巨人 = 150万元 when new
          """)),
    DiagnosticGuide(
      "J1010", zh: "没有这一天", en: "there is no such date",
      Wording(
        zh: """
          写法是日期，日历上却没有这一天，如 2 月 30 日、13 月。政策常写“至 2 月底”，请查明是 28 日还是 29 日再写；
          也可以只写到月或年。
          """,
        en: """
          It is written like a date, but the calendar has no such day, as 30 February. Look up the
          day that is meant; a date may also be known to the month or year only.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { period 2026-01-01 .. 2028-02-30 }
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          policy 示范市2026 { period 2026-01-01 .. 2028-02-29 }
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J1011", zh: "日期写得不全", en: "a date that reads as a sum",
      Wording(
        zh: """
          `2026-5-1` 也可以读成“2026 减 5 减 1”，`2026/5/1` 也可以读成除法，所以不允许这样写。日期的月、日写足两位：
          `2026-05-01`，或写 `2026年5月1日`。真要做减法，请在减号两边空格。
          """,
        en: """
          `2026-5-1` could also be 2026 minus 5 minus 1, and `2026/5/1` a division, so neither is
          accepted. Write months and days with two digits, `2026-05-01`, or write `2026年5月1日`. For a
          real subtraction put blanks around the sign.
          """),
      .rules(
        wrong: """
          policy 示范市2026 { period 2026-5-1 .. 2028-12-31 }
          award 国家级小巨人 = 150万 when new
          """,
        mended: """
          policy 示范市2026 { period 2026-05-01 .. 2028-12-31 }
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J1012", zh: "其他文字的数字", en: "digit of another script",
      Wording(
        zh: """
          数字只认半角 `0` 到 `9` 和全角 `０` 到 `９`。阿拉伯文、印地文等文字也有自己的数字，看起来相近，容易认错，
          因此不接受。请用键盘重新打这个数。
          """,
        en: """
          Digits are ASCII or full-width. Arabic, Devanagari and other scripts have digits of their
          own, easily taken for others, so they are refused. Type the number again.
          """),
      .rules(
        wrong: """
          award 国家级小巨人 = 15\u{0660}万 when new
          """,
        mended: """
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J1013", zh: "名称里有形似字", en: "look-alike character in a name",
      Wording(
        zh: """
          从 PDF 复制的文字里，“长”“方”“金”等字有时是部首或兼容字符：看上去一模一样，编码却不同，与企业文件的表头对不上。
          消息里写明是哪个字，应当是哪个字；照着改，或把名称重新打一遍。
          """,
        en: """
          Text copied from PDF files may hold radicals or compatibility ideographs for 长, 方, 金 and
          others: the same picture, another character, which no header of a company file would
          match. The message names the character and its plain twin; replace it, or type the name
          again.
          """),
      .rules(
        wrong: """
          title \u{2ED3}江经济带示范企业
          """,
        mended: """
          title 长江经济带示范企业
          """)),
    DiagnosticGuide(
      "J1014", zh: "看起来像保留词", en: "looks like a keyword",
      Wording(
        zh: """
          这个词看起来是规则的用词，其中却混进了别的文字的字母，例如西里尔字母 а 代替了 a。程序若把它当作新名称，
          规则的意思就变了。请把这个词重新打一遍。
          """,
        en: """
          The word looks like a word of the language, but one letter belongs to another script, such
          as a Cyrillic а for a. Taken as a new name it would change what the rules mean. Type the
          word again.
          """),
      .rules(
        wrong: """
          \u{0430}ward 国家级小巨人 = 150万 when new
          """,
        mended: """
          award 国家级小巨人 = 150万 when new
          """)),
    DiagnosticGuide(
      "J1015", zh: "字符错误太多", en: "too many faults of characters",
      Wording(
        zh: """
          一个文件里的字符错误超过 1000 处，后面的不再列出。这样的文件多半不是规则：可能是 Excel 工作簿、图片，或编码不对。
          请核对文件名和编码。
          """,
        en: """
          More than 1000 characters of the file are wrong; the rest is not listed. Such a file is
          seldom one of rules: it may be a workbook, a picture, or in another encoding. Check its
          name and encoding.
          """),
      .none(Wording(zh: "要有一千多处错误才会出现。", en: "It takes more than a thousand faults."))),
    DiagnosticGuide(
      "J1016", zh: "名称太长", en: "a name that is too long",
      Wording(
        zh: """
          一个名称最多 200 个字。更长的多半是一整段文字粘了进来，或标点丢了，几个词连成了一个。整段文字请放进引号里。
          """,
        en: """
          A name has at most 200 letters. A longer one is usually a passage that was pasted in, or
          marks are missing and several words became one. A passage stands in quotes.
          """),
      .none(Wording(zh: "要有两百多个字的名称才会出现。", en: "It takes a name of more than 200 letters."))),
  ]
}
